"""BibTeX as it is found: `tests/fixtures/bibtex-cases/` shows sources beside what they become."""

from __future__ import annotations

import json
import re
import string
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import i18n, sources
from generator.errors import Severity
from generator.formats import Hints, named, recognise
from generator.formats._bibtex import repair
from generator.formats._bibtex.blocks import split
from generator.formats._bibtex.latex import decode
from generator.formats._bibtex.people import read as names_in
from generator.formats.bibtex import load
from generator.i18n import tool_catalogue
from generator.names import parts
from tests.effort import grows_less_than

FIXTURES = Path(__file__).parent / "fixtures"
CASES = [
    (file.stem, *section.partition("\n")[::2])
    for file in sorted((FIXTURES / "bibtex-cases").glob("*.md"))
    for section in re.split(r"(?m)^## ", file.read_text("utf-8"))[1:]
]


def block(section: str, language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
    return found[1] if found else ""


def holds(found: Any, wanted: Any) -> bool:
    """Whether what is wanted is there; a record may say more, a list of names or numbers not. What is null must not be there."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(holds(found.get(key), value) for key, value in wanted.items())
    return bool(found == wanted)


@pytest.mark.parametrize(("file", "heading", "section"), CASES, ids=[f"{case[0]}: {case[1]}" for case in CASES])
def test_a_source_becomes_what_stands_beside_it(file: str, heading: str, section: str) -> None:
    loaded = load(block(section, "bibtex"), "x.bib")
    csl_json = named("csl-json")
    assert csl_json is not None
    assert csl_json.dump is not None
    items, wanted = json.loads(csl_json.dump(loaded.records)), json.loads(block(section, "json"))
    assert len(items) == len(wanted), (file, heading)
    for found, expected in zip(items, wanted, strict=True):
        assert holds(found, expected), found
        assert [*expected.get("author", [])] == [*(found.get("author", []) if "author" in expected else [])]
    said = [tool_catalogue("en").problem(problem) for problem in loaded.problems]
    assert said == block(section, "text").splitlines()


SOURCES = {
    "bibtex-unreadable": "@article{}",
    "bibtex-comma": "@article{a, title = {A} year = 2020}",
    "bibtex-surplus-brace": "@article{a, title = {A}}, year = {2020}}",
    "bibtex-unclosed": "@article{a, title = {A",
    "bibtex-unclosed-entry": "@article{a, title = {A}",
    "bibtex-junk": "@article{a, title = {A}, not a field}",
    "bibtex-commented": "% @article{a, title = {A}}",
    "bibtex-lost": "title = {A},",
    "bibtex-key-missing": "@article{, title = {A}}",
    "bibtex-key-repeated": "@article{a, title = {A}} @article{A, title = {B}}",
    "bibtex-no-publication": "@set{a, entryset = {b, c}}",
    "bibtex-untitled": "@article{a, author = {Doe, Jane}}",
    "bibtex-field-repeated": "@article{a, title = {A}, title = {B}}",
    "bibtex-macro-unknown": "@article{a, title = {A}, journal = nature}",
    "bibtex-macro-long": '@string{a = "' + "x" * 6000 + '"}',
    "bibtex-parent-missing": "@article{a, title = {A}, crossref = {b}}",
    "bibtex-parent-circle": "@article{a, title = {A}, crossref = {b}} @article{b, title = {B}, crossref = {a}}",
    "bibtex-date": "@article{a, title = {A}, date = {2020/2021}}",
    "bibtex-value": "@article{a, title = {A}, url = {nowhere}}",
    "bibtex-partial": "@book{a, title = {A}, editor = {Doe, Jane and others}}",
    "bibtex-command": "@article{a, title = {\\nosuch}}",
    "bibtex-et-al": "@article{a, title = {A}, author = {Doe, Jane et al.}}",
    "bibtex-names": "@article{a, title = {A}, author = {Doe, Jane; Sato, Jun}}",
    "bibtex-name-empty": "@book{a, title = {A}, author = {Doe, Jane and and Sato, Jun}}",
    "bibtex-name-commas": "@book{a, title = {A}, author = {Doe, Jr., Jane, Sato, B}}",
}
"""Every message, and a source that brings it and no other."""


def test_every_message_is_brought_by_one_of_these_sources() -> None:
    catalogue = Path(i18n.__file__).parent / "catalogues" / "en.toml"
    problems = tomllib.loads(catalogue.read_text("utf-8"))["problem"]
    assert set(SOURCES) == {code for code in problems if code.startswith("bibtex-")}


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("code", SOURCES)
def test_a_message_says_what_is_wrong_and_nothing_else_is_said(code: str, lang: str) -> None:
    problems = load(SOURCES[code], "x.bib").problems
    assert {problem.code for problem in problems} == {code}
    assert all(problem.severity is Severity.WARNING for problem in problems)
    words = tool_catalogue(lang).problem(problems[0])
    assert words.startswith("x.bib:1: ")
    assert "“”" not in words


def test_the_published_record_of_the_first_list_has_its_authors_in_order() -> None:
    loaded = load((FIXTURES / "proceedings.bib").read_text("utf-8"), "proceedings.bib")
    assert len(loaded.records) == 12
    assert sum(len(record.names) for record in loaded.records) == 64
    assert all(record.publication.issued and record.publication.container_title for record in loaded.records)
    assert not loaded.problems


def test_the_library_and_our_own_reader_agree_on_well_formed_entries() -> None:
    text = (FIXTURES / "proceedings.bib").read_text("utf-8")
    lines = repair.Lines(text)
    for entry in split(text).entries:
        start = lines.starts[entry.line - 1]
        assert repair.read(text, start, lines, len(text))[0] == entry


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_make_no_difference(ends: str) -> None:
    text = "\ufeff@article{a,\n  title = {Line\n    ends},\n  year = {2020},\n}\n@article{b, author = {X}}\n"
    loaded = load(text.replace("\n", ends), "x.bib")
    assert [(record.id, record.line, record.publication.title) for record in loaded.records] == [
        ("a", 1, "Line ends"),
        ("b", 6, ""),
    ]
    assert [(problem.code, problem.line) for problem in loaded.problems] == [("bibtex-untitled", 6)]


@pytest.mark.parametrize("name", ["x.bib", "x.BIBTEX", "x.txt", "x"])
def test_a_source_is_known_by_what_is_in_it(name: str) -> None:
    found = recognise(name, "@article{a, title = {A}}\n")
    assert found is not None
    assert found.name == "bibtex"


@pytest.mark.parametrize(
    ("head", "encoding", "known"),
    [
        ("% -*- coding: latin-2-unix -*-", "iso8859-2", "iso8859-2"),
        ("% Encoding: ISO8859_1", "iso8859-1", "iso8859-1"),
        ("% nothing said", "cp1252", "cp1252"),
        ("% Encoding: base64", "cp1252", "cp1252"),
    ],
)
def test_a_bibliography_of_another_encoding_is_read_and_said_to_be(head: str, encoding: str, known: str) -> None:
    data = f"{head}\n@article{{a, title = {{Čas é}}}}\n".replace("Č" if encoding != "iso8859-2" else "é", "").encode(encoding)
    _, loaded, format_name = sources.load("x.bib", data, "x.bib", Hints())
    assert format_name == "bibtex"
    assert [problem.code for problem in loaded.problems] == ["encoding-guessed"]
    assert loaded.problems[0].args == {"encoding": known}
    assert loaded.records[0].publication.title == ("Čas" if encoding == "iso8859-2" else "as é")


SHARDS = st.sampled_from(
    ["@article{", "@article(", "@string{", "@comment{", "@preamble{", "\n@misc{k,", "a,", "title", " = ", "{", "}", '"', "\\",
     "#", ",", "%", "\n", "{Snow}", "author", "and", " ", "$", "\\'e", "\\emph{",
     "crossref", "x", "date", "2020", "~", "``", "<i>", "(", ")", "@", "\\\n"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(SHARDS | st.text(max_size=3), max_size=40).map("".join))
def test_nothing_raises_and_no_entry_goes_without_a_word(text: str) -> None:
    loaded = load(text, "x.bib")
    said = {record.line for record in loaded.records} | {problem.line for problem in loaded.problems}
    normal = text.removeprefix("\ufeff").replace("\r\n", "\n")
    normal = normal.replace("\r", " " if "\n" in normal else "\n")
    for number, line in enumerate(normal.split("\n"), 1):
        if re.match(r"[ \t]*@(?!comment|string|preamble)\w+[ \t]*[{(]", line, re.IGNORECASE):
            assert number in said, (number, line)


@settings(max_examples=300, deadline=None)
@given(st.lists(SHARDS | st.text(max_size=5), max_size=30).map("".join))
def test_any_text_is_decoded_and_plain_words_stay(text: str) -> None:
    decode(text, tags=True)
    names_in(text)
    words = re.sub(r"[^A-Za-z0-9 ]", "", text)
    assert decode(words).text == " ".join(words.split())


@given(st.lists(st.text(string.ascii_letters, min_size=1).map(str.title), min_size=2, max_size=4))
def test_names_in_reading_order_have_their_last_word_as_family_name(words: list[str]) -> None:
    if not re.fullmatch(r"(?i)jr|sr|junior|senior|i+|iv|vi*", words[-1]) and "And" not in words:
        [name] = names_in(" ".join(words)).names
        assert name.family == words[-1]
        assert name == parts(name)


BOMBS: dict[str, Callable[[int], str]] = {
    "braces": lambda n: f"@article{{a, title = {{{'{' * n}{'}' * n}}}}}",
    "open braces": lambda n: "@article{a, title = " + "{" * n,
    "open entries": lambda n: "@article{a, title = {\n" * (n // 10),
    "open values": lambda n: "@article{a,\n" + "t = {x\n" * (n // 5),
    "open quotes": lambda n: "@article{a,\n" + 't = "x\n' * (n // 5),
    "commands": lambda n: "@article{a, title = {" + "\\emph{" * n + "}" * n + "}}",
    "accents": lambda n: "@article{a, title = {" + "\\'" * n + "}}",
    "math": lambda n: "@article{a, title = {" + "$" * n + "}}",
    "addresses": lambda n: "@article{a, title = {" + "\\url{x" * n + "}}",
    "tags": lambda n: "@article{a, title = {" + "<i>" * n + "}}",
    "quotes": lambda n: "@article{a, title = {" + " `x" * n + "}}",
    "names": lambda n: "@article{a, title = {A}, author = {" + "Doe, Jane and " * n + "Sato, Jun}}",
    "commas": lambda n: "@article{a, title = {A}, author = {" + "a, " * n + "}}",
    "macros": lambda n: '@string{a0 = "xx"}\n' + "".join(f"@string{{a{i} = a{i - 1} # a{i - 1}}}\n" for i in range(1, n // 20)),
    "comments": lambda n: "@comment{ x\n" * (n // 5),
    "parents": lambda n: "".join(f"@book{{k{i}, title = {{A}}, crossref = {{k{i + 1}}}}}\n" for i in range(n // 20)),
    "joined": lambda n: "@article{a, title = " + "{x} # " * n + "{y}}",
    "one key": lambda n: "@article{a, title = {A}}\n" * (n // 10),
    "at signs": lambda n: "@" * n,
    "percents": lambda n: "@article{a,\n" + "% x\n" * n + "}",
    "junk": lambda n: "@article{a, " + "x y " * n + "}",
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_the_time_grows_no_faster_than_the_text(name: str) -> None:
    """Eight times as much may take up to 24 times as long: far from the 64 of what is quadratic."""

    def reading(n: int) -> Callable[[], object]:
        text = BOMBS[name](n)
        return lambda: load(text, "x.bib")

    assert grows_less_than(24, reading, 1500, 12000)
