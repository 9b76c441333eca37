"""A folder and what lies in it, without ever following a symbolic link."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

Tree = dict[str, os.stat_result]
"""Everything below a folder: path with forward slashes → `lstat`."""

_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def entries(root: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Everything below a folder, each folder before what it holds; a folder that went, or that is closed to us, as empty."""
    pending = [""]
    while pending:
        folder = pending.pop()
        with suppress(FileNotFoundError, PermissionError), os.scandir(root / folder) as found:
            for entry in found:
                yield folder + entry.name, entry
                if entry.is_dir(follow_symlinks=False):
                    pending.append(f"{folder}{entry.name}/")


def scan(root: Path) -> Tree:
    tree = {}
    for path, entry in entries(root):
        with suppress(FileNotFoundError):
            tree[path] = os.lstat(entry.path)  # on Windows, the entry's own has no inode
    return tree


def is_file(status: os.stat_result | None) -> bool:
    return status is not None and stat.S_ISREG(status.st_mode)


def is_folder(status: os.stat_result | None) -> bool:
    return status is not None and stat.S_ISDIR(status.st_mode)


def look(path: Path) -> os.stat_result | None:
    """What is there, or None."""
    try:
        return os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def read(file: Path | str) -> bytes:
    """The bytes of a file; OSError for a symbolic link, where the system can tell."""
    with os.fdopen(os.open(file, _READ), "rb") as stream:
        return stream.read()


def write_new(file: Path, data: bytes) -> None:
    """Write a file of its own: one that was there before, perhaps with other links to it, keeps its bytes."""
    file.unlink(missing_ok=True)
    with file.open("xb") as stream:
        stream.write(data)


def make_folders(root: Path, folders: Iterable[str]) -> None:
    for folder in sorted(folders):
        (root / folder).mkdir(exist_ok=True)


def prune(root: Path, folders: Iterable[str]) -> None:
    """Remove those of the folders that are empty, the deepest first."""
    for folder in sorted(folders, key=lambda path: path.count("/"), reverse=True):
        if is_folder(look(root / folder)):
            with suppress(OSError):  # not empty: it stays
                (root / folder).rmdir()
