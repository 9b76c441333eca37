"""The command `people`: who was taken for one, who may be, and what a person says of it, written into `content/authors/`."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator import author_files, content, permalinks, suggestions
from generator.author_files import Change, Known
from generator.content import Content
from generator.errors import ContentError, Problem, Severity, UsageError
from generator.i18n import Catalogue
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


# What is printed


def as_json(who: WhoIsWho, catalogue: Catalogue) -> str:
    """The document that `docs/people.md` describes."""
    people = [
        {
            "slug": person.slug,
            "name": person.name,
            "names": _names(person),
            "papers": list(who.papers[person]),
            **({"file": person.file} if person.file else {}),
            **({"ORCID": person.ORCID} if person.ORCID else {}),
        }
        for person in who.directory.people()
    ]
    merged = [{"slug": person.slug, "names": [person.name, form], "reason": reason} for person, form, reason in who.merged()]
    suggested = [
        {
            "id": each.id,
            "names": list(each.names),
            "slugs": [each.one.slug, each.other.slug],
            "printed": [_names(each.one), _names(each.other)],
            "evidence": [
                {"kind": kind, "items": list(items), "text": _evidence(catalogue, kind, items)} for kind, items in each.evidence
            ],
            "weight": each.weight,
        }
        for each in who.suggestions
    ]
    document = {"people": people, "merged": merged, "suggestions": suggested}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _names(person: Person) -> list[str]:
    """Every form as it is printed on papers, the shown name first."""
    return list(dict.fromkeys((person.name, *(form for form in person.forms if form not in person.former))))


def as_text(who: WhoIsWho, catalogue: Catalogue, program: str) -> Iterator[str]:
    """The lines that a person reads."""
    say = catalogue.message
    merged: dict[Person, list[str]] = {}
    for person, form, reason in who.merged():
        if person.forms[form] == person.name:  # the same in capitals
            continue
        merged.setdefault(person, []).append(f"{form} ({say(f'people.reason.{reason}')})")
    yield say("people.everybody", n=len(who.papers), merged=say("people.merged", n=len(merged)))
    for person, forms in merged.items():
        yield f"  {person.name} = {', '.join(forms)}"
    if not who.suggestions:
        yield say("people.no-suggestions")
        return
    yield ""
    yield say("people.suggestions", n=len(who.suggestions))
    for each in who.suggestions:
        yield ""
        yield f"{each.id}"
        yield "  " + " / ".join(_with_papers(who, person, catalogue) for person in (each.one, each.other))
        yield from (f"  - {_evidence(catalogue, kind, items)}" for kind, items in each.evidence)
    yield ""
    yield say("people.how", same=f"{program} people same ID", different=f"{program} people different ID")


def _with_papers(who: WhoIsWho, person: Person, catalogue: Catalogue) -> str:
    papers = catalogue.message("count.papers", n=len(who.papers[person]))
    return f"{person.name} ({permalinks.author(person.slug)}, {papers})"


def _evidence(catalogue: Catalogue, kind: str, items: Sequence[str]) -> str:
    return catalogue.message(f"people.evidence.{kind}", n=len(items), items=", ".join(items))


# What a person says


@dataclass(frozen=True, slots=True)
class _Meant:
    """Whom a person named, and by which printed names; all of them where the whole person is meant."""

    person: Person
    forms: tuple[str, ...]


def answer(who: WhoIsWho, paths: Paths, said: str, words: Sequence[str]) -> tuple[str, ...]:
    """Write down that two are the `same` person or `different` people; the files that were written, as messages name them.

    `words` are two slugs or printed names, or the id of a suggestion. Raises UsageError where that cannot be said.
    """
    one, other = _meant(who, words)
    changes = (_same if said == "same" else _different)(who, paths, one, other)
    return write_author_files(paths, [change for change in changes if change])


def _meant(who: WhoIsWho, words: Sequence[str]) -> tuple[_Meant, _Meant]:
    if len(words) == 1:
        found = next((each for each in who.suggestions if each.id == words[0]), None)
        if found is None:
            raise UsageError(Problem("people-no-suggestion", args={"id": words[0]}))
        return _whole(found.one), _whole(found.other)
    if len(words) != 2:
        raise UsageError(Problem("people-two"))
    return _find(who, words[0]), _find(who, words[1])


def _whole(person: Person) -> _Meant:
    return _Meant(person, tuple(form for form in person.forms if form not in person.former))


def _find(who: WhoIsWho, word: str) -> _Meant:
    people = who.directory.people()
    by_slug = [person for person in people if person.slug == word]
    form = who.directory.folded(word)
    by_name = [person for person in people if any(who.directory.folded(each) == form for each in (person.name, *person.forms))]
    found = by_slug or by_name
    if not found:
        known = {each: None for person in people for each in (person.slug, *person.printed)}
        meant = did_you_mean(word, known)
        raise UsageError(Problem("people-unknown-meant" if meant else "people-unknown", args={"name": word, "meant": meant}))
    if len(found) > 1:
        raise UsageError(Problem("people-several", args={"name": word, "slugs": ", ".join(person.slug for person in found)}))
    [person] = found
    if by_slug:
        return _whole(person)
    return _Meant(person, tuple(each for each in _whole(person).forms if who.directory.folded(each) == form) or (person.name,))


def _same(who: WhoIsWho, paths: Paths, one: _Meant, other: _Meant) -> Iterator[Change | None]:
    """Both names of one author file: that of the one who has a file, else a new one by the fuller name."""
    people = (one.person, other.person)
    if people[0] is not people[1]:
        if all(person.file for person in people):
            args: dict[str, str | int] = {"one": people[0].file, "other": people[1].file}
            raise UsageError(Problem("people-two-files", args=args))
        orcids = {person.ORCID for person in people if person.ORCID}
        if len(orcids) > 1:
            raise UsageError(Problem("people-two-orcids", args={"one": people[0].ORCID, "other": people[1].ORCID}))
    main = next((person for person in people if person.file), max(people, key=lambda person: len(person.name)))
    forms = [form for person in dict.fromkeys((main, *people)) for form in (person.name, *_whole(person).forms)]
    if main.file:
        yield author_files.also(_file(who, paths, main, ()), forms)
    else:
        yield author_files.also(_new(who, forms, next((person.ORCID for person in people if person.ORCID), "")), ())


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
