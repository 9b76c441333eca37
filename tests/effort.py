"""How much work something is, told apart from the noise of a machine that others use too: tests of growth, not of seconds.

A single measurement is never believed: what is too slow is so every time, what was disturbed is not.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ATTEMPTS = 5
TICK = 0.004
"""Seconds below which a small case is not told from nothing."""


def cpu(work: Callable[[], object]) -> float:
    """Seconds of processor that one call takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def grows_less_than(factor: float, prepare: Callable[[int], Callable[[], object]], small: int, large: int) -> bool:
    """Whether the work that is prepared for the large size takes less than `factor` times that for the small one."""
    prepare(min(small, 10))()  # imports and tables that are made once
    return any(cpu(prepare(large)) < factor * max(cpu(prepare(small)), TICK) for _ in range(ATTEMPTS))


def takes_less_than(seconds: float, work: Callable[[], object]) -> bool:
    """Whether the work ends in that many seconds of processor, of which a limit that is far off tells what never would."""
    return any(cpu(work) < seconds for _ in range(ATTEMPTS))
