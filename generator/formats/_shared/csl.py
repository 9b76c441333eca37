"""An item of CSL-JSON, in the dialects of Zotero, Mendeley and Crossref, field by field.

CSL: https://github.com/citation-style-language/schema/blob/v1.0.2/schemas/input/csl-data.json
Crossref: https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, get_args

from generator.formats._shared import markup
from generator.formats._shared.csl_values import TEXT_OF, date, is_date, name, strings
from generator.formats._shared.entry import Draft
from generator.formats._shared.identifiers import identifier
from generator.model import CslType, Name, Status

TEXTS = {
    "title-short": "title_short", "shortTitle": "title_short", "short-title": "title_short",
    "container-title": "container_title", "collection-title": "collection_title", "volume": "volume", "issue": "issue",
    "page": "page", "number": "number", "article-number": "number", "edition": "edition", "edition-number": "edition",
    "publisher": "publisher", "publisher-place": "publisher_place", "publisher-location": "publisher_place",
    "event-title": "event_title", "event": "event_title", "genre": "genre", "degree": "genre", "abstract": "abstract",
    "ISBN": "ISBN", "ISSN": "ISSN",
}  # fmt: skip
"""CSL's variables (with older and Crossref's spellings) → fields of text."""
IDENTIFIERS = {"DOI": "DOI", "PMID": "PMID", "PMCID": "PMCID", "language": "language"}
ROLES = ("author", "editor", "contributor")

CROSSREF_TYPES = {
    "journal-article": "article-journal", "proceedings-article": "paper-conference", "proceedings": "book",
    "proceedings-series": "book", "book-chapter": "chapter", "book-section": "chapter", "book-part": "chapter",
    "book-track": "chapter", "monograph": "book", "edited-book": "book", "reference-book": "book", "book-set": "book",
    "book-series": "book", "reference-entry": "entry", "posted-content": "article", "preprint": "article",
    "dissertation": "thesis", "report-component": "report", "report-series": "report", "peer-review": "review",
    "journal": "periodical", "journal-issue": "periodical", "journal-volume": "periodical", "database": "dataset",
    "component": "document", "grant": "document", "other": "document",
}  # fmt: skip
"""https://api.crossref.org/types → CSL types, where they differ."""
TYPES: dict[str, str | None] = {**{type_: type_ for type_ in get_args(CslType)}, **CROSSREF_TYPES}

BOOKKEEPING = frozenset(
    "indexed deposited created score is-referenced-by-count references-count reference-count reference content-domain prefix "
    "member resource journal-issue published assertion update-policy alternative-id isbn-type issn-type link funder relation "
    "update-to updated-by content-updated citation-label citation-number first-reference-note-number schema".split()
)
"""What Crossref says of its own record, of other works and of payments, and what citation programs number by themselves."""
NAME_BOOKKEEPING = frozenset("sequence affiliation authenticated-orcid role-start parse-names comma-suffix _inst".split())
OURS = frozenset(("line", "names", "flagged", "printed", "custom"))
"""What `csl_json.dump` writes into an item's `custom` beside front-matter keys."""
OURS_ALWAYS = frozenset(("names", "flagged"))
"""Those that it writes of every record from a source. Of others it writes `printed`, or nothing that has to be known."""
EXTRA = re.compile(r"(?im)^[ \t]*(DOI|arXiv|PMID|PMCID|Citation Key)[ \t]*:[ \t]*(\S.*?)[ \t]*$\n?")
"""Zotero's `Extra`: one `key: value` per line (https://www.zotero.org/support/kb/item_types_and_fields#citing_fields_from_extra)."""


def fill(draft: Draft, item: Mapping[str, Any]) -> None:
    """Fill an entry from an item; every key of it ends in a field, in `custom` or in a message."""
    custom = item.get("custom")
    ours = isinstance(custom, Mapping) and (custom.keys() >= OURS_ALWAYS or isinstance(custom.get("printed"), bool))
    for key, value in item.items():
        if value in (None, "", [], {}) or key in ("id", "custom"):
            continue
        if key == "title":
            _title(draft, item)
        elif key in ROLES:
            _names(draft, key, value)
        elif key in _SPECIAL:
            _SPECIAL[key](draft, value, key)
        elif key in TEXTS:
            _text(draft, TEXTS[key], value, key)
        elif key in IDENTIFIERS:
            for each in strings(value):
                draft.identifier(IDENTIFIERS[key], each, key)
            _further(draft, value, key)
        elif key in BOOKKEEPING:
            draft.source.leave_out(key, draft.line)
        elif is_date(value):
            draft.keep(key, date(value)[2])
        else:
            draft.keep(key, value)
    if item.get("subtitle") and "title" not in draft:
        draft.keep("subtitle", item["subtitle"])
    _crossref(draft, item)
    if ours and draft.values.get("type") == "document":
        del draft.values["type"]  # what is written for a type that is not known
    if isinstance(custom, Mapping):
        _custom(draft, custom, ours=ours)
    elif custom:
        draft.keep("custom", custom)


