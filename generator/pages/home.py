"""The first page: what the lab says of itself, selected or newest publications, ways into the lists."""

from __future__ import annotations

from collections.abc import Iterator

from generator import permalinks
from generator.pages import Page, PageKind
from generator.site import Author, Site

NEWEST = 5
FEW = 20
"""A site with no more publications than this shows them all on its first page."""
PEOPLE = 18
"""As many people without a role in the lab are named on the first page."""


def _pages(site: Site) -> Iterator[Page]:
    selected = tuple(entry for entry in site.entries if entry.publication.selected)
    dated = tuple(entry for entry in site.entries if entry.publication.issued)[:NEWEST]
    context = {
        "selected": selected,
        "newest": dated,
        "few": site.entries if len(site.entries) <= FEW else (),
        "publication_count": len(site.entries),
        "author_count": len(site.authors),
        "people": _people(site),
    }
    yield Page(permalinks.HOME, "home", site.lang, context)


def _people(site: Site) -> tuple[Author, ...]:
    """The lab's members of today; where no author file names one, those with the most publications."""
    profiles = ((author, author.person.profile) for author in site.authors)
    members = tuple(author for author, profile in profiles if profile and profile.member and not profile.member.to)
    most = sorted(site.authors, key=lambda author: -len(author.entries))[:PEOPLE]
    return members or tuple(author for author in site.authors if author in most)


KIND = PageKind("home", _pages, order=0)
