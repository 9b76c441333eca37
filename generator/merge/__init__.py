"""What an import does to `content/`, as a plan: a pure function of the lock, the sources, the answers and the files.

Each file is merged field by field from three states: what the sources said when they were last read (`import.lock`), what they
say now, and what stands in the file. A person's edits win. A file that a person deleted stays deleted, one that they renamed
is followed by DOI, else by title; no file is ever deleted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator import names
from generator.answers import Answers
from generator.errors import Problem, Severity
from generator.lock import Lock
from generator.merge import authors, fields
from generator.merge.assignment import SAME_IDENTIFIER, Assignment
from generator.merge.combine import Gone, Overruled, Said, Together, combine
from generator.merge.fields import Fields
from generator.merge.items import Conflict
from generator.merge.plan import Change, Plan, Renamed
from generator.merge.sources import Desk, Source, Told, belief
from generator.model import PartialDate, Publication

__all__ = ["Change", "Plan", "Renamed", "Source", "plan"]

_SHOWN = 200
"""So many characters of a value are quoted in a message."""
ABOUT_AUTHORS = ("listing-partial-authors", "listing-same-person")
"""Questions of a pasted list that a complete one answers."""


def plan(
    lock: Lock,
    sources: Sequence[Source],
    existing: Mapping[str, Publication],
    text_of: Callable[[str], str],
    *,
    priority: Sequence[str] = (),
    restore: frozenset[str] = frozenset(),
    answers: Answers | None = None,
    added: PartialDate | None = None,
) -> Plan:
    """Which files an import writes.

    `text_of` gives the text of an existing file, by key; it is asked for files that may change. `priority` names the sources
    that are believed first, `restore` the files that were deleted and are wanted again. `added` is the day that is written into
    new files, where the site is not itself new.
    """
    desk = Desk(Answers() if answers is None else answers)
    assignment = Assignment(lock, existing, priority, restore, desk)
    for source in sorted(sources, key=lambda source: belief(source.name, source.format, priority)):
        assignment.add(source)
    assignment.settle()
    merger = _Merger(assignment, text_of, added if lock.records else None)
    for key, told in assignment.told.items():
        merger.merge(key, told)
    due = [source for source in sources if source.due]
    for source in due:
        desk.problems += merger.worth_telling(source)
    unheard = tuple(id_ for id_ in desk.answers.unheard if not _is_followed(id_, desk.answers[id_]))
    state = Lock(assignment.sources, assignment.states, merger.merged, desk.answers.digest, unheard, tuple(priority))
    if replace(state, unheard=lock.unheard) == lock:  # what an answer led to may have ended its question: that is no news
        state = lock
    problems = {_identity(problem): problem for problem in sorted(desk.problems, key=lambda problem: problem.sort_key)}
    return Plan(
        merger.new,
        merger.changed,
        tuple(dict.fromkeys(merger.renamed)),
        state,
        sum(bool(record.publication.title) for source in due for record in source.loaded.records),
        assignment.known,
        tuple(problems.values()),
        tuple(desk.heard.values()),
    )


class _Merger:
    """Makes of all that is said of a file its new text."""

    def __init__(self, assignment: Assignment, text_of: Callable[[str], str], added: PartialDate | None) -> None:
        self.lock = assignment.lock
        self.assignment = assignment
        self.desk = assignment.desk
        self.text_of = text_of
        self.added = added
        self.new: dict[str, str] = {}
        self.changed: dict[str, Change] = {}
        self.renamed: list[Renamed] = []
        self.merged: dict[str, Fields] = {}
        self.complete: set[str] = set()
        """Files of whose authors the sources say that nobody is missing."""
        self.partial: set[str] = set()
        """Files that a person left complete as the sources had it, and that are no longer so."""
        self.before = {new: old for old, new in assignment.moved.items()}
        self.key_at = {(each.source, each.said.line): key for key, told in assignment.told.items() for each in told if each.read}
        """Which file the record in a line of a source went to."""
        self.states: dict[str, list[Fields]] = {}
        for state in self.lock.records.values():
            self.states.setdefault(state.key, []).append(state.fields)

    def merge(self, key: str, told: Sequence[Told]) -> None:
        together = self._together(key, [each.said for each in told])
        theirs = together.fields
        if "author-list" not in theirs:
            self.complete.add(key)
        if len(told) > 1 or theirs != told[0].said.fields:
            self.merged[key] = theirs
        if key in self.assignment.dropped:
            return
        if key not in self.assignment.existing:
            comes_later = self.added and key not in self.states
            self.new[key] = fields.compose({**theirs, "added": str(self.added)} if comes_later else theirs)
            self.desk.problems += (_about_overruled(each, key) for each in together.overruled if each.said.path)
            return
        base = self._base(key)
        due = {id(each.said) for each in told if each.due or (each.read and base != theirs)}
        self.desk.problems += (_about_overruled(each, key) for each in together.overruled if id(each.said) in due)
        if base != theirs:
            text = self.text_of(key)
            ours = fields.standing(text, key)
            changes, conflicts = fields.three_way(base, ours, theirs)
            self.desk.problems += (_about_conflict(conflict, key, _speaker(conflict, told, theirs)) for conflict in conflicts)
            if changes.get("author-list") == "partial":
                self.partial.add(key)
            if changes:
                self.changed[key] = Change(text, fields.edited(text, changes))
            taken = _taken_place(together.renamed, ours.get("author", ()), changes.get("author") or ())
            self.renamed += (Renamed(key, *pair) for pair in taken)

    def _base(self, key: str) -> Fields:
        """What was said of a file when it was last merged."""
        old = self.before.get(key, key)
        if old in self.lock.merged:
            return self.lock.merged[old]
        states = self.states.get(old, [])
        return states[0] if len(states) == 1 else combine([Said(said) for said in states]).fields

    def _together(self, key: str, said: Sequence[Said]) -> Together:
        """What the records of a file say together, with a person's answers about names that a complete list does not have."""
        together = combine(said)
        kept = set()
        for gone in together.gone:
            choice = self.desk.ask(_about_gone(gone, key, self.assignment.first_keys.get(key, key)))
            if choice == "keep":
                kept.add(gone.name)
            elif choice != "drop":
                self.renamed.append(Renamed(key, gone.name, choice))
        return combine(said, frozenset(kept)) if kept else together

    def worth_telling(self, source: Source) -> Iterator[Problem]:
        """A source's own problems, without questions about an author list that another source has completed."""
        existing = self.assignment.existing
        for problem in source.loaded.problems:
            key = self.key_at.get((source.name, problem.line), "")
            said_complete = key in existing and existing[key].author_list == "complete" and key not in self.partial
            settled = key in self.complete or said_complete
            if not (settled and problem.code in ABOUT_AUTHORS):
                yield problem


