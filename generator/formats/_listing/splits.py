"""The ways to split a reference into authors, title and the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from generator.formats._listing.credits import LONGEST as LONGEST_CREDITS
from generator.formats._listing.credits import Credits, credited
from generator.formats._listing.imprint import GONE, MONTH, YEAR
from generator.model import PartialDate


class Style(StrEnum):
    """How a reference sets what it says."""

    YEAR = "year"
    """Authors, year, title: APA, Harvard, ACM."""
    QUOTED = "quoted"
    """Authors, the title in quotation marks: IEEE, MLA, Chicago."""
    AUTHORS = "authors"
    """Authors, a full stop, the title: Vancouver, BibTeX's plain."""
    COLON = "colon"
    """Authors, a colon, the title: LNCS."""
    COMMAS = "commas"
    """Authors, title and venue with commas between them: Elsevier."""
    TITLE = "title"
    """The title, then the authors."""


@dataclass(frozen=True, slots=True)
class Split:
    style: Style
    authors: Credits
    head: str
    """The authors as they stand there."""
    title: str
    rest: str
    issued: PartialDate | None = None
    status: str = ""
    doubtful: bool = False
    """The end of the title was guessed."""


_LONGEST_TITLE = 800
_STATUS = r"in press|forthcoming|to appear|accepted|submitted|under review|n\.d\.|à paraître|sous presse|soumis"
_YEAR_IN_BRACKETS = re.compile(
    rf"[(\[]\s*(?:(?P<year>{YEAR})[a-z]?(?:\s*,\s*[^()\[\]]{{3,25}})?|(?P<status>{_STATUS}))\s*[)\]]", re.IGNORECASE
)
_YEAR_BEHIND = re.compile(rf"(?<=[.,;:])\s+(?P<year>{YEAR})[a-z]?\s*[.,:;]\s+")
_YEAR_FIRST = re.compile(rf"[(\[]?(?P<year>{YEAR})[)\]]?\s*[.,:;–—-]?\s+")
_OPENS = re.compile(r"[\"“„«‟”]|(?<![\w'’])[‘'`](?=\S.{8})")
_CLOSES = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’", "'": "'’", "`": "'’"}
_BEHIND_QUOTE = re.compile(rf"\s*(?:$|[.,;:()\[]|{GONE}|[A-Z\d]|(?:in|arXiv|to|dans|pp?|vol|bioRxiv)\b)")
_BOUNDARY = re.compile(r"[.:](?=\s)|[,;]\s+(?=[\"“‘'])|\s[–—|]\s")
_MOST_BOUNDARIES = 60
_ENDS = re.compile(r"[.?!…]+[\"”’»)]?(?=\s|$|" + GONE + ")|" + GONE)
_ABBREVIATIONS = frozenset(
    "vs st dr mr mrs ms prof etc e.g i.e cf al ca approx fig eq no vol vols jr sr u.s u.k ph.d resp esp inc ed eds pp p".split()
)
_IN_BRACKETS = re.compile(
    r"\s*(?:\((?P<round>[^()]*\b(?:ed\.|edn|edition|vol\.|no\.|pp\.|éd\.|report)[^()]*)\)|\[(?P<square>[^\[\]]{3,80})\])\s*$",
    re.IGNORECASE,
)
_VENUE_LIKE = re.compile(
    r"\d|^(?:[A-Z][a-z]{0,4}$|[A-Z]$)|\b(?:Proc|Proceedings|Journal|Conference|Trans|Transactions|Annals|Letters|IEEE|ACM)\b"
)
_MORE_TITLE = re.compile(r"\s+([^.?!()" + GONE + r"]{15,300}?)(?=[.?!]\s+In:?\s+[A-Z])")
"""A second sentence before `In`: it belongs to the title."""
_DETAIL = re.compile(rf"{YEAR}|\d\s*[(:,]\s*\d|\d\s*[-–—]\s*\d|\b(?:pp?|vol|no)\.\s*\d")
_SMALL = re.compile(r"\s*[a-zß-ÿ]")


def splits(text: str) -> Iterator[Split]:
    """Every way to split a text that may be meant."""
    text = text.strip()
    issued = None
    if first := _YEAR_FIRST.match(text):
        issued, text = PartialDate(int(first["year"])), text[first.end() :]
    plain = [replace(split, issued=split.issued or issued) for split in (*_with_year(text), *_quoted(text))]
    yield from plain
    if issued is None and any(split.authors.sure and not split.doubtful for split in plain):
        return  # a year or quotation marks behind a list of names leave no doubt
    for split in (*_after_authors(text), *_commas(text), *_title_first(text)):
        yield replace(split, issued=split.issued or issued)


def _with_year(text: str) -> Iterator[Split]:
    """`Moreau, A. (2023). Title. …`, `Ada Moreau and Jun Sato. 2023. Title. …`"""
    for pattern in (_YEAR_IN_BRACKETS, _YEAR_BEHIND):
        match = pattern.search(text[:LONGEST_CREDITS])
        if not match:
            continue
        head = text[: match.start()].rstrip(" ,:;")
        authors = credited(head)
        title, rest, doubtful = _title(text[match.end() :].lstrip(" .,:;–—-"))
        if authors and title:
            year = match["year"]
            status = match.groupdict().get("status") or ""
            issued = PartialDate(int(year)) if year else None
            more = re.fullmatch(r"[(\[]\s*\d{4}[a-z]?\s*,\s*(.+?)\s*[)\]]", match[0])
            rest = f"{GONE}({more[1]} {year}){GONE}{rest}" if more else rest
            yield Split(Style.YEAR, authors, head, title, rest, issued, status, doubtful)


def _quoted(text: str) -> Iterator[Split]:
    found = _quotation(text)
    if not found:
        return
    begin, title, end = found
    head, rest = text[:begin].rstrip(" ,:;"), text[end:]
    issued = None
    if head and (year := re.search(rf"[\s(,]+({YEAR})\)?[\s.,]*$", head)):
        head, issued = head[: year.start()].rstrip(" ,:;("), PartialDate(int(year[1]))
    if head and (authors := credited(head)):
        yield Split(Style.QUOTED, authors, head, title, rest, issued)
    elif not head:
        for authors, names, behind, dated in _leading(rest.lstrip(" .,:;–—-")):
            yield Split(Style.QUOTED, authors, names, title, behind, dated)


def _quotation(text: str) -> tuple[int, str, int] | None:
    """The first quotation that may be a title: (where it begins, its words, where the text goes on)."""
    opening = _OPENS.search(text)
    if not opening:
        return None
    begin, mark = opening.end(), opening[0]
    closing, depth = _CLOSES.get(mark, '”"'), 1
    for end in range(begin, min(len(text), begin + _LONGEST_TITLE)):
        if text[end] == mark and mark not in closing:
            depth += 1
        elif text[end] in closing:
            depth -= 1
            apostrophe = text[end] in "'’" and text[end + 1 : end + 2].isalpha()
            plain = mark in closing or apostrophe or mark in "‘'`"
            if plain:
                depth = 0 if not apostrophe and _BEHIND_QUOTE.match(text, end + 1) else 1
            if depth == 0:
                title = _bare(text[begin:end].strip())
                return (opening.start(), title, end + 1) if len(title) > 3 and _BEHIND_QUOTE.match(text, end + 1) else None
    return None


