"""What is known before a list is read, as scores of its lines: people, titles, and what a person answered."""

from __future__ import annotations

from collections.abc import Mapping

from generator.errors import Problem, Severity
from generator.formats import Hints
from generator.formats._listing.authors import pieces
from generator.formats._listing.grammar import NEVER
from generator.names import identity

Scores = tuple[float, float, float, float]
"""A line's scores as title, authors, abstract and heading."""

UNSURE, HEADING, REFERENCE = "listing-unsure", "listing-heading", "listing-reference"
"""The questions that are about how a line is to be read."""
ROLES = ("title", "authors", "abstract", "heading")
"""The answers to them, in the order of `Scores`."""
AS_REFERENCE = ("reference", "title", "heading")
"""The answers to the question how a reference is to be read."""
_KNOWN = 20.0
"""The log odds that a known name or title is worth: more than the words of a line can be."""
_LONGEST_NAMES = 2_000
"""No line is looked at further for known names."""


def question_id(code: str, text: str) -> str:
    return Problem(code, Severity.QUESTION, text=text).id


class Knowledge:
    """Hints, made ready to be asked line by line."""

    def __init__(self, hints: Hints) -> None:
        self._people, self._titles = hints.people, hints.titles
        self._answers = hints.answers if any(key.startswith((UNSURE, HEADING, REFERENCE)) for key in hints.answers) else {}

    def answer(self, text: str) -> str:
        """The role that a person gave to a line; empty if nobody was asked or the answer is none of the choices."""
        if not self._answers:
            return ""
        if (answer := self._answers.get(question_id(REFERENCE, text), "")) in AS_REFERENCE:
            return answer
        answers = [self._answers.get(question_id(code, text), "") for code in (UNSURE, HEADING)]
        return next((answer for answer in answers if answer in ROLES), "")

    def scores(self, text: str, scores: Scores) -> Scores:
        """A line's scores with what is known of it."""
        title, authors, abstract, heading = scores
        if len(text) > _LONGEST_NAMES or title <= NEVER:
            return scores
        if self._titles and identity(text) in self._titles:
            title += _KNOWN
        if self._people and authors > NEVER:
            authors += _KNOWN * self._share_known(text)
        return title, authors, abstract, heading

    def __bool__(self) -> bool:
        """Whether people or titles are known."""
        return bool(self._people or self._titles)

    def _share_known(self, text: str) -> float:
        """How many of a line's names are known, 0 to 1; *Last, First* is one name."""
        whole = identity(text)
        family, comma, given = text.partition(",")
        if whole in self._people or (comma and identity(f"{given} {family}") in self._people):
            return 1.0
        names = pieces(text)
        return sum(identity(name) in self._people for name in names) / len(names) if len(names) > 1 else 0.0


def answered(answers: Mapping[str, str], problem: Problem) -> str:
    """What a person answered to a question; empty if nothing, or nothing that is a choice."""
    answer = answers.get(problem.id, "") if answers else ""
    return answer if answer in problem.choices else ""


def settled(role: str) -> Scores:
    """The scores of a line whose role is beyond doubt."""
    title, authors, abstract, heading = (0.0 if role == each else NEVER for each in ROLES)
    return title, authors, abstract, heading
