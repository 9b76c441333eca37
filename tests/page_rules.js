// Rules for every page in whatever theme. Each returns what breaks it, as short texts; an empty list is a sound page.
globalThis.rules = (() => {
  const EDGE = 1; // browsers round to whole pixels
  const TARGET = 24; // WCAG 2.5.8
  const FONT_BOX = 0.24; // what a line's box has above and below its letters, as a part of its height
  const FOCUSABLE =
    'a[href], button:not(:disabled), input:not([type=hidden]):not(:disabled), select, textarea, summary, [tabindex]:not([tabindex="-1"])';

  const name = (element) => {
    const words = (element.getAttribute("aria-label") || element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 50);
    return `<${element.localName}${element.id && "#" + element.id}${[...element.classList].map((each) => "." + each).join("")}> ${words}`;
  };
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  // What is kept for screen readers alone is at most a pixel large, or clipped away.
  const forEars = (element) => {
    for (let each = element; each && each !== document.body; each = each.parentElement) {
      const style = getComputedStyle(each);
      if (style.position === "static") continue;
      if (each.offsetWidth <= 1 && each.offsetHeight <= 1) return true;
      if (/inset\((50|100)%/.test(style.clipPath) || /^rect\((0px|1px)/.test(style.clip)) return true;
    }
    return false;
  };
  // A picture in place of words: the words are indented out of their box.
  const asPicture = (element) => {
    const each = element.closest("button, a") ?? element;
    return Math.abs(Number.parseFloat(getComputedStyle(each).textIndent)) >= each.clientWidth && each.clientWidth > 0;
  };
  const offScreenUntilFocused = (element) => {
    const box = element.getBoundingClientRect();
    return box.bottom + scrollY <= 0 || element.closest(".skip") !== null;
  };
  const block = (element) => {
    while (/^(inline|contents|ruby)/.test(getComputedStyle(element).display) && element.parentElement) {
      const display = getComputedStyle(element).display;
      if (display.startsWith("inline-")) break;
      element = element.parentElement;
    }
    return element;
  };
  const scrolls = (element) => {
    for (let each = element; each && each !== document.documentElement; each = each.parentElement)
      if (/auto|scroll/.test(getComputedStyle(each).overflowX) && each.scrollWidth > each.clientWidth) return true;
    return false;
  };
  const texts = function* (root = document.body) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const parent = node.parentElement;
      if (node.data.trim() && !/^(script|style|template|noscript|option|title|annotation)$/.test(parent.localName)) yield node;
    }
  };
  const lines = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter((box) => box.width > 0.5 && box.height > 0.5);
  };

  // Nothing is wider than the window.
  const overflow = () => {
    const wide = document.documentElement.scrollWidth;
    if (wide <= document.documentElement.clientWidth) return [];
    const by = all("body *").filter((each) => each.getBoundingClientRect().right > innerWidth + EDGE && shown(each) && !scrolls(each.parentElement));
    return [`${wide} wide in ${innerWidth}: ${by.slice(0, 3).map(name).join(" | ")}`];
  };

  // No text is cut: by a box that hides what overflows, by an ellipsis (but the teaser line's), or by the window's edge.
  const clipped = () => {
    const found = [];
    for (const each of all("body, body *")) {
      if (!(each instanceof HTMLElement) || /^(input|select|textarea|iframe|img|video)$/.test(each.localName)) continue;
      const style = getComputedStyle(each);
      if (style.overflowX === "visible" && style.overflowY === "visible" && style.textOverflow === "clip") continue;
      if (!shown(each) || forEars(each) || each.closest("summary") || asPicture(each)) continue;
      const hides = (value) => /hidden|clip/.test(value);
      if (hides(style.overflowX) && each.scrollWidth > each.clientWidth + EDGE) found.push(`cut at its side: ${name(each)}`);
      if (hides(style.overflowY) && each.scrollHeight > each.clientHeight + EDGE && /\d/.test(style.maxHeight + style.height))
        if (each !== document.body) found.push(`cut below: ${name(each)}`);
      if (style.webkitLineClamp && style.webkitLineClamp !== "none" && each.scrollHeight > each.clientHeight + EDGE) found.push(`cut after lines: ${name(each)}`);
    }
    for (const node of texts()) {
      const parent = node.parentElement;
      if (!shown(parent) || forEars(parent) || parent.closest("summary") || offScreenUntilFocused(parent) || asPicture(parent)) continue;
      for (const box of lines(node))
        if ((box.left < -EDGE || box.right > innerWidth + EDGE) && !scrolls(parent)) {
          found.push(`beyond the window: ${name(parent)}`);
          break;
        }
    }
    return found;
  };

  // No word breaks between two of its letters, but where a hyphen stands.
  const broken = (selector) => {
    const found = [];
    const range = document.createRange();
    const line = (node, at) => {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      return range.getBoundingClientRect().bottom;
    };
    for (const root of all(selector))
      for (const node of texts(root))
        for (const { 0: word, index } of node.data.matchAll(/[\p{L}\p{N}]+/gu))
          if (Math.abs(line(node, index) - line(node, index + word.length - 1)) > EDGE && shown(root)) found.push(`broken: ${word} in ${name(root)}`);
    return found;
  };

  // No two texts, and no text and picture, lie over each other.
  const overlaps = () => {
    const items = [];
    for (const node of texts()) {
      const parent = node.parentElement;
      if (!shown(parent) || forEars(parent) || offScreenUntilFocused(parent)) continue;
      // Where text scrolls or is cut on purpose, what lies outside the frame is not seen.
      const frames = [];
      for (let each = parent; each && each !== document.body; each = each.parentElement)
        if (/hidden|clip|auto|scroll/.test(getComputedStyle(each).overflow) && getComputedStyle(each).display !== "inline") frames.push(each.getBoundingClientRect());
      for (const box of lines(node)) {
        const inset = box.height * FONT_BOX;
        const seen = { left: box.left, right: box.right, top: box.top + inset, bottom: box.bottom - inset };
        for (const frame of frames) {
          seen.left = Math.max(seen.left, frame.left);
          seen.right = Math.min(seen.right, frame.right);
          seen.top = Math.max(seen.top, frame.top);
          seen.bottom = Math.min(seen.bottom, frame.bottom);
        }
        if (seen.right - seen.left <= EDGE || seen.bottom - seen.top <= EDGE) continue;
        items.push({ ...seen, owner: parent, math: parent.closest("math"), layer: layer(parent) });
      }
    }
    for (const image of all("img")) {
      if (!shown(image)) continue;
      const { left, right, top, bottom } = image.getBoundingClientRect();
      items.push({ left, right, top, bottom, owner: image, math: null, layer: layer(image) });
    }
    items.sort((a, b) => a.top - b.top);
    const found = new Set();
    items.forEach((one, index) => {
      for (let at = index + 1; at < items.length && items[at].top < one.bottom - EDGE; at += 1) {
        const other = items[at];
        const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (width <= EDGE || height <= EDGE || one.layer !== other.layer) continue;
        if (one.math && one.math === other.math) continue; // an index stands at its letter
        found.add(`${name(one.owner)} over ${name(other.owner)}`);
      }
    });
    return [...found];
  };
  // A dialog, or a head that stays in place, is a layer over the page and not in its way.
  const layer = (element) => {
    for (let each = element; each && each !== document.body; each = each.parentElement) {
      if (each.matches("dialog, [popover]") || getComputedStyle(each).position === "fixed") return each;
    }
    return null;
  };

  // Everything that can be clicked is at least 24 by 24 pixels, but a link in a text.
  const clickable = (root = document) =>
    all("a[href], button, summary, input:not([type=hidden]), select, [role=option], [role=tab]", root).filter(
      (each) => shown(each) && !forEars(each) && !offScreenUntilFocused(each),
    );
  const isInText = (element) => {
    if (element.localName !== "a" || getComputedStyle(element).display !== "inline") return false;
    if (element.closest(".prose")) return true; // what people wrote is text, in the cell of a table too
    const around = block(element);
    let beside = "";
    for (const node of texts(around)) if (!node.parentElement.closest("a, button") && !forEars(node.parentElement)) beside += node.data.trim();
    return beside.length > 0;
  };
  const small = () => {
    const root = document.querySelector("dialog[open]") ?? document;
    return clickable(root)
      .filter((each) => !isInText(each))
      .map((each) => {
        const label = each.matches("input") && each.closest("label");
        const own = (label || each).getBoundingClientRect();
        // A mark of a list or an inline box is as high as the line that it stands in, if it stands there alone.
        return [each, own.width, own.height];
      })
      .filter(([, width, height]) => width < TARGET - 0.5 || height < TARGET - 0.5)
      .map(([each, width, height]) => `${width.toFixed(1)} × ${height.toFixed(1)}: ${name(each)}`);
  };

  // What the key Tab has to reach, in the order of the document.
  const inTabOrder = () => {
    const root = document.querySelector("dialog[open]") ?? document;
    return all(FOCUSABLE, root).filter((each) => {
      if (!each.checkVisibility({ visibilityProperty: true }) || each.tabIndex < 0) return false;
      if (each.localName === "summary" && each.parentElement.querySelector("summary") !== each) return false;
      if (each.type === "radio" && each.name) {
        const group = all(`input[type=radio][name="${CSS.escape(each.name)}"]`);
        return each === (group.find((one) => one.checked) ?? group[0]);
      }
      return true;
    });
  };

  // Colours as sRGB, whatever way the style sheet names them.
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const ground = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = rgba(getComputedStyle(each).backgroundColor);
      if (colour[3] > 250) return colour;
    }
    return rgba("canvas");
  };

  // What is wrong with the element that has the focus: no ring of two pixels and contrast 3 (WCAG 2.4.11, 2.4.13), or covered.
  const focused = () => {
    const element = document.activeElement;
    const found = [];
    const rings = [element, ...all("*", element).slice(0, 20), element.parentElement, element.labels?.[0]].filter(Boolean);
    const behind = ground(element.parentElement ?? element);
    const ring = rings.some((each) => {
      const style = getComputedStyle(each);
      const line = style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2;
      if (line && contrast(rgba(style.outlineColor), behind) >= 3) return true;
      return style.boxShadow !== "none" && each.matches(":focus, :focus-within");
    });
    // Some fields say by their own line that they have the focus.
    const field = element.matches("input, textarea") && Number.parseFloat(getComputedStyle(element).borderBottomWidth) >= 2;
    if (!ring && !field) found.push(`no ring: ${name(element)}`);
    const boxes = [...element.getClientRects()].filter((box) => box.width && box.height);
    const inside = boxes.find((box) => box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth);
    if (!inside) found.push(`outside the window: ${name(element)}`);
    else if (!element.matches("input[type=checkbox]")) {
      const x = Math.min(Math.max(inside.left + Math.min(inside.width / 2, 12), 0), innerWidth - 1);
      const y = Math.min(Math.max(inside.top + inside.height / 2, 0), innerHeight - 1);
      const top = document.elementFromPoint(x, y);
      const same = top && (element.contains(top) || top.contains(element));
      if (!same) found.push(`covered by ${top && name(top)}: ${name(element)}`);
    }
    return found;
  };

  // Without scripts: what cannot be read, and controls that do nothing.
  const unreadable = () => {
    const found = [];
    for (const node of texts(document.querySelector("main"))) {
      const parent = node.parentElement;
      if (!/[\p{L}\p{N}]/u.test(node.data)) continue;
      if (parent.closest("details:not([open])") && !parent.closest("summary")) continue; // opens without a script
      if (parent.closest("form, button, dialog, #search-facets, .visually-hidden")) continue; // useless without one
      if (!shown(parent) && !parent.closest("annotation, annotation-xml")) found.push(`hidden: ${name(parent)}`);
    }
    for (const button of all("button"))
      if (shown(button) && !button.closest("form") && !button.hasAttribute("popovertarget")) found.push(`does nothing: ${name(button)}`);
    return found;
  };

  const order = (wanted) => wanted.indexOf(document.activeElement);

  return { overflow, clipped, broken, overlaps, small, inTabOrder, focused, unreadable, order, name, shown, all };
})();
