"""Where folders cannot be exchanged: changed files are staged, a journal says what is to happen, each file moves into place.

`journal.json` is written last and in one step: with it, a run that was killed is carried to its end by the next one; without it,
nothing in the output folder was touched. Applying it again does what is still to do and nothing else. Should the cache be deleted
in the middle, the manifest (which meanwhile names each path's old digest and new one) lets the next publish mend the site.
"""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from generator.errors import ContentError, Problem
from generator.writer.manifest import MANIFEST, PART, digest, dump
from generator.writer.names import folders_of
from generator.writer.places import Place
from generator.writer.survey import Survey, edited_problem, foreign_problem
from generator.writer.tree import is_file, is_folder, look, make_folders, prune, read, scan, write_new

VERSION = 1


@dataclass(frozen=True, slots=True)
class Journal:
    """What is to happen in an output folder."""

    output: str
    """`Place.name`: a journal of another folder is never applied."""
    remove: Mapping[str, list[str]]
    """Files to remove, with the digests that they may have."""
    folders: list[str]
    """Folders to remove where they are empty then."""
    write: Mapping[str, list[str]]
    """Files to write, with the digests that what stands there may have; the n-th one's bytes are staged as `n`."""


def publish(at: Place, files: Mapping[str, bytes], wanted: Mapping[str, str], found: Survey) -> None:
    """Make the output folder hold the site, one file after the other; ContentError for what a person put in the way."""
    discard(at)
    stage = _stage(at)
    stage.mkdir()
    for number, path in enumerate(found.write):
        write_new(stage / str(number), files[path])
    after = {path: (one,) for path, one in wanted.items()}
    before = {path: tuple(dict.fromkeys((*old, *after.get(path, ())))) for path, old in found.digests.items()}
    write_new(stage / "before", dump({**found.listed, **after, **before}))
    write_new(stage / "after", dump(after))
    folders = sorted(folders_of(found.listed) - folders_of(wanted))
    remove, write = ({path: list(before[path]) for path in paths} for paths in (found.remove, found.write))
    _write(at, Journal(at.name, remove, folders, write))
    roll_forward(at)


def roll_forward(at: Place) -> None:
    """Carry out what a journal says is still to do; nothing if there is none.

    Raises ContentError, before it touches anything, where something of a person's has come to stand in the way since.
    """
    journal = _load(at)
    if journal is not None:
        problems = tuple(_problems(at, journal))
        if problems:
            raise ContentError(*problems)
        _apply(at, journal)
    discard(at)


def discard(at: Place) -> None:
    _file(at).unlink(missing_ok=True)
    if look(_stage(at)):
        shutil.rmtree(_stage(at))


def _apply(at: Place, journal: Journal) -> None:
    stage = _stage(at)
    _place(stage / "before", at, MANIFEST)
    for path in journal.remove:
        if is_file(look(at.output / path)):
            (at.output / path).unlink()
    prune(at.output, journal.folders)
    make_folders(at.output, folders_of(journal.write))
    for number, path in enumerate(journal.write):
        _place(stage / str(number), at, path)
    _place(stage / "after", at, MANIFEST)
    (at.output / PART).unlink(missing_ok=True)


def _place(staged: Path, at: Place, path: str) -> None:
    """Move a staged file into place; it is no longer staged where an earlier run did that."""
    if not look(staged):
        return
    try:
        staged.replace(at.output / path)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        write_new(at.output / PART, read(staged))
        (at.output / PART).replace(at.output / path)
        staged.unlink()


def _problems(at: Place, journal: Journal) -> Iterator[Problem]:
    """What stands in the way of the rest of a journal."""
    for folder in sorted(folders_of(journal.write)):
        there = look(at.output / folder)
        if there is not None and not is_folder(there) and not (is_file(there) and folder in journal.remove):
            yield foreign_problem(at.shown, folder, folder)
    for number, (path, known) in enumerate(journal.write.items()):
        there = look(at.output / path)
        if there is None or not look(_stage(at) / str(number)):
            continue
        if is_folder(there):
            yield from (foreign_problem(at.shown, f"{path}/{left}", path) for left in _left(at, path, journal))
        elif not is_file(there):
            yield foreign_problem(at.shown, path, path)
        elif digest(read(at.output / path)) not in known:
            yield edited_problem(at.shown, path) if len(known) > 1 else foreign_problem(at.shown, path, path)
    for path, known in journal.remove.items():
        if is_file(look(at.output / path)) and digest(read(at.output / path)) not in known:
            yield edited_problem(at.shown, path)


def _left(at: Place, folder: str, journal: Journal) -> list[str]:
    """What will still be in a folder when what is ours went."""
    going = {*journal.remove, *journal.folders}
    return [path for path in sorted(scan(at.output / folder)) if f"{folder}/{path}" not in going]


def _stage(at: Place) -> Path:
    return at.state / "stage"


def _file(at: Place) -> Path:
    return at.state / "journal.json"


def _write(at: Place, journal: Journal) -> None:
    part = at.state / "journal.part"
    write_new(part, json.dumps({"version": VERSION, **asdict(journal)}).encode())
    part.replace(_file(at))


def _load(at: Place) -> Journal | None:
    """The journal of this output folder; one that cannot be read is of no use, and the manifest is enough without it."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        data = json.loads(read(_file(at)))
        if data.pop("version") == VERSION and data["output"] == at.name:
            return Journal(**data)
    return None
