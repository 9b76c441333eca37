"""Markdown in a list: emphasis goes, and an address behind words becomes a link."""

from __future__ import annotations

import re

from generator.links import link_kind
from generator.model import Link, LinkKind

_LINK = re.compile(
    r"!?\[(?P<label>(?:[^\[\]]|\[[^\[\]]{0,200}\]){0,600})\]\(\s*<?(?P<URL>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
)
_WEB = re.compile(r"https?://[^\s/.]+\.\S+", re.IGNORECASE)
_EMPHASIS = (
    re.compile(r"(\*\*|__)(?=\S)(?P<words>(?:(?!\1).)+?)(?<=\S)\1"),
    re.compile(r"(?<![\w*\\])(\*)(?=[^\s*,;.])(?P<words>[^*]+?)(?<=[^\s\\])\1(?![\w*])"),
    re.compile(r"(?<![\w\\])(_)(?=[^\s_,;.])(?P<words>[^_]+?)(?<=[^\s\\])\1(?!\w)"),
)
_PDF = re.compile(r"\b(?:pdf|paper|article|full[- ]?text)\b", re.IGNORECASE)
_LEFT = re.compile(r"[\s\[\](){}|/·•,;:–—-]*")


def may_have(text: str) -> bool:
    """Whether a line may have Markdown in it, by a glance."""
    return "](" in text or "*" in text or "_" in text


def has_emphasis(text: str) -> bool:
    """Whether words in a line are emphasised as in Markdown."""
    return may_have(text) and any(pattern.search(text) for pattern in _EMPHASIS)


def plain(text: str, *, emphasis: bool) -> tuple[str, tuple[Link, ...], bool]:
    """(the text without Markdown, the links in it, whether it was nothing but links). `emphasis`: the page has it."""
    links: list[Link] = []

    def replaced(match: re.Match[str]) -> str:
        if not _WEB.fullmatch(match["URL"]):
            return match[0]  # a place on the page's own host: nobody knows where that is
        label = _without_emphasis(match["label"]).strip("[] ")
        kind = _kind(match["URL"], label)
        links.append(Link(kind, match["URL"], label=label if kind == "other" else ""))
        return match["label"]

    only = False
    if "](" in text:
        only = bool(_LEFT.fullmatch(_LINK.sub("", text)))
        text = _LINK.sub(replaced, text)
    text = _without_emphasis(text) if emphasis else text
    return text.removesuffix("\\").strip(), tuple(links), only and bool(links)


def _without_emphasis(text: str) -> str:
    if "*" not in text and "_" not in text:
        return text
    for pattern in _EMPHASIS:
        text = pattern.sub(lambda match: match["words"], text)
    return text


def _kind(url: str, label: str) -> LinkKind:
    kind = link_kind(url, label)
    return "pdf" if kind == "other" and _PDF.search(label) else kind
