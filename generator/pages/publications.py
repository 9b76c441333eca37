"""The list of all publications."""

from __future__ import annotations

from collections.abc import Iterator

from generator import permalinks
from generator.pages import Page, PageKind
from generator.site import Site


def _pages(site: Site) -> Iterator[Page]:
    yield Page(permalinks.listing(permalinks.PUBLICATIONS), "publications", site.lang, {"entries": site.entries})


KIND = PageKind("publications", _pages, lambda _: permalinks.listing(permalinks.PUBLICATIONS), order=10)
