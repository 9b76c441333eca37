"""The theme `folio`: that it says what `base` says, its marks, folded names, citations and options, and that it stays legible."""

from __future__ import annotations

import gzip
import inspect
import math
import random
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from generator.errors import UsageError
from generator.i18n import flatten
from generator.numerals import in_words
from generator.pages import publications
from generator.paths import shipped_themes
from tests import test_theme_base as base
from tests.linkcheck import broken
from tests.rendering import PLAIN, ROOT, Element, Rendered, main, rendered, with_class, words
from tests.showcase import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLIO = shipped_themes() / "folio"
LANGUAGES = ("en", "fr")
STYLE = (FOLIO / "static" / "style.css").read_text("utf-8")
KIB = 1024


def site_with(folder: Path, source: Path = PLAIN, options: str = "", name: str = "folio") -> Path:
    """A copy of a site's content that has the theme, with the options as TOML."""
    shutil.copytree(source / "content", folder / "content")
    settings = folder / "content" / "site.toml"
    text = settings.read_text("utf-8")
    table = f"\n[theme.options]\n{options}\n" if options else ""
    settings.write_text(re.sub(r'\[theme\]\nname = "\w+"\n', f'[theme]\nname = "{name}"\n{table}', text), "utf-8")
    return folder


def made(folder: Path, files: dict[str, str], options: str = "") -> Rendered:
    """A site from the texts of its files below `content/`."""
    return base.made(folder, files, f'[theme]\nname = "folio"\n[theme.options]\n{options}\n')


def paper(title: str, *lines: str, abstract: str = "") -> str:
    return base.publication(title, *lines, abstract=abstract)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The made-up site, drafts included."""
    folder = tmp_path_factory.mktemp("folio")
    return rendered(site_with(folder / "root"), folder / "built", drafts=True)


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The project's own content: a pasted list, with no years and partial author lists."""
    folder = tmp_path_factory.mktemp("folio-seed")
    return rendered(site_with(folder / "root", ROOT), folder / "built")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    return made(tmp_path_factory.mktemp("folio-empty"), {})


def marks(page: Element) -> list[str]:
    return [words(each) for each in with_class(main(page), "mark") if each.tag == "h2"]


def only(site: Rendered, path: str, name: str) -> Element:
    """The one element of a class on a page."""
    (found,) = with_class(main(site[path]), name)
    return found


# What `base` holds to, holds here

COMMON: tuple[Callable[..., None], ...] = (
    base.test_pages_parse_without_error,
    base.test_every_page_states_the_content_security_policy_before_anything_that_loads,
    base.test_nothing_runs_or_styles_inline,
    base.test_a_page_has_one_first_heading_and_no_gap_below_it,
    base.test_nothing_is_empty,
    base.test_pages_have_landmarks_a_skip_link_a_language_and_a_title,
)
ON_PLAIN: tuple[Callable[..., None], ...] = (
    base.test_each_page_links_to_itself_in_the_other_language,
    base.test_no_date_is_more_precise_than_what_is_known,
    base.test_downloads_are_offered_by_format,
    base.test_another_language_is_marked,
    base.test_hidden_papers_keep_their_page_and_stand_in_no_list,
    base.test_a_free_page_shows_its_text,
    base.test_the_search_page_holds_to_its_contract,
    base.test_descriptions_are_plain_and_short,
)


def rule_names(rule: Callable[..., None]) -> str:
    return rule.__name__.removeprefix("test_")


@pytest.mark.parametrize("name", ["plain", "seed", "empty"])
@pytest.mark.parametrize("rule", COMMON, ids=rule_names)
def test_pages_are_sound(rule: Callable[..., None], name: str, request: pytest.FixtureRequest) -> None:
    rule(request.getfixturevalue(name))


@pytest.mark.parametrize("rule", ON_PLAIN, ids=rule_names)
def test_pages_say_what_base_says(rule: Callable[..., None], plain: Rendered) -> None:
    (parameter,) = inspect.signature(rule).parameters
    rule(**{parameter: plain})


def test_text_that_looks_like_markup_is_shown_as_it_is(plain: Rendered) -> None:
    page = main(plain["publications/markup-in-data.html"])
    heading = page.find(".//h1")
    assert heading is not None
    assert words(heading) == '<script>alert(1)</script> & <b>bold</b> "quoted" {{ 7 * 7 }} {% raw %}'
    known = {words(row[0]): words(row[1]) for row in next(iter(page.iter("dl"))) if row.tag == "div"}
    assert known["Keywords"] == "</dd></dl><script>alert(2)</script>"
    assert known["Note"] == '" onmouseover="alert(1)'
    assert not any(each.tag in ("script", "b") for one in plain.pages.values() for each in main(one).iter())


@pytest.mark.needs("html-validator")
def test_the_nu_html_checker_finds_no_error(plain: Rendered) -> None:
    base.test_the_nu_html_checker_finds_no_error(plain)


def test_every_internal_link_and_fragment_arrives(plain: Rendered, seed: Rendered, empty: Rendered) -> None:
    for site in (plain, seed, empty):
        assert broken(site.folder, "/") == []
        assert broken(site.folder) == []


