"""The preview in a browser: what a person sees who edits beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from generator.i18n import tool_catalogue
from generator.paths import Paths, shipped_themes
from tests.rendering import lay_out
from tests.test_serve import Server, running, until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.needs("browser")

LONG = "\n\n".join(f"Paragraph {number} of a long text." for number in range(200))
PAPER = "content/publications/paper.md"
SETTINGS = "content/site.toml"
STYLE = "themes/own/static/own.css"
LAYOUT = "themes/own/templates/layout.html"
SITE = {
    SETTINGS: 'title = "A lab"\n[theme]\nname = "own"\n',
    PAPER: f"---\ntitle: A paper\nauthor:\n- Ada Lovelace\n---\n{LONG}\n",
    "content/publications/sketch.md": "---\ntitle: A sketch\ndraft: true\n---\nNot yet.\n",
    "themes/own/theme.toml": 'extends = "base"\n',
    LAYOUT: (
        '{% extends "!parent/layout.html" %}\n'
        '{% block head %}<link rel="stylesheet" href="{{ asset(\'own.css\') }}">{% endblock %}\n'
    ),
    STYLE: "h1 { color: rgb(110, 110, 110) }",
    "themes/other/theme.toml": 'extends = "base"\n',
    "themes/other/static/style.css": "h1 { color: rgb(7, 8, 9) }",
}
BROKEN = "---\ntitle: A paper\nauthor: [\n---\n"
LISTENS = "() => window.LiveReload && LiveReload.connector.protocol === 7"
"""A function: an expression would be evaluated again and again, which the pages' policy forbids."""
READY = f"""() => ({LISTENS})() &&
    performance.getEntriesByType("resource").some(({{ name }}) => new URL(name).pathname === location.pathname)"""
"""It listens, and knows what it is made from."""
FEW_SECONDS = 20_000
"""Milliseconds that anything may take on a machine that is busy."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay_out(tmp_path, SITE)


def paths_of(root: Path) -> Paths:
    return Paths(root, (root / "themes", shipped_themes()), root / "output", root / ".labpress")


@pytest.fixture
def server(root: Path) -> Iterator[Server]:
    with running(paths_of(root)) as started:
        yield started


@pytest.fixture
def tab(page: Page) -> Iterator[Page]:
    """A tab that says nothing on its console, except where a file is not there."""
    said: list[str] = []
    page.set_default_timeout(FEW_SECONDS)
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == []


def open_paper(server: Server, tab: Page) -> None:
    """The paper's page, once it is ready, with a mark that a reload takes away."""
    tab.goto(f"{server.url}publications/paper.html")
    tab.wait_for_function(READY)
    mark(tab)


def mark(tab: Page) -> None:
    tab.evaluate("window.marked = true")


def reloaded(tab: Page) -> bool:
    return not tab.evaluate("Boolean(window.marked)")


def retitled(title: str) -> str:
    return SITE[PAPER].replace("A paper", title)


def violations(tab: Page) -> list[tuple[str, list[str]]]:
    """The rules of axe that are broken, and where."""
    found = Axe().run(tab).response["violations"]
    return [(each["id"], [node["html"] + node["failureSummary"] for node in each["nodes"]]) for each in found]


def colour(tab: Page, wanted: str) -> None:
    tab.wait_for_function(
        "wanted => [...document.querySelectorAll('h1')].some((each) => getComputedStyle(each).color === wanted)", arg=wanted
    )


# Showing what was saved


def test_text_is_shown_in_place_and_everything_else_stays(server: Server, tab: Page) -> None:
    open_paper(server, tab)
    tab.evaluate(
        """() => {
            document.querySelector(".footer").insertAdjacentHTML("beforeend", "<details open>…</details><input value='typed'>");
            document.querySelector("input").focus({preventScroll: true});
            scrollTo(0, 1500);
        }"""
    )
    for number in range(3):
        server.save(PAPER, retitled(f"Title {number}").replace("Paragraph 199", f"Paragraph {number}"))
        tab.get_by_role("heading", name=f"Title {number}").wait_for()
    assert tab.title().startswith("Title 2 ")
    assert tab.get_by_text("Paragraph 2 of a long text.").count() == 2
    assert not reloaded(tab)
    assert tab.evaluate("[scrollY, document.activeElement.value]") == [1500, "typed"]
    assert tab.locator("details[open]").count() == 1


