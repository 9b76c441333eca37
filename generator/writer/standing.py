"""Two standing trees: the difference is applied to the spare one, then both change places in one step."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from generator.writer import manifest
from generator.writer.carry import carry, forget_deleted, tidy
from generator.writer.exchange import can_exchange, exchange
from generator.writer.manifest import PART
from generator.writer.names import folders_of
from generator.writer.places import Place
from generator.writer.seen import Seen
from generator.writer.survey import Survey, survey
from generator.writer.tree import make_folders, prune, write_new


def publish(
    at: Place, files: Mapping[str, bytes], wanted: Mapping[str, str], seen: Seen, look_again: Callable[[], Survey]
) -> bool:
    """Make the output folder hold the site by one exchange; False where that cannot be done, and nothing was changed there.

    `look_again` surveys the output folder and raises ContentError for what forbids to go on: it is called when the
    spare tree is ready, so that what a person did meanwhile is seen.
    """
    if not can_exchange(at.output, at.state):
        return False
    tidy(at)
    at.spare.mkdir(exist_ok=True)
    _prepare(at.spare, files, wanted, seen)
    found = look_again()
    try:
        carried = carry(at, found)
    except OSError:  # something that cannot be linked: another device, another owner
        tidy(at)
        return False
    if not exchange(at.output, at.spare):
        tidy(at)
        return False
    forget_deleted(at, carried)
    tidy(at)
    return True


def _prepare(spare: Path, files: Mapping[str, bytes], wanted: Mapping[str, str], seen: Seen) -> None:
    """Make the spare tree hold the site, whatever it held; a run that is killed leaves a manifest that says what to doubt."""
    found = survey(spare, wanted, seen, os.fspath(spare))
    final = {path: (digest,) for path, digest in wanted.items()}
    (spare / PART).unlink(missing_ok=True)
    if found.listed == final and not found.write:
        return
    doubtful = (*found.listed.keys() - final.keys(), *found.write)
    manifest.store(spare, {**final, **dict.fromkeys(doubtful, ())})
    for path in found.remove:
        (spare / path).unlink()
    prune(spare, folders_of(found.listed) - folders_of(wanted))
    make_folders(spare, folders_of(found.write))
    for path in found.write:
        write_new(spare / path, files[path])
    manifest.store(spare, final)
