"""A single value of a person's file is replaced; all else stays byte for byte."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.front_matter import Flow, edit, parse

FILE = """---
# The paper of the year.
title: 'On Things'   # quoted so
author:
- Ann Lee   # first
# the 😀 of it
- {given: "Bo", family: Ek}

-   Cem Öz
issued: 2022 # or 2023?
keyword: [a, "b", # not c
  d]
custom:
    room: 12
    # kept
    desk: x
mine: "unknown, and kept"
---

The abstract.

"""


def test_a_value_is_replaced_where_it_stands() -> None:
    assert edit(FILE, {"issued": 2023}) == FILE.replace("2022", "2023")
    assert edit(FILE, {"title": "Of: things"}) == FILE.replace("'On Things'", "'Of: things'")


def test_a_new_key_stands_where_the_schema_has_it_and_one_that_is_unknown_at_the_end() -> None:
    order = ("title", "author", "issued", "container-title", "keyword")
    added = "issued: 2022 # or 2023?\ncontainer-title: J. Things\n"
    assert edit(FILE, {"container-title": "J. Things"}, order=order) == FILE.replace("issued: 2022 # or 2023?\n", added)
    assert edit(FILE, {"note": "x"}) == FILE.replace('kept"\n', 'kept"\nnote: x\n')
    assert edit(FILE, {"title-short": "T"}, order=("title-short", "title")).startswith(
        "---\n# The paper of the year.\ntitle-short: T\n"
    )


def test_a_key_is_taken_away_with_its_lines_alone() -> None:
    assert edit(FILE, {"issued": None}) == FILE.replace("issued: 2022 # or 2023?\n", "")
    assert edit(FILE, {"author": None}).startswith(
        "---\n# The paper of the year.\ntitle: 'On Things'   # quoted so\n# the 😀 of it\nissued"
    )


def test_an_author_is_inserted_and_the_others_stay_as_they_are_written() -> None:
    names: list[Any] = ["Ann Lee", Flow(given="Dan", family="Ø"), {"given": "Bo", "family": "Ek"}, "Cem Öz", "Eve"]
    expected = FILE.replace("# first\n", "# first\n- {given: Dan, family: Ø}\n").replace("Cem Öz\n", "Cem Öz\n- Eve\n")
    assert edit(FILE, {"author": names}) == expected


def test_an_author_is_replaced_or_taken_away_and_the_comments_of_others_stay() -> None:
    names: list[Any] = ["Zoe", {"given": "Bo", "family": "Ek"}]
    assert edit(FILE, {"author": names}) == FILE.replace("- Ann Lee ", "- Zoe ").replace("-   Cem Öz\n", "")
    assert edit(FILE, {"author": ["New", "Ann Lee", "Cem Öz"]}) == FILE.replace("- Ann Lee", "- New\n- Ann Lee").replace(
        '- {given: "Bo", family: Ek}\n', ""
    )


def test_a_list_in_brackets_changes_item_by_item() -> None:
    assert edit(FILE, {"keyword": ["0", "a", "b", "d", "e, f"]}) == FILE.replace("[a", "['0', a").replace("d]", "d, 'e, f']")
    assert 'keyword: [a, "b", # not c\n  x]' in edit(FILE, {"keyword": ["a", "b", "x"]})
    assert "keyword: [a]\n" in edit(FILE, {"keyword": ["a"]})
    assert "keyword: [d]\n" in edit(FILE, {"keyword": ["d"]})


def test_a_mapping_changes_key_by_key_at_its_own_indent() -> None:
    wanted = {"room": "13", "desk": "x", "floor": "2"}
    assert edit(FILE, {"custom": wanted}) == FILE.replace("room: 12", "room: '13'").replace(
        "desk: x\n", "desk: x\n    floor: '2'\n"
    )


def test_an_empty_value_and_a_value_of_another_kind_give_way() -> None:
    text = "---\ntitle: T\nauthor:\nissued:   \n---\n"
    assert edit(text, {"author": ["A"], "issued": 2022}) == "---\ntitle: T\nauthor:\n- A\nissued: 2022   \n---\n"
    assert edit("---\ntitle: T\nauthor: A\n---\n", {"author": ["A", "B"]}) == "---\ntitle: T\nauthor:\n- A\n- B\n---\n"
    assert "author: x\n# the 😀 of it\nissued" in edit(FILE, {"author": "x"})
    assert edit("---\n# nothing yet\n---\n", {"title": "T"}) == "---\n# nothing yet\ntitle: T\n---\n"


def test_a_body_is_replaced_between_the_blank_lines_that_are_there() -> None:
    assert edit(FILE, {}, body="Another.") == FILE.replace("The abstract.", "Another.")
    assert edit("---\ntitle: T\n---\n", {}, body="New.") == "---\ntitle: T\n---\nNew.\n"
    assert edit(FILE, {}, body="The abstract.") == FILE


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_body_comes_behind_a_last_line_that_does_not_end(newline: str) -> None:
    text = f"---{newline}title: T{newline}---"
    assert edit(text, {}, body="New.") == f"{text}{newline}New.{newline}"
    assert edit(text, {"title": "U"}) == text.replace("T", "U")


def test_a_new_key_stands_behind_all_of_a_list_that_grows() -> None:
    text = "---\nauthor:\n- Ann Lee\n---\n"
    wanted = "---\nauthor:\n- Ann Lee\n- Bo Ek\nissued: 2023\n---\n"
    assert edit(text, {"issued": 2023, "author": ["Ann Lee", "Bo Ek"]}, order=("author", "issued")) == wanted


def test_a_comment_that_stays_has_its_line_for_itself() -> None:
    text = "---\nlink:\n- kind: code\n  # ours\n  URL: x  # here\n---\n"
    assert edit(text, {"link": ["mine"]}) == "---\nlink:\n- mine  # here\n  # ours\n---\n"


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    windows = "\ufeff" + FILE.replace("\n", "\r\n")
    wanted = {"issued": 2023, "author": ["Ann Lee", "Eve"], "note": "n"}
    assert edit(windows, wanted, body="B\n\nC") == "\ufeff" + edit(FILE, wanted, body="B\n\nC").replace("\n", "\r\n")


def test_what_cannot_be_edited_is_refused() -> None:
    with pytest.raises(ValueError, match="no front matter"):
        edit("title: T\n", {"title": "U"})


scalars = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1).filter(str.strip)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner, min_size=1, max_size=3),
    max_leaves=6,
)
keys = st.sampled_from(["title", "author", "issued", "keyword", "custom", "mine", "note", "link"])


@given(st.dictionaries(keys, st.none() | values), st.dictionaries(keys, st.none() | values), st.sampled_from(["\n", "\r\n"]))
def test_an_edited_file_says_what_was_wanted_and_an_edit_back_says_what_was(
    first: dict[str, Any], second: dict[str, Any], newline: str
) -> None:
    text = edit(FILE.replace("\n", newline), first)
    edited = edit(text, second)  # edit() itself raises where the file would say something else
    before, _ = parse(text, "")
    after, problems = parse(edited, "")
    assert before
    assert after
    assert not problems
    untouched = {key: value for key, value in before.document.data.items() if key not in second}
    assert {key: after.document.data[key] for key in untouched} == untouched
    assert edited.count("\r\n") == (edited.count("\n") if newline == "\r\n" else 0)


@given(
    st.lists(st.sampled_from(["A", "B: c", "D", "{e}"]), max_size=6),
    st.lists(st.sampled_from(["A", "B: c", "D", "{e}", "f"]), max_size=6),
)
def test_lists_become_any_other_list(old: list[str], new: list[str]) -> None:
    for text in (
        "---\ntitle: T\nkeyword:\n---\n",
        "---\ntitle: T\nkeyword: [z]\n---\n",
        "---\nkeyword:\n  -  y # c\n  - z\n---\n",
    ):
        edit(edit(text, {"keyword": old}), {"keyword": new})


ENTRIES = """---
version:
- type: article   # the preprint
  # seen in the proof
  arXiv: '2301.00001'
