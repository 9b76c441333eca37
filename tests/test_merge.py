"""Import: what sources say becomes files, and what a person wrote in them stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import lock
from generator.answers import Answers
from generator.content import publication_of
from generator.errors import Problem, Severity
from generator.formats import Loaded, Record
from generator.lock import Lock, RecordState, SourceState
from generator.markdown import plain, render
from generator.merge import Plan, Renamed, Source, authors, fields, items, plan
from generator.merge.combine import is_preprint
from generator.model import Link, Name, PartialDate, Publication, Version

PAPER = Publication("On Things", author=(Name(printed="Ann Lee"),), abstract="About *things*.")
TODAY = PartialDate(2024, 5, 1)


def names(*printed: str) -> tuple[Name, ...]:
    return tuple(Name(printed=name) for name in printed)


def source(*publications: Publication, name: str = "list.txt", digest: str = "1", problems: tuple[Problem, ...] = ()) -> Source:
    """A pasted list if it is called `*.txt`, a structured source else."""
    records = tuple(Record(publication, line) for line, publication in enumerate(publications, 1))
    form = "listing" if name.endswith(".txt") else "bibtex"
    return Source(name, f"content/sources/{name}", digest, Loaded(records, problems), form)


class Site:
    """Files and lock, as imports and people leave them."""

    def __init__(self, **files: str) -> None:
        self.files = {key.replace("_", "-"): text for key, text in files.items()}
        self.lock = Lock()
        self.sources: dict[str, Source] = {}
        self.answers: dict[str, str] = {}

    def imports(self, *sources: Source, restore: frozenset[str] = frozenset(), priority: Sequence[str] = ()) -> Plan:
        """Every source that ever came is read, as in a real import; `sources` are those that are due."""
        self.sources |= {each.name: each for each in sources}
        every = [replace(each, due=each in sources) for each in self.sources.values()]
        existing = {key: publication_of(text) for key, text in self.files.items()}
        answers = Answers(self.answers)
        made = plan(
            self.lock, every, existing, self.files.__getitem__, priority=priority, restore=restore, answers=answers, added=TODAY
        )
        self.files |= dict(made.new) | {key: change.after for key, change in made.changed.items()}
        self.lock = made.lock
        return made

    def edit(self, key: str, old: str, new: str) -> None:
        assert old in self.files[key]
        self.files[key] = self.files[key].replace(old, new)

    def __getitem__(self, key: str) -> Publication:
        return publication_of(self.files[key])

    def authors(self, key: str = "on-things") -> list[str]:
        return [name.text for name in self[key].author]


def codes(made: Plan) -> list[str]:
    return [problem.code for problem in made.problems]


def question(made: Plan, code: str) -> Problem:
    return next(problem for problem in made.problems if problem.code == code)


# Names


INITIALS = (Name(family="Doe", given="JA"), Name(family="Roe", given="R"))


@pytest.mark.parametrize("given", [INITIALS, names("Doe JA", "Roe R")], ids=["parted", "printed"])
def test_family_names_with_initials_are_the_people_of_a_fuller_list(given: tuple[Name, ...]) -> None:
    site = Site()
    site.imports(source(Publication("On things", author=given), name="a.csv"))
    site.imports(source(Publication("On things", author=names("Jane Ann Doe", "Rick Roe")), name="b.bib"))
    assert site.authors() == ["Jane Ann Doe", "Rick Roe"]


def test_a_name_that_a_person_wrote_with_its_family_name_first_is_read_in_order_and_stays_in_the_file() -> None:
    site = Site(on_things="---\ntitle: On things\nauthor:\n- Doe, Jane\n- van der Berg, J. D.\nauthor-list: partial\n---\n")
    assert site.authors() == ["Jane Doe", "J. D. van der Berg"]
    site.imports(source(Publication("On things", author=names("Jane Doe", "Rick Roe", "J. D. van der Berg"))))
    assert site.authors() == ["Jane Doe", "Rick Roe", "J. D. van der Berg"]
    assert "- Doe, Jane\n- Rick Roe\n- van der Berg, J. D.\n" in site.files["on-things"]


# One source


def test_a_new_record_becomes_a_new_file_with_its_text_as_it_was() -> None:
    site = Site()
    site.imports(source(PAPER))
    assert list(site.files) == ["on-things"]
    assert plain(render(site["on-things"].abstract)) == PAPER.abstract
    assert site.lock.records["list.txt", "on things"].key == "on-things"


def test_the_same_source_again_writes_nothing_and_leaves_the_lock() -> None:
    site = Site()
    site.imports(source(PAPER))
    before = site.lock
    again = site.imports(source(PAPER))
    assert (again.new, again.changed, again.lock, again.problems) == ({}, {}, before, ())


def test_what_the_source_alone_changed_is_taken() -> None:
    site = Site()
    site.imports(source(replace(PAPER, issued=PartialDate(2022), note="n")))
    made = site.imports(source(replace(PAPER, issued=PartialDate(2023, 4), abstract="New.", volume="7")))
    assert list(made.changed) == ["on-things"]
    assert not made.problems
    now = site["on-things"]
    assert (str(now.issued), now.abstract, now.volume, now.note) == ("2023-04", "New.", "7", "")


def test_what_a_person_alone_changed_is_kept_with_every_byte_around_it() -> None:
    site = Site()
    site.imports(source(replace(PAPER, issued=PartialDate(2022))))
    site.edit("on-things", "issued: 2022", "issued:   2021   # the preprint\nmy-key: [1,2]")
    site.edit("on-things", "title: On Things", 'title: "On Things!"')
    edited = site.files["on-things"]
    made = site.imports(source(replace(PAPER, issued=PartialDate(2022), volume="7")))
    assert site.files["on-things"] == edited.replace("my-key: [1,2]\n", "volume: '7'\nmy-key: [1,2]\n")
    assert not made.problems


def test_what_both_changed_is_kept_and_told_with_both_values_once() -> None:
    site = Site()
    site.imports(source(replace(PAPER, issued=PartialDate(2022))))
    site.edit("on-things", "issued: 2022", "issued: 2021")
    made = site.imports(source(replace(PAPER, issued=PartialDate(2023))))
    assert not made.changed
    assert [(each.code, each.key, each.line, dict(each.args)) for each in made.problems] == [
        ("import-conflict", "issued", 1, {"file": "on-things", "ours": "2021", "theirs": "2023"})
    ]
    assert not site.imports(source(replace(PAPER, issued=PartialDate(2023)))).problems


def test_a_field_that_a_person_deleted_stays_deleted() -> None:
    site = Site()
    site.imports(source(replace(PAPER, note="n", volume="1")))
    site.edit("on-things", "note: n\n", "")
    site.imports(source(replace(PAPER, note="n", volume="2")))
    assert (site["on-things"].note, site["on-things"].volume) == ("", "2")


def test_lists_and_mappings_take_what_is_new_beside_what_a_person_added() -> None:
    code, data = (Link("code", "https://example.org/code"), Link("data", "https://example.org/data"))
    site = Site()
    site.imports(source(replace(PAPER, keyword=("a", "b"), link=(code,), custom={"x": "1", "y": "1"})))
    site.edit("on-things", "- b\n", "- mine\n")
    site.edit("on-things", "x: '1'", "x: '9'")
    made = site.imports(source(replace(PAPER, keyword=("a", "b", "c"), link=(code, data), custom={"x": "2", "y": "2"})))
    now = site["on-things"]
    assert now.keyword == ("a", "mine", "c")
    assert now.link == (code, data)
    assert dict(now.custom) == {"x": "9", "y": "2"}
    assert [(each.code, each.key) for each in made.problems] == [("import-conflict", "custom.x")]


def test_a_version_that_both_changed_stays_one_with_the_keys_of_both() -> None:
    site = Site()
    arxiv = Version("article", arXiv="2301.00001")
    site.imports(source(replace(PAPER, version=(arxiv, Version("report", number="7")))))
    site.edit("on-things", "  arXiv: '2301.00001'\n", "  arXiv: '2301.00001'  # v2\n  publisher: arXiv\n  volume: '1'\n")
    later = replace(arxiv, arXiv="2301.00001v3", issued=PartialDate(2023, 1), volume="2")
    made = site.imports(source(replace(PAPER, version=(later, Version("report", number="8")))))
    assert site["on-things"].version == (replace(later, publisher="arXiv", volume="1"), Version("report", number="8"))
    assert "  # v2\n" in site.files["on-things"]
    assert [(each.code, each.key, each.args["ours"], each.args["theirs"]) for each in made.problems] == [
        ("import-conflict", "version.1.volume", "1", "2")
    ]


def test_a_link_that_both_changed_stays_one_with_the_keys_of_both() -> None:
    code, data = (Link("code", "https://example.org/code"), Link("data", "https://example.org/data"))
    site = Site()
    site.imports(source(replace(PAPER, link=(code, data))))
    site.edit("on-things", "/code'}", "/code', label: Our code}")
    made = site.imports(source(replace(PAPER, link=(replace(code, kind="project"), replace(data, URL="https://example.org/d2")))))
    assert site["on-things"].link == (
        Link("project", "https://example.org/code", label="Our code"),
        Link("data", "https://example.org/d2"),
    )
    assert not made.problems
    site.edit("on-things", "label: Our code}", "label: Mine}")
    moved = (Link("project", "https://example.org/moved", label="Theirs"), Link("data", "https://example.org/d2"))
    made = site.imports(source(replace(PAPER, link=moved)))
    assert site["on-things"].link[0] == Link("project", "https://example.org/moved", label="Mine")
    assert [(each.key, each.args["ours"], each.args["theirs"]) for each in made.problems] == [("link.1.label", "Mine", "Theirs")]


def test_an_entry_that_one_side_changed_and_the_other_took_away_is_told_of() -> None:
    code, data = (Link("code", "https://example.org/code"), Link("data", "https://example.org/data"))
    site = Site()
    site.imports(source(replace(PAPER, link=(code, data))))
    site.edit("on-things", "/code'}", "/code', label: Our code}")
    site.edit("on-things", "- {kind: data, URL: 'https://example.org/data'}\n", "")
    made = site.imports(source(replace(PAPER, link=(replace(data, label="Data"),))))
    assert site["on-things"].link == (replace(code, label="Our code"),)
    assert sorted((each.key, each.args["ours"], each.args["theirs"]) for each in made.problems) == [
        ("link", "", '{"kind": "data", "URL": "https://example.org/data", "label": "Data"}'),
        ("link.1", '{"kind": "code", "URL": "https://example.org/code", "label": "Our code"}', ""),
    ]


def test_a_file_that_a_person_deleted_does_not_come_back_until_it_is_restored() -> None:
    site = Site()
    site.imports(source(PAPER))
    del site.files["on-things"]
    site.imports(source(PAPER, digest="2"))
    assert not site.files
    assert site.lock.records["list.txt", "on things"].dropped
    site.imports(source(PAPER, name="other.bib"))
    assert not site.files, "not from another source either"
    site.imports(source(PAPER), restore=frozenset(["on-things"]))
    assert list(site.files) == ["on-things"]
    assert not site.lock.records["list.txt", "on things"].dropped


def test_a_renamed_file_is_followed_by_its_title_and_goes_on_being_merged() -> None:
    site = Site()
    site.imports(source(PAPER))
    site.files["my-things"] = site.files.pop("on-things")
    site.imports(source(replace(PAPER, volume="3")))
    assert list(site.files) == ["my-things"]
    assert site["my-things"].volume == "3"
    assert site.lock.records["list.txt", "on things"].key == "my-things"


def test_a_renamed_file_with_another_title_is_followed_by_its_doi() -> None:
    paper = replace(PAPER, DOI="10.1000/182")
    site = Site()
    site.imports(source(paper))
    site.files["x"] = site.files.pop("on-things").replace("On Things", "Another title")
    site.imports(source(paper))
    assert site.lock.records["list.txt", "on things"].key == "x"


def test_a_record_that_vanished_from_its_source_is_reported_and_kept() -> None:
    site = Site()
    site.imports(source(PAPER))
    before = dict(site.files)
    assert codes(site.imports(source())) == ["import-vanished"]
    assert site.files == before
    assert site.lock.records


def test_a_record_that_moved_to_another_source_has_not_vanished() -> None:
    site = Site()
    site.imports(source(PAPER, name="a.bib"))
    assert not site.imports(source(name="a.bib", digest="2"), source(PAPER, name="b.bib")).problems
    assert codes(site.imports(source(name="b.bib", digest="2"))) == ["import-vanished"], "nobody tells of it any more"


def test_a_conflict_names_the_source_that_says_the_other_value() -> None:
    site = Site()
    first = source(replace(PAPER, volume="1"), name="a.bib")
    site.imports(first)
    site.edit("on-things", "About \\*things\\*.", "Mine.")
    site.edit("on-things", "volume: '1'", "volume: '1'\nnote: mine")
    made = site.imports(first, source(replace(PAPER, note="theirs", abstract=""), name="b.bib"))
    assert [(each.key, each.path) for each in made.problems] == [("note", "content/sources/b.bib")]


def test_a_title_that_was_mended_in_the_source_is_the_same_publication() -> None:
    paper = replace(PAPER, title="On the Nature of Thigns and Their Uses")
    site = Site()
    site.imports(source(paper))
    made = site.imports(source(replace(paper, title="On the Nature of Things and Their Uses")))
    assert not made.problems
    [key] = site.files
    assert site[key].title == "On the Nature of Things and Their Uses"


def test_a_day_is_added_to_what_comes_later_not_to_the_first_import() -> None:
    site = Site()
    site.imports(source(PAPER))
    site.imports(source(PAPER, replace(PAPER, title="More Things")))
    assert site["on-things"].added is None
    assert site["more-things"].added == TODAY


def test_a_value_that_no_file_may_hold_is_left_out_and_told_of() -> None:
    bad = replace(PAPER, DOI="not a doi", author=(Name(given="Ann", family="Lee", ORCID="1-2"), Name(printed="Bo Ek")))
    site = Site()
    made = site.imports(source(bad, name="a.bib"))
    assert sorted((each.code, each.key, each.args["value"]) for each in made.problems) == [
        ("import-field", "DOI", "not a doi"),
        ("import-field", "author.1.ORCID", "1-2"),
    ]
    assert site.authors() == ["Ann Lee", "Bo Ek"]


def test_an_entry_without_a_title_is_no_publication() -> None:
    site = Site()
    made = site.imports(source(PAPER, replace(PAPER, title=""), name="a.bib"))
    assert list(site.files) == ["on-things"]
    assert made.papers == 1


def test_control_characters_of_a_source_do_not_reach_the_file() -> None:
    site = Site()
    site.imports(source(replace(PAPER, title="On\x00 \x0bThings\x1b", abstract="a\x07b")))
    assert site["on-things"].title == "On Things"
    assert site["on-things"].abstract == "ab"


# Names that a source gives its records


def keyed(*records: tuple[str, Publication], digest: str = "1") -> Source:
    """A structured source whose records have keys."""
    loaded = Loaded(tuple(Record(publication, line, id=key) for line, (key, publication) in enumerate(records, 1)))
    return Source("a.bib", "content/sources/a.bib", digest, loaded, "bibtex")


SNOW = replace(PAPER, title="Snow Is White and Cold")
RAIN = replace(PAPER, title="Rain Falls on the Plain")


def test_a_paper_that_takes_over_the_key_of_another_does_not_take_its_file() -> None:
    site = Site()
    site.imports(keyed(("lee2023a", SNOW)))
    site.edit("snow-is-white-and-cold", "---\n\n", "note: mine\n---\n\n")
    before = site.files["snow-is-white-and-cold"]
    made = site.imports(keyed(("lee2023a", RAIN), ("lee2023b", SNOW), digest="2"))
    assert site.files["snow-is-white-and-cold"] == before
    assert site["rain-falls-on-the-plain"].title == RAIN.title
    assert not made.problems


def test_keys_that_were_exchanged_leave_each_paper_its_file_though_a_title_was_mended() -> None:
    site = Site()
    site.imports(keyed(("a", SNOW), ("b", RAIN)))
    site.imports(keyed(("a", replace(RAIN, title="Rain Falls on the Plains")), ("b", SNOW), digest="2"))
    assert {key: site[key].title for key in site.files} == {
        "snow-is-white-and-cold": SNOW.title,
        "rain-falls-on-the-plain": "Rain Falls on the Plains",
    }


def test_a_paper_under_the_same_key_may_get_quite_another_title() -> None:
    site = Site()
    site.imports(keyed(("a", SNOW)))
    site.imports(keyed(("a", RAIN), digest="2"))
    assert [site[key].title for key in site.files] == [RAIN.title]


def test_a_paper_by_others_under_the_key_of_one_that_went_is_another() -> None:
    site = Site()
    site.imports(keyed(("a", SNOW)))
    made = site.imports(keyed(("a", replace(RAIN, author=names("Zoe Zed"))), digest="2"))
    assert sorted(site.files) == ["rain-falls-on-the-plain", "snow-is-white-and-cold"]
    assert codes(made) == ["import-vanished"]
    assert {state.key for state in site.lock.records.values()} == set(site.files)


def test_another_doi_and_another_title_under_the_key_of_a_paper_that_went_are_another_paper() -> None:
    site = Site()
    site.imports(keyed(("a", replace(SNOW, DOI="10.1000/1"))))
    site.imports(keyed(("a", replace(RAIN, DOI="10.1000/2")), digest="2"))
    assert sorted(site.files) == ["rain-falls-on-the-plain", "snow-is-white-and-cold"]


def test_an_editorial_put_before_those_of_other_years_leaves_them_their_files() -> None:
    editorials = [Publication("Editorial", author=names("Ann Lee"), issued=PartialDate(year)) for year in (2020, 2021, 2022)]
    site = Site()
    site.imports(source(*editorials[1::-1]))
    before = dict(site.files)
    site.imports(source(*editorials[::-1], digest="2"))
    assert {key: site.files[key] for key in before} == before
    assert sorted(str(site[key].issued) for key in site.files) == ["2020", "2021", "2022"]


def test_an_editorial_in_the_place_of_one_of_another_year_does_not_take_its_file() -> None:
    editorials = [Publication("Editorial", author=names("Ann Lee"), issued=PartialDate(year)) for year in (2021, 2022)]
    site = Site()
    site.imports(source(editorials[0]))
    made = site.imports(source(editorials[1], digest="2"))
    assert [str(site[key].issued) for key in sorted(site.files)] == ["2021", "2022"]
    assert "import-vanished" in codes(made)
    site.imports(keyed(("mine", editorials[0])))
    site.imports(keyed(("mine", replace(editorials[0], issued=PartialDate(2020))), digest="2"))
    assert len(site.files) == 2, "a source's own key is believed"


def test_what_a_source_says_now_is_believed_before_what_a_deleted_one_said() -> None:
    site = Site()
    site.imports(source(PAPER, name="a.bib"))
    del site.sources["a.bib"]
    site.imports(source(replace(PAPER, title="On things"), name="b.bib"))
    assert site["on-things"].title == "On things"


# A file that a person wrote


def test_a_publication_that_is_there_by_hand_is_completed_not_doubled() -> None:
    site = Site(mine="---\ntitle: On things!\nauthor: [A. Lee] # by hand\nissued: 2020\n---\n")
    made = site.imports(source(replace(PAPER, volume="4", issued=PartialDate(2021)), name="a.bib"))
    assert made.known == 1
    assert [(each.code, each.key) for each in made.problems] == [("import-conflict", "issued"), ("import-conflict", "title")]
    assert site.files["mine"] == (
        "---\ntitle: On things!\nauthor: [A. Lee] # by hand\nissued: 2020\nvolume: '4'\n---\nAbout \\*things\\*.\n"
    )


def test_a_complete_list_that_a_person_wrote_is_not_touched_by_a_list_that_names_others() -> None:
    site = Site(mine="---\ntitle: On Things\nauthor:\n- Ann Lee\n---\n")
    made = site.imports(source(replace(PAPER, author=names("Ann Lee", "Bo Ek"), author_list="partial")))
    assert site.authors("mine") == ["Ann Lee"]
    assert site["mine"].author_list == "complete"
    assert [(each.code, each.key) for each in made.problems] == [("import-conflict", "author")]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_file_whose_front_matter_is_json_is_completed_where_it_stands(newline: str) -> None:
    mine = '---\n{"title": "On Things", # mine\n "author": ["Ann Lee"], "note": "n"\n}\n---\n'.replace("\n", newline)
    site = Site(mine=mine)
    site.imports(source(replace(PAPER, note="n", volume="1", custom={"a": "1"}, abstract="")))
    added = ", volume: '1', custom: {a: '1'}"
    assert site.files["mine"] == mine.replace('"note": "n"', f'"note": "n"{added}')
    site.imports(source(replace(PAPER, author=names("Ann Lee", "Bo Ek"), volume="2", abstract=""), digest="2"))
    now = site["mine"]
    assert (site.authors("mine"), now.volume, now.note, dict(now.custom)) == (["Ann Lee", "Bo Ek"], "2", "", {})
    assert site.files["mine"].startswith(mine[: mine.index("author")])


# Lists of authors

PASTED = replace(PAPER, author=names("ANN LEE", "Cy Raaj Dole", "Eve Fox"), author_list="partial")
RECORD = replace(
    PAPER,
    author=(
        Name(given="Ann", family="Lee"),
        Name(given="Bo", family="Ek"),
        Name(given="Cy", family="Dole"),
        Name(given="Ed", family="Fox"),
    ),
    issued=PartialDate(2023),
    container_title="Proc. Things",
    abstract="",
)


def test_a_complete_list_wins_as_a_whole_and_a_name_that_it_lacks_becomes_a_question() -> None:
    site = Site()
    site.imports(source(PASTED))
    made = site.imports(source(RECORD, name="a.bib"))
    assert site.authors() == ["Ann Lee", "Bo Ek", "Cy Dole", "Ed Fox"]
    assert site["on-things"].author_list == "complete"
    assert site["on-things"].abstract
    asked = question(made, "import-name-gone-variant")
    assert (asked.path, asked.line, asked.args["name"]) == ("content/sources/list.txt", 1, "Eve Fox")
    assert asked.choices == ("drop", "keep", "Ed Fox")
    assert made.renamed == (Renamed("on-things", "Cy Raaj Dole", "Cy Dole"),)


def test_a_name_that_the_record_forgot_comes_back_at_its_place_when_a_person_says_so() -> None:
    site = Site()
    site.imports(source(PASTED))
    asked = question(site.imports(source(RECORD, name="a.bib")), "import-name-gone-variant")
    site.answers[asked.id] = "keep"
    made = site.imports()
    assert site.authors() == ["Ann Lee", "Bo Ek", "Cy Dole", "Eve Fox", "Ed Fox"]
    assert not made.problems
    assert not made.lock.unheard


def test_an_answer_goes_on_being_heard_when_the_file_is_renamed() -> None:
    site = Site()
    site.imports(source(PASTED))
    site.answers[question(site.imports(source(RECORD, name="a.bib")), "import-name-gone-variant").id] = "keep"
    site.imports()
    for name in ("mine", "ours", "on-things"):
        site.files[name] = site.files.pop(next(iter(site.files)))
        made = site.imports()
        assert site.authors(name) == ["Ann Lee", "Bo Ek", "Cy Dole", "Eve Fox", "Ed Fox"]
        assert (made.problems, made.lock.unheard) == ((), ())
        assert lock.parse(lock.dump(site.lock), "import.lock") == (site.lock, [])


def test_a_new_paper_does_not_get_the_key_that_a_renamed_file_had() -> None:
    site = Site()
    site.imports(source(PAPER))
    site.files["mine"] = site.files.pop("on-things")
    site.imports(source(PAPER, replace(PAPER, author=names("Zoe Zed")), digest="2"))
    assert sorted(site.files) == ["mine", "on-things-2"]
    assert site["on-things-2"].added == TODAY


def test_a_new_paper_does_not_get_a_key_that_is_kept_alive_as_a_redirect() -> None:
    site = Site()
    site.imports(source(PAPER))
    site.files["mine"] = site.files.pop("on-things").replace(
        "title: On Things", "title: On Some Things\naliases: [on-things-2, on-things]"
    )
    site.lock = Lock()
    site.imports(source(replace(PAPER, author=names("Zoe Zed"))))
    assert sorted(site.files) == ["mine", "on-things-3"]


def test_a_name_that_is_a_variant_leads_to_the_other_when_a_person_says_so() -> None:
    site = Site()
    site.imports(source(PASTED))
    site.answers[question(site.imports(source(RECORD, name="a.bib")), "import-name-gone-variant").id] = "Ed Fox"
    made = site.imports()
    assert not made.problems
    assert made.renamed == (Renamed("on-things", "Eve Fox", "Ed Fox"),)
    assert site.authors() == ["Ann Lee", "Bo Ek", "Cy Dole", "Ed Fox"]


def test_a_fuller_partial_list_inserts_the_missing_names_at_their_places() -> None:
    site = Site()
    site.imports(source(PASTED))
    fuller = names("Zoe Zed", "Ann Lee", "Bo Ek", "Cy Dole", "Eve Fox", "Flo Gray")
    site.imports(source(replace(PASTED, author=fuller), name="more.txt"))
    assert site.authors() == ["Zoe Zed", "Ann Lee", "Bo Ek", "Cy Raaj Dole", "Eve Fox", "Flo Gray"]
    assert site["on-things"].author_list == "partial"


def test_edits_of_an_author_list_survive_a_complete_one() -> None:
    site = Site()
    site.imports(source(PASTED))
    site.edit("on-things", "- ANN LEE\n", "- {given: Ann, family: Lee, id: ann} # ours\n- By Hand\n")
    site.edit("on-things", "- Eve Fox\n", "")
    site.imports(source(RECORD, name="a.bib"))
    assert site.authors() == ["Ann Lee", "By Hand", "Bo Ek", "Cy Dole", "Ed Fox"]
    assert "- {given: Ann, family: Lee, id: ann} # ours\n- By Hand\n- Bo Ek\n" in site.files["on-things"]


def test_full_names_of_a_pasted_list_stand_where_the_record_has_initials() -> None:
    site = Site()
    site.imports(source(replace(PASTED, author=names("Ann Lee", "Eve Fox"))))
    initials = (Name(given="A.", family="Lee"), Name(given="B.", family="Ek"), Name(given="E.", family="Fox"))
    site.imports(source(replace(RECORD, author=initials), name="a.bib"))
    assert site.authors() == ["Ann Lee", "B. Ek", "Eve Fox"]


def test_an_orcid_from_any_source_is_taken_over() -> None:
    site = Site()
    site.imports(source(RECORD, name="a.bib"))
    site.imports(source(replace(RECORD, author=(Name(printed="Bo Ek", ORCID="0000-0002-1825-0097"),)), name="b.bib"))
    assert site["on-things"].author[1] == Name(given="Bo", family="Ek", ORCID="0000-0002-1825-0097")


def test_a_list_that_was_read_as_complete_asks_nothing_about_its_pasted_form() -> None:
    about = Problem("listing-partial-authors", Severity.QUESTION, "content/sources/list.txt", 1, text="On Things")
    site = Site()
    assert codes(site.imports(source(PASTED, problems=(about,)))) == ["listing-partial-authors"]
    made = site.imports(source(PASTED, problems=(about,)), source(RECORD, name="a.bib"))
    assert codes(made) == ["import-name-gone-variant"]


# Several sources


def test_two_sources_with_the_same_paper_make_one_file() -> None:
    site = Site()
    made = site.imports(source(PAPER, name="a.txt"), source(PAPER, name="b.txt"))
    assert list(site.files) == ["on-things"]
    assert {state.key for state in made.lock.records.values()} == {"on-things"}


def test_of_two_sources_the_structured_one_is_believed_unless_the_settings_say_otherwise() -> None:
    pasted, record = replace(PAPER, issued=PartialDate(2020)), replace(PAPER, issued=PartialDate(2023))
    site = Site()
    site.imports(source(pasted), source(record, name="z.bib"))
    assert str(site["on-things"].issued) == "2023"
    site.imports(priority=["list.txt"])
    assert str(site["on-things"].issued) == "2020"


def test_what_a_source_says_otherwise_than_the_one_that_is_believed_is_told_of() -> None:
    one = replace(RECORD, author=names("Ann Lee", "Bo Ek"), DOI="10.1000/1")
    two = replace(one, author=names("Ann Lee", "New One", "Bo Ek"), issued=PartialDate(2024), container_title="PROC. THINGS")
    site = Site()
    site.imports(source(one, name="one.bib"))
    made = site.imports(source(two, name="two.json"))
    assert not made.changed
    assert [(each.code, each.path) for each in made.problems] == [
        ("import-name-gone", "content/sources/two.json"),
        ("import-overruled", "content/sources/two.json"),
    ]
    assert question(made, "import-overruled").args["keys"] == "issued"


def test_what_one_source_says_twice_and_differently_is_said_to_be_in_it() -> None:
    first, second = (
        replace(PAPER, DOI="10.1000/1", issued=PartialDate(2023)),
        replace(PAPER, DOI="10.1000/1", issued=PartialDate(2022)),
    )
    site = Site()
    made = site.imports(source(first, second, name="a.json"))
    asked = question(made, "import-overruled-within")
    assert (asked.path, asked.line, asked.args["line"], asked.args["keys"]) == ("content/sources/a.json", 2, 1, "issued")
    made = site.imports(source(replace(second, issued=PartialDate(2021)), name="b.json"))
    assert question(made, "import-overruled").path == "content/sources/b.json"


def test_preprint_and_published_version_become_one_page_with_both_citations() -> None:
    preprint = replace(
        PAPER, type="article", arXiv="2301.00001", issued=PartialDate(2023, 1), URL="https://arxiv.org/abs/2301.00001"
    )
    published = replace(
        PAPER, type="paper-conference", container_title="Proc. Things", DOI="10.1000/1", issued=PartialDate(2024), abstract=""
    )
    for first, second in ((preprint, published), (published, preprint)):
        site = Site()
        site.imports(source(first, name="a.bib"))
        site.imports(source(second, name="b.bib"))
        [paper] = [site[key] for key in site.files]
        assert (paper.container_title, str(paper.issued), paper.DOI, paper.URL) == ("Proc. Things", "2024", "10.1000/1", "")
        assert paper.arXiv == "2301.00001"
        assert [(each.arXiv, str(each.issued), each.URL) for each in paper.version] == [
            ("2301.00001", "2023-01", "https://arxiv.org/abs/2301.00001")
        ]
        assert paper.abstract


@pytest.mark.parametrize(
    ("said", "preprint"),
    [
        ({"DOI": "10.48550/arXiv.2301.00001"}, True),
        ({"DOI": "10.1101/2020.01.30.927871"}, True),
        ({"DOI": "10.1101/gr.123456.108", "container-title": "Genome Research", "type": "article-journal"}, False),
        ({"container-title": "CoRR", "type": "article-journal", "volume": "abs/2301.00001"}, True),
        ({"container-title": "arXiv preprint arXiv:2301.00001", "type": "article-journal"}, True),
        ({"arXiv": "2301.00001", "container-title": "Proc. Things", "type": "paper-conference"}, False),
        ({"arXiv": "2301.00001"}, True),
        ({"title": "On Things"}, False),
    ],
)
def test_a_preprint_is_known_by_its_doi_its_server_or_its_arxiv_id_alone(said: dict[str, str], preprint: bool) -> None:
    assert is_preprint(said) is preprint


def test_an_identifier_finds_a_paper_under_another_title() -> None:
    site = Site()
    site.imports(source(replace(PAPER, arXiv="2301.00001"), name="a.bib"))
    made = site.imports(source(replace(PAPER, title="Things, Revisited", arXiv="2301.00001v2"), name="b.bib"))
    assert len(site.files) == 1
    assert codes(made) == ["import-overruled"], "the other title is told of"


def test_a_doi_of_a_whole_volume_does_not_make_one_paper_of_two() -> None:
    other = Publication("Something Else Entirely", author=names("Bo Ek"), DOI="10.1000/182")
    site = Site()
    site.imports(source(replace(PAPER, DOI="10.1000/182"), other, name="a.bib"))
    assert len(site.files) == 2


def test_the_same_title_by_other_people_is_another_publication_until_a_person_says_it_is_one() -> None:
    site = Site()
    site.imports(source(PAPER))
    made = site.imports(source(replace(PAPER, author=names("Bo Chen")), name="a.bib"))
    assert sorted(site.files) == ["on-things", "on-things-2"]
    asked = question(made, "import-same-title")
    assert asked.choices == ("different", "same")
    site.answers[asked.id] = "same"
    assert codes(site.imports()) == ["import-joined", "import-name-gone"]
    assert {state.key for state in site.lock.records.values()} == {"on-things"}
    assert not site.lock.unheard
    assert codes(site.imports()) == ["import-name-gone"]


def test_a_record_that_an_answer_joins_to_one_that_went_takes_its_place_in_the_lock_at_once() -> None:
    first = replace(PAPER, title="Editorial", issued=PartialDate(2021))
    second = replace(first, issued=PartialDate(2022))
    site = Site()
    site.imports(source(first))
    site.answers[question(site.imports(source(second)), "import-same-title").id] = "same"
    site.imports()
    before = site.lock
    assert [(state.fields["issued"], state.key) for state in before.records.values()] == [("2022", "editorial")]
    assert site.imports(source(second)).lock == before


def test_an_answer_whose_question_another_answer_ended_is_no_news_while_nothing_changes() -> None:
    site = Site()
    by_others = replace(PAPER, author=names("Bo Chen"))
    pasted = source(replace(PAPER, author=names("Bo Chen", "Zoe Zed")))
    site.imports(source(PAPER, name="a.bib"))
    made = site.imports(source(by_others, name="b.bib"), pasted)
    site.answers[question(made, "import-name-gone").id] = "keep"
    site.imports()
    for asked in [each for each in made.problems if each.code == "import-same-title"]:
        site.answers[asked.id] = "same"
    assert "import-joined" in codes(site.imports())
    before = site.lock
    assert {state.key for state in before.records.values()} == {"on-things"}
    assert before.unheard
    assert site.imports(pasted).lock == before


def two_editorials() -> tuple[Site, Source, str]:
    """Two namesakes, the first of them renamed since, and the question about them, which is the same as before."""
    first, second = (replace(PAPER, title="Editorial", issued=PartialDate(year)) for year in (2021, 2022))
    site, both = Site(), source(second, first, digest="2")
    site.imports(source(first))
    asked = question(site.imports(both), "import-same-title")
    site.files["renamed"] = site.files.pop("editorial")
    assert question(site.imports(both), "import-same-title").id == asked.id
    return site, both, asked.id


def test_a_paper_is_joined_to_one_that_was_renamed() -> None:
    site, both, id_ = two_editorials()
    site.answers[id_] = "same"
    assert "import-joined" in codes(site.imports())
    before = site.lock
    assert {state.key for state in before.records.values()} == {"renamed"}
    assert site.imports(both).lock == before


def test_a_paper_is_not_joined_to_one_that_a_person_deleted() -> None:
    site, both, id_ = two_editorials()
    del site.files["renamed"]
    assert "import-same-title" not in codes(site.imports(both))
    site.answers[id_] = "same"
    made = site.imports()
    assert (codes(made), made.lock.unheard) == ([], ())
    assert {state.key: state.dropped for state in site.lock.records.values()} == {"renamed": True, "editorial-2": False}


def test_a_paper_that_a_person_deleted_is_not_joined_to_another_one() -> None:
    site, both, id_ = two_editorials()
    del site.files["renamed"]
    assert "import-same-title" not in codes(site.imports(both))
    site.answers[id_] = "same"
    made = site.imports()
    assert (codes(made), made.lock.unheard) == ([], ())
    assert {state.key: state.dropped for state in site.lock.records.values()} == {"renamed": True, "editorial-2": False}


def test_the_same_title_with_few_common_authors_is_one_until_a_person_says_it_is_two() -> None:
    site = Site()
    site.imports(source(replace(PAPER, author=names("Ann Lee", "Bo Ek", "Cy Dole"))))
    made = site.imports(source(replace(PAPER, author=names("Ann Lee", "Xi Yu", "Zoe Zed")), name="a.bib"))
    assert list(site.files) == ["on-things"]
    site.answers[question(made, "import-known").id] = "different"
    site.imports()
    assert sorted(site.files) == ["on-things", "on-things-2"]
    assert site.authors() == ["Ann Lee", "Xi Yu", "Zoe Zed"]
    assert site.authors("on-things-2") == ["Ann Lee", "Bo Ek", "Cy Dole"]
    again = site.imports()
    assert not again.changed
    assert not again.lock.unheard


def test_an_answer_that_is_changed_parts_what_it_joined_and_joins_what_it_parted() -> None:
    joined, parted = Site(), Site()
    joined.imports(source(PAPER))
    asked = question(joined.imports(source(replace(PAPER, author=names("Bo Chen")), name="a.bib")), "import-same-title")
    parted.imports(source(replace(PAPER, author=names("Ann Lee", "Bo Ek", "Cy Dole"))))
    several = source(replace(PAPER, author=names("Ann Lee", "Xi Yu", "Zoe Zed")), name="a.bib")
    known = question(parted.imports(several), "import-known")
    for site, question_, there_and_back in ((joined, asked, ("same", "different")), (parted, known, ("different", "same"))):
        for choice in there_and_back * 2:
            site.answers[question_.id] = choice
            site.imports()
            together = {state.key for state in site.lock.records.values()}
            assert sorted(together) == ["on-things", "on-things-2"][: 1 if choice == "same" else 2]
            assert not site.imports().changed
            assert not site.lock.unheard
            assert [each.id for each in site.imports().heard] == [question_.id]
        assert sorted(site.files) == ["on-things", "on-things-2"]


def test_papers_of_one_title_are_asked_about_one_by_one_and_the_same_each_time() -> None:
    years = [
        Publication("Editorial", author=names("Ann Lee"), issued=PartialDate(2001 + number), volume=str(number))
        for number in range(12)
    ]
    by_others = [Publication("Editorial", author=names(name), DOI=f"10.1000/{name[:2]}") for name in ("Bo Ek", "Cy Dole")]
    site = Site()
    asked = [each for each in site.imports(source(*years, *by_others, name="a.bib")).problems if each.code == "import-same-title"]
    assert len({each.id for each in asked}) == len(asked) == len(site.files) - 1 == 13
    assert {each.args["file"] for each in asked} == {"editorial"}
    site.files = dict(sorted(site.files.items(), key=lambda file: f"{file[0]}.md"))  # as a folder lists them
    again = site.imports(source(*reversed(years), *by_others, name="a.bib", digest="2"))
    assert {each.id for each in again.problems if each.code == "import-same-title"} == {each.id for each in asked}


def test_titles_that_are_used_every_year_stay_apart() -> None:
    editorial = Publication("Editorial", author=names("Ann Lee"), issued=PartialDate(2021))
    site = Site()
    site.imports(source(editorial, replace(editorial, issued=PartialDate(2022)), name="a.bib"))
    assert len(site.files) == 2


def test_an_answer_that_nothing_asks_for_is_remembered_as_told() -> None:
    site = Site()
    site.answers["listing-unsure-00000000"] = "title"
    assert site.imports(source(PAPER)).lock.unheard == ("listing-unsure-00000000",)


# Any three states, against tables

VALUES = st.sampled_from([None, "1", "2", "3"])
SCALARS = ("volume", "issue", "page", "note")
STATE = st.fixed_dictionaries(dict.fromkeys(SCALARS, VALUES))


def without_none(said: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if value is not None}


def check_fields(base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    """Through whole files: imported, edited by a person, imported again."""
    site = Site()
    site.imports(source(replace(PAPER, **without_none(base))))
    front = "".join(f"{key}: '{value}'\n" for key, value in ours.items() if value is not None)
    site.files["on-things"] = f"---\ntitle: On Things\nauthor:\n- Ann Lee # here\n{front}---\nAbout \\*things\\*.\n"
    made = site.imports(source(replace(PAPER, **without_none(theirs)), digest="2"))
    for key in SCALARS:
        was, mine, its = base[key], ours[key], theirs[key]
        # fmt: off
        expected, told = (
            (mine, False) if its == was else   # the source says what it said
            (its,  False) if mine == was else  # only the source changed it
            (mine, mine != its)                # both did
        )
        # fmt: on
        assert (getattr(site["on-things"], key) or None) == expected
        assert told == any(each.code == "import-conflict" and each.key == key for each in made.problems)
    assert "- Ann Lee # here\n" in site.files["on-things"]
    before = dict(site.files)
    assert not site.imports(source(replace(PAPER, **without_none(theirs)), digest="2")).problems
    assert site.files == before


PEOPLE = ["Ann Lee", "Bo Ek", "Cy Dole", "Di Orr", "Ed Fox", "Flo Gray", "Gus Hahn"]
LISTS = st.lists(st.sampled_from(PEOPLE), unique=True, max_size=6)


def check_authors(base: list[str], ours: list[str], theirs: list[str]) -> None:
    merged, _ = authors.three_way(base, ours, theirs)
    #                  base   ours   theirs   stays
    table = {
        (False, False, True): True,
        (False, True, False): True,
        (False, True, True): True,
        (True, False, False): False,
        (True, False, True): False,
        (True, True, False): False,
        (True, True, True): True,
    }
    for name in {*base, *ours, *theirs}:
        assert (name in merged) == table[name in base, name in ours, name in theirs]
    assert len(merged) == len(set(merged))
    person_moved = [name for name in ours if name in base] != [name for name in base if name in ours]
    leading = ours if person_moved else theirs
    assert [name for name in merged if name in leading] == [name for name in leading if name in merged]


@given(STATE, STATE, STATE)
@settings(max_examples=60)
def test_fields_of_three_states_merge_by_the_table(base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    check_fields(base, ours, theirs)


@given(LISTS, LISTS, LISTS)
def test_author_lists_of_three_states_merge_by_the_table(base: list[str], ours: list[str], theirs: list[str]) -> None:
    check_authors(base, ours, theirs)


ENTRY = st.fixed_dictionaries(dict.fromkeys(("x", "y", "z"), VALUES))
ENTRIES = st.dictionaries(st.sampled_from(["https://a.org", "https://b.org", "https://c.org"]), ENTRY, max_size=3)


@given(ENTRIES, ENTRIES, ENTRIES)
def test_entries_of_three_states_merge_key_by_key_by_the_table(base: Any, ours: Any, theirs: Any) -> None:
    sides = [[without_none({"URL": url, **keys}) for url, keys in side.items()] for side in (base, ours, theirs)]
    merged, conflicts = items.three_way_list("link", *sides)
    assert len(merged) == len({entry["URL"] for entry in merged})
    was, mine, its, found = ({entry["URL"]: entry for entry in side} for side in (*sides, merged))
    for url in {*was, *mine, *its}:
        one, two, three = was.get(url, {}), mine.get(url, {}), its.get(url, {})
        # fmt: off
        expected, told = (
            (three, False) if two == one else
            (two,   False) if three in (one, two) else
            (two,   True)  if not two or not three else  # changed by one, taken away by the other
            (None,  None)
        )
        # fmt: on
        if expected is not None:
            assert found.get(url, {}) == expected
        for key in ("x", "y", "z") if expected is None else ():
            a, b, c = one.get(key), two.get(key), three.get(key)
            assert found[url].get(key) == (c if b == a else b)
        if told is not None:
            assert told == any(url in str((each.ours, each.theirs)) for each in conflicts)


@given(ENTRIES, ENTRIES)
def test_a_list_of_entries_that_one_side_left_alone_becomes_the_others(base: Any, other: Any) -> None:
    one, two = ([without_none({"URL": url, **keys}) for url, keys in side.items()] for side in (base, other))
    for merged, conflicts in (items.three_way_list("link", one, one, two), items.three_way_list("link", one, two, one)):
        assert sorted(merged, key=str) == sorted(two, key=str)
        assert not conflicts


@pytest.mark.long
@given(STATE, STATE, STATE, LISTS, LISTS, LISTS)
@settings(max_examples=5000, deadline=None)
def test_five_thousand_triples_merge_by_the_tables(
    base: dict[str, Any],
    ours: dict[str, Any],
    theirs: dict[str, Any],
    base_list: list[str],
    our_list: list[str],
    their_list: list[str],
) -> None:
    check_fields(base, ours, theirs)
    check_authors(base_list, our_list, their_list)


@given(LISTS, LISTS)
def test_two_partial_lists_together_name_everybody_once(one: list[str], other: list[str]) -> None:
    place_of = authors.align(other, one)
    merged = authors.insert_at(one, other, [at for at in range(len(other)) if at not in place_of], place_of)
    assert sorted(merged) == sorted({*one, *other})
    assert [name for name in merged if name in one] == one


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Gopeshh Raaj Subbaraj", "Gopeshh Subbaraj", True),
        ("J. Doe", "Jane Doe", True),
        ("Marc G. Bellemare", "Marc Bellemare", True),
        ("Johan Obando Ceron", "Johan Samir Obando-Ceron", True),
        ("Ying Rex", "Rex Ying", True),
        ("Zhitao Ying", "Rex Ying", False),
        ("Jane Doe", "June Doe", False),
        ("Jane Doe", "Jane Roe", False),
    ],
)
def test_forms_of_one_name_on_one_paper_are_told_from_other_names(one: str, other: str, same: bool) -> None:
    assert bool(authors.align([one], [other])) is same


def test_a_short_form_that_two_people_could_be_is_nobody() -> None:
    assert authors.align(["J. Doe"], ["Jane Doe", "John Doe"]) == {}


def test_a_plain_name_and_its_parts_are_the_same() -> None:
    assert fields.same("author", ["Jane Doe"], [{"given": "Jane", "family": "Doe"}])
    assert not fields.same("author", ["Jane Doe"], [{"given": "Jane", "family": "Doe", "ORCID": "0000-0002-1825-0097"}])


# The lock

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
FIELDS = st.dictionaries(TEXT, st.one_of(TEXT, st.lists(TEXT, max_size=2), st.booleans()), max_size=3)
STATES = st.builds(RecordState, TEXT, TEXT, TEXT, FIELDS, st.booleans(), st.just("") | TEXT)
SOURCES = st.dictionaries(TEXT, st.builds(SourceState, TEXT, TEXT), max_size=3)


@given(
    SOURCES,
    st.lists(STATES, max_size=4),
    st.dictionaries(TEXT, FIELDS, max_size=2),
    TEXT,
    st.sets(TEXT, max_size=2),
    st.lists(TEXT, max_size=2),
)
def test_the_lock_is_read_back_as_it_was_written(
    sources: dict[str, SourceState],
    states: list[RecordState],
    merged: dict[str, Any],
    answers: str,
    unheard: set[str],
    priority: list[str],
) -> None:
    records = {(state.source, state.id): state for state in states}
    before = Lock(sources, records, merged, answers, tuple(sorted(unheard)), tuple(priority))
    text = lock.dump(before)
    assert lock.parse(text, "import.lock") == (before, [])
    turned = replace(before, sources=dict(reversed(sources.items())), records=dict(reversed(list(records.items()))))
    assert text == lock.dump(turned)


def test_a_lock_line_that_cannot_be_read_is_a_problem_with_its_line() -> None:
    text = lock.dump(Lock({"a.txt": SourceState("1")})) + "<<<<<<< ours\n"
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
