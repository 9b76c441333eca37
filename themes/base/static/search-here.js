// In the head and blocking: where the search can run, the page has its place from the start, so that nothing moves; and room
// for results where the address asks for some.
if (location.protocol !== "file:") document.documentElement.dataset.search = location.search ? "asked" : "here";
