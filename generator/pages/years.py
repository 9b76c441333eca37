"""The publications of each year, and the index of all years."""

from __future__ import annotations

from collections.abc import Iterator

from generator.pages import Page, PageKind, _groups
from generator.permalinks import YEARS
from generator.site import Site


def _pages(site: Site) -> Iterator[Page]:
    yield from _groups.pages(site, site.years, YEARS, "year")


KIND = PageKind("years", _pages, lambda site: _groups.index(site.years, YEARS), order=30)
