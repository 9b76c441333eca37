"""Bibliographic formats, one file each: `load` reads one, `dump` writes one, and a round trip proves them.

A format is a module of this package that ends in `FORMAT = Format(…)`; being there is all the registration it needs. Modules
whose names start with `_` are helpers. Text in records is plain, never Markdown and never the format's own markup.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.errors import Problem, Severity
from generator.model import Publication
from generator.registry import discover


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of a source."""

    publication: Publication
    """What it says; the abstract is plain text. Without a title it is no publication, and an import passes over it."""
    line: int
    """1-based: where it begins, in a pasted list its title."""
    id: str | None = None
    """What the source itself calls it (a BibTeX key, a DOI); None where the format has no names, empty where one is left out."""
    flagged: bool = False
    """A question was raised about how its lines were read."""

    @property
    def names(self) -> tuple[str, ...]:
        """The authors as printed, in reading order."""
        return tuple(name.text for name in self.publication.author)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a source holds: every line of it is in a record or in a problem."""

    records: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known before a source is read, for a format whose text alone does not say how it is to be read."""

    people: frozenset[str] = frozenset()
    """`names.identity` of each name in author files and of papers already there."""
    titles: frozenset[str] = frozenset()
    """`names.identity` of the title of each paper already there."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """What a person chose: the question's id (`Problem.id`) → one of its choices."""


@dataclass(frozen=True, slots=True)
class Format:
    """A bibliographic format."""

    name: str
    """What `convert --to` calls it: `csl-json`."""
    label: str
    """What people call it: `CSL-JSON`. A proper name, the same in every language."""
    extensions: tuple[str, ...]
    """The endings of its files, the usual one first: `.json`."""
    recognises: Callable[[str], bool]
    """Whether a text looks like this format; asked where the ending does not decide."""
    load: Callable[[str, str], Loaded] | None = None
    """Read (text, path for messages). Never raises for bad input: what cannot be read is a Problem with its line."""
    load_with: Callable[[str, str, Hints], Loaded] | None = None
    """As `load`, with hints: for a format that can use them."""
    dump: Callable[[Sequence[Record]], str] | None = None
    """Write records. A format with `dump` is also offered as a download on every publication's page."""
    join: Callable[[Sequence[str]], str] | None = None
    """What `dump` writes of records with names of their own, from what it writes of each alone."""
    pieces: Callable[[Sequence[Record]], Iterator[str]] | None = None
    """As `dump`, but piece by piece: what a long list becomes need not be in memory at once."""
    media_type: str = "text/plain"
    """https://www.iana.org/assignments/media-types/"""

    def read(self, text: str, path: str, hints: Hints) -> Loaded:
        """Read a text, by `load_with` where there is one, and say where nothing is found. Only for formats that have `load`."""
        loaded = Loaded()
        if text.strip():
            loaded = self.load_with(text, path, hints) if self.load_with else self.load(text, path) if self.load else loaded
        if loaded.records or any(problem.severity is not Severity.NOTE for problem in loaded.problems):
            return loaded
        return replace(loaded, problems=(Problem("entry-none", Severity.WARNING, path), *loaded.problems))


@functools.cache
def formats() -> tuple[Format, ...]:
    """Every format there is."""
    return discover(sys.modules[__name__], Format, "FORMAT")


def named(name: str) -> Format | None:
    return next((format_ for format_ in formats() if format_.name == name), None)


LAST = "listing"
"""The format that has no sign of its own: any text may be one, so every other format is asked before it."""


def recognise(file_name: str, text: str) -> Format | None:
    """The format of a source: by its content where a format knows itself, else by the file's ending."""
    readable = [format_ for format_ in formats() if format_.load or format_.load_with]
    by_ending = [format_ for format_ in readable if file_name.lower().endswith(format_.extensions)]
    sure = [format_ for format_ in readable if format_.recognises(text)]
    signed = sorted((format_ for format_ in sure if format_.name != LAST), key=lambda format_: format_ not in by_ending)
    return next(iter([*signed, *by_ending, *sure]), None)
