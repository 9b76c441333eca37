"""Who is who: the person behind each printed name.

Two printed names are one person if they are equal when folded, unless an ORCID or an author file says otherwise; a name and the
same with a middle name, under the conditions of `middle_names`. Nothing is ever concluded from initials, and two names on one
list of authors are two people unless an author file says that they are one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from generator import names, permalinks
from generator.errors import Problem, Severity
from generator.middle_names import Filed, Lists, Who, one_person
from generator.model import AuthorFile, Name, Publication
from generator.spellings import Spellings
from generator.text import fold

ROLES = ("author", "editor", "contributor")


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """An author of the lab's publications. A directory makes each person once, so that identity is equality."""

    slug: str
    name: str
    """The form that is shown."""
    forms: Mapping[str, str]
    """What is shown for each form that is printed on a paper: the same, but for capitals throughout and for former names."""
    reasons: Mapping[str, str]
    """Why each form that is shown is this person's: `name`, `file`, `ORCID` or `middle-name`."""
    former: frozenset[str] = frozenset()
    """The forms on papers that must not be shown any more."""
    profile: AuthorFile | None = None
    """The author file, if there is one."""
    file: str = ""
    """Its name, without ending."""
    ORCID: str = ""
    parts: Name = field(default_factory=Name)
    """The shown name with its parts, as its lists suggest them (`names.listed`, `names.parts`)."""

    @property
    def printed(self) -> tuple[str, ...]:
        """Every form that is shown, `name` first, then by folded order."""
        return (self.name, *(form for form in self.reasons if form != self.name))

    @property
    def path(self) -> str:
        return permalinks.author(self.slug)

    @property
    def sort_name(self) -> tuple[str, str]:
        """Folded (family, given)."""
        return names.sort_key(self.parts)


