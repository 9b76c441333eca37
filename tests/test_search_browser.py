"""The search page in a browser, on the project's own publications."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import expect

from generator.paths import Paths
from generator.pipeline import build_site, import_sources
from tests import tools

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

SITE = "http://site.test/"
MODULE = tools.ROOT / "themes" / "base" / "static" / "search.js"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site made of the pasted list, in English and French."""
    root = tmp_path_factory.mktemp("search")
    (root / "content" / "sources").mkdir(parents=True)
    shutil.copy(tools.ROOT / "content" / "sources" / "publications.txt", root / "content" / "sources")
    (root / "content" / "site.toml").write_text('languages = ["en", "fr"]\n', "utf-8")
    paths = Paths(root, (tools.ROOT / "themes",), root / "output", root / ".labpress")
    import_sources(paths)
    build_site(paths)
    return paths.output


def serve(page: Page, folder: Path, missing: str = "") -> list[str]:
    """Let the page find the folder at `SITE`; returns the list of what it asks for and of what it says on the console."""
    heard: list[str] = []

    def answer(route: Route) -> None:
        address = urlsplit(route.request.url)
        heard.append(route.request.url)
        file = folder / address.path.lstrip("/")
        if route.request.url.startswith(SITE) and address.path != missing and file.is_file():
            route.fulfill(path=file)
        else:
            route.fulfill(status=404, body="")

    page.route("**/*", answer)
    page.on("console", lambda message: heard.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: heard.append(f"error: {error}"))
    return heard


def results(page: Page) -> list[str]:
    """What the list shows, once it is ready."""
    page.wait_for_selector("ol#results[data-state=done]", state="attached")
    return page.locator("ol#results > li > a[href]").all_inner_texts()


@pytest.mark.needs("browser")
@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("traeuble", "Frederik Träuble"),
        ("trauble", "Frederik Träuble"),
        ("Träuble", "Frederik Träuble"),
        ("schoelkopf", "Bernhard Schölkopf"),
        ("sekou kaba", "Sékou-Oumar Kaba"),
        ("doha", "Doha Hwang"),
        ("faenet", "FAENet"),
        ("retrosynthesis", "FusionRetro"),
        ("forward gradiant", "Can Forward Gradient Match Backpropagation?"),
        ("atari", "Bigger, Better, Faster"),
        ("negative comonotonicity", "Convergence of Proximal Point"),
        ("e(3)-equivariant", "FAENet"),
        ("hernandez-garcia", "Alex Hernandez-Garcia"),
    ],
)
def test_the_first_result_is_what_was_meant(page: Page, output: Path, query: str, first: str) -> None:
    heard = serve(page, output)
    page.goto(f"{SITE}search.html?q={quote(query)}")
    assert results(page)[0].startswith(first)
    assert page.locator("input[name=q]").input_value() == query
    assert all(line.startswith(SITE) for line in heard), heard


@pytest.mark.needs("browser")
def test_each_result_leads_to_its_page_in_its_language(page: Page, output: Path) -> None:
    serve(page, output)
    for folder in ("", "fr/"):
        page.goto(f"{SITE}{folder}search.html?q=agarwal")
        assert results(page)[0] == "Rishabh Agarwal"
        for link in page.locator("ol#results > li > a").all():
            target = link.evaluate("(link) => link.href")
            assert target.startswith(f"{SITE}{folder}")
            assert (output / target.removeprefix(SITE)).is_file()


@pytest.mark.needs("browser")
def test_results_follow_what_is_typed_and_so_does_the_address(page: Page, output: Path) -> None:
    serve(page, output)
    page.goto(f"{SITE}search.html")
    assert results(page) == []
    page.evaluate("window.sameDocument = true")
    field, status = page.locator("input[name=q]"), page.locator("#search-status")
    assert status.inner_text() == ""

    field.fill("schoelkopf")
    assert results(page)[0] == "Bernhard Schölkopf"
    assert page.url == f"{SITE}search.html?q=schoelkopf"
    expect(status).to_have_text("2 results")

    field.fill("Kaba")
    field.press("Enter")
    assert results(page)[0] == "Sékou-Oumar Kaba"
    field.fill("xyzzy")
    field.press("Enter")
    assert results(page) == []
    assert status.inner_text() == "Nothing found."

    field.fill("")
    assert results(page) == []
    assert page.url == f"{SITE}search.html"
    assert status.inner_text() == ""
    assert page.evaluate("window.sameDocument")


@pytest.mark.needs("browser")
def test_the_count_is_seen_with_the_results_and_said_after_a_pause(page: Page, output: Path) -> None:
    serve(page, output)
    page.goto(f"{SITE}search.html")
    results(page)
    page.evaluate(
        """() => {
          window.lagging = [];
          window.said = [];
          const text = (id) => document.getElementById(id).textContent;
          const list = document.querySelector("#results");
          new MutationObserver(() => {
            const shown = list.children.length;
            const expected = shown ? `${shown} result${shown > 1 ? "s" : ""}` : "Nothing found.";
            if (text("search-status") !== expected) window.lagging.push([shown, text("search-status")]);
          }).observe(list, { childList: true });
          new MutationObserver(() => window.said.push(text("search-heard"))).observe(
            document.getElementById("search-heard"), { childList: true, characterData: true, subtree: true });
        }"""
    )
    page.locator("input[name=q]").press_sequentially("schoelkopg", delay=150)
    expect(page.get_by_role("status")).to_have_text("2 results · Read as “Schölkopf”")
    assert page.evaluate("window.lagging") == []
    assert page.evaluate("window.said") == ["2 results · Read as “Schölkopf”"]
    assert page.locator("#search-status").inner_text() == "2 results"


