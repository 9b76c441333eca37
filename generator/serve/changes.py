"""What was saved, a batch at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from watchfiles import Change, DefaultFilter

# The library documents this class for use on its own: it watches from the moment it is made, so that no change falls between
# the first build and the first wait, and its pauses can be shorter for the first file of a batch than for the others.
from watchfiles._rust_notify import RustNotify, WatchfilesRustInternalError

from generator.writer.tree import scan

LOOK = 5
"""Milliseconds between two looks at what the system reported."""
QUIET = 40
"""Milliseconds without a change that end a batch: programs that save several files leave less between them. The build begins
before that, and gives way if something else comes."""
CHECK = 1000
"""Milliseconds between two looks whether the folders are still the same ones."""
LONGEST = 1.0
"""Seconds after which a batch ends in any case."""
POLL = 300
"""Milliseconds between two looks at the files themselves, where the system reports nothing."""


class Looking:
    """Sees changes by looking at the files again and again; used as `RustNotify` is.

    The library can do so too, but it compares whole seconds: of two saves within one it misses the second.
    """

    def __init__(self, folders: Sequence[str]) -> None:
        self._folders = folders
        self._seen = self._look()

    def watch(self, _longest: int, _step: int, timeout: int, stop: threading.Event) -> set[tuple[int, str]] | str:
        if stop.wait(min(timeout, POLL) / 1000):
            return "stop"
        before, self._seen = self._seen, self._look()
        return {(Change.modified, path) for path, *_ in before ^ self._seen}

    def _look(self) -> set[tuple[str, int, int, int]]:
        return {
            (f"{folder}/{path}", status.st_mtime_ns, status.st_size, status.st_ino)
            for folder in self._folders
            for path, status in scan(Path(folder)).items()
        }


class Changes:
    """Changes below some folders, except those in files that editors keep for themselves."""

    def __init__(self, folders: Iterable[Path], *, poll: bool) -> None:
        self._wanted = tuple(folders)
        self._poll = poll
        self._matters = DefaultFilter()
        self._seen = time.monotonic()
        self._begin()

    def first(self, stop: threading.Event) -> frozenset[str]:
        """The paths of the next batch, as far as it has come; none when stopped."""
        changed: set[str] = set()
        while not changed and not stop.is_set():
            changed = self._next(LOOK, CHECK, stop) | self._replaced()
        self._seen = time.monotonic()
        return frozenset(changed)

    def more(self, stop: threading.Event) -> bool:
        """Whether something else changes until nothing has for a while. Time that went by since `first` counts."""
        left = QUIET - int((time.monotonic() - self._seen) * 1000)
        return bool(self._next(1, max(1, left), stop))

    def rest(self, stop: threading.Event) -> frozenset[str]:
        """The paths of the batch that is yet to come, and that has its end when nothing changes for a while."""
        changed: set[str] = set()
        last = time.monotonic() + LONGEST
        while time.monotonic() < last and (more := self._next(QUIET, QUIET, stop)):
            changed |= more
        return frozenset(changed)

    def _next(self, step: int, timeout: int, stop: threading.Event) -> set[str]:
        try:
            found = self._watcher.watch(int(LONGEST * 1000), step, timeout, stop)
        except WatchfilesRustInternalError:
            # A file name that is no text, or more changes than the system can report: it would be said again for ever.
            self._begin()
            return set(self._folders)
        if isinstance(found, str):  # `stop`, `timeout`
            return set()
        return {path for change, path in found if self._matters(Change(change), self._inside(path))}

    def _inside(self, path: str) -> str:
        """The path below the watched folder: that a site lies in a folder called `.venv` makes no difference."""
        return next((path[len(folder) :] for folder in self._folders if path.startswith(folder)), path)

    def _replaced(self) -> set[str]:
        """The folders, if one of them came or became another one: the site's first theme, another branch checked out."""
        if self._existing() == self._watched:
            return set()
        self._begin()
        return set(self._folders)

    def _begin(self) -> None:
        self._watched = self._existing()
        self._folders = tuple(folder for folder, _ in self._watched)
        self._watcher: RustNotify | Looking = Looking(self._folders) if self._poll else self._told()

    def _told(self) -> RustNotify | Looking:
        try:
            return RustNotify(list(self._folders), False, False, POLL, True, True)
        except (OSError, WatchfilesRustInternalError):  # above all, the system's limit of watched folders
            return Looking(self._folders)

    def _existing(self) -> tuple[tuple[str, int], ...]:
        found = []
        for folder in self._wanted:
            with suppress(OSError):
                found.append((str(folder), folder.stat().st_ino))
        return tuple(found)
