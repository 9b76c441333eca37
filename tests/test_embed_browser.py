"""`<lab-publications>` and the list in the page itself, in pages of other websites that are not kind to them.

Every address is answered by the test, those of the lab's website and those of the server of the lists; which of them a page
may use is the browser's affair, as on the web: the two are different origins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.rendering import PLAIN, Rendered, rendered
from tests.test_embed import BASE, example, free_port, host, served
from tests.test_pages_browser import axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.needs("browser")

HOST = "https://www.lab.example/"
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
CORS = {"Access-Control-Allow-Origin": "*"}
LINK = f'<a href="{BASE}publications/index.html">Our publications</a>'

FONT = "italic 500 19px/1.7 Georgia, serif"
NEUTRAL = f"body {{ font: {FONT}; color: rgb(30, 40, 50); background: white; margin: 8px; }}"
HOSTILE = f"""
* {{
  font: {FONT} !important; color: rgb(30, 40, 50) !important;
  letter-spacing: 4px !important; word-spacing: 9px !important; text-transform: uppercase !important; text-indent: 3em !important;
  text-align: right !important; white-space: pre !important; list-style: square inside !important; cursor: crosshair !important;
  text-shadow: 1px 1px red !important; hyphens: auto !important; border-collapse: collapse !important; quotes: "x" "y" !important;
  box-sizing: border-box !important; background: rgb(200, 255, 200) !important; border: 2px dashed red !important;
}}
a, h3, ul, li, p, div, span, bdi, cite {{
  display: inline !important; margin: 11px !important; padding: 7px !important; float: left !important;
  position: relative !important;
  opacity: .4 !important; text-decoration: overline wavy !important; font-size: 40px !important; outline: 3px solid !important;
}}
*::before, *::after {{ content: "HOST" !important; }}
.labpress, .labpress-entry, .labpress-title, .labpress-links, #labpress {{ display: none !important; }}
:root {{ --accent: red; --hue: 7; }}
"""
"""Rules on everything that a page might have. Font and colour are those of `NEUTRAL`, since the element takes them over."""

HOSTS_OWN = """
<header><h1 id="labpress">Our lab</h1><nav><ul><li><a href="/">Home</a></li></ul></nav></header>
<main><h2 id="list">Publications</h2><p class="labpress-title title">Before <span class="entry">it</span>.</p>
{list}
<h3 id="more" class="authors">After it</h3><ul class="links"><li><a class="link" href="/x">More</a></li></ul>
<form><input id="src"></form></main>
<footer><p>Imprint</p></footer>
"""

SIZES = "width|height|inline-size|block-size|perspective-origin|transform-origin"
"""What a computed style says of the room that there is, not of the rules."""
STYLES = f"""
(elements) => elements.map((each) => ["", "::before", "::after", "::marker"].map((part) => {{
  const style = getComputedStyle(each, part);
  const names = [...style].filter((name) => !/^({SIZES})$/.test(name));
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name)]));
}}))
"""
INSIDE = "[...document.querySelectorAll('lab-publications')].flatMap((each) => [...each.shadowRoot.querySelectorAll('*')])"
OUTSIDE = "[...document.querySelectorAll('html, body, body *')].filter((each) => !each.closest('lab-publications, .labpress'))"


@dataclass
class Web:
    """The two websites: what they answer, and what they were asked for."""

    site: Rendered
    headers: Mapping[str, str] = field(default_factory=lambda: CORS)
    """Of the server of the lists."""
    pages: dict[str, str] = field(default_factory=dict)
    """What is answered at an address instead of the site's file."""
    host_headers: Mapping[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """On the console."""

    def answer(self, route: Route) -> None:
        url = route.request.url.partition("?")[0]
        self.asked.append(url)
        file = self.site.folder / url.removeprefix(BASE)
        if url in self.pages:
            headers = self.host_headers if url.startswith(HOST) else self.headers
            route.fulfill(body=self.pages[url], headers={"Content-Type": TYPES[".html"], **headers})
        elif url.startswith(BASE) and file.is_file():
            route.fulfill(body=file.read_bytes(), headers={"Content-Type": TYPES.get(file.suffix, "text/plain"), **self.headers})
        else:
            route.fulfill(status=404, body="", headers=dict(self.headers))

    def show(self, page: Page, body: str, *, style: str = "", headers: Mapping[str, str] | None = None) -> None:
        """A page of the lab's website in a tab."""
        self.host_headers = headers or {}
        head = f"<title>Our lab</title><style>{style}</style>" if style else "<title>Our lab</title>"
        self.pages[HOST] = f'<!doctype html><html lang="en"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
        page.goto(HOST)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    return rendered(PLAIN, tmp_path_factory.mktemp("plain"), base_url=BASE)


@pytest.fixture
def web(site: Rendered, page: Page) -> Web:
    return connected(Web(site), page)


def connected(web: Web, page: Page) -> Web:
    page.route("**/*", web.answer)
    page.on("console", lambda message: web.said.append(message.text))
    page.on("pageerror", lambda error: web.said.append(str(error)))
    return web


def loaded(page: Page, count: int = 1) -> None:
    """Wait for the lists."""
    expect(page.locator("lab-publications .labpress-more")).to_have_count(count)


def styles(page: Page, of: str) -> Any:
    return page.evaluate(f"({STYLES})({of})")


def differences(one: Any, other: Any) -> list[str]:
    assert len(one) == len(other)
    return sorted(
        {
            f"{name}: {a[name]} / {b.get(name)}"
            for before, after in zip(one, other, strict=True)
            for a, b in zip(before, after, strict=True)
            for name in a
            if a[name] != b.get(name)
        }
    )


# The element


def test_the_manuals_example_shows_the_list(page: Page, web: Web) -> None:
    web.show(page, example("element"))
    loaded(page)
    assert page.locator("lab-publications .labpress-entry").count() == web.site.text("embed/all.html").count("<li class")
    expect(page.get_by_role("link", name="Our publications")).to_have_count(0)
    assert web.asked == [HOST, f"{BASE}embed/labpress.js", f"{BASE}embed/all.html"], "nothing else is asked for"
    assert web.said == []


def test_the_manuals_block_for_content_management_systems_shows_the_list(page: Page, web: Web) -> None:
    web.show(page, example("cms"))
    loaded(page)
    expect(page.get_by_role("link", name="Our publications")).to_have_count(0)
    assert web.said == []


def test_two_lists_stand_in_one_page_in_two_languages(page: Page, web: Web) -> None:
    web.show(page, example("element") + example("element").replace("/embed/all", "/fr/embed/all"))
    loaded(page, 2)
    roots = page.locator("lab-publications .labpress")
    assert [roots.nth(number).get_attribute("lang") for number in range(2)] == ["en", "fr"]
    assert web.asked.count(f"{BASE}embed/labpress.js") == 1


def test_what_stands_in_the_element_looks_the_same_in_a_hostile_page(page: Page, web: Web) -> None:
    one = example("element").replace("/all.html", "/ana-maria-nunez.html")  # a short list: there is much to compare
    body = HOSTS_OWN.format(list=one + one)
    web.show(page, body, style=NEUTRAL)
    loaded(page, 2)
    neutral = styles(page, INSIDE)
    web.show(page, body, style=HOSTILE)
    loaded(page, 2)
    assert len(neutral) > 60
    assert differences(neutral, styles(page, INSIDE)) == []


@pytest.mark.parametrize("style", [NEUTRAL, HOSTILE])
def test_the_page_looks_the_same_with_the_element(page: Page, web: Web, style: str) -> None:
    body = HOSTS_OWN.format(list=example("element"))
    web.show(page, body.replace("<script", "<template").replace("</script", "</template"), style=style)
    before = styles(page, OUTSIDE)
    web.show(page, body.replace("<script", "<template></template><script"), style=style)
    loaded(page)
    page.locator("script").evaluate("(script) => script.remove()")
    assert differences(before, styles(page, OUTSIDE)) == []
    assert page.evaluate("Object.keys(window).filter((name) => /lab/i.test(name))") == []


def test_it_takes_over_font_and_colour_in_light_and_dark(page: Page, web: Web) -> None:
    looks = "(title) => ['font-family', 'font-size', 'color'].map((name) => getComputedStyle(title).getPropertyValue(name))"
    for scheme, colour in (("light", "rgb(10, 20, 30)"), ("dark", "rgb(240, 230, 220)")):
        style = f"html {{ color-scheme: {scheme}; font: 21px Georgia; color: light-dark(rgb(10, 20, 30), rgb(240, 230, 220)); }}"
        web.show(page, example("element"), style=style)
        loaded(page)
        assert page.locator(".labpress-title a").first.evaluate(looks) == ["Georgia", "21px", colour]


def test_custom_properties_and_parts_do_what_the_manual_says(page: Page, web: Web) -> None:
    def colour(name: str) -> str:
        return str(page.locator(name).first.evaluate("(each) => getComputedStyle(each).color"))

    for scheme, link, quiet in (
        ("light", "rgb(122, 31, 92)", "rgb(85, 85, 85)"),
        ("dark", "rgb(240, 166, 214)", "rgb(187, 187, 187)"),
    ):
        style = example("theming") + f"html {{ color-scheme: {scheme}; font-size: 20px; }}"
        web.show(page, example("element"), style=style)
        loaded(page)
        assert (colour(".labpress-title a"), colour(".labpress-authors")) == (link, quiet)
        assert page.locator(".labpress-title").first.evaluate("(each) => getComputedStyle(each).fontSize") == "24px"
        row = page.locator(".labpress-entry").first.evaluate("(each) => getComputedStyle(each).paddingBlock")
        assert row == "20px"


def test_every_class_is_a_part(page: Page, web: Web) -> None:
    web.show(page, example("element"))
    loaded(page)
    named = page.evaluate(f"{INSIDE}.map((each) => [each.part.value, each.className])")
    assert [part for part, _ in named] == [name.removeprefix("labpress").replace("labpress-", "").strip("-") for _, name in named]


def test_it_runs_under_the_manuals_content_security_policy(page: Page, web: Web) -> None:
    name, _, policy = example("csp-element").strip().partition(": ")
    web.show(page, example("element"), headers={name: policy})
    loaded(page)
    assert web.said == [], "the browser blocked nothing"
    assert page.locator(".labpress-list").evaluate("(list) => getComputedStyle(list).listStyleType") == "none", "its style holds"


@pytest.mark.parametrize("without", ["script-src", "connect-src"])
def test_each_part_of_the_policy_is_needed_and_without_it_the_link_shows(page: Page, web: Web, without: str) -> None:
    name, _, policy = example("csp-element").strip().partition(": ")
    parts = [part for part in policy.split("; ") if not part.startswith(without)]
    with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        web.show(page, example("element"), headers={name: "; ".join(parts)})
    expect(page.get_by_role("link", name="Our publications")).to_be_visible()
    assert page.locator("lab-publications .labpress").count() == 0


def test_without_scripts_the_link_shows(browser: Browser, site: Rendered) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    connected(Web(site), page).show(page, example("element") + example("cms"))
    assert page.get_by_role("link", name="Our publications").all_inner_texts() == ["Our publications"] * 2
    context.close()


@pytest.mark.parametrize("src", [f"{BASE}embed/nothing.html", f"{BASE}index.html", "", "javascript:alert(1)", "https://"])
def test_where_there_is_no_list_the_link_shows(page: Page, web: Web, src: str) -> None:
    web.show(page, example("element").replace(f"{BASE}embed/all.html", src))
    page.wait_for_function("Boolean(customElements.get('lab-publications'))")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("link", name="Our publications")).to_be_visible()
    assert page.locator("lab-publications").evaluate("(each) => each.shadowRoot.innerHTML") == "<slot></slot>"
    assert all(url.startswith((BASE, HOST)) for url in web.asked)
    assert not [text for text in web.said if "404" not in text]


