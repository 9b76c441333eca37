"""The made-up laboratory as a site: what its pages say, and what they must never say."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterator

import html5lib
import pytest

from generator import config, content, site
from generator.i18n import flatten
from generator.pages import Page, publications
from generator.paths import shipped_themes, site_paths
from generator.theme import Theme
from tests import large, screenshots, showcase, tools
from tests.linkcheck import NOT_FOUND, broken
from tests.rendering import Element, Rendered, main, with_class, words
from tests.showcase import CROWD, SHOWCASE

FORMER = "Marchand"
"""A family name that its bearer does not want to be shown any more; it stands in the content alone."""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The showcase with 40 of its 400 authors."""
    return showcase.lean(tmp_path_factory)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    return showcase.whole(tmp_path_factory)


def outside(element: Element, *tags: str) -> Iterator[Element]:
    """Everything in an element but what lies in elements with these tags."""
    for each in element:
        if each.tag not in tags:
            yield each
            yield from outside(each, *tags)


# The content


def test_the_showcase_has_what_it_is_there_for() -> None:
    read, problems = content.read(site_paths(SHOWCASE))
    assert problems == []
    records = read.publications
    listed = [record for record in records.values() if not record.draft and not record.hidden]
    assert len(listed) == 60
    assert len({record.issued.year for record in listed if record.issued}) == 12
    assert len(records[CROWD].author) == 400
    assert max(len(record.title) for record in listed) == 300
    assert sum("fr" in record.translation for record in listed) >= 10
    scripts = "".join(record.title for record in listed)
    for letter in "سקЛ津é":
        assert letter in scripts
    for missing in ("abstract", "author", "issued"):
        assert any(not getattr(record, missing) for record in listed), missing
    for status in ("retracted", "corrected", "in-press", "submitted"):
        assert any(record.status == status for record in listed), status
    kinds = {link.kind for record in listed for link in record.link}
    assert len(kinds) == 12


def test_it_is_built_without_a_warning(lab: Rendered) -> None:
    assert showcase.problems(lab) == ""


# Sound HTML, every link


def parse_errors(lab: Rendered) -> list[str]:
    found = []
    for path in (path for path in lab.paths if showcase.FRAGMENTS not in path):
        parser = html5lib.HTMLParser()
        parser.parse(lab.text(path))
        found += [f"{path}: {error}" for error in parser.errors]
    return found


def test_every_page_parses_without_error(lab: Rendered) -> None:
    assert parse_errors(lab) == []


def test_nothing_is_styled_or_run_inline(lab: Rendered) -> None:
    """Formulas are where a `style` comes in most easily; the policy of the page would block it, with a message."""
    found: dict[str, str] = {}
    for path, page in lab.pages.items():
        for each in page.iter():
            if any(name == "style" or name.startswith("on") for name in each.attrib):
                found.setdefault(f"<{str(each.tag).rpartition('}')[2]}> {each.attrib}", path)
    assert found == {}


