"""Where a work stands in its volume, as sources write it: `12-19`, `12--19`, `S12–S19`, `12, 15-19`, `e1234`, `1021-8`.

The text itself stays what the source said; this is how it is shown, and what of it is the first and the last page.
"""

from __future__ import annotations

import re

_LONG = re.compile(r"\s*(?:--+|[‒–—―−])\s*")
"""What can only be a range: `12-1--12-15`."""
_HYPHEN = re.compile(r"\s*[-‐‑]\s*")
_NUMBERED = re.compile(r"[^\W\d_]{0,3}\.?\d[\w.:()-]*")
"""`12`, `e1234`, `S1-9`, `12:30`."""
_ROMAN = re.compile(r"[ivxlcdm]+", re.IGNORECASE)
_THOUSANDS = re.compile(r"\d,\d{3}(?!\d)")
_COUNT = re.compile(r"\s*([0-9]{1,6})\s*(?:(?:pp?|S)\.?|pages)?\s*")
WHOLE = frozenset(("book", "thesis"))
"""CSL types of works that stand alone."""
_END = re.compile(r"([^\W\d_]*)(\d+)")


def shown(text: str, dash: str = "–") -> str:
    """The text with a dash in each range, and in nothing else: `A-12` is one page."""
    return re.sub(r"[^,;\s](?:[^,;]*[^,;\s])?", lambda piece: dash.join(filter(None, _cut(piece[0]))), text)


def ends(text: str, kind: str = "") -> tuple[str, str]:
    """(first page, last page) of all that is named; the last one is empty where there is one page, both where it is unclear, and
    where the number is that of all pages of a work of that CSL type.
    """
    if count(kind, text):
        return "", ""
    pieces = [_cut(piece.strip()) for piece in re.split("[,;]", text) if piece.strip()]
    if len(pieces) < 2:
        return _whole(*pieces[0]) if pieces else ("", "")
    if _THOUSANDS.search(text) or not all(_is_page(page) for piece in pieces for page in piece if page):
        return "", ""
    first, last = pieces[0][0], pieces[-1]
    return first, _whole(*last)[1] or last[0]


def count(kind: str, text: str) -> str:
    """How many pages a work has: the number that stands alone with a book or a thesis, which are no part of a volume."""
    found = _COUNT.fullmatch(text) if kind in WHOLE else None
    return found[1] if found else ""


def _cut(piece: str) -> tuple[str, str]:
    """The two ends of a range; of anything else the whole, and nothing."""
    for dash in (_LONG, _HYPHEN):
        parts = dash.split(piece)
        if len(parts) == 2 and (all(map(_NUMBERED.fullmatch, parts)) or all(map(_ROMAN.fullmatch, parts))):
            return parts[0], parts[1]
        if len(parts) > 1:
            break
    return piece, ""


def _is_page(text: str) -> bool:
    return bool(_NUMBERED.fullmatch(text) or _ROMAN.fullmatch(text))


def _whole(first: str, last: str) -> tuple[str, str]:
    """Both pages in full: of `1021-8`, as PubMed writes it, the last one is 1028, of `S98-103` S103."""
    first = first.rstrip("+-‐‑–— ")  # `43+` and `43–` are BibTeX's “and the following”
    one, other = _END.fullmatch(first), _END.fullmatch(last)
    if one and other and not other[1]:
        full = one[2][: max(0, len(one[2]) - len(other[2]))] + other[2]
        if int(full) > int(one[2]):
            return first, one[1] + full
    return first, last
