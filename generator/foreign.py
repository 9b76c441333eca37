"""What a file is that is in no format which can be read, so that a message can say what to do instead."""

from __future__ import annotations

import re

_ENDINGS = {
    "format-document": (".docx", ".doc", ".odt", ".rtf", ".pages"),
    "format-spreadsheet": (".xlsx", ".xlsm", ".xls", ".ods", ".numbers"),
}
_BEGINNINGS = {
    "format-pdf": re.compile(rb"%PDF-|%!PS"),
    "format-document": re.compile(rb"\{\\rtf"),
    "format-web-page": re.compile(
        rb"(?i)\s*(?:<!--.{0,2000}?-->\s*)?(?:<!doctype html|<html[\s>])|\s*<\?xml[^>]*>\s*<!doctype html", re.DOTALL
    ),
    "format-endnote-xml": re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?<xml>\s*<records>", re.DOTALL),
    "format-xml": re.compile(rb"\s*<\?xml[\s>]"),
    "format-web-of-science": re.compile(rb"FN [^\r\n]*(?:Web of Science|Clarivate|Thomson|ISI)[^\r\n]*\r?\nVR "),
    "format-citation-file": re.compile(rb"(?:#[^\n]*\n|\s)*cff-version:"),
}
"""Code of a message → how such a file begins."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_CONTROLS = frozenset(b"\t\n\r\x0b\x0c\x1b")


def code(name: str, data: bytes) -> str:
    """The code of the message that says what it is; empty for what may be a list."""
    head = data.removeprefix(b"\xef\xbb\xbf")[:5000]
    found = next((code for code, beginning in _BEGINNINGS.items() if beginning.match(head)), "")
    if found:
        return found
    if data.startswith((b"PK\x03\x04", _OLE)):
        if b"word/" in data or b"opendocument.text" in head:
            return "format-document"
        if b"xl/" in data or b"opendocument.spreadsheet" in head:
            return "format-spreadsheet"
        return next((code for code, endings in _ENDINGS.items() if name.lower().endswith(endings)), "format-binary")
    return "format-binary" if _is_binary(data) else ""


def _is_binary(data: bytes) -> bool:
    """Whether bytes stand there that no text has: many control characters, which UTF-16 without its mark has every other byte."""
    head = data[:5000]
    controls = sum(byte < 32 and byte not in _TEXT_CONTROLS for byte in head)
    wide = max(head[0::2].count(0), head[1::2].count(0)) > 0.4 * (len(head) / 2)
    return controls > 0.02 * len(head) and not wide and not head.startswith((b"\xff\xfe", b"\xfe\xff"))
