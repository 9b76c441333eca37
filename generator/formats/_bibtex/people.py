"""Lists of names, as BibTeX and BibLaTeX write them, and as people write them all the same.

`First von Last`, `von Last, First`, `von Last, Jr, First` joined by `and` (btxdoc, § 4; "Tame the BeaST", § 11); BibLaTeX's
`given=…, family=…, prefix=…` (manual, § 3.4). Braces hold together what would be split.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from generator.formats._bibtex.latex import plain
from generator.model import Name, is_family_first
from generator.names import PARTICLES, is_group, vancouver

_BRACE_OR = r"\\.|[{}]|(?P<between>%s)"
_AND = re.compile(_BRACE_OR % r"(?<![^\s}])and(?![^\s{])", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"(?<!\\)&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});")
_EMPHASIS = re.compile(
    r"\\(?:textbf|textit|emph|underline|uline|mkbib(?:bold|emph))\s*\{((?:[^{}]|\{[^{}]*\})*)\}|\{\\(?:bf|it|em)\s+((?:[^{}]|\{[^{}]*\})*)\}"
)
"""What sets a name off from the others, as in the list of one of them."""
_NOT_BY_INITIALS = re.compile("[,=]")
"""What stands in a list whose names are not all written `Doe JA`."""
_HOMONYM = re.compile(r"(?<=[^\W\d])\s+0\d{3}(?=\s*(?:,|$))")
"""DBLP's number that tells namesakes apart: `Wei Zhang 0001`."""
_SEMICOLON = re.compile(_BRACE_OR % ";", re.DOTALL)
_AMPERSAND = re.compile(r"(?P<between>(?<=\s)\\?&(?=\s))|\\.|[{}]", re.DOTALL)
_COMMA = re.compile(_BRACE_OR % ",", re.DOTALL)
_BLANK = re.compile(r"(?P<between>\\\s+|[\s~]+)|\\.|[{}]", re.DOTALL)
_NEEDS_CARE = re.compile(r"[\\{}~]")
_SUFFIX = re.compile(r"(?:jr|sr|junior|senior)\.?|I{2,3}|IV|VI{0,3}", re.IGNORECASE)
_ET_AL = re.compile(
    r"(?:\{?\s*et\.?\s*al(?:ii|iae|\.)?\s*\}?|\d*\s*(?:other|more)(?:\s+(?:author|name)s)?|u\.\s?a\.)[.,]*", re.IGNORECASE
)
_ENDS_ET_AL = re.compile(r"[\s,]+(?:\\(?:emph|textit)\s*\{\s*|\{\s*)?et\.?[\s~]+al(?:ii|iae)?\.?\s*\}?[.,]*$", re.IGNORECASE)
_NOTE_MARK = re.compile(
    r"\$\s*\^\s*(?:\{[^{}$]{0,30}\}|\\?\w+|[^$]{1,3})\s*\$|\\textsuperscript\s*\{[^{}]{0,30}\}|\{?\\(?:dag|ddag|ast|dagger|ddagger)\b\s*\}?"
    r"|(?<![\w{])[*∗⁎†‡§¶]+|[*∗⁎†‡§¶]+(?![\w}])"
)
"""What points to a note about a name."""
_EQUAL = re.compile(r"[*∗⁎]|\\ast\b")
_EXTENDED = re.compile(
    r"\s*\"?\s*(?:family|given|prefix|suffix|id|nameid|useprefix|given-i|family-i|prefix-i)\s*=", re.IGNORECASE
)


@dataclass(slots=True)
class People:
    """A list of names, and what is to be said of it."""

    names: tuple[Name, ...] = ()
    partial: bool = False
    """It ends in `and others`, or in what people write for it."""
    faults: list[tuple[str, dict[str, str | int]]] = field(default_factory=list)
    """(a problem's code, its words)."""


def _parts(text: str, pattern: re.Pattern[str]) -> list[str]:
    """A text split where `pattern` finds a separator outside braces, each part without white space around it."""
    found, depth, start = [], 0, 0
    if not pattern.search(text):
        return [text.strip()]
    for mark in pattern.finditer(text):
        if mark.lastgroup == "between":
            if depth <= 0:
                found.append(text[start : mark.start()].strip())
                start = mark.end()
        elif mark[0] in "{}":
            depth += 1 if mark[0] == "{" else -1
    return [*found, text[start:].strip()]


