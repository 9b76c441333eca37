"""Addresses and identifiers are verbatim: what an exporter escaped in them all the same is undone."""

from __future__ import annotations

import html
import re

_ESCAPED = re.compile(
    r"\{?\\(?P<mark>[_%&#$~{}])\}?(?:\{\})?|\{?\\text(?P<word>asciitilde|underscore|less|greater)\s*(?:\{\})?\}?|\{(?P<braced>[_%&#~]|\\~\{\}|\\~)\}|"
    r"\$\\sim\$|\\-"
)
"""`\\_`, `{\\_}`, `\\%`, `\\~{}`, `{\\~{}}`, `\\textasciitilde{}`: no address has a backslash of its own."""
_WRAPPED = re.compile(r"\\(?:url|path|nolinkurl)\s*\{(.*)\}|\\href\s*\{([^{}]*)\}.*|<(.*)>", re.DOTALL)


def unescaped(value: str) -> str:
    """An address as a browser takes it."""
    while wrapped := _WRAPPED.fullmatch(value.strip()):
        value = next(group for group in wrapped.groups() if group is not None)
    text = _ESCAPED.sub(_mark, value) if "\\" in value or "{" in value else value
    return html.unescape(text).strip() if "&" in text else text.strip()


def _mark(found: re.Match[str]) -> str:
    if found["word"]:
        return {"asciitilde": "~", "underscore": "_", "less": "<", "greater": ">"}[found["word"]]
    if found["braced"]:
        return found["braced"].strip("\\{}")
    if found[0] == "\\-":
        return ""
    return found["mark"] or "~"


def web(value: str) -> str:
    """An address on the web, or an empty text: `javascript:` and the like lead nowhere. Blanks and quotes are encoded."""
    text = re.sub(r"\s+", "%20", value.strip())
    if re.match(r"(?i)www\.[\w-]+\.\w|[a-z][\w-]*(?:\.[\w-]+)*\.[a-z]{2,6}/", text):
        text = f"http://{text}"
    if not re.match(r"(?i)https?://[^/\s?#]", text):
        return ""
    return re.sub(r"[\"<>\\^`{|}]", lambda found: f"%{ord(found[0]):02X}", text)


def addresses(value: str) -> list[str]:
    """Each address in a field that may hold several."""
    parts = re.split(r"[\s,;]+(?=https?://|www\.)", unescaped(value), flags=re.IGNORECASE)
    return [found for found in map(web, parts) if found]
