/**
 * `<lab-publications src="https://lab.example/embed/all.html"><a href="…">Our publications</a></lab-publications>`
 *
 * shows a list in a shadow tree: the host's styles do not reach it, nor its own the host's. It takes over the font and the colour
 * of the place where it stands. The link inside shows as long as the list does not, and for good where it cannot be had.
 * Nothing is asked for but `src`. See docs/embed.md.
 */

/** The rules between the two lines are those of labpress.css, where `:scope` is `.labpress`; a test compares them. */
const STYLE = `
:host { display: block; }
:host([hidden]) { display: none; }
.labpress { all: initial; display: block; font: inherit; color: inherit; color-scheme: inherit; }
/* shared */
.labpress > :first-child { margin-block-start: 0; }
.labpress-list { list-style: none; margin: 0; padding: 0; }
.labpress-entry {
  display: flex; flex-wrap: wrap; column-gap: 2em; margin: 0; padding-block: var(--labpress-gap, .75em);
  border-block-start: thin solid var(--labpress-rule, color-mix(in srgb, currentcolor 22%, transparent));
}
.labpress-text { flex: 999 1 26em; min-inline-size: 0; overflow-wrap: anywhere; }
.labpress-text > * { margin: 0; }
.labpress-title { font-size: inherit; line-height: inherit; }
:is(.labpress-heading, .labpress-title) { text-align: -webkit-match-parent; text-align: match-parent; }
.labpress-retracted .labpress-title { text-decoration: line-through; }
.labpress-links { flex: 1 1 8em; margin: 0; }
.labpress-links a { display: inline-block; min-inline-size: 1.5em; padding-block: .15em; margin-inline-end: 1em; }
.labpress-more { margin: 1em 0 0; }
/* shared */
a { color: var(--labpress-link, inherit); }
.labpress-authors, .labpress-venue { color: var(--labpress-quiet, inherit); }
`;
const sheet = new CSSStyleSheet(); // a Content-Security-Policy has nothing against it, as it would against <style>
sheet.replaceSync(STYLE);

const PREFIX = "labpress-";
const ELEMENTS = new Set(
  "a abbr b bdi br cite code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i ins li ol p section small span strong sub summary sup time ul".split(" "),
);
const ATTRIBUTES = ["aria-label", "class", "datetime", "dir", "lang"];
const PROTOCOLS = ["http:", "https:", "mailto:"];

/** The absolute address, or null for one that must not be followed. @param {string} href @param {string} base */
function address(href, base) {
  const url = URL.canParse(href, base) ? new URL(href, base) : null;
  return url && PROTOCOLS.includes(url.protocol) ? url.href : null;
}

/**
 * What is known to be harmless, made anew; the rest is left out with all that it holds. A class `labpress-title` makes a part
 * `title`, for the host to style.
 * @param {Node} node
 * @param {string} base the address that links are relative to
 * @returns {Node | null}
 */
function harmless(node, base) {
  if (node instanceof Text) return document.createTextNode(node.data);
  if (!(node instanceof Element) || !ELEMENTS.has(node.localName)) return null;
  const element = document.createElement(node.localName);
  for (const name of ATTRIBUTES) if (node.hasAttribute(name)) element.setAttribute(name, node.getAttribute(name));
  for (const name of element.classList) if (name.startsWith(PREFIX)) element.part.add(name.slice(PREFIX.length));
  const href = element instanceof HTMLAnchorElement && node.hasAttribute("href") && address(node.getAttribute("href"), base);
  if (href) element.setAttribute("href", href);
  for (const child of node.childNodes) {
    const copy = harmless(child, base);
    if (copy) element.append(copy);
  }
  return element;
}

/** The list at an address; throws where there is none. @param {string} src @param {AbortSignal} signal */
async function list(src, signal) {
  const response = await fetch(src, { signal });
  if (!response.ok) throw new Error(`${src}: ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const found = page.querySelector(".labpress");
  if (!found) throw new Error(`${src}: no list`);
  return harmless(found, response.url);
}

class LabPublications extends HTMLElement {
  static observedAttributes = ["src"];

  #root = this.attachShadow({ mode: "open" });
  #asked = new AbortController();
  #connected = false;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.append(document.createElement("slot"));
  }

  connectedCallback() {
    this.#connected = true;
    this.#load();
  }

  disconnectedCallback() {
    this.#connected = false;
    this.#asked.abort();
  }

  attributeChangedCallback() {
    if (this.#connected) this.#load(); // before that, `connectedCallback` will
  }

  /** What was there stays until the list comes; the link inside shows where none does. */
  async #load() {
    this.#asked.abort();
    const { signal } = (this.#asked = new AbortController());
    const src = this.getAttribute("src");
    const from = src && address(src, this.baseURI);
    const shown = from && (await list(from, signal).catch(() => null));
    if (!signal.aborted) this.#root.replaceChildren(shown || document.createElement("slot"));
  }
}

if (!customElements.get("lab-publications")) customElements.define("lab-publications", LabPublications);
