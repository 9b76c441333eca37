"""A person's files: read, so that what goes wrong is a Problem with its line, and written in one step."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from generator.errors import Problem, UsageError, reason

HARDSHIPS = frozenset(
    getattr(errno, name, 0)
    for name in ("EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EFBIG", "EIO", "EBUSY", "ENAMETOOLONG", "EMFILE")
)
"""What a computer can refuse; any other OSError is a mistake of ours."""


def read_text(file: Path, shown: str) -> tuple[str, list[Problem]]:
    """The text of a UTF-8 file, or the problem that stands in the way of it."""
    try:
        return decode(file.read_bytes(), shown)
    except OSError as error:
        return "", [unreadable(error, shown)]


def unreadable(error: OSError, shown: str) -> Problem:
    return Problem("file-unreadable", path=shown, args={"reason": reason(error)})


def decode(data: bytes, shown: str) -> tuple[str, list[Problem]]:
    """The text of UTF-8 bytes with line feeds as line ends, or the problem that stands in the way of it."""
    try:
        return data.decode("utf-8").replace("\r\n", "\n"), []
    except UnicodeDecodeError as error:
        return "", [Problem("encoding", path=shown, line=data[: error.start].count(b"\n") + 1)]


def read_toml(file: Path, shown: str) -> tuple[dict[str, Any], str, list[Problem]]:
    """(data, text, problems) of a TOML file."""
    text, problems = read_text(file, shown)
    data, more = parse_toml(text, shown)
    return data, text.removeprefix("\ufeff"), problems + more


def parse_toml(text: str, shown: str) -> tuple[dict[str, Any], list[Problem]]:
    """(data, problems) of a TOML text; a byte order mark before it is no part of it."""
    text = text.removeprefix("\ufeff")
    try:
        return tomllib.loads(text), []
    except tomllib.TOMLDecodeError as error:
        place = re.search(r" \(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (text.count("\n") + 1, 0)
        detail = re.sub(r" \(at .*\)", "", str(error))
        return {}, [Problem("toml-syntax", path=shown, line=line, column=column, args={"detail": detail})]


def write_whole(file: Path, data: bytes, shown: str) -> None:
    """Write a file in one step: it is the old one or the new one, never a part. The same bytes are left alone.

    Its permissions stay. Raises UsageError where the computer does not allow to write.
    """
    with _part(file, shown) as part:
        if file.exists() and file.read_bytes() == data:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        if file.exists():
            shutil.copymode(file, part)
        part.replace(file)


def write_new(file: Path, data: bytes, shown: str) -> bool:
    """Write a file that is not there, in one step. False, and nothing is written, where one appeared meanwhile.

    Raises UsageError where the computer does not allow to write.
    """
    with _part(file, shown) as part:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        try:
            os.link(part, file)  # unlike a rename, never over another file
        except FileExistsError:
            return False
        except OSError:  # a file system without hard links
            try:
                _create(file, data)
            except FileExistsError:
                return False
        finally:
            part.unlink()
    return True


def _create(file: Path, data: bytes) -> None:
    with file.open("xb") as stream:
        try:
            stream.write(data)
            stream.flush()
        except OSError:
            file.unlink()  # a part of a file would be taken for what a person wrote
            raise


@contextmanager
def _part(file: Path, shown: str) -> Iterator[Path]:
    """A file beside another one, which is gone when it could not be written."""
    part = file.with_name(f".{file.name}.part")
    try:
        yield part
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        if error.errno not in HARDSHIPS:
            raise
        raise UsageError(Problem("file-unwritable", path=shown, args={"reason": reason(error)})) from error
