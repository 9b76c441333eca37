"""The search page: `search.html?q=…`."""

from __future__ import annotations

from collections.abc import Iterator

from generator import permalinks
from generator.pages import Page, PageKind
from generator.site import Site


def _pages(site: Site) -> Iterator[Page]:
    yield Page(permalinks.SEARCH, "search", site.lang)


KIND = PageKind("search", _pages, lambda _: permalinks.SEARCH, order=90, indexed=False)
