"""CSL's variables and types, in the spellings of Zotero, Mendeley and Crossref, as tables."""

from __future__ import annotations

from typing import get_args

from generator.model import CslType

TEXTS = {
    "title-short": "title_short", "shortTitle": "title_short", "short-title": "title_short",
    "container-title": "container_title", "collection-title": "collection_title", "volume": "volume", "issue": "issue",
    "page": "page", "number": "number", "article-number": "number", "edition": "edition", "edition-number": "edition",
    "publisher": "publisher", "publisher-place": "publisher_place", "publisher-location": "publisher_place",
    "event-title": "event_title", "event": "event_title", "genre": "genre", "degree": "genre", "abstract": "abstract",
    "ISBN": "ISBN", "ISSN": "ISSN",
}  # fmt: skip
"""CSL's variables (with older and Crossref's spellings) → fields of text."""
IDENTIFIERS = {"DOI": "DOI", "PMID": "PMID", "PMCID": "PMCID", "language": "language"}
CROSSREF_TYPES = {
    "journal-article": "article-journal", "proceedings-article": "paper-conference", "proceedings": "book",
    "proceedings-series": "book", "book-chapter": "chapter", "book-section": "chapter", "book-part": "chapter",
    "book-track": "chapter", "monograph": "book", "edited-book": "book", "reference-book": "book", "book-set": "book",
    "book-series": "book", "reference-entry": "entry", "posted-content": "article", "preprint": "article",
    "dissertation": "thesis", "report-component": "report", "report-series": "report", "peer-review": "review",
    "journal": "periodical", "journal-issue": "periodical", "journal-volume": "periodical", "database": "dataset",
    "component": "document", "grant": "document", "other": "document",
}  # fmt: skip
"""https://api.crossref.org/types → CSL types, where they differ."""
IN_BOOKS = frozenset(("chapter", "paper-conference", "entry"))
"""Types of works that are part of a book, which may be part of a series."""
TYPES: dict[str, str | None] = {**{type_: type_ for type_ in get_args(CslType)}, **CROSSREF_TYPES}

BOOKKEEPING = frozenset(
    "indexed deposited created score is-referenced-by-count references-count reference-count reference content-domain prefix "
    "member resource journal-issue published assertion update-policy alternative-id isbn-type issn-type link funder relation "
    "update-to updated-by content-updated citation-label citation-number first-reference-note-number schema".split()
)
"""What Crossref says of its own record, of other works and of payments, and what citation programs number by themselves."""
NAME_BOOKKEEPING = frozenset("sequence affiliation authenticated-orcid role role-start parse-names comma-suffix _inst".split())