@pytest.mark.long
def test_every_page_of_four_hundred_authors_parses_without_error_and_links_right(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    everybody = showcase.everybody(tmp_path_factory)
    assert parse_errors(everybody) == []
    assert broken(everybody.folder, "/sub/") == []


@pytest.mark.needs("html-validator")
def test_the_nu_html_checker_finds_no_error(whole: Rendered) -> None:
    jar = tools.find_validator()
    assert jar
    command = ["java", "-Xss4m", "-jar", jar, "--errors-only", "--skip-non-html", str(whole.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    errors: dict[str, str] = {}
    for line in done.stderr.splitlines():
        where, _, error = line.partition(": error: ")
        if error and f"/{showcase.FRAGMENTS}" not in where:
            errors.setdefault(error, where)  # one place of each is enough to mend it
    assert errors == {}


def test_every_link_arrives_below_a_path_and_from_a_disk(lab: Rendered) -> None:
    assert broken(lab.folder, "/sub/") == []
    assert broken(lab.folder) == []


def test_every_link_arrives_at_the_top_of_a_server(lab: Rendered) -> None:
    """Only the page for missing pages knows its path; its links are checked where they lie."""
    assert [each for each in broken(lab.folder, "/") if NOT_FOUND not in each.partition(": ")[0]] == []


# What must be said


def test_a_retraction_is_said_in_words_wherever_the_paper_stands(lab: Rendered) -> None:
    for folder, word, title in (("", "retract", "Church Bells"), ("fr/", "rétract", "les cloches")):
        page = main(lab[f"{folder}publications/retracted-surge.html"])
        assert word in words(page).lower()
        assert "turned out to be a novelist's" in words(page)
        notice = [each.get("href") for each in page.iter("a") if "retraction" in each.get("href", "")]
        assert notice == ["https://press.example/atr/51/retraction-290"]
        for path in ("publications/index.html", "years/2023.html", "authors/per-lindqvist.html"):
            row = next(each for each in with_class(lab[folder + path], "entry") if title in words(each))
            said = " ".join(words(each) for each in outside(row, "details") if each.tag in ("li", "p", "span"))
            assert word in said.lower(), folder + path


def test_corrections_and_papers_in_press_say_so(lab: Rendered) -> None:
    for key, said in (("corrected-dunes", "correct"), ("in-press-breakwaters", "in press"), ("submitted-foam", "submitted")):
        assert said in words(main(lab[f"publications/{key}.html"])).lower(), key


def test_all_four_hundred_authors_stand_on_their_page_and_rows_lead_there(whole: Rendered) -> None:
    names = [" ".join(name.text.split()) for name in content.read(site_paths(SHOWCASE))[0].publications[CROWD].author]
    page = main(html5lib.parse(whole.text(f"publications/{CROWD}.html"), namespaceHTMLElements=False))
    line, at = words(next(with_class(page, "authors"))), 0
    for name in names:
        at = line.find(name, at)
        assert at >= 0, name
    for path in ("publications/index.html", "years/2024.html"):
        page = main(html5lib.parse(whole.text(path), namespaceHTMLElements=False))
        (row,) = (each for each in with_class(page, "entry") if "Four Hundred Gauges" in words(each))
        line = words(next(with_class(row, "authors")))
        assert line.startswith(", ".join(names[:3]) + ", … "), path
        assert line.endswith(f"{names[-1]}, all 400 names"), path


def test_namesakes_have_pages_of_their_own_that_know_of_each_other(lab: Rendered) -> None:
    papers = {
        "authors/wei-zhang.html": "The Patience of Gauges",
        "authors/wei-zhang-nanwan.html": "The Hum of Estuaries",
        "authors/wei-zhang-2.html": "An Hourglass for Sediment",
    }
    for path, own in papers.items():
        text = words(main(lab[path]))
        assert own in text, path
        assert not any(other in text for other in papers.values() if other != own), path
    for path, other in (("wei-zhang", "wei-zhang-nanwan.html"), ("wei-zhang-nanwan", "wei-zhang.html")):
        assert other in [each.get("href") for each in main(lab[f"authors/{path}.html"]).iter("a")]


def test_names_and_titles_from_right_to_left_say_their_direction(lab: Rendered) -> None:
    for key, lang in (("arabic-harbours", "ar"), ("hebrew-shore", "he")):
        heading = lab[f"publications/{key}.html"].find(".//h1")
        assert heading is not None
        assert heading.get("lang") == lang
        assert heading.get("dir") in ("auto", "rtl")
    for each in main(lab["publications/arabic-harbours.html"]).iter("a"):
        if re.search("[\u0600-\u06ff]", words(each)) and "authors/" in each.get("href", ""):
            assert each.get("dir") == "auto" or each.find(".//bdi") is not None


def test_formulas_are_mathml(lab: Rendered) -> None:
    for key in ("tide-reader-3", "patience-of-gauges", "tidal-fractions"):
        page = lab[f"publications/{key}.html"]
        blocks = [each for each in with_class(page, "block") if "math" in each.get("class", "")]
        assert any(str(each.tag).endswith("}math") for block in blocks for each in block.iter()), key
        assert "$" not in "".join(words(each) for each in page.iter("p")), key


def test_a_paper_of_which_nothing_is_known_shows_no_empty_place(lab: Rendered) -> None:
    page = main(lab["publications/nothing-known.html"])
    assert not list(page.iter("time"))
    assert not list(with_class(page, "venue"))
    text = words(page)
    for placeholder in ("n/a", "unknown", "None", "undated", "n.d."):
        assert placeholder not in text


# What must not be said


def files(lab: Rendered) -> Iterator[tuple[str, bytes]]:
    for file in sorted(lab.folder.rglob("*")):
        if file.is_file():
            yield file.relative_to(lab.folder).as_posix(), file.read_bytes()


def test_a_former_name_stands_nowhere_in_the_output(lab: Rendered) -> None:
    assert FORMER in (SHOWCASE / "content" / "publications" / "faucher-these.md").read_text("utf-8")
    wanted = FORMER.casefold().encode()
    assert [path for path, data in files(lab) if wanted in path.casefold().encode() or wanted in data.lower()] == []
    papers = words(main(lab["authors/chloe-faucher.html"]))
    for title in ("Living on the Foreshore", "Le marnage oublié", "Brackish Words"):
        assert title in papers


def test_a_draft_stands_nowhere_in_the_output(lab: Rendered) -> None:
    assert [path for path, data in files(lab) if "draft-lagoons" in path or b"Lagoons, Provisionally" in data] == []


def test_what_is_hidden_has_a_page_and_stands_in_no_list(lab: Rendered) -> None:
    stands = {path for path, data in files(lab) if b"Errata to Everything" in data}
    own = {f"{folder}publications/hidden-errata" for folder in ("", "fr/")}
    assert {"publications/hidden-errata.html", "fr/publications/hidden-errata.html"} <= stands
    assert {path for path in stands if path.rpartition(".")[0] not in own} == set()


def test_custom_keys_are_not_shown(lab: Rendered) -> None:
    assert "boots" not in words(main(lab["publications/custom-field-trip.html"])).lower()


# Two languages


def test_each_page_is_there_in_both_languages(lab: Rendered) -> None:
    pages = {path for path in lab.paths if "Redirect" not in lab.text(path) and 'http-equiv="refresh"' not in lab.text(path)}
    french = {path.removeprefix("fr/") for path in pages if path.startswith("fr/")}
    assert french == {path for path in pages if not path.startswith("fr/")}


def english() -> set[str]:
    """What themes say in English and not in French too, without what is put in."""
    said: dict[str, set[str]] = {}
    for lang in ("en", "fr"):
        catalogues = [file.read_text("utf-8") for file in sorted(shipped_themes().glob(f"*/i18n/{lang}.toml"))]
        said[lang] = {text for each in catalogues for _, text in flatten(tomllib.loads(each))}
    return {text for text in said["en"] - said["fr"] if "{" not in text and text[:1].isupper()}


def test_french_pages_are_french(lab: Rendered) -> None:
    """Whatever the theme says: heads, labels, controls. What people wrote is in their language."""
    theirs = {page.title for page in content.read(site_paths(SHOWCASE))[0].pages.values()}
    wrong = english() - theirs
    assert "Abstract" in wrong
    for path in lab.paths:
        if path.startswith("fr/") and showcase.FRAGMENTS not in path:
            page = lab[path]
            assert page.get("lang") == "fr", path
            for each in page.iter():
                if each.tag in ("h1", "h2", "h3", "dt", "summary", "button", "label", "a", "span", "p") and not each.get("lang"):
                    assert words(each) not in wrong, path


def test_a_translated_paper_is_french_on_french_pages(lab: Rendered) -> None:
    page = lab["fr/publications/silence-of-harbours.html"]
    heading = page.find(".//h1")
    assert heading is not None
    assert words(heading) == "Le silence des ports au printemps 2020"
    assert "les crevettes, elles, étaient là depuis toujours" in words(main(page))
    assert "Le silence des ports" in words(main(lab["fr/publications/index.html"]))
    assert "Le silence des ports" not in words(main(lab["publications/index.html"]))


# Long lists


@pytest.fixture(scope="module")
def long_list(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Element]:
    """The pages of the list of 2,000 publications; no other page is made."""
    paths = site_paths(large.write(tmp_path_factory.mktemp("large"), 2000))
    settings, _ = config.read(SHOWCASE / "content" / "site.toml", "content/site.toml")
    read, problems = content.read(paths)
    assert problems == []
    one, _ = site.build(read, settings, "en")
    theme = Theme(paths, settings)
    view = theme.view(one)
    made: dict[str, Element] = {}
    for page in publications.KIND.pages(one):
        assert isinstance(page, Page)
        text = theme.render(page, view).content.decode()
        made[page.path] = html5lib.parse(text, namespaceHTMLElements=False)
    return made


def test_a_list_of_2000_is_four_pages_and_one_for_print(long_list: dict[str, Element]) -> None:
    pages = ["publications/index.html", "publications/page-2.html", "publications/page-3.html", "publications/page-4.html"]
    assert list(long_list) == [*pages, "print.html"]
    rows = {path: [words(title) for title in with_class(page, "entry-title")] for path, page in long_list.items()}
    assert [len(rows[path]) for path in pages] == [500] * 4
    assert len(rows["print.html"]) == len(set(rows["print.html"])) == 2000
    assert [title for path in pages for title in rows[path]] == rows["print.html"]


def test_each_page_of_a_long_list_leads_to_the_others_and_to_the_one_for_print(long_list: dict[str, Element]) -> None:
    names = {path: {each.get("href", "").partition("#")[0] for each in main(page).iter("a")} for path, page in long_list.items()}
    for path, found in names.items():
        if path == "print.html":
            continue
        others = {other.rpartition("/")[2] for other in long_list if other not in ("print.html", path)}
        assert others <= found, path
        assert "../print.html" in found, path


# The pictures


def test_each_picture_has_a_name_of_its_own_and_a_page_that_is_there(lab: Rendered) -> None:
    shots = list(screenshots.shots())
    assert len({shot.name for shot in shots}) == len(shots)
    for shot in shots:
        assert re.fullmatch(r"(lab|seed)-[a-z0-9-]+(@[a-z-]+)?-(360|768|1440)-(light|dark)-(en|fr)\.png", shot.name)
        path = shot.path.partition("?")[0]
        assert shot.site == "seed" or shot.page == "missing" or path in lab.paths, path
