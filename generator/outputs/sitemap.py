"""`sitemap.xml` (https://www.sitemaps.org/protocol.html): every page for search engines, with its other languages
(https://developers.google.com/search/docs/specialty/international/localized-versions#sitemap).

There is no `lastmod`: when a page last changed is in none of the files that it is made from.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from generator.outputs import File, Output
from generator.pages import kinds
from generator.permalinks import SITEMAP, absolute, localised
from generator.site import Site

OPENING = (
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
)


def _files(site: Site) -> Iterator[File]:
    if site.lang != site.config.language:
        return
    hidden = {entry.path for entry in site.hidden}
    paths = {page.path for kind in kinds() if kind.indexed for page in kind.pages(site)} - hidden
    lines = [*OPENING, *(line for path in sorted(paths) for line in _urls(path, site)), "</urlset>", ""]
    yield File(SITEMAP, "\n".join(lines).encode())


def _urls(path: str, site: Site) -> Iterator[str]:
    """A page in each language, each with all of them."""
    config = site.config
    addresses = {lang: absolute(localised(path, lang, config.language), config.base_url) for lang in config.languages}
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{lang}" href={quoteattr(address)}/>'
        for lang, address in addresses.items()
        if len(addresses) > 1
    )
    for address in addresses.values():
        yield f"<url><loc>{quoteattr(address)[1:-1]}</loc>{others}</url>"


OUTPUT = Output("sitemap", _files, needs_base_url=True)
