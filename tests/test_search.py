"""The search index, and the search itself on small sites. What search.js does alone is asked of it in a browser."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pytest

from generator import site
from generator.config import SiteConfig
from generator.content import Content
from generator.model import AuthorFile, Name, PartialDate, Publication, Translation, Version
from generator.outputs import File, search
from generator.text import fold, transliterate
from tests import tools

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MODULE = tools.ROOT / "themes" / "base" / "static" / "search.js"


def paper(title: str, *authors: str, **fields: Any) -> Publication:
    return Publication(title=title, author=tuple(Name(printed=name) for name in authors), **fields)


def index_of(*papers: Publication, authors: Mapping[str, AuthorFile] | None = None, lang: str = "en") -> dict[str, Any]:
    """The index of a site, read back from its bytes."""
    content = Content({f"p{number}": record for number, record in enumerate(papers)}, authors or {})
    built, _ = site.build(content, SiteConfig(languages=("en", "fr")), lang)
    (file,) = search.OUTPUT.files(built)
    assert isinstance(file, File)
    assert file.path == ("search-index.json" if lang == "en" else "fr/search-index.json")
    read: dict[str, Any] = json.loads(file.content)
    return read


def places(index: dict[str, Any], word: str) -> dict[int, int]:
    """For each document that has the word, the fields."""
    found = index["places"][index["words"].split(" ").index(word)]
    documents = {}
    for fields, steps in zip(found[::2], found[1::2], strict=True):
        number = 0
        for step in steps:
            number += step
            documents[number] = fields
    return documents


# The index


def test_the_index_says_where_each_word_stands() -> None:
    index = index_of(
        paper("Graphs", "Ada Noether", abstract="Of *graphs* and trees.", container_title="Journal of Trees"),
        paper("Trees", "Ada Noether", keyword=("graphs",)),
    )
    assert [title for _, title, *_ in index["papers"]] == ["Graphs", "Trees"]
    assert places(index, "graphs") == {0: search.Field.TITLE | search.Field.ABSTRACT, 1: search.Field.ABOUT}
    assert places(index, "trees") == {0: search.Field.ABOUT | search.Field.ABSTRACT, 1: search.Field.TITLE}
    assert places(index, "noether") == {0: search.Field.AUTHOR, 1: search.Field.AUTHOR, 2: search.Field.TITLE}


def test_the_index_holds_what_a_result_shows() -> None:
    index = index_of(
        paper("Old", "ADA NOETHER", "Bo Li", container_title="JMLR", issued=PartialDate(1999, 5)),
        paper("New", "Adá Noether", author_list="partial"),
        paper("Other", "Ada Noether"),
    )
    assert index["papers"] == [
        ["publications/p0.html", "Old", [1, 0], "JMLR", 1999, 0],
        ["publications/p1.html", "New", [1], "", 0, 1],
        ["publications/p2.html", "Other", [[1, "Ada Noether"]], "", 0, 0],
    ]
    assert index["people"] == [["authors/bo-li.html", "Bo Li", 1], ["authors/ada-noether.html", "Adá Noether", 3]]


def test_the_index_says_by_which_keywords_papers_are_narrowed() -> None:
    index = index_of(paper("Old", keyword=("Théorie", "trees")), paper("New", keyword=("theorie",)), paper("Other"))
    assert index["keywords"] == ["theorie", "trees"]  # as first written; what folds alike is one
    assert {title: about for _, title, _, _, _, _, *about in index["papers"]} == {"Old": [[0, 1]], "New": [[0]], "Other": []}


def test_hidden_publications_drafts_and_former_names_are_not_in_the_index() -> None:
    index = index_of(
        paper("Shown", "Ada Formername"),
        paper("Hiddentitle", "Solely Hiddenauthor", hidden=True),
        paper("Drafttitle", "Drafty Draftauthor", draft=True),
        authors={"ada": AuthorFile("Ada Noether", also=("A. Noether",), former_name=("Ada Formername",))},
    )
    assert index["people"] == [["authors/ada-noether.html", "Ada Noether", 1]]
    text = json.dumps(index).lower()
    for gone in ("formername", "hidden", "draft"):
        assert gone not in text


def test_each_language_has_an_index_of_its_own_words() -> None:
    record = paper("Trees", translation={"fr": Translation("Arbres", "Des forêts.")}, abstract="Of woods.")
    assert index_of(record)["words"] == "of trees woods"
    assert index_of(record, lang="fr")["words"] == "arbres des forets"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Träuble", {"trauble", "traeuble"}),
        ("Discrete Key-Value", {"discrete", "key", "value", "keyvalue"}),
        ("l’apprentissage", {"l", "apprentissage", "lapprentissage"}),
        ("E(3)-equivariant", {"e", "3", "equivariant"}),
        ("C++ and F#, Java++", {"c++", "and", "f#", "java"}),
        ("Objective-C++11", {"objective", "c++", "objectivec++", "11"}),
        ("methods — results—more", {"methods", "results", "more"}),
        ("深度学习 GPT模型", {"深度", "度学", "学习", "习", "gpt", "模型", "型"}),
        ("हिन्दी।", {"हिन्दी"}),
        ("مُحَمَّد", {"محمد"}),
        ("Наука", {"наука"}),
        ("…", set()),
    ],
)
def test_a_text_is_found_by_its_folded_words(text: str, found: set[str]) -> None:
    assert search.words(text) == found


def test_the_index_is_the_same_for_every_hash_seed() -> None:
    code = (
        "from tests.test_search import *; import sys\n"
        "sys.stdout.write(json.dumps(index_of(paper('Träume über Bäume', 'Zoë Öz', 'B Ö'), paper('Ünder', 'Zoe Oz'))))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=tools.ROOT,
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


# The search


@pytest.fixture(scope="module")
def module(browser: Browser) -> Iterator[Page]:
    """An empty page that has search.js as `search`."""
    context = browser.new_context()
    page = context.new_page()
    page.route("http://site.test/", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
    page.route("http://site.test/search.js", lambda route: route.fulfill(path=MODULE, content_type="text/javascript"))
    page.goto("http://site.test/")
    page.evaluate("async () => { window.search = await import('/search.js') }")
    yield page
    context.close()


def found(module: Page, query: str, *papers: Publication, **others: Any) -> list[str]:
    """The titles and names that a query finds, in order."""
    results: list[str] = module.evaluate(
        "([data, query]) => search.search(search.read(data), query).map((each) => each.title ?? each.name)",
        [index_of(*papers, **others), query],
    )
    return results


ASSIGNED = [chr(code) for code in range(0x110000) if unicodedata.ucd_3_2_0.category(chr(code)) not in ("Cn", "Co", "Cs")]
"""The characters of an old Unicode, which every Python and every browser knows."""


def test_the_browser_folds_every_character_as_python_does(module: Page) -> None:
    for function in (fold, transliterate):
        folded = module.evaluate(f"(all) => all.map(search.{function.__name__})", ASSIGNED)
        assert [c for c, there in zip(ASSIGNED, folded, strict=True) if function(c) != there] == []


def test_the_browser_folds_mixed_texts_as_python_does(module: Page) -> None:
    chance = random.Random(0)  # noqa: S311
    alphabet = [c for c in ASSIGNED if ord(c) < 0x600] + list("\u0308\u0301\u0327 aäÄsßΣςİI-'")
    texts = ["".join(chance.choices(alphabet, k=8)) for _ in range(20_000)]
    for function in (fold, transliterate):
        folded = module.evaluate(f"(all) => all.map(search.{function.__name__})", texts)
        assert [text for text, there in zip(texts, folded, strict=True) if function(text) != there] == []


def test_the_browser_splits_as_python_does(module: Page) -> None:
    """Each word of a query, taken from a text, is a word by which that text is found."""
    chance = random.Random(1)  # noqa: S311
    pieces = [
        "Träuble",
        "key-value",
        "深度学习",
        "GPT模型",
        "हिन्दी",
        "مُحَمَّد",
        "ภาษาไทย",
        "E(3)",
        "100K",
        "C++",
        "f#",
        "_",
        "…",
        "Ünï",
    ]
    texts = [*ASSIGNED, *("".join(chance.choices([*pieces, " ", " ", "-"], k=6)) for _ in range(3000))]
    queries = module.evaluate("(all) => all.map((text) => search.queryWords(text).map(([form]) => form.text))", texts)
    assert [text for text, query in zip(texts, queries, strict=True) if not set(query) <= search.words(text)] == []
    unfound = [text for text, query in zip(texts, queries, strict=True) if search.words(text) and not query]
    assert unfound == []


@pytest.mark.parametrize(
    ("one", "other", "close"),
    [
        ("gradient", "gradiant", True), ("gradient", "gradien", True), ("gradient", "gradientt", True),
        ("gradient", "rgadient", True), ("gradient", "radient", True), ("gradient", "gradeint", True),
        ("gradient", "gradietn", True),
        ("gradient", "gradiaut", False), ("gradient", "gradi", False), ("gradient", "ingradient", False), ("abcd", "badc", False),
    ],
)  # fmt: skip
def test_one_typing_error_is_a_letter_more_less_other_or_exchanged(module: Page, one: str, other: str, close: bool) -> None:
    assert module.evaluate("([one, other]) => search.oneTypo(one, other)", [one, other]) is close
    assert module.evaluate("([one, other]) => search.oneTypo(other, one)", [one, other]) is close


@pytest.mark.parametrize("query", ["Träuble", "trauble", "TRAEUBLE", "träub", "traueble", "frederik tra", "trauble frederik"])
def test_a_person_is_found_however_the_name_is_typed(module: Page, query: str) -> None:
    assert found(module, query, paper("Keys", "Frederik Träuble"), paper("Traits", "Bo Li"))[:2] == ["Frederik Träuble", "Keys"]


def test_a_name_printed_in_several_ways_is_found_by_each(module: Page) -> None:
    papers = paper("One", "Ada Noether"), paper("Two", "A. Noethe-Lovelace")
    ada = {"ada": AuthorFile("Ada Noether", also=("A. Noethe-Lovelace",))}
    assert found(module, "lovelace", *papers, authors=ada) == ["Ada Noether", "One", "Two"]


def test_the_person_named_in_that_order_comes_first(module: Page) -> None:
    papers = paper("One", "Li Dong"), paper("Two", "Dong Li")
    assert found(module, "dong li", *papers) == ["Dong Li", "Li Dong", "Two", "One"]
    assert found(module, "li dong", *papers) == ["Li Dong", "Dong Li", "One", "Two"]


SMITH = (
    paper("Rings", "J. R. R. Smith"),
    paper("JRR of Things", "John Smith"),
    paper("Halls", "John Ronald Reuel Smithers", "Ann Smith"),
    paper("Woods", "Jules Smith", "Rob Rye"),
)


@pytest.mark.parametrize("query", ["JRR Smith", "Smith JRR", "smith jrr", "J.R.R. Smith", "J R R Smith", "Smith JR", "JR Smith"])
def test_initials_in_one_are_those_of_a_name(module: Page, query: str) -> None:
    assert found(module, query, *SMITH)[0] == "J. R. R. Smith"


def test_initials_stand_for_names_written_in_full(module: Page) -> None:
    for query in ("JRR Smithers", "Smithers JR", "Smithers J", "Smithers, J. R. R."):
        assert found(module, query, *SMITH)[:2] == ["John Ronald Reuel Smithers", "Halls"], query
    for query in ("JP Träuble", "Traeuble J", "Trauble J.-P."):
        assert found(module, query, *SMITH, paper("Keys", "Jean-Pierre Träuble"))[:2] == ["Jean-Pierre Träuble", "Keys"], query


@pytest.mark.parametrize("query", ["R. Agarwal", "Agarwal R", "agarwal, r."])
def test_the_person_of_these_initials_and_their_papers_come_before_all_who_share_the_name(module: Page, query: str) -> None:
    papers = (
        paper("Robust Retrieval of Rivers", "Mahak Agarwal", "Rita Li", abstract="Rare."),
        paper("On R", "Arpit Agarwal", "R. Roe"),
        paper("Trees", "Bo Li", "Rishabh Agarwal"),
        paper("More Trees", "Rishabh Agarwal"),
    )
    results = found(module, query, *papers)
    assert results[0] == "Rishabh Agarwal"
    assert set(results[1:3]) == {"Trees", "More Trees"}
    assert set(results[3:]) == {"Robust Retrieval of Rivers", "On R"}


def test_initials_alone_are_a_word_like_any_other(module: Page) -> None:
    papers = paper("Machines", "A. I. Stone"), paper("Of AI")
    assert found(module, "ai", *papers) == ["Of AI"]


@pytest.mark.parametrize("name", ["小明 王", "王 小明", "王小明"])
@pytest.mark.parametrize("query", ["王小明", "王 小明", "小明 王", "小明王"])
def test_a_chinese_name_is_found_in_either_order_with_and_without_a_space(module: Page, query: str, name: str) -> None:
    assert found(module, query, paper("王小二的树", "小二 王"), paper("树", name))[0] == name


@pytest.mark.parametrize("name", ["민수 김", "김 민수", "김민수"])
@pytest.mark.parametrize("query", ["김민수", "김 민수", "민수 김", "민수김"])
def test_a_korean_name_is_found_in_either_order_with_and_without_a_space(module: Page, query: str, name: str) -> None:
    assert found(module, query, paper("Trees", "Bo Li"), paper("Woods", "민지 김"), paper("Stones", name))[0] == name


def test_people_come_before_papers_and_titles_before_abstracts(module: Page) -> None:
    papers = (
        paper("Nothing", abstract="After Gauss."),
        paper("Other", "Carl Gauss"),
        paper("On Gauss"),
        paper("Some", keyword=("gauss",)),
    )
    assert found(module, "gauss", *papers) == ["Carl Gauss", "On Gauss", "Other", "Some", "Nothing"]


def test_names_that_only_begin_like_the_query_stand_behind_titles_that_have_it(module: Page) -> None:
    papers = paper("BERT", "Ada Noether"), paper("Trees", "Joseph Bertrand")
    assert found(module, "bert", *papers) == ["BERT", "Joseph Bertrand", "Trees"]
    assert found(module, "bertr", *papers) == ["Joseph Bertrand", "Trees"]


def test_typing_errors_are_forgiven_only_where_the_words_as_typed_find_nothing(module: Page) -> None:
    papers = paper("Deep learning", "Bo Li"), paper("Trees", "Ann Leaning"), paper("Forests", "Cy Learnin")
    assert found(module, "learning", *papers) == ["Deep learning"]
    assert found(module, "learnign", *papers) == ["Cy Learnin", "Deep learning", "Forests"]
    assert found(module, "deap learning", *papers) == ["Deep learning"]
    assert found(module, "teh", *papers) == []


def test_every_word_must_be_found_if_any_paper_has_them_all(module: Page) -> None:
    papers = paper("Deep trees"), paper("Deep forests"), paper("Shallow trees")
    assert found(module, "deep trees", *papers) == ["Deep trees"]
    assert found(module, "deep trees xyzzy", *papers) == ["Deep trees"]
    assert set(found(module, "shallow forests", *papers)) == {"Deep forests", "Shallow trees"}
    assert found(module, "xyzzy", *papers) == []


def test_rarer_words_weigh_more(module: Page) -> None:
    papers = [paper(f"Learning {name}") for name in ("alpha", "beta", "gamma", "delta")] + [paper("Rare stones")]
    assert found(module, "learning stones", *papers)[0] == "Rare stones"


def test_numbers_are_taken_at_their_word(module: Page) -> None:
    papers = paper("One", "Bo Li", issued=PartialDate(2023)), paper("Two", "Bo Li", issued=PartialDate(2022))
    assert found(module, "li 2023", *papers) == ["One"]
    assert found(module, "202", *papers) == []
    assert found(module, "2024", *papers) == []


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("multi-agent games", "Multiagent games"), ("multiagent games", "Multi-agent games"),
        ("multi agent games", "Multiagent games"), ("MULTI–AGENT", "Multi-agent games"),
        ("apprentissage", "L’apprentissage"), ("d'apprentissage", "L’apprentissage"), ("models", "The model’s trees"),
        ("学习", "深度学习的方法"), ("深度学", "深度学习的方法"), ("法", "深度学习的方法"), ("шко", "Новая школа"),
        ("e(3)-equivariant", "E(3)-Equivariant GNNs"), ("ภาษา", "ศึกษาภาษาไทย"),
    ],
)  # fmt: skip
def test_compounds_apostrophes_and_other_scripts_are_found(module: Page, query: str, title: str) -> None:
    assert found(module, query, paper(title), paper("Something else")) == [title]


def test_a_sign_tells_one_language_from_another(module: Page) -> None:
    papers = paper("The C of the Sea"), paper("Fast C++ Code"), paper("On C#"), paper("C Minor")
    assert found(module, "c++", *papers) == found(module, "C++ code", *papers) == ["Fast C++ Code"]
    assert found(module, "c#", *papers) == ["On C#"]
    assert set(found(module, "c", *papers)[:2]) == {"The C of the Sea", "C Minor"}


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("trauble", "Frederik Träuble", "Frederik [Träuble]"), ("TRAEUBLE", "Frederik Träuble", "Frederik [Träuble]"),
        ("fred", "Frederik Träuble", "[Frederik] Träuble"), ("learnign", "Deep Learning.", "Deep [Learning]."),
        ("value", "A Key-Value Store", "A Key-[Value] Store"), ("keyvalue", "A Key-Value Store", "A [Key-Value] Store"),
        ("key value", "A Key-Value Store", "A [Key-Value] Store"), ("multi-agent", "Multiagent games", "[Multiagent] games"),
        ("apprentissage", "L’apprentissage", "L’[apprentissage]"), ("学习", "深度学习的方法", "深度[学习]的方法"),
        ("度学习", "深度学习的方法", "深[度学习]的方法"), ("202", "Of 2023", "Of 2023"), ("2023", "Of 2023", "Of [2023]"),
        ("trauble", "Fra\u0308u Tra\u0308uble", "Fra\u0308u [Tra\u0308uble]"), ("مُحَمَّد", "محمد علي", "[محمد] علي"),
        ("a b", "c", "c"), ("c++", "C++ for C", "[C++] for C"), ("e(3)", "An E(3)-equivariant", "An [E]([3])-[equivariant]"),
    ],
)  # fmt: skip
def test_what_was_searched_for_is_marked(module: Page, query: str, text: str, marked: str) -> None:
    stretches = module.evaluate(
        "([query, text]) => search.stretches(text, {forms: search.queryWords(query).flat(), forgiving: true})", [query, text]
    )
    for start, end in reversed(stretches):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    assert text == marked


def test_a_query_that_was_typed_right_is_read_as_it_is(module: Page) -> None:
    papers = paper("Forward gradients of trees", "Frederik Träuble", abstract="Résumé of matter."), paper("Woods", "Bo Li")
    for query, read in {
        "Träuble": "", "träuble": "", "trauble": "Träuble", "traeuble": "Träuble", "frederik traubel": "Frederik Träuble",
        "forward grad": "", "forwrad trees": "Forward trees", "trees xyzzy": "trees", "resume": "", "mattre": "matter",
        "xyzzy": "", "": "",
    }.items():  # fmt: skip
        answer = module.evaluate("([data, query]) => search.ask(search.read(data), query).read", [index_of(*papers), query])
        assert answer == read, query


IDENTIFIED = (
    paper("Odd", DOI="10.1234/Odd.3"),
    paper("Plain", arXiv="2411.99017v2", abstract="Of 10 and 3 and 1234, as in 10.1234/other."),
    paper("Old", arXiv="hep-th/9901001", DOI="10.1000/(SICI)1<2::3>4.0.CO;2-A"),
    paper("Both", DOI="10.5555/b", version=(Version(DOI="10.48550/arXiv.2305.00001"),)),
    paper("Neither", abstract="Of odd 3 at arxiv, abs and pdf."),
)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("10.1234/odd.3", "Odd"), ("10.1234/ODD.3.", "Odd"), ("https://doi.org/10.1234/odd.3", "Odd"),
        ("doi:10.1234/odd.3", "Odd"), ("DOI: 10.1234/odd.3", "Odd"), ("dx.doi.org/10.1234%2Fodd.3", "Odd"),
        ("https://journal.test/doi/pdf/10.1234/odd.3", "Odd"), ("arXiv:2411.99017", "Plain"), ("2411.99017", "Plain"),
        ("2411.99017v1", "Plain"), ("arXiv 2411.99017", "Plain"), ("https://arxiv.org/abs/2411.99017v2", "Plain"),
        ("http://www.arxiv.org/pdf/2411.99017.pdf", "Plain"),
        ("https://arxiv.org/pdf/2411.99017?download=1#page=2", "Plain"), ("10.48550/arXiv.2411.99017", "Plain"),
        ("https://doi.org/10.48550/arxiv.2411.99017", "Plain"), ("hep-th/9901001", "Old"),
        ("arxiv.org/abs/hep-th/9901001", "Old"), ("https://doi.org/10.1000/(SICI)1%3C2::3%3E4.0.CO;2-A", "Old"),
        ("10.5555/b", "Both"), ("2305.00001", "Both"), ("10.48550/arXiv.2305.00001v3", "Both"),
        ("https://lab.test/site/publications/p4.html", "Neither"),
        ("http://localhost:8000/fr/publications/p4#cite", "Neither"),
        ("https://lab.test/authors/ada-noether.html", "Ada Noether"),
    ],
)  # fmt: skip
def test_an_identifier_finds_what_it_names_and_nothing_else(module: Page, query: str, title: str) -> None:
    assert found(module, query, *IDENTIFIED, paper("Last", "Ada Noether")) == [title]


@pytest.mark.parametrize(
    "query",
    [
        "10.1234/odd",
        "10.1234/odd.33",
        "10.1234/",
        "10.1234",
        "doi:10.9999/odd.3",
        "arXiv:2411.99018",
        "2411.9901",
        "math/9901001",
    ],
)
def test_an_identifier_that_nothing_has_finds_nothing(module: Page, query: str) -> None:
    assert found(module, query, *IDENTIFIED) == []


def test_an_address_of_another_site_is_words(module: Page) -> None:
    assert found(module, "https://code.test/odd", paper("Odd", abstract="At https://code.test/odd.")) == ["Odd"]


def test_what_the_manual_says_is_found_is_found(module: Page) -> None:
    rows = re.findall(r"^\| (`.+?) \|", (tools.ROOT / "docs" / "search.md").read_text("utf-8"), re.MULTILINE)
    queries = [query for row in rows for query in re.findall("`([^`]+)`", row) if "…" not in query]
    assert len(queries) >= 10
    papers = (
        paper("Keys", "Frederik Träuble"), paper("Can Forward Gradient Match?"), paper("Discrete Key-Value Bottleneck"),
        paper("Trees", "Rishabh Agarwal"), paper("Rings", "J. R. R. Smith"), paper("Woods", "小明 王"),
        paper("Stones", "민수 김"), paper("C++"), paper("Of F#"), paper("Odd", DOI="10.1234/odd.3"),
        paper("Plain", arXiv="2411.99017v2"),
    )  # fmt: skip
    assert [query for query in queries if not found(module, query, *papers)] == []


@pytest.mark.parametrize("query", ["", "   ", "…", "'", "-", "((("])
def test_a_query_without_words_finds_nothing(module: Page, query: str) -> None:
    assert found(module, query, paper("Trees")) == []


def test_a_site_without_publications_can_be_searched(module: Page) -> None:
    assert found(module, "a") == []


def test_a_page_pasted_into_the_field_does_not_hang_the_browser(module: Page) -> None:
    assert found(module, "trees and woods " * 50_000, paper("Trees and woods")) == ["Trees and woods"]
