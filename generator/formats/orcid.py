"""Works of an ORCID record, as summaries or in full: https://github.com/ORCID/orcid-model/tree/master/src/main/resources/record_3.0

A summary names no authors, so its list of authors is one that may lack some.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from generator.formats import Format, Loaded, bibtex
from generator.formats._shared import csl_values, database, dates, json_text, markup, people
from generator.formats._shared.database import get, objects, text
from generator.formats._shared.entry import Draft
from generator.formats._shared.identifiers import identifier
from generator.formats._shared.json_text import Spec
from generator.model import Name, Publication

WORKS: Spec = {"group": {"work-summary": {}}, "bulk": {"work": {}}, "work-summary": {}, "work": {}}
SPEC: Spec = {**WORKS, "works": WORKS, "activities-summary": {"works": WORKS}}
TEXTS = {"journal-title": "container_title", "short-description": "abstract"}
IDENTIFIERS = {"doi": "DOI", "arxiv": "arXiv", "pmid": "PMID", "pmc": "PMCID"}
"""Its kinds of external ids → fields; isbn and issn are texts, others are kept in `custom`."""
TYPES: dict[str, str | None] = {
    "journal-article": "article-journal", "conference-paper": "paper-conference", "conference-abstract": "paper-conference",
    "conference-poster": "speech", "conference-presentation": "speech", "conference-output": "paper-conference",
    "conference-proceedings": "book", "book": "book", "edited-book": "book", "book-chapter": "chapter",
    "book-review": "review-book", "review": "review", "dissertation": "thesis", "dissertation-thesis": "thesis",
    "supervised-student-publication": "thesis", "encyclopedia-entry": "entry-encyclopedia",
    "dictionary-entry": "entry-dictionary", "magazine-article": "article-magazine", "newspaper-article": "article-newspaper",
    "newsletter-article": "article-magazine", "blog-post": "post-weblog", "website": "webpage", "online-resource": "webpage",
    "preprint": "article", "working-paper": "report", "report": "report", "technical-standard": "standard",
    "standards-and-policy": "standard", "data-set": "dataset", "software": "software", "research-tool": "software",
    "patent": "patent", "lecture-speech": "speech", "public-speech": "speech", "test": "document", "manual": "book",
    "translation": "book", "journal-issue": "periodical", "cartographic-material": "map", "moving-image": "motion_picture",
    "other": None, "undefined": None, "artistic-performance": "performance", "musical-composition": "musical_score",
}  # fmt: skip
"""https://info.orcid.org/ufaqs/what-work-types-does-orcid-support/ → CSL types."""
READ = frozenset(
    "title.title.value title.translated-title title.subtitle.value type put-code language-code short-description "
    "external-ids.external-id.external-id-type external-ids.external-id.external-id-value "
    "external-ids.external-id.external-id-relationship contributors.contributor.credit-name.value "
    "contributors.contributor.contributor-orcid.path contributors.contributor.contributor-attributes.contributor-role".split()
) | {f"{key}.value" for key in (*TEXTS, "url", "publication-date.year", "publication-date.month", "publication-date.day")}
BOOKKEEPING = frozenset(
    "created-date last-modified-date source visibility path display-index country featured featured-display-index".split()
)
"""When and by whom the entry was made, and who may see it."""


def load(text_: str, path: str) -> Loaded:
    """Read the works of a record; each source's summary of a work is an entry."""
    return database.load(text_, path, SPEC, _fill)


def _fill(draft: Draft, work: Mapping[str, Any]) -> str:
    title, subtitle = _value(work, "title", "title") or _value(work, "title"), _value(work, "title", "subtitle")
    draft.title(f"{title}: {subtitle}" if title and subtitle else title, "title")
    draft.keep("translated-title", get(work, "title", "translated-title"))
    type_ = text(work, "type").lower().replace("_", "-")
    if type_:
        draft.type(type_, TYPES, "type")
    for key, field in TEXTS.items():
        draft.text(field, _value(work, key), key)
    draft.identifier("language", text(work, "language-code"), "language-code")
    _date(draft, work.get("publication-date"))
    _ids(draft, work)
    draft.address(_value(work, "url"), "url")
    roles: set[tuple[str, str]] = set()
    for each in objects(get(work, "contributors", "contributor")):
        _contributor(draft, each, roles)
    _citation(draft, work)
    if not draft.values.get("author"):
        draft.values["author_list"] = "partial"
    database.rest(draft, work, READ, BOOKKEEPING)
    return text(work, "put-code")


