"""What is shown: the folder of the preview at its address, and what is said of it to the pages that are open.

A page is told `reload`, for everything, for one style sheet, which livereload.js swaps, or with the files that are different:
`in_place.js` then shows what it can in the page as it is. And `alert`, which `preview.js` shows as an overlay, until there is an
`alert` without mistakes or the page is loaded again.
"""

from __future__ import annotations

import ipaddress
import os
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from livereload.handlers import LiveReloadHandler

from generator.errors import LabpressError, Problem, Severity, has_errors
from generator.i18n import Catalogue
from generator.permalinks import ASSETS, HOME
from generator.writer import MANIFEST, manifest

if TYPE_CHECKING:
    from generator.serve.web import Socket

HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[^:\[\]]+)(?::(?P<port>[0-9]{1,5}))?")


@dataclass(frozen=True, slots=True)
class Assets:
    """The files that a theme brings. Pages of the preview name them by a folder that has another name when one is different, so
    that a browser need never ask for them again, which would take longer than the rest of showing a page.
    """

    version: str
    digests: frozenset[str]

    def is_current(self, version: str, data: bytes) -> bool:
        """Whether these bytes are, and always will be, a file of this version."""
        return version == self.version and manifest.digest(data) in self.digests


class Preview:
    """What is served now."""

    def __init__(self, folder: Path, catalogue: Catalogue, host: str, port: int) -> None:
        self.folder = folder
        self.catalogue = catalogue
        self.port = port
        self._bases: list[str] = []
        self.problems: tuple[Problem, ...] = ()
        """What the last build said."""
        self.version = time.time_ns() // 1_000_000
        """Changes with every change of the preview. A page is told which one it is, so that one that was opened before a
        change and connected after it, or that stayed open while the server was started anew, is told to reload."""
        self._assets = (0, Assets("", frozenset()))
        self._any_address = host in ("", "0.0.0.0", "::")  # noqa: S104 - not listened at here
        shown = "127.0.0.1" if self._any_address else f"[{host}]" if ":" in host else host.lower()
        self._names = ("127.0.0.1", "localhost", "[::1]", shown)
        self._origin = f"http://{shown}" + (f":{port}" if port != 80 else "")

    @property
    def base(self) -> str:
        """The path that the site lies at, ending in a slash."""
        return self._bases[0] if self._bases else "/"

    @property
    def url(self) -> str:
        return self._origin + self.base

    @property
    def built(self) -> bool:
        """Whether there is anything to serve: perhaps the site as it was before a mistake."""
        return (self.folder / MANIFEST).is_file()

    def is_host(self, value: str) -> bool:
        """Whether a `Host` header names this server, so that no other name can be made to lead here (DNS rebinding).

        A server that listens at every address may be asked by each of them: an address, unlike a name, leads nowhere else.
        """
        host = HOST.fullmatch(value.lower())
        if host is None or int(host["port"] or 80) != self.port:
            return False
        return host["name"] in self._names or (self._any_address and _is_address(host["name"]))

    def find(self, path: str) -> Path | None:
        """The file or folder at a path of the site; nothing that is hidden or outside, whatever the path says."""
        # OSError: not there, a link in a circle, too long for the system; ValueError: with a NUL, or outside.
        with suppress(OSError, ValueError):
            folder = os.path.realpath(self.folder, strict=True)
            found = Path(os.path.realpath(f"{folder}/{path}", strict=True))
            parts = (*path.split("/"), *found.relative_to(folder).parts)
            if "\\" not in path and all(part and part[0] != "." for part in parts):
                return found
        return None

    @property
    def assets(self) -> Assets:
        """The files of the theme as they are now."""
        if self._assets[0] != self.version:
            listed: manifest.Listed = {}
            with suppress(LabpressError):
                listed = manifest.load(self.folder, "")
            found = {path: digests for path, digests in sorted(listed.items()) if path.startswith(f"{ASSETS}/")}
            version = manifest.digest(repr(found).encode())[:16]
            self._assets = self.version, Assets(version, frozenset(one for digests in found.values() for one in digests))
        return self._assets[1]

    def move(self, base: str) -> bool:
        """The site lies at this path, if it is not empty. Whether that is another one than before."""
        if base in ("", *self._bases[:1]):
            return False
        self._bases = [base, *(former for former in self._bases if former != base)]
        return True

    def look_up(self, path: str) -> tuple[str, Path | None]:
        """A path as a browser asks for it, as it is now if the site lay elsewhere before, and the file or folder there."""
        for base in map(unquote, self._bases):
            rest = path.removeprefix(base)
            found = self.find(f"{rest}{HOME}" if not rest or rest.endswith("/") else rest)
            if found and path.startswith(base):
                return unquote(self.base) + rest, found
        return path, None

    def reload(self, files: Sequence[str] = ()) -> None:
        """The preview has changed: tell the pages that are open. `files` are those that did, if that is all; style sheets are
        swapped, and a page may show in place what it is made from.
        """
        self.version += 1
        changed = [unquote(self.base) + file for file in files]
        message: dict[str, object] = {"command": "reload", "liveCSS": True, "liveImg": False}
        if changed and all(file.endswith(".css") and self.find(file) for file in files):
            for path in changed:
                self._tell({**message, "path": path})
        else:
            self._tell({**message, "path": "*", **({"files": changed} if changed else {})})

    def warn(self) -> None:
        """The last build came to nothing, or did so before and is mended: tell the pages that are open."""
        self._tell(self.warning())

    def warning(self) -> Mapping[str, object]:
        """What pages are told of the mistakes."""
        say, mistakes = self.catalogue, self.mistakes
        words = [say.problem(problem) for problem in mistakes]
        return {
            "command": "alert",
            "message": "\n".join(words),
            "lang": say.lang,
            "title": say.message("serve.stale"),
            "hide": say.message("serve.hide"),
            "count": say.message("report.error", n=sum(problem.severity is Severity.ERROR for problem in mistakes)),
            "mistakes": [
                {"place": problem.place, "words": line.removeprefix(f"{problem.place}: ")}
                for problem, line in zip(mistakes, words, strict=True)
            ],
        }

    @property
    def mistakes(self) -> tuple[Problem, ...]:
        """All that the last build said, if it came to nothing; what must be mended first."""
        order = tuple(Severity)
        problems = self.problems if has_errors(self.problems) else ()
        return tuple(sorted(problems, key=lambda problem: (order.index(problem.severity), problem.sort_key)))

    def _tell(self, message: Mapping[str, object]) -> None:
        for page in self._pages():
            page.tell(message)

    def close(self) -> None:
        for page in self._pages():
            page.close()

    def _pages(self) -> Iterator[Socket]:
        return (page for page in tuple(LiveReloadHandler.waiters) if page.preview is self)


def _is_address(name: str) -> bool:
    with suppress(ValueError):
        return bool(ipaddress.ip_address(name.strip("[]")))
    return False
