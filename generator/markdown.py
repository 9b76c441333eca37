"""The one MarkdownIt: what people write in bodies, as HTML that carries no script, no style and no unknown scheme.

CommonMark (https://spec.commonmark.org/0.31.2/) with tables, strikethrough, bare addresses as links, and TeX between
dollar signs as MathML.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.etree import ElementTree

from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.token import Token
from math_core import LatexError, LatexToMathML
from mdit_py_plugins.dollarmath import dollarmath_plugin

SCHEMES = frozenset({"", "http", "https", "mailto"})
"""Where a link may lead; an empty scheme is a relative link."""
Resolve = Callable[[str], str]
"""Turns a relative address that a person wrote into what stands in the page."""


def safe_link(url: str) -> bool:
    """Whether a link may be followed: http, https, mailto or relative, whatever white space tries to hide its scheme."""
    bare = re.sub(r"[\x00-\x20\x7f]", "", url)
    try:
        return urlsplit(bare).scheme.lower() in SCHEMES and not bare.startswith(("//", "\\"))
    except ValueError:
        return False


@functools.cache
def _mathml() -> LatexToMathML:
    return LatexToMathML()


def _conforming(mathml: str) -> str:
    """What math-core writes, without `style=`, which the Content-Security-Policy forbids, and valid in MathML 3 too.

    There only `<mstyle>` has these two attributes (https://www.w3.org/TR/MathML3/chapter3.html#presm.mstyle).
    """
    if not re.search(r' style="|<m(?!style)\w+ (?:displaystyle|scriptlevel)=', mathml):
        return mathml
    # HTML's own entities, such as `&ApplyFunction;`, are unknown to XML.
    plain_xml = re.sub(r"&(?!(?:lt|gt|amp|quot|apos|#\w+);)\w+;", lambda found: html.unescape(found[0]), mathml)
    root = ElementTree.fromstring(plain_xml)  # noqa: S314 - math-core's own output
    for parent in list(root.iter()):
        parent.attrib.pop("style", None)
        for place, child in enumerate(list(parent)):
            said: dict[str, str] = {
                name: child.attrib.pop(name) for name in ("displaystyle", "scriptlevel") if name in child.attrib
            }
            if said and child.tag == "mstyle":
                child.attrib.update(said)
            elif said:
                style = ElementTree.Element("mstyle", said)
                style.append(child)
                parent[place] = style
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)


def _math(tex: str, options: dict[str, bool]) -> str:
    try:
        return _conforming(_mathml().convert_with_local_state(tex, displaystyle=options["display_mode"]))
    except LatexError:  # said by `tex_errors` when the file was read
        return f"<code>{html.escape(tex)}</code>"


def _as_written(text: str) -> str:
    return text


@functools.cache
def _linkify() -> LinkifyIt:
    # Only addresses with a scheme become links: `ASP.NET` is no host.
    return LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})


def _display_math_in_a_line(_renderer: object, tokens: Sequence[Token], index: int, _options: object, _env: object) -> str:
    """A `<span>`, as the plug-in's `<div>` cannot stand in a paragraph."""
    return f'<span class="math inline">{_math(tokens[index].content, {"display_mode": True})}</span>'


@functools.cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True}).enable(["table", "strikethrough", "linkify"])
    parser.use(dollarmath_plugin, renderer=_math, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    parser.add_render_rule("math_inline_double", _display_math_in_a_line)
    parser.linkify = _linkify()
    parser.validateLink = safe_link  # type: ignore[method-assign]
    parser.normalizeLinkText = _as_written  # type: ignore[assignment,method-assign]  # the page shows the characters that were written
    return parser


def render(text: str, resolve: Resolve = _as_written, top_heading: int = 2) -> str:
    """The HTML of a Markdown text, its highest heading at level `top_heading`, its relative links through `resolve`."""
    html, relative = _rendered(text, top_heading)
    return _render(text, resolve, top_heading) if relative else html


@functools.lru_cache(maxsize=4096)  # an abstract stands on many pages
def _rendered(text: str, top_heading: int) -> tuple[str, bool]:
    """The HTML with relative links as they were written, and whether there are any."""
    found: list[str] = []

    def note(address: str) -> str:
        found.append(address)
        return address

    return _render(text, note, top_heading), bool(found)


def _render(text: str, resolve: Resolve, top_heading: int) -> str:
    parser = _parser()
    tokens = parser.parse(text)
    _place_headings(tokens, top_heading)
    for token in _walk(tokens):
        if style := token.attrs.pop("style", None):  # the Content-Security-Policy forbids style=
            token.attrJoin("class", "align-" + str(style).removeprefix("text-align:"))
        for attribute in ("href", "src"):
            address = str(token.attrs.get(attribute, ""))
            if address and not urlsplit(address).scheme:
                token.attrSet(attribute, resolve(address))
    return str(parser.renderer.render(tokens, parser.options, {}))


def _place_headings(tokens: list[Token], top: int) -> None:
    """Put headings below the page's own, without gaps: a level that was left out is closed."""
    outer: list[int] = []  # the levels, as written, of the headings that the next one may stand below
    for token in tokens:
        if token.type == "heading_open":
            written = int(token.tag[1])
            outer = [*(level for level in outer if level < written), written]
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, top + len(outer) - 1)}"


