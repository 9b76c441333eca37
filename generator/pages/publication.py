"""A page for each publication."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator import metadata
from generator.formats import formats
from generator.pages import Page, PageKind
from generator.permalinks import download
from generator.site import Site


def _pages(site: Site) -> Iterator[Page]:
    written = [format_ for format_ in formats() if format_.dump]
    downloads = [(format_.label, format_.extensions[0], format_.media_type) for format_ in written]
    for entry in site.all_entries():
        citation = tuple(  # the abstract stands on the page already
            replace(each, publication=replace(each.publication, abstract="")) for each in metadata.citable(entry)
        )
        context = {
            "entry": entry,
            "metadata": metadata.of(entry, site),
            "downloads": tuple((label, download(entry.key, ending), media_type) for label, ending, media_type in downloads),
            "citations": tuple(
                (format_.label, metadata.written(format_.dump, citation), download(entry.key, format_.extensions[0]))
                for format_ in written
                if format_.dump
            ),
        }
        yield Page(entry.path, "publication", site.lang, context)


KIND = PageKind("publication", _pages)
