"""What a page depends on, as a digest, and what earlier builds made: the preview makes only what can have changed.

A digest is made of the values themselves, whatever objects hold them, so that a site that was read again has the digests of
the one before. An object that stands on many pages is digested once in a build.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from hashlib import blake2b
from operator import attrgetter
from typing import TypeVar, cast

T = TypeVar("T")


class UndigestibleError(TypeError):
    """A value of a kind that is not known here: what depends on it is to be made again."""


class Digests:
    """Digests of values that do not change while this lives."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, bytes]] = {}
        """By the object's id, with the object, so that no other one gets that id."""
        self._before: dict[int, tuple[object, bytes]] = {}

    def forget(self) -> None:
        """Let go of what was not asked for since the last time: of objects that no build has any more."""
        self._known, self._before = {}, self._known

    def of(self, value: object) -> bytes:
        """Equal values, equal digests. Raises UndigestibleError."""
        return blake2b(self._form(value), digest_size=16).digest()

    def _form(self, value: object) -> bytes:
        """Bytes that no other value has, and that no other bytes begin with: a text as it is, of what has parts a digest."""
        if type(value) in PLAIN:
            return _plain(value)
        known = self._known.get(id(value))
        if known is None and (known := self._before.get(id(value))):
            self._known[id(value)] = known
        if known is None:
            kind: type = type(value)
            parts = _plain(_name(kind)) + b"".join(map(self._form, _parts(value)))
            known = self._known[id(value)] = value, b"#" + blake2b(parts, digest_size=16).digest()
        return known[1]


PLAIN = frozenset({str, bytes, int, float, bool, type(None)})


def _plain(value: object) -> bytes:
    data = value if type(value) is bytes else str(value).encode("utf-8", "surrogatepass")
    return b"%s%d %s" % (type(value).__name__.encode(), len(data), data)


@functools.cache
def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, Enum):
        return (value.name,)
    if isinstance(value, tuple | list):
        return value
    if isinstance(value, Mapping):
        return (part for item in value.items() for part in item)
    if isinstance(value, frozenset):
        return sorted(value, key=repr)
    kind: type = type(value)
    return _fields(kind)(value)


@functools.cache
def _fields(kind: type) -> Callable[[object], Iterable[object]]:
    if not dataclasses.is_dataclass(kind):
        raise UndigestibleError(kind)
    names = [field.name for field in dataclasses.fields(kind)]
    return attrgetter(*names) if len(names) > 1 else lambda value: [getattr(value, name) for name in names]


class Kept:
    """What earlier builds made, each with what it was made from, so that the next makes again only what differs."""

    def __init__(self) -> None:
        self._made: dict[object, tuple[object, object]] = {}
        self.digests = Digests()

    def take(self, name: object, made_from: object, make: Callable[[], T]) -> T:
        """What stands at `name`: as it was, if it was made from an equal value; of one name there is one kind of thing."""
        found = self._made.get(name)
        if found is None or found[0] != made_from:
            found = self._made[name] = made_from, make()
        return cast("T", found[1])
