"""`serve`: the preview."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli._shared import base_url_option, find_paths, root_option
from generator.i18n import Catalogue
from generator.terminal import Command, report


@click.command("serve", cls=Command)
@root_option
@base_url_option
@click.option("--port", type=click.IntRange(0, 65535), metavar="PORT")
@click.option("--host", metavar="HOST", default="127.0.0.1")
@click.option("--poll", is_flag=True)
@click.option("--open", "open_browser", is_flag=True)
@click.pass_obj
def command(
    catalogue: Catalogue, root: Path | None, base_url: str | None, port: int | None, host: str, poll: bool, open_browser: bool
) -> None:
    from generator.serve import serve

    serve(
        find_paths(root, None),
        catalogue=catalogue,
        host=host,
        port=port,
        poll=poll,
        open_browser=open_browser,
        base_url=base_url,
        say=click.echo,
        report=lambda problems: report(problems, catalogue),
    )
