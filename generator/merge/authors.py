"""Lists of names, as front matter writes them: which entries of two lists are one, and what the lists say together.

Within one paper a name may be followed further than anywhere else: `J. Doe` and `Jane Doe` on two lists of the same paper are
one if no other name of either list could be meant. Nothing is concluded from this about other papers (`people` does that).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from generator import names
from generator.model import Name, front_matter_key, is_family_first

Item = Any
"""A name in front matter: a text, or a mapping with its parts."""
_INITIALS = re.compile(r"(?<!\S)[A-Z]{2,3}(?= \S*[a-z])")
_ATTRIBUTES = {front_matter_key(each.name): each.name for each in fields(Name)}


def name_of(item: Item) -> Name:
    """The record of a name; keys that the schema does not know are passed over."""
    if not isinstance(item, Mapping):
        return names.turned(Name(printed=str(item)))
    known: dict[str, Any] = {_ATTRIBUTES[key]: str(value) for key, value in item.items() if key in _ATTRIBUTES and key != "equal"}
    return Name(**known, equal=str(item.get("equal", "")).lower() == "true")


def text_of(item: Item) -> str:
    return name_of(item).text


def canonical(item: Item) -> Name:
    """Equal for two ways of writing the same: `Jane Doe` and `{given: Jane, family: Doe}`."""
    return names.parts(name_of(item))


def align(xs: Sequence[Item], ys: Sequence[Item]) -> dict[int, int]:
    """Which name of `xs` is which one of `ys`, by index.

    The same name, the same ORCID, the same words in another order, or a shorter form that no other name could be.
    """
    pairs: dict[int, int] = {}

    def match(key: Callable[[Item], Hashable], unique: bool) -> None:
        left: dict[Hashable, list[int]] = defaultdict(list)
        right: dict[Hashable, list[int]] = defaultdict(list)
        taken = set(pairs.values())
        for side, items, used in ((left, xs, pairs.keys()), (right, ys, taken)):
            for index, item in enumerate(items):
                if index not in used and (found := key(item)):
                    side[found].append(index)
        for found, indices in left.items():
            others = right.get(found, [])
            if not unique or len(indices) == len(others) == 1:
                pairs.update(zip(indices, others, strict=False))

    match(lambda item: _folded(text_of(item)) or text_of(item), unique=False)
    match(lambda item: name_of(item).ORCID, unique=True)
    match(lambda item: tuple(sorted(names.identity(text_of(item)).split())), unique=True)
    _match_shorter(xs, ys, pairs)
    return pairs


def _folded(text: str) -> str:
    words = names.identity(text).split()
    return "".join(words) if is_family_first(*words) else " ".join(words)


def _match_shorter(xs: Sequence[Item], ys: Sequence[Item], pairs: dict[int, int]) -> None:
    alike: dict[tuple[str, str], list[tuple[int, list[str]]]] = defaultdict(list)
    """By first letter and last word, which two forms of a name have in common."""
    taken = set(pairs.values())
    for place, words in enumerate(_words(ys)):
        if words and place not in taken:
            alike[words[0][0], words[-1]].append((place, words))
    possible: dict[int, list[int]] = {}
    for index, words in enumerate(_words(xs)):
        others = alike.get((words[0][0], words[-1]), ()) if words and index not in pairs else ()
        possible[index] = [place for place, other in others if _are_one_shorter(words, other)]
    wanted = Counter(place for found in possible.values() for place in found)
    for index, found in possible.items():
        if len(found) == 1 and wanted[found[0]] == 1:
            pairs[index] = found[0]


def _words(items: Sequence[Item]) -> list[list[str]]:
    """The folded words of each name in reading order, initials one by one: `Doe JA`, if all are so, is j, a, doe."""
    texts = (name.text for name in names.listed([name_of(item) for item in items]))
    return [names.identity(_INITIALS.sub(lambda found: " ".join(found[0]), text)).split() for text in texts]


def _are_one_shorter(one: list[str], other: list[str]) -> bool:
    """Whether one of two names is the other with names left out or cut to initials; first and last word are in both."""
    short, long = sorted((one, other), key=len)
    if len(short) < 2 or short[-1] != long[-1] or not _is_word(short[0], long[0]):
        return False
    place = 0
    for word in short:
        place = next((at + 1 for at in range(place, len(long)) if _is_word(word, long[at])), 0)
        if not place:
            return False
    return True


def _is_word(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def has_initials(item: Item) -> bool:
    """Whether a given name is cut short: such a form may be somebody else's on another paper."""
    text = text_of(item)
    by_initials = names.vancouver([text], alone=True) or _INITIALS.match(text)
    return bool(by_initials) or any(len(word) == 1 for word in names.identity(text).split()[:1])


