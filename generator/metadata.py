"""What machines read of a publication: its record for other programs, and what its page says in its head.

Everything here says what the page says and no more: no date is made more precise, and a name that must not be shown any more
is nowhere. That an author list is partial can be said in BibTeX and CSL-JSON; the tags below have no word for it.
"""

from __future__ import annotations

import functools
import json
import posixpath
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import quote

from generator import markdown, page_range, permalinks
from generator.formats import Record
from generator.model import Name, PartialDate, Publication, Version
from generator.names import recased
from generator.site import Byline, Entry, Site

Tags = tuple[tuple[str, str], ...]
"""(name, content) of `<meta>` elements."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the head of a publication's page says."""

    description: str
    """Plain text for search results: the beginning of the abstract, else the authors."""
    citation: Tags
    """`citation_*` tags for Google Scholar."""
    open_graph: Tags
    """`og:*` properties for link previews."""
    linked_data: str
    """JSON-LD, escaped for a `<script>` element."""
    indexed: bool
    """Whether search engines may keep the page: not one that stands in no list."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What of a site its publications' metadata say."""

    lang: str
    language: str
    """The one at the top of the site."""
    title: str
    base_url: str


def of(entry: Entry, site: Site) -> Metadata:
    """The metadata of a publication's page in the site's language."""
    return _of(entry, _Around(site.lang, site.config.language, site.title, site.config.base_url))


@functools.lru_cache(maxsize=1 << 13)  # the preview asks again and again
def _of(entry: Entry, site: _Around) -> Metadata:
    publication = entry.publication
    description = shorten(words(publication.abstract) or ", ".join(byline.text for byline in entry.authors))
    # The tags name the work by its own title: a page that shows another one does not repeat what the original's page says.
    translated = bool((shown := publication.translation.get(site.lang)) and shown.title)
    return Metadata(
        description,
        () if translated else tuple(_citation(entry, site)),
        tuple(_open_graph(entry, site, description)),
        for_script(_known(_linked_data(entry, site))),
        not publication.hidden,
    )


# The record


@functools.lru_cache(maxsize=1 << 13)
def record(entry: Entry) -> Record:
    """A publication as a reader cites it: plain text, only names that may be shown, nothing of how this site treats it.

    Kept, because each carrier of a publication asks for it, and the preview makes them again and again.
    """
    roles = {"author": entry.authors, "editor": entry.editors, "contributor": entry.contributors}
    shown: dict[str, Any] = {role: tuple(replace(shown_name(each), id="") for each in roles[role]) for role in roles}
    publication = replace(
        entry.original,
        **shown,
        abstract=words(entry.original.abstract),
        link=tuple(link for link in entry.original.link if link.URL and link.kind == "pdf"),
        status_note="",
        status_URL="",
        added=None,
        image=None,
        selected=False,
        draft=False,
        hidden=False,
        aliases=(),
        translation={},
        version=(),
        award=(),
        project=(),
        custom={},
    )
    return Record(publication, line=0, id=entry.key)


@functools.lru_cache(maxsize=1 << 13)
def citable(entry: Entry) -> tuple[Record, ...]:
    """The publication, then its other versions, each as a record of its own: whoever read the preprint cites that."""
    main = record(entry)
    return (
        main,
        *(_version(main, version, number) for number, version in enumerate(entry.original.version, 2)),
    )


def _version(main: Record, version: Version, number: int) -> Record:
    said = {field.name: getattr(version, field.name) for field in fields(Version)}
    kept = ("author", "editor", "author_list", "language", "abstract")
    work = {name: getattr(main.publication, name) for name in kept}
    publication = Publication(**{**said, **work, "title": version.title or main.publication.title})
    return Record(publication, line=0, id=f"{main.id}-version-{number}")


def shown_name(byline: Byline) -> Name:
    """The name as printed, not in capitals throughout; or, where it must not be shown any more, the person's name."""
    name = recased(byline.name)
    profile = byline.person.profile
    if name.id and profile and profile.former_name:  # the file may be called as the person was
        name = replace(name, id="")
    return name if byline.text == name.text else Name(printed=byline.text, ORCID=name.ORCID, equal=name.equal)


