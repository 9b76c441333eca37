"""Themes: folders of templates, assets, options and words, each inheriting from the one that it extends.

`themes/x/theme.toml` with `extends = "base"` is a whole theme; it overrides one file at a time. A template may extend the one
that it overrides: `{% extends "!parent/publication.html" %}`.
"""

from __future__ import annotations

import functools
import re
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, TypeVar

from jinja2 import Environment, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.loaders import BaseLoader
from jinja2.sandbox import SandboxedEnvironment

from generator import __version__, config, permalinks
from generator.config import SiteConfig
from generator.digests import Digests, RenderCache, UndigestibleError
from generator.errors import ContentError, Problem, Severity, UsageError
from generator.files import decode, read_text, read_toml
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


COMMENT_LINES = re.compile(rb"^[ \t]*(?://.*|/\*\*(?:[^*]|\*(?!/))*\*/[ \t]*)\n", re.MULTILINE)
"""Lines of a script that are comment and nothing else: for whoever works on the theme, and a quarter of what readers load."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that a site may set about its theme."""

    type: Literal["number", "boolean", "text", "choice", "words", "links"]
    """`words` are a text, or a table with one by language; `links` a list of tables with `text` (words) and `href`."""
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
        if self.type == "words":
            return _are_words(value)
        if self.type == "links":
            return isinstance(value, list) and all(map(_is_link, value))
        return isinstance(value, bool if self.type == "boolean" else str)

    @property
    def wanted(self) -> str:
        """What a value must be, for messages."""
        if self.type == "number" and self.minimum is not None and self.maximum is not None:
            return f"{self.minimum:g}–{self.maximum:g}"
        return ", ".join(self.choices) or _WANTED[self.type]

    def local(self, value: Any, lang: str) -> Any:
        """The value as the pages of one language have it."""
        if self.type == "words":
            return _words(value, lang)
        if self.type == "links":
            return tuple((_words(each["text"], lang), each["href"]) for each in value)
        return value


_WANTED = {
    "boolean": "true, false",
    "text": '"…"',
    "number": "0, 1.5",
    "words": '"…", {en = "…", fr = "…"}',
    "links": '[{text = "…", href = "…"}]',
}


def _are_words(value: Any) -> bool:
    texts = value.values() if isinstance(value, dict) and value.keys() <= LANGUAGES.keys() else [value]
    return all(isinstance(text, str) for text in texts)


def _is_link(value: Any) -> bool:
    if not isinstance(value, dict) or value.keys() != {"text", "href"}:
        return False
    return _are_words(value["text"]) and isinstance(value["href"], str)


def _words(value: Any, lang: str) -> str:
    """The words of one language; where there are none in it, the first ones."""
    if isinstance(value, str):
        return value
    return str(value.get(lang) or next(iter(value.values()), ""))


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
    assets: frozenset[str] = frozenset()
    """The names of the files in the theme's `static/`, so that a template can take what a theme on top may bring."""
    version: str = __version__


