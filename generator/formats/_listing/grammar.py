"""Which reading of all lines together is the likeliest (Viterbi), and how sure that is (forward-backward).

A page is entries, each a title, its author lines and perhaps an abstract, with headings between them. Each line has a score for
each role, each pair of neighbours a score for the step from one role to the next. A first reading teaches the page's
own habits (one author line per paper, abstracts everywhere or nowhere, blank lines between entries); a second one reads with
them. Time and memory are linear in the number of lines.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise


class Role(IntEnum):
    """What a line is in the list."""

    TITLE = 0
    AUTHORS = 1
    ABSTRACT = 2
    HEADING = 3


T, A, B, H = Role
_N = len(Role)
_ROLES = tuple(Role)
_OTHERS = tuple(tuple(other for other in Role if other is not role) for role in Role)
_FORBIDDEN = -16.0
"""A step that no page has, whatever its habits."""
NEVER = -40.0
"""A score that no evidence outweighs but that leaves a reading for any text whatever."""

Steps = tuple[tuple[float, ...], ...]
"""steps[a][b]: the score of role b after role a."""

STEPS: Steps = (
    #    T      A      B      H
    (-8.0, 0.0, -7.0, -12.0),  # after a title
    (-1.5, -0.5, -1.2, -3.5),  # after an author line
    (-0.2, _FORBIDDEN, -3.0, -4.0),  # after an abstract
    (0.0, _FORBIDDEN, _FORBIDDEN, -4.5),  # after a heading
)
"""Before anything is known of a page."""
START = (0.0, _FORBIDDEN, _FORBIDDEN, 0.0)
END = (-7.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Reading:
    """The roles of all lines."""

    roles: tuple[Role, ...]
    sure: tuple[float, ...]
    """How probable each line's role is, given all the lines."""
    second: tuple[Role, ...]
    """What else each line may be."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a page sets its entries: the steps, where there is a blank line between two lines and where there is none."""

    close: Steps = STEPS
    apart: Steps = STEPS


_WEIGHT = 8.0
"""So many steps of a page weigh as much as what is usual."""


def learn(roles: Sequence[Role], gaps: Sequence[bool]) -> Habits:
    """The habits of a page as its first reading shows them; a few entries teach little, many much."""
    counts = [[[0.0] * _N for _ in _ROLES] for _ in (False, True)]
    for (before, after), gap in zip(pairwise(roles), gaps[1:], strict=True):
        counts[gap][before][after] += 1
    close, apart = zip(*(_learned(row, *(counts[gap][row] for gap in (False, True))) for row in _ROLES), strict=True)
    return Habits(close, apart)


