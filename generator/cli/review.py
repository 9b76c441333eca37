"""`review`: the questions that imports left open, and their answers."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli._shared import ask_open, find_paths, interactive_option, program, root_option, say_imported, today
from generator.i18n import Catalogue
from generator.terminal import Command


@click.command("review", cls=Command)
@click.argument("answer", nargs=-1, metavar="[ID CHOICE]")
@root_option
@interactive_option
@click.pass_obj
def command(catalogue: Catalogue, answer: tuple[str, ...], root: Path | None, interactive: bool) -> None:
    from generator import answers, review

    paths, say = find_paths(root, None), catalogue.message
    if interactive:
        ask_open(paths, catalogue)
    elif answer:
        if len(answer) < 2:
            raise click.UsageError(say("usage.missing", parameter="CHOICE"))
        question = review.find(review.open_questions(paths), answer[0])
        choice = answers.choose(question, " ".join(answer[1:]))
        imported = review.answer(paths, [(question, choice)], today())
        click.echo(say("review.answered", path=paths.shown(paths.answers), id=question.id, choice=choice))
        say_imported(imported, catalogue, verbose=False)
    else:
        questions = review.open_questions(paths)
        for question in questions:
            click.echo(catalogue.problem(question))
            click.echo(say("review.choices", id=question.id, choices=" | ".join(question.choices)))
        click.echo(say("review.how", program=program()) if questions else say("review.none"))