def insert(backbone: Sequence[Item], other: Sequence[Item], wanted: Iterable[int]) -> list[Item]:
    """`backbone` with the `wanted` names of `other` (indices), each behind the name that it follows there."""
    place_of = align(other, backbone)
    return insert_at(backbone, other, wanted, place_of)


def insert_at(backbone: Sequence[Item], other: Sequence[Item], wanted: Iterable[int], place_of: Mapping[int, int]) -> list[Item]:
    """As `insert`, where it is known already which name is which."""
    behind: dict[int, list[Item]] = defaultdict(list)
    chosen = set(wanted)
    last = None
    first = min(place_of.values(), default=len(backbone))
    for index, item in enumerate(other):
        if index in chosen:
            if last is None:  # all that have a place follow
                behind[first - 1].append(item)
            else:
                behind[last].append(item)
        elif index in place_of:
            last = place_of[index]
    merged = list(behind[-1])
    for index, item in enumerate(backbone):
        merged += [item, *behind[index]]
    return merged


def three_way(base: Sequence[Item], ours: Sequence[Item], theirs: Sequence[Item]) -> tuple[list[Item], list[tuple[Item, Item]]]:
    """A person's list (`ours`) and a source's new list (`theirs`), both made from `base`, as one; and where both changed a name.

    A name that a person added or altered stays, one that they deleted stays deleted; what the source added comes in at its
    place, what it dropped goes. The order is the source's, unless the person had changed it.
    """
    in_ours, in_theirs = align(base, ours), align(base, theirs)
    from_ours, from_theirs = ({j: i for i, j in pairs.items()} for pairs in (in_ours, in_theirs))
    added = [index for index in range(len(ours)) if index not in from_ours]
    new = [index for index in range(len(theirs)) if index not in from_theirs]
    both = align([ours[index] for index in added], [theirs[index] for index in new])
    same = {new[j]: added[i] for i, j in both.items()}  # a person wrote what the source says now too
    conflicts = []

    def is_altered(index: int) -> bool:
        return index not in from_ours or canonical(ours[index]) != canonical(base[from_ours[index]])

    kept: dict[int, int] = dict(same)
    """Of each name of `theirs` that stays: which one of `ours` it is."""
    for index, place in from_theirs.items():
        if place in in_ours:
            kept[index] = in_ours[place]
            mine, its = canonical(ours[in_ours[place]]), canonical(theirs[index])
            if is_altered(in_ours[place]) and its not in (mine, canonical(base[place])):
                conflicts.append((ours[in_ours[place]], theirs[index]))
    its_place = {mine: index for index, mine in kept.items()}
    stays = [index for index in range(len(ours)) if is_altered(index) or index in its_place]
    comes = [index for index in range(len(theirs)) if index in kept or index not in from_theirs]

    def form(index: int) -> Item:
        """A name of `theirs` as it is written in the result."""
        return ours[kept[index]] if index in kept and is_altered(kept[index]) else theirs[index]

    place_in_base = [from_ours[index] for index in range(len(ours)) if index in from_ours]
    if place_in_base == sorted(place_in_base):
        at = {kept[index]: place for place, index in enumerate(comes) if index in kept}
        merged = [form(index) for index in comes]
        return insert_at(merged, ours, [index for index in stays if index not in its_place], at), conflicts
    merged = [form(its_place[index]) if index in its_place else ours[index] for index in stays]
    at = {its_place[mine]: place for place, mine in enumerate(stays) if mine in its_place}
    return insert_at(merged, theirs, [index for index in new if index not in same], at), conflicts
