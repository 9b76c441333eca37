"""What a page depends on, as a digest, and the pages of the build before: the preview renders only what can have changed.

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


class UndigestibleError(TypeError):
    """A value of a kind that is not known here: what depends on it is to be made again."""


class Digests:
    """Digests of values that do not change while this lives."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, bytes]] = {}
        """By the object's id, with the object, so that no other one gets that id."""

    def of(self, value: object) -> bytes:
        """Equal values, equal digests. Raises UndigestibleError."""
        return blake2b(self._form(value), digest_size=16).digest()

    def _form(self, value: object) -> bytes:
        """Bytes that no other value has, and that no other bytes begin with: a text as it is, of what has parts a digest."""
        if type(value) in PLAIN:
            return _plain(value)
        known = self._known.get(id(value))
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


class RenderCache:
    """The pages of earlier builds, each with the digest of all that it was made from."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[bytes, bytes]] = {}

    def page(self, path: str, digest: bytes, render: Callable[[], bytes]) -> bytes:
        """The page at this path: as it was, if the digest is the same."""
        kept = self._kept.get(path)
        if kept is None or kept[0] != digest:
            kept = self._kept[path] = digest, render()
        return kept[1]
