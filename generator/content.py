"""Markdown files ⇄ records: the only module that knows how `content/` is laid out and what front matter says.

Reading is strict and reports everything at once: file, line, key, and what to do.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from generator import front_matter, markdown, names, permalinks
from generator.digests import Kept
from generator.errors import ContentError, Problem, Severity
from generator.files import read_text
from generator.front_matter import Flow, MarkdownFile
from generator.i18n import LANGUAGES
from generator.model import (
    AuthorFile,
    FreePage,
    Image,
    Link,
    Name,
    PageTranslation,
    PartialDate,
    Publication,
    front_matter_key,
)
from generator.paths import Paths, site_paths
from generator.schema import validate
from generator.text import slug
from generator.yaml_reader import Document, Location

T = TypeVar("T", Publication, AuthorFile, FreePage, PageTranslation)


@dataclass(frozen=True, slots=True)
class BodyLink:
    """A relative link or picture in a body."""

    path: str
    """The file, as messages name it."""
    line: int
    url: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a site is made from, as people wrote it."""

    publications: Mapping[str, Publication] = field(default_factory=dict)
    """By key."""
    authors: Mapping[str, AuthorFile] = field(default_factory=dict)
    """By the name of the file, without ending."""
    pages: Mapping[str, FreePage] = field(default_factory=dict)
    """By slug."""
    translations: Mapping[tuple[str, str], PageTranslation] = field(default_factory=dict)
    """Of pages, by slug and language."""
    static: Mapping[str, Path] = field(default_factory=dict)
    """By path below the output folder."""
    links: tuple[BodyLink, ...] = ()
    """The relative links of all bodies: whether they lead somewhere is known when the site is made."""


def read(paths: Paths, kept: Kept | None = None) -> tuple[Content, list[Problem]]:
    """All of `content/` but the sources. A file in error is left out; its problems say why.

    Files that say what they said when an earlier build read them are taken from what was `kept`.
    """
    reader = _Reader(paths, kept or Kept())
    publications = reader.folder(paths.publications, Publication, "abstract")
    authors = reader.folder(paths.authors, AuthorFile, "biography")
    pages = reader.folder(paths.pages, FreePage, "body")
    translations = reader.translations(paths.pages, pages)
    for key, publication in publications.items():
        reader.check_names(paths.publications / f"{key}.md", publication, authors)
    for name, author in authors.items():
        reader.check_different(paths.authors / f"{name}.md", author, authors)
    content = Content(publications, authors, pages, translations, reader.static, tuple(reader.links))
    return content, sorted(reader.problems, key=lambda problem: problem.sort_key)


def read_publication(file: Path, shown: str) -> tuple[Publication | None, list[Problem]]:
    """One publication's file."""
    reader = _Reader(site_paths(file.parent), Kept())
    return reader.file(file, shown, Publication, "abstract"), reader.problems


@dataclass(frozen=True, slots=True)
class _File(Generic[T]):
    """What one file says by itself."""

    value: T | None
    problems: tuple[Problem, ...]
    document: Document | None = None
    links: tuple[BodyLink, ...] = ()


def _read(text: str, shown: str, record: type[Any], body: str) -> _File[Any]:
    parsed, problems = front_matter.parse(text, shown)
    if parsed is None or problems:
        return _File(None, tuple(problems))
    return _validated(parsed, shown, record, body)


def _validated(parsed: MarkdownFile, shown: str, record: type[Any], body: str) -> _File[Any]:
    document = parsed.document
    line, column = document.place((body,))
    twice = [Problem("key-is-body", path=shown, line=line, column=column, key=body)] if body in document.data else []
    data = {key: value for key, value in document.data.items() if key != body}
    found, problems = validate(record, data, shown, document.place)
    value = replace(found, **{body: parsed.body.strip("\n")}) if found else None
    value = in_reading_order(value) if isinstance(value, Publication) else value
    said = (*twice, *problems, *_body_problems(shown, parsed))
    return _File(value, said, document, tuple(_body_links(shown, parsed)))


def in_reading_order(publication: Publication) -> Publication:
    """The publication with its names as a reader reads them: people write `Doe, Jane` too."""
    author, editor, contributor = (
        tuple(map(names.turned, listed)) for listed in (publication.author, publication.editor, publication.contributor)
    )
    return replace(publication, author=author, editor=editor, contributor=contributor)


def _body_problems(shown: str, parsed: MarkdownFile) -> Iterator[Problem]:
    """Formulas that cannot be set, and pictures that would be loaded from elsewhere."""
    before = parsed.body_line - 1
    for tex, line in markdown.tex_errors(parsed.body):
        yield Problem("tex", Severity.WARNING, shown, before + line, args={"tex": tex})
    for address in markdown.addresses(parsed.body):
        if address.image and not address.relative:
            yield Problem("image-elsewhere", Severity.WARNING, shown, before + address.line, args={"URL": address.url})


def _body_links(shown: str, parsed: MarkdownFile) -> Iterator[BodyLink]:
    for address in markdown.addresses(parsed.body):
        if address.relative:
            yield BodyLink(shown, parsed.body_line - 1 + address.line, address.url)


