"""What machines read of a publication: its record for other programs (`records`), and what its page says in its head.

Everything here says what the page says and no more: no date is made more precise, and a name that must not be shown any more
is nowhere. That an author list is partial can be said in BibTeX and CSL-JSON; the tags have no word for it.
"""

from __future__ import annotations

import functools
import textwrap
from dataclasses import dataclass

from generator.metadata.around import Around
from generator.metadata.linked_data import for_script, linked_data
from generator.metadata.records import words
from generator.metadata.tags import Tags, citation, open_graph
from generator.site import Entry, Site


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the head of a publication's page says."""

    description: str
    """Plain text for search results: the beginning of the abstract, else the authors."""
    citation: Tags
    """`citation_*` tags for Google Scholar."""
    open_graph: Tags
    """`og:*` properties for link previews."""
    linked_data: str
    """JSON-LD, escaped for a `<script>` element."""
    indexed: bool
    """Whether search engines may keep the page: not one that stands in no list."""


def of(entry: Entry, site: Site) -> Metadata:
    """The metadata of a publication's page in the site's language."""
    return _of(entry, Around(site.lang, site.config.language, site.title, site.config.base_url))


@functools.lru_cache(maxsize=1 << 13)  # the preview asks again and again
def _of(entry: Entry, site: Around) -> Metadata:
    publication = entry.publication
    description = shorten(words(publication.abstract) or ", ".join(byline.text for byline in entry.authors))
    return Metadata(
        description,
        tuple(citation(entry, site)),
        tuple(open_graph(entry, site, description)),
        for_script(linked_data(entry, site)),
        not publication.hidden,
    )


def shorten(text: str, width: int = 200) -> str:
    """At most `width` characters of a text on one line, cut between words."""
    return textwrap.shorten(text, width, placeholder=" …") if " " in text[:width] else text[:width]
