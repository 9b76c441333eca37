"""A theme's folder and those that it inherits from: which they are, and what `theme.toml` and the catalogues there say."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator import config
from generator.errors import Problem, Severity, UsageError
from generator.files import parse_toml, read_text
from generator.i18n import Catalogue, Messages
from generator.paths import Paths
from generator.schema import validate
from generator.text import did_you_mean
from generator.theme.options import Option

KEPT = 64
"""So many files are kept as they were read, for the next build: all of a long chain's."""


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """`theme.toml`."""

    extends: str = ""
    """The theme that it inherits from; only `base` has none."""
    description: Mapping[str, str] = field(default_factory=dict)
    """By language: one sentence."""
    options: Mapping[str, Option] = field(default_factory=dict)
    """What a site may set under `[theme.options]`."""


def chain(paths: Paths, name: str) -> Mapping[Path, ThemeFile]:
    """The theme's folder with its `theme.toml`, its parent's, and so on.

    Raises UsageError where one is missing or cannot be read, or where they go in a circle.
    """
    found: dict[Path, ThemeFile] = {}
    asked, key = paths.settings, "theme.name"
    while True:
        folder = next((place / name for place in paths.themes if (place / name / "theme.toml").is_file()), None)
        if folder is None or Path(name).name != name:
            known = sorted({file.parent.name for place in paths.themes for file in place.glob("*/theme.toml")})
            meant = did_you_mean(name, known)
            args = {"name": name, "known": ", ".join(known), "meant": meant}
            raise UsageError(_problem("theme-unknown-meant" if meant else "theme-unknown", asked, key, args, paths))
        if folder in found:
            raise UsageError(_problem("theme-circle", asked, key, {"name": name}, paths))
        file = folder / "theme.toml"
        theme, problems = _theme_file(_read(file, paths), paths.shown(file))
        if theme is None:
            raise UsageError(*problems)
        found[folder] = theme
        asked, key, name = file, "extends", theme.extends
        if not name:
            return found


def _problem(code: str, file: Path, key: str, args: Mapping[str, str], paths: Paths) -> Problem:
    line, column = config.place_in(read_text(file, "")[0])(tuple(key.split(".")))
    return Problem(code, path=paths.shown(file), line=line, column=column, args=dict(args))


@functools.lru_cache(maxsize=KEPT)
def _theme_file(text: str, shown: str) -> tuple[ThemeFile | None, tuple[Problem, ...]]:
    data, problems = parse_toml(text, shown)
    if problems:
        return None, tuple(problems)
    found, problems = validate(ThemeFile, data, shown, config.place_in(text), unknown=Severity.ERROR)
    return found, tuple(problems)


def catalogue(folders: tuple[Path, ...], lang: str, paths: Paths) -> tuple[Mapping[str, Any], Catalogue]:
    """The words of a chain in a language, a child's before its parent's: as nested tables, and to be asked."""
    files = [file for folder in folders if (file := folder / "i18n" / f"{lang}.toml").is_file()]
    return _catalogue(lang, tuple((_read(file, paths), paths.shown(file)) for file in files))


@functools.lru_cache(maxsize=KEPT)
def _catalogue(lang: str, files: tuple[tuple[str, str], ...]) -> tuple[Mapping[str, Any], Catalogue]:
    words: dict[str, Any] = {}
    for text, shown in reversed(files):
        data, problems = parse_toml(text, shown)
        if problems:
            raise UsageError(*problems)
        _merge(words, data)
    return words, Catalogue(lang, words)


def _read(file: Path, paths: Paths) -> str:
    text, problems = read_text(file, paths.shown(file))
    if problems:
        raise UsageError(*problems)
    return text


def _merge(into: dict[str, Any], messages: Messages) -> None:
    for key, value in messages.items():
        if isinstance(value, Mapping) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = dict(value) if isinstance(value, Mapping) else value
