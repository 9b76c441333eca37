"""What is not ours goes along when the trees are exchanged: a hard link in the spare tree, for that moment only.

`carried.json` records path and inode of everything foreign *before* the first link is made, and goes after the last link went.
So whatever a killed run leaves in the spare tree can be told apart, with no need to know how far that run had come:

- listed in the spare tree's manifest: ours;
- recorded, or the same file as in the output folder: a link too many, which goes. That a person deleted the file in the output
  folder since is no reason to bring it back;
- anything else came from a person or a program while the trees were exchanged (or through a folder that they had open): it is
  moved into the output folder. Where another file has taken its place there, nothing is touched and a person is told.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from generator.errors import ContentError, Problem
from generator.writer import manifest
from generator.writer.manifest import MANIFEST, RESERVED, Listed
from generator.writer.names import ancestors, folders_of
from generator.writer.places import Place
from generator.writer.survey import Survey
from generator.writer.tree import entries, is_file, is_folder, look, make_folders, prune, read, write_new

RECORD = "carried.json"


def carry(at: Place, found: Survey) -> Mapping[str, int]:
    """Link everything foreign into the spare tree, folders with their modes and times; OSError where that cannot be done."""
    carried = {path: found.tree[path].st_ino for path in found.foreign}
    folders = [path for path in found.foreign if stat.S_ISDIR(found.tree[path].st_mode)]
    for folder in folders:
        if not os.access(at.output / folder, os.R_OK | os.W_OK | os.X_OK):
            raise PermissionError(folder)
    if carried:
        _record(at, carried)
        make_folders(at.spare, {*folders, *folders_of(found.foreign)})
        for path in carried.keys() - set(folders):
            with suppress(FileNotFoundError):  # a person deleted it just now
                os.link(at.output / path, at.spare / path, follow_symlinks=False)
    _copy_modes(at, found)
    for folder in reversed(folders):
        status = found.tree[folder]
        os.utime(at.spare / folder, ns=(status.st_atime_ns, status.st_mtime_ns))
    return carried


def _record(at: Place, carried: Mapping[str, int]) -> None:
    part = at.state / f"{RECORD}.part"
    write_new(part, json.dumps(carried).encode())
    part.replace(at.state / RECORD)


def _copy_modes(at: Place, found: Survey) -> None:
    """Folders keep the mode that a person gave them; the output folder its owner and group too."""
    old, new = at.output.stat(), at.spare.stat()
    if hasattr(os, "chown") and (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        os.chown(at.spare, old.st_uid, old.st_gid)
    for path, status in (("", old), *found.tree.items()):
        there = look(at.spare / path) if stat.S_ISDIR(status.st_mode) else None
        if there is not None and is_folder(there) and there.st_mode != status.st_mode:
            (at.spare / path).chmod(stat.S_IMODE(status.st_mode))


def forget_deleted(at: Place, carried: Mapping[str, int]) -> None:
    """Right after the exchange: what a person deleted between link and exchange is deleted in the new tree too.

    Only in the run that exchanged the trees: later, that a file is missing in the spare tree says nothing.
    """
    for path in sorted(carried, reverse=True):
        if look(at.spare / path) is None and (there := look(at.output / path)) is not None:
            if is_folder(there):
                prune(at.output, [path])
            elif there.st_ino == carried[path]:
                (at.output / path).unlink()


def tidy(at: Place) -> None:
    """Leave nothing in the spare tree but what is ours; ContentError with `output-stray` for what only a person can place."""
    if is_folder(look(at.spare)):
        carried = _recorded(at)
        if carried is None and not _has_manifest(at):
            shutil.rmtree(at.spare)  # what is left of one that was being made or deleted
        else:
            _tidy(at, manifest.load(at.spare, at.show(at.spare)), carried or {})
    (at.state / RECORD).unlink(missing_ok=True)


def _recorded(at: Place) -> Mapping[str, int] | None:
    with suppress(FileNotFoundError, ValueError):
        found = json.loads(read(at.state / RECORD))
        return found if isinstance(found, dict) else None
    return None


def _has_manifest(at: Place) -> bool:
    try:
        return is_file(look(at.spare / MANIFEST)) and manifest.load(at.spare, "") is not None
    except ContentError:
        return False


def _tidy(at: Place, listed: Listed, carried: Mapping[str, int]) -> None:
    our_folders = folders_of(listed)
    folders: list[str] = []
    stray: list[Problem] = []
    for path, entry in entries(at.spare):
        if entry.is_dir(follow_symlinks=False):
            if path in our_folders or path in carried or look(at.output / path) is not None:
                folders.append(path)
            elif not _move(at, path):
                stray.append(_stray(at, path))
        elif path in RESERVED or (path in listed and entry.is_file(follow_symlinks=False)):
            continue
        elif not _drop(at, path, entry.inode(), carried.get(path)):
            stray.append(_stray(at, path))
    prune(at.spare, set(folders) - our_folders)
    if stray:
        raise ContentError(*stray)


def _drop(at: Place, path: str, inode: int, carried: int | None) -> bool:
    """Take a file out of the spare tree without losing anything; False where only a person can decide."""
    there = look(at.output / path)
    if inode == carried or (there is not None and inode == there.st_ino):
        (at.spare / path).unlink()
    elif there is None or there.st_ino == carried:  # new, or newer than the link in the output folder
        return _move(at, path)
    elif _content(at.spare / path) == _content(at.output / path) is not None:  # taken over, or a project that was copied
        (at.spare / path).unlink()
    else:
        return False
    return True


def _content(path: Path) -> bytes | Path | None:
    """What two files or links have in common if nothing is lost with one of them."""
    if is_file(look(path)):
        return read(path)
    return path.readlink() if path.is_symlink() else None


def _move(at: Place, path: str) -> bool:
    """Move something to its place in the output folder; False where the way there leads through a link or a file."""
    for folder in reversed(list(ancestors(path))):
        there = look(at.output / folder)
        if there is None:
            (at.output / folder).mkdir()
        elif not is_folder(there):
            return False
    (at.spare / path).replace(at.output / path)
    return True


def _stray(at: Place, path: str) -> Problem:
    return Problem("output-stray", path=at.show(at.spare / path), args={"wanted": f"{at.shown}/{path}"})
