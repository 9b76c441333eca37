"""How a page parts its entries, and pages that set something else than the title first: authors, or the venue and year.

It is decided for the page. Blank lines, bullets or numbers part it into blocks; where there are none, its lines may come in
turns. If nearly all blocks have authors, a venue and a title at the same places, the lines of each are read title first. The
grammar then knows one order only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from generator.formats._listing.grammar import Role
from generator.formats._listing.hints import Scores
from generator.formats._listing.lines import Kind, SourceLine
from generator.formats._listing.manner import may_be_venue

_SIZES = range(2, 8)
"""So many lines an entry has, without abstracts broken over lines and many authors on a line each."""
_TURNS = (2, 3, 4)
_MOST, _FEW = 0.8, 0.2


@dataclass(frozen=True, slots=True)
class Blocks:
    """A page's lines as they are to be read."""

    lines: tuple[SourceLine, ...]
    """In the order of the page; `blanks` says where a blank line stands in the order of reading."""
    order: tuple[int, ...]
    """Their indices in the order of reading."""
    parted: bool
    """Blank lines or bullets stand between entries, and nowhere else."""
    venues: frozenset[int]
    """Lines that name a venue, since they stand where nearly all entries name theirs."""


def blocks(lines: Sequence[SourceLine], scores: Mapping[int, Scores]) -> Blocks:
    """How a page is read; `scores` of the lines that are not understood by themselves."""
    page = _Page(lines, scores)
    found = [block for block in page.blocks() if any(index in scores for index in block)]
    members = [[index for index in block if index in scores] for block in found]
    parted = len(members) > 1 and sum(len(block) in _SIZES for block in members) >= _MOST * len(members)
    turns = page.turns() if not parted or not page.has_marks() else []
    if turns:
        found, parted = turns, False
        members = [[index for index in block if index in scores] for block in found]
    title = page.title(members) if parted or turns else None
    if title is None:
        return Blocks(tuple(lines), tuple(range(len(lines))), parted, frozenset())
    places = [place for place in range(max(map(len, members))) if place != title]
    places = [place for place in places if _share(members, place, page.is_venue) >= _MOST]
    venues = frozenset(block[place] for block in members for place in places if len(block) > place)
    placed, order = list(lines), list(range(len(lines)))
    for block, texts in zip(found, members, strict=True):
        if not 0 < title < len(texts):
            continue
        others = [index for index in block if index != texts[title]]
        turned = [texts[title], *others]
        order[block[0] : block[-1] + 1] = turned
        for place, index in enumerate(turned):
            placed[index] = replace(lines[index], blanks=0 if place else lines[block[0]].blanks)
    return Blocks(tuple(placed), tuple(order), parted, frozenset(index for index in venues if page.is_venue(index)))


@dataclass(frozen=True, slots=True)
class _Page:
    lines: Sequence[SourceLine]
    scores: Mapping[int, Scores]

    def is_venue(self, index: int) -> bool:
        return may_be_venue(self.lines[index])

    def is_authors(self, index: int) -> bool:
        return self.scores[index][Role.AUTHORS] > 0 and not self.is_venue(index)

    def has_marks(self) -> bool:
        """Whether blank lines, bullets or numbers stand between lines, and not only around headings."""
        below = [line for above, line in pairwise(self.lines) if not _is_heading(above)]
        return any(line.blanks or line.bullet or line.numbered for line in below if not _is_heading(line))

    def blocks(self) -> Iterator[list[int]]:
        """The lines between blank lines, bullets and headings."""
        block: list[int] = []
        for index, line in enumerate(self.lines):
            aside = _is_heading(line)
            if (line.blanks or line.bullet or line.numbered or aside) and block:
                yield block
                block = []
            if not aside:
                block.append(index)
        if block:
            yield block

    def turns(self) -> list[list[int]]:
        """The lines by twos, threes or fours, where the lines at each place are of one kind; nothing where they are not."""
        sections: list[list[int]] = [[]]
        for index, line in enumerate(self.lines):
            if _is_heading(line):
                sections.append([])
            elif index in self.scores or sections[-1]:
                sections[-1].append(index)
        sections = [section for section in sections if section]
        texts = [[index for index in section if index in self.scores] for section in sections]
        for size in _TURNS:
            if any(len(each) % size for each in texts) or sum(map(len, texts)) < 2 * size:
                continue
            members = [each[at : at + size] for each in texts for at in range(0, len(each), size)]
            shares = [_share(members, place, test) for place in range(size) for test in (self.is_authors, self.is_venue)]
            if all(share >= _MOST or share <= _FEW for share in shares):
                starts = {block[0] for block in members}
                return [block for section in sections for block in _cut(section, starts)]
        return []

    def title(self, members: Sequence[Sequence[int]]) -> int | None:
        """The place of the title in nearly all blocks, where that is beyond doubt."""
        place = 0
        while max(_share(members, place, self.is_authors), _share(members, place, self.is_venue)) >= _MOST:
            place += 1
        there = _share(members, place, lambda _: True)
        if there and _share(members, place, self.is_authors) <= _FEW and _share(members, place, self.is_venue) <= _FEW:
            return place
        return None


def _is_heading(line: SourceLine) -> bool:
    return line.kind in (Kind.HEADING, Kind.YEAR)


def _cut(section: Sequence[int], starts: set[int]) -> Iterator[list[int]]:
    block: list[int] = []
    for index in section:
        if index in starts and block:
            yield block
            block = []
        block.append(index)
    yield block


def _share(members: Sequence[Sequence[int]], place: int, test: Callable[[int], bool]) -> float:
    """In how many blocks the line at a place passes; none where many blocks have no such line."""
    having = [block[place] for block in members if len(block) > place]
    return sum(map(test, having)) / len(having) if members and len(having) >= _MOST * len(members) else 0.0
