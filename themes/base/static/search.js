/**
 * The search page: finds people and papers in the index that `generator/outputs/search.py` wrote (its shape is said there).
 *
 * Nothing leaves the page but one request for the index. What the index says becomes text nodes, never HTML.
 *
 * @typedef {{path: string, title: string, authors: string[], partial: boolean, venue: string, year: number}} Paper
 * @typedef {{path: string, name: string, count: number}} Person
 * @typedef {{words: string[], places: number[][][], documents: (Paper | Person)[], papers: number}} Index
 *   `documents`: the papers, then the people
 */

// ---- Words: the same folding and splitting as in Python (`generator/text.py`, `generator/outputs/search.py`)

const LETTERS = {
  ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", þ: "th", ł: "l", ħ: "h", ı: "i", ŋ: "n", ŧ: "t", ĸ: "k", ŀ: "l",
  "’": "'", "‘": "'", ʼ: "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
};
const GERMAN = { ä: "ae", ö: "oe", ü: "ue", å: "aa", ø: "oe" };

const MARKED = "\\u0900-\\u0963\\u0966-\\u0dff\\u0e00-\\u0e4e\\u0e80-\\u0ece\\u1000-\\u1049\\u1780-\\u17d3";
const UNSPACED =
  "\\u0e00-\\u0e4e\\u0e80-\\u0ece\\u1000-\\u1049\\u1780-\\u17d3\\u3005-\\u3007\\u3041-\\u3096\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const PART = new RegExp(`[${UNSPACED}]+|(?:(?![${UNSPACED}])[\\p{L}\\p{N}${MARKED}])+`, "gu");
const POINTS = /[\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]/g;
const DENSE = new RegExp(`^[${UNSPACED}]`, "u");
/** What an apostrophe ties to a word and nobody searches for: `l'apprentissage`, `model's`. */
const CLITIC = /(?<![\p{L}\p{N}])\p{L}'(?=\p{L}{2})|(?<=\p{L}{2})'\p{L}(?![\p{L}\p{N}])/gu;

/** @param {string} text @param {Record<string, string>} table */
const replace = (text, table) => text.replace(/[^a-z0-9 ]/gu, (letter) => table[letter] ?? letter);

/** Python's `casefold`, by way of the capitals, which know the letters that have two small forms. @param {string} text */
const casefold = (text) =>
  text.toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ").replace(/\p{Script=Cherokee}/gu, (letter) => letter.toUpperCase());