def test_templates_that_call_a_macro_of_base_find_it_here() -> None:
    of_base = (shipped_themes() / "base" / "templates" / "macros.html").read_text("utf-8")
    here = (FOLIO / "templates" / "macros.html").read_text("utf-8")
    names = set(re.findall(r"{% macro (\w+)", of_base))
    assert names <= set(re.findall(r"{% (?:macro|set) (\w+)", here))


# Lists


def test_years_stand_in_the_margin_where_any_is_known(plain: Rendered) -> None:
    found = marks(plain["publications/index.html"])
    assert found == [
        "2023 2 publications",
        "2021 3 publications",
        "2019 2 publications",
        "2018 1 publication",
        "No year 4 publications",
    ]
    jumps = [each.get("href") for each in only(plain, "publications/index.html", "jump").iter("a")]
    assert jumps == ["#year-2023", "#year-2021", "#year-2019", "#year-2018", "#no-year"]


def test_first_letters_stand_there_where_no_year_is_known(seed: Rendered) -> None:
    assert marks(seed["publications/index.html"]) == ["B", "C", "D", "E", "F"]
    assert "12 publications, by title" in words(main(seed["publications/index.html"]))
    assert marks(seed["authors/index.html"])[:3] == ["A", "B", "C"]
    page = main(seed["publications/index.html"])
    assert [each.tag for each in with_class(page, "entry-title")] == ["h3"] * 12


def test_a_row_comes_in_the_order_of_reading(plain: Rendered) -> None:
    row = next(each for each in with_class(plain["publications/index.html"], "entry") if "Everything That" in words(each))
    order = ["entry-title", "authors", "venue", "badges", "abstract", "thumbnail", "links"]
    found = [name for each in row.iter() for name in order if name in each.get("class", "").split()]
    assert found == order
    links = [words(each) for each in next(with_class(row, "links")).iter("a")]
    assert [link.removesuffix(" of “Everything”") for link in links] == [
        *(
            "PDF",
            "Code",
            "Data",
            "Documentation",
            "Slides of the talk",
            "Video",
            "Poster",
            "Supplement",
            "Project page",
            "Preprint",
        ),
        *("Publisher’s page", "Web page", "DOI", "Web page", "Cite “Everything”"),
    ]  # the preprint is arXiv's already


def test_what_is_not_known_leaves_no_trace(plain: Rendered) -> None:
    row = next(each for each in with_class(plain["publications/index.html"], "entry") if "A Work by Nobody" in words(each))
    assert words(row) == "A Work by Nobody in Particular Cite “A Work by Nobody in Particular”"
    assert marks(plain["publications/nobody.html"]) == ["Cite", "Record"]  # the record has the way to mend it
    assert [words(each) for each in plain["publications/nobody.html"].iter("dt")] == ["Wrong or missing?"]


def test_a_partial_list_says_so_once_and_explains_on_its_own_page(seed: Rendered, plain: Rendered) -> None:
    listed = main(seed["publications/index.html"])
    assert words(listed).count("may be incomplete") == 1
    assert len(list(with_class(listed, "partial"))) == 12
    assert not [each for each in with_class(listed, "partial") if each.find(".//button") is not None]  # no key stops there
    page = main(plain["publications/discrete-bottleneck.html"])
    (others,) = with_class(page, "others")
    (button,) = (each for each in others if each.get("role") == "button")
    assert button.get("tabindex") == "0"
    assert words(button) == "and others"
    (note,) = (each for each in others if each.get("role") == "tooltip")
    assert button.get("aria-describedby") == note.get("id")
    assert "may leave out authors" in words(note)


def test_a_retraction_is_struck_through_and_said(plain: Rendered) -> None:
    row = next(with_class(main(plain["publications/index.html"]), "retracted"))
    assert "Retracted" in [words(each) for each in with_class(row, "status")]
    heading = plain["publications/retracted.html"].find(".//h1")
    assert heading is not None
    assert "retracted" in heading.get("class", "")


# Long lists of authors

MEMBERS = {f"authors/m{n}.md": f"---\nname: Member {name}\nmember: {{}}\n---\n" for n, name in enumerate(("Seven", "Thirty"))}


def crowd(count: int) -> list[str]:
    names = [f"Person Number{n}" for n in range(1, count + 1)]
    names[6], names[29 if count > 29 else 7] = "Member Seven", "Member Thirty"
    return names


def byline(site: Rendered) -> Element:
    return next(with_class(next(with_class(main(site["publications/index.html"]), "entry")), "authors"))


def many(folder: Path, names: list[str], options: str = "", *lines: str) -> Rendered:
    authors = "\n".join(["author:", *(f"- {name}" for name in names)])
    return made(folder, {"publications/many.md": paper("Many", authors, *lines), **MEMBERS}, options)


def folded(line: Element) -> list[str]:
    """What is left of a folded line: the names that stay, and a mark for each run of others."""
    (group,) = with_class(line, "folded")
    shown = []
    for each in group:
        if each.tag == "a":
            shown.append(words(each))
        elif each.get("class") == "gap":
            shown.append("…")
    return shown


