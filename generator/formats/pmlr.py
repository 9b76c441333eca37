"""Front matter of the Proceedings of Machine Learning Research, one Markdown file per paper: https://github.com/mlresearch/papersite

It is CSL's data in YAML (https://blog.front-matter.io/mfenner/citeproc-yaml-for-bibliographies) with BibTeX's fields beside it.
"""

from __future__ import annotations

import re
from typing import Any

from generator import front_matter
from generator.formats import Format, Loaded
from generator.formats._shared import csl
from generator.formats._shared.database import objects, text
from generator.formats._shared.entry import Draft, Source

CSL_NAMES = {
    "booktitle": "container-title", "series": "collection-title", "address": "publisher-place", "issn": "ISSN", "isbn": "ISBN",
    "url": "URL", "doi": "DOI", "number": "issue", "pages": "page", "year": "issued", "date": "issued", "keywords": "keyword",
}  # fmt: skip
"""BibTeX's words, which stand beside CSL's → CSL's."""
LAYOUTS: dict[str, str | None] = {
    "inproceedings": "paper-conference", "conference": "paper-conference", "article": "article-journal", "proceedings": "book",
    "incollection": "chapter", "inbook": "chapter", "book": "book", "phdthesis": "thesis", "techreport": "report",
}  # fmt: skip
"""Entry types of BibTeX, which are the names of its page layouts → CSL types."""
BOOKKEEPING = frozenset(
    "order cycles bibtex_author bibtex_editor bibtex_key tex_title month firstpage lastpage sections layout genre published "
    "key crossref".split()
)
"""The order of pages, and BibTeX's form of what CSL's fields say."""


def load(text_: str, path: str) -> Loaded:
    """Read one paper's file; the text below the front matter is the abstract where none is in it."""
    source = Source(path)
    body = text_.removeprefix("\ufeff").replace("\r\n", "\n")
    parsed, problems = front_matter.parse(body, path)
    if parsed is None or problems:
        return Loaded(problems=tuple(problems))
    data = parsed.document.data
    draft = Draft(source, parsed.document.place(("title",))[0])
    for key, value in data.items():
        _key(draft, key, value, parsed.document.place((key,))[0])
    if comment := re.search(r"(?m)^[ \t]*#", body):
        source.leave_out("#", body.count("\n", 0, comment.start()) + 1)
    if text(data, "firstpage") and "page" not in draft:
        draft.text("page", "-".join(filter(None, (text(data, "firstpage"), text(data, "lastpage")))), "firstpage")
    if parsed.body.strip():
        draft.text("abstract", parsed.body, "body")
    source.finish(draft, body, text(data, "id"))
    return source.loaded()


def _key(draft: Draft, key: str, value: Any, line: int) -> None:
    """One key of the front matter."""
    if value in (None, "", [], {}):
        return
    if key == "layout" and isinstance(value, str):
        draft.type(value, LAYOUTS, key)
    elif key in ("pdf", "supp", "supplementary", "software", "video", "code") and isinstance(value, str):
        kinds = {"pdf": "pdf", "software": "code", "code": "code", "video": "video"}
        draft.link(value, key, kinds.get(key, "supplement"), line=line)  # type: ignore[arg-type]
    elif key == "openreview" and isinstance(value, str):
        draft.link(value if value.startswith("http") else f"https://openreview.net/forum?id={value}", key, line=line)
    elif key == "extras":
        for each in objects(value):
            draft.link(text(each, "link"), key, label=text(each, "label"), line=line)
            draft.keep(key, each if not text(each, "link") else {k: v for k, v in each.items() if k not in ("link", "label")})
        draft.keep(key, [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)])
    elif key in BOOKKEEPING:
        draft.source.leave_out(key, line)
    else:
        csl.fill(draft, {CSL_NAMES.get(key, key): value})


def recognises(text_: str) -> bool:
    """Front matter with a title and a key that posts of proceedings have."""
    head = re.match(r"\ufeff?---[ \t]*\r?\n(.*?)^---", text_, re.DOTALL | re.MULTILINE)
    keys = set(re.findall(r"(?m)^([\w-]+):", head[1])) if head else set()
    return "title" in keys and bool(keys & {"bibtex_author", "container-title", "booktitle", "firstpage", "openreview", "layout"})


FORMAT = Format("pmlr", "PMLR", (".md",), recognises, load=load)
