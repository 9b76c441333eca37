"""The Atom feed: what RFC 4287 demands, and nothing that the entries do not say."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from generator import site as sites
from generator.config import SiteConfig
from generator.content import Content
from generator.model import AuthorFile, Name, PartialDate, Publication
from generator.outputs import outputs
from tests.rendering import lay_out, rendered

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://lab.example/papers/"
SETTINGS = SiteConfig(title="Snow & <Ice> Lab", base_url=BASE, languages=("en", "fr"))


def feed(
    publications: dict[str, Publication], lang: str = "en", authors: dict[str, AuthorFile] | None = None
) -> tuple[str, ET.Element]:
    """(path, root) of the feed in a language."""
    site, _ = sites.build(Content(publications, authors or {}), SETTINGS, lang)
    [file] = next(output for output in outputs() if output.name == "feed").files(site)
    return file.path, ET.fromstring(file.content)  # type: ignore[union-attr]  # noqa: S314 - our own


def texts(element: ET.Element, path: str) -> list[str]:
    return [each.text or "" for each in element.findall("/".join(ATOM + part for part in path.split("/")))]


SNOW = Publication(
    'Snow & "Ice" <b>',
    author=(Name(printed="Jane Doe"), Name(literal="The <Group>")),
    issued=PartialDate(2023, 7, 23),
    keyword=("snow",),
    abstract="It is *white*: $x < y$ & so on.\x0b",
)


def test_a_feed_has_what_atom_demands() -> None:
    path, root = feed({"snow": SNOW, "nobody": Publication("By nobody", added=PartialDate(2020, 1, 2))})
    assert path == "feed.xml"
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert len(texts(root, name)) == 1
        assert all(len(texts(entry, name)) == 1 for entry in root.iter(f"{ATOM}entry"))
    assert texts(root, "author/name") == ["Snow & <Ice> Lab"], "for entries without an author"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"self": f"{BASE}feed.xml", "alternate": BASE}


def test_an_entry_says_what_the_page_says() -> None:
    _, root = feed({"snow": SNOW})
    [entry] = root.iter(f"{ATOM}entry")
    assert texts(entry, "title") == ['Snow & "Ice" <b>']
    assert texts(entry, "author/name") == ["Jane Doe", "The <Group>"]
    assert texts(entry, "author/uri")[0] == f"{BASE}authors/jane-doe.html"
    assert texts(entry, "published") == texts(entry, "updated") == ["2023-07-23T00:00:00Z"]
    assert [each.get("term") for each in entry.iter(f"{ATOM}category")] == ["snow"]
    assert texts(entry, "summary")[0].startswith("It is white")
    assert entry.find(f"{ATOM}link").get("href") == f"{BASE}publications/snow.html"  # type: ignore[union-attr]


def test_each_language_has_its_own_feed() -> None:
    path, root = feed({"snow": SNOW}, "fr")
    assert path == "fr/feed.xml"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert texts(root, "entry/id") == [f"{BASE}fr/publications/snow.html"]


def test_only_what_was_added_or_has_a_full_date_is_in_it_the_newest_first() -> None:
    papers = {
        "a": Publication("A", issued=PartialDate(2023, 7, 23)),
        "b": Publication("B", issued=PartialDate(2024)),
        "c": Publication("C", added=PartialDate(2024, 2)),
        "d": Publication("D", issued=PartialDate(2024, 3, 1), added=PartialDate(2022, 1, 1)),
        "e": Publication("E"),
        "f": Publication("F", added=PartialDate(2025, 1, 1), hidden=True),
        "g": Publication("G", added=PartialDate(2025, 1, 1), draft=True),
    }
    _, root = feed(papers)
    assert texts(root, "entry/title") == ["C", "A", "D"]
    assert texts(root, "entry/updated") == ["2024-02-01T00:00:00Z", "2023-07-23T00:00:00Z", "2022-01-01T00:00:00Z"]
    assert texts(root, "updated") == ["2024-02-01T00:00:00Z"]
    assert texts(root, "entry/published") == ["2023-07-23T00:00:00Z", "2024-03-01T00:00:00Z"], "C's day is not known"


@pytest.mark.parametrize(("issued", "there"), [("2023-07", False), ("2023-07-23", True)])
def test_without_an_entry_there_is_no_feed_and_no_link_to_it(issued: str, there: bool, tmp_path: Path) -> None:
    lay_out(tmp_path, {"content/site.toml": "", "content/publications/snow.md": f"---\ntitle: Snow\nissued: {issued}\n---\n"})
    site = rendered(tmp_path, tmp_path / "built", base_url=BASE)
    links = [each.get("href") for each in site["index.html"].iter("link") if each.get("type") == "application/atom+xml"]
    assert links == (["feed.xml"] if there else [])
    assert (site.folder / "feed.xml").exists() == there


def test_a_feed_is_not_endless() -> None:
    papers = {f"paper-{number}": Publication(f"Paper {number}", added=PartialDate(2000 + number)) for number in range(60)}
    _, root = feed(papers)
    assert len(texts(root, "entry/title")) == 50
    assert texts(root, "entry/title")[0] == "Paper 59"


def test_an_entry_keeps_its_id_when_its_key_changes() -> None:
    _, before = feed({"snow": SNOW})
    renamed = Publication(SNOW.title, issued=SNOW.issued, aliases=("snow",))
    _, after = feed({"on-snow": renamed})
    assert texts(before, "entry/id") == texts(after, "entry/id")


def test_a_former_name_is_nowhere_in_it() -> None:
    authors = {"jane": AuthorFile("Jane Doe", former_name=("John Old",))}
    paper = Publication("Snow", author=(Name(printed="John Old"),), added=PartialDate(2024))
    _, root = feed({"snow": paper}, authors=authors)
    assert texts(root, "entry/author/name") == ["Jane Doe"]
    assert "Old" not in ET.tostring(root, encoding="unicode")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_same_content_makes_the_same_feed(lang: str) -> None:
    assert ET.tostring(feed({"snow": SNOW}, lang)[1]) == ET.tostring(feed({"snow": SNOW}, lang)[1])
