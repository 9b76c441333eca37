/**
 * The boxes on the search page that narrow what was found. Within one facet, any of the chosen values will do; every facet
 * must be met.
 *
 * @typedef {import("./search.js").Paper} Paper
 * @typedef {import("./search.js").Index} Index
 */

import { count, element, fold } from "./search.js";

// The values of a paper for each facet: what they are told apart by, which for a person is the address, and their words.
const VALUES = {
  year: ({ year }) => (year ? [[`${year}`, `${year}`]] : []),
  venue: ({ venue }) => (venue ? [[fold(venue), venue]] : []),
  keyword: ({ keywords }) => keywords.map((keyword) => [fold(keyword), keyword]),
  author: ({ people }) => people.map(({ path, name }) => [path.replace(/^.*\/|\.html$/g, ""), name]),
};
// So many values of a facet are shown before the reader asks for all.
const FEW = 8;

/**
 * @param {HTMLElement} place where they are put, before its button that clears them; its data are the words
 * @param {Index} index
 * @param {() => void} changed what to do when the reader chose
 */
export function facetsIn(place, index, changed) {
  const words = place.dataset;
  const papers = index.documents.slice(0, index.papers);
  const clear = place.querySelector("button");

  const facets = Object.entries(VALUES).map(([name, valuesOf]) => {
    const set = element("fieldset", "facets");
    clear.before(set);
    const labels = new Map();
    const keys = new Map(
      papers.map((paper) => {
        const values = valuesOf(paper);
        for (const [key, label] of values) if (!labels.has(key)) labels.set(key, label);
        return [paper, new Set(values.map(([key]) => key))];
      }),
    );
    return { name, set, labels, keys, chosen: /** @type {Set<string>} */ (new Set()), drawn: "", isLong: false };
  });
  /** @typedef {typeof facets[number]} Facet */

  const anyChosen = () => facets.some(({ chosen }) => chosen.size);

  // Whether the paper is among what was chosen, one facet left aside.
  const fits = (paper, aside) =>
    facets.every((facet) => facet === aside || !facet.chosen.size || [...facet.chosen].some((key) => facet.keys.get(paper)?.has(key)));

  // The box of a value, if it is there.
  const box = (facet, key) => facet.set.querySelector(`[value="${CSS.escape(key)}"]`);

  const fill = (facet, values) => {
    const { name, set, labels, chosen, isLong } = facet;
    const rows = values
      .filter(([key], at) => isLong || at < FEW || chosen.has(key))
      .map(([key, n]) => {
        const input = Object.assign(document.createElement("input"), { type: "checkbox", name, value: key });
        const label = element("span", "facet-value", labels.get(key) ?? key);
        label.dir = "auto";
        const number = element("span", "count", `${n}`);
        number.ariaHidden = "true";
        return element("label", "", input, label, number, element("span", "visually-hidden", count(n, words.papersOne, words.papersOther)));
      });
    set.replaceChildren(element("legend", "", words[name] ?? name), ...rows);
    if (values.length <= FEW) return;
    const button = element("button", "facet-all", (isLong ? words.fewer : words.all?.replace("{n}", `${values.length}`)) ?? "");
    button.setAttribute("type", "button");
    button.ariaExpanded = `${isLong}`;
    button.addEventListener("click", () => {
      facet.isLong = !isLong;
      fill(facet, values);
      tick(facet);
      set.querySelector("button")?.focus();
    });
    set.append(button);
  };

  const tick = ({ set, chosen }) => {
    for (const input of set.querySelectorAll("input")) input.checked = chosen.has(input.value);
  };

  // What was used may be gone; the focus stays near.
  const act = (used) => {
    changed();
    if (used?.checkVisibility()) return;
    const near = place.querySelector("fieldset:not([hidden]) input") ?? document.querySelector("main input");
    /** @type {HTMLElement | null} */ (near)?.focus();
  };
  place.addEventListener("change", ({ target }) => {
    const input = target;
    facets.find(({ name }) => name === input.name)?.chosen[input.checked ? "add" : "delete"](input.value);
    act(input);
  });
  clear.addEventListener("click", () => {
    for (const { chosen } of facets) chosen.clear();
    act(clear);
  });

  return {
    anyChosen,
    fits,
    // Takes from an address what it chooses, as far as the index knows it.
    recall(address) {
      for (const facet of facets) facet.chosen = new Set(address.getAll(facet.name).map(fold).filter((key) => facet.labels.has(key)));
    },
    remember(address) {
      for (const { name, chosen, labels } of facets) {
        address.delete(name);
        for (const key of chosen) address.append(name, (name !== "author" && labels.get(key)) || key);
      }
    },
    // Shows the values of what the query alone finds, with their numbers.
    draw(found) {
      for (const facet of facets) {
        const rest = found.filter((paper) => fits(paper, facet));
        const counts = new Map();
        for (const paper of rest) for (const key of facet.keys.get(paper) ?? []) counts.set(key, (counts.get(key) ?? 0) + 1);
        for (const key of facet.chosen) if (!counts.has(key)) counts.set(key, 0); // what is chosen stays, to be given up
        const values = [...counts].sort((a, b) => (facet.name === "year" ? +b[0] - +a[0] : b[1] - a[1]));
        // What all have cannot narrow anything.
        facet.set.hidden = !facet.chosen.size && values.every(([, n]) => n === rest.length);
        // Ticking a box changes no number of its own facet: that stays as it is, and so does the focus.
        const now = JSON.stringify(values);
        if (now !== facet.drawn || [...facet.chosen].some((key) => !box(facet, key))) fill(facet, values);
        facet.drawn = now;
        tick(facet);
      }
      clear.hidden = !anyChosen();
      place.hidden = facets.every(({ set }) => set.hidden);
    },
  };
}
