"""What a person sees in a terminal: problems, progress, help, in their language.

The report goes to standard output, problems and progress to standard error, so that a result can be piped.
"""

from __future__ import annotations

import difflib
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from generator.errors import Problem, Severity
from generator.i18n import Catalogue
from generator.text import did_you_mean

if TYPE_CHECKING:
    from generator.pipeline import Progress

SHOWN = 20
"""Notes and warnings of one kind that are printed, and questions; `--verbose` prints all. Errors are always all printed."""
EXAMPLES = 3
"""Questions of one kind that are printed where there are more than `SHOWN` in all: `review` lists them."""


def report(problems: Sequence[Problem], catalogue: Catalogue, *, verbose: bool = False) -> None:
    """Print problems to standard error, all at once: errors, warnings and notes by place, then questions; then their number."""
    ordered = sorted(problems, key=lambda problem: (problem.severity is Severity.QUESTION, problem.sort_key))
    counts = Counter(problem.severity for problem in ordered)
    of_questions = SHOWN if counts[Severity.QUESTION] <= SHOWN else EXAMPLES
    most = {Severity.ERROR: len(ordered), Severity.QUESTION: of_questions}
    seen: Counter[str] = Counter()
    hidden = 0
    for problem in ordered:
        seen[problem.code] += 1
        if verbose or seen[problem.code] <= most.get(problem.severity, SHOWN):
            click.echo(catalogue.problem(problem), err=True)
        else:
            hidden += 1
    if hidden:
        click.echo(catalogue.message("report.more", n=hidden), err=True)
    total = [catalogue.message(f"report.{severity}", n=counts[severity]) for severity in Severity if counts[severity]]
    if len(ordered) > 1:
        click.echo(", ".join(total), err=True)


def difference(before: str, after: str, name: str) -> str:
    """A unified diff, as git shows it."""
    old, new = ([f"{line}\n" for line in text.splitlines()] for text in (before, after))
    return "".join(difflib.unified_diff(old, new, name, name))


@contextmanager
def progress(catalogue: Catalogue) -> Iterator[Progress]:
    """A bar on a terminal, elsewhere one plain line per phase."""
    if sys.stderr.isatty():
        with _bar(catalogue) as show:
            yield show
        return
    said: set[str] = set()

    def line(phase: str, _done: int, total: int) -> None:
        if phase not in said:
            said.add(phase)
            click.echo(catalogue.message(f"progress.{phase}", n=total), err=True)

    yield line


@contextmanager
def _bar(catalogue: Catalogue) -> Iterator[Progress]:
    from rich.console import Console  # 78 ms, and only a terminal needs it
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(phase: str, done: int, total: int) -> None:
            bar.update(task, description=catalogue.message(f"progress.{phase}", n=total), completed=done, total=total or None)

        yield show


class Command(click.Command):
    """A command whose help speaks the language of the catalogue in `ctx.obj`, click's own words included.

    Its `help`, and that of its options, are keys of the catalogue.
    """

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        say = ctx.obj.message
        pieces = [say("help.metavar") if piece == "[OPTIONS]" else piece for piece in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=f"{say('help.usage')} ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(ctx.obj.message(f"help.{self.name}"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        rows = []
        for option in options:
            names = ", ".join(option.opts)
            value = "" if option.is_flag or option.count else f" {option.make_metavar(ctx)}"
            rows.append((names + value, ctx.obj.message(f"option.{option.opts[-1].removeprefix('--')}")))
        with formatter.section(ctx.obj.message("help.options")):
            formatter.write_dl(rows)


class Group(Command, click.Group):
    """Commands whose options may stand before or after the command's name; without a name, `default` is meant."""

    default = "build"

    def with_value(self) -> set[str]:
        """The options of any command that are followed by a value."""
        options = [each for command in self.commands.values() for each in command.params if isinstance(each, click.Option)]
        return {name for option in options if not option.is_flag for name in option.opts}

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        place, with_value = 0, self.with_value()
        while place < len(args) and args[place].startswith("-"):
            place += 2 if args[place] in with_value else 1
        if place < len(args):
            args = [args[place], *args[:place], *args[place + 1 :]]
        elif not {"--help", "--version"}.intersection(args):
            args = [self.default, *args]
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        rows = [(name, ctx.obj.message(f"help.{name}").partition("\n")[0]) for name in self.commands]
        with formatter.section(ctx.obj.message("help.commands")):
            formatter.write_dl(rows)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.commands:
            known, meant = ", ".join(self.commands), did_you_mean(args[0], self.commands)
            key = "usage.no-command-meant" if meant else "usage.no-command"
            raise click.UsageError(ctx.obj.message(key, name=args[0], known=known, meant=meant), ctx)
        return super().resolve_command(ctx, args)


def usage_error(error: click.UsageError, catalogue: Catalogue) -> str:
    """A mistake in the command's words, said in the catalogue's language."""
    say = catalogue.message
    if isinstance(error, click.NoSuchOption):
        meant = ", ".join(error.possibilities or ())
        return say("usage.no-option-meant" if meant else "usage.no-option", option=error.option_name, meant=meant)
    if isinstance(error, click.MissingParameter):
        option = isinstance(error.param, click.Option)
        metavar = error.param.make_metavar(error.ctx) if error.param and error.ctx else ""
        return say("usage.missing", parameter=f"{error.param.opts[-1]} {metavar}" if option and error.param else metavar)
    if isinstance(error, click.BadParameter):
        hint = error.param.opts[-1] if error.param else str(error.param_hint)
        if error.param and isinstance(error.param.type, click.IntRange):
            return say("usage.number", parameter=hint, minimum=error.param.type.min, maximum=error.param.type.max)
        return say("usage.bad", parameter=hint, detail=error.message)
    if isinstance(error, click.BadOptionUsage):
        flag = error.ctx and any(
            error.option_name in each.opts and getattr(each, "is_flag", False) for each in error.ctx.command.params
        )
        return say("usage.no-value" if not flag else "usage.flag", option=error.option_name)
    if surplus := re.search(r"extra arguments? \((.*)\)", error.message):
        return say("usage.surplus", words=surplus[1])
    return error.message
