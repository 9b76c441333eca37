"""Dates as people and databases write them, as precise as they are and never more."""

from __future__ import annotations

import re

from generator.model import PartialDate
from generator.text import fold

MONTHS = {
    **dict.fromkeys("jan january janvier janv januar 1".split(), 1),
    **dict.fromkeys("feb february fevrier fev fevr februar".split(), 2),
    **dict.fromkeys("mar march mars marz mrz".split(), 3), **dict.fromkeys("apr april avril avr".split(), 4),
    **dict.fromkeys("may mai".split(), 5), **dict.fromkeys("jun june juin juni".split(), 6),
    **dict.fromkeys("jul july juillet juil juli".split(), 7), **dict.fromkeys("aug august aout".split(), 8),
    **dict.fromkeys("sep sept september septembre".split(), 9), **dict.fromkeys("oct october octobre okt oktober".split(), 10),
    **dict.fromkeys("nov november novembre".split(), 11), **dict.fromkeys("dec december decembre dez dezember".split(), 12),
}  # fmt: skip
"""Folded names of months, English, French and German, → 1 to 12."""
IN_PRESS = re.compile(r"in press|forthcoming|to appear|accepted|sous presse|à paraître|accepté", re.IGNORECASE)
SUBMITTED = re.compile(r"submitted|under review|in review|soumis|en évaluation", re.IGNORECASE)

_TIME = r"\d{1,2}:\d\d[\d:.,]*\s*(?:Z|UTC|GMT|[+-]\d\d:?\d*)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})(?:[-/.](\d{{1,2}}))?(?!\d)(?:[T ](?:{_TIME}|(.*)))?[-/]*")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_SLASHES = re.compile(r"(\d{4})/*")
_WORDS = re.compile(r"\d+|[^\W\d_]+")
_MIDNIGHT = re.compile(r"\d{4}-01-01T00:00:00(?:\.0+)?(?:Z|[+-]00:?00)?")
_NO_PART = re.compile(r"(?i)(?<=\d)(?:st|nd|rd|th|er)\b|\bof\b|\bde\b")


def exact(year: int, month: int = 0, day: int = 0) -> PartialDate | None:
    """The date, or None for one that does not exist."""
    try:
        return PartialDate.parse(str(PartialDate(year, month, day if month else 0)))
    except ValueError:
        return None


def parse(text: str) -> tuple[PartialDate | None, bool]:
    """(what is known of a date, whether that is all that the text says).

    A season, a range, `circa` or a day written as `03/07/2023` leaves the year. A time stamp of midnight on 1 January is what
    programs make of a year.
    """
    text = _NO_PART.sub("", text).strip().rstrip(".,")
    if not text:
        return None, True
    if found := _SLASHES.fullmatch(text):
        return exact(int(found[1])), True
    if _MIDNIGHT.fullmatch(text):
        return exact(int(text[:4])), False
    if found := _ISO.fullmatch(text):
        year, month, day = (int(part or 0) for part in found.groups()[:3])
        date = exact(year, month, day) or exact(year, month) or exact(year)
        return date, date == PartialDate(year, month, day) and not found[4]
    return _spelled(text)


def _spelled(text: str) -> tuple[PartialDate | None, bool]:
    """`3 July 2023`, `Jul 3, 2023`, `2023 Jul-Aug`, `mars 2023`; of anything else its year."""
    years = _YEAR.findall(text)
    if not years:
        return None, False
    year = int(years[0])
    words = [fold(word) for word in _WORDS.findall(text)]
    months = [MONTHS[word] for word in words if word in MONTHS and not word.isdigit()]
    numbers = [int(word) for word in words if word.isdigit() and len(word) <= 2]
    if len(years) > 1 or len(months) != 1 or len(words) != 2 + len(numbers) or len(numbers) > 1:
        return exact(year), False
    date = exact(year, months[0], numbers[0] if numbers else 0)
    return date or exact(year, months[0]), date is not None
