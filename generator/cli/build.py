"""`build`: what is due is imported, then the site is written."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli._shared import (
    base_url_option,
    find_paths,
    output_option,
    root_option,
    say_imported,
    strict_option,
    today,
    verbose_option,
)
from generator.errors import LabpressError, Problem
from generator.i18n import Catalogue
from generator.terminal import Command, progress, report


@click.command("build", cls=Command)
@root_option
@output_option
@base_url_option
@click.option("--locked", is_flag=True)
@strict_option
@verbose_option
@click.pass_obj
def command(
    catalogue: Catalogue,
    root: Path | None,
    output: Path | None,
    base_url: str | None,
    locked: bool,
    strict: bool,
    verbose: bool,
) -> None:
    from generator import pipeline
    from generator.permalinks import HOME

    paths = find_paths(root, output)
    pipeline.check(paths, base_url)  # before an import writes anything
    due = pipeline.import_due(paths)
    if due and locked:
        raise LabpressError(*(Problem("import-due", path=path) for path in due))
    if due:
        say_imported(pipeline.import_sources(paths, strict=strict, added=today()), catalogue, verbose=verbose)
    with progress(catalogue) as show:
        built = pipeline.build_site(paths, base_url=base_url, strict=strict, progress=show)
    report(built.problems, catalogue, verbose=verbose)
    say = catalogue.message
    written, removed = len(built.written.written), len(built.written.removed)
    click.echo(
        say("build.content", papers=say("count.papers", n=built.publications), authors=say("count.authors", n=built.authors))
    )
    if written or removed:
        click.echo(say("build.written", written=say("count.written", n=written), removed=say("count.removed", n=removed)))
    else:
        click.echo(say("build.unchanged"))
    if not built.base_url:
        click.echo(say("build.no-base-url"))
    click.echo(say("build.where", path=str(paths.output / HOME)))
