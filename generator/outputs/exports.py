"""Everything that lists show in one file per format that can be written: `publications.bib`, `publications.json`."""

from __future__ import annotations

from collections.abc import Iterator

from generator.formats import formats
from generator.metadata.records import record, written
from generator.outputs import File, Output
from generator.permalinks import export
from generator.site import Site


def _files(site: Site) -> Iterator[File]:
    if site.lang != site.config.language:
        return
    records = tuple(map(record, site.entries))
    for format_ in formats():
        if format_.dump and format_.join:  # of the texts that are offered for download one by one
            text = format_.join([written(format_.dump, (one,)) for one in records])
            yield File(export(format_.extensions[0]), text.encode())
        elif format_.dump:
            yield File(export(format_.extensions[0]), format_.dump(records).encode())


OUTPUT = Output("exports", _files)