/** Lower case, no accents, compatibility forms. @param {string} text */
export function fold(text) {
  const plain = replace(casefold(text.normalize("NFKC")), LETTERS);
  return replace(plain.normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC"), LETTERS);
}

/** The other folded form of a word with umlauts: `Träuble` → `traeuble`. @param {string} text */
export const transliterate = (text) => fold(replace(casefold(text.normalize("NFC")), GERMAN));

/** Enough for a title; a pasted page must not keep the browser busy. */
const MOST_WORDS = 32;

/**
 * The words of a query. Each is a list of forms, of which one must be found: as typed, transliterated, and in one with a
 * neighbour (`multi-agent` also finds `multiagent`).
 * @typedef {{text: string, whole: boolean}} Form `whole`: only the very word will do
 * @param {string} query
 * @returns {Form[][]}
 */
export function queryWords(query) {
  const typed = split(fold(query).replace(CLITIC, " ")).slice(0, MOST_WORDS);
  const german = split(transliterate(query).replace(CLITIC, " "));
  return typed.map((word, at) => {
    const pairs = [typed.slice(at - 1, at + 1), typed.slice(at, at + 2)].filter((pair) => pair.length === 2);
    return [
      ...[...new Set([word, german[at] ?? word])].map((text) => ({ text, whole: /^\p{N}+$/u.test(text) })), // 202 is not 2023
      ...pairs.map((pair) => ({ text: pair.join(""), whole: true })),
    ];
  });
}

/** The words of a folded text; where a script has no spaces, each two letters together. @param {string} folded */
function split(folded) {
  const parts = folded.replace(POINTS, "").match(PART) ?? [];
  return parts.flatMap((part) => {
    const letters = [...part];
    return letters.length < 3 || !DENSE.test(part) ? [part] : letters.slice(1).map((letter, at) => letters[at] + letter);
  });
}

// ---- Closeness of two words

const EXACT = 3;
const PREFIX = 2;
const TYPO = 1;

/** Whether one letter more, less, other, or two exchanged make one word of the other. @param {string} one @param {string} other */
export function oneTypo(one, other) {
  const longer = Math.max(one.length, other.length);
  if (longer - Math.min(one.length, other.length) > 1) return false;
  let start = 0;
  while (start < longer && one[start] === other[start]) start++;
  const same = (/** @type {number} */ i, /** @type {number} */ j) => one.slice(i) === other.slice(j);
  return (
    same(start + 1, start + 1) ||
    same(start + 1, start) ||
    same(start, start + 1) ||
    (one[start] === other[start + 1] && one[start + 1] === other[start] && same(start + 2, start + 2))
  );
}

/** EXACT, PREFIX, TYPO or 0. @param {Form} form @param {string} word of the index @param {boolean} forgiving */
function closeness({ text, whole }, word, forgiving) {
  if (word === text) return EXACT;
  if (whole) return 0;
  if (word.startsWith(text)) return PREFIX;
  return forgiving && text.length > 3 && word.length > 3 && oneTypo(text, word) ? TYPO : 0;
}

// ---- Ranking

const FIELDS = [[8, 10], [4, 6], [2, 4], [1, 2]]; // [bit of `Field` in Python, weight]: title, author, about, abstract
const TITLE = 8;
/** What the words are worth more where they stand together. */
const PHRASE = 1.5;
const WEIGHT = Array.from({ length: 16 }, (_, fields) => FIELDS.reduce((sum, [bit, weight]) => sum + (fields & bit ? weight : 0), 0));

/** @param {any} data the file as it is @returns {Index} */
export function read(data) {
  const people = data.people.map(([path, name, count]) => ({ path, name, count }));
  const papers = data.papers.map(([path, title, authors, venue, year, partial]) => ({
    path, title, venue, year,
    authors: authors.map((/** @type {number | string} */ author) => (typeof author === "number" ? people[author].name : author)),
    partial: partial === 1,
  }));
  return { words: data.words.split(" "), places: data.places, documents: [...papers, ...people], papers: papers.length };
}

/**
 * Where one word of the query stands: for each document how well it is matched there.
 * @param {Index} index @param {Form[]} forms @param {boolean} forgiving
 * @returns {Map<number, {score: number, close: number, title: boolean}>}
 */
function find(index, forms, forgiving) {
  /** @type {Map<number, {score: number, close: number, title: boolean}>} */
  const found = new Map();
  let exact = 0;
  index.words.forEach((word, number) => {
    let close = 0;
    let part = 0;
    for (const form of forms) {
      const now = closeness(form, word, forgiving);
      if (now > close) [close, part] = [now, form.text.length / word.length];
    }
    if (!close) return;
    const quality = close === EXACT ? 1 : close === PREFIX ? 0.6 * part : 0.3;
    const places = index.places[number];
    for (let at = 0; at < places.length; at += 2) {
      const fields = /** @type {any} */ (places[at]);
      const score = quality * WEIGHT[fields];
      let document = 0;
      for (const step of places[at + 1]) {
        document += step;
        const before = found.get(document);
        const title = (fields & TITLE) > 0 && close === EXACT;
        if (close === EXACT && before?.close !== EXACT) exact++;
        if (!before) found.set(document, { score, close, title });
        else {
          before.score = Math.max(before.score, score);
          before.close = Math.max(before.close, close);
          before.title ||= title;
        }
      }
    }
  });
  // Rare words say more (the idf of BM25). How rare a word is, its exact matches say; where there are none, all.
  const rarity = Math.log(1 + (index.documents.length + 0.5) / ((exact || found.size) + 0.5));
  for (const match of found.values()) match.score *= rarity;
  return found;
}

/**
 * The documents that the query finds, best first: people before papers.
 *
 * Every word must be found; only if no document has them all is one typing error in each forgiven, and only if that finds
 * nothing either, the papers with the most of the words are taken.
 * @param {Index} index @param {string} query
 * @returns {(Paper | Person)[]}
 */
export function search(index, query) {
  const words = queryWords(query);
  if (!words.length) return [];
  const phrase = ` ${words.map(([form]) => form.text).join(" ")} `;
  let ranked = rank(index, words.map((forms) => find(index, forms, false)), words.length, phrase);
  if (!ranked.length) {
    const forgiving = words.map((forms) => find(index, forms, true));
    for (let least = words.length; least && !ranked.length; least--) ranked = rank(index, forgiving, least, phrase);
  }
  return ranked.map((number) => index.documents[number]);
}

/** @param {Index} index @param {ReturnType<typeof find>[]} matches @param {number} least words to be found @param {string} phrase */
function rank(index, matches, least, phrase) {
  /** @type {Map<number, {count: number, score: number, close: number, title: boolean}>} */
  const all = new Map();
  for (const found of matches) {
    for (const [document, match] of found) {
      const sum = all.get(document) ?? { count: 0, score: 0, close: EXACT, title: true };
      sum.count++;
      sum.score += match.score;
      sum.close = Math.min(sum.close, match.close);
      sum.title &&= match.title;
      all.set(document, sum);
    }
  }
  const isPerson = (/** @type {number} */ document) => document >= index.papers;
  const results = [...all].filter(([document, { count }]) => count >= (isPerson(document) ? matches.length : least));
  if (matches.length > 1) {
    // `dong li` means Dong Li before Li Dong, and their papers too.
    for (const [document, sum] of results) if (shown(index.documents[document]).includes(phrase)) sum.score *= PHRASE;
  }
  // People come first; but whose name only begins like the query stands behind titles that have its very words.
  const group = (/** @type {[number, {close: number, title: boolean}]} */ [document, { close, title }]) =>
    isPerson(document) ? (close === EXACT ? 0 : 2) : title ? 1 : 3;
  return results.sort((a, b) => group(a) - group(b) || b[1].score - a[1].score || a[0] - b[0]).map(([document]) => document);
}

/** @type {WeakMap<Paper | Person, string>} */
const shownWords = new WeakMap();

/** The words of a title and of each name, in order. @param {Paper | Person} document */
function shown(document) {
  let text = shownWords.get(document);
  if (text === undefined) {
    const texts = "name" in document ? [document.name] : [document.title, ...document.authors];
    text = ` ${texts.map((each) => split(fold(each)).join(" ")).join(" | ")} `;
    shownWords.set(document, text);
  }
  return text;
}

// ---- The page

/** So many results are drawn at first, and more whenever the last one comes into view. */
const BATCH = 100;
/** Milliseconds after the last key until the list follows, and until the count is said aloud. */
const TYPING = 80;
const SILENCE = 600;

/** @param {string} tag @param {string} name of the class @param {string} text */
function element(tag, name, text) {
  const made = document.createElement(tag);
  made.className = name;
  made.dir = "auto"; // a title or a name may be written from right to left
  made.textContent = text;
  return made;
}

/** @param {HTMLElement} list the page's `ol#results` */
function start(list) {
  const words = list.dataset;
  const form = /** @type {HTMLFormElement} */ ((list.closest("main") ?? document).querySelector("form[role=search]"));
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
  const status = /** @type {HTMLElement} */ (document.querySelector("#search-status"));
  const fallback = /** @type {HTMLElement} */ (document.querySelector("#search-fallback"));
  /** @type {Index | undefined} */
  let index;
  let typing = 0;
  let speaking = 0;

  /** @param {number} n @param {string | undefined} one @param {string | undefined} other */
  const count = (n, one, other) => {
    const plural = new Intl.PluralRules(document.documentElement.lang || "en").select(n);
    return (plural === "one" ? one : other)?.replace("{n}", n.toLocaleString(document.documentElement.lang || "en")) ?? "";
  };

  /** @param {Paper | Person} found */
  const item = (found) => {
    const entry = document.createElement("li");
    const isPerson = "name" in found;
    const link = /** @type {HTMLAnchorElement} */ (element("a", "", isPerson ? found.name : found.title));
    link.setAttribute("href", (words.root ?? "") + found.path);
    entry.className = isPerson ? "person" : "entry";
    entry.append(link);
    if (isPerson) {
      entry.append(" ", element("span", "count", count(found.count, words.papersOne, words.papersOther)));
      return entry;
    }
    const others = found.partial ? [words.others ?? "…"] : [];
    const authors = [found.authors.join(", "), ...others].filter(Boolean).join(" ");
    const where = [found.venue, found.year || ""].filter(Boolean).join(", ");
    if (authors) entry.append(element("p", "authors", authors));
    if (where) entry.append(element("p", "venue", where));
    return entry;
  };

  /** @type {(Paper | Person)[]} */
  let waiting = [];
  const draw = () => {
    list.append(...waiting.splice(0, BATCH).map(item));
    more.disconnect();
    if (waiting.length && list.lastElementChild) more.observe(list.lastElementChild);
  };
  const more = new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && draw());

  /** @param {string} text @param {number} delay */
  const say = (text, delay) => {
    clearTimeout(speaking);
    speaking = window.setTimeout(() => (status.textContent = text), delay);
  };

  /** @param {boolean} whileTyping the count then waits for a pause, so that it is not said after each key */
  const update = (whileTyping) => {
    clearTimeout(typing);
    if (!index) return;
    const query = input.value.trim();
    waiting = search(index, query);
    const text = waiting.length ? count(waiting.length, words.one, words.other) : query ? (words.none ?? "") : "";
    list.replaceChildren();
    draw();
    if (whileTyping && text) say(text, SILENCE);
    else {
      clearTimeout(speaking);
      status.textContent = text;
    }
    list.dataset.state = "done";
  };

  const remember = () => {
    const url = new URL(location.href);
    if (input.value.trim()) url.searchParams.set("q", input.value.trim());
    else url.searchParams.delete("q");
    if (url.href !== location.href) history.replaceState(history.state, "", url);
  };

  input.value = new URLSearchParams(location.search).get("q") ?? "";
  form.hidden = false;
  fallback.hidden = true;
  list.dataset.state = "busy";
  input.addEventListener("input", () => {
    list.dataset.state = "busy";
    clearTimeout(typing);
    typing = window.setTimeout(() => {
      remember();
      update(true);
    }, TYPING);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    remember();
    update(false);
  });

  fetch(words.index ?? "")
    .then((response) => (response.ok ? response.json() : Promise.reject(new Error(response.statusText))))
    .then(read)
    .then(
      (ready) => {
        index = ready;
        update(false);
      },
      () => {
        form.hidden = true;
        fallback.hidden = false;
        status.textContent = words.failed ?? "";
        list.dataset.state = "done";
      },
    );
}

const results = globalThis.document?.querySelector("ol#results");
if (results) start(/** @type {HTMLElement} */ (results));
