"""The site as a value: everything linked, grouped and sorted once. No file is read or written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial

from generator import permalinks
from generator.config import SiteConfig
from generator.content import Content
from generator.digests import Kept
from generator.errors import Problem
from generator.model import FreePage, Name, Publication
from generator.people import Directory, Person
from generator.text import fold

CROWD = 100
"""On a paper of more people nobody is said to have worked with each of the others, and a row of a list does not name them all."""


@dataclass(frozen=True, slots=True)
class Byline:
    """One author of one publication, as printed there, and the person behind the name."""

    name: Name
    person: Person
    linked: bool = True
    """Whether the person has a page: not who stands on hidden publications alone."""

    @property
    def text(self) -> str:
        """What the paper says, but for capitals throughout, and for a name that must not be shown any more."""
        return self.person.forms[self.name.text]

    @property
    def path(self) -> str:
        return self.person.path if self.linked else ""

    @property
    def member(self) -> bool:
        return bool(self.person.profile and self.person.profile.member)


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A publication with its address and its people. A site makes each once, so that identity is equality."""

    key: str
    publication: Publication
    """In the site's language, where the file has a translation."""
    original: Publication
    """As the work itself has it: what citations and exports are made from."""
    authors: tuple[Byline, ...]
    editors: tuple[Byline, ...]
    contributors: tuple[Byline, ...]

    @property
    def path(self) -> str:
        return permalinks.publication(self.key)

    def people(self) -> tuple[Person, ...]:
        """Its authors, each once, in order."""
        return tuple(dict.fromkeys(byline.person for byline in self.authors))


@dataclass(frozen=True, slots=True)
class Author:
    """A person with what the site knows of their work."""

    person: Person
    entries: tuple[Entry, ...]
    coauthors: tuple[tuple[Person, int], ...]
    """Each with the number of papers together, those of a crowd apart: most first, then by name."""
    crowds: int = 0
    """How many papers of more than `CROWD` people are among the entries."""


@dataclass(frozen=True, slots=True)
class Group:
    """Publications that have something in common."""

    name: str
    """In the form of its first publication: `2023`, a venue, a keyword."""
    path: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Site:
    """One language of the site; each language is a site of its own over the same content."""

    config: SiteConfig
    lang: str
    entries: tuple[Entry, ...]
    """What lists show, in the order of lists."""
    hidden: tuple[Entry, ...]
    """What has a page, and is in no list."""
    authors: tuple[Author, ...]
    """Everybody with a page, by family name."""
    pages: tuple[tuple[str, FreePage, str], ...]
    """(slug, page, language of its text), in the order of the navigation."""

    @property
    def title(self) -> str:
        return self.config.text(self.lang).title

    @property
    def description(self) -> str:
        return self.config.text(self.lang).description

    @cached_property
    def by_slug(self) -> Mapping[str, Author]:
        return {author.person.slug: author for author in self.authors}

    @cached_property
    def years(self) -> tuple[Group, ...]:
        """The newest first."""
        return self._groups(lambda entry: [str(entry.publication.issued.year)] if entry.publication.issued else [], _year_path)

    @cached_property
    def venues(self) -> tuple[Group, ...]:
        """By folded name."""
        found = self._groups(lambda entry: [entry.publication.container_title], permalinks.venue)
        return tuple(sorted(found, key=lambda group: (fold(group.name), group.path)))

    @cached_property
    def keywords(self) -> tuple[Group, ...]:
        """By folded name."""
        found = self._groups(lambda entry: entry.publication.keyword, permalinks.keyword)
        return tuple(sorted(found, key=lambda group: (fold(group.name), group.path)))

    def _groups(self, names: Callable[[Entry], Iterable[str]], path: Callable[[str], str]) -> tuple[Group, ...]:
        """By what `names` says of each publication, in the order in which it comes up; each publication once in a group."""
        found: dict[str, tuple[str, dict[Entry, None]]] = {}
        for entry in self.entries:
            for name in filter(None, names(entry)):
                found.setdefault(path(name), (name, {}))[1][entry] = None
        return tuple(Group(name, place, tuple(entries)) for place, (name, entries) in found.items())

    def all_entries(self) -> Iterator[Entry]:
        """Everything that has a page."""
        yield from self.entries
        yield from self.hidden


def _year_path(year: str) -> str:
    return permalinks.year(int(year))


