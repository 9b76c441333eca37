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
        if isinstance(value, str | bytes | int | float | None) and not isinstance(value, Enum):
            return _plain(value)
        known = self._known.get(id(value))
        if known is None:
            known = self._known[id(value)] = value, blake2b(b"".join(self._parts(value)), digest_size=16).digest()
        return b"#" + known[1]

    def _parts(self, value: object) -> Iterable[bytes]:
        yield _plain(f"{type(value).__module__}.{type(value).__qualname__}")
        if isinstance(value, Enum):
            yield _plain(value.name)
        elif isinstance(value, tuple | list):
            yield from map(self._form, value)
        elif isinstance(value, Mapping):
            yield from (self._form(part) for item in value.items() for part in item)
        elif isinstance(value, frozenset):
            yield from sorted(map(self._form, value))
        else:
            kind: type = type(value)
            yield from (self._form(getattr(value, name)) for name in _names(kind))


def _plain(value: str | bytes | float | None) -> bytes:
    data = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
    return b"%s %d %s" % (type(value).__name__.encode(), len(data), data)


@functools.cache
def _names(kind: type) -> tuple[str, ...]:
    if not dataclasses.is_dataclass(kind):
        raise UndigestibleError(kind)
    return tuple(field.name for field in dataclasses.fields(kind))


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
