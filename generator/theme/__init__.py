"""Themes: folders of templates, assets, options and words, each inheriting from the one that it extends.

`themes/x/theme.toml` with `extends = "base"` is a whole theme; it overrides one file at a time. A template may extend the one
that it overrides: `{% extends "!parent/publication.html" %}`.

`chain` finds the folders and reads their `theme.toml` and words, `options` says what a site may set, `templates` finds a
template in the chain.
"""

from __future__ import annotations

import functools
import posixpath
import re
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateError, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from generator import __version__, permalinks
from generator.config import SiteConfig
from generator.digests import Kept, UndigestibleError
from generator.errors import ContentError, Problem
from generator.filters import Place
from generator.i18n import LANGUAGES, Catalogue
from generator.outputs import File
from generator.outputs.feed import dated
from generator.pages import Page, kinds
from generator.paths import Paths, shipped_themes
from generator.site import Entry, Site
from generator.theme import chain, options, templates
from generator.theme.templates import PARENT

LIST = "list.html"
ROW = "_row.html"
"""A publication in a list. It sees `entry`, `level`, `here` and `site`, and of `here` the folder alone, so that a row that
stands on several pages of a folder is the same on each."""
OPTIONS_STYLE = "options.css"
"""A template among the others: what the options become, as rules of a style sheet, since the CSP forbids `style=`."""

COMMENT_LINES = re.compile(rb"^[ \t]*(?://.*|/\*\*(?:[^*]|\*(?!/))*\*/[ \t]*)\n", re.MULTILINE)
"""Lines of a script that are comment and nothing else: for whoever works on the theme, and a quarter of what readers load."""


@dataclass(frozen=True, slots=True)
class SiteView:
    """What a template may know of the site: never the whole, so that a page depends on little."""

    title: str
    description: str
    description_language: str
    base_url: str
    repository: str
    languages: tuple[tuple[str, str], ...]
    """(language, its name in itself), the first one at the top of the site."""
    navigation: tuple[tuple[str, str, str, str], ...]
    """(kind, words, path, language of the words)."""
    options: Mapping[str, Any]
    assets: frozenset[str] = frozenset()
    """The names of the files in the theme's `static/`, so that a template can take what a theme on top may bring."""
    feed: bool = False
    """Whether there is a feed."""
    version: str = __version__


class Theme:
    """A theme with all that it inherits, as it is now, ready to render one site.

    With what earlier builds made, a page is taken from there if nothing that it depends on is different.
    """

    def __init__(self, paths: Paths, settings: SiteConfig, kept: Kept | None = None) -> None:
        found = chain.chain(paths, settings.theme.name)
        self.folders = tuple(found)
        self._declared = {name: option for theme in reversed([*found.values()]) for name, option in theme.options.items()}
        self.options = options.chosen(self._declared, settings, paths)
        ours = all(folder.is_relative_to(shipped_themes()) for folder in self.folders)
        self._templates, self._environment = templates.environment(self.folders, Environment if ours else SandboxedEnvironment)
        if self._templates.read() and self._environment.cache is not None:
            self._environment.cache.clear()
        self._paths = paths
        self._settings = settings
        self._kept = kept

    @functools.cached_property
    def _words(self) -> Mapping[str, tuple[Mapping[str, Any], Catalogue]]:
        return {lang: chain.catalogue(self.folders, lang, self._paths) for lang in LANGUAGES}

    def catalogue(self, lang: str) -> Catalogue:
        """The theme's words in a language, a child's before its parent's."""
        return self._words[lang][1]

    @functools.cached_property
    def _asset_files(self) -> Mapping[str, Path]:
        """The files of `static/` by name, a child's instead of its parent's."""
        found: dict[str, Path] = {}
        for folder in reversed(self.folders):
            static = folder / "static"
            found |= {file.relative_to(static).as_posix(): file for file in static.rglob("*") if file.is_file()}
        return found

    def assets(self) -> Iterator[File]:
        """The files of `static/`, and the style sheet of the options."""
        for name, file in sorted(self._asset_files.items()):
            data = file.read_bytes()
            yield File(permalinks.asset(name), COMMENT_LINES.sub(b"", data) if name.endswith(".js") else data)
        yield File(permalinks.asset(OPTIONS_STYLE), self._render([OPTIONS_STYLE], {"options": self.options}).encode())

    def addresses(self) -> Iterator[tuple[str, bool, str]]:
        """(option, whether it is a file rather than a link, address) of what the site's own options name."""
        for name, value in self._settings.theme.options.items():
            option = self._declared[name]
            yield from ((name, option.type == "file", address) for address in option.addresses(value))

    def view(self, site: Site) -> SiteView:
        """What the templates of one language see of the site."""
        say = self.catalogue(site.lang)
        navigation = []
        for kind in kinds():
            path = kind.navigation(site) if kind.navigation else ""
            if path:
                key = f"navigation.{kind.name}"
                words = say.message(key) if key in say else kind.label or kind.name.replace("_", " ").capitalize()
                navigation.append((kind.name, words, path, site.lang))
        pages = [(slug, page.title, permalinks.free_page(slug), lang) for slug, page, lang in site.pages if page.navigation]
        # Search stands last, where readers look for it.
        place = next((index for index, item in enumerate(navigation) if item[2] == permalinks.SEARCH), len(navigation))
        navigation[place:place] = pages
        languages = tuple((lang, LANGUAGES[lang]) for lang in site.config.languages)
        settings = site.config
        options = {name: self._declared[name].local(value, site.lang) for name, value in self.options.items()}
        return SiteView(
            site.title,
            site.description,
            site.lang if settings.has_description(site.lang) else settings.language,
            settings.base_url,
            settings.repository,
            languages,
            tuple(navigation),
            options,
            frozenset(self._asset_files),
            feed=bool(settings.base_url and dated(site)),
        )

    def render(self, page: Page, view: SiteView, static: frozenset[str] = frozenset()) -> File:
        """The file of a page. Raises ContentError, with the template's file and line, for a mistake in a template."""
        settings = self._settings
        here = Place(page.path, page.lang, settings.language, _top(page, settings.base_url), self.catalogue(page.lang), static)
        surroundings = (view, settings.language, here.top, static, self._words[page.lang][0], self._templates.sources)

        def row(entry: Entry, level: int) -> Markup:
            folder = replace(here, path=posixpath.join(posixpath.dirname(here.path), ""))
            context = {"entry": entry, "level": level, "here": folder, "site": view}
            made = self._made((ROW, folder.file, here.top, entry.path, level), (entry, *surroundings), [ROW], context)
            return Markup(made.decode())  # noqa: S704 - a template that escapes

        context = {**page.context, "here": here, "site": view, "page_kind": page.template, "row": row}
        return File(here.file, self._made(here.file, (page, *surroundings), [f"{page.template}.html", LIST], context))

    def _made(self, name: object, made_from: tuple[object, ...], names: Sequence[str], context: Mapping[str, Any]) -> bytes:
        """What a template makes, or made in an earlier build from the same values."""

        def render() -> bytes:
            return self._render(names, context).encode()

        if self._kept is None:
            return render()
        try:
            digest = self._kept.digests.of(made_from)
        except UndigestibleError:
            return render()
        return self._kept.take(name, digest, render)

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
