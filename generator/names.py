"""Personal names: what can be said of a name from its letters alone.

The parts of a plain string are an inference, made anew each time for sorting and citing; no file ever holds it, and no two
people are ever taken for one because of it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from generator.model import Name
from generator.text import fold

PARTICLES = frozenset(
    "af al ap aw ben bin d da das de degli dei del dela della delle den der des di do dos du el ibn la las le les lo los st "
    "ten ter und van vande vander vom von y zu zum zur".split()
)
"""Words in lower case that belong to the family name after them (CSL: non-dropping particles)."""
SUFFIX = re.compile(r"(?:jr|sr|junior|senior|ii|iii|iv|2nd|3rd|phd|md)\.?", re.IGNORECASE)


def identity(name: str) -> str:
    """The folded name: equal for the same name whatever its case, accents, dots, hyphens and spacing."""
    return " ".join(re.findall(r"[^\W_]+", fold(name).replace("'", "").replace(".", " ")))


def parts(name: Name) -> Name:
    """The name with its parts: those it has, else the ones that its printed form suggests.

    The family name is the last word with the particles in lower case before it; a single word stays whole (`literal`).
    """
    if not name.printed:
        return name
    words = name.printed.replace(",", " ").split()
    suffix = words.pop() if len(words) > 2 and SUFFIX.fullmatch(words[-1]) else ""
    if len(words) < 2:
        return replace(name, printed="", literal=name.printed)
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in PARTICLES and words[start - 1].islower():
        start -= 1
    return replace(
        name,
        printed="",
        given=" ".join(words[:start]),
        non_dropping_particle=" ".join(words[start:-1]),
        family=words[-1],
        suffix=suffix,
    )


def sort_key(name: Name) -> tuple[str, str]:
    """Folded (family, given): the order of an index of people. The particle counts with the given name."""
    split = parts(name)
    if split.literal:
        return (fold(split.literal), "")
    return (fold(split.family), fold(f"{split.given} {split.non_dropping_particle} {split.suffix}".strip()))
