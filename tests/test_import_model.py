"""Imports against a model: sources come and change, a person edits, deletes, renames and answers, in any order.

A small universe of papers and people, on the disk and through the whole pipeline. After each import a few things hold, whatever
came before: they are the promises of `docs/merging.md`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from generator import answers, content, names, sources
from generator.errors import Problem
from generator.lock import Lock
from generator.merge.assignment import outline
from generator.merge.identifiers import ids
from generator.model import PartialDate, Publication
from generator.paths import site_paths
from generator.pipeline import import_sources

MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 — a random name in it is made, not a fixed one
PUBLISHED, PREPRINT = "article-journal", "article"
TODAY = PartialDate(2024, 5, 1)


@dataclass(frozen=True)
class Paper:
    titles: tuple[str, str]
    """As it was first told, and mended."""
    authors: tuple[tuple[str, str], ...]
    doi: str = ""
    arxiv: str = ""
    year: int = 2023

    @property
    def is_pasted(self) -> bool:
        """A page tells neither versions nor issues apart."""
        return self.titles[0] != "Editorial" and not self.arxiv


PAPERS = (
    Paper(
        ("Snow on the frozen lakes of the montains", "Snow on the frozen lakes of the mountains"),
        (("Ann", "Lee"), ("Bo", "Ek"), ("Cy Raaj", "Dole")),
        doi="10.1000/1",
    ),
    Paper(
        ("Snow on the frozen lakes of the mountains", "Snow on the frozen lakes of the mountains"),
        (("Ann", "Lee"), ("Bo", "Ek"), ("Cy Raaj", "Dole")),
        arxiv="2301.00001",
        year=2022,
    ),
    Paper(("Rain in teh desert", "Rain in the desert"), (("Ann", "Lee"), ("J.", "van der Berg"), ("Flo", "Gray"))),
    Paper(("Editorial", "Editorial"), (("Ann", "Lee"),), year=2021),
    Paper(("Editorial", "Editorial"), (("Ann", "Lee"),), year=2022),
    Paper(("雪の上", "雪の上"), (("明", "李"), ("Bo", "Ek")), doi="10.1000/5"),
)
MORE = ("Di", "Orr")
"""Somebody whom a source may add to any paper."""


@dataclass(frozen=True)
class Entry:
    """What a source says of one paper."""

    paper: int
    mended: bool
    volume: int
    more: bool
    has_doi: bool


ENTRIES = st.builds(
    Entry, st.sampled_from(range(len(PAPERS))), st.booleans(), st.sampled_from([0, 1, 2]), st.booleans(), st.booleans()
)
LISTS = st.lists(ENTRIES, max_size=4, unique_by=lambda entry: entry.paper)
IDS = st.sampled_from(["own", "numbered", "none"])
SOURCES = ("a.json", "list.txt", "z.json")


def csl(entries: list[Entry], kind: str) -> str:
    """A structured source. Its ids are the papers' own, counted from the top (a new paper shifts them), or there are none."""
    found = []
    for place, entry in enumerate(entries):
        paper = PAPERS[entry.paper]
        item: dict[str, Any] = {"type": PREPRINT if paper.arxiv else PUBLISHED, "title": paper.titles[entry.mended]}
        item["author"] = [{"given": given, "family": family} for given, family in (*paper.authors, *([MORE] * entry.more))]
        item["issued"] = {"date-parts": [[paper.year]]}
        if paper.arxiv:
            item["note"] = f"arXiv: {paper.arxiv}"
        else:
            item |= {"container-title": f"Journal {entry.paper}", "publisher": f"Press {entry.paper}"}
        item |= {"DOI": paper.doi} if paper.doi and entry.has_doi else {}
        item |= {"volume": str(entry.volume)} if entry.volume and not paper.arxiv else {}
        item |= {"id": f"p{entry.paper}" if kind == "own" else f"lee2023{'abcdef'[place]}"} if kind != "none" else {}
        found.append(item)
    return json.dumps(found, ensure_ascii=False)


def pasted(entries: list[Entry]) -> str:
    blocks = []
    for entry in entries:
        paper = PAPERS[entry.paper]
        people = [*paper.authors, *([MORE] * entry.more)]
        if paper.is_pasted:
            blocks.append("\n".join([f"# {paper.titles[entry.mended]}", *(f"{given} {family}" for given, family in people)]))
    return "\n\n".join(blocks) + "\n" if blocks else ""


@dataclass
class Written:
    """What a person did to one file."""

    lines: list[str] = field(default_factory=list)
    """Comments and unknown keys."""
    values: dict[str, str] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    """Authors."""
    came_from: set[str] = field(default_factory=set)
    """Keys that it had since the last import."""


