"""The preview: the site with its drafts, for the person at this machine, built and shown again after every save.

    changes ──► build ──► exchange ──► reload
       ▲                                  │
       └──────────────────────────────────┘

Waiting and building happen in a thread, one after the other, so that serving goes on and two builds never overlap; what is
saved meanwhile is the next change. Whether a save is the only one is seen while its build is under way: before anything is
shown, a build gives way to one of all that was saved with it. Everything else happens on the event loop. The preview lies in
the cache; `output/` and the sources are never touched.
"""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import threading
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from socket import socket

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from generator import permalinks, pipeline
from generator.digests import Kept
from generator.errors import LabpressError, Problem, Severity, UsageError, has_errors, reason
from generator.i18n import Catalogue
from generator.paths import Paths
from generator.serve.changes import Changes
from generator.serve.shown import Preview
from generator.serve.web import application

PORT = 8000
NEXT_PORTS = range(PORT + 1, PORT + 50)

Say = Callable[[str], None]
Report = Callable[[Sequence[Problem]], None]


def serve(
    paths: Paths,
    *,
    catalogue: Catalogue,
    host: str = "127.0.0.1",
    port: int | None = None,
    poll: bool = False,
    open_browser: bool = False,
    base_url: str | None = None,
    say: Say,
    report: Report,
) -> None:
    """Serve the preview until it is interrupted; KeyboardInterrupt goes through to the caller.

    Without a `port`, the first free one from 8000 on. Raises UsageError for an address that cannot be listened at; a site
    that cannot be built is reported, and served as soon as it is mended.
    """
    sockets = _listen(host, port, report)
    try:
        target = replace(paths, output=paths.cache / "preview")
        preview = Preview(target.output, catalogue, host, sockets[0].getsockname()[1])
        asyncio.run(_Server(target, base_url, preview, say, report).run(sockets, poll=poll, open_browser=open_browser))
    finally:
        for each in sockets:
            each.close()


@dataclass(frozen=True, slots=True)
class Turn:
    """What one build came to."""

    problems: tuple[Problem, ...]
    files: tuple[str, ...] = ()
    """What is new, different or gone, relative to the preview."""
    base: str = ""
    """The path that the site lies at; empty where the settings cannot be read."""


class _StoppedError(Exception):
    """Nobody waits for this build any more."""


class _OvertakenError(Exception):
    """Something else was saved before this build was shown."""


class _Server:
    """One run of `serve`."""

    def __init__(self, paths: Paths, base_url: str | None, preview: Preview, say: Say, report: Report) -> None:
        self._paths = paths
        self._base_url = base_url
        self._preview = preview
        self._say = say
        self._report = report
        self._words = preview.catalogue.message
        self._stop = threading.Event()
        self._due: tuple[str, ...] = ()
        self._kept = Kept()

    async def run(self, sockets: Sequence[socket], *, poll: bool, open_browser: bool) -> None:
        server = HTTPServer(application(self._preview))
        # Before the first build, so that no change falls between the two.
        changes = Changes((self._paths.content, *self._paths.themes), poll=poll)
        try:
            self._take(await asyncio.to_thread(self._build))
            server.add_sockets(sockets)
            self._say(self._words("serve.ready", url=self._preview.url))
            if open_browser:
                await asyncio.to_thread(webbrowser.open, self._preview.url)
            while True:
                self._say_due(await asyncio.to_thread(self._find_due))
                turn = await asyncio.to_thread(self._build_next, changes)
                url = self._preview.url
                self._take(turn)
                self._say_rebuilt(turn, url)
        finally:
            self._stop.set()  # the thread ends at its next look, and `asyncio.run` waits for it
            server.stop()
            self._preview.close()

    def _build_next(self, changes: Changes) -> Turn:
        """Wait for a save, and build. If something else is saved meanwhile, once again when that has come to its end."""

        def check() -> None:
            if changes.more(self._stop):
                raise _OvertakenError

        changes.first(self._stop)
        with suppress(_OvertakenError):
            return self._build(check)
        changes.rest(self._stop)
        return self._build()

    def _build(self, check: Callable[[], None] = lambda: None) -> Turn:
        """Build; before anything comes of it, mistakes included, `check` may raise an exception."""

        def progress(phase: str, _done: int, _total: int) -> None:
            if self._stop.is_set():
                raise _StoppedError
            if phase == "writing":
                check()

        try:
            built = pipeline.build_site(self._paths, drafts=True, base_url=self._base_url, progress=progress, kept=self._kept)
        except LabpressError as error:
            check()
            return Turn(error.problems, base=self._base())
        except OSError as error:  # an editor moved a file away while it was read; the change that follows builds again
            check()
            args: dict[str, str | int] = {"reason": reason(error)}
            return Turn((Problem("serve-unreadable", path=self._shown(error), args=args),), base=self._base())
        except _StoppedError:
            return Turn(())
        return Turn(built.problems, (*built.written.written, *built.written.removed), permalinks.base_path(built.base_url))

    def _base(self) -> str:
        with suppress(LabpressError, OSError):
            return permalinks.base_path(pipeline.settings_of(self._paths, self._base_url)[0].base_url)
        return ""

    def _shown(self, error: OSError) -> str:
        return self._paths.shown(Path(error.filename)) if isinstance(error.filename, str) else ""

    def _take(self, turn: Turn) -> None:
        """Serve what was built, and tell the pages that are open and, of problems, the person at the terminal."""
        preview = self._preview
        if has_errors(turn.problems) or (turn.problems and turn.problems != preview.problems):
            self._report(turn.problems)
        mended = bool(preview.mistakes)
        preview.problems = turn.problems
        moved = preview.move(turn.base)
        if turn.files or moved or not preview.built:
            preview.reload(() if moved or mended else turn.files)
        elif preview.mistakes or mended:
            preview.warn()

    def _say_rebuilt(self, turn: Turn, url: str) -> None:
        if url != self._preview.url:
            self._say(self._words("serve.moved", url=self._preview.url))
        if not has_errors(turn.problems):
            self._say(self._words("serve.rebuilt", n=len(turn.files)))
        elif self._preview.built:
            self._say(self._words("serve.stale"))

    def _find_due(self) -> tuple[str, ...]:
        with suppress(LabpressError, OSError):
            return pipeline.import_due(self._paths)
        return ()

    def _say_due(self, due: tuple[str, ...]) -> None:
        if due and due != self._due:
            self._say(self._words("serve.import-due", n=len(due), names=", ".join(due)))
        self._due = due


def _listen(host: str, port: int | None, report: Report) -> list[socket]:
    """Sockets at one port. A port that a person asked for and that is taken is an error; else the next free one serves."""
    if not _is_loopback(host):
        report([Problem("serve-exposed", Severity.WARNING, args={"host": host})])
    if port is not None:
        return _bind(host, port)
    with suppress(_TakenError):
        return _bind(host, PORT)
    for other in NEXT_PORTS:
        with suppress(_TakenError):
            sockets = _bind(host, other)
            report([Problem("serve-port-next", Severity.WARNING, args={"port": PORT, "next": other})])
            return sockets
    return _bind(host, 0)


class _TakenError(UsageError):
    """Somebody else listens at this port."""


def _bind(host: str, port: int) -> list[socket]:
    try:
        return bind_sockets(port, host)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise _TakenError(Problem("serve-port-taken", args={"port": port})) from None
        args: dict[str, str | int] = {"host": host, "port": port, "reason": reason(error)}
        raise UsageError(Problem("serve-address", args=args)) from None


def _is_loopback(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"
