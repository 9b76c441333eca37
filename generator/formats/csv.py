"""Tables: CSV and TSV with a header, as spreadsheets, Zotero, Scopus, Web of Science, IEEE, PubMed and Google Scholar write them.

https://www.rfc-editor.org/rfc/rfc4180, with a comma, a semicolon, a tab or a bar between the cells. Own reader of the cells: the
standard library's takes everything after a quotation mark that is never closed into one cell, without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from generator import names
from generator.errors import Problem
from generator.formats import Format, Loaded
from generator.formats._columns import EXAMPLES, KNOWN, LESS_TELLING, THESES, TYPES, WEB_OF_SCIENCE, WITH_ISSUE, ZOTERO
from generator.formats._shared import csl, markup, people
from generator.formats._shared.entry import Draft, Source, excerpt
from generator.formats._shared.identifiers import identifier
from generator.model import Name

PARTS = ("id", "first_page", "last_page", "day", "groups", "orcids")
"""Fields of `COLUMNS` that no field of a publication is made of alone."""
OR_GROUP = "_or_group"
"""How a column of names ends in which what has no comma is a group's name."""
DELIMITERS = ",;\t|"
_LOOKED_AT = 40
"""So many rows tell a table from a page with a header like one."""
FAILURES = 20
"""After so many quotation marks that are never closed, quotation marks are taken as they stand: reading stays linear."""

_QUOTED = re.compile(r'[ ]*"((?:[^"]|"")*+)"[ ]*')
_OPEN = re.compile(r'[ ]*"')
_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row."""

    line: int
    cells: Sequence[str]
    text: str
    """As it stands in the file."""
    misquoted: bool = False
    """A quotation mark is not closed before the end of its cell: the line was read as it stands."""


def load(text: str, path: str) -> Loaded:
    """Read a table; its first row names the columns."""
    source = Source(path)
    delimiter = _delimiter(text)
    read = [row for row in rows(text, delimiter) if any(cell.strip() for cell in row.cells)]
    if not read:
        return source.loaded()
    own_line = read[0].cells[0].strip().lower().startswith("sep=") and len(read) > 1  # Excel's
    header, body = read[own_line], read[own_line + 1 :]
    columns = _columns(header.cells)
    if not any(field == "title" for field, _ in columns):
        args: dict[str, str | int] = {"columns": excerpt(", ".join(header.cells)), "known": EXAMPLES}
        source.problems.append(Problem("csv-columns", path=path, line=header.line, args=args, text=header.text))
        return Loaded(problems=tuple(source.problems))
    by_initials = _by_initials(body, columns)
    for row in body:
        draft = Draft(source, row.line)
        source.finish(draft, row.text, _fill(draft, row, header.cells, columns, by_initials=by_initials))
    return source.loaded()


def _columns(header: Sequence[str]) -> list[tuple[str, int]]:
    """(field, rank) of each column. What else there is tells what some are: Zotero's *Type* stands beside an *Item Type*."""
    found = [names.identity(cell) for cell in header]
    known = dict(KNOWN)
    if "issue" in found:
        known |= WITH_ISSUE
    if {"item type", "extra"} <= set(found):
        known |= ZOTERO
    if {"pt", "au", "ut"} <= set(found):
        known |= WEB_OF_SCIENCE
    return [known.get(cell, ("", 0)) for cell in found]


def _fill(draft: Draft, row: Row, header: Sequence[str], columns: Sequence[tuple[str, int]], *, by_initials: bool) -> str:
    """Fill an entry, and return what the table calls it."""
    if row.misquoted:
        draft.source.warn("csv-quote", row.line, row.text)
    cells = list(zip(header, columns, row.cells, strict=False))
    parts = dict.fromkeys(PARTS, "")
    for name, (field, _), cell in sorted(cells, key=lambda each: each[1][1]):
        if not cell.strip():
            continue
        if field.removesuffix(OR_GROUP) in csl.ROLES:
            _people(draft, field, cell.strip(), name.strip(), by_initials=by_initials)
        elif field not in parts:
            _cell(draft, field, cell.strip(), name.strip())
        elif not parts[field]:
            parts[field] = markup.line(cell)
        else:
            draft.keep(name, cell)
    first, last = parts["first_page"], parts["last_page"]
    if first:
        draft.text("page", f"{first}-{last}" if last and last != first else first, "page")
    elif last:
        draft.keep("last page", last)
    _rest_of(draft, parts)
    further = [cell for cell in row.cells[len(header) :] if cell.strip()]
    if further:
        draft.source.warn("csv-cells", row.line, "\n".join(further), words=excerpt(", ".join(further)))
    return parts["id"]


