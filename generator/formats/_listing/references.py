"""A page of references, one on each line: `Moreau, A. (2023). Small things considered. Folding, 12(3), 1–9.`

Most publications pages are such. No line of one is a title or an author line, so the grammar of titles and authors is not for
them: a line is split into authors, title and the rest (`Style` says in which ways), each way is weighed, and the way that most of
the page's lines are set in counts for more (`splits`). A page is one of references if most of its lines can be split so.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.formats._listing.credits import Credits, credited
from generator.formats._listing.imprint import CONFERENCE, GONE, YEAR, Imprint, imprint
from generator.formats._listing.lines import Kind, SourceLine
from generator.formats._listing.manner import may_be_venue
from generator.formats._listing.pointers import without_pointers
from generator.formats._listing.scorer import Page, scorer
from generator.formats._listing.splits import Split, Style, sentence, splits
from generator.model import Publication


@dataclass(frozen=True, slots=True)
class Reference:
    """A line, split."""

    style: Style
    authors: Credits
    title: str
    imprint: Imprint = field(hash=False, compare=False)
    worth: float
    """How well its parts look like what they were taken for."""
    sure: bool = True
    """No other way to split it is nearly as good."""

    def filled(self, publication: Publication) -> Publication:
        """A publication that has the title, the authors and what stands below the reference, with what the reference says."""
        said = self.imprint
        below = {key: value for key in ("DOI", "arXiv", "PMID", "PMCID", "ISBN") if (value := getattr(publication, key))}
        return replace(
            publication,
            **{**below, **said.fields},
            author=() if self.authors.editors else publication.author,
            editor=publication.author if self.authors.editors else said.editor,
            type=said.type,
            issued=said.issued or publication.issued,
            status=said.status,
            award=tuple(said.award),
            note="\n".join(filter(None, (*said.notes, publication.note))),
            link=tuple({link.URL: link for link in (*said.links, *publication.link)}.values()),
        )


LONGEST = 3_000
"""No longer line is a reference."""
_SHORTEST = 30
_LEAST_WORTH = 5.0
_MARGIN = 2.5
_SHARE = 0.5
"""Of a page's lines that are no heading, label or address, so many have to be references."""
_WAYS = 8
"""No more ways to split a line are kept: the page's style makes no worse one the best."""
_LONG_VENUE = 4
_SHARE_OF_BROKEN, _NEARLY_ALL = 0.8, 0.9
"""As `_SHARE`, where references are broken over several lines."""
_TRIED = 60
_LONG_TEXT = 300
_BROKEN_AT, _MOST_LINES = 55, 6
"""A line is broken at no less than so many characters, and a reference into no more than so many lines."""
_ENDS = (".", ",", ":", ";", "-", ")", "”", "?")
_BEGIN_WITH_AUTHORS = frozenset((Style.YEAR, Style.QUOTED, Style.AUTHORS, Style.COLON))
_PAGE_STYLE = 4.0
"""What the style of most of a page's lines is worth."""
_NUMBER = re.compile(r"(?:\[[A-Za-z]{0,3}-?\d{1,4}[a-z]?\]|\(?\d{1,3}[.)](?=\s))\s*")
_BULLET = re.compile(r"[•·▪◦‣●○■□➢–—*+-]\s+")
_NO_WIDTH = dict.fromkeys((0x200B, 0x2060, 0xFEFF))
"""Spaces that nobody sees."""
_SIGN = re.compile(
    rf"{YEAR}|\barxiv\b|\bdoi\b|\b10\.\d{{4}}/|[.,?!]['\"”’»]?\s+In:?\s|"
    r"\b(?:in press|forthcoming|to appear|under review|submitted)\b",
    re.IGNORECASE,
)
_SENTENCE_WITHIN = re.compile(r"[^\W\d_]{4}\. +[A-Z]")
_BEGINS_WITH_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.[ -]?)+[^\W\d_a-z]|(?:and|et|&) ")


def may_be(line: SourceLine, *, years: bool) -> bool:
    """Whether a line is worth trying, by a glance. `years`: the page has headings with years, so its lines need none."""
    text = line.text
    if line.kind is not Kind.TEXT or line.marked or not _SHORTEST <= len(text) <= LONGEST:
        return False
    return bool(_SIGN.search(text)) or (years and text.count(". ") > 1)