EDITS = (
    "title: A paper\n---\nAn abstract.\n",
    "title: A paper\n---\nAn *abstract*, and $x^2$.\n\n- a list\n- [with a link](about.md)\n",
    "title: A paper\nauthor: [Ada Lovelace]\n---\nAn abstract, and ~~more~~.\n",
    "title: A <b> & paper\nauthor: [Ada Lovelace, Emmy Noether, Émilie du Châtelet]\nissued: 2023-05\n---\nAn abstract.\n",
    "title: A paper\nauthor: [Emmy Noether]\nissued: 2023\ncontainer-title: Annals\nlink: [{kind: code, URL: 'https://x.example'}]\n---\n",
    "title: A paper\nauthor: [Emmy Noether]\nissued: 2023\ndraft: true\nkeyword: [one, two]\n---\n$y$\n",
    "title: Another paper\nauthor: [Emmy Noether, Ada Lovelace]\nauthor-list: partial\nstatus: retracted\n---\n1. First\n",
    "title: Another paper\nDOI: 10.1000/182\naward: [A prize]\n---\n| a | b |\n|---|--:|\n| 1 | 2 |\n",
)
DOCUMENT = """() => {
    const copy = document.documentElement.cloneNode(true);
    copy.querySelectorAll("script[data-page]").forEach((script) => script.remove());
    return copy.outerHTML;
}"""


@pytest.mark.parametrize("theme", ["base", "folio"])
def test_after_any_edit_the_open_page_is_what_a_new_tab_shows(root: Path, tab: Page, theme: str) -> None:
    (root / SETTINGS).write_text(f'title = "A lab"\n[theme]\nname = "{theme}"\n', "utf-8")
    other = tab.context.new_page()
    with running(paths_of(root)) as server:
        open_paper(server, tab)
        in_place = 0
        for number, edit in enumerate((*EDITS, *reversed(EDITS))):
            mark(tab)
            version = f"Version {number}"
            server.save(PAPER, f"---\n{edit}\n{version}\n")
            tab.get_by_text(version, exact=True).wait_for()
            tab.wait_for_function(READY)
            in_place += not reloaded(tab)
            other.goto(tab.url)
            other.wait_for_function(LISTENS)
            assert tab.evaluate(DOCUMENT) == other.evaluate(DOCUMENT)
        assert in_place > len(EDITS), "most of them without being loaded again"


def test_a_page_that_is_loaded_again_stays_where_it_was(server: Server, tab: Page) -> None:
    open_paper(server, tab)
    for number in range(3):
        tab.evaluate("top => scrollTo(0, top)", 1500 + 100 * number)
        mark(tab)
        server.save(LAYOUT, SITE[LAYOUT].replace("<link", f'<link rel="license" href="/{number}"><link'))
        tab.locator(f"link[href='/{number}']").wait_for(state="attached")
        assert reloaded(tab)
        tab.wait_for_function("top => Math.abs(scrollY - top) <= 1", arg=1500 + 100 * number)
        tab.wait_for_function(LISTENS)


@pytest.mark.parametrize(
    "script",
    [
        "document.querySelector('h1').append('!')",
        "document.querySelector('h1').replaceChildren(...document.querySelector('h1').textContent)",
        "document.querySelector('h1').innerHTML = `<button>${document.querySelector('h1').textContent}</button>`",
    ],
)
def test_what_a_script_has_made_of_the_page_is_made_again(root: Path, tab: Page, script: str) -> None:
    (root / "themes/own/static/own.js").write_text(script, "utf-8")
    layout = SITE[LAYOUT].replace("<link", "<script defer src=\"{{ asset('own.js') }}\"></script><link")
    (root / LAYOUT).write_text(layout, "utf-8")
    with running(paths_of(root)) as server:
        open_paper(server, tab)
        found = tab.locator("h1").inner_html()
        server.save(PAPER, SITE[PAPER].replace("Paragraph 0", "Paragraph of text"))
        tab.get_by_text("Paragraph of text").wait_for()
        assert not reloaded(tab), "elsewhere on the page, what it did does not matter"
        server.save(PAPER, retitled("B paper"))
        wanted = found.replace("A", "B")
        tab.wait_for_function("html => document.querySelector('h1')?.innerHTML === html", arg=wanted)
        assert reloaded(tab)


def test_a_page_that_has_read_another_file_is_loaded_again_when_that_differs(root: Path, tab: Page) -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="9"/>'
    files = {"content/static/é 1.svg": picture.format(30), PAPER: SITE[PAPER].replace("Paragraph 0", "![A picture](<é 1.svg>)")}
    for name, text in files.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, "utf-8")
    with running(paths_of(root)) as server:
        open_paper(server, tab)
        server.save("content/static/other.svg", picture.format(40))
        until(server.built)
        server.save(PAPER, files[PAPER].replace("A paper", "With a picture"))
        tab.get_by_role("heading", name="With a picture").wait_for()
        assert not reloaded(tab)
        server.save("content/static/é 1.svg", picture.format(40))
        tab.wait_for_function("() => document.querySelector('main img')?.naturalWidth === 40")
        assert reloaded(tab)


