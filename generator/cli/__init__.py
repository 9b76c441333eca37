"""The command line: `python3 build.py …` and `labpress …` are this `main`.

Exit codes: 0; 1, the content has problems; 2, the command or a setting has; 130, interrupted.
"""

from __future__ import annotations

import io
import os
import sys
from typing import NoReturn

import click

from generator import __version__
from generator.cli import build, clean, convert, import_, people, review, serve, test
from generator.cli._shared import program
from generator.errors import LabpressError
from generator.i18n import preferred_language, tool_catalogue
from generator.terminal import Group, report, usage_error

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
    name = program()
    try:
        result = labpress.main(arguments, prog_name=name, standalone_mode=False, obj=catalogue)
    except LabpressError as error:
        report(error.problems, catalogue, verbose="--verbose" in arguments)
        return error.exit_code
    except click.UsageError as error:
        click.echo(f"{catalogue.message('severity.error')}: {usage_error(error, catalogue)}", err=True)
        click.echo(catalogue.message("usage.hint", program=error.ctx.command_path if error.ctx else name), err=True)
        return 2
    except (KeyboardInterrupt, click.Abort):
        return 130
    return result if isinstance(result, int) else 0


@click.group(cls=Group, context_settings={"help_option_names": ["--help"]})
@click.version_option(__version__, prog_name="labpress", message="%(prog)s %(version)s")
def labpress() -> None:
    pass


for _module in (build, import_, review, convert, people, serve, clean, test):
    labpress.add_command(_module.command)
