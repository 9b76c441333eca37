"""Where things lie, as a value: nothing but the shipped themes is looked up relative to the code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SETTINGS = "content/site.toml"


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one site."""

    root: Path
    """Holds `content/`; the paths in messages are relative to it."""
    themes: tuple[Path, ...]
    """Folders of themes: the site's own before the shipped ones."""
    output: Path
    """Where the site is written."""
    cache: Path
    """What may be deleted at any time."""

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def settings(self) -> Path:
        return self.root / SETTINGS

    @property
    def sources(self) -> Path:
        return self.content / "sources"

    @property
    def publications(self) -> Path:
        return self.content / "publications"

    @property
    def authors(self) -> Path:
        return self.content / "authors"

    @property
    def pages(self) -> Path:
        return self.content / "pages"

    @property
    def static(self) -> Path:
        return self.content / "static"

    @property
    def lock(self) -> Path:
        return self.content / "import.lock"

    @property
    def answers(self) -> Path:
        return self.content / "answers.toml"

    def shown(self, path: Path) -> str:
        """A path as messages name it: relative to the root, with forward slashes."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()


def find_root(start: Path) -> Path | None:
    """The nearest folder, from `start` upwards, that holds `content/site.toml`."""
    return next((folder for folder in (start, *start.parents) if (folder / SETTINGS).is_file()), None)


def shipped_themes() -> Path:
    """The themes that come with labpress: beside the package in a clone, inside it when installed."""
    package = Path(__file__).parent
    installed = package / "_themes"
    return installed if installed.is_dir() else package.parent / "themes"


def site_paths(root: Path, output: Path | None = None) -> Paths:
    """The folders of the site at `root`, an absolute path."""
    themes = dict.fromkeys((root / "themes", shipped_themes()))
    return Paths(root, tuple(themes), output or root / "output", root / ".labpress")