@dataclass(frozen=True, slots=True)
class References:
    """A page of references."""

    lines: tuple[SourceLine, ...]
    """Its lines; a reference that is broken over several is whole in the first of them."""
    found: Mapping[int, Reference]
    """What each reference says, by the index of its line."""
    parts: frozenset[int]
    """The further lines of the broken ones."""


def page(lines: Sequence[SourceLine]) -> References | None:
    """A page of references, or None where the page is another one."""
    if any(line.kind is Kind.TITLE for line in lines):
        return None
    years = any(line.kind is Kind.YEAR for line in lines)
    texts = [index for index, line in enumerate(lines) if line.kind is Kind.TEXT and not is_prose(line)]
    found = _found(lines, texts, years, _SHARE)
    if len(found) < _NEARLY_ALL * len(texts) and (broken := _broken(lines, years, found)):
        return broken
    return References(tuple(lines), found, frozenset()) if found else None


def _broken(lines: Sequence[SourceLine], years: bool, alone: Mapping[int, Reference]) -> References | None:
    """A page whose references are broken over lines; `alone`: the lines that are references by themselves."""
    blocks = list(_blocks(lines))
    further = frozenset(index for block in blocks for index in block[1:])
    if not further or further & alone.keys() or not all(_is_broken(lines, block) for block in blocks):
        return None
    whole = list(lines)
    for block in blocks:
        whole[block[0]] = replace(lines[block[0]], text=_joined([lines[index].text for index in block]))
    found = _found(whole, [block[0] for block in blocks], years, _SHARE_OF_BROKEN)
    if not found or any(reference.style not in _BEGIN_WITH_AUTHORS for reference in found.values()):
        return None
    return References(tuple(whole), found, further)


