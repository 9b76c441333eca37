"""`people`: who may be one person, and what is answered."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli._shared import find_paths, program, root_option
from generator.errors import Problem, UsageError
from generator.terminal import Command


@click.command("people", cls=Command)
@click.argument("words", nargs=-1, metavar="[same|different ID|NAME NAME]")
@root_option
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def command(context: click.Context, words: tuple[str, ...], root: Path | None, as_json: bool) -> None:
    from generator import who_is_who

    catalogue, paths = context.obj, find_paths(root, None)
    who = who_is_who.WhoIsWho.read(paths)
    if words:
        if words[0] not in ("same", "different") or as_json:
            raise UsageError(Problem("people-words", args={"word": words[0]}))
        written = who_is_who.answer(who, paths, words[0], words[1:])
        for file in written:
            click.echo(catalogue.message("people.written", file=file))
        if not written:
            click.echo(catalogue.message("people.known"))
    elif as_json:
        sys.stdout.buffer.write(who_is_who.as_json(who, catalogue).encode())
        sys.stdout.flush()
    else:
        for line in who_is_who.as_text(who, catalogue, program()):
            click.echo(line)