@pytest.mark.parametrize("consent", [True, False])
def test_a_list_from_another_server_is_shown_only_with_its_consent(
    page: Page, site: Rendered, tmp_path: Path, consent: bool
) -> None:
    """Servers of their own: a browser does not ask an answer that a test makes up for consent."""
    here, elsewhere = free_port(), free_port()
    host(tmp_path, "index.html", example("element").replace(BASE, f"http://127.0.0.1:{elsewhere}/"))
    with served(tmp_path, here), served(site.folder, elsewhere, CORS if consent else {}):
        page.goto(f"http://127.0.0.1:{here}/")
        page.wait_for_load_state("networkidle")
        expect(page.locator("lab-publications .labpress")).to_have_count(int(consent))
        expect(page.get_by_role("link", name="Our publications")).to_have_count(int(not consent))


def test_another_src_shows_another_list_and_the_last_one_asked_for_wins(page: Page, web: Web) -> None:
    web.show(page, example("element"))
    loaded(page)
    element = page.locator("lab-publications")
    names = [f"{BASE}embed/{name}.html" for name in ("nothing", "all", "plato")]
    element.evaluate("(each, names) => { for (const name of names) each.setAttribute('src', name) }", names)
    expect(page.locator(".labpress-more")).to_have_text("All 2 publications of Plato")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".labpress-more")).to_have_text("All 2 publications of Plato")
    element.evaluate("(each) => each.removeAttribute('src')")
    expect(page.get_by_role("link", name="Our publications")).to_be_visible()
    assert not [text for text in web.said if "ERR_ABORTED" not in text]


