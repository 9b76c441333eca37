"""How alike two printed names are: evidence that they may be one person's, for a person to judge. Nothing is merged here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator import names
from generator.diminutives import rows
from generator.model import Name
from generator.text import fold

LONG = 12
"""From so many letters on, one letter more or less is no other name."""
LONGEST, WORDS = 60, 12
"""What has more letters or words is no name to compare letter by letter or word by word."""
_SYLLABLE = re.compile(r"(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?[aeiou]{1,3}(?:n|ng|r)?")
_FINALS = (
    "a|o|e|ai|ei|ao|ou|an|en|ang|eng|ong|i|ia|ie|iao|iu|ian|in|iang|ing|iong|u|ua|uo|uai|ui|uan|un|uang|ue|"  # Hanyu Pinyin
    "ae|eo|eu|ee|oo|eon|eun|eong|oon|oong|eok|eol|eul|yeo|yeon|yeong|yu|ya|ye|yo|im|am|um|om|ak|ok|uk|ik|il|ul"  # Korean
)
_SYLLABLES = re.compile(rf"(?:(?:zh|ch|sh|ts|hs|[bpmfdtnlgkhjqxrzcsyw])?(?:{_FINALS})){{1,3}}")


@dataclass(frozen=True, slots=True)
class Spelled:
    """A name as it is compared: folded words, hyphens and dots within a word gone."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    """With its particles; a double surname is several words."""
    suffix: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        return (*self.given, *self.family)

    @property
    def closed(self) -> str:
        return "".join(self.words)

    @property
    def syllabic(self) -> bool:
        """Whether the name may be of Chinese, Korean or Vietnamese syllables, where one more or less makes another name."""
        return all(_SYLLABLES.fullmatch(word) for word in self.words if len(word) > 1)

    @property
    def weighty(self) -> bool:
        """Whether one letter more or less is hardly another name."""
        return LONG <= len(self.closed) <= LONGEST and not self.syllabic

    @property
    def initialled(self) -> bool:
        """Whether no given name is written out."""
        return all(len(word) == 1 for word in self.given)


@lru_cache(maxsize=1 << 16)
def spelled(name: Name) -> Spelled:
    """The parts of a name, inferred where it has none: `J.-P. van der Berg-Smith` is (j, p) (van, der, berg, smith)."""
    parts = names.parts(Name(printed=name.literal) if name.literal and not is_group(name) else name)
    if parts.literal or len(name.text.split()) > WORDS:
        return Spelled((), tuple(names.identity(name.text).split()))
    family = re.sub(r",.*", "", parts.family)
    suffix = parts.suffix or parts.family[len(family) :]
    given = (piece for word in parts.given.replace(".", ". ").split() for piece in _given(word))
    return Spelled(
        tuple(filter(None, given)),
        tuple(names.identity(f"{parts.non_dropping_particle} {family}").split()),
        re.sub(r"\W", "", fold(suffix)),
    )


def is_group(name: Name) -> bool:
    """Whether a name's words say that it is no person's."""
    return names.is_group(name.text)


def _given(word: str) -> list[str]:
    """`Jean-Pierre` is one name however it is written; `J.-P.` and `JP` are two initials."""
    pieces = names.identity(word).split()
    if all(len(piece) == 1 for piece in pieces):
        return pieces
    if re.fullmatch(r"[B-DF-HJ-NP-TV-XZ]{2,3}", word):
        return list(names.identity(word))
    return ["".join(pieces)]


STRONG, FAIR, WEAK = 1.0, 0.7, 0.5
SLIGHT = 0.6
"""How far a kind of likeness goes alone: a suggestion needs 1."""


def likeness(one: Name, other: Name) -> tuple[str, float]:
    """(kind, weight) of what makes two names alike; ("", 0) where nothing does, or a part contradicts."""
    a, b = spelled(one), spelled(other)
    if contradict(a, b):
        return "", 0.0
    for kind, holds in _TESTS:
        weight = holds(a, b)
        if weight:
            slight = (
                kind not in ("spelling", "diminutive") and a.syllabic and b.syllabic and min(len(a.closed), len(b.closed)) < LONG
            )
            return kind, weight * SLIGHT if slight else weight
    return "", 0.0


def contradict(a: Spelled, b: Spelled) -> bool:
    """Whether two names have the same first and family name, and middle names or suffixes that cannot be one person's."""
    if a.suffix and b.suffix and a.suffix != b.suffix:
        return True
    if a.family != b.family or a.given[:1] != b.given[:1] or not a.given:
        return False
    short, long = sorted((a.given[1:], b.given[1:]), key=len)
    return align(short, long) is None


def _spelling(a: Spelled, b: Spelled) -> float:
    return STRONG if a.closed == b.closed else 0.0


def _order(a: Spelled, b: Spelled) -> float:
    return STRONG if len(a.words) > 1 and sorted(a.words) == sorted(b.words) else 0.0