def split(text: str, separator: str) -> list[str]:
    """A text split at commas or semicolons outside braces."""
    return _parts(text, _COMMA if separator == "," else _SEMICOLON)


def read(value: str) -> People:
    """The names in a value of `author` or `editor`."""
    found = People()
    value = _ENTITY.sub(lambda entity: html.unescape(entity[0]).replace("&", "\\&"), value) if "&" in value else value
    if "\\" in value:
        value = _EMPHASIS.sub(lambda marked: next(filter(None, marked.groups()), ""), value)
    given: list[tuple[Name, bool]] = []
    pieces = _parts(value, _AND)
    for place, piece in enumerate(pieces):
        if piece.lower() in ("others", "{others}") and place == len(pieces) - 1 and (place or piece == "others"):
            found.partial = True
        elif piece or len(pieces) > 1:
            given += _several(piece, found, inverted=any("," in other for other in pieces if other is not piece))
    if not any(_NOT_BY_INITIALS.search(piece) for piece in pieces):
        places = [place for place, (name, _) in enumerate(given) if not name.literal]
        for place, name in zip(places, vancouver([given[place][0].text for place in places]), strict=False):
            given[place] = (name, given[place][1])
    equal = sum(marked for _, marked in given) > 1
    found.names = tuple(replace(name, equal=True) if equal and marked else name for name, marked in given)
    return found


def _several(piece: str, found: People, *, inverted: bool) -> Iterator[tuple[Name, bool]]:
    """The names between two `and`; `inverted`: others of the list are written `Last, First`."""
    if _ET_AL.fullmatch(piece):
        found.partial = True
        found.faults.append(("bibtex-et-al", {"words": plain(piece)}))
        return
    shorter = _ENDS_ET_AL.sub("", piece)
    if shorter != piece and shorter:
        found.partial = True
        found.faults.append(("bibtex-et-al", {"words": plain(piece)}))
    listed = _listed(shorter, inverted)
    if len(listed) > 1:
        found.faults.append(("bibtex-names", {"words": plain(piece), "n": len(listed)}))
    for each in listed:
        held_together = _whole_in_braces(each) or _EXTENDED.match(each)
        bare = each if held_together else _without_marks(each)
        if _ET_AL.fullmatch(bare):
            found.partial = True
            continue
        name = one(bare)
        if name == Name():
            found.faults.append(("bibtex-name-empty", {}))
            continue
        if len(_parts(bare, _COMMA)) > 3 and not _EXTENDED.match(bare):
            found.faults.append(("bibtex-name-commas", {"name": plain(bare)}))
        yield name, bare != each and bool(_EQUAL.search(each))


def _without_marks(text: str) -> str:
    """A name without what points to a note about it."""
    if not _NOTE_MARK.search(text):
        return text
    return re.sub(r"\s+,", ",", " ".join(_NOTE_MARK.sub(" ", text).split()).strip(" ,"))


def _listed(piece: str, inverted: bool) -> list[str]:
    """Names that are joined by something else than `and`; one name as it is."""
    if piece.startswith("{") or _EXTENDED.match(piece):
        return [piece]
    if ";" in piece and len(several := [part for part in _parts(piece, _SEMICOLON) if part]) > 1:
        return several
    if "&" in piece:
        several = [part.strip(" ,") for part in _parts(piece, _AMPERSAND)]
        if len(several) > 1 and all("," in part or len(_words(part)) > 1 for part in several):
            return [name for part in several for name in _listed(part, inverted)]
    parts = _parts(piece, _COMMA)
    ends_in_comma = len(parts) > 1 and not parts[-1]
    parts = [part for part in parts if part]
    if any(_SUFFIX.fullmatch(part) for part in parts[1:]) or len(parts) < 2 or not all(parts):
        return [piece.rstrip(" ,")] if ends_in_comma and len(parts) > 1 else [piece]
    if not inverted and (by_initials := vancouver([plain(part) for part in parts])):
        return [
            ", ".join(filter(None, (f"{name.non_dropping_particle} {name.family}".strip(), name.suffix, name.given)))
            for name in by_initials
        ]
    full = all(len(_words(part)) > 1 for part in parts)
    if full and (len(parts) > 2 or (ends_in_comma and not inverted)):
        return parts
    if len(parts) > 3 and len(parts) % 2 == 0:
        return [", ".join(parts[place : place + 2]) for place in range(0, len(parts), 2)]
    return [piece.rstrip(" ,")] if ends_in_comma else [piece]


