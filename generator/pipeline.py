"""The whole, from top to bottom: sources → Markdown files (`import_sources`), Markdown files → site (`build_site`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from generator import config, content, site, writer
from generator.config import SiteConfig
from generator.content import Content
from generator.errors import ContentError, Problem, Severity, UsageError, has_errors
from generator.outputs import File, outputs
from generator.pages import Page, kinds
from generator.paths import Paths
from generator.site import Site
from generator.theme import Theme

Progress = Callable[[str, int, int], None]
"""Told (phase, done, of how many): `reading`, `rendering`, `writing`."""


def _quiet(_phase: str, _done: int, _total: int) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    publications: int
    authors: int
    files: int
    written: writer.Written
    problems: tuple[Problem, ...]
    """Warnings and questions; errors are raised."""


def build_site(
    paths: Paths, *, drafts: bool = False, base_url: str | None = None, strict: bool = False, progress: Progress = _quiet
) -> Built:
    """Markdown files → site, all or nothing.

    Raises ContentError or UsageError, with every problem, before anything is written; under `strict` for warnings too.
    """
    settings, problems = settings_of(paths, base_url)
    theme = Theme(paths, settings)
    progress("reading", 0, 0)
    read, said = content.read(paths)
    problems += said
    sites = []
    for lang in settings.languages:
        one, said = site.build(read, settings, lang, drafts=drafts)
        sites.append(one)
        problems += [problem for problem in said if problem not in problems]
    if has_errors(problems) or (strict and any(problem.severity is Severity.WARNING for problem in problems)):
        raise ContentError(*problems)

    static = frozenset(read.static)
    pages = [(one, page) for one in sites for page in _pages(one)]
    files: dict[str, tuple[str, bytes]] = {}
    for made_by, file in (*_assets(theme), *_static(read), *_others(sites)):
        if isinstance(file, Page):
            pages.append((next(one for one in sites if one.lang == file.lang), file))
        else:
            _add(files, made_by, file, problems)
    views = {one.lang: theme.view(one) for one in sites}
    for number, (_, page) in enumerate(pages, 1):
        progress("rendering", number, len(pages))
        _add(files, page.template, theme.render(page, views[page.lang], settings, static), problems)
    if has_errors(problems):
        raise ContentError(*problems)

    progress("writing", 0, len(files))
    written = writer.publish(paths.output, paths.cache, {path: data for path, (_, data) in files.items()}, root=paths.root)
    return Built(len(sites[0].entries), len(sites[0].authors), len(files), written, tuple(problems))


def settings_of(paths: Paths, base_url: str | None = None) -> tuple[SiteConfig, list[Problem]]:
    """The settings, `base_url` in place of the one in the file. Raises UsageError for a setting in error."""
    settings, problems = config.read(paths.settings, paths.shown(paths.settings))
    if has_errors(problems):
        raise UsageError(*problems)
    if base_url is not None:
        settings = replace(settings, base_url=base_url)
        problems += config.check_base_url(settings, "--base-url", 0)
        if has_errors(problems):
            raise UsageError(*problems)
    return settings, problems


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


def _add(files: dict[str, tuple[str, bytes]], made_by: str, file: File, problems: list[Problem]) -> None:
    """Two makers of one file are an error that names both."""
    if file.path in files:
        args: dict[str, str | int] = {"path": file.path, "first": files[file.path][0], "second": made_by}
        problems.append(Problem("file-collision", path=file.path, args=args))
    else:
        files[file.path] = (made_by, file.content)
