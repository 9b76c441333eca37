"""The command line: `python3 build.py …` and `labpress …` are this `main`.

Exit codes: 0; 1, the content has problems; 2, the command or a setting has; 130, interrupted.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn

import click

from generator import __version__
from generator.errors import LabpressError, Problem, Severity, UsageError
from generator.i18n import Catalogue, preferred_language, tool_catalogue
from generator.paths import Paths, find_root, site_paths
from generator.permalinks import HOME
from generator.terminal import Command, Group, progress, report, usage_error

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
    program = "build.py" if Path(sys.argv[0]).name == "build.py" else "labpress"
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
        raise LabpressError(*(Problem("import-due", path=paths.shown(paths.sources / name)) for name in due))
    if due:
        _say_imported(pipeline.import_sources(paths, strict=strict), catalogue, verbose=verbose)
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
    strict: bool,
    verbose: bool,
) -> None:
    from generator import pipeline, sources

    paths = _paths(root, None)
    contents = _read_all(files)
    given = {}
    for file in files:
        data = contents[file]
        given[name or (sources.unused_pasted(paths, data) if str(file) == "-" else file.name)] = data
    if len(given) < len(files):
        raise UsageError(Problem("source-names"))
    imported = pipeline.import_sources(
        paths, given, replace_given=replace, restore=frozenset(restore), every=not files, dry_run=dry_run, strict=strict
    )
    _say_imported(imported, catalogue, verbose=verbose, dry_run=dry_run)


def _say_imported(imported: Any, catalogue: Catalogue, *, verbose: bool, dry_run: bool = False) -> None:
    say = catalogue.message
    papers = say("count.papers", n=imported.plan.papers)
    click.echo(say("import.read", papers=papers, n=len(imported.sources), sources=", ".join(imported.sources)))
    click.echo(say("import.would-write" if dry_run else "import.written", n=len(imported.written)))
    if dry_run or verbose:
        for file in imported.written:
            click.echo(f"  {file}")
    report(imported.plan.problems, catalogue, verbose=verbose)
    if any(problem.severity is Severity.QUESTION for problem in imported.plan.problems):
        click.echo(say("import.questions"))


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
        sys.stdout.buffer.write(format_.dump(loaded.records).encode())
        sys.stdout.flush()
    report(loaded.problems, catalogue, verbose=verbose)
    return int(failed)


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
