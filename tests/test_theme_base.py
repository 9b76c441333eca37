"""The theme `base`: what its pages say, and that they say it in sound HTML."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import get_args

import html5lib
import pytest

from generator import content, site
from generator.config import SiteConfig, ThemeSettings
from generator.i18n import flatten
from generator.model import CslType, LinkKind, Status
from generator.pages import Page
from generator.paths import shipped_themes, site_paths
from generator.theme import Theme
from tests import tools
from tests.linkcheck import broken
from tests.rendering import PLAIN, ROOT, Element, Rendered, lay_out, main, rendered, seed_in, with_class, words

BASE = shipped_themes() / "base"
LANGUAGES = ("en", "fr")
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The made-up site, drafts included."""
    return rendered(PLAIN, tmp_path_factory.mktemp("plain"), drafts=True)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The made-up site as it lies on the web, below a path."""
    return rendered(PLAIN, tmp_path_factory.mktemp("published"), base_url="https://lab.example/sub/")


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The project's own content: a pasted list, with no years and partial author lists."""
    folder = seed_in(tmp_path_factory.mktemp("seed"), "base")
    return rendered(folder, folder / "built")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """A site that has nothing yet."""
    return made(tmp_path_factory.mktemp("empty"), {})


@pytest.fixture(params=["plain", "seed", "empty"])
def any_site(request: pytest.FixtureRequest) -> Rendered:
    found: Rendered = request.getfixturevalue(request.param)
    return found


def made(folder: Path, files: dict[str, str], settings: str = "", theme: str = "base") -> Rendered:
    """A site from the texts of its files below `content/`."""
    chosen = "" if "[theme]" in settings else f'theme.name = "{theme}"\n'
    lay_out(folder / "content", {"site.toml": f'languages = ["en", "fr"]\n{chosen}{settings}', **files})
    return rendered(folder, folder / "built")


def publication(title: str, *lines: str, abstract: str = "") -> str:
    return "\n".join(["---", f"title: {title}", *lines, "---", abstract, ""])


def headings(page: Element) -> list[int]:
    return [int(each.tag[1]) for each in page.iter() if re.fullmatch("h[1-6]", str(each.tag))]


def facts(page: Element) -> dict[str, str]:
    return {
        words(row[0]): words(row[1])
        for part in main(page).iter("section")
        if part.get("aria-labelledby") == "details"
        for row in part.iter("div")
    }


def messages(lang: str) -> dict[str, str]:
    return dict(flatten(tomllib.loads((BASE / "i18n" / f"{lang}.toml").read_text("utf-8"))))


# Sound HTML


def test_pages_parse_without_error(any_site: Rendered) -> None:
    for path in any_site.paths:
        parser = html5lib.HTMLParser()
        parser.parse(any_site.text(path))
        assert not parser.errors, f"{path}: {parser.errors}"