def _learned(role: Role, close: Sequence[float], apart: Sequence[float]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The scores of the steps after a role, without and with a blank line, from how often the page has each."""
    usual = [math.exp(score) for score in STEPS[role]]
    total = sum(close) + sum(apart)
    share_apart = (sum(apart) + 0.5) / (total + 1.0)
    scores = []
    for after, score in enumerate(STEPS[role]):
        seen = close[after] + apart[after]
        likely = math.log((seen + _WEIGHT * usual[after] / sum(usual)) / (total + _WEIGHT))
        gap = (apart[after] + 2.0 * share_apart) / (seen + 2.0)  # drawn towards the share after this role as a whole
        forbidden = score <= _FORBIDDEN
        scores.append((score, score) if forbidden else (likely + math.log(1.0 - gap), likely + math.log(gap)))
    without, with_ = zip(*scores, strict=True)
    return without, with_


def decode(scores: Sequence[Sequence[float]], gaps: Sequence[bool], habits: Habits) -> list[Role]:
    """The likeliest roles. `scores[i]` are line i's scores by role; `gaps[i]`: a blank line stands before it."""
    if not scores:
        return []
    best = [start + score for start, score in zip(START, scores[0], strict=True)]
    back = bytearray()  # by line, for each role the role before it, in two bits
    for index in range(1, len(scores)):
        steps = habits.apart if gaps[index] else habits.close
        (t0, a0, b0, h0), (t1, a1, b1, h1), (t2, a2, b2, h2), (t3, a3, b3, h3) = steps
        t, a, b, h = best
        s = scores[index]
        ts = (t + t0, a + t1, b + t2, h + t3)
        as_ = (t + a0, a + a1, b + a2, h + a3)
        bs = (t + b0, a + b1, b + b2, h + b3)
        hs = (t + h0, a + h1, b + h2, h + h3)
        mt, ma, mb, mh = max(ts), max(as_), max(bs), max(hs)
        back.append(ts.index(mt) | as_.index(ma) << 2 | bs.index(mb) << 4 | hs.index(mh) << 6)
        best = [mt + s[0], ma + s[1], mb + s[2], mh + s[3]]
    last = [end + score for end, score in zip(END, best, strict=True)]
    role = last.index(max(last))
    found = [role]
    for pointers in reversed(back):
        role = pointers >> 2 * role & 3
        found.append(role)
    return [Role(role) for role in reversed(found)]


def posteriors(scores: Sequence[Sequence[float]], gaps: Sequence[bool], habits: Habits) -> Iterator[tuple[float, ...]]:
    """How probable each role is for each line, given all the lines; from the last line to the first."""
    close = [[math.exp(score) for score in row] for row in habits.close]
    apart = [[math.exp(score) for score in row] for row in habits.apart]
    forward = array("d")
    now = [0.0] * _N
    for index, line in enumerate(scores):
        c0, c1, c2, c3 = _chances(line)
        if index:
            (t0, a0, b0, h0), (t1, a1, b1, h1), (t2, a2, b2, h2), (t3, a3, b3, h3) = apart if gaps[index] else close
            t, a, b, h = now
            now = [
                (t * t0 + a * t1 + b * t2 + h * t3) * c0,
                (t * a0 + a * a1 + b * a2 + h * a3) * c1,
                (t * b0 + a * b1 + b * b2 + h * b3) * c2,
                (t * h0 + a * h1 + b * h2 + h * h3) * c3,
            ]
        else:
            now = [math.exp(start) * chance for start, chance in zip(START, (c0, c1, c2, c3), strict=True)]
        total = sum(now) or 1.0
        now = [value / total for value in now]
        forward.extend(now)
    behind = [math.exp(end) for end in END]
    for index in range(len(scores) - 1, -1, -1):
        joint = [f * b for f, b in zip(forward[_N * index : _N * index + _N], behind, strict=True)]
        total = sum(joint) or 1.0
        yield tuple(value / total for value in joint)
        if index:
            c0, c1, c2, c3 = (c * b for c, b in zip(_chances(scores[index]), behind, strict=True))
            back = [t * c0 + a * c1 + b * c2 + h * c3 for t, a, b, h in (apart if gaps[index] else close)]
            total = sum(back) or 1.0
            behind = [value / total for value in back]


def _chances(line: Sequence[float]) -> tuple[float, float, float, float]:
    """A line's scores as chances, the best role's being one."""
    t, a, b, h = line
    best = max(line)
    exp = math.exp
    return (exp(max(t - best, NEVER)), exp(max(a - best, NEVER)), exp(max(b - best, NEVER)), exp(max(h - best, NEVER)))


def read(scores: Sequence[Sequence[float]], gaps: Sequence[bool], habits: Habits) -> Reading:
    """The likeliest reading of a page with these habits, and how sure each line of it is."""
    roles = decode(scores, gaps, habits)
    sure, second = [], []
    for role, line in zip(reversed(roles), posteriors(scores, gaps, habits), strict=True):
        sure.append(line[role])
        second.append(max(_OTHERS[role], key=line.__getitem__))
    return Reading(tuple(roles), tuple(reversed(sure)), tuple(reversed(second)))
