"""What an import is given, and what it asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.answers import Answers
from generator.errors import Problem
from generator.formats import Loaded
from generator.merge.combine import Said

PASTED = "listing"
"""The format that is believed last: what a web page shows is the least complete."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file of `content/sources/` that was read."""

    name: str
    path: str
    """As messages name it."""
    digest: str
    loaded: Loaded
    format: str = ""
    """Its format's name."""
    due: bool = True
    """Whether it says something new, so that its report is wanted."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one record of a source says of a file."""

    source: str
    native: str
    """The source's own name for it."""
    said: Said
    read: bool
    """In this run: else it is what the lock remembers."""
    due: bool = False
    """Its source says something new, so that its report is wanted."""


def belief(name: str, format_name: str, priority: Sequence[str]) -> tuple[int, bool, str]:
    """Smaller for what is believed more: named first in `priority`, else structured before pasted, else by name."""
    rank = priority.index(name) if name in priority else len(priority)
    return (rank, format_name == PASTED, name)


class Desk:
    """Collects what a person should know, and hears what they answered."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.problems: list[Problem] = []
        self.heard: dict[str, Problem] = {}
        """The questions that were answered, by id."""

    def answer(self, question: Problem) -> str:
        """What a person chose; empty if nothing, or nothing that is a choice."""
        choice = self.answers.get(question.id, "")
        if choice not in question.choices:
            return ""
        self.heard[question.id] = question
        return choice

    def ask(self, question: Problem) -> str:
        """What a person chose, else the default, and then the question is told if its place is known."""
        if choice := self.answer(question):
            return choice
        if question.path:
            self.problems.append(question)
        return question.choices[0]