class Imports(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.paths = site_paths(Path(tempfile.mkdtemp(dir=MEMORY)))
        self.paths.sources.mkdir(parents=True)
        self.paths.publications.mkdir(parents=True)
        self.paths.settings.write_text('title = "A lab"\n')
        self.entries: dict[str, list[Entry]] = {}
        self.numbered: dict[str, list[Entry]] = defaultdict(list)
        """By source: all that it ever told under counted keys."""
        self.mine: dict[str, Written] = defaultdict(Written)
        self.gone: set[str] = set()
        self.told: set[str] = set()
        """Keys of files that sources told of at the last import."""
        self.asked: list[Problem] = []
        self.decided: set[str] = set()
        """Titles of which a person said what is one paper and what is not."""
        self.count = 0

    def teardown(self) -> None:
        shutil.rmtree(self.paths.root)

    # Sources

    @initialize(entries=LISTS, kind=IDS)
    def begins(self, entries: list[Entry], kind: str) -> None:
        self.a_source_is_dropped_in("a.json", entries, kind)
        self.imports()

    @rule(name=st.sampled_from(SOURCES), entries=LISTS, kind=IDS)
    def a_source_is_dropped_in(self, name: str, entries: list[Entry], kind: str) -> None:
        if kind == "numbered":  # a list that grows at the top; one that loses a paper as well could be one that mends titles
            there = {entry.paper for entry in entries}
            entries = [*entries, *(entry for entry in self.numbered[name] if entry.paper not in there)]
            self.numbered[name] = entries
        text = pasted(entries) if name.endswith(".txt") else csl(entries, kind)
        if text:
            self.entries[name] = entries
            (self.paths.sources / name).write_text(text, "utf-8")

    @precondition(lambda self: self.entries)
    @rule(data=st.data())
    def a_source_is_deleted(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.entries)))
        del self.entries[name]
        (self.paths.sources / name).unlink()

    # A person

    def files(self) -> list[str]:
        return sorted(file.stem for file in self.paths.publications.glob("*.md"))

    def text(self, key: str) -> str:
        return (self.paths.publications / f"{key}.md").read_bytes().decode().replace("\r\n", "\n")

    def save(self, key: str, text: str, *, crlf: bool = False) -> None:
        file = self.paths.publications / f"{key}.md"
        crlf = crlf or (file.exists() and b"\r\n" in file.read_bytes())
        file.write_bytes(text.replace("\n", "\r\n" if crlf else "\n").encode())

    def word(self, what: str) -> str:
        self.count += 1
        return f"{what}{self.count}"

    has_files = precondition(lambda self: self.files())

    @has_files
    @rule(data=st.data())
    def a_person_comments(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(self.files()))
        head, *rest = self.text(key).split("\n")
        at = data.draw(st.integers(0, rest.index("---")))
        line = f"# {self.word('comment')}"
        self.mine[key].lines.append(line)
        self.save(key, "\n".join([head, *rest[:at], line, *rest[at:]]))

    @has_files
    @rule(data=st.data())
    def a_person_adds_a_key_of_their_own(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(self.files()))
        line = f"{self.word('my-key')}: [1,  two]"
        self.mine[key].lines.append(line)
        self.save(key, self.text(key).replace("\n---\n", f"\n{line}\n---\n", 1))

    @has_files
    @rule(data=st.data(), name=st.sampled_from(["volume", "note", "publisher"]), deletes=st.booleans())
    def a_person_edits_a_field(self, data: st.DataObject, name: str, deletes: bool) -> None:
        key = data.draw(st.sampled_from(self.files()))
        without = re.sub(rf"(?m)^{name}:.*\n", "", self.text(key))
        if deletes and name == "publisher" and without != self.text(key):  # no source will say another one
            self.mine[key].values[name] = ""
            self.save(key, without)
        elif not deletes:
            value = self.word("value")
            self.mine[key].values[name] = value
            self.save(key, without.replace("\n---\n", f"\n{name}: {value}\n---\n", 1))

    @has_files
    @rule(data=st.data())
    def a_person_adds_an_author(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(self.files()))
        text, name = self.text(key), f"Pat {self.word('Added').translate(str.maketrans('0123456789', 'abcdefghij'))}"
        spots = [found.end() for found in re.finditer(r"(?m)^author:\n|^- [^#\n]*\n(?=.*\n)", text.split("\n---\n")[0] + "\n")]
        start = text.find("\nauthor:\n")
        at = [spot for spot in spots if spot > start >= 0 and not re.search(r"(?m)^(?!author)[\w-]+:", text[start + 1 : spot])]
        if at:
            place = data.draw(st.sampled_from(at))
            self.mine[key].added.append(name)
            self.save(key, f"{text[:place]}- {name}\n{text[place:]}")

    @has_files
    @rule(data=st.data())
    def a_person_deletes_an_author(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(self.files()))
        publication = content.publication_of(self.text(key))
        base = {f"{given} {family}": family for paper in PAPERS for given, family in paper.authors}
        there = [name.text for name in publication.author if name.text in base]
        if len(there) > 2:
            name = data.draw(st.sampled_from(there))
            text = re.sub(rf"(?m)^- .*\b{base[name]}\b.*\n", "", self.text(key), count=1)
            if name not in [each.text for each in content.publication_of(text).author]:
                self.mine[key].deleted.append(name)
                self.save(key, text)

    @has_files
    @rule(data=st.data())
    def an_editor_saves_with_carriage_returns(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(self.files()))
        self.save(key, self.text(key), crlf=True)

    @has_files
    @rule(data=st.data())
    def a_person_deletes_a_file(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(self.files()))
        (self.paths.publications / f"{key}.md").unlink()
        keys = {key} | self.mine.pop(key, Written()).came_from
        if keys & self.told:  # of one that was joined to another no source tells: its key is free
            self.gone |= keys

    @has_files
    @rule(data=st.data())
    def a_person_renames_a_file(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(self.files()))
        new = self.word("renamed-")
        (self.paths.publications / f"{key}.md").rename(self.paths.publications / f"{new}.md")
        written = self.mine.pop(key, Written())
        written.came_from.add(key)
        self.mine[new] = written

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def a_person_answers(self, data: st.DataObject) -> None:
        question = data.draw(st.sampled_from(self.asked))
        choice = data.draw(st.sampled_from(question.choices))
        self.decided.add(str(question.args.get("title", "")))
        text = self.paths.answers.read_text("utf-8") if self.paths.answers.exists() else ""
        self.paths.answers.write_text(answers.answered(text, question, choice), "utf-8")

    # What always holds

    @rule()
    def imports(self) -> None:
        with patch.object(sources, "read", reversed_sources):
            other = import_sources(self.paths, dry_run=True, added=TODAY)
        before = {key: self.text(key) for key in self.files()}
        done = import_sources(self.paths, added=TODAY)
        assert (done.plan.new, done.plan.changed, done.plan.lock) == (other.plan.new, other.plan.changed, other.plan.lock)
        assert before.keys() <= set(self.files()), "no file is deleted"
        self.asked = [problem for problem in done.plan.problems if problem.choices]
        lock_text = self.paths.lock.read_bytes()
        again = import_sources(self.paths, every=True, added=TODAY)
        assert (dict(again.plan.new), dict(again.plan.changed)) == ({}, {})
        assert self.paths.lock.read_bytes() == lock_text
        known = {found for text in before.values() for found in ids(outline(content.publication_of(text)))}
        for text in done.plan.new.values() if not self.decided else ():
            said = outline(content.publication_of(text))
            assert known.isdisjoint(ids(said)), "what has an identifier that a file has gets no second file"
        self.check(done.plan.lock)
        self.told = {state.key for state in done.plan.lock.records.values()}
        for written in self.mine.values():
            written.came_from.clear()

    def check(self, lock: Lock) -> None:
        found, problems = content.read(self.paths)
        assert not [problem for problem in problems if problem.severity == "error"]
        assert found.publications.keys() == set(self.files())
        assert not self.gone & found.publications.keys(), "what was deleted stays away"
        for key, written in self.mine.items():
            self.check_written(key, written, found.publications[key])
        for state in lock.records.values():
            assert state.dropped or state.key in found.publications
        for name, entries in self.entries.items():
            states = [state for state in lock.records.values() if state.source == name]
            for entry in entries:
                paper = PAPERS[entry.paper]
                if name.endswith(".json") or paper.is_pasted:
                    mine = [state for state in states if is_about(state.fields, entry)]
                    assert mine, f"{entry} of {name} is in the lock"
                    for state in mine if self.decided.isdisjoint(paper.titles) else ():
                        assert state.dropped or is_of(found.publications[state.key], entry.paper), (entry, state)

    def check_written(self, key: str, written: Written, publication: Publication) -> None:
        text = self.text(key)
        assert all(line in text.split("\n") for line in written.lines)
        assert {name: getattr(publication, name) for name in written.values} == written.values
        authors = [names.identity(name.text) or name.text for name in publication.author]
        assert all(names.identity(name) in authors for name in written.added)
        assert not [name for name in written.deleted if (names.identity(name) or name) in authors]