def _rest_of(draft: Draft, parts: Mapping[str, str]) -> None:
    """What Web of Science says in columns of their own: the day beside the year, groups and iDs beside the authors."""
    if parts["day"]:
        draft.date(f"{parts['day']} {draft.values.get('issued', '')}", "PD")
    for group in filter(None, map(str.strip, parts["groups"].split(";"))):
        draft.person("author", Name(literal=group))
    authors: list[Name] = draft.values.get("author", [])
    for each in filter(None, map(str.strip, parts["orcids"].split(";"))):
        name, _, orcid = each.rpartition("/")
        iD = identifier("ORCID", orcid)  # noqa: N806 - ORCID's own spelling
        place = next((at for at, author in enumerate(authors) if author.text == people.inverted(name).text), None)
        if iD and place is not None:
            authors[place] = replace(authors[place], ORCID=iD)
        else:
            draft.keep("OI", each)


def _cell(draft: Draft, field: str, cell: str, name: str) -> None:
    if field == "title":
        draft.title(cell, name)
    elif field == "issued":
        draft.date(cell, name)
    elif field == "type":
        _type(draft, cell, name)
    elif field == "left_out":
        draft.source.leave_out(name, draft.line)
    elif field == "note":
        csl.note(draft, cell, name)
    elif field in ("DOI", "arXiv", "PMID", "PMCID", "language"):
        draft.identifier(field, cell, name)
    elif field == "URL" and "scopus.com/inward/" in cell:  # its page of the work, for subscribers
        draft.keep(name, cell)
    elif field == "URL":
        draft.address(cell, name)
    elif field == "status":
        csl.status(draft, cell, name)
    elif field in ("pdf", "code"):
        draft.link(cell, name, "pdf" if field == "pdf" else "code")
    elif field == "keyword":
        draft.keywords(csl.split_keywords(cell.replace("|", ";")))
    elif field == "award":
        draft.values.setdefault("award", []).extend(markup.line(each) for each in re.split(r"[;|\n]", cell) if each.strip())
    elif field:
        draft.text(field, cell, name)
    else:
        draft.keep(name or "?", cell)


def _type(draft: Draft, cell: str, name: str) -> None:
    """The type, and what the cell says beyond it: `PhD thesis`, `Editorial`, `Article in press`.

    Web of Science names several: `Article; Book Chapter`, of which an article is the least telling.
    """
    words = {names.identity(word): word for word in map(str.strip, cell.split(";"))}
    if not words.keys() <= TYPES.keys():
        draft.keep(name, cell)
        return
    for word in sorted(words, key=lambda word: (TYPES[word] == "article-journal", word != "article")):
        if "type" not in draft or TYPES[word] != "article-journal":
            draft.type(word, TYPES, name)
        if word in ("article in press", "in press", "early access", "ieee early access articles"):
            draft.put("status", "in-press", name, words[word])
        elif word in THESES:
            draft.text("genre", THESES[word] or words[word], name)
        elif word not in LESS_TELLING:
            draft.keep(name, words[word])


