"""The records: what a publication is, in the words of CSL 1.0.2.

https://docs.citationstyles.org/en/v1.0.2/specification.html#appendix-iv-variables

The fields of `Publication` *are* the front matter's keys (`front_matter_key` turns one into the other), so this module is the
schema's one table: `content` validates against it and `docs/schema/` is generated from it. Every record is frozen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

LinkKind = Literal[
    "pdf",
    "code",
    "data",
    "slides",
    "video",
    "poster",
    "docs",
    "project",
    "preprint",
    "publisher",
    "supplement",
    "other",
]
AuthorList = Literal["complete", "partial"]
Status = Literal["in-press", "submitted", "retracted", "corrected"]
CslType = Literal[
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter", "classic",
    "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic",
    "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture", "musical_score", "pamphlet",
    "paper-conference", "patent", "performance", "periodical", "personal_communication", "post", "post-weblog", "regulation",
    "report", "review", "review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage",
]  # fmt: skip
"""https://docs.citationstyles.org/en/v1.0.2/specification.html#appendix-iii-types"""


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as precise as it is known, never more (EDTF level 0: https://www.loc.gov/standards/datetime/)."""

    year: int
    month: int = 0
    """1 to 12; 0 = not known."""
    day: int = 0
    """1 to 31; 0 = not known."""

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2023`, `2023-07` or `2023-07-23`. Raises ValueError for anything else, a day that does not exist included."""
        match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text.strip(), re.ASCII)
        if not match or match[1] == "0000":
            raise ValueError(text)
        year, month, day = (int(part or 0) for part in match.groups())
        if match[2]:
            date(year, month, day if match[3] else 1)
        return cls(year, month, day)

    def __str__(self) -> str:
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)])


_HAN_OR_HANGUL = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3040-\u30ff"
_FAMILY_FIRST = re.compile(f"[{_HAN_OR_HANGUL}{_KANA}]+")
_UNSPACED = re.compile(f"[{_HAN_OR_HANGUL}]+")


def is_family_first(*words: str) -> bool:
    """Whether words are Chinese, Japanese or Korean in their own script, where the family name comes first."""
    return bool(words) and all(map(_FAMILY_FIRST.fullmatch, words))


@dataclass(frozen=True, slots=True)
class Name:
    """A personal or corporate name as it is printed on a paper; the person behind it is an author (`people`)."""

    printed: str = ""
    """The whole name, where only that is known. Its parts are then inferred (`names`), never written into a file."""
    given: str = ""
    """Given names: `Alex`."""
    family: str = ""
    """Family name: `Hernandez-Garcia`."""
    non_dropping_particle: str = ""
    """A particle that stays with the family name: `van der`."""
    suffix: str = ""
    """`Jr.`, `III`."""
    literal: str = ""
    """A name that has no parts: a group, an institution, a single name."""
    ORCID: str = ""
    """The person's ORCID iD, without the resolver: `0000-0002-1825-0097`."""
    id: str = ""
    """The author file's name, where the printed name does not say who it is."""
    equal: bool = False
    """Contributed equally with the others so marked."""

    @property
    def text(self) -> str:
        """The name in reading order: `王小明`, `さとう さくら` with the family name first."""
        if self.printed or self.literal:
            return self.printed or self.literal
        parts = (self.given, self.non_dropping_particle, self.family, self.suffix)
        if self.given and not self.family.isascii() and is_family_first(self.family, *self.given.split()):
            between = "" if _UNSPACED.fullmatch(self.family + self.given) else " "
            parts = ("", self.non_dropping_particle, f"{self.family}{between}{self.given}", self.suffix)
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Link:
    """A place where a part of the work lies."""

    kind: LinkKind = "other"
    """What lies there."""
    URL: str = ""
    """An address on the web (http or https)."""
    file: str = ""
    """A file of one's own, as a path below `content/static/`."""
    label: str = ""
    """Words to show instead of the kind's."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the work."""

    file: str
    """A path below `content/static/`."""
    alt: str
    """What the picture shows, for whoever does not see it."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What the page in another language says instead."""

    title: str = ""
    """The title in that language."""
    abstract: str = ""
    """The abstract in that language, in Markdown."""


@dataclass(frozen=True, slots=True)
class Version:
    """Another version of the same work, such as its preprint, with what its citation needs."""

    type: CslType | None = None
    """A CSL type."""
    title: str = ""
    """Where it differs."""
    issued: PartialDate | None = None
    """When this version came out."""
    container_title: str = ""
    """Where this version came out."""
    publisher: str = ""
    """Who published this version."""
    volume: str = ""
    issue: str = ""
    page: str = ""
    number: str = ""
    DOI: str = ""
    arXiv: str = ""
    URL: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """One work: the front matter of one file in `content/publications/`, and its body, the abstract."""

    title: str
    """The title as plain text, shown literally."""
    title_short: str = ""
    """A short form of the title."""
    title_html: str = ""
    """The title with CSL's markup (`<i> <b> <sub> <sup>` and small caps), only where a source had it."""
    author: tuple[Name, ...] = ()
    """The authors in order: plain strings, or `{given, family, …}`."""
    editor: tuple[Name, ...] = ()
    """The editors in order."""
    contributor: tuple[Name, ...] = ()
    """Others who took part."""
    author_list: AuthorList = "complete"
    """`partial` where authors may be missing, as in a list pasted from a web page."""
    type: CslType | None = None
    """A CSL 1.0.2 type; absent = not known."""
    issued: PartialDate | None = None
    """When it came out: `2023`, `2023-07` or `2023-07-23`."""
    added: PartialDate | None = None
    """When it came into the list, for feeds."""
    container_title: str = ""
    """The journal, the proceedings, the book."""
    collection_title: str = ""
    """The series."""
    volume: str = ""
    """Volume."""
    issue: str = ""
    """Issue."""
    page: str = ""
    """Page or range of pages."""
    number: str = ""
    """Number of the report, patent, article."""
    edition: str = ""
    """Edition."""
    publisher: str = ""
    """Publisher; of a thesis, the university."""
    publisher_place: str = ""
    """Where the publisher is."""
    event_title: str = ""
    """The conference."""
    genre: str = ""
    """What kind of its type: `PhD thesis`."""
    note: str = ""
    """A note to the reader."""
    language: str = ""
    """The work's language, BCP 47: `fr`, `pt-BR`."""
    license: str = ""
    """The work's licence: an SPDX id or an address."""
    DOI: str = ""
    """Without resolver: `10.1000/182`."""
    arXiv: str = ""
    """arXiv id: `2305.19450`."""
    PMID: str = ""
    """PubMed id."""
    PMCID: str = ""
    """PubMed Central id."""
    ISBN: str = ""
    """ISBN."""
    ISSN: str = ""
    """ISSN."""
    URL: str = ""
    """The work's own page."""
    keyword: tuple[str, ...] = ()
    """Keywords."""
    link: tuple[Link, ...] = ()
    """Where its parts lie: PDF, code, data …"""
    version: tuple[Version, ...] = ()
    """Other versions of the same work."""
    status: Status | None = None
    """What became of it."""
    status_note: str = ""
    """Why, in words."""
    status_URL: str = ""
    """Where that is said."""
    award: tuple[str, ...] = ()
    """Prizes."""
    project: tuple[str, ...] = ()
    """The lab's projects that it belongs to."""
    image: Image | None = None
    """A picture, with its `alt` text."""
    selected: bool = False
    """Shown first."""
    draft: bool = False
    """Only in the preview."""
    hidden: bool = False
    """Not in lists; its page is kept."""
    aliases: tuple[str, ...] = ()
    """Old keys, kept alive as redirects."""
    translation: Mapping[str, Translation] = field(default_factory=dict, hash=False)
    """By language: what its page says instead."""
    custom: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Anything else; the shipped themes never show it."""
    abstract: str = ""
    """The body of the file: Markdown."""


def front_matter_key(attribute: str) -> str:
    """The key in front matter for a field of a record: `container_title` is `container-title`, `DOI` is `DOI`."""
    return attribute.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Membership:
    """Since when and as what a person belongs to the lab."""

    role: str = ""
    """In the lab's own words: `PhD student`."""
    from_: PartialDate | None = None
    """Since when."""
    to: PartialDate | None = None
    """Until when; absent for a current member."""


@dataclass(frozen=True, slots=True)
class AuthorFile:
    """What a lab says about a person who needs more than a name: the front matter of a file in `content/authors/`."""

    name: str
    """The name to show."""
    also: tuple[str, ...] = ()
    """Other printed names of the same person."""
    different_from: tuple[str, ...] = ()
    """Names of author files of other people, easily taken for this one."""
    former_name: tuple[str, ...] = ()
    """Names that must not be shown any more."""
    aliases: tuple[str, ...] = ()
    """Old names of this person's page, kept alive as redirects; they say nothing of who is who."""
    ORCID: str = ""
    """The person's ORCID iD: `0000-0002-1825-0097`."""
    URL: str = ""
    """The person's own page."""
    member: Membership | None = None
    """Role in the lab, from when, to when."""
    image: Image | None = None
    """A portrait, with its `alt` text."""
    custom: Mapping[str, Any] = field(default_factory=dict)
    """Anything else."""
    biography: str = ""
    """The body of the file: Markdown."""


@dataclass(frozen=True, slots=True)
class FreePage:
    """A page of text: a file in `content/pages/`."""

    title: str
    """The page's heading."""
    description: str = ""
    """One sentence for search engines."""
    navigation: bool = True
    """Whether it is named in the site's navigation."""
    order: int = 0
    """Its place among the free pages in the navigation: smaller first, then by title."""
    draft: bool = False
    """Only in the preview."""
    custom: Mapping[str, Any] = field(default_factory=dict)
    """Anything else."""
    body: str = ""
    """The text, in Markdown."""


@dataclass(frozen=True, slots=True)
class PageTranslation:
    """A page of text in another language: the file `<page>.<language>.md` beside it."""

    title: str
    """The heading in that language."""
    description: str = ""
    """One sentence for search engines in that language."""
    body: str = ""
    """The text in that language, in Markdown."""