@pytest.mark.needs("html-validator")
def test_the_nu_html_checker_finds_no_error(any_site: Rendered) -> None:
    jar = tools.find_validator()
    assert jar
    command = ["java", "-jar", jar, "--errors-only", *(str(any_site.folder / path) for path in any_site.paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_page_states_the_content_security_policy_before_anything_that_loads(any_site: Rendered) -> None:
    for path, page in any_site.pages.items():
        head = page.find("head")
        assert head is not None
        assert head[0].get("charset") == "utf-8", path
        assert head[1].get("http-equiv") == "Content-Security-Policy", path
        stated = (part.strip().partition(" ") for part in head[1].get("content", "").split(";"))
        assert {name: value for name, _, value in stated} == POLICY, path


def test_nothing_runs_or_styles_inline(any_site: Rendered) -> None:
    for path, page in any_site.pages.items():
        for each in page.iter():
            assert not any(name == "style" or name.startswith("on") for name in each.attrib), (path, each.attrib)
            assert each.tag != "style", path
            data = each.get("type") == "application/ld+json"
            assert each.tag != "script" or data or (each.get("src") and not words(each)), path
    for file in any_site.folder.rglob("*.svg"):
        assert not re.search(r"style|<script|\son\w+=", file.read_text("utf-8")), file


def test_a_page_has_one_first_heading_and_no_gap_below_it(any_site: Rendered) -> None:
    for path, page in any_site.pages.items():
        levels = headings(page)
        assert levels.count(1) == 1, path
        assert levels[0] == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)


def test_nothing_is_empty(any_site: Rendered) -> None:
    """No row, list, heading or paragraph stands for something that is not known."""
    may_be = {"results", "search-status", "palette-results"}  # filled by the search
    tags = {
        "p",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "section",
        "article",
        "nav",
        "a",
        "cite",
        "span",
        "td",
    }
    for path, page in any_site.pages.items():
        for each in page.iter():
            if each.tag in tags and each.get("id") not in may_be:
                assert words(each) or each.find(".//img") is not None, (path, each.tag, each.attrib)


def test_pages_have_landmarks_a_skip_link_a_language_and_a_title(any_site: Rendered) -> None:
    for path, page in any_site.pages.items():
        lang = "fr" if path.startswith("fr/") else "en"
        assert page.get("lang") == lang, path
        body = page.find("body")
        assert body is not None
        assert body[0].get("href") == "#main", path
        assert [each.tag for each in body if each.tag in ("header", "main", "footer")] == ["header", "main", "footer"], path
        assert main(page).get("id") == "main", path
        title, heading = page.find("head/title"), page.find(".//h1")
        assert title is not None
        assert heading is not None
        if not path.endswith("index.html") or "/" in path.removeprefix("fr/"):
            assert words(title).startswith(words(heading) + " · "), path


def test_navigation_marks_the_page_that_is_shown(plain: Rendered) -> None:
    for path in ("publications/index.html", "authors/index.html", "search.html", "about.html", "fr/search.html"):
        current = [each for each in plain[path].iter("a") if each.get("aria-current") == "page"]
        assert [each.get("href") for each in current] == [path.rpartition("/")[2]]


def test_every_internal_link_and_fragment_arrives(any_site: Rendered, published: Rendered) -> None:
    assert broken(any_site.folder, "/") == []
    assert broken(any_site.folder) == []  # from file://
    assert broken(published.folder, "/sub/") == []


def test_a_broken_link_would_be_found(tmp_path: Path) -> None:
    pages = {
        "index.html": '<a href="a.html#there">',
        "a.html": '<p id="here"><a href="/x.html">',
        "404.html": '<a href="a.html">',
    }
    for name, text in pages.items():
        (tmp_path / name).write_text(text, "utf-8")
    assert len(broken(tmp_path, "/")) == 3
    assert len(broken(tmp_path, "/sub/")) == 3
    assert len(broken(tmp_path)) == 2


def test_absolute_addresses_stand_only_where_the_site_has_one(plain: Rendered, published: Rendered) -> None:
    relations = {each.get("rel") for page in plain.pages.values() for each in page.iter("link")}
    assert relations == {"icon", "stylesheet"}
    links = list(published["fr/publications/everything.html"].iter("link"))
    top = "https://lab.example/sub"
    assert [each.get("href") for each in links if each.get("rel") == "canonical"] == [f"{top}/fr/publications/everything.html"]
    assert {each.get("hreflang"): each.get("href") for each in links if each.get("hreflang")} == {
        "en": f"{top}/publications/everything.html",
        "fr": f"{top}/fr/publications/everything.html",
    }
    home = [each.get("href") for each in published["index.html"].iter("link") if each.get("rel") == "canonical"]
    assert home == [f"{top}/"]


def test_each_page_links_to_itself_in_the_other_language(plain: Rendered) -> None:
    for lang, other in (("en", "fr"), ("fr", "en")):
        folder = "" if lang == "en" else "fr/"
        switch = next(with_class(plain[f"{folder}authors/plato.html"], "languages"))
        (link,) = switch.iter("a")
        assert (link.get("lang"), link.get("hreflang")) == (other, other)
        assert link.get("href") == ("../fr/authors/plato.html" if lang == "en" else "../../authors/plato.html")


# What pages say


def test_text_that_looks_like_markup_is_shown_as_it_is(plain: Rendered) -> None:
    page = main(plain["publications/markup-in-data.html"])
    heading, authors = page.find(".//h1"), next(with_class(page, "authors"))
    assert heading is not None
    assert words(heading) == '<script>alert(1)</script> & <b>bold</b> "quoted" {{ 7 * 7 }} {% raw %}'
    assert words(authors).startswith("<script>alert('name')</script>, Robert'); DROP TABLE <i>Students</i>, Yan Zhang")
    known = facts(plain["publications/markup-in-data.html"])
    assert known["Keywords"] == "</dd></dl><script>alert(2)</script>"
    assert known["In"] == "<img src=x onerror=alert(1)>"
    assert known["Note"] == '" onmouseover="alert(1)'
    assert "<script>alert('abstract')</script> and <b>raw</b> & [a link](javascript:alert(1))." in words(page)
    assert "<script>alert('page')</script>" in words(main(plain["about.html"]))
    assert not any(each.tag in ("script", "b") for page in plain.pages.values() for each in main(page).iter())


def test_a_partial_list_of_authors_says_that_there_may_be_others(plain: Rendered, seed: Rendered) -> None:
    for lang, others in (("", "and others"), ("fr/", "et d’autres")):
        partial = next(with_class(main(plain[f"{lang}publications/discrete-bottleneck.html"]), "authors"))
        complete = next(with_class(main(plain[f"{lang}publications/sixty-authors.html"]), "authors"))
        assert words(partial) == f"Yan Zhang {others}"
        assert not words(complete).endswith(others)
        rows = list(with_class(main(seed[f"{lang}publications/index.html"]), "authors"))
        assert len(rows) == 12
        assert all(words(row).endswith(others) for row in rows)


def test_years_are_marked_where_there_are_any(plain: Rendered, seed: Rendered) -> None:
    marks = [words(each) for each in main(plain["publications/index.html"]).iter("h2")]
    assert marks == ["2023", "2021", "2019", "2018", "No year"]
    jumps = [each.get("href") for each in next(with_class(plain["publications/index.html"], "jump")).iter("a")]
    assert jumps == ["#year-2023", "#year-2021", "#year-2019", "#year-2018", "#no-year"]
    assert headings(seed["publications/index.html"]) == [1] + [2] * 12
    assert "year" not in words(main(seed["publications/index.html"])).lower()


def test_no_date_is_more_precise_than_what_is_known(plain: Rendered) -> None:
    dates = {
        "everything": ("2023-07-01", "1 July 2023"),
        "edited-volume": ("2021-02", "February 2021"),
        "retracted": ("2018", "2018"),
    }
    for key, (exact, shown) in dates.items():
        venue = next(with_class(main(plain[f"publications/{key}.html"]), "venue")).find("time")
        assert venue is not None
        assert (venue.get("datetime"), words(venue)) == (exact, shown)
    french = next(with_class(main(plain["fr/publications/everything.html"]), "venue"))
    assert words(french).endswith("1er juillet 2023")
    assert not list(main(plain["publications/nobody.html"]).iter("time"))


def test_a_paper_page_says_all_that_is_known(plain: Rendered) -> None:
    known = facts(plain["publications/everything.html"])
    assert known == {
        "Type": "Journal article",
        "Kind": "long paper",
        "Published": "1 July 2023",
        "In": "Journal of Everything",
        "Series": "Studies in Saying",
        "Event": "Conference on Everything",
        "Volume": "12",
        "Issue": "3",
        "Pages": "45–67",
        "Number": "8",
        "Edition": "second",
        "Publisher": "Example Press",
        "Place": "Montréal",
        "Editors": "Edith Editor, Otto Ordner",
        "Contributors": "Conny Contributor",
        "DOI": "https://doi.org/10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
        "arXiv": "2305.19450",
        "PubMed": "37295402",
        "PubMed Central": "PMC10256217",
        "ISBN": "978-3-16-148410-0",
        "ISSN": "2049-3630",
        "Language": "English",
        "Licence": "https://creativecommons.org/licenses/by/4.0/",
        "Keywords": "saying, <script>alert('keyword')</script>",
        "Projects": "Saying",
        "Awards": "Best Paper, Second Best Paper",
        "Note": "Presented twice.",
    }
    text = words(main(plain["publications/everything.html"]))
    for said in ("Contributed equally: Ana María Núñez, Jan van der Berg Jr.", "Everything, First Draft", "November 2022"):
        assert said in text
    assert "at all" not in text  # `custom` is never shown


def test_a_paper_of_which_nothing_is_known_has_no_details(plain: Rendered) -> None:
    page = main(plain["publications/nobody.html"])
    assert not list(page.iter("dl"))
    assert [words(each) for each in page.iter("h2")] == ["Cite"]


def test_links_say_what_they_lead_to(plain: Rendered) -> None:
    actions = next(with_class(main(plain["publications/everything.html"]), "actions"))
    links = {words(each): each.get("href") for each in actions.iter("a")}
    assert links["Code on github.com"] == "https://github.com/example/everything"
    assert links["PDF"] == "../papers/everything.pdf"
    assert links["Slides of the talk"] == "https://www.example.org/slides"
    assert links["Web page on everything.example"] == "https://everything.example/paper?a=1&b=2"
    row = next(each for each in with_class(plain["publications/index.html"], "entry") if "Sixty Hands" in words(each))
    (badge,) = next(with_class(row, "links")).iter("a")
    assert words(badge) == "Code of “Sixty Hands on One Telescope”"


def test_downloads_are_offered_by_format(plain: Rendered) -> None:
    for lang in ("", "fr/"):
        page = main(plain[f"{lang}publications/everything.html"])
        offered = {each.get("href"): each.get("type") for each in page.iter("a") if each.get("download") is not None}
        assert offered[("../" if lang else "") * 2 + ("publications/" if lang else "") + "everything.json"]


def test_what_became_of_a_paper_is_said_in_words(plain: Rendered) -> None:
    notice = next(with_class(main(plain["publications/retracted.html"]), "notice"))
    assert words(notice) == "This publication has been retracted. The data could not be found again. Notice on press.example"
    row = next(each for each in with_class(plain["publications/index.html"], "retracted"))
    assert "Retracted" in words(row)
    assert "Rétracté" in words(next(with_class(plain["fr/publications/index.html"], "retracted")))
    assert "Submitted" in words(next(with_class(main(plain["publications/submitted.html"]), "badges")))


def test_another_language_is_marked(plain: Rendered) -> None:
    heading = plain["publications/in-french.html"].find(".//h1")
    assert heading is not None
    assert (heading.get("lang"), heading.get("dir")) == ("fr-CA", "auto")
    heading = plain["fr/publications/in-french.html"].find(".//h1")
    assert heading is not None
    assert heading.get("lang") is None
    arabic = plain["publications/right-to-left.html"].find(".//h1")
    assert arabic is not None
    assert (arabic.get("lang"), arabic.get("dir")) == ("ar", "auto")
    translated = plain["fr/publications/everything.html"].find(".//h1")
    assert translated is not None
    assert (words(translated), translated.get("lang")) == ("Tout ce qui peut se dire : une étude", None)


@pytest.mark.parametrize("theme", ["base", "folio"])
def test_what_nobody_translated_says_in_what_language_it_is(theme: str, tmp_path: Path) -> None:
    """WCAG 3.1.2. A title's language is what its file says, or is not known: `lang=""`; what the lab wrote is in the lab's."""
    files = {
        "publications/a.md": publication("Tides", "author: [Mem Ber]", abstract="Of tides."),
        "publications/b.md": publication("Marées", "language: fr"),
        "publications/c.md": publication("Winds", "translation: {fr: {title: Vents}}", abstract="Of winds."),
        "authors/mem.md": "---\nname: Mem Ber\nmember: {role: Engineer, from: 2019}\n"
        "image: {file: a.png, alt: At sea}\n---\nMends.\n",
        "pages/about.md": "---\ntitle: About\n---\nUs.\n",
        "pages/visit.md": "---\ntitle: Visit\n---\nUs.\n",
        "pages/visit.fr.md": "---\ntitle: Visite\n---\nNous.\n",
        "static/a.png": "not looked at",
    }
    site = made(tmp_path, files, 'description = "A lab."\n', theme)

    def languages(path: str, *texts: str) -> list[str | None]:
        """That of the innermost element with each text, or with this text in `alt`, or of the one around it."""
        page = site[path]
        around = {child: each for each in page.iter() for child in each}
        found = [next(each for each in reversed([*page.iter()]) if text in (words(each), each.get("alt"))) for text in texts]
        return [each.get("lang", around[each].get("lang")) for each in found]

    titles = (each for each in site["publications/index.html"].iter() if each.get("class", "").startswith("entry-title"))
    assert {words(each): each.get("lang") for each in titles} == {"Tides": None, "Marées": "fr", "Winds": None}
    titles = (each for each in site["fr/publications/index.html"].iter() if each.get("class", "").startswith("entry-title"))
    assert {words(each): each.get("lang") for each in titles} == {"Tides": "", "Marées": None, "Vents": None}
    assert [each.get("lang") for each in with_class(site["fr/publications/c.html"], "prose")] == [""]
    navigation = {words(each): each.get("lang") for each in site["fr/index.html"].iter("a")}
    assert (navigation["About"], navigation["Visite"], navigation["Publications"]) == ("en", None, None)
    assert languages("fr/index.html", "A lab.") == ["en"]
    assert languages("fr/authors/mem-ber.html", "Engineer", "Mends.", "At sea") == ["en"] * 3
    assert languages("fr/authors/index.html", "Engineer") == languages("fr/members.html", "Engineer") == ["en"]
    assert "Engineer, depuis 2019" in words(main(site["fr/authors/mem-ber.html"]))
    assert languages("authors/mem-ber.html", "Engineer, since 2019", "Mends.", "At sea") == [None] * 3


def test_hidden_papers_keep_their_page_and_stand_in_no_list(plain: Rendered) -> None:
    assert "publications/hidden.html" in plain.paths
    leads = [path for path, page in plain.pages.items() if any("hidden.html" in each.get("href", "") for each in page.iter("a"))]
    assert set(leads) == {"publications/hidden.html", "fr/publications/hidden.html"}  # the switch between languages
    byline = next(with_class(main(plain["publications/hidden.html"]), "authors"))
    assert [words(each) for each in byline.iter("a")] == ["Plato"]  # who stands on hidden papers alone has no page
    assert words(byline) == "Only Hidden, Plato"


def test_drafts_say_that_they_are(plain: Rendered, published: Rendered) -> None:
    assert "This is a draft." in words(main(plain["publications/draft.html"]))
    assert "publications/draft.html" not in published.paths


def test_an_author_page_says_who_it_is(plain: Rendered) -> None:
    page = main(plain["authors/ana-maria-nunez.html"])
    text = words(page)
    for said in (
        "Principal investigator, since September 2015",
        "Also published as Ana Maria Nunez",
        "Not to be confused with Ana Nuñez Berlin",
        "ORCID 0000-0002-1825-0097",
        "Personal page on nunez.example",
        "Works on everything; see the study.",
        "2 publications",
    ):
        assert said in text
    titles = [words(each) for each in with_class(page, "entry-title")]
    assert titles == ["Everything That Can Be Said: A Study", "Findings That Did Not Hold"]
    assert words(next(with_class(page, "people"))) == (
        "Jan van der Berg Jr. 1 publication Doha Hwang 1 publication The Everything Consortium 1 publication"
    )
    assert "<b>Guest</b>, 2019–2020" in words(main(plain["authors/ana-nunez-berlin.html"]))
    assert "Philosopher, until 2001" in words(main(plain["authors/plato.html"]))
    assert "Member of the lab" in words(main(plain["authors/doha-hwang.html"]))


def test_the_index_of_people_names_everybody(seed: Rendered) -> None:
    people = next(with_class(main(seed["authors/index.html"]), "people"))
    rows = [words(each) for each in people.iter("li")]
    assert len(rows) == 46
    assert [row for row in rows if "publications" in row] == ["Rishabh Agarwal 2 publications", "Yan Zhang 2 publications"]


def test_members_are_marked_and_the_mark_is_explained(plain: Rendered, seed: Rendered) -> None:
    note = "Names in bold are members of the lab."
    row = next(each for each in with_class(plain["publications/index.html"], "entry") if "Everything That" in words(each))
    assert [words(each) for each in with_class(row, "member")] == ["Ana María Núñez"]
    assert words(main(plain["publications/index.html"])).count(note) == 1
    assert not any(note in words(main(page)) for page in seed.pages.values())


def test_a_free_page_shows_its_text(plain: Rendered) -> None:
    page = main(plain["about.html"])
    assert headings(plain["about.html"]) == [1, 2, 3]
    frame = next(each for each in with_class(page, "scroll") if each.find("table") is not None)
    assert (frame.get("tabindex"), frame.get("role"), frame.get("aria-label")) == ("0", "group", "Table")
    cells = [each.get("class") for each in frame.iter("td")][:3]
    assert cells == ["align-left", "align-center", "align-right"]
    links = {words(each): each.get("href") for each in page.iter("a")}
    assert links["everything"] == "publications/everything.html"
    assert links["its section"] == "publications/everything.html#abstract"
    assert links["the contact page"] == "contact.html"
    picture = page.find(".//img")
    assert picture is not None
    assert (picture.get("src"), picture.get("alt")) == ("pictures/plot.png", "A plot of everything")
    assert page.find(".//{*}math") is not None
    assert "contact.html" not in [each.get("href") for each in plain["about.html"].iter("a") if each not in set(page.iter())]


def test_home_counts_and_leads_on(plain: Rendered, seed: Rendered, empty: Rendered, tmp_path: Path) -> None:
    assert "12 publications by 46 people" in words(main(seed["index.html"]))
    assert "12 publications de 46 personnes" in words(main(seed["fr/index.html"]))
    assert len(list(with_class(seed["index.html"], "entry"))) == 12
    assert [words(each) for each in main(plain["index.html"]).iter("h2")] == ["Selected publications"]
    assert "There are no publications yet." in words(main(empty["index.html"]))
    many = {f"publications/p{n}.md": publication(f"Paper {n}", f"issued: {2000 + n}") for n in range(30)}
    home = main(made(tmp_path / "dated", many)["index.html"])
    assert [words(each) for each in home.iter("h2")] == ["Newest publications"]
    assert [words(each) for each in with_class(home, "entry-title")] == [f"Paper {n}" for n in range(29, 24, -1)]
    undated = {f"publications/p{n}.md": publication(f"Paper {n}") for n in range(30)}
    home = main(made(tmp_path / "undated", undated)["index.html"])
    assert not list(home.iter("h2"))
    assert "All publications (30)" in words(home)


def test_the_search_page_holds_to_its_contract(plain: Rendered) -> None:
    for lang in ("", "fr/"):
        page = plain[f"{lang}search.html"]
        (form,) = page.iter("form")
        assert (form.get("role"), form.get("action"), form.get("method")) == ("search", "search.html", "get")
        assert form.get("hidden") is not None
        field, label = form.find("input"), form.find("label")
        assert field is not None
        assert label is not None
        assert (field.get("type"), field.get("name"), field.get("id")) == ("search", "q", label.get("for"))
        results = next(each for each in page.iter("ol") if each.get("id") == "results")
        assert (results.get("data-index"), results.get("data-root")) == ("search-index.json", "")
        stated = {name for name in results.attrib if name.startswith("data-")}
        assert stated >= {
            "data-none",
            "data-one",
            "data-other",
            "data-papers-one",
            "data-papers-other",
            "data-others",
            "data-failed",
        }
        assert "{n}" in results.get("data-other", "")
        fallback = next(each for each in page.iter("p") if each.get("id") == "search-fallback")
        assert [each.get("href") for each in fallback.iter("a")] == ["publications/index.html", "authors/index.html"]


def test_descriptions_are_plain_and_short(plain: Rendered) -> None:
    for path, page in plain.pages.items():
        for each in page.iter("meta"):
            if each.get("name") == "description":
                assert 0 < len(each.get("content", "")) <= 165, path
    described = next(each for each in plain["publications/everything.html"].iter("meta") if each.get("name") == "description")
    assert described.get("content", "").startswith("An abstract in Markdown with ")


# Options, words, themes that stand on this one


def test_options_do_what_they_say(tmp_path: Path) -> None:
    papers = {"publications/a.md": publication("A", abstract="Said.")}
    usual = made(tmp_path / "usual", papers)
    assert "--hue: 250;" in usual.text("assets/options.css")
    assert '<details class="abstract">' in usual.text("publications/index.html")
    settings = '[theme.options]\nhue = 30.5\nmeasure = 50\nabstracts = "{}"\nswitch = false\n'
    opened = made(tmp_path / "open", papers, settings.format("open"))
    assert re.findall(r"--\w+: \S+;", opened.text("assets/options.css")) == ["--hue: 30.5;", "--measure: 50rem;"]
    assert '<details class="abstract" open>' in opened.text("publications/index.html")
    assert 'class="scheme"' not in opened.text("publications/index.html")
    assert "scheme.js" not in opened.text("publications/index.html")
    none = made(tmp_path / "none", papers, settings.format("none"))
    assert "<details" not in none.text("publications/index.html")
    assert "Said." in none.text("publications/a.html")


def test_each_option_is_explained_in_each_language() -> None:
    options = tomllib.loads((BASE / "theme.toml").read_text("utf-8"))["options"]
    assert all(set(option["help"]) == set(LANGUAGES) for option in options.values())


def test_catalogues_have_the_same_messages_with_the_same_placeholders() -> None:
    english, french = messages("en"), messages("fr")
    assert english.keys() == french.keys()
    for key, text in english.items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", french[key])), key
        assert text, key
        assert french[key], key


def test_every_message_is_used() -> None:
    code = "".join(file.read_text("utf-8") for file in (BASE / "templates").iterdir())
    code += (ROOT / "generator" / "filters.py").read_text("utf-8")
    exact = set(re.findall(r'["\']([\w-]+\.[\w.-]+)["\']', code))
    families = (*re.findall(r'["\']([\w-]+\.)["\'] ~', code), "navigation.", "month.")
    for key in messages("en"):
        whole = re.sub(r"\.(one|other)$", "", key)
        assert key in exact or whole in exact or key.startswith(families) or key.endswith(".partial-note"), key


def test_catalogues_name_every_kind_type_and_status() -> None:
    english = messages("en")
    for family, names in (("link", LinkKind), ("type", CslType), ("status", Status), ("status-note", Status)):
        assert all(f"{family}.{name}" in english for name in get_args(names)), family
    assert all(f"month.{number}" in english for number in range(1, 13))


def test_french_marks_have_their_space() -> None:
    for key, text in messages("fr").items():
        assert not re.search(r"[^\u00a0][:;?!»]|«[^\u00a0]", text), key
        assert "'" not in text, key


def test_a_page_kind_without_a_template_is_a_list(tmp_path: Path) -> None:
    paths = replace(site_paths(PLAIN), cache=tmp_path)
    read, _ = content.read(paths)
    config = SiteConfig(languages=("en",), theme=ThemeSettings("base"))
    one, _ = site.build(read, config, "en")
    theme = Theme(paths, config)

    def shown(**context: object) -> Element:
        file = theme.render(Page("venues/x.html", "venue", "en", context), theme.view(one))
        return html5lib.parse(file.content.decode(), namespaceHTMLElements=False)

    page = shown(title="A <venue>", entries=one.entries)
    heading = page.find(".//h1")
    assert heading is not None
    assert words(heading) == "A <venue>"
    assert len(list(with_class(page, "entry"))) == len(one.entries)
    page = shown(title="Venues", items=(("One", "venues/x.html", 3), ("Two", "venues/y.html", 0)))
    assert [words(each) for each in next(with_class(page, "people"))] == ["One 3 publications", "Two"]


def _child() -> Iterator[tuple[str, str]]:
    yield "theme.toml", 'extends = "base"\n[options.hue]\ntype = "number"\ndefault = 100\nminimum = 0\nmaximum = 360\n'
    yield (
        "templates/_row.html",
        '{% extends "!parent/_row.html" %}{% block row_venue %}<p class="own">{{ entry.key }}</p>{% endblock %}',
    )
    yield (
        "templates/layout.html",
        '{% extends "!parent/layout.html" %}\n'
        '{% block footer_content %}<p>{{ m.count("people", 2) }}</p>\n{{ super() }}{% endblock %}',
    )
    yield "i18n/en.toml", '[entry]\nabstract = "Summary"\n'


def test_a_theme_on_top_overrides_one_block_or_word_at_a_time(tmp_path: Path) -> None:
    lay_out(tmp_path / "themes" / "mine", dict(_child()))
    papers = {"publications/a.md": publication("A", "issued: 2020", abstract="Said.")}
    page = made(tmp_path, papers, theme="mine")
    listed = page["publications/index.html"]
    assert words(next(with_class(listed, "own"))) == "a"
    assert words(next(with_class(listed, "footer"))) == "2 people Made with labpress"
    assert "Summary" in words(main(listed))
    assert "--hue: 100;" in page.text("assets/options.css")
