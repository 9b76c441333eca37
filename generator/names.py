"""Personal names: what can be said of a name from its letters alone.

The parts of a plain string are an inference, made anew each time for sorting and citing; no file ever holds it, and no two
people are ever taken for one because of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from generator.model import Name, is_family_first
from generator.text import fold

PARTICLES = frozenset(
    "af al ap aw ben bin d da das de degli dei del dela della delle den der des di do dos du el ibn la las le les lo los st "
    "ten ter und van vande vander vom von y zu zum zur".split()
)
"""Words in lower case that belong to the family name after them (CSL: non-dropping particles)."""
SUFFIX = re.compile(r"(?:jr|sr|junior|senior|ii|iii|iv|2nd|3rd|phd|md)\.?", re.IGNORECASE)

_GROUP = re.compile(
    r"(?i)\b(?:collaboration|consortium|group|groupe|team|équipe|project|projet|committee|comité|initiative|network|réseau|lab|"
    r"laboratory|laboratoire|institut\w*|universit\w*|centre|center|council|conseil|association|society|société|foundation|authors|"
    r"contributors|investigators|members|organi[sz]ation|agency|ministry|department)\b"
)


def is_group(text: str) -> bool:
    """Whether a name's words say that it is no person's."""
    return bool(_GROUP.search(text))


_IN_BRACKETS = re.compile(r"(?<=\S)\s+(?:\([^()]*\)|（[^（）]*）|\[[^][]*\])\s*$")


def identity(name: str) -> str:
    """The folded name: equal for the same name whatever its case, accents, dots, hyphens and spacing."""
    return " ".join(re.findall(r"[^\W_]+", fold(name).replace("'", "").replace(".", " ")))


_CONSONANTS = "[B-DF-HJ-NP-TV-XZ]{2,3}"
_INITIALS = re.compile(rf"(?<![^\W_]){_CONSONANTS}(?![^\W_])(?=\S*\s+\S)")


def words(name: str) -> tuple[str, ...]:
    """The folded words of a person's name; initials without dots (`JP Doe`) are letters of their own, as `J. P. Doe` has them."""
    if not _capitals(name):
        name = _INITIALS.sub(lambda found: " ".join(found[0]), name)
    return tuple(identity(name).split())


def closed(folded: Sequence[str]) -> str:
    """Folded words with the given names joined: `jian yong duan` and `jianyong duan` are both `jianyong duan`.

    In scripts without spaces all words are joined: `王 小明` is `王小明`.
    A single letter stays alone (`ann e lee` is not `anne lee`), and so does the last word (`yan gao` is not `yang ao`).
    """
    if is_family_first(*folded):
        return "".join(folded)
    joined = ""
    for number, word in enumerate(folded):
        alone = number in (0, len(folded) - 1) or 1 in (len(word), len(folded[number - 1]))
        joined += f" {word}" if alone else word
    return joined.strip()


def in_capitals(name: Name) -> bool:
    """Whether a person's name of several words is in capitals throughout, and not by its initials alone: not `AGM`, no group."""
    return not name.literal and _capitals(name.text)


def _capitals(text: str) -> bool:
    if not text.isupper():
        return False
    found = re.findall(r"[^\W\d_]+", text)
    return len(found) > 1 and any(len(word) > 1 for word in found)


_LOWER = frozenset(
    "af av da das de degli dei del della den der des di do dos du e i la las los ten ter und van von y zu zum zur".split()
)
_AFTER_DE = frozenset(("la", "las", "los"))
_NUMERAL = re.compile(r"I{2,3}|IV|VI{0,3}")
_WORDS_WITHOUT_VOWEL = frozenset(("NG", "MD", "ST", "DR", "JR", "SR"))


def recased(name: Name) -> Name:
    """A name in capitals throughout as it is usually written: `MARIA DE LA CRUZ-O'NEIL` → `Maria de la Cruz-O'Neil`.

    Any other name stays as it is; so do initials and numerals. Whether it is `MacDonald` or `Macdonald`, capitals do not say.
    """
    if not in_capitals(name):
        return name
    if name.printed:
        return replace(name, printed=_recase(name.printed))
    given, particle = _recase(name.given), _recase(name.non_dropping_particle)
    return replace(
        name, given=given, family=_recase(name.family), non_dropping_particle=particle.lower(), suffix=_recase(name.suffix)
    )