def test_long_lists_fold_around_the_first_three_the_members_and_the_last(tmp_path: Path) -> None:
    names = crowd(40)
    line = byline(many(tmp_path, names))
    assert folded(line) == [*names[:3], "…", "Member Seven", "…", "Member Thirty", "…", names[-1]]
    assert [words(each) for each in line.iter("a")] == names  # all there, in their order, all links
    (button,) = line.iter("button")
    assert (words(button), button.get("type"), button.get("aria-expanded")) == ("show all 40", "button", "false")
    assert [words(each) for each in with_class(line, "member")] == ["Member Seven", "Member Thirty"]


def test_a_hundred_authors_all_stand_in_each_row(tmp_path: Path) -> None:
    names = crowd(100)
    line = byline(many(tmp_path, names))
    assert [words(each) for each in line.iter("a")] == names


def test_four_hundred_authors_all_stand_in_their_page_and_a_row_leads_there(tmp_path: Path) -> None:
    names = crowd(400)
    site = many(tmp_path, names, "", "author-list: partial")
    whole = next(with_class(main(site["publications/many.html"]), "authors"))
    assert [words(each) for each in whole.iter("a")] == names
    assert "show all 400" in words(whole)
    assert "and others" in words(whole)
    row = byline(site)
    assert words(row) == (f"{', '.join(names[:3])}, … Member Seven, … Member Thirty, … {names[-1]}, all 400 names and others")
    assert [each.get("href") for each in row.iter("a") if words(each) == "all 400 names"] == ["many.html"]


def test_a_row_leads_to_the_one_author_whom_it_leaves_out(tmp_path: Path) -> None:
    names = [f"Person Number{number}" for number in range(1, 102)]
    members = {f"authors/m{n}.md": f"---\nname: {name}\nmember: {{}}\n---\n" for n, name in enumerate(names) if n != 50}
    files = {"publications/many.md": paper("Many", "author:", *(f"- {name}" for name in names)), **members}
    row = words(byline(made(tmp_path, files)))
    assert f"{names[49]}, … {names[51]}" in row
    assert row.endswith(", all 101 names")


def test_those_of_a_crowd_are_no_coauthors_and_the_page_says_so(tmp_path: Path) -> None:
    names = crowd(101)
    files = {"publications/many.md": paper("Many", "author:", *(f"- {name}" for name in names))}
    files["publications/few.md"] = paper("Few", f"author: [{names[0]}, {names[1]}]")
    site = made(tmp_path, files)
    coauthors = next(
        each
        for each in main(site["authors/person-number1.html"]).iter("section")
        if each.get("id") == "coauthors" or each.get("aria-labelledby") == "coauthors"
    )
    assert names[1] in words(coauthors)
    assert names[2] not in words(coauthors)
    assert "Without those of one publication by more than 100 people." in words(coauthors)


def test_no_title_is_escaped_twice(tmp_path: Path) -> None:
    file = paper(
        "'What''s in a name? R&D in \"deep\" <learning>'",
        "DOI: 10.1000/182",
        "title-short: R&D's",
        abstract="Yes & no.",
    )
    site = made(tmp_path, {"publications/a.md": file})
    for path, page in site.pages.items():
        assert not re.search(r"&(amp|lt|gt|quot|#\d+);", words(page)), path


@pytest.mark.parametrize(("count", "option", "folds"), [(12, 12, False), (13, 12, True), (40, 0, False), (9, 5, True)])
def test_how_many_authors_are_a_crowd_is_an_option(tmp_path: Path, count: int, option: int, folds: bool) -> None:
    line = byline(many(tmp_path, crowd(count), f"fold-authors = {option}"))
    assert bool(list(with_class(line, "folded"))) is folds
    assert len(list(line.iter("a"))) == count


# Pages


def test_the_home_page_states_in_words_what_there_is(seed: Rendered, plain: Rendered, tmp_path: Path) -> None:
    said = [next(iter(words(each) for each in seed[path].iter("h1"))) for path in ("index.html", "fr/index.html")]
    assert said == ["Twelve publications by forty-six people", "Douze publications de quarante-six personnes"]
    assert len(list(with_class(seed["index.html"], "entry"))) == 12
    assert marks(plain["index.html"]) == ["Selected publications", "People"]
    assert "forty-six" in [each.text for each in with_class(seed["index.html"], "whole")], "which does not break at its hyphen"
    one = made(tmp_path, {"publications/a.md": paper("A", "author: [Ann Other]")})
    assert [words(each) for each in one["index.html"].iter("h1")] == ["One publication by one person"]
    assert [words(each) for each in one["fr/index.html"].iter("h1")] == ["Une publication d’une personne"]


def test_numbers_of_one_sentence_are_all_words_or_all_digits() -> None:
    assert [in_words(60, lang, 428) for lang in ("en", "fr")] == ["60", "60"]
    assert in_words(60, "en", 99) == "sixty"


def test_numbers_are_words_up_to_ninety_nine() -> None:
    english = {0: "no", 1: "one", 14: "fourteen", 20: "twenty", 46: "forty-six", 99: "ninety-nine", 100: "100", 1248: "1,248"}
    french = {
        1: "une", 17: "dix-sept", 21: "vingt et une", 46: "quarante-six", 61: "soixante et une", 70: "soixante-dix",
        71: "soixante et onze", 79: "soixante-dix-neuf", 80: "quatre-vingts", 81: "quatre-vingt-une", 91: "quatre-vingt-onze",
        99: "quatre-vingt-dix-neuf", 100: "100", 1248: "1\u202f248",
    }  # fmt: skip
    assert {number: in_words(number, "en") for number in english} == english
    assert {number: in_words(number, "fr") for number in french} == french
    for lang in LANGUAGES:
        assert len({in_words(number, lang) for number in range(100)}) == 100


