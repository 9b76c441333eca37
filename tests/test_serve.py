"""The preview: served to this machine alone, under the site's path, and built and shown again after every save."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import queue
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from generator import pipeline
from generator.digests import Digests, Kept, UndigestibleError
from generator.errors import LabpressError, Problem, Severity, UsageError, has_errors
from generator.i18n import tool_catalogue
from generator.paths import Paths, shipped_themes
from generator.serve import PORT, serve
from generator.serve.changes import Changes
from generator.serve.documents import content_type, inject, version_assets
from generator.theme import ROW

if TYPE_CHECKING:
    from playwright.sync_api import Page

PATIENCE = 20.0
"""Seconds that anything may take on a machine that is busy; nothing waits that long where it works."""
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
PAGE = f"""<!doctype html>
<html lang="{{{{ here.lang }}}}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{CSP}">
<title>{{{{ page_kind }}}}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{{{{ asset('style.css') }}}}">
</head>
<body><h1>{{% if entry is defined %}}{{{{ entry.publication.title }}}}{{% else %}}{{{{ page_kind }}}}{{% endif %}}</h1></body>
</html>
"""
SITE = {
    "content/site.toml": '[theme]\nname = "tiny"\n',
    "content/publications/paper.md": "---\ntitle: A paper\nauthor:\n- Ada Lovelace\n---\nAn abstract.\n",
    "content/publications/sketch.md": "---\ntitle: A sketch\nauthor:\n- Ada Lovelace\ndraft: true\n---\nNot yet.\n",
    "content/static/été.txt": "Juillet",
    "content/static/.secret.txt": "hidden",
    "content/static/far.html": f"<!doctype html><head><title>{'x' * 70_000}</title></head><p>far",
    "themes/tiny/theme.toml": "",
    "themes/tiny/templates/list.html": PAGE,
    "themes/tiny/templates/options.css": "",
    "themes/tiny/static/style.css": "h1 { color: teal }",
    "themes/tiny/static/app.mjs": "export {};",
    "themes/tiny/i18n/en.toml": "",
}
PAPER = "content/publications/paper.md"
PAPER_PAGE = "publications/paper.html"


class Server:
    """A preview that runs in a thread of its own until it is cancelled."""

    def __init__(self, paths: Paths, **options: Any) -> None:
        self.paths = paths
        self.lines: list[str] = []
        self.problems: list[Problem] = []
        self.url = ""
        self._ready: Future[None] = Future()
        self._options = options
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        self._ready.result(PATIENCE)

    def _serve(self) -> None:
        try:
            options = {"catalogue": tool_catalogue("en"), "port": 0, **self._options}
            serve(self.paths, say=self._say, report=self._report, **options)
        except asyncio.CancelledError:
            pass
        except BaseException as error:  # the test's thread shall see it
            self._ready.set_exception(error)

    def _say(self, line: str) -> None:
        self.lines.append(line)
        if not self._ready.done():
            self.url = next(word for word in line.split() if word.startswith("http://"))
            self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
            self._ready.set_result(None)

    def _report(self, problems: Sequence[Problem]) -> None:
        self.problems += problems

    def stop(self) -> None:
        if self.url and self._task:
            self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    @property
    def host(self) -> str:
        return self.url.split("/")[2]

    def get(self, path: str, *, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """(status, headers in small letters, body) of a path that is sent as it is."""
        connection = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        try:
            connection.putrequest(method, path, skip_host="Host" in headers)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def status(self, path: str, **headers: str) -> int:
        return self.get(path, **headers)[0]

    def text(self, path: str) -> str:
        return self.get(path)[2].decode()

    def built(self) -> int:
        """How many builds after the first have come to an end."""
        return sum(line.startswith(("Built again", "The preview stays")) for line in self.lines)

    def save(self, name: str, text: str) -> None:
        file = self.paths.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "this has not come about"
        time.sleep(0.01)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in SITE.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path


def paths_of(root: Path) -> Paths:
    return Paths(root, (root / "themes",), root / "output", root / ".labpress")


@contextmanager
def running(where: Path | Paths, **options: Any) -> Iterator[Server]:
    before = set(threading.enumerate())
    server = Server(where if isinstance(where, Paths) else paths_of(where), **options)
    try:
        yield server
    finally:
        server.stop()
        assert set(threading.enumerate()) <= before


@pytest.fixture
def server(root: Path) -> Iterator[Server]:
    with running(root) as started:
        yield started


class Listener:
    """A page that is open: what livereload.js does, without a browser."""

    def __init__(self, server: Server, **hello: object) -> None:
        self.messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._loop = asyncio.new_event_loop()
        self._server, self._hello = server, hello
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=[self._listen()])
        self._thread.start()
        assert self.next()["command"] == "hello"

    async def _listen(self) -> None:
        self._connection = await connect(self._server, f"http://{self._server.host}")
        hello = {"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"], **self._hello}
        await self._connection.write_message(json.dumps(hello))
        await self._connection.write_message(json.dumps({"command": "info", "plugins": {}, "url": self._server.url}))
        while (message := await self._connection.read_message()) is not None:
            self.messages.put(json.loads(message))
        self.messages.put(None)
        await self._loop.shutdown_default_executor()  # it looked up the server's address

    def next(self) -> dict[str, Any]:
        message = self.messages.get(timeout=PATIENCE)
        assert message is not None, "the connection was closed"
        return message

    def say(self, message: str) -> None:
        self._loop.call_soon_threadsafe(self._connection.write_message, message)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._connection.close)
        self._thread.join(PATIENCE)
        self._loop.close()


async def connect(server: Server, origin: str | None, **headers: str) -> WebSocketClientConnection:
    given = {**({"Origin": origin} if origin else {}), **headers}
    request = HTTPRequest(f"ws://{server.host}/livereload", headers=given)
    return await websocket_connect(request)


@contextmanager
def listening(server: Server, **hello: object) -> Iterator[Listener]:
    listener = Listener(server, **hello)
    try:
        yield listener
    finally:
        listener.close()


def refused(server: Server, origin: str | None, **headers: str) -> int:
    """The status with which a connection is refused; 0 if it is not."""
    answer: Future[int] = Future()

    def run() -> None:
        async def attempt() -> int:
            try:
                (await connect(server, origin, **headers)).close()
            except HTTPClientError as error:
                return int(error.code)
            return 0

        answer.set_result(asyncio.run(attempt()))

    thread = threading.Thread(target=run)  # playwright's loop may be running in this one
    thread.start()
    thread.join(PATIENCE)
    return answer.result(0)


# Serving


def test_pages_are_served_with_their_drafts_and_the_script_that_listens(server: Server) -> None:
    status, headers, page = server.get(f"/{PAPER_PAGE}")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b"<h1>A paper</h1>" in page
    assert page.count(b"<script") == 1
    assert b'<script async src="/livereload.js?' in page
    assert b"<h1>A sketch</h1>" in server.get("/publications/sketch.html")[2]
    assert b"LiveReload" in server.get("/livereload.js")[2]


def test_files_on_the_disk_are_the_site_and_nothing_else(server: Server) -> None:
    page = server.paths.cache / "preview" / PAPER_PAGE
    assert b"livereload" not in page.read_bytes()
    assert not server.paths.output.exists()


def test_the_script_is_put_into_pages_alone_however_long_their_head_is(server: Server) -> None:
    far = server.text("/far.html")
    assert far.index("</title>") < far.index("<script") < far.index("</head>")
    for path in ("/assets/style.css", "/assets/app.mjs", "/%C3%A9t%C3%A9.txt"):
        assert "livereload" not in server.text(path)


def test_a_comment_and_a_fragment_do_not_mislead_the_injector() -> None:
    page = b"<!doctype html><!-- </head> --><head><title>x</title></HEAD ><body>"
    assert inject(page, b"<S>") == b"<!doctype html><!-- </head> --><head><title>x</title><S></HEAD ><body>"
    for other in (b"<ul><li>a list for another page</ul>", b"<!-- <head></head>", b""):
        assert inject(other, b"<S>") == other


def test_each_file_has_the_type_that_browsers_want() -> None:
    wanted = {
        "a.html": "text/html; charset=utf-8",
        "a.js": "text/javascript; charset=utf-8",
        "a.mjs": "text/javascript; charset=utf-8",
        "a.css": "text/css; charset=utf-8",
        "a.json": "application/json; charset=utf-8",
        "a.xml": "application/xml; charset=utf-8",
        "a.svg": "image/svg+xml; charset=utf-8",
        "a.webmanifest": "application/manifest+json; charset=utf-8",
        "a.bib": "text/x-bibtex; charset=utf-8",
        "a.woff2": "font/woff2",
        "a.pdf": "application/pdf",
        "a.png": "image/png",
        "CNAME": "application/octet-stream",
    }
    assert {name: content_type(name) for name in wanted} == wanted


def test_nothing_is_for_other_sites(server: Server) -> None:
    for path in ("/", "/nowhere", "/livereload.js", "/assets/app.mjs"):
        headers = server.get(path)[1]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["x-frame-options"] == "SAMEORIGIN"
        assert "access-control-allow-origin" not in headers


def test_no_page_is_stored_and_what_it_loads_is_sent_again_only_if_it_differs(server: Server) -> None:
    for path in ("/", "/nowhere", "/livereload.js"):
        headers = server.get(path)[1]
        assert (headers["cache-control"], headers.get("etag")) == ("no-store", None)
    style = "/assets/style.css"
    _, headers, first = server.get(style)
    assert headers["cache-control"] == "no-cache"
    known = headers["etag"]
    assert server.get(style, If_None_Match=known)[::2] == (304, b"")
    server.save("themes/tiny/static/style.css", "h1 { color: red }")
    until(lambda: server.status(style, If_None_Match=known) == 200)
    assert server.get(style)[2] != first


def test_what_a_theme_brings_has_another_address_when_it_differs_and_is_not_asked_for_again(server: Server) -> None:
    def named() -> str:
        found = re.search(r'href="\.\.(/assets~[0-9a-f]+/style\.css)"', server.text(f"/{PAPER_PAGE}"))
        assert found
        return found[1]

    first = named()
    _, headers, style = server.get(first)
    assert (headers["cache-control"], style) == ("max-age=31536000, immutable", b"h1 { color: teal }")
    assert server.status(first.replace("style.css", "nothing.css")) == 404
    server.save(PAPER, SITE[PAPER].replace("A paper", "Another title"))
    until(lambda: "Another title" in server.text(f"/{PAPER_PAGE}"))
    assert named() == first
    server.save("themes/tiny/static/style.css", "h1 { color: red }")
    until(lambda: named() != first)
    assert server.get(named())[1]["cache-control"] == "max-age=31536000, immutable"
    for address in (first, "/assets/style.css"):
        _, headers, style = server.get(address)
        assert (headers["cache-control"], style) == ("no-cache", b"h1 { color: red }")


def test_only_what_a_page_loads_is_named_by_its_version() -> None:
    page = (
        b'<link href="assets/a.css"><p title="assets/a.css">"../assets/a.css"'
        b'<script src="../../assets/a.js" data-fonts="assets/b assets/c">'
    )
    assert version_assets(page, "1f") == (
        b'<link href="assets~1f/a.css"><p title="assets/a.css">"../assets/a.css"'
        b'<script src="../../assets~1f/a.js" data-fonts="assets~1f/b assets~1f/c">'
    )
    other = b'<link href="https://x.example/assets/a.css"><link href="/lab/assets/a.css"><script src="my-assets/a.js">'
    assert version_assets(other, "1f") == other


def test_a_folder_is_its_index_and_no_listing(server: Server) -> None:
    assert server.status("/publications/") == 200
    status, headers, _ = server.get("/publications?q=1")
    assert (status, headers["location"]) == (301, "/publications/?q=1")
    assert server.status("/assets/") == 404
    assert server.status(f"/{PAPER_PAGE}/") == 404


def test_names_in_every_script_are_found(server: Server) -> None:
    assert server.text("/%C3%A9t%C3%A9.txt") == "Juillet"
    assert server.status("/%E9t%E9.txt") == 404


def test_what_is_not_there_is_the_sites_own_page(server: Server) -> None:
    status, headers, page = server.get("/no/where.html")
    assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert b"<title>not_found</title>" in page


def test_only_reading_is_answered(server: Server) -> None:
    status, headers, body = server.get(f"/{PAPER_PAGE}", method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) == len(server.get(f"/{PAPER_PAGE}")[2])
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        assert server.get("/", method=method)[0] == 405


ELSEWHERE = (
    "/.labpress.json",
    "/%2elabpress.json",
    "/.secret.txt",
    "/assets/../.labpress.json",
    "/../../content/site.toml",
    "/%2e%2e/%2e%2e/content/site.toml",
    "/..%2f..%2fcontent/site.toml",
    "/..%5c..%5ccontent/site.toml",
    "/assets/%2e%2e/%2e%2e/%2e%2e/content/site.toml",
    "//etc/passwd",
    "//example.org/..",
    "/%2fetc/passwd",
    "/./index.html",
    "/index.html%00.txt",
    "/" + "a" * 5000,
    "/outside.txt",
    "/loop/",
)


def test_hidden_files_and_other_places_do_not_exist(server: Server) -> None:
    preview = server.paths.cache / "preview"
    with suppress(OSError):  # Windows may forbid links
        (preview / "outside.txt").symlink_to(server.paths.settings)
        (preview / "loop").symlink_to(preview / "loop")
    for path in ELSEWHERE:
        status, _, body = server.get(path)
        assert (path, status) == (path, 404)
        assert b"<title>not_found</title>" in body


def test_the_site_lies_under_the_path_of_its_base_url(root: Path) -> None:
    (root / "content/site.toml").write_text('base-url = "https://x.example/my-lab/"\n[theme]\nname = "tiny"\n', "utf-8")
    with running(root) as server:
        assert server.url.endswith("/my-lab/")
        for path in ("/", "/my-lab"):
            status, headers, _ = server.get(path)
            assert (status, headers["location"]) == (302, "/my-lab/")
        assert "A paper" in server.text(f"/my-lab/{PAPER_PAGE}")
        assert server.get("/my-lab/publications")[1]["location"] == "/my-lab/publications/"
        status, _, page = server.get(f"/{PAPER_PAGE}")
        assert (status, b"<title>not_found</title>" in page) == (404, True)
    with running(root, base_url="https://x.example/l%C3%A4b/") as server:
        assert server.url.endswith("/l%C3%A4b/")
        assert server.get("/")[1]["location"] == "/l%C3%A4b/"
        assert server.status("/l%C3%A4b/") == 200


# For this machine alone


def test_only_the_names_of_this_machine_are_answered(server: Server) -> None:
    port = server.host.rpartition(":")[2]
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"LOCALHOST:{port}", f"[::1]:{port}"):
        assert server.status("/", Host=host) == 200
    for host in (f"evil.example:{port}", "127.0.0.1", "localhost:1", f"127.0.0.1.evil.example:{port}", f"192.168.0.7:{port}"):
        for path in ("/", "/livereload.js", "/livereload"):
            assert server.status(path, Host=host) == 403
    assert server.status("http://evil.example/index.html") == 403


def test_who_listens_at_every_address_answers_addresses_and_no_names(root: Path) -> None:
    with running(root, host="0.0.0.0") as server:  # noqa: S104 - for as long as this test runs
        port = server.host.rpartition(":")[2]
        assert server.host == f"127.0.0.1:{port}"
        assert server.status("/", Host=f"192.168.0.7:{port}") == 200
        assert server.status("/", Host=f"evil.example:{port}") == 403
        assert [problem.code for problem in server.problems] == ["serve-exposed"]


def test_only_the_previews_own_pages_may_listen(server: Server) -> None:
    port = server.host.rpartition(":")[2]
    assert refused(server, f"http://{server.host}") == 0
    assert refused(server, f"http://localhost:{port}", Host=f"localhost:{port}") == 0
    for origin in (
        "http://evil.example",
        "null",
        None,
        f"https://{server.host}",
        "http://127.0.0.1:1",
        f"http://localhost:{port}",
    ):
        assert refused(server, origin) == 403
    assert refused(server, f"http://evil.example:{port}", Host=f"evil.example:{port}") == 403


def test_a_message_that_is_not_the_protocol_ends_the_connection(server: Server) -> None:
    for message in ("{", "[]", '"x"', "{}", '{"command": "info", "url": 1}x', "9" * 100_000):
        with listening(server) as page:
            page.say(message)
            assert page.messages.get(timeout=PATIENCE) is None
    assert server.status("/") == 200


# Rebuilding


def test_a_save_is_built_and_the_pages_are_told(server: Server) -> None:
    with listening(server) as page:
        server.save(PAPER, SITE[PAPER].replace("A paper", "Another title"))
        assert page.next()["command"] == "reload"
        assert "<h1>Another title</h1>" in server.text(f"/{PAPER_PAGE}")
    until(lambda: "Built again: " in server.lines[-1])


@pytest.mark.parametrize("poll", [False, True])
def test_everything_that_the_site_is_made_of_is_watched(root: Path, poll: bool) -> None:
    with running(root, poll=poll) as server, listening(server) as page:
        for name, text in {
            "themes/tiny/static/style.css": "h1 { color: red }",
            "themes/tiny/templates/list.html": PAGE.replace("<h1>", "<h1>Lab: "),
            "content/static/new/file.txt": "new",
            "content/site.toml": 'title = "Lab"\nlanguages = ["en", "fr"]\n[theme]\nname = "tiny"\n',
        }.items():
            server.save(name, text)
            assert page.next()["command"] == "reload"
        (root / PAPER).unlink()
        assert page.next()["command"] == "reload"
        assert server.status(f"/{PAPER_PAGE}") == 404
        assert server.text("/new/file.txt") == "new"


def test_folders_that_come_or_are_replaced_are_watched(root: Path) -> None:
    (root / "themes").rename(root / "shipped")
    paths = Paths(root, (root / "themes", root / "shipped"), root / "output", root / ".labpress")
    with running(paths) as server, listening(server) as page:
        server.save("themes/own/theme.toml", 'extends = "tiny"\n')
        server.save("content/site.toml", '[theme]\nname = "own"\n')
        until(server.built)
        server.save("themes/own/static/style.css", "h1 { color: plum }")
        assert page.next()["command"] == "reload"
        assert "plum" in server.text("/assets/style.css")
        shutil.copytree(root / "content", root / "other")
        (root / "content").rename(root / "before")
        (root / "other").rename(root / "content")
        server.save(PAPER, SITE[PAPER].replace("A paper", "On another branch"))
        until(lambda: "On another branch" in server.text(f"/{PAPER_PAGE}"))


def test_five_files_saved_at_once_are_one_build(server: Server) -> None:
    # A machine that is busy may need longer than 100 ms to save five files.
    assert any(builds_of_five_saves(server, f"Attempt {attempt}") == 1 for attempt in range(5))


def builds_of_five_saves(server: Server, title: str) -> int:
    before = server.built()
    for number in range(5):
        server.save(f"content/publications/new-{number}.md", SITE[PAPER].replace("A paper", title))
        time.sleep(0.015)
    until(lambda: server.built() > before)
    server.save(PAPER, SITE[PAPER].replace("A paper", f"{title}, and after it"))  # a second build would have come before it
    until(lambda: title in server.text(f"/{PAPER_PAGE}") and server.built() > before + 1)
    assert all(title in server.text(f"/publications/new-{number}.html") for number in range(5))
    return server.built() - before - 1


def test_what_is_saved_during_a_build_is_built_after_it(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    build = pipeline.build_site
    began, go_on = threading.Event(), threading.Event()
    at_once: list[int] = []
    now = 0

    def slowly(*args: Any, **options: Any) -> pipeline.Built:
        nonlocal now
        now += 1
        at_once.append(now)
        built = build(*args, **options)
        began.set()
        assert go_on.wait(PATIENCE)
        now -= 1
        return built

    monkeypatch.setattr(pipeline, "build_site", slowly)
    with listening(server) as page:
        server.save(PAPER, SITE[PAPER].replace("A paper", "First"))
        assert began.wait(PATIENCE)
        for number in range(5):
            server.save(f"content/publications/new-{number}.md", SITE[PAPER].replace("A paper", f"New {number}"))
        assert server.status("/") == 200, "serving goes on during a build"
        go_on.set()
        assert [page.next()["command"], page.next()["command"]] == ["reload", "reload"]
        assert server.status("/publications/new-4.html") == 200
        assert set(at_once) == {1}


def test_nothing_is_built_while_nothing_is_saved(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    builds: list[object] = []
    build = pipeline.build_site

    def counted(*args: Any, **options: Any) -> pipeline.Built:
        builds.append(args)
        return build(*args, **options)

    monkeypatch.setattr(pipeline, "build_site", counted)
    for path in ("/", f"/{PAPER_PAGE}", "/assets/style.css", "/nowhere"):
        server.get(path)
    server.save(PAPER, SITE[PAPER].replace("A paper", "At last"))
    until(lambda: server.built() == 1)
    assert len(builds) == 1


def batch(changes: Changes) -> frozenset[str]:
    never = threading.Event()
    return changes.first(never) | changes.rest(never)


@pytest.mark.parametrize("poll", [False, True])
def test_only_a_save_is_a_change(root: Path, poll: bool) -> None:
    changes = Changes([root / "content"], poll=poll)
    for file in (root / "content").rglob("*"):
        if file.is_file():
            file.read_bytes()
    for name in (".paper.md.swp", "paper.md~", ".#paper.md"):  # what editors keep for themselves
        (root / "content/publications" / name).write_text("x", "utf-8")
    (root / PAPER).write_text("saved", "utf-8")
    changed = {Path(path).name for path in batch(changes)}
    assert changed - {"publications"} == {"paper.md"}
    (root / PAPER).write_text("saved again within the same second", "utf-8")
    assert {Path(path).name for path in batch(changes)} == {"paper.md"}


@pytest.mark.skipif(sys.platform != "linux", reason="where each name of a file is text")
def test_a_file_name_that_is_no_text_does_not_end_the_watching(root: Path) -> None:
    changes = Changes([root / "content"], poll=False)
    odd = os.fsencode(root / "content") + b"/\xff.md"
    for _ in range(2):
        Path(os.fsdecode(odd)).write_text("x", "utf-8")
        assert batch(changes)
    Path(os.fsdecode(odd)).unlink()
    assert batch(changes)
    (root / PAPER).write_text("saved", "utf-8")
    assert {Path(path).name for path in batch(changes)} == {"paper.md"}


def test_a_build_that_changes_no_file_reloads_nothing(server: Server) -> None:
    with listening(server) as page:
        server.save(PAPER, SITE[PAPER])
        until(lambda: server.built() == 1)
        assert server.lines[-1] == "Built again: 0 files are different"
        server.save(PAPER, SITE[PAPER].replace("A paper", "Another title"))
        assert page.next()["command"] == "reload"
        until(lambda: server.built() == 2)
        assert page.messages.empty()


def test_a_page_that_was_opened_before_a_change_and_connects_after_it_is_reloaded(server: Server) -> None:
    version = int(server.text("/").partition("snipver=")[2].partition('"')[0])
    with listening(server, snipver=version) as old:
        server.save(PAPER, SITE[PAPER].replace("A paper", "Another title"))
        assert old.next()["command"] == "reload"
    with listening(server, snipver=version) as late:
        assert late.next()["command"] == "reload"
    version = int(server.text("/").partition("snipver=")[2].partition('"')[0])
    with listening(server, snipver=version) as current:
        server.save(PAPER, SITE[PAPER].replace("A paper", "A third title"))
        current.next()
        until(lambda: server.built() == 2)
        assert current.messages.empty()


def test_a_mistake_is_reported_and_the_old_site_stays_until_it_is_mended(server: Server) -> None:
    with listening(server) as page:
        server.save(PAPER, "---\ntitle: [\n---\n")
        until(lambda: has_errors(server.problems))
        assert server.problems[0].path == PAPER
        until(lambda: server.lines[-1] == "The preview stays as it was until this is mended")
        assert "<h1>A paper</h1>" in server.text(f"/{PAPER_PAGE}")
        told = page.next()
        assert told["command"] == "alert"
        assert [mistake["place"] for mistake in told["mistakes"]] == [problem.place for problem in server.problems]
        with listening(server) as other:
            assert other.next() == told, "who comes later is told, too"
        server.save(PAPER, SITE[PAPER].replace("A paper", "Mended"))
        assert page.next()["command"] == "reload"
        assert "<h1>Mended</h1>" in server.text(f"/{PAPER_PAGE}")


def test_a_file_that_cannot_be_read_just_now_is_said_and_ends_nothing(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_args: Any, **_options: Any) -> pipeline.Built:
        raise PermissionError(13, "Permission denied", str(server.paths.root / PAPER))

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "build_site", locked)
        server.save(PAPER, SITE[PAPER].replace("A paper", "Locked"))
        until(lambda: [problem.code for problem in server.problems] == ["serve-unreadable"])
    assert server.problems[0].path == PAPER
    server.save(PAPER, SITE[PAPER].replace("A paper", "Free again"))
    until(lambda: "<h1>Free again</h1>" in server.text(f"/{PAPER_PAGE}"))


def test_a_mistake_that_is_taken_back_is_over(server: Server) -> None:
    with listening(server) as page:
        server.save(PAPER, "---\ntitle: [\n---\n")
        assert page.next()["mistakes"]
        server.save(PAPER, SITE[PAPER])
        told = page.next()
        assert (told["command"], told["mistakes"]) == ("alert", [])


def test_style_sheets_alone_are_named_and_anything_else_is_a_reload(server: Server) -> None:
    with listening(server) as page:
        server.save("themes/tiny/static/style.css", "h1 { color: red }")
        told = page.next()
        assert (told["command"], told["path"], told["liveCSS"]) == ("reload", "/assets/style.css", True)
        (server.paths.root / "themes/tiny/static/app.mjs").unlink()
        assert page.next()["path"] == "*"


def test_another_base_url_is_said_and_old_addresses_lead_to_the_new_ones(server: Server) -> None:
    with listening(server) as page:
        former: list[str] = ["/"]
        for base in ("/lab/", "/group/", "/"):
            server.save("content/site.toml", f'base-url = "https://x.example{base}"\n[theme]\nname = "tiny"\n')
            assert page.next()["path"] == "*"
            until(lambda: server.lines[-2:-1] == [f"The preview is now at http://{server.host}{base}"])  # noqa: B023
            for before in former:
                status, headers, _ = server.get(f"{before}{PAPER_PAGE}?q=1")
                wanted = (200, None) if before == base else (302, f"{base}{PAPER_PAGE}?q=1")
                assert (status, headers.get("location")) == wanted
            former.append(base)


@pytest.mark.parametrize(("file", "wrong"), [(PAPER, "---\ntitle: [<i>\n---\n"), ("content/site.toml", "title = <i>\n")])
def test_a_site_that_never_was_built_says_why_until_it_is_mended(root: Path, file: str, wrong: str) -> None:
    (root / file).write_text(wrong, "utf-8")
    with running(root) as server:
        assert has_errors(server.problems)
        status, headers, page = server.get("/")
        assert (status, headers["content-type"]) == (503, "text/html; charset=utf-8")
        assert file.encode() in page
        assert b"<i>" not in page
        version = int(page.decode().partition("snipver=")[2].partition('"')[0])
        with listening(server, snipver=version) as tab:
            server.save(file, SITE[file])
            assert tab.next()["command"] == "reload"
            assert "<h1>A paper</h1>" in server.text(f"/{PAPER_PAGE}")


def test_the_preview_of_an_earlier_run_is_shown_while_there_is_a_mistake(root: Path) -> None:
    with running(root):
        pass
    (root / PAPER).write_text("no front matter", "utf-8")
    with running(root) as server:
        assert has_errors(server.problems)
        assert "<h1>A paper</h1>" in server.text(f"/{PAPER_PAGE}")


def test_the_cache_may_be_deleted_while_it_is_served(server: Server) -> None:
    until(lambda: server.status("/") == 200)
    for folder, _, files in os.walk(server.paths.cache, topdown=False):
        for name in files:
            Path(folder, name).unlink()
        Path(folder).rmdir()
    assert server.status("/") == 503
    server.save(PAPER, SITE[PAPER])
    until(lambda: server.status(f"/{PAPER_PAGE}") == 200)


def test_a_source_that_waits_for_its_import_is_named_and_not_imported(server: Server) -> None:
    server.save("content/sources/list.txt", "Publications\n\nA title of a paper\nAda Lovelace\n")
    until(lambda: any("list.txt" in line for line in server.lines))
    assert not server.paths.lock.exists()
    assert not server.paths.output.exists()
    assert len(list(server.paths.publications.glob("*.md"))) == 2


# What is rendered again


def files_of(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


T = TypeVar("T")


class Counted(Kept):
    """Keeps count of the pages and of the rows of lists that it could not give."""

    def __init__(self) -> None:
        super().__init__()
        self.pages = self.rows = 0

    def take(self, name: object, made_from: object, make: Callable[[], T]) -> T:
        def count() -> T:
            self.pages += isinstance(name, str)
            self.rows += isinstance(name, tuple) and name[0] == ROW
            return make()

        return super().take(name, made_from, count)


TITLES = ("A paper", "Une étude", "$x^2$ <b>", "Z")
NAMES = ("Ada Lovelace", "ADA LOVELACE", "Émilie du Châtelet", "Rex Ying", "Zhitao Ying")
CHILD = '{% extends "!parent/layout.html" %}{% block footer %}<p>lead</p>{% endblock %}\n'
WORDS = '[layout]\nskip = "Skip it"\n[entry]\ndraft = "A draft"\n'


def random_edit(root: Path, choose: random.Random) -> None:
    """One save of a kind that a person may make."""
    key = choose.choice("abcdef")
    publication = {
        "title": choose.choice(TITLES),
        "author": [choose.choice(NAMES) for _ in range(choose.randrange(4))],
        "issued": choose.choice(["2020", "2023-05", None]),
        "draft": choose.choice(["true", None]),
        "hidden": choose.choice(["true", None]),
    }
    said = {name: value for name, value in publication.items() if value is not None}
    settings = {"title": choose.choice(TITLES), "languages": choose.choice([["en"], ["fr"], ["en", "fr"]])}
    base_url = choose.choice(["", 'base-url = "https://lab.example/"\n', 'base-url = "https://lab.example/x/"\n'])
    theme = f'[theme]\nname = "{choose.choice(["base", "folio", "own"])}"\n[theme.options]\nhue = {choose.randrange(3)}\n'
    written = {
        f"content/publications/{key}.md": f"---\n{json.dumps(said)}\n---\n{choose.choice(['', '[a](about.md)', '*b*'])}\n",
        "content/site.toml": "".join(f"{name} = {json.dumps(value)}\n" for name, value in settings.items()) + base_url + theme,
        "content/authors/rex.md": f"---\nname: Rex Ying\nalso: [{choose.choice(NAMES[:3])}]\n---\n{choose.choice(TITLES)}\n",
        "content/pages/about.md": f"---\ntitle: About\ndraft: {choose.choice(['true', 'false'])}\n---\n{choose.choice(TITLES)}\n",
        "content/pages/about.fr.md": f"---\ntitle: {json.dumps(choose.choice(TITLES))}\n---\n{choose.choice(TITLES)}\n",
        "content/static/file.txt": choose.choice(TITLES),
        "themes/own/templates/layout.html": choose.choice([CHILD, CHILD.replace("lead", "main")]),
        "themes/own/i18n/en.toml": choose.choice([WORDS, WORDS.replace("it", "that")]),
    }
    name = choose.choice([f"content/publications/{key}.md", *written])
    if choose.random() < 0.2 and not name.endswith("site.toml"):
        (root / name).unlink(missing_ok=True)
        return
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(written[name], "utf-8")


def problems_of(paths: Paths, kept: Kept | None) -> tuple[Problem, ...]:
    try:
        return pipeline.build_site(paths, drafts=True, kept=kept).problems
    except LabpressError as error:
        return error.problems


@pytest.mark.parametrize("seed", range(3))
def test_after_any_edits_the_preview_is_what_a_clean_build_makes(tmp_path: Path, seed: int) -> None:
    choose, cache = random.Random(seed), Counted()  # noqa: S311 - the same edits in each run
    own = {"content/publications/a.md": SITE[PAPER], "themes/own/theme.toml": 'extends = "base"\n'}
    for name, text in own.items():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text, "utf-8")
    pages = built = 0
    for number in range(25):
        random_edit(tmp_path, choose)
        paths = Paths(tmp_path, (tmp_path / "themes", shipped_themes()), tmp_path / "kept", tmp_path / "cache")
        clean = Paths(tmp_path, paths.themes, tmp_path / f"clean-{number}", tmp_path / f"cache-{number}")
        found = problems_of(paths, cache)
        assert found == problems_of(clean, None)
        if has_errors(found):
            continue
        assert files_of(paths.output) == files_of(clean.output)
        pages += len(list(clean.output.rglob("*.html")))
        built += 1
    assert built > 12
    assert cache.pages < pages, "and not everything was rendered each time"


def test_only_what_an_edit_can_have_changed_is_rendered_again(root: Path) -> None:
    cache = Counted()

    def rendered() -> int:
        before = cache.pages
        pipeline.build_site(replace(paths_of(root), themes=(root / "themes", shipped_themes())), drafts=True, kept=cache)
        return cache.pages - before

    (root / "content/site.toml").write_text('languages = ["en", "fr"]\n', "utf-8")
    (root / "content/publications/other.md").write_text("---\ntitle: Other\nauthor: [Emmy Noether]\n---\n", "utf-8")
    (root / "themes/tiny/templates/list.html").touch()
    everything = rendered()
    assert everything >= 20
    assert rendered() == 0
    (root / PAPER).write_text(SITE[PAPER].replace("An abstract", "Another"), "utf-8")
    again = rendered()
    assert 0 < again < everything, "not the pages about others, and none that does without abstracts"
    (root / "content/site.toml").write_text('title = "Lab"\nlanguages = ["en", "fr"]\n', "utf-8")
    assert rendered() == everything


def test_of_the_rows_of_lists_only_those_that_differ_are_made_again(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "publications").mkdir(parents=True)
    (content / "site.toml").write_text('title = "A lab"\n', "utf-8")
    for key in "abcdefgh":
        (content / f"publications/{key}.md").write_text(f"---\ntitle: Paper {key}\nauthor: [Ada Lovelace]\n---\n", "utf-8")
    row = '{% extends "!parent/_row.html" %}{% block row_venue %}{{ here.path }}{{ here.file }}{% endblock %}'
    for name, text in {"theme.toml": 'extends = "folio"\n', "templates/_row.html": row}.items():
        (tmp_path / "themes/own" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "themes/own" / name).write_text(text, "utf-8")
    (content / "site.toml").write_text('title = "A lab"\n[theme]\nname = "own"\n', "utf-8")
    paths, kept = Paths(tmp_path, (tmp_path / "themes", shipped_themes()), tmp_path / "kept", tmp_path / "cache"), Counted()
    pipeline.build_site(paths, kept=kept)
    assert kept.rows == 3 * 8, "home, list and author, which name a row by its folder alone"
    (content / "publications/c.md").write_text("---\ntitle: Another\nauthor: [Ada Lovelace]\n---\n", "utf-8")
    pipeline.build_site(paths, kept=kept)
    assert kept.rows == 3 * 8 + 3
    clean = replace(paths, output=tmp_path / "clean", cache=tmp_path / "clean-cache")
    pipeline.build_site(clean)
    assert files_of(paths.output) == files_of(clean.output)


def test_a_row_sees_nothing_that_differs_from_page_to_page(tmp_path: Path) -> None:
    for name, text in {
        "content/site.toml": '[theme]\nname = "own"\n',
        "content/publications/a.md": "---\ntitle: A\n---\n",
        "themes/own/theme.toml": 'extends = "base"\n',
        "themes/own/templates/_row.html": "<li>\n{{ page_kind }}\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    paths = Paths(tmp_path, (tmp_path / "themes", shipped_themes()), tmp_path / "output", tmp_path / "cache")
    with pytest.raises(LabpressError) as raised:
        pipeline.build_site(paths, kept=Kept())
    assert [(problem.code, problem.place) for problem in raised.value.problems] == [
        ("template", "themes/own/templates/_row.html:2"),
    ]


def test_a_template_that_comes_takes_the_place_of_the_one_it_overrides(root: Path) -> None:
    paths = paths_of(root)
    page = paths.output / PAPER_PAGE
    layers = {"themes/low/theme.toml": 'extends = "tiny"\n', "themes/high/theme.toml": 'extends = "low"\n'}
    child = '{% extends "!parent/list.html" %}\n'
    cache = Kept()
    for name, text, title in (
        ("content/site.toml", '[theme]\nname = "high"\n', "publication"),
        ("themes/low/templates/list.html", PAGE.replace("<title>", "<title>low "), "low publication"),
        ("themes/high/templates/list.html", child, "low publication"),
        ("themes/tiny/templates/publication.html", "<title>by kind</title>", "by kind"),
        ("themes/high/templates/publication.html", PAGE.replace("<title>", "<title>high "), "high publication"),
    ):
        for file, words in {**layers, name: text}.items():
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text(words, "utf-8")
        pipeline.build_site(paths, kept=cache)
        assert f"<title>{title}</title>" in page.read_text("utf-8")


def test_digests_are_of_values_and_tell_them_apart() -> None:
    @dataclass(frozen=True, eq=False)
    class Thing:
        name: str
        parts: tuple[object, ...] = ()

    twice = Thing("a")
    digest = Digests().of
    assert digest((twice, twice)) == digest((Thing("a"), Thing("a"))), "objects do not matter"
    values = [
        "1", 1, True, None, b"1", 1.0, "", (), [], {}, frozenset(), ("1",), ("1", ""), ("", "1"), ("1", ("",)), ("11",),
        {"a": "b"}, ("a", "b"), {"a": {"b": "c"}}, Thing("a"), Thing("a", ("b",)), Thing("b"), Severity.ERROR, "error", "\ud800",
    ]  # fmt: skip
    assert len({digest(value) for value in values}) == len(values)
    with pytest.raises(UndigestibleError):
        digest((object(),))


# The port, and the end


@contextmanager
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_that_was_asked_for_and_is_taken_is_an_error(root: Path) -> None:
    with taken() as port, pytest.raises(UsageError) as raised:
        Server(paths_of(root), port=port)
    assert [(problem.code, problem.args) for problem in raised.value.problems] == [("serve-port-taken", {"port": port})]


def test_without_a_port_the_next_free_one_is_taken(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with taken() as port:
        monkeypatch.setattr("generator.serve.PORT", port)
        monkeypatch.setattr("generator.serve.NEXT_PORTS", [port, *range(PORT + 1000, PORT + 2000)])
        with running(root, port=None) as server:
            assert [problem.code for problem in server.problems] == ["serve-port-next"]
            assert server.problems[0].args == {"port": port, "next": int(server.host.rpartition(":")[2])}
            assert server.status("/") == 200


def test_an_address_that_is_not_this_machines_is_an_error(root: Path) -> None:
    with pytest.raises(UsageError) as raised:
        Server(paths_of(root), host="192.0.2.1")
    assert raised.value.problems[-1].code == "serve-address"


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C reaches a whole console there")
def test_ctrl_c_ends_it_at_once_and_without_a_traceback(root: Path) -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from generator.i18n import tool_catalogue\n"
        "from generator.paths import Paths\n"
        "from generator.serve import serve\n"
        "root = Path(sys.argv[1])\n"
        "paths = Paths(root, (root / 'themes',), root / 'output', root / '.labpress')\n"
        "say = lambda line: print(line, flush=True)\n"
        "try:\n"
        "    serve(paths, catalogue=tool_catalogue('en'), port=0, say=say, report=print)\n"
        "except KeyboardInterrupt:\n"
        "    sys.exit(130)\n"
    )
    command = [sys.executable, "-c", program, str(root)]
    here = Path(__file__).parent.parent
    with subprocess.Popen(command, cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("Preview at ")
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE)
        assert (process.returncode, errors) == (130, "")


# In a browser


@pytest.mark.needs("browser")
def test_an_edit_shows_in_the_browser_without_a_word_on_the_console(server: Server, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for host in (server.host, server.host.replace("127.0.0.1", "localhost")):
        page.goto(f"http://{host}/{PAPER_PAGE}")
        for title in (f"Edited at {host}", f"Edited again at {host}"):
            server.save(PAPER, SITE[PAPER].replace("A paper", f"“{title}”"))
            page.get_by_role("heading", name=title).wait_for()
    assert said == []


@pytest.mark.needs("browser")
def test_a_mended_site_shows_in_the_browser_by_itself(root: Path, page: Page) -> None:
    (root / PAPER).write_text("---\ntitle: [\n---\n", "utf-8")
    with running(root) as server:
        page.goto(f"{server.url}{PAPER_PAGE}")
        page.get_by_text(f"{PAPER}:").wait_for()  # the page that says what is wrong has a strict policy, too
        (root / PAPER).write_text(SITE[PAPER], "utf-8")
        page.get_by_role("heading", name="A paper").wait_for()


@pytest.mark.needs("browser")
def test_a_page_of_another_site_can_neither_read_nor_run_nor_listen_to_the_preview(server: Server, page: Page) -> None:
    with running_elsewhere() as elsewhere:
        page.goto(elsewhere)
        found = page.evaluate(
            """async (host) => {
                const loads = (tag, address) => new Promise((done) => {
                    const element = document.createElement(tag);
                    element.onload = () => done("loaded");
                    element.onerror = () => done("refused");
                    element.src = address;
                    document.body.append(element);
                });
                const listens = new Promise((done) => {
                    const socket = new WebSocket(`ws://${host}/livereload`);
                    socket.onopen = () => done("open");
                    socket.onerror = () => done("refused");
                });
                const reads = fetch(`http://${host}/`).then(() => "read", () => "refused");
                return [await reads, await loads("script", `http://${host}/assets/app.mjs`), await listens];
            }""",
            server.host,
        )
    assert found == ["refused", "refused", "refused"]


@contextmanager
def running_elsewhere() -> Iterator[str]:
    """Another site, at another port of this machine."""
    import http.server

    class Empty(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>another site</title><body>")

        def log_message(self, *args: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Empty) as other:
        thread = threading.Thread(target=other.serve_forever, args=[0.01])
        thread.start()
        try:
            yield f"http://localhost:{other.server_port}/"
        finally:
            other.shutdown()
            thread.join()
