"""Papers of Semantic Scholar's Academic Graph: https://api.semanticscholar.org/api-docs/graph"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.formats import Format, Loaded
from generator.formats._shared import database, json_text
from generator.formats._shared.database import get, objects, text
from generator.formats._shared.entry import Draft
from generator.formats._shared.identifiers import identifier
from generator.formats._shared.json_text import Spec
from generator.model import Name

IDENTIFIERS = {"DOI": "DOI", "ArXiv": "arXiv", "PubMed": "PMID", "PubMedCentral": "PMCID"}
"""Its names of external ids → fields; others are kept in `custom`."""
TYPES: dict[str, str | None] = {
    "JournalArticle": "article-journal", "Conference": "paper-conference", "Book": "book", "BookSection": "chapter",
    "Dataset": "dataset", "Review": "article-journal", "LettersAndComments": "article-journal", "Editorial": "article-journal",
    "CaseReport": "article-journal", "ClinicalTrial": "article-journal", "MetaAnalysis": "article-journal",
    "News": "article-newspaper", "Study": "article-journal",
}  # fmt: skip
"""Publication types → CSL types; of several the first in this order counts."""
ORDER = ("Conference", "BookSection", "Book", "Dataset", "JournalArticle")
SPEC: Spec = {"data": {"citedPaper": {}, "citingPaper": {}}, "papers": {}, "recommendedPapers": {}}
READ = frozenset(
    "paperId title abstract venue publicationVenue.name publicationVenue.issn year publicationDate publicationTypes journal.name "
    "journal.volume journal.pages authors.name authors.externalIds.ORCID externalIds openAccessPdf.url".split()
)
BOOKKEEPING = frozenset(
    "corpusId url citationCount referenceCount influentialCitationCount embedding citations references s2FieldsOfStudy "
    "isOpenAccess citationStyles matchScore textAvailability contexts intents isInfluential contextsWithIntent".split()
)
"""Counts, classes, other works, and the address of its own page."""


def load(text_: str, path: str) -> Loaded:
    """Read an answer of a search, the papers of an author, a batch, or one paper."""
    return database.load(text_, path, SPEC, _fill)


def _fill(draft: Draft, paper: Mapping[str, Any]) -> str:
    draft.title(text(paper, "title"), "title")
    for author in objects(paper.get("authors")):
        iD = identifier("ORCID", text(author, "externalIds", "ORCID"))  # noqa: N806 - ORCID's own spelling
        draft.person("author", Name(printed=text(author, "name"), ORCID=iD))
    types = paper.get("publicationTypes")
    _types(draft, [str(each) for each in types] if isinstance(types, list) else [])
    _date(draft, paper)
    container = [(text(paper, "journal", "name"), "journal"), (text(paper, "publicationVenue", "name"), "publicationVenue")]
    if draft.values.get("type") == "paper-conference":  # there the journal is a short form of the venue
        container.reverse()
    for value, name in (*container, (text(paper, "venue"), "venue")):
        draft.text("container_title", value, name)
    draft.text("volume", text(paper, "journal", "volume"), "volume")
    draft.text("page", text(paper, "journal", "pages"), "pages")
    draft.text("ISSN", text(paper, "publicationVenue", "issn"), "issn")
    draft.text("abstract", text(paper, "abstract"), "abstract")
    ids = paper.get("externalIds")
    for kind, value in ids.items() if isinstance(ids, Mapping) else ():
        if kind in IDENTIFIERS:
            draft.identifier(IDENTIFIERS[kind], str(value or ""), kind)
        elif kind not in ("CorpusId", "MAG"):
            draft.keep(kind, value)
    draft.link(text(get(paper, "openAccessPdf"), "url"), "openAccessPdf", "pdf")
    database.rest(draft, paper, READ, BOOKKEEPING)
    return text(paper, "paperId")


def _types(draft: Draft, types: list[str]) -> None:
    """The most telling of several types; those that have no CSL type are kept."""
    for each in sorted(types, key=lambda type_: ORDER.index(type_) if type_ in ORDER else len(ORDER)):
        if TYPES.get(each) and "type" not in draft:
            draft.type(each, TYPES, "publicationTypes")
        elif each not in TYPES:
            draft.keep("publicationTypes", each)


def _date(draft: Draft, paper: Mapping[str, Any]) -> None:
    """The day; 1 January often stands for a year alone, so the year is all that is taken of it."""
    day, year = text(paper, "publicationDate"), text(paper, "year")
    if day.endswith("-01-01"):
        draft.keep("publicationDate", day)
        day = day[:4]
    for value, name in ((day, "publicationDate"), (year, "year")):
        if value:
            draft.date(value, name)


def recognises(text_: str) -> bool:
    """JSON with keys that only Semantic Scholar writes."""
    return json_text.kind(text_) == FORMAT.name


FORMAT = Format("semantic-scholar", "Semantic Scholar", (".json", ".jsonl"), recognises, load=load)
