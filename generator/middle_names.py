"""A name and the same name with a middle name more: when the two are one person beyond reasonable doubt.

`Susan Talbott` and `Susan W. Talbott` are one person if they have a co-author in common and nothing speaks against it: they never
stand on one list, no ORCID or author file tells them apart, and there is no third name that one of them could be as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from generator.likeness import Spelled, align, is_group, spelled
from generator.model import Name

Who = tuple[str, ...]
"""What a printed name is filed under: ("file", name), ("ORCID", iD), ("name", folded name), or ("twice", folded name, number) for
a name that stands on one list again."""

CROWD = 100
"""A list with more names says nothing of who works with whom."""
MANY = 20
"""Where more share a first and a last name, there is always a third whom one could be."""


@dataclass(frozen=True, slots=True)
class Filed:
    """What is filed under one heading: the printed names, and the lists of authors or editors that they stand on."""

    who: Who
    names: tuple[Name, ...]
    lists: tuple[int, ...]
    ORCID: str = ""

    def spelled(self) -> Iterator[Spelled]:
        """The persons' names: nothing is concluded of a group's."""
        yield from (spelled(name) for name in self.names if not name.literal and not is_group(name))


@dataclass(frozen=True, slots=True)
class Lists:
    """Who stands on which list of authors or editors."""

    whos: Sequence[Sequence[Who]]

    def beside(self, filed: Filed) -> set[Who]:
        """Everybody who stands on a list beside somebody."""
        near = (self.whos[number] for number in filed.lists)
        return {who for whos in near if len(whos) <= CROWD for who in whos} - {filed.who}


def one_person(everybody: Mapping[Who, Filed], lists: Lists) -> list[tuple[Who, Who]]:
    """The pairs that are one person, in order; nobody is in two of them."""
    full: dict[tuple[str, tuple[str, ...]], dict[Who, None]] = defaultdict(dict)
    initialled: dict[tuple[str, tuple[str, ...]], list[Spelled]] = defaultdict(list)
    for filed in everybody.values():
        for name in filed.spelled():
            if name.given and len(name.given[0]) > 1:
                full[name.given[0], name.family][filed.who] = None
            elif name.given:
                initialled[name.given[0], name.family].append(name)
    found = []
    for (first, family), whos in full.items():
        if not 1 < len(whos) <= MANY:
            continue
        group = [everybody[who] for who in whos]
        forms = {
            filed.who: [name for name in filed.spelled() if name.family == family and name.given[:1] == (first,)]
            for filed in group
        }
        for one, other in combinations(group, 2):
            rivals = [name for third in group if third not in (one, other) for name in forms[third.who]]
            if _agree(forms[one.who], forms[other.who], rivals, initialled.get((first[0], family), [])) and not _contradict(
                one, other, lists
            ):
                found.append((one.who, other.who))
    return _undisputed(found)


def _agree(one: Sequence[Spelled], other: Sequence[Spelled], rivals: Sequence[Spelled], initials: Sequence[Spelled]) -> bool:
    """Whether one name is the other without a middle name, and no third fits either."""
    if not any(_without_middle(a, b) or _without_middle(b, a) for a in one for b in other):
        return False
    if not all(a.suffix == b.suffix and _compatible(a, b) for a in one for b in other):
        return False
    if any(_compatible(rival, name) for rival in rivals for name in (*one, *other)):
        return False
    # Initials that fit both names are no third person; those that fit only one may be.
    return all(
        all(_compatible(rival, name) for name in (*one, *other)) or not any(_compatible(rival, name) for name in (*one, *other))
        for rival in initials
    )


def _without_middle(short: Spelled, long: Spelled) -> bool:
    rest = iter(long.given)
    return len(short.given) < len(long.given) and all(name in rest for name in short.given)


def _compatible(a: Spelled, b: Spelled) -> bool:
    short, long = sorted((a.given, b.given), key=len)
    return short[0][0] == long[0][0] and align(short, long) is not None


def _contradict(one: Filed, other: Filed, lists: Lists) -> bool:
    if "twice" in (one.who[0], other.who[0]) or (one.who[0] == other.who[0] != "name"):
        return True
    if one.ORCID and other.ORCID and one.ORCID != other.ORCID:
        return True
    beside = lists.beside(one)
    return not set(one.lists).isdisjoint(other.lists) or beside.isdisjoint(lists.beside(other))


def _undisputed(pairs: Iterable[tuple[Who, Who]]) -> list[tuple[Who, Who]]:
    """The pairs of those who are in one pair only: a person with two names on papers may fit a different one by each."""
    pairs = sorted(set(pairs))
    times: dict[Who, int] = defaultdict(int)
    for pair in pairs:
        for who in pair:
            times[who] += 1
    return [pair for pair in pairs if all(times[who] == 1 for who in pair)]
