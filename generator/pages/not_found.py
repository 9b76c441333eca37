"""What a server shows for an address that is not there, at any depth: its links start with the path of `base-url`."""

from __future__ import annotations

from collections.abc import Iterator

from generator.pages import Page, PageKind
from generator.permalinks import NOT_FOUND
from generator.site import Site


def _pages(site: Site) -> Iterator[Page]:
    yield Page(NOT_FOUND, "not_found", site.lang)


KIND = PageKind("not_found", _pages, indexed=False)