def _walk(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _walk(token.children or [])


@dataclass(frozen=True, slots=True)
class Address:
    """Where a link leads, or where a picture lies."""

    url: str
    line: int
    """1-based, of the paragraph that it stands in."""
    image: bool

    @property
    def relative(self) -> bool:
        return not urlsplit(self.url).scheme


def addresses(text: str) -> list[Address]:
    """The links and pictures of a text."""
    if not re.search(r"[\[<]|://", text):
        return []
    return [
        Address(str(url), (block.map or [0])[0] + 1, token.type == "image")
        for block in _parser().parse(text)
        for token in _walk([block])
        if (url := token.attrs.get("href") or token.attrs.get("src"))
    ]


def tex_errors(text: str) -> list[tuple[str, int]]:
    """The formulas that cannot be set, each with its 1-based line; the page shows their source instead."""
    wrong: list[tuple[str, int]] = []
    if "$" not in text:
        return wrong
    for block in _parser().parse(text):
        for token in _walk([block]):
            if token.type.startswith("math"):
                try:
                    _mathml().convert_with_local_state(token.content, displaystyle=False)
                except LatexError:
                    wrong.append((token.content.strip(), (block.map or [0])[0] + 1))
    return wrong


class _Text(HTMLParser):
    """Collects the text of blocks; the line breaks between them are the renderer's."""

    LEAVES = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "pre"])
    BLOCKS = LEAVES | frozenset(["li", "blockquote", "table", "tr", "td", "th"])

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = [""]
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.BLOCKS:
            self.open.append(tag)
            if self.blocks[-1]:
                self.blocks.append("")
        elif tag == "br":
            self.blocks[-1] += "\n"
        elif tag == "img":
            self.blocks[-1] += dict(attrs).get("alt") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in self.BLOCKS and self.open:
            self.open.pop()
            if self.blocks[-1]:
                self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if data != "\n" or (self.open and self.open[-1] in self.LEAVES):
            self.blocks[-1] += data


def plain(rendered: str) -> str:
    """The text of rendered HTML, an empty line between blocks."""
    parser = _Text()
    parser.feed(rendered)
    parser.close()
    return "\n\n".join(block for block in parser.blocks if block)


_DOLLARS = {"math_inline": "$", "math_inline_double": "$$", "math_block": "$$"}


def words(text: str) -> str:
    """The plain text of Markdown for programs: a formula is its TeX between dollar signs, since MathML without its tags says
    something else (`1n` for a fraction).
    """
    tokens = _parser().parse(text)
    for token in _walk(tokens):
        if dollars := _DOLLARS.get(token.type):
            token.type = "code_block" if token.block else "text"
            token.content = f"{dollars}{token.content.strip()}{dollars}"
    return plain(str(_parser().renderer.render(tokens, _parser().options, {})))