def _text(draft: Draft, field: str, value: Any, key: str) -> None:
    """A variable of text: of Crossref's lists the first, of numbers all."""
    texts = strings(value)
    if field in ("ISBN", "ISSN"):
        found = [re.sub(r"^https?://id\.crossref\.org/is[bs]n/", "", text) for text in texts]
        draft.text(field, ", ".join(dict.fromkeys(found)), key)
    else:
        for text in texts:
            draft.text(field, text, key)
    _further(draft, value, key)


def _further(draft: Draft, value: Any, key: str) -> None:
    """Keep what stands in objects beside their text: the place of a conference beside its name."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, Mapping):
            told = next((part for part in TEXT_OF if each.get(part)), "")
            rest = {part: date(item)[2] if is_date(item) else item for part, item in each.items() if part != told}
            draft.keep(key, rest)


def _title(draft: Draft, item: Mapping[str, Any]) -> None:
    """The title; Crossref keeps a subtitle apart."""
    titles = strings(item["title"])
    subtitles = strings(item.get("subtitle"))
    if titles and subtitles and markup.line(subtitles[0]).lower() not in markup.line(titles[0]).lower():
        titles[0] = f"{titles[0].rstrip().rstrip(':')}: {subtitles[0]}"
        del subtitles[0]
    elif titles and subtitles:
        del subtitles[0]
    for text in titles:
        draft.title(text, "title")
    draft.keep("subtitle", subtitles)
    _further(draft, item["title"], "title")


def _names(draft: Draft, role: str, value: Any) -> None:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, Mapping):
            _name(draft, role, each)
        elif isinstance(each, str) and "," in each:
            draft.written_name(role, each)
        elif each not in (None, "", [], {}):
            draft.person(role, Name(printed=str(each)))


_NAME_PARTS = frozenset("family given literal name suffix non-dropping-particle dropping-particle ORCID".split())


def _name(draft: Draft, role: str, parts: Mapping[str, Any]) -> None:
    found = name(parts)
    orcid = str(parts.get("ORCID") or "")
    iD = identifier("ORCID", orcid)  # noqa: N806 - ORCID's own spelling
    if orcid and not iD:
        draft.misfit("ORCID", orcid, f"{role}.ORCID")
    draft.person(role, replace(found, ORCID=iD))
    for key, value in parts.items():
        told = key in _NAME_PARTS and (key not in ("literal", "name") or found.literal == markup.line(str(value)))
        written = isinstance(value, str) and told
        if value in (None, "", [], {}) or written:
            continue
        if key in NAME_BOOKKEEPING:
            draft.source.leave_out(f"{role}.{key}", draft.line)
        else:
            draft.keep(f"{role}.{key}", f"{found.text}: {value}" if isinstance(value, str) else value)


def _issued(draft: Draft, value: Any, key: str) -> None:
    found, whole, text = date(value)
    if found is None:
        draft.date(text, key)
        return
    if not whole:
        draft.keep(key, text)
    draft.issued(found, key, text)


def split_keywords(text: str) -> list[str]:
    """The keywords of one text; where semicolons part them, commas do not."""
    found = map(markup.line, re.split(r"[;\n]" if ";" in text else r"[,\n]", text))
    return list(dict.fromkeys(word for word in found if word))


def _keywords(draft: Draft, value: Any, key: str) -> None:
    """Zotero's one text, or the list of others."""
    draft.keywords(strings(value) if isinstance(value, list | Mapping) else split_keywords(str(value)))
    _further(draft, value, key)


def _type(draft: Draft, value: Any, key: str) -> None:
    draft.type(str(value), TYPES, key)