def _recase(text: str) -> str:
    turkish = bool(set("İĞ") & set(text))
    written = text.split()
    for number, word in enumerate(written):
        plain = word.lower()
        inside = 0 < number < len(written) - 1
        if inside and plain in _LOWER and (plain not in _AFTER_DE or written[number - 1] in ("de", "DE")):
            written[number] = plain
        elif not (number and _NUMERAL.fullmatch(word)) and not _is_initials(written, number):
            written[number] = re.sub(r"[^\W\d_]+", lambda found: _capitalised(found[0], turkish=turkish), word)
    return _AFTER_APOSTROPHE.sub(lambda found: found[1].lower() + found[2].lower(), " ".join(written))


def _is_initials(written: Sequence[str], number: int) -> bool:
    """`JP` before a family name."""
    word = written[number]
    return number < len(written) - 1 and word not in _WORDS_WITHOUT_VOWEL and bool(re.fullmatch(_CONSONANTS, word))


_AFTER_APOSTROPHE = re.compile(r"(?<=[^\W\d_]{2})(['’ʼ])([^\W\d_]+)")


def _capitalised(word: str, *, turkish: bool) -> str:
    if turkish:
        word = word[0] + word[1:].replace("I", "ı").replace("İ", "i")
    if re.fullmatch(r"MC[^\W\d_]{3,}", word):
        return "Mc" + word[2].upper() + word[3:].lower()
    return word[0] + word[1:].lower()


_NO_GIVEN_NAME = re.compile(
    r"inc|incorporated|ltd|llc|llp|corp|co|gmbh|ag|sa|sas|plc|bv|m\.?sc|b\.?sc|m\.?a|b\.?a|m\.?d|ph\.?d|mph|rn|frcp|esq|dr|prof",
    re.IGNORECASE,
)
_STRANGE = re.compile(r"[\d_]|[^\w\s.'’ʼ‐‑-]")
_LONGEST_PART = 4
"""Words of a family name, or of given names."""


def turned(name: Name) -> Name:
    """A printed name with the family name first, `van der Berg, J. D.` or `Doe, Jr., John`, with its parts; any other as it is.

    In `John Doe, Jr.`, `Snow, Inc.`, a group's name or a list the comma means something else.
    """
    cells = [cell.strip() for cell in name.printed.split(",")]
    suffix = next((cell for cell in cells[1:] if SUFFIX.fullmatch(cell)), "")
    if len(cells) == 3 and suffix:
        cells.remove(suffix)
    if len(cells) != 2 or is_group(name.printed) or SUFFIX.fullmatch(cells[1]) or _NO_GIVEN_NAME.fullmatch(cells[1].rstrip(".")):
        return name
    if _STRANGE.search("".join(cells)) or any(
        len(cell.split()) > _LONGEST_PART or not re.search(r"[^\W\d_]", cell) for cell in cells
    ):
        return name
    particle, family = particle_of(" ".join(cells[0].split()))
    given = " ".join(cells[1].split())
    return replace(name, printed="", given=given, family=family, non_dropping_particle=particle, suffix=suffix)


_EAST_ASIAN_FAMILY_NAMES = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾김이박최정강조윤장임한오서신권황안송류홍"
)
"""The commonest ones of China and Korea, a character each."""


def turned_back(name: Name) -> Name:
    """A name whose parts a page exchanged, as programs do that take the last word for the family name: `娜, 李` is 李 娜."""
    exchanged = name.given in _EAST_ASIAN_FAMILY_NAMES and name.family not in _EAST_ASIAN_FAMILY_NAMES
    if not exchanged or not is_family_first(name.family):
        return name
    return replace(name, printed=f"{name.given} {name.family}", given="", family="")


def parts(name: Name) -> Name:
    """The name with its parts: those it has, else the ones that its printed form suggests.

    The family name is the last word with the particles in lower case before it, in Chinese, Japanese and Korean script the first
    word; a single word, and a group's name, stays whole (`literal`). What tells namesakes apart, `Wei Zhang (Nanwan)`, is part
    of the suffix.
    """
    name = turned(name)
    if not name.printed:
        return name
    told = _IN_BRACKETS.search(name.printed)
    if is_group(name.printed[: told.start() if told else None]):
        return replace(name, printed="", literal=name.printed)
    words = name.printed[: told.start() if told else None].replace(",", " ").split()
    suffix = words.pop() if len(words) > 2 and SUFFIX.fullmatch(words[-1]) else ""
    suffix = f"{suffix} {' '.join(told[0].split()) if told else ''}".strip()
    if len(words) < 2:
        return replace(name, printed="", literal=name.printed)
    if is_family_first(*words):
        return replace(name, printed="", given=" ".join(words[1:]), family=words[0], suffix=suffix)
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