def _after_authors(text: str) -> Iterator[Split]:
    """`A. Moreau and J. Sato. Title. …`, `Moreau, A., Sato, J.: Title. …`"""
    for authors, head, rest, issued in _leading(text):
        title, behind, doubtful = _title(rest)
        style = Style.COLON if text[len(head) :].lstrip(" .")[:1] == ":" else Style.AUTHORS
        if title and not re.match(r"(?:[^\W\d_a-z]\.|and\b|&|et\b)", rest):
            yield Split(style, authors, head, title, behind, issued, doubtful=doubtful)


def _leading(text: str) -> Iterator[tuple[Credits, str, str, PartialDate | None]]:
    """Each way in which a text begins with authors: (them, as they stand there, what stands behind, the year in between)."""
    for count, boundary in enumerate(_BOUNDARY.finditer(text[:LONGEST_CREDITS])):
        if count == _MOST_BOUNDARIES:
            return
        head, rest = text[: boundary.start()], text[boundary.end() :].lstrip(" .,:;")
        dated = re.search(rf"\s*[(,]\s*({YEAR})\)?$", head)
        issued = PartialDate(int(dated[1])) if dated else None
        head = head[: dated.start()] if dated else head
        if boundary[0] == "." and re.search(r"[,.-]\s*[^\W\d_a-z]$", head):
            head += "."  # the full stop of `Moreau, A.` is the initial's, too
        if authors := credited(head):
            yield authors, head, rest, issued


def _commas(text: str) -> Iterator[Split]:
    """`A. Moreau, J. Sato, Title, Journal 25 (2023) 1–10.`"""
    places = [match.start() for match in re.finditer(r",\s", text[:LONGEST_CREDITS])][:_MOST_BOUNDARIES]
    found = [(place, authors) for place in places if (authors := credited(text[:place]))]
    for place, authors in found[-3:]:
        behind = text[place:].lstrip(" ,")
        cut = _venue_within(behind.partition(GONE)[0])
        title, rest, doubtful = (_bare(behind[:cut]), behind[cut:], behind[:cut].count(",") > 0) if cut else _title(behind)
        if title:
            yield Split(Style.COMMAS, authors, text[:place], title, rest, doubtful=doubtful)


def _title_first(text: str) -> Iterator[Split]:
    """`Title. Ada Moreau, Jun Sato. Venue, 2023.`"""
    for alone in (True, False):
        title, rest, doubtful = _title(text, alone=alone)
        if title and rest and (alone or doubtful):
            yield from _authors_behind(title, rest)


