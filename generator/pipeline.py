"""The whole, from top to bottom: sources → Markdown files (`import_sources`), Markdown files → site (`build_site`)."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from generator import (
    answers,
    author_files,
    config,
    content,
    front_matter,
    merge,
    names,
    permalinks,
    redirects,
    site,
    sources,
    suggestions,
    writer,
)
from generator.config import SiteConfig
from generator.content import Content
from generator.digests import Kept
from generator.errors import ContentError, Problem, Severity, UsageError, has_errors
from generator.files import read_text
from generator.filters import content_target
from generator.formats import Hints
from generator.merge import addresses
from generator.model import PartialDate, Publication
from generator.outputs import File, outputs
from generator.pages import Page, kinds
from generator.paths import Paths
from generator.people import Directory
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
class Imported:
    """What an import did, or would do."""

    plan: merge.Plan
    sources: tuple[str, ...]
    """The sources that had something new to say, as messages name them."""
    written: tuple[str, ...]
    """The new files, as messages name them."""
    changed: tuple[str, ...]
    """The files that were there and say something else now."""


def import_sources(
    paths: Paths,
    given: Mapping[str, bytes] = MappingProxyType({}),
    *,
    replace_given: bool = False,
    restore: frozenset[str] = frozenset(),
    every: bool = False,
    dry_run: bool = False,
    strict: bool = False,
    added: PartialDate | None = None,
) -> Imported:
    """Sources → Markdown files.

    All sources are read, since one may complete what another says; the report is about those whose text differs from what
    `import.lock` recorded, under `every` about all. `given` are files to copy into `content/sources/` first, by name; a name
    that stands there for other content is refused unless `replace_given`. `added` is the day of the import. Raises
    ContentError or UsageError, before anything is written, for what cannot be read; under `strict` for warnings too.
    """
    settings, problems = settings_of(paths)
    sources.check_given(paths, given, replace=replace_given)
    lock, said = sources.read_lock(paths)
    problems += said
    unknown = sorted(restore - {state.key for state in lock.records.values()})
    if unknown and not has_errors(problems):
        raise UsageError(*(Problem("restore-unknown", args={"name": key}) for key in unknown))
    answered, said = answers.read(paths)
    problems += said
    existing, said = content.read(paths)
    problems += [problem for problem in said if problem.severity is Severity.ERROR]
    due = {*(sources.names(paths) if every else sources.due(paths, lock)), *given}
    read, said = sources.read(paths, due, given, _hints(existing, answered))
    problems += said

    def text_of(key: str) -> str:
        return (paths.publications / f"{key}.md").read_bytes().decode()

    _refuse(problems, strict)
    planned = merge.plan(
        lock,
        read,
        existing.publications,
        text_of,
        priority=settings.import_.priority,
        restore=restore,
        answers=answered,
        added=added,
    )
    problems += planned.problems
    problems += answers.check(answered, planned.problems, [id_ for id_ in planned.lock.unheard if id_ not in lock.unheard], paths)
    _refuse(problems, strict)
    after = _publications_after(planned, existing)
    if planned.new or planned.changed or every:
        alike = suggestions.suggestions(Directory(after, existing.authors), after)
        problems += suggestions.questions(alike)
    if not dry_run:
        sources.write(paths, given, planned, _people_renamed(planned, after, existing, paths))
    new, changed = (
        tuple(paths.shown(paths.publications / f"{key}.md") for key in sorted(keys)) for keys in (planned.new, planned.changed)
    )
    told = tuple(source.path for source in read if source.due)
    return Imported(replace(planned, problems=tuple(problems)), told, new, changed)


def _publications_after(plan: merge.Plan, existing: Content) -> dict[str, Publication]:
    texts = {**plan.new, **{key: change.after for key, change in plan.changed.items()}}
    return {**existing.publications, **{key: content.publication_of(text) for key, text in texts.items()}}


def _people_renamed(
    plan: merge.Plan, after: Mapping[str, Publication], existing: Content, paths: Paths
) -> list[author_files.Change]:
    """Author files that keep the addresses of people whose printed names gave way to other forms."""

    def text_of(name: str) -> str:
        return (paths.authors / f"{name}.md").read_bytes().decode()

    return addresses.author_files_of(plan.renamed, after, existing.authors, text_of) if plan.renamed else []


def import_due(paths: Paths) -> tuple[str, ...]:
    """What an import would have to read, as messages name it: sources that are new or whose text changed, and answers."""
    lock, _ = sources.read_lock(paths)
    found = [paths.shown(paths.sources / name) for name in sources.due(paths, lock)]
    answered, _ = answers.read(paths)
    return (*found, *([paths.shown(paths.answers)] if answered.digest != lock.answers else ()))


def _hints(existing: Content, answered: answers.Answers) -> Hints:
    """What the papers and people that are there tell about a list of more."""
    printed = (name.text for publication in existing.publications.values() for name in publication.author)
    filed = (form for author in existing.authors.values() for form in (author.name, *author.also))
    titles = (publication.title for publication in existing.publications.values())
    return Hints(frozenset(map(names.identity, (*printed, *filed))), frozenset(map(names.identity, titles)), answered)


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
    kept = kept or Kept()
    kept.digests.forget()
    progress("reading", 0, 0)
    read, said = content.read(paths, kept)
    problems += said
    shown = site.shown_publications(read, drafts=drafts)
    lists = [(key, record.author, record.editor, record.contributor) for key, record in shown.items()]
    directory = kept.take(("people",), (lists, read.authors), lambda: Directory(shown, read.authors))
    sites = []
    for lang in settings.languages:
        one, said = site.build(read, settings, lang, drafts=drafts, directory=directory)
        sites.append(one)
        problems += [problem for problem in said if problem not in problems]
    _refuse(problems, strict)

    static = frozenset(read.static)
    pages = [(one, page) for one in sites for page in _pages(one)]
    files: dict[str, tuple[str, bytes]] = {}
    for made_by, file in (*_assets(theme), *_static(read), *_others(sites)):
        if isinstance(file, Page):
            pages.append((next(one for one in sites if one.lang == file.lang), file))
        else:
            _add(files, made_by, file, problems)
    problems += redirects.check(sites, _taken(files, pages, settings), _where(paths))
    _refuse(problems, strict)
    views = {one.lang: theme.view(one) for one in sites}
    for number, (_, page) in enumerate(pages, 1):
        progress("rendering", number, len(pages))
        _add(files, page.template, theme.render(page, views[page.lang], static), problems)
    problems += _broken_links(read, settings, static, files)
    _refuse(problems, strict)

    progress("writing", 0, len(files))
    written = writer.publish(paths.output, paths.cache, {path: data for path, (_, data) in files.items()}, root=paths.root)
    return Built(len(sites[0].entries), len(sites[0].authors), len(files), written, settings.base_url, tuple(problems))


def settings_of(paths: Paths, base_url: str | None = None) -> tuple[SiteConfig, list[Problem]]:
    """The settings, `base_url` in place of the one in the file. Raises UsageError for a setting in error."""
    settings, problems = config.read(paths.settings, paths.shown(paths.settings))
    if has_errors(problems):
        raise UsageError(*problems)
    if base_url is not None:
        settings = replace(settings, base_url=base_url)
        problems += config.check_base_url(base_url, "--base-url")
        if has_errors(problems):
            raise UsageError(*problems)
    return settings, problems


def _refuse(problems: Sequence[Problem], strict: bool) -> None:
    if has_errors(problems) or (strict and any(problem.severity is Severity.WARNING for problem in problems)):
        raise ContentError(*problems)


def _broken_links(read: Content, settings: SiteConfig, static: Container[str], files: Container[str]) -> Iterator[Problem]:
    """Relative links in people's texts that lead to no file of the site."""
    for link in read.links:
        path = link.url.partition("#")[0].partition("?")[0]
        target = content_target(path, settings.language, settings.language, static)
        if path and target not in files:
            yield Problem("link-broken", Severity.WARNING, link.path, link.line, args={"target": target})


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
