"""Front matter in every style that a person may write: whatever changes, the file says it, and comments stay."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.front_matter import edit, parse

WORDS = st.sampled_from(["Ann Lee", "Bo Ek", "a: b", "#x", "x # y", "[q]", "é", "null", "2023", "it's"])
ENTRIES = st.dictionaries(st.sampled_from(["kind", "URL", "label"]), WORDS, min_size=1)
VALUES = st.one_of(WORDS, st.lists(WORDS | ENTRIES, min_size=1, max_size=4), ENTRIES)
KEYS = ["title", "author", "note", "link", "custom", "version"]
DATA = st.dictionaries(st.sampled_from(KEYS), VALUES, min_size=1)


class Writer:
    """Writes front matter as people do: quotes, brackets, indents, blank lines and comments anywhere."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.lines: list[str] = []
        self.count = 0

    def comment(self, indent: int) -> None:
        if self.random.random() < 0.3:
            self.count += 1
            self.lines.append(" " * self.random.choice([0, indent, indent + 2]) + f"# comment {self.count}")
        if self.random.random() < 0.1:
            self.lines.append("")

    def line(self, text: str) -> None:
        self.lines.append(text + self.random.choice(["", "", "  # beside"]))

    def word(self, text: str) -> str:
        return self.random.choice([json.dumps(text), "'" + text.replace("'", "''") + "'"])

    def inline(self, value: Any) -> str:
        if isinstance(value, Mapping):
            return "{" + ", ".join(f"{key}: {self.word(text)}" for key, text in value.items()) + "}"
        return self.word(value)

    def key(self, name: str, value: Any) -> None:
        self.comment(0)
        in_lines = self.random.random() < 0.7
        if isinstance(value, str):
            self.line(f"{name}: {self.word(value)}")
        elif isinstance(value, list) and in_lines:
            self.line(f"{name}:")
            self.items(value, self.random.choice([0, 2, 4]))
        elif isinstance(value, list):
            between = self.random.choice([", ", ",\n  "])
            self.line(f"{name}: [{between.join(map(self.inline, value))}]")
        elif in_lines:
            self.line(f"{name}:")
            self.mapping(value, self.random.choice([1, 2, 4]))
        else:
            self.line(f"{name}: {self.inline(value)}")

    def items(self, value: list[Any], indent: int) -> None:
        for item in value:
            self.comment(indent)
            dash = " " * indent + self.random.choice(["- ", "-   "])
            if isinstance(item, str) or self.random.random() < 0.5:
                self.line(f"{dash}{self.inline(item)}")
            elif self.random.random() < 0.3:
                self.line(f"{dash.rstrip()}")
                self.mapping(item, indent + 2)
            else:
                self.mapping(item, len(dash), dash)

    def mapping(self, value: Mapping[str, str], indent: int, first: str = "") -> None:
        for name, text in value.items():
            if not first:
                self.comment(indent)
            self.line(f"{first or ' ' * indent}{name}: {self.word(text)}")
            first = ""


@given(DATA, DATA, st.sets(st.sampled_from(KEYS)), st.randoms(use_true_random=False), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=300)
def test_any_front_matter_becomes_any_other_and_comments_on_lines_of_their_own_stay(
    old: dict[str, Any], new: dict[str, Any], changed: set[str], random: Random, newline: str
) -> None:
    writer = Writer(random)
    for name, value in old.items():
        writer.key(name, value)
    writer.comment(0)
    text = newline.join(["---", *"\n".join(writer.lines).split("\n"), "---", "", "Body.", ""])
    before, problems = parse(text, "")
    assert before
    assert not problems
    assert dict(before.document.data) == old
    edited = edit(text, {name: new.get(name) for name in KEYS if name in changed}, order=KEYS)
    after, problems = parse(edited, "")
    assert after
    assert not problems
    kept = {name: value for name, value in old.items() if name not in changed}
    taken = {name: value for name, value in new.items() if name in changed}
    assert dict(after.document.data) == kept | taken
    assert sorted(re.findall(r"# comment \d+", edited)) == sorted(re.findall(r"# comment \d+", text))
    assert edited.count("\r\n") == (edited.count("\n") if newline == "\r\n" else 0)
