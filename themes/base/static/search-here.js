// In the head and blocking: where the search can run, its field has its place from the start, so that nothing moves; and so has
// what it finds, where the address asks for something.
if (location.protocol !== "file:") document.documentElement.dataset.search = location.search ? "asked" : "here";
