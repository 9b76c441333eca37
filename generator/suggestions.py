"""Who may be one person: pairs that are alike, with the evidence, for a person to say `same` or `different`.

A pair is looked at because its names share something specific (words, sound, a family name beside a common co-author), so that
the time grows with the number of names, not of pairs. What nobody would act on is not said.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from generator.diminutives import rows
from generator.errors import Problem, Severity
from generator.likeness import Spelled, contradict, deletions, likeness, skeleton, spelled
from generator.model import Name, Publication
from generator.people import Directory, Person
from generator.text import fold, words

ENOUGH = 1.0
"""The weight from which a pair is worth a look."""
BLOCK = 12
"""More people than this who share something do not share anything specific."""
CROWD = 40
"""A list with more names is little evidence of who works with whom."""
FORMS = 8
"""So many printed names of a person are compared; the others are much the same."""
COAUTHORS = {1: 0.5, 2: 0.7}
MORE_COAUTHORS = 0.8
LIKE_COAUTHORS = 0.4
TITLE_WORDS = 0.3
VENUE = KEYWORD = 0.15
QUESTIONS = 10
"""So many are asked in the report of an import; the command `people` lists them all."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two people who may be one."""

    one: Person
    other: Person
    evidence: tuple[tuple[str, tuple[str, ...]], ...]
    """(kind, what in particular), the likeness of the names first: ("coauthors", ("Jun Sato",))."""
    weight: float
    paper: str
    """The key of a publication of one of the two."""

    @property
    def names(self) -> tuple[str, str]:
        return (self.one.name, self.other.name)

    @property
    def question(self) -> Problem:
        """What a person is asked; the command `people` takes the answer, and an author file keeps it."""
        one, other = self.names
        return Problem(
            "same-person",
            Severity.QUESTION,
            f"content/publications/{self.paper}.md",
            args={"name": one, "other": other, "id": self.id},
            text=self.about,
        )

    @property
    def about(self) -> str:
        """The two as they are told apart: by address where they share a name."""
        names = self.names if self.one.name != self.other.name else (self.one.slug, self.other.slug)
        return " / ".join(sorted(names))

    @property
    def id(self) -> str:
        return Problem("same-person", text=self.about).id


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a person whose names are compared."""

    person: Person
    names: dict[Name, None] = field(default_factory=dict)
    lists: set[int] = field(default_factory=set)
    papers: dict[str, None] = field(default_factory=dict)
    coauthors: set[Person] = field(default_factory=set)

    def spelled(self) -> list[Spelled]:
        return list(dict.fromkeys(spelled(name) for name in list(self.names)[:FORMS]))


def suggestions(directory: Directory, publications: Mapping[str, Publication]) -> tuple[Suggestion, ...]:
    """Every pair that is worth a look, the most evident first."""
    known = _collect(directory)
    rare = _rare_words(publications)
    found = []
    for one, other in _candidates(known):
        suggestion = _judge(one, other, publications, rare)
        if suggestion and suggestion.weight >= ENOUGH:
            found.append(suggestion)
    return tuple(sorted(found, key=lambda each: (-each.weight, each.one.sort_name, each.one.slug, each.other.slug)))


def questions(found: Iterable[Suggestion]) -> list[Problem]:
    """The first of the suggestions, for the report of an import."""
    asked: dict[str, Problem] = {}
    for suggestion in found:  # several of one name may be like the same third person
        asked.setdefault(suggestion.id, suggestion.question)
    return list(asked.values())[:QUESTIONS]


def _collect(directory: Directory) -> list[_Known]:
    known: dict[Person, _Known] = {}
    for number, (key, role, listed) in enumerate(directory.lists):
        people = directory.persons(listed)
        for name, person in zip(listed, people, strict=True):
            one = known.setdefault(person, _Known(person))
            if name.text not in person.former:
                one.names[directory.parted(name)] = None
            one.lists.add(number)
            one.papers[key] = None
            if role == "author" and len(listed) <= CROWD:
                one.coauthors.update(people)
    return sorted(known.values(), key=lambda each: each.person.slug)


# Whom to compare


def _candidates(known: Iterable[_Known]) -> list[tuple[_Known, _Known]]:
    known = list(known)
    parts = Counter(part for one in known for part in {part for name in one.spelled() for part in _parts(name)})
    blocks: dict[tuple[object, ...], dict[str, _Known]] = defaultdict(dict)
    for one in known:
        for name in one.spelled():
            for key in _keys(name):
                blocks[key][one.person.slug] = one
            for part in _parts(name):
                for coauthor in one.coauthors if parts[part] > 1 else ():
                    blocks["beside", coauthor.slug, part][one.person.slug] = one
    pairs = {
        (slug, other): (block[slug], block[other])
        for block in blocks.values()
        if 1 < len(block) <= BLOCK
        for slug, other in combinations(sorted(block), 2)
    }
    return [pairs[slugs] for slugs in sorted(pairs)]


def _parts(name: Spelled) -> set[tuple[str, ...]]:
    """What two names that are alike have in common: the family name or the first name, if they have one."""
    return {part for part in (name.family, name.given[:1]) if part}


def _keys(name: Spelled) -> Iterator[tuple[object, ...]]:
    """What names that may be one person's have in common."""
    full = [word for word in name.words if len(word) > 1][:6]
    yield ("spelling", name.closed)
    yield ("sound", skeleton("".join(sorted(name.words))))
    yield from (("words", one, other) for one, other in combinations(full, 2))
    if not name.given:
        return
    first = name.given[0]
    yield from (("diminutive", row, name.family) for row in rows(first))
    if len(first) > 2:
        yield ("beginning", first[:3], name.family)
    if name.weighty:
        yield from (("slip", form) for form in deletions(name.closed))


