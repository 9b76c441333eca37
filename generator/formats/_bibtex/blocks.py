"""A source cut into its entries and macros, and what stands between them.

bibtexparser cuts well-formed text, fast. What it could not cut, or cut where BibTeX would not (a value that ends in a
backslash, a missing comma), `repair` reads again. Between entries everything is a comment (btxdoc, § 3.3), but text that looks
like a lost entry is reported.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from generator.formats._bibtex import repair
from generator.formats._bibtex.repair import Entry, Fault, Field, Lines

if TYPE_CHECKING:
    from bibtexparser.model import Block

_CLEAN = re.compile(r"\{[^{}\\]*\}|\"[^\"{}\\]*\"|[^\s\"#%(),={}\\]+")
"""A value that needs no second look."""
_FIELD_NAME = re.compile(repair.NAME)
_STRING = re.compile(rf"@\s*string\s*[{{(]\s*(?P<name>{repair.NAME})\s*=\s*", re.IGNORECASE)
_LINE = re.compile(r"[^\n]+")
_NO_TEXT = re.compile(r"\s*(?:%|@\s*comment\b(?!\s*[{(]))|[\W_]*$", re.IGNORECASE)
"""A line between entries that says nothing: a comment of TeX's or BibTeX's kind, rules and stray punctuation."""
_COMMENTED = re.compile(r"[ \t]*%")


@dataclass(slots=True)
class Blocks:
    """What a source holds, in its order."""

    entries: list[Entry] = field(default_factory=list)
    strings: list[Field] = field(default_factory=list)
    """`@string{name = value}`."""
    faults: list[Fault] = field(default_factory=list)
    """What is wrong outside entries."""


def split(text: str) -> Blocks:
    """Cut a text with LF endings."""
    return _Splitter(text).found


def _library_blocks(text: str) -> list[Block]:
    from bibtexparser.splitter import Splitter  # late: its package takes a tenth of a second to load

    log = logging.getLogger("bibtexparser")
    disabled, log.disabled = log.disabled, True
    child = logging.getLogger(Splitter.__module__)
    child_disabled, child.disabled = child.disabled, True  # what it has to say is said by a Problem
    try:
        return list(Splitter(text).split().blocks)
    finally:
        log.disabled, child.disabled = disabled, child_disabled


class _Splitter:
    def __init__(self, text: str) -> None:
        self.text, self.lines, self.found = text, Lines(text), Blocks()
        self.at = 0  # what stands before it is read
        self.comment_budget = 4 * len(text)
        cursor = 0
        for block in _library_blocks(text):
            kind = type(block).__name__
            if kind == "ImplicitComment":
                continue
            start = text.find(block.raw or "", cursor)
            failed = kind == "ParsingFailedBlock"
            cursor = start + 1 if failed else start + len(block.raw or "")
            if start < self.at:
                continue
            self.between(self.at, start)
            if start >= self.at:
                self.block(kind, block, start)
        self.between(self.at, len(text))

    def block(self, kind: str, block: Any, start: int) -> None:
        begins = self.text.rfind("\n", 0, start) + 1
        head = repair.HEAD.match(self.text, start)
        type_ = head["type"].lower() if head else ""
        if _COMMENTED.match(self.text, begins, start):
            self.commented_out(start, type_)
        elif type_ == "comment":
            self.comment(start)
        elif type_ == "preamble":
            self.preamble(start)
        elif type_ == "string":
            self.string(start)
        else:
            entry = block.ignore_error_block if kind.startswith("Duplicate") else block
            if kind == "ParsingFailedBlock" or not self.is_clean(entry, start):
                self.repaired(start)
            elif not entry.key and not entry.fields:
                self.at = start + len(block.raw)
                self.fault("bibtex-unreadable", start, block.raw)
            else:
                self.at = start + len(block.raw)
                self.found.entries.append(
                    Entry(type_, entry.key, self.lines.of(start), list(self.fields(entry, start)), (start, self.at))
                )

    def is_clean(self, entry: Any, start: int) -> bool:
        end = start + len(entry.raw)
        if self.text[end : end + 40].lstrip().startswith((",", "}", ")")) or set(entry.key) & set('{}"=\\'):
            return False
        return all(
            _FIELD_NAME.fullmatch(each.key) and (_CLEAN.fullmatch(each.value) or repair.whole(each.value))
            for each in entry.fields
        )

    def fields(self, entry: Any, start: int) -> Iterator[Field]:
        """The entry's fields with their lines, which the library miscounts after a line that ends in a backslash."""
        for each in entry.fields:
            start = self.text.index(each.key, start)
            yield Field(each.key.lower(), each.value, self.lines.of(start))
            start = self.text.index(each.value, start + len(each.key)) + len(each.value)

    def limit(self, start: int) -> int:
        following = repair.LINE_START.search(self.text, start + 1)
        return following.start() if following else len(self.text)

    def repaired(self, start: int) -> None:
        entry, end = repair.read(self.text, start, self.lines, self.limit(start))
        self.at = max(end, start + 1)
        if entry:
            self.found.entries.append(entry)
        else:
            self.at = max(self.at, self.limit(start))
            self.fault("bibtex-unreadable", start, self.text[start : self.at])

    def string(self, start: int) -> None:
        head, limit = _STRING.match(self.text, start), self.limit(start)
        end = head.end() if head else start
        while head and end < limit:
            if self.text[end] in '{"':
                end = repair.closing(self.text, end, limit)
            else:
                bare = re.compile(r"[^\s\"#%(),={}]+").match(self.text, end, limit)
                end = bare.end() if bare else -1
            joined = re.compile(r"\s*#\s*").match(self.text, end, limit) if end > 0 else None
            if not joined:
                break
            end = joined.end()
        closed = re.compile(r"\s*,?\s*[})]").match(self.text, end, limit) if head and end > 0 else None
        if head and closed:
            value = self.text[head.end() : end]
            self.found.strings.append(Field(head["name"].lower(), value, self.lines.of(start)))
            self.at = closed.end()
        else:
            self.at = limit
            self.fault("bibtex-unreadable", start, self.text[start:limit])

    def balanced(self, start: int) -> int:
        """Where the braces that open after `start` are closed again; -1 if they are not, or that is too far to look."""
        if self.comment_budget <= 0:
            return -1
        place = re.compile(r"[{(]").search(self.text, start)
        end = repair.closing(self.text, place.start(), len(self.text)) if place and place[0] == "{" else -1
        self.comment_budget -= (end if end > 0 else len(self.text)) - start
        return end

    def comment(self, start: int) -> None:
        """`@comment{…}` with all that is in it; of one without an end, only its line."""
        end = self.balanced(start)
        line_end = self.text.find("\n", start)
        self.at = end if end > 0 else line_end if line_end >= 0 else len(self.text)
        inner = repair.LINE_START.search(self.text, start + 1, self.at) or repair.HEAD.search(self.text, start + 1, self.at)
        if inner and repair.HEAD.search(self.text, inner.start()):
            self.fault("bibtex-commented", inner.start(), self.text[inner.start() : self.at])

    def commented_out(self, start: int, type_: str) -> None:
        """An entry in lines that begin with `%`."""
        end = start
        while True:
            line_end = self.text.find("\n", end)
            end = len(self.text) if line_end < 0 else line_end
            if line_end < 0 or not _COMMENTED.match(self.text, end + 1):
                break
            end += 1
        self.at = end
        if type_ not in ("comment", "preamble", "string"):
            self.fault("bibtex-commented", start, self.text[start:end])

    def between(self, start: int, end: int) -> None:
        """What stands between two blocks: an entry of an odd form is read, other text is reported, line after line at once."""
        self.at = max(self.at, start)
        text_from = text_to = -1
        for line in _LINE.finditer(self.text, start, end):
            if line.start() < self.at:
                continue
            place = line.start() + len(line[0]) - len(line[0].lstrip())
            head = None if _NO_TEXT.match(line[0]) else repair.HEAD.match(self.text, place)
            if head is None and not _NO_TEXT.match(line[0]):
                text_from, text_to = (place if text_from < 0 else text_from), line.end()
                continue
            self.outside(text_from, text_to)
            text_from = -1
            if head:
                self.odd_block(head)
        self.outside(text_from, text_to)
        self.at = max(self.at, end)

    def outside(self, start: int, end: int) -> None:
        if start >= 0:
            self.fault("bibtex-lost", start, self.text[start:end])

    def odd_block(self, head: re.Match[str]) -> None:
        """A block that the library took for text: its type and its brace stand apart, or its type has a hyphen."""
        read = {"comment": self.comment, "string": self.string, "preamble": self.preamble}
        read.get(head["type"].lower(), self.repaired)(head.start())

    def preamble(self, start: int) -> None:
        line_end = self.text.find("\n", start)
        self.at = max(self.balanced(start), line_end if line_end >= 0 else len(self.text))

    def fault(self, code: str, place: int, text: str) -> None:
        words: dict[str, str | int] = {"words": repair.excerpt(text)}
        self.found.faults.append(Fault(code, self.lines.of(place), words, text))
