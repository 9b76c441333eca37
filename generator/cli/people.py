"""`people`: who may be one person, and what is answered."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli._shared import all_option, find_paths, json_option, root_option, typed
from generator.i18n import Catalogue
from generator.terminal import Command


@click.command("people", cls=Command)
@click.argument("words", nargs=-1, metavar="[NAME | same|different ID|NAME NAME]")
@root_option
@all_option
@json_option
@click.pass_obj
def command(catalogue: Catalogue, words: tuple[str, ...], root: Path | None, everything: bool, as_json: bool) -> None:
    from generator import people_text, who_is_who

    paths, say, typed_before = find_paths(root, None), catalogue.message, f"{typed()} people"
    who = who_is_who.WhoIsWho.read(paths)
    if as_json:
        if words:
            raise click.UsageError(say("usage.surplus", words=" ".join(words)))
        sys.stdout.buffer.write(people_text.as_json(who, catalogue).encode())
        sys.stdout.flush()
    elif words and words[0] in ("same", "different"):
        said = who_is_who.answer(who, paths, words[0], words[1:])
        for key, files in (("people.written", said.written), ("people.deleted", said.deleted)):
            for file in files:
                click.echo(say(key, file=file))
        if said.written or said.deleted:
            click.echo(say("people.undo", command=people_text.in_words(typed_before, *said.opposite)))
        else:
            click.echo(say("people.known"))
    elif words:
        for number, person in enumerate(who_is_who.named(who, words)):
            for line in ([""] if number else []) + list(people_text.about(who, person, catalogue, typed_before)):
                click.echo(line)
    else:
        for line in people_text.as_text(who, catalogue, typed_before, everything=everything):
            click.echo(line)
