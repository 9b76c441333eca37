"""When two printed names are one by their letters alone: case, accents, dots, hyphens and spaces aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from generator import names
from generator.model import Name

MOST = 8
"""Where one name is written in more ways with and without a space, which of them are one is not concluded."""


class Spellings:
    """The folded form of each name. `Jian-Yong`, `Jian Yong` and `Jianyong` are one, unless papers tell them apart."""

    def __init__(self, lists: Iterable[Iterable[Name]]) -> None:
        self._words: dict[str, tuple[tuple[str, ...], str]] = {}
        self._spellings: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._apart: set[str] = set()
        for listed in lists:
            on_list: dict[str, tuple[str, ...]] = {}
            for name in listed:
                words, closed = self._add(name.text)
                if on_list.setdefault(closed, words) != words:
                    self._apart.add(closed)

    def add(self, forms: Iterable[str]) -> None:
        for form in forms:
            self._add(form)
        for closed, spellings in self._spellings.items():
            if len(spellings) > MOST or any(not _nested(one, other) for one, other in combinations(spellings, 2)):
                self._apart.add(closed)

    def of(self, name: str) -> str:
        words, closed = self._words.get(name) or _spelling(name)
        return (" ".join(words) if closed in self._apart else closed) or name

    def _add(self, name: str) -> tuple[tuple[str, ...], str]:
        if name not in self._words:
            self._words[name] = words, closed = _spelling(name)
            self._spellings[closed].add(words)
        return self._words[name]


def _spelling(name: str) -> tuple[tuple[str, ...], str]:
    words = names.words(name)
    return words, names.closed(words)


def _nested(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one way of dividing the same letters into words divides the other's further: not `yan gao` and `yang ao`."""
    one_cuts, other_cuts = set(_cuts(one)), set(_cuts(other))
    return one_cuts <= other_cuts or other_cuts <= one_cuts


def _cuts(words: Sequence[str]) -> Iterator[int]:
    place = 0
    for word in words:
        place += len(word)
        yield place
