"""The command `review`: the questions of the imports, and what a person answers to them, kept in `content/answers.toml`."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NoReturn

from generator import answers, pipeline
from generator.errors import Problem, Severity, UsageError
from generator.files import read_text, write_whole
from generator.merge.authors import text_of
from generator.merge.fields import standing
from generator.model import PartialDate
from generator.names import identity
from generator.paths import Paths
from generator.pipeline import Imported
from generator.text import did_you_mean

KINDS = (
    "listing-furniture",
    "listing-heading",
    "listing-unsure",
    "listing-reference",
    "listing-same-person",
    "listing-partial-authors",
    "import-known",
    "import-same-title",
    "import-same-identifier",
    "import-name-gone",
    "import-name-gone-variant",
)
"""The codes of the questions that can be answered."""
_DIGITS = re.compile(r"[0-9a-f]{8}")
_OUTLINE = ("issued", "container-title", "volume", "issue", "page", "DOI", "arXiv")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the imports, open or answered."""

    id: str
    about: str
    """The words that it is about."""
    question: Problem | None = None
    """None where nothing asks it any more: then there is but an answer."""
    paper: str = ""
    """The key of the publication that it concerns; empty where it concerns none, or one that is not there yet."""
    answer: str = ""
    """What a person answered; empty while it is open."""

    @property
    def kind(self) -> str:
        return self.id.rpartition("-")[0]

    @property
    def choices(self) -> tuple[str, ...]:
        return self.question.choices if self.question else ()

    @property
    def papers(self) -> tuple[str, ...]:
        """The keys of the publications that it concerns, its own first."""
        others = [str(self.question.args.get(key, "")) for key in ("file", "other")] if self.question else []
        return tuple(dict.fromkeys(filter(None, (self.paper, *others))))

    @property
    def holds(self) -> str:
        """The choice that an import follows now."""
        return self.answer or self.choices[0]


@dataclass(frozen=True, slots=True)
class Selected:
    """What the words of a command name."""

    questions: tuple[Asked, ...]
    choice: str = ""
    """What is answered to them; empty where nothing is."""
    one_by_one: bool = True
    """Whether each was named by its id."""


