"""Where two lists differ: which item was taken away, which came, and which became another."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterator, Sequence

_COMPARED = 250_000
"""So many pairs of items are compared at most: a list of thousands does not take minutes."""


def blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where two lists differ: (from, to) in the old one, (from, to) in the new one.

    An item that became a like one is a block of its own, so that a comment beside it does not go with a neighbour.
    """
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        start, begin = i, k
        for one, other in _likely(old[i:j], new[k:m]) if kind == "replace" else ():
            yield start, i + one, begin, k + other
            yield i + one, i + one + 1, k + other, k + other + 1
            start, begin = i + one + 1, k + other + 1
        if kind != "equal":
            yield start, j, begin, m


def _likely(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Which item of one list became which of another, in order: those with most words in common, all in all."""
    if len(old) * len(new) > _COMPARED:
        return
    words = [[set(re.findall(r"\w+", text.casefold())) for text in texts] for texts in (old, new)]
    likeness = [[len(one & other) / (len(one | other) or 1) for other in words[1]] for one in words[0]]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, k in itertools.product(reversed(range(len(old))), reversed(range(len(new)))):
        best[i][k] = max(best[i + 1][k], best[i][k + 1], best[i + 1][k + 1] + likeness[i][k])
    i = k = 0
    while i < len(old) and k < len(new):
        if likeness[i][k] and best[i][k] == best[i + 1][k + 1] + likeness[i][k]:
            yield i, k
            i, k = i + 1, k + 1
        elif best[i][k] == best[i + 1][k]:
            i += 1
        else:
            k += 1
