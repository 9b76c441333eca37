"""`import`: files become sources, and sources become Markdown files."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from generator.cli._shared import (
    ask,
    find_paths,
    interactive_option,
    read_all,
    root_option,
    say_imported,
    strict_option,
    today,
    verbose_option,
)
from generator.errors import ContentError, Problem, UsageError
from generator.i18n import Catalogue
from generator.terminal import Command, report


@click.command("import", cls=Command)
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path, allow_dash=True))
@root_option
@click.option("--as", "name", metavar="NAME")
@click.option("--replace", is_flag=True)
@click.option("--restore", metavar="KEY", multiple=True)
@click.option("--dry-run", is_flag=True)
@interactive_option
@strict_option
@verbose_option
@click.pass_obj
def command(
    catalogue: Catalogue,
    files: tuple[Path, ...],
    root: Path | None,
    name: str | None,
    replace: bool,
    restore: tuple[str, ...],
    dry_run: bool,
    interactive: bool,
    strict: bool,
    verbose: bool,
) -> None:
    from generator import pipeline, sources

    paths = find_paths(root, None)
    folders = [file for file in files if os.path.isdir(file)]  # noqa: PTH112 - False too for a name that is too long
    contents = read_all(file for file in files if file not in folders)
    if any(str(file) == "-" and not data.strip() for file, data in contents.items()):
        raise UsageError(Problem("paste-empty"))
    named = [
        (name or (sources.unused_pasted(paths, data) if str(file) == "-" else file.name), data, str(file))
        for file, data in contents.items()
    ]
    skipped: list[Problem] = []
    for folder in folders:
        if paths.root.is_relative_to(folder.resolve()) or folder.resolve().is_relative_to(paths.content):
            raise UsageError(Problem("source-folder", path=folder.as_posix()))
        found, problems = sources.in_folder(folder, folder.as_posix())
        named += [(inside, data, f"{folder.as_posix()}/{inside.partition('/')[2]}") for inside, data in found.items()]
        skipped += problems
    given = {source: data for source, data, _ in named}
    if len(given) < len(named) or len(contents) + len(folders) < len(files):
        raise UsageError(Problem("source-names"))
    typed = {paths.shown(paths.sources / source): file for source, data, file in named if not sources.holds(paths, source, data)}
    try:
        imported = pipeline.import_sources(
            paths,
            given,
            replace_given=replace,
            restore=frozenset(restore),
            every=not files,
            dry_run=dry_run,
            strict=strict,
            added=today(),
        )
    except ContentError as error:  # nothing was copied, so that a message names the file that is there
        raise ContentError(*_about_files(error.problems, typed)) from error
    if dry_run:
        said = tuple(_about_files(imported.plan.problems, typed))
        imported = dataclasses.replace(imported, plan=dataclasses.replace(imported.plan, problems=said))
    report(skipped, catalogue, verbose=verbose)
    say_imported(imported, catalogue, verbose=verbose, dry_run=dry_run)
    if interactive and not dry_run:
        from generator import review

        known = review.Review(paths)
        ask(known, known.open, catalogue)


def _about_files(problems: Iterable[Problem], typed: Mapping[str, str]) -> Iterator[Problem]:
    """The problems of sources that were not copied, about the files as the person typed them."""
    return (dataclasses.replace(problem, path=typed.get(problem.path, problem.path)) for problem in problems)
