"""The made-up laboratory in `tests/sites/showcase`: built once for all tests of a run, served as static pages are."""

from __future__ import annotations

import gzip
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from unittest import mock

import pytest

from generator import pipeline
from generator.pages import Page, PageKind, kinds
from generator.paths import site_paths
from generator.pipeline import build_site
from generator.site import Author, Site
from tests.rendering import ROOT, Rendered, rendered

SHOWCASE = ROOT / "tests" / "sites" / "showcase"
"""Sixty papers of a lab that there is not: every kind of link, script, status and person, and the long cases."""
CROWD = "four-hundred-gauges"
"""The key of the paper with 400 authors."""
BASE = "/sub/"
PROBLEMS = "problems.txt"
FRAGMENTS = "embed/"
"""Where HTML lies that is no page, but a part of somebody else's."""
ALIKE = 6
PATIENCE = 300
"""Seconds that one process waits for another one's build."""


def once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], Rendered]) -> Rendered:
    """What `build` makes below a folder, made once for all processes of a run."""
    base = factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder, done = shared / name, shared / f"{name}.done"
    try:
        folder.mkdir()
    except FileExistsError:
        until = time.monotonic() + PATIENCE
        while not done.exists():
            if time.monotonic() > until:
                raise TimeoutError(name) from None
            time.sleep(0.1)
        return Rendered(Path(done.read_text("utf-8")))
    made = build(folder)
    partly = done.with_suffix(".part")
    partly.write_text(str(made.folder), "utf-8")
    partly.replace(done)
    return made


def whole(factory: pytest.TempPathFactory) -> Rendered:
    """The showcase as it would lie on the web below `BASE`.

    Left out are most of the people who stand on the paper of 400 alone: their pages are alike.
    """

    def build(folder: Path) -> Rendered:
        with without_crowd():
            return rendered(SHOWCASE, folder, base_url="https://coast.example" + BASE)

    return once(factory, "showcase", build)


@contextmanager
def without_crowd() -> Iterator[None]:
    """A build in here makes few pages of people who stand on the paper of 400 alone."""
    fewer = tuple(replace(kind, pages=partial(_few_of_crowd, kind)) for kind in kinds())
    with mock.patch.object(pipeline.building, "kinds", return_value=fewer):
        yield


def _few_of_crowd(kind: PageKind, site: Site) -> Iterator[Page]:
    alike = 0
    for page in kind.pages(site):
        author = page.context.get("author")
        if isinstance(author, Author) and not author.person.profile and [entry.key for entry in author.entries] == [CROWD]:
            alike += 1
            if alike > ALIKE:
                continue
        yield page


def everybody(factory: pytest.TempPathFactory) -> Rendered:
    """The showcase with every page."""
    return once(factory, "everybody", lambda folder: rendered(SHOWCASE, folder, base_url="https://coast.example" + BASE))


def lean(factory: pytest.TempPathFactory) -> Rendered:
    """The same with 40 of the 400 authors, so that what reads every page in Python takes seconds."""

    def build(folder: Path) -> Rendered:
        shutil.copytree(SHOWCASE, folder / "lab")
        file = folder / "lab" / "content" / "publications" / f"{CROWD}.md"
        lines = file.read_text("utf-8").splitlines(keepends=True)
        first = lines.index("author:\n") + 1
        del lines[first + 40 : first + 400]
        file.write_text("".join(lines), "utf-8")
        paths = replace(site_paths(folder / "lab", folder / "output"), cache=folder / "cache")
        built = build_site(paths, base_url="https://coast.example" + BASE)
        (folder / PROBLEMS).write_text("\n".join(map(str, built.problems)), "utf-8")
        return Rendered(paths.output)

    return once(factory, "lean", build)


def problems(site: Rendered) -> str:
    """What `lean` was warned of."""
    return (site.folder.parent / PROBLEMS).read_text("utf-8")


def seed(factory: pytest.TempPathFactory) -> Rendered:
    """The project's own content: a pasted list, with no years and partial author lists."""
    return once(factory, "seed", lambda folder: rendered(ROOT, folder, base_url="https://lab.example" + BASE))


class _Handler(SimpleHTTPRequestHandler):
    """A folder below a base path; `404.html` for what is not there, and text compressed for whoever takes that."""

    protocol_version = "HTTP/1.1"
    TEXT = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".bib", ".md", "/")

    def __init__(self, *args: Any, base: str, **options: Any) -> None:
        self.base = base
        super().__init__(*args, **options)

    def translate_path(self, path: str) -> str:
        inside = path.removeprefix(self.base) if path.startswith(self.base) else "outside"
        return super().translate_path("/" + inside)

    def send_head(self) -> BytesIO | BinaryIO | None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        missing = not file.is_file()
        if missing:
            file = Path(self.directory) / "404.html"
            if not file.is_file():
                return super().send_head()
        body = file.read_bytes()
        self.send_response(404 if missing else 200)
        self.send_header("Content-Type", self._type(file))
        if file.suffix in self.TEXT and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 6, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        return BytesIO(body)

    def _type(self, file: Path) -> str:
        kind = "text/javascript" if file.suffix in (".js", ".mjs") else self.guess_type(str(file))
        return f"{kind}; charset=utf-8" if file.suffix in self.TEXT else kind

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def served(folder: Path, base: str = BASE) -> Iterator[str]:
    """The address under which this computer, and no other, sees the folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder), base=base))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{base}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
