"""What each line of a pasted list became: the scores of all lines, decoded together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generator.formats._listing import grammar
from generator.formats._listing.grammar import NEVER
from generator.formats._listing.lines import Kind, SourceLine, source_lines
from generator.formats._listing.scorer import Page, scorer

_SURENESS = 15.0
"""The log odds that the words of one line can reach at most."""


class Became(StrEnum):
    """What became of a line."""

    TITLE = "title"
    AUTHORS = "authors"
    ABSTRACT = "abstract"
    LINK = "link"
    """It is an address of the publication above it."""
    HEADING = "heading"
    FURNITURE = "furniture"
    """What the page shows around its entries: understood, and of no use."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source that is not blank, as it was read."""

    source: SourceLine
    became: Became
    sure: float = 1.0
    """How probable that is."""
    otherwise: Became | None = None
    """What else it may be."""


def read(text: str) -> list[Line]:
    """What each line of the text became, blank lines left out."""
    lines = source_lines(text)
    page = Page([(line.text, line.marked) for line in lines])
    scores: list[tuple[float, float, float, float]] = []
    gaps: list[bool] = []
    gap = False
    for index, line in enumerate(lines):
        gap = gap or line.blanks > 0
        if line.kind not in _ASIDE:
            scores.append(_score(index, line, page))
            gaps.append(gap)
            gap = False
    reading = grammar.read(scores, gaps)
    steps = zip(reading.roles, reading.sure, reading.second, strict=True)
    found = []
    for line in lines:
        if line.kind in _ASIDE:
            found.append(Line(line, _ASIDE[line.kind]))
        else:
            role, sure, second = next(steps)
            found.append(Line(line, _BECAME[role], sure, _BECAME[second]))
    return found


_ASIDE = {Kind.LINK: Became.LINK, Kind.FURNITURE: Became.FURNITURE}
"""Lines that are understood by themselves; the grammar does not see them."""
_BECAME = dict(zip(grammar.Role, (Became.TITLE, Became.AUTHORS, Became.ABSTRACT, Became.HEADING), strict=True))


def _score(index: int, line: SourceLine, page: Page) -> tuple[float, float, float, float]:
    """The line's scores as title, authors, abstract and heading."""
    if line.kind is Kind.TITLE:
        return (0.0, NEVER, NEVER, NEVER)
    if line.marked:
        return (NEVER, NEVER, 0.0, NEVER)
    if line.kind is Kind.HEADING:
        return (-4.0, -8.0, -16.0, 4.0)
    if line.kind is Kind.YEAR:
        return (-2.0, -8.0, -16.0, 3.0)
    name, prose = scorer()(index, line.text, page)
    heading = -5.0 if len(line.text) < 40 else -20.0
    return (0.0, _within(name), _within(prose), heading)


def _within(score: float) -> float:
    return max(-_SURENESS, min(_SURENESS, score))