def test_it_is_asked_for_once_and_again_after_a_move(page: Page, web: Web) -> None:
    web.show(page, example("element"))
    loaded(page)
    asked = web.asked.count(f"{BASE}embed/all.html")
    page.locator("lab-publications").evaluate("(each) => { each.remove(); document.body.prepend(each) }")
    loaded(page)
    page.locator("lab-publications").evaluate("(each) => { each.setAttribute('src', each.getAttribute('src')); each.remove() }")
    page.wait_for_load_state("networkidle")
    assert asked == 1
    assert web.said == []


def test_the_same_script_twice_does_no_harm(page: Page, web: Web) -> None:
    web.show(page, example("element") + example("element").replace("labpress.js", "labpress.js?again"))
    loaded(page, 2)
    assert web.said == []


EVIL = """
<div class="labpress labpress-x" lang="en" id="gone" onclick="alert(1)" style="color: red" slot="x" part="y">
<script>window.hurt = 1</script><style>* { color: red }</style><link rel="stylesheet" href="https://evil.example/x.css">
<img src="https://evil.example/x.png" onerror="window.hurt = 2"><iframe src="https://evil.example/"></iframe>
<svg><a href="javascript:alert(1)"><text>svg</text></a><style><img src=x onerror="window.hurt = 3"></style></svg>
<math><mtext><table><mglyph><style><img src=x onerror="window.hurt = 4"></style></mglyph></table></mtext></math>
<form action="https://evil.example/"><input name="q"><button>form</button></form><object data="x"></object><base href="https://evil.example/">
<template><img src=x onerror="window.hurt = 5"></template><x-evil>unknown</x-evil><!-- comment -->
<p class="labpress-title"><a id="one" href="javascript:window.hurt = 6">one</a> <a href=" JaVa&#9;Script:alert(1)">two</a>
<a href="data:text/html,x">three</a> <a href="../publications/x.html" target="_top" ping="https://evil.example/">four</a>
<a href="mailto:a@lab.example">five</a> <a href="//other.example/x">six</a></p></div>
"""
HARMLESS = (
    '<p class="labpress-title" part="title"><a>one</a> <a>two</a> <a>three</a> '
    f'<a href="{BASE}publications/x.html">four</a> <a href="mailto:a@lab.example">five</a> <a href="https://other.example/x">six</a></p>'
)


