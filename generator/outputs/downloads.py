"""Each publication in every format that can be written, and as a Markdown file.

The Markdown is made from what the page shows, and is not the file in `content/`: that may hold a lab's own keys and names that
must not be shown any more. What has lain at an old key (`aliases`) stays there as a copy, since a file cannot lead elsewhere.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace

from generator.content import compose
from generator.formats import formats
from generator.metadata.records import citable, shown_name, written
from generator.outputs import File, Output
from generator.permalinks import KEY, download
from generator.site import Entry, Site


@functools.lru_cache(maxsize=1 << 13)  # the preview asks again and again
def markdown(entry: Entry) -> str:
    """The publication as a file that could stand in `content/publications/`."""
    authors, editors, contributors = (
        tuple(map(shown_name, bylines)) for bylines in (entry.authors, entry.editors, entry.contributors)
    )
    return compose(replace(entry.publication, author=authors, editor=editors, contributor=contributors, custom={}))


def _files(site: Site) -> Iterator[File]:
    if site.lang != site.config.language:  # what a paper is does not depend on the language of the page about it
        return
    for key, entry in _keys(site):
        records = citable(entry)
        for format_ in formats():
            if format_.dump:
                yield File(download(key, format_.extensions[0]), written(format_.dump, records).encode())
        yield File(download(key, ".md"), markdown(entry).encode())


def _keys(site: Site) -> Iterator[tuple[str, Entry]]:
    """Every key, and every old one that is free; `redirects` reports the others."""
    entries = {entry.key: entry for entry in site.all_entries()}
    taken = set(entries)
    yield from entries.items()
    for entry in entries.values():
        for alias in entry.publication.aliases:
            if KEY.fullmatch(alias) and alias not in taken:
                taken.add(alias)
                yield alias, entry


OUTPUT = Output("downloads", _files)
