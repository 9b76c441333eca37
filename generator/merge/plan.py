"""What an import will do, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.errors import Problem
from generator.lock import Lock


@dataclass(frozen=True, slots=True)
class Change:
    """A file's text before and after."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Renamed:
    """A printed name of a paper that gave way to another form of the same person."""

    key: str
    """The paper's."""
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written, and what a person should know."""

    new: Mapping[str, str] = field(default_factory=dict)
    """By key: the texts of files that are not there yet."""
    changed: Mapping[str, Change] = field(default_factory=dict)
    """By key: files that are there."""
    renamed: tuple[Renamed, ...] = ()
    """Names that gave way to other forms of the same people."""
    lock: Lock = field(default_factory=Lock)
    papers: int = 0
    """How many records the sources hold that are due."""
    known: int = 0
    """How many of them are new to the lock and went to a file that was there."""
    problems: tuple[Problem, ...] = ()
    heard: tuple[Problem, ...] = ()
    """Questions about records and files that an answer settled."""
