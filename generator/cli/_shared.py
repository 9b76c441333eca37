"""What several commands need: their common options, the site's folders, the day, and what they say of an import."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.errors import Problem, Severity, UsageError, reason
from generator.i18n import Catalogue
from generator.paths import Paths, find_root, site_paths
from generator.terminal import difference, report

if TYPE_CHECKING:
    from generator.model import PartialDate
    from generator.review import Asked, Review


def _option(name: str, **settings: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(name, **settings)


_folder = {"type": click.Path(path_type=Path), "metavar": "DIR"}
root_option = _option("--root", **_folder)
output_option = _option("--output", **_folder)
base_url_option = _option("--base-url", metavar="URL")
interactive_option = _option("--interactive", is_flag=True)
strict_option = _option("--strict", is_flag=True)
verbose_option = _option("--verbose", is_flag=True)
all_option = click.option("--all", "everything", is_flag=True)
json_option = click.option("--json", "as_json", is_flag=True)


def program() -> str:
    """What a person types."""
    return "build.py" if Path(sys.argv[0]).name == "build.py" else "labpress"


def typed() -> str:
    """The words before a command that a person can copy."""
    return "python3 build.py" if program() == "build.py" else "labpress"


def today() -> PartialDate:
    """The day of an import; for a run that is repeated, the one of `SOURCE_DATE_EPOCH` (reproducible-builds.org)."""
    from generator.model import PartialDate

    moment = os.environ.get("SOURCE_DATE_EPOCH", "")
    day = datetime.fromtimestamp(int(moment), UTC) if moment.isdecimal() else datetime.now().astimezone()
    return PartialDate(day.year, day.month, day.day)


def find_paths(root: Path | None, output: Path | None) -> Paths:
    found = root.resolve() if root else find_root(Path.cwd())
    if found is None:
        raise UsageError(Problem("root-missing", args={"folder": str(Path.cwd())}))
    if not found.is_dir():
        raise UsageError(Problem("root-unknown", args={"folder": str(found)}))
    return site_paths(found, output.absolute() if output else None)


def read_all(files: Iterable[Path]) -> dict[Path, bytes]:
    found, problems = {}, []
    for file in files:
        try:
            found[file] = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        except OSError as error:
            problems.append(Problem("file-unreadable", path=str(file), args={"reason": reason(error)}))
    if problems:
        raise UsageError(*problems)
    return found


def say_imported(imported: Any, catalogue: Catalogue, *, verbose: bool, dry_run: bool = False) -> None:
    say, plan = catalogue.message, imported.plan
    if imported.sources:
        papers = say("count.papers", n=plan.papers)
        click.echo(say("import.read", papers=papers, n=len(imported.sources), sources=", ".join(imported.sources)))
    if plan.known:
        click.echo(say("import.known", n=plan.known))
    if imported.written:
        click.echo(say("import.would-write" if dry_run else "import.written", n=len(imported.written)))
    if dry_run or verbose:
        for file in imported.written:
            click.echo(f"  {file}")
    if imported.changed:
        click.echo(say("import.would-change" if dry_run else "import.changed", n=len(imported.changed)))
    if dry_run or verbose:
        for file, change in zip(imported.changed, (plan.changed[key] for key in sorted(plan.changed)), strict=True):
            click.echo(difference(change.before, change.after, file), nl=False)
    for file, person in imported.people.items():  # few, and nobody asked for them by name
        click.echo(say("import.would-write-person" if dry_run else "people.written", file=file))
        if dry_run or verbose:
            click.echo(difference(person.before or "", person.after or "", file), nl=False)
    if not imported.written and not imported.changed and not imported.people:
        click.echo(say("import.nothing"))
    report(plan.problems, catalogue, verbose=verbose)
    if any(problem.severity is Severity.QUESTION for problem in plan.problems):
        click.echo(say("import.questions", program=program()))


def ask(known: Review, questions: Sequence[Asked], catalogue: Catalogue) -> None:
    """Ask questions one after the other, write each answer down at once, and import again with them all."""
    from generator import review_text

    if not sys.stdin.isatty():
        raise UsageError(Problem("review-terminal"))
    if not questions:
        click.echo(catalogue.message("review.none"))
        return
    answered, stopped = 0, False
    try:
        for asked, choice in review_text.interview(questions, known, catalogue):
            known.write([(asked, choice)])
            answered += 1
    except (KeyboardInterrupt, click.Abort):
        click.echo()
        stopped = True
    click.echo(catalogue.message("review.so-many", n=answered, path=known.paths.shown(known.paths.answers)))
    if answered:
        say_imported(known.carry_out(today()), catalogue, verbose=False)
    if stopped:
        raise click.Abort
