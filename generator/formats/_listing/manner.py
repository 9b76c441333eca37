"""What a page puts on or between the lines of its entries: numbers and bullets, footnote marks on names, lines with the venue.

None of it can be told from one line: `1.` may begin a title, `GPT2` end one, and `Proceedings of …` be one. So it is believed
only where a page does it again and again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from generator.formats._listing.lines import Kind, SourceLine

_NUMBER = re.compile(r"(?:\[[A-Za-z]{0,2}-?(\d{1,4})\]|\((\d{1,4})\)|(\d{1,4})[.)])\s+(?=\S)")
_BULLET = re.compile(r"([•·▪◦‣●○■□➢–—*+-])\s+(?=\S)")
_ALSO_SIGNS = "–—*+-"
_SYMBOLS = "*†‡§¶∗⋆⁎✉#¹²³⁴⁵⁶⁷⁸⁹⁰"
_END_OF_NAME = r"(?=\s*(?:[,;]|$)|\s+(?:and|et|und|&)\s)"
_AFTER = r"(?<=[^\s\d,;:/$(\[–-])"
_SIGN = rf"[{_SYMBOLS}]"
_SIGN_OR_NUMBER = rf"(?:{_SIGN}|\d{{1,2}}(?![^\W_]))"
_MOST_MARKS = 12
"""On one name; a bound, so that a line of nothing but marks takes no longer than another."""
_SIGNS = re.compile(rf"{_AFTER}(?: ?,?{_SIGN}){{1,{_MOST_MARKS}}}{_END_OF_NAME}")
_MARKS = re.compile(rf"{_AFTER}(?: ?{_SIGN}|{_SIGN_OR_NUMBER})(?: ?,?{_SIGN_OR_NUMBER}){{0,{_MOST_MARKS}}}{_END_OF_NAME}")
_VENUE = re.compile(
    r"(?i:in:?|to appear (?:in|at)|published in|accepted (?:at|to|by|in)|presented at|dans|à paraître dans)\s+[A-Z\d].*\d|"
    r"(?i:(?:the |\d+(?:st|nd|rd|th) )*(?:[\w&’'.-]+ ){0,8}?(?:proceedings|proc\.|journal|transactions|trans\.|conference|"
    r"workshop|symposium|letters|annals|bulletin|advances|actes|revue|congrès|conférence|zeitschrift)\b).*\d|"
    r"(?i:(?:arxiv|biorxiv|medrxiv|ssrn|hal)\b).*\d|"
    r"[A-Z][\w&-]*[A-Z][\w&-]*(?: [A-Z][\w&-]*){0,3}[ ,]+\(?(?:['’]\d\d|(?:19|20)\d\d)\b.*"
)
_PRINTED = re.compile(
    r"[^\W\d_][^\d]{1,100}?[ ,:]+(?:\d{1,4} ?\(\d{1,4}(?:[-–/]\d+)?\)|\d{1,4} ?[,:] ?\d{1,5} ?[-–] ?\d{1,5}\b|vol\. ?\d|"
    r"(?:\d{1,4}, )?pp?\. ?\d).*|"
    r"[^\W\d_a-z][^\d,]{1,60}, (?:19|20)\d\d\.?"
)
"""A venue with its volume and pages, or with nothing but the year: `Cell 187, 1-10`, `Rivers, 2023`."""
_LONGEST_VENUE = 250
_LEAST, _SHARE, _SHARE_OF_SHORT = 3, 0.08, 0.2
"""A page does a thing if at least so many lines, and this share of all, do it."""


def undressed(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines without the numbers and the bullets that the page counts and hangs its entries by."""
    found = list(lines)
    numbered = [(index, match) for index, line in _own_lines(found) if (match := _NUMBER.match(line.text))]
    if _counts([int(next(filter(None, match.groups()))) for _, match in numbered]):
        for index, match in numbered:
            found[index] = replace(found[index], text=found[index].text[match.end() :], numbered=True)
    bulleted = [(index, match) for index, line in _own_lines(found) if (match := _BULLET.match(line.text))]
    often = Counter(match[1] for _, match in bulleted)
    for index, match in bulleted:
        if often[match[1]] >= (_LEAST if match[1] in _ALSO_SIGNS else _LEAST - 1):
            found[index] = replace(found[index], text=found[index].text[match.end() :], bullet=True)
    return found


def _own_lines(lines: Sequence[SourceLine]) -> Iterator[tuple[int, SourceLine]]:
    return ((index, line) for index, line in enumerate(lines) if line.kind is Kind.TEXT and not line.marked)


def _counts(numbers: Sequence[int]) -> bool:
    """Whether numbers count up or down by one, again from the start in each section."""
    steps = [after - before for before, after in pairwise(numbers)]
    return len(numbers) >= _LEAST and max(sum(step in (way, 0) for step in steps) for way in (1, -1)) >= 0.7 * len(steps)


def has_marks(lines: Sequence[SourceLine]) -> bool:
    """Whether the page's names carry numbers or signs of footnotes."""
    short = [line.text for _, line in _own_lines(lines) if len(line.text) < _LONGEST_VENUE]
    return _often(sum(bool(_MARKS.search(text)) for text in short), len(short), share=0.2)


def without_marks(text: str, *, digits: bool) -> str:
    """An author line without footnote marks; `digits`: the page has numbers for marks."""
    return (_MARKS if digits else _SIGNS).sub("", text)


def may_be_venue(line: SourceLine) -> bool:
    """Whether a line names where something was published, by its words alone: a volume's title may too."""
    if line.kind is not Kind.TEXT or line.marked or len(line.text) > _LONGEST_VENUE:
        return False
    text = " ".join(line.text.split())
    return bool(_VENUE.match(text) or _PRINTED.fullmatch(text))


def have_venues(candidates: int, lines: int) -> bool:
    """Whether a page names venues: again and again, or a short one in every entry."""
    return _often(candidates, lines, _SHARE) or candidates >= _SHARE_OF_SHORT * lines


def _often(count: int, total: int, share: float) -> bool:
    return count >= max(_LEAST, share * total)
