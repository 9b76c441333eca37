"""Groups of tests and the browser. Plain `pytest` works too: a test whose tool is absent is then skipped, with the reason."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests import tools

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUIET = ("background-networking", "component-update", "quic", "sync")
"""What Chromium does over the network by itself: a test's browser asks for nothing but what the test asks for."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("labpress")
    group.addoption("--no-browser", action="store_true", help="leave out the tests that need a browser")
    group.addoption("--long", action="store_true", help="also run the batteries that take minutes")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"needs(group): only where that group's tool is: {', '.join(tools.GROUPS)}")
    config.addinivalue_line("markers", "long: takes minutes; run with --long")
    # A machine may be busy: no test asserts seconds. Under CI the examples are the same each time, so that a change is judged
    # by what it changes; elsewhere they are new ones, which is how what is still hidden is found.
    settings.register_profile("labpress", deadline=None, derandomize=bool(os.environ.get("CI")))
    settings.load_profile("labpress")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        for name in sorted(_groups(item)):
            if name not in tools.GROUPS:
                raise pytest.UsageError(f"{item.nodeid}: there is no group of tests called {name}")
            if (name == "browser" and config.getoption("--no-browser")) or not tools.GROUPS[name].find():
                item.add_marker(pytest.mark.skip(reason=f"{name}: needs {tools.GROUPS[name].needs}"))
    if not config.getoption("--long"):
        long = [item for item in items if item.get_closest_marker("long")]
        items[:] = [item for item in items if not item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=long)


def _groups(item: pytest.Item) -> set[str]:
    fixtures = {"browser", "page"}.intersection(getattr(item, "fixturenames", ()))
    return {str(mark.args[0]) for mark in item.iter_markers("needs")} | ({"browser"} if fixtures else set())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for a whole run. While it is there, asyncio counts as running in the tests' thread."""
    from playwright.sync_api import sync_playwright

    as_root = sys.platform != "win32" and os.geteuid() == 0  # for root, Chromium has no sandbox
    arguments = [*(f"--disable-{feature}" for feature in QUIET), "--no-first-run", *(["--no-sandbox"] if as_root else [])]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=tools.find_browser(), args=arguments)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new tab in a profile of its own: no cookies, storage or cache of another test."""
    context = browser.new_context()
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
