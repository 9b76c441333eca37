"""Tables: CSV and TSV with a header, as spreadsheets, Zotero, Scopus, Web of Science, IEEE, PubMed and Google Scholar write them.

https://www.rfc-editor.org/rfc/rfc4180, with a comma, a semicolon, a tab or a bar between the cells. Own reader of the cells: the
standard library's takes everything after a quotation mark that is never closed into one cell, without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import names
from generator.errors import Problem
from generator.formats import Format, Loaded
from generator.formats._shared import csl, csl_tables, markup, people
from generator.formats._shared.entry import Draft, Source, excerpt
from generator.model import Name

COLUMNS = {
    "title": "title, document title, article title, paper title, item title, titre, titre de l'article, ti",
    "author": "author full names, af, authors, author, author s, author names, auteurs, auteur, auteurs et autrices, au",
    "editor": "editors, editor, editeurs scientifiques, directeurs de publication, be",
    "contributor": "contributor, contributors, contributeurs, contributeur, translator, traducteur",
    "issued": "issued, date, publication date, date de publication, publication year, year, pubyear, annee, "
    "annee de publication, parution, py, pd",
    "type": "type, item type, document type, publication type, type de document, type de publication, dt",
    "container_title": "container title, publication title, source title, journal, journal book, journal title, venue, "
    "publication, booktitle, book title, conference proceedings, revue, titre de la revue, publie dans, periodique, "
    "source titles, so",
    "collection_title": "collection title, series, series title, book series title, collection, se",
    "event_title": "event title, conference, conference name, conference title, conference nom, colloque, congres, ct",
    "volume": "volume, vol, tome, vl",
    "issue": "issue, number, numero, no, fascicule, is",
    "page": "page, pages, pagination, page range, page s",
    "first_page": "start page, page start, first page, premiere page, bp",
    "last_page": "end page, page end, last page, derniere page, ep",
    "number": "art no, article number, report number, numero d'article, ar",
    "edition": "edition",
    "publisher": "publisher, editeur, maison d'edition, institution, universite, university, pu",
    "publisher_place": "publisher place, place, publisher address, lieu, ville, lieu d'edition, pi",
    "genre": "genre, thesis type, nature",
    "note": "note, notes, extra, remarque, remarques",
    "language": "language, language of original document, langue, la",
    "license": "license, licence, rights, droits",
    "DOI": "doi, doi link, di",
    "arXiv": "arxiv, arxiv id",
    "PMID": "pmid, pubmed id, pm",
    "PMCID": "pmcid",
    "ISBN": "isbn, isbns, bn",
    "ISSN": "issn, eissn, sn, ei",
    "URL": "url, link, lien, adresse, article url, page",
    "pdf": "pdf, pdf link, pdf url, lien pdf",
    "code": "code, code url, repository",
    "keyword": "keyword, keywords, author keywords, manual tags, tags, mots cles, mot cle, de",
    "abstract": "abstract, abstract note, resume, ab",
    "title_short": "title short, short title, titre court, titre abrege",
    "award": "award, awards, prix",
    "id": "id, key, citation key, cite key, cle, eid, ut",
}  # fmt: skip
"""Fields of the model → what exports and people call their columns (folded); the first that is there counts before the others."""
_TYPES = {
    "article-journal": "article, journal article, journalarticle, research article, review, review article, letter, editorial, "
    "note, short survey, data paper, article de revue, article de journal, revue, conference review, erratum, article in press, "
    "early access",
    "paper-conference": "conference paper, conferencepaper, conference, inproceedings, proceedings paper, "
    "conference object, ieee conferences, communication, communication dans un congres, article de conference, actes, "
    "workshop paper, acte de congres",
    "chapter": "book chapter, booksection, book section, incollection, inbook, chapitre, chapitre de livre, chapitre d'ouvrage",
    "book": "livre, ouvrage, monograph, monographie, edited book, proceedings",
    "thesis": "phdthesis, mastersthesis, dissertation, these, memoire, phd thesis, master thesis, doctoral thesis, hdr",
    "report": "techreport, technical report, rapport, working paper, rapport technique",
    "article": "preprint, posted content, prepublication, preprint article",
    "dataset": "data set, jeu de donnees", "software": "computerprogram, computer program, logiciel",
    "patent": "brevet", "webpage": "web page, site web, page web", "post-weblog": "blogpost, blog post, blog, billet de blog",
    "article-magazine": "magazinearticle, magazine article", "article-newspaper": "newspaperarticle, newspaper article",
    "entry-encyclopedia": "encyclopediaarticle", "entry-dictionary": "dictionaryentry", "manuscript": "unpublished, manuscrit",
    "speech": "presentation, talk, expose", "motion_picture": "videorecording, film, video", "standard": "norme",
    "document": "misc, other, autre",
}  # fmt: skip
TYPES: Mapping[str, str | None] = {
    **{names.identity(type_): type_ for type_ in csl_tables.TYPES if csl_tables.TYPES[type_] == type_},
    **{names.identity(type_): csl_tables.CROSSREF_TYPES[type_] for type_ in csl_tables.CROSSREF_TYPES},
    **{names.identity(word): type_ for type_, words in _TYPES.items() for word in words.split(", ")},
}
"""What exports and people call a type (`names.identity`) → CSL types. In a table, *article* is one in a journal."""

DELIMITERS = ",;\t|"
FAILURES = 20
"""After so many quotation marks that are never closed, quotation marks are taken as they stand: reading stays linear."""

_KNOWN = {names.identity(word): (field, rank) for field, words in COLUMNS.items() for rank, word in enumerate(words.split(", "))}
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
    read = (row for row in rows(text, delimiter) if any(cell.strip() for cell in row.cells))
    header = next(read, None)
    if header is None:
        return source.loaded()
    if header.cells[0].strip().lower().startswith("sep="):  # Excel's own first line
        header = next(read, header)
    columns = [_KNOWN.get(names.identity(cell), ("", 0)) for cell in header.cells]
    if not any(field == "title" for field, _ in columns):
        args: dict[str, str | int] = {"columns": excerpt(", ".join(header.cells))}
        source.problems.append(Problem("csv-columns", path=path, line=header.line, args=args, text=header.text))
        return Loaded(problems=tuple(source.problems))
    for row in read:
        draft = Draft(source, row.line)
        _fill(draft, row, header.cells, columns)
        source.finish(draft, row.text, _first(row, columns, "id"))
    return source.loaded()


def _fill(draft: Draft, row: Row, header: Sequence[str], columns: Sequence[tuple[str, int]]) -> None:
    if row.misquoted:
        draft.source.warn("csv-quote", row.line, row.text)
    cells = list(zip(header, columns, row.cells, strict=False))
    for name, (field, _), cell in sorted(cells, key=lambda each: each[1][1]):
        if cell.strip():
            _cell(draft, field, cell.strip(), name.strip())
    first, last = (markup.line(_first(row, columns, field)) for field in ("first_page", "last_page"))
    if first:
        draft.text("page", f"{first}-{last}" if last and last != first else first, "page")
    elif last:
        draft.keep("last page", last)
    further = [cell for cell in row.cells[len(header) :] if cell.strip()]
    if further:
        draft.source.warn("csv-cells", row.line, "\n".join(further), words=excerpt(", ".join(further)))


def _cell(draft: Draft, field: str, cell: str, name: str) -> None:
    if field in ("id", "first_page", "last_page"):
        return
    if field == "title":
        draft.title(cell, name)
    elif field in csl.ROLES:
        _people(draft, field, cell, name)
    elif field == "issued":
        draft.date(cell, name)
    elif field == "type":
        draft.type(names.identity(cell), TYPES, name) if names.identity(cell) in TYPES else draft.keep(name, cell)
    elif field in ("DOI", "arXiv", "PMID", "PMCID", "language"):
        draft.identifier(field, cell, name)
    elif field == "URL":
        draft.address(cell, name)
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


def _people(draft: Draft, role: str, cell: str, name: str) -> None:
    """The names of one cell; of two columns of names the fuller one counts. Scopus adds its numbers: `Doe, Jane (5719)`."""
    if role in draft:
        draft.keep(name, cell)
        return
    for each in people.listed(markup.paragraphs(cell)):
        cut, others = people.without_others(re.sub(r"\s*\(\d+\)$", "", each))
        if "," in cut:
            draft.written_name(role, cut)
        else:
            draft.person(role, Name(printed=cut))
        if others and role == "author":
            draft.values["author_list"] = "partial"


def _first(row: Row, columns: Sequence[tuple[str, int]], field: str) -> str:
    return next((cell for (name, _), cell in zip(columns, row.cells, strict=False) if name == field and cell.strip()), "")


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
    return len({_KNOWN[name][0] for name in map(names.identity, row.cells if row else ()) if name in _KNOWN})


def recognises(text: str) -> bool:
    """The first row names at least two known columns, one of them the title."""
    head = re.sub(r"^sep=.[\r\n]+", "", text.removeprefix("\ufeff").lstrip("\r\n \t")[:20_000], flags=re.IGNORECASE)
    row = next(rows(head, _delimiter(text)), None)
    found = {_KNOWN[name][0] for name in map(names.identity, row.cells if row else ()) if name in _KNOWN}
    return len(found) > 1 and "title" in found


FORMAT = Format("csv", "CSV", (".csv", ".tsv", ".tab"), recognises, load=load)