# What there is to say


def _judge(one: _Known, other: _Known, publications: Mapping[str, Publication], rare: frozenset[str]) -> Suggestion | None:
    if not one.lists.isdisjoint(other.lists) or (one.person.profile and other.person.profile):
        return None
    if one.person.ORCID and other.person.ORCID and one.person.ORCID != other.person.ORCID:
        return None
    if any(contradict(a, b) for a in one.spelled() for b in other.spelled()):
        return None
    kinds = [likeness(a, b) for a in list(one.names)[:FORMS] for b in list(other.names)[:FORMS]]
    kind, weight = max(kinds, key=lambda each: each[1], default=("", 0.0))
    if not kind:
        return None
    evidence: list[tuple[str, tuple[str, ...]]] = [(kind, ())]
    for said, what, adds in _context(one, other, publications, rare):
        evidence.append((said, what))
        weight += adds
    first, second = sorted((one, other), key=lambda each: (-len(each.papers), each.person.slug))
    return Suggestion(first.person, second.person, tuple(evidence), round(weight, 2), min(second.papers))


def _context(
    one: _Known, other: _Known, publications: Mapping[str, Publication], rare: frozenset[str]
) -> Iterator[tuple[str, tuple[str, ...], float]]:
    """(kind, what in particular, weight) of what the papers of two people have in common."""
    shared = (one.coauthors & other.coauthors) - {one.person, other.person}
    if shared:
        yield "coauthors", _named(shared), COAUTHORS.get(len(shared), MORE_COAUTHORS)
    else:
        like = _alike(one, other)
        if like:
            yield "like-coauthors", _named(like), LIKE_COAUTHORS
    papers = [[publications[key] for key in each.papers] for each in (one, other)]
    titles = [{word for paper in mine for word in words(paper.title)} for mine in papers]
    common = sorted(titles[0] & titles[1] & rare)
    if len(common) > 1:
        yield "title-words", tuple(common[:4]), TITLE_WORDS
    venues = [{fold(paper.container_title): paper.container_title for paper in mine if paper.container_title} for mine in papers]
    if both := sorted(venues[0].keys() & venues[1].keys()):
        yield "venues", tuple(venues[0][each] for each in both[:3]), VENUE
    keywords = [{fold(word): word for paper in mine for word in paper.keyword} for mine in papers]
    if both := sorted(keywords[0].keys() & keywords[1].keys()):
        yield "keywords", tuple(keywords[0][each] for each in both[:3]), KEYWORD


def _named(people: Iterable[Person]) -> tuple[str, ...]:
    return tuple(person.name for person in sorted(people, key=lambda person: (person.sort_name, person.slug)))


def _alike(one: _Known, other: _Known) -> set[Person]:
    """Co-authors of the one who have an initial and a family name in common with co-authors of the other."""

    def short(person: Person) -> tuple[str, tuple[str, ...]]:
        name = spelled(Name(printed=person.name))
        return ("".join(name.given)[:1], name.family)

    theirs = {short(person) for person in other.coauthors if person is not other.person}
    return {person for person in one.coauthors if person is not one.person and short(person) in theirs}


_EVERYDAY = re.compile(
    r".{1,4}|about|across|after|against|among|analysis|approach\w*|based|between|case|data|efficient|evaluat\w*|first|framework|from|"
    r"improv\w*|into|learning|method\w*|model\w*|multi\w*|novel|over|problem\w*|research|results|review|second|some|study|system\w*|"
    r"task\w*|their|through|toward\w*|under|using|with\w*|without|comme|dans|entre|etude|selon|sous|pour|vers"
)


def _rare_words(publications: Mapping[str, Publication]) -> frozenset[str]:
    """Words of titles that say what a work is about, and not what every second one of the list is about."""
    count = Counter(word for paper in publications.values() for word in set(words(paper.title)))
    most = max(4, len(publications) // 50)
    return frozenset(word for word, number in count.items() if number <= most and not _EVERYDAY.fullmatch(word))
