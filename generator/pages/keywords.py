"""The publications of each keyword, and the index of all keywords."""

from __future__ import annotations

from collections.abc import Iterator

from generator.pages import Page, PageKind, _groups
from generator.permalinks import KEYWORDS
from generator.site import Site


def _pages(site: Site) -> Iterator[Page]:
    yield from _groups.pages(site, site.keywords, KEYWORDS, "keyword")


KIND = PageKind("keywords", _pages, lambda site: _groups.index(site.keywords, KEYWORDS), order=34)
