"""`content/import.lock`: what each source last said, so that a later import knows what is new, and from whom.

JSON Lines, UTF-8, LF, sorted: a version line, a line per source, a line per record of a source. It is committed to git; git
merges it line by line.
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

    @property
    def line(self) -> dict[str, Any]:
        said = {"record": self.id, "source": self.source, "key": self.key, "fields": self.fields}
        return {**said, "dropped": True} if self.dropped else said


@dataclass(frozen=True, slots=True)
class Lock:
    """The whole file."""

    sources: Mapping[str, str] = field(default_factory=dict)
    """Digest of each source's text with LF endings, by file name."""
    records: Mapping[tuple[str, str], RecordState] = field(default_factory=dict)
    """By (source, id)."""


def digest_of(text: str) -> str:
    """What `Lock.sources` holds for a text: the same on a machine that checks out with other line ends."""
    return digest(text.replace("\r\n", "\n").encode(), 16)


def parse(text: str, path: str) -> tuple[Lock, list[Problem]]:
    """Read the file's text; every line that cannot be read is a problem."""
    sources: dict[str, str] = {}
    records: dict[tuple[str, str], RecordState] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        try:
            entry = json.loads(line)
            if number == 1:
                if entry["import-lock"] != VERSION:
                    return Lock(), [Problem("lock-version", path=path, line=1, args={"version": str(entry["import-lock"])})]
            elif "record" in entry:
                state = RecordState(
                    str(entry["source"]), str(entry["record"]), str(entry["key"]), dict(entry["fields"]), "dropped" in entry
                )
                records[state.source, state.id] = state
            else:
                sources[str(entry["source"])] = str(entry["digest"])
        except (ValueError, KeyError, TypeError):
            problems.append(Problem("lock-line", path=path, line=number))
    return Lock(sources, records), problems


def dump(lock: Lock) -> str:
    """The file's text: the same for the same content, whatever the order it was found in."""
    lines: list[dict[str, Any]] = [{"import-lock": VERSION}]
    lines += [{"source": name, "digest": value} for name, value in sorted(lock.sources.items())]
    lines += [lock.records[place].line for place in sorted(lock.records)]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
