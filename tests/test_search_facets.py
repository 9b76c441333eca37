"""What was found is narrowed by year, venue, keyword and author, and the address says by which."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.rendering import Rendered, lay_out, rendered
from tests.test_pages_browser import axe
from tests.test_search_browser import SITE, results, serve

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.needs("browser")

PAPERS = {
    "graphs": ("Graphs at Large", 2023, "Journal of Trees", ["graphs", "Théorie"], ["Ada Noether", "Bo Li"]),
    "trees": ("Trees and Graphs", 2022, "Journal of Trees", ["graphs"], ["Bo Li"]),
    "woods": ("Woods of Graphs", 2022, "Forest & Field", ["theorie"], ["Cy Gauss", "A. Noether"]),
    "many": ("Graphs by Many", 2021, "", [], [f"Author Number{letter}" for letter in "abcdefghijklmno"]),
    "stones": ("Stones", 0, "", [], []),
}


def built(root: Path, theme: str) -> Rendered:
    files = {
        "site.toml": f'languages = ["en", "fr"]\n[theme]\nname = "{theme}"\n',
        "authors/ada.md": "---\nname: Ada Noether\nalso: [A. Noether]\n---\n",
    }
    for key, (title, year, venue, keywords, authors) in PAPERS.items():
        lines = [f"title: {title}", f"author: {authors}", f"keyword: {keywords}"]
        lines += [f"issued: {year}"] * bool(year) + [f"container-title: {venue}"] * bool(venue)
        files[f"publications/{key}.md"] = "\n".join(["---", *lines, "---", ""])
    lay_out(root / "content", files)
    return rendered(root, root / "built")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    return built(tmp_path_factory.mktemp("facets"), "folio")


@pytest.fixture(scope="module", params=["base", "folio"])
def themed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    return built(tmp_path_factory.mktemp("themed"), request.param)


@pytest.fixture
def heard(page: Page, site: Rendered) -> list[str]:
    return serve(page, site.folder)


def group(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name, exact=True)


def box(page: Page, name: str) -> Locator:
    return page.get_by_role("checkbox", name=name)


def shown(page: Page) -> dict[str, list[str]]:
    """The values of each facet with their numbers."""
    groups = page.locator("fieldset.facets:visible").all()
    return {
        each.locator("legend").inner_text(): [
            f"{row.locator('.facet-value').inner_text()} {row.locator('.count').inner_text()}"
            for row in each.locator("label").all()
        ]
        for each in groups
    }


def address(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_facets_say_what_was_found_and_narrow_it(page: Page, heard: list[str]) -> None:
    page.goto(f"{SITE}search.html?q=graphs")
    assert len(results(page)) == 4
    found = shown(page)
    assert found["Year"] == ["2023 1", "2022 2", "2021 1"]
    assert found["Venue"] == ["Journal of Trees 2", "Forest & Field 1"]
    assert found["Keyword"] == ["graphs 2", "Théorie 2"]  # two spellings of one
    assert found["Author"][:2] == ["Ada Noether 2", "Bo Li 2"]  # A. Noether is the same person

    box(page, "2022").check()
    assert set(results(page)) == {"Trees and Graphs", "Woods of Graphs"}
    expect(page.locator("#search-status")).to_have_text("2 results")
    expect(box(page, "2022")).to_be_focused()
    assert address(page) == {"q": ["graphs"], "year": ["2022"]}
    found = shown(page)
    assert found["Year"] == ["2023 1", "2022 2", "2021 1"]  # more years may join
    assert found["Venue"] == ["Forest & Field 1", "Journal of Trees 1"] or found["Venue"] == [
        "Journal of Trees 1",
        "Forest & Field 1",
    ]

    box(page, "Bo Li").check()
    assert results(page) == ["Trees and Graphs"]
    box(page, "2023").check()
    assert set(results(page)) == {"Trees and Graphs", "Graphs at Large"}
    assert address(page) == {"q": ["graphs"], "year": ["2022", "2023"], "author": ["bo-li"]}
    assert all(line.startswith(SITE) for line in heard), heard


def test_the_back_button_takes_back_one_choice_after_the_other(page: Page, heard: list[str]) -> None:
    page.goto(f"{SITE}index.html")
    page.goto(f"{SITE}search.html?q=graphs")
    assert len(results(page)) == 4
    box(page, "2022").check()
    box(page, "Forest & Field").check()
    assert results(page) == ["Woods of Graphs"]
    page.go_back()
    expect(page.locator("#results > li")).to_have_count(2)
    expect(box(page, "2022")).to_be_checked()
    expect(box(page, "Forest & Field")).not_to_be_checked()
    page.go_back()
    expect(page.locator("#results > li")).to_have_count(4)
    page.go_forward()
    expect(page.locator("#results > li")).to_have_count(2)
    page.locator("#results a").first.click()
    page.go_back()
    assert len(results(page)) == 2
    expect(box(page, "2022")).to_be_checked()
    page.go_back()
    page.go_back()
    assert page.url == f"{SITE}index.html"
    assert all(line.startswith(SITE) for line in heard), heard


def test_an_address_brings_its_choice_along(page: Page, heard: list[str]) -> None:
    page.goto(f"{SITE}search.html?keyword=THEORIE&venue=Forest+%26+Field&year=1066")
    assert results(page) == ["Woods of Graphs"]  # facets alone go through all papers; unknown values are passed over
    expect(box(page, "Théorie")).to_be_checked()
    assert address(page) == {"venue": ["Forest & Field"], "keyword": ["Théorie"]}
    page.locator("input[name=q]").fill("trees")
    expect(page.locator("#search-status")).to_have_text("Nothing found.")
    expect(box(page, "Forest & Field")).to_be_visible()  # what is chosen can be given up
    page.get_by_role("button", name="Clear all filters").click()
    assert "Trees and Graphs" in results(page)
    assert address(page) == {"q": ["trees"]}
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    expect(page.get_by_role("button", name="Clear all filters")).to_be_hidden()
    assert all(line.startswith(SITE) for line in heard), heard


def test_people_come_first_until_publications_are_narrowed(page: Page, heard: list[str]) -> None:
    page.goto(f"{SITE}search.html?q=noether")
    assert results(page) == ["Ada Noether", "Graphs at Large", "Woods of Graphs"]
    box(page, "2023").check()
    assert results(page) == ["Graphs at Large"]
    assert all(line.startswith(SITE) for line in heard), heard


def test_long_facets_show_eight_values_and_then_all(page: Page, heard: list[str]) -> None:
    page.goto(f"{SITE}search.html?q=graphs")
    results(page)
    authors = group(page, "Author")
    assert authors.locator("label").count() == 8
    button = authors.get_by_role("button", name="Show all 18")
    button.focus()
    page.keyboard.press("Enter")
    assert authors.locator("label").count() == 18
    fewer = authors.get_by_role("button", name="Show fewer")
    expect(fewer).to_be_focused()
    assert fewer.get_attribute("aria-expanded") == "true"
    box(page, "Author Numbero").check()
    assert results(page) == ["Graphs by Many"]
    fewer.click()
    assert authors.locator("label").count() == 9, authors.inner_text()
    expect(box(page, "Author Numbero")).to_be_checked()  # what is chosen stays in sight
    assert all(line.startswith(SITE) for line in heard), heard


def test_what_cannot_narrow_is_not_offered(page: Page, heard: list[str]) -> None:
    page.goto(f"{SITE}search.html?q=stones")
    assert results(page) == ["Stones"]
    expect(page.locator("#search-facets")).to_be_hidden()
    page.goto(f"{SITE}search.html")
    assert results(page) == []
    expect(page.locator("#search-facets")).to_be_hidden()
    assert all(line.startswith(SITE) for line in heard), heard


def test_the_page_says_how_the_query_was_read(page: Page, heard: list[str]) -> None:
    for lang, query, read in (
        ("", "graps", "Read as “Graphs”"),
        ("", "theorie", "Read as “Théorie”"),
        ("", "graphs", ""),
        ("", "ada noehter", "Read as “Ada Noether”"),
        ("", "graph", ""),
        ("", "woods xyzzy", "Read as “Woods”"),
        ("fr/", "graps", "Lu comme «\u00a0Graphs\u00a0»"),
    ):
        page.goto(f"{SITE}{lang}search.html?q={query}")
        assert results(page)
        assert page.locator("#search-read").inner_text() == read
    assert all(line.startswith(SITE) for line in heard), heard


def reached(page: Page) -> str:
    """In which of these the focus is, if it is in any."""
    return str(page.evaluate("document.activeElement.closest('form, summary, ol, fieldset')?.localName ?? ''"))


@pytest.mark.parametrize(
    ("width", "order"), [(360, ["summary", "ol"]), (768, ["summary", "ol"]), (1440, ["ol", "summary", "fieldset"])]
)
def test_the_keyboard_goes_the_way_of_the_eyes(page: Page, themed: Rendered, width: int, order: list[str]) -> None:
    serve(page, themed.folder)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{SITE}search.html?q=graphs")
    assert results(page)
    page.locator("input[name=q]").focus()
    way = []
    before: dict[str, float] = {"x": 0, "y": 0}
    for _ in range(10):
        page.keyboard.press("Tab")
        if (at := reached(page)) in ("summary", "ol", "fieldset"):
            box = page.locator(":focus").bounding_box()
            assert box is not None
            assert box["y"] >= before["y"] - 1 or box["x"] > before["x"] + 200, (at, box, before)
            before = {"x": box["x"], "y": box["y"]}
            way += [at] * (at not in way)
    assert way == order


def test_the_order_follows_the_window_and_keeps_the_focus(page: Page, themed: Rendered) -> None:
    serve(page, themed.folder)
    page.set_viewport_size({"width": 1440, "height": 800})
    page.goto(f"{SITE}search.html?q=graphs&year=2022")
    results(page)
    for focus in (box(page, "2022"), page.locator("#results a").first):
        focus.focus()
        for width, is_behind in ((768, False), (1440, True)):
            page.set_viewport_size({"width": width, "height": 800})
            expect(page.locator("#results + details" if is_behind else "details + #results")).to_be_attached()
            expect(focus).to_be_focused()


def test_the_arrow_leads_from_the_field_to_the_first_result(page: Page, heard: list[str]) -> None:
    page.goto(f"{SITE}search.html?q=graphs")
    results(page)
    page.locator("input[name=q]").press("ArrowDown")
    expect(page.locator("#results a").first).to_be_focused()
    page.locator("input[name=q]").fill("xyzzy")
    expect(page.locator("#results > li")).to_have_count(0)
    page.locator("input[name=q]").press("ArrowDown")
    expect(page.locator("input[name=q]")).to_be_focused()
    assert all(line.startswith(SITE) for line in heard), heard


@pytest.mark.parametrize("size", [(320, 640), (390, 844), (1280, 800)])
def test_facets_fit_every_window_and_can_be_hit(page: Page, heard: list[str], size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{SITE}fr/search.html?q=graphs")
    results(page)
    phone = size[0] < 480
    assert page.locator("#search-facets").get_attribute("open") == (None if phone else "")
    if phone:
        assert page.locator("#results > li").first.is_visible()
        page.get_by_text("Affiner les résultats").click()
    expect(group(page, "Année")).to_be_visible()
    box(page, "2022").check()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    for target in page.locator("#search-facets :is(summary, label, button):visible").all():
        found = target.bounding_box()
        assert found is not None
        assert found["height"] >= (44 if phone else 24), target.inner_text()
    for scheme in ("light", "dark") if phone else ("light",):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert axe(page) == []
    assert all(line.startswith(SITE) for line in heard), heard
