"""What is written as BibTeX is read back, by us without loss, and by others with the same titles, authors and years."""

from __future__ import annotations

import logging
import re
import string
import unicodedata
from dataclasses import replace
from typing import Any, get_args

import pybtex.database
import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import Entry as PybtexEntry

from generator import names
from generator.formats import Record
from generator.formats._bibtex.latex import plain
from generator.formats.bibtex import dump, load
from generator.model import CslType, Image, Link, Name, PartialDate, Publication, Status, Translation, Version

CHARACTERS = st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cn", "Co"))
TRAPS = st.sampled_from(
    [
        "$x^2$",
        "$5",
        "a--b",
        "``x''",
        "{",
        "}",
        "\\",
        "100%",
        "A&B",
        "&amp;",
        "<i>x</i>",
        "a<b",
        "c>d",
        "|x|",
        "$a<b$",
        "it's",
        "~",
        "\\alpha",
        "FAENet",
        "and",
        "#1",
        "`",
        "x_i",
    ]
)
WORD = st.one_of(st.text(CHARACTERS, min_size=1, max_size=8), st.text(string.ascii_letters, min_size=1, max_size=8), TRAPS)
LINE = st.lists(WORD, min_size=1, max_size=5).map(lambda words: unicodedata.normalize("NFC", " ".join(" ".join(words).split())))
TEXT = st.one_of(st.just(""), LINE.filter(bool))
PARAGRAPHS = st.lists(LINE, max_size=3).map(lambda blocks: "\n\n".join(filter(None, blocks)))
DIGITS = st.text("123456789", min_size=1, max_size=6)
URL = st.builds(
    "https://example.org/{}".format, st.text(string.ascii_letters + string.digits + "/-._~%?=&#:@!$'()*+,", max_size=12)
)
DATE = st.builds(lambda given: PartialDate.parse(given.isoformat()), st.dates()) | st.builds(
    PartialDate, st.integers(1, 9999), st.integers(0, 12)
)
ORCID = st.sampled_from(["", "", "0000-0002-1825-0097", "0000-0001-5109-3700"])
NAME = st.one_of(
    st.builds(Name, literal=LINE.filter(bool), ORCID=ORCID, equal=st.booleans()),
    st.builds(
        Name, given=TEXT, family=LINE.filter(bool), non_dropping_particle=TEXT,
        suffix=st.sampled_from(["", "", "Jr.", "III", "x y"]),
        ORCID=ORCID, id=st.sampled_from(["", "ludwig"]), equal=st.booleans(),
    ),
)  # fmt: skip
LINK = st.builds(Link, st.sampled_from(["pdf", "code", "data", "project", "other"]), URL, label=TEXT) | st.builds(
    Link, st.just("pdf"), file=st.just("papers/a.pdf")
)
JSON = st.recursive(
    st.booleans() | LINE | st.integers(-9, 9),
    lambda deeper: st.lists(deeper, max_size=2) | st.dictionaries(LINE, deeper, max_size=2),
    max_leaves=4,
)
VERSION = st.builds(Version, type=st.just("article"), title=TEXT, issued=st.none() | DATE, URL=st.just("") | URL)
PUBLICATION = st.builds(
    Publication, title=LINE.filter(bool), title_short=TEXT, author=st.lists(NAME, max_size=4).map(tuple),
    editor=st.lists(NAME, max_size=2).map(tuple), contributor=st.lists(NAME, max_size=2).map(tuple),
    author_list=st.sampled_from(["complete", "partial"]),
    type=st.sampled_from([None, *get_args(CslType)]), issued=st.none() | DATE,
    added=st.none() | DATE,
    container_title=TEXT, collection_title=TEXT, volume=TEXT, issue=TEXT, page=TEXT, number=TEXT, edition=TEXT,
    publisher=TEXT, publisher_place=TEXT, event_title=TEXT, genre=TEXT, note=TEXT, language=st.sampled_from(["", "fr", "pt-BR"]),
    license=TEXT,
    DOI=st.just("") | st.builds("10.1000/{}".format, DIGITS), arXiv=st.sampled_from(["", "2305.19450", "hep-th/9901001"]),
    PMID=st.just("") | DIGITS, PMCID=st.just("") | st.builds("PMC{}".format, DIGITS), ISBN=TEXT, ISSN=TEXT, URL=st.just("") | URL,
    keyword=st.lists(LINE.filter(bool), max_size=3, unique=True).map(tuple),
    link=st.lists(LINK, max_size=3, unique_by=lambda link: link.URL).map(tuple),
    version=st.lists(VERSION, max_size=1).map(tuple),
    status=st.sampled_from([None, *get_args(Status)]), status_note=TEXT, status_URL=st.just("") | URL,
    award=st.lists(LINE.filter(bool), max_size=2).map(tuple), project=st.lists(LINE.filter(bool), max_size=2).map(tuple),
    image=st.none() | st.builds(Image, st.just("a.png"), LINE), selected=st.booleans(), draft=st.booleans(), hidden=st.booleans(),
    aliases=st.lists(st.sampled_from(["old", "older"]), unique=True).map(tuple),
    translation=st.dictionaries(st.just("fr"), st.builds(Translation, LINE.filter(bool), TEXT), max_size=1),
    custom=st.dictionaries(LINE.filter(bool), JSON, max_size=2), abstract=PARAGRAPHS,
)  # fmt: skip


