"""What holds for every page, in the theme that the seed and the made-up laboratory have.

It fits; the keyboard reaches all of it; nothing is lost without scripts or on paper; axe finds nothing in any state.

A sample of pages and widths always runs; `--long` takes every page at every width.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import screenshots, showcase
from tests.rendering import Rendered
from tests.showcase import CROWD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.needs("browser")

RULES = (Path(__file__).parent / "page_rules.js").read_text("utf-8")
WIDTHS = (320, 360, 768, 1440)
HEIGHT = 800
LEFT = "net::ERR_ABORTED"
"""What becomes of a request when the page is left before the answer."""
LAYOUT_SHIFT = 0.01
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => list.getEntries().forEach((each) => { window.shifted += each.value; }))
  .observe({ type: "layout-shift", buffered: true });
"""
OPEN_ALL = "document.querySelectorAll('main details').forEach((each) => { each.open = true; })"

LAB = (
    "index.html",
    "publications/index.html",
    f"publications/{CROWD}.html",
    "publications/slow-disagreement.html",
    "publications/tide-reader-3.html",
    "publications/arabic-harbours.html",
    "publications/nothing-known.html",
    "publications/retracted-surge.html",
    "authors/index.html",
    "authors/ingrid-solheim.html",
    "authors/nirmala.html",
    "members.html",
    "years/2024.html",
    "venues/index.html",
    "keywords/archives.html",
    "about.html",
    "search.html",
    "nowhere/at/all.html",
)
"""A page of each kind and the long cases; the last one is the page for those that are missing."""
SEED = ("index.html", "publications/index.html", "publications/discrete-key-value-bottleneck.html", "authors/yan-zhang.html")
FRENCH = ("index.html", "publications/tide-reader-3.html", "authors/mathieu-quemeneur.html", "search.html")
WALKED = {1440: ("publications/tide-reader-3.html", "authors/nirmala.html", "about.html"), 360: ("index.html", "search.html")}
"""Pages short enough to press Tab through each time."""


@dataclass(frozen=True)
class Sites:
    lab: Rendered
    lab_at: str
    seed: Rendered
    seed_at: str

    def sample(self) -> list[str]:
        lab = [*LAB, *(f"fr/{path}" for path in FRENCH)]
        return [*(self.lab_at + path for path in lab), *(self.seed_at + path for path in SEED), f"{self.seed_at}fr/index.html"]

    def every(self) -> list[str]:
        """All but redirects, which leave at once."""
        found = []
        for site, at in ((self.lab, self.lab_at), (self.seed, self.seed_at)):
            pages = [path for path in site.paths if 'http-equiv="refresh"' not in site.text(path)]
            found += [at + path for path in pages if not path.endswith("404.html") and showcase.FRAGMENTS not in path]
        return [*found, f"{self.lab_at}nowhere/at/all.html"]


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    lab, seed = showcase.whole(tmp_path_factory), showcase.seed(tmp_path_factory)
    with ExitStack() as stack:
        lab_at, seed_at = (stack.enter_context(showcase.served(each.folder)) for each in (lab, seed))
        yield Sites(lab, lab_at, seed, seed_at)


@pytest.fixture
def said(page: Page) -> list[str]:
    """What the page said on the console, and what it asked for in vain or elsewhere; a page that is missing says so."""
    heard: list[str] = []
    page.on("console", lambda message: None if "404 (Not Found)" in message.text else heard.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("requestfailed", lambda request: None if request.failure == LEFT else heard.append(f"failed: {request.url}"))
    page.on("request", lambda request: None if _ours(request.url) else heard.append(f"elsewhere: {request.url}"))
    page.on("response", lambda answer: heard.append(f"missing: {answer.url}") if _is_missing(answer.status, answer.url) else None)
    return heard


def _ours(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "data:", "blob:"))


def _is_missing(status: int, url: str) -> bool:
    return status >= 400 and "nowhere" not in url and not url.endswith("favicon.ico")


def go(page: Page, url: str) -> None:
    """To a page that is complete: its fonts are there, and a search has answered."""
    page.goto(url)
    page.evaluate("document.fonts.ready")
    page.evaluate(RULES)


def rule(page: Page, name: str) -> list[str]:
    found: list[str] = page.evaluate(f"rules.{name}()")
    return found


