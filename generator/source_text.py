"""The bytes of a source as text: UTF-8, or what another time or another program made of it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from generator.errors import Problem, Severity
from generator.formats import LAST, formats

DECLARED = re.compile(rb"(?i)(?:file)?(?:en)?coding\s*[:=]\s*([\w-]+)")
"""Where a text names its encoding, for Emacs, Vim or JabRef."""
_LATIN = frozenset(("cp1252", "iso8859-1", "iso8859-15", "ascii"))
"""Encodings in which two letters in a row are hardly ever a letter of UTF-8, so that a line which is one tells against them."""
_LINES_NAMED = 10
_CP1252 = "".join(bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xC0)) + "\x81\x8d\x8f\x90\x9d"
_MARKS = "“”‘’–—…«»\xa0"
_GARBLED = re.compile(
    rf"\ufffd|[ÃÄÅ](?:(?![{_MARKS}])[{_CP1252}]|[{_MARKS}](?=\w))|Â(?![{_MARKS}])[\xa1-\xbf]|â€[{_CP1252}\ufffd]"
)
"""Where another program took UTF-8 for Windows-1252, or lost a letter. A mark may also stand behind a capital that is meant."""
_AROUND = 30


@dataclass(frozen=True, slots=True)
class Text:
    """What stands in a file."""

    text: str
    encoding: str = ""
    """Where it is a guess."""
    lines: tuple[int, ...] = ()
    """The lines that the guess is about, where all others are UTF-8."""


def decode(data: bytes, name: str = "") -> Text:
    """The text of a file.

    UTF-8, or UTF-16 with its byte order mark, as Windows saves it. A bibliography or a table may be of another time: it is read
    in the encoding that it names (`% Encoding: ISO8859_1`, `-*- coding: latin-9-unix -*-`), else as Windows-1252; where most of
    it is UTF-8, only the lines that are not. Raises UnicodeDecodeError for any other text.
    """
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return Text(data.decode("utf-16" if wide else "utf-8-sig"))
    except UnicodeDecodeError:
        found = next((text for text in _guesses(data) if _is_list(text.text, name)), None)
        if wide or found is None:
            raise
        return found


def _guesses(data: bytes) -> Iterator[Text]:
    if b"\0" in data:
        for encoding, zeros in (("utf-16-be", data[0::2]), ("utf-16-le", data[1::2])):
            if zeros.count(0) > 0.8 * len(zeros):
                with suppress(UnicodeError):
                    yield Text(data.decode(encoding), encoding)
        return
    declared = DECLARED.search(data[:1000])
    names = [*_names_of(declared[1].decode("ascii") if declared else ""), "cp1252", "latin-1"]
    mixed = _line_by_line(data)
    for name in names:
        with suppress(LookupError, UnicodeError):
            encoding = codecs.lookup(name).name
            if encoding in _LATIN and mixed:
                yield mixed
            yield Text(data.decode(name), encoding)


def _names_of(declared: str) -> list[str]:
    """What Python may call an encoding that Emacs or JabRef names."""
    name = re.sub(r"-(unix|dos|mac)$", "", declared.lower())
    return [name, name.replace("-", "")] if name else []


def _line_by_line(data: bytes) -> Text | None:
    """A text in which some lines are not UTF-8: each of their bytes that is none is read as Windows-1252.

    None where no letter beyond ASCII is UTF-8, so that the whole is of another encoding.
    """
    lines: list[str] = []
    others: list[int] = []
    any_wide = False
    for number, line in enumerate(data.removeprefix(codecs.BOM_UTF8).splitlines(keepends=True), 1):
        try:
            lines.append(line.decode())
            any_wide = any_wide or not line.isascii()
        except UnicodeDecodeError:
            lines.append(line.decode(errors=_ONE_BYTE))
            others.append(number)
            any_wide = any_wide or not line.decode(errors="ignore").isascii()
    return Text("".join(lines), "cp1252", tuple(others)) if any_wide else None


_ONE_BYTE = "labpress.cp1252"


def _one_byte(error: UnicodeError) -> tuple[str, int]:
    """What stands for bytes that are no UTF-8: each is a letter of Windows-1252, or of Latin-1 where that has none."""
    assert isinstance(error, UnicodeDecodeError), "it is only asked to read"  # noqa: S101
    wrong = error.object[error.start : error.end]
    return "".join(chr(byte) if byte in b"\x81\x8d\x8f\x90\x9d" else bytes([byte]).decode("cp1252") for byte in wrong), error.end


codecs.register_error(_ONE_BYTE, _one_byte)


def _is_list(text: str, name: str) -> bool:
    """Whether it is surely in a format; a pasted list, which has no sign of its own, is not."""
    structured = [format_ for format_ in formats() if format_.load and format_.name != LAST]
    return any(format_.recognises(text) or name.lower().endswith(format_.extensions) for format_ in structured)


def problems(found: Text, shown: str) -> Iterator[Problem]:
    """What there is to say of how a text was read, and of letters that were lost before."""
    if found.lines:
        args: dict[str, str | int] = {"encoding": found.encoding, "lines": _named(found.lines), "n": len(found.lines)}
        yield Problem("encoding-mixed", Severity.WARNING, shown, found.lines[0], args=args)
    elif found.encoding:
        yield Problem("encoding-guessed", Severity.WARNING, shown, args={"encoding": found.encoding})
    lines: list[int] = []
    word, line, end = "", 1, 0
    for garbled in _GARBLED.finditer(found.text):
        line += found.text.count("\n", end, garbled.start())
        end = garbled.start()
        word = word or _word_at(found.text, garbled)
        if line not in lines[-1:]:
            lines.append(line)
    if lines:
        args = {"word": word, "lines": _named(lines), "n": len(lines)}
        yield Problem("encoding-garbled", Severity.WARNING, shown, lines[0], args=args)


def _word_at(text: str, found: re.Match[str]) -> str:
    before = re.split(r"[^\w\ufffd]", text[max(0, found.start() - _AROUND) : found.start()])[-1]
    return before + found[0] + re.split(r"\s", text[found.end() : found.end() + _AROUND])[0].rstrip(",;{}\"'")


def _named(lines: Sequence[int]) -> str:
    return ", ".join(map(str, lines[:_LINES_NAMED])) + (" …" if len(lines) > _LINES_NAMED else "")