def test_only_what_is_harmless_gets_in(page: Page, web: Web) -> None:
    web.pages[f"{BASE}embed/all.html"] = EVIL
    web.show(page, example("element"))
    expect(page.locator("lab-publications .labpress")).to_have_count(1)
    shown = page.locator("lab-publications").evaluate("(each) => each.shadowRoot.innerHTML")
    assert " ".join(shown.split()) == f'<div class="labpress labpress-x" lang="en" part="x"> {HARMLESS}</div>'
    for link in page.locator("lab-publications .labpress-title a:not([href])").all():
        link.click()
    assert page.evaluate("window.hurt") is None
    assert all(url.startswith((BASE, HOST)) for url in web.asked)


def test_relative_links_are_those_of_the_list_and_lead_to_files(page: Page, tmp_path: Path) -> None:
    web = connected(Web(rendered(PLAIN, tmp_path)), page)
    web.show(page, example("element").replace("/embed/all", "/fr/embed/all"))
    loaded(page)
    links: list[str] = page.locator("lab-publications .labpress a").evaluate_all("(all) => all.map((each) => each.href)")
    inside = [link for link in links if link.startswith(BASE)]
    assert not any(link.startswith(HOST) for link in links)
    assert len(inside) > 10
    assert [link for link in inside if not (web.site.folder / link.removeprefix(BASE)).is_file()] == []


def test_nothing_moves_but_to_make_room_for_the_list(page: Page, web: Web) -> None:
    """What stands above stays where it is, and the link is not replaced by something smaller in between."""
    web.show(page, HOSTS_OWN.format(list=example("element")), style=NEUTRAL)
    top = "document.querySelector('#list').getBoundingClientRect().top"
    before = page.evaluate(top)
    loaded(page)
    assert page.evaluate(top) == before