_VANCOUVER = re.compile(r"(.+?) ((?:[^\W\d_a-z]\.?[ -]?){1,3})(?<![ -])(?: (Jr|Sr|2nd|3rd|4th|II|III|IV)\.?)?")
_SHORT_FAMILY_NAMES = frozenset(
    "AI AN AO BA BAI BAO BO BU CAI CAO CHE CHI CHO CHU CUI DAI DAS DE DEY DI DO DOU DU FAN FEI FU FOX GAO GE GU GUO HA HAN "
    "HE HO HOU HSU HU HUI JI JIA JIN JU KAI KAO KE KIM KO KOU KU LAI LAM LAU LE LEE LEI LEO LEI LI LIM LIN LIU LO LOU LU LUO LV "
    "MA MAI MAN MAO MEI MI MO MOU MU NA NAM NG NI NIE NGO OU PAN PAK PEI PU QI QIN QIU QU RAO REN ROH ROY RYU SHA SHE SHI "
    "SHU SO SUI SUN TAM TAN TAO TSE TU VO VU WAN WEI WEN WON WOO WU XI XIA XIE XIN XU XUE YAN YAO YE YI YIM YIN YIP YOO YOU YU "
    "YUE ZHA ZHU ZOU ZUO".split()
)
"""Family names of at most three letters, which some write in capitals: `Xingjian SHI`."""
_LONGEST_FAMILY_NAME = 2
"""Words, particles aside: with more, it is a given name with a father's initial behind, `Vijay Sundar Ram R`."""


def particle_of(family: str) -> tuple[str, str]:
    """(particles in lower case, the rest) of a family name: `van der Berg`. They never make up the whole name."""
    words = family.split()
    count = 0
    while count < len(words) - 1 and words[count] in PARTICLES:
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def _one_vancouver(text: str) -> Name | None:
    found = _VANCOUVER.fullmatch(text)
    if not found or not found[2].isupper():
        return None
    particle, family = particle_of(found[1])
    initials = re.sub(r"[\W_]", "", found[2])
    said = family.replace("'", "").replace("’", "").replace("-", "").split()
    if not all(word.isalpha() and len(word) > 1 and word[0].isupper() for word in said):
        return None
    said = [word for word in said if word.lower() not in PARTICLES]
    if len(said) > _LONGEST_FAMILY_NAME or initials in ("II", "III") or (len(said) > 1 and SUFFIX.fullmatch(initials)):
        return None
    if text.isupper() and len(initials) > 1 and not re.fullmatch(_CONSONANTS, initials):
        return None  # `JUN HAN`
    return Name(given=found[2], family=family, non_dropping_particle=particle, suffix=found[3] or "")


def vancouver(texts: Sequence[str], *, alone: bool = False) -> tuple[Name, ...]:
    """Names as medicine writes them, family name and initials (`Doe JA`, `van der Waals J.D.`, `Doe J Jr`); none unless all are.

    One name shows too little: `Weinan E` ends in a family name, `Deepak P` in a father's initial. `alone`: what else is known of
    the source says that names are written so. Citing Medicine, 2nd ed.: https://www.ncbi.nlm.nih.gov/books/NBK7281/
    """
    found: list[Name] = []
    for text in texts:
        name = _one_vancouver(text)
        if name is None:
            return ()
        found.append(name)
    if len(found) < 1 + (not alone):
        return ()
    return () if all(name.given in _SHORT_FAMILY_NAMES and len(name.given) > 1 for name in found) else tuple(found)


def listed(given: Sequence[Name]) -> tuple[Name, ...]:
    """The names of one list, with their parts if all the printed ones are written `Doe JA` (`vancouver`); else as they are."""
    places = [place for place, name in enumerate(given) if " " in name.printed]
    found = list(given)
    for place, parted in zip(places, vancouver([given[place].printed for place in places]), strict=False):
        name = given[place]
        found[place] = replace(parted, ORCID=name.ORCID, id=name.id, equal=name.equal)
    return tuple(found)


def sort_key(name: Name) -> tuple[str, str]:
    """Folded (family, given): the order of an index of people. The particle counts with the given name."""
    split = parts(name)
    if split.literal:
        return (fold(split.literal), "")
    return (fold(split.family), fold(f"{split.given} {split.non_dropping_particle} {split.suffix}".strip()))
