"""A publication as an entry, in UTF-8, for classic BibTeX and biber.

Where BibTeX has no field of its own, the name is BibLaTeX's, which classic styles pass over; for what neither has a field,
see `tables.EXTRA`. What is read back is what was written: `reading` and this module are tested against each other.
"""

from __future__ import annotations

import functools
import html
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from generator import names, page_range
from generator.content import stated
from generator.formats._bibtex import mathematics, tables
from generator.formats._bibtex import people as reading_people
from generator.formats._bibtex.identifiers import is_preprint_server
from generator.formats._bibtex.markup import SMALL_CAPS
from generator.formats._bibtex.values import MONTHS
from generator.formats._shared.entry import plain_values
from generator.model import Name, Publication

SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "`": r"\textasciigrave{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    **{mark: f"\\{mark}" for mark in "&%$#_"},
}  # fmt: skip
"""What TeX reads as something else, or prints as something else in its first font encoding, OT1 (`<` as ¡, `|` as —). A brace
becomes a command, because BibTeX counts the brace in `\\{` too."""
_SPECIAL = re.compile("[" + re.escape("".join(SPECIAL)) + "]|(?<=-)-|(?<=')'")
_MATH = re.compile(r"(?<![\\$])(\${1,2})(?=[^\s$])((?:\\[%#&$]|[^$%#`\\]|\\(?![%#&$])){1,2000}(?<=[^\s\\]))\1(?![\d$])")
"""What may be math (dollar signs, TeX): no blank right inside the dollar signs, no digit behind them."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_MARKUP = {"i": "emph", "b": "textbf", "sub": "textsubscript", "sup": "textsuperscript"}


def escape(text: str) -> str:
    """Text as TeX shows it; its braces are balanced."""
    return mathematics.written(_SPECIAL.sub(lambda found: SPECIAL.get(found[0], "{}" + found[0]), text))


def _outside_math(text: str, write: Callable[[str], str]) -> str:
    pieces, end = [], 0
    for found in filter(_is_math, _MATH.finditer(text)):
        pieces += [write(text[end : found.start()]), found[0]]
        end = found.end()
    return "".join([*pieces, write(text[end:])])


def _is_math(found: re.Match[str]) -> bool:
    """Braces in pairs, and one word, single letters or something that TeX writes: `$k$`, `$x + y_1$`, `$a, b$`, not `$AP and B$`;
    what parts columns in an environment alone.
    """
    depth = 0
    for brace in re.finditer(r"[{}]", found[0]):
        depth += 1 if brace[0] == "{" else -1
        if depth < 0:
            return False
    tex = found[2]
    if depth or ("~" in tex and "\\" not in tex) or (re.search(r"(?<!\\)&", tex) and r"\begin{" not in tex):
        return False
    return " " not in tex or bool(re.search(r"[\\^_{=<>+]", tex)) or not re.search(r"[^\W\d_]{2}", tex)


def line(text: str) -> str:
    return _outside_math(" ".join(text.split()), escape)


def paragraphs(text: str) -> str:
    return "\n\n".join(filter(None, map(line, re.split(r"\n[ \t]*\n", text))))


def title(text: str) -> str:
    """A title in which styles that write lower case leave acronyms and names alone: `{FAENet}: Frame Averaging`.

    Protected is a word with a capital beyond its first letter, or with a digit beside one, and a letter that stands alone
    (`Vitamin {D}`; `A` is nearly always the article). A title that is all in capitals says nothing about its words.
    """
    shown = " ".join(text.split())
    if shown.isupper() and " " in shown:
        return _outside_math(shown, escape)
    return _outside_math(shown, _protected)


def _protected(text: str) -> str:
    pieces, end = [], 0
    for word in _WORD.finditer(text):
        pieces += [text[end : word.start()], f"\0{word[0]}\1" if _is_protected(word[0]) else word[0]]
        end = word.end()
    return escape("".join([*pieces, text[end:]])).translate({0: "{", 1: "}"})


def _is_protected(word: str) -> bool:
    capitals = [place for place, letter in enumerate(word) if letter.isupper()]
    return bool(capitals) and (capitals[-1] > 0 or any(map(str.isdigit, word)) or (len(word) == 1 and word != "A"))


def marked_up(title_html: str, plain: str) -> str:
    """A title with CSL's markup as LaTeX; empty where that says something else than the plain one."""
    pieces, ends = [], []
    for part in re.split(r"(<[^<>]+>)", " ".join(title_html.split())):
        opened = re.fullmatch(r"<(i|b|sub|sup)>", part)
        if opened:
            pieces.append(f"\\{_MARKUP[opened[1]]}{{")
            ends.append(f"</{opened[1]}>")
        elif part == SMALL_CAPS:
            pieces.append("\\textsc{")
            ends.append("</span>")
        elif ends and part == ends[-1]:
            ends.pop()
            pieces.append("}")
        elif part.startswith("<"):
            return ""
        else:
            text = html.unescape(part)
            before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :] if text.strip() else ""
            pieces += [before, title(text), after]
    bare = html.unescape(re.sub(r"<[^<>]+>", "", title_html))
    return "".join(pieces) if not ends and bare == plain else ""