def test_the_citations_stand_in_the_page_each_with_its_file(plain: Rendered) -> None:
    page = main(plain["publications/everything.html"])
    tabs = [each for each in page.iter("button") if each.get("role") == "tab"]
    panels = list(with_class(page, "panel"))
    assert [words(each) for each in tabs] == ["BibTeX", "CSL-JSON", "RIS"]
    assert [each.get("aria-controls") for each in tabs] == [each.get("id") for each in panels]
    assert [each.get("aria-labelledby") for each in panels] == [each.get("id") for each in tabs]
    assert [words(each) for panel in panels for each in panel.iter("h3")] == ["BibTeX", "CSL-JSON", "RIS"]
    texts = [each for panel in panels for each in panel.iter("pre")]
    assert words(texts[0]).startswith("@article{everything,")
    assert '"title": "Everything That Can Be Said: A Study"' in words(texts[1])
    files = [each.get("href") for panel in panels for each in panel.iter("a") if each.get("download") is not None]
    assert files == ["everything.bib", "everything.json", "everything.ris"]


def test_what_a_citation_lacks_is_said(plain: Rendered) -> None:
    said = {
        "discrete-bottleneck": "Authors may be missing from this list, and the year is not known.",
        "nobody": "The year is not known. Add it before you cite.",
    }
    for key, words_of in said.items():
        assert words_of in words(main(plain[f"publications/{key}.html"])), key
    assert "before you cite" not in words(main(plain["publications/everything.html"]))


def test_a_paper_is_led_to_by_one_filled_button_at_most(plain: Rendered) -> None:
    actions = [words(each) for each in only(plain, "publications/everything.html", "actions").iter("a")]
    assert actions[:2] == ["PDF everything.pdf", "Code github.com"]
    assert actions[-1] == "Cite BibTeX, CSL-JSON, RIS"
    lacking = [words(each) for each in only(plain, "publications/nobody.html", "actions").iter("a")]
    assert lacking == ["Cite BibTeX, CSL-JSON, RIS", "Add what is missing No abstract or link yet"]


def test_the_page_of_a_dated_paper_has_its_year_in_the_margin(plain: Rendered) -> None:
    (mark,) = (each for each in with_class(main(plain["publications/everything.html"]), "mark") if each.tag == "p")
    assert words(mark) == "2023"
    assert [each.get("href") for each in mark.iter("a")] == ["../years/2023.html"]
    assert not [each for each in with_class(main(plain["publications/nobody.html"]), "mark") if each.tag == "p"]


def test_a_persons_page_says_who_it_is(plain: Rendered, seed: Rendered) -> None:
    heading = only(plain, "authors/ana-maria-nunez.html", "person-name")
    assert words(heading) == "Ana María Núñez"
    assert [words(each) for each in with_class(heading, "family")] == ["Núñez"]
    assert not list(with_class(main(plain["authors/plato.html"]), "family"))
    text = words(main(plain["authors/ana-maria-nunez.html"]))
    for said in ("Principal investigator, since September 2015", "2 publications", "3 co-authors", "ORCID 0000-0002-1825-0097"):
        assert said in text
    assert "Also published as Ana Maria Nunez" in text
    assert "Not to be confused with Ana Nuñez Berlin" in text
    assert marks(plain["authors/ana-maria-nunez.html"]) == ["About", "2023", "2018", "Co-authors", "Venues"]
    by_name = "Brought together by name alone"
    assert by_name in words(main(seed["authors/yan-zhang.html"]))
    assert by_name not in text
    assert by_name not in words(main(seed["authors/doha-hwang.html"]))  # one paper is not brought together with another
    assert marks(seed["authors/yan-zhang.html"]) == ["Publications", "Co-authors"]


def test_more_than_eight_coauthors_wait_behind_a_click(seed: Rendered, plain: Rendered) -> None:
    many_of_them = main(plain["authors/feng-jansen.html"])
    lists = list(with_class(many_of_them, "counts"))
    assert [len(list(each.iter("li"))) for each in lists[:2]] == [8, 51]
    (rest,) = with_class(many_of_them, "rest")
    assert rest.tag == "details"
    assert words(rest).startswith("Show all 59")
    assert not list(with_class(main(seed["authors/yan-zhang.html"]), "rest"))


def test_people_stand_by_letters_with_a_count_where_it_says_something(seed: Rendered) -> None:
    rows = [words(each) for people in with_class(main(seed["authors/index.html"]), "people") for each in people.iter("li")]
    assert len(rows) == 46
    assert [row for row in rows if "publication" in row] == ["Rishabh Agarwal 2 2 publications", "Yan Zhang 2 2 publications"]


def test_groups_have_pages_that_lead_on(plain: Rendered) -> None:
    assert marks(plain["years/2019.html"]) == ["Publications"]
    ways = {words(each): each.get("href") for each in only(plain, "years/2019.html", "pagination").iter("a")}
    assert ways == {"← 2021": "2021.html", "2018 →": "2018.html"}
    crumb = next(iter(only(plain, "venues/journal-of-everything.html", "crumb").iter("a")))
    assert crumb.get("href") == "index.html"
    assert "Years Venues Keywords" in words(next(with_class(plain["index.html"], "footer")))


