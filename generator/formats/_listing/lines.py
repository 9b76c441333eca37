"""The lines of a pasted list, and what some of them are whatever stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from generator.links import find_urls


class Kind(StrEnum):
    """What a line is by itself."""

    TEXT = "text"
    """A title, an author line or a piece of an abstract: only its surroundings tell."""
    TITLE = "title"
    """Marked as a title by the person: `# Title`."""
    HEADING = "heading"
    """A heading of the page: `Selected publications (312)`."""
    YEAR = "year"
    """Probably the heading of a year's section; `1984` is also a book."""
    FURNITURE = "furniture"
    """What a page shows around its entries: `Load more`, `Abstract`, `Page 2 of 5`, a rule."""
    LINK = "link"
    """A line that is nothing but an address."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line that is not blank."""

    number: int
    """1-based."""
    text: str
    """Without white space at its ends, without the page's marker, and without the page's number or bullet."""
    kind: Kind
    marked: bool = False
    """The page's `… (see more)` stood in it: it is an abstract."""
    blanks: int = 0
    """How many blank lines stand before it."""
    numbered: bool = False
    """A number stood before it, as the page counts its entries."""
    bullet: bool = False
    """A bullet stood before it."""


MARKER = re.compile("…[ \u00a0\u202f]?\\((?:see|voir)[ \u00a0\u202f](?:more|plus)\\)")
"""What the page shows where it folds an abstract: exactly these characters go, so a word that it stands in is whole again."""

_COUNT = r"(?:\s*[(\[]?\d[\d.,]*[)\]]?)?"
_WHICH = (
    r"(?:(?:our|my|all|selected|recent|latest|new|featured|key|main|other|refereed|peer[- ]reviewed|full|complete|list of|"
    r"lab|group|research|scientific|academic|journal|conference|workshop|invited|representative|nos|mes|toutes les|"
    r"liste des|autres|dernières|and|&|et|de|des|la|le|les|d['’])\s*)*"
)
_WHAT = (
    r"(?:publications?|papers?|articles?|preprints?|pre-prints?|books?|book chapters?|chapters?|edited volumes?|"
    r"proceedings|theses|thesis|dissertations?|technical reports?|reports?|working papers?|manuscripts?|bibliography|"
    r"conferences?|journals?|workshops?|patents?|posters?|presentations?|talks?|under review|in press|forthcoming|"
    r"livres?|chapitres? (?:de livres?|d['’]ouvrages?)?|ouvrages?|thèses?|rapports?(?: techniques?)?|actes|brevets?|"
    r"prépublications?|bibliographie|publikationen|veröffentlichungen|publicaciones|pubblicazioni|publicações)"
)
_TAIL = r"(?:\s+(?:récentes?|choisies|sélectionnées|scientifiques|principales|(?:by|par) (?:year|année|topic|thème)))?"
_HEADING = re.compile(rf"{_WHICH}{_WHAT}(?:\s*(?:and|&|et|/|,)\s*{_WHICH}{_WHAT})*{_TAIL}{_COUNT}\s*:?", re.IGNORECASE)
_YEAR = re.compile(r"[(\[—–-]*\s*(?:year|année)?\s*((?:18|19|20)\d\d)\s*[)\]—–:-]*(?:\s*\(\d+\))?", re.IGNORECASE)
_LABEL = (
    r"(?:abs|abstract|pdf|bibtex|bib|doi|arxiv|html|url|link|code|github|data|dataset|slides|video|talk|poster|project page|"
    r"website|supplement(?:ary material)?|cite|citer|blog|preprint|publisher)"
)
_FURNITURE = re.compile(
    r"(?:(?:load|show|view|see|read) (?:more|all|less|fewer)(?: (?:publications|papers|results|articles))?|"
    r"(?:charger|afficher|voir|lire) (?:plus|tout|tous|moins|la suite|toutes les publications)(?: de .{1,20})?|"
    r"(?:show|hide|view) (?:abstract|details|bibtex)|(?:back|return|go) to (?:the )?top|"
    r"(?:retour )?(?:en )?haut(?: de (?:la )?page)?|"
    r"summary|résumé|copy|share|details|"
    rf"[\[(]?{_LABEL}[\])]?(?:(?:\s*[|/·•,;]\s*|\s+)?[\[(]?{_LABEL}[\])]?)*|"
    r"(?:[«‹<←]\s*)?(?:page )?(?:previous|prev|précédente?s?|first|last|première|dernière|next|suivante?s?|older|newer)"
    r"(?: page)?(?:\s*[»›>→])?|"
    r"page \d+(?: (?:of|de|sur|/) \d+)?|\d+ (?:of|sur|/) \d+|"
    r"(?:showing|affichage(?: de)?) \d.{0,40}|\d+ (?:results?|résultats?|publications|papers|articles)|"
    r"(?:(?:«|‹|<|←)\s*)?(?:(?:prev(?:ious)?|précédente?|first)\s*)?[\d«»‹›|·….\s]+"
    r"(?:(?:next|suivante?|last|dernière)\s*)?[»›>→]*|"
    r"(?:[,;…+&]\s*)?(?:et\.? al\.?|(?:and|et|&)?\s*\+?(?:\d+ )?(?:others|more|autres)(?: authors)?)|"
    r"[\W_]+)",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?:(?:doi|url|pdf|code|link|lien|arxiv)\s*:?\s*)?https?://\S+", re.IGNORECASE)
_MARKED_TITLE = re.compile(r"#{1,6}\s+(?=\S)")
_LONGEST_SIGN = 80
"""No heading and nothing that a page shows around its entries is longer."""


def year_of(text: str) -> int:
    """The year that a heading names, 0 if it is none."""
    match = _YEAR.fullmatch(text) if len(text) <= _LONGEST_SIGN else None
    return int(match[1]) if match else 0


def _kind(text: str) -> Kind:
    if _LINK.fullmatch(text) and any(find_urls(text)):
        return Kind.LINK
    if len(text) > _LONGEST_SIGN:
        return Kind.TEXT
    if year_of(text):
        return Kind.YEAR
    if _FURNITURE.fullmatch(text):
        return Kind.FURNITURE
    return Kind.HEADING if _HEADING.fullmatch(text) else Kind.TEXT


def _marked_title(number: int, mark: str, text: str, blanks: int) -> SourceLine:
    """`# Title`. With more signs, Markdown's section headings, `## 2024` and `## Preprints` are what they say."""
    kind = _kind(text) if len(mark.rstrip()) > 1 else Kind.TITLE
    return SourceLine(number, text, kind if kind in (Kind.YEAR, Kind.HEADING) else Kind.TITLE, blanks=blanks)


def _split(text: str) -> Iterator[str]:
    """The lines of a text, one at a time: a list may be tens of megabytes."""
    start = 0
    for end in re.finditer(r"\r\n|\r|\n", text):
        yield text[start : end.start()]
        start = end.end()
    yield text[start:]


def source_lines(text: str) -> list[SourceLine]:
    """Every line that is not blank. A byte order mark is none of the text."""
    found: list[SourceLine] = []
    blanks = 0
    for number, raw in enumerate(_split(text.removeprefix("\ufeff")), 1):
        line = raw.strip()
        if not line:
            blanks += 1
            continue
        clean = MARKER.sub("", line) if "…" in line else line
        marked = clean != line
        mark = None if marked else _MARKED_TITLE.match(line)
        if mark:
            found.append(_marked_title(number, mark[0], line[mark.end() :], blanks))
        else:
            clean = clean.strip() or line
            found.append(SourceLine(number, clean, Kind.TEXT if marked else _kind(clean), marked, blanks))
        blanks = 0
    return found
