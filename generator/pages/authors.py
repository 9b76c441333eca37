"""The index of people."""

from __future__ import annotations

from collections.abc import Iterator

from generator import permalinks
from generator.pages import Page, PageKind
from generator.site import Site


def _pages(site: Site) -> Iterator[Page]:
    yield Page(permalinks.listing(permalinks.AUTHORS), "authors", site.lang, {"authors": site.authors})


KIND = PageKind("authors", _pages, lambda _: permalinks.listing(permalinks.AUTHORS), order=20)
