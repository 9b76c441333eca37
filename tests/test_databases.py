"""JSON exports of databases, and the front matter of PMLR."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.errors import Severity
from generator.formats import Loaded, crossref, dblp, openalex, orcid, pmlr, semantic_scholar
from generator.model import Link, Name, PartialDate, Publication

FIXTURES = Path(__file__).parent / "fixtures"


def fixture(name: str) -> str:
    return (FIXTURES / name).read_text("utf-8")


def codes(loaded: Loaded) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in loaded.problems]


def test_works_of_openalex_are_read() -> None:
    loaded = openalex.load(fixture("openalex/works.json"), "a.json")
    snow, folding = (record.publication for record in loaded.records)
    assert [(record.id, record.line) for record in loaded.records] == [("W4380000001", 4), ("W4380000002", 28)]
    assert snow == Publication(
        "Snow & Ice",
        title_html="Snow &amp; <i>Ice</i>",
        author=(Name(printed="Ada Moreau", ORCID="0000-0002-1825-0097"), Name(printed="Ludwig van Beethoven")),
        author_list="partial",
        type="paper-conference",
        issued=PartialDate(2023),
        container_title="Winter Conference",
        volume="12",
        issue="3",
        page="1-9",
        publisher="The Lab",
        language="en",
        license="cc-by",
        DOI="10.1000/182",
        PMID="37295402",
        ISSN="2049-3630",
        keyword=("Snow",),
        link=(Link("pdf", "https://winter.example/snow.pdf"),),
        status="retracted",
        abstract="Snow is white. Ice is not.",
        custom={"publication_date": "2023-01-01", "signature": "kept under its own name"},
    )
    assert (folding.arXiv, folding.type, folding.issued) == ("2305.19450", "article", PartialDate(2023, 5, 31))
    [left_out] = loaded.problems
    assert (left_out.code, left_out.severity) == ("entry-left-out", Severity.NOTE)
    assert "authorships.author_position" in str(left_out.args["fields"])
    assert "authorships.author.display_name" not in str(left_out.args["fields"])


def test_works_of_crossref_are_read() -> None:
    loaded = crossref.load(fixture("crossref/works.json"), "a.json")
    snow, preprint = (record.publication for record in loaded.records)
    assert [(record.id, record.line) for record in loaded.records] == [("10.1000/182", 8), ("10.1000/preprint.1", 36)]
    assert snow == Publication(
        "Snow & H2O: A Study",
        title_html="Snow &amp; H<sub>2</sub>O: A Study",
        author=(
            Name(given="Ada", family="Moreau", ORCID="0000-0002-1825-0097"),
            Name(literal="Snow Study Group"),
            Name(given="Ludwig", family="van Beethoven", suffix="Jr."),
        ),
        editor=(Name(given="Jun", family="Sato"),),
        type="article-journal",
        issued=PartialDate(2023, 7),
        container_title="Journal of Snow",
        issue="3",
        publisher="The Lab",
        license="https://creativecommons.org/licenses/by/4.0/",
        DOI="10.1000/182",
        ISSN="2049-3630, 0028-0836",
        URL="https://journal.example/182",
        keyword=("Meteorology",),
        link=(Link("pdf", "https://journal.example/182.pdf"),),
        abstract="Snow is white.\n\nIce is not, at p < 0.05.",
        custom={"short-container-title": ["J. Snow"], "published-print": "2023-08"},
    )
    assert (preprint.issued, preprint.publisher, preprint.event_title) == (None, "SnowRxiv", "Winter Conference")
    assert preprint.custom == {"subtype": "preprint", "event": {"location": "Montréal"}}
    assert codes(loaded) == [("entry-left-out", 2)]


ARXIV = {"name": "ArXiv", "volume": "abs/2305.19450", "pages": "1-10"}
WINTER = {"name": "Winter Conference on Snow", "type": "conference"}


@pytest.mark.parametrize("types", [["JournalArticle", "Conference"], ["JournalArticle"], None])
def test_volume_and_pages_of_a_journal_do_not_stand_under_the_conference(types: list[str] | None) -> None:
    paper = {"paperId": "1", "title": "Snow", "publicationTypes": types, "publicationVenue": WINTER, "journal": ARXIV}
    [record] = semantic_scholar.load(json.dumps(paper), "a.json").records
    found = record.publication
    assert (found.type, found.container_title) == ("paper-conference", "Winter Conference on Snow")
    assert (found.volume, found.page) == ("", "")
    assert found.custom == {"journal": ARXIV}


@pytest.mark.parametrize(
    ("venue", "journal", "container"),
    [
        (WINTER["name"], "Proceedings of the 2023 Winter Conference on Snow (WCS)", WINTER["name"]),
        ("WCS", "2023 Winter Conference on Snow (WCS)", "WCS"),
        ("", "Winter Conference", "Winter Conference"),
        (WINTER["name"], "", WINTER["name"]),
    ],
)
def test_pages_are_those_of_a_conference_that_the_journal_is_a_form_of(venue: str, journal: str, container: str) -> None:
    place = {"venue": venue, "journal": {"name": journal, "pages": "1-9"}}
    paper = {"paperId": "1", "title": "Snow", "publicationTypes": ["Conference"], **place}
    [record] = semantic_scholar.load(json.dumps(paper), "a.json").records
    assert (record.publication.container_title, record.publication.page) == (container, "1-9")


def test_a_journal_is_where_an_article_came_out_unless_it_is_a_server_of_preprints() -> None:
    paper = {"paperId": "1", "title": "Snow", "venue": "Journal of Snow", "journal": {"name": "J. Ice", "volume": "3"}}
    [record] = semantic_scholar.load(json.dumps(paper), "a.json").records
    assert (record.publication.container_title, record.publication.volume) == ("J. Ice", "3")
    [record] = semantic_scholar.load(json.dumps({**paper, "journal": ARXIV}), "a.json").records
    assert (record.publication.container_title, record.publication.volume) == ("Journal of Snow", "")
    [record] = semantic_scholar.load(json.dumps({**paper, "venue": "arXiv.org", "journal": ARXIV}), "a.json").records
    assert (record.publication.container_title, record.publication.volume) == ("ArXiv", "abs/2305.19450")


@pytest.mark.parametrize("form", ['{"message": {}}', "{}", "[{}]", '{"items": [{}]}'])
def test_a_work_of_crossref_may_stand_alone(form: str) -> None:
    work = {"DOI": "10.1000/182", "title": ["Snow"], "is-referenced-by-count": 3}
    [record] = crossref.load(form.replace("{}", json.dumps(work)), "a.json").records
    assert record.publication.title == "Snow"


LNCS = ["Lecture Notes in Snow", "Winter Conference 2023"]


@pytest.mark.parametrize(
    ("type_", "titles", "series", "container", "kept"),
    [
        ("book-chapter", LNCS, LNCS[0], LNCS[1], {}),
        ("proceedings-article", LNCS, LNCS[0], LNCS[1], {}),
        ("book-chapter", [LNCS[0], "Ice", LNCS[1]], LNCS[0], LNCS[1], {"container-title": "Ice"}),
        ("book-chapter", LNCS[1:], "", LNCS[1], {}),
        ("monograph", LNCS[:1], LNCS[0], "", {}),
        ("journal-article", ["Journal of Snow", "J. Snow"], "", "Journal of Snow", {"container-title": "J. Snow"}),
    ],
)
def test_crossref_names_the_series_before_the_book(
    type_: str, titles: list[str], series: str, container: str, kept: dict[str, str]
) -> None:
    work = {"container-title": titles, "title": ["Snow"], "type": type_, "reference-count": 3}
    [record] = crossref.load(json.dumps(work), "a.json").records
    found = record.publication
    assert (found.collection_title, found.container_title, found.custom) == (series, container, kept)


def test_publications_of_dblp_are_read() -> None:
    loaded = dblp.load(fixture("dblp/search.json"), "a.json")
    snow, folding, proceedings = (record.publication for record in loaded.records)
    assert [record.line for record in loaded.records] == [7, 13, 19]
    assert snow == Publication(
        "Snow and Ice: A Study",
        author=(Name(printed="Wei Zhang"), Name(printed="Ada Moreau")),
        type="paper-conference",
        issued=PartialDate(2023),
        container_title="WINTER",
        volume="12",
        page="1-9",
        DOI="10.1000/182",
        custom={"url": "https://dblp.org/rec/conf/winter/ZhangM23"},
    )
    assert (folding.arXiv, folding.type, folding.author) == ("2305.19450", "article", (Name(printed="Ada Moreau"),))
    assert (proceedings.author, proceedings.editor) == ((), (Name(printed="Jun Sato"),))
    assert proceedings.custom == {"venue": "SNOW"}


def test_papers_of_semantic_scholar_are_read() -> None:
    loaded = semantic_scholar.load(fixture("semantic-scholar/search.json"), "a.json")
    snow, folding = (record.publication for record in loaded.records)
    assert [record.line for record in loaded.records] == [2, 16]
    assert snow == Publication(
        "Snow and Ice",
        author=(Name(printed="Ada Moreau"), Name(printed="L. van Beethoven")),
        type="paper-conference",
        issued=PartialDate(2023, 7, 3),
        container_title="Winter Conference",
        volume="12",
        page="1-9",
        DOI="10.1000/182",
        arXiv="2305.19450",
        PMID="37295402",
        ISSN="2049-3630",
        link=(Link("pdf", "https://winter.example/snow.pdf"),),
        abstract="Snow is white.",
        custom={
            "publicationTypes": "Sermon",
            "journal": "WINTER",
            "DBLP": "conf/winter/MoreauB23",
            "tldr": {"model": "tldr", "text": "It is white."},
        },
    )
    assert (folding.DOI, folding.issued) == ("", PartialDate(2022))
    assert folding.custom == {"publicationDate": "2022-01-01", "DOI": "a DOI it is not"}
    assert codes(loaded) == [("entry-left-out", 1), ("entry-identifier", 16)]


def test_summaries_of_orcid_name_no_authors_so_the_list_may_lack_some() -> None:
    [record] = orcid.load(fixture("orcid/works.json"), "a.json").records
    assert (record.id, record.line) == ("101", 8)
    assert record.publication == Publication(
        "Snow & Ice: A Study",
        author_list="partial",
        type="article-journal",
        issued=PartialDate(2023, 7),
        container_title="Journal of Snow",
        DOI="10.1000/182",
        ISSN="2049-3630",
        URL="https://journal.example/182",
        custom={"translated-title": {"value": "Neige et glace", "language-code": "fr"}, "eid": "2-s2.0-1"},
    )


def test_a_full_work_of_orcid_names_its_contributors_by_role() -> None:
    [record] = orcid.load(fixture("orcid/work.json"), "a.json").records
    paper = record.publication
    assert paper.author == (Name(printed="Ada Moreau", ORCID="0000-0002-1825-0097"), Name(given="Jun", family="Sato"))
    assert paper.editor == (Name(printed="Edith Serial"),)
    assert (paper.author_list, paper.issued, paper.abstract) == ("complete", PartialDate(2022), "Paper folds.")


def test_a_post_of_pmlr_is_read() -> None:
    loaded = pmlr.load(fixture("pmlr/moreau23a.md"), "a.md")
    [record] = loaded.records
    assert (record.id, record.line) == ("moreau23a", 2)
    assert record.publication == Publication(
        "Snow and Ice: A Study",
        author=(Name(given="Ada", family="Moreau"), Name(given="Ludwig", family="van Beethoven")),
        editor=(Name(given="Jun", family="Sato"),),
        type="paper-conference",
        issued=PartialDate(2023, 7, 3),
        container_title="Proceedings of the Winter Conference",
        collection_title="Proceedings of Machine Learning Research",
        volume="202",
        page="9013-9033",
        publisher="PMLR",
        ISSN="2640-3498",
        URL="https://proceedings.winter.example/v202/moreau23a.html",
        link=(
            Link("pdf", "https://proceedings.winter.example/v202/moreau23a/moreau23a.pdf"),
            Link("publisher", "https://openreview.net/forum?id=HRDRZNxQXc"),
            Link("code", "https://github.com/example/snow"),
            Link("pdf", "https://proceedings.winter.example/v202/moreau23a/moreau23a-supp.pdf", label="Supplementary PDF"),
        ),
        abstract="Snow is $O(n)$: white. Ice is not.",
    )
    assert codes(loaded) == [("entry-left-out", 7)]


def test_front_matter_that_is_no_yaml_is_an_error_with_its_line() -> None:
    assert codes(pmlr.load("---\ntitle: a\nauthor: [b\n---\n", "a.md")) == [("yaml-syntax", 4)]


@pytest.mark.parametrize("module", [crossref, dblp, openalex, orcid, semantic_scholar])
@pytest.mark.parametrize(
    "value",
    [
        None,
        "text",
        "7",
        [],
        {},
        [None],
        ["a", ["b"]],
        {"x": "y"},
        [{"x": {"y": ["z"]}}],
        True,
        {"value": 1},
        [[[]]],
        {"author": "x"},
    ],
)
def test_any_key_may_hold_anything(module: Any, value: Any) -> None:
    """Databases change: a value of another shape than expected is kept or named, and never stops the others."""
    reads = getattr(module, "READ", ()) or ("author", "issued", "license", "link", "updated-by", "resource", "event", "ISSN")
    for path in sorted(reads):
        item: Any = value
        for key in reversed(path.split(".")[1:]):
            item = {key: item}
        loaded = module.load(json.dumps([{"title": "Snow", path.partition(".")[0]: item}, {"title": ["Ice"]}]), "a.json")
        assert len(loaded.records) + len([each for each in loaded.problems if each.code == "entry-title"]) == 2


def test_an_orcid_contributor_in_several_roles_is_one_name_with_all_its_parts() -> None:
    def person(name: str, role: str = "author", orcid: str = "") -> dict[str, Any]:
        path = {"contributor-orcid": {"path": orcid}} if orcid else {}
        return {"credit-name": {"value": name}, "contributor-attributes": {"contributor-role": role}, **path}

    credit = "http://credit.niso.org/contributor-roles/"
    people = [
        person("Ada Moreau"),
        person("Beethoven, Ludwig, Jr."),
        person("Ada Moreau", f"{credit}software/", "0000-0002-1825-0097"),
        person("A. Moreau", f"{credit}supervision/", "0000-0002-1825-0097"),
        person("Wei Zhang"),
        person("Wei Zhang"),
        person("Jun Sato", "editor"),
    ]
    work = {"put-code": 1, "title": {"title": {"value": "Snow"}}, "contributors": {"contributor": people}}
    [record] = orcid.load(json.dumps(work), "a.json").records
    assert record.publication.author == (
        Name(printed="Ada Moreau", ORCID="0000-0002-1825-0097"),
        Name(given="Ludwig", family="Beethoven", suffix="Jr."),
        Name(printed="Wei Zhang"),
        Name(printed="Wei Zhang"),
    )
    assert record.publication.editor == (Name(printed="Jun Sato"),)


def test_an_orcid_id_that_is_none_is_told_of() -> None:
    people = [{"credit-name": {"value": "Ada Moreau"}, "contributor-orcid": {"path": "0000"}}]
    work = {"put-code": 1, "title": {"title": {"value": "Snow"}}, "contributors": {"contributor": people}}
    assert codes(orcid.load(json.dumps(work), "a.json")) == [("entry-identifier", 1)]


@pytest.mark.parametrize(
    ("key", "type_", "genre", "publisher"),
    [
        ("phd/Doe19", "thesis", "PhD thesis", "ETH"),
        ("ms/Doe19", "thesis", "Master's thesis", "ETH"),
        ("books/sp/Doe19", "book", "", "Springer"),
        ("x/Doe19", None, "", "Springer"),
    ],
)
def test_the_key_of_dblp_tells_a_thesis_from_a_book(key: str, type_: str | None, genre: str, publisher: str) -> None:
    place = {"school": "ETH"} if publisher == "ETH" else {"publisher": "Springer"}
    info = {
        "title": "Snow.",
        "type": "Books and Theses",
        "key": key,
        "isbn": "978-1",
        "ee": "https://arxiv.org/abs/2305.19450",
        **place,
    }
    [record] = dblp.load(json.dumps({"hits": {"hit": [{"@score": "1", "info": info}]}}), "a.json").records
    found = record.publication
    assert (found.type, found.genre, found.publisher) == (type_, genre, publisher)
    assert (found.ISBN, found.arXiv) == ("978-1", "2305.19450")


def test_what_a_type_says_beyond_the_type_is_kept() -> None:
    [record] = semantic_scholar.load(
        '{"paperId": "1", "title": "Snow", "publicationTypes": ["Review", "JournalArticle"]}', "a"
    ).records
    assert (record.publication.type, record.publication.custom) == ("article-journal", {"publicationTypes": "Review"})
    work = {"id": "W1", "title": "Snow", "type": "erratum", "type_crossref": "journal-article", "authorships": []}
    [record] = openalex.load(json.dumps(work), "a").records
    assert (record.publication.type, record.publication.custom) == ("article-journal", {"type": "erratum"})


def test_crossref_names_a_preprint_among_its_relations() -> None:
    work = {
        "title": ["Snow"],
        "reference-count": 1,
        "relation": {"has-preprint": [{"id-type": "doi", "id": "10.48550/arXiv.2305.19450"}]},
    }
    [record] = crossref.load(json.dumps(work), "a.json").records
    assert record.publication.arXiv == "2305.19450"


BIBTEX = "@article{a, author = {Moreau, Ada and others}, title = {Other}, volume = {25}, number = {4}, pages = {259--264}}"


@pytest.mark.parametrize(("people", "authors"), [([], ["Ada Moreau"]), (["Jun Sato"], ["Jun Sato"])])
def test_what_an_orcid_work_has_no_key_for_is_taken_from_the_bibtex_in_it(people: list[str], authors: list[str]) -> None:
    named = {"contributor": [{"credit-name": {"value": name}} for name in people]}
    work: dict[str, Any] = {"put-code": 1, "title": {"title": {"value": "Snow"}}, "contributors": named}
    work["citation"] = {"citation-type": "bibtex", "citation-value": BIBTEX}
    [record] = orcid.load(json.dumps(work), "a.json").records
    found = record.publication
    assert (found.title, found.volume, found.issue, found.page) == ("Snow", "25", "4", "259–264")
    assert ([name.text for name in found.author], found.author_list) == (authors, "complete" if people else "partial")
    assert found.custom == {"citation": work["citation"]}


@pytest.mark.parametrize("value", ["", "no BibTeX", "@article{a, title = {", BIBTEX * 2])
def test_bibtex_of_orcid_that_cannot_be_read_is_kept_as_it_is(value: str) -> None:
    citation = {"citation-type": "BIBTEX", "citation-value": value}
    work = {"put-code": 1, "title": {"title": {"value": "Snow"}}, "citation": citation}
    [record] = orcid.load(json.dumps(work), "a.json").records
    assert (record.publication.author, record.publication.author_list) == ((), "partial")
    assert record.publication.custom["citation"]["citation-type"] == "BIBTEX"
