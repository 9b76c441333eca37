"""Where and when a paper came out, as references write it: `In ICML, 2023`, `Nature, 25(3), 123–145`, `2023;25(3):123-45`.

What is understood is cut out, piece by piece; what is left is the venue, and the rest a note. So no word is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.formats._listing.credits import credited
from generator.formats._shared import dates
from generator.model import CslType, Link, Name, PartialDate, Status

GONE = "\ufffc"
"""Stands where something was cut out: what it parted stays apart."""
MONTH = (
    r"(?:jan(?:uary|vier|v)?|feb(?:ruary)?|f[ée]v(?:rier|r)?|mar(?:ch|s)?|apr(?:il)?|avr(?:il)?|may|mai|june?|juin|july?|"
    r"juil(?:let)?|"
    r"aug(?:ust)?|ao[ûu]t|sept?(?:ember|embre)?|oct(?:ober|obre)?|nov(?:ember|embre)?|dec(?:ember)?|d[ée]c(?:embre)?)\b\.?"
)
YEAR = r"(?<![\d–-])(?:19|20)\d\d(?![\d–]|-\d)"
_DATE = re.compile(
    rf"[(\[]?\s*(?:(?:(?:\d{{1,2}}(?:st|nd|rd|th)?(?:\s*[–-]\s*\d{{1,2}})?\s+)?{MONTH}(?:\s+\d{{1,2}}(?:\s*[–-]\s*\d{{1,2}})?)?,?\s+{YEAR})|"
    rf"(?:{YEAR}[\s,]+{MONTH}(?:\s+\d{{1,2}}\b)?))\s*[)\]]?",
    re.IGNORECASE,
)
_YEAR_ALONE = re.compile(rf"[(\[]?\s*({YEAR})[a-z]?\s*[)\]]?")
_PAGE = r"(?:(?!(?:19|20)\d\d(?!\d|\s*[-–—−]))[A-Za-z]{0,2}\d+(?:\s*[-–—−]+\s*[A-Za-z]{0,2}\d+)?)"
_RANGE = r"(?:[A-Za-z]{0,2}\d+\s*[-–—−]+\s*[A-Za-z]{0,2}\d+)"
_NOT_YEAR = r"(?!(?:19|20)\d\d\b)"
_VOLUME = (
    re.compile(
        r"\b(?:vol(?:ume)?|bd|t(?:ome)?)\b\.?\s*(?P<volume>[A-Z]?\d+|[IVXLC]+\b)"
        r"(?:\s*\((?P<issue1>[\w–/-]+)\)|[\s,]*\b(?:no|nr|n°|issue|number|iss)(?!\w)\.?\s*(?P<issue>[\w–/-]+))?",
        re.IGNORECASE,
    ),
    re.compile(r"(?<![\w.-])(?P<volume>\d{1,4}),?\s*\b(?:no|nr|n°|issue|iss)(?!\w)\.?\s*(?P<issue>\d[\w–/-]*)", re.IGNORECASE),
    re.compile(rf"(?<![\w.-]){_NOT_YEAR}(?P<volume>\d{{1,4}})\.(?P<issue>\d{{1,3}})(?=\s*(?:\(|{GONE}|[,:]\s*(?:pp?\.?\s*)?\d))"),
    re.compile(rf"(?<![\w.-]){_NOT_YEAR}(?P<volume>\d{{1,4}}),\s*(?P<issue>\d{{1,3}})\s*,?\s*(?=\(|{GONE})"),
    re.compile(rf"(?<![\w.-]){_NOT_YEAR}(?P<volume>\d{{1,4}})\s*\((?:{YEAR})\)(?:[\s,:]*(?:pp?\.?\s*)?(?P<page>{_PAGE}))?"),
    re.compile(
        rf"(?<![\w.-]){_NOT_YEAR}(?P<volume>[A-Z]?\d{{1,4}})\s*\((?P<issue>[A-Z]?\d[\w–/.-]{{0,9}})\)(?:\s*[:,]\s*(?:pp?\.?\s*)?(?P<page>{_PAGE}))?"
    ),
    re.compile(rf"(?<![\w.-]){_NOT_YEAR}(?P<volume>\d{{1,4}})\s*[:]\s*(?:pp?\.?\s*)?(?P<page>{_PAGE})"),
    re.compile(rf"(?<![\w.-]){_NOT_YEAR}(?P<volume>\d{{1,4}})\s*,\s*(?:pp?\.?\s*)?(?P<page>{_RANGE}|e\d+|\d{{5,}})(?!\w)"),
)
_ISSUE = re.compile(r"\b(?:no|nr|n°|issue|iss)(?!\w)\.?\s*(?P<issue>\d[\w–/-]*)", re.IGNORECASE)
_PAGES = (
    re.compile(rf"\(?\b(?:pp?|P|pages?|S|Seiten)\b[.:]?\s*(?P<page>{_PAGE})\)?"),
    re.compile(rf"[:,]\s*(?P<page>{_RANGE})(?!\w)"),
)
_NUMBER = re.compile(
    r"\b(?:article(?: no\.?| number)?|art\.? ?(?:no\.?)?|paper(?: no\.?)?|report no\.?|"
    r"tech(?:nical)?\.? rep(?:ort)?\.?)\s+(?P<number>[A-Z]{0,4}-?\d[\w.-]*)",
    re.IGNORECASE,
)
_BEHIND_JOURNAL = re.compile(r"(?<=[^\W\d])[\s,]+(?P<volume>\d{1,4})\s*$")
_EDITION = re.compile(
    r"[(,]?\s*\b(?P<edition>\d+)(?:st|nd|rd|th|e|ème)\s+(?:ed(?:n|ition)?|éd(?:ition)?)\b\.?\s*\)?", re.IGNORECASE
)
_THESIS = re.compile(
    r"\b(?P<genre>(?:un(?:published)? )?(?:ph\.?\s?d\.?|doctoral|doctorate|master(?:['’]?s)?|m\.?\s?sc\.?|"
    r"bachelor(?:['’]?s)?|b\.?\s?sc\.?|"
    r"diploma|habilitation|licentiate|d\.?\s?phil\.?)\s*(?:thesis|dissertation|project)|"
    r"th[èe]se(?: de doctorat)?|m[ée]moire de (?:master|ma[îi]trise)|dissertation|doktorarbeit|masterarbeit)\b",
    re.IGNORECASE,
)
_UNIVERSITY = re.compile(r"\b(?:universit\w*|univ|institut\w*|école|ecole|college|eth|epfl|hochschule|school)\b", re.IGNORECASE)
_PATENT = re.compile(
    r"(?P<genre>(?:[A-Z]{2}\s+)?Patent(?: Application)?)(?:\s+(?:No\.?\s*)?(?P<number>[A-Z]{0,2}\d[\d,/]{4,}(?:[A-Z]\d?)?))"
)
_STATUS = re.compile(
    r"[(\[]?\b(?P<press>in press|forthcoming|to appear|accepted(?: for publication)?|sous presse|à paraître|accepté)\b[)\]]?|"
    r"[(\[]?\b(?P<submitted>submitted(?: for publication)?|(?:currently )?under review|in review|in revision|soumis|"
    r"en évaluation)\b[)\]]?",
    re.IGNORECASE,
)
_AWARD = re.compile(
    r"[(\[]?\s*\b(?P<award>(?:[\w’'-]+ ){0,5}?(?:award|prize|honou?rable mention|prix|distinguished paper|best paper|"
    r"test of time)"
    r"(?: (?:award|nominee|nomination|finalist|runner-up|candidate|winner|for [\w ]+))*)\b[^\w.,;]*[)\]]?\.?",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(
    r"(?:^|[.,;:" + GONE + r"(])\s*(?P<publisher>(?:[^\W\d_][\w.’'& -]{1,30}: )?(?:[\w&’'-]+ ){0,5}"
    r"(?:Press|Presses|Springer(?:[ -](?:Verlag|Nature|International Publishing|Singapore|Berlin|Cham))*|Elsevier|"
    r"Wiley(?:-Blackwell)?|PMLR|ACM|IEEE|"
    r"Curran Associates|Association for Computational Linguistics|Association for Computing Machinery|OpenReview(?:\.net)?|"
    r"CEUR(?:-WS(?:\.org)?)?|USENIX(?: Association)?|AAAI|Routledge|Sage|SAGE|MDPI|Verlag|Publishers?|Publishing|"
    r"Éditions [\w -]+|"
    r"Taylor (?:&|and) Francis|Gruyter|Birkhäuser|Dagstuhl|SIAM|IOS|Now|Academic|O['’]Reilly(?: Media)?|Harvard Business Review)"
    r"(?:,? (?:Inc|Ltd|LLC|GmbH)\.?)?)(?:,\s+(?P<place>[A-Z][\w-]+(?:,? [A-Z][\w-]+)?))?\s*[),.]*\s*(?=$|[" + GONE + r"])"
)
_EDITORS = re.compile(r"(?P<names>[^()]{3,400}?)[\s,]*[(\[](?:eds?|hrsg|éds?|dir)\.?[)\]][\s.,:]*", re.IGNORECASE)
_SERIES = re.compile(
    r"[(,.]\s*(?P<collection_title>(?:Lecture Notes in|LNCS|LNAI|LIPIcs|CEUR Workshop Proceedings|"
    r"Proceedings of Machine Learning Research)[^,()]*)\)?"
)
_IN = re.compile(r"\s*(?:in|dans)\b\s*:?\s+", re.IGNORECASE)
CONFERENCE = re.compile(
    r"\b(?:proc(?:eedings|\.)?|conference|conf\.|workshop|symposium|symp\.|meeting|congress|actes|conférence|congrès)(?!\w)",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"[A-Z][\w&/-]*[A-Z][\w&/-]*")
_PREPRINT = re.compile(
    r"\b(?:(?:arxiv|biorxiv|medrxiv|chemrxiv|psyarxiv)(?: (?:e-?print|preprint)s?)?|corr|preprint)\b\.?", re.IGNORECASE
)


@dataclass(slots=True)
class Imprint:
    """What a reference says besides its authors and its title, while it is gathered."""

    fields: dict[str, str] = field(default_factory=dict)
    """Fields of a publication that hold text."""
    type: CslType | None = None
    issued: PartialDate | None = None
    status: Status | None = None
    award: list[str] = field(default_factory=list)
    editor: tuple[Name, ...] = ()
    links: list[Link] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    labels: str = ""
    """What the page shows behind the reference: `[pdf] [code]`."""

    def put(self, name: str, value: str) -> bool:
        """A field's first value; whether it was the first, or the same."""
        value = value.strip()
        return bool(value) and self.fields.setdefault(name, value) == value


