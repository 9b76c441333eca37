"""What lies in an output folder, compared with what shall lie there."""

from __future__ import annotations

import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.errors import Problem
from generator.writer import manifest
from generator.writer.manifest import RESERVED, Listed
from generator.writer.names import fold, folders_of, visible
from generator.writer.seen import Seen
from generator.writer.tree import Tree, is_file, scan


@dataclass(frozen=True, slots=True)
class Survey:
    """The state of a folder before a publish."""

    tree: Tree
    listed: Listed
    """What the manifest says is ours."""
    foreign: tuple[str, ...]
    """What is not, folders before their contents."""
    write: tuple[str, ...]
    """Paths of the new site that are missing or have other bytes."""
    remove: tuple[str, ...]
    """Files of ours that the new site does not have."""
    problems: tuple[Problem, ...]
    """`output-foreign` and `output-edited`: what forbids to go on."""

    @property
    def digests(self) -> Mapping[str, tuple[str, ...]]:
        """Of each path that is going to change, what may be there before."""
        return {path: self.listed.get(path, ()) for path in (*self.write, *self.remove)}


def survey(folder: Path, wanted: Mapping[str, str], seen: Seen, shown: str) -> Survey:
    """Compare a folder with the paths and digests of a site; ContentError if its manifest cannot be read.

    A file that is not ours but has the very bytes that are to be written becomes ours: nothing can be lost by it, and a
    site whose manifest was lost (a copy without dot files) is whole again after one publish.
    """
    listed = manifest.load(folder, shown)
    tree = scan(folder)
    found = {path: seen.digest(f"{folder}/{path}", tree[path]) for path in {*wanted, *listed} if is_file(tree.get(path))}
    same = {path for path, digest in found.items() if wanted.get(path) == digest}
    ours = (found.keys() & listed.keys()) | same
    our_folders = folders_of(listed)
    foreign = sorted(
        path
        for path, status in tree.items()
        if path not in ours and not (path in our_folders and stat.S_ISDIR(status.st_mode)) and path not in RESERVED
    )
    edited = sorted(path for path in ours if path not in same and found[path] not in listed[path])
    return Survey(
        tree=tree,
        listed=listed,
        foreign=tuple(foreign),
        write=tuple(sorted(wanted.keys() - same)),
        remove=tuple(sorted(ours - wanted.keys())),
        problems=(
            *(foreign_problem(shown, path, at) for at, path in _in_the_way(foreign, tree, wanted)),
            *(edited_problem(shown, path) for path in edited),
        ),
    )


def _in_the_way(foreign: Sequence[str], tree: Tree, wanted: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """Each path of the site where something of a person's stands, with what stands there first."""
    if not foreign:
        return ()
    spelled = {fold(path): path for path in (*folders_of(wanted), *wanted)}
    blocked: dict[str, str] = {}
    for path in sorted({*foreign, *folders_of(foreign)}):
        here = spelled.get(fold(path))
        shared = here == path and here not in wanted and stat.S_ISDIR(tree[path].st_mode)
        if here is not None and not shared:
            blocked.setdefault(here, next(one for one in foreign if one == path or one.startswith(f"{path}/")))
    return sorted(blocked.items())


def foreign_problem(shown: str, path: str, at: str) -> Problem:
    return Problem("output-foreign", path=f"{shown}/{visible(path)}", args={"wanted": at})


def edited_problem(shown: str, path: str) -> Problem:
    return Problem("output-edited", path=f"{shown}/{visible(path)}")
