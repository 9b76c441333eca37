"""BibTeX, in UTF-8, for classic BibTeX (http://mirrors.ctan.org/biblio/bibtex/base/btxdoc.pdf) and biber.

Where BibTeX has no field of its own, the name is BibLaTeX's (http://mirrors.ctan.org/macros/latex/contrib/biblatex/doc/biblatex.pdf,
§ 2.2), which classic styles pass over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, count

from generator import names, permalinks
from generator.formats import Format, Record
from generator.model import Name, Publication

TYPES = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article",
    "review": "article", "review-book": "article",
    "book": "book", "classic": "book", "collection": "proceedings", "pamphlet": "booklet",
    "chapter": "incollection", "entry": "incollection", "entry-dictionary": "incollection",
    "entry-encyclopedia": "incollection",
    "paper-conference": "inproceedings",
    "report": "techreport", "standard": "techreport",
    "thesis": "phdthesis",
    "manuscript": "unpublished",
}  # fmt: skip
"""CSL types (https://docs.citationstyles.org/en/v1.0.2/specification.html#appendix-iii-types) → entry types (btxdoc, § 3.1).
Any other type, and none, is `@misc`."""
MASTERS = re.compile(r"master|\bm\.?\s?(sc|a|phil|res|eng)\b|m[ée]moire|magist", re.IGNORECASE)
"""What a thesis is called that is no doctoral one."""
CONTAINER = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle", "misc": "howpublished"}
"""Where each entry type says what the work is part of; others do not."""
PUBLISHER = {"phdthesis": "school", "mastersthesis": "school", "techreport": "institution", "misc": "organization"}
"""Where each entry type says who published it; others say `publisher`."""
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
"""The macros that every style defines (btxdoc, § 3.2)."""

SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", **{mark: f"\\{mark}" for mark in "&%$#_"},
}  # fmt: skip
"""What TeX reads as something else. A brace becomes a command, because BibTeX counts the brace in `\\{` too."""
_SPECIAL = re.compile("[" + re.escape("".join(SPECIAL)) + "]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def dump(records: Sequence[Record]) -> str:
    """Write records, an empty line between them; an empty text for none."""
    taken: set[str] = set()
    return "\n".join(_entry(record.publication, _key(record, taken)) for record in records)


def escape(text: str) -> str:
    """Text as TeX shows it; its braces are balanced."""
    return _SPECIAL.sub(lambda found: SPECIAL[found[0]], text)


def _line(text: str) -> str:
    return escape(" ".join(text.split()))


def _paragraphs(text: str) -> str:
    return "\n\n".join(filter(None, map(_line, text.split("\n\n"))))


def title(text: str) -> str:
    """A title in which styles that write lower case leave acronyms and names alone: `{FAENet}: Frame Averaging`.

    Protected is a word with a capital beyond its first letter, or with a digit beside one, and a letter that stands alone
    (`Vitamin {D}`; `A` is nearly always the article). A title that is all in capitals says nothing about its words.
    """
    line, pieces, end = " ".join(text.split()), [], 0
    if line.isupper() and " " in line:
        return escape(line)
    for word in _WORD.finditer(line):
        pieces += [escape(line[end : word.start()]), f"{{{word[0]}}}" if _is_protected(word[0]) else word[0]]
        end = word.end()
    return "".join([*pieces, escape(line[end:])])


def _is_protected(word: str) -> bool:
    capitals = [place for place, letter in enumerate(word) if letter.isupper()]
    return bool(capitals) and (capitals[-1] > 0 or any(map(str.isdigit, word)) or (len(word) == 1 and word != "A"))


def verbatim(text: str) -> str:
    """An address or identifier, which BibLaTeX and hyperref take as it stands; only what would break the entry is encoded."""
    return re.sub(r"[{}\\\s]", lambda found: f"%{ord(found[0]):02X}", text.strip())


def people(given: Iterable[Name], *, partial: bool = False) -> str:
    """Names joined by `and`; a partial list ends in `and others` (btxdoc, § 4)."""
    found = [_name(name) for name in given]
    return " and ".join([*found, "others"] if partial and found else found)


def _name(name: Name) -> str:
    """`van Buren, Ludwig`, `King, Jr., Martin Luther`; in braces what has no parts, which BibTeX would split."""
    split = names.parts(name)
    if split.literal or not (split.family and split.given):
        return f"{{{_line(name.text)}}}"
    last = " ".join(part for part in (split.non_dropping_particle, split.family) if part)
    return ", ".join(_part(part) for part in (last, split.suffix, split.given) if part)


def _part(text: str) -> str:
    """A part of a name; in braces where BibTeX would see more than one."""
    line = _line(text)
    return f"{{{line}}}" if "," in line or re.search(r"(?i)(^|\s)and(\s|$)", line) else line


def _key(record: Record, taken: set[str]) -> str:
    """The record's own name without what BibTeX or TeX would take for something else; BibTeX knows no letter case in keys."""
    wanted = re.sub(r"[^A-Za-z0-9:._/+-]+", "-", record.id).strip("-") or permalinks.new_key(record.publication, taken)
    key = next(key for key in chain([wanted], (f"{wanted}-{number}" for number in count(2))) if key.lower() not in taken)
    taken.add(key.lower())
    return key


def _entry(publication: Publication, key: str) -> str:
    kind = _type(publication)
    lines = [f"  {name} = {value}," for name, value in _fields(publication, kind) if value not in ("", "{}")]
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def _type(publication: Publication) -> str:
    kind = TYPES.get(publication.type or "", "misc")
    return "mastersthesis" if kind == "phdthesis" and MASTERS.search(publication.genre) else kind


def _fields(publication: Publication, kind: str) -> list[tuple[str, str]]:
    """Every field with its value, in the order of an entry; empty ones too."""
    p, issued = publication, publication.issued
    article_number = p.number if p.issue or kind == "article" else ""
    container = p.container_title or (p.event_title if kind == "inproceedings" else "")
    texts: list[tuple[str, str, Callable[[str], str]]] = [
        ("title", p.title, title),
        ("shorttitle", p.title_short, title),
        ("author", people(p.author, partial=p.author_list == "partial"), str),
        ("editor", people(p.editor), str),
        (CONTAINER.get(kind, "maintitle"), container, _line),
        ("eventtitle", p.event_title if p.event_title != container else "", _line),
        ("series", p.collection_title, _line),
        ("volume", p.volume, _line),
        ("number", p.issue or (p.number if not article_number else ""), _line),
        ("eid", article_number, _line),
        ("pages", re.sub(r"(?<=\w)\s*[-–—]+\s*(?=\w)", "--", p.page), _line),
        ("edition", p.edition, _line),
        (PUBLISHER.get(kind, "publisher"), p.publisher, _line),
        ("address", p.publisher_place, _line),
        ("type", p.genre, _line),
        ("year", str(issued.year) if issued else "", str),
        ("month", "", str),
        ("day", str(issued.day or "") if issued else "", str),
        ("doi", p.DOI, verbatim),
        ("eprint", p.arXiv, verbatim),
        ("archivePrefix", "arXiv" if p.arXiv else "", str),
        ("pmid", p.PMID, verbatim),
        ("pmcid", p.PMCID, verbatim),
        ("isbn", p.ISBN, _line),
        ("issn", p.ISSN, _line),
        ("url", p.URL, verbatim),
        ("pubstate", p.status or "", str),
        ("language", p.language, _line),
        ("keywords", ", ".join(p.keyword), _line),
        ("license", p.license, _line),
        ("note", p.note, _line),
        ("abstract", p.abstract, _paragraphs),
    ]
    month = MONTHS[issued.month - 1] if issued and issued.month else ""
    return [(name, month if name == "month" else f"{{{write(text)}}}") for name, text, write in texts]


def recognises(text: str) -> bool:
    """An entry begins: `@article{`."""
    return bool(re.search(r"(?m)^\s*@\s*\w+\s*[{(]", text))


FORMAT = Format("bibtex", "BibTeX", (".bib",), recognises, dump=dump, media_type="application/x-bibtex")
