"""A page for each person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import permutations

from generator.names import identity
from generator.pages import Page, PageKind
from generator.people import Person
from generator.site import Author, Site


def _pages(site: Site) -> Iterator[Page]:
    apart = _kept_apart(site)
    for author in site.authors:
        context = {"author": author, "different": apart.get(author.person, ())}
        yield Page(author.person.path, "author", site.lang, context)


def _kept_apart(site: Site) -> dict[Person, tuple[Author, ...]]:
    """People easily taken for one another, each beside each: those of one name, and those whom an author file tells apart."""
    people = {author.person: author for author in site.authors}
    by_file = {person.file: person for person in people if person.file}
    alike: dict[str, list[Person]] = defaultdict(list)
    apart: dict[Person, set[Person]] = defaultdict(set)
    for person in people:
        for form in {identity(form) for form in person.printed}:
            alike[form].append(person)
        for key in person.profile.different_from if person.profile else ():
            if key in by_file and key != person.file:
                apart[person].add(by_file[key])
                apart[by_file[key]].add(person)
    for group in alike.values():
        for person, other in permutations(group[:NAMESAKES], 2):
            apart[person].add(other)
    order = {person: number for number, person in enumerate(people)}
    return {person: tuple(people[other] for other in sorted(others, key=order.__getitem__)) for person, others in apart.items()}


NAMESAKES = 20
"""So many of one name are pointed out on a page; with more, the index of people is the better list."""


KIND = PageKind("author", _pages)
