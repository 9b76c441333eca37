/**
 * The search over any page: a combobox with a list box, by the ARIA Authoring Practices
 * (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). Focus stays in the field; nothing in the list is active until an arrow
 * key goes there, so that a screen reader hears what is typed and not the first result after each key.
 *
 * @typedef {import("./search.js").Index} Index
 */

import { TYPING, ask, authorsOf, count, element, load, marked, placeOf, telling } from "./search.js";

/** What the list shows; the search page has the rest. */
const MOST = 10;
const MOST_AUTHORS = 4;

/** Makes `dialog#palette` work, once. @param {HTMLDialogElement} dialog */
export function start(dialog) {
  const words = dialog.dataset;
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
  const list = /** @type {HTMLElement} */ (dialog.querySelector("[role=listbox]"));
  const status = /** @type {HTMLElement} */ (dialog.querySelector("#palette-status"));
  const tell = telling(dialog.querySelector("#palette-heard"));
  const all = /** @type {HTMLAnchorElement} */ (dialog.querySelector("a.palette-all"));
  const slash = /** @type {HTMLInputElement | null} */ (dialog.querySelector("input.palette-slash"));
  /** @type {Index | undefined} */
  let index;
  let typing = 0;
  /** The number of the active option; -1: none. */
  let active = -1;

  /** @param {number} number */
  const activate = (number) => {
    active = number;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    const option = list.children[active];
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };

  /** @param {import("./search.js").Paper | import("./search.js").Person} found @param {number} at @param {import("./search.js").Answer} answer */
  const option = (found, at, answer) => {
    const isPerson = "name" in found;
    const made = element("li", isPerson ? "person" : "paper", marked("span", "option-title", isPerson ? found.name : found.title, answer));
    made.id = `palette-${at}`;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    made.dataset.href = (words.root ?? "") + found.path;
    const about = isPerson
      ? [count(found.count, words.papersOne, words.papersOther)]
      : [authorsOf(found, answer, MOST_AUTHORS, words.others ?? "…"), placeOf(found)];
    for (const text of about) if (text) made.append(" ", isPerson ? element("span", "option-about", text) : marked("span", "option-about", text, answer));
    return made;
  };

  /** @param {string} text @param {boolean} whileTyping */
  const say = (text, whileTyping) => {
    status.textContent = text;
    tell(text, whileTyping);
  };

  const update = () => {
    clearTimeout(typing);
    if (!index) return;
    const query = input.value.trim();
    const answer = ask(index, query);
    const shown = answer.found.slice(0, MOST);
    list.replaceChildren(...shown.map((found, at) => option(found, at, answer)));
    list.hidden = !shown.length;
    list.scrollTop = 0;
    input.ariaExpanded = String(shown.length > 0);
    activate(-1);
    const address = new URL(form.action);
    if (query) address.searchParams.set("q", query);
    all.href = address.href;
    const number = answer.found.length ? count(answer.found.length, words.one, words.other) : query ? words.none : "";
    const read = answer.read && words.read?.replace("{words}", answer.read);
    say([number, read].filter(Boolean).join(" · "), query !== "");
  };

  /** @param {Element | null | undefined} option @param {boolean} apart in a new tab */
  const go = (option, apart) => {
    const href = option instanceof HTMLElement && option.dataset.href;
    if (!href) return;
    if (apart) window.open(href, "_blank", "noopener");
    else {
      dialog.close(); // so that it does not stand there when the reader comes back
      location.assign(href);
    }
  };

  input.addEventListener("input", () => {
    activate(-1);
    clearTimeout(typing);
    typing = window.setTimeout(update, TYPING);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    const last = list.children.length - 1;
    // The arrows go round by way of the field; Home and End belong to the text until an option is active.
    const to = {
      ArrowDown: active === last ? -1 : active + 1,
      ArrowUp: active < 0 ? last : active - 1,
      Home: active < 0 ? undefined : 0,
      End: active < 0 ? undefined : last,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      activate(to);
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") activate(-1);
    else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      go(list.children[active], event.ctrlKey || event.metaKey);
    } else if (event.key === "Escape") {
      event.preventDefault(); // browsers would only empty the field; what was searched for is there at the next opening
      dialog.close();
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the field
  list.addEventListener("click", (event) =>
    go(/** @type {Element} */ (event.target).closest("[role=option]"), event.ctrlKey || event.metaKey),
  );
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close()); // beside it
  dialog.addEventListener("close", () => activate(-1));

  if (slash) {
    const KEY = "labpress-slash"; // palette.js asks for it
    try {
      slash.checked = localStorage.getItem(KEY) !== "off";
      slash.addEventListener("change", () => localStorage.setItem(KEY, slash.checked ? "on" : "off"));
      slash.disabled = false; // before, a choice would be lost
    } catch {
      // storage is forbidden: the key works on every page, and the switch stays disabled
    }
  }

  load(words.index).then(
    (ready) => {
      index = ready;
      update();
    },
    () => say(words.failed ?? "", false), // Enter leads to the search page, which leads on
  );
}
