"""Who is who: the person behind each printed name.

Two printed names are one person if they are equal when folded (`names.identity`), unless an ORCID or an author file says
otherwise. Nothing is ever concluded from initials or from inferred name parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator import names, permalinks
from generator.errors import Problem, Severity
from generator.model import AuthorFile, Name
from generator.text import fold

Who = tuple[str, str]
"""What a printed name is filed under: ("file", name), ("ORCID", iD) or ("name", folded name)."""


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """An author of the lab's publications. A directory makes each person once, so that identity is equality."""

    slug: str
    name: str
    """The form that is shown."""
    printed: tuple[str, ...]
    """Every form on a paper, the shown one first, then by folded order."""
    profile: AuthorFile | None = None
    """The author file, if there is one."""
    file: str = ""
    """Its name, without ending."""
    ORCID: str = ""

    @property
    def path(self) -> str:
        return permalinks.author(self.slug)

    @property
    def sort_name(self) -> tuple[str, str]:
        """Folded (family, given)."""
        return names.sort_key(Name(printed=self.name))


class Directory:
    """Files every printed name of a site under one person."""

    def __init__(self, printed: Iterable[Name], authors: Mapping[str, AuthorFile]) -> None:
        self._authors = authors
        self._by_orcid = {author.ORCID: key for key, author in authors.items() if author.ORCID}
        self._by_name: dict[str, list[str]] = {}
        for key, author in authors.items():
            for form in dict.fromkeys(names.identity(form) for form in (author.name, *author.also, *author.former_name)):
                self._by_name.setdefault(form, []).append(key)
        printed = list(printed)
        orcids: dict[str, set[str]] = {}
        for name in printed:
            if name.ORCID:
                orcids.setdefault(names.identity(name.text), set()).add(name.ORCID)
        self._orcid_of = {form: next(iter(found)) for form, found in orcids.items() if len(found) == 1}
        self._people = self._make_people(printed)

    def person(self, name: Name) -> Person:
        """The person behind a name that the directory was made from."""
        return self._people[self._who(name)]

    def people(self) -> tuple[Person, ...]:
        """Everybody, in the order of an index: by folded family name, given name, then slug."""
        return tuple(sorted(self._people.values(), key=lambda person: (person.sort_name, person.slug)))

    def problems(self) -> list[Problem]:
        """Names that two author files claim: the printed name alone cannot say who it is."""
        shared = {form: keys for form, keys in sorted(self._by_name.items()) if len(keys) > 1}
        return [
            Problem(
                "author-ambiguous",
                Severity.WARNING,
                f"content/authors/{keys[0]}.md",
                key="name",
                args={"files": ", ".join(keys), "name": form},
            )
            for form, keys in shared.items()
        ]

    def _who(self, name: Name) -> Who:
        form = names.identity(name.text) or name.text
        orcid = name.ORCID or self._orcid_of.get(form, "")
        if name.id in self._authors:
            return ("file", name.id)
        if orcid in self._by_orcid:
            return ("file", self._by_orcid[orcid])
        claimed = self._by_name.get(form, [])
        if len(claimed) == 1 and not (name.ORCID and self._authors[claimed[0]].ORCID):
            return ("file", claimed[0])
        return ("ORCID", orcid) if orcid else ("name", form)

    def _make_people(self, printed: Iterable[Name]) -> dict[Who, Person]:
        forms: dict[Who, dict[str, int]] = {}
        orcids: dict[Who, str] = {}
        for name in printed:
            who = self._who(name)
            counts = forms.setdefault(who, {})
            counts[name.text] = counts.get(name.text, 0) + 1
            orcids[who] = orcids.get(who, "") or name.ORCID
        for key in self._authors:
            forms.setdefault(("file", key), {})
        people: dict[Who, Person] = {}
        slugs: set[str] = set()
        # An author file keeps its address, whoever of the same name comes.
        for who in sorted(forms, key=lambda each: (each[0] != "file", fold(self._shown(each, forms[each])), each)):
            profile = self._authors.get(who[1]) if who[0] == "file" else None
            shown = self._shown(who, forms[who])
            former = {names.identity(form) for form in profile.former_name} if profile else set()
            others = sorted(
                (form for form in forms[who] if form != shown and names.identity(form) not in former),
                key=lambda form: (fold(form), form),
            )
            slug = permalinks.author_slug(shown, slugs)
            slugs.add(slug)
            orcid = (profile.ORCID if profile else "") or orcids.get(who, "")
            people[who] = Person(slug, shown, (shown, *others), profile, who[1] if profile else "", orcid)
        return people

    def _shown(self, who: Who, counts: Mapping[str, int]) -> str:
        """The author file's name, else the form with small letters, the most complete, the most used, the first in order."""
        if who[0] == "file":
            return self._authors[who[1]].name
        return min(counts, key=lambda form: (form.isupper() or form.islower(), -len(form), -counts[form], form))
