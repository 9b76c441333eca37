"""Addresses in running text: where they end, and what lies there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.model import Link, LinkKind

_URL = re.compile(r"https?://[^\s<>\"“”«»{}|\\^`]{1,2000}", re.IGNORECASE)
_PAIRS = {")": "(", "]": "["}
_SENTENCE = ".,;:!?'’‘*…·"
_BEFORE = 60
"""So many characters before an address may say what it is."""

_HOSTS: tuple[tuple[LinkKind, str], ...] = (
    ("data", r"zenodo\.org|figshare\.com|kaggle\.com|osf\.io|dataverse\.\w+|datadryad\.org|archive\.ics\.uci\.edu|"
             r"huggingface\.co/datasets|physionet\.org|data\.mendeley\.com"),
    ("code", r"(?:github|gitlab|bitbucket)\.(?:com|org)|gist\.github\.com|codeberg\.org|git\.sr\.ht|sourceforge\.net|"
             r"gitlab\.[\w.-]+|pypi\.org|cran\.r-project\.org|colab\.research\.google\.com|anonymous\.4open\.science|huggingface\.co"),
    ("docs", r"[\w-]+\.readthedocs\.(?:io|org)|readthedocs\.(?:io|org)|docs\.[\w.-]+|[\w-]+\.rtfd\.io"),
    ("preprint", r"arxiv\.org|(?:bio|med|chem)rxiv\.org|(?:[\w-]+\.)?hal\.science|(?:papers\.)?ssrn\.com|psyarxiv\.com"),
    ("video", r"youtube\.com|youtu\.be|vimeo\.com|bilibili\.com|videolectures\.net|slideslive\.com"),
    ("publisher", r"(?:dx\.)?doi\.org|openreview\.net|proceedings\.mlr\.press|aclanthology\.org|dl\.acm\.org|"
                  r"ieeexplore\.ieee\.org|link\.springer\.com|sciencedirect\.com|nature\.com|onlinelibrary\.wiley\.com|proceedings\.neurips\.cc"),
    ("slides", r"slideshare\.net|speakerdeck\.com"),
    ("project", r"[\w-]+\.(?:github|gitlab)\.io|sites\.google\.com|[\w-]+\.netlify\.app|[\w-]+\.vercel\.app"),
)  # fmt: skip
"""What lies on well-known hosts (with the start of the path where it matters); the first that matches counts."""
_KNOWN = [(kind, re.compile(rf"(?:www\.)?(?:{hosts})(?:[/:]|$)", re.IGNORECASE)) for kind, hosts in _HOSTS]

_WORDS: tuple[tuple[LinkKind, str], ...] = (
    ("docs", r"documentation|docs|package implementation"),
    ("project", r"(?:project|web|home)[ -]?(?:page|site)|website|demo|page (?:web )?du projet|site web"),
    ("video", r"videos?|vidéos?"),
    ("slides", r"slides|diapositives"),
    ("poster", r"poster|affiche"),
    ("supplement", r"supplement(?:ary|al)?(?: materials?)?|appendix|annexes?"),
    ("code", r"code|implementation|software|source|library|package|toolkit|toolbox|repository|models?|checkpoints|weights|"
             r"implémentation|logiciel"),
    ("data", r"data ?sets?|data|corpus|corpora|benchmark|annotations|jeux? de données|données"),
)  # fmt: skip
_SAID = re.compile("|".join(rf"(?P<{kind}>\b(?:{words})\b)" for kind, words in _WORDS), re.IGNORECASE)
_FILES: tuple[tuple[LinkKind, str], ...] = (
    ("pdf", r"\.pdf"),
    ("slides", r"\.(?:pptx?|key|odp)"),
    ("video", r"\.(?:mp4|mov|webm)"),
    ("data", r"\.(?:csv|tsv|parquet|jsonl?)"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """An address in a text."""

    URL: str
    start: int
    end: int
    """`text[start:end]` is the address."""


def _trimmed(url: str) -> str:
    """The address without the sentence's punctuation; a bracket stays where the address opened it."""
    end = len(url)
    open_ = {closing: url.count(opening) - url.count(closing) for closing, opening in _PAIRS.items()}
    while end:
        last = url[end - 1]
        if last in _PAIRS and open_[last] < 0:
            open_[last] += 1
        elif last not in _SENTENCE and last not in _PAIRS.values():
            break
        elif last in _PAIRS.values():
            open_[")" if last == "(" else "]"] -= 1
        end -= 1
    return url[:end]


def find_urls(text: str) -> Iterator[Found]:
    """Each web address in running text, in order, without the punctuation of the sentence that it ends."""
    for match in _URL.finditer(text):
        url = _trimmed(match[0])
        if "." in url.partition("://")[2].partition("/")[0]:
            yield Found(url, match.start(), match.start() + len(url))


def link_kind(url: str, before: str = "") -> LinkKind:
    """What lies at an address: by its host, its file's ending, and the words before it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "other"
    path = parts.path.lower()
    place = f"{parts.netloc.rpartition('@')[2]}{parts.path}"
    host = next((kind for kind, hosts in _KNOWN if hosts.match(place)), None)
    if host == "preprint" or host in ("data", "docs", "video"):
        return host
    by_file = next((kind for kind, ending in _FILES if re.search(ending + "$", path)), None)
    if by_file and host != "code":
        return by_file
    said = [match.lastgroup for match in _SAID.finditer(before[-_BEFORE:].rpartition("://")[2])]
    if host == "code":
        return "data" if said and set(said) == {"data"} else "code"
    if host:
        return host
    return next((kind for kind, _ in reversed(_WORDS) if kind in said), "other")


def find_links(text: str) -> Iterator[Link]:
    """A link for each address in a text, each address once."""
    seen = set()
    for found in find_urls(text):
        if found.URL not in seen:
            seen.add(found.URL)
            yield Link(kind=link_kind(found.URL, text[max(0, found.start - _BEFORE) : found.start]), URL=found.URL)
