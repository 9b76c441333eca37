"""A line of text, plain and with CSL's markup."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

SMALL_CAPS = '<span style="font-variant:small-caps;">'
"""CSL's own spelling (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html#html-like-formatting-tags)."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where markup begins or ends."""

    kind: str
    """`i`, `b`, `sub`, `sup`, `sc`; empty for braces that a command which stayed as it was keeps."""
    opens: bool


def one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if line.isascii() else unicodedata.normalize("NFC", line)


def with_tags(pieces: Iterable[str | Mark]) -> str:
    """The pieces with CSL's tags, well nested; empty where nothing is marked up."""
    found: list[str] = []
    stack: list[str] = []
    some = False
    for piece in pieces:
        if isinstance(piece, str):
            found.append(html.escape(piece, quote=False))
            some = some or (bool(stack) and not piece.isspace())
        elif piece.kind == "none":
            continue
        elif piece.opens:
            stack.append(piece.kind)
            found.append(SMALL_CAPS if piece.kind == "sc" else f"<{piece.kind}>")
        elif stack and stack[-1] == piece.kind:
            stack.pop()
            found.append("</span>" if piece.kind == "sc" else f"</{piece.kind}>")
    found += ["</span>" if kind == "sc" else f"</{kind}>" for kind in reversed(stack)]
    return one_line("".join(found)) if some else ""
