"""Which file each record of each source belongs to: one that is there, a renamed one, one that a person deleted, or a new one."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator import names, permalinks
from generator.errors import Problem, Severity
from generator.formats import Record
from generator.lock import Lock, RecordState, SourceState
from generator.merge import authors, fields
from generator.merge.combine import Said
from generator.merge.fields import Fields
from generator.merge.identifiers import ids
from generator.merge.matching import Index, agree, follow, surnames
from generator.merge.sources import PASTED, Desk, Source, Told, belief
from generator.model import Publication

KNOWN, SAME_TITLE = "import-known", "import-same-title"
"""The questions about two papers of one title: they were taken for one, or for two."""
_CHOICES = {KNOWN: ("same", "different"), SAME_TITLE: ("different", "same")}
SAME_IDENTIFIER = "import-same-identifier"
"""The question whether two files with one identifier are of one paper; a person who says so makes it go away."""


class Assignment:
    """Takes sources one after the other, the most believed first, then settles what depends on all of them."""

    def __init__(
        self, lock: Lock, existing: Mapping[str, Publication], priority: Sequence[str], restore: frozenset[str], desk: Desk
    ) -> None:
        self.lock = lock
        self.existing = existing
        self.priority = priority
        self.desk = desk
        self.sources = dict(lock.sources)
        self.known = 0
        """Records that are new to the lock and went to a file that is there."""
        self.moved: dict[str, str] = {}
        """Files that a person renamed: old key → new key."""
        self.dropped: set[str] = set()
        """Keys of files that a person deleted."""
        self.first_keys: dict[str, str] = {}
        """What renamed files were called at first: questions about them are the same as before."""
        self.states = self._where_files_are(restore)
        self.natives: dict[str, list[str]] = defaultdict(list)
        """By source: what it called its records."""
        for name, native in self.states:
            self.natives[name].append(native)
        self.vanished: dict[tuple[str, str], str] = {}
        """Records that a source has no more, of which it said something new: their sources, as messages name them."""
        self.told: dict[str, list[Told]] = defaultdict(list)
        """By key: all that is said of a file, the most believed first."""
        deleted = ((state.key, state.fields) for state in self.states.values() if state.key in self.dropped)
        self.index = Index([*((key, outline(each)) for key, each in existing.items()), *deleted])
        self.taken = {*existing, *self.dropped, *self.first_keys.values()}
        self.taken.update(alias for publication in existing.values() for alias in publication.aliases)

    def _where_files_are(self, restore: frozenset[str]) -> dict[tuple[str, str], RecordState]:
        """The lock's records, with the keys that their files have now."""
        claimed = {state.key for state in self.lock.records.values()}
        strangers = Index((key, outline(each)) for key, each in self.existing.items() if key not in claimed)
        followed: set[str] = set()
        for state in self.lock.records.values():
            if state.key in self.existing or state.key in self.moved or state.key in restore:
                continue
            found = None if state.dropped else strangers.find(state.fields, followed)
            if found and found.sure:
                self.moved[state.key] = found.key
                followed.add(found.key)
            else:
                self.dropped.add(state.key)
        self.dropped -= self.moved.keys()
        for state in self.lock.records.values():
            key, first = self.moved.get(state.key, state.key), state.first_key or state.key
            if first != key:
                self.first_keys[key] = first
        states = {}
        for place, state in self.lock.records.items():
            key = self.moved.get(state.key, state.key)
            states[place] = replace(state, key=key, dropped=key in self.dropped, first_key=self.first_keys.get(key, ""))
        return states

    def add(self, source: Source) -> None:
        self.sources[source.name] = SourceState(source.digest, source.format)
        records = dict(_native_ids(record for record in source.loaded.records if record.publication.title.strip()))
        told: dict[str, Fields] = {}
        for native, record in records.items():
            told[native], left_out = fields.said(record, source.path)
            self.desk.problems += left_out if source.due else []
        old = {native: self.states.pop((source.name, native)) for native in self.natives.get(source.name, ())}
        followed = follow(told, {native: state.fields for native, state in old.items()})
        for native, said in told.items():
            state = old.pop(followed[native]) if native in followed else None
            key = state.key if state else self._file_for(said)
            self._tell(source, native, key, said, records[native].line)
        for native, state in sorted(old.items()):
            free = next(name for name in _numbered(native) if (source.name, name) not in self.states)
            self.states[source.name, free] = replace(state, id=free)
            if source.due and not state.dropped:
                self.vanished[source.name, free] = source.path

    def _file_for(self, said: Fields) -> str:
        match = self.index.find(said)
        if match:
            self.known += match.key in self.existing
            return match.key
        return self._new_key(said)

    def _new_key(self, said: Fields) -> str:
        author = tuple(map(authors.name_of, said.get("author", ())))
        key = permalinks.new_key(Publication(said.get("title", ""), author=author), self.taken)
        self.taken.add(key)
        return key

    def _tell(self, source: Source, native: str, key: str, said: Fields, line: int) -> None:
        self.states[source.name, native] = self._state(source.name, native, key, said)
        whole = Said(said, source.format == PASTED, source.path, line)
        self.told[key].append(Told(source.name, native, whole, read=True, due=source.due))
        self.index.add(key, said)

    def _state(self, source: str, native: str, key: str, said: Fields) -> RecordState:
        return RecordState(source, native, key, said, key in self.dropped, self.first_keys.get(key, ""))

    def settle(self) -> None:
        """Add what the lock remembers of records that were not read, and hear what a person said of doubtful pairs."""
        read = {(told.source, told.native) for each in self.told.values() for told in each}
        for (name, native), state in self.states.items():
            if (name, native) not in read:
                said = Said(state.fields, self.sources.get(name, SourceState("")).format == PASTED)
                self.told[state.key].append(Told(name, native, said, read=False))
        for key in list(self.told):
            self.told[key].sort(key=self._order)
            self._part(key)
        self.index.arrange(self._rank)
        for key in list(self.told):
            self._join(key)
        for (one, other), found in self._of_one_identifier().items():
            self._hear_of_identifier(one, other, found)
        for key in self.told:
            self._forget(key)
        for place, path in self.vanished.items():
            if not any(told.read for told in self.told[self.states[place].key]):
                self._tell_vanished(self.states[place], path)
        self.told = {key: self.told[key] for key in sorted(self.told) if self.told[key]}

    def _forget(self, key: str) -> None:
        """What a source said under a name that it has no more, where it tells of the same paper under another one."""
        speaking = {told.source for told in self.told[key] if told.read}
        forgotten = {(told.source, told.native) for told in self.told[key] if not told.read and told.source in speaking}
        self.told[key] = [told for told in self.told[key] if (told.source, told.native) not in forgotten]
        for place in forgotten:
            del self.states[place]
            self.vanished.pop(place, None)

    def _tell_vanished(self, state: RecordState, path: str) -> None:
        args: dict[str, str | int] = {"file": state.key}
        title = str(state.fields.get("title", state.id))
        self.desk.problems.append(Problem("import-vanished", Severity.WARNING, path, args=args, text=title))

    def _order(self, told: Told) -> tuple[int, bool, bool, str, int, str]:
        """As `belief`, but what a source no longer says comes behind what others of its kind say now."""
        state = self.sources.get(told.source, SourceState(""))
        rank, pasted, name = belief(told.source, state.format, self.priority)
        return (rank, pasted, not told.read, name, told.said.line, told.native)

    def _part(self, key: str) -> None:
        """Two records with one title and few common authors were taken for one: a person may know better."""
        first, *others = self.told[key]
        if not others and key in self.existing:
            pairs = [(first, outline(self.existing[key]))]
        else:
            pairs = [(told, first.said.fields) for told in others]
        for told, other in pairs:
            match = Index([(key, other)]).find(told.said.fields)
            if match and not match.sure and self.desk.ask(self._about_pair(KNOWN, told, key)) == "different":
                self._move_out(told, key)
        for told in [first, *others] if self.desk.answers else ():  # what was joined by an answer that is another one now
            if told in self.told[key] and self.desk.answer(self._about_pair(SAME_TITLE, told, key)) == "different":
                is_of_it = Index([("", told.said.fields)])
                for each in [each for each in self.told[key] if each is told or is_of_it.is_sure_of(each.said.fields)]:
                    self._move_out(each, key)

    def _join(self, key: str) -> None:
        """Two papers with one title and no common author were taken for two: of files that are there a person may know better."""
        same = ""
        for told in [told for told in self.told[key] if told.read]:
            self._hear(told, key)
            other = self.index.namesake(told.said.fields, frozenset([key]))
            if not other:
                continue
            self._hear(told, other)
            if key in self.dropped:
                continue
            if other in self.dropped:
                other = self.index.namesake(told.said.fields, self.dropped | {key})
            if other and self._rank(other) < self._rank(key) and self._are_one(told, other):
                same = same or other
        if same:
            self._join_files(key, same)

    def _of_one_identifier(self) -> dict[tuple[str, str], tuple[str, str]]:
        """Pairs of keys, the one to keep first, and the identifier that both have: they may be files of one paper."""
        before: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for state in self.lock.records.values():
            before[self.moved.get(state.key, state.key)].update(ids(state.fields))
        holders: dict[tuple[str, str], dict[str, Fields]] = defaultdict(dict)
        for key, each in self.told.items():
            for said, found in ((told.said.fields, found) for told in each for found in ids(told.said.fields)):
                holders[found].setdefault(key, said)
        for key, publication in self.existing.items():  # what a file has from sources counts as they say it now
            for found in ids(said := outline(publication)):
                if found not in before[key]:
                    holders[found].setdefault(key, said)
        pairs: dict[tuple[str, str], tuple[str, str]] = {}
        for found, by_key in sorted(holders.items(), key=lambda holder: holder[0][0] != "DOI"):
            first, *others = sorted(by_key.keys() - self.dropped, key=lambda key: (key not in self.existing, key)) or [""]
            for other in others:
                if len(others) == 1 or agree(by_key[first], by_key[other]):  # a whole volume's is given to many papers
                    pairs.setdefault((first, other), found)
        return dict(sorted(pairs.items()))

    def _hear_of_identifier(self, key: str, other: str, found: tuple[str, str]) -> None:
        told = next((told for told in (*self.told.get(other, ()), *self.told.get(key, ())) if told.read), None)
        if not told:
            return
        args: dict[str, str | int] = {"file": key, "other": other, "title": str(told.said.fields.get("title", ""))}
        args |= {"identifier": " ".join(found)}
        text = "\n".join(sorted(self.first_keys.get(each, each) for each in (key, other)))
        place = (told.said.path, told.said.line)
        question = Problem(SAME_IDENTIFIER, Severity.QUESTION, *place, args=args, text=text, choices=("different", "same"))
        if self.desk.ask(question) == "same":
            self._join_files(other, key)

    def _join_files(self, key: str, other: str) -> None:
        """All that is said of one paper belongs to another one; the file is for the person to clear away."""
        for told in list(self.told.get(key, ())):
            self._move(told, key, other)
        if key in self.existing:
            args: dict[str, str | int] = {"file": key, "other": other}
            path = f"content/publications/{key}.md"
            self.desk.problems.append(Problem("import-joined", Severity.WARNING, path, args=args))

    def _are_one(self, told: Told, other: str) -> bool:
        """Whether a person said so of a record and another file."""
        said = self.desk.answer(self._about_pair(KNOWN, told, other))
        return said == "same" or (said != "different" and self.desk.ask(self._about_pair(SAME_TITLE, told, other)) == "same")

    def _hear(self, told: Told, key: str) -> None:
        """An answer about this pair is not idle, though the question does not arise any more."""
        for code in (KNOWN, SAME_TITLE) if self.desk.answers else ():
            self.desk.answer(self._about_pair(code, told, key))

    def _rank(self, key: str) -> tuple[int, str]:
        """The files of one title in the order in which they came, so that each is asked about beside the same other one."""
        first = self.first_keys.get(key, key)
        return (len(first), first)

    def _move_out(self, told: Told, key: str) -> None:
        """To a file of its own: the one that it had before, if that is still there."""
        found = self.index.find(told.said.fields, [key])
        self._move(told, key, found.key if found and found.sure else self._new_key(told.said.fields))

    def _move(self, told: Told, key: str, to: str) -> None:
        self.told[key].remove(told)
        self.told[to].append(told)
        self.told[to].sort(key=self._order)
        place = (told.source, told.native)
        self.states[place] = self._state(*place, to, self.states[place].fields)

    def _about_pair(self, code: str, told: Told, key: str) -> Problem:
        title = str(told.said.fields.get("title", ""))
        own = self.states[told.source, told.native].key
        args: dict[str, str | int] = {"file": key, "own": own, "title": title}
        place = (told.said.path, told.said.line)
        text = f"{title}\n{self.first_keys.get(key, key)}\n{_telling(told.said.fields)}"
        return Problem(code, Severity.QUESTION, *place, args=args, text=text, choices=_CHOICES[code])