def test_five_files_saved_within_a_moment_are_one_build_and_shown_once(server: Server, tab: Page) -> None:
    open_paper(server, tab)
    tab.evaluate(
        """() => {
            const show = LiveReload.performReload;
            window.shows = 0;
            LiveReload.performReload = (message) => { window.shows += 1; show(message); };
        }"""
    )
    # A machine that is busy may need longer than 100 ms to save five files.
    assert any(shows_of_five_saves(server, tab, f"Attempt {attempt}") == (1, 1) for attempt in range(5))


def shows_of_five_saves(server: Server, tab: Page, title: str) -> tuple[int, int]:
    """How many builds it took, and how often the page was told."""
    before, shows = server.built(), tab.evaluate("shows")
    for number in range(4):
        server.save(f"content/publications/new-{number}.md", retitled(title))
        tab.wait_for_timeout(15)
    server.save(PAPER, retitled(title))
    tab.get_by_role("heading", name=title, exact=True).wait_for()
    until(lambda: server.built() > before)
    builds, shown = server.built() - before, tab.evaluate("shows") - shows
    server.save(PAPER, retitled(f"After {title}"))  # a second build would have come before it
    tab.get_by_role("heading", name=f"After {title}").wait_for()
    until(lambda: server.built() > before + builds)
    return server.built() - before - 1, shown


def test_nothing_happens_while_nothing_is_saved(server: Server, tab: Page) -> None:
    open_paper(server, tab)
    tab.evaluate("Promise.all([...document.querySelectorAll('nav a')].map(async (each) => (await fetch(each.href)).text()))")
    assert server.built() == 0
    assert not reloaded(tab)


def test_a_page_follows_the_site_to_another_path(server: Server, tab: Page) -> None:
    open_paper(server, tab)
    server.save(SETTINGS, f'base-url = "https://x.example/my-lab/"\n{SITE[SETTINGS]}')
    tab.wait_for_url("**/my-lab/publications/paper.html")
    server.save(PAPER, retitled("Under another path"))
    tab.get_by_role("heading", name="Under another path").wait_for()
    server.save(STYLE, "h1 { color: rgb(4, 5, 6) }")
    colour(tab, "rgb(4, 5, 6)")


# Style sheets


def test_a_style_sheet_is_swapped_and_everything_else_stays(server: Server, tab: Page) -> None:
    tab.goto(f"{server.url}publications/index.html")
    open_paper(server, tab)
    tab.evaluate(
        """() => {
            document.querySelector(".footer").insertAdjacentHTML("beforeend", "<details open>…</details><input>");
            document.querySelector("input").focus({preventScroll: true});
            scrollTo(0, 1200);
        }"""
    )
    for shade in (40, 50, 60):
        server.save(STYLE, f"h1 {{ color: rgb({shade}, 0, 0) }}")
        colour(tab, f"rgb({shade}, 0, 0)")
    assert not reloaded(tab)
    assert tab.evaluate("[Math.round(scrollY), document.activeElement.tagName]") == [1200, "INPUT"]
    assert tab.locator("details[open]").count() == 1
    assert tab.locator("link[href*='own.css']").count() == 1
    server.save(PAPER, retitled("After the style"))
    tab.get_by_role("heading", name="After the style").wait_for()
    assert not reloaded(tab)


def test_another_theme_is_shown_and_watched(server: Server, tab: Page) -> None:
    open_paper(server, tab)
    server.save(SETTINGS, SITE[SETTINGS].replace("own", "other"))
    colour(tab, "rgb(7, 8, 9)")
    tab.wait_for_function(LISTENS)
    server.save("themes/other/static/style.css", "h1 { color: rgb(10, 11, 12) }")
    colour(tab, "rgb(10, 11, 12)")


# Drafts


def test_drafts_are_shown_and_marked(server: Server, tab: Page) -> None:
    tab.goto(f"{server.url}publications/index.html")
    assert tab.get_by_role("listitem").filter(has_text="A sketch").get_by_text("Draft", exact=True).is_visible()
    tab.get_by_role("link", name="A sketch").click()
    assert tab.get_by_text("This is a draft. It stands in the preview only.").is_visible()
    server.save("content/publications/sketch.md", SITE["content/publications/sketch.md"].replace("draft: true\n", ""))
    tab.get_by_text("Draft", exact=True).first.wait_for(state="hidden")


# Mistakes


