"""The templates of a chain of themes, and the Jinja environment that renders them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, StrictUndefined, TemplateNotFound
from jinja2.loaders import BaseLoader

from generator.errors import ContentError
from generator.files import decode
from generator.filters import FILTERS, FUNCTIONS

PARENT = "!parent/"


class Templates(BaseLoader):
    """Finds a template in the first theme of the chain that has it. `@2/x.html` looks from the third theme on.

    It knows the templates as they were when it last read them, so that all pages of a build are made from the same ones.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders
        self.sources: tuple[Mapping[str, bytes], ...] = ()
        """For each theme of the chain: the templates, by their names."""

    def read(self) -> bool:
        """Read every template again; whether any is another one. What is the same stays the same object."""
        sources = tuple(dict(_files(folder / "templates")) for folder in self.folders)
        if sources == self.sources:
            return False
        self.sources = sources
        return True

    def find(self, name: str) -> tuple[int, bytes, Path] | None:
        """Which theme of the chain has it, what it says, and the file."""
        start, plain = 0, name
        if name.startswith("@"):
            number, _, plain = name[1:].partition("/")
            start = int(number)
        level = next((level for level in range(start, len(self.sources)) if plain in self.sources[level]), None)
        return None if level is None else (level, self.sources[level][plain], self.folders[level] / "templates" / plain)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002
        found = self.find(template)
        if found is None:
            raise TemplateNotFound(template)
        text, problems = decode(found[1], str(found[2]))
        if problems:
            raise ContentError(*problems)
        return text, str(found[2]), lambda: self.find(template) == found


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield file.relative_to(folder).as_posix(), file.read_bytes()


@functools.cache
def environment(folders: tuple[Path, ...], kind: type[Environment]) -> tuple[Templates, Environment]:
    """Made once for a chain: the preview builds again and again, and compiling templates is a third of a small build."""

    class Chained(kind):  # type: ignore[misc,valid-type]
        def join_path(self, template: str, parent: str) -> str:
            if not template.startswith(PARENT):
                return template
            found = loader.find(parent)
            return f"@{(found[0] if found else 0) + 1}/{template.removeprefix(PARENT)}"

    loader = Templates(folders)
    made: Environment = Chained(
        loader=loader,
        autoescape=lambda name: not (name or "").endswith((".css", ".txt")),
        auto_reload=False,  # all templates of a build are those that `read` found
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals.update(FUNCTIONS)
    made.filters.update(FILTERS)
    return loader, made
