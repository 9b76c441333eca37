"""Themes: folders of templates, assets, options and words, each inheriting from the one that it extends.

`themes/x/theme.toml` with `extends = "base"` is a whole theme; it overrides one file at a time. A template may extend the one
that it overrides: `{% extends "!parent/publication.html" %}`.
"""

from __future__ import annotations

import functools
import tomllib
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

from jinja2 import Environment, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.loaders import BaseLoader
from jinja2.sandbox import SandboxedEnvironment

from generator import __version__, config, permalinks
from generator.config import SiteConfig
from generator.errors import ContentError, Problem, Severity, UsageError
from generator.filters import FILTERS, FUNCTIONS, Place
from generator.i18n import LANGUAGES, Catalogue, Messages
from generator.outputs import File
from generator.pages import Page, kinds
from generator.paths import Paths, shipped_themes
from generator.schema import validate
from generator.site import Site
from generator.text import did_you_mean

T = TypeVar("T")
PARENT = "!parent/"
LIST = "list.html"
OPTIONS_STYLE = "options.css"
"""A template among the others: what the options become, as rules of a style sheet, since the CSP forbids `style=`."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that a site may set about its theme."""

    type: Literal["number", "boolean", "text", "choice"]
    default: Any
    """Of the type; of a choice, one of `choices`."""
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    help: Mapping[str, str] = field(default_factory=dict)
    """By language: what it does."""

    def accepts(self, value: Any) -> bool:
        if self.type == "number":
            within = (self.minimum is None or value >= self.minimum) and (self.maximum is None or value <= self.maximum)
            return isinstance(value, int | float) and not isinstance(value, bool) and within
        if self.type == "choice":
            return value in self.choices
        return isinstance(value, bool if self.type == "boolean" else str)

    @property
    def wanted(self) -> str:
        """What a value must be, for messages."""
        if self.type == "number" and self.minimum is not None and self.maximum is not None:
            return f"{self.minimum:g}–{self.maximum:g}"
        return ", ".join(self.choices) or {"boolean": "true, false", "text": '"…"', "number": "0, 1.5"}[self.type]


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """`theme.toml`."""

    extends: str = ""
    """The theme that it inherits from; only `base` has none."""
    description: Mapping[str, str] = field(default_factory=dict)
    """By language: one sentence."""
    options: Mapping[str, Option] = field(default_factory=dict)
    """What a site may set under `[theme.options]`."""


@dataclass(frozen=True, slots=True)
class SiteView:
    """What a template may know of the site: never the whole, so that a page depends on little."""

    title: str
    description: str
    base_url: str
    repository: str
    languages: tuple[tuple[str, str], ...]
    """(language, its name in itself), the first one at the top of the site."""
    navigation: tuple[tuple[str, str, str], ...]
    """(kind, words, path)."""
    options: Mapping[str, Any]
    version: str = __version__


class Theme:
    """A theme with all that it inherits, ready to render one site."""

    def __init__(self, paths: Paths, settings: SiteConfig) -> None:
        self.folders = _chain(paths, settings.theme.name)
        self.options = _options([_theme_file(folder, paths) for folder in self.folders], settings, paths)
        self._messages: dict[str, Catalogue] = {}
        ours = all(folder.is_relative_to(shipped_themes()) for folder in self.folders)
        self._environment = _environment(self.folders, Environment if ours else SandboxedEnvironment)
        self._paths = paths

    def catalogue(self, lang: str) -> Catalogue:
        """The theme's words in a language, a child's before its parent's."""
        if lang not in self._messages:
            merged: dict[str, Any] = {}
            for folder in reversed(self.folders):
                file = folder / "i18n" / f"{lang}.toml"
                if file.is_file():
                    _merge(merged, _toml(file, self._paths))
            self._messages[lang] = Catalogue(lang, merged)
        return self._messages[lang]

    def assets(self) -> Iterator[File]:
        """The files of `static/`, a child's instead of its parent's, and the style sheet of the options."""
        found: dict[str, Path] = {}
        for folder in reversed(self.folders):
            static = folder / "static"
            found |= {file.relative_to(static).as_posix(): file for file in static.rglob("*") if file.is_file()}
        for name, file in sorted(found.items()):
            yield File(permalinks.asset(name), file.read_bytes())
        yield File(permalinks.asset(OPTIONS_STYLE), self._render([OPTIONS_STYLE], {"options": self.options}).encode())

    def view(self, site: Site) -> SiteView:
        """What the templates of one language see of the site."""
        say = self.catalogue(site.lang)
        navigation = []
        for kind in kinds():
            path = kind.navigation(site) if kind.navigation else ""
            if path:
                key = f"navigation.{kind.name}"
                words = say.message(key) if key in say else kind.label or kind.name.replace("_", " ").capitalize()
                navigation.append((kind.name, words, path))
        pages = [(slug, page.title, permalinks.free_page(slug)) for slug, page in site.pages if page.navigation]
        # Search stands last, where readers look for it.
        place = next((index for index, item in enumerate(navigation) if item[2] == permalinks.SEARCH), len(navigation))
        navigation[place:place] = pages
        languages = tuple((lang, LANGUAGES[lang]) for lang in site.config.languages)
        settings = site.config
        return SiteView(
            site.title, site.description, settings.base_url, settings.repository, languages, tuple(navigation), self.options
        )

    def render(self, page: Page, view: SiteView, settings: SiteConfig, static: frozenset[str] = frozenset()) -> File:
        """The file of a page. Raises ContentError, with the template's file and line, for a mistake in a template."""
        here = Place(
            page.path,
            page.lang,
            settings.language,
            permalinks.base_path(settings.base_url),
            page.path == permalinks.NOT_FOUND,
            self.catalogue(page.lang),
            static,
        )
        context = {**page.context, "here": here, "site": view, "page_kind": page.template}
        return File(here.file, self._render([f"{page.template}.html", LIST], context).encode())

    def _render(self, names: Sequence[str], context: Mapping[str, Any]) -> str:
        try:
            return self._environment.select_template(list(names)).render(context)
        except TemplateSyntaxError as error:
            raise ContentError(self._problem(error.filename or "", error.lineno, error.message or "")) from error
        except (TemplateError, KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError) as error:
            frames = traceback.extract_tb(error.__traceback__)
            inside = [frame for frame in frames if any(frame.filename.startswith(str(folder)) for folder in self.folders)]
            if not inside:
                raise
            raise ContentError(self._problem(inside[-1].filename, inside[-1].lineno or 0, str(error))) from error

    def _problem(self, file: str, line: int, detail: str) -> Problem:
        return Problem("template", path=self._paths.shown(Path(file)), line=line, args={"detail": detail})


