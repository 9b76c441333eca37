"""The publications that won a prize."""

from __future__ import annotations

from collections.abc import Iterator

from generator.pages import Page, PageKind
from generator.permalinks import listing
from generator.site import Site


def _pages(site: Site) -> Iterator[Page]:
    entries = tuple(entry for entry in site.entries if entry.publication.award)
    yield Page(listing("awards"), "awards", site.lang, {"title": "Awards", "entries": entries})


KIND = PageKind("awards", _pages, navigation=lambda _: listing("awards"), label="Awards", order=30)
