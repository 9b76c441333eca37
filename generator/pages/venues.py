"""The publications of each venue, and the index of all venues."""

from __future__ import annotations

from collections.abc import Iterator

from generator.pages import Page, PageKind, _groups
from generator.permalinks import VENUES
from generator.site import Site


def _pages(site: Site) -> Iterator[Page]:
    yield from _groups.pages(site, site.venues, VENUES, "venue")


KIND = PageKind("venues", _pages, lambda site: _groups.index(site.venues, VENUES), order=32)
