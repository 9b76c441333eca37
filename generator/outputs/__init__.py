"""Outputs: every other file of the site, one module each, a pure function from the site.

An output is a module of this package that ends in `OUTPUT = Output(…)`. It returns files, or Pages that the theme renders.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.pages import Page
from generator.registry import discover
from generator.site import Site


@dataclass(frozen=True, slots=True)
class File:
    """A file of the site, not rendered by the theme."""

    path: str
    """Below the output folder, not the language's: `permalinks.localised` puts it there."""
    content: bytes


@dataclass(frozen=True, slots=True)
class Output:
    """A kind of file."""

    name: str
    files: Callable[[Site], Iterable[File | Page]]
    """Called once for each language of the site."""
    needs_base_url: bool = False
    """Left out, with a note, on a site without `base-url`."""


@functools.cache
def outputs() -> tuple[Output, ...]:
    return discover(sys.modules[__name__], Output, "OUTPUT")
