"""A page for each publication."""

from __future__ import annotations

from collections.abc import Iterator

from generator.formats import formats
from generator.pages import Page, PageKind
from generator.permalinks import download
from generator.site import Site


def _pages(site: Site) -> Iterator[Page]:
    for entry in site.all_entries():
        downloads = tuple(
            (format_.label, download(entry.key, format_.extensions[0]), format_.media_type)
            for format_ in formats()
            if format_.dump
        )
        yield Page(entry.path, "publication", site.lang, {"entry": entry, "downloads": downloads})


KIND = PageKind("publication", _pages)