def expected(publication: Publication) -> Publication:
    """What must come back: names with their parts; a range of pages has one kind of dash."""
    roles: dict[str, Any] = {
        role: tuple(map(names.parts, getattr(publication, role))) for role in ("author", "editor", "contributor")
    }
    return replace(publication, **roles, page=dashes(publication.page))


def dashes(page: str) -> str:
    return re.sub(r"(?<=\w)\s*[-–—]+\s*(?=\w)", "–", page)


@settings(max_examples=100, deadline=None)
@given(PUBLICATION)
def test_everything_that_a_record_holds_is_read_back(publication: Publication) -> None:
    url_is_no_link = tuple(link for link in publication.link if not link.URL or link.URL != publication.URL)
    publication = replace(publication, link=url_is_no_link)
    loaded = load(dump([Record(publication, 1, "snow")]), "x.bib")
    [record] = loaded.records
    assert (record.id, record.line) == ("snow", 1)
    assert replace(record.publication, page=dashes(record.publication.page)) == expected(publication)
    assert not loaded.problems


MARKUP = {"i": "<i>{}</i>", "b": "<b>{}</b>", "sub": "<sub>{}</sub>", "sup": "<sup>{}</sup>", "": "{}",
          "sc": '<span style="font-variant:small-caps;">{}</span>'}  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(MARKUP)), st.text(string.ascii_letters, min_size=1)), min_size=1, max_size=4))
def test_markup_in_a_title_is_read_back(words: list[tuple[str, str]]) -> None:
    title = " ".join(word for _, word in words)
    marked = " ".join(MARKUP[kind].format(word) for kind, word in words)
    publication = Publication(title, title_html=marked if marked != title else "")
    [record] = load(dump([Record(publication, 1, "snow")]), "x.bib").records
    assert record.publication == publication


@pytest.mark.parametrize("container", ["CoRR", "arXiv preprint arXiv:2305.19450", "arXiv"])
def test_what_another_source_calls_a_journal_article_stays_one(container: str) -> None:
    publication = Publication(
        "On snow", type="article-journal", container_title=container, arXiv="2305.19450", volume="2305.19450"
    )
    assert load(dump([Record(publication, 1, "a")]), "a.bib").records[0].publication == publication


def test_a_collaboration_stands_behind_the_authors_and_is_written_as_its_field() -> None:
    text = "@article{a, author = {Doe, Jane and others}, collaboration = {Snow}, title = {A}}"
    [record] = load(text, "a.bib").records
    assert [name.text for name in record.publication.author] == ["Jane Doe", "Snow Collaboration"]
    written = dump([record])
    assert "author = {Doe, Jane and others}" in written
    assert "collaboration = {Snow}" in written
    assert "labpress" not in written
    assert load(written, "a.bib").records[0].publication == record.publication