-
  # by hand
  DOI: "10.1000/5"
link:
- {kind: pdf,  URL: "https://a.org/x.pdf"}   # ours
- {kind: code, URL: "https://a.org/code"}
---
"""


def test_an_entry_of_a_list_changes_key_by_key() -> None:
    first, second = {"type": "article", "arXiv": "2301.00001"}, {"DOI": "10.1000/5"}
    assert edit(ENTRIES, {"version": [first | {"issued": 2023}, second]}) == ENTRIES.replace(
        "arXiv: '2301.00001'\n", "arXiv: '2301.00001'\n  issued: 2023\n"
    )
    assert edit(ENTRIES, {"version": [{"arXiv": "2301.00002"}, second | {"volume": "x"}]}) == ENTRIES.replace(
        "- type: article   # the preprint\n  # seen in the proof\n  arXiv: '2301.00001'",
        "- # seen in the proof\n  arXiv: '2301.00002'",
    ).replace('"10.1000/5"\n', '"10.1000/5"\n  volume: x\n')
    three = "---\nversion:\n- type: article  # a\n  # of the volume\n  volume: '1'\n  # of the DOI\n  DOI: 10.1/x\n---\n"
    assert (
        edit(three, {"version": [{"DOI": "10.1/x"}]}) == "---\nversion:\n- # of the volume\n  # of the DOI\n  DOI: 10.1/x\n---\n"
    )
    moved: list[Any] = [Flow(kind="pdf", URL="https://a.org/y.pdf"), Flow(kind="code", URL="https://a.org/code", label="C")]
    assert edit(ENTRIES, {"link": moved}) == ENTRIES.replace('"https://a.org/x.pdf"', "'https://a.org/y.pdf'").replace(
        '"https://a.org/code"}', '"https://a.org/code", label: C}'
    )


def test_a_comment_stays_with_the_item_that_became_a_like_one() -> None:
    text = "---\nauthor:\n- Ann Lee\n- Bo Ek  # our founder\n- Cy Dole  # left\n---\n"
    assert edit(text, {"author": ["Bo L. Ek", "Cy Raaj Dole"]}) == (
        "---\nauthor:\n- Bo L. Ek  # our founder\n- Cy Raaj Dole  # left\n---\n"
    )


COMMENTED = """---
author:
- Ann Lee
# of the first
- Bo Ek
  # of the second
