"""Which paths a site may have, so that the same site can be written on every computer.

The rules are those of the narrowest file system that people use: Microsoft, *Naming Files, Paths, and Namespaces*
(https://learn.microsoft.com/windows/win32/fileio/naming-a-file), where letter case makes no difference either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

from generator.errors import Problem

UNSAFE = re.compile(
    r"""
      [\x00-\x1f\x7f<>:"|?*\\\ud800-\udfff]                 # what Windows forbids, and halves of characters
    | (?: ^ | / ) (?= / | $ )                               # absolute, or an empty part
    | [. ] (?= / | $ )                                      # "." and ".."; Windows drops a dot or a space at the end
    | (?: ^ | / ) (?: con | prn | aux | nul | conin\$ | conout\$ | (?: com | lpt ) [0-9¹²³] ) [ ]* (?= [./] | $ )
    | (?: ^ | / ) \.git (?= / | $ )                         # where a file can become a program that git runs
    | ^ \.labpress\.json (?: \.part )? (?= / | $ )          # the writer's own
    """,
    re.VERBOSE | re.IGNORECASE,
)
PLAIN = re.compile(r"(?:[a-z0-9_-]{5,64}/){0,8}[a-z0-9_-]{5,200}(?:\.[a-z0-9]{1,8})?")
"""What nearly every path of a site looks like: safe at a glance, three times as fast."""
LONGEST = 255
"""Bytes in one part of a path: the limit of ext4, APFS and (in UTF-16 units) NTFS."""


def is_safe(path: str) -> bool:
    """Whether a path relative to the output folder stays inside it and can be written everywhere."""
    if PLAIN.fullmatch(path):
        return True
    if UNSAFE.search(path):
        return False
    return len(path) <= LONGEST // 4 or all(len(part.encode()) <= LONGEST for part in path.split("/"))


def fold(path: str) -> str:
    """Equal for paths that some file system takes for the same: letter case and Unicode composition make no difference."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", path).casefold())


def ancestors(path: str) -> Iterator[str]:
    """The folders that a path lies in, the nearest first."""
    while path := path.rpartition("/")[0]:
        yield path


def folders_of(paths: Iterable[str]) -> set[str]:
    """Every folder that one of the paths lies in."""
    found: set[str] = set()
    for folder in {path.rpartition("/")[0] for path in paths}:
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def name_problems(paths: Collection[str]) -> list[Problem]:
    """What is wrong with the paths of a site: `output-name`, `output-twins` and `output-file-and-folder`."""
    found = [Problem("output-name", args={"name": visible(path)}) for path in sorted(paths) if not is_safe(path)]
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    for path in sorted(paths):
        found += _twins(path, files.setdefault(fold(path), path))
    for folder in sorted(folders_of(paths)):
        found += _twins(f"{folder}/", f"{folders.setdefault(fold(folder), folder)}/")
        if file := files.get(fold(folder)):
            found.append(Problem("output-file-and-folder", args={"name": visible(file), "folder": visible(folder)}))
    return found


def _twins(path: str, twin: str) -> list[Problem]:
    return [] if path == twin else [Problem("output-twins", args={"name": visible(path), "twin": visible(twin)})]


def visible(name: str) -> str:
    """A name without characters that a terminal would obey."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in name)
