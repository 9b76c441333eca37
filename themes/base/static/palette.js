// Opens the search over any page, with "/", Ctrl-K and the header's links to the search page, and fetches it at first use.
// That page has no dialog: there the keys lead to its field.
(() => {
  // From a disk, browsers block modules and say so on the console.
  if (location.protocol === "file:") return;
  if (document.querySelector("ol#results")) import("./search.js").catch(() => delete document.documentElement.dataset.search);
  const dialog = document.querySelector("#palette");
  const form = (dialog ?? document.querySelector("main"))?.querySelector("form[role=search]");
  if (!form) return;

  let started;
  const start = () => (started ??= import("./search-dialog.js").then((module) => module.start(dialog)));
  const open = () => {
    if (dialog && !dialog.open) {
      dialog.showModal();
      start().catch(() => form.submit());
    }
    form.q.select();
    form.q.focus();
  };

  const isOff = () => {
    try {
      return localStorage.getItem("labpress-slash") === "off"; // chosen in the dialog
    } catch {} // storage may be forbidden
  };
  document.addEventListener("keydown", (event) => {
    const command = event.ctrlKey || event.metaKey;
    const [at] = event.composedPath();
    // Just after the dialog closed, the focus may still be in it.
    const isField = at.isContentEditable || (at.matches?.("input, textarea, select") && at.getClientRects().length);
    const isOurs = command ? /^k$/i.test(event.key) && !event.shiftKey : event.key === "/" && !isField && !isOff();
    if (!isOurs || event.altKey || event.defaultPrevented) return;
    event.preventDefault();
    open();
  });

  if (!dialog) return;
  dialog.querySelector(".palette-close").onclick = () => dialog.close(); // even before all is loaded
  for (const link of document.querySelectorAll("header a[href]")) {
    if (link.href !== form.action) continue;
    link.ariaHasPopup = "dialog";
    link.setAttribute("aria-keyshortcuts", "/ Control+K");
    for (const soon of ["pointerenter", "focus"]) link.addEventListener(soon, () => start().catch(() => {}));
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open();
    });
  }
})();
