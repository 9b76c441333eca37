"""`content/answers.toml`: what a person answered to questions.

A table per question, named by its id; `answer` is one of the choices that the question gave, `about` the words it was about:

    [listing-unsure-1a2b3c4d]
    about = "Discrete Key-Value Bottleneck"
    answer = "title"

It may be edited by hand; an entry that is deleted is asked again.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress

from generator.errors import Problem, Severity, UsageError
from generator.files import read_toml
from generator.paths import Paths
from generator.text import digest

HEAD = "# What was answered to labpress's questions. Delete an entry to be asked again.\n"


class Answers(Mapping[str, str]):
    """Question id → choice. It remembers what was looked up, so that an answer nobody asks for can be told."""

    def __init__(self, choices: Mapping[str, str] | None = None, about: Mapping[str, str] | None = None) -> None:
        self._choices = dict(choices or {})
        self.about = dict(about or {})
        """The words that each was about, where the file says them."""
        self.asked: set[str] = set()

    def __getitem__(self, question: str) -> str:
        self.asked.add(question)
        return self._choices[question]

    def __iter__(self) -> Iterator[str]:
        return iter(self._choices)

    def __len__(self) -> int:
        return len(self._choices)

    @property
    def digest(self) -> str:
        """Empty where nothing was answered."""
        return digest(json.dumps(sorted(self._choices.items())).encode()) if self._choices else ""

    def without(self, questions: Collection[str]) -> Answers:
        """The others."""
        return Answers({each: choice for each, choice in self._choices.items() if each not in questions}, self.about)

    @property
    def unheard(self) -> tuple[str, ...]:
        """Answers to questions that were not asked."""
        return tuple(sorted(self._choices.keys() - self.asked))


def read(paths: Paths) -> tuple[Answers, list[Problem]]:
    """Every answer, and what in the file is none."""
    if not paths.answers.exists():
        return Answers(), []
    shown = paths.shown(paths.answers)
    data, text, problems = read_toml(paths.answers, shown)
    choices, about = {}, {}
    for question, entry in data.items():
        if isinstance(entry, Mapping) and isinstance(entry.get("answer"), str):
            choices[question] = entry["answer"]
            about[question] = str(entry.get("about", ""))
        else:
            problems.append(Problem("answer-form", path=shown, line=line_of(text, question), key=question))
    return Answers(choices, about), problems


def check(answers: Answers, asked: Sequence[Problem], unheard: Sequence[str], paths: Paths) -> list[Problem]:
    """Answers that are no choice of their question, and those to questions that nothing asks any more."""
    if not answers:
        return []
    shown, text = paths.shown(paths.answers), paths.answers.read_text("utf-8")
    problems = [Problem("answer-unheard", Severity.WARNING, shown, line_of(text, id_), key=id_) for id_ in unheard]
    for question in asked:
        if question.id in answers:
            args: dict[str, str | int] = {"answer": answers[question.id], "choices": ", ".join(question.choices)}
            place = (shown, line_of(text, question.id))
            problems.append(Problem("answer-choice", Severity.WARNING, *place, key=question.id, args=args))
    return problems


def line_of(text: str, question: str) -> int:
    """The 1-based line where an answer begins; 0 where it does not stand there."""
    found = re.search(rf"(?m)^\ufeff?\s*(?:\[\s*)?\"?{re.escape(question)}\"?\s*[\].=]", text)
    return text.count("\n", 0, found.start()) + 1 + found[0].count("\n") if found else 0


def answered(text: str, question: Problem, choice: str) -> str:
    """The file's text with an answer; all else stays byte for byte. Raises UsageError where the old answer cannot be found.

    `text` must be TOML, with its own line ends; an answer that stands there gives way, another one comes last.
    """
    old = tomllib.loads(text.removeprefix("\ufeff"))
    if question.id not in old:
        newline = "\r\n" if "\r\n" in text else "\n"
        entry = f"[{question.id}]\nabout = {_string(question.text)}\nanswer = {_string(choice)}\n".replace("\n", newline)
        if not text:
            return f"{HEAD}\n{entry}"
        ended = text if text.endswith("\n") else text + newline
        return ended + ("" if re.search(r"\n\s*\n\Z", ended) else newline) + entry
    if old[question.id]["answer"] == choice:
        return text
    wanted = {**old, question.id: {**old[question.id], "answer": choice}}
    for start, end in _values(text, question.id):
        new = text[:start] + _string(choice) + text[end:]
        with suppress(tomllib.TOMLDecodeError):
            if tomllib.loads(new.removeprefix("\ufeff")) == wanted:
                return new
    path, line = "content/answers.toml", line_of(text, question.id)
    raise UsageError(Problem("answer-form", path=path, line=line, key=question.id))


def _values(text: str, question: str) -> Iterator[tuple[int, int]]:
    """Where the value of an answer may stand: behind `answer =` that comes after the question's id."""
    named = re.search(re.escape(question), text)
    for found in re.finditer(r"""["']?\banswer["']?\s*=\s*("(?:[^"\\\n]|\\.)*"|'[^'\n]*')""", text):
        if named and found.start() > named.start():
            yield found.span(1)


def taken_back(text: str, question: str) -> str:
    """The file's text without an answer; all else stays. Raises UsageError where it cannot be cut out.

    `text` must be TOML. Comments between two answers stay with the second.
    """
    wanted = tomllib.loads(text.removeprefix("\ufeff"))
    wanted.pop(question, None)
    lines, start = text.splitlines(keepends=True), line_of(text, question) - 1
    end = next((place for place in range(start + 1, len(lines)) if lines[place].lstrip().startswith("[")), len(lines))
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    while end < len(lines) and not lines[end].strip():
        end += 1
    left = "".join((*lines[: max(start, 0)], *lines[end:]))
    with suppress(tomllib.TOMLDecodeError):
        if tomllib.loads(left.removeprefix("\ufeff")) == wanted:
            return left
    raise UsageError(Problem("answer-form", path="content/answers.toml", line=start + 1, key=question))


def choose(question: Problem, choice: str) -> str:
    """The choice that a person means: as it is written, or by its number. Raises UsageError for another word."""
    numbered = {str(number): each for number, each in enumerate(question.choices, 1)}
    found = next((each for each in question.choices if each.casefold() == choice.casefold()), numbered.get(choice))
    if found is None:
        args: dict[str, str | int] = {"choice": choice, "id": question.id, "choices": ", ".join(question.choices)}
        raise UsageError(Problem("review-choice", args=args))
    return found


def _string(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("\x7f", "\\u007f")
