"""YAML as front matter needs it: every scalar is text, and nothing is guessed.

YAML 1.1 would read `no` as false, `12:30` as 750, `2305.19450` as a number, and let the last of two equal keys win. Here a
scalar is the text that stands there, only an empty one is absent (None), and the schema converts. Anchors, aliases, tags,
merge keys and keys that are not text are refused, which also shuts out the inputs that grow exponentially. It reads
libyaml's events, so each value comes with its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentEndEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from generator.errors import Problem

Location = tuple[str | int, ...]
"""The way to a value: keys and list indices from the top."""
DEPTH = 12
"""Deeper nesting than any key of the schema has."""


@dataclass(frozen=True, slots=True)
class Document:
    """A mapping at the top, or nothing if there were problems with the YAML itself."""

    data: Mapping[str, Any]
    places: Mapping[Location, tuple[int, int]]
    """1-based (line, column) of each value; of a mapping's entry, that of its key."""
    problems: tuple[Problem, ...]

    def place(self, location: Location) -> tuple[int, int]:
        """Where a value stands, or what holds it if it is missing."""
        while location and location not in self.places:
            location = location[:-1]
        return self.places.get(location, (1, 0))


EMPTY: Mapping[str, Any] = MappingProxyType({})
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(text: str, path: str = "", first_line: int = 1) -> Document:
    """Read one YAML document whose first line is line `first_line` of the file. Bad YAML is a Problem, never an exception."""
    reader = _Reader(path, first_line)
    try:
        events = [
            event
            for event in yaml.parse(text, Loader=_Loader)
            if isinstance(event, NodeEvent | CollectionEndEvent | DocumentEndEvent)
        ]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reader.report("yaml-syntax", mark, detail=" ".join(filter(None, (error.context, error.problem))))
    except yaml.YAMLError as error:  # a character that YAML does not allow
        position = getattr(error, "position", 0)
        reader.problems.append(
            Problem(
                "yaml-character",
                path=path,
                line=first_line + text[:position].count("\n"),
                args={"detail": f"U+{ord(text[position]):04X}" if position < len(text) else ""},
            )
        )
    else:
        return reader.document(events)
    return Document(EMPTY, {}, tuple(reader.problems))


class _Reader:
    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.problems: list[Problem] = []
        self.places: dict[Location, tuple[int, int]] = {}

    def report(self, code: str, mark: Any, **args: str | int) -> None:
        line, column = self.at(mark)
        self.problems.append(Problem(code, path=self.path, line=line, column=column, args=args))

    def at(self, mark: Any) -> tuple[int, int]:
        return (self.first_line + mark.line, mark.column + 1)

    def document(self, events: Sequence[Event]) -> Document:
        ends = [index for index, event in enumerate(events) if isinstance(event, DocumentEndEvent)]
        if len(ends) > 1:
            self.report("yaml-documents", events[ends[0] + 1].start_mark)
        self.stream = iter(events)
        first = next(self.stream, None)
        if first is None or isinstance(first, DocumentEndEvent) or (isinstance(first, ScalarEvent) and not first.value):
            return Document(EMPTY, self.places, tuple(self.problems))
        data = self.value(first, ())
        if not isinstance(data, dict) and not self.problems:
            self.report("yaml-mapping", first.start_mark)
        return Document(EMPTY if self.problems else data, self.places, tuple(self.problems))

    def value(self, event: Any, location: Location) -> Any:
        self.places.setdefault(location, self.at(event.start_mark))
        if isinstance(event, AliasEvent) or event.anchor:
            self.report("yaml-anchor", event.start_mark, name=event.anchor)
        if isinstance(event, AliasEvent):
            return None
        if event.tag and event.tag != "!":
            self.report("yaml-tag", event.start_mark, tag=event.tag.replace("tag:yaml.org,2002:", "!!"))
        if isinstance(event, ScalarEvent):
            return event.value if event.value or event.style else None
        if len(location) >= DEPTH:
            self.report("yaml-depth", event.start_mark)
            return self.skip()
        return self.sequence(location) if isinstance(event, SequenceStartEvent) else self.mapping(location)

    def sequence(self, location: Location) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.stream), CollectionEndEvent):
            items.append(self.value(event, (*location, len(items))))
        return items

    def mapping(self, location: Location) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        while not isinstance(event := next(self.stream), CollectionEndEvent):
            if not isinstance(event, ScalarEvent) or event.anchor or event.tag or not event.value:
                self.report("yaml-key", event.start_mark)
                key = ""
                self.value(event, (*location, key))
            else:
                key = event.value
                if key == "<<":
                    self.report("yaml-merge", event.start_mark)
                elif key in entries:
                    self.report("yaml-duplicate", event.start_mark, name=key, first=self.places[*location, key][0])
                self.places.setdefault((*location, key), self.at(event.start_mark))
            entries[key] = self.value(next(self.stream), (*location, key))
        return entries

    def skip(self) -> None:
        """Pass over what is nested too deeply."""
        depth = 1
        while depth:
            event = next(self.stream)
            depth += isinstance(event, SequenceStartEvent | MappingStartEvent)
            depth -= isinstance(event, CollectionEndEvent)