class Directory:
    """Files every printed name of a site under one person."""

    def __init__(self, publications: Mapping[str, Publication], authors: Mapping[str, AuthorFile]) -> None:
        self._authors = authors
        self.lists = tuple(
            (key, role, listed)
            for key, record in sorted(publications.items())
            for role in ROLES
            if (listed := getattr(record, role))
        )
        """(key of the publication, role, names) of each list of names."""
        self._forms = Spellings(listed for _, _, listed in self.lists)
        self._parted = {
            name.text: parted
            for part in ("literal", "family")  # which of the two a name has; the later one counts
            for _, _, listed in reversed(self.lists)
            for name, parted in zip(listed, names.listed(listed), strict=True)
            if getattr(parted, part)
        }
        """The parts of names that a paper states, or that their list tells: by printed form, of several the first. A group has
        none, and stands under its first word.
        """
        self._forms.add(form for author in authors.values() for form in _forms_of(author))
        self._by_orcid = {author.ORCID: key for key, author in authors.items() if author.ORCID}
        self._by_name: dict[str, list[str]] = {}
        for key, author in authors.items():
            for form in dict.fromkeys(map(self._forms.of, _forms_of(author))):
                self._by_name.setdefault(form, []).append(key)
        self._contested = frozenset(iD for _, _, listed in self.lists for iD in _repeated(listed))
        orcids: dict[str, set[str]] = {}
        for name in (name for _, _, listed in self.lists for name in listed if self._trusted(name)):
            orcids.setdefault(self._forms.of(name.text), set()).add(name.ORCID)
        self._orcid_of = {form: next(iter(found)) for form, found in orcids.items() if len(found) == 1}
        self._file()
        self._people = self._make_people()

    def persons(self, listed: Sequence[Name]) -> tuple[Person, ...]:
        """The people behind one list of names that the directory was made from, in its order."""
        return tuple(self._people[self._same.get(who, who)] for who in self._whos(listed))

    def people(self) -> tuple[Person, ...]:
        """Everybody, in the order of an index: by folded family name, given name, then slug."""
        return tuple(sorted(self._people.values(), key=lambda person: (person.sort_name, person.slug)))

    def problems(self) -> list[Problem]:
        """Names on papers that two author files claim, where neither an `id` nor an ORCID says whose they are, and names that
        stand twice on a list: their letters alone cannot say who it is.
        """
        printed = (name for _, _, listed in self.lists for name in listed)
        unsaid = {self._forms.of(name.text) for name in printed if not self._trusted(name) and self._who(name)[0] != "file"}
        shared = {form: keys for form, keys in sorted(self._by_name.items()) if len(keys) > 1 and form in unsaid}
        claimed = [
            Problem(
                "author-ambiguous",
                Severity.WARNING,
                f"content/authors/{keys[0]}.md",
                key="name",
                args={"files": ", ".join(keys), "name": self._written(keys[0], form)},
            )
            for form, keys in shared.items()
        ]
        twice = [
            Problem("author-twice", Severity.QUESTION, f"content/publications/{key}.md", key=role, text=name.text)
            for key, role, listed in self.lists
            for name, who in zip(listed, self._whos(listed), strict=True)
            if who[0] == "twice"
        ]
        same_id = [
            Problem("author-orcid-twice", Severity.WARNING, f"content/publications/{key}.md", key=role, text=iD)
            for key, role, listed in self.lists
            for iD in _repeated(listed)
        ]
        return claimed + twice + same_id

    def _written(self, key: str, form: str) -> str:
        """The name of an author file that folds to a form."""
        return next(name for name in _forms_of(self._authors[key]) if self._forms.of(name) == form)

    def folded(self, name: str) -> str:
        """What names that are one by their letters alone have in common."""
        return self._forms.of(name)

    def _trusted(self, name: Name) -> str:
        """A name's ORCID iD, unless somebody else has the same on some paper: then it says nothing of either."""
        return "" if name.ORCID in self._contested else name.ORCID

    # Filing: who a printed name is, before one person is concluded from two names

    def _who(self, name: Name) -> Who:
        form = self._forms.of(name.text)
        orcid = self._trusted(name) or self._orcid_of.get(form, "")
        if name.id in self._authors:
            return ("file", name.id)
        if orcid in self._by_orcid:
            return ("file", self._by_orcid[orcid])
        claimed = self._by_name.get(form, [])
        apart = self._trusted(name) and (form not in self._orcid_of or any(self._authors[key].ORCID for key in claimed))
        if len(claimed) == 1 and not apart:
            return ("file", claimed[0])
        return ("ORCID", orcid) if orcid else ("name", form)

    def _whos(self, listed: Sequence[Name]) -> list[Who]:
        """Who stands on one list: nobody twice, unless an author file says so."""
        found = [self._who(name) for name in listed]
        if len(set(found)) == len(found):
            return found
        by_evidence = sorted(
            range(len(listed)), key=lambda place: (not listed[place].id, not self._trusted(listed[place]), place)
        )
        named: dict[Who, list[Name]] = defaultdict(list)
        times: Counter[str] = Counter()
        for place in by_evidence:
            name, who = listed[place], found[place]
            if named[who] and not self._said_to_be(who, name, named[who]):
                form = self._forms.of(name.text)
                times[form] += 1
                found[place] = ("twice", form, str(times[form] + 1))
            else:
                named[who].append(name)
        return found

    def _said_to_be(self, who: Who, name: Name, others: Sequence[Name]) -> bool:
        """Whether a name on the list of the same person's other names is really theirs: a file unites them."""
        if name.id:
            return True
        form = self._forms.of(name.text)
        return who[0] == "file" and all(self._forms.of(other.text) != form for other in others)

    def _file(self) -> None:
        filed: dict[Who, tuple[dict[Name, None], list[int]]] = {("file", key): ({}, []) for key in self._authors}
        whos: list[list[Who]] = []
        for number, (_, _, listed) in enumerate(self.lists):
            whos.append(self._whos(listed))
            for name, who in zip(listed, whos[-1], strict=True):
                printed, numbers = filed.setdefault(who, ({}, []))
                printed[name] = None
                if not numbers or numbers[-1] != number:
                    numbers.append(number)
        self._filed = {
            who: Filed(who, tuple(printed), tuple(numbers), self._orcid(who, printed))
            for who, (printed, numbers) in filed.items()
        }
        rank = ("file", "ORCID", "name")
        self._same: dict[Who, Who] = {}
        for pair in one_person(self._filed, Lists(whos)):
            main, other = sorted(pair, key=lambda who: (rank.index(who[0]), who))
            self._same[other] = main

    def _orcid(self, who: Who, printed: Iterable[Name]) -> str:
        profile = self._authors[who[1]].ORCID if who[0] == "file" else ""
        return profile or (who[1] if who[0] == "ORCID" else next(filter(None, map(self._trusted, printed)), ""))

    # People

    def _make_people(self) -> dict[Who, Person]:
        groups: dict[Who, list[Filed]] = {}
        for who in sorted(self._filed):
            groups.setdefault(self._same.get(who, who), []).append(self._filed[who])
        counts = Counter(name.text for _, _, listed in self.lists for name in listed)
        shown = {who: self._shown(who, group, counts) for who, group in groups.items()}
        people: dict[Who, Person] = {}
        slugs: set[str] = set()
        namesakes: Counter[str] = Counter()
        # An author file keeps its address, whoever of the same name comes.
        for who in sorted(groups, key=lambda each: (each[0] != "file", fold(shown[each]), each)):
            namesakes[shown[who]] += 1  # as many slugs of this name are taken, so that thousands of namesakes cost no search
            slug = permalinks.author_slug(shown[who], slugs, namesakes[shown[who]])
            slugs.add(slug)
            people[who] = self._person(who, groups[who], shown[who], counts, slug)
        return people

    def _person(self, who: Who, group: Sequence[Filed], shown: str, counts: Mapping[str, int], slug: str) -> Person:
        profile = self._authors.get(who[1]) if who[0] == "file" else None
        former = {self._forms.of(form) for form in profile.former_name} if profile else set()
        forms: dict[str, str] = {}
        gone: set[str] = set()
        reasons = {shown: "name"}
        folded = self._forms.of(shown)
        main = (
            who if profile else next(each.who for each in group if folded in {self._forms.of(name.text) for name in each.names})
        )
        for filed in group:
            reason = filed.who[0] if filed.who == main else "middle-name"
            alike: dict[str, list[Name]] = defaultdict(list)
            for name in sorted(filed.names, key=lambda each: (fold(each.text), each.text)):
                alike[self._forms.of(name.text)].append(name)
            for form, printed in alike.items():
                if form in former or (former and filed.who != who):  # what was joined to a former name may tell it
                    gone.update(name.text for name in printed)
                    continue
                best = _best(printed, counts)
                forms |= {name.text: best if names.in_capitals(name) else name.text for name in printed}
                said = "name" if form == folded else reason
                reasons |= {forms[name.text]: said for name in printed if forms[name.text] != shown}
        forms |= dict.fromkeys(gone, shown)
        orcid = next((filed.ORCID for filed in group if filed.ORCID), "")
        parts = names.parts(self._parted.get(shown, Name(printed=shown)))
        return Person(slug, shown, forms, reasons, frozenset(gone), profile, who[1] if profile else "", orcid, parts)

    def parted(self, name: Name) -> Name:
        """A printed name with its parts where a paper tells them; any other as it is."""
        return self._parted.get(name.text, name) if name.printed else name

    def _shown(self, who: Who, group: Sequence[Filed], counts: Mapping[str, int]) -> str:
        if who[0] == "file":
            return self._authors[who[1]].name
        return _best((name for filed in group for name in filed.names), counts)


def _repeated(listed: Iterable[Name]) -> list[str]:
    """ORCID iDs that stand on more than one name of a list: one of them is wrong."""
    return [iD for iD, times in Counter(name.ORCID for name in listed if name.ORCID).items() if times > 1]


def _forms_of(author: AuthorFile) -> tuple[str, ...]:
    return (author.name, *author.also, *author.former_name)


def _best(printed: Iterable[Name], counts: Mapping[str, int]) -> str:
    """The form in mixed case with the most letters, the most accents, the most used, the first in order."""

    def rank(name: Name) -> tuple[object, ...]:
        text = name.text
        letters = [letter for letter in text if letter.isalpha()]
        accents = sum(not letter.isascii() for letter in letters)
        return (names.in_capitals(name) or text.islower(), -len(letters), -accents, -counts[text], text)

    printed = list(printed)
    return names.recased(printed[0] if len(printed) == 1 else min(printed, key=rank)).text
