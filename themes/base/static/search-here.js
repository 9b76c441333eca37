// In the head and blocking: where the search can run, the page has its place from the start, so that nothing moves.
if (location.protocol !== "file:") document.documentElement.dataset.search = "here";
