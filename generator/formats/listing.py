"""A publications list as it is copied from a web page: titles, author lines and perhaps abstracts, told apart by their words.

    Discrete Key-Value Bottleneck        a title
    Frederik Träuble                     one author per line, or all on one line
    Anirudh Goyal
    Deep networks … (see more) perform   perhaps an abstract, with the page's marker in it

A line that begins with `# ` is a title. A year on a line of its own is the year of what follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.errors import Problem, Severity
from generator.formats import Format, Loaded, Record
from generator.formats._listing import authors, grammar
from generator.formats._listing.grammar import NEVER
from generator.formats._listing.lines import Kind, SourceLine, source_lines, year_of
from generator.formats._listing.scorer import Vocabulary, scorer
from generator.links import find_links
from generator.model import PartialDate, Publication
from generator.text import fold

SURE = 0.9
"""A line that is read with less probability than this is asked about."""
_SURENESS = 15.0
"""The log odds that the words of one line can reach at most."""
_EXCERPT = 80


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
    vocabulary = Vocabulary.of((line.text, line.marked) for line in lines)
    scores: list[tuple[float, float, float, float]] = []
    gaps: list[bool] = []
    gap = False
    for line in lines:
        gap = gap or line.blanks > 0
        if line.kind not in _ASIDE:
            scores.append(_score(line, vocabulary))
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


def _score(line: SourceLine, vocabulary: Vocabulary) -> tuple[float, float, float, float]:
    """The line's scores as title, authors, abstract and heading."""
    if line.kind is Kind.TITLE:
        return (0.0, NEVER, NEVER, NEVER)
    if line.marked:
        return (NEVER, NEVER, 0.0, NEVER)
    if line.kind is Kind.HEADING:
        return (-4.0, -8.0, -16.0, 4.0)
    if line.kind is Kind.YEAR:
        return (-2.0, -8.0, -16.0, 3.0)
    name, prose = scorer()(line.text, vocabulary)
    heading = -7.0 if len(line.text) < 40 else -20.0
    return (0.0, _within(name), _within(prose), heading)


def _within(score: float) -> float:
    return max(-_SURENESS, min(_SURENESS, score))


@dataclass(slots=True)
class _Entry:
    """The lines of one publication, while they are gathered."""

    title: Line
    issued: PartialDate | None
    authors: list[Line]
    abstract: list[Line]
    links: list[Line]
    after: Line | None = None
    """The line that begins what follows: it ends this entry, rightly or wrongly."""


def _entries(lines: Sequence[Line]) -> tuple[list[_Entry], list[Line]]:
    """The publications, and the lines that are in none of them."""
    entries: list[_Entry] = []
    strays: list[Line] = []
    issued: PartialDate | None = None
    for line in lines:
        match line.became:
            case Became.TITLE:
                if entries:
                    entries[-1].after = line
                entries.append(_Entry(line, issued, [], [], []))
            case Became.HEADING:
                year = year_of(line.source.text)
                issued = PartialDate(year) if year else None
                if not year and line.source.kind is not Kind.HEADING:
                    strays.append(line)
            case Became.FURNITURE:
                pass
            case _ if not entries:
                strays.append(line)
            case Became.AUTHORS:
                entries[-1].authors.append(line)
            case Became.ABSTRACT:
                entries[-1].abstract.append(line)
            case Became.LINK:
                entries[-1].links.append(line)
    return entries, strays


def load(text: str, path: str) -> Loaded:
    """Read a pasted list."""
    lines = read(text)
    entries, strays = _entries(lines)
    author_lines = [[line.source.text for line in entry.authors] for entry in entries]
    one_line = authors.one_line_each(author_lines)
    inverted = authors.family_first(author_lines)
    airy = sum(line.source.blanks > 0 for line in lines) > 0.7 * len(lines)
    problems = [
        Problem(
            "listing-ignored", Severity.WARNING, path, line.source.number, args={"words": _excerpt(line)}, text=line.source.text
        )
        for line in strays
    ]
    records: list[Record] = []
    seen: dict[tuple[str, ...], Record] = {}
    for entry in entries:
        doubtful = [line for line in (entry.title, *entry.authors, *entry.abstract, entry.after) if line and line.sure < SURE]
        record = Record(_publication(entry, one_line, inverted, airy), entry.title.source.number, flagged=bool(doubtful))
        same = (fold(record.publication.title), *map(fold, record.names))
        first = seen.setdefault(same, record)
        if first is not record and record.publication.abstract in ("", first.publication.abstract):
            problems.append(
                Problem(
                    "listing-repeat",
                    Severity.WARNING,
                    path,
                    record.line,
                    args={"title": record.publication.title, "first": first.line},
                    text=record.publication.title,
                )
            )
            continue
        records.append(record)
        problems += _questions(record, doubtful, path)
    if lines and not records:
        problems.append(Problem("listing-empty", Severity.WARNING, path))
    return Loaded(tuple(records), tuple(sorted(problems, key=lambda problem: problem.sort_key)))


def _publication(entry: _Entry, one_line: bool, inverted: bool, airy: bool) -> Publication:
    abstract = ""
    for line in entry.abstract:
        between = "" if not abstract else "\n\n" if line.source.blanks and not airy else "\n"
        abstract += between + line.source.text
    links = list(find_links(abstract))
    for line in entry.links:
        links += [link for link in find_links(line.source.text) if link.URL not in {known.URL for known in links}]
    return Publication(
        title=" ".join(entry.title.source.text.split()),
        author=tuple(name for line in entry.authors for name in authors.names_of(line.source.text, one_line, inverted)),
        author_list="partial",
        issued=entry.issued,
        link=tuple(links),
        abstract=abstract,
    )


def _questions(record: Record, doubtful: Sequence[Line], path: str) -> Iterator[Problem]:
    """What a person may know better about a publication."""
    title = record.publication.title
    yield Problem(
        "listing-partial-authors",
        Severity.QUESTION,
        path,
        record.line,
        args={"title": title, "names": len(record.names)},
        text=title,
        choices=("partial", "complete"),
    )
    for one, other in authors.perhaps_same(record.publication.author):
        yield Problem(
            "listing-same-person",
            Severity.QUESTION,
            path,
            record.line,
            args={"one": one.text, "other": other.text, "title": title},
            text=f"{one.text}, {other.text}",
            choices=("different", "same"),
        )
    if doubtful:
        line = min(doubtful, key=lambda line: line.sure)
        yield Problem(
            "listing-unsure",
            Severity.QUESTION,
            path,
            line.source.number,
            args={"words": _excerpt(line), "role": line.became, "other": line.otherwise or "", "title": title},
            text=line.source.text,
            choices=(line.became, line.otherwise) if line.otherwise else (line.became,),
        )


def _excerpt(line: Line) -> str:
    text = " ".join(line.source.text[: 2 * _EXCERPT].split())
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1] + "…"


_SOMETHING_ELSE = re.compile(r"\s*(?:[{\[<]|TY  - |PMID- |%[0A-Z] |@\w+\s*[{(])")


def recognises(text: str) -> bool:
    """Any text that is not empty and does not begin as another format does: a pasted list has no sign of its own."""
    start = text.removeprefix("\ufeff")
    return bool(start.strip()) and "\0" not in start[:1000] and not _SOMETHING_ELSE.match(start)


FORMAT = Format(name="listing", label="Pasted list", extensions=(".txt",), recognises=recognises, load=load)
