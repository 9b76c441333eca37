"""The preview's web server: livereload's protocol and script, with a handler and an injector of our own.

A page is told `reload`, for everything or for one style sheet, which livereload.js swaps; and `alert`, which `preview.js`
shows as an overlay, until there is an `alert` without mistakes or the page is loaded again.

livereload's own handler serves hidden files, only at `/` and to any page and host; its script is inline, which the pages'
Content-Security-Policy forbids. Here the preview is for the person at this machine (a page of another site cannot read it,
frame it or listen to it), lies where the site will lie, and is looked up anew for each request, because every build exchanges
the whole folder.
"""

from __future__ import annotations

import html
import ipaddress
import json
import mimetypes
import os
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, unquote

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado.web import Application, HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError

from generator.errors import Problem, Severity, has_errors
from generator.i18n import Catalogue
from generator.permalinks import HOME, NOT_FOUND
from generator.writer import MANIFEST

OURS = Path(__file__).parent
LONGEST_MESSAGE = 64 * 1024

HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    # The browser keeps what is served here from the pages of other sites, scripts and pictures included.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}

ASKED_AGAIN = "no-cache"
"""Kept by the browser, and never used before the preview was asked whether it is still the same."""

TYPES = mimetypes.MimeTypes(())  # without the files of the system, which differ
for _ending, _type in {
    ".atom": "application/atom+xml",
    ".avif": "image/avif",
    ".bib": "text/x-bibtex",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".ris": "application/x-research-info-systems",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}.items():
    TYPES.add_type(_type, _ending)
TEXTS = re.compile(r"text/.*|image/svg\+xml|application/(javascript|json|xml|.*\+json|.*\+xml)")

HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[^:\[\]]+)(?::(?P<port>[0-9]{1,5}))?")
HEAD_END = re.compile(rb"<!--.*?(?:-->|\Z)|</head\s*>", re.DOTALL | re.IGNORECASE)


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
        """The preview has changed: tell the pages that are open. `files` says how, if that is all; style sheets are swapped."""
        self.version += 1
        only_styles = bool(files) and all(file.endswith(".css") and self.find(file) for file in files)
        for path in [unquote(self.base) + file for file in files] if only_styles else ["*"]:
            self._tell({"command": "reload", "path": path, "liveCSS": True, "liveImg": False})

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


def application(preview: Preview) -> Application:
    shared = {"preview": preview}
    return Application(
        [
            ("/livereload", Socket, shared),
            (r"/livereload\.js", Script, shared),
            (r"/livereload\.css", Style, shared),
            (".*", File, shared),
        ],
        log_function=lambda _handler: None,
        websocket_max_message_size=LONGEST_MESSAGE,
    )


class Local(RequestHandler):
    """Answers who asks for this machine by its name."""

    def initialize(self, preview: Preview) -> None:
        self.preview = preview

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        if not self.preview.is_host(self.request.host):
            raise HTTPError(403)

    def compute_etag(self) -> str | None:
        """Of what pages load, so that a browser that has it need not read it, nor make style and letters of it, again."""
        return super().compute_etag() if self._headers["Cache-Control"] == ASKED_AGAIN else None


class Socket(Local, LiveReloadHandler):  # type: ignore[misc]  # livereload has no types
    """A page that is open."""

    shown: int | None = None
    """The version of the preview that the page shows."""

    def prepare(self) -> None:
        super().prepare()
        # Browsers always say which page wants to connect; livereload, and Tornado for a request without it, would let all in.
        if self.request.headers.get("Origin", "").lower() != f"http://{self.request.host.lower()}":
            raise HTTPError(403)

    def on_message(self, message: str | bytes) -> None:
        try:
            said = json.loads(message)
            if said["command"] == "hello":
                self.shown = said.get("snipver")
            super().on_message(message)
        except (ValueError, TypeError, KeyError, AttributeError):  # not the protocol
            self.close()
            return
        if said["command"] != "info":
            return
        if self.shown not in (None, self.preview.version):
            self.tell({"command": "reload", "path": "*", "liveCSS": True, "liveImg": False})
        elif self.preview.mistakes and self.preview.built:  # else the page says it itself
            self.tell(self.preview.warning())

    def tell(self, message: Mapping[str, object]) -> None:
        with suppress(WebSocketClosedError):
            sent = self.write_message(json.dumps(message))
            sent.add_done_callback(lambda sent: sent.cancelled() or sent.exception())  # a page that was just closed


