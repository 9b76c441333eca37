"""`.labpress.json` in the output folder: every file there that labpress wrote, and nothing else decides what is ours.

    {"version":1,
    "files":{"404.html":"2c26b46b…",
    "authors/index.html":"fcde2b2e…"}}

A digest is the SHA-256 of the file in hexadecimal digits (`sha256sum` prints the same). While a publish is under way, a
path may have several (`["old…","new…"]`: either is ours) or none (`[]`: ours, whatever it holds; only in the spare tree,
which no person edits). So it always lists a superset of what is ours, and a publish that was killed is healed by the next.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from generator.errors import ContentError, Problem
from generator.writer.names import is_safe
from generator.writer.tree import read, write_new

MANIFEST = ".labpress.json"
PART = ".labpress.json.part"
"""Where a file is written that cannot be moved into place from the cache; always ours."""
RESERVED = frozenset((MANIFEST, PART))
VERSION = 1

Listed = Mapping[str, tuple[str, ...]]


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def load(folder: Path, shown: str) -> Listed:
    """What the manifest of a folder lists; nothing if there is none.

    Raises ContentError with `output-manifest` for one that cannot be understood, or that lists a path outside: to guess
    what is ours is to risk what is a person's.
    """
    try:
        return _parse(read(folder / MANIFEST))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ContentError(Problem("output-manifest", path=f"{shown}/{MANIFEST}")) from error


@functools.lru_cache(maxsize=4)  # one publish asks several times for the manifests of two trees
def _parse(text: bytes) -> Listed:
    data = json.loads(text)
    if data["version"] != VERSION:
        raise ValueError(data["version"])
    listed = {path: _digests(value) for path, value in data["files"].items()}
    if not all(map(is_safe, listed)):
        raise ValueError("a path that labpress never writes")
    return MappingProxyType(listed)


def _digests(value: object) -> tuple[str, ...]:
    digests = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else (None,)
    if not all(isinstance(one, str) for one in digests):
        raise TypeError(value)
    return digests


def dump(listed: Listed) -> bytes:
    """The same bytes for the same listing; a line per file, for people and for `diff`."""
    files = {path: found[0] if len(found) == 1 else found for path, found in sorted(listed.items())}
    text = json.dumps({"version": VERSION, "files": files}, ensure_ascii=False, separators=(",\n", ":"))
    return f"{text}\n".encode()


def store(folder: Path, listed: Listed) -> None:
    """Replace the manifest in one step: it is read whole or not at all."""
    write_new(folder / PART, dump(listed))
    (folder / PART).replace(folder / MANIFEST)
