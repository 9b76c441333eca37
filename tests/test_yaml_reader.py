"""Front matter's YAML: text stays text, everything has a place, nothing clever gets in."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.yaml_reader import read
from tests.effort import takes_less_than


@pytest.mark.parametrize(
    "scalar", ["2305.19450", "no", "Null", "12:30", "2023-02-30", "0o17", "1_000", "yes", "~", "0x1F", "1e3", ".inf"]
)
def test_every_scalar_is_the_text_that_stands_there(scalar: str) -> None:
    document = read(f"key: {scalar}\nlist:\n- {scalar}\n")
    assert document.data == {"key": scalar, "list": [scalar]}


def test_only_an_empty_value_is_absent() -> None:
    assert read("a:\nb: ''\nc: \"\"\nd: []\n").data == {"a": None, "b": "", "c": "", "d": []}


def test_each_value_has_its_place() -> None:
    document = read("title: x\nauthor:\n- A\n- {given: B,\n   family: C}\n", first_line=2)
    assert document.place(("title",)) == (2, 1)
    assert document.place(("author", 1)) == (5, 3)
    assert document.place(("author", 1, "family")) == (6, 4)
    assert document.place(("author", 1, "suffix")) == (5, 3)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: &x 1\n", "yaml-anchor", 1),
        ("a: 1\nb: *x\n", "yaml-anchor", 2),
        ("a: !!python/object:os.system x\n", "yaml-tag", 1),
        ("a: {b: 1}\n<<: {c: 2}\n", "yaml-merge", 2),
        ("a: 1\nb: 2\na: 3\n", "yaml-duplicate", 3),
        ("? [a]\n: 1\n", "yaml-key", 1),
        ("- a\n- b\n", "yaml-mapping", 1),
        ("a: 1\n--- \nb: 2\n", "yaml-documents", 3),
        ("a: b: c\n", "yaml-syntax", 1),
        ("a: 1\nb: \x07\n", "yaml-character", 2),
        ("a: " + "[" * 40 + "]" * 40 + "\n", "yaml-depth", 1),
    ],
)
def test_what_is_not_read_is_a_problem_with_its_line(text: str, code: str, line: int) -> None:
    document = read(text)
    assert [(problem.code, problem.line) for problem in document.problems][:1] == [(code, line)]
    assert document.data == {}


def test_several_mistakes_are_told_at_once() -> None:
    problems = read("a: &x 1\nb: !!str 2\na: 3\n").problems
    assert [problem.code for problem in problems] == ["yaml-anchor", "yaml-tag", "yaml-duplicate"]


def test_a_merge_key_bomb_is_refused_at_once() -> None:
    bomb = "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 26))
    assert read(bomb).problems
    assert takes_less_than(1, lambda: read(bomb))


@given(st.text(max_size=80))
def test_no_text_raises(text: str) -> None:
    read(text)


PLAIN = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff\u2028\u2029\x85"), max_size=20
)


@given(st.dictionaries(PLAIN.filter(bool), st.one_of(PLAIN, st.lists(PLAIN, max_size=3)), max_size=4))
def test_what_a_yaml_library_writes_is_read_back(data: dict[str, object]) -> None:
    text = yaml.safe_dump(data, allow_unicode=True)
    document = read(text)
    if "<<" not in data:
        assert not document.problems, text
        assert document.data == data
