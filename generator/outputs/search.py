"""`search-index.json`: what the search page needs to find the publications and people that lists show.

An inverted index, so that the browser folds and splits nothing but the query:

- `papers`: each `[path, title, authors, venue, year, partial]`, and with keywords `[…, keywords]`. An author is a number of
  `people`, or `[number, text]` where the paper prints the name otherwise; a keyword is a number of `keywords`; `year` is 0
  where it is not known.
- `people`: each `[path, name, number of publications]`.
- `keywords`: each as it is first written; two that fold alike are one.
- `identifiers`: for each paper in turn its DOI and arXiv id and those of its versions, folded, with a space between.
- `words`: every folded word, sorted, with a space between them. `.jrr.` is nothing but the initials of a given name.
- `places`: for each word in turn `[fields, [documents], fields, [documents] …]`. `fields` is a sum of `Field`s; a document is a
  number of `papers`, or that of `people` plus the number of papers; of a list, the first is written as it is and each other
  as the difference to the one before.

`static/search.js` of the theme reads it. It serves some 2,000 papers (about 300 bytes of download each); beyond
that, one file is more than a reader should wait for.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from enum import IntFlag

from generator import names
from generator.metadata import records
from generator.model import Name, Publication, Version
from generator.outputs import File, Output
from generator.people import Person
from generator.permalinks import SEARCH_INDEX, localised
from generator.site import Author, Byline, Entry, Site
from generator.text import fold, transliterate


class Field(IntFlag):
    """Where a word stands. A person's name is their title."""

    ABSTRACT = 1
    ABOUT = 2
    """Venue, keywords, year."""
    AUTHOR = 4
    TITLE = 8


