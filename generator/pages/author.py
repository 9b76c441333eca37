"""A page for each person."""

from __future__ import annotations

from collections.abc import Iterator

from generator.pages import Page, PageKind
from generator.site import Author, Site


def _pages(site: Site) -> Iterator[Page]:
    for author in site.authors:
        context = {"author": author, "different": _different(site, author)}
        yield Page(author.person.path, "author", site.lang, context)


def _different(site: Site, author: Author) -> tuple[Author, ...]:
    """People easily taken for this one, as their author files say."""
    profile = author.person.profile
    return tuple(other for other in site.authors if profile and other.person.file in profile.different_from)


KIND = PageKind("author", _pages)