- {given: Cy, family: Dole}
- Di Orr
custom:
  # why
  room: "# no comment"
  desk:
  # which
  - x
link:
- kind: pdf
  # ours
  URL: https://a.org
---
"""


@pytest.mark.parametrize(
    "changes",
    [
        {"author": ["Ann Lee", "Di Orr"]},
        {"author": ["Di Orr"]},
        {"author": None},
        {"author": "x"},
        {"custom": None},
        {"custom": {"room": "9"}},
        {"custom": "x"},
        {"link": None},
        {"link": ["y"]},
        {"link": [{"label": "z"}]},
        {"author": None, "custom": {"hall": "1"}, "link": ["y"]},
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_comment_on_a_line_of_its_own_stays_whatever_goes(changes: dict[str, Any], newline: str) -> None:
    edited = edit(COMMENTED.replace("\n", newline), changes)
    assert [line for line in edited.split(newline) if line.strip().startswith("#")] == [
        line for line in COMMENTED.split("\n") if line.strip().startswith("#")
    ]


entries = st.dictionaries(st.sampled_from(["kind", "URL", "label", "DOI"]), st.sampled_from("xyz"), min_size=1)


@given(st.lists(entries, max_size=4), st.lists(entries, max_size=4), st.booleans(), st.booleans())
def test_lists_of_mappings_become_any_other_list(
    old: list[dict[str, str]], new: list[dict[str, str]], in_braces: bool, commented: bool
) -> None:
    text = edit("---\ntitle: T\n---\n", {"link": [Flow(entry) for entry in old] if in_braces else old})
    if commented:
        text = text.replace("\n", "  # kept\n# kept too\n").replace("---  # kept\n# kept too", "---")
    edit(text, {"link": new})  # it raises where the file would say something else


@given(
    st.dictionaries(st.sampled_from("abcd"), scalars, min_size=1), st.dictionaries(st.sampled_from("abcde"), st.none() | scalars)
)
def test_front_matter_in_braces_becomes_any_other(old: dict[str, str], changes: dict[str, str | None]) -> None:
    edit(f"---\n{json.dumps(old, ensure_ascii=False)}\n---\n", changes)
