"""The lines of a pasted list, and what some of them are whatever stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from generator.formats._listing import markup
from generator.links import find_urls
from generator.model import Link


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
    links: tuple[Link, ...] = ()
    """The addresses that stood behind its words, as Markdown has them."""


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
LABEL = (
    r"(?:abs(?:tract)?|paper|pdf|bibtex|bib|doi|arxiv|html|full[- ]?text|url|links?|code|github|data|datasets?|slides|"
    r"videos?|talk|posters?|project(?: page)?|website|webpage|page|supp(?:lement(?:ary(?: materials?)?)?)?|appendix|cite|blog|"
    r"preprint|publisher(?:['’]s version)?|demo|openreview|models?|ps)"
)
"""What a page calls the places of a paper's parts; some of the words are only labels in brackets or beside others."""
_FURNITURE = re.compile(
    r"(?:(?:load|show|view|see|read) (?:more|all|less|fewer)(?: (?:publications|papers|results|articles))?|"
    r"(?:charger|afficher|voir|lire) (?:plus|tout|tous|moins|la suite|toutes les publications)(?: de .{1,20})?|"
    r"(?:show|hide|view) (?:abstract|details|bibtex)|(?:back|return|go) to (?:the )?top|"
    r"(?:retour )?(?:en )?haut(?: de (?:la )?page)?|"
    r"summary|résumé|copy|share|details|"
    rf"[\[(]?{_LABEL}[\])]?(?:(?:\s*[|/·•,;]\s*|\s+)?[\[(]?{_LABEL}[\])]?)*|"
    rf"[\[(]\s*{LABEL}\s*[\])](?:[\s|/·•,;]*[\[(]\s*{LABEL}\s*[\])])*|{LABEL}(?:\s*[|/·•]\s*{LABEL})+|"
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
_ADDRESS = (
    r"(?:(?:(?:doi|url|pdf|paper|code|data|slides|video|link|lien|arxiv|preprint|website|project page)\s*[:=]?\s*)?https?://\S+|"
    r"doi\s*[:=.]?\s*10\.\d{4,9}/\S+|10\.\d{4,9}/\S+|arxiv\s*:\s*(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})\S*)"
)
_LINK = re.compile(rf"{_ADDRESS}(?:[\s|,;·]+{_ADDRESS})*", re.IGNORECASE)
_MARKED_TITLE = re.compile(r"#{1,6}\s+(?=\S)")
_LONGEST_SIGN = 80
"""No heading and nothing that a page shows around its entries is longer."""


def year_of(text: str) -> int:
    """The year that a heading names, 0 if it is none."""
    match = _YEAR.fullmatch(text) if len(text) <= _LONGEST_SIGN else None
    return int(match[1]) if match else 0


def _kind(text: str) -> Kind:
    if _LINK.fullmatch(text) and (any(find_urls(text)) or "://" not in text):
        return Kind.LINK
    if len(text) > _LONGEST_SIGN:
        return Kind.TEXT
    if year_of(text):
        return Kind.YEAR
    if _FURNITURE.fullmatch(text):
        return Kind.FURNITURE
    return Kind.HEADING if _HEADING.fullmatch(text) else Kind.TEXT


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
    signs: dict[int, int] = {}  # by index of a marked line: how many signs
    emphasised = blanks = 0
    for number, raw in enumerate(_split(text.removeprefix("\ufeff")), 1):
        line = raw.strip()
        if not line:
            blanks += 1
            continue
        clean = MARKER.sub("", line) if "…" in line else line
        marked = clean != line
        mark = None if marked else _MARKED_TITLE.match(line)
        if mark:
            signs[len(found)] = len(mark[0].rstrip())
        clean = line[mark.end() :] if mark else clean.strip() or line
        found.append(SourceLine(number, clean, Kind.TEXT if marked else _kind(clean), marked, blanks))
        emphasised += not marked and markup.has_emphasis(clean)
        blanks = 0
    emphasis = emphasised >= _EMPHASISED * len(found)
    found = [_plain(line, emphasis) if markup.may_have(line.text) and not line.marked else line for line in found]
    return _with_titles(found, signs) if signs else found


_EMPHASISED = 0.02
"""Asterisks are Markdown's where at least this share of a page's lines has them so; else they are what they are."""


def _plain(line: SourceLine, emphasis: bool) -> SourceLine:
    """A line without Markdown."""
    clean, links, only = markup.plain(line.text, emphasis=emphasis)
    if not clean:
        return line
    kind = _kind(clean)
    if links and (kind is Kind.FURNITURE or (only and len(links) > 1)):
        return replace(line, kind=Kind.LINK, links=links)
    if "](" in clean and _FURNITURE.fullmatch(re.sub(r"\]\([^()]*\)", "]", clean)[:_LONGEST_SIGN]):
        kind = Kind.FURNITURE  # labels whose addresses only the page's own host knows
    return replace(line, text=clean, kind=kind, links=links)


def _with_titles(lines: list[SourceLine], signs: dict[int, int]) -> list[SourceLine]:
    """The lines with the titles that a person marked: `# Title`.

    With more signs, Markdown's section headings, `## 2024` and `## Preprints`, are what they say, and so is any where entries
    have bullets or numbers. With one sign, `# Publications` is a heading where it heads the page or a part of it: where
    nothing marked is a title, or nothing stands between it and the next mark.
    """
    heads = {index for index in signs if lines[index].kind is Kind.HEADING}
    years = {index for index in signs if lines[index].kind is Kind.YEAR}
    single = {index for index, count in signs.items() if count == 1}
    entries = sum(bool(_ENTRY.match(line.text)) for line in lines)
    for index, count in signs.items():
        above_mark = index + 1 in signs
        heading = index in heads and (count > 1 or single <= heads | years or above_mark)
        heading = heading or (
            index in years and (count > 1 or (single <= heads | years and len(single) > 1 and _LONG * len(single) < len(lines)))
        )
        if not heading and count > 1 and entries >= 2 * len(signs):
            heading, kind = True, Kind.HEADING
        else:
            kind = lines[index].kind
        lines[index] = replace(lines[index], kind=kind if heading else Kind.TITLE)
    return lines


_ENTRY = re.compile(r"(?:[•·▪◦‣●○■□➢–—*+-]|\[?\d{1,4}[.)\]])\s+\S")
_LONG = 5
"""So many lines a section has, marks of years counted in, that is more than a paper with a year for a title."""
