/**
 * The search: finds people and papers in the index that `generator/outputs/search.py` wrote (its shape is said there), and
 * runs the search page. `search-dialog.js` shows the same over any other page.
 *
 * Nothing leaves the page but one request for the index. What the index says becomes text nodes, never HTML.
 *
 * @typedef {{path: string, title: string, authors: string[], people: Person[], partial: boolean, venue: string, year: number, keywords: string[]}} Paper
 * @typedef {{path: string, name: string, count: number}} Person
 * @typedef {{words: string[], places: number[][][], documents: (Paper | Person)[], papers: number, identifiers: string[]}} Index
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
// `c++`, `f#`: a word of one letter whose sign says what it is.
const SIGNED = `(?<![\\p{L}\\p{N}${MARKED}])[a-zA-Z](?:\\+\\+|#)`;
const PART = new RegExp(`${SIGNED}|[${UNSPACED}]+|(?:(?![${UNSPACED}])[\\p{L}\\p{N}${MARKED}])+`, "gu");
const POINTS = /[\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]/g;
const DENSE = new RegExp(`^[${UNSPACED}]`, "u");
// What an apostrophe ties to a word and nobody searches for: `l'apprentissage`, `model's`.
const CLITIC = /(?<![\p{L}\p{N}])\p{L}'(?=\p{L}{2})|(?<=\p{L}{2})'\p{L}(?![\p{L}\p{N}])/gu;

const replace = (text, table) => text.replace(/[^a-z0-9 ]/gu, (letter) => table[letter] ?? letter);

// Python's `casefold`, by way of the capitals, which know the letters that have two small forms.
const casefold = (text) =>
  text.toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ").replace(/\p{Script=Cherokee}/gu, (letter) => letter.toUpperCase());

/** Lower case, no accents, compatibility forms. @param {string} text */
export function fold(text) {
  const plain = replace(casefold(text.normalize("NFKC")), LETTERS);
  return replace(plain.normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC"), LETTERS);
}

/** The other folded form of a word with umlauts: `Träuble` → `traeuble`. @param {string} text */
export const transliterate = (text) => fold(replace(casefold(text.normalize("NFC")), GERMAN));

// Enough for a title; a pasted page must not keep the browser busy.
const MOST_WORDS = 32;

/**
 * The words of a query. Each is a list of forms, of which one must be found: as typed, transliterated, in one with a
 * neighbour (`multi-agent` also finds `multiagent`), and as initials (the index has those of J. R. R. Smith as `.jrr.`).
 * @typedef {{text: string, whole: boolean, joined?: boolean}} Form `whole`: only the very word will do
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
      ...pairs.map((pair) => ({ text: pair.join(""), whole: true, joined: true })),
      ...(typed.length > 1 && /^\p{L}{2,4}$/u.test(word) ? [{ text: `.${word}`, whole: false }] : []),
    ];
  });
}

// The words of a folded text; where a script has no spaces, each two letters together.
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
  const same = (i, j) => one.slice(i) === other.slice(j);
  return (
    same(start + 1, start + 1) ||
    same(start + 1, start) ||
    same(start, start + 1) ||
    (one[start] === other[start + 1] && one[start + 1] === other[start] && same(start + 2, start + 2))
  );
}

// How close a word of the index comes to a form: EXACT, PREFIX, TYPO or 0.
function closeness({ text, whole }, word, forgiving) {
  if (word === text) return EXACT;
  if (whole) return 0;
  if (word.startsWith(text)) return PREFIX;
  return forgiving && text.length > 3 && word.length > 3 && text[0] !== "." && oneTypo(text, word) ? TYPO : 0;
}

// ---- Ranking

const FIELDS = [[8, 10], [4, 6], [2, 4], [1, 2]]; // [bit of `Field` in Python, weight]: title, author, about, abstract
const TITLE = 8;
// What the words are worth more where they stand together.
const PHRASE = 1.5;
const WEIGHT = Array.from({ length: 16 }, (_, fields) => FIELDS.reduce((sum, [bit, weight]) => sum + (fields & bit ? weight : 0), 0));

/** @param {any} data the file as it is @returns {Index} */
export function read(data) {
  const people = data.people.map(([path, name, count]) => ({ path, name, count }));
  const papers = data.papers.map(([path, title, authors, venue, year, partial, keywords = []]) => {
    // Each as [person, text as printed]; a text alone has no page behind it.
    const names = authors.map((author) => (typeof author === "string" ? [-1, author] : [author].flat()));
    return {
      path, title, venue, year,
      authors: names.map(([number, text]) => text ?? people[number].name),
      people: names.flatMap(([number]) => people[number] ?? []),
      partial: partial === 1,
      keywords: keywords.map((number) => data.keywords[number]),
    };
  });
  return { words: data.words.split(" "), places: data.places, documents: [...papers, ...people], papers: papers.length, identifiers: data.identifiers ?? [] };
}

// ---- Identifiers and addresses

const ARXIV = /^(?:\S*arxiv\S*[/:.]\s*|arxiv\s+)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?\/\d{7})(?:v\d+)?(?:\.pdf)?$/;
// Also while it is being typed: `10.1234` is no text, nor is `10.1234/`.
const DOI = /^(?:\S*?[/:]\s*|doi\s+)?(10\.\d{4,9}(?:\/\S*)?)$/;
// Longer than any of them; a pasted page is not looked through.
const LONGEST_ADDRESS = 400;