def _transliteration(a: Spelled, b: Spelled) -> float:
    if [word for word in a.words if len(word) == 1] != [word for word in b.words if len(word) == 1]:
        return 0.0  # `K.` and `C.` are two initials, however they sound
    return STRONG if skeleton(" ".join(a.words)) == skeleton(" ".join(b.words)) else 0.0


def _fuller(a: Spelled, b: Spelled) -> float:
    """One name holds the other, with further names, or names for initials, in between or around."""
    short, long = sorted((a.words, b.words), key=len)
    found = align(short, long) if len(long) <= WORDS else None
    if found is None:
        return 0.0
    equal, _initials = found
    return STRONG if equal >= 2 else 0.0


def _diminutive(a: Spelled, b: Spelled) -> float:
    if a.family != b.family or not a.given or not b.given:
        return 0.0
    if not _variants(a.given[0], b.given[0]):
        return 0.0
    short, long = sorted((a.given[1:], b.given[1:]), key=len)
    return STRONG if align(short, long) is not None else 0.0


def _initials(a: Spelled, b: Spelled) -> float:
    """One is initials alone, and they are the other's."""
    if a.family != b.family or a.initialled == b.initialled:
        return 0.0
    short, long = (a, b) if a.initialled else (b, a)
    if not short.given or not long.given:
        return 0.0
    found = align(short.given, long.given) if len(short.given) <= len(long.given) else align(long.given, short.given)
    if found is None or short.given[0] != long.given[0][0]:
        return 0.0
    return FAIR if len(short.given) > 1 and len(long.given) > 1 else WEAK


def _slip(a: Spelled, b: Spelled) -> float:
    """One letter more, less or other, or two exchanged."""
    if a.initialled or b.initialled:
        return 0.0
    one, other = a.closed, b.closed
    if not within_one(one, other):
        return 0.0
    return FAIR if a.weighty and b.weighty else WEAK


_TESTS = (
    ("spelling", _spelling),
    ("order", _order),
    ("transliteration", _transliteration),
    ("fuller", _fuller),
    ("diminutive", _diminutive),
    ("initials", _initials),
    ("slip", _slip),
)


def align(short: Sequence[str], long: Sequence[str]) -> tuple[int, int] | None:
    """(equal words, initials that fit) where each word of `short` has its partner in `long`, in order; else None.

    A word rather stands for itself than for an initial: the partner of `doe` in `jane d doe` is `doe`.
    """
    equal = initials = place = 0
    for word in short:
        rest = range(place, len(long))
        same = next((each for each in rest if long[each] == word), None)
        partner = same if same is not None else next((each for each in rest if _fits(word, long[each])), None)
        if partner is None:
            return None
        if same is not None and len(word) > 1:
            equal += 1
        else:
            initials += 1
        place = partner + 1
    return equal, initials


def _fits(one: str, other: str) -> bool:
    return min(len(one), len(other)) == 1 and one[0] == other[0]


def _variants(one: str, other: str) -> bool:
    """Whether two given names may be one: a diminutive, or the other cut short (`Inma`, `Stan`)."""
    if one == other:
        return False
    if not rows(one).isdisjoint(rows(other)):
        return True
    short, long = sorted((one, other), key=len)
    return len(short) > 2 and len(long) - len(short) > 1 and long.startswith(short) and not _SYLLABLE.fullmatch(short)


_CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "i", "і": "i",
        "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
        "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu",
        "я": "ia",
        "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l", "μ": "m",
        "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "ph", "χ": "ch", "ψ": "ps",
        "ω": "o",
    }
)  # fmt: skip
_SOUNDS = [
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"([aou])e", r"\1"),  # German umlauts
        (r"j(?=[aou])|y", "i"),  # Slavic: Julia, Yulia, Iulia
        (r"i+", "i"),
        (r"ou|oo|oh(?![aeiou])", "o"),  # Japanese long vowels
        (r"uu|eu|eo", "u"),
        (r"x", "ks"),
        (r"ph", "f"),
        (r"kh|ch(?=[lrnao])|ck|c(?![hei])", "k"),
        (r"th", "t"),
        (r"w", "v"),
        (r"tz|tc", "ts"),
        (r"(.)\1", r"\1"),
    )
]


@lru_cache(maxsize=1 << 16)
def skeleton(text: str) -> str:
    """What is left of folded words where the usual ways of writing one name in Latin letters do not differ."""
    plain = text.translate(_CYRILLIC)
    for pattern, by in _SOUNDS:
        plain = pattern.sub(by, plain)
    return plain


def deletions(text: str) -> set[str]:
    """A text, and what is left of it without one letter: texts with one letter's difference have one of these in common."""
    return {text, *(text[:place] + text[place + 1 :] for place in range(len(text)))}


def within_one(one: str, other: str) -> bool:
    """Whether at most one letter is added, left out or replaced, or two neighbours exchanged (Damerau 1964)."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((place for place, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
