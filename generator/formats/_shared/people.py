"""Names as bibliographic formats write them: `van Buren, Ludwig, Jr.`, and back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator import names
from generator.model import Name

_OTHERS = re.compile(r"(?:and\s+|&\s*)?(?:et\.?\s*al\.?(?:ii)?|others|et\s+coll\.?|…|\.\.\.)", re.IGNORECASE)
_TRAILING = re.compile(r"[,;]?\s+(?:et\.?\s*al\.?|and others)$", re.IGNORECASE)


def stands_for_others(text: str) -> bool:
    """Whether it is no name but says that there are more: `et al.`, `and others`, `…`."""
    return bool(_OTHERS.fullmatch(text.strip()))


def without_others(text: str) -> tuple[str, bool]:
    """(the name, whether `et al.` stood behind it)."""
    cut = _TRAILING.sub("", text.strip())
    return cut, cut != text.strip()


def particle_of(family: str) -> tuple[str, str]:
    """(particles in lower case, the rest) of a family name: `van der Berg`. They never make up the whole name."""
    words = family.split()
    count = 0
    while count < len(words) - 1 and words[count] in names.PARTICLES:
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def inverted(text: str) -> Name:
    """`Family, Given, Suffix`; what ends in a comma is a group (EndNote's way), what has none is kept as it is printed."""
    text = " ".join(text.split())
    if text.endswith(",") and "," not in text[:-1]:
        return Name(literal=text[:-1].strip())
    cells = [cell.strip() for cell in text.split(",")]
    if len(cells) == 3 and names.SUFFIX.fullmatch(cells[1]):
        cells = [cells[0], cells[2], cells[1]]
    if len(cells) not in (2, 3) or not all(cells):
        return Name(printed=text)
    particle, family = particle_of(cells[0])
    return Name(given=cells[1], family=family, non_dropping_particle=particle, suffix=cells[2] if len(cells) == 3 else "")


def invert(name: Name) -> str:
    """A name in the form that `inverted` reads."""
    split = names.parts(name)
    last = " ".join(part for part in (split.non_dropping_particle, split.family) if part)
    if split.literal or not last:
        return split.text
    return ", ".join(part for part in (last, split.given, split.suffix) if part)


def listed(text: str) -> Sequence[str]:
    """The names of a list in one cell: parted by semicolons, by `|`, by `and`, or by commas between whole names.

    `Doe, Jane` is one name: commas part only where a name of more than one word stands on both sides of each.
    """
    text = text.strip()
    for mark in (r"\s*[;\n|]\s*", r"\s+(?:and|et(?!\s*al\b)|&)\s+"):
        if re.search(mark, text):
            cells = [cell.strip() for cell in re.split(mark, text)]
            if mark.startswith(r"\s+") and len(cells) > 1 and "," in cells[0]:  # `A B, C D and E F`
                cells = [*listed(cells[0]), *cells[1:]]
            return [cell for cell in cells if cell]
    cells = [cell.strip() for cell in text.split(",")]
    if len(cells) > 1 and all((" " in cell and not names.SUFFIX.fullmatch(cell)) or stands_for_others(cell) for cell in cells):
        return cells
    return [text] if text else []
