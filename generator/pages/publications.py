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
    numbers = range(1, count + 1)
    paths = {number: permalinks.listing(permalinks.PUBLICATIONS, number) for number in numbers}
    rows = {number: site.entries[(number - 1) * ROWS : number * ROWS] for number in numbers}
    years = {
        number: [entry.publication.issued.year if entry.publication.issued else 0 for entry in rows[number]] for number in numbers
    }
    begins = {year: paths[number] for number in reversed(numbers) for year in years[number]}
    common = {
        "all_count": len(site.entries),
        # (number, path, years of its publications, the newest first, those without one as 0)
        "pages": tuple((number, paths[number], tuple(dict.fromkeys(years[number]))) for number in numbers),
        # (year, path of the page on which it begins)
        "years": tuple((year, begins[year]) for year in sorted(begins, reverse=True)),
        "print_path": permalinks.PRINT if count > 1 else "",
    }
    for number in numbers:
        yield Page(paths[number], "publications", site.lang, {**common, "number": number, "entries": rows[number]})
    if count > 1:
        context = {**common, "pages": (), "years": (), "number": 1, "entries": site.entries}
        yield Page(permalinks.PRINT, "publications", site.lang, context)


KIND = PageKind("publications", _pages, lambda _: permalinks.listing(permalinks.PUBLICATIONS), order=10)
