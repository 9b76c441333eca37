"""What is said and asked about a pasted list.

A question's first choice is what holds until a person gives another answer; an answered question is not asked again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from generator.errors import Problem, Severity
from generator.formats import Record
from generator.formats._listing import hints
from generator.formats._listing.authors import perhaps_same
from generator.formats._listing.reading import Became, Line
from generator.model import Name

BOTH = "both"
"""Two names that are perhaps one person's stay as they are; the other choices are the name that stays alone."""
Args = dict[str, str | int]
_EXCERPT = 80
"""So many characters of a line are quoted in a message."""


def outside(line: Line, path: str) -> Problem:
    """What is said of a line that is in no publication."""
    number, args = line.source.number, {"words": _excerpt(line)}
    if line.became is Became.HEADING:
        choices = ("heading", "title", "authors", "abstract")
        return Problem(hints.HEADING, Severity.QUESTION, path, number, args=args, text=line.source.text, choices=choices)
    return Problem("listing-ignored", Severity.WARNING, path, number, args=args, text=line.source.text)


def furniture(lines: Sequence[Line], path: str) -> Problem:
    """What is said of the lines that are the page's own: each text once, with its first line and how often it stands there."""
    first: dict[str, int] = {}
    often = Counter(line.source.text for line in lines)
    for line in lines:
        first.setdefault(line.source.text, line.source.number)
    words = " · ".join(f"{first[text]}: {text}" + (f" (×{often[text]})" if often[text] > 1 else "") for text in first)
    args: Args = {"n": len(lines), "words": words}
    choices, number = ("page",), lines[0].source.number
    return Problem("listing-furniture", Severity.QUESTION, path, number, args=args, text="\n".join(first), choices=choices)


def cited(line: Line, path: str) -> Problem:
    """The note that counts of citations are left out."""
    number, args = line.source.number, {"fields": "cited by"}
    return Problem("entry-left-out", Severity.NOTE, path, number, args=args)


def unsure(record: Record, line: Line, path: str) -> Problem:
    """The question how a line is to be read; `record` is the publication that it concerns."""
    if line.reference:
        return _reference(record, line, path)
    likely = tuple(dict.fromkeys(role for role in (line.became, line.otherwise) if role))
    args: Args = {"words": _excerpt(line), "role": likely[0], "other": likely[-1], "title": record.publication.title}
    choices = tuple(dict.fromkeys((*map(str, likely), *hints.ROLES)))
    return Problem(hints.UNSURE, Severity.QUESTION, path, line.source.number, args=args, text=line.source.text, choices=choices)


def _reference(record: Record, line: Line, path: str) -> Problem:
    """The question whether a reference was split where it should be."""
    venue = record.publication.container_title or record.publication.publisher or record.publication.note or "–"
    names = ", ".join(record.names)
    args: Args = {"words": _excerpt(line), "title": record.publication.title, "authors": _short(names), "venue": _short(venue)}
    number, choices = line.source.number, hints.AS_REFERENCE
    return Problem(hints.REFERENCE, Severity.QUESTION, path, number, args=args, text=line.source.text, choices=choices)


def repeat(record: Record, first: Record, path: str) -> Problem:
    """A publication stands in the list twice."""
    title = record.publication.title
    args: Args = {"title": title, "first": first.line}
    return Problem("listing-repeat", Severity.WARNING, path, record.line, args=args, text=title)


def partial(title: str, names: int, line: int, path: str) -> Problem:
    """The question whether an author list is complete."""
    args: Args = {"title": title, "n": names}
    choices = ("partial", "complete")
    return Problem("listing-partial-authors", Severity.QUESTION, path, line, args=args, text=title, choices=choices)


def same_person(title: str, names: tuple[Name, ...], line: int, path: str) -> Iterator[tuple[Problem, Name, Name]]:
    """The questions whether two names of one list are one person's."""
    for one, other in perhaps_same(names):
        args = {"one": one.text, "other": other.text, "title": title}
        text, choices = f"{one.text}, {other.text}", (BOTH, one.text, other.text)
        yield (
            Problem("listing-same-person", Severity.QUESTION, path, line, args=args, text=text, choices=choices),
            one,
            other,
        )


def _excerpt(line: Line) -> str:
    return _short(line.source.text)


def _short(words: str) -> str:
    text = " ".join(words[: 2 * _EXCERPT].split())
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1] + "…"
