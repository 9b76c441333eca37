"""Papers of Semantic Scholar's Academic Graph: https://api.semanticscholar.org/api-docs/graph"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator import names
from generator.formats import Format, Loaded
from generator.formats._shared import database, json_text
from generator.formats._shared.database import objects, text
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
SERVERS = frozenset("arxiv corr biorxiv medrxiv chemrxiv".split())
"""Servers of preprints, which it names as the journal of papers that came out elsewhere."""
SPEC: Spec = {"data": {"citedPaper": {}, "citingPaper": {}}, "papers": {}, "recommendedPapers": {}}
VENUES = {"publicationVenue": ("publicationVenue", "name"), "venue": ("venue",)}
"""Where it names the venue, the whole form first."""
READ = frozenset(
    "paperId title abstract venue publicationVenue.name publicationVenue.issn publicationVenue.type year publicationDate "
    "publicationTypes journal.name journal.volume journal.pages authors.name authors.externalIds.ORCID externalIds "
    "openAccessPdf.url openAccessPdf.license".split()
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
    at_conference = ["Conference"] if text(paper, "publicationVenue", "type") == "conference" else []
    _types(draft, [*map(str, types if isinstance(types, list) else []), *at_conference])
    _date(draft, paper)
    _container(draft, paper)
    draft.text("ISSN", text(paper, "publicationVenue", "issn"), "issn")
    draft.text("abstract", text(paper, "abstract"), "abstract")
    ids = paper.get("externalIds")
    for kind, value in ids.items() if isinstance(ids, Mapping) else ():
        if kind in IDENTIFIERS:
            draft.identifier(IDENTIFIERS[kind], str(value or ""), kind)
        elif kind not in ("CorpusId", "MAG"):
            draft.keep(kind, value)
    draft.link(text(paper, "openAccessPdf", "url"), "openAccessPdf", "pdf")
    draft.text("license", text(paper, "openAccessPdf", "license"), "license")
    database.rest(draft, paper, READ, BOOKKEEPING)
    return text(paper, "paperId")


def _container(draft: Draft, paper: Mapping[str, Any]) -> None:
    """Where it came out: the journal, or the venue, if it is a conference or the journal a server of preprints.

    Volume and pages are the journal's. They go where it goes, unless it is but another form of the venue's name.
    """
    journal = text(paper, "journal", "name")
    venues = {name: text(paper, *keys) for name, keys in VENUES.items()}
    is_other = bool(journal) and any(venues.values()) and not any(_is_one(journal, venue) for venue in venues.values())
    if draft.values.get("type") != "paper-conference" and not (is_other and names.identity(journal) in SERVERS):
        draft.text("container_title", journal, "journal")
        is_other = False
    for name, venue in venues.items():
        draft.text("container_title", venue, name)
    if is_other:
        draft.keep("journal", paper["journal"])
        return
    draft.text("container_title", journal, "journal")
    draft.text("volume", text(paper, "journal", "volume"), "volume")
    draft.text("page", text(paper, "journal", "pages"), "pages")


def _is_one(name: str, other: str) -> bool:
    """Whether one name is a form of the other: its words are that one's, in the same order, perhaps cut short."""
    shorter, longer = sorted((_words(name), _words(other)), key=len)
    following = iter(longer)
    return bool(shorter) and all(any(_is_short(word, whole) for whole in following) for word in shorter)


def _words(name: str) -> list[str]:
    return [word for word in names.identity(name).split() if word not in ("a", "and", "for", "in", "of", "on", "the")]


def _is_short(word: str, other: str) -> bool:
    return word.startswith(other) or other.startswith(word)


def _types(draft: Draft, types: list[str]) -> None:
    """The most telling of several types; those that say more than a CSL type does are kept."""
    for each in sorted(types, key=lambda type_: ORDER.index(type_) if type_ in ORDER else len(ORDER)):
        if TYPES.get(each) and "type" not in draft:
            draft.type(each, TYPES, "publicationTypes")
        if each not in ORDER:
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
