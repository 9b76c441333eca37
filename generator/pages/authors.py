"""The index of people."""

from __future__ import annotations

from collections.abc import Iterator

from generator import permalinks
from generator.pages import Page, PageKind
from generator.site import Site


def _pages(site: Site) -> Iterator[Page]:
    # How many publications, not which: a title that was edited does not change this page.
    people = tuple((author.person, len(author.entries)) for author in site.authors)
    yield Page(permalinks.listing(permalinks.AUTHORS), "authors", site.lang, {"people": people})


KIND = PageKind("authors", _pages, lambda _: permalinks.listing(permalinks.AUTHORS), order=20)