def is_about(said: Any, entry: Entry) -> bool:
    paper = PAPERS[entry.paper]
    same_year = str(said.get("issued", paper.year)) == str(paper.year)
    return said["title"] == paper.titles[entry.mended] and same_year and bool(said.get("arXiv")) == bool(paper.arxiv)


def is_of(publication: Publication, number: int) -> bool:
    """Whether a file tells of a paper. The first two are versions of one work."""
    paper = PAPERS[number]
    same_title = publication.title in {*paper.titles, *(PAPERS[0].titles if number < 2 else ())}
    return same_title and (number < 2 or not publication.issued or publication.issued.year == paper.year)


def reversed_sources(*args: Any) -> tuple[list[Any], list[Problem]]:
    found, problems = REAL_READ(*args)
    return found[::-1], problems


REAL_READ = sources.read
QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def test_whatever_sources_and_people_do_an_import_keeps_its_promises() -> None:
    run_state_machine_as_test(
        Imports,
        settings=settings(derandomize=True, max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=QUIET),
    )


@pytest.mark.long
def test_an_import_keeps_its_promises_through_long_histories() -> None:
    run_state_machine_as_test(
        Imports, settings=settings(max_examples=1500, stateful_step_count=60, deadline=None, suppress_health_check=QUIET)
    )
