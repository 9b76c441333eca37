"""Catalogues: every word that a person sees comes from one, in each language.

A catalogue is a TOML file of nested tables; `message("search.title")` is `title` in `[search]`. A message is a text with
`{placeholders}`, or a table with the plural forms `one` and `other`, chosen by the argument `n` with the rules of Unicode
CLDR (https://cldr.unicode.org/index/cldr-spec/plural-rules).
"""

from __future__ import annotations

import errno
import functools
import os
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.errors import Problem

LANGUAGES = {"en": "English", "fr": "Français"}
"""The languages that labpress speaks, each with its name in itself."""

Messages = Mapping[str, "str | Messages"]


class Catalogue:
    """The messages of one language."""

    def __init__(self, lang: str, messages: Messages) -> None:
        self.lang = lang
        self._messages = dict(flatten(messages))

    def __contains__(self, key: str) -> bool:
        return key in self._messages or f"{key}.other" in self._messages

    def message(self, key: str, /, **args: object) -> str:
        """The message in this language; KeyError for a key that the catalogue does not have."""
        found = self.form(key, args.get("n"))
        return found.format_map(args) if args else found

    def form(self, key: str, n: object = None) -> str:
        """The message with its placeholders, in the plural form for `n`; KeyError for a key that the catalogue does not have."""
        found = self._messages.get(key)
        return self._messages[f"{key}.{plural(self.lang, n)}"] if found is None else found

    def problem(self, problem: Problem) -> str:
        """`file:line:column: error: what is wrong and how to mend it`."""
        args = {name: self.reason(str(value)) if name == "reason" else value for name, value in problem.args.items()}
        words = self.message(f"problem.{problem.code}", **args, key=problem.key, text=problem.text)
        kind = self.message(f"severity.{problem.severity}")
        return f"{problem.place}: {kind}: {words}" if problem.place else f"{kind}: {words}"

    def reason(self, name: str) -> str:
        """What `errors.reason` names, in this language; for what is rare, the system's words."""
        number = getattr(errno, name, None)
        return self._messages.get(f"system.{name}") or (os.strerror(number) if isinstance(number, int) else name)


def flatten(messages: Messages, prefix: str = "") -> Iterable[tuple[str, str]]:
    """Each message with its dotted key."""
    for key, value in messages.items():
        if isinstance(value, str):
            yield prefix + key, value
        else:
            yield from flatten(value, f"{prefix}{key}.")


def plural(lang: str, n: object) -> str:
    """The plural form of a whole number: French counts 0 as one, English does not (CLDR, *Cardinal*)."""
    return "one" if n == 1 or (n == 0 and lang == "fr") else "other"


@functools.cache
def tool_catalogue(lang: str) -> Catalogue:
    """What the command line says."""
    file = Path(__file__).parent / "catalogues" / f"{lang}.toml"
    return Catalogue(lang, tomllib.loads(file.read_text("utf-8")))


def preferred_language(environment: Mapping[str, str]) -> str:
    """The language of a person's terminal by POSIX: `LC_ALL`, `LC_MESSAGES`, `LANG`; English if there is no catalogue."""
    chosen = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    lang = chosen[:2].lower()
    return lang if lang in LANGUAGES else "en"
