"""The theme that docs/themes.md makes: short, and it changes what the page says that it changes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.paths import shipped_themes, site_paths
from generator.pipeline import build_site
from tests.rendering import PLAIN, ROOT, Rendered, lay_out, main, rendered, words
from tests.showcase import served
from tests.test_theme_folio import site_with

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGE = (ROOT / "docs" / "themes.md").read_text("utf-8")


def files() -> Iterator[tuple[str, str]]:
    """The example's files: (path, text)."""
    yield from re.findall(r"^`(themes/ours/\S+)`\n\n```\w+\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    root = site_with(tmp_path_factory.mktemp("ours"), PLAIN, name="ours")
    lay_out(root, dict(files()))
    return rendered(root, root / "built", base_url="https://lab.example/sub/")


@pytest.mark.parametrize("there", [True, False])
def test_the_settings_of_the_example_want_the_page_that_they_name(there: bool, tmp_path: Path) -> None:
    settings = re.search(r"^```toml\n(\[theme\].*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    named = re.search(r"`(content/pages/\w+\.md)`", PAGE)
    assert settings
    assert named
    lay_out(tmp_path, {"content/site.toml": settings[1]})
    if there:
        lay_out(tmp_path, {named[1]: "---\ntitle: Imprint\nnavigation: false\n---\nUs.\n"})
    paths = replace(site_paths(tmp_path, tmp_path / "output"), cache=tmp_path / "cache")
    assert [problem.code for problem in build_site(paths).problems] == ([] if there else ["link-broken"])


def test_the_example_is_short() -> None:
    assert [path.rpartition("/")[2] for path, _ in files()] == ["theme.toml", "own.css", "publication.html"]
    assert sum(len(text.splitlines()) for _, text in files()) < 20


def test_the_example_changes_one_page_kind_and_brings_its_style(ours: Rendered) -> None:
    said = "if it serves you, please cite it"
    page = ours["publications/everything.html"]
    assert said in words(main(page))
    assert "Journal of Everything 12 (3), 45–67, 1 July 2023" in words(main(page))  # what was there before
    assert said not in words(main(ours["publications/index.html"]))
    sheets = [each.get("href", "") for each in page.iter("link") if each.get("rel") == "stylesheet"]
    assert sheets[-1] == "../assets/own.css"


@pytest.mark.needs("browser")
def test_the_example_changes_accent_and_header(page: Page, ours: Rendered, tmp_path: Path) -> None:
    usual = rendered(site_with(tmp_path, PLAIN), tmp_path / "built", base_url="https://lab.example/sub/")
    seen = []
    with ExitStack() as stack:
        for site in (usual, ours):
            page.goto(stack.enter_context(served(site.folder)) + "publications/everything.html")
            seen.append(
                page.evaluate(
                    "[getComputedStyle(document.querySelector('.crumb a, .action')).borderColor,"
                    " getComputedStyle(document.querySelector('.actions a')).backgroundColor,"
                    " getComputedStyle(document.querySelector('.brand')).fontSize,"
                    " getComputedStyle(document.querySelector('.masthead')).borderBlockEndWidth]"
                )
            )
    assert seen[0][1] != seen[1][1]
    assert seen[0][2:] == ["20px", "0px"]
    assert seen[1][2:] == ["28px", "3px"]


def test_every_option_is_in_the_table() -> None:
    table = re.search(r"## Options of folio\n(.*?)\n## ", PAGE, re.DOTALL)
    assert table
    named = {name for row in re.findall(r"^\| (`[^|]*`) \|", table[1], re.MULTILINE) for name in re.findall(r"`([\w-]+)`", row)}
    declared = set()
    for theme in ("base", "folio"):
        declared |= set(tomllib.loads((shipped_themes() / theme / "theme.toml").read_text("utf-8"))["options"])
    assert named == declared


def test_the_settings_of_the_page_are_sound(tmp_path: Path) -> None:
    settings = re.search(r"```toml\n(\[theme\].*?)```", PAGE, re.DOTALL)
    assert settings
    root = site_with(tmp_path, PLAIN)
    text = (root / "content" / "site.toml").read_text("utf-8").replace('[theme]\nname = "folio"\n', settings[1])
    (root / "content" / "site.toml").write_text(text, "utf-8")
    built = rendered(root, tmp_path / "built")
    assert [words(each) for each in built["index.html"].iter("h1")] == ["What we found out"]
    assert [words(each) for each in built["fr/index.html"].iter("h1")] == ["Ce que nous avons trouvé"]
