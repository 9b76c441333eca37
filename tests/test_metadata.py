"""What machines read: tags, JSON-LD, BibTeX, CSL-JSON, Markdown and the feed say the same, and what the record says."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import content, metadata, page_range
from generator import site as sites
from generator.config import SiteConfig
from generator.content import Content
from generator.formats import formats
from generator.metadata import Metadata
from generator.metadata.linked_data import for_script
from generator.model import AuthorFile, CslType, Image, Link, Name, PartialDate, Publication, Translation, Version
from generator.names import parts, recased
from generator.outputs import File, outputs
from generator.site import Entry, Site
from tests.rendering import lay_out, rendered
from tests.test_bibtex import read as read_bibtex
from tests.test_bibtex import shown

BASE = "https://lab.example/papers/"
SETTINGS = SiteConfig(title="A lab", base_url=BASE, languages=("en", "fr"))

LETTERS = st.characters(categories=("Lu", "Ll", "Lo", "Nd"), include_characters="<>&\"'{}%$#_~^\\")
WORD = st.text(LETTERS, min_size=1, max_size=8)
WORDS = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
NAMES = st.one_of(
    st.builds(Name, printed=WORDS),
    st.builds(
        Name, given=WORD, family=WORD, non_dropping_particle=st.sampled_from(["", "van"]), suffix=st.sampled_from(["", "Jr."])
    ),
    st.builds(Name, literal=WORDS),
)
DATES = st.one_of(
    st.none(),
    st.builds(PartialDate, st.integers(1000, 2999)),
    st.builds(PartialDate, st.integers(1000, 2999), st.integers(1, 12)),
    st.dates().map(lambda date: PartialDate(date.year, date.month, date.day)),
)
PUBLICATIONS = st.builds(
    Publication,
    title=WORDS,
    author=st.lists(NAMES, max_size=4, unique_by=lambda name: name.text.casefold()).map(tuple),
    author_list=st.sampled_from(["complete", "partial"]),
    type=st.one_of(st.none(), st.sampled_from(get_args(CslType))),
    issued=DATES,
    added=st.just(PartialDate(2024, 1, 2)),
    DOI=st.one_of(st.just(""), st.text(LETTERS, min_size=1).map(lambda text: "10.1000/x" + re.sub(r"[{}\\]", "", text))),
    arXiv=st.sampled_from(["", "2305.19450"]),
    container_title=st.one_of(st.just(""), WORDS),
)


def entry_of(publication: Publication, authors: Mapping[str, AuthorFile] | None = None, lang: str = "en") -> tuple[Entry, Site]:
    site, _ = sites.build(Content({"snow": publication}, authors or {}), SETTINGS, lang)
    return next(site.all_entries()), site


def said(publication: Publication, authors: Mapping[str, AuthorFile] | None = None, lang: str = "en") -> Metadata:
    return metadata.of(*entry_of(publication, authors, lang))


def citation(publication: Publication, tag: str) -> list[str]:
    return [text for name, text in said(publication).citation if name == f"citation_{tag}"]


def written(site: Site, output: str) -> dict[str, str]:
    files = next(each for each in outputs() if each.name == output).files(site)
    return {file.path: file.content.decode() for file in files if isinstance(file, File)}


@given(PUBLICATIONS)
def test_all_carriers_say_the_same_as_the_record(publication: Publication) -> None:
    entry, site = entry_of(publication)
    found = metadata.of(entry, site)
    tags: dict[str, list[str]] = {}
    for name, text in found.citation:
        tags.setdefault(name, []).append(text)
    linked = json.loads(found.linked_data)
    files = {**written(site, "downloads"), **written(site, "exports"), **written(site, "feed")}
    [(_, key, bib)] = read_bibtex(files["publications/snow.bib"])
    [csl] = json.loads(files["publications/snow.json"])
    atom = ET.fromstring(files["feed.xml"].encode())  # noqa: S314 - our own
    [atom_entry] = atom.findall("{*}entry")

    # The title
    assert [shown(bib["title"])] == tags["citation_title"] == [publication.title]
    assert linked["name"] == csl["title"] == atom_entry.findtext("{*}title") == publication.title
    assert key == csl["id"] == "snow"

    # The authors: each, in order, and whether there may be more
    authors = [recased(name) for name in publication.author]
    names = [name.text for name in authors]
    assert [author["name"] for author in linked.get("author", [])] == names
    assert not {"line", "names", "flagged"} & csl.get("custom", {}).keys()
    assert [each.text for each in atom_entry.findall("{*}author/{*}name")] == names
    for tag, author in zip(tags.get("citation_author", []), authors, strict=True):
        assert sorted(tag.replace(",", " ").split()) == sorted(author.text.removesuffix(" Jr.").split()) or tag == author.text
    people = [parts(name) for name in authors]
    assert [(each.get("family", ""), each.get("literal", "")) for each in csl.get("author", [])] == [
        (p.family, p.literal) for p in people
    ]
    assert bib.get("author", "").endswith(" and others") == (publication.author_list == "partial" and bool(names))
    assert (csl.get("custom", {}).get("author-list") == "partial") == (publication.author_list == "partial")
    for name in names:
        assert all(re.sub(r"[\s,.]", "", shown(bib["author"])).count(word.replace(".", "")) for word in re.findall(r"\w+", name))

    # The date, as precise as it is known
    issued = publication.issued
    date = [part for part in (issued.year, issued.month, issued.day) if part] if issued else []
    assert [int(part) for part in tags.get("citation_publication_date", [""])[0].split("/") if part] == date
    assert [int(part) for part in linked.get("datePublished", "").split("-") if part] == date
    assert csl.get("issued", {"date-parts": [[]]})["date-parts"] == [date]
    months = ["", *"jan feb mar apr may jun jul aug sep oct nov dec".split()]
    assert [
        part for part in (int(bib.get("year", 0)), months.index(bib.get("month", "")), int(bib.get("day", 0))) if part
    ] == date
    published = atom_entry.findtext("{*}published")
    assert published == (f"{issued}T00:00:00Z" if issued and issued.day else None)

    # Identifiers and the container
    for name, bib_name, tag in (("DOI", "doi", "citation_doi"), ("arXiv", "eprint", "citation_arxiv_id")):
        value = getattr(publication, name)
        identifiers = {each["propertyID"]: each["value"] for each in linked.get("identifier", [])}
        assert tags.get(tag, [""]) == [identifiers.get(name, "")] == [bib.get(bib_name, "")] == [value]
    assert csl.get("DOI", "") == publication.DOI
    assert csl.get("container-title", "") == publication.container_title

    # Everything in one file is what stands beside the pages
    assert files["publications.bib"] == files["publications/snow.bib"]
    assert files["publications.json"] == files["publications/snow.json"]


@given(PUBLICATIONS, st.dictionaries(WORD, WORDS, max_size=2))
def test_the_markdown_beside_a_page_can_be_read_again_and_lacks_only_what_is_not_shown(
    tmp_path_factory: pytest.TempPathFactory, publication: Publication, custom: dict[str, str]
) -> None:
    _, site = entry_of(replace(publication, custom=custom))
    file = tmp_path_factory.getbasetemp() / "snow.md"
    file.write_text(written(site, "downloads")["publications/snow.md"], "utf-8", newline="\n")
    again, problems = content.read_publication(file, "snow.md")
    assert again is not None
    assert with_parts(again) == with_parts(publication)
    assert problems == []


def with_parts(publication: Publication) -> Publication:
    """With names as they are shown, and with their parts: a file does not say those that anybody would infer."""
    author, editor, contributor = (
        tuple(parts(recased(name)) for name in names)
        for names in (publication.author, publication.editor, publication.contributor)
    )
    return replace(publication, author=author, editor=editor, contributor=contributor)


@given(st.text())
def test_json_cannot_end_the_element_that_it_stands_in(text: str) -> None:
    written_ = for_script({text: [text, "</script><!--"]})
    assert not set(written_) & set("<>&\u2028\u2029")
    assert json.loads(written_) == {text: [text, "</script><!--"]}


# Google Scholar


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        (Name(printed="Ludwig van Buren"), "Ludwig van Buren"),
        (Name(given="Ludwig", family="Buren", non_dropping_particle="van"), "van Buren, Ludwig"),
        (Name(literal="The Snow Group"), "The Snow Group"),
        (Name(family="Plato"), "Plato"),
    ],
)
def test_each_author_has_a_tag_of_their_own(name: Name, tag: str) -> None:
    assert citation(Publication("Snow", author=(name, Name(printed="Jane Doe"))), "author") == [tag, "Jane Doe"]


@pytest.mark.parametrize(("issued", "tag"), [("2023", "2023"), ("2023-07", "2023/07"), ("2023-07-03", "2023/07/03")])
def test_a_date_is_no_more_precise_than_it_is_known(issued: str, tag: str) -> None:
    assert citation(Publication("Snow", issued=PartialDate.parse(issued)), "publication_date") == [tag]


def test_what_is_not_known_has_no_tag() -> None:
    assert dict(said(Publication("Snow")).citation) == {
        "citation_title": "Snow",
        "citation_abstract_html_url": f"{BASE}publications/snow.html",
    }


@pytest.mark.parametrize(
    ("publication", "tag", "value"),
    [
        (Publication("S", type="article-journal", container_title="J"), "journal_title", "J"),
        (Publication("S", type="paper-conference", container_title="P", event_title="C"), "conference_title", "P"),
        (Publication("S", type="paper-conference", event_title="C"), "conference_title", "C"),
        (Publication("S", type="thesis", publisher="U"), "dissertation_institution", "U"),
        (Publication("S", type="report", publisher="L"), "technical_report_institution", "L"),
        (Publication("S", type="book", publisher="P"), "publisher", "P"),
    ],
)
def test_container_and_publisher_have_the_tag_of_the_type(publication: Publication, tag: str, value: str) -> None:
    assert citation(publication, tag) == [value]


PAGE_RANGES = {
    "": ("", "", ""),
    "12--19": ("12–19", "12", "19"),
    "12-19": ("12–19", "12", "19"),
    "12–19": ("12–19", "12", "19"),
    "12 — 19": ("12–19", "12", "19"),
    "12": ("12", "12", ""),
    "43+": ("43+", "43", ""),
    "e1234": ("e1234", "e1234", ""),
    "e1234-e1240": ("e1234–e1240", "e1234", "e1240"),
    "S12–S19": ("S12–S19", "S12", "S19"),
    "xi-xv": ("xi–xv", "xi", "xv"),
    "1021-8": ("1021–8", "1021", "1028"),
    "S98-103": ("S98–103", "S98", "S103"),
    "12:1--12:30": ("12:1–12:30", "12:1", "12:30"),
    "S1-1--S1-9": ("S1-1–S1-9", "S1-1", "S1-9"),
    "A-12": ("A-12", "A-12", ""),
    "12, 15-19": ("12, 15–19", "12", "19"),
    "1--2, 5--6": ("1–2, 5–6", "1", "6"),
    "1-2; e7": ("1–2; e7", "1", "e7"),
    "1,021-1,028": ("1,021–1,028", "", ""),
    "Article 5, 12 pages": ("Article 5, 12 pages", "", ""),
}
"""Text → (as it is shown, first page, last page)."""


@pytest.mark.parametrize("text", PAGE_RANGES)
def test_pages_are_shown_with_a_dash_and_known_by_their_ends(text: str) -> None:
    form, *ends = PAGE_RANGES[text]
    assert page_range.shown(text) == page_range.shown(form) == form
    assert page_range.ends(text) == tuple(ends)


@given(st.text(alphabet="0123 ,;-–eSix+", max_size=20))
def test_pages_are_shown_with_nothing_lost_but_the_form_of_a_dash(text: str) -> None:
    assert re.sub(r"[\s–-]", "", page_range.shown(text)) == re.sub(r"[\s–-]", "", text)
    assert page_range.shown(page_range.shown(text)) == page_range.shown(text)


def test_readers_see_a_range_of_pages_with_a_dash_and_the_file_keeps_the_source_s_form(tmp_path: Path) -> None:
    paper = Publication("Snow", type="article-journal", container_title="Weather", page="12--19", version=(Version(page="1-2"),))
    file = tmp_path / "content/publications/snow.md"
    file.parent.mkdir(parents=True)
    file.write_text(content.compose(paper), "utf-8")
    assert "page: 12--19\n" in file.read_text("utf-8")
    for theme in ("base", "folio"):
        (tmp_path / "content/site.toml").write_text(f'title = "A lab"\n[theme]\nname = "{theme}"\n', "utf-8")
        page = rendered(tmp_path, tmp_path / theme)["publications/snow.html"]
        shown = [each.text.strip() for each in page.iter() if each.tag in ("dd", "span") and each.text]
        assert {"12–19", "1–2"} <= set(shown)
    assert citation(paper, "firstpage") == ["12"]


def test_only_a_pdf_in_the_folder_of_the_page_is_named() -> None:
    links = (
        Link("pdf", URL="https://x.example/a.pdf"),
        Link("pdf", file="papers/a.pdf"),
        Link("slides", file="publications/b.pdf"),
    )
    assert citation(Publication("Snow", link=links), "pdf_url") == []
    beside = (*links, Link("pdf", file="publications/a.pdf"))
    assert citation(Publication("Snow", link=beside), "pdf_url") == [f"{BASE}publications/a.pdf"]
    assert "pdf_url" not in str(said(Publication("Snow", link=beside), lang="fr").citation)


def test_a_page_with_a_translated_title_names_the_work_in_the_work_s_language() -> None:
    publication = Publication("Snow", abstract="White.", language="en", translation={"fr": Translation("La neige", "Blanche.")})
    found = said(publication, lang="fr")
    own = {**dict(said(publication).citation), "citation_abstract_html_url": f"{BASE}fr/publications/snow.html"}
    assert dict(found.citation) == own
    assert (own["citation_title"], own["citation_language"]) == ("Snow", "en")
    linked = json.loads(found.linked_data)
    assert [linked[key] for key in ("name", "headline", "abstract", "inLanguage")] == ["Snow", "Snow", "White.", "en"]
    assert linked["alternateName"] == "La neige"
    assert "alternateName" not in json.loads(said(publication).linked_data)
    assert ("og:title", "La neige") in found.open_graph
    assert found.description == "Blanche."


@pytest.mark.parametrize("kind", ["book", "thesis"])
def test_a_number_alone_with_a_book_or_a_thesis_is_how_many_pages_it_has(kind: CslType) -> None:
    entry, site = entry_of(Publication("Snow", type=kind, page="418"))
    linked = json.loads(metadata.of(entry, site).linked_data)
    assert linked["numberOfPages"] == 418
    assert not {"pageStart", "pagination"} & linked.keys()
    assert not [name for name, _ in metadata.of(entry, site).citation if "page" in name]
    [item] = json.loads(written(site, "downloads")["publications/snow.json"])
    assert (item["number-of-pages"], "page" in item) == ("418", False)
    part = Publication("Snow", type=kind, page="12-19")
    assert citation(part, "firstpage") == citation(Publication("Snow", type="chapter", page="12"), "firstpage") == ["12"]


# The rest of the head


def test_a_journals_volume_and_issue_lead_to_it() -> None:
    publication = Publication("S", type="article-journal", container_title="J", volume="12", issue="3", ISSN="2049-3630")
    assert json.loads(said(publication).linked_data)["isPartOf"] == {
        "@type": "PublicationIssue",
        "issueNumber": "3",
        "isPartOf": {
            "@type": "PublicationVolume",
            "volumeNumber": "12",
            "isPartOf": {"@type": "Periodical", "name": "J", "issn": "2049-3630"},
        },
    }


@pytest.mark.parametrize(
    ("own", "type_"),
    [(None, "ScholarlyArticle"), ("thesis", "Thesis"), ("patent", "CreativeWork"), ("paper-conference", "ScholarlyArticle")],
)
def test_the_type_is_that_of_schema_org(own: CslType | None, type_: str) -> None:
    assert json.loads(said(Publication("S", type=own)).linked_data)["@type"] == type_


def test_people_are_named_by_their_orcid_and_their_page() -> None:
    author = Name(given="Jane", family="Doe", ORCID="0000-0002-1825-0097")
    [person] = json.loads(said(Publication("S", author=(author,))).linked_data)["author"]
    assert person["@id"] == "https://orcid.org/0000-0002-1825-0097"
    assert person["url"] == f"{BASE}authors/jane-doe.html"
    assert (person["givenName"], person["familyName"]) == ("Jane", "Doe")


def test_link_previews_have_words_and_a_picture() -> None:
    publication = Publication(
        "Snow", abstract="It is *white*. " * 30, image=Image("a b.png", "A field"), issued=PartialDate(2023, 7, 3)
    )
    found = dict(said(publication).open_graph)
    assert found["og:type"] == "article"
    assert found["og:image"] == f"{BASE}a%20b.png"
    assert found["og:image:alt"] == "A field"
    assert found["article:published_time"] == "2023-07-03"
    assert found["og:description"].startswith("It is white.")
    assert len(found["og:description"]) <= 200


def test_a_hidden_publication_is_not_for_search_engines_and_in_no_export() -> None:
    publication = Publication("Snow", hidden=True)
    assert not said(publication).indexed
    assert said(Publication("Snow")).indexed
    _, site = entry_of(publication)
    assert written(site, "exports") == {"publications.bib": "", "publications.json": "[]\n", "publications.ris": ""}
    assert "publications/snow.bib" in written(site, "downloads")


def test_a_former_name_is_in_no_carrier() -> None:
    author = Name(given="John", family="Old", equal=True)
    publication = Publication("Snow", author=(author,), editor=(author,), added=PartialDate(2024))
    authors = {"jane": AuthorFile("Jane Doe", former_name=("John Old",))}
    entry, site = entry_of(publication, authors)
    carriers = [
        str(metadata.of(entry, site)),
        *(text for name in ("downloads", "exports", "feed") for text in written(site, name).values()),
    ]
    assert not [text for text in carriers if "Old" in text or "John" in text]
    assert all("Doe" in text for text in carriers)


def test_every_format_that_writes_is_offered_beside_the_page_and_for_the_site() -> None:
    _, site = entry_of(Publication("Snow"))
    endings = [each.extensions[0] for each in formats() if each.dump]
    assert {".bib", ".json"} <= set(endings)
    assert set(written(site, "exports")) == {f"publications{ending}" for ending in endings}
    assert set(written(site, "downloads")) == {f"publications/snow{ending}" for ending in (*endings, ".md")}


def test_a_formula_in_an_abstract_is_tex_for_whoever_reads_no_mathml() -> None:
    inline = r"$\frac{1}{n}$ of $\{a, b\}$, $c, d$ at $5\%$ where $x<y$"
    table = r"$$\begin{matrix} a & b \\ c & d \end{matrix}$$"
    entry, site = entry_of(
        Publication("Snow", abstract=f"At most {inline}.\n\n{table}\n\nFor **4&nbsp;\\$**.", added=PartialDate(2024))
    )
    expected = f"At most {inline}.\n\n{table}\n\nFor 4\u00a0$."
    found = metadata.of(entry, site)
    assert json.loads(found.linked_data)["abstract"] == expected
    assert found.description == dict(found.open_graph)["og:description"] == " ".join(expected.split())
    files = {**written(site, "downloads"), **written(site, "feed")}
    assert ET.fromstring(files["feed.xml"].encode()).findtext("{*}entry/{*}summary") == expected  # noqa: S314 - our own
    assert json.loads(files["publications/snow.json"])[0]["abstract"] == expected
    [(_, _, bib)] = read_bibtex(files["publications/snow.bib"])
    assert bib["abstract"] == expected.replace("4\u00a0$", "4 \\$")
    for format_ in formats():
        if format_.dump and format_.load:
            [record] = format_.load(files[f"publications/snow{format_.extensions[0]}"], "x").records
            assert record.publication.abstract.replace("\u00a0", " ") == expected.replace("\u00a0", " ")


TEMPLATE = '{% extends "!parent/publication.html" %}\n{% block head %}\n{% include "_metadata.html" %}\n{% endblock %}\n'


def test_a_page_shows_it_escaped_for_its_place(tmp_path: Path) -> None:
    files = {
        "content/site.toml": '[theme]\nname = "child"\n',
        "content/publications/snow.md": "---\ntitle: '</script><script>alert(\"1\")</script>'\nhidden: true\n---\n",
        "themes/child/theme.toml": 'extends = "base"\n',
        "themes/child/templates/publication.html": TEMPLATE,
    }
    lay_out(tmp_path, files)
    page = rendered(tmp_path, tmp_path / "built", base_url=BASE)["publications/snow.html"]
    tags = {each.get("name", each.get("property", "")): each.get("content") for each in page.iter("meta")}
    assert tags["citation_title"] == tags["og:title"] == '</script><script>alert("1")</script>'
    assert tags["robots"] == "noindex"
    [data] = [each.text for each in page.iter("script") if each.get("type") == "application/ld+json"]
    assert json.loads(data or "")["name"] == tags["citation_title"]
    assert not [each for each in page.iter("script") if not each.get("src") and each.get("type") != "application/ld+json"]