def imprint(text: str, found: Imprint) -> None:
    """Read what stands behind the title into `found`."""
    rest = _taken(text, found)
    if thesis := _THESIS.search(rest):
        found.type = "thesis"
        found.put("genre", thesis["genre"])
        rest = _cut(rest, thesis)
    elif patent := _PATENT.search(rest):
        found.type = "patent"
        rest = _fields(rest, patent, found)
    lead = _IN.match(rest.lstrip(" .,;:" + GONE))
    if lead:
        rest = rest.lstrip(" .,;:" + GONE)[lead.end() :]
        if (editors := _EDITORS.match(rest)) and (names := credited(editors["names"])):
            found.editor = names.names
            rest = rest[editors.end() :]
    if series := _SERIES.search(rest):
        found.put("collection_title", series["collection_title"])
        rest = _cut(rest, series)
    rest = _published(rest, found, only=found.type == "thesis")
    pieces = [piece for each in re.split(rf"[{GONE}]+", rest) if (piece := bare(each))]
    if found.type == "thesis":
        pieces.sort(key=lambda piece: not _UNIVERSITY.search(piece))
    if pieces and found.type == "thesis":
        if not found.put("publisher", pieces[0]):
            found.notes.append(pieces[0])
    elif pieces:
        _venue(pieces[0], found)
    found.notes += pieces[1:]
    _typed(found, inside=lead is not None)


