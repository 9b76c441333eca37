"""`content/sources/` and `content/import.lock` on the disk: what was dropped in, and what is due.

A source is never altered; `take` copies one in, and refuses a name that stands there with other content.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator import content, lock, merge
from generator.errors import Problem, UsageError
from generator.files import read_text
from generator.formats import Hints, Loaded, recognise
from generator.lock import Lock
from generator.merge import Source
from generator.paths import Paths

NAME = re.compile(r"[^./\\:*?\"<>|\x00-\x1f](?:[^/\\:*?\"<>|\x00-\x1f]*[^./\\:*?\"<>|\x00-\x1f ])?")
"""What a source may be called: a clone on any system can hold it."""
PASTED = "listing"
"""The format that is believed last: what a web page shows is the least complete."""


def names(paths: Paths) -> tuple[str, ...]:
    """Every source there is, by its path below `content/sources/`. Hidden files are an editor's or the system's."""
    folder = paths.sources
    files = (file.relative_to(folder) for file in folder.rglob("*") if file.is_file()) if folder.is_dir() else ()
    return tuple(sorted(file.as_posix() for file in files if not any(part.startswith(".") for part in file.parts)))


def due(paths: Paths, known: Lock) -> tuple[str, ...]:
    """The sources that are new, or whose text differs from what the lock recorded."""
    return tuple(name for name in names(paths) if known.sources.get(name) != _digest(paths.sources / name))


def _digest(file: Path) -> str:
    try:
        return lock.digest_of(decode(file.read_bytes()))
    except UnicodeDecodeError:
        return ""


def decode(data: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 with its byte order mark, as Windows saves it. Raises UnicodeDecodeError."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return data.decode("utf-16" if wide else "utf-8-sig")


def load(name: str, data: bytes, shown: str, hints: Hints) -> tuple[str, Loaded, str]:
    """(text, what it holds, the format's name). What cannot be read at all is a Problem."""
    try:
        text = decode(data)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return "", Loaded(problems=(Problem("encoding", path=shown, line=line),)), ""
    format_ = recognise(name, text)
    if format_ is None or format_.load is None:
        return text, Loaded(problems=(Problem("format-unknown", path=shown),)), ""
    return text, format_.read(text, shown, hints), format_.name


def read(
    paths: Paths, which: Sequence[str], given: Mapping[str, bytes], priority: Sequence[str], hints: Hints
) -> tuple[list[Source], list[Problem]]:
    """The sources in order of belief: `priority` first, then structured formats before pasted lists, then by name.

    What is `given` is read instead of the file of that name.
    """
    found: list[tuple[tuple[int, bool, str], Source]] = []
    problems: list[Problem] = []
    for name in which:
        shown = paths.shown(paths.sources / name)
        data = given[name] if name in given else (paths.sources / name).read_bytes()
        text, loaded, format_name = load(name, data, shown, hints)
        if not format_name:
            problems += loaded.problems
            continue
        believed = priority.index(name) if name in priority else len(priority)
        found.append(((believed, format_name == PASTED, name), Source(name, shown, lock.digest_of(text), loaded)))
    return [source for _, source in sorted(found, key=lambda item: item[0])], problems


def check_given(paths: Paths, given: Mapping[str, bytes], *, replace: bool) -> None:
    """Raises UsageError for names that cannot be a source's, or that stand for something else there."""
    problems = []
    for name, data in given.items():
        target = paths.sources / name
        if not NAME.fullmatch(name):
            problems.append(Problem("source-name", args={"name": name}))
        elif target.exists() and target.read_bytes() != data and not replace:
            problems.append(Problem("source-exists", path=paths.shown(target), args={"name": name}))
    if problems:
        raise UsageError(*problems)


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


def write(paths: Paths, given: Mapping[str, bytes], plan: merge.Plan) -> None:
    """Write sources, new files and the lock, in this order: after an interruption the next import finds the files by title.

    What holds the same bytes already is not touched.
    """
    for name, data in given.items():
        write_whole(paths.sources / name, data)
    for key, publication in sorted(plan.new.items()):
        file = paths.publications / f"{key}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as stream:  # never over a file that appeared meanwhile
            stream.write(content.compose(publication))
    write_whole(paths.lock, lock.dump(plan.lock).encode())


def write_whole(file: Path, data: bytes) -> None:
    """Write a file in one step: it is the old one or the new one, never a part. The same bytes are left alone."""
    if file.exists() and file.read_bytes() == data:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    part.write_bytes(data)
    part.replace(file)