def _people(draft: Draft, field: str, cell: str, name: str, *, by_initials: bool) -> None:
    """The names of one cell; of two columns of names the fuller one counts. Scopus adds its numbers: `Doe, Jane (5719)`.

    `by_initials`: the table writes names as `Doe JA`.
    """
    role = field.removesuffix(OR_GROUP)
    if role in draft:
        draft.keep(name, cell)
        return
    found = []
    for each in people.listed(markup.paragraphs(cell)):
        cut, others = people.without_others(re.sub(r"\s*\(\d+\)$", "", each))
        found.append(cut)
        if others and role == "author":
            draft.values["author_list"] = "partial"
    for person in people.read([each for each in found if each], by_comma=role != field, alone=by_initials):
        draft.person(role, person)


def _by_initials(read: Sequence[Row], columns: Sequence[tuple[str, int]]) -> bool:
    """Whether the lists of names in a table are rather written `Doe JA`, so that a name alone is too."""
    cells = [cell for row in read for (field, _), cell in zip(columns, row.cells, strict=False) if field in csl.ROLES]
    lists = [found for found in map(people.listed, cells) if len(found) > 1]
    return 2 * sum(bool(people.by_initials(found)) for found in lists) > len(lists)


def rows(text: str, delimiter: str) -> Iterator[Row]:
    """Every row with its line. A cell in quotation marks may hold line breaks, and a quotation mark as two."""
    place = 1 if text.startswith("\ufeff") else 0
    line, failures = 1, 0
    plain = re.compile(f"[^{re.escape(delimiter)}\r\n]*")
    while place < len(text):
        found = _cells(text, place, delimiter, plain) if failures < FAILURES else None
        misquoted = found is None
        if found is None:
            failures += failures < FAILURES
            end = next((each.start() for each in [_BREAK.search(text, place)] if each), len(text))
            found = text[place:end].split(delimiter), end
        cells, end = found
        yield Row(line, cells, text[place:end], misquoted and '"' in text[place:end])
        after = _BREAK.match(text, end)
        stop = after.end() if after else end
        line += len(_BREAK.findall(text[place:stop]))
        place = stop


def _cells(text: str, place: int, delimiter: str, plain: re.Pattern[str]) -> tuple[list[str], int] | None:
    """(cells, end) of the row that begins at `place`; None where a quotation mark is not closed at the end of its cell."""
    cells = []
    while True:
        found = _QUOTED.match(text, place)
        if found:
            cells.append(found[1].replace('""', '"'))
        elif _OPEN.match(text, place):
            return None
        else:
            found = plain.match(text, place)
            assert found is not None, "it matches nothing, too"  # noqa: S101
            cells.append(found[0])
        place = found.end()
        if place >= len(text) or text[place] in "\r\n":
            return cells, place
        if text[place] != delimiter:
            return None
        place += 1


def _delimiter(text: str) -> str:
    """What parts the cells: the one that finds most known columns in the first row."""
    head = text.removeprefix("\ufeff").lstrip("\r\n \t")[:20_000]
    if stated := re.match(r"sep=([,;\t|])", head, re.IGNORECASE):
        return stated[1]
    return max(DELIMITERS, key=lambda delimiter: (_known_columns(head, delimiter), head.partition("\n")[0].count(delimiter)))


def _known_columns(head: str, delimiter: str) -> int:
    row = next(rows(head, delimiter), None)
    return len({KNOWN[name][0] for name in map(names.identity, row.cells if row else ()) if name in KNOWN})


def recognises(text: str) -> bool:
    """The first row names at least two known columns, one of them the title, and the rows below it have more cells than one."""
    head = re.sub(r"^sep=.[\r\n]+", "", text.removeprefix("\ufeff").lstrip("\r\n \t")[:20_000], flags=re.IGNORECASE)
    looked_at = [row for row in islice(rows(head, _delimiter(text)), _LOOKED_AT) if any(map(str.strip, row.cells))]
    first, below = looked_at[:1], looked_at[1:]
    found = {KNOWN[name][0] for row in first for name in map(names.identity, row.cells) if name in KNOWN}
    single = sum(len(row.cells) == 1 for row in below)  # a profile of Google Scholar has three in four
    return len(found) > 1 and "title" in found and single <= len(below) / 2


FORMAT = Format("csv", "CSV", (".csv", ".tsv", ".tab"), recognises, load=load)
