"""`humans.txt`: everybody with a page, one per line."""

from __future__ import annotations

from collections.abc import Iterator

from generator.outputs import File, Output
from generator.permalinks import localised
from generator.site import Site


def _files(site: Site) -> Iterator[File]:
    lines = [f"{author.person.name}\n" for author in site.authors]
    yield File(localised("humans.txt", site.lang, site.config.language), "".join(lines).encode())


OUTPUT = Output("humans", _files)
