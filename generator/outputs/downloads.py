"""Each publication in every format that can be written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.formats import Record, formats
from generator.markdown import plain, render
from generator.outputs import File, Output
from generator.permalinks import download
from generator.site import Entry, Site


def record(entry: Entry) -> Record:
    """A publication as formats know it: plain text."""
    return Record(replace(entry.publication, abstract=plain(render(entry.publication.abstract))), line=0, id=entry.key)


def _files(site: Site) -> Iterator[File]:
    if site.lang != site.config.language:  # what a paper is does not depend on the language of the page about it
        return
    for format_ in formats():
        if format_.dump:
            for entry in site.all_entries():
                yield File(download(entry.key, format_.extensions[0]), format_.dump([record(entry)]).encode())


OUTPUT = Output("downloads", _files)
