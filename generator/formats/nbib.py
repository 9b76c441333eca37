"""PubMed's own format, `.nbib`: https://pubmed.ncbi.nlm.nih.gov/help/#pubmed-format"""

from __future__ import annotations

import re
from dataclasses import replace

from generator import names
from generator.formats import Format, Loaded
from generator.formats._shared import people, tagged
from generator.formats._shared.entry import Draft
from generator.formats._shared.identifiers import identifier
from generator.formats._shared.tagged import Entry, Field, Grammar
from generator.model import Name

GRAMMAR = Grammar(
    re.compile(r"([A-Z][A-Z0-9 ]{3})-(?: (.*)|[ \t]*$)"), "PMID", "PMID", blank_ends=True, continued=re.compile(r"[ \t]{2}")
)

TEXTS = {
    "JT": "container_title", "VI": "volume", "IP": "issue", "PG": "page", "AB": "abstract", "PB": "publisher",
    "PL": "publisher_place", "EN": "edition", "BTI": "container_title", "CTI": "collection_title", "ISBN": "ISBN", "GN": "note",
}  # fmt: skip
"""Tags → fields."""
IDENTIFIERS = {"PMID": "PMID", "PMC": "PMCID", "LA": "language"}
NAMES = {"FAU": "author", "AU": "author", "CN": "author", "FED": "editor", "ED": "editor"}
FULL = {"AU": "FAU", "ED": "FED"}
"""Tags of short names, and those of the full ones which count where there are any."""
TYPES: dict[str, str | None] = {
    "Preprint": "article", "Dataset": "dataset", "Book Chapter": "chapter", "Book": "book", "Technical Report": "report",
    "Academic Dissertation": "thesis", "Journal Article": "article-journal", "Interview": "interview",
    **dict.fromkeys(("News", "Newspaper Article"), "article-newspaper"),
    **dict.fromkeys(
        (
            "Review", "Editorial", "Letter", "Comment", "Case Reports", "Systematic Review", "Meta-Analysis", "Published Erratum",
            "Expression of Concern", "Retraction of Publication", "Corrected and Republished Article",
        ),
        "article-journal",
    ),
}  # fmt: skip
"""https://www.nlm.nih.gov/mesh/pubtypes.html → CSL types; of several the first in this order counts."""
PLAIN = frozenset(tuple(TYPES)[:7])
"""Those that say no more than the CSL type does."""
STATUS = {"Retracted Publication": "retracted", "Corrected and Republished Article": "corrected"}
BOOKKEEPING = frozenset("OWN STAT DCOM LR EDAT MHDA CRDT PHST JID SB SO RF DA CTDT PMCR".split())
"""When and by whom PubMed's own record was made, and the citation made from its fields."""


def load(text: str, path: str) -> Loaded:
    """Read entries from `PMID` to a blank line."""
    return tagged.load(text, path, GRAMMAR, _fill)


def _fill(draft: Draft, entry: Entry) -> None:
    told = [each.value.strip() for each in entry.values("PT")]
    type_ = next((name for name in TYPES if name in told), "")
    if type_:
        draft.type(type_, TYPES, "PT")
    for each in entry.fields:
        if each.tag != "PT" or each.value.strip() != type_ or type_ not in PLAIN:
            _field(draft, each, entry)
    if "issued" not in draft:  # ahead of print
        for each in entry.values("DEP"):
            draft.date(re.sub(r"^(\d{4})(\d\d)(\d\d)$", r"\1-\2-\3", each.value.strip()), "DEP")


def _field(draft: Draft, each: Field, entry: Entry) -> None:
    tag, value = each.tag, " ".join(each.value.split())
    if tag == "TI" or (tag == "BTI" and not entry.first("TI")):
        draft.title(_title(value), tag)
    elif tag in TEXTS:
        draft.text(TEXTS[tag], value, tag)
    elif tag in IDENTIFIERS:
        draft.identifier(IDENTIFIERS[tag], value, tag, each.line)
    elif tag in NAMES:
        _name(draft, tag, value, entry)
    elif tag == "AUID":
        _author_id(draft, value)
    elif tag == "DP":
        draft.date(value, tag)
    elif tag in ("LID", "AID") and value.endswith("[doi]"):
        draft.identifier("DOI", value, tag, each.line)
    elif tag == "IS":
        _serial(draft, value)
    elif tag == "OT":
        draft.keywords([value.lstrip("*")])
    elif tag == "PT" and value in STATUS:
        draft.put("status", STATUS[value], tag, value)
    elif tag == "PT" and value == "Journal Article":
        return  # beside a preprint or a chapter it says nothing
    elif tag in BOOKKEEPING:
        draft.source.leave_out(tag, each.line)
    else:
        draft.keep(tag, value)


def _title(title: str) -> str:
    """PubMed ends every title in a full stop, and sets one that it translated in brackets."""
    title = title[:-1] if title.endswith(".") and not title.endswith("..") else title
    inside = title[1:-1].rstrip(".")
    return inside if title.startswith("[") and title.endswith("]") and not {"[", "]"} & set(inside) and inside else title


def _name(draft: Draft, tag: str, value: str, entry: Entry) -> None:
    """`Beethoven, Ludwig van`; short, `Beethoven L Jr`; of a group, its name."""
    if tag == "CN":
        draft.person("author", Name(literal=value))
        return
    if people.stands_for_others(value):
        draft.person(NAMES[tag], Name(printed=value))
        return
    if "," in value:
        full = people.inverted(value)
        given, _, suffix = full.given.rpartition(" ")  # `Beethoven, Ludwig Jr`
        if given and not full.suffix and names.SUFFIX.fullmatch(suffix):
            full = replace(full, given=given, suffix=suffix)
        draft.person(NAMES[tag], full)
        return
    short = re.fullmatch(r"(.+?) ([A-Z]{1,4})(?: (Jr|Sr|2nd|3rd|[IV]+))?", value)
    name = Name(family=short[1], given=short[2], suffix=short[3] or "") if short else Name(printed=value)
    if tag not in FULL or not entry.first(FULL[tag]):
        draft.person(NAMES[tag], name)
    elif not _is_short_for(name, draft.values.get(NAMES[tag], [])):
        draft.keep(tag, value)


def _is_short_for(short: Name, full: list[Name]) -> bool:
    """Whether it is a short form of the full name before it, and so says nothing more."""
    said = full[-1].text.lower() if full else ""
    return bool(short.family) and all(word in said for word in short.family.lower().split())


def _author_id(draft: Draft, value: str) -> None:
    """`ORCID: 0000-0002-1825-0097`, which belongs to the author above it."""
    authors = draft.values.get("author")
    found = identifier("ORCID", value)
    if not found:
        draft.keep("AUID", value)
    elif authors and not authors[-1].ORCID:
        authors[-1] = replace(authors[-1], ORCID=found)
    else:
        draft.keep("AUID", value)


def _serial(draft: Draft, value: str) -> None:
    """`2049-3630 (Electronic)`; a second number is kept beside the first."""
    number = re.sub(r"\s*\((?:Print|Electronic|Linking)\)$", "", value)
    there = draft.values.get("ISSN")
    if not there:
        draft.text("ISSN", number, "IS")
    elif number not in there.split(", "):
        draft.values["ISSN"] = f"{there}, {number}"


def recognises(text: str) -> bool:
    """A line begins an entry: `PMID- 37295402`."""
    return bool(re.search(r"(?m)^\ufeff?PMID ?- ?\d", text))


FORMAT = Format("nbib", "PubMed", (".nbib",), recognises, load=load)