def test_a_list_fits_a_phone_and_has_its_links_beside_it_where_there_is_room(page: Page, web: Web) -> None:
    def beside() -> bool:
        row = page.locator(".labpress-entry:has(.labpress-links)").first
        text, links = (row.locator(f".labpress-{name}").bounding_box() for name in ("text", "links"))
        assert text
        assert links
        return links["x"] >= text["x"] + text["width"]

    for width, expected in ((320, False), (1200, True)):
        page.set_viewport_size({"width": width, "height": 800})
        web.show(page, '<meta name="viewport" content="width=device-width">' + example("element"))
        loaded(page)
        assert beside() is expected
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def begins(page: Page) -> set[int]:
    """Where the texts of the right-to-left entry, and the list, begin on the left."""
    left = (
        "(each) => { const range = new Range(); range.selectNodeContents(each);"
        " return Math.round(range.getBoundingClientRect().x); }"
    )
    row = page.locator(".labpress-entry:has([lang=ar])")
    texts = [row.locator(f".labpress-{name}").evaluate(left) for name in ("title", "authors")]
    return {*texts, round(page.locator(".labpress-list").evaluate("(list) => list.getBoundingClientRect().x"))}


def test_a_title_from_right_to_left_stays_with_its_entry(page: Page, web: Web) -> None:
    page.set_viewport_size({"width": 1200, "height": 800})
    web.show(page, example("element"))
    loaded(page)
    assert len(begins(page)) == 1
    web.show(page, in_page(web, styled=True))
    assert len(begins(page)) == 1


# The list in the page itself


def in_page(web: Web, *, styled: bool) -> str:
    return HOSTS_OWN.format(list=(example("style") if styled else "") + web.site.text("embed/all.html"))


@pytest.mark.parametrize("style", [NEUTRAL, HOSTILE])
@pytest.mark.parametrize("styled", [True, False])
def test_the_page_looks_the_same_with_the_list_in_it(page: Page, web: Web, style: str, styled: bool) -> None:
    outside = OUTSIDE.replace("'lab-publications, .labpress'", "'.labpress, link'")
    web.show(page, HOSTS_OWN.format(list=""), style=style)
    before = styles(page, outside)
    web.show(page, in_page(web, styled=styled), style=style)
    assert differences(before, styles(page, outside)) == []
    assert web.said == []


def test_the_style_sheet_takes_font_and_colours_of_the_page(page: Page, web: Web) -> None:
    """What the page says of links, headings and paragraphs holds in the list."""
    rules = "a { color: rgb(122, 31, 92); } h3 { font-family: Georgia; color: rgb(1, 2, 3); } p { color: rgb(85, 85, 85); }"
    web.show(page, in_page(web, styled=True), style=rules)
    look = "(each) => [getComputedStyle(each).color, getComputedStyle(each).fontFamily]"
    assert page.locator(".labpress-title a").first.evaluate(look) == ["rgb(122, 31, 92)", "Georgia"]
    assert page.locator(".labpress-authors").first.evaluate(look)[0] == "rgb(85, 85, 85)"
    assert page.locator(".labpress-list").evaluate("(list) => getComputedStyle(list).listStyleType") == "none", "it was loaded"


def test_the_style_sheet_loads_under_the_manuals_policy(page: Page, web: Web) -> None:
    name, _, policy = example("csp-style").strip().partition(": ")
    web.show(page, in_page(web, styled=True), headers={name: policy})
    assert page.locator(".labpress-list").evaluate("(list) => getComputedStyle(list).listStyleType") == "none"
    assert web.said == []


AXE = "body { color: light-dark(#222, #eee); background: light-dark(#fff, #111); } a { color: light-dark(#7a1f5c, #f0a6d6); }"


@pytest.mark.parametrize("styled", [True, False])
def test_axe_finds_nothing_in_a_page_with_lists(page: Page, web: Web, styled: bool) -> None:
    page_body = HOSTS_OWN.replace('<input id="src">', "").replace("<main>", "<main>" + example("element"))
    body = page_body.format(list=(example("style") if styled else "") + web.site.text("embed/ana-maria-nunez.html"))
    body = body.replace("<script", "<h2>All</h2><script", 1)
    for scheme in ("light", "dark"):
        web.show(page, body, style=f"{AXE} html {{ color-scheme: {scheme}; }}")
        loaded(page)
        assert axe(page) == []