class _Loader(BaseLoader):
    """Finds a template in the first theme of the chain that has it. `@2/x.html` looks from the third theme on."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders

    def find(self, name: str) -> tuple[int, Path] | None:
        start, plain = 0, name
        if name.startswith("@"):
            number, _, plain = name[1:].partition("/")
            start = int(number)
        files = ((level, self.folders[level] / "templates" / plain) for level in range(start, len(self.folders)))
        return next(((level, file) for level, file in files if ".." not in Path(plain).parts and file.is_file()), None)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002
        found = self.find(template)
        if found is None:
            raise TemplateNotFound(template)
        changed = found[1].stat().st_mtime_ns
        return found[1].read_text("utf-8"), str(found[1]), lambda: found[1].stat().st_mtime_ns == changed


@functools.cache
def _environment(folders: tuple[Path, ...], kind: type[Environment]) -> Environment:
    """Made once for a chain: the preview builds again and again, and compiling templates is a third of a small build."""

    class Chained(kind):  # type: ignore[misc,valid-type]
        def join_path(self, template: str, parent: str) -> str:
            if not template.startswith(PARENT):
                return template
            found = loader.find(parent)
            return f"@{(found[0] if found else 0) + 1}/{template.removeprefix(PARENT)}"

    loader = _Loader(folders)
    environment: Environment = Chained(
        loader=loader,
        autoescape=lambda name: not (name or "").endswith((".css", ".txt")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(FUNCTIONS)
    environment.filters.update(FILTERS)
    return environment


def _chain(paths: Paths, name: str) -> tuple[Path, ...]:
    """The theme's folder, its parent's, and so on. Raises UsageError where one is missing or they go in a circle."""
    folders: list[Path] = []
    while name:
        folder = next((place / name for place in paths.themes if (place / name / "theme.toml").is_file()), None)
        known = sorted({file.parent.name for place in paths.themes for file in place.glob("*/theme.toml")})
        shown = paths.shown(folders[-1] / "theme.toml") if folders else paths.shown(paths.settings)
        if folder is None or Path(name).name != name:
            meant = did_you_mean(name, known)
            args = {"name": name, "known": ", ".join(known), "meant": meant}
            raise UsageError(Problem("theme-unknown-meant" if meant else "theme-unknown", path=shown, args=args))
        if folder in folders:
            raise UsageError(Problem("theme-circle", path=shown, args={"name": name}))
        folders.append(folder)
        name = _theme_file(folder, paths).extends
    return tuple(folders)


def _theme_file(folder: Path, paths: Paths) -> ThemeFile:
    file = folder / "theme.toml"
    place = config.place_in(file.read_text("utf-8"))
    found, problems = validate(ThemeFile, _toml(file, paths), paths.shown(file), place, unknown=Severity.ERROR)
    if found is None:
        raise UsageError(*problems)
    return found


def _options(chain: Sequence[ThemeFile], settings: SiteConfig, paths: Paths) -> dict[str, Any]:
    """The value of each option of the chain. Raises UsageError for unknown options and unfit values, all at once."""
    declared = {name: option for theme in reversed(chain) for name, option in theme.options.items()}
    shown = paths.shown(paths.settings)
    place = config.place_in(paths.settings.read_text("utf-8-sig")) if paths.settings.exists() else config.place_in("")
    problems = []
    for name, value in settings.theme.options.items():
        line, column = place(("theme", "options", name))
        option = declared.get(name)
        if option is None:
            meant = did_you_mean(name, declared)
            code = "option-unknown-meant" if meant else "option-unknown"
            args: dict[str, str | int] = {"meant": meant, "known": ", ".join(sorted(declared))}
            problems.append(Problem(code, path=shown, line=line, column=column, key=name, args=args))
        elif not option.accepts(value):
            args = {"value": str(value), "wanted": option.wanted}
            problems.append(Problem("option-value", path=shown, line=line, column=column, key=name, args=args))
    if problems:
        raise UsageError(*problems)
    return {name: settings.theme.options.get(name, option.default) for name, option in declared.items()}


def _toml(file: Path, paths: Paths) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(Problem("toml-syntax", path=paths.shown(file), args={"detail": str(error)})) from error


def _merge(into: dict[str, Any], messages: Messages) -> None:
    for key, value in messages.items():
        if isinstance(value, Mapping) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = dict(value) if isinstance(value, Mapping) else value
