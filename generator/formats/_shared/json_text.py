"""JSON whose entries keep their lines. https://www.rfc-editor.org/rfc/rfc8259, and JSON Lines, one value per line.

Every scalar becomes text, so that `1.10` stays what it is; null is None. Of two equal keys in one object the second becomes
`key (2)`: JSON's readers would drop the first in silence.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.errors import Problem, Severity

Spec = Mapping[str, Any]
"""Where a file keeps its entries: `{"message": {"items": {}}}`. An object with none of these keys is an entry itself; a list is
looked into."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry."""

    value: Any
    line: int
    text: str
    """As it stands in the file."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    found, times = {}, Counter[str]()
    for key, value in pairs:
        times[key] += 1
        name = key if times[key] == 1 else f"{key} ({times[key]})"
        found[name] = value
    return found


def _constant(text: str) -> str:
    return text


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=str, parse_int=str, parse_constant=_constant, strict=False)
_SPACE = re.compile(r"[ \t\n\r]*")
_KEY = re.compile(r'"((?:[^"\\]|\\.)*)"\s*:')
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]')
DEPTH = 50
"""An entry that is nested more deeply is none that a database wrote."""
HEAD = 60_000
"""So many characters of a file say what kind it is."""


def keys(text: str) -> frozenset[str]:
    """The keys in the beginning of a JSON text; none of a text that is no JSON."""
    if not re.match(r"[\ufeff\s]*(?:\{\s*[\"}]|\[\s*[\[{\]])", text):
        return frozenset()
    return frozenset(_KEY.findall(text[:HEAD]))


SIGNS = {
    "openalex": frozenset(("authorships", "abstract_inverted_index", "openalex")),
    "semantic-scholar": frozenset(("paperId", "externalIds")),
    "orcid": frozenset(("put-code", "work-summary")),
    "dblp": frozenset(("hits", "@score")),
    "crossref": frozenset(("message-type", "is-referenced-by-count", "reference-count", "references-count", "content-domain")),
}
"""Keys that only one source writes."""


def kind(text: str) -> str:
    """The name of the format that a JSON text is in: that of its signs, else CSL-JSON; nothing where it is no JSON."""
    if re.match(r"[\ufeff\s]*(?:\[\s*\]|\{\s*\})\s*$", text):
        return "csl-json"
    found = keys(text)
    return next((name for name, signs in SIGNS.items() if signs & found), "csl-json" if found else "")


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]
    around: Mapping[str, int]
    """The keys beside the entries, which say something of the file itself, with the line of each."""


def read(text: str, path: str, spec: Spec) -> Read:
    """The entries of a file in their order. Text that is no JSON is an error with line and column; of JSON Lines, a warning."""
    reader = _Reader(text, path)
    items = tuple(reader.read(spec))
    return Read(items, tuple(reader.problems), reader.around)


def _depth(text: str) -> int:
    """How deeply objects and lists are nested."""
    if text.count("[") + text.count("{") <= DEPTH:
        return 0
    now = deepest = 0
    for found in _BRACKET.finditer(text):
        now += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        deepest = max(deepest, now)
    return deepest


class _Reader:
    def __init__(self, text: str, path: str) -> None:
        self.text = text.replace("\ufeff", " ", 1) if text.startswith("\ufeff") else text
        self.path = path
        self.problems: list[Problem] = []
        self.around: dict[str, int] = {}
        self.breaks = [found.start() for found in re.finditer("\n", self.text)]

    def line(self, place: int) -> int:
        return bisect_right(self.breaks, place - 1) + 1

    def read(self, spec: Spec) -> Iterator[Item]:
        place, lines = self.skip(0), False
        while place < len(self.text):
            try:
                value, end = self.decode(place)
            except json.JSONDecodeError as error:
                if not lines and not self.is_line(place, error.pos):
                    self.fail(error)
                    return
                end = self.end_of_line(place)
                self.problems.append(
                    Problem("entry-unreadable", Severity.WARNING, self.path, self.line(place), text=self.text[place:end])
                )
            else:
                yield from self.items(place, end, value, spec)
            place = self.skip(end)
            if place < len(self.text) and self.text[place] == "," and not lines:  # objects between commas, without a bracket
                place = self.skip(place + 1)
            lines = True

    def is_line(self, place: int, error: int) -> bool:
        """Whether the value that begins here is one of JSON Lines: the next line begins a whole value, too."""
        end = self.end_of_line(place)
        following = self.skip(end)
        if error > end or self.text[following : following + 1] != "{":
            return False
        try:
            self.decode(following)
        except json.JSONDecodeError:
            return False
        return True

    def decode(self, place: int) -> tuple[Any, int]:
        try:
            return _DECODER.raw_decode(self.text, place)
        except RecursionError:
            raise json.JSONDecodeError("nested too deeply", self.text, place) from None

    def fail(self, error: json.JSONDecodeError) -> None:
        line = self.line(error.pos)
        column = error.pos - (self.breaks[line - 2] + 1 if line > 1 else 0) + 1
        self.problems.append(Problem("json-syntax", path=self.path, line=line, column=column, args={"detail": error.msg}))

    def items(self, start: int, end: int, value: Any, spec: Spec) -> Iterator[Item]:
        inside = [key for key in spec if isinstance(value, dict) and isinstance(value.get(key), dict | list)]
        if isinstance(value, list):
            for from_, to, element in self.elements(start):
                yield from self.items(from_, to, element, spec)
        elif inside:
            for key, from_, to, child in self.members(start):
                if key in inside:
                    yield from self.items(from_, to, child, spec[key])
                elif child not in (None, "", [], {}):
                    self.around.setdefault(key, self.line(from_))
        elif _depth(text := self.text[start:end]) > DEPTH:
            self.problems.append(Problem("entry-unreadable", Severity.WARNING, self.path, self.line(start), text=text))
        else:
            yield Item(value, self.line(start), text)

    def elements(self, start: int) -> Iterator[tuple[int, int, Any]]:
        """(start, end, value) of each element of the list that begins at `start`."""
        place = self.skip(start + 1)
        while self.text[place] != "]":
            value, end = self.decode(place)
            yield place, end, value
            place = self.skip(end)
            if self.text[place] == ",":
                place = self.skip(place + 1)

    def members(self, start: int) -> Iterator[tuple[str, int, int, Any]]:
        """(key, start, end, value) of each member of the object that begins at `start`."""
        place = self.skip(start + 1)
        while self.text[place] != "}":
            key, colon = self.decode(place)
            place = self.skip(self.skip(colon) + 1)
            value, end = self.decode(place)
            yield key, place, end, value
            place = self.skip(end)
            if self.text[place] == ",":
                place = self.skip(place + 1)

    def skip(self, place: int) -> int:
        found = _SPACE.match(self.text, place)
        return found.end() if found else place

    def end_of_line(self, place: int) -> int:
        end = self.text.find("\n", place)
        return end if end >= 0 else len(self.text)
