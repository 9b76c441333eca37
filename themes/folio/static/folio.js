/**
 * What the pages gain from a script; without it each still reads, links and prints. In the head and blocking, so that colours
 * and folded names stand before anything is painted: `data-scheme` on the root says both that it runs and which colours hold.
 */
(() => {
  "use strict";
  const root = document.documentElement;
  const each = (selector, use) => document.querySelectorAll(selector).forEach(use);
  const recall = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage may be forbidden
    }
  };
  const remember = (key, value) => {
    try {
      localStorage.setItem(key, value);
    } catch {
      // then the choice holds for this page
    }
  };

  // ---- Fonts, ahead of the style sheet that wants them. From a disk, a browser refuses to fetch them early and says so.
  const link = (attributes) => document.head.append(Object.assign(document.createElement("link"), attributes));
  const { fonts, fontsDisk } = document.currentScript.dataset;
  if (location.protocol !== "file:") {
    for (const href of fonts?.split(" ") ?? []) link({ rel: "preload", as: "font", type: "font/woff2", crossOrigin: "", href });
  } else if (fontsDisk) link({ rel: "stylesheet", href: fontsDisk });

  // ---- Colours. A site that has chosen light or dark begins there; its readers switch between the two.
  const SCHEME = "labpress-scheme";
  const site = root.dataset.siteScheme;
  const schemes = site ? [site, site === "dark" ? "light" : "dark"] : ["auto", "light", "dark"];
  const chosen = () => (schemes.includes(recall(SCHEME)) ? recall(SCHEME) : schemes[0]);
  root.dataset.scheme = chosen();
  const colours = (button) => {
    const show = () => (button.textContent = button.dataset[root.dataset.scheme]);
    show();
    button.addEventListener("click", () => {
      root.dataset.scheme = schemes[(schemes.indexOf(root.dataset.scheme) + 1) % schemes.length];
      remember(SCHEME, root.dataset.scheme);
      show();
    });
    window.addEventListener("storage", (event) => {
      if (event.key !== SCHEME) return;
      root.dataset.scheme = chosen();
      show();
    });
  };

  // ---- Long lists of authors: folded by the style sheet, opened here. The order never changes.
  const unfold = (button) => {
    const all = button.textContent;
    button.addEventListener("click", () => {
      const open = button.parentElement.classList.toggle("unfolded");
      button.setAttribute("aria-expanded", String(open));
      button.textContent = open ? button.dataset.fewer : all;
    });
  };

  const openAll = (button) =>
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(open));
      each("details.abstract", (details) => (details.open = open));
    });

  // ---- The note on "and others" goes with Escape and comes back with the next visit (WCAG 1.4.13).
  const note = (others) => {
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") others.dataset.dismissed = "";
    });
    for (const type of ["pointerleave", "focusout"]) others.addEventListener(type, () => delete others.dataset.dismissed);
  };

  // ---- Tabs (https://www.w3.org/WAI/ARIA/apg/patterns/tabs/): arrows, Home and End move and choose; the choice is kept.
  const FORMAT = "labpress-format";
  const tabs = (list) => {
    const all = [...list.querySelectorAll("[role=tab]")];
    const choose = (tab) =>
      all.forEach((one) => {
        one.setAttribute("aria-selected", String(one === tab));
        one.tabIndex = one === tab ? 0 : -1;
        document.getElementById(one.getAttribute("aria-controls")).toggleAttribute("data-chosen", one === tab);
      });
    const choice = (tab) => {
      choose(tab);
      remember(FORMAT, tab.dataset.format);
    };
    choose(all.find((tab) => tab.dataset.format === recall(FORMAT)) ?? all[0]);
    all.forEach((tab, at) => {
      tab.addEventListener("click", () => choice(tab));
      tab.addEventListener("keydown", (event) => {
        const forward = getComputedStyle(list).direction === "rtl" ? -1 : 1;
        const to = { ArrowRight: at + forward, ArrowLeft: at - forward, Home: 0, End: all.length - 1 }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        const next = all[(to + all.length) % all.length];
        choice(next);
        next.focus();
      });
    });
  };

  // ---- Copying; where the browser forbids it, the text is selected for the reader's own keys.
  const SAID = 2000;
  const copy = (button) => {
    const words = [...button.childNodes];
    const status = document.getElementById("copied");
    let timer = 0;
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      let said = button.dataset.copied;
      try {
        await navigator.clipboard.writeText(source.textContent + "\n");
        button.dataset.done = "";
      } catch {
        getSelection()?.selectAllChildren(source);
        said = button.dataset.failed;
      }
      button.textContent = said;
      status.textContent = said;
      clearTimeout(timer);
      timer = setTimeout(() => {
        button.replaceChildren(...words);
        delete button.dataset.done;
        status.textContent = "";
      }, SAID);
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    each("button.scheme", colours);
    each("button.unfold", unfold);
    each("[data-open-all]", openAll);
    each(".others", note);
    each("[role=tablist]", tabs);
    each("[data-copy]", copy);
  });
})();