def verbatim(text: str) -> str:
    """An address or identifier, which BibLaTeX and hyperref take as it stands; only what would break the entry is encoded."""
    return re.sub(r"[{}\\\s]", lambda found: f"%{ord(found[0]):02X}", text.strip())


def people(given: Sequence[Name], *, partial: bool = False) -> str:
    """Names joined by `and`; a partial list ends in `and others` (btxdoc, § 4)."""
    found = [_name(name) for name in names.listed(given)]
    return " and ".join([*found, "others"] if partial and found else found)


@functools.lru_cache(maxsize=1 << 14)
def _name(name: Name) -> str:
    """`van Buren, Ludwig`, `King, Jr., Martin Luther`; BibLaTeX's `family=…, given=…` where that would be read otherwise."""
    split = replace(names.parts(name), ORCID="", id="", equal=False)
    if split.literal:
        return f"{{{line(split.literal)}}}"
    for family in (_part(split.family), f"{{{line(split.family)}}}"):
        last = " ".join(part for part in (_part(split.non_dropping_particle), family) if part)
        classic = ", ".join(part for part in (last, _part(split.suffix), _part(split.given)) if part)
        for written in (classic, f"{classic},"):
            if split.family and reading_people.read(written) == reading_people.People((split,)):
                return written
    parts = {"family": split.family, "given": split.given, "prefix": split.non_dropping_particle, "suffix": split.suffix}
    return ", ".join(f"{key}={{{line(text)}}}" for key, text in parts.items() if text)


def _part(text: str) -> str:
    """A part of a name; in braces where BibTeX would see more than one."""
    written = line(text)
    return f"{{{written}}}" if "," in written or re.search(r"(?i)(^|\s)and(\s|$)", written) else written


def entry(publication: Publication, key: str) -> str:
    """The whole entry, ending in a line feed."""
    kind = entry_type(publication)
    written = [(name, value) for name, value in _fields(publication, kind) if value not in ("", "{}")]
    return "\n".join([f"@{kind}{{{key},", *(f"  {name} = {value}," for name, value in written), "}", ""])


def entry_type(publication: Publication) -> str:
    kind = tables.ENTRY_TYPES.get(publication.type or "", "misc")
    return "mastersthesis" if kind == "phdthesis" and tables.MASTERS.search(publication.genre) else kind


def _fields(p: Publication, kind: str) -> list[tuple[str, str]]:
    """Every field with its value, in the order of an entry; empty ones too."""
    p, collaboration = _collaboration(p)
    issued = p.issued
    numbered = p.type in tables.NUMBERED_ISSUES
    container = p.container_title or (p.event_title if kind == "inproceedings" else "")
    subtype = p.type if p.type and p.type not in tables.PLAIN_TYPES else ""
    html_title = marked_up(p.title_html, p.title) if p.title_html else ""
    links = _links(p)
    extra = _extra(p, {"link"} if links is not None else set(), html_title)
    month = MONTHS[issued.month - 1] if issued and issued.month else ""
    texts: list[tuple[str, str, Callable[[str], str]]] = [
        ("title", html_title or title(p.title), str),
        ("shorttitle", p.title_short, title),
        ("author", people(p.author, partial=p.author_list == "partial"), str),
        *_annotations("author", p.author),
        ("collaboration", collaboration, line),
        ("editor", people(p.editor), str),
        *_annotations("editor", p.editor),
        ("editora", people(p.contributor), str),
        ("editoratype", "collaborator" if p.contributor else "", str),
        *_annotations("editora", p.contributor),
        (tables.CONTAINER.get(kind, "maintitle"), container, line),
        ("eventtitle", p.event_title, line),
        ("series", p.collection_title, line),
        ("volume", p.volume, line),
        ("number", p.issue if numbered else p.number, line),
        ("issue", "" if numbered else p.issue, line),
        ("eid", p.number if numbered else "", line),
        ("pages", page_range.shown(p.page, "--"), _pages),
        ("edition", p.edition, line),
        (tables.PUBLISHER.get(kind, "publisher"), p.publisher, line),
        ("address", p.publisher_place, line),
        ("type", p.genre, line),
        ("entrysubtype", subtype, str),
        ("year", str(issued.year).zfill(4) if issued else "", str),
        ("month", month, str),
        ("day", str(issued.day or "") if issued else "", str),
        ("doi", p.DOI, verbatim),
        ("eprint", p.arXiv, verbatim),
        ("archivePrefix", "arXiv" if p.arXiv else "", str),
        ("pmid", p.PMID, verbatim),
        ("pmcid", p.PMCID, verbatim),
        ("isbn", p.ISBN, line),
        ("issn", p.ISSN, line),
        ("url", p.URL, verbatim),
        *(links or ()),
        ("pubstate", _pubstate(p.status), str),
        ("language", p.language, line),
        ("keywords", ", ".join(_item(word, ",;") for word in p.keyword), str),
        ("license", p.license, line),
        ("note", p.note, line),
        ("award", "; ".join(_item(word, ";") for word in p.award), str),
        ("selected", "true" if p.selected else "", str),
        (tables.EXTRA, extra, str),
        ("abstract", p.abstract, paragraphs),
    ]
    return [(name, text if name == "month" else f"{{{write(text)}}}") for name, text, write in texts]


