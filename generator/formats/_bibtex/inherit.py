"""What an entry takes from another: `crossref` (btxdoc, § 3.1, number 11) and `xdata` (BibLaTeX manual, § 3.13.6).

Which field becomes which in the child: the BibLaTeX manual's appendix B. A parent's own address, identifiers, abstract and the
like say nothing of its parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generator.formats._bibtex.repair import Entry, Fault, Field
from generator.formats._bibtex.tables import LINKS

TO_CONTAINER = {
    "title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon", "author": "bookauthor",
}  # fmt: skip
TO_WHOLE = {"title": "maintitle", "subtitle": "mainsubtitle", "titleaddon": "maintitleaddon"}
"""From a work of several volumes, by whatever is a volume or a part of it."""
TO_JOURNAL = {"title": "journaltitle", "subtitle": "journalsubtitle"}
PARTS = frozenset("article inbook bookinbook suppbook incollection suppcollection inproceedings conference inreference".split())
OWN = frozenset(
    "title subtitle titleaddon shorttitle sorttitle indextitle indexsorttitle author shortauthor key keywords abstract note "
    "annotation annote doi url urldate eprint eprinttype eprintclass archiveprefix primaryclass pages pagetotal pmid pmcid file "
    "crossref xref xdata ids entryset entrysubtype execute label options presort related relatedoptions relatedstring "
    "relatedtype shorthand shorthandintro sortkey date-added date-modified timestamp owner groups type language langid".split()
) | frozenset(LINKS)  # fmt: skip
"""What a part never takes from the whole."""


MOST = 20
"""So many entries one may inherit from, so that a chain of all entries stays cheap."""


def with_inherited(entry: Entry, entries: Mapping[str, Entry]) -> Entry:
    """The entry with its parents' fields behind its own; `entries` by key in small letters, as keys know no letter case."""
    waiting = _parents(entry)
    if not waiting:
        return entry
    seen = {entry.key.lower()}
    faults: list[Fault] = []
    fields = {each.name: each for each in reversed(entry.fields)}
    inherited: dict[str, Field] = {}
    while waiting and len(seen) <= MOST:
        link, key, child_type = waiting.pop(0)
        parent = entries.get(key.lower())
        if parent is None or key.lower() in seen:
            faults.append(
                Fault(
                    "bibtex-parent-circle" if parent else "bibtex-parent-missing", link.line, {"name": link.name, "parent": key}
                )
            )
            continue
        seen.add(key.lower())
        for name, given in _taken(parent, link.name, child_type).items():
            if name not in fields:
                inherited.setdefault(name, given)
        waiting += [(replace(above, line=link.line), other, kind) for above, other, kind in _parents(parent)]
    return replace(entry, fields=[*entry.fields, *inherited.values()], faults=[*entry.faults, *faults])


def _parents(entry: Entry) -> list[tuple[Field, str, str]]:
    """(the field that names it, its key, the type of the entry that names it)."""
    found = []
    for link in entry.fields:
        if link.name in ("xdata", "crossref"):
            keys = link.value.strip('{}" ')
            found += [
                (link, key.strip(), entry.type) for key in (keys.split(",") if link.name == "xdata" else [keys]) if key.strip()
            ]
    return found


def _taken(parent: Entry, by: str, child_type: str) -> dict[str, Field]:
    """A parent's fields under the names that they have in the child."""
    given = {each.name: each for each in parent.fields}
    if by == "xdata":
        return {name: each for name, each in given.items() if name not in ("xdata", "crossref", "ids")}
    rest = {name: each for name, each in given.items() if name not in OWN}
    of_part = TO_JOURNAL if child_type == "article" else TO_CONTAINER
    renamed = of_part if child_type in PARTS else {"author": "author"}
    if parent.type.startswith("mv"):
        renamed = {**renamed, **TO_WHOLE}
    named = {renamed[name]: replace(each, name=renamed[name]) for name, each in given.items() if name in renamed}
    return {**named, **rest}
