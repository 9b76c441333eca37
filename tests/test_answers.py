"""`content/answers.toml`: what a person wrote there stays, whatever is answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.answers import answered
from generator.errors import Problem, Severity

ANSWERS = """# Ours: ask Ada before you change one.

[listing-unsure-1a2b3c4d]  # the odd one
about = "Some [Line]"
  # it is a name, says Bo
answer = 'title'   # or is it?
by = "Cy"

# The next is about the 2023 list.
[import-known-00000000]
answer = "same"


# end"""
UNSURE = Problem("listing-unsure", Severity.QUESTION, text="Some Line")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text.replace("[listing-unsure-1a2b3c4d]", '[ "listing-unsure-1a2b3c4d" ]'),
        lambda _: "# [listing-unsure-1a2b3c4d]\nlisting-unsure-1a2b3c4d = { about = \"x\", answer = 'title' } # inline\n",
        lambda _: "listing-unsure-1a2b3c4d.answer = 'title' # dotted",
    ],
)
def test_an_answer_is_replaced_where_it_stands_and_all_around_it_stays(
    newline: str, mark: str, change: Callable[[str], str]
) -> None:
    text = mark + change(ANSWERS.replace("1a2b3c4d", UNSURE.id[-8:])).replace("1a2b3c4d", UNSURE.id[-8:]).replace("\n", newline)
    assert answered(text, UNSURE, "author") == text.replace("'title'", '"author"')


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_another_answer_comes_last_behind_every_byte_that_is_there(newline: str) -> None:
    text = ANSWERS.replace("\n", newline)
    entry = f'[{UNSURE.id}]\nabout = "Some Line"\nanswer = "author"\n'.replace("\n", newline)
    assert answered(text, UNSURE, "author") == text + 2 * newline + entry
    assert answered(text + newline + " " + newline, UNSURE, "author") == text + newline + " " + newline + entry
