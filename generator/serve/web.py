"""The preview's web server: livereload's protocol and script, with handlers of our own.

livereload's own handler serves hidden files, only at `/` and to any page and host; its script is inline, which the pages'
Content-Security-Policy forbids. Here the preview is for the person at this machine (a page of another site cannot read it,
frame it or listen to it), lies where the site will lie, and is looked up anew for each request, because every build exchanges
the whole folder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, unquote

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado.web import Application, HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError

from generator.permalinks import NOT_FOUND
from generator.serve.documents import broken, content_type, inject, unversioned, version_assets
from generator.serve.shown import Preview
from generator.writer.manifest import digest

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
FOR_EVER = "max-age=31536000, immutable"
"""Kept by the browser, and used without asking."""


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
    """livereload.js, and after it what it does not do. One file, so that a message never comes between them."""

    def get(self) -> None:
        super().get()
        for name in ("preview.js", "in_place.js"):
            self.write((OURS / name).read_bytes())
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
            path, version = unversioned(unquote(self.request.path, errors="strict"))
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
            self._send(found, version)

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

    def _send(self, file: Path, version: str = "") -> None:
        kind = content_type(file.name)
        try:
            data = file.read_bytes()
        except OSError:  # gone with the tree that was there when it was found
            raise HTTPError(404) from None
        if kind.startswith("text/html"):
            self._finish(kind, self._inject(version_assets(data, self.preview.assets.version)))
        elif self.preview.assets.is_current(version, data):
            self._finish(kind, data, FOR_EVER)
        else:
            self._finish(kind, data, ASKED_AGAIN)

    def _finish(self, kind: str, data: bytes, cached: str = "") -> None:
        self.set_header("Content-Type", kind)
        if cached:
            self.set_header("Cache-Control", cached)
        self.finish(data)

    def _inject(self, page: bytes) -> bytes:
        # The script finds its server in its own address; by itself it would not read an IPv6 one.
        host = self.request.host.lower().removesuffix(f":{self.preview.port}")
        address = f"/livereload.js?host={host}&amp;port={self.preview.port}&amp;snipver={self.preview.version}"
        return inject(page, f'<script async src="{address}" data-page="{digest(page)}"></script>'.encode())