@pytest.mark.needs("browser")
def test_typing_does_not_move_the_field(page: Page, output: Path) -> None:
    serve(page, output)
    page.goto(f"{SITE}search.html")
    results(page)
    field = page.locator("input[name=q]")
    before = field.bounding_box()
    for query in ("a", "atari", "xyzzy", ""):
        field.fill(query)
        results(page)
        assert field.bounding_box() == before


@pytest.mark.needs("browser")
def test_a_person_shows_their_number_of_papers_and_a_paper_its_authors(page: Page, output: Path) -> None:
    serve(page, output)
    page.goto(f"{SITE}search.html?q=rishabh+agarwal")
    results(page)
    items = page.locator("ol#results > li")
    assert items.nth(0).inner_text().split() == ["Rishabh", "Agarwal", "2", "publications"]
    # The pasted list may lack authors, and the result says so.
    authors = items.nth(1).locator(".authors").inner_text()
    assert "Rishabh Agarwal" in authors
    assert authors.endswith(("and others", "…"))


@pytest.mark.needs("browser")
def test_without_scripts_the_page_leads_to_the_lists(browser: Browser, output: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    serve(page, output)
    page.goto(f"{SITE}search.html?q=atari")
    assert not page.locator("main form[role=search]").is_visible()
    for link in page.locator("#search-fallback a").all():
        assert link.is_visible()
        assert (output / str(link.get_attribute("href"))).is_file()
    context.close()


@pytest.mark.needs("browser")
def test_where_the_index_does_not_load_the_page_says_so_and_leads_to_the_lists(page: Page, output: Path) -> None:
    serve(page, output, missing="/search-index.json")
    page.goto(f"{SITE}search.html?q=atari")
    assert results(page) == []
    assert page.locator("#search-status").inner_text() == "The search index could not be loaded."
    assert page.locator("#search-fallback a").first.is_visible()


# With an index of the test's own

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Search</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; connect-src 'self'">
<script type="module" src="search.js"></script>
<main><form role="search" hidden><input type="search" name="q"></form>
<p id="search-status"></p><p id="search-heard" role="status"></p><p id="search-fallback"></p>
<ol id="results" data-index="i.json" data-root="../" data-none="None" data-one="{n} result" data-other="{n} results"
data-papers-one="{n} paper" data-papers-other="{n} papers" data-failed="Failed"></ol></main>"""


def search_in(page: Page, folder: Path, index: Any, query: str) -> list[str]:
    (folder / "search.html").write_text(PAGE, "utf-8")
    (folder / "i.json").write_text(json.dumps(index), "utf-8")
    shutil.copy(MODULE, folder)
    heard = serve(page, folder)
    page.goto(f"{SITE}search.html?q={query}")
    return heard


@pytest.mark.needs("browser")
def test_what_the_index_says_is_shown_and_never_run(page: Page, tmp_path: Path) -> None:
    evil = "<img src=x onerror=alert(1)>&amp;<script>alert(2)</script>"
    index = {
        "papers": [["publications/a.html", evil, [0, evil], evil, 2020, 1]],
        "people": [["authors/b.html", evil, 1]],
        "words": "evil",
        "places": [[8, [0, 1]]],
    }
    heard = search_in(page, tmp_path, index, "evil")
    assert results(page) == [evil, evil]
    assert page.locator("ol#results > li > a").first.get_attribute("href") == "../authors/b.html"
    assert page.locator("ol#results :is(img, script)").count() == 0
    assert [urlsplit(line).path for line in heard] == ["/search.html", "/search.js", "/i.json"]


@pytest.mark.needs("browser")
def test_a_long_list_is_drawn_as_it_comes_into_view(page: Page, tmp_path: Path) -> None:
    papers = [[f"publications/{n}.html", f"Paper {n}", [], "", 0, 0] for n in range(250)]
    search_in(page, tmp_path, {"papers": papers, "people": [], "words": "paper", "places": [[8, [0] + [1] * 249]]}, "paper")
    assert len(results(page)) == 100
    assert page.locator("#search-status").inner_text() == "250 results"
    for shown in (200, 250):
        page.locator("ol#results > li").last.scroll_into_view_if_needed()
        expect(page.locator("ol#results > li")).to_have_count(shown)


@pytest.mark.needs("browser")
@pytest.mark.parametrize("index", [None, {}, [], "text"])
def test_a_broken_index_is_a_failure_that_is_told(page: Page, tmp_path: Path, index: object) -> None:
    search_in(page, tmp_path, index, "a")
    assert results(page) == []
    assert page.locator("#search-status").inner_text() == "Failed"
