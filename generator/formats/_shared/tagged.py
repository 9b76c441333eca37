"""Formats of tagged lines: `TY  - JOUR`, `PMID- 37295402`, `%A Jane Doe`. Every line is blank, in an entry, or a stray."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from generator.formats import Loaded
from generator.formats._shared import people
from generator.formats._shared.entry import Draft, Source


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a format writes its lines."""

    tag: re.Pattern[str]
    """A line that begins a field; its groups are the tag and the value."""
    begins: str
    """The tag that begins an entry. Any other tag begins one too where none is open."""
    names: str
    """The tag of what the source calls an entry."""
    ends: str = ""
    """The tag that ends an entry, if there is one."""
    blank_ends: bool = False
    """Whether a blank line ends an entry."""
    continued: re.Pattern[str] = re.compile(r"")
    """How a line begins that goes on with the field above it."""
    short: frozenset[str] = frozenset()
    """Tags whose value is one line: what follows without a tag belongs to no field."""


@dataclass(slots=True)
class Field:
    """One tag with its value, whose lines are kept."""

    tag: str
    value: str
    line: int


@dataclass(slots=True)
class Entry:
    """The fields of one entry, in their order."""

    line: int
    fields: list[Field] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """As it stands in the file."""
        return "\n".join(self.lines).rstrip()

    def values(self, *tags: str) -> Iterator[Field]:
        """The fields with one of the tags, in the order of the entry."""
        return (each for each in self.fields if each.tag in tags)

    def first(self, *tags: str) -> str:
        """The first value of the first tag that there is; empty without one."""
        return next((each.value for tag in tags for each in self.values(tag) if each.value.strip()), "")


@dataclass(frozen=True, slots=True)
class Split:
    """A file, line by line."""

    entries: list[Entry]
    strays: list[tuple[int, str]]
    """(line, text) of each line that belongs to no entry or to no field."""


def load(text: str, path: str, grammar: Grammar, fill: Callable[[Draft, Entry], None]) -> Loaded:
    """Read the entries of a file, each filled in by `fill`."""
    source = Source(path)
    found = split(text, grammar)
    for line, stray in found.strays:
        source.stray(line, stray)
    for entry in found.entries:
        draft = Draft(source, entry.line)
        fill(draft, entry)
        source.finish(draft, entry.text, entry.first(grammar.names))
    return source.loaded()


def split(text: str, grammar: Grammar) -> Split:
    """The entries of a file. A value's further lines are kept as lines; white space around each is not."""
    entries: list[Entry] = []
    strays: list[tuple[int, str]] = []
    open_ = astray = False
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), 1):
        found = grammar.tag.match(line)
        if found:
            astray = False
            tag, value = found[1].strip(), (found[2] or "").strip()
            if tag == grammar.ends and not open_:
                continue
            if tag == grammar.begins or not open_:
                entries.append(Entry(number))
                open_ = True
            entries[-1].lines.append(line)
            if tag == grammar.ends:
                open_ = False
                if value:
                    strays.append((number, line))
            else:
                entries[-1].fields.append(Field(tag, value, number))
        elif not line.strip():
            open_ = open_ and not grammar.blank_ends
            if open_:
                entries[-1].lines.append(line)
                entries[-1].fields[-1].value += "\n"
        elif open_ and not astray and entries[-1].fields[-1].tag not in grammar.short and grammar.continued.match(line):
            entries[-1].lines.append(line)
            entries[-1].fields[-1].value += "\n" + line.strip()
        else:
            strays.append((number, line))
            astray = True  # what is set in below it goes on with it, not with the field before
    return Split(entries, strays)


def by_comma(written: Iterable[str]) -> bool:
    """Whether a source writes names as `Family, Given`: more of its names have a comma than are of several words without one."""
    names = [name.strip() for name in written]
    return sum(map(people.has_comma, names)) > sum(" " in name and "," not in name for name in names)


def fill_names(draft: Draft, entry: Entry, roles: Mapping[str, str], *, by_comma: bool, groups: bool = True) -> None:
    """The names of an entry, one per line of each tag in `roles`; `by_comma` and `groups` of the source: see `people.read`.

    A format of tags writes the family name first, so one name as `Doe JA` is believed.
    """
    by_comma = by_comma or any(map(people.has_comma, (each.value for each in entry.values(*roles))))
    for role in dict.fromkeys(roles.values()):
        fields = (each for each in entry.fields if roles.get(each.tag) == role)
        written = [(text, each.tag, each.line) for each in fields for text in each.value.split("\n")]
        draft.written_names(role, written, by_comma=by_comma, alone=True, groups=groups)
