"""Sites built into a folder of a test's own, and their pages as trees."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree

import html5lib

from generator.paths import site_paths
from generator.pipeline import build_site

ROOT = Path(__file__).resolve().parent.parent
PLAIN = ROOT / "tests" / "sites" / "plain"
"""A made-up site with everything that front matter can say, and everything that it can leave out."""
Element = ElementTree.Element


@dataclass(frozen=True)
class Rendered:
    """A site as it lies on the disk."""

    folder: Path

    @cached_property
    def pages(self) -> Mapping[str, Element]:
        """Every HTML file as a tree without namespaces, by its path."""
        parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
        return {path: parser.parse(self.text(path)) for path in self.paths}

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Every page. Lists for other websites are none; `test_embed` is about them."""
        files = (file for file in self.folder.rglob("*.html") if file.parent.name != "embed")
        return tuple(sorted(file.relative_to(self.folder).as_posix() for file in files))

    def text(self, path: str) -> str:
        return (self.folder / path).read_text("utf-8")

    def __getitem__(self, path: str) -> Element:
        return self.pages[path]


def lay_out(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder, by their paths, and return the folder; texts in UTF-8, line ends as they are."""
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def rendered(root: Path, folder: Path, *, drafts: bool = False, base_url: str = "") -> Rendered:
    """The site at `root`, built below `folder`."""
    paths = replace(site_paths(root, folder / "output"), cache=folder / "cache")
    build_site(paths, drafts=drafts, base_url=base_url)
    return Rendered(paths.output)


def seed_in(folder: Path, theme: str) -> Path:
    """A copy of the project's own content in `folder`, in another theme."""
    shutil.copytree(ROOT / "content", folder / "content")
    settings = folder / "content" / "site.toml"
    settings.write_text(settings.read_text("utf-8").replace('name = "folio"', f'name = "{theme}"'), "utf-8")
    return folder


def words(element: Element) -> str:
    """The text of an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def main(page: Element) -> Element:
    """What the page is about, without masthead and footer."""
    found = page.find(".//main")
    assert found is not None
    return found


def with_class(element: Element, name: str) -> Iterator[Element]:
    return (each for each in element.iter() if name in each.get("class", "").split())
