"""RIS, as Zotero, EndNote, Mendeley, Scopus, Web of Science and publishers write it.

The format: https://web.archive.org/web/20120526103719/http://refman.com/support/risformat_intro.asp
Its tags by type of reference: https://en.wikipedia.org/wiki/RIS_(file_format)

`dump` writes what RIS has tags for. What it has none for, or what a tag cannot hold exactly, stands as JSON in one free field,
`U5  - labpress: {…}`, by front-matter keys; `load` reads it back, so that nothing is lost. What a page offers to its readers has
no such field, which a reference manager would show them as a note.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields

from generator import names
from generator.formats import Format, Loaded, Record
from generator.formats._shared import markup, people, tagged
from generator.formats._shared.entry import Draft, exact
from generator.formats._shared.identifiers import identifier
from generator.formats._shared.keys import keyed
from generator.formats._shared.tagged import Entry, Field, Grammar
from generator.model import Name, Publication, front_matter_key

TYPES: dict[str, str | None] = {
    "JOUR": "article-journal", "EJOUR": "article-journal", "ABST": "article-journal", "INPR": "article-journal",
    "CPAPER": "paper-conference", "CONF": "paper-conference", "CHAP": "chapter", "ECHAP": "chapter",
    "BOOK": "book", "EBOOK": "book", "EDBOOK": "book", "SER": "book", "CTLG": "book", "CLSWK": "classic", "ANCIENT": "classic",
    "PAMP": "pamphlet", "THES": "thesis", "RPRT": "report", "GOVDOC": "report", "STAND": "standard", "STD": "standard",
    "PREPRINT": "article", "MANSCPT": "manuscript", "UNPB": "manuscript", "UNPD": "manuscript", "MGZN": "article-magazine",
    "NEWS": "article-newspaper", "DICT": "entry-dictionary", "ENCYC": "entry-encyclopedia", "JFULL": "periodical",
    "DATA": "dataset", "DBASE": "dataset", "AGGR": "dataset", "COMP": "software", "PAT": "patent", "BLOG": "post-weblog",
    "ELEC": "webpage", "WEB": "webpage", "SLIDE": "speech", "ART": "graphic", "CHART": "figure", "FIGURE": "figure",
    "EQUA": "figure", "MAP": "map", "MUSIC": "musical_score", "SOUND": "song", "VIDEO": "motion_picture",
    "MPCT": "motion_picture", "ADVS": "motion_picture", "MULTI": "motion_picture", "POD": "broadcast", "INTV": "interview",
    "ICOMM": "personal_communication", "PCOMM": "personal_communication", "BILL": "bill",
    "UNBILL": "bill", "CASE": "legal_case", "HEAR": "hearing",
    "STAT": "legislation", "LEGAL": "legislation", "GEN": None,
}  # fmt: skip
"""Types of reference → CSL types; `GEN` says nothing."""
WRITTEN = {csl: ris for ris, csl in reversed(TYPES.items()) if csl} | {
    "review": "JOUR", "review-book": "JOUR", "collection": "BOOK", "entry": "ENCYC", "post": "BLOG", "document": "GEN",
}  # fmt: skip
"""CSL types → types of reference; any other is `GEN`."""

TEXTS = {
    "ST": "title_short", "VL": "volume", "IS": "issue", "CP": "issue", "C7": "number", "ET": "edition", "PB": "publisher",
    "CY": "publisher_place", "PP": "publisher_place", "N1": "note", "AB": "abstract", "N2": "abstract",
}  # fmt: skip
"""Tags that mean the same in every type → fields."""
TITLES = ("TI", "T1", "CT")
CONTAINERS = ("T2", "JF", "BT", "JO", "JA", "J2", "J1")
"""What the work is part of, the best form first; the last ones are abbreviations."""
IN_SERIES = frozenset("BOOK EBOOK EDBOOK SER THES RPRT GOVDOC COMP MAP STAND STD".split())
"""Types whose T2 is a series."""
NUMBERED = frozenset("RPRT GOVDOC PAT STAND STD".split())
"""Types whose SN is their own number."""
BOOKS = frozenset("BOOK EBOOK EDBOOK".split())
ROLES = {"AU": "author", "A1": "author", "ED": "editor", "A2": "editor", "A3": "contributor", "A4": "contributor"}
OF_BOOKS = {"A2": "contributor", "A3": "editor"}
ROLES_WRITTEN = {"author": "AU", "editor": "ED", "contributor": "A4"}
DATES = ("PY", "Y1", "DA")
FREE = "U5"
MARK = "labpress:"

_STRICT = re.compile(r"([A-Z][A-Z0-9])  -(?: (.*)|[ \t]*$)")
_LOOSE = re.compile(r"[ \t]*([A-Z][A-Z0-9]) {1,2}- ?(.*)")
_NAME = re.compile(r"(?m)^[ \t]*(?:AU|A[1-4]|ED) {1,2}- ?(.*)")
_SHORT = frozenset("TY ID PY Y1 Y2 DA SP EP VL IS CP SN DO DI ET LA C7".split())
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]")
_RANGE = re.compile(r"(\w+)\s*[-–—]+\s*(\w+)")


def load(text: str, path: str) -> Loaded:
    """Read entries from `TY` to `ER`; where `ER` is missing, the next `TY` begins a new one."""
    tag = _STRICT if re.search(r"(?m)^TY  -", text) else _LOOSE
    fill = functools.partial(_fill, by_comma=tagged.by_comma(_NAME.findall(text)))
    return tagged.load(text, path, Grammar(tag, "TY", "ID", ends="ER", short=_SHORT), fill)


def _fill(draft: Draft, entry: Entry, *, by_comma: bool) -> None:
    type_ = entry.first("TY").upper()
    draft.type(type_, TYPES, "TY")
    if type_ == "INPR":
        draft.values["status"] = "in-press"
    if type_ in BOOKS and not entry.first(*TITLES):  # older exports name a book itself by BT
        draft.title(entry.first("BT"), "BT")
    _containers(draft, entry, type_)
    for tag in DATES:
        for each in entry.values(tag):
            _date(draft, each, entry)
    _pages(draft, entry)
    tagged.fill_names(draft, entry, {**ROLES, **OF_BOOKS} if type_ in BOOKS else ROLES, by_comma=by_comma)
    for each in entry.fields:
        _field(draft, each, entry, type_)


def _field(draft: Draft, each: Field, entry: Entry, type_: str) -> None:
    tag, value = each.tag, each.value.strip()
    if tag in ("TY", "ID", "SP", "EP", *DATES, *CONTAINERS, *ROLES, "C3", "T3") or not value:
        return  # taken care of elsewhere
    if tag in TITLES:
        draft.title(value, tag)
    elif tag in TEXTS:
        draft.text(TEXTS[tag], value, tag)
    elif tag == "KW":
        draft.keywords(re.split(r"[;\n]", value))
    elif tag in ("DO", "DI"):
        draft.identifier("DOI", value, tag, each.line)
    elif tag == "LA":
        draft.identifier("language", value, tag, each.line)
    elif tag == "UR":
        for address in re.split(r"\n|;\s*(?=https?:)", value):
            draft.address(address, tag, each.line)
    elif tag in ("L1", "L2", "LK") and value.startswith("http"):
        draft.link(value, tag, "pdf" if tag == "L1" else None, line=each.line)
    elif tag == "SN":
        _serial(draft, value, type_)
    elif tag == "M3":
        _work_type(draft, value)
    elif tag == "AN" and identifier("arXiv", value):
        draft.put("arXiv", identifier("arXiv", value), tag, value)
    elif tag == "AN" and re.search(r"(?i)pubmed|medline|nlm", entry.first("DB", "DP")) and identifier("PMID", value):
        draft.put("PMID", identifier("PMID", value), tag, value)
    elif tag == "C2" and value.upper().startswith("PMC") and identifier("PMCID", value):
        draft.put("PMCID", identifier("PMCID", value), tag, value)
    elif tag == FREE and value.startswith(MARK) and _restore(draft, value.removeprefix(MARK)):
        return
    else:
        draft.keep(tag, value)


def _restore(draft: Draft, text: str) -> bool:
    """Take over what `dump` wrote into the free field; whether it could be read."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(said, dict) and draft.restore(said)


