"""`embed/<list>.html`: lists for the pages of other websites, each a piece of HTML and no page.

There is one for all publications, one for each member of the lab, by the slug of their page, and one for each list in
`[embed]` of the settings; a list there that is called as one of the others changes that one. The theme's `static/embed/`
lies beside them: the script of `<lab-publications>` and a style sheet, which other websites name too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from generator import permalinks
from generator.config import EmbedList
from generator.errors import Problem, UsageError
from generator.outputs import Output
from generator.pages import Page
from generator.paths import SETTINGS
from generator.site import Author, Entry, Site
from generator.text import did_you_mean, fold

ALL = "all"
"""The list of everything."""


def lists(site: Site) -> Mapping[str, EmbedList]:
    """Every list of a site by its name. Raises UsageError where one is of somebody whom the site does not know."""
    members = [author.person for author in site.authors if author.person.profile and author.person.profile.member]
    own = {ALL: EmbedList(), **{person.slug: EmbedList(member=(person.slug,)) for person in members}}
    asked = {
        name: replace(wanted, member=wanted.member or (own[name].member if name in own else ()))
        for name, wanted in site.config.embed.items()
    }
    if unknown := list(_unknown_members(site, asked)):
        raise UsageError(*unknown)
    return own | asked


def _unknown_members(site: Site, asked: Mapping[str, EmbedList]) -> Iterator[Problem]:
    for name, wanted in asked.items():
        for slug in wanted.member:
            if slug not in site.by_slug:
                meant = did_you_mean(slug, site.by_slug)
                code = "embed-member-meant" if meant else "embed-member"
                args: dict[str, str | int] = {"name": slug, "meant": meant}
                yield Problem(code, path=SETTINGS, key=f"embed.{name}.member", args=args)


def chosen(site: Site, wanted: EmbedList) -> tuple[Entry, ...]:
    """The publications of a list, in the order of lists. Of several members, keywords or types, one is enough."""
    keywords = {fold(keyword) for keyword in wanted.keyword}
    entries = tuple(entry for entry in site.entries if _fits(entry, wanted, keywords))
    return entries[: wanted.limit] if wanted.limit else entries


def _fits(entry: Entry, wanted: EmbedList, keywords: set[str]) -> bool:
    publication = entry.publication
    people = {byline.person.slug for byline in (*entry.authors, *entry.editors)}
    return (
        (not wanted.member or not people.isdisjoint(wanted.member))
        and (not keywords or not keywords.isdisjoint(map(fold, publication.keyword)))
        and (not wanted.type or publication.type in wanted.type)
        and (not wanted.since or (publication.issued is not None and publication.issued.year >= wanted.since))
        and (not wanted.selected or publication.selected)
    )


def _files(site: Site) -> Iterable[Page]:
    for name, wanted in lists(site).items():
        person = site.by_slug[wanted.member[0]] if len(wanted.member) == 1 else None
        context = {
            "title": wanted.title_in(site.lang),
            "heading": wanted.heading,
            "entries": chosen(site, wanted),
            "author": person,
            "full_count": len(person.entries if person else site.entries),
            "full_path": _full(person),
        }
        yield Page(permalinks.embed(name), "embed", site.lang, context, embedded=True)


def _full(person: Author | None) -> str:
    """The page that shows what a list leaves out."""
    return person.person.path if person else permalinks.listing(permalinks.PUBLICATIONS)


OUTPUT = Output("embeds", _files)
