"""A publications list as it is copied from a web page: titles, author lines and perhaps abstracts, told apart by their words.

    Discrete Key-Value Bottleneck        a title
    Frederik Träuble                     one author per line, or all on one line
    Anirudh Goyal
    Deep networks … (see more) perform   perhaps an abstract, with the page's marker in it

A line that begins with `# ` is a title. A year on a line of its own is the year of what follows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.errors import Problem, Severity
from generator.formats import Format, Hints, Loaded, Record
from generator.formats._listing import authors, manner, questions
from generator.formats._listing.entries import Entry, doubtful, entries
from generator.formats._listing.hints import answered
from generator.formats._listing.imprint import Imprint
from generator.formats._listing.pointers import address, further, without_pointers
from generator.formats._listing.reading import Became, Line, read
from generator.links import find_links
from generator.model import Name, PartialDate, Publication
from generator.names import turned_back
from generator.text import fold


def load(text: str, path: str) -> Loaded:
    """Read a pasted list."""
    return load_with(text, path, Hints())


def load_with(text: str, path: str, hints: Hints) -> Loaded:
    """Read a pasted list. Known people and titles help to tell its lines apart; what a person answered holds."""
    lines = read(text, hints)
    sorted_out = entries(lines)
    setting = _setting(lines, sorted_out.found)
    problems = [questions.outside(line, path) for line in sorted_out.strays]
    problems += [questions.cited(line, path) for line in lines if line.counted]
    if sorted_out.own and not answered(hints.answers, own := questions.furniture(sorted_out.own, path)):
        problems.append(own)
    records: list[Record] = []
    seen: dict[tuple[str, ...], Record] = {}
    asked: set[int] = set()
    for entry in sorted_out.found:
        doubt = doubtful(entry)
        publication, about = _publication(entry, setting, path, hints.answers)
        record = Record(publication, entry.title.source.number, flagged=doubt is not None)
        same = (fold(publication.title), *map(fold, record.names))
        first = seen.setdefault(same, record)
        if first is not record and publication.abstract in ("", first.publication.abstract):
            problems.append(questions.repeat(record, first, path))
        else:
            problems += about
        if doubt and doubt.source.number not in asked:
            asked.add(doubt.source.number)
            problems.append(questions.unsure(record, doubt, path))
        records.append(record)
    if lines and not records:
        problems.append(Problem("listing-empty", Severity.WARNING, path))
    return Loaded(tuple(records), tuple(sorted(problems, key=lambda problem: problem.sort_key)))


@dataclass(frozen=True, slots=True)
class _Setting:
    """How the page sets its entries."""

    one_line: bool
    """All authors of a publication stand on one line."""
    inverted: bool
    """Family names come first."""
    digits: bool
    """Names carry the numbers of footnotes."""
    airy: bool
    """Blank lines stand everywhere, and part nothing."""


def _setting(lines: Sequence[Line], found: Sequence[Entry]) -> _Setting:
    digits = manner.has_marks([line.source for entry in found for line in entry.authors])
    author_lines = [[authors.bare(line.source.text, digits=digits) for line in entry.authors] for entry in found]
    airy = sum(line.source.blanks > 0 for line in lines) > 0.7 * len(lines)
    return _Setting(authors.one_line_each(author_lines), authors.family_first(author_lines), digits, airy)


def _publication(entry: Entry, setting: _Setting, path: str, answers: Mapping[str, str]) -> tuple[Publication, list[Problem]]:
    """An entry as a publication, and what a person may know better about its authors."""
    reference = entry.title.reference
    title = " ".join((reference.title if reference else entry.title.source.text).split())
    number = entry.title.source.number
    names, open_questions = _answered_names(_names(entry, setting), title, number, path, answers)
    completeness = questions.partial(title, len(names), number, path)
    # A list copied from a web page often leaves authors out; a reference names them all, or says that it does not.
    said = answered(answers, completeness) or ("complete" if reference and not reference.authors.partial else "")
    abstract = _abstract(entry, setting)
    pointers = _pointers(entry)
    publication = Publication(
        title=title,
        author=names,
        author_list="complete" if said == "complete" else "partial",
        issued=entry.issued or _year(entry),
        note="\n".join(line.source.text for line in entry.venues),
        link=tuple({link.URL: link for link in (*find_links(abstract), *pointers.links)}.values()),
        abstract=abstract,
        **pointers.fields,  # type: ignore[arg-type]
    )
    if reference:
        publication = reference.filled(publication)
    return publication, open_questions if said else [completeness, *open_questions]


def _pointers(entry: Entry) -> Imprint:
    """The addresses and identifiers on and between the lines of an entry; those of a reference are split off already."""
    found = Imprint()
    for line in (entry.title, *entry.authors, *entry.venues, *entry.links):
        for link in line.source.links:
            address(link, found)
        if not line.source.links and line.became in (Became.LINK, Became.VENUE):
            further(without_pointers(line.source.text, found), found)
    return found


def _names(entry: Entry, setting: _Setting) -> list[Name]:
    if entry.title.reference:
        return list(entry.title.reference.authors.names)
    lines = (authors.bare(line.source.text, digits=setting.digits) for line in entry.authors)
    return [turned_back(name) for line in lines for name in authors.names_of(line, setting.one_line, setting.inverted)]


def _answered_names(
    names: Sequence[Name], title: str, line: int, path: str, answers: Mapping[str, str]
) -> tuple[tuple[Name, ...], list[Problem]]:
    """The names without those that a person said are another's, and the questions that nobody answered."""
    gone: set[int] = set()
    questions_left = []
    for problem, one, other in questions.same_person(title, tuple(names), line, path):
        answer = answered(answers, problem)
        if not answer:
            questions_left.append(problem)
        elif answer != questions.BOTH:
            gone.add(id(other if answer == one.text else one))
    return tuple(name for name in names if id(name) not in gone), questions_left


def _abstract(entry: Entry, setting: _Setting) -> str:
    text: list[str] = []
    for line in entry.abstract:
        if text:
            text.append("\n\n" if line.source.blanks and not setting.airy else "\n")
        text.append(line.source.text)
    return "".join(text)


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _year(entry: Entry) -> PartialDate | None:
    """The year that the entry's venue names, if it is one year."""
    years = {year for line in entry.venues for year in _YEAR.findall(line.source.text)}
    return PartialDate(int(years.pop())) if len(years) == 1 else None


_SOMETHING_ELSE = re.compile(r"\s*(?:[{\[<]|TY  - |PMID- |%[0A-Z] |@\w+\s*[{(])")


def recognises(text: str) -> bool:
    """Any text that is not empty and does not begin as another format does: a pasted list has no sign of its own."""
    start = text.removeprefix("\ufeff")
    return bool(start.strip()) and "\0" not in start[:1000] and not _SOMETHING_ELSE.match(start)


FORMAT = Format(name="listing", label="Pasted list", extensions=(".txt",), recognises=recognises, load=load, load_with=load_with)