def _containers(draft: Draft, entry: Entry, type_: str) -> None:
    """Journal, proceedings, book, series and conference, which the tags mean by type."""
    for each in entry.values("C3"):  # EndNote's and Zotero's proceedings, beside a conference in T2
        if TYPES.get(type_) == "paper-conference":
            draft.text("container_title", each.value, "C3")
        else:
            draft.keep("C3", each.value)
    for tag in CONTAINERS:
        for each in entry.values(tag):
            if tag == "BT" and type_ in BOOKS and not entry.first(*TITLES):
                continue
            if tag == "T2" and type_ in IN_SERIES:
                draft.text("collection_title", each.value, tag)
            elif tag == "T2" and entry.first("C3") and TYPES.get(type_) == "paper-conference":
                draft.text("event_title", each.value, tag)
            else:
                draft.text("container_title", each.value, tag)
    for each in entry.values("T3"):
        draft.text("collection_title", each.value, "T3")


def _date(draft: Draft, each: Field, entry: Entry) -> None:
    """`2023/07/03/winter`, `2023`, or a day whose year stands in another tag (`DA  - JUL 3`)."""
    value = each.value.strip()
    date, _, other = re.sub(r"^(\d{4}(?:/\d{0,2}){0,2})/(?=[^\d/])", r"\1|", value).partition("|")
    if other:
        draft.keep(each.tag, other)
    year = re.match(r"\d{4}", entry.first("PY", "Y1"))
    if year and date and not re.search(r"\d{4}", date):
        date = f"{date} {year[0]}"
    draft.date(re.sub(r"/+$", "", date), each.tag)


