"""What stands in place of results, and of a search that cannot run: links to the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.rendering import Rendered
from tests.test_search_browser import SITE, results, serve
from tests.test_search_facets import built
from tests.test_showcase_browser import LAYOUT_SHIFT, SHIFTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.needs("browser")

LISTS = ["publications/index.html", "authors/index.html"]


@pytest.fixture(scope="module", params=["base", "folio"])
def themed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    return built(tmp_path_factory.mktemp("instead"), request.param)


def offered(page: Page, element: str) -> list[str]:
    """The addresses of the links in an element that is seen."""
    expect(page.locator(element)).to_be_visible()
    return [str(each.get_attribute("href")) for each in page.locator(f"{element} a").all()]


def test_where_nothing_is_found_the_lists_are_offered_and_no_screen_is_empty(page: Page, themed: Rendered) -> None:
    heard = serve(page, themed.folder)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{SITE}search.html?q=xyzzy")
    assert results(page) == []
    for _ in range(2):
        assert offered(page, "#search-instead") == LISTS
        footer = page.locator(".footer").bounding_box()
        assert footer is not None
        assert footer["y"] < 900
        page.locator("input[name=q]").fill("graphs")
        expect(page.locator("#search-status")).to_have_text("4 results")
        expect(page.locator("#search-instead")).to_be_hidden()
        page.locator("input[name=q]").fill("xyzzy")
        expect(page.locator("#search-status")).to_have_text("Nothing found.")
    page.locator("input[name=q]").fill("")
    expect(page.locator("#search-status")).to_have_text("")
    expect(page.locator("#search-instead")).to_be_hidden()
    assert all(line.startswith(SITE) for line in heard), heard


@pytest.mark.parametrize("path", ["search.html", "search.html?q=graphs", "index.html", "404.html"])
def test_nothing_moves_while_a_page_with_a_search_field_loads(page: Page, themed: Rendered, path: str) -> None:
    serve(page, themed.folder)
    page.add_init_script(SHIFTS)
    page.goto(SITE + path)
    if path.startswith("search"):
        results(page)
    page.wait_for_timeout(200)
    assert page.evaluate("window.shifted") <= LAYOUT_SHIFT


@pytest.mark.parametrize("where", ["file", "file without scripts", "http without scripts"])
def test_where_the_search_cannot_run_its_field_gives_way_to_the_lists(browser: Browser, themed: Rendered, where: str) -> None:
    with browser.new_context(java_script_enabled="without" not in where) as context:
        page = context.new_page()
        heard = serve(page, themed.folder) if where.startswith("http") else []
        top = f"{themed.folder.as_uri()}/" if where.startswith("file") else SITE
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        for path in ("index.html", "fr/index.html", "search.html"):
            page.goto(top + path)
            assert offered(page, "#search-fallback"), path
            expect(page.locator("form[role=search]:visible, kbd:visible")).to_have_count(0)
            page.keyboard.press("/")
            expect(page.locator("#palette")).to_be_hidden()
            page.locator("#search-fallback a").first.click()
            assert page.url.endswith("publications/index.html")
        assert said == []
        assert all(line.startswith(SITE) for line in heard), heard
        page.goto(f"{top}404.html")  # from a disk, without style: its addresses are those of the host
        expect(page.locator("form[role=search]:visible")).to_have_count(0)


def test_where_the_search_can_run_the_field_and_its_key_are_shown(page: Page, themed: Rendered) -> None:
    heard = serve(page, themed.folder)
    page.goto(f"{SITE}index.html")
    expect(page.get_by_role("searchbox")).to_be_visible()
    expect(page.locator("#search-fallback")).to_be_hidden()
    if page.locator(".masthead kbd").count():
        expect(page.locator(".masthead kbd")).to_be_visible()
    assert all(line.startswith(SITE) for line in heard), heard
