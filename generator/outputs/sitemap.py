"""`sitemap.xml` (https://www.sitemaps.org/protocol.html): every page for search engines, with its other languages."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from generator.outputs import File, Output
from generator.pages import kinds
from generator.permalinks import absolute, localised
from generator.site import Site


def _files(site: Site) -> Iterator[File]:
    config = site.config
    if site.lang != config.language:
        return
    paths = sorted(page.path for kind in kinds() if kind.indexed for page in kind.pages(site))
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
        *(
            f"<url><loc>{escape(absolute(localised(path, lang, config.language), config.base_url))}</loc></url>"
            for path in paths
            for lang in config.languages
        ),
        "</urlset>",
    ]
    yield File("sitemap.xml", "\n".join([*lines, ""]).encode())


OUTPUT = Output("sitemap", _files, needs_base_url=True)
