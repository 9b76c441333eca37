
// Shows what was saved in the page as it is open, at once, where that comes to the same as loading the page again; elsewhere
// the page is loaded again, which is always right.
//
// Three pages are compared: the one that was sent (`was`), the one that would be sent now, and the one that is open (`live`), which
// scripts and the reader have changed since. Only what differs between the first two is touched, only where the open page still
// says what was sent, and only text, its attributes and plain elements: nothing that a script makes alive.
(() => {
  "use strict";
  const { LiveReload } = window;
  if (!LiveReload) return;
  const sent = document.currentScript.dataset.page; // the digest of what was sent
  const PLAIN = new Set(
    (
      "html head title meta body main header footer nav section article aside div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd a span em strong " +
      "b i u s q small sub sup code pre kbd samp var blockquote cite abbr dfn time mark del ins br hr wbr bdi bdo figure figcaption img " +
      "table caption thead tbody tfoot tr th td col colgroup details summary"
    ).split(" "),
  );
  const MATH = "http://www.w3.org/1998/Math/MathML";
  const HOOKS = /^(id|role|tabindex|data-.*|aria-(?!label).*)$/; // what scripts find their elements by
  const LARGE = 1e6; // so many comparisons take as long as loading a page
  const MANY = 250; // of so many loaded files, a browser lists no more

  const isPlain = (element) =>
    element.namespaceURI === MATH ||
    (PLAIN.has(element.localName) && !element.httpEquiv) ||
    (element.localName === "script" && element.type === "application/ld+json"); // data
  const isInert = (node) =>
    !node.localName ||
    [node, ...node.querySelectorAll("*")].every((one) => isPlain(one) && !one.getAttributeNames().some((name) => HOOKS.test(name)));

  // The nodes of the open page for those that were sent; scripts add theirs to the head, and the overlay stands beside the body.
  const counterparts = (live, was) => {
    const found = [];
    let node = live.firstChild;
    for (const { nodeName } of was.childNodes) {
      while (node && node.nodeName !== nodeName) node = node.nextSibling;
      if (!node) return null;
      found.push(node);
      node = node.nextSibling;
    }
    return found.length === live.childNodes.length || live === document.head || live === document.documentElement ? found : null;
  };

  // Each of the next three adds to `changes` what is to be done, and says whether that is all.
  const compare = (live, was, now, changes) => {
    if (was.isEqualNode(now)) return true;
    if (live.nodeName !== was.nodeName || now.nodeName !== was.nodeName) return false;
    if (was.localName) return isPlain(was) && isPlain(now) && attributes(live, was, now, changes) && children(live, was, now, changes);
    changes.push(() => (live.data = now.data));
    return live.data === was.data;
  };

  const attributes = (live, was, now, changes) =>
    [...new Set([...was.getAttributeNames(), ...now.getAttributeNames()])].every((name) => {
      const value = now.getAttribute(name);
      if (was.getAttribute(name) === value) return true;
      changes.push(() => (value === null ? live.removeAttribute(name) : live.setAttribute(name, value)));
      return live.getAttribute(name) === was.getAttribute(name);
    });

  const children = (live, was, now, changes) => {
    const there = counterparts(live, was);
    const aligned = there && pairs([...was.childNodes], [...now.childNodes]);
    let place = 0;
    return Boolean(aligned?.every(([one, other]) => {
      const node = there[place] ?? null;
      if (!one) {
        changes.push(() => live.insertBefore(document.importNode(other, true), node));
        return isInert(other);
      }
      place++;
      if (other) return compare(node, one, other, changes);
      changes.push(() => node.remove());
      return isInert(one) && one.isEqualNode(node);
    }));
  };

  // Which nodes of two lists are the same ones, in order; one that went or came has none beside it. The best alignment, by dynamic
  // programming: equal nodes above all, else elements with the same start tag, else of the same name.
  const pairs = (before, after) => {
    const found = [];
    while (before[0]?.isEqualNode(after[0])) found.push([before.shift(), after.shift()]);
    const rest = [];
    while (before.at(-1)?.isEqualNode(after.at(-1))) rest.unshift([before.pop(), after.pop()]);
    if (before.length * after.length > LARGE) return null;
    const [ones, others] = [before, after].map((nodes) =>
      nodes.map((node) => [node.nodeName, node.cloneNode(false).outerHTML, node.outerHTML ?? node.data]),
    );
    const likeness = (i, j) => {
      const same = ones[i].map((each, at) => each === others[j][at]);
      return same[0] ? 1 + same[1] + 8 * same[2] : 0;
    };
    const best = Array.from({ length: before.length + 1 }, () => new Array(after.length + 1).fill(0)); // from there on
    for (let i = before.length - 1; i >= 0; i--)
      for (let j = after.length - 1; j >= 0; j--) {
        const like = likeness(i, j);
        best[i][j] = Math.max(like && like + best[i + 1][j + 1], best[i + 1][j], best[i][j + 1]);
      }
    for (let [i, j] = [0, 0]; i < before.length || j < after.length; ) {
      if (j === after.length || (i < before.length && best[i][j] === best[i + 1][j])) found.push([before[i++], undefined]);
      else if (i === before.length || best[i][j] === best[i][j + 1]) found.push([undefined, after[j++]]);
      else found.push([before[i++], after[j++]]);
    }
    return [...found, ...rest];
  };

  const withoutVersion = (text) => text.replaceAll(/(?<=\bassets)~[0-9a-f]{16}(?=\/)/g, "");
  const read = async () => {
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(withoutVersion(await answer.text()), "text/html");
    const script = page.querySelector("script[data-page]"); // the preview's own; it differs each time
    script?.remove();
    return { root: page.documentElement, digest: script?.dataset.page };
  };

  // What the open page is made from, once that is known.
  let was = null;
  window.addEventListener("load", async () => {
    const page = await read().catch(() => null);
    if (page?.digest === sent) was = page.root;
  });

  const update = async (files) => {
    const loaded = performance.getEntriesByType("resource");
    const different = new Set(files);
    const isDifferent = ({ name }) => {
      const { pathname } = new URL(name);
      return pathname !== location.pathname && different.has(withoutVersion(decodeURIComponent(pathname)));
    };
    // A style sheet, a picture, an index that a script has read.
    if (!was || loaded.length >= MANY || loaded.some(isDifferent)) return false;
    const { root, digest } = await read();
    const changes = [];
    if (!digest || !compare(document.documentElement, was, root, changes)) return false;
    changes.forEach((change) => change());
    was = root;
    return true;
  };

  const reload = LiveReload.performReload.bind(LiveReload);
  let last = Promise.resolve();
  LiveReload.performReload = (message) => {
    last = last.then(async () => {
      if (!(message.files && (await update(message.files).catch(() => false)))) reload(message);
    });
  };
})();