def order(key: str, publication: Publication) -> tuple[object, ...]:
    """Newest first, an unknown month after the known ones of its year, undated last; then by folded title, then by key.

    No locale takes part, so that the order is the same on every machine.
    """
    issued = publication.issued
    dated = (0, -issued.year, -issued.month or 1, -issued.day or 1) if issued else (1, 0, 0, 0)
    return (*dated, fold(publication.title), key)


def shown_publications(content: Content, *, drafts: bool = False) -> dict[str, Publication]:
    """By key: all but drafts, or these too."""
    return {key: record for key, record in content.publications.items() if drafts or not record.draft}


def build(
    content: Content,
    config: SiteConfig,
    lang: str,
    *,
    drafts: bool = False,
    directory: Directory | None = None,
    kept: Kept | None = None,
) -> tuple[Site, list[Problem]]:
    """Link everything for one language. `drafts` shows what is not to be published yet.

    `directory` is that of `shown_publications`, for who builds several languages: people and their addresses are the same in
    each. Without it, it is made. An entry or author that says what it said in an earlier build is the same object, with what
    was `kept`: what was made of it then can be known by it.
    """
    shown = shown_publications(content, drafts=drafts)
    directory = directory or Directory(shown, content.authors)
    local = {key: _translated(record, lang) for key, record in shown.items()}
    listed_names = [names for record in shown.values() if not record.hidden for names in (record.author, record.editor)]
    listed_people = {person for names in listed_names for person in directory.persons(names)}

    def bylines(names: tuple[Name, ...]) -> tuple[Byline, ...]:
        people = directory.persons(names)
        return tuple(
            Byline(name, person, person in listed_people or person.profile is not None)
            for name, person in zip(names, people, strict=True)
        )

    def entry(key: str, record: Publication) -> Entry:
        people = (bylines(record.author), bylines(record.editor), bylines(record.contributor))
        make = partial(Entry, key, record, shown[key], *people)
        return kept.take((Entry, lang, key), (kept.digests.of((record, shown[key])), people), make) if kept else make()

    entries = [entry(key, record) for key, record in sorted(local.items(), key=lambda item: order(*item))]
    listed = tuple(entry for entry in entries if not entry.publication.hidden)
    pages = [_page(content, config, slug, lang) for slug, page in content.pages.items() if drafts or not page.draft]
    site = Site(
        config,
        lang,
        listed,
        tuple(entry for entry in entries if entry.publication.hidden),
        _authors(directory, listed, lang, kept),
        tuple(sorted(pages, key=lambda item: (item[1].order, fold(content.pages[item[0]].title), item[0]))),
    )
    return site, directory.problems()


def _translated(record: Publication, lang: str) -> Publication:
    other = record.translation.get(lang)
    if other is None:
        return record
    return replace(record, title=other.title or record.title, abstract=other.abstract or record.abstract)


def _page(content: Content, config: SiteConfig, slug: str, lang: str) -> tuple[str, FreePage, str]:
    """A page in a language, or in the site's own where nobody translated it."""
    page, other = content.pages[slug], content.translations.get((slug, lang))
    if other is None:
        return slug, page, config.language
    return slug, replace(page, title=other.title, description=other.description or page.description, body=other.body), lang


def _authors(directory: Directory, entries: tuple[Entry, ...], lang: str, kept: Kept | None) -> tuple[Author, ...]:
    papers: dict[Person, list[Entry]] = {person: [] for person in directory.people()}
    place = {person: number for number, person in enumerate(papers)}
    crowds: Counter[Person] = Counter()
    together: dict[Person, dict[Person, int]] = {person: {} for person in papers}
    for entry in entries:
        people = entry.people()
        for person in dict.fromkeys((*people, *(byline.person for byline in entry.editors))):
            papers[person].append(entry)
        if len(people) > CROWD:
            crowds.update(people)
            continue
        for person in people:
            for other in people:
                if other is not person:
                    together[person][other] = together[person].get(other, 0) + 1

    def author(person: Person) -> Author:
        coauthors = sorted(together[person].items(), key=lambda item: (-item[1], place[item[0]]))
        found = Author(person, tuple(papers[person]), tuple(coauthors), crowds[person])
        return kept.take((Author, lang, person.slug), found, lambda: found) if kept else found

    return tuple(author(person) for person in papers if papers[person] or person.profile)