_INLINE = "\\`*_[]<&$~|"  # what can be markup anywhere in a line
_LINE_START = re.compile(r"(?m)^(#{1,6}(?=\s|$)|[-+=>:]|\d{1,9}(?=[.)]))")
_PERHAPS_MARKUP = re.compile(r"(?m)[\\`*_\[<&$~|@\t]|[.:/](?=[^\s.,;:)])|^[^\S\n]|[^\S\n]$|^[-+=>:#]|^\d{1,9}[.)]|\n\n|\A\n|\n\Z")
"""Without any of this, no Markdown and no address is in a text, and nothing of it has to be rendered to know."""
_EDGE = re.compile(r"(?m)^[^\S\n]+|[^\S\n]+$")  # white space that Markdown drops or reads as a code block
_BETWEEN_PARAGRAPHS = re.compile(r"(?<=[^\n])\n\n(?=[^\n])")
_OTHER_BREAKS = re.compile(r"\A\n+|\n+\Z|\n+(?=\n)")  # line breaks that Markdown drops


def escape(text: str) -> str:
    """Markdown that shows exactly the characters of `text`: `plain(render(escape(text))) == text`.

    Only what would otherwise be markup is escaped, so that the file stays legible. Line ends must be LF; control characters
    other than LF and tab have no form in HTML (https://infra.spec.whatwg.org/#control) and must be gone before.
    """
    return "\n\n".join(_escape_paragraph(paragraph) for paragraph in _BETWEEN_PARAGRAPHS.split(text))


def _escape_paragraph(text: str) -> str:
    if not _PERHAPS_MARKUP.search(text) or _shows(text, text):
        return text
    wanted = set(_INLINE)
    for character in _INLINE:  # leave alone each kind of character that is no markup here
        if character not in text or _shows(_escaped(text, wanted - {character}), text):
            wanted.discard(character)
    escaped = _escaped(text, wanted)
    # Where an address would begin in the middle of other marks, its characters matter more than its link.
    return escaped if plain(render(escaped)) == text else _escaped(text, set(_INLINE + ":"))


def _escaped(text: str, characters: set[str]) -> str:
    pieces, end = [], 0
    for match in _linkify().match(text) or []:
        # An escape within an address would cut its link short, and in angle brackets nothing else is markup.
        pieces += [_escape_characters(text[end : match.index], characters), _autolink(match.raw, characters)]
        end = match.last_index
    escaped = "".join([*pieces, _escape_characters(text[end:], characters)])
    escaped = _LINE_START.sub(lambda found: _entity_or_backslash(found[0]), escaped)
    for lost in (_EDGE, _OTHER_BREAKS):
        escaped = lost.sub(lambda found: "".join(f"&#{ord(c)};" for c in found[0]), escaped)
    return escaped


def _entity_or_backslash(mark: str) -> str:
    return f"{mark}\\" if mark[0].isdigit() else f"\\{mark}"


def _escape_characters(text: str, characters: set[str]) -> str:
    return "".join(f"\\{c}" if c in characters else c for c in text)


def _autolink(url: str, characters: set[str]) -> str:
    if not characters.intersection(url):
        return url
    fits = url.startswith(("http://", "https://")) and not re.search(r"[<>\s]", url) and ":" not in characters
    return f"<{url}>" if fits else _escape_characters(url, characters)


def _shows(source: str, text: str) -> bool:
    """Whether Markdown shows the text as it is, with its addresses as links and nothing else made of it."""
    tokens = _parser().parse(source)
    if any(token.type not in ("paragraph_open", "inline", "paragraph_close") for token in tokens):
        return False
    kinds = {token.type for token in _walk(tokens)} - {"paragraph_open", "inline", "paragraph_close"}
    if not kinds <= {"text", "text_special", "softbreak", "link_open", "link_close"}:
        return False
    links = [token.attrs["href"] for token in _walk(tokens) if token.type == "link_open"]
    wanted = [_parser().normalizeLink(match.url) for match in _linkify().match(text) or []]
    return plain(render(source)) == text and links == [url for url in wanted if safe_link(url)]
