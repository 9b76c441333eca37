"""The lab's own list, from the pasted text to the pages, character by character.

What is expected is derived from the source's text alone: the marker removed, lines told apart by a table of line numbers that
a person can check against the file. The parser has no part in it.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest

from generator import content, permalinks
from generator.paths import site_paths
from generator.pipeline import build_site, import_sources

SOURCE = Path(__file__).parent.parent / "content" / "sources" / "publications.txt"
MARKER = "… (see more)"
# (line of the title, number of authors, whether an abstract follows); everything else in the file is its heading.
LAYOUT = [
    (3, 3, True), (8, 6, True), (16, 4, True), (22, 2, False), (25, 3, False), (29, 3, True), (34, 2, True), (38, 6, False),
    (45, 3, False), (49, 5, True), (56, 2, False), (59, 9, True),
]  # fmt: skip


@dataclass(frozen=True)
class Paper:
    title: str
    authors: list[str]
    abstract: str


def expected() -> list[Paper]:
    lines = SOURCE.read_text("utf-8").split("\n")
    papers = []
    for first, count, has_abstract in LAYOUT:
        title, *rest = lines[first - 1 : first + count + has_abstract]
        abstract = rest.pop().replace(MARKER, "") if has_abstract else ""
        papers.append(Paper(title, rest, abstract))
    return papers


class Page(HTMLParser):
    """The texts of a page that the test compares: its heading, the names in its byline, its abstract."""

    def __init__(self, file: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[tuple[str, dict[str, str]]] = []
        self.heading = ""
        self.names: list[str] = []
        self.paragraphs: list[str] = []
        self.feed(file.read_text("utf-8"))

    def within(self, name: str) -> bool:
        return any(name in attributes.get("class", "").split() for _, attributes in self.stack)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("meta", "link", "input", "br", "img", "hr", "wbr"):
            return
        self.stack.append((tag, {name: value or "" for name, value in attrs}))
        if tag == "a" and self.within("authors"):
            self.names.append("")
        if tag == "p" and self.within("prose"):
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self.stack]
        if "h1" in tags:
            self.heading += data
        if "a" in tags and self.within("authors"):
            self.names[-1] += data
        if "p" in tags and self.within("prose"):
            self.paragraphs[-1] += data


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seed imported and built from nothing."""
    root = tmp_path_factory.mktemp("seed")
    (root / "content" / "sources").mkdir(parents=True)
    shutil.copy(SOURCE, root / "content" / "sources")
    (root / "content" / "site.toml").write_text('languages = ["en", "fr"]\n', "utf-8")
    paths = site_paths(root)
    import_sources(paths)
    build_site(paths)
    return root


SHOWN = {"DOHA HWANG": "Doha Hwang"}
"""Names that are shown otherwise than the source has them: no better form of a name in capitals is there."""


def key_of(paper: Paper) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", paper.title.lower()).strip("-")
    return plain if len(plain) <= 60 else plain[:61].rpartition("-")[0]


def test_the_source_says_what_the_layout_says() -> None:
    papers = expected()
    assert len(papers) == 12
    assert sum(len(paper.authors) for paper in papers) == 48
    assert sum(bool(paper.abstract) for paper in papers) == 7
    used = sum(1 + count + has_abstract for _, count, has_abstract in LAYOUT)
    assert used + 2 == len(SOURCE.read_text("utf-8").split("\n"))


@pytest.mark.parametrize("paper", expected(), ids=key_of)
def test_a_markdown_file_holds_title_authors_and_abstract_of_the_source(site: Path, paper: Paper) -> None:
    file = site / "content" / "publications" / f"{key_of(paper)}.md"
    publication, problems = content.read_publication(file, file.name)
    assert not problems
    assert publication is not None
    assert publication.title == paper.title
    assert [name.printed for name in publication.author] == paper.authors
    assert publication.author_list == "partial"
    body = file.read_text("utf-8").split("---\n", 2)[2].strip("\n")
    assert body == paper.abstract


@pytest.mark.parametrize("paper", expected(), ids=key_of)
@pytest.mark.parametrize("folder", ["", "fr/"])
def test_a_page_shows_title_authors_and_abstract_of_the_source(site: Path, paper: Paper, folder: str) -> None:
    page = Page(site / "output" / folder / permalinks.publication(key_of(paper)))
    assert page.heading.strip() == paper.title
    assert page.names == [SHOWN.get(name, name) for name in paper.authors]
    assert "".join(page.paragraphs) == paper.abstract


def test_there_are_exactly_twelve_publications(site: Path) -> None:
    wanted = {key_of(paper) for paper in expected()}
    assert {file.stem for file in (site / "content" / "publications").iterdir()} == wanted
    assert {file.stem for file in (site / "output" / "publications").glob("*.html")} == {*wanted, "index"}


def test_every_person_has_a_page_that_lists_exactly_their_papers(site: Path) -> None:
    papers_of: dict[str, set[str]] = {}
    for paper in expected():
        for author in paper.authors:
            papers_of.setdefault(SHOWN.get(author, author), set()).add(key_of(paper))
    pages = {}
    for file in (site / "output" / "authors").glob("*.html"):
        if file.name != "index.html":
            text = file.read_text("utf-8")
            heading = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)
            assert heading
            name = " ".join(re.sub(r"<[^>]+>", " ", heading[1]).split())
            pages[name] = {found for found in re.findall(r'href="\.\./publications/([^".]+)\.html"', text) if found != "index"}
    assert pages == papers_of
    assert len(pages["Yan Zhang"]) == len(pages["Rishabh Agarwal"]) == 2


def test_the_committed_files_are_what_an_import_writes(site: Path) -> None:
    committed = SOURCE.parent.parent / "publications"
    for file in (site / "content" / "publications").iterdir():
        assert (committed / file.name).read_bytes() == file.read_bytes()
    assert (SOURCE.parent.parent / "import.lock").read_bytes() == (site / "content" / "import.lock").read_bytes()


def test_every_link_in_an_abstract_is_a_link_of_its_kind_without_the_full_stop(site: Path) -> None:
    found: dict[str, str] = {}
    for file in (site / "content" / "publications").glob("*.md"):
        publication, _ = content.read_publication(file, file.name)
        assert publication is not None
        found |= {link.URL: link.kind for link in publication.link}
    assert found == {
        "https://github.com/google-research/google-research/tree/master/bigger_better_faster": "code",
        "https://rlawlgul.github.io/": "project",
        "https://faenet.readthedocs.io": "docs",
        "https://github.com/SongtaoLiu0823/FusionRetro": "code",
    }
