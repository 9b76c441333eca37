"""Reading a person's text file: what goes wrong is a Problem with its line, never an exception."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from generator.errors import Problem, reason


def read_text(file: Path, shown: str) -> tuple[str, list[Problem]]:
    """The text of a UTF-8 file, or the problem that stands in the way of it."""
    try:
        return decode(file.read_bytes(), shown)
    except OSError as error:
        return "", [Problem("file-unreadable", path=shown, args={"reason": reason(error)})]


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
