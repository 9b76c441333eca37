"""What can go wrong, as values.

Bad input is never an exception: whoever reads a file returns what could be read together with `Problem`s. The exceptions
that remain are few:

    LabpressError
    ├── ContentError     problems of severity *error*: nothing was written           exit code 1
    └── UsageError       a command or a setting cannot be carried out as it stands   exit code 2
"""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem weighs; the exit code of a command follows from it."""

    ERROR = "error"
    """Nothing is written, exit code 1."""
    WARNING = "warning"
    """The rest is carried out; exit code 0, or 1 under `--strict`."""
    QUESTION = "question"
    """Something a person may know better; it never changes the exit code."""
    NOTE = "note"
    """What was done, where nobody has to mend anything; it never changes the exit code."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a person should know, with its place. Its words come from a catalogue, by `code`."""

    code: str
    """Names the message: the key below `[problem]` in `generator/catalogues/<lang>.toml`."""
    severity: Severity = Severity.ERROR
    path: str = ""
    """The file, as the person would type it: relative to the root, with forward slashes."""
    line: int = 0
    """1-based; 0 where the problem is about the whole file."""
    column: int = 0
    """1-based; 0 where the problem is about the whole line."""
    key: str = ""
    """The front-matter key or the setting, if it is about one."""
    args: Mapping[str, str | int] = field(default_factory=dict)
    """What the message's placeholders stand for."""
    text: str = ""
    """The words of the source that it is about."""
    choices: tuple[str, ...] = ()
    """Of a question: the answers that there are; the first one holds until a person gives another."""

    @property
    def id(self) -> str:
        """The same for the same question about the same text, wherever it stands in a source: `kind-1a2b3c4d`."""
        about = f"{self.code}\n{self.text}".encode()
        return f"{self.code}-{hashlib.blake2s(about, digest_size=4).hexdigest()}"

    @property
    def place(self) -> str:
        """`file:line:column`, as far as it is known: the form that editors and terminals turn into a link."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part)

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        return (self.path, self.line, self.column, self.key, self.code)


def reason(error: OSError) -> str:
    """The system's name for what it refuses, `ENOENT`, which `i18n` has words for; its own words where it has no name."""
    return errno.errorcode.get(error.errno or 0, error.strerror or str(error))


def has_errors(problems: Sequence[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


class LabpressError(Exception):
    """Carries problems to the command line, which prints them all at once, without a traceback."""

    exit_code = 1

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*(f"{problem.place} {problem.code} {dict(problem.args)}" for problem in problems))
        self.problems = problems


class ContentError(LabpressError):
    """What a person wrote cannot be used: nothing was written."""


class UsageError(LabpressError):
    """A command or a setting cannot be carried out as it stands."""

    exit_code = 2