def collaboration(value: str) -> str:
    """The group's name that `collaboration` stands for: `ATLAS` is the ATLAS Collaboration, as REVTeX prints it."""
    return value if is_group(value) else f"{value} Collaboration"


@functools.lru_cache(maxsize=1 << 14)  # the same people write many papers
def one(text: str) -> Name:
    """One name with its parts. A name in braces as a whole is `literal`."""
    text = text.strip()
    if _whole_in_braces(text):
        return Name(literal=plain(text))
    if _EXTENDED.match(text):
        return _extended(text)
    parts = _parts(_HOMONYM.sub("", text), _COMMA)
    parts = [parts[0], *(part for part in parts[1:] if part)]
    words = _words(parts[0])
    if len(parts) == 1:
        return _reading_order(words)
    if len(parts) == 2 and _SUFFIX.fullmatch(parts[1]) and len(words) > 1:
        return replace(_reading_order(words), suffix=plain(parts[1]))
    if not words:
        return _reading_order(_words(" ".join(parts[1:])))
    *middle, given = parts[1:]
    if len(middle) == 1 and _SUFFIX.fullmatch(given) and not _SUFFIX.fullmatch(middle[0]):
        middle, given = [given], middle[0]
    elif len(middle) > 1 or (middle and not _SUFFIX.fullmatch(middle[0]) and len(_words(middle[0])) > 1):
        given, middle = ", ".join([*middle, given]), []
    start = 0
    while start < len(words) - 1 and _is_lower(words[start]):
        start += 1
    return Name(
        given=plain(given),
        family=_joined(words[start:]),
        non_dropping_particle=_joined(words[:start]),
        suffix=plain(middle[0]) if middle else "",
    )


def _reading_order(words: list[str]) -> Name:
    """`First von Last`, perhaps with a suffix behind; `李 明` has the family name first."""
    if len(words) > 1 and is_family_first(*map(plain, words)):
        return Name(family=plain(words[0]), given=_joined(words[1:]))
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) and words[-1].upper() not in ("V", "VI") else ""
    last = len(words) - 1
    lower = [place for place, word in enumerate(words[:-1]) if _is_lower(word)]
    if lower and lower[0] == 0 and words[0].lower() not in PARTICLES:  # a person who writes their name in lower case
        lower = [place for place in lower if place and words[place].lower() in PARTICLES]
    first = lower[0] if lower else last
    after = lower[-1] + 1 if lower else last
    return Name(
        given=_joined(words[:first]),
        family=_joined(words[after:]),
        non_dropping_particle=_joined(words[first:after]),
        suffix=plain(suffix),
    )


def _extended(text: str) -> Name:
    """BibLaTeX's `family=…, given=…`; a part may stand in braces or quotes."""
    said: dict[str, str] = {}
    for part in _parts(text, _COMMA):
        key, _, value = part.strip(' "').partition("=")
        said[key.strip().lower()] = plain(value.strip().strip('"'))
    return Name(
        given=said.get("given", ""),
        family=said.get("family", ""),
        non_dropping_particle=said.get("prefix", ""),
        suffix=said.get("suffix", ""),
    )


def _words(text: str) -> list[str]:
    if not _NEEDS_CARE.search(text):
        return text.split()
    return [word for word in _parts(text, _BLANK) if word]


def _joined(words: Iterable[str]) -> str:
    return plain(" ".join(words))


def _is_lower(word: str) -> bool:
    """Whether a word's first letter is a small one. Braces hide it, those of an accent do not; a script without case has none."""
    if word.startswith("{") and not word.startswith("{\\"):
        return False
    letter = next((character for character in plain(word) if character.isalpha()), "")
    return letter.islower()


def _whole_in_braces(text: str) -> bool:
    if not (text.startswith("{") and text.endswith("}")):
        return False
    depth = 0
    for mark in re.finditer(r"\\.|[{}]", text, re.DOTALL):
        if mark[0] in "{}":
            depth += 1 if mark[0] == "{" else -1
            if not depth:
                return mark.end() == len(text)
    return False
