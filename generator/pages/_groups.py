"""What years, venues and keywords have in common: an index with counts, and a page per group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator import permalinks
from generator.pages import Page
from generator.site import Group, Site


def pages(site: Site, groups: Sequence[Group], folder: str, single: str) -> Iterator[Page]:
    """The index `folder`, whose template is named as the folder, and a page with the template `single` for each group.

    Without a group there is no page. `newer` and `older`, neighbours in the order of the index, are (name, path) or None.
    """
    if not groups:
        return
    items = tuple((group.name, group.path, len(group.entries)) for group in groups)
    yield Page(permalinks.listing(folder), folder, site.lang, {"items": items})
    neighbours = [None, *((group.name, group.path) for group in groups), None]
    for number, group in enumerate(groups):
        context = {"title": group.name, "entries": group.entries, "newer": neighbours[number], "older": neighbours[number + 2]}
        yield Page(group.path, single, site.lang, context)


def index(groups: Sequence[Group], folder: str) -> str:
    """The path of the index for the navigation; empty without a group."""
    return permalinks.listing(folder) if groups else ""
