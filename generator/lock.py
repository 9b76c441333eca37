"""`content/import.lock`: what each source last said, so that a later import knows what is new, and from whom.

JSON Lines, UTF-8, LF, sorted: a version line, a line per source, a line per record of a source, and one per file of which
several records tell, with what they say together. It is committed to git; git merges it line by line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.errors import Problem
from generator.text import digest

VERSION = 1
Fields = Mapping[str, Any]
"""Front-matter keys and values as a file writes them, with the body as `abstract`."""


@dataclass(frozen=True, slots=True)
class RecordState:
    """What a source last said of one publication."""

    source: str
    id: str
    """The source's own name for it, else its normalised title."""
    key: str
    """The file it went to, without ending."""
    fields: Fields
    dropped: bool = False
    """A person deleted the file: it does not come back."""
    first_key: str = ""
    """What the file was called at first, where a person renamed it: their answers go on being heard."""

    @property
    def line(self) -> dict[str, Any]:
        said = {"record": self.id, "source": self.source, "key": self.key, "fields": self.fields}
        marks = {"dropped": self.dropped, "first-key": self.first_key}
        return said | {name: value for name, value in marks.items() if value}


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source as it was last read."""

    digest: str
    """Of its text with LF endings."""
    format: str = ""
    """The name of its format."""


@dataclass(frozen=True, slots=True)
class Lock:
    """The whole file."""

    sources: Mapping[str, SourceState] = field(default_factory=dict)
    """By file name."""
    records: Mapping[tuple[str, str], RecordState] = field(default_factory=dict)
    """By (source, id)."""
    merged: Mapping[str, Fields] = field(default_factory=dict)
    """By file: what its records say together, where that is not what a single one says."""
    answers: str = ""
    """Digest of the answers that were heard."""
    unheard: tuple[str, ...] = ()
    """Answers to questions that nothing asks any more, which a person has been told."""
    priority: tuple[str, ...] = ()
    """The sources that were believed first, as the settings named them."""


def digest_of(text: str) -> str:
    """The digest of a text: the same on a machine that checks out with other line ends."""
    return digest(text.replace("\r\n", "\n").encode(), 16)


def parse(text: str, path: str) -> tuple[Lock, list[Problem]]:
    """Read the file's text; every line that cannot be read is a problem."""
    sources: dict[str, SourceState] = {}
    records: dict[tuple[str, str], RecordState] = {}
    merged: dict[str, Fields] = {}
    first: dict[str, Any] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        try:
            entry = json.loads(line)
            if number == 1:
                first = entry
                if entry["import-lock"] != VERSION:
                    return Lock(), [Problem("lock-version", path=path, line=1, args={"version": str(entry["import-lock"])})]
            elif "record" in entry:
                state = RecordState(
                    str(entry["source"]),
                    str(entry["record"]),
                    str(entry["key"]),
                    dict(entry["fields"]),
                    dropped="dropped" in entry,
                    first_key=str(entry.get("first-key", "")),
                )
                records[state.source, state.id] = state
            elif "file" in entry:
                merged[str(entry["file"])] = dict(entry["fields"])
            else:
                sources[str(entry["source"])] = SourceState(str(entry["digest"]), str(entry.get("format", "")))
        except (ValueError, KeyError, TypeError):
            problems.append(Problem("lock-line", path=path, line=number))
    unheard, priority = (tuple(map(str, first.get(name, ()))) for name in ("unheard", "priority"))
    return Lock(sources, records, merged, str(first.get("answers", "")), unheard, priority), problems


def dump(lock: Lock) -> str:
    """The file's text: the same for the same content, whatever the order it was found in."""
    first: dict[str, Any] = {
        "import-lock": VERSION,
        "answers": lock.answers,
        "unheard": sorted(lock.unheard),
        "priority": lock.priority,
    }
    lines: list[dict[str, Any]] = [{name: value for name, value in first.items() if value}]
    lines += [{"source": name, "format": state.format, "digest": state.digest} for name, state in sorted(lock.sources.items())]
    lines += [lock.records[place].line for place in sorted(lock.records)]
    lines += [{"file": key, "fields": said} for key, said in sorted(lock.merged.items())]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
