"""The first page: what the lab says of itself, selected or newest publications, ways into the lists."""

from __future__ import annotations

from collections.abc import Iterator

from generator import permalinks
from generator.pages import Page, PageKind
from generator.site import Site

NEWEST = 5
FEW = 20
"""A site with no more publications than this shows them all on its first page."""


def _pages(site: Site) -> Iterator[Page]:
    selected = tuple(entry for entry in site.entries if entry.publication.selected)
    dated = tuple(entry for entry in site.entries if entry.publication.issued)[:NEWEST]
    context = {
        "selected": selected,
        "newest": dated,
        "few": site.entries if len(site.entries) <= FEW else (),
        "publication_count": len(site.entries),
        "author_count": len(site.authors),
    }
    yield Page(permalinks.HOME, "home", site.lang, context)


KIND = PageKind("home", _pages, order=0)