def test_long_lists_come_in_pages(tmp_path: Path) -> None:
    papers = {f"publications/p{n}.md": paper(f"Paper {n}", f"issued: {1990 + n % 30}") for n in range(1001)}
    site = made(tmp_path, papers)
    page = only(site, "publications/page-2.html", "pagination")
    ways = ["1 · 2019–2004", "2 · 2004–1990", "3 · 1990", "All on one page, for print"]
    assert [words(each) for each in page.iter("a")] == ways
    assert [words(each) for each in page.iter("a") if each.get("aria-current") == "page"] == ["2 · 2004–1990"]
    jump = {words(each): each.get("href") for each in only(site, "publications/page-2.html", "jump").iter("a")}
    assert list(jump) == [str(year) for year in range(2019, 1989, -1)], "each year of the whole list"
    assert (jump["2019"], jump["2003"]) == ("index.html#year-2019", "#year-2003")
    assert jump["2004"] == "index.html#year-2004", "where it begins"
    assert "1,001 publications, newest first Page 2 of 3" in words(main(site["publications/page-2.html"]))
    assert not any("publication" in mark for mark in marks(site["publications/page-2.html"]))  # a page knows no totals
    assert len(list(with_class(main(site["print.html"]), "entry"))) == 1001


def test_the_years_of_a_long_list_lead_to_pages_without_a_year_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publications, "ROWS", 2)
    years = (2021, 2021, 2020, 2019, 0, 0, 0)
    site = made(
        tmp_path, {f"publications/p{n}.md": paper(f"P {n}", *([f"issued: {y}"] if y else [])) for n, y in enumerate(years)}
    )
    last = site["publications/page-4.html"]
    assert [words(each) for each in only(site, "publications/page-4.html", "pagination").iter("a")][:4] == [
        "1 · 2021", "2 · 2020–2019", "3", "4",
    ]  # fmt: skip
    jump = {words(each): each.get("href") for each in next(with_class(last, "jump")).iter("a")}
    assert jump == {
        "2021": "index.html#year-2021", "2020": "page-2.html#year-2020", "2019": "page-2.html#year-2019",
        "No year": "page-3.html#no-year",
    }  # fmt: skip
    assert marks(last) == ["No year"]
    assert broken(site.folder) == []


@pytest.mark.parametrize("theme", ["base", "folio"])
def test_a_number_is_written_in_one_way_and_a_year_is_none(theme: str, tmp_path: Path) -> None:
    papers = {
        f"publications/p{n}.md": paper(f"Paper {n}", f"issued: {1990 + n % 30}", "author: [Ann Other]") for n in range(1001)
    }
    site = base.made(tmp_path, papers, theme=theme)
    embedded = site.text("embed/all.html"), site.text("fr/embed/all.html")
    for lang, at, number, list_ in (("en", "", "1,001", embedded[0]), ("fr", "fr/", "1\u202f001", embedded[1])):
        pages = ("index", "publications/index", "publications/page-2", "authors/index", "authors/ann-other", "venues/index")
        shown = "\n".join([*(site.text(f"{at}{page}.html") for page in pages if f"{at}{page}.html" in site.paths), list_])
        assert number in list_, lang
        assert shown.count(number) > 5
        assert not re.search(r"\b1001\b", shown)
        assert "2019" in shown
        assert not re.search("2[,\u202f]01\\d", shown)


# Options

ABOUT_A = ("issued: 2020", 'container-title: "A Journal"', 'image: {file: a.png, alt: "A"}', "author: [Mem Ber]")
FILES = {
    "publications/a.md": paper("A", *ABOUT_A, abstract="Said."),
    "publications/b.md": paper("B", "issued: 2019"),
    "authors/mem.md": "---\nname: Mem Ber\nmember: {}\n---\n",
    "pages/imprint.md": "---\ntitle: Imprint\nnavigation: false\n---\nUs.\n",
    "static/a.png": "not looked at",
    "static/own.css": "/* ours */",
}


