"""The names of an author line, and two names in one list that may be one person's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from generator.formats._listing.manner import without_marks
from generator.model import Name
from generator.names import SUFFIX, identity

_AND = re.compile(r"\s*[,;]?\s+(?:and|et|und|&)\s+", re.IGNORECASE)
_COMMA = re.compile(r"\s*[,，、،]\s*")
_SEMICOLON = re.compile(r"\s*[;；]\s*(?:(?:and|et|und|&)\s+)?")
_OTHERS = re.compile(
    r"[\s,;&]*\b(?:et\.? al\b\.?|(?:and|et|&|\+)\s+(?:\d+\s+)?(?:others|more|co-?authors|autres|coll\b\.?))(?:\s+authors)?\s*$",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[\s-]*){1,4}")
GROUP = re.compile(
    r"\b(?:collaborations?|consortium|team|group|initiative|project|network|society|association|committee|institut\w*|foundation|"
    r"laborator\w*|cent(?:er|re)|council|universit\w*|department|agency|commission|organi[sz]ation|ministry|société|universität|inc|ltd)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(r"(?i:authors?|auteurs?|autor(?:en|es)?)\s*[:：]\s*|(?:[Bb]y|par)\s+(?=[^\W\da-z])")
_SPACE = re.compile(r"\s+")
_ONE_NAME = re.compile(r"(?!.*\s(?i:and|et|und|al|others|more|autres)\b)[^\W\d_]+\.?(?:[ '’-][^\W\d_]+\.?)*")
"""The plainest and commonest author line: it need not be taken apart."""


def pieces(line: str) -> list[str]:
    """An author line at each of its separators, `and others` left out."""
    if _ONE_NAME.fullmatch(line):
        return [line]
    text = _OTHERS.sub("", line)
    return [part for item in _SEMICOLON.split(text) for half in _AND.split(item) for part in _COMMA.split(half) if part]


def bare(line: str, *, digits: bool) -> str:
    """An author line without what is no name in it: `by`, footnote marks (`digits`: numbers too). Never empty."""
    text = without_marks(line, digits=digits)
    lead = _LEAD.match(text)
    return (text[lead.end() :] if lead else text).strip() or line


def one_line_each(papers: Sequence[Sequence[str]]) -> bool:
    """Whether a page sets each paper's authors on one line, as `papers` (the author lines of each) show."""
    with_authors = [lines for lines in papers if lines]
    single = sum(len(lines) == 1 for lines in with_authors)
    several = sum(len(pieces(lines[0])) > 1 for lines in with_authors if len(lines) == 1)
    return single >= 0.8 * len(with_authors) and several >= 0.2 * single


