"""How a page sets its titles and its author lines, apart from their words.

The scorer knows what is usual everywhere. A page has a style of its own: *Last, First* on each author line, titles in capitals,
a bullet before each title, all authors on one line. What a first reading shows of that style is held against what is usual; the
difference is evidence for every line of the page.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from generator.formats._listing.grammar import Role
from generator.formats._listing.lines import SourceLine

_SEPARATOR = re.compile(r"[,;，；、]|\s(?:and|et|und|&)\s")
_LONGEST = 300
"""A longer line is no title and rarely an author line: it teaches nothing."""
_FAMILIES = (
    # what a line may be, and how often titles and author lines are so, on the whole
    (("one", 0.80, 0.72), ("two", 0.12, 0.10), ("more", 0.08, 0.18)),  # so many parts
    (("open", 0.97, 0.98), ("stop", 0.03, 0.02)),  # ends in a full stop
    (("mixed", 0.97, 0.95), ("capitals", 0.03, 0.05)),
    (("bare", 0.97, 0.98), ("bullet", 0.03, 0.02)),
    (("bare", 0.98, 0.99), ("quoted", 0.02, 0.01)),
)
_USUAL = tuple(tuple((title, author) for _, title, author in family) for family in _FAMILIES)
_WEIGHT = 10.0
"""So many lines of a page weigh as much as what is usual."""
_MOST = 5.0
"""The log odds that a page's style can reach at most: it never outweighs sure words."""

Look = tuple[int, ...]
"""Which of each family a line is."""


def look(line: SourceLine) -> Look:
    """What a line looks like."""
    text = line.text
    return (
        min(len(_SEPARATOR.findall(text[:_LONGEST])), 2),
        int(text.endswith((".", "。"))),
        int(text.isupper()),
        int(line.bullet),
        int(text[0] in "\"“«„'‘"),
    )


def evidence(lines: Sequence[SourceLine], roles: Sequence[Role]) -> list[float]:
    """For each line, the log odds that its look gives for an author line against a title, beyond what is usual."""
    looks = [look(line) if len(line.text) < _LONGEST else None for line in lines]
    counts = [[[0, 0] for _ in family] for family in _FAMILIES]
    totals = [0, 0]
    for seen, role in zip(looks, roles, strict=True):
        if seen and role in (Role.TITLE, Role.AUTHORS):
            totals[role] += 1
            for family, value in zip(counts, seen, strict=True):
                family[value][role] += 1
    odds = [
        [_odds(count, totals, usual) for count, usual in zip(*pair, strict=True)] for pair in zip(counts, _USUAL, strict=True)
    ]
    cache: dict[Look | None, float] = {None: 0.0}
    for seen in looks:
        if seen not in cache and seen:
            total = sum(family[value] for family, value in zip(odds, seen, strict=True))
            cache[seen] = max(-_MOST, min(_MOST, total))
    return [cache[seen] for seen in looks]


def _odds(count: Sequence[int], totals: Sequence[int], usual: Sequence[float]) -> float:
    title, author = ((n + _WEIGHT * u) / (total + _WEIGHT) / u for n, total, u in zip(count, totals, usual, strict=True))
    return math.log(author / title)