def _collaboration(p: Publication) -> tuple[Publication, str]:
    """(the publication without the group at the end of its authors, the field that says it, as INSPIRE has it)."""
    said = p.custom.get("collaboration")
    if not isinstance(said, str) or len(p.author) < 2 or p.author[-1] != Name(literal=reading_people.collaboration(said)):
        return p, ""
    custom = {name: value for name, value in p.custom.items() if name != "collaboration"}
    return replace(p, author=p.author[:-1], custom=custom), said


def _pages(text: str) -> str:
    return "--".join(map(line, text.split("--")))


def _pubstate(status: str | None) -> str:
    return "inpress" if status == "in-press" else status or ""


def _item(text: str, separators: str) -> str:
    written = line(text)
    return f"{{{written}}}" if any(mark in written for mark in separators) else written


def _annotations(name: str, given: tuple[Name, ...]) -> list[tuple[str, str, Callable[[str], str]]]:
    """What is said beside names, as BibLaTeX's data annotations (manual, § 3.7): `author+an:orcid = {1="0000-…"}`."""
    equal = "; ".join(f"{place}=equal" for place, one in enumerate(given, 1) if one.equal)
    orcid = "; ".join(f'{place}="{one.ORCID}"' for place, one in enumerate(given, 1) if one.ORCID)
    ids = "; ".join(f'{place}="{one.id}"' for place, one in enumerate(given, 1) if one.id)
    return [(f"{name}+an", equal, str), (f"{name}+an:orcid", orcid, str), (f"{name}+an:id", ids, str)]


def _links(p: Publication) -> list[tuple[str, str, Callable[[str], str]]] | None:
    """A field per link, `code`, `code-2`; None where one says more than a field holds."""
    seen: dict[str, int] = {}
    found: list[tuple[str, str, Callable[[str], str]]] = []
    for each in p.link:
        if each.file or each.label or not re.match(r"https?://[^\s\"<>\\^`{|}]+$", each.URL):
            return None
        name = tables.LINK_FIELDS[each.kind]
        seen[name] = seen.get(name, 0) + 1
        found.append((name if seen[name] == 1 else f"{name}-{seen[name]}", each.URL, verbatim))
    return found


def _extra(p: Publication, done: set[str], html_title: str) -> str:
    """What there is no field for: JSON with front matter's keys, in a value whose braces are in pairs."""
    said = {key: value for key, value in stated(p).items() if key in tables.OWN_KEYS and key not in done}
    if p.title_html and not html_title:
        said["title-html"] = p.title_html
    if p.author_list == "partial" and not p.author:
        said["author-list"] = "partial"
    if p.event_title and p.event_title == p.container_title:
        said["container-title"] = p.container_title
    if p.type == "article-journal" and is_preprint_server(p.container_title):
        said |= {key: value for key, value in stated(p).items() if key in tables.OF_PREPRINTS}
    if p.custom:
        said["custom"] = p.custom
    text = json.dumps(plain_values(said), ensure_ascii=False) if said else ""
    return re.sub(r'"(?:[^"\\]|\\.)*"', lambda found: found[0].translate({123: "\\u007b", 125: "\\u007d"}), text)