/**
 * What a query means that is a DOI, an arXiv id, the address of either, or that of a page of the site: that paper (or person),
 * or nothing; undefined where it is none of these.
 * @param {Index} index @param {string} query
 * @returns {(Paper | Person)[] | undefined}
 */
function named({ documents, identifiers }, query) {
  if (query.length > LONGEST_ADDRESS) return undefined;
  let typed = query.trim().toLowerCase();
  try {
    typed = decodeURIComponent(typed);
  } catch {} // a sign of per cent, and no address
  typed = typed.replace(/[.,;]+$/, "");
  const [address] = typed.split(/[?#]/);
  if (/^https?:/.test(typed)) {
    const page = (path) => `/${path}`.replace(/(index)?\.html$/, "");
    const found = documents.filter(({ path }) => page(address).endsWith(page(path)));
    if (found.length) return found;
  }
  const [, id] = ARXIV.exec(address) ?? DOI.exec(typed) ?? [];
  return id && documents.filter((_, at) => identifiers[at]?.split(" ").includes(id));
}

/**
 * Where one word of the query stands: for each document how well it is matched there, and by which word of the index.
 * @typedef {Map<number, {score: number, close: number, title: boolean, word: string}>} Matches
 * @param {Index} index @param {Form[]} forms @param {boolean} forgiving
 * @returns {Matches}
 */
function find(index, forms, forgiving) {
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
      const fields = places[at];
      const score = quality * WEIGHT[fields];
      let document = 0;
      for (const step of places[at + 1]) {
        document += step;
        const before = found.get(document);
        const title = (fields & TITLE) > 0 && close === EXACT;
        if (close === EXACT && before?.close !== EXACT) exact++;
        if (!before) found.set(document, { score, close, title, word });
        else {
          if (close > before.close) before.word = word;
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
 * What a query finds, and how it was read.
 * @typedef {{found: (Paper | Person)[], forms: Form[], forgiving: boolean, read: string}} Answer
 *   `found`: best first, people before papers; `forms`: what the words of the query match, `forgiving` typing errors or not;
 *   `read`: the query as it is written in the first result, where that is not what was typed
 *
 * Every word must be found; only if no document has them all is one typing error in each forgiven, and only if that finds
 * nothing either, the papers with the most of the words are taken.
 * @param {Index} index @param {string} query
 * @returns {Answer}
 */
export function ask(index, query) {
  const sought = named(index, query);
  if (sought) return { found: sought, forms: [], forgiving: false, read: "" };
  const words = queryWords(query);
  let matches = words.map((forms) => find(index, forms, false));
  let ranked = rank(index, matches, words.length, words);
  const forgiving = !ranked.length;
  if (forgiving) {
    matches = words.map((forms) => find(index, forms, true));
    for (let least = words.length; least && !ranked.length; least--) ranked = rank(index, matches, least, words);
  }
  return {
    found: ranked.map((number) => index.documents[number]),
    forms: words.flat(),
    forgiving,
    read: ranked.length ? readAs(index.documents[ranked[0]], query, words, matches.map((found) => found.get(ranked[0]))) : "",
  };
}

/** The documents that the query finds, best first. @param {Index} index @param {string} query */
export const search = (index, query) => ask(index, query).found;

// The query in the words of the first result; empty where these are what was typed.
function readAs(first, query, words, matches) {
  if (words.some(([form]) => DENSE.test(form.text))) return ""; // pairs of letters make no sentence
  const typed = query.normalize("NFC").toLowerCase();
  const isTyped = (word) => typed.includes(word.toLowerCase());
  const texts = "name" in first ? [first.name] : [first.title, ...first.authors, first.venue, ...first.keywords];
  const written = texts.flatMap((text) => text.normalize("NFC").match(WRITTEN) ?? []);
  let other = false;
  const read = words.map((forms, at) => {
    const match = matches[at];
    const as = forms[0].text;
    if (!match) {
      other = true; // this word was passed over
      return "";
    }
    const isJoined = match.close === EXACT && forms.some((form) => form.joined && form.text === match.word);
    if (match.close === PREFIX || isJoined) return as;
    const same = written.filter((word) => folded(word).includes(match.word));
    const word = same.find(isTyped) ?? same[0] ?? (match.close === EXACT ? as : match.word);
    if (word !== as && !isTyped(word)) other = true;
    return word;
  });
  return other ? read.filter(Boolean).join(" ") : "";
}

// At least so many words must be found.
function rank(index, matches, least, words) {
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
  const isPerson = (document) => document >= index.papers;
  const results = [...all].filter(([document, { count }]) => count >= (isPerson(document) ? matches.length : least));
  const phrase = ` ${words.map(([form]) => form.text).join(" ")} `;
  if (words.length > 1) {
    for (const [document, sum] of results) {
      const found = index.documents[document];
      // `dong li` means Dong Li before Li Dong, and their papers too.
      if (shown(found).includes(phrase)) sum.score *= PHRASE;
      sum.name = words.length <= MOST_NAMES && ("name" in found ? [found.name] : found.authors).some((name) => isOf(name, words));
    }
  }
  // People come first; but whose name only begins like the query stands behind titles that have its very words, and
  // behind the papers of whom the whole query names: `R. Agarwal` is Rishabh Agarwal, not Mahak Agarwal with Rita Li.
  const group = ([document, { close, title, name }]) =>
    isPerson(document) ? (name || close === EXACT ? 0 : 3) : title ? 1 : name ? 2 : 4;
  return results.sort((a, b) => group(a) - group(b) || b[1].score - a[1].score || a[0] - b[0]).map(([document]) => document);
}

// A name has no more words than this.
const MOST_NAMES = 6;

const nameWords = new Map();

// Whether the words of a query are all of one name: a whole word of it, and in place of the rest perhaps initials, in order.
function isOf(name, words) {
  let own = nameWords.get(name);
  if (!own) nameWords.set(name, (own = (name.match(WRITTEN) ?? []).map(folded)));
  const isIn = (forms, word) => forms[0].text.length > 1 && forms.some(({ text }) => word.includes(text));
  const [others, whole] = [[], []];
  for (const forms of words) (own.some((word) => isIn(forms, word)) ? whole : others).push(forms);
  const rest = own.filter((word) => !whole.some((forms) => isIn(forms, word)));
  const initials = others.map(([form]) => form.text).join("");
  return whole.length > 0 && rest.map(([word]) => word[0]).join("").startsWith(initials);
}

const shownWords = new WeakMap();

// The words of a title and of each name, in order.
function shown(document) {
  let text = shownWords.get(document);
  if (text === undefined) {
    const texts = "name" in document ? [document.name] : [document.title, ...document.authors];
    text = ` ${texts.map((each) => split(fold(each)).join(" ")).join(" | ")} `;
    shownWords.set(document, text);
  }
  return text;
}

// ---- What a result shows

// A word as it is written: like `PART`, before folding.
const WRITTEN = new RegExp(`${SIGNED}|[${UNSPACED}]+|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}])+`, "gu");
// What ties words to a compound, which is also found as one word.
const TIE = /^[-'’‘ʼ‐‑–−]$/;

const foldedWords = new Map();

// Both folded forms of one written word; results show the same words again and again.
function folded(word) {
  let forms = foldedWords.get(word);
  if (!forms) {
    const plain = (form) => form.replace(POINTS, "");
    forms = [plain(fold(word)), plain(transliterate(word))];
    foldedWords.set(word, forms);
  }
  return forms;
}

/**
 * Where a text has what was searched for: `[start, end]` of each stretch. It is the whole word, of scripts without spaces the letters.
 * @param {string} text @param {Pick<Answer, "forms" | "forgiving">} answer
 * @returns {number[][]}
 */
export function stretches(text, { forms, forgiving }) {
  const hits = (words) => forms.some((form) => words.some((word) => closeness(form, word, forgiving)));
  const all = [];
  const parts = [...text.matchAll(WRITTEN)].map((part) => ({ word: part[0], start: part.index, end: part.index + part[0].length }));
  let compound = 0; // the number of its first part
  parts.forEach(({ word, start, end }, at) => {
    if (DENSE.test(word)) {
      const letters = [...word];
      letters.forEach((letter, number) => {
        const from = start + letters.slice(0, number).join("").length;
        const pair = folded(letter + (letters[number + 1] ?? ""));
        const long = Math.max(0, ...forms.map((form) => (closeness(form, pair[0], false) ? [...form.text].length : 0)));
        if (long) all.push([from, from + letters.slice(number, number + long).join("").length]);
      });
    } else if (hits(folded(word))) all.push([start, end]);
    if (at + 1 < parts.length && TIE.test(text.slice(end, parts[at + 1].start))) return;
    const whole = parts.slice(compound, at + 1).map((part) => folded(part.word)[0]).join("");
    if (compound < at && forms.some((form) => form.text === whole)) all.push([parts[compound].start, end]);
    compound = at + 1;
  });
  const merged = [];
  for (const [start, end] of all.sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/** @param {string} tag @param {string} name of the class @param {...(string | Node)} children */
export function element(tag, name, ...children) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...children);
  return made;
}

/** The text in an element, with what was searched for in `<mark>`. @param {string} tag @param {string} name @param {string} text @param {Answer} answer */
export function marked(tag, name, text, answer) {
  const made = element(tag, name);
  made.dir = "auto"; // a title or a name may be written from right to left
  let at = 0;
  for (const [start, end] of stretches(text, answer)) {
    made.append(text.slice(at, start), element("mark", "", text.slice(start, end)));
    at = end;
  }
  made.append(text.slice(at));
  return made;
}

/**
 * The authors in one text. Of more than `most`, the first three, as many of those searched for, and the last one; "…" stands
 * where names are left out.
 * @param {Paper} paper @param {Answer} answer @param {number} most @param {string} others
 */
export function authorsOf(paper, answer, most, others) {
  const { length } = paper.authors;
  let room = most;
  const all = paper.authors.map((name, at) =>
    length <= most || at < 3 || at === length - 1 || (room && stretches(name, answer).length && room--) ? name : "…",
  );
  const names = all.filter((name, at) => name !== "…" || all[at - 1] !== "…");
  return [names.join(", "), paper.partial ? others : ""].filter(Boolean).join(" ");
}

/** @param {Paper} paper */
export const placeOf = (paper) => [paper.venue, paper.year || ""].filter(Boolean).join(", ");

/** "2 results" in the page's language. @param {number} n @param {string | undefined} one @param {string | undefined} other */
export function count(n, one, other) {
  const lang = document.documentElement.lang || "en";
  const plural = new Intl.PluralRules(lang).select(n);
  return (plural === "one" ? one : other)?.replace("{n}", n.toLocaleString(lang)) ?? "";
}

/** @param {string | undefined} address @returns {Promise<Index>} */
export async function load(address) {
  const response = await fetch(address ?? "");
  if (!response.ok) throw new Error(response.statusText);
  return read(await response.json());
}

/** Milliseconds after the last key until the list follows. */
export const TYPING = 80;
const SILENCE = 600;

/**
 * How a live region is told: once the reader pauses for `SILENCE`, so that a count is not said after each key; or at once.
 * @param {Element | null} region
 */
export function telling(region) {
  let waiting = 0;
  return (/** @type {string} */ text, /** @type {boolean} */ whileTyping) => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => region?.replaceChildren(text), whileTyping ? SILENCE : 0);
  };
}

// ---- The page

// So many results are drawn at first, and more whenever the last one comes into view.
const BATCH = 100;
// More authors than these are not all named.
const MOST_AUTHORS = 12;
// Where the facets stand open beside the results, and follow them; elsewhere they are folded above.
const WIDE = "(min-width: 66rem)";

function start(list) {
  const words = list.dataset;
  const form = (list.closest("main") ?? document).querySelector("form[role=search]");
  const input = form.elements.namedItem("q");
  const status = document.querySelector("#search-status");
  const fallback = document.querySelector("#search-fallback");
  const reading = document.querySelector("#search-read");
  const tell = telling(document.querySelector("#search-heard"));
  // Where nothing was found, the lists.
  const instead = document.querySelector("#search-instead");
  instead?.replaceChildren(...(fallback.querySelector(".search-lists")?.cloneNode(true).childNodes ?? []));
  const narrow = document.querySelector("details#search-facets");
  let facets;
  let index;
  let typing = 0;

  const item = (found, answer) => {
    const isPerson = "name" in found;
    const link = marked("a", "", isPerson ? found.name : found.title, answer);
    link.setAttribute("href", (words.root ?? "") + found.path);
    const entry = element("li", isPerson ? "person" : "entry", link);
    if (isPerson) {
      entry.append(" ", element("span", "count", count(found.count, words.papersOne, words.papersOther)));
      return entry;
    }
    const authors = authorsOf(found, answer, MOST_AUTHORS, words.others ?? "…");
    const where = placeOf(found);
    if (authors) entry.append(marked("p", "authors", authors, answer));
    if (where) entry.append(marked("p", "venue", where, answer));
    return entry;
  };

  let waiting = [];
  let answer;
  const draw = () => {
    list.append(...waiting.splice(0, BATCH).map((found) => item(found, answer)));
    more.disconnect();
    if (waiting.length && list.lastElementChild) more.observe(list.lastElementChild);
  };
  const more = new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && draw());

  const say = (text, read, whileTyping) => {
    const readAs = read && (words.read?.replace("{words}", read) ?? "");
    status.textContent = text;
    if (reading) reading.textContent = readAs;
    tell([text, readAs].filter(Boolean).join(" · "), whileTyping);
  };

  const update = (whileTyping) => {
    clearTimeout(typing);
    if (!index) return;
    const query = input.value.trim();
    answer = ask(index, query);
    const isNarrow = facets?.anyChosen() ?? false;
    const all = query || !isNarrow ? answer.found : index.documents; // facets alone go through all papers
    const papers = all.filter((each) => "title" in each);
    facets?.draw(papers);
    // A person has no year and no venue: who narrows asks for papers.
    waiting = isNarrow ? papers.filter((paper) => facets?.fits(paper)) : [...all];
    const text = waiting.length ? count(waiting.length, words.one, words.other) : query || isNarrow ? (words.none ?? "") : "";
    if (instead) instead.hidden = waiting.length > 0 || !text;
    list.replaceChildren();
    draw();
    if (document.documentElement.dataset.search) document.documentElement.dataset.search = "here"; // no room is kept any more
    say(text, answer.read, whileTyping);
    list.dataset.state = "done";
  };

  // Puts the state into the address; from a step, the Back button returns.
  const remember = (isStep) => {
    const url = new URL(location.href);
    if (input.value.trim()) url.searchParams.set("q", input.value.trim());
    else url.searchParams.delete("q");
    facets?.remember(url.searchParams);
    if (url.href === location.href) return;
    if (isStep) history.pushState(null, "", url);
    else history.replaceState(history.state, "", url);
  };

  const recall = () => {
    const address = new URLSearchParams(location.search);
    input.value = address.get("q") ?? "";
    facets?.recall(address);
  };

  recall();
  form.hidden = false;
  fallback.hidden = true;
  list.dataset.state = "busy";
  input.addEventListener("input", () => {
    list.dataset.state = "busy";
    clearTimeout(typing);
    typing = window.setTimeout(() => {
      if (index) remember(false);
      update(true);
    }, TYPING);
  });
  input.addEventListener("keydown", (event) => {
    const first = list.querySelector("a");
    if (event.key !== "ArrowDown" || event.isComposing || event.altKey || !first) return;
    event.preventDefault();
    first.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (index) remember(false);
    update(false);
  });
  window.addEventListener("popstate", () => {
    recall();
    update(false);
  });

  Promise.all([load(words.index), narrow && import("./search-facets.js")]).then(
    ([ready, module]) => {
      index = ready;
      if (narrow && module) {
        const change = () => {
          remember(true);
          update(false);
        };
        facets = module.facetsIn(narrow, index, change);
        facets.recall(new URLSearchParams(location.search));
        const wide = matchMedia(WIDE);
        const settle = () => {
          narrow.open = wide.matches || facets.anyChosen();
          // The order in which they are read and reached. What moves loses the focus.
          const moved = narrow.contains(document.activeElement) ? list : narrow;
          const other = moved === list ? narrow : list;
          if (wide.matches === (moved === narrow)) other.after(moved);
          else other.before(moved);
        };
        settle();
        wide.addEventListener("change", settle);
      }
      remember(false); // what was typed while the index was on its way
      update(false);
    },
    () => {
      delete document.documentElement.dataset.search; // `search-here.js` had made room
      form.hidden = true;
      fallback.hidden = false;
      say(words.failed ?? "", "", false);
      list.dataset.state = "done";
    },
  );
}

const results = globalThis.document?.querySelector("ol#results");
if (results) start(/** @type {HTMLElement} */ (results));
