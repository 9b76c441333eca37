"""A small page at each old address. It is in no list, in no sitemap, and for no search engine."""

from __future__ import annotations

from collections.abc import Iterator

from generator.outputs import Output
from generator.pages import Page
from generator.redirects import redirects
from generator.site import Site


def _files(site: Site) -> Iterator[Page]:
    for redirect in redirects(site):
        context = {"target": redirect.target, "external": redirect.external}
        yield Page(redirect.old, "redirect", redirect.lang, context)


OUTPUT = Output("redirects", _files)
