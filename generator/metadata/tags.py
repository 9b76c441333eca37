"""What a page's head says in tags.

Google Scholar: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
Open Graph: https://ogp.me/
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from generator import page_range, permalinks
from generator.metadata.around import Around, address
from generator.metadata.records import shown_name
from generator.model import Name, PartialDate
from generator.site import Entry

Tags = tuple[tuple[str, str], ...]
"""(name, content) of `<meta>` elements."""
CONTAINER = {
    "article-journal": "citation_journal_title",
    "article-magazine": "citation_journal_title",
    "review": "citation_journal_title",
    "review-book": "citation_journal_title",
    "paper-conference": "citation_conference_title",
    "chapter": "citation_inbook_title",
}
"""What the container of each CSL type is called. Of an unknown type nothing is said."""
PUBLISHER = {"thesis": "citation_dissertation_institution", "report": "citation_technical_report_institution"}
"""What the publisher of each CSL type is called, others `citation_publisher`."""
NUMBER = {"report": "citation_technical_report_number"}
IDENTIFIERS = (
    ("citation_volume", "volume"), ("citation_issue", "issue"), ("citation_doi", "DOI"), ("citation_isbn", "ISBN"),
    ("citation_issn", "ISSN"), ("citation_arxiv_id", "arXiv"), ("citation_pmid", "PMID"), ("citation_language", "language"),
)  # fmt: skip
"""(tag, field), text for text."""


def citation(entry: Entry, site: Around) -> Iterator[tuple[str, str]]:
    """The tags of the work under its own title, whose language `citation_language` is, on a page in any language: Google Scholar
    wants them on each, and joins what says the same.
    """
    publication, base_url = entry.original, site.base_url
    kind = publication.type or ""
    container = publication.container_title or (publication.event_title if kind == "paper-conference" else "")
    first, last = page_range.ends(publication.page, kind)
    said = [
        ("citation_title", publication.title),
        *(("citation_author", author(shown_name(byline))) for byline in entry.authors),
        ("citation_publication_date", slashed(publication.issued)),
        (CONTAINER.get(kind, ""), container),
        (PUBLISHER.get(kind, "citation_publisher"), publication.publisher),
        (NUMBER.get(kind, ""), publication.number),
        *((tag, getattr(publication, field)) for tag, field in IDENTIFIERS),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
        *(("citation_keywords", keyword) for keyword in publication.keyword),
        ("citation_pdf_url", _pdf(entry, site)),
        ("citation_abstract_html_url", address(entry.path, site) if base_url else ""),
    ]
    yield from ((tag, content) for tag, content in said if tag and content)


def author(name: Name) -> str:
    """`Smith, John` where the parts are known, else as printed: Google Scholar reads both, and its guess is as good as ours."""
    if name.printed or name.literal or not (name.family and name.given):
        return name.text
    return f"{' '.join(filter(None, (name.non_dropping_particle, name.family)))}, {name.given}"


def slashed(issued: PartialDate | None) -> str:
    """`2023/07/23`, `2023/07` or `2023`."""
    return str(issued).replace("-", "/") if issued else ""


def _pdf(entry: Entry, site: Around) -> str:
    """The first PDF in the folder of the page: Google Scholar takes it from there only."""
    folder = posixpath.dirname(permalinks.localised(entry.path, site.lang, site.language))
    files = (link.file for link in entry.publication.link if link.kind == "pdf" and link.file)
    beside = next((file for file in files if posixpath.dirname(file) == folder), "")
    return permalinks.absolute(beside, site.base_url) if beside and site.base_url else ""


# Open Graph: https://ogp.me/


def open_graph(entry: Entry, site: Around, description: str) -> Iterator[tuple[str, str]]:
    publication, base_url = entry.publication, site.base_url
    issued, image = publication.issued, publication.image
    yield "og:type", "article"
    yield "og:title", publication.title
    yield "og:site_name", site.title
    if description:
        yield "og:description", description
    if base_url:
        yield "og:url", address(entry.path, site)
    if base_url and image:
        yield "og:image", permalinks.absolute(image.file, base_url)
        yield "og:image:alt", image.alt
    if issued and issued.day:
        yield "article:published_time", str(issued)