class Theme:
    """A theme with all that it inherits, as it is now, ready to render one site.

    With a `cache`, a page is taken from there if nothing that it depends on is different.
    """

    def __init__(self, paths: Paths, settings: SiteConfig, cache: RenderCache | None = None) -> None:
        self.folders = _chain(paths, settings.theme.name)
        chain = [_theme_file(folder, paths) for folder in self.folders]
        self._declared = {name: option for theme in reversed(chain) for name, option in theme.options.items()}
        self.options = _options(self._declared, settings, paths)
        self._words: dict[str, dict[str, Any]] = {}
        self._messages: dict[str, Catalogue] = {}
        ours = all(folder.is_relative_to(shipped_themes()) for folder in self.folders)
        self._loader, self._environment = _environment(self.folders, Environment if ours else SandboxedEnvironment)
        self._loader.read()
        self._paths = paths
        self._cache = cache
        self._digests = Digests()

    def catalogue(self, lang: str) -> Catalogue:
        """The theme's words in a language, a child's before its parent's."""
        if lang not in self._messages:
            merged: dict[str, Any] = {}
            for folder in reversed(self.folders):
                file = folder / "i18n" / f"{lang}.toml"
                if file.is_file():
                    _merge(merged, _toml(file, self._paths)[0])
            self._words[lang] = merged
            self._messages[lang] = Catalogue(lang, merged)
        return self._messages[lang]

    def _asset_files(self) -> dict[str, Path]:
        """The files of `static/` by name, a child's instead of its parent's."""
        found: dict[str, Path] = {}
        for folder in reversed(self.folders):
            static = folder / "static"
            found |= {file.relative_to(static).as_posix(): file for file in static.rglob("*") if file.is_file()}
        return found

    def assets(self) -> Iterator[File]:
        """The files of `static/`, and the style sheet of the options."""
        for name, file in sorted(self._asset_files().items()):
            data = file.read_bytes()
            yield File(permalinks.asset(name), COMMENT_LINES.sub(b"", data) if name.endswith(".js") else data)
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
        options = {name: self._declared[name].local(value, site.lang) for name, value in self.options.items()}
        return SiteView(
            site.title,
            site.description,
            settings.base_url,
            settings.repository,
            languages,
            tuple(navigation),
            options,
            frozenset(self._asset_files()),
        )

    def render(self, page: Page, view: SiteView, settings: SiteConfig, static: frozenset[str] = frozenset()) -> File:
        """The file of a page. Raises ContentError, with the template's file and line, for a mistake in a template."""
        here = Place(
            page.path,
            page.lang,
            settings.language,
            _top(page, settings.base_url),
            self.catalogue(page.lang),
            static,
        )
        context = {**page.context, "here": here, "site": view, "page_kind": page.template}

        def render() -> bytes:
            return self._render([f"{page.template}.html", LIST], context).encode()

        if self._cache is None:
            return File(here.file, render())
        site = (view, settings.language, here.top, static)
        try:
            digest = self._digests.of((page, site, self._words[page.lang], self._loader.sources))
        except UndigestibleError:
            return File(here.file, render())
        return File(here.file, self._cache.page(here.file, digest, render))

    def _render(self, names: Sequence[str], context: Mapping[str, Any]) -> str:
        try:
            return self._environment.select_template(list(names)).render(context)
        except TemplateSyntaxError as error:
            raise ContentError(self._problem(error.filename or "", error.lineno, error.message or "")) from error
        except ContentError as error:
            raise ContentError(*(replace(each, path=self._paths.shown(Path(each.path))) for each in error.problems)) from error
        except (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
            frames = traceback.extract_tb(error.__traceback__)
            inside = [frame for frame in frames if any(frame.filename.startswith(str(folder)) for folder in self.folders)]
            if not inside:
                raise
            raise ContentError(
                self._problem(inside[-1].filename, inside[-1].lineno or 0, re.sub(r"^@\d+/", PARENT, str(error)))
            ) from error

    def _problem(self, file: str, line: int, detail: str) -> Problem:
        return Problem("template", path=self._paths.shown(Path(file)), line=line, args={"detail": detail})


def _top(page: Page, base_url: str) -> str:
    """What the links of a page start with; nothing where they are relative."""
    if page.embedded and base_url:
        return base_url.rstrip("/") + "/"
    return permalinks.base_path(base_url) if page.path == permalinks.NOT_FOUND else ""


class _Loader(BaseLoader):
    """Finds a template in the first theme of the chain that has it. `@2/x.html` looks from the third theme on.

    It knows the templates as they were when it last read them, so that all pages of a build are made from the same ones.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders
        self.sources: tuple[Mapping[str, bytes], ...] = ()
        """For each theme of the chain: the templates, by their names."""

    def read(self) -> None:
        """Read every template again."""
        self.sources = tuple(dict(_files(folder / "templates")) for folder in self.folders)

    def find(self, name: str) -> tuple[int, bytes, Path] | None:
        """Which theme of the chain has it, what it says, and the file."""
        start, plain = 0, name
        if name.startswith("@"):
            number, _, plain = name[1:].partition("/")
            start = int(number)
        level = next((level for level in range(start, len(self.sources)) if plain in self.sources[level]), None)
        return None if level is None else (level, self.sources[level][plain], self.folders[level] / "templates" / plain)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002
        found = self.find(template)
        if found is None:
            raise TemplateNotFound(template)
        text, problems = decode(found[1], str(found[2]))
        if problems:
            raise ContentError(*problems)
        return text, str(found[2]), lambda: self.find(template) == found


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield file.relative_to(folder).as_posix(), file.read_bytes()


@functools.cache
def _environment(folders: tuple[Path, ...], kind: type[Environment]) -> tuple[_Loader, Environment]:
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
    return loader, environment


def _chain(paths: Paths, name: str) -> tuple[Path, ...]:
    """The theme's folder, its parent's, and so on. Raises UsageError where one is missing or they go in a circle."""
    folders: list[Path] = []
    while True:
        folder = next((place / name for place in paths.themes if (place / name / "theme.toml").is_file()), None)
        known = sorted({file.parent.name for place in paths.themes for file in place.glob("*/theme.toml")})
        file, key = (folders[-1] / "theme.toml", ("extends",)) if folders else (paths.settings, ("theme", "name"))
        shown, (line, column) = paths.shown(file), config.place_in(read_text(file, "")[0])(key)
        if folder is None or Path(name).name != name:
            meant = did_you_mean(name, known)
            args = {"name": name, "known": ", ".join(known), "meant": meant}
            code = "theme-unknown-meant" if meant else "theme-unknown"
            raise UsageError(Problem(code, path=shown, line=line, column=column, args=args))
        if folder in folders:
            raise UsageError(Problem("theme-circle", path=shown, line=line, column=column, args={"name": name}))
        folders.append(folder)
        name = _theme_file(folder, paths).extends
        if not name:
            return tuple(folders)


def _theme_file(folder: Path, paths: Paths) -> ThemeFile:
    file = folder / "theme.toml"
    data, text = _toml(file, paths)
    found, problems = validate(ThemeFile, data, paths.shown(file), config.place_in(text), unknown=Severity.ERROR)
    if found is None:
        raise UsageError(*problems)
    return found


def _options(declared: Mapping[str, Option], settings: SiteConfig, paths: Paths) -> dict[str, Any]:
    """The value of each declared option. Raises UsageError for unknown options and unfit values, all at once."""
    shown = paths.shown(paths.settings)
    place = config.place_in(read_text(paths.settings, "")[0])
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


def _toml(file: Path, paths: Paths) -> tuple[dict[str, Any], str]:
    data, text, problems = read_toml(file, paths.shown(file))
    if problems:
        raise UsageError(*problems)
    return data, text


def _merge(into: dict[str, Any], messages: Messages) -> None:
    for key, value in messages.items():
        if isinstance(value, Mapping) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = dict(value) if isinstance(value, Mapping) else value
