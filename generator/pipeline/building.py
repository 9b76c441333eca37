"""Markdown files → site."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator import (
    config,
    content,
    front_matter,
    permalinks,
    redirects,
    site,
    writer,
)
from generator.config import SiteConfig
from generator.content import Content
from generator.digests import Kept
from generator.errors import Problem, Severity
from generator.files import read_text
from generator.filters import content_target
from generator.outputs import File, outputs
from generator.pages import Page, kinds
from generator.paths import Paths
from generator.people import Directory
from generator.pipeline.settings import refuse, settings_of
from generator.site import Site
from generator.theme import Theme
from generator.yaml_reader import Location

Progress = Callable[[str, int, int], None]
"""Told (phase, done, of how many): `reading`, `rendering`, `writing`."""


def _quiet(_phase: str, _done: int, _total: int) -> None:
    """Report nothing."""


def check(paths: Paths, base_url: str | None = None) -> None:
    """Raises UsageError for settings, a theme or an output folder with which nothing can be built."""
    settings, _ = settings_of(paths, base_url)
    Theme(paths, settings)
    writer.check(paths.output, paths.cache, root=paths.root)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    publications: int
    authors: int
    files: int
    written: writer.Written
    base_url: str
    problems: tuple[Problem, ...]
    """Warnings and questions; errors are raised."""


def build_site(
    paths: Paths,
    *,
    drafts: bool = False,
    base_url: str | None = None,
    strict: bool = False,
    progress: Progress = _quiet,
    kept: Kept | None = None,
) -> Built:
    """Markdown files → site, all or nothing. Who builds again and again gives what was `kept`; the site is the same without it.

    Raises ContentError or UsageError, with every problem, before anything is written; under `strict` for warnings too.
    """
    settings, problems = settings_of(paths, base_url)
    theme = Theme(paths, settings, kept)
    if kept:
        kept.digests.forget()
    progress("reading", 0, 0)
    read, said = content.read(paths, kept)
    problems += said
    shown = site.shown_publications(read, drafts=drafts)
    lists = [(key, record.author, record.editor, record.contributor) for key, record in shown.items()]
    directory = (kept or Kept()).take(("people",), (lists, read.authors), lambda: Directory(shown, read.authors))
    sites = []
    for lang in settings.languages:
        one, said = site.build(read, settings, lang, drafts=drafts, directory=directory, kept=kept)
        sites.append(one)
        problems += [problem for problem in said if problem not in problems]
    refuse(problems, strict)

    static = frozenset(read.static)
    pages = [(one, page) for one in sites for page in _pages(one)]
    files: dict[str, tuple[str, bytes]] = {}
    for made_by, file in (*_assets(theme), *_static(read), *_others(sites)):
        if isinstance(file, Page):
            pages.append((next(one for one in sites if one.lang == file.lang), file))
        else:
            _add(files, made_by, file, problems)
    problems += redirects.check(sites, _taken(files, pages, settings), _where(paths))
    refuse(problems, strict)
    views = {one.lang: theme.view(one) for one in sites}
    for number, (_, page) in enumerate(pages, 1):
        progress("rendering", number, len(pages))
        _add(files, page.template, theme.render(page, views[page.lang], static), problems)
    problems += _broken_links(read, settings, static, files)
    problems += _broken_options(theme, settings, static, files, _where(paths))
    refuse(problems, strict)

    progress("writing", 0, len(files))
    written = writer.publish(paths.output, paths.cache, {path: data for path, (_, data) in files.items()}, root=paths.root)
    return Built(len(sites[0].entries), len(sites[0].authors), len(files), written, settings.base_url, tuple(problems))


def _broken_links(read: Content, settings: SiteConfig, static: Container[str], files: Container[str]) -> Iterator[Problem]:
    """Relative links in people's texts that lead to no file of the site."""
    for link in read.links:
        path = link.url.partition("#")[0].partition("?")[0]
        target = content_target(path, settings.language, settings.language, static)
        if path and target not in files:
            yield Problem("link-broken", Severity.WARNING, link.path, link.line, args={"target": target})


def _broken_options(
    theme: Theme, settings: SiteConfig, static: Container[str], files: Container[str], where: redirects.Where
) -> Iterator[Problem]:
    """Files and relative links in the theme's options that are not of the site."""
    for name, is_file, address in theme.addresses():
        path = address if is_file else address.partition("#")[0]
        target = path if is_file else content_target(path, settings.language, settings.language, static)
        if path and target not in files and (is_file or not urlsplit(address).scheme):
            line, column = where(redirects.SETTINGS, ("theme", "options", name))
            code = "file-missing" if is_file else "link-broken"
            args: dict[str, str | int] = {"file" if is_file else "target": target}
            yield Problem(code, Severity.WARNING, redirects.SETTINGS, line, column, key=name, args=args)


def _pages(one: Site) -> Iterator[Page]:
    for kind in kinds():
        yield from kind.pages(one)


def _assets(theme: Theme) -> Iterator[tuple[str, File]]:
    yield from (("theme", file) for file in theme.assets())


def _static(read: Content) -> Iterator[tuple[str, File]]:
    for path, file in read.static.items():
        yield f"content/static/{path}", File(path, file.read_bytes())


def _others(sites: list[Site]) -> Iterator[tuple[str, File | Page]]:
    for output in outputs():
        for one in sites:
            if one.config.base_url or not output.needs_base_url:
                yield from ((output.name, file) for file in output.files(one))


def _taken(files: Mapping[str, tuple[str, bytes]], pages: Sequence[tuple[Site, Page]], settings: SiteConfig) -> dict[str, str]:
    """Every path of the site but those of redirects, with what made it."""
    rendered = [page for _, page in pages if page.template != "redirect"]
    return {path: made_by for path, (made_by, _) in files.items()} | {
        permalinks.localised(page.path, page.lang, settings.language): page.template for page in rendered
    }


def _where(paths: Paths) -> redirects.Where:
    """The place of a key in a file of `content/`, which is read again only for a message."""

    def where(file: str, location: Location) -> tuple[int, int]:
        text, _ = read_text(paths.root / file, file)
        if file.endswith(".toml"):
            return config.place_in(text)(location)
        parsed, _ = front_matter.parse(text, file)
        return parsed.document.place(location) if parsed else (0, 0)

    return where


def _add(files: dict[str, tuple[str, bytes]], made_by: str, file: File, problems: list[Problem]) -> None:
    """Two makers of one file are an error that names both."""
    if file.path in files:
        args: dict[str, str | int] = {"path": file.path, "first": files[file.path][0], "second": made_by}
        problems.append(Problem("file-collision", path=file.path, args=args))
    else:
        files[file.path] = (made_by, file.content)
