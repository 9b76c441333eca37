"""`content/sources/` and `content/import.lock` on the disk: what was dropped in, and what is due.

A source is never altered; `take` copies one in, and refuses a name that stands there with other content.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from generator import foreign, lock, merge
from generator.author_files import Change
from generator.errors import ContentError, Problem, Severity, UsageError
from generator.files import read_text, unreadable, write_new, write_whole
from generator.formats import Hints, Loaded, recognise
from generator.lock import Lock
from generator.merge.sources import PASTED, Source
from generator.paths import Paths
from generator.source_text import decode
from generator.source_text import problems as problems_of

PART = re.compile(r"[^./\\:*?\"<>|\x00-\x1f](?:[^/\\:*?\"<>|\x00-\x1f]*[^./\\:*?\"<>|\x00-\x1f ])?")
"""What a source, or a folder of them, may be called: a clone on any system can hold it."""


def names(paths: Paths) -> tuple[str, ...]:
    """Every source there is, by its path below `content/sources/`. Hidden files are an editor's or the system's."""
    folder = paths.sources
    files = (file.relative_to(folder) for file in folder.rglob("*") if file.is_file()) if folder.is_dir() else ()
    return tuple(sorted(file.as_posix() for file in files if not any(part.startswith(".") for part in file.parts)))


def due(paths: Paths, known: Lock) -> tuple[str, ...]:
    """The sources that are new, or whose text differs from what the lock recorded."""
    digests = {name: state.digest for name, state in known.sources.items()}
    return tuple(name for name in names(paths) if digests.get(name) != _digest(paths.sources / name))


def _digest(file: Path) -> str:
    try:
        return lock.digest_of(decode(file.read_bytes(), file.name).text)
    except (UnicodeDecodeError, OSError):
        return ""


def load(name: str, data: bytes, shown: str, hints: Hints) -> tuple[str, Loaded, str]:
    """(text, what it holds, the format's name). What cannot be read at all is a Problem."""
    if code := foreign.code(name, data):
        return "", Loaded(problems=(Problem(code, path=shown),)), ""
    try:
        found = decode(data, name)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return "", Loaded(problems=(Problem("encoding", path=shown, line=line),)), ""
    del data  # of a long list there is one copy less while it is read
    text = found.text
    format_ = recognise(name, text)
    if format_ is None or format_.load is None:
        return text, Loaded(problems=(Problem("format-unknown" if text.strip() else "entry-none", path=shown),)), ""
    loaded = format_.read(text, shown, hints)
    return text, replace(loaded, problems=(*problems_of(found, shown), *loaded.problems)), format_.name


def read(paths: Paths, due: Collection[str], given: Mapping[str, bytes], hints: Hints) -> tuple[list[Source], list[Problem]]:
    """Every source. What is `given` is read instead of the file of that name; `due` says of which ones a report is wanted."""
    found: list[Source] = []
    problems: list[Problem] = []
    for name in sorted({*names(paths), *given}):
        shown = paths.shown(paths.sources / name)
        try:
            data = given[name] if name in given else (paths.sources / name).read_bytes()
        except OSError as error:
            problems.append(unreadable(error, shown))
            continue
        text, loaded, format_name = load(name, data, shown, hints)
        if format_name:
            found.append(Source(name, shown, lock.digest_of(text), loaded, format_name, name in due))
        else:
            problems += loaded.problems
    return found, problems


def in_folder(folder: Path, shown: str) -> tuple[dict[str, bytes], list[Problem]]:
    """The files of a folder that are in a known format, by the names they get; of each other one, a warning.

    Raises UsageError for one that cannot be read.
    """
    given: dict[str, bytes] = {}
    problems = []
    for file in sorted(folder.rglob("*")):
        relative = file.relative_to(folder)
        if not file.is_file() or any(part.startswith(".") for part in relative.parts):
            continue
        try:
            data = file.read_bytes()
        except OSError as error:
            raise UsageError(unreadable(error, f"{shown}/{relative.as_posix()}")) from None
        if _is_list(file.name, data):
            given[f"{folder.resolve().name}/{relative.as_posix()}"] = data
        else:
            path = f"{shown}/{relative.as_posix()}"
            other = "format-unknown-skipped" if data.strip() else "entry-none"
            problems.append(Problem(foreign.code(file.name, data) or other, Severity.WARNING, path))
    return given, problems


def _is_list(name: str, data: bytes) -> bool:
    """Whether a text is sure to be in a format. Any may be a pasted list, so that one must also have the format's ending."""
    if foreign.code(name, data):
        return False
    try:
        text = decode(data, name).text
    except UnicodeDecodeError:
        return False
    format_ = recognise(name, text)
    return (
        format_ is not None and format_.recognises(text) and (format_.name != PASTED or name.lower().endswith(format_.extensions))
    )


def check_given(paths: Paths, given: Mapping[str, bytes], *, replace: bool) -> None:
    """Raises UsageError for names that cannot be a source's, or that stand for something else there."""
    problems = []
    for name, data in given.items():
        target = paths.sources / name
        if not all(map(PART.fullmatch, name.split("/"))):
            problems.append(Problem("source-name", args={"name": name}))
        elif target.exists() and target.read_bytes() != data and not replace:
            problems.append(Problem("source-exists", path=paths.shown(target), args={"name": name}))
    if problems:
        raise UsageError(*problems)


def holds(paths: Paths, name: str, data: bytes) -> bool:
    """Whether a source of this name is there with this content."""
    file = paths.sources / name
    return file.is_file() and file.read_bytes() == data


def twins(paths: Paths, given: Mapping[str, bytes]) -> list[Problem]:
    """Files to take in whose name a source in another folder has, with other content: perhaps that one's new state.

    Both would speak from then on, and of what the new one says differently nothing might come into a page.
    """
    there: dict[str, list[str]] = {}
    for name in names(paths):
        there.setdefault(name.rpartition("/")[2], []).append(name)
    return [
        Problem("source-twin", Severity.WARNING, paths.shown(paths.sources / name), args={"name": name, "twin": twin})
        for name, data in given.items()
        if not (paths.sources / name).exists()
        for twin in there.get(name.rpartition("/")[2], ())
        if twin not in given and (paths.sources / twin).read_bytes() != data
    ]


def unused_pasted(paths: Paths, data: bytes) -> str:
    """The name for pasted text: `pasted-1.txt`, or the one under which the same text already stands there."""
    number = 1
    while (file := paths.sources / f"pasted-{number}.txt").exists() and file.read_bytes() != data:
        number += 1
    return file.name


def read_lock(paths: Paths) -> tuple[Lock, list[Problem]]:
    if not paths.lock.exists():
        return Lock(), []
    shown = paths.shown(paths.lock)
    text, problems = read_text(paths.lock, shown)
    return (Lock(), problems) if problems else lock.parse(text, shown)


def write(paths: Paths, given: Mapping[str, bytes], plan: merge.Plan, people: Sequence[Change] = ()) -> None:
    """Write sources, files, author files and the lock, in this order.

    After an interruption the next import finds files that say already what it would write. What holds the same bytes already
    is not touched. Raises ContentError where a person wrote into a file meanwhile, or deleted it, and UsageError where the
    computer does not allow to write.
    """
    files = {paths.publications / f"{key}.md": change for key, change in sorted(plan.changed.items())}
    for file, change in files.items():
        if not file.exists() or file.read_bytes() != change.before.encode():
            raise ContentError(Problem("import-meanwhile", path=paths.shown(file)))
    for name, data in given.items():
        write_whole(paths.sources / name, data, paths.shown(paths.sources / name))
    for key, text in sorted(plan.new.items()):
        file = paths.publications / f"{key}.md"
        if not write_new(file, text.encode(), paths.shown(file)):
            raise ContentError(Problem("import-meanwhile", path=paths.shown(file)))
    for file, change in files.items():
        write_whole(file, change.after.encode(), paths.shown(file))
    write_author_files(paths, people)
    write_whole(paths.lock, lock.dump(plan.lock).encode(), paths.shown(paths.lock))


def write_author_files(paths: Paths, changes: Sequence[Change]) -> tuple[str, ...]:
    """Write all or nothing, and name the files. Raises ContentError where a file is no longer what was read."""
    files = [paths.authors / f"{change.key}.md" for change in changes]
    texts = [file.read_bytes().decode() if file.exists() else None for file in files]
    stale = [file for file, text, change in zip(files, texts, changes, strict=True) if text != change.before]
    if stale:
        raise ContentError(*(Problem("author-file-changed", path=paths.shown(file)) for file in stale))
    for file, change in zip(files, changes, strict=True):
        if change.after is None:
            file.unlink()
        else:
            write_whole(file, change.after.encode(), paths.shown(file))
    return tuple(map(paths.shown, files))
