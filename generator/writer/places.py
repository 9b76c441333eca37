"""Where a site may be written, and where the writer keeps what it needs for that."""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.errors import Problem, UsageError
from generator.writer.tree import is_folder, look

PROTECTED = ("content", "themes", "generator", "tests", ".git", ".labpress")
"""Folders of a project that hold what people wrote, or what labpress needs while it writes."""
PREVIEW = "preview"
"""The one folder inside the cache that is an output folder: where `serve` builds."""


@dataclass(frozen=True, slots=True)
class Place:
    """An output folder with its part of the cache; all paths are absolute and without symbolic links."""

    root: Path
    output: Path
    cache: Path

    @property
    def shown(self) -> str:
        """The output folder as messages name it."""
        return self.show(self.output)

    @property
    def name(self) -> str:
        """The output folder seen from the cache, so that it stays the same when the whole project is moved."""
        try:
            return Path(os.path.relpath(self.output, self.cache)).as_posix()
        except ValueError:  # another drive of Windows
            return self.output.as_posix()

    @property
    def state(self) -> Path:
        """What belongs to this output folder alone: two of them never meet each other's spare tree or journal."""
        return self.cache / f"{self.output.name}-{hashlib.sha256(self.name.encode()).hexdigest()[:8]}"

    @property
    def spare(self) -> Path:
        """The second standing tree."""
        return self.state / "spare"

    @property
    def lock(self) -> Path:
        return self.cache / "lock"

    def show(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()


def place(output: Path, cache: Path, root: Path) -> Place:
    """The folders of a run; UsageError with `output-refused` where writing a site would endanger what people have."""
    found = Place(root.resolve(), output.resolve(), cache.resolve())
    here = look(found.output)
    if here is not None and not is_folder(here):
        raise UsageError(Problem("output-no-folder", path=found.shown))
    project = [(found.root / name).resolve() for name in PROTECTED]
    cache_allowed = (found.root / ".labpress").resolve()
    for folder, protected, allowed in (
        (found.output, [*project, found.cache], found.cache / PREVIEW),
        (found.cache, project, cache_allowed),
    ):
        if _endangers(found.root, folder, protected, allowed):
            raise UsageError(Problem("output-refused", path=found.show(folder)))
    return found


def _endangers(root: Path, folder: Path, protected: Sequence[Path], allowed: Path) -> bool:
    """Whether a folder is or holds something that must stay, or lies inside something protected.

    Folders are compared as the system sees them, by inode, because `Content` may be `content`. Each is looked at once, as
    another run may make or remove the cache meanwhile.
    """
    identity = functools.cache(_identity)

    def lineage(path: Path) -> set[object]:
        return {identity(one) for one in (path, *path.parents)}

    if any(identity(folder) in lineage(path) for path in (root, Path(folder.anchor), *_home())):
        return True
    if identity(allowed) in lineage(folder):
        return False
    return any(identity(folder) in lineage(path) or identity(path) in lineage(folder) for path in protected)


def _home() -> list[Path]:
    try:
        return [Path.home().resolve()]
    except RuntimeError:  # a user without one, as in some containers
        return []


def _identity(path: Path) -> object:
    status = look(path)
    return (status.st_dev, status.st_ino) if status else os.path.normcase(path)