class Script(Local, LiveReloadJSHandler):  # type: ignore[misc]  # livereload has no types
    """livereload.js, and after it what it does not do. One file, so that a message never comes between the two."""

    def get(self) -> None:
        super().get()
        self.write((OURS / "preview.js").read_bytes())
        self.set_header("Content-Type", content_type("livereload.js"))

    head = get


class Style(Local):
    """The overlay's style sheet."""

    def get(self) -> None:
        self.set_header("Content-Type", content_type("livereload.css"))
        self.finish((OURS / "preview.css").read_bytes())

    head = get


class File(Local):
    """Everything else."""

    def get(self) -> None:
        base = unquote(self.preview.base)
        try:
            path = unquote(self.request.path, errors="strict")
        except UnicodeDecodeError:
            self._not_found()
            return
        if path == "/" != base or f"{path}/" == base:
            self.redirect(quote(base))
            return
        now, found = self.preview.look_up(path)
        query = f"?{self.request.query}" if self.request.query else ""
        if found is None:
            self._not_found()
        elif now != path:
            self.redirect(quote(now) + query)
        elif found.is_dir():
            self.redirect(f"{quote(path)}/{query}", permanent=True)
        else:
            self._send(found)

    head = get

    def _not_found(self) -> None:
        self.set_status(404)
        page = self.preview.find(NOT_FOUND)
        if page:
            self._send(page)
        elif self.preview.built:
            self._finish("text/plain; charset=utf-8", b"404\n")
        else:
            self.set_status(503)
            self._finish("text/html; charset=utf-8", self._inject(broken(self.preview)))

    def _send(self, file: Path) -> None:
        kind = content_type(file.name)
        try:
            data = file.read_bytes()
        except OSError:  # gone with the tree that was there when it was found
            raise HTTPError(404) from None
        self._finish(kind, self._inject(data) if kind.startswith("text/html") else data)

    def _finish(self, kind: str, data: bytes) -> None:
        self.set_header("Content-Type", kind)
        if not kind.startswith("text/html") and self.get_status() == 200:
            self.set_header("Cache-Control", ASKED_AGAIN)
        self.finish(data)

    def _inject(self, page: bytes) -> bytes:
        # The script finds its server in its own address; by itself it would not read an IPv6 one.
        host = self.request.host.lower().removesuffix(f":{self.preview.port}")
        address = f"/livereload.js?host={host}&amp;port={self.preview.port}&amp;snipver={self.preview.version}"
        return inject(page, f'<script async src="{address}"></script>'.encode())


def _is_address(name: str) -> bool:
    with suppress(ValueError):
        return bool(ipaddress.ip_address(name.strip("[]")))
    return False


def content_type(name: str) -> str:
    kind = TYPES.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if TEXTS.fullmatch(kind) else kind


def inject(page: bytes, script: bytes) -> bytes:
    """The page with a script at the end of its head; a fragment, which has none, as it is."""
    for found in HEAD_END.finditer(page):
        if not found[0].startswith(b"<!--"):
            return page[: found.start()] + script + page[found.start() :]
    return page


def broken(preview: Preview) -> bytes:
    """What is shown while there is no site to show."""
    say = preview.catalogue
    title = html.escape(say.message("serve.broken"))
    problems = "\n\n".join(html.escape(say.problem(problem)) for problem in preview.mistakes)
    text = problems or html.escape(say.message("serve.missing"))
    return (
        f'<!doctype html>\n<html lang="{say.lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="'
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<link rel="icon" href="data:,">\n'
        f'<link rel="stylesheet" href="/livereload.css">\n<title>{title}</title>\n</head>\n'
        f'<body class="panel">\n<main>\n<h1>{title}</h1>\n<pre>{text}</pre>\n</main>\n</body>\n</html>\n'
    ).encode()