def _found(lines: Sequence[SourceLine], texts: Sequence[int], years: bool, least: float) -> dict[int, Reference]:
    """The references, if so large a share of the texts are such; a few of a long page are tried first."""
    candidates = [index for index in texts if may_be(lines[index], years=years)]
    if not candidates or len(candidates) < least * len(texts):
        return {}
    tried = candidates[:: max(1, len(candidates) // _TRIED)]
    if len(_chosen({index: _weighed(lines[index].text) for index in tried}, None)) < least * least * len(tried):
        return {}
    split = {index: _weighed(lines[index].text) for index in candidates}
    found = _chosen(split, None)
    if len(found) < least * len(texts):
        return {}
    often = Counter(reference.style for reference in found.values())
    return _chosen(split, often.most_common(1)[0][0])


def is_prose(line: SourceLine) -> bool:
    """Whether a line is an abstract rather than a reference: one below it counts for nothing."""
    if line.marked or len(line.text) <= _LONG_TEXT or line.numbered or line.bullet:
        return line.marked
    return not _SIGN.search(line.text[:_LONG_TEXT])


def _blocks(lines: Sequence[SourceLine]) -> Iterator[list[int]]:
    """The lines of text between blank lines, bullets, numbers and lines that are no text."""
    block: list[int] = []
    counted = any(line.bullet or line.numbered for line in lines)
    for index, line in enumerate(lines):
        text = line.kind is Kind.TEXT and not is_prose(line)
        begins = line.bullet or line.numbered if counted else bool(line.blanks)
        if block and (begins or not text):
            yield block
            block = []
        if text:
            block.append(index)
    if block:
        yield block


def _is_broken(lines: Sequence[SourceLine], block: Sequence[int]) -> bool:
    """Whether the lines of a block may be one reference: each but the last is long, or ends in a full stop or a comma.

    A first line that is nothing but authors or a venue has the title on the next, as other pages have.
    """
    *before, _ = (lines[index].text for index in block)
    if before and (may_be_venue(lines[block[0]]) or credited(before[0])):
        return False
    ends = all(len(text) >= _BROKEN_AT or text.endswith(_ENDS) for text in before)
    return len(block) <= _MOST_LINES and ends


def _joined(texts: Sequence[str]) -> str:
    whole = texts[0]
    for text in texts[1:]:
        whole += text if re.search(r"[^\W\d_]-$", whole) else f" {text}"
    return whole


def _chosen(split: dict[int, list[Reference]], style: Style | None) -> dict[int, Reference]:
    """The best way to split each line, a page's usual style weighing more."""
    found = {}
    for index, ways in split.items():
        if not ways:
            continue
        worth = [way.worth + (_PAGE_STYLE if way.style is style else 0.0) for way in ways]
        best = max(range(len(ways)), key=worth.__getitem__)
        if worth[best] < _LEAST_WORTH:
            continue
        others = [each for way, each in zip(ways, worth, strict=True) if way.title != ways[best].title]
        close = bool(others) and max(others) > worth[best] - _MARGIN
        found[index] = replace(ways[best], worth=worth[best], sure=ways[best].sure and not close)
    return found


def _weighed(line: str) -> list[Reference]:
    """The ways to split a line, each with its worth."""
    first = Imprint()
    text = without_pointers(_unnumbered(line.translate(_NO_WIDTH)), first)
    found = []
    for split in splits(text):
        said = Imprint(dict(first.fields), links=list(first.links), labels=first.labels, issued=split.issued)
        if split.status and split.status.lower() != "n.d.":
            said.notes.append(split.status)
        imprint(_status(said) + split.rest, said)
        found.append(Reference(split.style, split.authors, split.title, said, _worth(split, said), _is_sure(split, said)))
    return sorted(found, key=lambda way: -way.worth)[:_WAYS]


def _status(said: Imprint) -> str:
    """A status in the place of the year is read like one behind the title."""
    return f"({said.notes.pop()}) {GONE}" if said.notes else ""


def _unnumbered(text: str) -> str:
    bullet = _BULLET.match(text)
    text = text[bullet.end() :] if bullet else text
    number = _NUMBER.match(text)
    return text[number.end() :] if number else text


def _worth(split: Split, said: Imprint) -> float:
    words = len(re.findall(r"[^\W\d_]{2,}", split.title))
    worth = _nameness(split.head) - _nameness(split.title)
    worth += 3.0 if said.issued or said.status else -3.0
    worth += 2.0 if "container_title" in said.fields or "publisher" in said.fields or "arXiv" in said.fields else -1.0
    worth += {Style.YEAR: 4.0, Style.QUOTED: 4.0, Style.AUTHORS: 1.0, Style.COLON: 0.5}.get(split.style, 0.0)
    worth += min(len(split.authors.names), 3) - 1.0
    worth += 1.0 if words > 2 else 0.0 if words == 2 else -2.0 if words else -10.0
    before, comma, _ = split.title.partition(",")
    if _BEGINS_WITH_INITIALS.match(split.title) or (comma and (names := credited(before)) and names.sure):
        worth -= 5.0
    worth -= 2.0 * split.title[:1].islower() + 3.0 * bool(_SENTENCE_WITHIN.search(split.title))
    worth -= 2.0 * split.doubtful + 2.0 * (not split.authors.sure)
    return worth - 1.5 * len(said.notes) + 0.002 * len(split.head)


@functools.lru_cache(maxsize=1 << 8)
def _nameness(text: str) -> float:
    """How much a text looks like names rather than a title, -6 to 6."""
    name, _ = scorer()(0, text[:600], _ALONE)
    return max(-6.0, min(6.0, name))


_ALONE = Page([("", False)])


def _is_sure(split: Split, said: Imprint) -> bool:
    placed = bool(said.fields.keys() & {"container_title", "publisher", "arXiv", "genre"})
    venue = said.fields.get("container_title", "")
    if (
        sentence(venue)[0] < len(venue)
        and len(venue[: sentence(venue)[0]].split()) > _LONG_VENUE
        and not re.search(r"\b(?:Proc|Trans|Conf|Int)\.", venue)
    ):
        return False  # probably more of the title
    if venue.count(", ") > 1 and not CONFERENCE.search(venue):
        return False
    return placed and split.authors.sure and not split.doubtful and len(said.notes) < 2
