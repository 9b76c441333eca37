"""A file with front matter, read strictly.

python-frontmatter splits; the YAML is read by `yaml_reader`. Its `parse` takes a missing fence or a byte order mark for "no
front matter", and strips the body, so the handler below looks for the fences itself and keeps the body.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import frontmatter
from frontmatter.default_handlers import BaseHandler, YAMLHandler

from generator import yaml_reader
from generator.errors import Problem
from generator.yaml_reader import Document

FENCE = "---"


@dataclass(frozen=True, slots=True)
class MarkdownFile:
    """One file: its front matter, and the body from the line after it."""

    document: Document
    body: str
    body_line: int
    """1-based line of the body's first line."""


class Fence(Exception):  # noqa: N818 - it never leaves this module
    def __init__(self, code: str, line: int) -> None:
        super().__init__(code)
        self.problem_at = (code, line)


class Handler(BaseHandler):
    """YAML between `---` lines; an instance reads one file."""

    FM_BOUNDARY = YAMLHandler.FM_BOUNDARY
    START_DELIMITER = END_DELIMITER = FENCE

    def __init__(self, path: str = "") -> None:
        super().__init__()
        self.path = path
        self.file: MarkdownFile | None = None

    def split(self, text: str) -> tuple[str, str]:
        lines = text.split("\n")
        if lines[0].rstrip() != FENCE:
            raise Fence("front-matter-missing", 1)
        end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), 0)
        if not end:
            raise Fence("front-matter-open", 1)
        self.body_line = end + 2
        return "\n".join(lines[1:end]) + "\n", "\n".join(lines[end + 1 :])

    def load(self, fm: str) -> dict[str, Any]:
        self.document = yaml_reader.read(fm, self.path, first_line=2)
        return dict(self.document.data)


def parse(text: str, path: str) -> tuple[MarkdownFile | None, list[Problem]]:
    """Read a whole file. Without both fences there is nothing to read: None and the reason."""
    handler = Handler(path)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if not text.startswith(FENCE):  # python-frontmatter would pass over white space before it
        return None, [Problem("front-matter-missing", path=path, line=1)]
    try:
        frontmatter.parse(text, handler=handler)
    except Fence as fence:
        code, line = fence.problem_at
        return None, [Problem(code, path=path, line=line)]
    body = text.split("\n", handler.body_line - 1)[handler.body_line - 1 :]
    return MarkdownFile(handler.document, "".join(body), handler.body_line), list(handler.document.problems)
