"""Pages of text from `content/pages/`."""

from __future__ import annotations

from collections.abc import Iterator

from generator.pages import Page, PageKind
from generator.permalinks import free_page
from generator.site import Site


def _pages(site: Site) -> Iterator[Page]:
    for slug, page, text_lang in site.pages:
        yield Page(free_page(slug), "free_page", site.lang, {"page": page, "slug": slug, "text_lang": text_lang})


KIND = PageKind("free_page", _pages)
