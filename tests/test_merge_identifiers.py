"""Two files that come to have one identifier may be of one paper: a person is asked, and what they say is done."""

from __future__ import annotations

from dataclasses import replace

from generator.model import Publication
from tests.test_merge import Site, codes, names, question, source

SNOW = Publication("On Snow", author=names("Ann Lee", "Bo Ek"), note="n")
SNOWFALL = Publication("Snow and Its Fall", author=names("Ann Lee", "Bo Ek"), volume="1")


def two_known_papers() -> Site:
    site = Site()
    site.imports(source(SNOW, name="a.bib"), source(SNOWFALL, name="b.bib"))
    assert sorted(site.files) == ["on-snow", "snow-and-its-fall"]
    return site


def test_two_known_papers_that_come_to_have_one_doi_stay_two_and_are_a_question() -> None:
    site = two_known_papers()
    assert not site.imports(source(replace(SNOW, DOI="10.1000/1"), name="a.bib")).problems
    later = source(replace(SNOWFALL, DOI="10.1000/1"), name="b.bib")
    made = site.imports(later)
    asked = question(made, "import-same-identifier")
    assert dict(asked.args) == {
        "file": "on-snow",
        "other": "snow-and-its-fall",
        "title": "Snow and Its Fall",
        "identifier": "DOI 10.1000/1",
    }
    assert (asked.path, asked.line) == ("content/sources/b.bib", 1)
    assert (len(site.files), site["snow-and-its-fall"].DOI) == (2, "10.1000/1")
    site.answers[asked.id] = "different"
    made = site.imports(later)
    assert (codes(made), made.lock.unheard, len(site.files)) == ([], (), 2)


def test_two_files_with_one_doi_become_one_when_a_person_says_so_and_nothing_is_lost() -> None:
    site = two_known_papers()
    site.edit("on-snow", "note: n", "note: ours")
    site.edit("snow-and-its-fall", "volume: '1'", "volume: '9' # ours")
    sources = source(replace(SNOW, DOI="10.1000/1"), name="a.bib"), source(replace(SNOWFALL, DOI="10.1000/1"), name="b.bib")
    site.answers[question(site.imports(*sources), "import-same-identifier").id] = "same"
    other = site.files["snow-and-its-fall"]
    assert [code for code in codes(site.imports()) if code != "import-overruled"] == ["import-joined"]
    assert (site["on-snow"].note, site["on-snow"].volume) == ("ours", "1")
    assert site.files["snow-and-its-fall"] == other, "what a person wrote there is theirs to copy"
    assert codes(site.imports()) == ["import-joined"], "as long as the file is there"
    del site.files["snow-and-its-fall"]
    made = site.imports(source(replace(SNOWFALL, DOI="10.1000/1", issue="3"), name="b.bib"))
    assert (list(site.files), site["on-snow"].issue) == (["on-snow"], "3")
    assert (codes(made), made.lock.unheard) == (["import-overruled"], ())


def test_the_file_that_should_have_stayed_can_be_deleted_instead() -> None:
    site = two_known_papers()
    sources = source(replace(SNOW, DOI="10.1000/1"), name="a.bib"), source(replace(SNOWFALL, DOI="10.1000/1"), name="b.bib")
    site.answers[question(site.imports(*sources), "import-same-identifier").id] = "same"
    site.imports()
    del site.files["on-snow"]
    site.imports()
    assert {state.key for state in site.lock.records.values()} == {"snow-and-its-fall"}


def test_a_doi_that_moves_to_another_paper_is_no_question() -> None:
    site = Site()
    one, other = replace(SNOW, title="On the Snow of Plains", DOI="10.1000/1"), replace(SNOWFALL, DOI="10.1000/2")
    site.imports(source(one, name="a.bib"), source(other, name="b.bib"))
    made = site.imports(
        source(replace(one, DOI="10.1000/2"), name="a.bib"), source(replace(other, DOI="10.1000/3"), name="b.bib")
    )
    assert not made.problems
    assert (site["on-the-snow-of-plains"].DOI, site["snow-and-its-fall"].DOI) == ("10.1000/2", "10.1000/3")


def test_a_doi_that_a_person_wrote_and_a_source_gives_to_another_file_is_a_question() -> None:
    site = two_known_papers()
    site.edit("on-snow", "note: n", "note: n\nDOI: 10.1000/1")
    made = site.imports(source(replace(SNOWFALL, DOI="10.1000/1"), name="b.bib"))
    assert codes(made) == ["import-same-identifier"]
    del site.files["on-snow"]
    assert not site.imports().problems, "a file that went is no other file"


def test_one_doi_of_two_papers_in_one_file_is_a_question_though_nothing_else_is_the_same() -> None:
    site = Site()
    ice = Publication("Quite Another Thing", author=names("Rick Roe"), DOI="10.1000/DUP")
    made = site.imports(source(replace(SNOW, DOI="10.1000/dup"), ice, name="a.bib"))
    asked = question(made, "import-same-identifier")
    assert (asked.args["identifier"], asked.choices) == ("DOI 10.1000/dup", ("different", "same"))
    assert sorted(site.files) == ["on-snow", "quite-another-thing"]
    site.answers[asked.id] = "same"
    site.imports()
    assert len({state.key for state in site.lock.records.values()}) == 1


def test_a_doi_of_a_whole_volume_that_stands_on_many_papers_is_no_question() -> None:
    papers = [
        Publication(title, author=names(name)) for title, name in (("Ice", "A B"), ("Hail on Roofs", "C D"), ("Fog", "E F"))
    ]
    site = Site()
    assert not site.imports(source(*(replace(paper, DOI="10.1000/1") for paper in papers), name="a.bib")).problems
    assert len(site.files) == 3
