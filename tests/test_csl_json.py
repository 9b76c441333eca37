"""CSL-JSON: what programs export is read, what labpress writes is read back without loss and is valid by CSL's schema."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.formats import Hints, Loaded, Record
from generator.formats.csl_json import FORMAT, dump, load
from generator.model import Link, Name, PartialDate, Publication
from tests.test_commitments import TEXT, publications

FIXTURES = Path(__file__).parent / "fixtures" / "csl-json"


def read(*items: Any) -> Loaded:
    return load(json.dumps(list(items), ensure_ascii=False), "a.json")


def one(**item: Any) -> Publication:
    [record] = read({"title": "Snow", **item}).records
    return record.publication


def codes(loaded: Loaded) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in loaded.problems]


# Round trip


@settings(max_examples=300, deadline=None)
@given(publications())
def test_what_is_written_is_read_back_without_loss(publication: Publication) -> None:
    text = dump([Record(publication, 7, "snow")])
    loaded = load(text, "a.json")
    assert [record.publication for record in loaded.records] == [publication]
    assert loaded.records[0].id == "snow"


VARIABLES = frozenset(
    "id type title title-short author editor contributor issued container-title collection-title volume issue page number "
    "edition publisher publisher-place event-title genre note language DOI PMID PMCID ISBN ISSN URL status keyword abstract "
    "custom".split()
)
NAME = frozenset("family given non-dropping-particle suffix literal".split())


@settings(max_examples=100, deadline=None)
@given(publications())
def test_what_is_written_is_valid_by_the_schema_of_csl(publication: Publication) -> None:
    """The closed parts of csl-data.json 1.0.2: variables, name parts, the shape of a date."""
    [item] = json.loads(dump([Record(publication, 1)]))
    assert set(item) <= VARIABLES
    assert isinstance(item["id"], str)
    assert isinstance(item["type"], str)
    for role in ("author", "editor", "contributor"):
        assert all(set(name) <= NAME and all(map(str, name.values())) for name in item.get(role, []))
    for key in VARIABLES - {"author", "editor", "contributor", "issued", "custom"}:
        assert isinstance(item.get(key, ""), str)
    if "issued" in item:
        [parts] = item["issued"]["date-parts"]
        assert 1 <= len(parts) <= 3
        assert all(isinstance(part, int) for part in parts)


def test_custom_tells_line_names_and_flag() -> None:
    [item] = json.loads(dump([Record(Publication("Snow", author=(Name(printed="Jane van Doe"),)), 7, flagged=True)]))
    assert item["custom"] == {"line": 7, "names": ["Jane van Doe"], "flagged": True, "printed": True}
    assert item["author"] == [{"family": "Doe", "given": "Jane", "non-dropping-particle": "van"}]


@settings(max_examples=200, deadline=None)
@given(publications())
def test_what_a_reader_copies_tells_nothing_of_an_import_and_is_read_back(publication: Publication) -> None:
    """A publication of a site stands in no source."""
    text = dump([Record(publication, line=0, id="snow")])
    assert not {"line", "names", "flagged"} & json.loads(text)[0].get("custom", {}).keys()
    assert [record.publication for record in load(text, "a.json").records] == [publication]


def test_what_a_reader_copies_of_a_plain_paper_has_no_custom() -> None:
    paper = Publication("Snow", author=(Name(given="Jane", family="Doe"),), type="article-journal", container_title="Weather")
    [item] = json.loads(dump([Record(paper, line=0, id="snow")]))
    assert "custom" not in item


# The dialects


def test_an_export_of_zotero_is_read() -> None:
    loaded = load((FIXTURES / "zotero.json").read_text("utf-8"), "zotero.json")
    snow, spring, odd = (record.publication for record in loaded.records)
    assert snow.title == "Drosophila and H2O: Snow & Ice"
    assert snow.title_html == "<i>Drosophila</i> and H<sub>2</sub>O: Snow &amp; Ice"
    assert snow.author == (
        Name(given="Ludwig", family="Beethoven", non_dropping_particle="van", suffix="Jr."),
        Name(literal="The Snow Group"),
        Name(given="Alexander von", family="Humboldt"),
    )
    assert snow.issued == PartialDate(2023, 7)
    assert (snow.arXiv, snow.PMID, snow.note) == ("2305.19450", "37295402", "Oral presentation")
    assert snow.keyword == ("snow, ice", "hail, sleet")
    assert snow.abstract == "Snow is white.\n\nIce is not."
    assert snow.custom == {"accessed": "2024-01-05", "source": "winter.example"}
    assert spring.author == (Name(given="Ada", family="Moreau"),)
    assert spring.author_list == "partial"
    assert spring.issued == PartialDate(2021)
    assert spring.custom == {"issued": "2021 spring"}
    assert spring.DOI == "10.1000/182"
    assert odd.issued is None
    assert odd.custom["DOI"] == "not a DOI"
    assert odd.custom["translator"] == [{"family": "Bell", "given": "Tom"}]
    assert [record.line for record in loaded.records] == [2, 24, 39]
    assert codes(loaded) == [("entry-title", 34), ("entry-identifier", 39)]


def test_what_doi_org_answers_is_read() -> None:
    loaded = load((FIXTURES / "doi-org.json").read_text("utf-8"), "doi-org.json")
    [record] = loaded.records
    paper = record.publication
    assert loaded.problems == ()
    assert paper.type == "article-journal"
    assert paper.author == (
        Name(given="Ada", family="Moreau", ORCID="0000-0002-1825-0097"),
        Name(literal="Folding Consortium"),
    )
    assert paper.container_title == "Journal of Paper"
    assert paper.custom == {"container-title": "J. Paper"}
    assert paper.issued == PartialDate(2022, 1, 1), "a publisher said so"
    assert paper.ISSN == "2049-3630, 0028-0836"
    assert paper.URL == "", "the resolver of its own DOI says nothing more"


def test_in_json_lines_a_broken_line_leaves_the_others_alone() -> None:
    loaded = load((FIXTURES / "lines.json").read_text("utf-8"), "lines.json")
    assert [(record.id, record.line) for record in loaded.records] == [("a", 1), ("c", 3)]
    assert codes(loaded) == [("entry-unreadable", 2)]
    assert loaded.problems[0].text.startswith('{"id": "b"')


@pytest.mark.parametrize("form", ["{}", "[{}]", '{"items": [{}]}', "\ufeff[[{}]]"])
def test_an_item_may_stand_alone_in_a_list_or_under_items(form: str) -> None:
    assert [record.publication.title for record in load(form.replace("{}", '{"title": "Snow"}'), "a.json").records] == ["Snow"]


@pytest.mark.parametrize(
    ("issued", "expected", "kept"),
    [
        ({"date-parts": [[2023]]}, PartialDate(2023), None),
        ({"date-parts": [["2023"]]}, PartialDate(2023), None),
        ({"date-parts": [["2023-07"]]}, PartialDate(2023, 7), None),
        ({"date-parts": [2023, 7, 3]}, PartialDate(2023, 7, 3), None),
        ({"date-parts": [[2023, 7, 3], [2023, 7, 9]]}, PartialDate(2023, 7, 3), "2023-07-03/2023-07-09"),
        ({"date-parts": [[None]]}, None, None),
        ({"date-parts": [[2023, 2, 30]]}, PartialDate(2023, 2), "2023-02-30"),
        ({"date-parts": [[2023]], "circa": True}, PartialDate(2023), "2023 circa"),
        ({"raw": "July 3, 2023"}, PartialDate(2023, 7, 3), None),
        ({"raw": "2023-01-01T00:00:00Z"}, PartialDate(2023), "2023-01-01T00:00:00Z"),
        ({"literal": "Spring 2023"}, PartialDate(2023), "Spring 2023"),
        ({"literal": "n.d."}, None, "n.d."),
        ("2023-07", PartialDate(2023, 7), None),
        (2023, PartialDate(2023), None),
        ([[2023, 7]], PartialDate(2023, 7), None),
    ],
)
def test_a_date_is_as_precise_as_it_is_said(issued: Any, expected: PartialDate | None, kept: str | None) -> None:
    found = one(issued=issued)
    assert found.issued == expected
    assert found.custom.get("issued") == kept


def test_numbers_stay_as_they_are_written() -> None:
    [record] = load('[{"title": "Snow", "volume": 1.10, "page": 1e5, "issue": 00}]'.replace("00", "0"), "a.json").records
    assert (record.publication.volume, record.publication.page, record.publication.issue) == ("1.10", "1e5", "0")


def test_of_two_equal_keys_none_is_lost() -> None:
    [record] = load('[{"title": "Snow", "title": "Ice"}]', "a.json").records
    assert record.publication.title == "Snow"
    assert record.publication.custom == {"title (2)": "Ice"}


def test_text_that_is_no_json_is_an_error_with_its_place() -> None:
    loaded = load('[\n  {"title": "Snow"},\n  {"title": "Ice",}\n]\n', "a.json")
    assert loaded.records == ()
    [problem] = loaded.problems
    assert (problem.code, problem.line, problem.column) == ("json-syntax", 3, 19)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, "[1, [2], null]", '{"title": {}}', "[]", "", "{}", '"x"', "nul"]
)
def test_odd_json_is_a_message_and_never_an_exception(text: str) -> None:
    loaded = FORMAT.read(text, "a.json", Hints())
    assert loaded.records == ()
    assert loaded.problems


def test_a_preprint_server_and_a_retraction_notice_are_understood() -> None:
    found = one(type="posted-content", institution=[{"name": "bioRxiv"}], **{"updated-by": [{"type": "retraction"}]})
    assert (found.type, found.publisher, found.status) == ("article", "bioRxiv", "retracted")


def test_an_address_of_a_pdf_becomes_a_link() -> None:
    found = one(link=[{"URL": "https://paper.example/a.pdf", "content-type": "application/pdf"}])
    assert found.link == (Link("pdf", "https://paper.example/a.pdf"),)


# Zotero's Extra


def test_lines_of_zotero_in_a_note_are_no_words_to_readers() -> None:
    extra = """Publisher: Snow Press
    PMID: 37295402
    Read aloud in Lyon.
    Status: in press
    Type: dataset
    Editor: Sato || Jun
    Original Date: 1886
    tex.ids= moreau2023a
    Citation Key: moreau2023
    _eprint: https://snow.example/full
    {:event-place: Lyon}
    ADS Bibcode: 2023Snow
    Comment: 12 pages
    a = b
    DOI: 10.1000/182"""
    found = one(type="document", note=extra)
    assert found.note == "Read aloud in Lyon.\nComment: 12 pages\na = b"
    assert (found.publisher, found.PMID, found.DOI) == ("Snow Press", "37295402", "10.1000/182")
    assert (found.type, found.status, found.editor) == ("dataset", "in-press", (Name(given="Jun", family="Sato"),))
    assert found.custom == {
        "original-date": "1886",
        "tex.ids": "moreau2023a",
        "citation-key": "moreau2023",
        "_eprint": "https://snow.example/full",
        "event-place": "Lyon",
        "ADS Bibcode": "2023Snow",
    }


def test_what_an_item_says_itself_counts_before_its_extra() -> None:
    found = one(note="DOI: 10.1000/182\nPublisher: Ice Press\nISSN: 2049-3630", DOI="10.1000/182", publisher="Snow Press")
    assert (found.DOI, found.publisher, found.ISSN, found.note) == ("10.1000/182", "Snow Press", "2049-3630", "")
    assert found.custom == {"publisher": "Ice Press"}


def test_a_line_that_is_no_identifier_stays_in_the_note() -> None:
    assert one(note="DOI: forthcoming").note == "DOI: forthcoming"


KEYS = st.sampled_from("Publisher,PMID,tex.ids,Citation Key,Type,Section,Editor,DOI,Comment,_x,{:volume,Place,arXiv".split(","))
NOTES = st.lists(st.builds("{}{} {}".format, KEYS, st.sampled_from(":="), st.sampled_from(["zq1", "10.1/a", "7", "a: b"])) | TEXT)


@given(NOTES.map("\n".join), st.sampled_from(["", "10.1000/182", "10.48550/arXiv.2305.19450"]))
def test_what_stands_in_a_note_is_lost_in_neither_direction(note: str, doi: str) -> None:
    found = one(note=note, DOI=doi, type="book")
    said = json.dumps(json.loads(dump([Record(found, 1)])), ensure_ascii=False)
    assert all(word in said for word in ("zq1", "10.1/a", "a: b") if word in note)
    paper = Publication("Snow", type="book", note=found.note, DOI=doi)
    for noted in (replace(paper, note=" ".join(note.split()) if "\n" not in note else paper.note), paper, found):
        for line in (0, 1):
            assert [record.publication for record in load(dump([Record(noted, line)]), "a.json").records] == [noted]


# Preprints


@pytest.mark.parametrize(
    "item",
    [
        {"DOI": "10.48550/arXiv.2305.19450", "number": "arXiv:2305.19450"},
        {"number": "arXiv:2305.19450"},
        {"URL": "http://arxiv.org/abs/2305.19450"},
        {"archive": "arXiv", "archive_location": "arXiv:2305.19450 [cs]"},
        {"note": "arXiv: 2305.19450", "number": "arXiv:2305.19450"},
    ],
)
def test_a_preprint_has_its_arxiv_id_wherever_a_program_writes_it(item: Any) -> None:
    found = one(type="article", **item)
    assert (found.arXiv, found.number, found.note) == ("2305.19450", "", "")


def test_the_number_of_another_thing_stays() -> None:
    found = one(type="report", number="TR-7", DOI="10.48550/arXiv.2305.19450")
    assert (found.arXiv, found.number) == ("2305.19450", "TR-7")


@pytest.mark.parametrize("line", [0, 1])
def test_that_a_preprint_has_no_arxiv_id_of_its_own_is_kept(line: int) -> None:
    paper = Publication("Snow", type="article", DOI="10.48550/arXiv.2305.19450")
    assert [record.publication for record in load(dump([Record(paper, line)]), "a.json").records] == [paper]
