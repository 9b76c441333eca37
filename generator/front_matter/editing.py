"""Single values of a person's file replaced in place: comments, order, quoting, line ends and all else stay byte for byte.

`yaml.compose` says where each value stands (its marks count characters); an edit is a list of cuts at these places. Lists
change item by item and mappings key by key, so that a comment beside an author outlives a new one above them.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

from generator.front_matter.cuts import Cut, apply, comments
from generator.front_matter.differences import blocks
from generator.front_matter.reading import FENCE, parse
from generator.front_matter.writing import Flow, dump

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def edit(text: str, changes: Mapping[str, Any], *, body: str | None = None, order: Sequence[str] = ()) -> str:
    """The text of a file with other values for some top-level keys; None takes a key away, a `body` replaces the body.

    A new key stands behind the last of those that come before it in `order`, else at the end. `text` must be a file that
    `parse` reads without problems. Raises ValueError where the result would not say what was wanted: nothing may be written.
    """
    if not changes and body is None:
        return text
    if text.startswith("\ufeff"):
        return "\ufeff" + edit(text[1:], changes, body=body, order=order)
    start, end, after = _fences(text)
    newline = "\r\n" if text[:start].endswith("\r\n") else "\n"
    front = text[start:end]
    editor = _Editor(front, newline)
    root = yaml.compose(front, Loader=_Loader)
    if isinstance(root, MappingNode):
        cuts = list(editor.braces(root, changes) if root.flow_style else editor.mapping(root, changes, order))
    else:  # nothing stands between the fences but perhaps comments
        found = {key: value for key, value in changes.items() if value is not None}
        cuts = [Cut(len(front), len(front), editor.lines(dump(found), 0) + newline)] if found else []
    rest = _body(text[after:], body, newline)
    fence = text[end:after] + (newline if rest and not text[end:after].endswith("\n") else "")
    edited = text[:start] + apply(front, cuts, comments(front, root) if cuts else []) + fence + rest
    _check(text, edited, changes, body)
    return edited


def _fences(text: str) -> tuple[int, int, int]:
    """Where the YAML starts and ends, and where the body starts."""
    fences = re.compile(rf"^{FENCE}[^\S\n]*(?:\n|\Z)", re.MULTILINE)
    first = fences.match(text)
    second = fences.search(text, first.end()) if first else None
    if not first or not second:
        raise ValueError("no front matter")
    return first.end(), second.start(), second.end()


def _body(old: str, new: str | None, newline: str) -> str:
    """A body in place of another, with the blank lines around it as they were."""
    if new is None or new.strip("\n") == old.replace("\r\n", "\n").strip("\n"):
        return old
    kept = old.strip("\r\n")
    before, after = (old[: old.index(kept)], old[old.index(kept) + len(kept) :]) if kept else ("", newline)
    return (before + new.strip("\n").replace("\n", newline) if new.strip("\n") else "") + after


def _check(old: str, new: str, changes: Mapping[str, Any], body: str | None) -> None:
    before, _ = parse(old, "")
    after, problems = parse(new, "")
    wanted = dict(before.document.data) if before else {}
    wanted.update({key: _plain(value) for key, value in changes.items() if value is not None})
    for key in (key for key, value in changes.items() if value is None):
        wanted.pop(key, None)
    same_body = after and before and after.body.strip("\n") == (before.body if body is None else body).strip("\n")
    if problems or not after or dict(after.document.data) != wanted or not same_body:
        raise ValueError(f"cannot be edited: {', '.join(changes)}")


def _plain(value: Any) -> Any:
    """A value as `yaml_reader` gives it: text throughout."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _data(node: Node) -> Any:
    """As `_plain`, of what stands there."""
    if isinstance(node, MappingNode):
        return {key.value: _data(value) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return [_data(item) for item in node.value]
    return node.value


class _Editor:
    """Finds the cuts for one YAML text."""

    def __init__(self, text: str, newline: str) -> None:
        self.text = text
        self.newline = newline

    def mapping(self, node: MappingNode, changes: Mapping[str, Any], order: Sequence[str] = ()) -> Iterator[Cut]:
        """Cuts that give keys other values; None takes one away."""
        entries = {key.value: (key, value) for key, value in node.value}
        lead = list(itertools.takewhile(lambda name: changes.get(name, "") is None, entries))
        if lead and len(lead) < len(entries) and self.is_behind_dash(node.start_mark.index):
            yield self.without_lead(node, len(lead))
        else:
            lead = []
        for name, (key, value) in entries.items():
            if name not in changes or name in lead:
                continue
            wanted = changes[name]
            if wanted is None:
                yield Cut(self.line_start(key.start_mark.index), self.line_end(self.end(value)), "", keeps=True)
            elif _plain(wanted) != _data(value):
                yield from self.entry(key, value, wanted, node.start_mark.column)
        for name, wanted in changes.items():  # behind what a list that they follow gets at its end
            if name not in entries and wanted is not None:
                yield self.new_entry(node, name, wanted, order)

    def without_lead(self, node: MappingNode, count: int) -> Cut:
        """The first keys behind the dash of a list go; what follows them, comments first, comes up there."""
        start, end = node.start_mark.index, node.value[count][0].start_mark.index
        kept = [self.text[first:last].strip() for first, last in comments(self.text, node) if start < first < end]
        indent = self.newline + " " * node.start_mark.column
        return Cut(start, end, "".join(comment + indent for comment in kept))

    def braces(self, node: MappingNode, changes: Mapping[str, Any]) -> Iterator[Cut]:
        """As `mapping`, of what stands in braces: on one line, or as JSON."""
        spans = [(key.start_mark.index, self.end(value)) for key, value in node.value]
        there = [key.value for key, _ in node.value]
        stays = [place for place, name in enumerate(there) if changes.get(name, "") is not None]
        added = {name: wanted for name, wanted in changes.items() if wanted is not None and name not in there}
        new = dump(added, flow=True)[1:-1]
        if not stays:
            yield Cut(node.start_mark.index + 1, self.end(node) - 1, new)
            return
        for place, (_, value) in enumerate(node.value):
            wanted = changes.get(there[place], "")
            if wanted is None and place > stays[0]:
                yield Cut(spans[place - 1][1], spans[place][1], "")
            elif wanted is None:
                yield Cut(spans[place][0], spans[place + 1][0], "")
            elif there[place] in changes and _plain(wanted) != _data(value):
                yield Cut(value.start_mark.index, spans[place][1], dump(wanted, flow=True))
        if added:
            yield Cut(spans[-1][1], spans[-1][1], f", {new}")

    def new_entry(self, node: MappingNode, name: str, wanted: Any, order: Sequence[str]) -> Cut:
        column = node.start_mark.column
        before = order[: order.index(name)] if name in order else None
        earlier = [value for key, value in node.value if before is None or key.value in before]
        text, indent = self.lines(dump({name: wanted}), column) + self.newline, " " * column
        start = node.start_mark.index
        if not earlier and self.is_behind_dash(start):
            return Cut(start, start, text + indent)
        place = self.line_end(self.end(earlier[-1])) if earlier else self.line_start(start)
        return Cut(place, place, indent + text)

    def entry(self, key: Node, value: Node, wanted: Any, column: int) -> Iterator[Cut]:
        """Cuts that make the value of a key another."""
        in_brackets = isinstance(value, MappingNode | SequenceNode) and bool(value.flow_style)
        if isinstance(value, MappingNode) and isinstance(wanted, Mapping) and wanted and not in_brackets:
            gone = {key.value: None for key, _ in value.value if key.value not in wanted}
            yield from self.mapping(value, {**gone, **wanted}, tuple(wanted))
        elif isinstance(value, SequenceNode) and value.value and isinstance(wanted, list) and wanted:
            yield from self.sequence(value, wanted)
        else:
            start = self.text.index(":", self.end(key)) + 1
            in_block = isinstance(wanted, Mapping | list) and wanted and not isinstance(wanted, Flow) and not in_brackets
            inside = column + 2 if isinstance(wanted, Mapping) else column
            before = self.newline + " " * inside if in_block else " "
            text = self.lines(dump(wanted, flow=not in_block), inside)
            yield Cut(start, max(start, self.end(value)), before + text, keeps=True)

    def sequence(self, node: SequenceNode, wanted: list[Any]) -> Iterator[Cut]:
        """Cuts that turn a list into another; items that are in both stay as they are written."""
        old = [json.dumps(_data(item), sort_keys=True) for item in node.value]
        new = [json.dumps(_plain(item), sort_keys=True) for item in wanted]
        items = _InBrackets(self, node) if node.flow_style else _InLines(self, node)
        for i, j, k, m in blocks(old, new):
            paired = min(j - i, m - k)
            for step in range(paired):
                yield from self.item(items, node, i + step, wanted[k + step])
            if m - k > paired:
                yield items.insert(i + paired, wanted[k + paired : m])
            if j - i > paired:
                yield from items.delete(i + paired, j)

    def item(self, items: _InLines | _InBrackets, node: SequenceNode, place: int, wanted: Any) -> Iterator[Cut]:
        """Cuts that make an item of a list another; a mapping changes key by key."""
        old = node.value[place]
        there = [key.value for key, _ in old.value] if isinstance(old, MappingNode) else []
        if isinstance(wanted, Mapping) and not wanted.keys().isdisjoint(there):
            changes = {**{name: None for name in there if name not in wanted}, **wanted}
            yield from self.braces(old, changes) if old.flow_style else self.mapping(old, changes, tuple(wanted))
        else:
            yield items.replace(place, wanted)

    def end(self, node: Node) -> int:
        """Where a value's own characters end; libyaml counts the blank lines and comments after a block to it."""
        if isinstance(node, MappingNode | SequenceNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end(last[1] if isinstance(node, MappingNode) else last)
        start, end = node.start_mark.index, node.end_mark.index
        return start + len(self.text[start:end].rstrip())

    def is_behind_dash(self, index: int) -> bool:
        return bool(self.text[self.line_start(index) : index].strip())

    def line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        """Behind the line end."""
        return self.text.index("\n", index) + 1

    def lines(self, text: str, column: int) -> str:
        return text.replace("\n", self.newline + " " * column)


class _InLines:
    """A list whose items begin with a dash."""

    def __init__(self, editor: _Editor, node: SequenceNode) -> None:
        self.editor = editor
        self.column = node.start_mark.column
        self.ends = [editor.end(item) for item in node.value]
        dash = re.compile(rf"^ {{{self.column}}}(?=-\s)", re.MULTILINE)
        self.starts = [node.start_mark.index]
        for end in self.ends[:-1]:
            found = dash.search(editor.text, end)
            self.starts.append(found.end() if found else end)

    def replace(self, place: int, item: Any) -> Cut:
        return Cut(self.starts[place], self.ends[place], self.editor.lines(dump([item]), self.column), keeps=True)

    def insert(self, place: int, items: list[Any]) -> Cut:
        """Before the item at `place`, next to the one above."""
        text, indent = self.editor.lines(dump(items), self.column), " " * self.column
        if place == 0:
            return Cut(self.starts[0], self.starts[0], text + self.editor.newline + indent)
        at = self.editor.line_end(self.ends[place - 1])
        return Cut(at, at, indent + text + self.editor.newline)

    def delete(self, first: int, last: int) -> Iterator[Cut]:
        """From `first` up to `last`, which stays."""
        for start, end in zip(self.starts[first:last], self.ends[first:last], strict=True):
            yield Cut(self.editor.line_start(start), self.editor.line_end(end), "", keeps=True)


class _InBrackets:
    """A list like `[a, b]`."""

    def __init__(self, editor: _Editor, node: SequenceNode) -> None:
        self.spans = [(item.start_mark.index, editor.end(item)) for item in node.value]

    def replace(self, place: int, item: Any) -> Cut:
        return Cut(*self.spans[place], dump(item, flow=True))

    def insert(self, place: int, items: list[Any]) -> Cut:
        text = ", ".join(dump(item, flow=True) for item in items)
        if place == 0:
            return Cut(self.spans[0][0], self.spans[0][0], f"{text}, ")
        return Cut(self.spans[place - 1][1], self.spans[place - 1][1], f", {text}")

    def delete(self, first: int, last: int) -> Iterator[Cut]:
        """Never all: the list would be another value."""
        if first:
            yield Cut(self.spans[first - 1][1], self.spans[last - 1][1], "")
        else:
            yield Cut(self.spans[0][0], self.spans[last][0], "")
