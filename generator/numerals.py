"""Whole numbers in words, as running text has them: up to ninety-nine; above that, digits in groups of three."""

from __future__ import annotations

_ENGLISH = (
    "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen"
).split()
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_FRENCH = (
    "aucune une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf"
).split()
_FRENCH_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}


def in_words(number: int, lang: str, beside: int = 0) -> str:
    """`forty-six`, `quarante-six`, `1,248`. French is feminine, as publications and persons are: `vingt et une`.

    Numbers of one sentence are written alike: beside one above ninety-nine, in digits too.
    """
    if max(number, beside) > 99:
        return in_digits(number, lang)
    return _french(number) if lang == "fr" else _english(number)


def in_digits(number: int, lang: str) -> str:
    """`1,248`; in French a narrow space that does not break, U+202F, parts the groups. For counts: a year has no groups."""
    return f"{number:,}" if lang == "en" else f"{number:,}".replace(",", "\u202f")


def _english(number: int) -> str:
    if number < 20:
        return _ENGLISH[number]
    tens, units = divmod(number, 10)
    return _ENGLISH_TENS[tens - 2] + (f"-{_ENGLISH[units]}" if units else "")


def _french(number: int) -> str:
    """By the traditional spelling: hyphens below a hundred, but not around `et`."""
    if number < 20:
        return _FRENCH[number]
    if number >= 80:
        return f"quatre-vingt-{_FRENCH[number - 80]}" if number > 80 else "quatre-vingts"
    tens, units = (6, number - 60) if number >= 60 else divmod(number, 10)
    if not units:
        return _FRENCH_TENS[tens]
    return _FRENCH_TENS[tens] + (" et " if units in (1, 11) else "-") + _FRENCH[units]
