"""Names as bibliographic formats write them: `van Buren, Ludwig, Jr.`, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from generator import names
from generator.model import Name, is_family_first

_OTHERS = re.compile(r"(?:and\s+|&\s*)?(?:et\.?\s*al\.?(?:ii)?|others|et\s+coll\.?|…|\.\.\.)", re.IGNORECASE)
_SEMICOLON = re.compile(r"\s*;\s*")
_AND = re.compile(r"\s*,?\s+(?:and|&)\s+")
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[\s-]*){1,4}")
_TRAILING = re.compile(r"[,;]?\s+(?:et\.?\s*al\.?|and others)$", re.IGNORECASE)


def stands_for_others(text: str) -> bool:
    """Whether it is no name but says that there are more: `et al.`, `and others`, `…`."""
    return bool(_OTHERS.fullmatch(text.strip()))


def without_others(text: str) -> tuple[str, bool]:
    """(the name, whether `et al.` stood behind it)."""
    cut = _TRAILING.sub("", text.strip())
    return cut, cut != text.strip()


def has_comma(text: str) -> bool:
    """Whether a name is written `Family, Given`; `The Snow Group,` is not."""
    return "," in text.rstrip(" ,")


def inverted(text: str) -> Name:
    """`Family, Given, Suffix`; what ends in a comma is a group (EndNote's way), what has none is kept as it is printed."""
    text = " ".join(text.split())
    if text.endswith(",") and "," not in text[:-1]:
        return Name(literal=text[:-1].strip())
    cells = [cell.strip() for cell in text.split(",")]
    if len(cells) == 3 and names.SUFFIX.fullmatch(cells[1]):
        cells = [cells[0], cells[2], cells[1]]
    if len(cells) not in (2, 3) or not all(cells) or (len(cells) == 2 and names.SUFFIX.fullmatch(cells[1]) and " " in cells[0]):
        return Name(printed=text)
    particle, family = names.particle_of(cells[0])
    return Name(given=cells[1], family=family, non_dropping_particle=particle, suffix=cells[2] if len(cells) == 3 else "")


def invert(name: Name) -> str:
    """A name in the form that `inverted` reads."""
    split = names.parts(name)
    last = " ".join(part for part in (split.non_dropping_particle, split.family) if part)
    if split.literal or not last:
        return split.text
    return ", ".join(part for part in (last, split.given, split.suffix) if part)


def in_one_field(text: str) -> Sequence[str]:
    """The names that somebody put where one belongs: `Doe, Jane and Roe, Rick`, `Doe, J., Roe, R.`, `Doe, Jane; Roe, Rick`.

    One name stays one: `Barnes and Noble, Inc.`, `Ministry of Health and Social Services`, `King, Jr., Martin Luther`.
    """
    if len(several := [cell for cell in _SEMICOLON.split(text) if cell]) > 1:
        return several
    cells = [cell.strip() for cell in _AND.split(text)]
    whole = all("," in cell for cell in cells) or all(" " in cell and "," not in cell for cell in cells)
    if len(cells) > 1 and whole and not names.is_group(text):
        return cells
    cells = _by_comma(text)
    if names.vancouver(cells):
        return cells
    if len(cells) > 3 and not len(cells) % 2 and all(map(_INITIALS.fullmatch, cells[1::2])):
        return [", ".join(cells[place : place + 2]) for place in range(0, len(cells), 2)]
    return [text]


def read(texts: Sequence[str], *, by_comma: bool = False, alone: bool = False, groups: bool = True) -> list[Name]:
    """The names of one list. Beside `Family, Given`, or `Family GG` (`names.vancouver`), what has neither form is a group's name.

    `by_comma`: the source is known to write `Family, Given`; `alone`: of the other form one name is enough; not `groups`: the
    source has another way to say that a name is a group's.
    """
    several = [text for text in texts if " " in text and "," not in text and not stands_for_others(text)]
    plain = [text for text in several if not is_family_first(*text.split())]
    by_comma = by_comma or any(map(has_comma, texts))
    if by_comma:
        turned = {text: name for text in plain for name in names.vancouver([text], alone=True)}
    else:
        turned = by_initials(texts, alone=alone)
    whole = {text for text in plain if groups and text not in turned and (by_comma or turned)}
    return [turned.get(text) or (Name(literal=text) if text in whole else inverted(text)) for text in texts]


def by_initials(texts: Iterable[str], *, alone: bool = False) -> dict[str, Name]:
    """The names of a list in which all but groups are written `Doe JA` (`names.vancouver`); none of any other list."""
    several = (text for text in texts if " " in text and not text.endswith(","))
    people = [text for text in several if not stands_for_others(text) and not names.is_group(text)]
    return dict(zip(people, names.vancouver(people, alone=alone), strict=False))


def listed(text: str) -> Sequence[str]:
    """The names of a list in one cell: parted by semicolons, by `|`, by `and`, or by commas between whole names.

    `Doe, Jane` is one name: commas part only where a name of more than one word stands on both sides of each. PubMed's list,
    `Doe JA, Roe R; Snow Group.`, has a semicolon before its groups and ends in a full stop; a group is given back with a comma
    behind, as `inverted` wants it.
    """
    text = text.strip()
    bare = text[:-1] if text.endswith(".") and "." not in text[:-1] else text
    people, *groups = _SEMICOLON.split(bare)
    if names.vancouver(_by_comma(people)):
        return [*_by_comma(people), *(f"{group}," for group in groups if group)]
    for mark in (r"\s*[;\n|]\s*", r"\s+(?:and|et(?!\s*al\b)|&)\s+"):
        if re.search(mark, text):
            cells = [cell.strip() for cell in re.split(mark, text)]
            if mark.startswith(r"\s+") and len(cells) > 1 and "," in cells[0]:  # `A B, C D and E F`
                cells = [*listed(cells[0]), *cells[1:]]
            return [cell for cell in cells if cell]
    cells = _by_comma(text)
    if len(cells) > 1 and all((" " in cell and not names.SUFFIX.fullmatch(cell)) or stands_for_others(cell) for cell in cells):
        return cells
    return [text] if text else []


def _by_comma(text: str) -> list[str]:
    return [cell.strip() for cell in text.split(",")]
