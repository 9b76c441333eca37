"""`python3 build.py test`: the whole suite, and a last line that says what was left out.

Exit codes: 0; 1, a test failed or a required group could not run; 2, the command cannot be carried out as it stands.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tests import screenshots, tools

FETCH_SECONDS = 300
"""How long Playwright may take to fetch its browser: a closed network answers at once, or never."""
INSTALL_SECONDS = 900
"""How long Debian's package manager may take."""


def main(arguments: list[str]) -> int:
    chosen, for_pytest = _parser().parse_known_args(arguments)
    if chosen.screenshots is not None and (chosen.no_browser or for_pytest):
        return _usage("--screenshots takes pictures and runs no test: a browser, a folder if you like, and nothing else.")
    required = set(tools.GROUPS) if "all" in chosen.require else set(chosen.require)
    if unknown := ", ".join(sorted(required - set(tools.GROUPS))):
        return _usage(f"--require: there is no group of tests called {unknown}. There are: {', '.join(tools.GROUPS)}, all.")
    if not chosen.no_browser and not _browser_found_or_fetched():
        get = tools.GROUPS["browser"].get
        return _usage(f"no browser was found that runs: {get}, or leave its tests out with --no-browser.")

    if chosen.screenshots is not None:
        return _screenshots(chosen.screenshots)

    unwanted = {"browser"} if chosen.no_browser else set()
    absent = {name: group for name, group in tools.GROUPS.items() if name in unwanted or not group.find()}
    if chosen.no_browser:
        for_pytest = ["--no-browser", *for_pytest]
    if chosen.long:
        for_pytest = ["--long", *for_pytest]
    code = _pytest(for_pytest)
    if code == 0 and required & set(absent):
        _say("FAILED: a group of tests that --require names could not run.")
        code = 1
    left_out = "; ".join(f"{name} (needs {group.needs}: {group.get})" for name, group in absent.items())
    _say(f"NOT RUN: {left_out}" if left_out else f"No group was left out for want of a tool: {', '.join(tools.GROUPS)}.")
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build.py test",
        description="Run the whole suite. Every other argument goes to pytest, as in: build.py test -k listing",
        allow_abbrev=False,
    )
    parser.add_argument("--no-browser", action="store_true", help="leave out the tests that need a browser")
    parser.add_argument(
        "--require",
        metavar="GROUPS",
        type=lambda text: text.split(","),
        default=[],
        help=f"fail if a group's tools are absent: all, or some of {', '.join(tools.GROUPS)}, with commas between",
    )
    parser.add_argument("--long", action="store_true", help="also run the batteries that take minutes")
    parser.add_argument(
        "--screenshots",
        metavar="FOLDER",
        nargs="?",
        const=screenshots.DEFAULT,
        help=f"run no test; take pictures of every kind of page, and one of all of them (default: {screenshots.DEFAULT})",
    )
    return parser


def _screenshots(folder: str) -> int:
    try:
        return screenshots.main(tools.ROOT / folder if folder == screenshots.DEFAULT else Path(folder).resolve())
    except KeyboardInterrupt:
        return 130


def _pytest(arguments: list[str]) -> int:
    command = [sys.executable, "-m", "pytest", "-rfEs", "-n", "auto", "--maxprocesses", "8", "--dist", "worksteal", *arguments]
    try:
        code = subprocess.run(command, cwd=tools.ROOT, check=False).returncode
    except KeyboardInterrupt:
        return 130
    return {0: 0, 4: 2}.get(code, 1)  # pytest's 4 is a wrong option; its 5, that nothing was collected, is no success


def _browser_found_or_fetched() -> bool:
    """An installed browser, else Playwright's own, else, as root on a Debian-like system, Debian's."""
    if tools.find_browser() or os.environ.get("LABPRESS_BROWSER"):
        return bool(tools.find_browser())
    _say("No browser found: fetching Playwright's into .venv …")
    playwright = [sys.executable, "-m", "playwright", "install", "chromium-headless-shell"]
    _bounded(playwright, FETCH_SECONDS, PLAYWRIGHT_BROWSERS_PATH=str(tools.BROWSERS))
    tools.find_browser.cache_clear()
    apt = shutil.which("apt-get")
    if not tools.find_browser() and apt and sys.platform != "win32" and os.geteuid() == 0:
        _say("That failed: installing Debian's chromium …")
        _bounded([apt, "update", "-q"], INSTALL_SECONDS)
        _bounded(
            [apt, "install", "-qy", "--no-install-recommends", "chromium"], INSTALL_SECONDS, DEBIAN_FRONTEND="noninteractive"
        )
        tools.find_browser.cache_clear()
    return tools.find_browser() is not None


def _bounded(command: list[str], seconds: int, **environment: str) -> None:
    """Run it to its end or for so many seconds; then end it with all that it started."""
    process = subprocess.Popen(
        command, env=os.environ | environment, stdin=subprocess.DEVNULL, start_new_session=sys.platform != "win32"
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        _say(f"{command[0]} took longer than {seconds} seconds and was ended.")
    finally:
        if process.poll() is None:
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _usage(message: str) -> int:
    sys.stderr.write(f"build.py test: {message}\n")
    return 2


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
