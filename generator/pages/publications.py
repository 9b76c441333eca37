"""The list of all publications, in pages of at most `ROWS`; a list of several pages has one page for print too."""

from __future__ import annotations

from collections.abc import Iterator

from generator import permalinks
from generator.pages import Page, PageKind
from generator.site import Site

ROWS = 500
"""More rows than this make a page slow on a phone."""


def _pages(site: Site) -> Iterator[Page]:
    count = max(1, -(-len(site.entries) // ROWS))
    pages = tuple((number, permalinks.listing(permalinks.PUBLICATIONS, number)) for number in range(1, count + 1))
    common = {"all_count": len(site.entries), "pages": pages, "print_path": permalinks.PRINT if count > 1 else ""}
    for number, path in pages:
        rows = site.entries[(number - 1) * ROWS : number * ROWS]
        yield Page(path, "publications", site.lang, {**common, "number": number, "entries": rows})
    if count > 1:
        context = {**common, "pages": (), "number": 1, "entries": site.entries}
        yield Page(permalinks.PRINT, "publications", site.lang, context)


KIND = PageKind("publications", _pages, lambda _: permalinks.listing(permalinks.PUBLICATIONS), order=10)
