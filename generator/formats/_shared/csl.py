"""An item of CSL-JSON, in the dialects of Zotero, Mendeley and Crossref, field by field.

CSL: https://github.com/citation-style-language/schema/blob/v1.0.2/schemas/input/csl-data.json
Crossref: https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, get_args

from generator import page_range
from generator.formats._shared import extra, markup
from generator.formats._shared.csl_tables import BOOKKEEPING, IDENTIFIERS, IN_BOOKS, NAME_BOOKKEEPING, TEXTS, TYPES
from generator.formats._shared.csl_values import TEXT_OF, date, is_date, name, strings
from generator.formats._shared.entry import Draft
from generator.formats._shared.identifiers import arxiv_in, identifier
from generator.model import Name, Status

ROLES = ("author", "editor", "contributor")

OURS = frozenset(("line", "names", "flagged", "printed", "custom"))
"""What `csl_json.dump` writes into an item's `custom` beside front-matter keys."""
OURS_ALWAYS = frozenset(("names", "flagged"))
"""Those that it writes of every record from a source. Of others it writes `printed`, or nothing that has to be known."""


def fill(draft: Draft, item: Mapping[str, Any]) -> None:
    """Fill an entry from an item; every key of it ends in a field, in `custom` or in a message."""
    custom = item.get("custom")
    ours = isinstance(custom, Mapping) and (custom.keys() >= OURS_ALWAYS or isinstance(custom.get("printed"), bool))
    for key, value in item.items():
        if value in (None, "", [], {}) or key in ("id", "custom", "note"):
            continue
        if key == "title":
            _title(draft, item)
        elif key == "container-title":
            _container(draft, item)
        elif key == "number-of-pages" and not item.get("page") and page_range.count(_csl_type(item), str(value)):
            draft.text("page", str(value), key)
        else:
            _variable(draft, key, value)
    if item.get("subtitle") and "title" not in draft:
        draft.keep("subtitle", item["subtitle"])
    _crossref(draft, item)
    if ours:
        draft.text("note", "\n".join(strings(item.get("note"))), "note")
    else:
        note(draft, "\n".join(strings(item.get("note"))), "note")
        _preprint(draft, item)
    _further(draft, item.get("note"), "note")
    if ours and draft.values.get("type") == "document":
        del draft.values["type"]  # what is written for a type that is not known
    if isinstance(custom, Mapping):
        _custom(draft, custom, ours=ours)
    elif custom:
        draft.keep("custom", custom)


def _variable(draft: Draft, key: str, value: Any) -> None:
    if key in ROLES:
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


def _csl_type(item: Mapping[str, Any]) -> str:
    return TYPES.get(str(item.get("type"))) or ""


def _container(draft: Draft, item: Mapping[str, Any]) -> None:
    """What it is part of. Crossref's list names the series before the book; of a whole book, the series alone."""
    value, type_ = item["container-title"], _csl_type(item)
    texts = strings(value)
    if isinstance(value, list) and type_ in IN_BOOKS | {"book"}:
        series = texts if type_ == "book" else texts[:-1]
        for text in series:
            draft.text("collection_title", text, "container-title")
        texts = texts[len(series) :]
    for text in texts:
        draft.text("container_title", text, "container-title")
    _further(draft, value, "container-title")


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
            draft.written_names(role, [(each, role, draft.line)])
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


def status(draft: Draft, value: Any, key: str) -> None:
    """A status, in the words of front matter or of a database."""
    text = str(value).strip().lower().replace(" ", "-")
    known = {
        **{each: each for each in get_args(Status)},
        "inpress": "in-press",
        "article-in-press": "in-press",
        "forthcoming": "in-press",
    }
    if text in known:
        draft.put("status", known[text], key, value)
    else:
        draft.keep(key, value)


def note(draft: Draft, text: str, key: str) -> None:
    """A note, once everything else is read; lines of Zotero's `Extra` in it are no words to a reader (`extra`)."""
    text, lines = extra.taken(text)
    for variable, value in lines:
        type_ = value.lower().replace(" ", "-")
        if variable == "type" and type_ in TYPES:  # documented as the way to say another type
            draft.values["type"] = TYPES[type_]
        elif variable in ROLES:
            family, _, given = value.partition("||")
            draft.person(variable, Name(family=family, given=given) if given else Name(printed=value))
        elif variable in ("DOI", "arXiv", "PMID", "PMCID") and not identifier(variable, value):
            text += f"\n{variable}: {value}"
        elif variable == "arXiv":
            draft.identifier(variable, value, variable)
        else:
            _variable(draft, variable, value)
    draft.text("note", text, key)


def _preprint(draft: Draft, item: Mapping[str, Any]) -> None:
    """The arXiv id that a DOI, an address or a number says; such a number is no other one."""
    number = draft.values.get("number", "")
    if found := arxiv_of(*(str(draft.values.get(field, "")) for field in ("DOI", "URL", "number"))):
        draft.values.setdefault("arXiv", found)
    if found and number.lower().startswith("arxiv:") and identifier("arXiv", number) == draft.values["arXiv"]:
        del draft.values["number"]
    relation = item.get("relation")
    preprints = relation.get("has-preprint") if isinstance(relation, Mapping) else None
    told = [each.get("id") for each in preprints if isinstance(each, Mapping)] if isinstance(preprints, list) else []
    if there := arxiv_of(*strings([item.get("archive_location"), item.get("archive-location"), told])):
        draft.values.setdefault("arXiv", there)


def arxiv_of(*texts: str) -> str:
    """The arXiv id that one of the texts is: a DOI of arXiv's own, an address there, or `arXiv:2305.19450`."""
    said = (arxiv_in(text) or (identifier("arXiv", text) if text.lower().startswith("arxiv:") else "") for text in texts)
    return next(filter(None, said), "")


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
    "type": _type, "issued": _issued, "keyword": _keywords, "subject": _keywords, "status": status,
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
