"""`feed.xml`: an Atom feed (https://www.rfc-editor.org/rfc/rfc4287) of what has come in, newest first.

In it is what has `added` or a full date. Its times come from these dates and never from a clock, so that the same content
makes the same feed; without any there is none. Where a date names no time of day, or no day, Atom's time is the first moment
of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from generator import permalinks
from generator.content import clean_text
from generator.metadata.records import words
from generator.model import PartialDate
from generator.outputs import File, Output
from generator.site import Entry, Site

ATOM = "http://www.w3.org/2005/Atom"
LONGEST = 50
"""Entries in the feed: readers want what is new."""


def dated(site: Site) -> list[tuple[PartialDate, Entry]]:
    """The feed's publications with the date of each, newest first, then in the order of lists."""
    found = []
    for entry in site.entries:
        issued = entry.publication.issued
        date = entry.publication.added or (issued if issued and issued.day else None)
        if date:
            found.append((date, entry))
    return sorted(found, key=lambda item: item[0], reverse=True)[:LONGEST]


def moment(date: PartialDate) -> str:
    """The first moment of a date, as Atom wants it (RFC 3339)."""
    return f"{date.year:04}-{date.month or 1:02}-{date.day or 1:02}T00:00:00Z"


def _files(site: Site) -> Iterator[File]:
    newest = dated(site)
    if not newest:
        return
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": site.lang})
    own = _address(permalinks.FEED, site)
    _add(feed, "id", own)
    _add(feed, "title", site.title)
    if site.description:
        _add(feed, "subtitle", site.description)
    _add(feed, "updated", moment(newest[0][0]))
    _add(feed, "link", rel="self", type="application/atom+xml", href=own)
    _add(feed, "link", rel="alternate", type="text/html", href=_address(permalinks.HOME, site))
    _add(_add(feed, "author"), "name", site.title)  # for what names no author
    for date, entry in newest:
        _entry(_add(feed, "entry"), date, entry, site)
    ET.indent(feed, "")
    text = ET.tostring(feed, encoding="unicode", short_empty_elements=True)
    path = permalinks.localised(permalinks.FEED, site.lang, site.config.language)
    yield File(path, f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode())


def _entry(into: ET.Element, date: PartialDate, entry: Entry, site: Site) -> None:
    publication = entry.publication
    # The first key that it ever had: an entry is new to a reader's program only once.
    first_key = next(iter(publication.aliases), entry.key)
    _add(into, "id", _address(permalinks.publication(first_key), site))
    _add(into, "title", publication.title)
    _add(into, "updated", moment(date))
    if publication.issued and publication.issued.day:
        _add(into, "published", moment(publication.issued))
    _add(into, "link", rel="alternate", type="text/html", href=_address(entry.path, site))
    for byline in entry.authors:
        author = _add(into, "author")
        _add(author, "name", byline.text)
        if byline.path:
            _add(author, "uri", _address(byline.path, site))
    for keyword in publication.keyword:
        _add(into, "category", term=keyword)
    if publication.abstract:
        _add(into, "summary", words(publication.abstract))


def _address(path: str, site: Site) -> str:
    return permalinks.absolute(permalinks.localised(path, site.lang, site.config.language), site.config.base_url)


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, {key: clean_text(value) for key, value in attributes.items()})
    element.text = clean_text(text) or None
    return element


OUTPUT = Output("feed", _files, needs_base_url=True)
