"""Page kinds, one file each: a pure function from the site to pages.

A kind is a module of this package that ends in `KIND = PageKind(…)`; it then stands in the navigation, in the sitemap and in
the link check. Until a theme has a template by its name, `list.html` renders it, which wants `title` and `entries`, or
`items` of (text, path, count), in the context.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from generator.registry import discover
from generator.site import Site


@dataclass(frozen=True, slots=True)
class Page:
    """One page to render. What it depends on is its context, its template, the catalogue and the settings; no more."""

    path: str
    """Below the language's folder; `permalinks` made it."""
    template: str
    """Without ending: `publication`."""
    lang: str
    context: Mapping[str, Any] = field(default_factory=dict)
    """What the template sees, beside a small view of the site. It cannot be changed."""
    embedded: bool = False
    """Whether pages of other websites take it in: its links are then absolute as soon as there is a `base-url`."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "context", MappingProxyType(dict(self.context)))


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page."""

    name: str
    """Names the template, and the words of the navigation (`navigation.<name>` in the theme's catalogues)."""
    pages: Callable[[Site], Iterable[Page]]
    navigation: Callable[[Site], str] | None = None
    """The path that the navigation leads to, or an empty string where this site has no such page."""
    label: str = ""
    """What the navigation says where the catalogue has no words for it."""
    order: int = 50
    """The place in the navigation: smaller first, then by name."""
    indexed: bool = True
    """Whether it is for search engines: in the sitemap, without `noindex`."""


@functools.cache
def kinds() -> tuple[PageKind, ...]:
    """Every page kind, in the order of the navigation."""
    return tuple(sorted(discover(sys.modules[__name__], PageKind, "KIND"), key=lambda kind: (kind.order, kind.name)))
