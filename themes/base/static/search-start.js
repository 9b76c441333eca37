// From a disk, browsers block modules and say so on the console: there the page keeps its links to the lists.
if (location.protocol !== "file:") import("./search.js");