class Review:
    """Every question of a site. Nothing is written but by `write`."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self._plan = pipeline.import_sources(paths, every=True, dry_run=True).plan
        self._given = answers.read(paths)[0]

    @cached_property
    def open(self) -> tuple[Asked, ...]:
        return self._ordered(self._asked(self._plan.problems))

    @cached_property
    def answered(self) -> tuple[Asked, ...]:
        """The questions that the answers belong to; for each the choices that there would be without it."""
        found = {each.id: each for each in self._asked(self._plan.heard)}
        if self._given.keys() - found.keys():
            found |= {each.id: each for each in self._without(self._given)}
        for id_ in self._given.keys() - found.keys():  # asked only where another is answered as it is
            found |= {each.id: each for each in self._without([id_]) if each.id == id_}
        given = []
        for id_, choice in self._given.items():
            asked = found.get(id_) or Asked(id_, self._given.about[id_])
            given.append(replace(asked, answer=choice))
        return self._ordered(given)

    @property
    def every(self) -> tuple[Asked, ...]:
        return (*self.open, *self.answered)

    @property
    def elsewhere(self) -> tuple[Problem, ...]:
        """The questions that have no choices: files answer them, or the command `people`."""
        return tuple(each for each in self._plan.problems if each.severity is Severity.QUESTION and not each.choices)

    def _without(self, given: Collection[str]) -> list[Asked]:
        """What would be asked without some answers."""
        return self._asked(pipeline.import_sources(self.paths, every=True, dry_run=True, unanswered=given).plan.problems)

    def _asked(self, problems: Iterable[Problem]) -> list[Asked]:
        questions = [each for each in problems if each.severity is Severity.QUESTION and each.choices]
        titles = self._papers
        return [Asked(each.id, each.text, each, _own(each) or titles.get((each.path, _title(each)), "")) for each in questions]

    @cached_property
    def _papers(self) -> dict[tuple[str, str], str]:
        """(source, title) → key, of what was imported."""
        lock = self._plan.lock
        sources = {name: self.paths.shown(self.paths.sources / name) for name in lock.sources}
        states = lock.records.values()
        return {(sources.get(each.source, ""), identity(str(each.fields.get("title", "")))): each.key for each in states}

    def evidence(self, asked: Asked) -> Iterator[tuple[str, str]]:
        """(file, what it says) of each record and file that a question is about, so that it can be judged."""
        shown = self.paths.shown
        for key in asked.papers:
            told = [each for each in self._plan.lock.records.values() if each.key == key]
            for each in told:
                yield shown(self.paths.sources / each.source), _outlined(each.fields)
            file = self.paths.publications / f"{key}.md"
            if not told and file.is_file():
                text = read_text(file, shown(file))[0]
                yield shown(file), _outlined(standing(text, key))

    def _ordered(self, asked: Iterable[Asked]) -> tuple[Asked, ...]:
        """The kinds that are asked least often first: what a list is asked of each of its entries can wait."""
        asked = list(asked)
        often = Counter(each.kind for each in asked)
        return tuple(sorted(asked, key=lambda each: (often[each.kind], each.kind, *_place(each), each.id)))

    # What a person means

    def select(self, words: Sequence[str], among: Sequence[Asked]) -> Selected:
        """The questions that the first words name, and the choice that is said behind them.

        Words are ids, kinds, sources and publications; a kind and a source name those of this kind about this source. An id
        names a question whether it is open or answered, the others those `among` the given ones. A last word that is a choice
        of all of them is one, whatever else has that name. Raises UsageError for an id or a first word that names nothing.
        """
        named: list[str] = []
        found = tuple(among)
        for place, word in enumerate(words):
            last = place == len(words) - 1
            if self._sort(word) is None or (named and last and _all_have(found, word)):
                if unknown := next(filter(self._is_id, words[place:]), "" if named else word):
                    self._refuse(unknown)
                return Selected(found, " ".join(words[place:]), all(map(self._is_id, named)))
            named.append(word)
            found = self._named(named, among)
        return Selected(found, "", all(map(self._is_id, named)))

    def _refuse(self, word: str) -> NoReturn:
        meant = "" if self._is_id(word) else did_you_mean(word, self._kinds)
        raise UsageError(Problem("review-unknown-meant" if meant else "review-unknown", args={"id": word, "meant": meant}))

    @cached_property
    def _kinds(self) -> frozenset[str]:
        return frozenset((*KINDS, *(each.kind for each in self.open)))

    def _is_id(self, word: str) -> bool:
        kind, _, digits = word.rpartition("-")
        return word in self._given or (kind in self._kinds and bool(_DIGITS.fullmatch(digits)))

    def _sort(self, word: str) -> str | None:
        """What a word names: "id", "kind" or "place"; None where it names nothing."""
        if self._is_id(word):
            known = any(each.id == word for each in self.open) or word in self._given
            return "id" if known else None
        if word in self._kinds:
            return "kind"
        files = (self.paths.sources / word, self.paths.publications / f"{_key(word)}.md")
        there = any(map(os.path.isfile, files)) or any(_is_about(each, word) for each in self.open)
        return "place" if there else None

    def _named(self, words: Sequence[str], among: Sequence[Asked]) -> tuple[Asked, ...]:
        sorts = [(self._sort(word), word) for word in words]
        ids = {word for sort, word in sorts if sort == "id"}
        kinds = {word for sort, word in sorts if sort == "kind"}
        places = [word for sort, word in sorts if sort == "place"]
        rest = [
            each
            for each in (among if kinds or places else ())
            if (not kinds or each.kind in kinds) and (not places or any(_is_about(each, word) for word in places))
        ]
        by_id = [each for each in (self.every if ids - {each.id for each in self.open} else self.open) if each.id in ids]
        return tuple({each.id: each for each in (*by_id, *rest)}.values())

    def undone(self, given: Iterable[Asked]) -> list[tuple[Asked, str]]:
        """Each answer with what is to take its place: nothing, where its question is asked again or nothing asks it any more.

        Two papers that an answer joined, or parted, stay so without it, and nothing would ask: the default is answered instead.
        """
        given = list(given)
        again = {each.id for each in self._without([each.id for each in given])}
        return [
            (each, each.choices[0] if each.choices and each.id not in again and each.answer != each.choices[0] else "")
            for each in given
        ]

    def write(self, changes: Sequence[tuple[Asked, str]]) -> None:
        """Write answers down, and take back those that are empty; the next import hears it."""
        _, problems = answers.read(self.paths)
        if problems:
            raise UsageError(*problems)
        text = self.paths.answers.read_bytes().decode() if self.paths.answers.exists() else ""
        for asked, choice in changes:
            if not choice:
                text = answers.taken_back(text, asked.id)
            elif asked.question:
                text = answers.answered(text, asked.question, choice)
        write_whole(self.paths.answers, text.encode(), self.paths.shown(self.paths.answers))

    def carry_out(self, added: PartialDate | None = None) -> Imported:
        """Import what follows from the answers, on the day `added`. Of its problems, those that there were not before."""
        done = pipeline.import_sources(self.paths, added=added)
        known = {_told(each) for each in self._plan.problems}
        news = tuple(each for each in done.plan.problems if _told(each) not in known)
        return replace(done, plan=replace(done.plan, problems=news))


def choose(selected: Sequence[Asked], choice: str) -> list[tuple[Asked, str]]:
    """Each question with the choice that a person means. Raises UsageError where one of them does not have it."""
    chosen = []
    for each in selected:
        if each.question is None:
            raise UsageError(Problem("review-gone", args={"id": each.id}))
        chosen.append((each, answers.choose(each.question, choice)))
    if len({word for _, word in chosen}) > 1:  # a number, and of each another word
        raise UsageError(Problem("review-number", args={"choice": choice}))
    return chosen


def _all_have(selected: Sequence[Asked], choice: str) -> bool:
    try:
        return bool(choose(selected, choice))
    except UsageError:
        return False


def _outlined(said: Mapping[str, Any]) -> str:
    """Authors, date, venue and identifier, as far as they are said."""
    names = ", ".join(text_of(item) for item in said.get("author", ()))
    return " · ".join(str(each) for each in (names, *(said.get(key) for key in _OUTLINE)) if each)


def _is_about(asked: Asked, word: str) -> bool:
    path = asked.question.path if asked.question else ""
    plain = word.removeprefix("./")
    return path == plain or path.endswith(f"/{plain}") or _key(plain) in asked.papers


def _key(word: str) -> str:
    """A publication's key, however much of its file's path is said."""
    return word.removeprefix("./").removeprefix("content/").removeprefix("publications/").removesuffix(".md")


def _own(question: Problem) -> str:
    return str(question.args.get("own") or question.args.get("file") or "")


def _title(question: Problem) -> str:
    return identity(str(question.args.get("title", "")))


def _place(asked: Asked) -> tuple[str, int]:
    return (asked.question.path, asked.question.line) if asked.question else ("", 0)


def _told(problem: Problem) -> tuple[object, ...]:
    """What makes two problems one: the words that a person reads, and their place; of a question its id."""
    if problem.severity is Severity.QUESTION:
        return (problem.id,)
    return (problem.code, problem.place, problem.key, problem.text, tuple(problem.args.items()))
