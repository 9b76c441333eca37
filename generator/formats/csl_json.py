"""CSL-JSON (https://github.com/citation-style-language/schema/blob/v1.0.2/schemas/input/csl-data.json).

`dump` writes one array. What CSL has no word for stands in each item's `custom`: `line` and `names` as printed in the source,
`flagged` where a question was raised about how it was read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from generator import names, permalinks
from generator.formats import Format, Record
from generator.model import Name, PartialDate

PLAIN = (
    "container_title", "collection_title", "volume", "issue", "page", "number", "edition", "publisher", "publisher_place",
    "event_title", "genre", "note", "language", "license", "DOI", "PMID", "PMCID", "ISBN", "ISSN", "URL", "status", "abstract",
)  # fmt: skip
"""Fields that are CSL's own, text for text."""


def dump(records: Sequence[Record]) -> str:
    """Write records as one CSL-JSON array, ending in a line feed."""
    taken: set[str] = set()
    items = []  # each as text at once: all of them as dictionaries would take many times the room
    for record in records:
        key = record.id or permalinks.new_key(record.publication, taken)
        taken.add(key)
        items.append(json.dumps(_item(record, key), ensure_ascii=False, indent=2).replace("\n", "\n  "))
    if not items:
        return "[]\n"
    items[0], items[-1] = f"[\n  {items[0]}", f"{items[-1]}\n]\n"
    return ",\n  ".join(items)


def _item(record: Record, key: str) -> dict[str, Any]:
    publication = record.publication
    item: dict[str, Any] = {"id": key, "type": publication.type or "document", "title": publication.title}
    item["title-short"] = publication.title_short
    for role in ("author", "editor", "contributor"):
        item[role] = [_name(name) for name in getattr(publication, role)]
    item["issued"] = _date(publication.issued) if publication.issued else None
    for attribute in PLAIN:
        item[attribute.replace("_", "-")] = getattr(publication, attribute)
    item["keyword"] = ", ".join(publication.keyword)
    custom = {
        "line": record.line,
        "names": list(record.names),
        "flagged": record.flagged,
        "author-list": publication.author_list,
        "arXiv": publication.arXiv,
        "link": [{"kind": link.kind, "URL": link.URL} for link in publication.link if link.URL],
    }
    item["custom"] = {name: value for name, value in custom.items() if value or name in ("names", "flagged")}
    return {name: value for name, value in item.items() if value}


def _name(name: Name) -> dict[str, str]:
    split = names.parts(name)
    stated = {
        "family": split.family,
        "given": split.given,
        "non-dropping-particle": split.non_dropping_particle,
        "suffix": split.suffix,
        "literal": split.literal,
    }
    return {part: text for part, text in stated.items() if text}


def _date(issued: PartialDate) -> dict[str, list[list[int]]]:
    return {"date-parts": [[part for part in (issued.year, issued.month, issued.day) if part]]}


def recognises(text: str) -> bool:
    """A JSON array of objects that have CSL's `type` or `title`."""
    head = text.lstrip("\ufeff \t\r\n")[:2000]
    return head.startswith(("[", "{")) and ('"type"' in head or '"title"' in head)


FORMAT = Format("csl-json", "CSL-JSON", (".json",), recognises, dump=dump, media_type="application/vnd.citationstyles.csl+json")
