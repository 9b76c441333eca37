"""RIS: the dialects of programs are read, what labpress writes is read back without loss, and by rispy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import rispy
from hypothesis import given, settings

from generator.formats import Loaded, Record
from generator.formats.ris import dump, load
from generator.model import Link, Name, PartialDate, Publication
from tests.test_commitments import publications

FIXTURES = Path(__file__).parent / "fixtures" / "ris"


def fixture(name: str) -> Loaded:
    return load((FIXTURES / name).read_text("utf-8"), name)


def one(*lines: str, kind: str = "JOUR") -> Publication:
    text = "\n".join([f"TY  - {kind}", "TI  - Snow", *lines, "ER  - ", ""])
    [record] = load(text, "a.ris").records
    return record.publication


def codes(loaded: Loaded) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in loaded.problems]


@settings(max_examples=200, deadline=None)
@given(publications())
def test_what_is_written_is_read_back_without_loss(publication: Publication) -> None:
    loaded = load(dump([Record(publication, 7, "snow")]), "a.ris")
    assert [record.publication for record in loaded.records] == [publication]
    assert loaded.records[0].id == "snow"


@settings(max_examples=100, deadline=None)
@given(publications())
def test_another_reader_finds_the_same_title_authors_and_year(publication: Publication) -> None:
    [entry] = rispy.loads(dump([Record(publication, 7, "snow")]))
    assert entry.get("primary_title", entry.get("title")) == publication.title
    assert len(entry.get("authors", [])) == len(publication.author)
    assert entry.get("year", "") == (f"{publication.issued.year:04}" if publication.issued else "")


def test_another_reader_finds_the_names_as_ris_writes_them() -> None:
    authors = (
        Name(given="Ludwig", family="Beethoven", non_dropping_particle="van", suffix="Jr."),
        Name(literal="The Snow Group"),
        Name(printed="Jane Q. Doe"),
    )
    record = Record(Publication("Snow", author=authors, abstract="One.\n\nER  - of the line", page="1-9"), 1)
    [entry] = rispy.loads(dump([record]))
    assert entry["authors"] == ["van Beethoven, Ludwig, Jr.", "The Snow Group", "Doe, Jane Q."]
    assert (entry["start_page"], entry["end_page"]) == ("1", "9")
    assert entry["abstract"].startswith("One.")


def test_what_ris_has_no_tag_for_stands_in_one_free_field() -> None:
    text = dump([Record(Publication("Snow", author=(Name(given="Jane", family="Doe"),), award=("Best Paper",)), 1)])
    assert 'U5  - labpress: {"award": ["Best Paper"]}\n' in text
    assert "U5" not in dump([Record(Publication("Snow", author=(Name(given="Jane", family="Doe"),)), 1)])


def test_what_readers_get_has_no_free_field() -> None:
    publication = Publication("Snow", author=(Name(printed="Jane Doe", ORCID="0000-0002-1825-0097"),), author_list="partial")
    assert dump([Record(publication, 0, "snow")]).splitlines() == [
        "TY  - GEN", "ID  - snow", "TI  - Snow", "AU  - Doe, Jane", "ER  - ",
    ]  # fmt: skip


def test_a_free_field_that_a_person_spoilt_is_kept_as_it_stands() -> None:
    assert one('U5  - labpress: {"award": 3').custom == {"U5": 'labpress: {"award": 3'}
    assert one('U5  - labpress: {"awards": []}').custom == {"U5": 'labpress: {"awards": []}'}


def test_an_export_of_zotero_is_read() -> None:
    loaded = fixture("zotero.ris")
    assert loaded.problems == ()
    snow, winters = (record.publication for record in loaded.records)
    assert snow == Publication(
        "Snow & Ice: A Study",
        title_html="Snow &amp; <i>Ice</i>: A Study",
        author=(
            Name(given="Ludwig", family="Beethoven", non_dropping_particle="van", suffix="Jr."),
            Name(given="Ada", family="Moreau"),
            Name(literal="The Snow Group"),
        ),
        type="paper-conference",
        issued=PartialDate(2023, 7, 3),
        container_title="Proceedings of the Winter Conference",
        event_title="Winter Conference",
        collection_title="Lecture Notes in Weather",
        volume="12",
        page="1-9",
        language="en",
        DOI="10.1000/182",
        URL="https://winter.example/snow",
        keyword=("snow", "ice"),
        link=(Link("pdf", "https://winter.example/snow.pdf"),),
        abstract="Snow is white.\nIce is not.\n\nA second paragraph.",
        custom={"Y2": "2024/01/05/10:20:30"},
    )
    assert winters.editor == (Name(given="Jun", family="Sato"),)
    assert winters.contributor == (Name(given="Edith", family="Serial"),)
    assert winters.collection_title == "Cold Series"
    assert winters.ISBN == "978-3-16-148410-0"


def test_a_sloppy_export_loses_no_line() -> None:
    loaded = fixture("scopus.txt")
    folding, missing = (record.publication for record in loaded.records)
    assert [record.line for record in loaded.records] == [4, 22]
    assert (folding.issued, folding.ISSN, folding.number, folding.keyword) == (
        PartialDate(2022),
        "2049-3630",
        "104",
        ("Paper", "Folding"),
    )
    assert folding.custom == {"J2": "J. Pap.", "AD": "The Lab, Montréal", "DB": "Scopus"}
    assert missing.author == (Name(given="Jane", family="Doe"),)
    assert missing.author_list == "partial"
    assert missing.issued == PartialDate(2020, 7, 3)
    assert missing.note == "A note\nthat goes on"
    assert codes(loaded) == [
        ("entry-stray", 1),
        ("entry-stray", 2),
        ("entry-identifier", 30),
        ("entry-title", 32),
        ("entry-stray", 34),
    ]
    assert loaded.problems[3].text == "AU  - Lost, Larry\nER  -"


def test_a_name_without_a_comma_is_family_name_and_initials_or_a_group() -> None:
    text = "TY  - JOUR\nTI  - Snow\nAU  - Doe JA\nAU  - World Health Watch\nAU  - Sato, Jun\nAU  - Plato\nER  -\n"
    assert load(text, "a.ris").records[0].publication.author == (
        Name(given="JA", family="Doe"),
        Name(literal="World Health Watch"),
        Name(given="Jun", family="Sato"),
        Name(printed="Plato"),
    )


def test_a_group_may_stand_alone_where_other_papers_have_names_with_a_comma() -> None:
    group = "TY  - JOUR\nTI  - Ice\nAU  - World Health Watch\nER  -\n"
    people = "TY  - JOUR\nTI  - Snow\nAU  - Sato, Jun\nAU  - Doe, Jane\nER  -\n"
    assert load(group + people, "a.ris").records[0].publication.author == (Name(literal="World Health Watch"),)


def test_a_printed_group_is_read_back_as_it_was_whatever_stands_beside_it() -> None:
    papers = [Publication("Snow", author=(Name(printed="Snow Collaboration"),)), Publication("Ice", author=(Name("Jane Doe"),))]
    records = [Record(paper, 1, paper.title) for paper in papers]
    assert [record.publication for record in load(dump(records), "a.ris").records] == papers


def test_names_that_all_stand_in_reading_order_are_no_groups() -> None:
    text = "TY  - JOUR\nTI  - Snow\nAU  - Jane Doe\nAU  - Deepak P\nER  -\n"
    assert load(text, "a.ris").records[0].publication.author == (Name(printed="Jane Doe"), Name(printed="Deepak P"))


@pytest.mark.parametrize(
    ("lines", "expected", "kept"),
    [
        (["PY  - 2023"], PartialDate(2023), {}),
        (["PY  - 2023///"], PartialDate(2023), {}),
        (["PY  - 2023/07//"], PartialDate(2023, 7), {}),
        (["PY  - 2023/07/03/"], PartialDate(2023, 7, 3), {}),
        (["Y1  - 2023/07/03/Summer"], PartialDate(2023, 7, 3), {"Y1": "Summer"}),
        (["PY  - 2023", "DA  - 2023-07-03"], PartialDate(2023, 7, 3), {}),
        (["DA  - JUL", "PY  - 2023"], PartialDate(2023, 7), {}),
        (["PY  - 2023", "DA  - 2022/12/01/"], PartialDate(2023), {"DA": "2022/12/01"}),
        (["PY  - 2023/01/01/"], PartialDate(2023, 1, 1), {}),
        (["PY  - 2023", "DA  - SPR"], PartialDate(2023), {"DA": "SPR 2023"}),
        (["PY  - in press"], None, {}),
    ],
)
def test_of_several_dates_the_most_precise_that_agrees_counts(
    lines: list[str], expected: PartialDate | None, kept: dict[str, Any]
) -> None:
    found = one(*lines)
    assert found.issued == expected
    assert found.custom == kept
    assert (found.status == "in-press") == ("in press" in lines[0])


@pytest.mark.parametrize(
    ("kind", "lines", "fields"),
    [
        ("JOUR", ["SN  - 2049-3630", "SP  - 12", "EP  - 19"], {"ISSN": "2049-3630", "page": "12-19"}),
        ("JOUR", ["SP  - 12-19"], {"page": "12-19"}),
        ("JOUR", ["SP  - e104"], {"page": "e104"}),
        ("RPRT", ["SN  - TR-7", "T2  - Reports", "M3  - Technical report"], {"number": "TR-7", "collection_title": "Reports"}),
        ("THES", ["M3  - PhD thesis", "PB  - University of Snow"], {"genre": "PhD thesis", "publisher": "University of Snow"}),
        ("CHAP", ["BT  - The Book", "SN  - 3161484100"], {"container_title": "The Book", "ISBN": "3161484100"}),
        ("JOUR", ["JO  - J. Snow", "JF  - Journal of Snow"], {"container_title": "Journal of Snow", "custom": {"JO": "J. Snow"}}),
        ("JOUR", ["M3  - 10.1000/182"], {"DOI": "10.1000/182", "genre": ""}),
        ("JOUR", ["UR  - https://doi.org/10.1000/182"], {"DOI": "10.1000/182"}),
        ("JOUR", ["AN  - arXiv:2305.19450", "C2  - PMC10256217"], {"arXiv": "2305.19450", "PMCID": "PMC10256217"}),
        ("JOUR", ["AN  - 37295402", "DB  - PubMed"], {"PMID": "37295402"}),
        ("GEN", [], {"type": None}),
        ("ZZZZ", [], {"type": None, "custom": {"TY": "ZZZZ"}}),
        ("JOUR", ["LA  - French"], {"language": "fr"}),
    ],
)
def test_tags_mean_what_the_type_says(kind: str, lines: list[str], fields: dict[str, Any]) -> None:
    found = one(*lines, kind=kind)
    assert {name: getattr(found, name) for name in fields} == fields


def test_lines_with_one_space_and_carriage_returns_are_read() -> None:
    loaded = load("TY - JOUR\rTI - Snow\rAU - Doe, Jane\rER -\r", "a.ris")
    assert [record.publication.author for record in loaded.records] == [(Name(given="Jane", family="Doe"),)]


def test_an_empty_list_is_an_empty_text() -> None:
    assert dump([]) == ""
