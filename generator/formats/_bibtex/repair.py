"""One entry read by BibTeX's rules (btxdoc, § 3; "Tame the BeaST", § 4), going on after what is wrong in it.

Whatever is not read is named with its line. The time is linear in the entry's length: once a brace was found to be missing,
no value reaches beyond the line that begins the next field.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

HEAD = re.compile(r"@\s*(?P<type>[^\s\"#%'(),={}@]+)\s*(?P<open>[{(])")
LINE_START = re.compile(r"(?m)^[ \t]*(?=@\s*[^\s\"#%'(),={}@]+\s*[{(])")
"""Where an entry that is damaged ends at the latest."""
NAME = r"[^\s\"#%'(),={}]+"
_NAME = re.compile(NAME)
_FIELD = re.compile(rf"(?P<name>{NAME})\s*=\s*")
_NEXT_FIELD = re.compile(rf"(?m)^[ \t]*,?[ \t]*(?P<name>[A-Za-z]{NAME}\s*=\s*[{{\"\w])")
_BARE = re.compile(r"[^\s\"#%(),={}]+")
_BRACE = re.compile(r"[{}]")
_BRACE_NOT_ESCAPED = re.compile(r"(?<!\\)[{}]")
_QUOTE_OR_BRACE = re.compile(r"[{}\"]")
_LAST_QUOTE = re.compile(r"\"(?=\s*(?:[,#})]|$))")
_SPACE = re.compile(r"(?:\s|%[^\n]*(?=\n))*")


@dataclass(frozen=True, slots=True)
class Field:
    """`name = value` in an entry; the value as it is written."""

    name: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in an entry: a problem's code, its line, its words."""

    code: str
    line: int
    args: dict[str, str | int]
    text: str = ""
    """What stands there, whole."""


@dataclass(slots=True)
class Entry:
    """An entry as it is written."""

    type: str
    key: str
    line: int
    fields: list[Field] = field(default_factory=list)
    place: tuple[int, int] = (0, 0)
    """Where it begins and ends in the text."""
    faults: list[Fault] = field(default_factory=list)