def test_a_mistake_shows_over_the_last_good_page_until_it_is_mended(server: Server, tab: Page) -> None:
    open_paper(server, tab)
    tab.evaluate("scrollTo(0, 900)")
    server.save(PAPER, BROKEN)
    status = tab.get_by_role("status").filter(has_text=f"{PAPER}:4")
    status.wait_for()
    assert tab.get_by_role("heading", name="A paper").count() == 1
    assert not reloaded(tab)
    assert tab.evaluate("[scrollY, document.activeElement.tagName]") == [900, "BODY"], "it takes neither place nor focus"
    assert status.get_by_role("listitem").count() == len(server.problems)
    server.save(PAPER, retitled("Mended"))
    tab.get_by_role("heading", name="Mended").wait_for()
    assert status.count() == 0


def test_a_mistake_that_is_taken_back_is_gone_without_a_reload(server: Server, tab: Page) -> None:
    open_paper(server, tab)
    status = tab.get_by_role("status").filter(has_text=PAPER)
    for _ in range(2):
        server.save(PAPER, BROKEN)
        status.wait_for()
        server.save(PAPER, SITE[PAPER])
        status.wait_for(state="detached")
    assert not reloaded(tab)


def test_all_mistakes_are_named_as_text_and_what_must_be_mended_comes_first(root: Path, tab: Page) -> None:
    with running(paths_of(root), catalogue=tool_catalogue("fr")) as server:
        open_paper(server, tab)
        server.save("content/publications/a.md", "---\ntitle: A\n<img src=x>: <b>1</b>\n---\n")
        until(lambda: server.problems)
        server.save(PAPER, BROKEN)
        items = tab.get_by_role("status").get_by_role("listitem")
        items.nth(1).wait_for()
        texts = items.all_inner_texts()
        assert [text.partition(":")[0] for text in texts] == [PAPER, "content/publications/a.md"]
        assert "erreur" in texts[0]
        assert "<img src=x>" in texts[1]
        overlay = "[...document.documentElement.children].at(-1)"
        assert tab.evaluate(f"{overlay}.shadowRoot.querySelectorAll('img, b').length") == 0
        assert tab.evaluate(f"{overlay}.lang") == "fr"


def test_the_overlay_is_hidden_by_escape_and_comes_back_by_its_button(server: Server, tab: Page) -> None:
    open_paper(server, tab)
    server.save(PAPER, BROKEN)
    status = tab.get_by_role("status").filter(has_text=PAPER)
    back = tab.get_by_role("button", name="1 error")
    status.wait_for()
    tab.keyboard.press("Escape")
    status.wait_for(state="hidden")
    tab.goto(f"{server.url}publications/sketch.html")
    back.wait_for()
    assert tab.evaluate("document.elementFromPoint(20, innerHeight - 20).shadowRoot") is None, "it covers no more than it must"
    assert not status.is_visible(), "what was hidden stays so on the next page"
    back.focus()
    tab.keyboard.press("Enter")
    status.wait_for()
    assert tab.evaluate("document.activeElement.shadowRoot.activeElement.textContent") == "Hide (Escape)"
    tab.keyboard.press("Enter")
    assert back.evaluate("each => each.getRootNode().activeElement === each")
    server.save(PAPER, "no front matter")
    status.wait_for()


def test_the_overlay_breaks_no_rule_of_accessibility_in_either_state(server: Server, page: Page) -> None:
    tab = page  # axe itself says something on the console
    open_paper(server, tab)
    for number in range(30):
        server.save(f"content/publications/wrong-{number}.md", BROKEN)
    tab.get_by_role("status").filter(has_text="wrong-29.md").wait_for()
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert violations(tab) == []
    tab.keyboard.press("Escape")
    back = tab.get_by_role("button", name="30 errors")
    back.wait_for()
    assert violations(tab) == []
    box = back.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
    tab.emulate_media(media="print")
    assert not back.is_visible()


def test_no_style_of_the_site_reaches_the_overlay(server: Server, tab: Page) -> None:
    server.save(STYLE, "div { display: none !important; color: red !important; position: static !important }")
    until(server.built)
    server.save(PAPER, BROKEN)
    tab.goto(f"{server.url}publications/paper.html")
    tab.get_by_role("status").filter(has_text=PAPER).wait_for()


def test_a_site_that_never_was_built_says_what_is_wrong_once_and_looks_like_it(root: Path, browser: Browser) -> None:
    (root / PAPER).write_text(BROKEN, "utf-8")
    with running(paths_of(root)) as server, browser.new_context() as context:
        tab = context.new_page()
        tab.set_default_timeout(FEW_SECONDS)
        tab.goto(server.url)
        tab.get_by_text(f"{PAPER}:4").wait_for()
        assert violations(tab) == []
        server.save(PAPER, "no front matter")
        tab.get_by_text(f"{PAPER}:1").wait_for()
        assert tab.get_by_text(PAPER).count() == 1
        server.save(PAPER, SITE[PAPER])
        tab.goto(f"{server.url}publications/paper.html")
        tab.get_by_role("heading", name="A paper").wait_for()
