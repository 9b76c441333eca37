"""`review`: the questions that imports left open, and their answers."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli._shared import (
    all_option,
    ask,
    find_paths,
    interactive_option,
    json_option,
    root_option,
    say_imported,
    today,
    typed,
)
from generator.i18n import Catalogue
from generator.terminal import Command

if TYPE_CHECKING:
    from generator.review import Asked, Review


@click.command("review", cls=Command)
@click.argument("words", nargs=-1, metavar="[ID|KIND|FILE|PUBLICATION]... [CHOICE]")
@root_option
@all_option
@click.option("--answered", is_flag=True)
@click.option("--undo", is_flag=True)
@click.option("--yes", is_flag=True)
@interactive_option
@json_option
@click.pass_obj
def command(
    catalogue: Catalogue,
    words: tuple[str, ...],
    root: Path | None,
    everything: bool,
    answered: bool,
    undo: bool,
    yes: bool,
    interactive: bool,
    as_json: bool,
) -> None:
    from generator import review, review_text

    say = catalogue.message
    known = review.Review(find_paths(root, None))
    selected = known.select(words, known.answered if answered or undo else known.open)
    questions, choice = selected.questions, selected.choice
    if choice and (undo or interactive or as_json):
        raise click.UsageError(say("usage.surplus", words=choice))
    if undo and not words:
        raise click.UsageError(say("usage.missing", parameter="ID"))
    if as_json:
        sys.stdout.buffer.write(review_text.as_json(questions if words or answered else known.every, catalogue).encode())
        sys.stdout.flush()
    elif interactive:
        ask(known, questions, catalogue)
    elif choice or undo:
        changes = known.undone(each for each in questions if each.answer) if undo else review.choose(questions, choice)
        changes = [(each, new) for each, new in changes if each.answer != new]
        if not changes:
            click.echo(say("review.nothing"))
        elif selected.one_by_one or review_text.confirmed(changes, catalogue, yes=yes):
            _answer(known, changes, catalogue)
        else:
            click.echo(say("review.unwritten"))
    elif words or answered or everything:
        _list(known, words, questions, catalogue, answered=answered, everything=everything)
    else:
        for line in review_text.summary(known, catalogue, typed()):
            click.echo(line)


def _list(
    known: Review, words: Sequence[str], questions: Sequence[Asked], catalogue: Catalogue, *, answered: bool, everything: bool
) -> None:
    from generator import review_text

    command = f"{typed()} review"
    if not questions:
        click.echo(catalogue.message("review.nothing"))
    elif len(questions) == 1 and words:
        for line in review_text.whole(questions[0], known, catalogue, command):
            click.echo(line)
    else:
        again = " ".join((command, *words, *(["--answered"] if answered else []), "--all"))
        for line in review_text.listing(questions, catalogue, again, everything=everything):
            click.echo(line)


def _answer(known: Review, changes: Sequence[tuple[Asked, str]], catalogue: Catalogue) -> None:
    """Write down answers, or take back those that are empty now, and import what follows."""
    known.write(changes)
    for asked, choice in changes:
        key = "review.answered" if choice else "review.taken-back"
        click.echo(catalogue.message(key, path=known.paths.shown(known.paths.answers), id=asked.id, choice=choice))
    say_imported(known.carry_out(today()), catalogue, verbose=False)
