"""LaTeX as plain text. `$…$` is kept as it is; an unknown command stays as it was written, and is named.

Own tables know what bibliographies are made of (`symbols`); pylatexenc, which is slower, is asked about other commands.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from generator.formats._bibtex import mathematics, symbols
from generator.formats._bibtex.addresses import unescaped
from generator.formats._bibtex.markup import Mark, one_line, with_tags

_NEEDS_READING = re.compile(r"[\\{}$~`&]|--|''|</?[A-Za-z]")
_TOKEN = re.compile(
    r"""\\(?P<word>[A-Za-z]+\*?)(?P<after>\s*)
    | \\(?P<sign>.)
    | (?P<math>\$\$(?:\\.|[^$\\])+\$\$ | \$(?:\\.|[^$\\])+\$)
    | (?P<open>\{) | (?P<close>\})
    | (?P<tie>~)
    | (?P<ligature>---?|``|''|[?!]`)
    | (?P<quote>(?<![\w`])`(?=[^\s`][^`]{0,200}?'(?!\w)))
    | (?P<apostrophe>'(?!\w))
    | &(?P<entity>\#\d{1,7}|\#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});
    | <(?P<tag>/?(?:i|b|em|strong|sub|sup|sc|span)(?=[\s>])[^<>]{0,80})>""",
    re.VERBOSE | re.DOTALL,
)
_STOP = re.compile(r"[\\{}$~`'&<]|--|[?!]`")
"""Where a token may begin: a search for these alone is much faster."""
_LIGATURES = {"--": "–", "---": "—", "``": "“", "''": "”", "?`": "¿", "!`": "¡"}
_TAGS = {"i": "i", "em": "i", "b": "b", "strong": "b", "sub": "sub", "sup": "sup", "sc": "sc"}
_GROUP = re.compile(r"\s*\{((?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.)*\})*)\}", re.DOTALL)
"""An argument with at most one level of braces in it: what an address is."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a value says."""

    text: str
    html: str = ""
    """The text with CSL's markup; empty where there is none."""
    links: tuple[str, ...] = ()
    """Where `\\href` leads."""
    unknown: tuple[str, ...] = ()
    """Commands that stayed as they are."""


def decode(value: str, *, tags: bool = False) -> Decoded:
    """One line of text; `tags`: HTML's `<i>` and the like are markup too."""
    if not _NEEDS_READING.search(value):
        return Decoded(one_line(value))
    reader = _Reader(value, tags)
    return Decoded(one_line(reader.text()), with_tags(reader.pieces), tuple(reader.links), tuple(reader.unknown))


def paragraphs(value: str) -> Decoded:
    """As `decode`; an empty line stays one."""
    found = Decoded(value)
    if _NEEDS_READING.search(value):
        reader = _Reader(value, False)
        found = Decoded(reader.text(), "", tuple(reader.links), tuple(reader.unknown))
    blocks = (one_line(block) for block in re.split(r"\n[ \t]*\n", found.text))
    return Decoded("\n\n".join(filter(None, blocks)), "", found.links, found.unknown)


def plain(value: str) -> str:
    return decode(value).text


@dataclass(slots=True)
class _Group:
    kind: str
    """What becomes of its content: `accent`, `drop`, `quote`, `kept`, a markup, or nothing."""
    start: int
    """Where its pieces begin."""
    extra: str = ""
    switched: list[str] = field(default_factory=list)
    """Markup that ends with the group."""


class _Reader:
    """One pass over a value, with a stack in place of recursion, so that no nesting is too deep."""

    def __init__(self, value: str, tags: bool) -> None:
        self.value = value
        self.tags = tags
        self.pieces: list[str | Mark] = []
        self.links: list[str] = []
        self.unknown: list[str] = []
        self.groups = [_Group("", 0)]
        self.accents: list[str] = []
        self.argument: tuple[str, str] | None = None
        self.quotes = 0
        self.open_tags: list[str] = []
        self.last_tag = {tag: value.rfind(f"</{tag}>") for tag in (*_TAGS, "span")} if tags else {}
        self.at = 0
        while stop := _STOP.search(value, self.at):
            if stop.start() > self.at:
                self.emit(value[self.at : stop.start()])
            found = _TOKEN.match(value, stop.start())
            self.at = found.end() if found else stop.start() + 1
            if found is None:
                self.emit(value[stop.start() : self.at])
                continue
            getattr(self, f"_{found.lastgroup}" if found.lastgroup != "after" else "_word")(found)
        self.emit(value[self.at :])
        while len(self.groups) > 1:
            self.end_group()
        self.end_accents()
        self.switch_off()

    def text(self) -> str:
        return "".join(piece for piece in self.pieces if isinstance(piece, str))

    def emit(self, text: str) -> None:
        """Add characters; an accent that waits takes the first one."""
        if self.accents:
            text = text.lstrip()
            if not text:
                return
            text = _accented(text[0], self.accents) + text[1:]
            self.accents = []
        if text:
            self.pieces.append(text)
            if self.argument and not text.isspace():
                self.argument = None

    def mark(self, kind: str, opens: bool) -> None:
        self.pieces.append(Mark(kind, opens))

    def end_accents(self) -> None:
        """An accent over nothing."""
        alone, self.accents = "".join(symbols.ALONE.get(mark, "") for mark in self.accents), []
        self.emit(alone)

    def switch_off(self) -> None:
        for kind in reversed(self.groups[-1].switched):
            self.mark(kind, False)

    # Tokens, by the name of their group in `_TOKEN`

    def _open(self, _found: re.Match[str]) -> None:
        kind, extra = self.argument or ("", "")
        self.argument = None
        if self.accents:
            kind, extra, self.accents = "accent", "".join(self.accents), []
        self.groups.append(_Group(kind, len(self.pieces), extra))
        if kind == "markup":
            self.mark(extra, True)
        elif kind == "kept":
            self.emit("{")
        elif kind == "quote":
            self.emit(extra[0])

    def _close(self, _found: re.Match[str]) -> None:
        if len(self.groups) > 1:
            self.end_group()

    def end_group(self) -> None:
        self.end_accents()
        self.switch_off()
        group = self.groups.pop()
        self.argument = None
        if group.kind == "accent":
            inside = "".join(piece for piece in self.pieces[group.start :] if isinstance(piece, str))
            del self.pieces[group.start :]
            if inside.strip():
                inside = inside.lstrip()
                self.emit(_accented(inside[0], list(group.extra), inside[1:]))
            else:
                self.accents = list(group.extra)
                self.end_accents()
        elif group.kind == "markup":
            self.mark(group.extra, False)
        elif group.kind == "drop":
            del self.pieces[group.start :]
        elif group.kind == "kept":
            self.emit("}")
            self.argument = ("kept", "")
        elif group.kind == "quote":
            self.emit(group.extra[1])

    def _word(self, found: re.Match[str]) -> None:
        name, after = found["word"], found["after"]
        bare = name.rstrip("*")
        if bare in symbols.LETTERS:
            self.emit(symbols.LETTERS[bare])
        elif bare in symbols.ACCENTS:
            self.accents.insert(0, symbols.ACCENTS[bare])
        elif bare in symbols.MARKS:
            self.emit(symbols.MARKS[bare])
        elif bare in symbols.MARKUP:
            self.argument = ("markup", symbols.MARKUP[bare])
        elif bare in symbols.SWITCHES:
            self.groups[-1].switched.append(symbols.SWITCHES[bare])
            self.mark(symbols.SWITCHES[bare], True)
        elif bare in ("url", "path", "nolinkurl", "href"):
            self.address(bare)
        elif bare in symbols.QUOTING:
            self.argument = ("quote", "".join(symbols.QUOTING[bare]))
        elif bare == "ensuremath":
            self.ensured()
        elif bare in symbols.DROPPED:
            self.argument = ("drop", "")
        elif bare in symbols.AASTEX and not self.pieces:
            self.emit(symbols.AASTEX[bare])
        elif bare not in symbols.TRANSPARENT:
            self.foreign(name, after)

    def ensured(self) -> None:
        """Mathematics in running text: its characters where it is simple, else as between dollar signs."""
        found = mathematics.group(self.value, self.at)
        if not found:
            return
        tex, self.at = found
        pieces = mathematics.simple(tex)
        if pieces is None:
            self.emit(f"${tex.strip().strip('$')}$")
        for piece in pieces or ():
            if isinstance(piece, str):
                self.emit(piece)
            else:
                self.pieces.append(piece)

    def address(self, command: str) -> None:
        group = _GROUP.match(self.value, self.at)
        if group:
            self.at = group.end()
            address = unescaped(group[1].strip())
            if command == "href":
                self.links.append(address)
            else:
                self.emit(address)

    def foreign(self, name: str, after: str) -> None:
        shown = symbols.shown(name)
        if shown is not None:
            self.emit(shown)
        elif not symbols.is_known(name):
            self.unknown.append(f"\\{name}")
            self.emit(f"\\{name}{after[:1]}")
            self.argument = ("kept", "")

    def _sign(self, found: re.Match[str]) -> None:
        sign = found["sign"]
        if sign == "(" and (end := self.value.find("\\)", self.at)) >= 0:
            self.emit(f"${self.value[self.at : end]}$")
            self.at = end + 2
        elif sign in symbols.ACCENTS and sign != "t":
            self.accents.insert(0, symbols.ACCENTS[sign])
        else:
            self.emit(symbols.MARKS.get(sign, f"\\{sign}"))

    def _math(self, found: re.Match[str]) -> None:
        self.emit(found[0])

    def _tie(self, _found: re.Match[str]) -> None:
        self.emit(" ")

    def _ligature(self, found: re.Match[str]) -> None:
        self.emit(_LIGATURES[found[0]])

    def _quote(self, _found: re.Match[str]) -> None:
        self.quotes += 1
        self.emit("‘")

    def _apostrophe(self, _found: re.Match[str]) -> None:
        closes = self.quotes > 0
        self.quotes -= closes
        self.emit("’" if closes else "'")

    def _entity(self, found: re.Match[str]) -> None:
        self.emit(html.unescape(found[0]))

    def _tag(self, found: re.Match[str]) -> None:
        name, _, attributes = found["tag"].lstrip("/").partition(" ")
        closes = found["tag"].startswith("/")
        kind = _TAGS.get(name, "sc" if "small-caps" in attributes else "none" if "nocase" in attributes else "")
        if self.tags and closes and self.open_tags and self.open_tags[-1].partition(" ")[0] == name:
            self.mark(self.open_tags.pop().partition(" ")[2], False)
        elif self.tags and not closes and kind and self.last_tag[name] > found.start() and (name == "span") == bool(attributes):
            self.open_tags.append(f"{name} {kind}")
            self.mark(kind, True)
        else:
            self.emit(found[0])


_ABOVE = frozenset(map(symbols.ACCENTS.__getitem__, "`'^~\"=.uvHrhUGf"))
_DOTLESS = {"ı": "i", "ȷ": "j"}


def _accented(letter: str, accents: Iterable[str], rest: str = "") -> str:
    """A letter with accents, the innermost first; in front of what follows it."""
    for accent in accents:
        letter = (_DOTLESS.get(letter, letter) if accent in _ABOVE else letter) + accent
    return unicodedata.normalize("NFC", letter) + rest