def _pages(draft: Draft, entry: Entry) -> None:
    first, last = (markup.line(entry.first(tag)) for tag in ("SP", "EP"))
    whole = first if not last or re.search(r"[-–—]", first) or first == last else f"{first}-{last}" if first else last
    draft.text("page", last if re.search(r"\w[-–—]", last) and last.startswith(first) else whole, "SP")
    for tag, used in (("SP", first), ("EP", last)):
        for each in list(entry.values(tag)):
            if markup.line(each.value) != used or (tag == "EP" and used and used not in draft.values.get("page", "")):
                draft.keep(tag, each.value)


def _serial(draft: Draft, value: str, type_: str) -> None:
    """ISSN, ISBN, or a report's own number; Scopus writes `00280836 (ISSN)`."""
    for text in re.split(r"[;,\n]\s*", value):
        number = re.sub(r"\s*\((?:ISSN|ISBN|print|online|electronic|linking)\)", "", text, flags=re.IGNORECASE).strip()
        journal = (TYPES.get(type_) or "").startswith(("article", "periodical"))
        looks_like_isbn = len(re.sub(r"\W", "", number)) in (10, 13)
        if type_ in NUMBERED and not _ISSN.fullmatch(number) and not looks_like_isbn:
            draft.text("number", number, "SN")
            continue
        number = re.sub(r"^(\d{4})(\d{3}[\dXx])$", r"\1-\2", number)
        field = "ISSN" if _ISSN.fullmatch(number) or (journal and not looks_like_isbn) else "ISBN"
        there = draft.values.get(field)
        if there and number and number not in there.split(", "):
            draft.values[field] = f"{there}, {number}"
        else:
            draft.text(field, number, "SN")


def _work_type(draft: Draft, value: str) -> None:
    """M3 is the type of work (`PhD thesis`); some write the DOI there."""
    if identifier("DOI", value):
        draft.put("DOI", identifier("DOI", value), "M3", value)
    else:
        draft.text("genre", value, "M3")


def dump(records: Sequence[Record]) -> str:
    """Write records, an empty line between them; an empty text for none."""
    return "\n".join(_entry(record, markup.line(key)) for record, key in keyed(records))


def _entry(record: Record, key: str) -> str:
    lines = [f"{tag}  - {value}" for tag, value in _lines(record.publication, key) if value]
    if record.line:  # of a record that was read from a source
        lines += _free(record.publication, lines)
    return "\n".join([*lines, "ER  - ", ""])