@pytest.mark.parametrize("author", ["", "author = {Doe, Jane and {Snow Collaboration}},", "author = {{Snow Collaboration}},"])
def test_a_collaboration_that_is_there_already_is_not_added(author: str) -> None:
    [record] = load(f"@article{{a, {author} collaboration = {{Snow Collaboration}}, title = {{A}}}}", "a.bib").records
    assert record.publication.author[-1:] == (Name(literal="Snow Collaboration"),)
    assert len(record.publication.author) == 1 + ("Doe" in author)
    assert load(dump([record]), "a.bib").records[0].publication == record.publication


def test_markup_that_says_something_else_than_the_title_is_read_back() -> None:
    publication = Publication("Snow", title_html="<i>Ice</i> & <b>more")
    [record] = load(dump([Record(publication, 1, "snow")]), "x.bib").records
    assert record.publication == publication


def test_what_old_fonts_print_as_other_characters_is_written_as_commands_outside_math() -> None:
    text = "List<T> if a<b and c>d | e, $x<y$"
    publication = Publication(text, abstract=text, container_title=text, author=(Name(literal="A | B"),), keyword=("p > q",))
    written = dump([Record(publication, 1, "snow")])
    assert not re.search(r"[<>|]", written.replace("$x<y$", ""))
    assert written.count("$x<y$") == 3
    assert load(written, "x.bib").records[0].publication == publication


@settings(max_examples=25, deadline=None)
@given(st.lists(PUBLICATION, min_size=1, max_size=4))
def test_what_was_read_is_written_the_same_again(publications: list[Publication]) -> None:
    once = dump(load(dump([Record(each, 1, f"k{place}") for place, each in enumerate(publications)]), "x.bib").records)
    assert dump(load(once, "x.bib").records) == once


PEERS = [
    Publication(
        "FAENet: Frame Averaging for GNNs at 100 % & more",
        author=(
            Name(given="Jörg", family="Müller"),
            Name(given="Jan", family="Berg", non_dropping_particle="van der"),
            Name(given="Martin Luther", family="King", suffix="Jr."),
            Name(literal="The Snow and Ice Group"),
        ),
        type="paper-conference", issued=PartialDate(2023, 7), container_title="Proceedings of {Snow}", keyword=("a, b", "c"),
        link=(Link("code", "https://example.org/a_b~c"),), award=("Best Paper",),
    ),
    Publication(
        "Größe: une étude de l’ADN", author=(Name(given="Zoë", family="Ångström"),),
        issued=PartialDate(1999), type="book",
    ),
    Publication("Snow — {and} $x^2$", author=(Name(given="Ann", family="Doe"),), issued=PartialDate(2001), custom={"a}": ["{"]}),
]  # fmt: skip


@pytest.fixture(scope="module")
def written() -> str:
    return dump([Record(each, 1, f"k{place}") for place, each in enumerate(PEERS)])


def people(publication: Publication) -> list[tuple[str, str, str, str]]:
    """(given, particle, family, suffix); a name without parts is all family, as BibTeX has it."""
    found = (names.parts(name) for name in publication.author)
    return [(name.given, name.non_dropping_particle, name.family or name.literal, name.suffix) for name in found]


@pytest.mark.parametrize("place", range(len(PEERS)))
def test_pybtex_reads_the_same(written: str, place: int) -> None:
    entry: PybtexEntry = pybtex.database.parse_string(written, "bibtex").entries[f"k{place}"]
    publication = PEERS[place]
    assert plain(entry.fields["title"]) == publication.title
    assert int(entry.fields["year"]) == publication.issued.year if publication.issued else False
    persons = [
        tuple(
            plain(" ".join(part))
            for part in (one.first_names + one.middle_names, one.prelast_names, one.last_names, one.lineage_names)
        )
        for one in entry.persons["author"]
    ]
    assert persons == people(publication)


@pytest.mark.parametrize("place", range(len(PEERS)))
def test_bibtexparser_reads_the_same(written: str, place: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    library = parse_string(written, append_middleware=[SeparateCoAuthors(), SplitNameParts()])
    assert not library.failed_blocks
    entry = library.entries_dict[f"k{place}"]
    publication = PEERS[place]
    assert plain(entry["title"]) == publication.title
    assert int(entry["year"]) == publication.issued.year if publication.issued else False
    persons = [tuple(plain(" ".join(part)) for part in (one.first, one.von, one.last, one.jr)) for one in entry["author"]]
    assert persons == people(publication)
