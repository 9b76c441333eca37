"""Exports of databases in JSON: entry by entry, each key read, left out by name, or kept in `custom`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from generator.formats import Loaded
from generator.formats._shared import json_text
from generator.formats._shared.entry import Draft, Source
from generator.formats._shared.json_text import Spec

Fill = Callable[[Draft, Mapping[str, Any]], str]
"""Fills an entry from an object and returns what the source calls it."""


def load(text: str, path: str, spec: Spec, fill: Fill) -> Loaded:
    """Read the entries that stand where `spec` says."""
    source = Source(path)
    read = json_text.read(text, path, spec)
    source.problems += read.problems
    for key, line in read.around.items():
        source.leave_out(key, line)
    for item in read.items:
        if isinstance(item.value, dict):
            draft = Draft(source, item.line)
            source.finish(draft, item.text, fill(draft, item.value))
        else:
            source.unreadable(item.line, item.text)
    return source.loaded()


def get(value: Any, *keys: str) -> Any:
    """What lies inside objects inside objects; None where there is nothing."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def text(value: Any, *keys: str) -> str:
    """The text that lies there; empty for anything else."""
    found = get(value, *keys)
    return found if isinstance(found, str) else ""


def objects(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a list; one object alone is a list of one."""
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, Mapping)]


def rest(draft: Draft, value: Mapping[str, Any], read: Collection[str], bookkeeping: Collection[str]) -> None:
    """What no field was made of: kept in `custom`, or left out by name where it is about the database's own record.

    `read` names what was read, an object or a part of one: `doi`, `author.name`. A part of such an object that is not named is
    left out; of a key that is in neither, everything is kept.
    """
    partly = {path.partition(".")[0] for path in read}
    for key, item in value.items():
        if key in partly:
            for path in _unread(key, item, read):
                draft.source.leave_out(path, draft.line)
        elif item in _NOTHING or item is False:
            continue
        elif key in bookkeeping:
            draft.source.leave_out(key, draft.line)
        else:
            draft.keep(key, item)


_NOTHING: tuple[Any, ...] = (None, "", [], {}, "0")


def _unread(path: str, item: Any, read: Collection[str]) -> Iterator[str]:
    """The paths inside an object that say something and were not read."""
    if path in read:
        return
    if isinstance(item, Mapping):
        for key, inner in item.items():
            yield from _unread(f"{path}.{key}", inner, read)
    elif isinstance(item, list):
        for inner in item:
            yield from _unread(path, inner, read)
    elif item not in _NOTHING and item is not False:
        yield path
