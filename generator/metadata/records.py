"""A publication as a record for other programs, as its page shows it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any

from generator import markdown
from generator.formats import Record
from generator.model import Name, Publication, Version
from generator.names import recased
from generator.site import Byline, Entry


@functools.lru_cache(maxsize=1 << 13)
def record(entry: Entry) -> Record:
    """A publication as a reader cites it: plain text, only names that may be shown, nothing of how this site treats it.

    Kept, because each carrier of a publication asks for it, and the preview makes them again and again.
    """
    roles = {"author": entry.authors, "editor": entry.editors, "contributor": entry.contributors}
    shown: dict[str, Any] = {role: tuple(replace(shown_name(each), id="") for each in roles[role]) for role in roles}
    publication = replace(
        entry.original,
        **shown,
        abstract=words(entry.original.abstract),
        link=tuple(link for link in entry.original.link if link.URL and link.kind == "pdf"),
        status_note="",
        status_URL="",
        added=None,
        image=None,
        selected=False,
        draft=False,
        hidden=False,
        aliases=(),
        translation={},
        version=(),
        award=(),
        project=(),
        custom={},
    )
    return Record(publication, line=0, id=entry.key)


@functools.lru_cache(maxsize=1 << 13)
def citable(entry: Entry) -> tuple[Record, ...]:
    """The publication, then its other versions, each as a record of its own: whoever read the preprint cites that."""
    main = record(entry)
    return (
        main,
        *(_version(main, version, number) for number, version in enumerate(entry.original.version, 2)),
    )


def _version(main: Record, version: Version, number: int) -> Record:
    said = {field.name: getattr(version, field.name) for field in fields(Version)}
    kept = ("author", "editor", "author_list", "language", "abstract")
    work = {name: getattr(main.publication, name) for name in kept}
    publication = Publication(**{**said, **work, "title": version.title or main.publication.title})
    return Record(publication, line=0, id=f"{main.id}-version-{number}")


def shown_name(byline: Byline) -> Name:
    """The name as printed, not in capitals throughout; or, where it must not be shown any more, the person's name."""
    name = recased(byline.name)
    profile = byline.person.profile
    if name.id and profile and profile.former_name:  # the file may be called as the person was
        name = replace(name, id="")
    return name if byline.text == name.text else Name(printed=byline.text, ORCID=name.ORCID, equal=name.equal)


@functools.lru_cache(maxsize=1 << 13)
def written(dump: Callable[[Sequence[Record]], str], records: tuple[Record, ...]) -> str:
    """Records in a format. Kept, because the pages of each language show it, and the preview makes them again and again."""
    return dump(records)


@functools.lru_cache(maxsize=1 << 14)
def words(abstract: str) -> str:
    """The plain text of Markdown, its formulas in TeX. Kept, because each carrier of an abstract asks for it."""
    return markdown.words(abstract) if abstract else ""
