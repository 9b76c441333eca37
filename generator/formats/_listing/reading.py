"""What each line of a pasted list became: the scores of all lines, decoded together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.formats import Hints
from generator.formats._listing import grammar, manner, references, style
from generator.formats._listing.blocks import Blocks, blocks
from generator.formats._listing.grammar import Role
from generator.formats._listing.hints import Knowledge, Scores, settled
from generator.formats._listing.lines import Kind, SourceLine, source_lines
from generator.formats._listing.references import Reference, References
from generator.formats._listing.scholar import Profile, profile
from generator.formats._listing.scorer import Page, scorer

_SURENESS = 15.0
"""The log odds that the words of one line can reach at most."""
_NUMBERED = 4.0
"""The log odds that a line with an entry's number begins an entry."""


class Became(StrEnum):
    """What became of a line."""

    TITLE = "title"
    AUTHORS = "authors"
    ABSTRACT = "abstract"
    LINK = "link"
    """It is an address of the publication above it."""
    VENUE = "venue"
    """It says where and when the publication above it came out."""
    REFERENCE = "reference"
    """It is a publication by itself: authors, title and venue."""
    SAID = "said"
    """A publication beside it says all that it says: authors, venue and year in a profile."""
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
    answered: bool = False
    """A person said what it is."""
    reference: Reference | None = None
    """What it says, if it is a reference."""
    counted: bool = False
    """It is the first line that says how often a publication is cited."""


_ASIDE = {Kind.LINK: Became.LINK, Kind.FURNITURE: Became.FURNITURE}
"""Lines that are understood by themselves; the grammar does not see them."""
_BECAME = dict(zip(grammar.Role, (Became.TITLE, Became.AUTHORS, Became.ABSTRACT, Became.HEADING), strict=True))


def read(text: str, hints: Hints | None = None) -> list[Line]:
    """What each line of the text became, blank lines left out: in the order of the page, but of each entry the title first."""
    lines: Sequence[SourceLine] = manner.undressed(source_lines(text))
    knowledge = Knowledge(hints or Hints())
    answers = ["" if line.kind is Kind.TITLE else knowledge.answer(line.text) for line in lines]
    if found_profile := profile(lines):
        return [_in_profile(line, index, found_profile) for index, line in enumerate(lines)]
    if page_of_references := references.page(lines):
        return _of_references(page_of_references, knowledge)
    answers = ["" if answer == Became.REFERENCE else answer for answer in answers]
    score = _Scoring(lines)
    found = {
        index: Line(line, _ASIDE[line.kind]) for index, line in enumerate(lines) if line.kind in _ASIDE and not answers[index]
    }
    scores = {
        index: settled(answers[index]) if answers[index] else score(index) for index in range(len(lines)) if index not in found
    }
    page = blocks(lines, scores)
    lines = page.lines
    for index in _venues(page, scores):
        if not answers[index]:
            found[index] = Line(lines[index], Became.VENUE)
            del scores[index]
    order = [index for index in page.order if index in scores]
    reading = _reading([lines[index] for index in order], [scores[index] for index in order], _gaps(page, scores), knowledge)
    for index, role, sure, second in zip(order, reading.roles, reading.sure, reading.second, strict=True):
        found[index] = Line(lines[index], _BECAME[role], sure, _BECAME[second], answered=bool(answers[index]))
    return [found[index] for index in page.order]


_SHORT = 60
"""A line of a page of references that is no reference is a heading if it is no longer, an entry without authors if it is."""


def _in_profile(line: SourceLine, index: int, profile: Profile) -> Line:
    """What a line of a profile became."""
    if index in profile.references:
        return Line(line, Became.REFERENCE, reference=profile.references[index])
    if index in profile.parts:
        return Line(line, Became.SAID, counted=index == profile.cited)
    return Line(line, Became.FURNITURE)


def _of_references(page: References, knowledge: Knowledge) -> list[Line]:
    """What each line of a page of references became."""
    return [
        Line(line, Became.SAID)
        if index in page.parts
        else _in_references(line, page.found.get(index), knowledge.answer(line.text))
        for index, line in enumerate(page.lines)
    ]