@pytest.mark.parametrize(
    ("option", "path", "usual", "set_"),
    [
        ('fonts = "system"', "index.html", "fonts.css", ""),
        ('marks = "none"', "publications/index.html", 'id="year-2020"', ""),
        ('teaser = "none"', "publications/index.html", 'class="first"', '<details class="abstract">'),
        ('teaser = "full"', "publications/index.html", '<details class="abstract">', '<details class="abstract" open>'),
        ('abstracts = "none"', "publications/index.html", "<details", ""),
        ('thumbnails = "none"', "publications/index.html", 'class="thumbnail"', ""),
        ("row-venue = false", "publications/index.html", 'class="venue"', ""),
        ("row-links = false", "publications/index.html", 'class="links"', ""),
        ('members = "none"', "publications/index.html", 'class="member"', ""),
        ('members = "none"', "publications/index.html", "Names in bold", ""),
        ('statement = "What we found"', "fr/index.html", "Deux publications", "What we found"),
        ('statement = {en = "Found", fr = "Trouvé"}', "fr/index.html", "Deux publications", ">Trouvé<"),
        ('logo = "a.png"', "authors/mem-ber.html", "", '<img class="logo" src="../a.png" alt="">'),
        ('favicon = "a.png"', "index.html", "assets/favicon.svg", '<link rel="icon" href="a.png">'),
        ('stylesheet = "own.css"', "authors/mem-ber.html", "", '<link rel="stylesheet" href="../own.css">'),
        (
            "head = \"<link rel='me' href='https://a.example/@lab'>\"",
            "index.html",
            "",
            "<link rel='me' href='https://a.example/@lab'>",
        ),
        (
            'navigation = [{text = "Wiki", href = "https://w.example/"}]',
            "index.html",
            "",
            '<a href="https://w.example/">Wiki</a>',
        ),
        (
            'footer = [{text = {en = "Imprint", fr = "Mentions"}, href = "imprint.html#us"}]',
            "fr/authors/mem-ber.html",
            "",
            '<a href="../imprint.html#us">Mentions</a>',
        ),
        ('colour-scheme = "dark"', "index.html", "", '<html lang="en" data-site-scheme="dark">'),
        ("switch = false", "index.html", 'class="scheme"', ""),
    ],
)
def test_an_option_does_what_it_says(tmp_path: Path, option: str, path: str, usual: str, set_: str) -> None:
    before = made(tmp_path / "usual", FILES).text(path)
    after = made(tmp_path / "set", FILES, option).text(path)
    assert usual in before
    assert not usual or usual not in after
    assert set_ in after
    assert not set_ or set_ == '<details class="abstract">' or set_ not in before


def test_options_become_rules_of_a_style_sheet(tmp_path: Path) -> None:
    site = made(tmp_path, FILES, 'hue = 30.5\nchroma = 0.12\nmeasure = 38\nlogo-width = 8\ndensity = "compact"')
    found = re.findall(r"--[\w-]+: [^;]+;", site.text("assets/options.css"))
    assert found[:4] == ["--hue: 30.5;", "--chroma: 0.12;", "--measure: 38rem;", "--logo-width: 8rem;"]
    assert found[4].startswith("--row-gap:")


@pytest.mark.parametrize(
    "option",
    [
        "chroma = 0.2",
        "measure = 50",
        'statement = {de = "Was wir fanden"}',
        "statement = 3",
        'footer = ["imprint.html"]',
        'footer = [{text = "Imprint"}]',
        'footer = [{text = "Imprint", href = 1}]',
        'footer = [{text = "Imprint", href = "a", target = "_blank"}]',
        'colour-scheme = "sepia"',
    ],
)
def test_an_unfit_option_is_refused(tmp_path: Path, option: str) -> None:
    with pytest.raises(UsageError) as refused:
        made(tmp_path, {}, option)
    (problem,) = refused.value.problems
    assert (problem.code, problem.key) == ("option-value", option.split()[0])


def test_each_option_is_explained_in_each_language() -> None:
    options = tomllib.loads((FOLIO / "theme.toml").read_text("utf-8"))["options"]
    assert all(set(option["help"]) == set(LANGUAGES) for option in options.values())


# Words


def messages(lang: str) -> dict[str, str]:
    return dict(flatten(tomllib.loads((FOLIO / "i18n" / f"{lang}.toml").read_text("utf-8"))))


def test_both_languages_have_the_same_messages() -> None:
    english, french = messages("en"), messages("fr")
    assert english.keys() == french.keys()
    for key, text in english.items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", french[key])), key
        assert not re.search(r"[^\u00a0][:;?!»]|«[^\u00a0]|'", french[key]), key


def test_every_message_is_used_or_replaces_one() -> None:
    of_base = dict(flatten(tomllib.loads((shipped_themes() / "base" / "i18n" / "en.toml").read_text("utf-8"))))
    code = "".join(file.read_text("utf-8") for file in (FOLIO / "templates").iterdir())
    for key in messages("en"):
        whole = re.sub(r"\.(one|other)$", "", key)
        counted = whole.startswith("count.") and f'm.count("{whole.removeprefix("count.")}"' in code
        assert key in of_base or f'"{whole}"' in code or f"'{whole}'" in code or counted, key


# Colours, computed as CSS Color 4 does (https://www.w3.org/TR/css-color-4/#color-conversion-code)

Colour = tuple[float, float, float]


