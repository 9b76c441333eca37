"""How much a line looks like an author line, and like prose: two linear models over hashed features.

The weights are one signed byte per bucket; `benchmarks/train_listing.py` makes them. They are loaded with the first line.
"""

from __future__ import annotations

import functools
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from generator.formats._listing.features import (
    document_features,
    letter_features,
    line_features,
    split_words,
    word_features,
)

NAME_BUCKETS = 1 << 18
PROSE_BUCKETS = 1 << 16
SCALE = 32.0
"""A weight of one is this many units of a byte."""
WEIGHTS = Path(__file__).with_name("weights.bin")
_PROSE_LENGTH = 300
"""A line of this length that is no list of names is prose."""
_PROSE_READ, _ABSTRACT_READ, _VOCABULARY_LIMIT = 20_000, 150, 300_000
"""So many characters of a line of prose, words of an abstract, and words of prose on a page are looked at."""
_NEAR = 25
"""So many lines above an abstract may be its title."""
_EDGES = "\"'“”‘’()[]{}.,:;!?"


class Page:
    """What a whole page says about each of its lines."""

    def __init__(self, lines: Sequence[tuple[str, bool]]) -> None:
        """The page with these lines: (text, marked as an abstract)."""
        common: set[str] = set()
        read = 0
        self._repeats: Counter[str] = Counter()  # how often each short line stands on the page
        self._abstracts = [-1] * len(lines)  # by line: the next abstract's, if it is near
        abstract = -1
        for index in range(len(lines) - 1, -1, -1):
            text, marked = lines[index]
            if abstract - index <= _NEAR:
                self._abstracts[index] = abstract
            if not marked and len(text) < _PROSE_LENGTH:
                self._repeats[text] += 1
                continue
            abstract = index
            if read < _VOCABULARY_LIMIT:
                words = text[:_PROSE_READ].split()
                read += len(words)
                common.update(word for word in words if word.islower())
        self._common = frozenset(word.strip(_EDGES) for word in common)  # words that its prose has in lower case
        self._plenty = (read > 500) + (read > 5000)  # how much prose there is: 0 none, 2 enough to know a field's words

        @functools.lru_cache(maxsize=2)
        def words_of(abstract: int) -> frozenset[str]:
            words = lines[abstract][0][:_PROSE_READ].split()[:_ABSTRACT_READ]
            return frozenset(word.strip(_EDGES).lower() for word in words)

        self._words_of = words_of

    def features(self, index: int, text: str, parts: Sequence[Sequence[str]]) -> Iterator[str]:
        """The features that the page gives to one of its lines."""
        words = [word.strip(_EDGES).lower() for part in parts for word in part]
        next_abstract = self._abstracts[index]
        abstract = self._words_of(next_abstract) if next_abstract >= 0 else None
        return document_features(words, self._common, self._plenty, self._repeats[text], abstract)


def buckets(features: Iterable[str], size: int) -> list[int]:
    """Where each feature's weight stands."""
    mask, crc32 = size - 1, zlib.crc32
    return [crc32(feature.encode("utf-8", "surrogatepass")) & mask for feature in features]


def places(part: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Each word of a part with its place."""
    end = len(part) - 1
    for index, word in enumerate(part):
        yield word, "o" if not end else "f" if not index else "l" if index == end else "m"


def share(count: int) -> float:
    """How much each of so many words says: a line of many words is no surer than one of a few."""
    return min(1.0, 3.0 / max(count, 1))


class Scorer:
    """Scores lines with the weights of a file."""

    def __init__(self, weights: bytes) -> None:
        table = array("b", zlib.decompress(weights))
        name, prose = table[:NAME_BUCKETS], table[NAME_BUCKETS:]

        @functools.lru_cache(maxsize=1 << 16)
        def word_scores(word: str, place: str) -> tuple[int, int]:
            identity = buckets(word_features(word, place), NAME_BUCKETS)
            letters = buckets(letter_features(word, place), NAME_BUCKETS)
            return (
                sum([name[bucket] for bucket in identity]) + sum([name[bucket] for bucket in letters]),
                sum([prose[bucket & (PROSE_BUCKETS - 1)] for bucket in identity]),
            )

        @functools.lru_cache(maxsize=1 << 12)
        def line_scores(feature: str) -> tuple[int, int]:
            hashed = zlib.crc32(feature.encode("utf-8", "surrogatepass"))
            return name[hashed & (NAME_BUCKETS - 1)], prose[hashed & (PROSE_BUCKETS - 1)]

        self._word_scores = word_scores
        self._line_scores = line_scores

    def __call__(self, index: int, text: str, page: Page) -> tuple[float, float]:
        """The log odds that a line of a page is an author line, and that it is prose if it is none."""
        parts = split_words(text)
        name = prose = 0
        for part in parts:
            for word, place in places(part):
                scores = self._word_scores(word, place)
                name += scores[0]
                prose += scores[1]
        each = share(sum(map(len, parts)))
        whole_name = whole_prose = 0
        for feature in (*line_features(text, parts), *page.features(index, text, parts), "#bias"):
            scores = self._line_scores(feature)
            whole_name += scores[0]
            whole_prose += scores[1]
        return (whole_name + name * each) / SCALE, (whole_prose + prose * each) / SCALE


@functools.cache
def scorer() -> Scorer:
    """The scorer that is shipped."""
    return Scorer(WEIGHTS.read_bytes())
