"""The authors of a reference, as citation styles write them: `Moreau, A., & Sato, J.`, `Moreau A, Sato J`, …"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.formats._listing.authors import GROUP
from generator.formats._listing.manner import without_marks
from generator.model import Name
from generator.names import PARTICLES, SUFFIX, particle_of

LONGEST = 4_000
"""No list of authors is longer: a bound, so that a line of a megabyte is not read again and again."""
_OTHERS = re.compile(
    r"[\s,;&]*\b(?:et\.?\s+al\b\.?|(?:and|et|und|&|\+)\s+(?:\d+\s+)?(?:others|more|co-?authors|colleagues|autres|coll\b\.?))\s*$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*[,;]?\s*(?:\b(?:and|et|und|y)\b|&)\s+(?=\S)")
_EDITORS = re.compile(r"[\s,]*[(\[]?\b(?:eds?|editors?|éds?|hrsg|dir)\b\.?[)\]]?[\s.,]*$", re.IGNORECASE)
_DOTS = re.compile(r"\s*(?:,\s*)?(?:…|\.\s?\.\s?\.)\s*,?\s*&?\s*")
_INITIAL = r"[^\W\d_a-zß-ÿ\u2e80-\U0003ffff]"
_INITIALS = re.compile(rf"(?:{_INITIAL}[a-z]?\.[ -]*|{_INITIAL}(?=[ -]|$)[ -]?|{_INITIAL}{{2,3}}$){{1,5}}")
_BEHIND = re.compile(
    rf"(?P<family>.*\w)\s+(?P<given>{_INITIAL}{{1,4}}|{_INITIAL}-{_INITIAL}|(?:{_INITIAL}\.[ -]?){{1,4}})"
    r"(?P<suffix>\s+(?:Jr|Sr|II|III)\.?)?"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`.‐‑–-][^\W\d_]*)*")
_NO_BEGINNING = frozenset(
    "The How Why What When Where Who Are Does For From Toward Towards With And Or At Using Via This That Our Les Une Sur Pour "
    "Vers Comment Pourquoi Über Ein Eine".split()
)
"""No name of several words begins so, an initial behind it aside: `How J` is one."""
_NO_NAMES = frozenset("Proceedings Proc Journal Conference Workshop Symposium Transactions Advances International Annual".split())
"""No name has such a word in it."""
_MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Credits:
    """A list of authors, taken apart."""

    names: tuple[Name, ...]
    sure: bool = True
    """Each has the form of a name, by its letters alone."""
    editors: bool = False
    """`(Eds.)` stands behind them."""
    partial: bool = False
    """`et al.` stands behind them, or dots stand for some of them."""


@functools.lru_cache(maxsize=1 << 10)
def credited(text: str) -> Credits | None:
    """The authors that a text consists of, or None where it holds anything else."""
    if len(text) > LONGEST:
        return None
    text = without_marks(" ".join(text.split()), digits=False).strip(" ,;:")
    editors = _EDITORS.search(text)
    if editors:
        text = text[: editors.start()]
    named = _OTHERS.sub("", text)
    partial = named != text or _DOTS.search(named) is not None
    text = _unstopped(named.strip(" ,;:"))
    if len(text) < 2 or not (text[0].isalpha() or text[0] in "'’"):
        return None
    text = _DOTS.sub(", ", text)
    pieces = [
        piece for item in text.split(";") for half in _AND.split(item) for piece in map(str.strip, half.split(",")) if piece
    ]
    if not pieces or not all(map(_may_be_part, pieces)):
        return None
    whole = [item.strip() for half in re.split(r";", text) for item in _AND.split(half) if item.strip()]
    found = _names(pieces, parted=";" in text, whole=whole)
    return Credits(*found, editors=editors is not None, partial=partial) if found else None


def _unstopped(text: str) -> str:
    """The text without a full stop at its end that is not an initial's."""
    text = text[:-1] if text.endswith("..") else text
    last = re.split(r"[\s.-]", text.rstrip("."))[-1]
    return text if len(last) == 1 or SUFFIX.fullmatch(last) else text.rstrip(" .,;:")


