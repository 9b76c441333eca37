"""The pages of the theme `base` in a real browser: what loads, what fits, what the keyboard reaches, what axe finds."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.rendering import PLAIN, Rendered, rendered, seed_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

pytestmark = pytest.mark.needs("browser")

BASE = "/sub/"
KINDS = (
    "index.html",
    "publications/index.html",
    "publications/everything.html",
    "publications/markup-in-data.html",
    "publications/long-title.html",
    "publications/right-to-left.html",
    "publications/retracted.html",
    "publications/nobody.html",
    "authors/index.html",
    "authors/ana-maria-nunez.html",
    "about.html",
    "search.html",
    "nowhere/at/all.html",
)
"""A page of each kind, with the hard cases; the last one is the page for those that are missing."""
WIDTHS = (320, 360, 768, 1440)
LEFT = "net::ERR_ABORTED"
"""What becomes of a request when the page is left before the answer: the icon's, here."""
OPEN_ALL = "document.querySelectorAll('details').forEach(each => each.open = true)"


class _Handler(SimpleHTTPRequestHandler):
    """The folder below `BASE`, as a server of static pages shows it."""

    def translate_path(self, path: str) -> str:
        inside = path.removeprefix(BASE) if path.startswith(BASE) else "outside"
        return super().translate_path("/" + inside)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not self.path.startswith(BASE):
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


def served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{BASE}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    return rendered(PLAIN, tmp_path_factory.mktemp("plain"), drafts=True, base_url="https://lab.example" + BASE)


@pytest.fixture(scope="module")
def at(plain: Rendered) -> Iterator[str]:
    """Where the made-up site is served."""
    yield from served(plain.folder)


@pytest.fixture(scope="module")
def seed_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the project's own content is served."""
    folder = seed_in(tmp_path_factory.mktemp("seed"), "base")
    yield from served(rendered(folder, folder / "built", base_url="https://lab.example" + BASE).folder)


@pytest.fixture
def said(page: Page) -> list[str]:
    """What the page said on the console, and what it asked for in vain or elsewhere."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("requestfailed", lambda request: None if request.failure == LEFT else heard.append(f"failed: {request.url}"))
    page.on("request", lambda request: None if _ours(request.url) else heard.append(f"elsewhere: {request.url}"))
    return heard


def _ours(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "file:", "data:"))


def axe(page: Page) -> list[str]:
    """What axe finds, with every rule that it has switched on."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:200]} {node['failureSummary']}" for each in found for node in each["nodes"]]


def test_axe_finds_nothing_in_any_state(page: Page, at: str) -> None:
    for lang in ("", "fr/"):
        for path in KINDS:
            for scheme in ("light", "dark") if not lang else ("light",):  # colours have no language
                page.emulate_media(color_scheme=scheme)
                page.goto(at + lang + path)
                page.evaluate(OPEN_ALL)
                assert axe(page) == [], (lang + path, scheme)


