"""Places in a person's file where characters give way to others, and the comments that outlive them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yaml.nodes import MappingNode, Node, SequenceNode


@dataclass(frozen=True, slots=True)
class Cut:
    """Characters `start` to `end` give way to `text`."""

    start: int
    end: int
    text: str
    keeps: bool = False
    """Comments on lines of their own stay. Never in brackets, where they would hide what follows."""


def comments(text: str, root: Node | None) -> list[tuple[int, int]]:
    """Where the comments are that have lines of their own, without the line end."""
    scalars = [(node.start_mark.index, node.end_mark.index) for node in _scalars(root)]
    lines = (found.span() for found in re.finditer(r"(?m)^[^\S\n]*#[^\r\n]*", text))
    return [(start, end) for start, end in lines if not any(first < end <= last for first, last in scalars)]


def _scalars(node: Node | None) -> Iterator[Node]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield from (key, *_scalars(value))
    elif isinstance(node, SequenceNode):
        for item in node.value:
            yield from _scalars(item)
    elif node:
        yield node


def apply(text: str, cuts: Sequence[Cut], kept: Sequence[tuple[int, int]]) -> str:
    """The text after all cuts, which do not overlap. `kept` are the comments, as `comments` finds them."""
    newline = "\r\n" if "\r\n" in text else "\n"
    pieces, done = [], 0
    placed = [each for cut in cuts for each in _with_comments(cut, text, kept, newline)]
    for cut in sorted(placed, key=lambda cut: (cut.start, cut.end)):  # stable: insertions at one place keep their order
        pieces += [text[done : cut.start], cut.text]
        done = cut.end
    return "".join([*pieces, text[done:]])


def _with_comments(cut: Cut, text: str, kept: Sequence[tuple[int, int]], newline: str) -> list[Cut]:
    """A cut that leaves what stays: in the place of whole lines, else behind its last line."""
    lines = [text[start:end] + newline for start, end in kept if cut.keeps and cut.start <= start and end <= cut.end]
    if not lines:
        return [cut]
    if not cut.text:
        return [Cut(cut.start, cut.end, "".join(lines))]
    behind = text.index("\n", cut.end) + 1
    return [cut, Cut(behind, behind, "".join(lines))]
