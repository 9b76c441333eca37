"""Import: what a source says becomes files once, and never overwrites what a person wrote."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from generator import lock
from generator.errors import Problem, Severity
from generator.formats import Loaded, Record
from generator.lock import Lock, RecordState
from generator.markdown import plain, render
from generator.merge import Plan, Source, plan
from generator.model import Name, Publication

PAPER = Publication("On Things", author=(Name(printed="Ann Lee"),), abstract="About *things*.")


def source(*publications: Publication, name: str = "list.txt", digest: str = "1", problems: tuple[Problem, ...] = ()) -> Source:
    records = tuple(Record(publication, line) for line, publication in enumerate(publications, 1))
    return Source(name, f"content/sources/{name}", digest, Loaded(records, problems))


def codes(made: Plan) -> list[str]:
    return [problem.code for problem in made.problems]


def test_a_new_record_becomes_a_new_file_with_its_text_as_it_was() -> None:
    made = plan(Lock(), [source(PAPER)], {})
    assert list(made.new) == ["on-things"]
    assert plain(render(made.new["on-things"].abstract)) == PAPER.abstract
    assert made.lock.records["list.txt", "on things"].key == "on-things"


def test_the_same_source_again_writes_nothing_and_leaves_the_lock() -> None:
    first = plan(Lock(), [source(PAPER)], {})
    again = plan(first.lock, [source(PAPER)], first.new)
    assert not again.new
    assert again.lock == first.lock
    assert not again.problems


def test_a_file_that_a_person_deleted_does_not_come_back_until_it_is_restored() -> None:
    first = plan(Lock(), [source(PAPER)], {})
    gone = plan(first.lock, [source(PAPER)], {})
    assert not gone.new
    assert gone.lock.records["list.txt", "on things"].dropped
    restored = plan(gone.lock, [source(PAPER)], {}, frozenset(["on-things"]))
    assert list(restored.new) == ["on-things"]
    assert not restored.lock.records["list.txt", "on things"].dropped


def test_a_renamed_file_is_followed_by_its_title() -> None:
    first = plan(Lock(), [source(PAPER)], {})
    renamed = plan(first.lock, [source(PAPER)], {"my-things": first.new["on-things"]})
    assert not renamed.new
    assert renamed.lock.records["list.txt", "on things"].key == "my-things"


def test_a_renamed_file_with_another_title_is_followed_by_its_doi() -> None:
    paper = replace(PAPER, DOI="10.1000/182")
    first = plan(Lock(), [source(paper)], {})
    renamed = plan(first.lock, [source(paper)], {"x": replace(paper, title="Another title", DOI="10.1000/182")})
    assert renamed.lock.records["list.txt", "on things"].key == "x"


def test_what_a_source_says_anew_is_reported_and_the_file_is_left() -> None:
    first = plan(Lock(), [source(PAPER)], {})
    changed = plan(first.lock, [source(replace(PAPER, abstract="New words."))], first.new)
    assert not changed.new
    assert codes(changed) == ["import-changed"]
    assert changed.problems[0].args["keys"] == "abstract"
    assert changed.lock.records == first.lock.records, "what the file was made from stays known for a later merge"


def test_a_record_that_vanished_from_its_source_is_reported_and_kept() -> None:
    first = plan(Lock(), [source(PAPER)], {})
    vanished = plan(first.lock, [source()], first.new)
    assert codes(vanished) == ["import-vanished"]
    assert vanished.lock.records == first.lock.records


def test_a_publication_that_is_there_by_hand_is_linked_not_doubled() -> None:
    made = plan(Lock(), [source(PAPER)], {"mine": Publication("On things!", author=(Name(printed="A. Lee"),))})
    assert not made.new
    assert made.lock.records["list.txt", "on things"].key == "mine"
    assert codes(made) == ["import-known"]
    assert made.problems[0].severity is Severity.QUESTION


def test_the_same_title_by_other_people_is_another_publication() -> None:
    made = plan(Lock(), [source(PAPER)], {"on-things": Publication("On Things", author=(Name(printed="Bo Chen"),))})
    assert list(made.new) == ["on-things-2"]


def test_two_sources_with_the_same_paper_make_one_file() -> None:
    made = plan(Lock(), [source(PAPER, name="a.txt"), source(PAPER, name="b.txt")], {})
    assert list(made.new) == ["on-things"]
    assert {state.key for state in made.lock.records.values()} == {"on-things"}


def test_control_characters_of_a_source_do_not_reach_the_file() -> None:
    made = plan(Lock(), [source(replace(PAPER, title="On\x00 \x0bThings\x1b", abstract="a\x07b"))], {})
    assert made.new["on-things"].title == "On Things"
    assert made.new["on-things"].abstract == "ab"


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
FIELDS = st.dictionaries(TEXT, st.one_of(TEXT, st.lists(TEXT, max_size=2), st.booleans()), max_size=3)
STATES = st.builds(RecordState, TEXT, TEXT, TEXT, FIELDS, st.booleans())


@given(st.dictionaries(TEXT, TEXT, max_size=3), st.lists(STATES, max_size=4))
def test_the_lock_is_read_back_as_it_was_written(sources: dict[str, str], states: list[RecordState]) -> None:
    before = Lock(sources, {(state.source, state.id): state for state in states})
    text = lock.dump(before)
    assert lock.parse(text, "import.lock") == (before, [])
    assert text == lock.dump(Lock(dict(reversed(sources.items())), dict(reversed(list(before.records.items())))))


def test_a_lock_line_that_cannot_be_read_is_a_problem_with_its_line() -> None:
    text = lock.dump(Lock({"a.txt": "1"})) + "<<<<<<< ours\n"
    assert [(problem.code, problem.line) for problem in lock.parse(text, "import.lock")[1]] == [("lock-line", 3)]


def test_a_lock_of_a_later_version_is_refused() -> None:
    assert [problem.code for problem in lock.parse('{"import-lock": 99}\n', "import.lock")[1]] == ["lock-version"]


def test_the_digest_of_a_source_does_not_depend_on_its_line_ends() -> None:
    assert lock.digest_of("a\r\nb\r\n") == lock.digest_of("a\nb\n") != lock.digest_of("a\nc\n")


def test_a_question_keeps_its_id_wherever_its_text_stands() -> None:
    here = Problem("listing-unsure", Severity.QUESTION, "a.txt", 3, text="Some Line")
    assert here.id == replace(here, path="b.txt", line=77).id
    assert here.id != replace(here, text="Another Line").id
    assert here.id.startswith("listing-unsure-")