def _taken(text: str, found: Imprint) -> str:
    """The text without the date, volume, pages and what is said of its fate."""
    rest = text
    for status in _STATUS.finditer(text):
        if found.status is None:
            found.status = "in-press" if status["press"] else "submitted"
            rest = rest.replace(status[0], GONE, 1)
    rest = re.sub(rf"{GONE}\s+(?:in|at|to|by|à|dans)\b", GONE + " In", rest) if found.status else rest
    while award := _AWARD.search(rest):
        found.award.append(award["award"])
        rest = _cut(rest, award)
    if edition := _EDITION.search(rest):
        found.put("edition", edition["edition"])
        rest = _cut(rest, edition)
    if number := _NUMBER.search(rest):
        found.put("number", number["number"].rstrip("."))
        rest = _cut(rest, number)
    rest = _dated(rest, found)
    for pattern in _VOLUME:
        if match := pattern.search(rest):
            rest = _fields(rest, match, found)
            break
    if "issue" not in found.fields and (match := _ISSUE.search(rest)):
        rest = _fields(rest, match, found)
    if "page" not in found.fields and (
        match := next((each for each in (pattern.search(rest) for pattern in _PAGES) if each), None)
    ):
        rest = _fields(rest, match, found)
    if found.issued is None and (years := list(_YEAR_ALONE.finditer(rest))):
        last = years[-1]
        found.issued = PartialDate(int(last[1]))
        head, tail = rest[: last.start()], rest[last.end() :]
        if not bare(tail.replace(GONE, " ")) or last[0][0] in "([" or re.match(rf"\s*(?:[.,;:]|$|{GONE})", tail):
            rest = _without_same_year(_joined(head, tail), found)
    if (
        "volume" not in found.fields
        and "page" in found.fields
        and (match := _BEHIND_JOURNAL.search(rest.partition(GONE)[0].rstrip(" ,.;:")))
    ):
        found.put("volume", match["volume"])
        rest = rest[: match.start()] + GONE + rest[match.end() :].lstrip(" ,.;:")
    return rest


