"""Old addresses lead to new ones, and a mistake in a redirect is named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import config, redirects
from generator import site as sites
from generator.config import SiteConfig
from generator.content import Content
from generator.model import AuthorFile, Name, Publication
from generator.outputs import outputs
from tests.linkcheck import broken
from tests.rendering import Rendered, lay_out, main, rendered, words

SETTINGS = """\
title = "A lab"
languages = ["en", "fr"]

[redirects]
"old/list.html" = "publications/"
"old/" = "https://lab.example/?a=1&b=2"
"chain.html" = "old/list.html#main"
"""
FILES = {
    "site.toml": SETTINGS,
    "publications/on-snow.md": "---\ntitle: On Snow\nauthor:\n- Jane Doe\naliases: [snow, snow-old]\n---\n",
    "publications/hidden.md": "---\ntitle: Hidden\nhidden: true\naliases: [was-hidden]\n---\n",
    "publications/draft.md": "---\ntitle: Draft\ndraft: true\naliases: [was-draft]\n---\n",
    "authors/jane.md": "---\nname: Jane Doe\nalso: [J. Doe, Jane Ice, John Old, jane doe]\nformer-name: [John Old]\n---\n",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lab")
    lay_out(folder / "content", FILES)
    return folder


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    return rendered(root, tmp_path_factory.mktemp("built"), base_url="https://lab.example/papers/")


def leads_to(site: Rendered, path: str) -> str:
    """Where a page sends its reader, as it says three times: by itself, in its link, and to search engines."""
    page = site[path]
    tags = {each.get("http-equiv") or each.get("name"): each.get("content", "") for each in page.iter("meta")}
    target = tags["refresh"].removeprefix("0; url=")
    assert [each.get("href") for each in main(page).iter("a")] == [target]
    assert tags["robots"] == "noindex"
    assert len([each for each in page.iter("link") if each.get("rel") == "canonical"]) == 1
    return target


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("publications/snow.html", "on-snow.html"),
        ("publications/snow-old.html", "on-snow.html"),
        ("fr/publications/snow.html", "on-snow.html"),
        ("publications/was-hidden.html", "hidden.html"),
        ("authors/j-doe.html", "jane-doe.html"),
        ("fr/authors/jane-ice.html", "jane-doe.html"),
        ("old/list.html", "../publications/index.html"),
        ("old/index.html", "https://lab.example/?a=1&b=2"),
        ("chain.html", "publications/index.html"),
    ],
)
def test_an_old_address_leads_to_the_new_one(path: str, target: str, built: Rendered) -> None:
    assert leads_to(built, path).partition("#")[0] == target


def test_a_redirect_names_the_address_of_the_new_page_for_search_engines(built: Rendered) -> None:
    [canonical] = [each.get("href") for each in built["fr/publications/snow.html"].iter("link") if each.get("rel") == "canonical"]
    assert canonical == "https://lab.example/papers/fr/publications/on-snow.html"
    assert words(main(built["fr/publications/snow.html"])).startswith("Cette page a déménagé")


def test_redirects_are_in_no_sitemap_no_list_and_lead_nowhere_broken(built: Rendered) -> None:
    sitemap = built.text("sitemap.xml")
    assert "publications/on-snow.html" in sitemap
    for absent in ("publications/snow", "j-doe", "old/", "chain", "hidden", "404"):
        assert absent not in sitemap
    assert broken(built.folder, "/papers/") == []


def test_a_former_name_and_a_draft_lead_nowhere(built: Rendered) -> None:
    assert not [path for path in built.paths if "old" in path and "john" in path]
    assert not [path for path in built.paths if "draft" in path]
    everything = [file.read_bytes() for file in built.folder.rglob("*") if file.is_file()]
    assert not [data for data in everything if b"John Old" in data]


def test_a_name_leads_nowhere_where_it_is_another_persons_or_that_of_two() -> None:
    authors = {
        "a": AuthorFile("Ann Ash", also=("A. Ash", "Bob Birch")),
        "b": AuthorFile("Bob Birch"),
        "c": AuthorFile("Alan Ash", also=("A. Ash",)),
    }
    site, _ = sites.build(Content({}, authors), SiteConfig(), "en")
    assert redirects.redirects(site) == ()


def test_the_site_says_where_its_sitemap_is_and_asks_for_no_jekyll(built: Rendered) -> None:
    assert built.text("robots.txt") == "User-agent: *\nAllow: /\nSitemap: https://lab.example/papers/sitemap.xml\n"
    assert built.text(".nojekyll") == ""


def test_the_sitemap_names_each_page_with_its_other_language(built: Rendered) -> None:
    top = "https://lab.example/papers"
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{lang}" href="{top}{folder}/publications/on-snow.html"/>'
        for lang, folder in (("en", ""), ("fr", "/fr"))
    )
    for folder in ("", "/fr"):
        assert f"<url><loc>{top}{folder}/publications/on-snow.html</loc>{others}</url>" in built.text("sitemap.xml")


@pytest.mark.parametrize("ending", [".bib", ".json", ".ris", ".md"])
def test_downloads_stay_at_old_addresses_too(ending: str, built: Rendered) -> None:
    now = built.text(f"publications/on-snow{ending}")
    assert "On Snow" in now
    assert built.text(f"publications/snow{ending}") == built.text(f"publications/snow-old{ending}") == now
    assert not (built.folder / f"publications/was-draft{ending}").exists()


# Mistakes

PAPERS = {"snow": Publication("Snow", aliases=("old",)), "ice": Publication("Ice", author=(Name(printed="Jane Doe"),))}
THERE = {f"publications/{key}.html": "publication" for key in ("snow", "ice", "index")}


def problems(papers: dict[str, Publication], rules: dict[str, str]) -> list[tuple[str, str, str, int]]:
    """(code, file, key, line) of what is wrong, in a site of two languages."""
    settings = SiteConfig(languages=("en", "fr"), redirects=rules)
    every = [sites.build(Content(papers), settings, lang)[0] for lang in settings.languages]
    text = "[redirects]\n" + "".join(f'"{old}" = "{new}"\n' for old, new in rules.items())

    def where(file: str, location: tuple[str | int, ...]) -> tuple[int, int]:
        return config.place_in(text)(location) if file == "content/site.toml" else (0, 0)

    taken = {**THERE, **{f"fr/{path}": kind for path, kind in THERE.items()}}
    return [(each.code, each.path, each.key, each.line) for each in redirects.check(every, taken, where)]


def test_what_is_right_is_no_problem() -> None:
    rules = {
        "a.html": "publications/old.html",
        "b/": "a.html#x",
        "c.html": "https://x.example/",
        "d.html": "fr/publications/ice.html",
    }
    assert problems(PAPERS, rules) == []


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        ("ice", "redirect-taken"),
        ("snow", "redirect-taken"),
        ("Old One", "redirect-alias"),
        ("../x", "redirect-alias"),
        ("index", "redirect-alias"),
    ],
)
def test_an_alias_must_be_a_free_key(alias: str, code: str) -> None:
    papers = {**PAPERS, "snow": Publication("Snow", aliases=("old", alias))}
    assert problems(papers, {}) == [(code, "content/publications/snow.md", "aliases.2", 0)]


def test_two_papers_cannot_have_the_same_old_key() -> None:
    papers = {"a": Publication("A", aliases=("old",)), "b": Publication("B", aliases=("old",))}
    assert problems(papers, {}) == [("redirect-taken", "content/publications/b.md", "aliases.1", 0)]


@pytest.mark.parametrize(
    ("rules", "code", "line"),
    [
        ({"a.html": "publications/ice.html", "publications/ice.html": "a.html"}, "redirect-taken", 3),
        ({"publications/old.html": "publications/ice.html"}, "redirect-taken", 2),
        ({"a.html": "publications/icy.html"}, "redirect-target-meant", 2),
        ({"a.html": "nowhere/at/all"}, "redirect-target", 2),
        ({"a.html": "a.html"}, "redirect-loop", 2),
    ],
)
def test_a_redirect_in_the_settings_must_lead_from_nothing_to_something(rules: dict[str, str], code: str, line: int) -> None:
    found = problems(PAPERS, rules)
    assert (code, "content/site.toml", list(rules)[line - 2], line) in found


def test_every_redirect_of_a_circle_is_named() -> None:
    rules = {"a.html": "b.html", "b.html": "c.html", "c.html": "b.html"}
    assert [(code, key) for code, _, key, _ in problems(PAPERS, rules)] == [("redirect-loop", key) for key in rules]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ('"/a.html" = "b.html"', "redirect-from"),
        ('"../a.html" = "b.html"', "redirect-from"),
        ('"a.pdf" = "b.html"', "redirect-from"),
        ('"https://x.example/a.html" = "b.html"', "redirect-from"),
        ('"a.html" = "/b.html"', "redirect-to"),
        ('"a.html" = "//x.example/"', "redirect-to"),
        ('"a.html" = "javascript:alert(1)"', "redirect-to"),
        ('"a.html" = "https://"', "redirect-to"),
        ('"a.html" = "x/../../b.html"', "redirect-to"),
    ],
)
def test_a_path_or_address_that_cannot_be_one_is_an_error_with_its_line(rule: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(f"[redirects]\n{rule}\n", "utf-8")
    _, said = config.read(tmp_path / "site.toml", "site.toml")
    assert [(each.code, each.place) for each in said] == [(code, "site.toml:2:1")]


def test_the_output_is_pages_for_the_theme() -> None:
    site, _ = sites.build(Content(PAPERS), SiteConfig(), "en")
    [page] = next(output for output in outputs() if output.name == "redirects").files(site)
    assert (page.path, page.template) == ("publications/old.html", "redirect")  # type: ignore[union-attr]
