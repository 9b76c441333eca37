"""The command line: `python3 build.py …` and `labpress …` are this `main`.

Exit codes: 0; 1, the content has problems; 2, the command or a setting has; 130, interrupted.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from generator import __version__
from generator.errors import LabpressError, Problem, Severity, UsageError
from generator.i18n import Catalogue, preferred_language, tool_catalogue
from generator.model import PartialDate
from generator.paths import Paths, find_root, site_paths
from generator.permalinks import HOME
from generator.terminal import Command, Group, ask_all, difference, progress, report, usage_error

# What only some commands need is imported inside them: `--help` is quick, and a build does not load the preview's server.


def main() -> NoReturn:
    """Run the command line of this process."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a code page of Windows may lack a quotation mark: no reason to stop
            stream.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code. A person's mistake is a message, never a traceback."""
    catalogue = tool_catalogue(preferred_language(os.environ))
    program = _program()
    try:
        result = labpress.main(arguments, prog_name=program, standalone_mode=False, obj=catalogue)
    except LabpressError as error:
        report(error.problems, catalogue, verbose="--verbose" in arguments)
        return error.exit_code
    except click.UsageError as error:
        click.echo(f"{catalogue.message('severity.error')}: {usage_error(error, catalogue)}", err=True)
        click.echo(catalogue.message("usage.hint", program=error.ctx.command_path if error.ctx else program), err=True)
        return 2
    except (KeyboardInterrupt, click.Abort):
        return 130
    return result if isinstance(result, int) else 0


def _program() -> str:
    """What a person types."""
    return "build.py" if Path(sys.argv[0]).name == "build.py" else "labpress"


@click.group(cls=Group, context_settings={"help_option_names": ["--help"]})
@click.version_option(__version__, prog_name="labpress", message="%(prog)s %(version)s")
def labpress() -> None:
    pass


