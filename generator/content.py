"""Markdown files ⇄ records: the only module that knows how `content/` is laid out and what front matter says.

Reading is strict and reports everything at once: file, line, key, and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar, cast

from generator import front_matter, markdown, permalinks
from generator.errors import Problem, Severity
from generator.front_matter import Flow, MarkdownFile
from generator.model import (
    AuthorFile,
    FreePage,
    Image,
    Link,
    Name,
    PartialDate,
    Publication,
    front_matter_key,
)
from generator.paths import Paths
from generator.schema import validate
from generator.text import slug

T = TypeVar("T", Publication, AuthorFile, FreePage)


@dataclass(frozen=True, slots=True)
class Content:
    """What a site is made from, as people wrote it."""

    publications: Mapping[str, Publication] = field(default_factory=dict)
    """By key."""
    authors: Mapping[str, AuthorFile] = field(default_factory=dict)
    """By the name of the file, without ending."""
    pages: Mapping[str, FreePage] = field(default_factory=dict)
    """By slug."""
    static: Mapping[str, Path] = field(default_factory=dict)
    """By path below the output folder."""


def read(paths: Paths) -> tuple[Content, list[Problem]]:
    """All of `content/` but the sources. A file in error is left out; its problems say why."""
    problems: list[Problem] = []
    static = dict(_static_files(paths.static))
    publications = _read_folder(paths, paths.publications, Publication, "abstract", static, problems)
    authors = _read_folder(paths, paths.authors, AuthorFile, "biography", static, problems)
    pages = _read_folder(paths, paths.pages, FreePage, "body", static, problems)
    content = Content(publications, authors, pages, static)
    for key, publication in publications.items():
        problems += _check_references(content, publication, paths.shown(paths.publications / f"{key}.md"))
    for name, author in authors.items():
        for other in author.different_from:
            if other not in authors:
                shown = paths.shown(paths.authors / f"{name}.md")
                problems.append(Problem("author-file-unknown", path=shown, key="different-from", args={"name": other}))
    return content, sorted(problems, key=lambda problem: problem.sort_key)


def read_publication(file: Path, shown: str) -> tuple[Publication | None, list[Problem]]:
    """One publication's file."""
    return _read_file(file, shown, Publication, "abstract")


def _static_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Files to copy as they are. Hidden ones stay behind: they are an editor's or the system's."""
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        relative = file.relative_to(folder)
        if file.is_file() and not any(part.startswith(".") for part in relative.parts):
            yield relative.as_posix(), file


def _read_folder(
    paths: Paths, folder: Path, record: type[T], body: str, static: Mapping[str, Path], problems: list[Problem]
) -> dict[str, T]:
    found: dict[str, T] = {}
    for file in sorted(folder.glob("*.md")) if folder.is_dir() else ():
        shown, key = paths.shown(file), file.stem
        if not permalinks.KEY.fullmatch(key) or permalinks.RESERVED.fullmatch(key):
            meant = permalinks.unused(slug(key) or "paper", found)
            problems.append(Problem("file-name", path=shown, args={"name": file.name, "meant": f"{meant}.md"}))
            continue
        value, said = _read_file(file, shown, record, body)
        problems += said
        if value is not None:
            found[key] = value
            problems += _check_files(value, shown, static)
    return found


def _read_file(file: Path, shown: str, record: type[T], body: str) -> tuple[T | None, list[Problem]]:
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError as error:
        return None, [Problem("encoding", path=shown, line=error.object[: error.start].count(b"\n") + 1)]
    parsed, problems = front_matter.parse(text, shown)
    if parsed is None or problems:
        return None, problems
    data = {key: value for key, value in parsed.document.data.items() if key != body}
    if body in parsed.document.data:
        line, column = parsed.document.place((body,))
        problems.append(Problem("key-is-body", path=shown, line=line, column=column, key=body))
    value, said = validate(record, data, shown, parsed.document.place)
    problems += said
    problems += _check_body(parsed, shown)
    return (replace(cast("Any", value), **{body: parsed.body.strip("\n")}) if value else None), problems


def _check_body(parsed: MarkdownFile, shown: str) -> list[Problem]:
    return [
        Problem("tex", Severity.WARNING, shown, parsed.body_line + line - 1, args={"tex": tex})
        for tex, line in markdown.tex_errors(parsed.body)
    ]


def _check_files(value: object, shown: str, static: Mapping[str, Path]) -> list[Problem]:
    """Files that front matter names must lie in `content/static/`."""
    named = [(f"link.{number}.file", link.file) for number, link in enumerate(getattr(value, "link", ()), 1) if link.file]
    image = getattr(value, "image", None)
    named += [("image.file", image.file)] if image else []
    return [Problem("file-missing", path=shown, key=key, args={"file": file}) for key, file in named if file not in static]


def _check_references(content: Content, publication: Publication, shown: str) -> list[Problem]:
    problems = []
    for key in ("author", "editor", "contributor"):
        for number, name in enumerate(getattr(publication, key), 1):
            if name.id and name.id not in content.authors:
                problems.append(Problem("author-file-unknown", path=shown, key=f"{key}.{number}.id", args={"name": name.id}))
    for number, link in enumerate(publication.link, 1):
        if bool(link.URL) == bool(link.file):
            problems.append(Problem("link-target", path=shown, key=f"link.{number}"))
    return problems


# Writing a new file


def compose(publication: Publication) -> str:
    """The text of a new publication's file: each field that says something, in the order of the schema."""
    front = {key: value for key, value in stated(publication).items() if key != "abstract"}
    return front_matter.compose(front, publication.abstract)


def stated(record: Any) -> dict[str, Any]:
    """The fields of a record that say something, by their keys, as front matter writes them."""
    found = {}
    for each in fields(record):
        value = getattr(record, each.name)
        default = each.default_factory() if each.default_factory is not MISSING else each.default
        if value != default:
            found[front_matter_key(each.name)] = _written(value)
    return found


def _written(value: Any) -> Any:
    """A field's value: records on one line, names as short as they can be."""
    if isinstance(value, tuple):
        return [_written(item) for item in value]
    if isinstance(value, Name) and value == Name(printed=value.printed):
        return value.printed
    if isinstance(value, Name | Link | Image):
        return Flow(stated(value))
    if isinstance(value, Mapping):
        return {key: _written(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, PartialDate):
        return stated(value)
    return value


CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]|[\ud800-\udfff]")


def clean_text(text: str) -> str:
    """A source's text without the control characters that neither YAML nor HTML can hold; tabs and line ends stay."""
    return CONTROL.sub(lambda found: "\n" if found[0] in "\r\x85" else "", text.replace("\r\n", "\n"))
