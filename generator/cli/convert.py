"""`convert`: one file in another format, on standard output."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli._shared import read_all, strict_option, verbose_option
from generator.errors import Problem, Severity, UsageError
from generator.i18n import Catalogue
from generator.terminal import Command, report


@click.command("convert", cls=Command)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--to", "target", required=True, metavar="FORMAT")
@strict_option
@verbose_option
@click.pass_obj
def command(catalogue: Catalogue, file: Path, target: str, strict: bool, verbose: bool) -> int:
    from generator import formats, sources

    writes = [each.name for each in formats.formats() if each.dump]
    format_ = formats.named(target)
    if format_ is None or format_.dump is None:
        raise UsageError(Problem("format-target", args={"name": target, "known": ", ".join(writes)}))
    _, loaded, _ = sources.load(file.name, read_all([file])[file], str(file), formats.Hints())
    severities = {problem.severity for problem in loaded.problems}
    failed = Severity.ERROR in severities or (strict and Severity.WARNING in severities)
    if not failed:
        for piece in format_.pieces(loaded.records) if format_.pieces else [format_.dump(loaded.records)]:
            sys.stdout.buffer.write(piece.encode())
        sys.stdout.flush()
    report(loaded.problems, catalogue, verbose=verbose)
    return int(failed)
