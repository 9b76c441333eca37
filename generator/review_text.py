"""The command `review`, as a person reads it in a terminal, and is asked there; and as other programs read it."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence

import click

from generator.answers import choose
from generator.errors import Problem, UsageError
from generator.i18n import Catalogue
from generator.review import Asked, Review

FEW = 20
"""So many questions are listed without being asked for, and so many of one kind without `--all`."""
_ABOUT = 240
"""So many characters of what a question is about are listed; `review ID` and `--json` say it whole."""
_NARROWEST = 40


def summary(review: Review, catalogue: Catalogue, typed: str) -> Iterator[str]:
    """How many questions there are of each kind, and how to see and to answer them; few are listed at once.

    `typed` is what a person types before a command.
    """
    say, questions = catalogue.message, review.open
    if not questions:
        yield say("review.none")
    elif len(questions) <= FEW:
        yield from listing(questions, catalogue, "", everything=True)
    else:
        yield say("review.open", n=len(questions))
        often = Counter(each.kind for each in questions)
        for kind, n in often.items():
            yield ""
            yield f"{n:6}  {kind}"
            yield from _explained(kind, catalogue, 8)
    if questions:
        yield ""
        yield say("review.how", command=f"{typed} review")
    if review.elsewhere:
        yield ""
        yield from _wrapped(say("review.elsewhere", n=len(review.elsewhere), typed=typed))


def listing(questions: Sequence[Asked], catalogue: Catalogue, command: str, *, everything: bool = False) -> Iterator[str]:
    """Questions kind by kind, each with its id, its choices, its place and its words; `command` shows them all."""
    say = catalogue.message
    kinds: dict[str, list[Asked]] = {}
    for each in questions:
        kinds.setdefault(each.kind, []).append(each)
    hidden = 0
    for number, (kind, asked) in enumerate(kinds.items()):
        if number:
            yield ""
        yield f"{kind} ({len(asked)})"
        yield from _explained(kind, catalogue, 2)
        shown = asked if everything else asked[:FEW]
        for each in shown:
            yield ""
            yield from _item(each, catalogue)
        hidden += len(asked) - len(shown)
    if hidden:
        yield ""
        yield say("review.more", n=hidden, command=command)


def whole(asked: Asked, review: Review, catalogue: Catalogue, command: str) -> Iterator[str]:
    """All that there is to say of one question: its words, what the records say that it is about, its choices."""
    say = catalogue.message
    if asked.question is None:
        yield from _wrapped(say("review.gone", id=asked.id, about=asked.about, answer=asked.answer))
    else:
        yield from _wrapped(catalogue.problem(asked.question))
        yield from _evidence(asked, review)
        yield f"  {asked.id}  {_choices(asked)}"
    yield ""
    yield say("review.change" if asked.answer else "review.answer", command=command, id=asked.id)


def _evidence(asked: Asked, review: Review) -> Iterator[str]:
    for place, words in review.evidence(asked):
        yield from _wrapped(f"- {place}: {words}", 2)


def _item(asked: Asked, catalogue: Catalogue) -> Iterator[str]:
    """Two lines of a list: the question with its choices, what holds in brackets; where and about what it is."""
    yield f"{asked.id}  {_choices(asked)}"
    place = asked.question.place if asked.question else catalogue.message("review.nobody-asks")
    yield from _wrapped(f"{place}: {_about(asked)}", 4)


def _about(asked: Asked) -> str:
    about = " · ".join(asked.about.split("\n"))
    if asked.paper and asked.paper not in about:
        about += f" · {asked.paper}"
    return about if len(about) <= _ABOUT else f"{about[: _ABOUT - 1]}…"


def _explained(kind: str, catalogue: Catalogue, indent: int) -> Iterator[str]:
    """What a kind of question is about; a hand-written answer may have any name."""
    if (key := f"review.kind.{kind}") in catalogue:
        yield from _wrapped(catalogue.message(key), indent)


def _choices(asked: Asked) -> str:
    return " | ".join(f"[{each}]" if each == asked.holds else each for each in asked.choices or (asked.answer,))


def _wrapped(text: str, indent: int = 0) -> list[str]:
    """A text in lines of the terminal's width; in one line where it goes into a file or to another program."""
    space = " " * indent
    if not sys.stdout.isatty():
        return [space + text]
    width = max(_NARROWEST, shutil.get_terminal_size().columns)
    return textwrap.wrap(
        text, width, initial_indent=space, subsequent_indent=space, break_long_words=False, break_on_hyphens=False
    )


def as_json(questions: Sequence[Asked], catalogue: Catalogue) -> str:
    """The list that `docs/merging.md` describes."""
    found = [
        {
            "id": each.id,
            "kind": each.kind,
            "about": each.about.split("\n"),
            "choices": list(each.choices),
            "holds": each.holds,
            **({"answer": each.answer} if each.answer else {}),
            **({"publication": each.paper} if each.paper else {}),
            **({"path": each.question.path, "line": each.question.line} if each.question else {}),
            **({"text": catalogue.problem(each.question)} if each.question else {}),
        }
        for each in questions
    ]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


# What a person is asked


def confirmed(changes: Sequence[tuple[Asked, str]], catalogue: Catalogue, *, yes: bool) -> bool:
    """Show what would be answered and ask whether it shall be. Raises UsageError where nobody is there to be asked."""
    say = catalogue.message
    for asked, choice in changes:
        click.echo(f"{asked.id}  {asked.holds} → {choice or say('review.nothing-said')}")
        for line in _wrapped(_about(asked), 4):
            click.echo(line)
    if yes:
        return True
    if not sys.stdin.isatty():
        raise UsageError(Problem("review-yes", args={"n": len(changes)}))
    said: str = click.prompt(say("review.sure", n=len(changes)), default="", show_default=False)
    return said.strip().casefold() in say("review.yes").split()


def interview(questions: Sequence[Asked], review: Review, catalogue: Catalogue) -> Iterator[tuple[Asked, str]]:
    """Ask one question after the other; each with its answer, where it got one. Ends where a person says so."""
    say = catalogue.message
    for line in _wrapped(say("review.keys")):
        click.echo(line)
    skipped = ""
    for number, asked in enumerate(questions, 1):
        if asked.kind == skipped or asked.question is None:
            continue
        click.echo()
        words = f"[{number}/{len(questions)}] {catalogue.problem(asked.question)}"
        for line in (*_wrapped(words), *_evidence(asked, review)):
            click.echo(line)
        said = _ask(asked, catalogue)
        if said == say("review.key-stop"):
            return
        if said == say("review.key-skip"):
            skipped = asked.kind
        elif said:
            yield asked, choose(asked.question, said)


def _ask(asked: Asked, catalogue: Catalogue) -> str:
    """A choice, by name or number, or a key; empty where the question is left open."""
    say = catalogue.message
    choices = ", ".join(f"{number} {choice}" for number, choice in enumerate(asked.choices, 1))
    while True:
        given: str = click.prompt(say("review.prompt", choices=choices), default="", show_default=False)
        said = given.strip()
        if said.casefold() in ("", say("review.key-stop"), say("review.key-skip")):
            return said.casefold()
        try:
            return choose(asked.question, said) if asked.question else ""
        except UsageError:
            click.echo(say("review.unclear", choices=choices))
