"""Sources → Markdown files."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from generator import (
    answers,
    author_files,
    content,
    merge,
    names,
    sources,
    suggestions,
)
from generator.content import Content
from generator.errors import ContentError, Problem, Severity, UsageError, has_errors
from generator.formats import Hints
from generator.merge import addresses
from generator.model import PartialDate, Publication
from generator.paths import Paths
from generator.people import Directory
from generator.pipeline.settings import refuse, settings_of


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
    people: Mapping[str, author_files.Change]
    """The author files, as messages name them, that keep the addresses of people whose printed names gave way to others."""


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
    unanswered: Collection[str] = (),
) -> Imported:
    """Sources → Markdown files.

    All sources are read, since one may complete what another says; the report is about those whose text differs from what
    `import.lock` recorded, under `every` about all. `given` are files to copy into `content/sources/` first, by name; a name
    that stands there for other content is refused unless `replace_given`. `added` is the day of the import. Answers to the
    questions `unanswered` are left out of account, so that a dry run asks these. Raises ContentError or UsageError, before
    anything is written, for what cannot be read; under `strict` for warnings too.
    """
    settings, problems = settings_of(paths)
    sources.check_given(paths, given, replace=replace_given)
    problems += sources.twins(paths, given)
    lock, said = sources.read_lock(paths)
    problems += said
    unknown = sorted(restore - {state.key for state in lock.records.values()})
    if unknown and not has_errors(problems):
        raise UsageError(*(Problem("restore-unknown", args={"name": key}) for key in unknown))
    answered, said = answers.read(paths)
    answered = answered.without(unanswered)
    problems += said
    existing, said = content.read(paths)
    problems += [problem for problem in said if problem.severity is Severity.ERROR]
    due = {*(sources.names(paths) if every else sources.due(paths, lock)), *given}
    read, said = sources.read(paths, due, given, _hints(existing, answered))
    problems += said

    def text_of(key: str) -> str:
        file = paths.publications / f"{key}.md"
        try:
            return file.read_bytes().decode()
        except FileNotFoundError:
            raise ContentError(Problem("import-meanwhile", path=paths.shown(file))) from None

    refuse(problems, strict)
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
    refuse(problems, strict)
    after = _publications_after(planned, existing)
    if planned.new or planned.changed or every:
        alike = suggestions.suggestions(Directory(after, existing.authors), after)
        problems += suggestions.questions(alike)
    people = _people_renamed(planned, after, existing, paths)
    if not dry_run:
        sources.write(paths, given, planned, people)
    new, changed = (
        tuple(paths.shown(paths.publications / f"{key}.md") for key in sorted(keys)) for keys in (planned.new, planned.changed)
    )
    told = tuple(source.path for source in read if source.due)
    filed = {paths.shown(paths.authors / f"{change.key}.md"): change for change in people}
    return Imported(replace(planned, problems=tuple(problems)), told, new, changed, filed)


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
    """What an import would have to read, as messages name it: sources that are new or whose text changed, answers, and the
    settings where they name other sources to be believed first. Raises UsageError for settings in error.
    """
    settings, _ = settings_of(paths)
    lock, _ = sources.read_lock(paths)
    answered, _ = answers.read(paths)
    found = [paths.shown(paths.sources / name) for name in sources.due(paths, lock)]
    found += [paths.shown(paths.answers)] if answered.digest != lock.answers else []
    found += [paths.shown(paths.settings)] if lock.sources and settings.import_.priority != lock.priority else []
    return tuple(found)


def _hints(existing: Content, answered: answers.Answers) -> Hints:
    """What the papers and people that are there tell about a list of more."""
    printed = (name.text for publication in existing.publications.values() for name in publication.author)
    filed = (form for author in existing.authors.values() for form in (author.name, *author.also))
    titles = (publication.title for publication in existing.publications.values())
    return Hints(frozenset(map(names.identity, (*printed, *filed))), frozenset(map(names.identity, titles)), answered)
