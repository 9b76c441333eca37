"""A publications list as it is copied from a web page: titles, author lines and perhaps abstracts, told apart by their words.

    Discrete Key-Value Bottleneck        a title
    Frederik Träuble                     one author per line, or all on one line
    Anirudh Goyal
    Deep networks … (see more) perform   perhaps an abstract, with the page's marker in it

A line that begins with `# ` is a title. A year on a line of its own is the year of what follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.errors import Problem, Severity
from generator.formats import Format, Loaded, Record
from generator.formats._listing import authors
from generator.formats._listing.entries import Entry, doubtful, entries
from generator.formats._listing.reading import Became, Line, read
from generator.links import find_links
from generator.model import Publication
from generator.text import fold

_EXCERPT = 80
"""So many characters of a line are quoted in a message."""


def load(text: str, path: str) -> Loaded:
    """Read a pasted list."""
    lines = read(text)
    found, strays = entries(lines)
    author_lines = [[line.source.text for line in entry.authors] for entry in found]
    one_line = authors.one_line_each(author_lines)
    inverted = authors.family_first(author_lines)
    airy = sum(line.source.blanks > 0 for line in lines) > 0.7 * len(lines)
    problems = [_outside(line, path) for line in strays]
    records: list[Record] = []
    seen: dict[tuple[str, ...], Record] = {}
    asked: set[int] = set()
    for entry in found:
        doubt = doubtful(entry)
        record = Record(_publication(entry, one_line, inverted, airy), entry.title.source.number, flagged=doubt is not None)
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
        else:
            problems += _about_authors(record, path)
        if doubt and doubt.source.number not in asked:
            asked.add(doubt.source.number)
            problems.append(_doubt(record, doubt, path))
        records.append(record)
    if lines and not records:
        problems.append(Problem("listing-empty", Severity.WARNING, path))
    return Loaded(tuple(records), tuple(sorted(problems, key=lambda problem: problem.sort_key)))


def _publication(entry: Entry, one_line: bool, inverted: bool, airy: bool) -> Publication:
    abstract: list[str] = []
    for line in entry.abstract:
        if abstract:
            abstract.append("\n\n" if line.source.blanks and not airy else "\n")
        abstract.append(line.source.text)
    addresses = (link for text in ("".join(abstract), *(line.source.text for line in entry.links)) for link in find_links(text))
    return Publication(
        title=" ".join(entry.title.source.text.split()),
        author=tuple(name for line in entry.authors for name in authors.names_of(line.source.text, one_line, inverted)),
        author_list="partial",
        issued=entry.issued,
        link=tuple({link.URL: link for link in addresses}.values()),
        abstract="".join(abstract),
    )


def _outside(line: Line, path: str) -> Problem:
    """What is said of a line that is in no publication."""
    number, args = line.source.number, {"words": _excerpt(line)}
    if line.became is Became.HEADING:
        choices = ("heading", "title")
        return Problem("listing-heading", Severity.QUESTION, path, number, args=args, text=line.source.text, choices=choices)
    return Problem("listing-ignored", Severity.WARNING, path, number, args=args, text=line.source.text)


def _about_authors(record: Record, path: str) -> Iterator[Problem]:
    """What a person may know better about the authors of a publication."""
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


def _doubt(record: Record, line: Line, path: str) -> Problem:
    """The question how a line is to be read; `record` is the publication that it concerns."""
    return Problem(
        "listing-unsure",
        Severity.QUESTION,
        path,
        line.source.number,
        args={
            "words": _excerpt(line),
            "role": line.became,
            "other": line.otherwise or line.became,
            "title": record.publication.title,
        },
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
