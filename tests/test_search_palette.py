"""The search over any page: the dialog that `/`, Ctrl-K and the link in the header open."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from generator.theme import COMMENT_LINES
from tests.rendering import PLAIN, ROOT, Rendered, rendered
from tests.test_pages_browser import axe
from tests.test_search_browser import SITE, serve

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Route

pytestmark = pytest.mark.needs("browser")

STATIC = ROOT / "themes" / "base" / "static"
SCRIPTS = [file.name for file in STATIC.glob("*.js")]
KINDS = ("index.html", "publications/index.html", "publications/everything.html", "authors/index.html", "about.html", "404.html")
LIMIT = 12 * 1024
"""Bytes of script on a page, gzipped."""


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    return rendered(PLAIN, tmp_path_factory.mktemp("palette"))


@pytest.fixture
def heard(page: Page, plain: Rendered) -> list[str]:
    """What the page asks for and says, from the first request on."""
    return serve(page, plain.folder)


def asked(heard: list[str]) -> list[str]:
    """What was asked for: nothing but files of the site, and nothing was said."""
    assert all(line.startswith(SITE) for line in heard), heard
    return [line.removeprefix(SITE) for line in heard]


def options(page: Page) -> Locator:
    return page.locator("#palette [role=option]")


def open_with(page: Page, query: str) -> None:
    """Press the key and type, as fast as a script can."""
    page.keyboard.press("/")
    page.keyboard.type(query)
    if query:
        expect(options(page).first).to_be_visible()


def active(page: Page) -> str:
    """What a screen reader is told to read, and what is drawn as chosen: the same."""
    chosen = page.locator("#palette [aria-selected=true]")
    at = page.locator("#palette [role=combobox]").get_attribute("aria-activedescendant")
    if at is None:
        assert chosen.count() == 0
        return ""
    assert chosen.get_attribute("id") == at
    return str(chosen.locator(".option-title").inner_text())


@pytest.mark.parametrize("lang", ["", "fr/"])
def test_it_opens_from_every_kind_of_page(page: Page, heard: list[str], lang: str) -> None:
    for path in KINDS:
        if path == "404.html" and lang:
            continue
        page.goto(SITE + lang + path)
        dialog, field = page.locator("dialog#palette"), page.get_by_role("combobox")
        expect(dialog).to_be_hidden()
        for key in ("/", "Control+k", "Meta+k"):
            page.keyboard.press(key)
            expect(dialog).to_be_visible()
            expect(field).to_be_focused()
            page.keyboard.press("Escape")
            expect(dialog).to_be_hidden()
        open_with(page, "abel")
        assert options(page).first.get_attribute("data-href")
    asked(heard)


def test_nothing_is_loaded_before_the_first_use_and_the_index_only_once(page: Page, heard: list[str]) -> None:
    page.goto(f"{SITE}publications/index.html")
    page.wait_for_load_state("networkidle")
    assert [path for path in asked(heard) if "search" in path] == ["assets/search-here.js"]
    for _ in range(2):
        open_with(page, "everything")
        page.keyboard.press("Escape")
    lazy = [path for path in asked(heard) if "search" in path and "search-here" not in path]
    assert sorted(lazy) == ["assets/search-dialog.js", "assets/search.js", "search-index.json"]


@pytest.mark.parametrize("way", ["hover", "focus"])
def test_the_index_is_on_its_way_as_soon_as_the_link_is_reached(page: Page, heard: list[str], way: str) -> None:
    page.goto(f"{SITE}index.html")
    link = page.locator("header a[href='search.html']")
    with page.expect_request("**/search-index.json"):
        getattr(link, way)()
    asked(heard)


def test_the_link_in_the_header_opens_it_and_gets_the_focus_back(page: Page, heard: list[str]) -> None:
    page.goto(f"{SITE}publications/index.html")
    link = page.locator("header").get_by_role("link", name="Search")
    assert link.get_attribute("aria-haspopup") == "dialog"
    assert link.get_attribute("aria-keyshortcuts") == "/ Control+K"
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Search")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(link).to_be_focused()
    assert page.url == f"{SITE}publications/index.html"
    link.click()
    page.mouse.click(5, 5)  # beside the dialog
    expect(page.locator("dialog#palette")).to_be_hidden()
    asked(heard)


def test_the_focus_returns_to_where_it_was(page: Page, heard: list[str]) -> None:
    page.goto(f"{SITE}publications/index.html")
    there = page.locator("main .entry-title a").nth(2)
    there.focus()
    open_with(page, "abel")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(there).to_be_focused()
    # What was searched for is there again, and typing replaces it.
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_have_value("abel")
    assert active(page) == ""
    page.keyboard.type("telescope")
    expect(options(page)).to_have_count(1)
    asked(heard)


def test_who_types_in_a_field_types_a_slash(page: Page, heard: list[str]) -> None:
    page.goto(f"{SITE}index.html")
    field = page.get_by_role("searchbox")
    field.press_sequentially("a/b")
    assert field.input_value() == "a/b"
    expect(page.locator("dialog#palette")).to_be_hidden()
    field.press("Control+k")
    expect(page.locator("dialog#palette")).to_be_visible()
    page.keyboard.type("c/d")
    expect(page.get_by_role("combobox")).to_have_value("c/d")
    asked(heard)


def test_arrows_go_round_by_way_of_the_field(page: Page, heard: list[str]) -> None:
    page.goto(f"{SITE}index.html")
    open_with(page, "abel")
    names = options(page).locator(".option-title").all_inner_texts()
    assert len(names) == 7
    assert names[0] == "Ada Abel"
    assert names[-1] == "Sixty Hands on One Telescope"
    field = page.get_by_role("combobox")
    assert field.get_attribute("aria-expanded") == "true"
    assert field.get_attribute("aria-controls") == page.get_by_role("listbox").get_attribute("id")
    for key, at in [
        ("ArrowDown", names[0]),
        ("ArrowDown", names[1]),
        ("End", names[-1]),
        ("ArrowDown", ""),
        ("ArrowUp", names[-1]),
        ("Home", names[0]),
        ("ArrowUp", ""),
        ("ArrowDown", names[0]),
        ("ArrowLeft", ""),
    ]:
        page.keyboard.press(key)
        assert active(page) == at
        expect(field).to_be_focused()
    page.keyboard.press("Home")  # nothing is active: it belongs to the text
    page.keyboard.type("x")
    expect(field).to_have_value("xabel")
    assert active(page) == ""
    asked(heard)


def test_enter_opens_what_is_active_or_else_all_results(page: Page, heard: list[str]) -> None:
    page.goto(f"{SITE}fr/publications/index.html")
    open_with(page, "abel")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{SITE}fr/authors/ada-abel.html")
    open_with(page, "télescope")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/search.html?q=**")
    assert page.evaluate("new URLSearchParams(location.search).get('q')") == "télescope"
    page.goto(f"{SITE}publications/index.html")
    open_with(page, "abel")
    options(page).nth(1).click()
    page.wait_for_url(f"{SITE}authors/bjorn-abel.html")
    open_with(page, "abel & co")
    page.get_by_role("link", name="All results and filters").click()
    page.wait_for_url("**/search.html?q=abel+%26+co")
    asked(heard)


def test_the_number_of_results_is_said_after_a_pause(page: Page, heard: list[str]) -> None:
    page.goto(f"{SITE}index.html")
    page.evaluate(
        "window.said = []; new MutationObserver(() => said.push(document.querySelector('#palette-heard').textContent))"
        ".observe(document.querySelector('#palette-heard'), {childList: true, characterData: true, subtree: true})"
    )
    page.keyboard.press("/")
    page.keyboard.type("telescope", delay=30)
    status = page.get_by_role("dialog").get_by_role("status")
    expect(status).to_have_text("1 result")
    page.keyboard.press("Control+a")
    page.keyboard.type("xyzzy")
    expect(status).to_have_text("Nothing found.")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert page.get_by_role("combobox").get_attribute("aria-expanded") == "false"
    page.keyboard.press("Control+a")
    page.keyboard.type("telesocpe")
    expect(status).to_have_text("1 result · Read as “Telescope”")
    assert [text for text in page.evaluate("said") if text] == [
        "1 result",
        "Nothing found.",
        "1 result · Read as “Telescope”",
    ]
    asked(heard)


def test_matched_words_are_marked_and_long_lists_of_authors_are_short(page: Page, heard: list[str]) -> None:
    page.goto(f"{SITE}index.html")
    open_with(page, "bjorn dubois")
    expect(options(page).first.locator("mark")).to_have_text(["Björn", "Dubois"])
    about = options(page).nth(1).locator(".option-about").first
    expect(about).to_contain_text("Björn Dubois")  # what was typed to its end
    authors = about.inner_text()
    assert authors.startswith("Ada Abel, Björn Abel, Chloé Abel, …, ")
    assert authors.count("…") < 8
    asked(heard)


def test_french_pages_speak_french(page: Page, heard: list[str]) -> None:
    page.goto(f"{SITE}fr/index.html")
    open_with(page, "telesocpe")
    expect(page.locator("#palette [role=status]")).to_have_text("1 résultat · Lu comme « Telescope »", use_inner_text=True)
    expect(page.get_by_role("dialog", name="Recherche")).to_be_visible()
    expect(page.get_by_role("button", name="Fermer")).to_be_visible()
    asked(heard)


def test_readers_can_switch_the_slash_off(page: Page, heard: list[str]) -> None:
    """WCAG 2.2, 2.1.4: a key without a modifier can be turned off, for those who speak to their computer."""
    page.goto(f"{SITE}index.html")
    open_with(page, "")
    page.get_by_label("The key / opens the search").uncheck()
    page.keyboard.press("Escape")
    for path in ("index.html", "publications/index.html"):
        page.goto(SITE + path)
        page.keyboard.press("/")
        expect(page.locator("dialog#palette")).to_be_hidden()
        page.keyboard.press("Control+k")
        expect(page.locator("dialog#palette")).to_be_visible()
    expect(page.get_by_label("The key / opens the search")).not_to_be_checked()
    asked(heard)


def test_the_switch_of_the_slash_waits_for_the_script_that_stores_it(page: Page, heard: list[str]) -> None:
    asked_for: list[Route] = []
    page.route("**/search-dialog*.js*", lambda route: asked_for.append(route))
    page.goto(f"{SITE}index.html")
    page.keyboard.press("/")
    switch = page.get_by_label("The key / opens the search")
    expect(switch).to_be_visible()
    expect(switch).to_be_disabled()
    page.wait_for_timeout(100)  # for the page to ask
    for route in asked_for:
        route.fallback()
    expect(switch).to_be_enabled()
    expect(switch).to_be_checked()
    asked(heard)


def test_on_the_search_page_the_keys_lead_to_its_own_field(page: Page, heard: list[str]) -> None:
    page.goto(f"{SITE}search.html?q=abel")
    assert page.locator("dialog").count() == 0
    field = page.get_by_role("searchbox")
    for key in ("/", "Control+k"):
        page.locator("h1").click()
        page.keyboard.press(key)
        expect(field).to_be_focused()
        assert page.evaluate("getSelection().toString()") == "abel"
    asked(heard)


@pytest.mark.parametrize("size", [(320, 560), (390, 844), (1280, 800)])
def test_it_fits_every_window_and_the_field_stays_in_place(page: Page, heard: list[str], size: tuple[int, int]) -> None:
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{SITE}publications/index.html")
    page.keyboard.press("/")
    field, dialog = page.get_by_role("combobox"), page.locator("dialog#palette")
    before = field.bounding_box()
    for query in ("a", "abel", "pneumonoultra", "xyzzy"):
        field.fill(query)
        expect(options(page)).not_to_have_count(0) if query != "xyzzy" else expect(options(page)).to_have_count(0)
        assert field.bounding_box() == before
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        box = dialog.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height
        assert dialog.evaluate("each => each.scrollWidth <= each.clientWidth && each.scrollHeight <= each.clientHeight")
        if width < 480:
            assert (box["width"], box["height"]) == (width, height)
    least = 44 if width < 480 else 24
    for target in page.locator("#palette :is(button, input:not([type=checkbox]), a, label, li):visible").all():
        found = target.bounding_box()
        assert found is not None
        if found["width"] > 1:  # the label that only screen readers need is no target
            assert found["height"] >= least, target.evaluate("each => each.outerHTML")
    asked(heard)


def test_axe_finds_nothing_while_it_is_open(page: Page, heard: list[str]) -> None:
    for lang, scheme in (("", "light"), ("fr/", "dark")):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(f"{SITE}{lang}publications/index.html")
        page.keyboard.press("/")
        assert axe(page) == []
        page.keyboard.type("abel")
        expect(options(page)).to_have_count(7)
        page.keyboard.press("ArrowDown")
        assert axe(page) == [], (lang, scheme)
    page.emulate_media(forced_colors="active")
    assert axe(page) == []
    outline = options(page).first.evaluate("each => getComputedStyle(each).outlineStyle")
    assert outline == "solid"  # a wash alone is not seen there
    asked(heard)


def test_from_a_folder_keys_do_nothing_and_the_link_leads_on(page: Page, plain: Rendered) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((plain.folder / "publications" / "index.html").as_uri())
    for key in ("/", "Control+k"):
        page.keyboard.press(key)
        expect(page.locator("dialog#palette")).to_be_hidden()
    page.locator("header").get_by_role("link", name="Search").click()
    page.wait_for_url("**/search.html")
    assert page.locator("#search-fallback").is_visible()
    assert said == []


def test_where_the_script_does_not_load_the_search_page_opens(page: Page, plain: Rendered) -> None:
    serve(page, plain.folder, missing="/assets/search-dialog.js")
    page.goto(f"{SITE}publications/index.html")
    page.keyboard.press("/")
    page.wait_for_url("**/search.html?q=*")


def test_where_the_index_does_not_load_the_dialog_says_so(page: Page, plain: Rendered) -> None:
    serve(page, plain.folder, missing="/search-index.json")
    page.goto(f"{SITE}publications/index.html")
    page.keyboard.press("/")
    expect(page.locator("#palette-status")).to_have_text("The search index could not be loaded.")


def test_scripts_are_small(page: Page, heard: list[str]) -> None:
    served = {name: len(gzip.compress(COMMENT_LINES.sub(b"", (STATIC / name).read_bytes()), 9)) for name in SCRIPTS}
    assert served["palette.js"] <= 1024
    for path in ("publications/index.html", "search.html?q=abel"):
        heard.clear()
        page.goto(SITE + path)
        page.keyboard.press("/")
        page.wait_for_load_state("networkidle")
        scripts = {Path(each).name for each in asked(heard) if each.endswith(".js")}
        assert sum(served[name] for name in scripts) <= LIMIT, (path, scripts)
