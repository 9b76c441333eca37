"""Which file a record of a source belongs to: the same paper, whoever tells of it."""

from __future__ import annotations

import difflib
import functools
import json
import operator
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator import names
from generator.merge import authors
from generator.merge.combine import is_another_version, is_preprint
from generator.merge.fields import Fields
from generator.merge.identifiers import ids
from generator.model import Name
from generator.text import fold

_MENDED = 0.85
"""So much a title is like the one it was before somebody mended it."""
_TELLING = 3
"""A title of more words is seldom given to two papers of the same people."""
_COMPARED = 50
"""So many titles of the same author are compared at most: time stays linear."""


@dataclass(frozen=True, slots=True)
class Match:
    """A paper that is there already."""

    key: str
    sure: bool
    """By DOI or arXiv id, or by title and most of the authors."""


@dataclass(frozen=True, slots=True)
class _Paper:
    """What the index compares, made once."""

    key: str
    said: Fields
    surnames: frozenset[str]
    words: int
    """Of the title."""
    is_preprint: bool
    year: str

    @classmethod
    def of(cls, key: str, said: Fields) -> _Paper:
        words = len(names.identity(said.get("title", "")).split())
        return cls(key, said, surnames(said), words, is_preprint(said), str(said.get("issued", ""))[:4])


class Index:
    """Finds a publication among others: by DOI, then arXiv id, then normalised title with a shared surname."""

    def __init__(self, publications: Iterable[tuple[str, Fields]] = ()) -> None:
        self._ids: dict[tuple[str, str], list[tuple[str, Fields]]] = defaultdict(list)
        self._titles: dict[str, list[_Paper]] = defaultdict(list)
        for key, said in publications:
            self.add(key, said)

    def add(self, key: str, said: Fields) -> None:
        for found in ids(said):
            self._ids[found].append((key, said))
        self._titles[names.identity(said.get("title", ""))].append(_Paper.of(key, said))

    def find(self, said: Fields, apart: Collection[str] = ()) -> Match | None:
        """The same paper; not one of the keys in `apart`."""
        for found in ids(said):
            for key, other in self._ids.get(found, ()):
                if key not in apart and agree(said, other):
                    return Match(key, sure=True)
        wanted = _Paper.of("", said)
        for paper in self._same_title(said, apart):
            if _share(wanted.surnames, paper.surnames) and not _cannot_be_one(wanted, paper):
                return Match(paper.key, sure=_share_most(wanted.surnames, paper.surnames))
        return None

    def is_sure_of(self, said: Fields) -> bool:
        match = self.find(said)
        return match is not None and match.sure

    def arrange(self, order: Callable[[str], tuple[int, str]]) -> None:
        """Put the papers of each title in the order of their keys: `namesake` is the first."""
        for papers in self._titles.values():
            papers.sort(key=lambda paper: order(paper.key))

    def namesake(self, said: Fields, apart: Collection[str] = ()) -> str:
        """The key of another paper with the same title, if there is one."""
        return next((paper.key for paper in self._same_title(said, apart)), "")

    def _same_title(self, said: Fields, apart: Collection[str]) -> Iterator[_Paper]:
        title = names.identity(said.get("title", ""))
        return (paper for paper in self._titles.get(title, ()) if title and paper.key not in apart)


def surnames(said: Fields) -> frozenset[str]:
    listed = names.listed([authors.name_of(item) for item in said.get("author", ())])
    return frozenset(fold(name.family) if name.family else _surname(name.text) for name in listed)


@functools.lru_cache(1 << 16)
def _surname(printed: str) -> str:
    return names.sort_key(Name(printed=printed))[0]


def agree(one: Fields, other: Fields) -> bool:
    """Whether two records with the same identifier can be of one paper: a volume's DOI is given to its papers now and then."""
    return _share(surnames(one), surnames(other)) or alike(one.get("title", ""), other.get("title", "")) > 0.8


def alike(one: str, other: str) -> float:
    """How much two titles are alike, 0 to 1."""
    a, b = names.identity(one), names.identity(other)
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if min(len(a), len(b)) > 0.6 * max(len(a), len(b)) else 0.0


def _share(some: frozenset[str], others: frozenset[str]) -> bool:
    return not some or not others or not some.isdisjoint(others)


def _share_most(some: frozenset[str], others: frozenset[str]) -> bool:
    fewer = min(len(some), len(others))
    return not fewer or 2 * len(some & others) >= fewer


def _most_shared(one: Fields, other: Fields) -> bool:
    return _share_most(surnames(one), surnames(other))