def srgb(lightness: float, chroma: float, hue: float) -> Colour:
    """OKLCH → sRGB from 0 to 1, each channel clipped as browsers do."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    red, green, blue = (min(1.0, max(0.0, 12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055)) for c in linear)
    return red, green, blue


def luminance(colour: Colour) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def tokens(hue: float, chroma: float) -> dict[str, tuple[Colour, Colour]]:
    """Each colour of the style sheet, by day and by night, for an accent."""

    def value(text: str) -> float:
        text = text.replace("var(--hue)", str(hue)).replace("var(--chroma)", str(chroma))
        found = re.fullmatch(r"(?:calc\()?([\d.]+)(?: ([-+*]) ([\d.]+))?\)?", text.strip())
        assert found, text
        left, right = float(found[1]), float(found[3] or 0)
        return {"+": left + right, "-": left - right, "*": left * right}[found[2] or "+"]

    part = r"(calc\([^()]*(?:\([^()]*\))?[^()]*\)|var\([^()]*\)|[\d.]+)"
    oklch = rf"oklch\({part} {part} {part}\)"
    pairs = re.findall(rf"--([\w-]+): light-dark\({oklch}, {oklch}\);", STYLE)
    return {name: (srgb(*map(value, six[:3])), srgb(*map(value, six[3:]))) for name, *six in pairs}


TEXTS = (
    *((text, ground) for text in ("ink", "text", "quiet", "accent") for ground in ("paper", "raised")),
    *(("ink", "wash"), ("text", "wash"), ("accent", "wash"), ("on-accent", "accent"), ("paper", "ink")),
)
CONTROLS = (("edge", "paper"), ("accent", "paper"), ("accent", "raised"))


def accents(count: int) -> Iterator[tuple[float, float]]:
    chance = random.Random(7)  # noqa: S311 - the same each time is what is wanted
    yield from ((185, 0.085), (0, 0), (110, 0.14), (285, 0.14))
    for _ in range(count):
        yield chance.uniform(0, 360), chance.uniform(0, 0.14)


def test_contrast_is_enough_for_any_accent() -> None:
    assert srgb(0.5, 0.1, 200) == pytest.approx((0.0, 0.4455, 0.4638), abs=0.02)
    for hue, chroma in accents(100):
        colours = tokens(hue, chroma)
        assert len(colours) == 10
        for least, pairs in ((4.5, TEXTS), (3, CONTROLS)):
            for one, other in pairs:
                for mode in (0, 1):
                    found = contrast(colours[one][mode], colours[other][mode])
                    assert found >= least, (hue, chroma, one, other, ("light", "dark")[mode], found)


# Sizes


def packed(*names: str) -> int:
    folders = [FOLIO / "static", shipped_themes() / "base" / "static"]
    files = [next(folder / name for folder in folders if (folder / name).is_file()) for name in names]
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


def test_styles_and_scripts_are_small() -> None:
    assert packed("style.css", "fonts.css") <= 20 * KIB
    assert packed("folio.js", "palette.js") <= 4 * KIB  # what every page loads; the search comes when it is asked for


def test_the_style_sheet_is_layered() -> None:
    order = re.search(r"@layer ([\w, ]+);", STYLE)
    assert order
    assert order[1].split(", ") == ["tokens", "base", "layout", "components", "utilities", "print"]
    assert re.findall(r"^@layer (\w+) {", STYLE, re.MULTILINE) == order[1].split(", ")
    assert not re.search(
        r"(?<![-\w])(left|right|width|height|margin-(top|left)|padding-(top|left))\s*:", STYLE.replace("(max-width:", "")
    )


# In a browser


@pytest.fixture(scope="module")
def at(plain: Rendered, seed: Rendered) -> Iterator[dict[str, str]]:
    with ExitStack() as stack:
        yield {
            "plain": stack.enter_context(served(plain.folder)),
            "seed": stack.enter_context(served(seed.folder)),
        }


FAENET = "publications/faenet-frame-averaging-equivariant-gnn-for-materials.html"


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


@pytest.mark.needs("browser")
def test_folded_names_open_and_close(page: Page, at: dict[str, str]) -> None:
    page.goto(f"{at['plain']}publications/sixty-authors.html")
    shown = page.locator("main p.authors > .folded a:visible")
    assert shown.count() == 4
    button = page.get_by_role("button", name="show all 60")
    button.press("Enter")
    assert shown.count() == 60
    page.get_by_role("button", name="show fewer", expanded=True).press("Enter")
    assert shown.count() == 4


@pytest.mark.needs("browser")
def test_without_scripts_and_on_paper_nobody_is_left_out(browser: Browser, at: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{at['plain']}publications/sixty-authors.html")
    assert page.locator("main p.authors a:visible").count() == 60
    assert page.locator("button:visible").count() == 0
    assert page.locator(".panel:visible h3:visible").all_inner_texts() == ["BibTeX", "CSL-JSON", "RIS"]
    context.close()
    page = browser.new_page()
    page.emulate_media(media="print", color_scheme="dark")
    for path in ("publications/sixty-authors.html", "publications/index.html"):
        page.goto(at["plain"] + path)
        assert page.get_by_role("link", name="Dmitri Garcia").first.is_visible()
        for gone in (
            "nav",
            "button",
            "form",
            "summary",
            ".footer",
            ".skip",
            ".gap",
            ".links",
            ".actions",
            "dialog",
        ):
            assert not any(each.is_visible() for each in page.query_selector_all(gone)), (path, gone)
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"
    page.close()


@pytest.mark.needs("browser")
def test_the_note_on_others_shows_and_goes_with_escape(page: Page, at: dict[str, str]) -> None:
    page.goto(at["seed"] + FAENET)
    note = page.get_by_role("tooltip")
    assert not note.is_visible()
    page.get_by_role("button", name="and others").focus()
    assert note.is_visible()
    page.keyboard.press("Escape")
    assert not note.is_visible()
    page.keyboard.press("Tab")
    page.get_by_role("button", name="and others").hover()
    assert note.is_visible()
    note.hover()  # the pointer may go there
    assert note.is_visible()
    page.mouse.move(0, 0)
    assert not note.is_visible()


@pytest.mark.needs("browser")
def test_tabs_follow_the_keys_and_the_choice_is_kept(page: Page, at: dict[str, str]) -> None:
    page.goto(at["seed"] + FAENET)
    bibtex, json, ris = (page.get_by_role("tab", name=name) for name in ("BibTeX", "CSL-JSON", "RIS"))
    assert page.locator(".panel:visible").count() == 1
    bibtex.focus()
    keys = (
        ("ArrowRight", json),
        ("ArrowRight", ris),
        ("ArrowRight", bibtex),
        ("End", ris),
        ("Home", bibtex),
        ("ArrowRight", json),
    )
    for key, tab in keys:
        page.keyboard.press(key)
        assert tab.get_attribute("aria-selected") == "true", key
        assert tab.evaluate("each => each === document.activeElement"), key
        assert page.locator(".panel:visible").count() == 1
    assert page.get_by_role("tabpanel", name="CSL-JSON").is_visible()
    page.goto(f"{at['seed']}publications/discrete-key-value-bottleneck.html")
    assert page.get_by_role("tabpanel", name="CSL-JSON").is_visible()


@pytest.mark.needs("browser")
def test_copying_says_that_it_did(page: Page, at: dict[str, str]) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(at["seed"] + FAENET)
    button = page.locator(".panel:visible button")
    button.click()
    page.locator("#copied", has_text="Copied").wait_for(state="attached")
    assert button.inner_text() == "Copied"
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@misc{faenet-frame-averaging")
    assert copied.endswith("}\n")
    page.locator("#copied:empty").wait_for(state="attached")
    assert button.inner_text().split() == ["Copy", "BibTeX"]


@pytest.mark.needs("browser")
def test_all_abstracts_open_at_once(page: Page, at: dict[str, str]) -> None:
    page.goto(f"{at['seed']}publications/index.html")
    button = page.get_by_role("button", name="Open all abstracts")
    button.click()
    assert page.locator("details.abstract[open]").count() == 7
    button.click()
    assert page.locator("details.abstract[open]").count() == 0


@pytest.mark.needs("browser")
def test_a_site_that_has_chosen_dark_is_dark_until_its_reader_says_otherwise(page: Page, tmp_path: Path) -> None:
    built = rendered(site_with(tmp_path / "root", options='colour-scheme = "dark"'), tmp_path / "built")
    with ExitStack() as stack:
        top = stack.enter_context(served(built.folder))
        page.emulate_media(color_scheme="light")
        page.goto(f"{top}index.html")
        dark = background(page)
        page.get_by_role("button", name="Colours: dark").click()
        assert background(page) != dark
        page.reload()
        assert page.get_by_role("button", name="Colours: light").is_visible()
        page.get_by_role("button", name="Colours: light").click()
        assert background(page) == dark


PAINTED = """
names => {
  const pen = Object.assign(document.createElement("canvas"), {width: 1, height: 1}).getContext("2d");
  const probe = document.body.appendChild(document.createElement("i"));
  return names.map(name => {
    probe.className = "probe";
    document.documentElement.style.setProperty("color", `var(--${name})`);
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = getComputedStyle(document.documentElement).color;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  });
}
"""


@pytest.mark.needs("browser")
def test_a_browser_paints_the_colours_that_were_computed(page: Page, at: dict[str, str]) -> None:
    page.goto(f"{at['plain']}index.html")
    for hue, chroma in accents(6):
        computed = tokens(hue, chroma)
        for mode, scheme in enumerate(("light", "dark")):
            set_ = "([hue, chroma, scheme]) => { const root = document.documentElement; root.dataset.scheme = scheme;"
            set_ += " root.style.setProperty('--hue', hue); root.style.setProperty('--chroma', chroma); }"
            page.evaluate(set_, [hue, chroma, scheme])
            painted: Any = page.evaluate(PAINTED, list(computed))
            for name, found in zip(computed, painted, strict=True):
                wanted = tuple(round(255 * channel) for channel in computed[name][mode])
                assert all(abs(a - b) <= 3 for a, b in zip(wanted, found, strict=True)), (
                    hue,
                    chroma,
                    scheme,
                    name,
                    wanted,
                    found,
                )


def test_the_fonts_are_the_same_from_a_disk() -> None:
    served, disk = ((ROOT / "themes" / "folio" / "static" / name).read_text() for name in ("fonts.css", "fonts-disk.css"))
    rules = served[served.index("@font-face") :]
    assert disk[disk.index("@font-face") :] == rules.replace("font-display: optional", "font-display: swap")


@pytest.mark.needs("browser")
def test_from_a_folder_pages_have_their_fonts_too(page: Page, plain: Rendered) -> None:
    page.goto((plain.folder / "index.html").as_uri())
    devtools = page.context.new_cdp_session(page)
    for method in ("DOM.enable", "CSS.enable"):
        devtools.send(method)
    root = devtools.send("DOM.getDocument")["root"]["nodeId"]
    for selector in ("h1", "header nav a"):
        node = devtools.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
        for _ in range(100):
            fonts = devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
            if fonts and all(font["isCustomFont"] for font in fonts):
                break
            page.wait_for_timeout(100)
        else:
            pytest.fail(f"{selector}: {fonts}")
