"""The command `review`: what is listed, what is answered, changed and taken back, and what a person is asked."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import answers
from generator.cli import run
from generator.errors import Problem, Severity, UsageError
from generator.i18n import tool_catalogue
from generator.paths import Paths, site_paths
from generator.pipeline import import_sources
from generator.review import KINDS, Review, choose
from generator.review_text import FEW

PAPERS = 30
PASTED = "".join(f"# On Snow in Year {number}\nJane Doe\nBo Chen\nAda Poe\n\n" for number in range(PAPERS))
PUBLISHED = [
    {
        "id": f"p{number}",
        "type": "book",
        "title": f"On Snow in Year {number}",
        "author": [{"given": "Jane", "family": "Doe"}, {"given": "Bob", "family": "Chen"}],
    }
    for number in range(PAPERS // 2)
]
"""Ada Poe is missing on each, and Bo Chen, who may be Bob Chen."""
ROOT = Path(__file__).parent.parent
Say = Callable[..., str]


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.setattr("sys.argv", ["labpress"])
    found = site_paths(tmp_path / "site")
    found.sources.mkdir(parents=True)
    found.settings.write_text('title = "A lab"\n')
    (found.sources / "list.txt").write_text(PASTED)
    (found.sources / "published.json").write_text(json.dumps(PUBLISHED))
    import_sources(found)
    return found


@pytest.fixture
def review(paths: Paths, capfd: pytest.CaptureFixture[str]) -> Say:
    """Runs the command; what it prints."""

    def said(*words: str, code: int = 0) -> str:
        capfd.readouterr()
        assert run(["review", *words, "--root", str(paths.root)]) == code
        found = capfd.readouterr()
        return found.out if code == 0 else found.err

    return said


def ids(listed: str, kind: str) -> list[str]:
    return re.findall(rf"^({kind}-[0-9a-f]{{8}})  ", listed, re.MULTILINE)


def given_answers(paths: Paths) -> dict[str, str]:
    return {id_: entry["answer"] for id_, entry in tomllib.loads(paths.answers.read_text("utf-8")).items()}


# What is listed


def test_many_questions_are_counted_by_kind_the_rarest_first(review: Say) -> None:
    said = review()
    assert re.findall(r"^ +(\d+)  (\S+)$", said, re.MULTILINE) == [
        ("15", "import-name-gone"),
        ("15", "import-name-gone-variant"),
        ("15", "listing-partial-authors"),
    ]
    assert "labpress review …" in said
    assert max(map(len, said.splitlines())) < 200
    assert len(said.splitlines()) < 40


def test_a_kind_is_listed_up_to_a_number_then_it_is_said_how_to_see_the_rest(paths: Paths, review: Say) -> None:
    (paths.sources / "published.json").unlink()
    (paths.sources / "more.txt").write_text(PASTED.replace("Year", "Month"))
    import_sources(paths)
    few = review("listing-partial-authors")
    assert len(ids(few, "listing-partial-authors")) == FEW
    [command] = re.findall(r"^… and \d+ more: labpress (.*)$", few, re.MULTILINE)
    every = review(*command.split()[1:])
    assert len(ids(every, "listing-partial-authors")) == 45
    assert "more:" not in every


def test_words_name_a_kind_a_source_and_a_publication_and_all_of_them_together(review: Say) -> None:
    of_paper = review("on-snow-in-year-3")
    assert of_paper == review("content/publications/on-snow-in-year-3.md")
    assert [len(ids(of_paper, kind)) for kind in KINDS[-2:]] == [1, 1]
    assert len(ids(of_paper, "listing-partial-authors")) == 0, "the complete list answered that"
    assert len(ids(review("on-snow-in-year-20"), "listing-partial-authors")) == 0, "one is shown whole"
    assert "On Snow in Year 20" in review("on-snow-in-year-20")
    assert review("list.txt") == review("content/sources/list.txt")
    assert review("published.json") == "There is no such question\n"
    both = review("import-name-gone", "import-name-gone-variant", "on-snow-in-year-3", "on-snow-in-year-4")
    assert [len(ids(both, kind)) for kind in KINDS[-2:]] == [2, 2]


def test_a_question_shows_what_the_records_say_that_it_is_about(paths: Paths, review: Say) -> None:
    (paths.publications / "on-ice.md").write_text("---\ntitle: On Ice\nauthor: [Mary Major]\nissued: 2003\n---\n")
    (paths.sources / "more.txt").write_text("# On Ice\nZoe Zed\n")
    import_sources(paths)
    id_ = ids(review("import-name-gone"), "import-name-gone")[0]
    said = review(id_)
    assert "\n  - content/sources/list.txt: Jane Doe, Bo Chen, Ada Poe\n" in said
    assert "\n  - content/sources/published.json: Jane Doe, Bob Chen\n" in said
    of_pair = review("import-same-title")
    assert "“On Ice” (content/publications/on-ice-2.md) is also the title of content/publications/on-ice.md" in of_pair
    assert "- content/sources/more.txt: Zoe Zed\n  - content/publications/on-ice.md: Mary Major · 2003\n" in of_pair
    [asked] = set(re.findall(r"import-same-title-\w+", of_pair))
    assert asked in review("on-ice")
    assert asked in review("on-ice-2")


def test_few_questions_are_listed_at_once_with_their_choices(paths: Paths, review: Say) -> None:
    (paths.sources / "list.txt").write_text("# On Ice\nJane Doe\nBo Chen\n")
    (paths.sources / "published.json").unlink()
    paths.lock.unlink()
    assert "\nlisting-partial-authors-" in (said := review())
    assert "  [partial] | complete\n    content/sources/list.txt:1: On Ice · on-ice\n" in said


def test_other_programs_get_every_question_and_answer(review: Say) -> None:
    [first, *_] = ids(review("import-name-gone"), "import-name-gone")
    review(first, "keep")
    found = json.loads(review("--json"))
    assert len(found) == 45
    [answered] = [each for each in found if "answer" in each]
    assert answered["id"] == first
    assert answered["choices"] == ["drop", "keep"]
    assert answered["holds"] == answered["answer"] == "keep"
    assert {each["publication"] for each in found} == {f"on-snow-in-year-{number}" for number in range(PAPERS)}
    assert [each["id"] for each in json.loads(review("--json", "--answered"))] == [first]
    assert all(each["kind"] == "listing-partial-authors" for each in json.loads(review("--json", "listing-partial-authors")))


def test_the_kinds_of_a_pasted_list_are_those_of_the_manual() -> None:
    table = (ROOT / "docs" / "formats" / "listing.md").read_text("utf-8")
    asked = {kind for kind in KINDS if kind.startswith("listing-")}
    assert set(re.findall(r"^\| `(listing-[a-z-]+)` \|", table, re.MULTILINE)) == asked


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_kind_is_explained(lang: str) -> None:
    for kind in KINDS:
        assert f"review.kind.{kind}" in tool_catalogue(lang)
        assert f"problem.{kind}" in tool_catalogue(lang)


# What is answered


def test_an_answer_is_listed_changed_and_taken_back(paths: Paths, review: Say) -> None:
    file = paths.publications / "on-snow-in-year-0.md"
    before = file.read_text()
    id_ = next(each for each in ids(review("import-name-gone"), "import-name-gone") if "year-0" in review(each))
    assert f"review {id_} CHOICE" in review(id_)
    review(id_, "keep")
    assert "Ada Poe" in file.read_text()
    assert id_ not in review("import-name-gone")
    assert f"{id_}  drop | [keep]" in review("--answered")
    assert "To take it back" in review(id_)
    review(id_, "drop")
    assert file.read_text() == before
    assert given_answers(paths) == {id_: "drop"}
    review("--undo", id_)
    assert given_answers(paths) == {}
    assert id_ in review("import-name-gone")
    assert review("--undo", id_) == "There is no such question\n"


def test_the_report_of_an_answer_is_about_what_is_new(review: Say) -> None:
    said = review(ids(review("import-name-gone"), "import-name-gone")[0], "keep")
    assert "1 file in content/publications/ changed" in said
    assert "question" not in said.replace("Nothing waits", "")


@pytest.mark.parametrize(
    ("authors", "kind", "choice", "back"),
    [("Zoe Zed", "import-same-title", "same", "different"), ("Jane Doe\nXi Yu\nZoe Zed", "import-known", "different", "same")],
)
def test_what_an_answer_joined_or_parted_is_undone_by_the_other_one(
    authors: str, kind: str, choice: str, back: str, paths: Paths, review: Say
) -> None:
    (paths.sources / "list.txt").write_text("# On Ice\nJane Doe\nBo Ek\nCy Dole\n")
    (paths.sources / "other.txt").write_text(f"# On Ice\n{authors}\n")
    import_sources(paths)

    def keys() -> list[str]:
        states = [json.loads(line) for line in paths.lock.read_text().splitlines() if '"record": "on ice"' in line]
        return sorted(state["key"] for state in states)

    before = keys()
    id_ = re.findall(rf"{kind}-[0-9a-f]{{8}}", review(kind))[0]
    review(id_, choice)
    assert keys() != before
    assert f"= {back}" in review("--undo", id_)
    assert keys() == before
    assert "Taken out" in review("--undo", id_)
    assert given_answers(paths) == {}
    assert keys() == before


def test_several_ids_before_a_choice_are_all_answered(paths: Paths, review: Say) -> None:
    three = ids(review("import-name-gone"), "import-name-gone")[:3]
    review(*three, "keep")
    assert given_answers(paths) == dict.fromkeys(three, "keep")


def test_a_whole_kind_is_answered_after_a_yes_only(paths: Paths, review: Say) -> None:
    assert "--yes" in review("listing-partial-authors", "complete", code=2)
    assert not paths.answers.exists()
    shown = review("listing-partial-authors", "complete", "--yes")
    assert shown.count("  partial → complete\n") == 15
    assert "On Snow in Year 29 · on-snow-in-year-29" in shown
    assert list(given_answers(paths).values()) == ["complete"] * 15
    assert "author-list" not in (paths.publications / "on-snow-in-year-29.md").read_text()
    review("--undo", "listing-partial-authors", "on-snow-in-year-29", "on-snow-in-year-28", "--yes")
    assert len(given_answers(paths)) == 13


def test_a_choice_that_one_of_several_does_not_have_is_refused_for_all(paths: Paths, review: Say) -> None:
    assert "is no answer" in review("import-name-gone", "import-name-gone-variant", "Bob Chen", "--yes", code=2)
    assert not paths.answers.exists()


def test_a_number_that_is_another_word_for_each_is_refused(paths: Paths, review: Say) -> None:
    one = ids(review("import-name-gone-variant"), "import-name-gone-variant")[0]
    (paths.sources / "list.txt").write_text(PASTED + "# On Hail\nAnn Lee\nJoan Holm\n")
    hail = [
        {
            "id": "h",
            "type": "book",
            "title": "On Hail",
            "author": [{"family": "Lee", "given": "Ann"}, {"family": "Holm", "given": "John"}],
        }
    ]
    (paths.sources / "hail.json").write_text(json.dumps(hail))
    import_sources(paths)
    [*_, other] = re.findall(r"import-name-gone-variant-\w+", review("on-hail"))
    assert "write the word" in review(one, other, "3", code=2)
    with pytest.raises(UsageError) as raised:
        choose([each for each in Review(paths).open if each.id in (one, other)], "3")
    assert [each.code for each in raised.value.problems] == ["review-number"]
    review(one, other, "2")
    assert given_answers(paths) == {one: "keep", other: "keep"}


def test_a_last_word_that_is_a_choice_is_one_whatever_else_is_called_so(paths: Paths, review: Say) -> None:
    (paths.publications / "keep.md").write_text("---\ntitle: Keep\n---\n")
    id_ = ids(review("import-name-gone"), "import-name-gone")[0]
    review(id_, "keep")
    assert given_answers(paths) == {id_: "keep"}
    assert review("keep") == "There is no such question\n"


def test_an_answer_that_nothing_asks_for_is_listed_and_can_be_taken_out(paths: Paths, review: Say) -> None:
    paths.answers.write_text('# Ours.\n[listing-unsure-00000000]\nabout = "Gone"\nanswer = "title"\n')
    import_sources(paths)
    assert "nothing asks this any more: Gone" in review("--answered", "--all")
    assert "“Gone” was answered with “title”" in review("listing-unsure-00000000")
    review("--undo", "listing-unsure-00000000")
    assert paths.answers.read_text() == "# Ours.\n"


IDS = st.sampled_from([f"listing-unsure-{number:08x}" for number in range(4)])
STEPS = st.lists(st.tuples(IDS, st.sampled_from(["", "title", "Rex Ying", 'a "b" \\ c'])), max_size=12)


@given(STEPS, st.sampled_from(["", "# Mine.\n", '# Mine.\n\n["other-1"]  # odd\nanswer = "x"\n# why: [sic]\n\n']))
def test_answers_written_and_taken_back_in_any_order_leave_what_stands_last(steps: list[tuple[str, str]], text: str) -> None:
    comments = text.count("#")
    wanted = {id_: entry["answer"] for id_, entry in tomllib.loads(text).items()}
    for id_, choice in steps:
        if choice:
            question = Problem("listing-unsure", Severity.QUESTION, text=id_)
            text = answers.answered(text, question, choice)
            wanted[question.id] = choice
        elif (named := Problem("listing-unsure", text=id_).id) in wanted:
            text = answers.taken_back(text, named)
            del wanted[named]
        assert {each: entry["answer"] for each, entry in tomllib.loads(text).items()} == wanted
    assert text.count("#") >= comments


def test_an_answer_that_cannot_be_cut_out_is_not_cut() -> None:
    with pytest.raises(UsageError) as raised:
        answers.taken_back('listing-unsure-00000000 = {answer = "title", about = "x"}', "other-00000000")
    assert [each.code for each in raised.value.problems] == ["answer-form"]


# What a person is asked

INTERRUPT = "Ctrl-C"
SILENCE = 20
"""Seconds in which a command says or ends something."""
needs_terminal = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")


def on_a_terminal(paths: Paths, words: list[str], typed: Sequence[str] = (), lang: str = "en_US.UTF-8", code: int = 0) -> str:
    """What the command shows on a pseudo-terminal of 80 columns to a person who types a line after each prompt."""
    import pty

    command = [sys.executable, str(ROOT / "build.py"), *words, "--root", str(paths.root)]
    environment = {**os.environ, "LC_ALL": lang, "COLUMNS": "80"}
    main, terminal = pty.openpty()
    process = subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=terminal, env=environment)
    os.close(terminal)
    shown, lines, interrupted = b"", list(typed), False
    while True:
        if not select.select([main], [], [], SILENCE)[0]:
            # Ctrl-C just before the command reads what is typed is not heard by Python; a person presses again.
            assert interrupted, shown.decode()
            process.send_signal(signal.SIGINT)
            continue
        try:
            piece = os.read(main, 4096)
        except OSError:  # so Linux says that the other end is closed
            break
        if not piece:
            break
        shown += piece
        if lines and shown.endswith(b": "):
            interrupted = (line := lines.pop(0)) == INTERRUPT
            if interrupted:
                process.send_signal(signal.SIGINT)
            else:
                os.write(main, f"{line}\n".encode())
    os.close(main)
    assert process.wait(60) == code
    assert not lines, shown.decode()
    return shown.decode().replace("\r\n", "\n")


@needs_terminal
def test_lines_fit_a_terminal_and_are_whole_in_a_pipe(paths: Paths) -> None:
    command = [sys.executable, str(ROOT / "build.py"), "review", "import-name-gone-variant", "--root", str(paths.root)]
    environment = {**os.environ, "LC_ALL": "en_US.UTF-8"}
    piped = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, env=environment).stdout
    shown = on_a_terminal(paths, ["review", "import-name-gone-variant"])
    assert max(map(len, shown.splitlines())) <= 80
    assert max(map(len, piped.splitlines())) > 80
    assert shown.split() == piped.split()


@needs_terminal
def test_questions_are_asked_one_by_one_and_a_kind_can_be_skipped(paths: Paths) -> None:
    typed = ["keep", "2", "nonsense", "", "s", "Bob Chen", "q"]
    shown = on_a_terminal(paths, ["review", "--interactive", "import-name-gone", "import-name-gone-variant"], typed)
    assert "[1/30]" in shown
    assert "One of these, please: 1 drop, 2 keep" in shown
    assert "3 answers written to content/answers.toml" in shown
    assert sorted(given_answers(paths).values()) == ["Bob Chen", "keep", "keep"]
    assert "Ada Poe" in (paths.publications / "on-snow-in-year-0.md").read_text()


@needs_terminal
def test_what_was_answered_before_ctrl_c_is_kept_and_imported(paths: Paths) -> None:
    on_a_terminal(paths, ["review", "--interactive", "import-name-gone"], ["keep", INTERRUPT], code=130)
    assert list(given_answers(paths).values()) == ["keep"]
    assert "Ada Poe" in (paths.publications / "on-snow-in-year-0.md").read_text()


@needs_terminal
@pytest.mark.parametrize(("lang", "said", "number"), [("fr_FR.UTF-8", "o", 15), ("en_US.UTF-8", "y", 15), ("en_US.UTF-8", "", 0)])
def test_a_person_says_yes_in_their_language_before_a_kind_is_answered(paths: Paths, lang: str, said: str, number: int) -> None:
    shown = on_a_terminal(paths, ["review", "listing-partial-authors", "complete"], [said], lang)
    assert shown.count("partial → complete") == 15
    assert len(given_answers(paths) if paths.answers.exists() else {}) == number
    assert ("Nothing was written" in shown) == (not number)
