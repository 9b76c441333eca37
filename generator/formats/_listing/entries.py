"""The publications of a pasted list, each as its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from generator.formats._listing.lines import Kind, year_of
from generator.formats._listing.reading import Became, Line
from generator.model import PartialDate

SURE = 0.95
"""A line that is read with less probability than this is asked about."""


@dataclass(slots=True)
class Entry:
    """The lines of one publication, while they are gathered."""

    title: Line
    issued: PartialDate | None
    authors: list[Line]
    abstract: list[Line]
    links: list[Line]
    venues: list[Line]
    after: Line | None = None
    """The line that begins what follows: it ends this entry, rightly or wrongly."""


def _is_year(line: Line) -> bool:
    return line.became is Became.HEADING and line.source.kind is Kind.YEAR


@dataclass(frozen=True, slots=True)
class Entries:
    """A list, sorted out."""

    found: tuple[Entry, ...]
    strays: tuple[Line, ...]
    """Lines that are in no publication, and should perhaps be."""
    own: tuple[Line, ...]
    """Lines that are the page's own and say nothing of a publication: known headings, furniture."""


def entries(lines: Sequence[Line]) -> Entries:
    """The publications, and the lines that are in none of them.

    The year of a heading holds until the next heading, whatever that says: `Preprints` after `2021` is not of 2021. Only on
    a page that has headings directly below its years do these divide the year and leave it as it is.
    """
    found: list[Entry] = []
    strays: list[Line] = []
    own: list[Line] = []
    issued: PartialDate | None = None
    year: Line | None = None  # a year's heading that no publication stands below yet
    sections = [line for line in lines if line.became in (Became.TITLE, Became.REFERENCE, Became.HEADING)]
    within_years = any(
        _is_year(above) and below.became is Became.HEADING and not _is_year(below) for above, below in pairwise(sections)
    )
    for line in lines:
        match line.became:
            case Became.TITLE | Became.REFERENCE:
                if found:
                    found[-1].after = line
                found.append(Entry(line, issued, [], [], [], []))
                year = None
                if line.reference and line.reference.imprint.labels:
                    labels = replace(line.source, text=line.reference.imprint.labels)
                    own.append(Line(labels, Became.FURNITURE))
            case Became.HEADING:
                if _is_year(line):
                    own += [year] if year else []
                    issued, year = PartialDate(year_of(line.source.text)), line
                    continue
                if not within_years:
                    own += [year] if year else []
                    issued = year = None
                if line.source.kind is Kind.TEXT and not line.answered:
                    strays.append(line)
                elif line.source.kind is not Kind.TEXT:
                    own.append(line)
            case Became.FURNITURE:
                own.append(line)
            case Became.SAID:
                pass
            case _ if not found:
                strays.append(line)
            case Became.AUTHORS:
                found[-1].authors.append(line)
            case Became.ABSTRACT:
                found[-1].abstract.append(line)
            case Became.LINK:
                found[-1].links.append(line)
            case Became.VENUE:
                found[-1].venues.append(line)
    own += [year] if year else []
    return Entries(tuple(found), tuple(strays), tuple(sorted(own, key=lambda line: line.source.number)))


def doubtful(entry: Entry) -> Line | None:
    """The line of an entry that is the least sure, if it is not sure enough; its title, if nothing stands below that.

    What a person said is beyond doubt.
    """
    if entry.title.reference:
        return None if entry.title.answered or entry.title.reference.sure else entry.title
    if not entry.authors and not entry.abstract:
        return None if entry.title.answered or entry.title.source.kind is Kind.TITLE else entry.title
    lines = (entry.title, *entry.authors, *entry.abstract, *([entry.after] if entry.after else []))
    least = min((line for line in lines if not line.answered), key=lambda line: line.sure, default=None)
    return least if least and least.sure < SURE else None