def family_first(papers: Sequence[Sequence[str]]) -> bool:
    """Whether a page whose commas separate names sets the family name first: `Duval, A., Schmidt, V.`"""
    even = total = 0
    for lines in papers:
        for line in lines:
            if _ONE_NAME.fullmatch(line):
                continue
            parts = [part for half in _AND.split(_OTHERS.sub("", line)) for part in _COMMA.split(half) if part]
            if len(parts) > 1 and not _SEMICOLON.search(line):
                total += 1
                short = sum(len(part.split()) == 1 for part in parts[::2])
                given = sum(bool(_INITIALS.fullmatch(part)) for part in parts[1::2])
                even += len(parts) % 2 == 0 and (given == len(parts) // 2 or short > 0.7 * len(parts) / 2)
    return even > 0.7 * total


def _turned(item: str) -> Name:
    """`Duval, Alexandre` as a name with its parts, `Collaboration, the ATLAS` as the group's; anything else as it is printed."""
    parts = [part for part in _COMMA.split(item) if part]
    suffix = next((part for part in parts[1:] if SUFFIX.fullmatch(part)), "")
    if len(parts) == 3 and suffix:
        parts.remove(suffix)
    if len(parts) != 2 or SUFFIX.fullmatch(parts[1]):
        return Name(printed=item)
    family = parts[0].split()
    if GROUP.search(item):
        return Name(printed=item) if len(family) > 1 else Name(literal=f"{parts[1]} {parts[0]}")
    if len(family) > 4 or len(parts[1].split()) > 4:
        return Name(printed=item)
    particles = next((index for index, word in enumerate(family) if not word.islower()), 0)
    return Name(
        given=parts[1],
        family=" ".join(family[particles:]),
        non_dropping_particle=" ".join(family[:particles]),
        suffix=suffix,
    )


def _with_suffixes(parts: list[str]) -> list[str]:
    """`Sammy Davis`, `Jr.` is one name."""
    found: list[str] = []
    for part in parts:
        if found and SUFFIX.fullmatch(part):
            found[-1] = f"{found[-1]}, {part}"
        else:
            found.append(part)
    return found


def names_of(line: str, one_line: bool, inverted: bool) -> list[Name]:
    """The names of an author line, white space normalised.

    `one_line`: the page sets all authors of a paper on one line; else a separator is only believed where what it separates
    looks like names by itself. `inverted`: the family name comes first.
    """
    if _ONE_NAME.fullmatch(line):
        return [Name(printed=line)]
    text = _OTHERS.sub("", _SPACE.sub(" ", line)).strip(" ,;")
    if not text:
        return []
    items = [item.strip(" ,") for item in _SEMICOLON.split(text)]
    items = [item for item in items if item]
    if len(items) > 1:
        return [name for item in items for name in ([_turned(item)] if "," in item else _printed(_AND.split(item)))]
    halves = _AND.split(text)
    if len(halves) > 1 and all(len(_COMMA.split(half)) == 2 for half in halves) and (inverted or not one_line):
        return [_turned(half) for half in halves]
    parts = _with_suffixes([part for half in halves for part in _COMMA.split(half) if part])
    if len(parts) == 1:
        return [Name(printed=parts[0])]
    if inverted and len(parts) % 2 == 0 and (one_line or len(parts) > 2):
        return [_turned(f"{parts[at]}, {parts[at + 1]}") for at in range(0, len(parts), 2)]
    if one_line or (not GROUP.search(text) and all(2 <= len(part.split()) <= 4 and not part[0].islower() for part in parts)):
        return _printed(parts)
    return [_turned(text)] if len(halves) == 1 and "," in text else [Name(printed=text)]


def _printed(parts: Sequence[str]) -> list[Name]:
    return [Name(printed=part.strip()) for part in parts if part.strip()]


_SYLLABLE = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|ia|ie|in|iu|ou|ua|ue|"
    r"ui|un|uo|a|e|i|o|u)"
)
_PINYIN = re.compile(rf"(?:{_SYLLABLE}){{1,3}}")
"""One to three syllables of Hanyu Pinyin (ISO 7098): a Chinese name in Latin letters."""


def _is_chinese(words: Sequence[str]) -> bool:
    return all(_PINYIN.fullmatch(word) for word in words)


def _abbreviates(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether given names are a shorter form of others, one by one: `j` of `jun`, none of a middle name."""
    if len(short) > len(long) or list(short) == list(long):
        return len(short) == len(long) and list(short) == list(long)
    rest = iter(long)
    return all(any(word == other or (len(word) == 1 and other.startswith(word)) for other in rest) for word in short)


def perhaps_same(names: Sequence[Name]) -> Iterator[tuple[Name, Name]]:
    """Pairs of names in one list that are perhaps one person's.

    An equal family name alone says nothing: in many lists two people share `Wang`. Two things do: one name is a shorter form of
    the other (`J. Bao`, `Jun Bao`); or the two stand side by side, and one has a Chinese and the other a Western
    given name before the same Chinese family name, as people do who use both (`Zhitao Ying`, `Rex Ying`).
    """
    split = [(name, identity(name.text).split()) for name in names]
    families = Counter(words[-1] for _, words in split if len(words) > 1)
    shared = {family for family, count in families.items() if count > 1}
    groups: dict[str, list[tuple[int, Name, list[str]]]] = {}
    for index, (name, words) in enumerate(split):
        if len(words) > 1 and words[-1] in shared:
            groups.setdefault(words[-1], []).append((index, name, words[:-1]))
    for family, people in groups.items():
        for (at, name, given), (other_at, other, other_given) in pairwise(people):
            shorter, longer = sorted((given, other_given), key=lambda words: (len(words), sum(map(len, words))))
            if _abbreviates(shorter, longer) or (
                other_at == at + 1
                and len(given) == len(other_given) == 1
                and min(len(given[0]), len(other_given[0])) > 1
                and _PINYIN.fullmatch(family)
                and _is_chinese(given) != _is_chinese(other_given)
            ):
                yield name, other
