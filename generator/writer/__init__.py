"""The only code that writes under the output folder.

    publish ──► survey ──► nothing to do
                  │ ▲
                  ▼ │ problems: all at once, nothing is touched
               standing   two trees, exchanged in one step      Linux, macOS
               journal    file by file, carried to its end      elsewhere
                          by the next run

`names` says which paths a site may have, `places` where it may be written, `manifest` what is ours, `carry` how everything
else goes along with an exchange. The cache may be deleted at any time: what it holds is made again.

A build is safe from being killed, not from a power cut: nothing is forced to the disk, which would cost seconds.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from generator.errors import ContentError, Problem, UsageError, reason
from generator.files import HARDSHIPS
from generator.writer import journal, standing
from generator.writer.carry import RECORD, tidy
from generator.writer.lock import locked
from generator.writer.manifest import MANIFEST, PART, digest
from generator.writer.names import folders_of, name_problems
from generator.writer.places import Place, place
from generator.writer.seen import Seen
from generator.writer.survey import Survey, survey
from generator.writer.tree import look, prune

__all__ = ["MANIFEST", "Written", "check", "clean", "publish"]


@dataclass(frozen=True, slots=True)
class Written:
    """What a publish did to the output folder, in paths relative to it."""

    written: tuple[str, ...]
    """Files that are new or have other bytes."""
    removed: tuple[str, ...]
    unchanged: int
    """How many files were already as they should be."""


def publish(output: Path, cache: Path, files: Mapping[str, bytes], *, root: Path) -> Written:
    """Make `output` hold exactly `files` beside what is not ours: all of them, or nothing is changed.

    `files` has paths relative to `output`, with forward slashes. If nothing changed, nothing under `output` is touched.

    Raises ContentError for a site that cannot be written: bad or colliding paths (`output-name`, `output-twins`,
    `output-file-and-folder`), a person's file in the way (`output-foreign`), a page of ours that a person edited
    (`output-edited`), an unreadable manifest. Raises UsageError for an output folder that cannot be one, for a busy
    cache, and for what the computer refuses.
    """
    at = place(output, cache, root)
    with _run(at):
        misnamed = name_problems(files)
        wanted = {path: digest(files[path]) for path in sorted(files)}
        seen = Seen(at.state / "seen.json")

        def look_again() -> Survey:
            found = survey(at.output, wanted, seen, at.shown)
            if problems := (*misnamed, *found.problems):
                raise ContentError(*sorted(problems, key=lambda problem: problem.sort_key))
            return found

        found = look_again()
        settled = not (found.write or found.remove or PART in found.tree)
        settled = settled and found.listed == {path: (one,) for path, one in wanted.items()}
        if not settled:
            at.output.mkdir(parents=True, exist_ok=True)
            if not standing.publish(at, files, wanted, seen, look_again):
                journal.publish(at, files, wanted, found)
        seen.save(forget_others=not settled)
    return Written(found.write, found.remove, len(wanted) - len(found.write))


def check(output: Path, cache: Path, *, root: Path) -> None:
    """Raises UsageError for an output folder that cannot be one, before anything else is done."""
    place(output, cache, root)


def clean(output: Path, cache: Path, *, root: Path) -> tuple[str, ...]:
    """Remove what labpress wrote and nobody changed since, the folders that this leaves empty, and the cache.

    Gives the removed paths. The manifest goes after the files that it lists, so that a run that was killed can be
    repeated. Raises what `publish` raises for an output folder and for its manifest.
    """
    at = place(output, cache, root)
    with _run(at):
        tidy(at)
        found = survey(at.output, {}, Seen(at.state / "seen.json"), at.shown)
        edited = {problem.path for problem in found.problems}
        removed = tuple(path for path in found.remove if f"{at.shown}/{path}" not in edited)
        for path in removed:
            (at.output / path).unlink()
        prune(at.output, folders_of(found.listed))
        for path in (PART, MANIFEST):
            (at.output / path).unlink(missing_ok=True)
        _empty(at)
    with suppress(OSError):  # another run may have come
        if os.name == "nt":  # where a lock that is held cannot be removed
            at.lock.unlink(missing_ok=True)
        at.cache.rmdir()
    return removed


@contextmanager
def _run(at: Place) -> Iterator[None]:
    """Alone with the cache, after whatever an earlier run left half done."""
    try:
        with locked(at.lock, at.show(at.cache)):
            at.state.mkdir(exist_ok=True)
            journal.roll_forward(at)
            if look(at.state / RECORD):
                tidy(at)
            yield
    except OSError as error:
        if error.errno not in HARDSHIPS:
            raise
        path = at.show(Path(os.fsdecode(error.filename))) if error.filename else at.shown
        raise UsageError(Problem("output-unwritable", path=path, args={"reason": reason(error)})) from error


def _empty(at: Place) -> None:
    """Remove everything in the cache, the lock last; on Windows it stays until it is released."""
    for entry in sorted(at.cache.iterdir()):
        if entry == at.lock:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    with suppress(PermissionError):
        at.lock.unlink()
