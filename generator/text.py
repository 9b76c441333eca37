"""Folding: one form for what people write in several ways. Addresses, identity, order and search stand on it."""

from __future__ import annotations

import difflib
import functools
import hashlib
import re
import unicodedata
from collections.abc import Iterable

LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "n",
        "ŧ": "t", "ĸ": "k", "ŀ": "l", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'",
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
    }
)  # fmt: skip
"""Letters that Unicode does not decompose, with their usual plain form, and the variants of apostrophe and hyphen."""
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
"""The letters that German and the Nordic languages also write as two."""
_MARKS = re.compile("[\u0300-\u036f]")  # of Latin, Greek and Cyrillic; in other scripts marks are letters in their own right


def fold(text: str) -> str:
    """Lower case, no accents, compatibility forms (NFKC casefold): `Träuble` → `trauble`. Scripts without these stay."""
    return _fold_name(text) if len(text) <= LONGEST_NAME else _fold(text)


LONGEST_NAME = 100
"""Characters: folding is asked for the names of people and venues again and again, for longer texts hardly ever twice."""


def _fold(text: str) -> str:
    lower = unicodedata.normalize("NFKC", text).casefold().translate(LETTERS)
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", lower))).translate(LETTERS)


_fold_name = functools.lru_cache(maxsize=1 << 15)(_fold)


def transliterate(text: str) -> str:
    """The other folded form of a word with umlauts: `Träuble` → `traeuble`; equal to `fold` where there are none."""
    return fold(unicodedata.normalize("NFC", text).casefold().translate(GERMAN))


def words(text: str) -> list[str]:
    """The folded words of a text, in order: runs of letters and digits."""
    return re.findall(r"[^\W_]+", fold(text).replace("'", ""))


def slug(text: str, limit: int = 60) -> str:
    """`[a-z0-9-]`, at most `limit` characters, cut at a hyphen where there is one; empty if nothing is left."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(text).replace("'", "")).strip("-")
    if len(plain) <= limit:
        return plain
    cut = plain[: limit + 1].rfind("-")
    return plain[: cut if cut > 0 else limit].strip("-")


def digest(data: bytes, size: int = 8) -> str:
    """BLAKE2 of `size` bytes, in hexadecimal."""
    return hashlib.blake2s(data, digest_size=size).hexdigest()


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, or an empty string."""
    by_lower = {each.lower(): each for each in sorted(known, reverse=True)}
    return next((by_lower[found] for found in difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)), "")
