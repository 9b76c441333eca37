"""One labpress at a time writes with a cache."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.errors import Problem, UsageError

PATIENCE = 10.0
"""Seconds to wait for another run; a publish of 15,000 files takes about one."""
PAUSE = 0.02

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(file: Path, shown: str) -> Iterator[None]:
    """Hold the lock; the system releases it when the process ends, however it ends.

    Raises UsageError with `output-busy` when another run does not end within `PATIENCE`.
    """
    descriptor = _acquire(file, shown)
    try:
        yield
    finally:
        os.close(descriptor)


def _acquire(file: Path, shown: str) -> int:
    deadline = time.monotonic() + PATIENCE
    while True:
        file.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # a `clean` removed the folder just now
            descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
            try:
                _take(descriptor)
                if os.path.samestat(os.fstat(descriptor), os.lstat(file)):  # else `clean` removed what we waited for
                    return descriptor
            except (BlockingIOError, PermissionError):
                pass
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)
        if time.monotonic() > deadline:
            raise UsageError(Problem("output-busy", path=shown))
        time.sleep(PAUSE)