def _taken_place(
    renamed: Sequence[tuple[str, str]], before: Sequence[authors.Item], after: Sequence[authors.Item]
) -> Iterator[tuple[str, str]]:
    """The pairs of which the first was on a list and the second took its place there."""
    was, now = ({names.identity(authors.text_of(item)) for item in each} for each in (before, after))
    return (pair for pair in renamed if names.identity(pair[0]) in was - now and names.identity(pair[1]) in now)


def _is_followed(question: str, choice: str) -> bool:
    """Whether nothing asks a question any more because a person did what they had answered."""
    return question.startswith(f"{SAME_IDENTIFIER}-") and choice == "same"


def _identity(problem: Problem) -> object:
    return problem.id if problem.severity is Severity.QUESTION else (problem.sort_key, tuple(problem.args.items()))


def _about_gone(gone: Gone, key: str, first_key: str) -> Problem:
    others = ", ".join(gone.neighbours)
    return Problem(
        "import-name-gone-variant" if others else "import-name-gone",
        Severity.QUESTION,
        gone.said.path,
        gone.said.line,
        args={"name": gone.name, "file": key, "others": others},
        text=f"{gone.name}\n{first_key}",
        choices=("drop", "keep", *gone.neighbours),
    )


def _about_overruled(overruled: Overruled, key: str) -> Problem:
    place = (overruled.said.path, overruled.said.line)
    title = str(overruled.said.fields.get("title", ""))
    args: dict[str, str | int] = {"file": key, "keys": ", ".join(overruled.keys)}
    about = f"{title}\n{key}\n{overruled.said.path}"
    if overruled.by and overruled.by.path == overruled.said.path:  # no priority among sources would tell these apart
        args["line"] = overruled.by.line
        return Problem("import-overruled-within", Severity.QUESTION, *place, args=args, text=about)
    return Problem("import-overruled", Severity.QUESTION, *place, args=args, text=about)


def _speaker(conflict: Conflict, told: Sequence[Told], theirs: Fields) -> Said:
    """The record that says now what a person said otherwise: the first with that value, else the first that was read."""
    name = conflict.key.partition(".")[0]
    said = [each.said for each in told if each.read] or [told[0].said]
    return next((each for each in said if name in each.fields and each.fields[name] == theirs.get(name)), said[0])


def _about_conflict(conflict: Conflict, key: str, place: Said) -> Problem:
    args: dict[str, str | int] = {"file": key, "ours": _shown(conflict.ours), "theirs": _shown(conflict.theirs)}
    return Problem("import-conflict", Severity.WARNING, place.path, place.line, key=conflict.key, args=args)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        text = ", ".join(authors.text_of(item) or json.dumps(item, ensure_ascii=False) for item in value)
    else:
        text = value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
