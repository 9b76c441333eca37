"""Dates: `year`, `month`, `day` (btxdoc, § 3.2), and BibLaTeX's `date` (manual, § 2.3.8), which is EDTF
(https://www.loc.gov/standards/datetime/): ranges, doubt, seasons, unknown digits.

A record holds one date, as precise as it is known; what goes beyond it is told, not kept in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.formats._bibtex.fields import Fields, shown
from generator.formats._shared import dates
from generator.model import PartialDate
from generator.text import fold

_MONTHS = (
    "januar januari enero gennaio janeiro", "februar februari febrero febbraio fevereiro", "marz marzo marco maart mrz",
    "abril aprile", "mayo maggio maio mei", "juni junio giugno junho", "juli julio luglio julho", "augustus agosto",
    "septiembre settembre setembro", "oktober octubre ottobre outubro okt", "noviembre novembro",
    "dezember diciembre dicembre dezembro desember dez des",
)  # fmt: skip
MONTHS = {
    **{name: number for name, number in dates.MONTHS.items() if name.isalpha()},
    **{name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()},
}
"""Folded names of months, in more languages than other formats have → 1 to 12."""
_EDTF = re.compile(
    r"(?P<year>\d{4}|\d{2}[\dXu][Xu])(?:-(?P<month>\d{1,2}|XX|uu)(?:-(?P<day>\d{1,2}|XX|uu))?)?"
    r"(?P<time>[T ]\d\d:.*)?(?P<doubt>[?~%]*)"
)


@dataclass(frozen=True, slots=True)
class Read:
    """What a date says."""

    date: PartialDate | None
    rest: bool = False
    """Something of it is not kept: the end of a range, a doubt, a season."""


def partial(year: int, month: int = 0, day: int = 0) -> PartialDate | None:
    """The date as far as it exists."""
    return dates.exact(year, month, day) or dates.exact(year, month) or dates.exact(year)


def edtf(value: str) -> Read:
    """A value of `date`."""
    first, slash, last = value.strip().partition("/")
    begin, end = _one(first), _one(last)
    if not slash or begin.date is None:
        return Read(begin.date or end.date, begin.rest or bool(slash))
    return Read(begin.date, begin.rest or end.date != begin.date)


def _one(text: str) -> Read:
    found = _EDTF.fullmatch(text.strip().strip("[]"))
    if not found:
        return Read(None, bool(text.strip()))
    year = re.sub("[Xu]", "0", found["year"])
    parts = [int(part) if part and part.isdigit() else 0 for part in (found["month"], found["day"])]
    date = partial(int(year), *parts) if year == found["year"] else None
    exact = date == PartialDate(int(year), *parts) if date else False
    return Read(date, not exact or bool(found["doubt"]))


def year(value: str) -> Read:
    """A value of `year`, which may be anything: the first year in it."""
    text = value.strip()
    if re.fullmatch(r"\d{4}", text, re.ASCII) and text != "0000":
        return Read(PartialDate(int(text)))
    if re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", text, re.ASCII):
        return edtf(text)
    found = re.search(r"(?<!\d)[12]\d{3}(?!\d)", text, re.ASCII)
    return Read(PartialDate(int(found[0])) if found else None, True)


def month(value: str) -> tuple[int, int, bool]:
    """(month, day, whether something is left over) of a value of `month`: `jul`, `7`, `10~jul`, `Jul 10--12`, `July/August`."""
    words = re.findall(r"[^\W\d_]+|\d+", fold(value.replace("~", " ")))
    names = [MONTHS[word] for word in words if word in MONTHS]
    numbers = [int(word) for word in words if word.isdecimal() and len(word) < 3]
    known = sum(word in MONTHS for word in words) + len(numbers)
    if not names:
        if len(words) == 1 and numbers and 1 <= numbers[0] <= 12:
            return numbers[0], 0, False
        return 0, 0, bool(words)
    first_day = words[0].isdecimal() or len(names) == 1
    day = numbers[0] if numbers and first_day and 1 <= numbers[0] <= 31 else 0
    return names[0], day, known < len(words) or len(set(names)) > 1 or len(numbers) > (1 if day else 0)


def issued(fields: Fields) -> tuple[PartialDate | None, str | None]:
    """When the work came out, and what `year` or `pubstate` say of its state; what is not kept is reported."""
    state = fields.text("pubstate")
    status = _status(state)
    fields.keep("pubstate", "" if status else state)
    if "date" in fields:
        written = fields.raw("date").strip("{} ")  # `~` is a doubt here, no space
        read = edtf(written)
        read = read if read.date else year(written)
        _report(fields, "date", written, read)
        if read.date:
            return read.date, status
    if "year" not in fields:
        return None, status
    written = fields.text("year")
    read = year(written)
    said = _status(written.strip("()[] "))
    if said and read.date is None:
        return None, status or said
    _report(fields, "year", written, read)
    return _with_month(fields, read.date), status


def _status(text: str) -> str | None:
    """What a text says of a work's state (`pubstate`: BibLaTeX manual, § 4.9.2.11)."""
    if dates.IN_PRESS.fullmatch(text) or text.lower() in ("inpress", "in-press"):
        return "in-press"
    if dates.SUBMITTED.fullmatch(text):
        return "submitted"
    return text if text in ("retracted", "corrected") else None


def _report(fields: Fields, name: str, written: str, read: Read) -> None:
    if read.date is None:
        fields.refuse(name, written)
    elif read.rest:
        fields.say("bibtex-date", fields.lines[name], written, field=name, value=shown(written), read=str(read.date))


def _with_month(fields: Fields, given: PartialDate | None) -> PartialDate | None:
    if given is None or given.month or "month" not in fields:
        return given
    written = fields.text("month")
    number, day, rest = month(written)
    if not number:
        fields.keep("month", written)
        return given
    said = fields.left.get("day", "").strip()
    if said.isdecimal() and len(said) < 3:
        day = int(fields.raw("day"))
    date = partial(given.year, number, day)
    if rest or date is None or date.day != day:
        fields.say("bibtex-date", fields.lines["month"], written, field="month", value=shown(written), read=str(date))
    return date