def _authors_behind(title: str, rest: str) -> Iterator[Split]:
    for authors, head, behind, issued in _leading(rest.lstrip(" .,:;") + " . "):
        yield Split(Style.TITLE, authors, head, title, behind, issued)
    if names := re.match(rf"(.+?)[.,]?\s+\(?(?:In\b|{YEAR})", rest.lstrip(" .,:;")):
        before = credited(names[1])
        if before:
            yield Split(Style.TITLE, before, names[1], title, rest.lstrip(" .,:;")[names.end(1) :])
    yield from _names_then_venue(title, rest.lstrip(" .,:;"))


def _names_then_venue(title: str, rest: str) -> Iterator[Split]:
    """`Ada Moreau, Jun Sato, ICML 2023`: names, and the rest from the first piece on that is none."""
    places = [match.start() for match in re.finditer(r",\s", rest[:LONGEST_CREDITS])][:_MOST_BOUNDARIES]
    best = None
    for place in places:
        if authors := credited(rest[:place]):
            best = place, authors
    if best:
        place, authors = best
        yield Split(Style.TITLE, authors, rest[:place], title, rest[place:], doubtful=True)


def _title(text: str, *, alone: bool = False) -> tuple[str, str, bool]:
    """(title, what stands behind it, whether its end was guessed). `alone`: no more than a sentence."""
    text = text.strip()
    if " // " in text:  # GOST R 7.0.5
        title, _, rest = text.partition(" // ")
        return _bare(title), rest, False
    if (quoted := _quotation(text)) and quoted[0] == 0:
        return quoted[1], text[quoted[2] :], False
    end = sentence(text)
    title, rest = text[: end[0]].strip(), text[end[1] :]
    doubtful = False
    following = rest.lstrip(" " + GONE)
    if not alone and title.endswith(("?", "!")) and following and not re.match(r"In\b|\(|\d", following):
        more = sentence(following)
        between, behind = following[: more[0]], following[more[1] :]
        least = (
            1
            if re.search(r"[^\W\d_]{3}", re.sub(MONTH, "", behind, flags=re.IGNORECASE))
            else 2
            if behind.lstrip().startswith(GONE)
            else 99
        )
        if not _VENUE_LIKE.search(between) and len(between.split()) > least:
            title, rest, doubtful = f"{title} {between.strip()}", behind, True
        doubtful = doubtful or bool(re.search(r",\s+[^\W\d_]{3}", re.split(r"\d", following)[0]))
    if not alone and (more_title := _MORE_TITLE.match(rest)):
        title, rest, doubtful = f"{title}{text[end[0] : end[1]]} {more_title[1]}", rest[more_title.end(1) :], True
    if not alone and not re.search(r"[^\W\d_]{2}", re.sub(rf"{GONE}|\b(?:pp?|vol|no|pages)\b", " ", rest, flags=re.IGNORECASE)):
        cut = _venue_within(title)
        if cut:
            return _bare(title[:cut]), title[cut:].lstrip(" ,") + " " + rest, title[:cut].count(",") > 0
    if (brackets := _IN_BRACKETS.search(title)) and brackets.start():
        title, rest = title[: brackets.start()], f"{rest}{GONE}{brackets['round'] or brackets['square']}{GONE}"
    return _bare(title), rest, doubtful


def sentence(text: str) -> tuple[int, int]:
    """(where the first sentence ends, where the next begins)."""
    for match in _ENDS.finditer(text):
        stop = match[0]
        if stop == GONE:
            return match.start(), match.end()
        before, after = text[: match.start()], text[match.end() :]
        if "." in stop:
            last = before.split()[-1] if before.split() else ""
            if last.lower().strip("(\"'“‘") in _ABBREVIATIONS or (
                _SMALL.match(after) and not re.match(r"\s*(?:arXiv|bioRxiv|medRxiv|eLife|in\b|npj|iScience|mBio)", after)
            ):
                continue
            initial = len(last.strip("(\"'“‘-")) == 1 and last[-1].isupper()
            if (
                initial
                and not (len(before.split()) > 1 and before.split()[-2].isalpha() and before.split()[-2].islower())
                and not re.match(rf"\s*(?:In\b|$|{GONE})", after)
            ):
                continue
            return match.start(), match.end()
        if _SMALL.match(after):
            continue
        return match.end(), match.end()
    return len(text), len(text)


def _venue_within(title: str) -> int:
    """Where in `Small things considered, ICML, 2023` the venue begins; 0 where none does."""
    inside = re.search(r"[,.]\s+(?=[Ii]n:?\s+(?:[A-Z]|the\b))", title)
    if inside:
        return inside.start()
    places = [match.start() for match in re.finditer(r",\s", title)]
    for place in reversed(places):
        tail = title[place:]
        if _DETAIL.search(tail) and re.search(
            r"[^\W\d_]{2}", re.sub(r"\b(?:pp?|vol|no|pages|issue)\b", " ", tail, flags=re.IGNORECASE)
        ):
            return place
    return 0


def _bare(title: str) -> str:
    title = title.strip().strip(GONE).rstrip(" ,;:")
    if title.endswith(".") and not title.endswith(".."):
        title = title[:-1]
    return title if re.search(r"\w", title) else ""
