"""What a page's head says in JSON-LD: https://schema.org/ScholarlyArticle"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from generator import page_range, permalinks
from generator.metadata.around import Around, address
from generator.metadata.records import shown_name, words
from generator.model import Publication
from generator.site import Byline, Entry

TYPES = {
    "article-magazine": "Article", "article-newspaper": "NewsArticle", "book": "Book", "chapter": "Chapter",
    "collection": "Collection", "dataset": "Dataset", "entry": "Article", "entry-dictionary": "Article",
    "entry-encyclopedia": "Article", "event": "Event", "figure": "ImageObject", "graphic": "VisualArtwork",
    "legislation": "Legislation", "manuscript": "Manuscript", "map": "Map", "motion_picture": "Movie",
    "musical_score": "SheetMusic", "periodical": "Periodical", "post": "SocialMediaPosting", "post-weblog": "BlogPosting",
    "report": "Report", "software": "SoftwareSourceCode", "song": "MusicRecording", "thesis": "Thesis", "webpage": "WebPage",
    **dict.fromkeys(("article", "article-journal", "paper-conference", "review", "review-book"), "ScholarlyArticle"),
}  # fmt: skip
"""CSL type → https://schema.org/docs/full.html. An unknown type is a `ScholarlyArticle`, what a lab publishes; any other, a
`CreativeWork`."""
PERIODICALS = frozenset({"article-journal", "article-magazine", "article-newspaper", "review", "review-book"})
BOOKS = frozenset({"chapter", "paper-conference", "entry", "entry-dictionary", "entry-encyclopedia"})
RESOLVERS = (
    ("DOI", "https://doi.org/{}"),
    ("arXiv", "https://arxiv.org/abs/{}"),
    ("PMID", "https://pubmed.ncbi.nlm.nih.gov/{}/"),
    ("PMCID", "https://pmc.ncbi.nlm.nih.gov/articles/{}/"),
)
ENCODINGS = {"pdf": "application/pdf"}


def linked_data(entry: Entry, site: Around) -> dict[str, Any]:
    """What is known of a publication, as an object of JSON-LD. Its name and abstract are the work's own, in the work's language;
    the title under which a page in another language shows it is one more name.
    """
    publication, base_url = entry.original, site.base_url
    own = publication.type or ""
    first, last = page_range.ends(publication.page, own)
    pages = page_range.count(own, publication.page)
    translated = entry.publication.title
    resolved = [where.format(quote(value, safe="/:;()")) for name, where in RESOLVERS if (value := getattr(publication, name))]
    return _known(
        {
            "@context": "https://schema.org",
            "@type": TYPES.get(own, "CreativeWork") if own else "ScholarlyArticle",
            "name": publication.title,
            "headline": publication.title,
            "alternateName": translated if translated != publication.title else "",
            "author": [_person(byline, site) for byline in entry.authors],
            "editor": [_person(byline, site) for byline in entry.editors],
            "datePublished": str(publication.issued or ""),
            "abstract": words(publication.abstract),
            "isPartOf": _container(publication),
            "pagination": "" if pages else page_range.shown(publication.page),
            "numberOfPages": int(pages or 0),
            "pageStart": first,
            "pageEnd": last,
            "bookEdition": publication.edition if own == "book" else "",
            "isbn": publication.ISBN if own == "book" else "",
            "publisher": _known({"@type": "Organization", "name": publication.publisher}, "name"),
            "identifier": [
                {"@type": "PropertyValue", "propertyID": name, "value": value}
                for name, _ in RESOLVERS
                if (value := getattr(publication, name))
            ],
            "sameAs": [*resolved, *([publication.URL] if publication.URL else [])],
            "url": address(entry.path, site) if base_url else "",
            "inLanguage": publication.language,
            "keywords": list(publication.keyword),
            "license": publication.license if publication.license.startswith(("https://", "http://")) else "",
            "award": list(publication.award),
            "creativeWorkStatus": publication.status or "",
            "encoding": list(_encodings(publication, base_url)),
        }
    )


def _person(byline: Byline, site: Around) -> dict[str, Any]:
    """A person; of a name without parts it is not known whether it is a person's or a group's."""
    name, orcid = shown_name(byline), byline.name.ORCID or byline.person.ORCID
    return _known(
        {
            "@type": "" if name.literal else "Person",
            "@id": f"https://orcid.org/{orcid}" if orcid else "",
            "name": byline.text,
            "givenName": name.given,
            "familyName": " ".join(filter(None, (name.non_dropping_particle, name.family))),
            "honorificSuffix": name.suffix,
            "url": address(byline.path, site) if byline.path and site.base_url else "",
        }
    )


def _container(publication: Publication) -> dict[str, Any]:
    """The journal by way of its volume and issue, or the book."""
    kind = publication.type or ""
    if not publication.container_title:
        return {}
    if kind not in PERIODICALS:
        isbn = publication.ISBN if kind in BOOKS else ""
        return _known({"@type": "Book" if kind in BOOKS else "CreativeWork", "name": publication.container_title, "isbn": isbn})
    part = _known({"@type": "Periodical", "name": publication.container_title, "issn": publication.ISSN})
    for type_, key, number in (
        ("PublicationVolume", "volumeNumber", publication.volume),
        ("PublicationIssue", "issueNumber", publication.issue),
    ):
        part = {"@type": type_, key: number, "isPartOf": part} if number else part
    return part


def _encodings(publication: Publication, base_url: str) -> Iterable[dict[str, str]]:
    for link in publication.link:
        url = link.URL or (permalinks.absolute(link.file, base_url) if base_url else "")
        if link.kind in ENCODINGS and url:
            yield {"@type": "MediaObject", "encodingFormat": ENCODINGS[link.kind], "contentUrl": url}


def _known(found: Mapping[str, Any], only_with: str = "") -> dict[str, Any]:
    """What is known; nothing at all without the key `only_with`."""
    return {key: value for key, value in found.items() if value} if not only_with or found[only_with] else {}


FOR_SCRIPT = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def for_script(value: object) -> str:
    """JSON that cannot end a `<script>` element, nor open a comment in one
    (https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements).
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(FOR_SCRIPT)
