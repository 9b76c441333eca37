"""The people of the lab, present and past: those whose author files say `member`."""

from __future__ import annotations

from collections.abc import Iterator

from generator import permalinks
from generator.pages import Page, PageKind
from generator.site import Author, Site


def _members(site: Site, *, former: bool) -> tuple[Author, ...]:
    profiles = ((author, author.person.profile) for author in site.authors)
    return tuple(author for author, profile in profiles if profile and profile.member and bool(profile.member.to) == former)


def _pages(site: Site) -> Iterator[Page]:
    current, former = _members(site, former=False), _members(site, former=True)
    if current or former:
        yield Page(permalinks.MEMBERS, "members", site.lang, {"current": current, "former": former})


def _navigation(site: Site) -> str:
    return permalinks.MEMBERS if any(True for _ in _pages(site)) else ""


KIND = PageKind("members", _pages, _navigation, order=15)
