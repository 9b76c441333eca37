"""The questions of the imports, and a person's answers to them."""

from __future__ import annotations

from collections.abc import Sequence

from generator import answers, pipeline
from generator.errors import Problem, Severity, UsageError
from generator.model import PartialDate
from generator.paths import Paths
from generator.pipeline import Imported
from generator.sources import write_whole


def open_questions(paths: Paths) -> list[Problem]:
    """Every question that can be answered and has not been. Nothing is written."""
    problems = pipeline.import_sources(paths, every=True, dry_run=True).plan.problems
    return [problem for problem in problems if problem.severity is Severity.QUESTION and problem.choices]


def find(questions: Sequence[Problem], wanted: str) -> Problem:
    """Raises UsageError for an id that no open question has."""
    for question in questions:
        if question.id == wanted:
            return question
    raise UsageError(Problem("review-unknown", args={"id": wanted}))


def answer(paths: Paths, chosen: Sequence[tuple[Problem, str]], added: PartialDate | None = None) -> Imported:
    """Write answers down, and import what follows from them; `added` is the day."""
    _, problems = answers.read(paths)
    if problems:
        raise UsageError(*problems)
    text = paths.answers.read_bytes().decode() if paths.answers.exists() else ""
    for question, choice in chosen:
        text = answers.answered(text, question, choice)
    write_whole(paths.answers, text.encode())
    return pipeline.import_sources(paths, added=added)
