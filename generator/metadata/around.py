"""What of a site the metadata of its publications say."""

from __future__ import annotations

from dataclasses import dataclass

from generator import permalinks


@dataclass(frozen=True, slots=True)
class Around:
    """What of a site its publications' metadata say."""

    lang: str
    language: str
    """The one at the top of the site."""
    title: str
    base_url: str


def address(path: str, site: Around) -> str:
    return permalinks.absolute(permalinks.localised(path, site.lang, site.language), site.base_url)
