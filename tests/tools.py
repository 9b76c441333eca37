"""What some groups of tests need beside the packages in `.venv`: how to find it and how to get it.

A test belongs to a group by `@pytest.mark.needs("<group>")`, or to `browser` by using one of the fixtures `browser` and `page`.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FETCHED = ROOT / ".venv" / "tools"
"""What tests fetch; the bootstrap keeps it when it makes `.venv` again."""
BROWSERS = FETCHED / "browsers"
"""Where Playwright puts its own browser."""
VNU = "vnu-jar@26.9.27"
"""The Nu Html Checker, by its name in the npm registry (https://validator.github.io/validator/)."""


@dataclass(frozen=True)
class Group:
    """Tests that all need the same tool."""

    needs: str
    """What it is, as the line `NOT RUN` names it."""
    get: str
    """How a person gets it."""
    find: Callable[[], str | None]
    """The tool's path, or None."""


@functools.cache
def find_browser() -> str | None:
    """An installed Chromium, Chrome or Edge, else the one that Playwright has fetched; `LABPRESS_BROWSER` overrules both."""
    named = os.environ.get("LABPRESS_BROWSER")
    candidates = [named] if named else [*_installed_browsers(), *_fetched_browsers()]
    return next((path for path in candidates if _runs(path, "--version")), None)


@functools.cache
def find_validator() -> str | None:
    """The jar of the Nu Html Checker, if there is a Java that runs it."""
    jar = os.environ.get("LABPRESS_VNU") or str(FETCHED / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar")
    java = shutil.which("java")
    return jar if Path(jar).is_file() and java and _runs(java, "-version") else None


@functools.cache
def find_php() -> str | None:
    """PHP for the command line, whose built-in server the tests use."""
    php = shutil.which("php")
    return php if php and _runs(php, "--version") else None


@functools.cache
def find_nginx() -> str | None:
    nginx = shutil.which("nginx")
    return nginx if nginx and _runs(nginx, "-v") else None


GROUPS: Mapping[str, Group] = {
    "browser": Group(
        needs="Chromium, Chrome or Edge",
        get="install one (Debian: apt-get install chromium) or name one in LABPRESS_BROWSER",
        find=find_browser,
    ),
    "html-validator": Group(
        needs="Java and vnu-jar",
        get=f"install a Java runtime (Debian: apt-get install default-jre-headless), then npm install --prefix .venv/tools {VNU}",
        find=find_validator,
    ),
    "php": Group(
        needs="PHP",
        get="install it (Debian: apt-get install php-cli)",
        find=find_php,
    ),
    "nginx": Group(
        needs="nginx",
        get="install it (Debian: apt-get install nginx-light) and have its folder, perhaps /usr/sbin, in PATH",
        find=find_nginx,
    ),
}


def _installed_browsers() -> Iterator[str]:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "microsoft-edge-stable")
    yield from filter(None, map(shutil.which, names))
    if sys.platform == "darwin":
        for folder in (Path("/Applications"), Path.home() / "Applications"):
            for name in ("Chromium", "Google Chrome", "Microsoft Edge"):
                yield str(folder / f"{name}.app" / "Contents" / "MacOS" / name)
    if sys.platform == "win32":
        for folder in filter(None, map(os.environ.get, ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"))):
            for name in (r"Chromium\Application\chrome.exe", r"Google\Chrome\Application\chrome.exe"):
                yield str(Path(folder, name))
            yield str(Path(folder, r"Microsoft\Edge\Application\msedge.exe"))


def _fetched_browsers() -> Iterator[str]:
    """Playwright's own, the newest first."""
    suffix = ".exe" if sys.platform == "win32" else ""
    for name in ("chrome-headless-shell", "headless_shell"):
        yield from map(str, sorted(BROWSERS.rglob(name + suffix), key=lambda path: path.stat().st_mtime, reverse=True))


def _runs(path: str, option: str) -> bool:
    """Whether it starts at all: a launcher may stand there without its program, a program without its libraries."""
    if not shutil.which(path):
        return False
    if sys.platform == "win32":  # there, a browser that is asked for its version opens a window
        return True
    try:
        return subprocess.run([path, option], capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
