"""`clean`: what labpress wrote is removed."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli._shared import find_paths, output_option, root_option
from generator.i18n import Catalogue
from generator.terminal import Command


@click.command("clean", cls=Command)
@root_option
@output_option
@click.pass_obj
def command(catalogue: Catalogue, root: Path | None, output: Path | None) -> None:
    from generator import writer

    paths = find_paths(root, output)
    removed = writer.clean(paths.output, paths.cache, root=paths.root)
    click.echo(catalogue.message("clean.removed", n=len(removed), folder=paths.shown(paths.output)))
