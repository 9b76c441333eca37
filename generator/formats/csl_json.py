"""CSL-JSON (https://github.com/citation-style-language/schema/blob/v1.0.2/schemas/input/csl-data.json).

`dump` writes one array that is valid by that schema. What CSL has no word for stands in each item's `custom`:

    line, names, flagged     of a record that was read from a source: where it begins, its authors as printed, whether a question
                             was raised about it. What a page offers to its readers has none of them
    printed                  true where the parts of the authors' names are only inferred; false where that must be said
    custom                   the publication's own `custom`
    any front-matter key     what CSL has no variable for, or cannot hold exactly: it counts before the item's own

`load` reads that back without loss, and the dialects of others: an array, one item, `{"items": […]}` or JSON Lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from generator import names, page_range
from generator.formats import Format, Loaded, Record
from generator.formats._shared import csl, csl_tables, database, extra, json_text, markup, people
from generator.formats._shared.entry import Draft, clean_name, exact
from generator.formats._shared.identifiers import doi_in, identifier
from generator.formats._shared.keys import keyed
from generator.model import Name, PartialDate, Publication, front_matter_key

VARIABLES = (
    "title", "title_short", "container_title", "collection_title", "volume", "issue", "page", "number", "edition", "publisher",
    "publisher_place", "event_title", "genre", "note", "language", "DOI", "PMID", "PMCID", "ISBN", "ISSN", "URL", "status",
    "abstract",
)  # fmt: skip
"""Fields that are CSL's own, text for text."""
OTHERS = frozenset(("type", "author", "editor", "contributor", "issued", "keyword", "custom"))
"""Fields that CSL has too, in a form of its own."""
FURTHER = tuple(each.name for each in fields(Publication) if each.name not in {*VARIABLES, *OTHERS})
"""Fields that CSL has no variable for."""
_NOTHING: tuple[object, ...] = ("", None, False, (), {}, "complete")
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


def load(text: str, path: str) -> Loaded:
    """Read items in any of the forms that programs export."""
    return database.load(text, path, {"items": {}}, _fill)


def _fill(draft: Draft, item: Mapping[str, Any]) -> str:
    csl.fill(draft, item)
    return str(item.get("id") or "")


def dump(records: Sequence[Record]) -> str:
    """Write records as one CSL-JSON array, ending in a line feed: a line per variable, and per name."""
    return "".join(pieces(records))


def pieces(records: Sequence[Record]) -> Iterator[str]:
    """As `dump`, item by item."""
    before = "[\n  "
    for record, key in keyed(records):
        name = key if record.id is None else record.id  # an entry of BibTeX without a key stays one
        yield before + "{\n" + ",\n".join(_lines(_item(record, name))) + "\n  }"
        before = ",\n  "
    yield "\n]\n" if records else "[]\n"


def join(texts: Sequence[str]) -> str:
    """One array of arrays that `dump` wrote."""
    items = [text.removeprefix("[\n  ").removesuffix("\n]\n") for text in texts]
    return "[\n  " + ",\n  ".join(items) + "\n]\n" if items else "[]\n"


def _lines(item: Mapping[str, Any]) -> Iterator[str]:
    """JSON's own indentation would spread a name over four lines, and is written ten times more slowly."""
    for key, value in item.items():
        many = isinstance(value, list) and len(value) > 1
        text = "[\n      " + ",\n      ".join(map(_ENCODE, value)) + "\n    ]" if many else _ENCODE(value)
        yield f"    {_ENCODE(key)}: {text}"


def _item(record: Record, key: str) -> dict[str, Any]:
    publication = record.publication
    item: dict[str, Any] = {"id": key, "type": publication.type or "document", "title": "", "title-short": ""}
    custom: dict[str, Any] = {}
    if record.line:
        custom = {"line": record.line, "names": list(record.names), "flagged": record.flagged}
    inexact = {"type"} if publication.type == "document" else set()
    for role in csl.ROLES:
        given: tuple[Name, ...] = getattr(publication, role)
        item[role] = [_name(name) for name in names.listed(given)]
        if role == "author" and given and _are_printed(given, told=bool(record.line)):
            custom["printed"] = True
        elif not all(map(_is_exact_name, given)):
            inexact.add(role)
    item["issued"] = _date(publication.issued) if publication.issued else None
    for attribute in VARIABLES:
        value = getattr(publication, attribute) or ""
        counted = attribute == "page" and page_range.count(publication.type or "", value)
        item["number-of-pages" if counted else front_matter_key(attribute)] = value
        if value and not _is_exact(attribute, value):
            inexact.add(attribute)
    item["keyword"] = ", ".join(publication.keyword)
    if csl.split_keywords(item["keyword"]) != list(publication.keyword):
        inexact.add("keyword")
    further = [attribute for attribute in FURTHER if getattr(publication, attribute) not in _NOTHING]
    if further or inexact:
        custom |= exact(publication, (*further, *sorted(inexact)))
    if publication.custom:
        custom["custom"] = publication.custom
    inferred = not publication.arXiv and csl.arxiv_of(publication.DOI, publication.URL, publication.number)
    if not record.line and (custom or not publication.type or inferred):  # by one of them `load` knows what we wrote
        custom.setdefault("printed", False)
    item["custom"] = {name: value for name, value in custom.items() if value or name in csl.OURS}
    return {name: value for name, value in item.items() if value or name in ("id", "title")}


def _is_exact(attribute: str, value: str) -> bool:
    """Whether `load` reads the same text from the item's variable."""
    if attribute in ("abstract", "note"):
        return markup.paragraphs(value) == value and not (attribute == "note" and extra.taken(value)[1])
    if attribute == "URL" and doi_in(value):
        return False
    if attribute in csl_tables.IDENTIFIERS:
        return identifier(attribute, value) == value
    return markup.line(value) == value and not (attribute in ("ISBN", "ISSN") and "id.crossref.org" in value)


def _are_printed(given: Sequence[Name], *, told: bool) -> bool:
    """Whether names are only their printed form, which is `told` in `names`, or else follows from their parts."""
    if any(name != Name(printed=markup.line(name.printed)) for name in given):
        return False
    parted = [names.parts(name) for name in names.listed(given)]
    return told or all(split.text == name.printed and _is_exact_name(split) for name, split in zip(given, parted, strict=True))


def _is_exact_name(name: Name) -> bool:
    marked = name.printed or name.ORCID or name.id or name.equal or (name.literal and (name.given or name.family))
    return not marked and clean_name(name) == name and bool(name.text) and not people.stands_for_others(name.text)


def _name(name: Name) -> dict[str, str]:
    split = names.parts(name)
    said = {
        "family": split.family,
        "given": split.given,
        "non-dropping-particle": split.non_dropping_particle,
        "suffix": split.suffix,
        "literal": split.literal,
    }
    return {part: text for part, text in said.items() if text}


def _date(issued: PartialDate) -> dict[str, list[list[int]]]:
    return {"date-parts": [[part for part in (issued.year, issued.month, issued.day) if part]]}


def recognises(text: str) -> bool:
    """Any JSON of objects but that of another source of its own form (`json_text.SIGNS`); an empty list too."""
    return json_text.kind(text) == FORMAT.name


FORMAT = Format(
    "csl-json",
    "CSL-JSON",
    (".json",),
    recognises,
    load=load,
    dump=dump,
    join=join,
    pieces=pieces,
    media_type="application/vnd.citationstyles.csl+json",
)
