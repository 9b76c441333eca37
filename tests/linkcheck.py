"""Whether every link of a site that leads into the site arrives: files and fragments, at any base path and from `file://`."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

ADDRESSES = frozenset({"href", "src", "action", "data-index"})
REFERENCES = frozenset({"for", "aria-labelledby", "aria-describedby", "aria-controls"})
NOT_FOUND = "404.html"
"""Shown by a server at any depth; nobody opens it from a folder."""
ELSEWHERE = "some/where/else"


class _Page(HTMLParser):
    """Collects what a page is called by and what it calls."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.references: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in ADDRESSES:
                self.addresses.append(value or "")
            elif name in REFERENCES:
                self.references += (value or "").split()


def broken(folder: Path, base: str = "") -> list[str]:
    """What is wrong with the links of the site in `folder`, each as a sentence.

    `base` is the path under which a server shows the site, `/` or `/sub/`; empty for `file://`, where a folder is no page.
    """
    files = sorted(folder.rglob("*.html"))
    pages = {file: _Page(file.read_text("utf-8")) for file in files}
    top = f"https://site.example{base}" if base else folder.as_uri() + "/"
    found: list[str] = []
    for file, page in pages.items():
        path = file.relative_to(folder).as_posix()
        if not base and file.name == NOT_FOUND:
            continue
        found += (f"{path}: the id {each!r} stands twice" for each in sorted(set(page.ids)) if page.ids.count(each) > 1)
        found += (f"{path}: there is no id {each!r}" for each in page.references if each not in page.ids)
        for seen_from in _places(path):
            found += (f"{path}: {why}" for why in _wrong(urljoin(top, seen_from), top, folder, pages, page))
    return found


def _places(path: str) -> tuple[str, ...]:
    """Where a page is seen: the one for missing pages at every depth."""
    return (path, path.replace(NOT_FOUND, ELSEWHERE)) if path.endswith(NOT_FOUND) else (path,)


def _wrong(seen_at: str, top: str, folder: Path, pages: dict[Path, _Page], page: _Page) -> Iterator[str]:
    for address in page.addresses:
        target, fragment = urldefrag(urljoin(seen_at, address))
        if urlsplit(target)[:2] != urlsplit(top)[:2]:
            if urlsplit(target).scheme not in ("http", "https", "mailto") or not urlsplit(address).scheme:
                yield f"{address!r} leads nowhere"
            continue
        if not target.startswith(top):
            yield f"{address!r} leads out of the site"
            continue
        file = folder / unquote(target.removeprefix(top).partition("?")[0])
        if target == urldefrag(seen_at).url:
            file = folder / unquote(seen_at.removeprefix(top)).replace(ELSEWHERE, NOT_FOUND)
        elif file.is_dir() and top.startswith("https"):
            file /= "index.html"
        if not file.is_file():
            yield f"{address!r} leads to a file that is not there"
        elif fragment and file in pages and unquote(fragment) not in pages[file].ids:
            yield f"{address!r} leads to a place that is not in the page"
