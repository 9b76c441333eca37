"""Where a site may be written, and where the writer keeps what it needs for that."""

from __future__ import annotations

import hashlib
import os
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
    if _endangers(found, found.output, allowed=found.cache / PREVIEW):
        raise UsageError(Problem("output-refused", path=found.shown))
    if _endangers(found, found.cache, allowed=found.root / ".labpress"):
        raise UsageError(Problem("output-refused", path=found.show(found.cache)))
    return found


def _endangers(found: Place, folder: Path, allowed: Path) -> bool:
    """Whether a folder is or holds something that must stay, or lies inside it.

    Folders are compared as the system sees them, by inode, because `Content` may be `content`.
    """
    lies_in = _identities(folder)
    if _identity(folder) == _identity(Path(folder.anchor)):
        return True
    if _identity(allowed) in lies_in:
        return False
    protected = [(found.root / name).resolve() for name in PROTECTED] + [found.cache]
    if folder == found.cache:
        protected = [path for path in protected if path != folder]
    held = [found.root, *_home(), *protected]
    return any(_identity(folder) in _identities(path) for path in held) or any(_identity(path) in lies_in for path in protected)


def _home() -> list[Path]:
    try:
        return [Path.home().resolve()]
    except RuntimeError:  # a user without one, as in some containers
        return []


def _identities(path: Path) -> set[object]:
    """Of a folder and all that it lies in."""
    return {_identity(folder) for folder in (path, *path.parents)}


def _identity(path: Path) -> object:
    status = look(path)
    return (status.st_dev, status.st_ino) if status else os.path.normcase(path)
