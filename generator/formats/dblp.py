"""Publications from DBLP's search: https://dblp.org/faq/How+to+use+the+dblp+search+API.html"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from generator.formats import Format, Loaded
from generator.formats._shared import database, json_text
from generator.formats._shared.database import get, text
from generator.formats._shared.entry import Draft
from generator.formats._shared.identifiers import arxiv_in, identifier
from generator.model import Name

TEXTS = {
    "volume": "volume",
    "number": "issue",
    "pages": "page",
    "publisher": "publisher",
    "series": "collection_title",
    "isbn": "ISBN",
}
TYPES: dict[str, str | None] = {
    "Journal Articles": "article-journal", "Conference and Workshop Papers": "paper-conference",
    "Parts in Books or Collections": "chapter", "Editorship": "book", "Reference Works": "entry",
    "Informal and Other Publications": "article", "Informal Publications": "article", "Data and Artifacts": "dataset",
}  # fmt: skip
"""https://dblp.org/faq/What+types+does+dblp+use.html → CSL types. *Books and Theses* does not say which; the key does."""
BY_KEY = {"phd": ("thesis", "PhD thesis"), "ms": ("thesis", "Master's thesis"), "books": ("book", "")}
"""How keys of books and theses begin → the type and the genre."""
READ = frozenset(("title", "authors.author.text", "authors.author", "venue", "year", "type", "key", "doi", "ee", *TEXTS))
BOOKKEEPING = frozenset(("access", "@score", "@id"))
"""How the search ranks, and who may read."""


def load(text_: str, path: str) -> Loaded:
    """Read an answer of the search, or its hits."""
    return database.load(text_, path, {"result": {"hits": {"hit": {}}}, "hits": {"hit": {}}, "hit": {}}, _fill)


def _fill(draft: Draft, hit: Mapping[str, Any]) -> str:
    info = hit["info"] if isinstance(hit.get("info"), Mapping) else hit
    title = text(info, "title")
    draft.title(title[:-1] if title.endswith(".") and not title.endswith("..") else title, "title")  # DBLP's own full stop
    type_ = text(info, "type")
    kind, genre = BY_KEY.get(text(info, "key").partition("/")[0], ("", "")) if type_ == "Books and Theses" else ("", "")
    if kind:
        draft.values |= {"type": kind, "genre": genre}
    elif type_:
        draft.type(type_, TYPES, "type")
    if kind == "thesis":
        draft.text("publisher", text(info, "school"), "school")
    _authors(draft, info, "editor" if type_ == "Editorship" else "author")
    venues = info.get("venue")
    for venue in venues if isinstance(venues, list) else [venues]:
        draft.text("container_title", str(venue or ""), "venue")
    _preprint(draft, info)
    for key, field in TEXTS.items():
        draft.text(field, text(info, key), key)
    if text(info, "year"):
        draft.date(text(info, "year"), "year")
    draft.identifier("DOI", text(info, "doi"), "doi")
    addresses = info.get("ee")
    for address in addresses if isinstance(addresses, list) else [addresses]:
        draft.address(str(address or ""), "ee")
        if found := arxiv_in(str(address or "")):
            draft.put("arXiv", found, "ee", found)
    database.rest(draft, info, READ | {"school"} if kind == "thesis" else READ, BOOKKEEPING)
    if info is not hit:
        database.rest(draft, {key: value for key, value in hit.items() if key not in ("info", "url")}, (), BOOKKEEPING)
    return text(info, "key")


def _authors(draft: Draft, info: Mapping[str, Any], role: str) -> None:
    """Names; the number behind one (`Wei Zhang 0001`) is DBLP's, which tells namesakes apart."""
    found = get(info, "authors", "author")
    for each in found if isinstance(found, list) else [found]:
        name = each if isinstance(each, str) else text(each, "text")
        if text(each, "@pid"):
            draft.source.leave_out("authors.author.@pid", draft.line)
        draft.person(role, Name(printed=re.sub(r" \d{4}$", "", name)))


def _preprint(draft: Draft, info: Mapping[str, Any]) -> None:
    """`CoRR` is arXiv, and its volume the id: `abs/2305.19450`."""
    if text(info, "venue") == "CoRR":
        draft.values["type"] = "article"
        if found := identifier("arXiv", text(info, "volume").removeprefix("abs/")):
            draft.put("arXiv", found, "volume", found)
    if found := arxiv_in(text(info, "doi")):
        draft.put("arXiv", found, "doi", found)


def recognises(text_: str) -> bool:
    """JSON with keys that only DBLP writes."""
    return json_text.kind(text_) == FORMAT.name


FORMAT = Format("dblp", "DBLP", (".json",), recognises, load=load)