def _free(publication: Publication, lines: Sequence[str]) -> Iterator[str]:
    """What is not in the lines, in a field of ours."""
    read_back = load("\n".join(lines), "").records
    found = read_back[0].publication if read_back else Publication("")
    differ = [each.name for each in fields(Publication) if getattr(publication, each.name) != getattr(found, each.name)]
    groups = [role for role in ROLES_WRITTEN if any(map(_may_be_a_group, getattr(publication, role)))]
    differ = list(dict.fromkeys([*differ, *groups]))
    lost = {**dict.fromkeys(map(front_matter_key, differ)), **exact(publication, differ)} if differ else {}
    if lost:
        yield f"{FREE}  - {MARK} {json.dumps(lost, ensure_ascii=False)}"


def _may_be_a_group(name: Name) -> bool:
    """Whether a printed name has no comma in RIS, so that beside other entries it is read as a group's (`tagged.by_comma`)."""
    return " " in name.printed and bool(names.parts(name).literal)


def _lines(publication: Publication, key: str) -> Iterator[tuple[str, str]]:
    """Each tag with its value, in the order of an entry; empty ones too."""
    p = publication
    type_ = WRITTEN.get(p.type or "", "GEN")
    conference = p.type == "paper-conference"
    pages = _RANGE.fullmatch(p.page)
    yield "TY", type_
    yield "ID", _one(key)
    yield "TI", _one(p.title)
    yield "ST", _one(p.title_short)
    for role, tag in ROLES_WRITTEN.items():
        yield from ((tag, _one(people.invert(name))) for name in names.listed(getattr(p, role)))
    yield "PY", f"{p.issued.year:04}" if p.issued else ""
    if p.issued and p.issued.month:
        yield "DA", f"{p.issued.year:04}/{p.issued.month:02}/{f'{p.issued.day:02}' if p.issued.day else ''}/"
    if conference and p.event_title and p.container_title:
        yield from (("C3", _one(p.container_title)), ("T2", _one(p.event_title)), ("T3", _one(p.collection_title)))
    elif type_ in IN_SERIES:
        yield from (("T2", _one(p.collection_title)), ("BT", _one(p.container_title)))
    else:
        yield from (("T2", _one(p.container_title)), ("T3", _one(p.collection_title)))
    yield "VL", _one(p.volume)
    yield "IS", _one(p.issue)
    yield "SP", pages[1] if pages else _one(p.page)
    yield "EP", pages[2] if pages else ""
    yield "SN" if type_ in NUMBERED else "C7", _one(p.number)
    yield "ET", _one(p.edition)
    yield "PB", _one(p.publisher)
    yield "CY", _one(p.publisher_place)
    yield "M3", _one(p.genre)
    yield "SN", _one(p.ISSN)
    yield "SN", _one(p.ISBN)
    yield "DO", _one(p.DOI)
    yield "AN", f"arXiv:{_one(p.arXiv)}" if p.arXiv else ""
    yield "C2", _one(p.PMCID)
    yield "UR", _one(p.URL)
    yield from (("L1", _one(link.URL)) for link in p.link if link.kind == "pdf")
    yield "LA", _one(p.language)
    yield from (("KW", _one(word)) for word in p.keyword)
    yield "N1", _several(p.note)
    yield "AB", _several(p.abstract)


def _one(text: str) -> str:
    return " ".join(markup.clean(text).split())


def _several(text: str) -> str:
    """A text of several lines; a line that looks like a tag is set in, so that no reader takes it for one."""
    lines = [line.strip() for line in markup.clean(text).strip().split("\n")]
    return "\n".join([*lines[:1], *(f" {line}" if _LOOSE.match(line) else line for line in lines[1:])])


def recognises(text: str) -> bool:
    """A line begins an entry: `TY  - `."""
    return bool(re.search(r"(?m)^\ufeff?[ \t]*TY {1,2}- ?[A-Z]", text))


FORMAT = Format(
    "ris",
    "RIS",
    (".ris",),
    recognises,
    load=load,
    dump=dump,
    join="\n".join,
    media_type="application/x-research-info-systems",
)