class Lines:
    """Positions in a text → lines, from 1."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def of(self, position: int) -> int:
        return bisect_right(self.starts, position)


def excerpt(text: str) -> str:
    """The first words of a text, on one line, as a message quotes them."""
    line = " ".join(text[:400].split())
    return line if len(line) <= 80 else f"{line[:79]}…"


def closing(text: str, start: int, end: int) -> int:
    """Where the value that begins at `start` with a brace or a quote ends, before `end`; -1 if it does not."""
    if text[start] == '"':
        depth = 0
        for found in _QUOTE_OR_BRACE.finditer(text, start + 1, end):
            if found[0] == '"' and depth <= 0 and not (text[found.start() - 1] == "\\" and _continues(text, found.end(), end)):
                return found.end()
            depth += {"{": 1, "}": -1}.get(found[0], 0)
        return -1
    for braces in (_BRACE, _BRACE_NOT_ESCAPED):
        depth = 0
        for found in braces.finditer(text, start, end):
            depth += 1 if found[0] == "{" else -1
            if not depth:
                return found.end()
    return -1


def _continues(text: str, position: int, end: int) -> bool:
    r"""After a quote with a backslash before it, the value goes on (`"G\"odel"`), unless a comma or the end follows."""
    return not re.compile(r"\s*(?:[,#})]|$)").match(text, position, end)


def whole(value: str) -> bool:
    """Whether a text is one value, or several joined by `#`, and nothing else."""
    position = 0
    while True:
        if value[position : position + 1] in ("{", '"'):
            position = closing(value, position, len(value))
        else:
            bare = _BARE.match(value, position)
            position = bare.end() if bare else -1
        if position < 0:
            return False
        rest = value[position:].lstrip()
        if not rest:
            return True
        if rest[0] != "#":
            return False
        position = len(value) - len(rest[1:].lstrip())


def read(text: str, start: int, lines: Lines, limit: int) -> tuple[Entry | None, int]:
    """The entry whose `@` stands at `start`, None where it has no key and no field, and where it ends, at most at `limit`."""
    head = HEAD.match(text, start, limit)
    if not head:
        return None, start + 1
    reader = _Reader(text, head, lines, limit)
    return reader.entry if reader.entry.fields or reader.entry.key else None, reader.at


class _Reader:
    def __init__(self, text: str, head: re.Match[str], lines: Lines, limit: int) -> None:
        self.text, self.lines, self.limit = text, lines, limit
        self.at = head.end()
        self.close = "}" if head["open"] == "{" else ")"
        self.entry = Entry(head["type"].lower(), "", lines.of(head.start()))
        self.broken = False
        if self.key():
            while self.field():
                pass
        self.entry.place = (head.start(), self.at)

    def fault(self, code: str, position: int, text: str = "", **args: str | int) -> None:
        self.entry.faults.append(Fault(code, self.lines.of(position), args, text))

    def key(self) -> bool:
        """Read the key; whether fields follow."""
        found = re.compile(r"[^,={}\"]*").match(self.text, self.at, self.limit)
        words, start = (found[0] if found else ""), self.at
        self.at += len(words)
        mark = self.text[self.at : min(self.at + 1, self.limit)]
        if mark == "=":  # the comma after the key is missing, or the key
            name = re.compile(rf"({NAME})\s*$").search(words)
            before = words[: name.start()].strip() if name else ""
            self.entry.key = before
            self.at = start + (name.start() if name else 0)
            if before:
                self.fault("bibtex-comma", self.at, name=name[1] if name else "")
            return bool(name)
        if self.close == ")" and mark != ",":
            words = words.partition(")")[0]
            self.at = start + len(words)
        self.entry.key = words.strip()
        if mark == ",":
            self.at += 1
            return True
        if self.text[self.at : self.at + 1] == self.close:
            self.at += 1
        return False

    def field(self) -> bool:
        """Read one field, or pass over what is none; whether there may be more."""
        self.space()
        while self.text.startswith(",", self.at) and self.at < self.limit:
            self.at += 1
            self.space()
        if self.at >= self.limit:
            return self.unclosed()
        if self.text[self.at] == self.close:
            self.at += 1
            return self.goes_on()
        found = _FIELD.match(self.text, self.at, self.limit)
        if not found:
            self.junk()
            return True
        start, self.at = self.at, found.end()
        value = self.value(found["name"])
        self.entry.fields.append(Field(found["name"].lower(), value, self.lines.of(start)))
        end = self.at
        self.space()
        follows = _FIELD.match(self.text, self.at, self.limit)
        if follows and not self.broken:
            self.fault("bibtex-comma", end, name=follows["name"])
        return True

    def space(self) -> None:
        """Pass over white space, and lines that are commented out with `%`."""
        found = _SPACE.match(self.text, self.at, self.limit)
        if found and "%" in found[0]:
            for line in re.finditer(r"%+[ \t]*([^\n]*\S)", found[0]):
                self.fault("bibtex-commented", found.start() + line.start(), line[1], words=excerpt(line[1]))
        self.at = found.end() if found else self.at

    def goes_on(self) -> bool:
        """After the closing brace: whether more fields follow, because there was a brace too many."""
        if re.compile(rf"\s*,\s*{NAME}\s*=\s*[{{\"\d]").match(self.text, self.at, self.limit):
            self.fault("bibtex-surplus-brace", self.at - 1)
            return True
        return False

    def unclosed(self) -> bool:
        """At the limit without a closing brace: perhaps a value swallowed the fields after it."""
        self.at = self.limit
        for index, given in enumerate(self.entry.fields):
            swallowed = _NEXT_FIELD.search(given.value) if not self.broken else None
            if swallowed:
                self.broken = True
                place = self.text.index(given.value, self.lines.starts[given.line - 1])
                del self.entry.fields[index:]
                self.entry.fields.append(Field(given.name, _cut(given.value[: swallowed.start()]), given.line))
                self.fault("bibtex-unclosed", place, name=given.name)
                self.at = place + swallowed.start("name")
                return True
        if not self.broken:
            self.broken = True
            self.fault("bibtex-unclosed-entry", self.limit - 1 if self.limit else 0)
        return False

    def value(self, name: str) -> str:
        """Values joined by `#`, as they are written."""
        start = self.at
        while self.at < self.limit:
            if self.text[self.at] in '{"':
                end = self.end_of_value(self.at, name)
                if end < 0:
                    return self.cut_off(start, name)
                self.at = end
            else:
                bare = _BARE.match(self.text, self.at, self.limit)
                if not bare:
                    break
                self.at = bare.end()
            joined = re.compile(r"\s*#\s*").match(self.text, self.at, self.limit)
            if not joined:
                break
            self.at = joined.end()
        return self.text[start : self.at].strip().removesuffix("#").strip()

    def end_of_value(self, start: int, name: str = "") -> int:
        limit = self.limit
        if self.broken:
            following = _NEXT_FIELD.search(self.text, start + 1, limit)
            limit = following.start() if following else limit
        end = closing(self.text, start, limit)
        if end < 0 and self.text[start] == '"':  # a brace in it is never closed, but the quote may be
            last = _LAST_QUOTE.search(self.text, start + 1, limit)
            end = last.end() if last else -1
            if last:
                self.fault("bibtex-unclosed", start, name=name)
        return end

    def cut_off(self, start: int, name: str) -> str:
        """A value that is never closed: it ends before the line that begins the next field."""
        self.broken = True
        self.fault("bibtex-unclosed", start, name=name)
        following = _NEXT_FIELD.search(self.text, start + 1, self.limit)
        self.at = following.start("name") if following else self.limit
        return _cut(self.text[start : self.at])

    def junk(self) -> None:
        """Words that are no field: pass over them, to the next comma outside braces, or the entry's end."""
        start = self.at
        while self.at < self.limit and self.text[self.at] not in (",", self.close):
            if self.text[self.at] in '{"':
                end = self.end_of_value(self.at)
                self.at = end if end > 0 else self.limit
                continue
            if self.at > start and _FIELD.match(self.text, self.at, self.limit) and self.text[self.at - 1].isspace():
                break
            self.at += 1
            more = re.compile(r"[^\s,{}\")]*").match(self.text, self.at, self.limit)
            self.at = more.end() if more else self.at
        words = " ".join(self.text[start : self.at].split())
        if words.strip("}) "):
            self.fault("bibtex-junk", start, words, words=excerpt(words))


def _cut(value: str) -> str:
    """A value that was cut off, closed; the comma and the brace that end a field or an entry are no part of it."""
    words = value.rstrip().rstrip(",").rstrip()
    if words.startswith("{"):
        depth = sum(1 if brace[0] == "{" else -1 for brace in _BRACE.finditer(words))
        return words + "}" * depth if depth >= 0 else words
    return words if words.endswith('"') and len(words) > 1 else f'{words}"' if words.startswith('"') else words
