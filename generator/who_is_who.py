"""Who was taken for one, who may be, and what a person says of it, written into `content/authors/`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator import author_files, content, permalinks, suggestions
from generator.author_files import Change, Known
from generator.content import Content
from generator.errors import ContentError, Problem, Severity, UsageError
from generator.model import AuthorFile
from generator.paths import Paths
from generator.people import Directory, Person
from generator.sources import write_author_files
from generator.suggestions import Suggestion
from generator.text import did_you_mean, fold


@dataclass(frozen=True)
class WhoIsWho:
    """Everybody on the publications of a site, drafts included, and what is not sure of them."""

    content: Content
    directory: Directory

    @classmethod
    def read(cls, paths: Paths) -> WhoIsWho:
        """Raises ContentError where the content cannot be read."""
        found, problems = content.read(paths)
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        if errors:
            raise ContentError(*errors)
        return cls(found, Directory(found.publications, found.authors))

    @cached_property
    def suggestions(self) -> tuple[Suggestion, ...]:
        return suggestions.suggestions(self.directory, self.content.publications)

    @cached_property
    def papers(self) -> Mapping[Person, tuple[str, ...]]:
        """The keys of everybody's publications, in order."""
        found: dict[Person, dict[str, None]] = {person: {} for person in self.directory.people()}
        for key, _, listed in self.directory.lists:
            for person in self.directory.persons(listed):
                found[person][key] = None
        return {person: tuple(keys) for person, keys in found.items()}

    def merged(self) -> Iterator[tuple[Person, str, str]]:
        """(person, another printed name, reason) of each name that is not the one that is shown."""
        for person in self.directory.people():
            for form, shown in sorted(person.forms.items(), key=lambda item: (fold(item[0]), item[0])):
                if form != person.name and form not in person.former:
                    yield person, form, person.reasons[shown]


# What a person says


@dataclass(frozen=True, slots=True)
class Said:
    """What was written of what a person said."""

    written: tuple[str, ...]
    """Files, as messages name them."""
    deleted: tuple[str, ...]
    """Files that said no more than what stands in another one now."""
    opposite: tuple[str, ...]
    """The words after `people` that take it back."""


@dataclass(frozen=True, slots=True)
class _Meant:
    """Whom a person named, and by which printed names; all of them where the whole person is meant."""

    person: Person
    forms: tuple[str, ...]

    @property
    def name(self) -> str:
        """The shown name, where it is among those."""
        return self.person.name if self.person.name in self.forms or not self.forms else self.forms[0]


def answer(who: WhoIsWho, paths: Paths, said: str, words: Sequence[str]) -> Said:
    """Write down that two are the `same` person or `different` people.

    `words` are two slugs or printed names, or the id of a suggestion; after `different` the second may have several printed
    names. Raises UsageError where that cannot be said.
    """
    one, other = _meant(who, words, several=said == "different")
    changes = [change for change in (_same if said == "same" else _different)(who, paths, one, other) if change]
    files = write_author_files(paths, changes)
    gone = [change.after is None for change in changes]
    return Said(
        tuple(file for file, went in zip(files, gone, strict=True) if not went),
        tuple(file for file, went in zip(files, gone, strict=True) if went),
        _opposite(who, said, one, other),
    )


def _opposite(who: WhoIsWho, said: str, one: _Meant, other: _Meant) -> tuple[str, ...]:
    folded = who.directory.folded
    if said == "different":
        alike = folded(one.name) == folded(other.name)
        return ("same", one.person.slug, other.person.slug) if alike else ("same", one.name, other.name)
    main, *others = _main_first(one.person, other.person)
    forms = {folded(form): form for person in others for form in reversed(person.printed)}
    forms.pop(folded(main.name), None)
    return ("different", main.name, *reversed(forms.values()))


def _meant(who: WhoIsWho, words: Sequence[str], *, several: bool = False) -> tuple[_Meant, _Meant]:
    if len(words) == 1:
        found = next((each for each in who.suggestions if each.id == words[0]), None)
        if found is None:
            raise UsageError(Problem("people-no-suggestion", args={"id": words[0]}))
        return _whole(found.one), _whole(found.other)
    if len(words) < 2 or (len(words) > 2 and not several):
        raise UsageError(Problem("people-two"))
    one, *others = (_find(who, word) for word in words)
    if len({other.person for other in others}) > 1:
        raise UsageError(Problem("people-two"))
    return one, _Meant(others[0].person, tuple(dict.fromkeys(form for other in others for form in other.forms)))


def _whole(person: Person) -> _Meant:
    return _Meant(person, tuple(form for form in person.forms if form not in person.former))


def find(who: WhoIsWho, word: str) -> tuple[Person, ...]:
    """The people of a page's name, or of a printed name. Raises UsageError where there is nobody."""
    people = who.directory.people()
    form = who.directory.folded(word)
    found = tuple(person for person in people if person.slug == word) or tuple(
        person for person in people if any(who.directory.folded(each) == form for each in (person.name, *person.forms))
    )
    if not found:
        known = {each: None for person in people for each in (person.slug, *person.printed)}
        meant = did_you_mean(word, known)
        raise UsageError(Problem("people-unknown-meant" if meant else "people-unknown", args={"name": word, "meant": meant}))
    return found


