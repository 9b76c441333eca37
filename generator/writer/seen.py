"""Digests of files that need not be read again: what git's index does, for the same reason.

A digest is remembered for an inode with its size and times. A file that changed within the last moments before it was read
may change again without a new time (https://git-scm.com/docs/racy-git), so its digest is not kept.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from pathlib import Path

from generator.writer.manifest import digest
from generator.writer.tree import read

SETTLED = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system in use is FAT's."""


class Seen:
    """The digests of the files of an output folder and its spare. Losing them costs time, nothing else."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known = _load(file)
        self._used: dict[str, str] = {}

    def digest(self, path: str, status: os.stat_result) -> str:
        """The digest of a regular file with this `lstat`."""
        key = f"{status.st_dev} {status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"
        found = self._used.get(key) or self._known.get(key)
        if found is None:
            began = time.time_ns()
            found = digest(read(path))
            if max(status.st_mtime_ns, status.st_ctime_ns) > began - SETTLED:
                return found
        self._used[key] = found
        return found

    def save(self, *, forget_others: bool) -> None:
        """Keep what was asked for in this run and, unless told to forget it, the rest."""
        kept = self._used if forget_others else self._known | self._used
        if kept == self._known:
            return
        part = self._file.with_suffix(".part")
        part.write_text(json.dumps(kept), "utf-8")
        part.replace(self._file)


def _load(file: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        known = json.loads(file.read_text("utf-8"))
        if isinstance(known, dict) and all(isinstance(value, str) for value in known.values()):
            return known
    return {}
