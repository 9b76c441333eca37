"""`test`: the tests of a clone."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.errors import Problem, UsageError
from generator.terminal import Command


@click.command(
    "test",
    cls=Command,
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "allow_interspersed_args": False},
)
@click.pass_context
def command(context: click.Context) -> int:
    clone = Path(__file__).parents[2]
    if not (clone / "tests" / "run.py").is_file():
        raise UsageError(Problem("test-no-clone"))
    sys.path.insert(0, str(clone))  # an installed labpress starts elsewhere
    from tests.run import main as run_tests

    return run_tests(context.args)