@functools.lru_cache(maxsize=1 << 13)
def written(dump: Callable[[Sequence[Record]], str], records: tuple[Record, ...]) -> str:
    """Records in a format. Kept, because the pages of each language show it, and the preview makes them again and again."""
    return dump(records)


@functools.lru_cache(maxsize=1 << 14)
def words(abstract: str) -> str:
    """The plain text of Markdown. Kept, because each carrier of an abstract asks for it."""
    return markdown.plain(markdown.render(abstract)) if abstract else ""


def shorten(text: str, width: int = 200) -> str:
    """At most `width` characters of a text on one line, cut between words."""
    return textwrap.shorten(text, width, placeholder=" …") if " " in text[:width] else text[:width]


# Google Scholar: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing

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


def _citation(entry: Entry, site: _Around) -> Iterator[tuple[str, str]]:
    publication, base_url = entry.publication, site.base_url
    kind = publication.type or ""
    container = publication.container_title or (publication.event_title if kind == "paper-conference" else "")
    first, last = page_range.ends(publication.page)
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
        ("citation_abstract_html_url", _address(entry.path, site) if base_url else ""),
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


def _pdf(entry: Entry, site: _Around) -> str:
    """The first PDF in the folder of the page: Google Scholar takes it from there only."""
    folder = posixpath.dirname(permalinks.localised(entry.path, site.lang, site.language))
    files = (link.file for link in entry.publication.link if link.kind == "pdf" and link.file)
    beside = next((file for file in files if posixpath.dirname(file) == folder), "")
    return permalinks.absolute(beside, site.base_url) if beside and site.base_url else ""


def _address(path: str, site: _Around) -> str:
    return permalinks.absolute(permalinks.localised(path, site.lang, site.language), site.base_url)


# Open Graph: https://ogp.me/


def _open_graph(entry: Entry, site: _Around, description: str) -> Iterator[tuple[str, str]]:
    publication, base_url = entry.publication, site.base_url
    issued, image = publication.issued, publication.image
    yield "og:type", "article"
    yield "og:title", publication.title
    yield "og:site_name", site.title
    if description:
        yield "og:description", description
    if base_url:
        yield "og:url", _address(entry.path, site)
    if base_url and image:
        yield "og:image", permalinks.absolute(image.file, base_url)
        yield "og:image:alt", image.alt
    if issued and issued.day:
        yield "article:published_time", str(issued)


# JSON-LD: https://schema.org/ScholarlyArticle

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


def _linked_data(entry: Entry, site: _Around) -> dict[str, Any]:
    publication, base_url = entry.publication, site.base_url
    first, last = page_range.ends(publication.page)
    own = publication.type or ""
    resolved = [where.format(quote(value, safe="/:;()")) for name, where in RESOLVERS if (value := getattr(publication, name))]
    return {
        "@context": "https://schema.org",
        "@type": TYPES.get(own, "CreativeWork") if own else "ScholarlyArticle",
        "name": publication.title,
        "headline": publication.title,
        "author": [_person(byline, site) for byline in entry.authors],
        "editor": [_person(byline, site) for byline in entry.editors],
        "datePublished": str(publication.issued or ""),
        "abstract": words(publication.abstract),
        "isPartOf": _container(publication),
        "pagination": page_range.shown(publication.page),
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
        "url": _address(entry.path, site) if base_url else "",
        "inLanguage": publication.language,
        "keywords": list(publication.keyword),
        "license": publication.license if publication.license.startswith(("https://", "http://")) else "",
        "award": list(publication.award),
        "creativeWorkStatus": publication.status or "",
        "encoding": list(_encodings(publication, base_url)),
    }


def _person(byline: Byline, site: _Around) -> dict[str, Any]:
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
            "url": _address(byline.path, site) if byline.path and site.base_url else "",
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
