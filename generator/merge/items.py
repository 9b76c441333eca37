"""Lists and mappings in three states: what a source said, what a person made of it, what the source says now.

A list merges item by item. An item that is a mapping (a link, another version of the work) is known again by what identifies it
and merges key by key, so that a key which a person added and one which the source changed both stand in one entry.
"""

from __future__ import annotations

import functools
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator import names
from generator.merge.identifiers import ids

Item = Any
"""A text, or a mapping of texts."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A person and a source both gave a field another value; the person's stays."""

    key: str
    """The field, and the way into it: `custom.room`, `version.2.volume` (places in the person's list, from 1)."""
    ours: Any
    theirs: Any


def three_way_mapping(
    key: str, base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Conflict]]:
    """A person's mapping and a source's new one as one, key by key. `key` is what conflicts are told under."""
    merged, conflicts = dict(ours), []
    for name in [*theirs, *(name for name in base if name not in theirs)]:
        was, mine, its = base.get(name), ours.get(name), theirs.get(name)
        if its in (was, mine):
            continue
        if mine == was:
            merged[name] = its
        elif isinstance(mine, Mapping) and isinstance(its, Mapping):
            merged[name], both = three_way_mapping(f"{key}.{name}", was if isinstance(was, Mapping) else {}, mine, its)
            conflicts += both
        else:
            conflicts.append(Conflict(f"{key}.{name}", mine, its))
    return {name: value for name, value in merged.items() if value is not None}, conflicts


def three_way_list(
    key: str, base: Sequence[Item], ours: Sequence[Item], theirs: Sequence[Item]
) -> tuple[list[Item], list[Conflict]]:
    """As `three_way_mapping`, of lists whose items stand for themselves: what one side adds or takes away does not touch others.

    The order is the person's; what the source added comes last.
    """
    in_ours, in_theirs = align(base, ours), align(base, theirs)
    written = _align_left(ours, in_ours, theirs, in_theirs)  # what a person wrote themselves and the source says now too
    in_ours |= _guess(base, in_ours, ours, {*in_ours.values(), *written})
    in_theirs |= _guess(base, in_theirs, theirs, {*in_theirs.values(), *written.values()})
    from_ours = {place: at for at, place in in_ours.items()}
    told_of = {*in_theirs.values(), *written.values()}
    merged: list[Item] = []
    conflicts: list[Conflict] = []
    for place, mine in enumerate(ours):
        at = from_ours.get(place)
        was = None if at is None else base[at]
        its_place = written.get(place) if at is None else in_theirs.get(at)
        its = None if its_place is None else theirs[its_place]
        if at is not None and its is None:
            if mine == was:
                continue  # the source took it away
            conflicts.append(Conflict(f"{key}.{place + 1}", mine, None))
        elif isinstance(mine, Mapping) and isinstance(its, Mapping):
            mine, told = three_way_mapping(f"{key}.{place + 1}", was if isinstance(was, Mapping) else {}, mine, its)
            conflicts += told
        merged.append(mine)
    for at, its_place in in_theirs.items():
        if at not in in_ours and theirs[its_place] != base[at]:
            conflicts.append(Conflict(key, None, theirs[its_place]))
    return merged + [item for place, item in enumerate(theirs) if place not in told_of], conflicts


def align(xs: Sequence[Item], ys: Sequence[Item]) -> dict[int, int]:
    """Which item of `xs` is which one of `ys`, by index: the same item, else the same identifier or address."""
    pairs: dict[int, int] = {}
    for key in (
        lambda item: json.dumps(item, sort_keys=True),
        _of_entry(lambda entry: (_place(entry), entry.get("kind")) if _place(entry) else None),
        _of_entry(lambda entry: dict(ids(entry)).get("DOI")),
        _of_entry(lambda entry: dict(ids(entry)).get("arXiv")),
        _of_entry(_place),
    ):
        pairs |= _match(key, xs, set(pairs), ys, set(pairs.values()))
    return pairs


def _align_left(xs: Sequence[Item], x_pairs: Mapping[int, int], ys: Sequence[Item], y_pairs: Mapping[int, int]) -> dict[int, int]:
    """As `align`, of what is in neither of two lists that were compared with a third."""
    x_left, y_left = (
        [at for at in range(len(each)) if at not in pairs.values()] for each, pairs in ((xs, x_pairs), (ys, y_pairs))
    )
    found = align([xs[at] for at in x_left], [ys[at] for at in y_left])
    return {x_left[one]: y_left[other] for one, other in found.items()}


def _guess(xs: Sequence[Item], x_taken: Collection[int], ys: Sequence[Item], y_taken: Collection[int]) -> dict[int, int]:
    """What is the only one of its kind on what is left of both lists, where one was made from the other: a PDF that moved."""
    pairs: dict[int, int] = {}
    for name in ("label", "container-title", "kind", "type"):
        key = _of_entry(functools.partial(_folded, name))
        pairs |= _match(key, xs, {*x_taken, *pairs}, ys, {*y_taken, *pairs.values()}, unique=True)
    return pairs


def _match(
    key: Callable[[Item], Hashable],
    xs: Sequence[Item],
    x_taken: Collection[int],
    ys: Sequence[Item],
    y_taken: Collection[int],
    *,
    unique: bool = False,
) -> dict[int, int]:
    left: dict[Hashable, list[int]] = defaultdict(list)
    right: dict[Hashable, list[int]] = defaultdict(list)
    for side, items, taken in ((left, xs, x_taken), (right, ys, y_taken)):
        for index, item in enumerate(items):
            if index not in taken and (found := key(item)):
                side[found].append(index)
    pairs: dict[int, int] = {}
    for found, indices in left.items():
        others = right.get(found, [])
        if not unique or len(indices) == len(others) == 1:
            pairs.update(zip(indices, others, strict=False))
    return pairs


def _of_entry(key: Callable[[Mapping[str, Any]], Hashable]) -> Callable[[Item], Hashable]:
    return lambda item: key(item) if isinstance(item, Mapping) else None


def _place(entry: Mapping[str, Any]) -> str:
    return str(entry.get("URL") or entry.get("file") or "")


def _folded(name: str, entry: Mapping[str, Any]) -> str:
    return names.identity(str(entry.get(name, "")))