def _may_be_part(piece: str) -> bool:
    """Whether a piece between separators may be a name or a part of one."""
    if SUFFIX.fullmatch(piece) or GROUP.search(piece):
        return True
    words = piece.split()
    if len(words) > 1 and words[0] in _NO_BEGINNING and not _is_initials(words[1]):
        return False
    if words[0] == "In" and any(sum(map(str.isupper, word)) > 1 for word in words[1:]):
        return False  # `In NeurIPS`; `In So Kweon` is a name
    long = [word for word in words if word.lower() not in PARTICLES and len(word.rstrip(".")) > 1]
    return len(long) <= _MOST_WORDS and all(word.rstrip(".") not in _NO_NAMES and _is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    core = word.rstrip(".")
    if core.lower() in PARTICLES and core.islower():
        return True
    if not _WORD.fullmatch(word) or (word != core and len(core) > 3 and "." not in core and not SUFFIX.fullmatch(word)):
        return False  # `Sato.` ends a sentence; `Chr.` and `J.-P.` do not
    first = next(letter for letter in word if letter.isalpha())
    return not first.islower() or bool(re.match(r"(?:d|l|al|el|ibn|dell|dall|t)['’-][^\W\d_a-z]", word))


def _is_initials(piece: str) -> bool:
    return bool(_INITIALS.fullmatch(piece))


def _is_given(piece: str) -> bool:
    """Whether a piece may stand behind a family name and a comma: `Ada`, `Ada M.`, `A. M. van` (the particle last)."""
    words = piece.split()
    while len(words) > 1 and words[-1].islower():
        words.pop()
    return len(words) <= 3 and not any(word.islower() for word in words)


def _names(pieces: Sequence[str], *, parted: bool, whole: Sequence[str]) -> tuple[tuple[Name, ...], bool] | None:
    if parted and all(item.count(",") == 1 for item in whole if not GROUP.search(item)):
        return tuple(_turned(*item.split(",")) if "," in item else Name(printed=item) for item in whole), True
    plain = [piece for piece in pieces if not SUFFIX.fullmatch(piece)]
    if len(plain) % 2 == 0 and _are_pairs(plain):
        return tuple(_paired(pieces)), True
    behind = [_BEHIND.fullmatch(piece) for piece in plain]
    if all(
        each and (not each["family"].isupper() or len(each["family"]) > 3) and not _is_initials(each["family"]) for each in behind
    ):
        return tuple(_turned(each["family"], each["given"], (each["suffix"] or "").strip()) for each in behind if each), True
    found: list[Name] = []
    sure, at = True, 0
    while at < len(pieces):
        piece, following = pieces[at], pieces[at + 1] if at + 1 < len(pieces) else ""
        at += 1
        if found and SUFFIX.fullmatch(piece):
            last = found.pop()
            found.append(Name(printed=f"{last.text}, {piece}"))
        elif GROUP.search(piece):
            found.append(Name(literal=piece))
        elif _is_initials(piece) and len(piece.replace(".", "").replace(" ", "")) < 4 and "." in piece:
            return None
        elif following and _is_initials(following) and _is_family(piece):
            found.append(_turned(piece, following))
            at += 1
        elif re.search(rf"\s{_INITIAL}\.?$", piece):
            return None  # `Jun S` is what `Jun S. Sato` is before its full stop
        elif len(piece.split()) > 1:
            found.append(Name(printed=piece))
        elif not found and following and _is_given(following) and len(piece) > 1 and piece[0] < "\u2e80":
            found.append(_turned(piece, following))
            at += 1
        else:
            sure = sure and not piece.isascii()
            if piece.isascii() and len(pieces) > 1 and not found:
                return None
            found.append(Name(literal=piece))
    led = [_is_initials(name.text.split()[0]) for name in found if not name.literal]
    odd = len(led) > 2 and all(led[:-1]) and not led[-1]  # `J. Sato, A. Moreau, Motion Planning`
    return tuple(found), sure and not odd


def _are_pairs(plain: Sequence[str]) -> bool:
    """Whether pieces are family and given names by turns: `Moreau, A., Sato, J.`, `Moreau, Ada, Sato, Jun`."""
    families, given = plain[::2], plain[1::2]
    if any(family[0] > "\u2e80" or _has_initials(family) or GROUP.search(family) for family in families) or not all(
        map(_is_given, given)
    ):
        return False
    initials = sum(map(_is_initials, given))
    single = sum(len([word for word in family.split() if not word.islower()]) == 1 for family in families)
    return initials == len(given) or single > 0.5 * len(families)


def _has_initials(piece: str) -> bool:
    return any(_is_initials(word) and (word.endswith(".") or len(word) == 1) for word in piece.split())


def _is_family(piece: str) -> bool:
    return not _has_initials(piece) and len([word for word in piece.split() if not word.islower()]) == 1


def _paired(pieces: Sequence[str]) -> Iterator[Name]:
    at = 0
    while at < len(pieces):
        suffix = next((piece for piece in pieces[at + 2 : at + 3] if SUFFIX.fullmatch(piece)), "")
        yield _turned(pieces[at], pieces[at + 1] if at + 1 < len(pieces) else "", suffix)
        at += 3 if suffix else 2


def _turned(family: str, given: str, suffix: str = "") -> Name:
    """A name from its parts; a particle may stand behind the given names: `Rijke, M. de`."""
    family, given = family.strip(), given.strip()
    words = given.split()
    behind: list[str] = []
    while len(words) > 1 and words[-1] in PARTICLES:
        behind.insert(0, words.pop())
    particle, rest = particle_of(family)
    return Name(given=" ".join(words), family=rest, non_dropping_particle=" ".join([*behind, particle]).strip(), suffix=suffix)