class _Reader:
    """Reads files one by one and keeps what is to be said of them, each with its place."""

    def __init__(self, paths: Paths, kept: Kept) -> None:
        self.paths = paths
        self.kept = kept
        self.static = dict(_static_files(paths.static))
        self.problems: list[Problem] = []
        self.links: list[BodyLink] = []
        self.documents: dict[str, Document] = {}

    def report(self, code: str, shown: str, location: Location, **args: str | int) -> None:
        line, column = self.documents[shown].place(location)
        key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in location)
        self.problems.append(Problem(code, path=shown, line=line, column=column, key=key, args=args))

    def folder(self, folder: Path, record: type[T], body: str) -> dict[str, T]:
        found: dict[str, T] = {}
        for file in _markdown_files(folder):
            shown, key = self.paths.shown(file), file.stem
            if file.parent != folder:
                self.problems.append(Problem("file-place", path=shown, args={"folder": self.paths.shown(folder)}))
                continue
            if record is FreePage and _translated(key):
                continue
            if not permalinks.KEY.fullmatch(key) or permalinks.RESERVED.fullmatch(key) or file.suffix != ".md":
                meant = permalinks.unused(slug(key) or "paper", found)
                self.problems.append(Problem("file-name", path=shown, args={"name": file.name, "meant": f"{meant}.md"}))
                continue
            value = self.file(file, shown, record, body)
            if value is not None:
                found[key] = value
                self.check_files(shown, value)
        return found

    def translations(self, folder: Path, pages: Mapping[str, FreePage]) -> dict[tuple[str, str], PageTranslation]:
        found = {}
        for file in sorted(folder.glob("*.*.md")):
            shown, key = self.paths.shown(file), _translated(file.stem)
            value = self.file(file, shown, PageTranslation, "body") if key else None
            if key and key[0] not in pages and not (folder / f"{key[0]}.md").exists():
                args: dict[str, str | int] = {"original": f"{key[0]}.md", "lang": key[1]}
                self.problems.append(Problem("page-original", path=shown, args=args))
            elif key and value:
                found[key] = value
        return found

    def file(self, file: Path, shown: str, record: type[T], body: str) -> T | None:
        text, unreadable = read_text(file, shown)
        self.problems += unreadable
        if unreadable:
            return None
        make = functools.partial(_read, text, shown, record, body)
        read: _File[T] = self.kept.take((record, shown), text, make)
        self.problems += read.problems
        self.links += read.links
        if read.document:
            self.documents[shown] = read.document
        return read.value

    def check_files(self, shown: str, value: object) -> None:
        """Files that front matter names must lie in `content/static/`; a link leads to one of file and address."""
        for index, link in enumerate(getattr(value, "link", ())):
            if bool(link.URL) == bool(link.file):
                self.report("link-target", shown, ("link", index))
            if link.file and link.file not in self.static:
                self.report("file-missing", shown, ("link", index, "file"), file=link.file)
        image = getattr(value, "image", None)
        if image and image.file not in self.static:
            self.report("file-missing", shown, ("image", "file"), file=image.file)

    def check_names(self, file: Path, publication: Publication, authors: Mapping[str, AuthorFile]) -> None:
        for role in ("author", "editor", "contributor"):
            for index, name in enumerate(getattr(publication, role)):
                if name.id and name.id not in authors:
                    self.report("author-file-unknown", self.paths.shown(file), (role, index, "id"), name=name.id)

    def check_different(self, file: Path, author: AuthorFile, authors: Mapping[str, AuthorFile]) -> None:
        for index, other in enumerate(author.different_from):
            if other not in authors:
                self.report("author-file-unknown", self.paths.shown(file), ("different-from", index), name=other)


def _translated(stem: str) -> tuple[str, str] | None:
    """(page, language) of the name of a page's translation, `about.fr`; None for any other name."""
    slug, _, lang = stem.rpartition(".")
    return (slug, lang) if lang in LANGUAGES and permalinks.KEY.fullmatch(slug) else None


def _markdown_files(folder: Path) -> list[Path]:
    """However the ending is written, and in folders too: what is not read has to be told of. Hidden ones are an editor's."""
    found = folder.rglob("*.[mM][dD]") if folder.is_dir() else ()
    return sorted(file for file in found if not any(part.startswith(".") for part in file.relative_to(folder).parts))


def _static_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Files to copy as they are. Hidden ones stay behind: they are an editor's or the system's."""
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        relative = file.relative_to(folder)
        if file.is_file() and not any(part.startswith(".") for part in relative.parts):
            yield relative.as_posix(), file


def publication_of(text: str) -> Publication:
    """The publication that a file's text says. Raises ContentError for one that says none."""
    parsed, problems = front_matter.parse(text, "")
    if parsed and not problems:
        value, problems = validate(Publication, parsed.document.data, "", parsed.document.place)
        if value:
            return in_reading_order(replace(value, abstract=parsed.body.strip("\n")))
    raise ContentError(*problems)


# Writing


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
    value = names.turned(value) if isinstance(value, Name) else value
    if isinstance(value, Name) and value == Name(printed=value.printed):
        return value.printed
    if isinstance(value, Name) and names.parts(Name(printed=value.text)) == value and not value.literal:
        return value.text  # its parts are what anybody would infer: a plain name is easier to read
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