def _status(draft: Draft, value: Any, key: str) -> None:
    text = str(value).strip().lower().replace(" ", "-")
    known = {**{each: each for each in get_args(Status)}, "inpress": "in-press", "forthcoming": "in-press"}
    if text in known:
        draft.put("status", known[text], key, value)
    else:
        draft.keep(key, value)


def _note(draft: Draft, value: Any, key: str) -> None:
    """A note; in lines of Zotero's `Extra` stand identifiers."""
    text = "\n".join(strings(value))

    def take(found: re.Match[str]) -> str:
        if found[1].lower() == "citation key":  # Better BibTeX pins it here; no note to a reader
            draft.keep("citation-key", found[2])
            return ""
        field = {name.lower(): name for name in ("DOI", "arXiv", "PMID", "PMCID")}[found[1].lower()]
        known = identifier(field, found[2])
        if not known or field in draft:
            return found[0]
        draft.values[field] = known
        return ""

    draft.text("note", EXTRA.sub(take, text), key)
    _further(draft, value, key)


def _address(draft: Draft, value: Any, key: str) -> None:
    for text in strings(value):
        draft.address(text, key)
    _further(draft, value, key)


def _license(draft: Draft, value: Any, key: str) -> None:
    """A text, or Crossref's list of addresses with the date from which each holds."""
    if isinstance(value, list):
        for each in value:
            draft.text("license", str(each.get("URL") or "") if isinstance(each, Mapping) else str(each), key)
            for part in each if isinstance(each, Mapping) else ():
                if part != "URL":
                    draft.source.leave_out(f"{key}.{part}", draft.line)
    else:
        draft.text("license", str(value), key)


def _institution(draft: Draft, value: Any, key: str) -> None:
    """Of a preprint or a report, who published it, unless that is said elsewhere."""
    for text in strings(value):
        draft.text("publisher", text, key)
    _further(draft, value, key)


def _nothing(_draft: Draft, _value: Any, _key: str) -> None:
    """Taken care of elsewhere."""


_SPECIAL: dict[str, Callable[[Draft, Any, str], None]] = {
    "type": _type, "issued": _issued, "keyword": _keywords, "subject": _keywords, "status": _status, "note": _note,
    "URL": _address, "license": _license, "institution": _institution, "subtitle": _nothing,
}  # fmt: skip


def _crossref(draft: Draft, item: Mapping[str, Any]) -> None:
    """What only Crossref says, and where."""
    resource = item.get("resource")
    primary = resource.get("primary") if isinstance(resource, Mapping) else None
    if isinstance(primary, Mapping) and isinstance(primary.get("URL"), str):
        draft.address(primary["URL"], "resource")
    for each in item["link"] if isinstance(item.get("link"), list) else []:
        if isinstance(each, Mapping) and each.get("content-type") == "application/pdf" and isinstance(each.get("URL"), str):
            draft.link(each["URL"], "link", "pdf")
    for each in item["updated-by"] if isinstance(item.get("updated-by"), list) else []:
        kind = str(each.get("type")) if isinstance(each, Mapping) else ""
        if kind in ("retraction", "withdrawal", "removal"):
            draft.values["status"] = "retracted"
        elif kind in ("correction", "erratum", "corrigendum"):
            draft.values.setdefault("status", "corrected")
    for key in ("published", "published-print", "published-online", "posted"):
        if "issued" not in draft and is_date(item.get(key)):
            _issued(draft, item[key], key)


def _custom(draft: Draft, custom: Mapping[str, Any], *, ours: bool) -> None:
    """`custom`: what `csl_json.dump` wrote there is read back exactly, anything else stays what it is."""
    if not ours:
        for key, value in custom.items():
            draft.keep(key, value)
        return
    draft.values |= {"title_html": "", "author_list": "complete"}
    stated = {key: value for key, value in custom.items() if key not in OURS}
    own = custom.get("custom")
    others = {key: value for key, value in draft.custom.items() if key not in stated}
    if not draft.restore({**stated, "custom": {**others, **(own if isinstance(own, Mapping) else {})}}):
        for key, value in stated.items():
            draft.keep(key, value)
    if custom.get("printed"):
        printed = custom.get("names") or [name.text for name in draft.values.get("author", ())]
        draft.values["author"] = [Name(printed=str(each)) for each in printed]