# The same three classes stand in search.js, which splits queries; a test compares the two.
_MARKED = "\u0900-\u0963\u0966-\u0dff\u0e00-\u0e4e\u0e80-\u0ece\u1000-\u1049\u1780-\u17d3"
"""Scripts of South and South-East Asia, whose marks are part of the word."""
_UNSPACED = (
    "\u0e00-\u0e4e\u0e80-\u0ece\u1000-\u1049\u1780-\u17d3"
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts that put no space between words: Thai, Lao, Burmese, Khmer, kana, Chinese characters."""
_LETTER = rf"(?:[^\W_]|[{_MARKED}])"
_SIGNED = rf"(?<!{_LETTER})[a-z](?:\+\+|\#)"
"""`c++`, `f#`: a word of one letter whose sign says what it is."""
_COMPOUND = re.compile(rf"{_LETTER}+(?:[-']{_LETTER}+)*(?:\+\+|\#)?")
_PART = re.compile(rf"{_SIGNED}|[{_UNSPACED}]+|(?:(?![{_UNSPACED}]){_LETTER})+")
_IN_NAMES = rf"[{_UNSPACED}\uac00-\ud7a3]"
"""Those, and Hangul: there is often no space within a person's name."""
_UNSPACED_NAME = re.compile(rf"({_IN_NAMES}+)\s+({_IN_NAMES}+)|({_IN_NAMES})({_IN_NAMES}{{1,3}})")
"""Two names, with a space between them or, short enough for the family name to be one letter, without."""
_POINTS = re.compile("[\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
"""The vowel points of Hebrew and Arabic, which few people write, and the Arabic lengthening stroke."""


@functools.lru_cache(maxsize=1 << 14)
def words(text: str) -> frozenset[str]:
    """The words by which a text is found. Kept, because each language has them, and the preview asks again and again.

    They are folded, with their German transliteration (`trauble`, `traeuble`). A compound is found by its parts and as one word
    (`key-value`: `key`, `value`, `keyvalue`); where a script has no spaces, each two letters together are a word.
    """
    text = text.replace("—", " ")  # a dash between two words makes no compound
    return frozenset(word for form in {fold(text), transliterate(text)} for word in _split(_POINTS.sub("", form)))


def _split(folded: str) -> Iterator[str]:
    for compound in _COMPOUND.findall(folded):
        parts = _PART.findall(compound)
        for part in parts:
            if re.match(f"[{_UNSPACED}]", part):
                yield from (part[at : at + 2] for at in range(len(part)))
            else:
                yield part
        if "-" in compound or "'" in compound:
            yield "".join(parts)


@functools.lru_cache(maxsize=1 << 14)
def _name_words(name: str) -> frozenset[str]:
    """The words by which a name is found: also by its initials in one, as PubMed writes them (`Smith JRR`).

    A Chinese, Japanese or Korean one is found with the family name first and last, and without the space between the two.
    """
    if both := _UNSPACED_NAME.fullmatch(name):
        one, other = filter(None, both.groups())
        return words(name) | words(one + other) | words(other + one)
    given = re.findall(r"[^\W_]+", fold(names.parts(Name(printed=name)).given))
    initials = "".join(word[0] for word in given)
    return words(name) | ({f".{initials}."} if len(given) > 1 else frozenset())


def _texts(entry: Entry) -> Iterator[tuple[Field, frozenset[str]]]:
    """The words by which a publication is found."""
    record = entry.publication
    yield Field.TITLE, words(f"{record.title} {record.title_short}")
    for byline in (*entry.authors, *entry.editors):
        for name in (byline.text, *byline.person.printed):
            yield Field.AUTHOR, _name_words(name)
    year = str(record.issued.year) if record.issued else ""
    yield Field.ABOUT, words(" ".join((record.container_title, record.event_title, *record.keyword, year)))
    yield Field.ABSTRACT, words(records.words(record.abstract))


_OF_ARXIV = re.compile(r"10\.48550/arxiv\.")
_VERSION = re.compile(r"v\d+$")


def _identifiers(entry: Entry) -> str:
    """The DOIs and arXiv ids as `search.js` reads them in a query: of arXiv the id without its version, never the DOI."""
    found: dict[str, None] = {}
    works: tuple[Publication | Version, ...] = (entry.publication, *entry.publication.version)
    for each in works:
        doi, number = each.DOI.lower(), each.arXiv.lower()
        if registered := _OF_ARXIV.match(doi):
            doi, number = "", number or doi[registered.end() :]
        found |= dict.fromkeys(filter(None, (doi, _VERSION.sub("", number))))
    return " ".join(found)


def _paper(entry: Entry, people: Mapping[Person, int], keywords: Mapping[str, int]) -> list[object]:
    record = entry.publication

    def author(byline: Byline) -> object:
        known = people[byline.person]
        return known if byline.text == byline.person.name else [known, byline.text]

    authors = [author(byline) for byline in entry.authors]
    venue = record.container_title or record.event_title
    year = record.issued.year if record.issued else 0
    row = [entry.path, record.title, authors, venue, year, int(record.author_list == "partial")]
    about = sorted({keywords[fold(keyword)] for keyword in record.keyword})
    return [*row, about] if about else row


def _person(author: Author) -> list[object]:
    return [author.person.path, author.person.name, len(author.entries)]


def _places(documents: dict[int, int]) -> list[object]:
    """Where one word stands, by sums of fields."""
    by_fields: dict[int, list[int]] = {}
    for document in sorted(documents):
        by_fields.setdefault(documents[document], []).append(document)
    return [
        part
        for fields, numbers in sorted(by_fields.items())
        for part in (fields, [number - before for before, number in zip([0, *numbers], numbers, strict=False)])
    ]


@functools.lru_cache(maxsize=2)  # the languages of most sites have the same texts
def _inverted(documents: tuple[tuple[tuple[int, frozenset[str]], ...], ...]) -> tuple[str, list[list[object]]]:
    """The words and their places, of documents that are words with their fields."""
    found: dict[str, dict[int, int]] = {}
    for number, texts in enumerate(documents):
        for field, found_by in texts:
            for word in found_by:
                places = found.setdefault(word, {})
                places[number] = places.get(number, 0) | field
    in_order = sorted(found)
    return " ".join(in_order), [_places(found[word]) for word in in_order]


def index(site: Site) -> dict[str, object]:
    """The index of one language, as it is written."""
    # Plain numbers: the flags' own `|` takes ten times as long.
    papers = (tuple((int(field), found_by) for field, found_by in _texts(entry)) for entry in site.entries)
    people_words = (tuple((int(Field.TITLE), _name_words(name)) for name in each.person.printed) for each in site.authors)
    found, places = _inverted((*papers, *people_words))

    people = {author.person: number for number, author in enumerate(site.authors)}
    written: dict[str, str] = {}
    for entry in site.entries:
        for keyword in entry.publication.keyword:
            written.setdefault(fold(keyword), keyword)
    keywords = {folded: number for number, folded in enumerate(written)}
    return {
        "papers": [_paper(entry, people, keywords) for entry in site.entries],
        "people": [_person(author) for author in site.authors],
        "keywords": list(written.values()),
        "identifiers": [_identifiers(entry) for entry in site.entries],
        "words": found,
        "places": places,
    }


def _files(site: Site) -> Iterator[File]:
    text = json.dumps(index(site), ensure_ascii=False, separators=(",", ":"))
    yield File(localised(SEARCH_INDEX, site.lang, site.config.language), text.encode())


OUTPUT = Output("search", _files)
