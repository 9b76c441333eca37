"""What the scorer sees in a line: its words, their letters, their shapes and places.

Everything that depends on one word only is one call per word (`word_features`), so that the scorer can keep its sum. The
training script uses the very same functions.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence, Set

SEPARATOR = re.compile(r"\s*[;,，；、]\s*(?:(?:and|et|und|&)\s+)?|\s+(?:and|et|und|&)\s+")
"""Between the names of an author line."""
MOST_WORDS = 40
"""A line is judged by its first words: one more changes nothing, and a line may be a megabyte."""
PARTICLES = frozenset({
    "af", "al", "ap", "aw", "ben", "bin", "d", "da", "das", "de", "degli", "dei", "del", "dela", "della", "delle", "den", "der",
    "des", "di", "do", "dos", "du", "e", "el", "ibn", "la", "las", "le", "les", "lo", "los", "st", "ten", "ter", "und", "van",
    "vande", "vander", "von", "vom", "y", "zu", "zum", "zur",
})  # fmt: skip
"""Words in lower case that names have. The weights stand on this set: whoever alters it trains them anew."""
_EDGES = "\"'“”‘’«»‹›()[]{}.,:;!?*†‡…"
_HYPHENS = re.compile("[-‐‑–]+")
_WIDE, _HIRAGANA = re.compile("[\u2e80-\u2fff\u3040-\u9fff\uac00-\ud7af\uf900-\ufaff]"), re.compile("[\u3041-\u309f]")
"""Chinese, Japanese and Korean letters; those of Japanese that titles are full of, and that few names have."""
_SIZE = (0, 1, 2, 3, 4, 5, 6, 7, 7, 9, 9, 9, 12, 12, 12, 12, 16, 16, 16, 16)


def split_words(text: str) -> list[list[str]]:
    """The parts of a line (names, if it is an author line), each as its words; at most `MOST_WORDS` in all."""
    head = " ".join(text.split(None, MOST_WORDS)[:MOST_WORDS])[:600]
    return [words for part in SEPARATOR.split(head) if (words := part.split())]


@functools.lru_cache(maxsize=1 << 14)
def shape(word: str) -> str:
    """What a word looks like, in a letter or a few: `C` Capitalised, `U` UPPER, `l` lower, `p` particle, `I` initial …"""
    if "-" in word or "–" in word or "‐" in word:
        parts = [part for part in _HYPHENS.split(word) if part]
        if len(parts) > 1:
            return "-".join(shape(part) for part in parts[:3])
    core = word.strip(_EDGES)
    if not core:
        return "."
    if any(letter.isdigit() for letter in core):
        return "d"
    first = core[0]
    if not first.isupper() and not first.islower():
        return ("h" if "\u3400" <= first <= "\u9fff" else "k" if first > "\u3000" else "a") + str(min(len(core), 8))
    if core.isupper():
        return "I" if len(core.replace(".", "")) == 1 or core[1:2] == "." else "U2" if len(core) == 2 else "U"
    if core.islower():
        return "p" if core in PARTICLES else "l"
    return "C" if first.isupper() and core[1:].islower() else "M"


def word_features(word: str, place: str) -> Iterator[str]:
    """The features of a word at a place: `f` first of its part, `m` in the middle, `l` last, `o` the only one."""
    core = word.strip(_EDGES)
    low = core.lower()
    yield "w" + low
    yield place + ":" + low
    form = shape(word)
    yield "s" + place + form
    tail = word[len(word.rstrip(_EDGES)) :]
    if tail:
        yield "t" + place + tail[0] + ("I" if form == "I" else "")
    head = word[: len(word) - len(word.lstrip(_EDGES))]
    if head:
        yield "h" + place + head[0]


def letter_features(word: str, place: str) -> Iterator[str]:
    """The features of a word's letters; what a word that was never seen before is judged by."""
    padded = f"<{word.strip(_EDGES).lower()[:24]}>"
    for size in (3, 4, 5):
        for start in range(len(padded) - size + 1):
            yield padded[start : start + size]
    yield "S" + place + padded[-4:]
    yield "P" + place + padded[:4]


def line_features(text: str, parts: list[list[str]]) -> Iterator[str]:
    """The features of a line as a whole."""
    sizes = [len(part) for part in parts]
    count = sum(sizes)
    many = len(parts)
    yield f"#w{min(count, 24) if count < 12 else count // 3 * 3}"
    yield f"#p{min(many, 6)}"
    for size in set(sizes):
        yield f"#q{min(many, 2)}:{min(size, 7)}"
    yield f"#l{_SIZE[min(len(text) // 12, 19)]}"
    last = text[-1]
    yield "#e" + (last if not last.isalnum() else "0" if last.isdigit() else "a")
    if not text.isascii() and (wide := len(_WIDE.findall(text[:80]))):
        yield f"#h{wide if wide < 8 else min(wide // 4 * 4, 24)}"
        yield f"#j{min(len(_HIRAGANA.findall(text[:80])), 4)}"
    first = text[0]
    yield "#b" + ("U" if first.isupper() else "l" if first.islower() else "0" if first.isdigit() else first)
    if ":" in text[:200]:
        yield "#:"
    if "://" in text:
        yield "#://"
    if text.count(")") > text.count("("):
        yield "#)"
    if text[:200].isupper():
        yield "#U" if count < 5 else "#UU"
    if not first.islower():
        lower = sum(word.islower() and word.strip(_EDGES) not in PARTICLES for part in parts for word in part)
        yield f"#k{min(lower, 4)}"
    if many == 1 and count <= 5:
        shapes = [shape(word) for word in parts[0]]
        yield "#s" + "|".join(shapes)
    if many > 1 and max(sizes) <= 4:
        yield f"#m{min(many, 3)}{min(sizes)}{max(sizes)}"


def document_features(
    words: Sequence[str], common: Set[str], plenty: int, repeats: int, abstract: Set[str] | None
) -> Iterator[str]:
    """What the rest of the page says of a line: `common` are the words that its prose has in lower case, `abstract` those of
    the next abstract, if one is near.

    A word that the abstracts use as a common noun is hardly a name, whatever the field or the language; a title's words come
    again in its abstract; a line that stands there again and again is hardly a title.
    """
    known = unknown = again = 0
    for word in words:
        if len(word) > 3:
            if word in common:
                known += 1
            else:
                unknown += 1
            if abstract and word in abstract:
                again += 1
    if abstract:
        yield f"#a{min(again, 3)}"
        if unknown + known == again:
            yield "#a="
    yield f"#d{plenty}:{min(known, 3)}:{min(unknown, 3)}"
    if repeats > 1:
        yield f"#r{min(repeats, 4)}"
