
// Shows the mistakes of the last build over the page, which is still the one before them. livereload.js, above, tells of them.
//
// The region is polite: it asks nothing and takes no focus away, because the person is in an editor. It lies in a shadow tree,
// so that no style of the site reaches it, and it reaches none of theirs; everything in it is text.
(() => {
  "use strict";
  if (!window.LiveReload) return;
  const sheet = new URL("livereload.css", document.currentScript.src);
  const KEY = "labpress-preview-hidden";

  // What a person hid stays hidden on the next page, until there is something else to say. Storage may be forbidden.
  const recall = () => {
    try {
      return sessionStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const remember = (message) => {
    try {
      sessionStorage.setItem(KEY, message);
    } catch {
      // then it is hidden on this page
    }
  };

  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  let said = null; // the last `alert`, while there are mistakes
  let hidden = false;

  const host = element("div");
  const title = element("p", { className: "title", id: "title" });
  const list = element("ol", { role: "list" });
  const hide = element("button", { type: "button", onclick: () => setHidden(true) });
  const back = element("button", { type: "button", className: "back", hidden: true, onclick: () => setHidden(false) });
  const panel = element("section", { className: "panel", hidden: true }, element("div", { role: "status" }, title, list), hide);
  panel.setAttribute("aria-labelledby", "title");
  // Nothing is shown, and nothing read out, before it looks as it should.
  const style = element("link", { rel: "stylesheet", href: sheet, onload: () => update() });
  host.attachShadow({ mode: "open" }).append(style, panel, back);

  const update = () => {
    host.lang = said.lang;
    title.textContent = said.title;
    hide.textContent = said.hide;
    back.textContent = said.count;
    list.replaceChildren(
      ...said.mistakes.map(({ place, words }) => element("li", {}, element("code", { textContent: place }), ` ${words}`)),
    );
    panel.hidden = hidden;
    back.hidden = !hidden;
  };

  const setHidden = (value) => {
    const focused = host.shadowRoot.activeElement;
    hidden = value;
    remember(hidden ? said.message : "");
    update();
    if (focused) (hidden ? back : hide).focus();
  };

  window.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && said && !hidden) setHidden(true);
  });

  window.LiveReload.performAlert = (message) => {
    said = message.mistakes.length ? message : null;
    if (!said) {
      host.remove();
      return;
    }
    hidden = recall() === said.message;
    if (!host.isConnected) document.documentElement.append(host); // its style sheet is loaded, then `update`
    else if (style.sheet) update();
  };
})();