def calm(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")


def axe(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    """What axe finds, with every rule that it has switched on."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=options).response["violations"]
    return [f"{each['id']}: {node['html'][:160]} {node['failureSummary'][:300]}" for each in found for node in each["nodes"]]


def none(found: Sequence[str]) -> None:
    """Fails with each fault on a line of its own, and some of the places where it is: a fault begins with its place and `, `."""
    places: dict[str, list[str]] = {}
    for each in found:
        place, _, fault = each.partition(", ")
        places.setdefault(fault, []).append(place)
    lines = [f"{fault} ({len(at)} times: {'; '.join(at[:3])})" for fault, at in places.items()]
    assert not found, "\n" + "\n".join(lines)


def short(url: str) -> str:
    return re.sub(r"http://[^/]+/sub/", "", url)


def where(sites: Sites, url: str) -> str:
    return ("seed: " if url.startswith(sites.seed_at) else "lab: ") + short(url)


# It fits


def faults_of_layout(page: Page, sites: Sites, urls: Sequence[str], widths: Sequence[int]) -> list[str]:
    calm(page)
    found = []
    for url in urls:
        page.set_viewport_size({"width": widths[0], "height": HEIGHT})
        go(page, url)
        page.evaluate(OPEN_ALL)
        for width in widths:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.evaluate("scrollTo(0, 0)")
            for name in ("overflow", "clipped", "overlaps", "small"):
                found += [f"{where(sites, url)} at {width}, {name}: {fault}" for fault in rule(page, name)[:5]]
    return found


@pytest.mark.parametrize("part", range(3))
def test_nothing_overflows_overlaps_is_cut_or_too_small_to_touch(page: Page, sites: Sites, part: int) -> None:
    none(faults_of_layout(page, sites, sites.sample()[part::3], WIDTHS))


@pytest.mark.long
@pytest.mark.parametrize("part", range(8))
def test_nothing_overflows_overlaps_is_cut_or_too_small_on_any_page(page: Page, sites: Sites, part: int) -> None:
    none(faults_of_layout(page, sites, sites.every()[part::8], WIDTHS))


SPACED = "* { letter-spacing: .12em !important; word-spacing: .16em !important; line-height: 1.5 !important; }"
"""The text spacing that WCAG 1.4.12 asks for."""


@pytest.mark.parametrize("spaced", [False, True])
def test_no_word_on_a_button_breaks_in_its_middle(page: Page, sites: Sites, spaced: bool) -> None:
    found = []
    for path in ("publications/tide-reader-3.html", "fr/publications/tide-reader-3.html", "publications/arabic-harbours.html"):
        go(page, sites.lab_at + path)
        if spaced:
            sheet = page.evaluate_handle("new CSSStyleSheet()")
            sheet.evaluate("(sheet, rules) => { sheet.replaceSync(rules); document.adoptedStyleSheets.push(sheet); }", SPACED)
        for width in (*WIDTHS, 480, 600, 640, 1000, 1280):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            found += [f"{path} at {width}, {fault}" for fault in page.evaluate("rules.broken('.action')")]
            found += [f"{path} at {width}, {fault}" for name in ("overflow", "clipped") for fault in rule(page, name)]
    none(found)


def test_the_rules_find_what_they_are_there_for(page: Page) -> None:
    """A page with each fault, so that a rule that finds nothing is not a rule that looks at nothing."""
    page.set_viewport_size({"width": 600, "height": HEIGHT})
    page.set_content(
        "<main><p style='width:800px'>Wide</p>"
        "<p style='width:3em;overflow-wrap:anywhere'>Unbreakable a-b</p>"
        "<p style='width:60px;overflow:hidden;white-space:nowrap'>Cut at its side</p>"
        "<p style='height:10px;overflow:hidden'>Cut below, as its box is low</p>"
        "<h2 style='margin:0'>One</h2><h2 style='margin:-1em 0 0'>Over</h2>"
        "<p>In a text a <a href='#a'>link</a> may be small</p><p><a href='#b'>but</a></p><button style='all:unset'>a</button>"
        "<p hidden>Nobody reads this</p></main>"
    )
    page.evaluate(RULES)
    assert len(rule(page, "overflow")) == 1
    assert len(rule(page, "clipped")) == 2
    assert len(rule(page, "overlaps")) == 1
    assert page.evaluate("rules.broken('p')") == ["broken: Unbreakable in <p> Unbreakable a-b"]
    assert [each.partition(": ")[2] for each in rule(page, "small")] == ["<a> but", "<button> a"]
    assert rule(page, "unreadable") == ["hidden: <p> Nobody reads this", "does nothing: <button> a"]
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert rule(page, "focused") == ["no ring: <button> a"]


def test_nothing_moves_while_a_page_loads(browser: Browser, sites: Sites) -> None:
    found = []
    pages = ("index.html", "publications/index.html", "publications/tide-reader-3.html", "authors/ingrid-solheim.html")
    for width, paths in ((360, pages[:3]), (1440, pages[1:])):
        for path in paths:
            context = browser.new_context(viewport={"width": width, "height": HEIGHT})  # each time with nothing in its cache
            page = context.new_page()
            page.add_init_script(SHIFTS)
            page.goto(sites.lab_at + path, wait_until="networkidle")
            page.evaluate("document.fonts.ready")
            page.wait_for_timeout(100)
            shifted = page.evaluate("window.shifted")
            if shifted > LAYOUT_SHIFT:
                found.append(f"{path} at {width}, {shifted:.4f}")
            context.close()
    none(found)


def test_what_reads_from_right_to_left_begins_where_all_else_begins(page: Page, sites: Sites) -> None:
    left = (
        "(each) => { const range = new Range(); range.selectNodeContents(each);"
        " return Math.round(range.getBoundingClientRect().x); }"
    )
    page.set_viewport_size({"width": 1440, "height": HEIGHT})
    go(page, f"{sites.lab_at}publications/arabic-harbours.html")
    title, abstract, crumb = (page.locator(each).first.evaluate(left) for each in ("h1", ".prose p", ".crumb a"))
    assert title == abstract == crumb


GAPS = """
() => [...document.querySelectorAll(".members > li + li")].map((each) => {
  const [name, role] = [...each.previousElementSibling.children].map((part) => part.getBoundingClientRect());
  const next = each.firstElementChild.getBoundingClientRect();
  return [role.top - name.bottom, next.top - role.bottom];
}).filter(([, after]) => after >= 0)
"""
"""Of each member but the last of a column: pixels between name and role, and from the role to the next name."""


def test_a_role_stands_closer_to_its_name_than_to_the_next(page: Page, sites: Sites) -> None:
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        go(page, f"{sites.lab_at}members.html")
        gaps = page.evaluate(GAPS)
        assert len(gaps) >= 5
        assert all(after - before > 5 for before, after in gaps), (width, gaps)


# The keyboard


def walk(page: Page, most: int = 100_000) -> tuple[list[str], int, int]:
    """Press Tab until the page is left: the faults, how many places there were to reach, and how many were reached."""
    page.evaluate("window.wanted = rules.inTabOrder(); window.wantedNames = window.wanted.map(rules.name)")
    count: int = page.evaluate("window.wanted.length")
    found: list[str] = []
    last = -1
    reached = set()
    for _ in range(min(count, most) + 3):
        page.keyboard.press("Tab")
        at, faults = page.evaluate(
            "[rules.order(window.wanted), document.activeElement === document.body ? [] : rules.focused()]"
        )
        if at == -1 and page.evaluate("document.activeElement === document.body"):
            break
        found += faults
        if at in reached:  # round again
            break
        if at == -1:
            if not page.evaluate("getComputedStyle(document.activeElement).overflow.includes('auto')"):
                found.append(f"not expected: {page.evaluate('rules.name(document.activeElement)')}")
            continue
        if at < last:
            found.append(f"out of order: {page.evaluate('rules.name(document.activeElement)')}")
        last = at
        reached.add(at)
    if count <= most:
        missed = sorted(set(range(count)) - reached)
        found += [f"not reached: {page.evaluate('at => window.wantedNames[at]', at)}" for at in missed[:5]]
    return found, count, len(reached)


def faults_of_keyboard(page: Page, sites: Sites, urls: Sequence[str], widths: Sequence[int], most: int = 100_000) -> list[str]:
    calm(page)
    found = []
    for url in urls:
        for width in widths:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            go(page, url)
            faults, count, _ = walk(page, most)
            assert count > 3, url
            found += [f"{where(sites, url)} at {width}, {fault}" for fault in faults[:5]]
    return found


@pytest.mark.parametrize("width", [360, 1440])
def test_tab_reaches_everything_in_order_and_shows_where_it_is(page: Page, sites: Sites, width: int) -> None:
    none(faults_of_keyboard(page, sites, [sites.lab_at + path for path in WALKED[width]], [width]))


def test_tab_walks_the_beginning_of_long_pages(page: Page, sites: Sites) -> None:
    urls = [sites.lab_at + path for path in ("publications/index.html", f"publications/{CROWD}.html")]
    none(faults_of_keyboard(page, sites, [*urls, f"{sites.seed_at}index.html"], [1440], most=60))


@pytest.mark.long
@pytest.mark.parametrize("width", [360, 1440])
def test_tab_reaches_everything_on_every_kind_of_page(page: Page, sites: Sites, width: int) -> None:
    none(faults_of_keyboard(page, sites, sites.sample(), [width]))


MASTHEAD = "[...document.querySelector('.masthead').children].map((each) => each.getBoundingClientRect())"


def test_the_head_of_a_page_is_seen_in_the_order_in_which_the_focus_goes(page: Page, sites: Sites) -> None:
    """WCAG 2.4.3: each part stands beside or below the one before it; within a part nothing is out of order."""
    found = []
    for url in (f"{sites.lab_at}index.html", f"{sites.seed_at}index.html"):
        go(page, url)
        for width in (*WIDTHS, 480, 640, 900, 1100):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            parts = page.evaluate(f"{MASTHEAD}.map(({{ left, right, top, bottom }}) => [left, right, top, bottom])")
            for one, other in pairwise(parts):
                if other[0] < one[1] - 1 and other[2] < one[3] - 1:
                    found.append(f"{where(sites, url)} at {width}, {parts}")
    none(found)


def test_the_skip_link_comes_first_and_leads_to_what_the_page_is_about(page: Page, sites: Sites) -> None:
    calm(page)
    for url in (f"{sites.lab_at}publications/index.html", f"{sites.seed_at}fr/index.html"):
        go(page, url)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
        assert rule(page, "focused") == []
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)"), url


OPENERS = (
    "body > header button[aria-expanded]:visible, body > header details > summary:visible, "
    "[popovertarget]:visible, button[aria-haspopup]:visible"
)
OPENED = (
    "document.querySelectorAll("
    "\"dialog[open], :popover-open, body > header details[open], body > header [aria-expanded='true']\").length"
)


def open_palette(page: Page, key: str = "/") -> bool:
    """Whether this key opens the search over the page."""
    from playwright.sync_api import TimeoutError as TooLate

    page.keyboard.press(key)
    try:
        page.wait_for_selector("dialog[open]", timeout=2000)
    except TooLate:
        return False
    return True


def test_escape_closes_what_opens_and_gives_the_focus_back(page: Page, sites: Sites) -> None:
    calm(page)
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        for path in ("index.html", "publications/tide-reader-3.html", f"publications/{CROWD}.html"):
            go(page, sites.lab_at + path)
            for opener in page.locator(OPENERS).all():
                opener.focus()
                page.keyboard.press("Enter")
                if page.evaluate(OPENED):
                    page.keyboard.press("Escape")
                    assert page.evaluate(OPENED) == 0, (path, width)
                    assert opener.evaluate("each => each === document.activeElement"), (path, width)
            page.locator("main a:visible").first.focus()
            before = page.evaluate("rules.name(document.activeElement)")
            assert before.startswith("<a"), before
            for key in ("/", "Control+k"):
                assert open_palette(page, key), (path, width, key)
                page.keyboard.type("gauge")
                page.wait_for_selector("dialog[open] [role=option]")
                for _ in range(2):  # the first may take the list away, as a combobox does
                    if page.evaluate(OPENED):
                        page.keyboard.press("Escape")
                assert page.evaluate(OPENED) == 0, (path, width, key)
                assert page.evaluate("rules.name(document.activeElement)") == before, (path, width, key)


def test_an_abstract_opens_and_closes_by_keyboard(page: Page, sites: Sites) -> None:
    calm(page)
    for at in (sites.lab_at, sites.seed_at):
        go(page, f"{at}publications/index.html")
        details = page.locator("main details").first
        details.locator("summary").focus()
        for key, visible in (("Enter", True), ("Space", False)):
            page.keyboard.press(key)
            assert details.locator(".prose").is_visible() is visible


# axe


def states(page: Page) -> Iterator[str]:
    """A page in each of its states: as it comes, abstracts open, all authors shown, each menu open, the search over it."""
    yield "as it comes"
    page.evaluate(OPEN_ALL)
    for button in page.locator("main button:visible").all():
        if re.search(r"\d+", button.inner_text()):
            button.click()
    yield "everything open"
    for opener in page.locator(OPENERS).all():
        opener.click()
        if page.evaluate(OPENED):
            yield "menu open"
            page.keyboard.press("Escape")
    if page.locator("dialog").count() and open_palette(page):
        yield "search open"
        page.keyboard.type("tide")
        page.wait_for_selector("dialog[open] [role=option]")
        page.keyboard.press("ArrowDown")
        yield "search with results"


def faults_of_axe(page: Page, sites: Sites, urls: Sequence[str], width: int, schemes: Sequence[str]) -> list[str]:
    calm(page)
    page.set_viewport_size({"width": width, "height": HEIGHT})
    found = []
    for url in urls:
        for scheme in schemes:
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
            go(page, url)
            for state in states(page):
                found += [f"{where(sites, url)} {scheme} {width} {state}, {fault}" for fault in axe(page)[:4]]
    return found


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_axe_finds_nothing_in_any_state(page: Page, sites: Sites, width: int, scheme: str) -> None:
    lab = {1440: ("publications/tide-reader-3.html", "fr/years/2022.html"), 360: ("authors/nirmala.html", "about.html")}
    urls = [*(sites.lab_at + path for path in lab[width]), f"{sites.seed_at}index.html"]
    none(faults_of_axe(page, sites, urls, width, [scheme]))


@pytest.mark.long
@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("part", range(4))
def test_axe_finds_nothing_on_every_kind_of_page(page: Page, sites: Sites, part: int, width: int) -> None:
    none(faults_of_axe(page, sites, sites.sample()[part::4], width, ["light", "dark"]))


ACCENT = """
([hue, chroma, scheme]) => {
  const root = document.documentElement;
  root.style.setProperty("--hue", hue);
  root.style.setProperty("--chroma", chroma);
  root.dataset.scheme = scheme;
}
"""


def accents(count: int) -> Iterator[tuple[float, float]]:
    chance = random.Random(1)  # noqa: S311 - the same each time is what is wanted
    for _ in range(count):
        yield round(chance.uniform(0, 360), 1), round(chance.uniform(0, 0.14), 3)


def faults_of_contrast(page: Page, sites: Sites, count: int) -> list[str]:
    calm(page)
    go(page, f"{sites.lab_at}publications/retracted-surge.html")
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--hue')")
    only = {"runOnly": ["color-contrast"]}
    found = []
    for hue, chroma in accents(count):
        for scheme in ("light", "dark"):
            page.evaluate(ACCENT, [hue, chroma, scheme])
            found += [f"{hue} {chroma} {scheme}, {fault}" for fault in axe(page, only)[:2]]
    return found


def test_contrast_holds_for_some_accents(page: Page, sites: Sites) -> None:
    none(faults_of_contrast(page, sites, 5))


@pytest.mark.long
def test_contrast_holds_for_a_hundred_accents(page: Page, sites: Sites) -> None:
    none(faults_of_contrast(page, sites, 100))


# Silence


def test_pages_say_nothing_on_the_console_and_ask_for_nothing_elsewhere(page: Page, sites: Sites, said: list[str]) -> None:
    found = []
    for url in sites.sample():
        page.goto(url, wait_until="networkidle" if "search" in url else "load")
        found += [f"{where(sites, url)}, {each}" for each in said]
        said.clear()
    go(page, f"{sites.lab_at}index.html")
    if open_palette(page):
        page.keyboard.type("hydrophone")
        page.wait_for_selector("dialog[open] [role=option]")
    none([*found, *(f"palette, {each}" for each in said)])


@pytest.mark.long
def test_no_page_says_anything_or_asks_for_anything_elsewhere(page: Page, sites: Sites, said: list[str]) -> None:
    found = []
    for url in sites.every():
        page.goto(url)
        found += [f"{where(sites, url)}, {each}" for each in said]
        said.clear()
    none(found)


def test_forced_colours_show_no_line_that_is_not_there_otherwise(page: Page, sites: Sites) -> None:
    """A transparent border would be seen; of the tabs, only the chosen one has a bar."""
    colours = "(all) => all.map((each) => getComputedStyle(each)).map((style) => style.borderTopColor)"
    page.emulate_media(forced_colors="active")
    go(page, f"{sites.lab_at}publications/tide-reader-3.html")
    canvas = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    bars = page.locator("[role=tab]").evaluate_all("(all) => all.map((each) => getComputedStyle(each).borderBottomWidth)")
    assert bars == ["3px", "0px", "0px"]
    assert page.locator(".plain").evaluate_all(colours) == [canvas]
    for path in ("index.html", "search.html", "authors/index.html"):
        go(page, sites.lab_at + path)
        assert page.locator(".opening").evaluate_all(colours) == [canvas], path


def test_the_picture_of_a_misspelt_search_shows_what_it_was_read_as(page: Page, sites: Sites) -> None:
    query = next(path.partition("?")[2] for _, path, state, _ in screenshots.STATES if state == "misspelt")
    page.goto(f"{sites.lab_at}search.html?{query}")
    page.wait_for_selector("#results[data-state=done] > li")
    assert "Read as" in page.locator(".search-said").inner_text()


# Without scripts, on paper


def faults_without_scripts(browser: Browser, sites: Sites, urls: Sequence[str]) -> list[str]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1000, "height": HEIGHT})
    page = context.new_page()
    found = []
    for url in urls:
        page.goto(url)
        page.evaluate(RULES)
        found += [f"{where(sites, url)}, {fault}" for fault in rule(page, "unreadable")[:5]]
    context.close()
    return found


def test_without_scripts_everything_can_be_read_and_no_control_is_dead(browser: Browser, sites: Sites) -> None:
    none(faults_without_scripts(browser, sites, sites.sample()))


@pytest.mark.long
def test_without_scripts_every_page_can_be_read(browser: Browser, sites: Sites) -> None:
    none(faults_without_scripts(browser, sites, sites.every()))


def test_without_scripts_abstracts_open_and_all_400_authors_are_there(browser: Browser, sites: Sites) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{sites.lab_at}publications/index.html")
    details = page.locator("main details").first
    details.locator("summary").click()
    assert details.locator(".prose").is_visible()
    page.goto(f"{sites.lab_at}publications/{CROWD}.html")
    visible = [link.is_visible() for link in page.locator(".authors").first.locator("a").all()]
    assert len(visible) == 400
    assert all(visible)
    page.goto(f"{sites.lab_at}search.html")
    assert page.locator("main a:visible").count() >= 2
    context.close()


NO_PLACE_ON_PAPER = "nav, button, input, select, summary, dialog, [role=search], .skip, footer a"


def test_on_paper_there_is_no_navigation_and_no_control(page: Page, sites: Sites) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    found = []
    for url in (*sites.sample()[:12], f"{sites.seed_at}publications/index.html"):
        go(page, url)
        seen = page.evaluate("(selector) => rules.all(selector).filter(rules.shown).map(rules.name)", NO_PLACE_ON_PAPER)
        found += [f"{where(sites, url)}, {each}" for each in seen[:4]]
        assert page.locator("h1").first.is_visible()
    none(found)


def test_on_paper_letters_are_dark_on_white_and_all_authors_stand(page: Page, sites: Sites) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    go(page, f"{sites.lab_at}publications/{CROWD}.html")
    authors = page.locator(".authors").first.locator("a").all()
    assert len(authors) == 400
    assert all(each.is_visible() for each in authors)
    light = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
    lightness = re.match(r"oklch\(([\d.]+)|rgb\((\d+)", light)
    assert lightness
    assert float(lightness[1] or 0) < 0.5
    assert int(lightness[2] or 0) < 128