def _cannot_be_one(one: _Paper, other: _Paper) -> bool:
    """Titles that are used again and again, `Editorial`, are one only where nothing speaks against it."""
    if one.words > _TELLING or one.is_preprint != other.is_preprint:
        return False
    if one.words == 1 and one.year and other.year and one.year != other.year:
        return True
    differ = any(_differ(one.said, other.said, key) for key in ("volume", "issue", "page"))
    return differ or is_another_version(one.said, other.said)


def _differ(one: Fields, other: Fields, key: str) -> bool:
    mine, its = one.get(key), other.get(key)
    return bool(mine and its and mine != its)


def follow(records: Mapping[str, Fields], states: Mapping[str, Fields]) -> dict[str, str]:
    """Which old name of the same source each of its records had, where it had one; most keep theirs.

    A name alone proves little: keys that a program makes (`lee2023a`) and numbers of repeated titles move on when a paper is put
    before. So what says the same comes first, then identifier or title, then a title that was mended; with most of the authors
    the same. What is left is believed by its name, unless it is plainly another paper.
    """
    following = _Following(records, states)
    following.unchanged()
    following.by_name(lambda said, state: _is_surely(said, state))
    following.sure()
    following.by_name(lambda said, state: _most_shared(said, state) and _is_mended(said, state))
    following.mended()
    following.by_name(lambda said, state: _same_title(said, state) or not _is_plainly_another(said, state), clashes=False)
    return following.found


class _Following:
    """Gives each record of a source at most one of its old states, and none to two."""

    def __init__(self, records: Mapping[str, Fields], states: Mapping[str, Fields]) -> None:
        self.records = records
        self.states = states
        self.found: dict[str, str] = {}
        self.taken: set[str] = set()

    @property
    def left(self) -> list[tuple[str, Fields]]:
        return [(native, said) for native, said in self.records.items() if native not in self.found]

    def take(self, native: str, old: str) -> None:
        self.found[native] = old
        self.taken.add(old)

    def unchanged(self) -> None:
        self.by_name(operator.eq)
        places: dict[str, list[str]] = defaultdict(list)
        for old in reversed([old for old in self.states if old not in self.taken]):
            places[json.dumps(self.states[old], sort_keys=True)].append(old)
        for native, said in self.left if places else ():
            if same := places.get(json.dumps(said, sort_keys=True)):
                self.take(native, same.pop())

    def by_name(self, is_one: Callable[[Fields, Fields], bool], *, clashes: bool = True) -> None:
        """Those that kept their name. Without `clashes` not those whose name is but a title that is used again and again."""
        for native, said in self.left:
            if native in self.states and native not in self.taken and is_one(said, state := self.states[native]):
                title = names.identity(said.get("title", ""))
                is_title = bool(title) and native.startswith(title)
                if clashes or not is_title or not _cannot_be_one(_Paper.of("", said), _Paper.of("", state)):
                    self.take(native, native)

    def sure(self) -> None:
        index = Index((old, said) for old, said in self.states.items() if old not in self.taken)
        for native, said in self.left:
            match = index.find(said, self.taken)
            if match and match.sure:
                self.take(native, match.key)

    def mended(self) -> None:
        by_surname: dict[str, list[str]] = defaultdict(list)
        for old in (old for old in self.states if old not in self.taken):
            for surname in surnames(self.states[old]):
                by_surname[surname].append(old)
        for native, said in self.left:
            rarest = min((by_surname[surname] for surname in surnames(said) if surname in by_surname), key=len, default=[])
            close = [
                (alike(said.get("title", ""), self.states[old].get("title", "")), old)
                for old in rarest[:_COMPARED]
                if old not in self.taken and _most_shared(said, self.states[old])
            ]
            likeness, best = max(close, default=(0.0, ""))
            if _MENDED <= likeness < 1:  # the same title was looked at before: it is another paper of that title
                self.take(native, best)


def _is_surely(one: Fields, other: Fields) -> bool:
    return Index([("", other)]).is_sure_of(one)


def _is_mended(one: Fields, other: Fields) -> bool:
    return _MENDED <= alike(one.get("title", ""), other.get("title", "")) < 1


def _is_plainly_another(one: Fields, other: Fields) -> bool:
    """By other people, or published under another DOI; a preprint may have got a new title in print."""
    printed = not is_preprint(one) and not is_preprint(other)
    return not _most_shared(one, other) or (printed and _differ(one, other, "DOI"))


def _same_title(one: Fields, other: Fields) -> bool:
    return names.identity(one.get("title", "")) == names.identity(other.get("title", ""))
