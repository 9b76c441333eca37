"""HTML, JATS and entities in the texts of databases: plain text, and CSL's own markup where there was any.

JATS: https://jats.nlm.nih.gov/publishing/tag-library/1.3/; CSL: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html#html-like-formatting-tags
"""

from __future__ import annotations

import html
import re

CSL = {
    "i": "i", "em": "i", "italic": "i", "b": "b", "strong": "b", "bold": "b", "sub": "sub", "sup": "sup",
    "sc": "sc", "scp": "sc", "smallcaps": "sc",
}  # fmt: skip
"""Elements of HTML and JATS → CSL's (`sc` for small caps)."""
BLOCKS = frozenset("p div sec title br break li list list-item label h1 h2 h3 h4 h5 h6 ul ol dl dt dd tr table".split())
"""Elements that end a line."""
INLINE = frozenset(
    "span a u s del ins tt code monospace underline small big font abstract section inline-formula disp-formula alternatives "
    "tex-math xref ext-link uri email named-content styled-content inline-graphic graphic math mi mo mn mtext mrow msub msup "
    "msubsup mfrac msqrt mroot mover munder munderover mspace mstyle mfenced mtable mtr mtd mpadded mphantom menclose "
    "mmultiscripts mprescripts none semantics annotation q cite abbr img html body".split()
)
"""Elements that only their text is taken of."""
SINGLE = frozenset("br break p li dt dd tr".split())
"""Elements that HTML lets stand without an end."""
NAMESPACES = frozenset(("jats", "mml", "m", "html", "xhtml"))
"""Prefixes of elements that are markup, whatever they are called."""

_TAG = re.compile(r"<(/?)((?:\w+:)?[A-Za-z][\w-]*)((?:\s[^<>]*)?)/?>|<!--[^<>]*-->|<!\[CDATA\[|\]\]>")
_ATTRIBUTES = re.compile(r"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=]+))*\s*/?""")
"""What may follow an element's name: `<b and c>` is no element."""
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TWICE = re.compile(
    r"&amp;(?=(?:amp;)*(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos|nbsp|[a-zA-Z]+(?:acute|grave|uml|circ|tilde|cedil));)"
)
_TAG_TWICE = re.compile(r"&lt;(/?(?:" + "|".join(CSL) + r"))\s*/?&gt;", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]|[\ud800-\udfff]")
_HEADING = re.compile(r"\A\s*<(?:jats:)?title>\s*(?:Abstract|Summary|Résumé)\s*</(?:jats:)?title>", re.IGNORECASE)
"""What publishers write over an abstract, and what says nothing."""
_OPENING = {"sc": '<span style="font-variant:small-caps;">', "span": ""}
_CLOSING = {"sc": "</span>", "span": ""}


def clean(text: str) -> str:
    """Line feeds as line ends, and no character that neither YAML nor HTML can hold."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n"))


def line(text: str) -> str:
    """A text without markup, on one line."""
    if _is_plain(text):
        return text.strip()
    return " ".join(plain(text).split())


def paragraphs(text: str) -> str:
    """A text without markup, its lines and paragraphs kept, without the white space around them."""
    if _is_plain(text):
        return text.strip()
    text = _HEADING.sub("", text)
    lines = "\n".join(" ".join(each.split()) for each in plain(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def _is_plain(text: str) -> bool:
    """Whether it is one line of single spaces without markup: quickly, because nearly all texts are."""
    return text.isprintable() and "<" not in text and "&" not in text and "  " not in text


def plain(text: str) -> str:
    """The text that a browser would show. What looks like an element that no database writes stays: `List<T>`, `a<b and c>d`."""
    text = clean(text)
    if "<" not in text and "&" not in text:
        return text
    text = _once(text)
    pieces, end = [], 0
    for tag in _tags(text):
        pieces += [text[end : tag.start()], _shown(tag)]
        end = tag.end()
    return _unescape("".join([*pieces, text[end:]]))


def csl(text: str) -> str:
    """The text with CSL's markup, or nothing where it has none, or where that does not nest."""
    text = " ".join(_once(clean(text)).split())
    if "<" not in text:
        return ""
    pieces: list[str] = []
    open_: list[str] = []
    end, marked = 0, False
    for tag in _tags(text):
        pieces.append(_escape(text[end : tag.start()]))
        end = tag.end()
        name = _csl_name(tag)
        if not name:
            pieces.append(_shown(tag))
        elif not tag[1]:
            marked = marked or name != "span"
            open_.append(name)
            pieces.append(_OPENING.get(name, f"<{name}>"))
        elif open_ and (open_[-1] == name or (name == "span" and open_[-1] == "sc")):
            pieces.append(_CLOSING.get(open_.pop(), f"</{name}>"))
        else:
            return ""
    found = " ".join("".join([*pieces, _escape(text[end:])]).split())
    return found if marked and not open_ else ""


def _once(text: str) -> str:
    """What was escaped twice on its way, once."""
    return _TAG_TWICE.sub(r"<\1>", _TWICE.sub("&", text)) if "&" in text else text


def _unescape(text: str) -> str:
    return clean(_ENTITY.sub(lambda found: html.unescape(found[0]), text)).replace("\xa0", " ") if "&" in text else text


def _escape(text: str) -> str:
    return html.escape(_unescape(text), quote=False)


def _local(tag: re.Match[str]) -> str:
    prefix, _, name = tag[2].lower().rpartition(":")
    return name if not prefix or prefix in NAMESPACES else tag[2]


def _tags(text: str) -> list[re.Match[str]]:
    """The tags in a text that are markup: of elements that are known, and have their other end."""
    tags = [tag for tag in _TAG.finditer(text) if _known(tag)]
    open_: dict[str, list[int]] = {}
    alone: set[int] = set()
    for place, tag in enumerate(tags):
        name = tag[2] and _local(tag)
        if not name or name in SINGLE or _is_qualified(tag) or tag[0].endswith("/>"):
            continue
        if tag[1] and open_.get(name):
            alone.discard(open_[name].pop())
            continue
        alone.add(place)
        if not tag[1]:
            open_.setdefault(name, []).append(place)
    return [tag for place, tag in enumerate(tags) if place not in alone]


def _is_qualified(tag: re.Match[str]) -> bool:
    prefix, colon, _ = (tag[2] or "").partition(":")
    return bool(colon) and prefix.lower() in NAMESPACES


def _known(tag: re.Match[str]) -> bool:
    if not tag[2] or _is_qualified(tag):
        return True
    name = _local(tag)
    return (name in CSL or name in BLOCKS or name in INLINE) and bool(_ATTRIBUTES.fullmatch(tag[3]))


def _csl_name(tag: re.Match[str]) -> str:
    """`i`, `b`, `sub`, `sup` or `sc`; `span` for one that says nothing; empty for another element."""
    if not tag[2]:
        return ""
    if _local(tag) == "span":
        return "sc" if "small-caps" in tag[3] else "span"
    return CSL.get(_local(tag), "")


def _shown(tag: re.Match[str]) -> str:
    """What a tag leaves in plain text."""
    if not tag[2]:
        return ""
    return "\n\n" if _local(tag) in BLOCKS else ""
