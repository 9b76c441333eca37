"""What an import does to `content/`, as a plan: a pure function of the lock, the sources and the files that are there.

A file that exists is a person's, so it is never changed here: a source that says something new of it is reported. A file that
a person deleted stays deleted, one that they renamed is followed by DOI, else by title.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from generator import content, names, permalinks
from generator.errors import Problem, Severity
from generator.formats import Loaded, Record
from generator.lock import Lock, RecordState
from generator.markdown import escape
from generator.model import Publication


@dataclass(frozen=True, slots=True)
class Source:
    """A file of `content/sources/` that was read."""

    name: str
    path: str
    """As messages name it."""
    digest: str
    loaded: Loaded


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written, and what a person should know."""

    new: Mapping[str, Publication] = field(default_factory=dict)
    """By key: files that are not there yet."""
    lock: Lock = field(default_factory=Lock)
    papers: int = 0
    """How many records the sources hold."""
    problems: tuple[Problem, ...] = ()


def plan(
    lock: Lock, sources: Sequence[Source], existing: Mapping[str, Publication], restore: frozenset[str] = frozenset()
) -> Plan:
    """Which files an import writes. `sources` come in order of belief, the most trusted first."""
    merger = _Merger(lock, existing, restore)
    for source in sources:
        merger.add(source)
    return merger.plan(sources)


class _Merger:
    def __init__(self, lock: Lock, existing: Mapping[str, Publication], restore: frozenset[str]) -> None:
        self.existing = existing
        self.restore = restore
        self.states = dict(lock.records)
        self.sources = dict(lock.sources)
        self.new: dict[str, Publication] = {}
        self.problems: list[Problem] = []
        claimed = {state.key for state in lock.records.values()}
        self.unclaimed = _Index((key, record) for key, record in existing.items() if key not in claimed)
        self.known = _Index(existing.items())

    def add(self, source: Source) -> None:
        self.sources[source.name] = source.digest
        self.problems += source.loaded.problems
        seen: set[str] = set()
        for record in source.loaded.records:
            publication = _as_content(record.publication)
            native = _native_id(record, seen)
            seen.add(native)
            state = self.states.get((source.name, native))
            if state is None:
                self._new(source, native, record, publication)
            else:
                self._again(source, state, record, publication)
        for (name, native), state in self.states.items():
            if name == source.name and native not in seen:
                args: dict[str, str | int] = {"file": state.key}
                title = str(state.fields.get("title", native))
                self.problems.append(Problem("import-vanished", Severity.WARNING, source.path, args=args, text=title))

    def _new(self, source: Source, native: str, record: Record, publication: Publication) -> None:
        key = self.known.find(publication)
        if key:
            args: dict[str, str | int] = {"file": key}
            self.problems.append(
                Problem("import-known", Severity.QUESTION, source.path, record.line, args=args, text=publication.title)
            )
        else:
            key = permalinks.new_key(publication, {*self.existing, *self.new})
            self.new[key] = publication
            self.known.add(key, publication)
        self.states[source.name, native] = RecordState(source.name, native, key, said(publication))

    def _again(self, source: Source, state: RecordState, record: Record, publication: Publication) -> None:
        place = (source.name, state.id)
        if state.key in self.restore and state.key not in self.existing:
            self.new[state.key] = publication
            self.states[place] = replace(state, fields=said(publication), dropped=False)
            return
        if state.key not in self.existing and state.key not in self.new:
            renamed = self.unclaimed.find(publication)
            self.states[place] = replace(state, key=renamed) if renamed else replace(state, dropped=True)
        elif said(publication) != state.fields:
            now = said(publication)
            changed = sorted(key for key in {*now, *state.fields} if now.get(key) != state.fields.get(key))
            args: dict[str, str | int] = {"file": state.key, "keys": ", ".join(changed)}
            self.problems.append(Problem("import-changed", Severity.WARNING, source.path, record.line, args=args))

    def plan(self, sources: Sequence[Source]) -> Plan:
        papers = sum(len(source.loaded.records) for source in sources)
        ordered = tuple(sorted(self.problems, key=lambda problem: problem.sort_key))
        return Plan(self.new, Lock(self.sources, self.states), papers, ordered)


class _Index:
    """Finds a publication among others: by DOI, else by normalised title with a shared surname."""

    def __init__(self, publications: Iterable[tuple[str, Publication]]) -> None:
        self.by_doi: dict[str, str] = {}
        self.by_title: dict[str, list[tuple[str, Publication]]] = {}
        for key, publication in publications:
            self.add(key, publication)

    def add(self, key: str, publication: Publication) -> None:
        if publication.DOI:
            self.by_doi.setdefault(publication.DOI.lower(), key)
        self.by_title.setdefault(names.identity(publication.title), []).append((key, publication))

    def find(self, publication: Publication) -> str:
        if publication.DOI and (key := self.by_doi.get(publication.DOI.lower())):
            return key
        surnames = _surnames(publication)
        same_title = self.by_title.get(names.identity(publication.title), [])
        return next((key for key, other in same_title if not surnames or surnames & _surnames(other)), "")


def _surnames(publication: Publication) -> set[str]:
    return {names.sort_key(name)[0] for name in publication.author}


def _native_id(record: Record, seen: set[str]) -> str:
    wanted = record.id or names.identity(record.publication.title) or record.publication.title
    native, number = wanted, 1
    while native in seen:
        number += 1
        native = f"{wanted} ({number})"
    return native


def _as_content(publication: Publication) -> Publication:
    """A source's record as a file holds it: no control characters, the abstract as Markdown that shows the same text."""
    texts = {each.name: getattr(publication, each.name) for each in fields(publication)}
    clean = {name: content.clean_text(text) for name, text in texts.items() if isinstance(text, str)}
    abstract = escape(clean.pop("abstract").strip())
    lines: dict[str, Any] = {name: " ".join(text.split()) for name, text in clean.items()}
    return replace(publication, **lines, abstract=abstract)


def said(publication: Publication) -> dict[str, Any]:
    """What a record says, field by field, as the lock keeps it: text throughout, with the body as `abstract`."""
    texts: dict[str, Any] = _json(content.stated(publication))
    return texts


def _json(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_json(item) for item in value]
    return value if isinstance(value, bool) else str(value)