def named(who: WhoIsWho, words: Sequence[str]) -> tuple[Person, ...]:
    """The people whom a person asks about, in words that need no quotation marks. Raises UsageError as `find` does."""
    try:
        return find(who, " ".join(words))
    except UsageError:
        if len(words) < 2 or not did_you_mean(words[0], ("same", "different")):
            raise
        raise UsageError(Problem("people-words", args={"word": words[0]})) from None


def _find(who: WhoIsWho, word: str) -> _Meant:
    person, *others = find(who, word)
    if others:
        slugs = ", ".join(each.slug for each in (person, *others))
        raise UsageError(Problem("people-several", args={"name": word, "slugs": slugs}))
    if person.slug == word:
        return _whole(person)
    form = who.directory.folded(word)
    return _Meant(person, tuple(each for each in _whole(person).forms if who.directory.folded(each) == form) or (person.name,))


def _same(who: WhoIsWho, paths: Paths, one: _Meant, other: _Meant) -> Iterator[Change | None]:
    """Both names of one author file: that of the one who has a file, else a new one by the fuller name."""
    people = _main_first(one.person, other.person)
    orcids = {person.ORCID for person in people if person.ORCID}
    if len(orcids) > 1:
        raise UsageError(Problem("people-two-orcids", args={"one": people[0].ORCID, "other": people[1].ORCID}))
    if len(people) > 1 and all(person.file for person in people):
        yield from _one_file(who, paths, *people)
        return
    forms = [form for person in people for form in (person.name, *_whole(person).forms)]
    if people[0].file:
        yield author_files.also(_file(who, paths, people[0], ()), forms)
    else:
        yield author_files.also(_new(who, forms, next(iter(orcids), "")), ())


def _main_first(one: Person, other: Person) -> tuple[Person, ...]:
    """The one with a file, else with the fuller name, before the other one, if there is another."""
    people = dict.fromkeys(sorted((one, other), key=lambda person: (not person.file, -len(person.name))))
    return tuple(people)


def _one_file(who: WhoIsWho, paths: Paths, *people: Person) -> Iterator[Change]:
    """Of two files the one that says who is who only is taken into the other; nobody else may name it."""
    files = [_file(who, paths, person, ()) for person in people]
    named = {
        key for author in who.content.authors.values() for key in author.different_from if author not in map(_profile, files)
    }
    named |= {name.id for _, _, listed in who.directory.lists for name in listed}
    spare = next((file for file in reversed(files) if file.key not in named and author_files.says_who_only(file)), None)
    if spare is None:
        args: dict[str, str | int] = {"one": files[0].key, "other": files[1].key}
        raise UsageError(Problem("people-two-files", args=args))
    [kept] = [file for file in files if file is not spare]
    yield from author_files.taken_in(kept, spare)


def _profile(file: Known) -> AuthorFile:
    return file.profile


def _different(who: WhoIsWho, paths: Paths, one: _Meant, other: _Meant) -> Iterator[Change | None]:
    """An author file for each, and in that of the first, that it is not the other's."""
    alike = set(map(who.directory.folded, one.forms)) & set(map(who.directory.folded, other.forms))
    known = one.person is not other.person and all(each.person.file or each.person.ORCID for each in (one, other))
    if alike and not known:
        raise UsageError(Problem("people-letters", args={"name": one.person.name}))
    if one.person is other.person:
        yield from _split(who, paths, one, other)
        return
    first = _file(who, paths, one.person, _whole(one.person).forms)
    second = _file(who, paths, other.person, _whole(other.person).forms, {first.key})
    yield from _apart(first, second)


def _split(who: WhoIsWho, paths: Paths, one: _Meant, other: _Meant) -> Iterator[Change | None]:
    """One person by two names becomes two: the author file, if there is one, stays with its own name."""
    person = one.person
    by_name = who.directory.folded(person.name) == who.directory.folded(other.forms[0])
    stays, goes = (other, one) if by_name else (one, other)
    if person.file:
        main = _file(who, paths, person, ())
        yield author_files.not_also(main, goes.forms)
    else:
        main = _new(who, stays.forms, person.ORCID)
        yield author_files.also(main, ())
    yield author_files.different(_new(who, goes.forms, "", {main.key}), main.key)


def _apart(one: Known, other: Known) -> Iterator[Change | None]:
    yield author_files.different(one, other.key)
    if other.text is None:
        yield author_files.also(other, ())


def _file(who: WhoIsWho, paths: Paths, person: Person, forms: Sequence[str], taken: Collection[str] = ()) -> Known:
    """The author file of a person, or one to be made."""
    if person.file:
        return Known(person.file, who.content.authors[person.file], _text(paths, person.file))
    return _new(who, (person.name, *forms), person.ORCID, taken)


def _new(who: WhoIsWho, forms: Sequence[str], orcid: str, taken: Collection[str] = ()) -> Known:
    """An author file to be made, by the first of the names."""
    folded: dict[str, str] = {}
    for form in forms:
        folded.setdefault(who.directory.folded(form), form)
    name, *others = folded.values()
    key = permalinks.author_slug(name, {*who.content.authors, *taken})
    return Known(key, AuthorFile(name, also=tuple(others), ORCID=orcid))


def _text(paths: Paths, key: str) -> str | None:
    file = paths.authors / f"{key}.md"
    return file.read_bytes().decode() if file.exists() else None