def _citation(draft: Draft, work: Mapping[str, Any]) -> None:
    """What the BibTeX in some works says of what ORCID has no key for, and of the authors where none are named."""
    if text(work, "citation", "citation-type").lower() != "bibtex":
        return
    records = bibtex.load(text(work, "citation", "citation-value"), draft.source.path).records
    cited = records[0].publication if len(records) == 1 else Publication("")
    for field in ("volume", "issue", "page", "edition", "publisher", "collection_title", "editor"):
        if field not in draft and (found := getattr(cited, field)):
            draft.values[field] = list(found) if isinstance(found, tuple) else found
    if "author" not in draft and cited.author:
        draft.values |= {"author": list(cited.author), "author_list": cited.author_list}


def _value(work: Any, *keys: str) -> str:
    """ORCID's texts are objects with a `value`."""
    return text(work, *keys, "value") or text(work, *keys)


def _date(draft: Draft, date: Any) -> None:
    parts = [_value(date, part) for part in ("year", "month", "day")]
    written = "-".join(part for part in parts if part)
    said = {"date-parts": [[part for part in parts if part]]}
    found, whole = csl_values.date(said)[:2] if parts[0] else dates.parse(written)
    if found:
        draft.issued(found, "publication-date", written)
    if not whole:
        draft.keep("publication-date", written)


def _ids(draft: Draft, work: Mapping[str, Any]) -> None:
    """What identifies the work itself; an id that it is only part of (a book's) is text, or kept."""
    for each in objects(get(work, "external-ids", "external-id")):
        kind, value = text(each, "external-id-type").lower(), text(each, "external-id-value")
        relation = text(each, "external-id-relationship").lower()
        itself = relation in ("self", "")
        if kind in ("isbn", "issn"):
            draft.text(kind.upper(), value, kind)
            if not itself and relation != "part-of":
                draft.keep(kind, f"{value} ({relation})")
        elif kind in IDENTIFIERS and itself:
            draft.identifier(IDENTIFIERS[kind], value, kind)
        elif itself and (kind == "uri" or (kind == "handle" and value.startswith("http"))):
            draft.address(value, kind)
        else:
            draft.keep(kind or "external-id", value if itself else f"{value} ({relation})")


def _contributor(draft: Draft, each: Mapping[str, Any], roles: set[tuple[str, str]]) -> None:
    """A person in one role. Who has several stands there several times, and is one name; `roles` are those before, by name."""
    name = _value(each, "credit-name")
    orcid = text(each, "contributor-orcid", "path")
    iD = identifier("ORCID", orcid)  # noqa: N806 - ORCID's own spelling
    if orcid and not iD:
        draft.misfit("ORCID", orcid, "contributor-orcid")
    role = text(each, "contributor-attributes", "contributor-role").lower()
    found = replace(people.inverted(name) if "," in name else Name(printed=name), ORCID=iD)
    where = "editor" if role == "editor" else "author" if role in ("", "author", "co-inventor", "writing-original-draft") else ""
    if not where and "credit.niso.org" in role:
        where = "author"
    if not where:
        draft.keep("contributor-role", f"{name}: {role}")
    if len(people.in_one_field(name)) > 1:
        draft.written_names(where or "contributor", [(name, "credit-name", draft.line)])
        draft.keep("contributor-orcid", iD)
        return
    there = draft.values.setdefault(where or "contributor", [])
    same = next((at for at, other in enumerate(there) if _is_one(found, other)), None)
    if same is None or (not iD and (name, role) in roles):  # two namesakes in one role are two people
        draft.person(where or "contributor", found)
    elif iD:
        there[same] = replace(there[same], ORCID=iD)
    roles.add((name, role))


def _is_one(name: Name, other: Name) -> bool:
    if name.ORCID and other.ORCID:
        return name.ORCID == other.ORCID
    return markup.line(name.text) == other.text


def recognises(text_: str) -> bool:
    """JSON with keys that only ORCID writes."""
    return json_text.kind(text_) == FORMAT.name


FORMAT = Format("orcid", "ORCID", (".json",), recognises, load=load)