def test_axe_finds_nothing_on_a_phone_or_in_the_seed(page: Page, at: str, seed_at: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for url in (
        f"{at}about.html",
        f"{at}publications/everything.html",
        f"{seed_at}index.html",
        f"{seed_at}fr/authors/yan-zhang.html",
    ):
        page.goto(url)
        assert axe(page) == [], url


ACCENT = """
([hue, scheme]) => {
  document.documentElement.style.setProperty('--hue', hue);
  document.documentElement.dataset.scheme = scheme;
}
"""


def test_contrast_holds_for_every_accent(page: Page, at: str) -> None:
    page.goto(f"{at}publications/retracted.html")
    for hue in range(0, 360, 30):
        for scheme in ("light", "dark"):
            page.evaluate(ACCENT, [hue, scheme])
            assert axe(page) == [], (hue, scheme)


def test_pages_load_without_a_message_and_ask_for_nothing_elsewhere(
    page: Page, at: str, plain: Rendered, said: list[str]
) -> None:
    for path in plain.paths:
        if path.startswith("authors/") and path not in KINDS:
            continue
        page.goto(at + path)
        if 'http-equiv="refresh"' in plain.text(
            path
        ):  # it goes on by itself, and must have gone before the next one is asked for
            page.wait_for_url(lambda url, path=path: not url.endswith(path), wait_until="load")  # type: ignore[misc]
        if path.endswith("search.html"):
            page.wait_for_load_state("networkidle")
        assert said == [], path


def test_data_that_looks_like_a_script_does_not_run(page: Page, at: str) -> None:
    ran: list[str] = []

    def hear(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", hear)
    for path in ("publications/markup-in-data.html", "publications/index.html", "about.html", "index.html"):
        page.goto(at + path)
        page.evaluate(OPEN_ALL)
    assert ran == []


def test_the_page_for_missing_pages_is_right_at_any_depth(page: Page, at: str) -> None:
    response = page.goto(f"{at}fr/some/where/else.html")
    assert response is not None
    assert response.status == 404
    assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"  # its style sheet arrived
    page.click("main a >> nth=1")
    assert page.url == f"{at}publications/index.html"


def test_nothing_is_wider_than_the_window(page: Page, at: str, seed_at: str) -> None:
    urls = [at + lang + path for lang in ("", "fr/") for path in KINDS] + [
        f"{seed_at}index.html",
        f"{seed_at}fr/authors/index.html",
    ]
    for url in urls:
        page.goto(url)
        page.evaluate(OPEN_ALL)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (url, width)
            assert page.evaluate(CLIPPED) == [], (url, width)


CLIPPED = """
() => [...document.querySelectorAll('main *')]
  .filter(each => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX === 'hidden')
  .filter(each => !each.matches('.visually-hidden'))
  .map(each => each.outerHTML.slice(0, 100))
"""


def test_what_is_wide_scrolls_in_a_frame_that_the_keyboard_reaches(page: Page, at: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{at}about.html")
    for frame in page.query_selector_all(".scroll"):
        assert frame.evaluate("each => each.scrollWidth > each.clientWidth")
        frame.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("each => each.scrollLeft > 0", arg=frame)


SMALL = """
() => [...document.querySelectorAll('nav a, button, summary, input, .links a, .actions a, .ways a, .jump a, .people a')]
  .filter(each => each.offsetParent && (each.getBoundingClientRect().height < 24 || each.getBoundingClientRect().width < 24))
  .map(each => each.outerHTML.slice(0, 100))
"""


def test_what_is_not_in_running_text_is_a_target_of_at_least_24_pixels(page: Page, at: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for path in KINDS:
        page.goto(at + path)
        assert page.evaluate(SMALL) == [], path


def test_the_keyboard_finds_the_skip_link_first(page: Page, at: str) -> None:
    page.goto(f"{at}publications/index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


REACHABLE = """
[...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')].filter(each => each.checkVisibility()).length
"""
STEP = """
() => {
  const each = document.activeElement, box = each.getBoundingClientRect(), style = getComputedStyle(each);
  return [each.outerHTML.slice(0, 80), box.width > 0 && box.bottom > 0 && box.top < innerHeight && style.outlineStyle !== 'none'];
}
"""


@pytest.mark.parametrize("path", ["index.html", "publications/index.html", "publications/everything.html", "about.html"])
def test_the_keyboard_reaches_everything_in_order_and_visibly(page: Page, at: str, path: str) -> None:
    page.goto(at + path)
    wanted = page.evaluate(REACHABLE)
    reached: list[str] = []
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement !== document.body") and len(reached) <= wanted:
        step, visible = page.evaluate(STEP)
        assert visible, step
        reached.append(step)
        page.keyboard.press("Tab")
    assert len(reached) == wanted


def test_an_abstract_opens_and_closes_by_keyboard(page: Page, at: str) -> None:
    page.goto(f"{at}publications/index.html")
    details = page.locator("details").first
    details.locator("summary").focus()
    assert not details.locator(".prose").is_visible()
    page.keyboard.press("Enter")
    assert details.locator(".prose").is_visible()
    page.keyboard.press("Space")
    assert not details.locator(".prose").is_visible()


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


def test_the_reader_chooses_light_or_dark_and_the_choice_is_kept(page: Page, at: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{at}index.html")
    light = background(page)
    page.emulate_media(color_scheme="dark")
    dark = background(page)
    assert light != dark
    button = page.get_by_role("button", name="Colours: auto")
    button.focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("button", name="Colours: light").is_visible()
    assert background(page) == light
    page.goto(f"{at}fr/index.html")
    assert background(page) == light
    page.get_by_role("button", name="Couleurs : claires").click()
    page.emulate_media(color_scheme="light")
    assert background(page) == dark
    page.get_by_role("button", name="Couleurs : sombres").click()
    assert background(page) == light


def test_the_choice_of_colours_is_made_before_anything_is_shown(page: Page, at: str) -> None:
    page.goto(f"{at}index.html")
    page.get_by_role("button", name="Colours").click()
    page.get_by_role("button", name="Colours").click()
    page.add_init_script(
        "document.addEventListener('readystatechange', () => { window.early ??= document.documentElement.dataset.scheme })"
    )
    page.reload()
    assert page.evaluate("window.early") == "dark"


@pytest.mark.parametrize("where", ["http", "file"])
def test_without_scripts_everything_can_be_read(browser: Browser, at: str, plain: Rendered, where: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    top = at if where == "http" else plain.folder.as_uri() + "/"
    page.goto(f"{top}publications/index.html")
    assert not page.locator("button.scheme").is_visible()
    page.locator("summary").first.click()
    assert page.locator("details .prose").first.is_visible()
    page.goto(f"{top}search.html")
    assert page.locator("#search-fallback").is_visible()
    assert not page.locator("form").is_visible()
    page.locator("#search-fallback a").first.click()
    assert page.url == f"{top}publications/index.html"
    context.close()


def test_from_a_folder_pages_are_styled_and_silent(page: Page, plain: Rendered, said: list[str]) -> None:
    for path in KINDS[:-2]:
        page.goto((plain.folder / path).as_uri())
        assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
        assert page.locator("button.scheme").is_visible()
        assert said == [], path


def test_the_first_page_leads_to_the_search(page: Page, at: str) -> None:
    page.goto(f"{at}fr/index.html")
    page.get_by_role("searchbox").fill("télescope & co")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/search.html?q=**")
    assert page.evaluate("new URLSearchParams(location.search).get('q')") == "télescope & co"


def test_print_has_no_navigation_and_no_controls(page: Page, at: str) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    for path in ("index.html", "publications/index.html", "publications/everything.html"):
        page.goto(at + path)
        for gone in ("nav", "button", "form", "summary", "footer", ".skip"):
            assert not any(each.is_visible() for each in page.query_selector_all(gone)), (path, gone)
        assert page.locator("h1").is_visible()
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") != "rgb(255, 255, 255)"


def test_forced_colours_leave_everything_visible(page: Page, at: str) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(f"{at}publications/index.html")
    page.evaluate(OPEN_ALL)
    assert axe(page) == []


def test_nothing_moves_while_a_page_loads(page: Page, at: str) -> None:
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(each => { window.shift += each.value }))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    for path in ("index.html", "publications/index.html", "authors/index.html"):
        page.goto(at + path)
        page.wait_for_timeout(200)
        assert page.evaluate("window.shift") == 0, path
