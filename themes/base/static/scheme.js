// Light or dark, as the reader chose. In the head and blocking, so that no page flashes in the wrong colours.
// The style sheet shows the button where `data-scheme` says that this script runs.
(() => {
  "use strict";
  const KEY = "labpress-scheme";
  const STATES = ["auto", "light", "dark"];
  const root = document.documentElement;

  const recall = () => {
    try {
      const state = localStorage.getItem(KEY);
      return STATES.includes(state) ? state : "auto";
    } catch {
      return "auto"; // storage may be forbidden
    }
  };
  const remember = (state) => {
    try {
      localStorage.setItem(KEY, state);
    } catch {
      // then the choice holds for this page
    }
  };
  let state = recall();
  const apply = (button) => {
    root.dataset.scheme = state;
    if (button) button.textContent = button.dataset[state];
  };

  apply();
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button.scheme");
    if (!button) return;
    apply(button);
    button.addEventListener("click", () => {
      state = STATES[(STATES.indexOf(state) + 1) % STATES.length];
      remember(state);
      apply(button);
    });
    window.addEventListener("storage", (event) => {
      if (event.key !== KEY) return;
      state = recall();
      apply(button);
    });
  });
})();
