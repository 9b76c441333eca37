"""Values of CSL's variables, in the forms that programs write them: texts, names, dates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator.formats._shared import dates, markup
from generator.model import Name, PartialDate

TEXT_OF = ("name", "title", "literal", "value")
"""The part of an object that is its text."""


def strings(value: Any) -> list[str]:
    """A text, or the texts of a list, as a list."""
    if isinstance(value, list):
        return [text for each in value for text in strings(each)]
    if isinstance(value, Mapping):
        return strings(next((value[part] for part in TEXT_OF if value.get(part)), []))
    return [str(value)] if value not in (None, "") else []


def name(parts: Mapping[str, Any]) -> Name:
    """A name variable, without its ORCID iD."""
    said = {key: markup.line(str(value)) for key, value in parts.items() if isinstance(value, str)}
    given = " ".join(filter(None, (said.get("given"), said.get("dropping-particle"))))
    literal = said.get("literal") or said.get("name") or ""
    if literal and (given or said.get("family")):
        literal = ""
    return Name(
        given=given,
        family=said.get("family", ""),
        non_dropping_particle=said.get("non-dropping-particle", ""),
        suffix=said.get("suffix", ""),
        literal=literal,
    )


_SEASONS = {"1": "spring", "2": "summer", "3": "autumn", "4": "winter"}


def is_date(value: Any) -> bool:
    """Whether a value is a date variable of CSL's or Crossref's."""
    return isinstance(value, Mapping) and bool({"date-parts", "date-time", "raw"} & value.keys())


_DATE_KEYS = frozenset("date-parts date-time timestamp version literal raw edtf season circa".split())


def date(value: Any) -> tuple[PartialDate | None, bool, str]:
    """(what is known of a date variable, whether that is all, the variable as text)."""
    if isinstance(value, str):
        return (*dates.parse(value), value)
    if isinstance(value, list):
        value = {"date-parts": value}
    if not isinstance(value, Mapping):
        return None, False, str(value)
    if strange := {key: item for key, item in value.items() if key not in _DATE_KEYS and item not in (None, "", [], {})}:
        found, _, written = date({key: item for key, item in value.items() if key in _DATE_KEYS})
        return found, False, f"{written} {json.dumps(strange, ensure_ascii=False)}".strip()
    lists = value.get("date-parts") or []
    if lists and isinstance(lists, list) and not isinstance(lists[0], list):
        lists = [lists]  # as YAML exports write it
    several = [[str(part) for part in each if part not in (None, "")] for each in lists if isinstance(each, list)]
    several = [each for each in several if each]
    written = "/".join("-".join(part.zfill(2) for part in each) for each in several)
    rest = [str(value[key]) for key in ("literal", "raw", "edtf") if value.get(key)]
    season, circa = str(value.get("season") or ""), str(value.get("circa") or "").lower() not in ("", "false", "0")
    if several:
        found, whole = _numbers(several[0])
        said = [_SEASONS.get(season, season), "circa" if circa else "", *(text for text in rest if text != written)]
        whole = whole and len(several) == 1 and not any(said)
        return found, whole, " ".join(filter(None, [written, *said]))
    if rest or value.get("date-time"):
        text = rest[0] if rest else str(value["date-time"])
        found, whole = dates.parse(text)
        whole = whole and not season and not circa and len(set(rest)) < 2
        return found, whole, " ".join(filter(None, [*dict.fromkeys(rest or [text]), _SEASONS.get(season, season)]))
    return None, not any(strings(list(value.values()))), " ".join(strings(list(value.values())))


def _numbers(parts: list[str]) -> tuple[PartialDate | None, bool]:
    """A list of year, month, day, which may be texts: `["2023"]`, even `["2023-07"]`."""
    if len(parts) == 1 and not parts[0].isdecimal():
        return dates.parse(parts[0])
    if not parts[0].isdecimal():
        return dates.parse("-".join(parts))
    numbers = [int(part) if part.isdecimal() else dates.MONTHS.get(part.lower(), 0) for part in parts[:3]]
    found = dates.exact(*numbers) or dates.exact(*numbers[:2]) or dates.exact(numbers[0])
    return found, str(found) == "-".join([f"{numbers[0]:04}", *(f"{number:02}" for number in numbers[1:])]) and len(parts) <= 3