def _dated(rest: str, found: Imprint) -> str:
    """Without the date that names a month; it makes a year that is known more precise."""
    match = _DATE.search(rest)
    if not match:
        return _without_same_year(rest, found)
    date, whole = dates.parse(match[0].strip(" ()[],."))
    if date is None or (found.issued and found.issued.year != date.year):
        return rest
    found.issued = date
    return _cut(rest, match) if whole else rest


def _without_same_year(rest: str, found: Imprint) -> str:
    """A year that stands there already is not said again where it stands by itself: `ICML, 2023`."""
    if found.issued is None:
        return rest
    same = re.search(rf"[\s,(]+{found.issued.year}\)?\s*(?=$|[.,;{GONE}])", rest)
    return _cut(rest, same) if same else rest


def _fields(rest: str, match: re.Match[str], found: Imprint) -> str:
    for name, value in match.groupdict().items():
        if value:
            value = re.sub(r"\s*[-–—−]+\s*", "–", value) if name == "page" else value.rstrip(",/")
            found.put(name.rstrip("1"), value)
    if found.issued is None and (year := re.search(rf"\(({YEAR})\)", match[0])):
        found.issued = PartialDate(int(year[1]))
    return _cut(rest, match)


def _cut(text: str, match: re.Match[str]) -> str:
    return _joined(text[: match.start()], text[match.end() :])


def _joined(head: str, tail: str) -> str:
    return f"{head}{GONE}{tail}"


def _published(rest: str, found: Imprint, *, only: bool) -> str:
    """Without the publisher, where one stands behind the venue; alone, it is the publisher of a book."""
    match = _PUBLISHER.search(rest)
    if not match or only:
        return rest
    before = bare(rest[: match.start()].replace(GONE, " "))
    if not before and _ACRONYM.fullmatch(match["publisher"]):
        return rest  # `ACM, 2020`: as good a venue
    place, colon, publisher = match["publisher"].rpartition(": ")
    if colon or match["place"]:
        found.put("publisher_place", ", ".join(filter(None, (place, match["place"]))))
    found.put("publisher", publisher)
    return _cut(rest, match)


def bare(text: str) -> str:
    """A piece without the punctuation that parted it, and nothing where no word is left."""
    text = re.sub(r"^[\s.)\]]+(?=\s)", "", " ".join(text.split())).strip(" ,;:–—-•·|")
    text = text[:-1] if text.endswith("..") and not text.endswith("...") else text
    text = text if re.search(r"(?:\b\w{1,6}|\.)\.$", text) and text.count(".") > 1 else text.rstrip(".")
    for opening, closing in ("()", "[]"):
        if text.count(opening) != text.count(closing):
            text = text.strip(opening + closing + " ,.;:")
    text = text.strip(" ,;:")
    return text if re.search(r"\w", text) else ""


def _venue(piece: str, found: Imprint) -> None:
    if preprint := _PREPRINT.fullmatch(piece):
        found.type = "article"
        if "arXiv" not in found.fields:
            found.put("container_title", preprint[0])
    else:
        found.put("container_title", piece)


def _typed(found: Imprint, *, inside: bool) -> None:
    """What kind of work it is, where what it says leaves no doubt."""
    venue = found.fields.get("container_title", "")
    if found.type:
        return
    if (inside and (CONFERENCE.search(venue) or _ACRONYM.fullmatch(venue))) or CONFERENCE.match(venue):
        found.type = "paper-conference"
    elif not inside and venue and "volume" in found.fields and not CONFERENCE.search(venue):
        found.type = "article-journal"
    elif not venue and "arXiv" in found.fields:
        found.type = "article"
    elif not venue and "publisher" in found.fields:
        found.type = "book"
