"""A profile of Google Scholar, copied: title, authors, venue, and a line with `cited by ⇥ year` below each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.formats._listing.authors import names_of
from generator.formats._listing.credits import Credits, credited
from generator.formats._listing.imprint import Imprint, imprint
from generator.formats._listing.lines import Kind, SourceLine, year_of
from generator.formats._listing.pointers import without_pointers
from generator.formats._listing.references import Reference
from generator.formats._listing.splits import Style
from generator.model import PartialDate

_HEADER = re.compile(r"(?:title|titre)\s*\t.*(?:year|année)", re.IGNORECASE)
_COUNT = re.compile(r"(?P<cited>\d[\d,. \u202f]*)?\*?\s*\t\s*(?P<year>(?:18|19|20)\d\d)?")
_LEAST = 2
_MOST_LINES = 4
"""Above a line with the count: title, authors, and the venue on one or two lines."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What the lines of a profile are, by their indices."""

    references: dict[int, Reference]
    """A publication, at the line of its title."""
    parts: frozenset[int]
    """Lines that a publication above or below says: its authors, venue, count and year."""
    cited: int
    """The first line with a count; -1 where none has one."""


def profile(lines: Sequence[SourceLine]) -> Profile | None:
    """The publications of a profile, or None where the page is none."""
    header = next((index for index, line in enumerate(lines) if _HEADER.fullmatch(line.text)), -1)
    counts = {index: match for index, line in enumerate(lines) if index > header and (match := _COUNT.fullmatch(line.text))}
    if len(counts) < (1 if header >= 0 else _LEAST):
        return None
    references: dict[int, Reference] = {}
    parts: set[int] = set()
    block: list[int] = []
    cited = -1
    for index in range(header + 1, len(lines)):
        match = counts.get(index)
        year = year_of(lines[index].text) if lines[index].kind is Kind.YEAR and len(block) > 1 else 0  # never cited
        if not match and not year:
            block.append(index)
            continue
        if not block:
            continue  # a count of nothing is the page's own
        if len(block) > _MOST_LINES:
            return None
        issued = PartialDate(int(match["year"])) if match and match["year"] else PartialDate(year) if year else None
        references[block[0]] = _reference([lines[each].text for each in block], issued)
        parts.update(block[1:], [index])
        if cited < 0 and match and match["cited"]:
            cited = index
        block = []
    return Profile(references, frozenset(parts), cited)


def _reference(texts: Sequence[str], issued: PartialDate | None) -> Reference:
    title, authors, *venue = (*texts, "", "")[: max(len(texts), 2)]
    names = credited(authors) or Credits(tuple(names_of(authors, one_line=True, inverted=False)))
    found = Imprint(issued=issued)
    imprint(without_pointers(", ".join(venue), found), found)
    if found.type == "article-journal":
        found.type = None  # conferences look the same there
    return Reference(Style.TITLE, names, title, found, worth=0.0)
