"""A page for each publication."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace

from generator import metadata
from generator.formats import formats
from generator.metadata import records
from generator.pages import Page, PageKind
from generator.permalinks import download
from generator.site import Entry, Site


def _pages(site: Site) -> Iterator[Page]:
    for entry in site.all_entries():
        context = {
            "entry": entry,
            "metadata": metadata.of(entry, site),
            "downloads": _downloads(entry.key),
            "citations": _citations(entry),
        }
        yield Page(entry.path, "publication", site.lang, context)


# Both are kept, because the preview makes the pages again and again.


@functools.lru_cache(maxsize=1 << 13)
def _downloads(key: str) -> tuple[tuple[str, str, str], ...]:
    """(format, path, media type)."""
    return tuple(
        (format_.label, download(key, format_.extensions[0]), format_.media_type) for format_ in formats() if format_.dump
    )


@functools.lru_cache(maxsize=1 << 13)
def _citations(entry: Entry) -> tuple[tuple[str, str, str], ...]:
    """(format, text, path)."""
    citation = tuple(  # the abstract stands on the page already
        replace(each, publication=replace(each.publication, abstract="")) for each in records.citable(entry)
    )
    return tuple(
        (format_.label, records.written(format_.dump, citation), download(entry.key, format_.extensions[0]))
        for format_ in formats()
        if format_.dump
    )


KIND = PageKind("publication", _pages)
