"""Works of OpenAlex: https://docs.openalex.org/api-entities/works/work-object"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.formats import Format, Loaded
from generator.formats._shared import database, json_text
from generator.formats._shared.csl_tables import CROSSREF_TYPES
from generator.formats._shared.database import objects, text
from generator.formats._shared.entry import Draft
from generator.formats._shared.identifiers import arxiv_in, identifier
from generator.model import Name

TEXTS = {
    ("biblio", "volume"): "volume", ("biblio", "issue"): "issue",
    ("primary_location", "source", "display_name"): "container_title",
    ("primary_location", "source", "host_organization_name"): "publisher",
    ("primary_location", "source", "issn_l"): "ISSN",
    ("primary_location", "license"): "license",
}  # fmt: skip
"""Paths → fields of text."""
IDENTIFIERS = {("doi",): "DOI", ("ids", "pmid"): "PMID", ("ids", "pmcid"): "PMCID", ("language",): "language"}
TYPES: dict[str, str | None] = {
    **CROSSREF_TYPES, "article": "article-journal", "review": "article-journal", "letter": "article-journal",
    "editorial": "article-journal", "erratum": "article-journal", "retraction": "article-journal", "book": "book",
    "dataset": "dataset", "report": "report", "standard": "standard", "software": "software",
    "conference-paper": "paper-conference",
    "conference-abstract": "paper-conference", "paratext": None, "libguides": "webpage", "supplementary-materials": "document",
}  # fmt: skip
"""https://docs.openalex.org/api-entities/works/work-object#type → CSL types."""
TELLING = frozenset("review letter editorial erratum retraction supplementary-materials paratext".split())
"""Types that say more than a CSL type does."""
READ = frozenset(
    "id doi title display_name publication_year publication_date type type_crossref biblio.volume biblio.issue "
    "biblio.first_page biblio.last_page language abstract_inverted_index "
    "is_retracted is_authors_truncated authorships.author.display_name authorships.author.orcid authorships.raw_author_name "
    "ids.pmid ids.pmcid keywords.display_name keywords.keyword primary_location.landing_page_url "
    "primary_location.pdf_url primary_location.license primary_location.source.display_name primary_location.source.issn_l "
    "primary_location.source.host_organization_name primary_location.source.type best_oa_location.landing_page_url "
    "best_oa_location.pdf_url locations.landing_page_url".split()
)
BOOKKEEPING = frozenset(
    "cited_by_count cited_by_percentile_year cited_by_api_url counts_by_year concepts topics primary_topic mesh referenced_works "
    "referenced_works_count related_works updated_date created_date ngrams_url fwci citation_normalized_percentile has_fulltext "
    "fulltext_origin indexed_in institutions_distinct_count countries_distinct_count corresponding_author_ids awards funders "
    "corresponding_institution_ids apc_list apc_paid grants datasets versions sustainable_development_goals is_paratext is_oa "
    "locations_count institution_assertions relevance_score is_xpac has_abstract has_content content_url content_urls "
    "authors_count concepts_count topics_count has_pdf_url score open_access".split()
)
"""Counts, classes and other works, which OpenAlex finds by itself."""


def load(text_: str, path: str) -> Loaded:
    """Read a list of the API, one work, or JSON Lines of works."""
    return database.load(text_, path, {"results": {}}, _fill)


def _fill(draft: Draft, work: Mapping[str, Any]) -> str:
    draft.title(text(work, "title") or text(work, "display_name"), "title")
    if text(work, "display_name"):
        draft.title(text(work, "display_name"), "display_name")
    _type(draft, work)
    _date(draft, work)
    for authorship in objects(work.get("authorships")):
        iD = identifier("ORCID", text(authorship, "author", "orcid"))  # noqa: N806 - ORCID's own spelling
        printed = text(authorship, "author", "display_name") or text(authorship, "raw_author_name")
        draft.person("author", Name(printed=printed, ORCID=iD))
    if str(work.get("is_authors_truncated")) == "True":  # lists of the API end after 100 authors
        draft.values["author_list"] = "partial"
    for keys, field in TEXTS.items():
        draft.text(field, text(work, *keys), keys[-1])
    for keys, field in IDENTIFIERS.items():
        draft.identifier(field, text(work, *keys), keys[-1])
    first, last = text(work, "biblio", "first_page"), text(work, "biblio", "last_page")
    draft.text("page", f"{first}-{last}" if first and last and first != last else first or last, "biblio")
    draft.keywords(text(each, "display_name") or text(each, "keyword") for each in objects(work.get("keywords")))
    draft.text("abstract", _abstract(work.get("abstract_inverted_index")), "abstract_inverted_index")
    _places(draft, work)
    if str(work.get("is_retracted")) == "True":
        draft.values["status"] = "retracted"
    database.rest(draft, work, READ, BOOKKEEPING)
    return text(work, "id").removeprefix("https://openalex.org/")


def _type(draft: Draft, work: Mapping[str, Any]) -> None:
    """Crossref's finer type where it is given; an article at a conference is a paper."""
    type_ = text(work, "type_crossref") or text(work, "type")
    if TYPES.get(type_) == "article-journal" and text(work, "primary_location", "source", "type") == "conference":
        type_ = "proceedings-article"
    if type_:
        draft.type(type_, TYPES, "type")
    if text(work, "type") in TELLING:
        draft.keep("type", text(work, "type"))


def _date(draft: Draft, work: Mapping[str, Any]) -> None:
    """The day; 1 January is what OpenAlex writes for a year alone, so the year is all that is taken of it."""
    day, year = text(work, "publication_date"), text(work, "publication_year")
    if day.endswith("-01-01"):
        draft.keep("publication_date", day)
        day = day[:4]
    for value, name in ((day, "publication_date"), (year, "publication_year")):
        if value:
            draft.date(value, name)


def _abstract(index: Any) -> str:
    """The text of an index from words to their places."""
    if not isinstance(index, Mapping):
        return index if isinstance(index, str) else ""
    places = [
        (int(place), word)
        for word, found in index.items()
        for place in (found if isinstance(found, list) else [])
        if isinstance(place, str) and place.isdecimal() and len(place) < 9
    ]
    return " ".join(word for _, word in sorted(places))


def _places(draft: Draft, work: Mapping[str, Any]) -> None:
    """The work's page, its PDF, and its preprint on arXiv."""
    draft.address(text(work, "primary_location", "landing_page_url"), "landing_page_url")
    locations = [work.get("primary_location"), work.get("best_oa_location"), *objects(work.get("locations"))]
    for location in objects(locations):
        if found := arxiv_in(text(location, "landing_page_url")):
            draft.put("arXiv", found, "landing_page_url", found)
    for location in objects(locations[:2]):
        draft.link(text(location, "pdf_url"), "pdf_url", "pdf")
    if found := arxiv_in(text(work, "doi")):
        draft.put("arXiv", found, "doi", found)


def recognises(text_: str) -> bool:
    """JSON with keys that only OpenAlex writes."""
    return json_text.kind(text_) == FORMAT.name


FORMAT = Format("openalex", "OpenAlex", (".json", ".jsonl"), recognises, load=load)
