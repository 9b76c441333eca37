"""Pages of text from `content/pages/`, each in the languages that it was written in."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import content, pipeline
from generator.config import SiteConfig
from generator.paths import site_paths
from generator.site import build
from tests.rendering import lay_out

ABOUT = "---\ntitle: About us\ndescription: Who we are.\norder: 2\n---\nWe fold [paper](../publications/a.md).\n"
FRENCH = "---\ntitle: À propos\n---\nNous plions du [papier](../publications/a.md).\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    lay_out(
        tmp_path / "content",
        {
            "site.toml": 'languages = ["en", "fr"]\n',
            "publications/a.md": "---\ntitle: A paper\n---\n",
            "pages/about.md": ABOUT,
            "pages/zoo.md": "---\ntitle: A zoo\norder: 1\n---\nAnimals.\n",
        },
    )
    return tmp_path


def page_of(root: Path, path: str) -> str:
    assert pipeline.build_site(site_paths(root)).problems == ()
    return (root / "output" / path).read_text("utf-8")


def test_a_page_says_in_another_language_what_the_file_beside_it_says(root: Path) -> None:
    (root / "content/pages/about.fr.md").write_text(FRENCH, "utf-8")
    french = page_of(root, "fr/about.html")
    assert '<h1 dir="auto">À propos</h1>' in french
    assert 'Nous plions du <a href="publications/a.html">papier</a>' in french
    assert "We fold" not in french
    assert ">À propos</a>" in french, "in the navigation too"
    assert "We fold" in page_of(root, "about.html")
    assert not (root / "output/about.fr.html").exists()


def test_a_page_that_nobody_translated_says_in_which_language_it_is(root: Path) -> None:
    french = page_of(root, "fr/about.html")
    assert '<h1 lang="en" dir="auto">About us</h1>' in french
    assert french.count(' lang="en" dir="auto"') == 2, "heading and text"
    assert ' lang="en" dir="auto"' not in page_of(root, "about.html")


def test_a_translation_changes_words_and_neither_place_nor_address(root: Path) -> None:
    (root / "content/pages/about.fr.md").write_text(FRENCH, "utf-8")
    read, problems = content.read(site_paths(root))
    assert not problems
    for lang, title in (("en", "About us"), ("fr", "À propos")):
        site, _ = build(read, SiteConfig(languages=("en", "fr")), lang)
        assert [(slug, page.title, page.order) for slug, page, _ in site.pages] == [("zoo", "A zoo", 1), ("about", title, 2)]


def test_what_a_translation_cannot_say_is_an_unknown_key_there(root: Path) -> None:
    (root / "content/pages/about.fr.md").write_text(FRENCH.replace("---\nNous", "order: 3\n---\nNous"), "utf-8")
    _, problems = content.read(site_paths(root))
    assert [(problem.place, problem.key) for problem in problems] == [("content/pages/about.fr.md:3:1", "order")]


def test_a_translation_of_a_page_that_is_in_error_is_no_second_mistake(root: Path) -> None:
    (root / "content/pages/about.fr.md").write_text(FRENCH, "utf-8")
    (root / "content/pages/about.md").write_text("no front matter", "utf-8")
    _, problems = content.read(site_paths(root))
    assert [problem.code for problem in problems] == ["front-matter-missing"]


@pytest.mark.parametrize("name", ["about.de.md", "about.FR.md", "About.fr.md", "about..fr.md"])
def test_any_other_dot_in_a_name_is_a_bad_name(root: Path, name: str) -> None:
    (root / "content/pages" / name).write_text(FRENCH, "utf-8")
    _, problems = content.read(site_paths(root))
    assert [problem.code for problem in problems] == ["file-name"]