def outline(publication: Publication) -> Fields:
    """As much of a file as it takes to recognise it."""
    found: dict[str, Any] = {"title": publication.title, "author": [name.text for name in publication.author]}
    found |= {key: value for key in ("DOI", "arXiv") if (value := getattr(publication, key))}
    if publication.issued:
        found["issued"] = str(publication.issued)
    found["version"] = [
        {key: value for key in ("DOI", "arXiv") if (value := getattr(version, key))} for version in publication.version
    ]
    return found


def _telling(said: Fields) -> str:
    """What tells a record from others of its title, `Editorial`: an identifier, else who, when and where in a volume."""
    identifier = said.get("DOI") or said.get("arXiv")
    place = (str(said.get(key, "")) for key in ("volume", "issue", "page"))
    return str(identifier or " ".join(filter(None, (*sorted(surnames(said)), str(said.get("issued", ""))[:4], *place))))


def _native_ids(records: Iterable[Record]) -> Iterator[tuple[str, Record]]:
    """What a source itself calls its records, else their normalised titles; a repeat gets a number."""
    seen: set[str] = set()
    numbered: dict[str, Iterator[str]] = {}
    for record in records:
        wanted = record.id or names.identity(record.publication.title) or record.publication.title
        native = next(name for name in numbered.setdefault(wanted, _numbered(wanted)) if name not in seen)
        seen.add(native)
        yield native, record


def _numbered(wanted: str) -> Iterator[str]:
    yield wanted
    yield from (f"{wanted} ({number})" for number in itertools.count(2))
