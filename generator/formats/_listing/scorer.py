"""How much a line looks like an author line, and like prose: two linear models over hashed features.

The weights are one signed byte per bucket; `benchmarks/train_listing.py` makes them. Nothing is loaded before the first line is scored.
"""

from __future__ import annotations

import functools
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
_VOCABULARY_LIMIT = 300_000
"""So many words of prose are looked at for a page's vocabulary."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a whole page says about its lines."""

    common: frozenset[str]
    """The words that its prose has in lower case."""
    plenty: int
    """How much prose there is: 0 none, 1 some, 2 enough to know a field's words."""
    repeats: Counter[str]
    """How often each short line stands on the page."""

    @classmethod
    def of(cls, lines: Iterable[tuple[str, bool]]) -> Vocabulary:
        """The vocabulary of (text, marked as an abstract)."""
        common: set[str] = set()
        repeats: Counter[str] = Counter()
        read = 0
        for text, marked in lines:
            if not marked and len(text) < _PROSE_LENGTH:
                repeats[text] += 1
            elif read < _VOCABULARY_LIMIT:
                words = text[:20_000].split()
                read += len(words)
                common.update(word for word in words if word.islower())
        common = {word.strip("\"'“”‘’()[]{}.,:;!?") for word in common}
        return cls(frozenset(common), (read > 500) + (read > 5000), repeats)


def buckets(features: Iterable[str], size: int) -> list[int]:
    """Where each feature's weight stands."""
    mask = size - 1
    return [zlib.crc32(feature.encode("utf-8", "surrogatepass")) & mask for feature in features]


def places(part: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Each word of a part with its place."""
    end = len(part) - 1
    for index, word in enumerate(part):
        yield word, "o" if not end else "f" if not index else "l" if index == end else "m"


class Scorer:
    """Scores lines with the weights of a file."""

    def __init__(self, weights: bytes) -> None:
        table = array("b", zlib.decompress(weights))
        name, prose = table[:NAME_BUCKETS], table[NAME_BUCKETS:]

        @functools.lru_cache(maxsize=1 << 16)
        def word_scores(word: str, place: str) -> tuple[int, int]:
            identity = list(word_features(word, place))
            letters = buckets(letter_features(word, place), NAME_BUCKETS)
            return (
                sum(name[bucket] for bucket in buckets(identity, NAME_BUCKETS)) + sum(name[bucket] for bucket in letters),
                sum(prose[bucket] for bucket in buckets(identity, PROSE_BUCKETS)),
            )

        @functools.lru_cache(maxsize=1 << 12)
        def line_scores(feature: str) -> tuple[int, int]:
            hashed = zlib.crc32(feature.encode("utf-8", "surrogatepass"))
            return name[hashed & (NAME_BUCKETS - 1)], prose[hashed & (PROSE_BUCKETS - 1)]

        self._word_scores = word_scores
        self._line_scores = line_scores

    def __call__(self, text: str, vocabulary: Vocabulary) -> tuple[float, float]:
        """The log odds that a line of text is an author line, and that it is prose if it is none."""
        parts = split_words(text)
        name = prose = 0
        for part in parts:
            for word, place in places(part):
                scores = self._word_scores(word, place)
                name += scores[0]
                prose += scores[1]
        lower = [word.strip(".,:;!?()").lower() for part in parts for word in part]
        for feature in (
            *line_features(text, parts),
            *document_features(lower, vocabulary.common, vocabulary.plenty, vocabulary.repeats[text]),
            "#bias",
        ):
            scores = self._line_scores(feature)
            name += scores[0]
            prose += scores[1]
        return name / SCALE, prose / SCALE


@functools.cache
def scorer() -> Scorer:
    """The scorer that is shipped."""
    return Scorer(WEIGHTS.read_bytes())