def _in_references(line: SourceLine, reference: Reference | None, answer: str) -> Line:
    """What a line of a page of references became."""
    if answer and (reference or answer != Became.REFERENCE):
        return Line(line, Became(answer), answered=True, reference=reference if answer == Became.REFERENCE else None)
    if reference:
        return Line(line, Became.REFERENCE, reference=reference)
    if line.kind in _ASIDE:
        return Line(line, _ASIDE[line.kind])
    if line.marked or references.is_prose(line):
        return Line(line, Became.ABSTRACT)
    if line.kind in (Kind.HEADING, Kind.YEAR) or (len(line.text) < _SHORT and not line.numbered and not line.bullet):
        return Line(line, Became.HEADING)
    return Line(line, Became.TITLE, 0.0, Became.ABSTRACT)


def _reading(
    lines: Sequence[SourceLine], scores: Sequence[Scores], gaps: Sequence[bool], knowledge: Knowledge
) -> grammar.Reading:
    """The page's reading: the second one, with the habits and the style that a first one showed, and with what is known.

    What is known may come from this very page, as it was read before. So it may change the reading of a line, but not make one
    surer: a doubt stays until a person answers.
    """
    first = grammar.decode(scores, gaps, grammar.Habits())
    habits = grammar.learn(first, gaps)
    more = style.evidence(lines, first)
    scores = [(t, a if a <= grammar.NEVER else a + odds, b, h) for (t, a, b, h), odds in zip(scores, more, strict=True)]
    plain = grammar.read(scores, gaps, habits)
    if not knowledge:
        return plain
    known = [knowledge.scores(line.text, each) for line, each in zip(lines, scores, strict=True)]
    informed = grammar.read(known, gaps, habits)
    same = [before is after for before, after in zip(plain.roles, informed.roles, strict=True)]
    sure = [a if unchanged else b for a, b, unchanged in zip(plain.sure, informed.sure, same, strict=True)]
    second = [a if unchanged else b for a, b, unchanged in zip(plain.second, informed.second, same, strict=True)]
    return grammar.Reading(informed.roles, tuple(sure), tuple(second))


def _gaps(page: Blocks, scores: Mapping[int, Scores]) -> list[bool]:
    """Whether a blank line stands between each line that has scores and the one before it, lines that have none aside."""
    gaps = []
    gap = False
    for index in page.order:
        gap = gap or bool(page.lines[index].blanks)
        if index in scores:
            gaps.append(gap)
            gap = False
    return gaps


def _venues(page: Blocks, scores: Mapping[int, Scores]) -> list[int]:
    """The lines that name a venue. What is followed by names is a title that looks like one, unless it stands there again."""
    lines = page.lines
    order = [index for index in page.order if index in scores]
    gaps = [*_gaps(page, scores), True][1:]
    candidates = [(at, index) for at, index in enumerate(order) if manner.may_be_venue(lines[index])]
    often = Counter(lines[index].text for _, index in candidates)
    found = [
        index
        for at, index in candidates
        if at + 1 == len(order)
        or (page.parted and gaps[at])
        or scores[order[at + 1]][Role.AUTHORS] < 0
        or often[lines[index].text] > 1
    ]
    believed = found if page.parted or manner.have_venues(len(found), len(order)) else []
    return sorted({*believed, *page.venues})


class _Scoring:
    """The scores of a page's lines by themselves."""

    def __init__(self, lines: Sequence[SourceLine]) -> None:
        self._lines = lines
        self._page = Page([(line.text, line.marked) for line in lines])
        self._marks = manner.has_marks(lines)

    def __call__(self, index: int) -> Scores:
        line = self._lines[index]
        match line.kind:
            case Kind.TITLE:
                return settled("title")
            case Kind.HEADING:
                return (-4.0, -8.0, -16.0, 4.0)
            case Kind.YEAR:
                return (-2.0, -8.0, -16.0, 3.0)
        if line.marked:
            return settled("abstract")
        text = manner.without_marks(line.text, digits=True) if self._marks else line.text
        name, prose = scorer()(index, text or line.text, self._page)
        title = _NUMBERED if line.numbered else 0.0
        heading = -5.0 if len(line.text) < 40 else -20.0
        return (title, _within(name), _within(prose), heading)


def _within(score: float) -> float:
    return max(-_SURENESS, min(_SURENESS, score))