def _option(name: str, **settings: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(name, **settings)


_folder = {"type": click.Path(path_type=Path), "metavar": "DIR"}
_root = _option("--root", **_folder)
_output = _option("--output", **_folder)
_base_url = _option("--base-url", metavar="URL")
_dry_run = _option("--dry-run", is_flag=True)
_interactive = _option("--interactive", is_flag=True)
_strict = _option("--strict", is_flag=True)
_verbose = _option("--verbose", is_flag=True)


@labpress.command("build", cls=Command)
@_root
@_output
@_base_url
@click.option("--locked", is_flag=True)
@_strict
@_verbose
@click.pass_obj
def _build(
    catalogue: Catalogue,
    root: Path | None,
    output: Path | None,
    base_url: str | None,
    locked: bool,
    strict: bool,
    verbose: bool,
) -> None:
    from generator import pipeline

    paths = _paths(root, output)
    pipeline.check(paths, base_url)  # before an import writes anything
    due = pipeline.import_due(paths)
    if due and locked:
        raise LabpressError(*(Problem("import-due", path=path) for path in due))
    if due:
        _say_imported(pipeline.import_sources(paths, strict=strict, added=_today()), catalogue, verbose=verbose)
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


@labpress.command("import", cls=Command)
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path, allow_dash=True))
@_root
@click.option("--as", "name", metavar="NAME")
@click.option("--replace", is_flag=True)
@click.option("--restore", metavar="KEY", multiple=True)
@_dry_run
@_interactive
@_strict
@_verbose
@click.pass_obj
def _import(
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

    paths = _paths(root, None)
    folders = [file for file in files if os.path.isdir(file)]  # noqa: PTH112 - False too for a name that is too long
    contents = _read_all(file for file in files if file not in folders)
    if any(str(file) == "-" and not data.strip() for file, data in contents.items()):
        raise UsageError(Problem("paste-empty"))
    named = [
        (name or (sources.unused_pasted(paths, data) if str(file) == "-" else file.name), data) for file, data in contents.items()
    ]
    skipped: list[Problem] = []
    for folder in folders:
        if paths.root.is_relative_to(folder.resolve()) or folder.resolve().is_relative_to(paths.content):
            raise UsageError(Problem("source-folder", path=folder.as_posix()))
        found, problems = sources.in_folder(folder, folder.as_posix())
        named += found.items()
        skipped += problems
    given = dict(named)
    if len(given) < len(named) or len(contents) + len(folders) < len(files):
        raise UsageError(Problem("source-names"))
    imported = pipeline.import_sources(
        paths,
        given,
        replace_given=replace,
        restore=frozenset(restore),
        every=not files,
        dry_run=dry_run,
        strict=strict,
        added=_today(),
    )
    report(skipped, catalogue, verbose=verbose)
    _say_imported(imported, catalogue, verbose=verbose, dry_run=dry_run)
    if interactive and not dry_run:
        _ask(paths, catalogue)


def _say_imported(imported: Any, catalogue: Catalogue, *, verbose: bool, dry_run: bool = False) -> None:
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
            click.echo(difference(person.before or "", person.after, file), nl=False)
    if not imported.written and not imported.changed and not imported.people:
        click.echo(say("import.nothing"))
    report(plan.problems, catalogue, verbose=verbose)
    if any(problem.severity is Severity.QUESTION for problem in plan.problems):
        click.echo(say("import.questions", program=_program()))


@labpress.command("review", cls=Command)
@click.argument("answer", nargs=-1, metavar="[ID CHOICE]")
@_root
@_interactive
@click.pass_obj
def _review(catalogue: Catalogue, answer: tuple[str, ...], root: Path | None, interactive: bool) -> None:
    from generator import answers, review

    paths, say = _paths(root, None), catalogue.message
    if interactive:
        _ask(paths, catalogue)
    elif answer:
        if len(answer) < 2:
            raise click.UsageError(say("usage.missing", parameter="CHOICE"))
        question = review.find(review.open_questions(paths), answer[0])
        choice = answers.choose(question, " ".join(answer[1:]))
        imported = review.answer(paths, [(question, choice)], _today())
        click.echo(say("review.answered", path=paths.shown(paths.answers), id=question.id, choice=choice))
        _say_imported(imported, catalogue, verbose=False)
    else:
        questions = review.open_questions(paths)
        for question in questions:
            click.echo(catalogue.problem(question))
            click.echo(say("review.choices", id=question.id, choices=" | ".join(question.choices)))
        click.echo(say("review.how", program=_program()) if questions else say("review.none"))


def _ask(paths: Paths, catalogue: Catalogue) -> None:
    """Ask the open questions one after the other, and import again with what was answered."""
    from generator import review

    if not sys.stdin.isatty():
        raise UsageError(Problem("review-terminal"))
    questions = review.open_questions(paths)
    if not questions:
        click.echo(catalogue.message("review.none"))
    chosen, stopped = ask_all(questions, catalogue)
    if chosen:
        _say_imported(review.answer(paths, chosen, _today()), catalogue, verbose=False)
    if stopped:
        raise click.Abort


@labpress.command("convert", cls=Command)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--to", "target", required=True, metavar="FORMAT")
@_strict
@_verbose
@click.pass_obj
def _convert(catalogue: Catalogue, file: Path, target: str, strict: bool, verbose: bool) -> int:
    from generator import formats, sources

    writes = [each.name for each in formats.formats() if each.dump]
    format_ = formats.named(target)
    if format_ is None or format_.dump is None:
        raise UsageError(Problem("format-target", args={"name": target, "known": ", ".join(writes)}))
    _, loaded, _ = sources.load(file.name, _read_all([file])[file], str(file), formats.Hints())
    severities = {problem.severity for problem in loaded.problems}
    failed = Severity.ERROR in severities or (strict and Severity.WARNING in severities)
    if not failed:
        for piece in format_.pieces(loaded.records) if format_.pieces else [format_.dump(loaded.records)]:
            sys.stdout.buffer.write(piece.encode())
        sys.stdout.flush()
    report(loaded.problems, catalogue, verbose=verbose)
    return int(failed)


@labpress.command("people", cls=Command)
@click.argument("words", nargs=-1, metavar="[same|different ID|NAME NAME]")
@_root
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def _people(context: click.Context, words: tuple[str, ...], root: Path | None, as_json: bool) -> None:
    from generator import who_is_who

    catalogue, paths = context.obj, _paths(root, None)
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
        for line in who_is_who.as_text(who, catalogue, _program()):
            click.echo(line)


@labpress.command("serve", cls=Command)
@_root
@_base_url
@click.option("--port", type=click.IntRange(0, 65535), metavar="PORT")
@click.option("--host", metavar="HOST", default="127.0.0.1")
@click.option("--poll", is_flag=True)
@click.option("--open", "open_browser", is_flag=True)
@click.pass_obj
def _serve(
    catalogue: Catalogue, root: Path | None, base_url: str | None, port: int | None, host: str, poll: bool, open_browser: bool
) -> None:
    from generator.serve import serve

    serve(
        _paths(root, None),
        catalogue=catalogue,
        host=host,
        port=port,
        poll=poll,
        open_browser=open_browser,
        base_url=base_url,
        say=click.echo,
        report=lambda problems: report(problems, catalogue),
    )


@labpress.command("clean", cls=Command)
@_root
@_output
@click.pass_obj
def _clean(catalogue: Catalogue, root: Path | None, output: Path | None) -> None:
    from generator import writer

    paths = _paths(root, output)
    removed = writer.clean(paths.output, paths.cache, root=paths.root)
    click.echo(catalogue.message("clean.removed", n=len(removed), folder=paths.shown(paths.output)))


@labpress.command(
    "test",
    cls=Command,
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "allow_interspersed_args": False},
)
@click.pass_context
def _test(context: click.Context) -> int:
    clone = Path(__file__).parent.parent
    if not (clone / "tests" / "run.py").is_file():
        raise UsageError(Problem("test-no-clone"))
    sys.path.insert(0, str(clone))  # an installed labpress starts elsewhere
    from tests.run import main as run_tests

    return run_tests(context.args)


def _today() -> PartialDate:
    """The day of an import; for a run that is repeated, the one of `SOURCE_DATE_EPOCH` (reproducible-builds.org)."""
    moment = os.environ.get("SOURCE_DATE_EPOCH", "")
    day = datetime.fromtimestamp(int(moment), UTC) if moment.isdecimal() else datetime.now().astimezone()
    return PartialDate(day.year, day.month, day.day)


def _paths(root: Path | None, output: Path | None) -> Paths:
    found = root.resolve() if root else find_root(Path.cwd())
    if found is None:
        raise UsageError(Problem("root-missing", args={"folder": str(Path.cwd())}))
    if not found.is_dir():
        raise UsageError(Problem("root-unknown", args={"folder": str(found)}))
    return site_paths(found, output.absolute() if output else None)


def _read_all(files: Iterable[Path]) -> dict[Path, bytes]:
    found, problems = {}, []
    for file in files:
        try:
            found[file] = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        except OSError as error:
            problems.append(Problem("file-unreadable", path=str(file), args={"detail": error.strerror or ""}))
    if problems:
        raise UsageError(*problems)
    return found
