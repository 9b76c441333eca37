"""Let two folders change their names in one step, where the system can do that.

Linux: `renameat2` with `RENAME_EXCHANGE` (https://man7.org/linux/man-pages/man2/rename.2.html); macOS: `renamex_np` with
`RENAME_SWAP` (`man renamex_np`). Python's standard library has neither.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders; False, and nothing changed, where that cannot be done (another device, a mount point …)."""
    call = _system_call()
    if call is None:
        return False
    sys.audit("labpress.exchange", str(one), str(other))
    return call(os.fsencode(one), os.fsencode(other)) == 0


def can_exchange(one: Path, other: Path) -> bool:
    """Whether it is worth trying: cheap to know before the spare tree is made."""
    return _system_call() is not None and one.stat().st_dev == other.stat().st_dev


@functools.cache
def _system_call() -> Callable[[bytes, bytes], int] | None:
    if sys.platform not in ("linux", "darwin"):
        return None
    import ctypes  # 10 ms that a build with nothing to do can spare

    library = ctypes.CDLL(None)
    if sys.platform == "linux":
        renameat2 = getattr(library, "renameat2", None)  # glibc since 2.28
        return renameat2 and (lambda a, b: int(renameat2(_AT_FDCWD, a, _AT_FDCWD, b, _RENAME_EXCHANGE)))
    renamex_np = getattr(library, "renamex_np", None)
    return renamex_np and (lambda a, b: int(renamex_np(a, b, _RENAME_SWAP)))
