"""Folding, names, and the addresses that are made from them."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import names, permalinks
from generator.model import Name, Publication
from generator.text import did_you_mean, fold, slug, transliterate, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Träuble", "trauble"), ("SCHÖLKOPF", "scholkopf"), ("Straße", "strasse"), ("Łódź", "lodz"), ("Ørsted", "orsted"),
        ("İstanbul", "istanbul"), ("ﬁne", "fine"), ("Ａ１", "a1"), ("Ελλάδα", "ελλαδα"), ("Й", "и"), ("हिन्दी", "हिन्दी"),
    ],
)  # fmt: skip
def test_folding_drops_case_and_accents_of_latin_greek_and_cyrillic_alone(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_umlauts_fold_in_the_german_way_too() -> None:
    assert transliterate("Träuble") == "traeuble"
    assert transliterate("Tra\u0308uble") == "traeuble"
    assert transliterate("plain") == "plain"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_words_are_runs_of_letters_and_digits() -> None:
    assert words("E(3)-equivariant, d’Alembert’s 100K") == ["e", "3", "equivariant", "dalemberts", "100k"]


@given(st.text(), st.integers(1, 80))
def test_a_slug_is_short_and_plain(text: str, limit: int) -> None:
    made = slug(text, limit)
    assert len(made) <= limit
    assert not made or permalinks.KEY.fullmatch(made)


def test_a_long_slug_is_cut_at_a_hyphen() -> None:
    assert slug("aaa bbb ccc", 8) == "aaa-bbb"
    assert slug("aaaaaaaaaaaa", 8) == "aaaaaaaa"


def test_a_title_without_latin_letters_gets_surname_and_digest() -> None:
    key = permalinks.new_key(Publication("深度学习", author=(Name(printed="Jane Doe"),)), set())
    assert key.startswith("doe-")
    assert len(key) == len("doe-") + 8
    assert set(key[4:]) <= set(string.hexdigits.lower())
    assert permalinks.KEY.fullmatch(permalinks.new_key(Publication("深度学习"), set()))


@pytest.mark.parametrize("reserved", ["index", "page-3", "con", "nul", "com1", "lpt9"])
def test_a_reserved_name_gets_a_number(reserved: str) -> None:
    assert permalinks.unused(reserved, set()) == f"{reserved}-2"
    assert permalinks.unused(reserved, {f"{reserved}-2"}) == f"{reserved}-3"


@pytest.mark.parametrize(
    ("target", "page", "href"),
    [
        ("publications/a.html", "index.html", "publications/a.html"),
        ("index.html", "publications/a.html", "../index.html"),
        ("publications/b.html", "publications/a.html", "b.html"),
        ("assets/style.css", "fr/publications/a.html", "../../assets/style.css"),
        ("authors/é b.pdf", "index.html", "authors/%C3%A9%20b.pdf"),
        ("a:b.pdf", "index.html", "a%3Ab.pdf"),
        ("index.html#x", "index.html", "index.html#x"),
    ],
)
def test_links_are_relative_and_name_the_file(target: str, page: str, href: str) -> None:
    assert permalinks.relative(target, page) == href


def test_an_absolute_address_of_an_index_is_its_folder() -> None:
    assert permalinks.absolute("index.html", "https://x.example/lab") == "https://x.example/lab/"
    assert permalinks.absolute("authors/index.html", "https://x.example/lab/") == "https://x.example/lab/authors/"
    assert permalinks.absolute("fr/authors/é.html", "https://x.example") == "https://x.example/fr/authors/%C3%A9.html"


@pytest.mark.parametrize(
    ("printed", "given", "particle", "family", "suffix"),
    [
        ("Max Schwarzer", "Max", "", "Schwarzer", ""),
        ("Ludwig van Beethoven", "Ludwig", "van", "Beethoven", ""),
        ("Maria de la Cruz", "Maria", "de la", "Cruz", ""),
        ("Fragkiskos D. Malliaros", "Fragkiskos D.", "", "Malliaros", ""),
        ("Martin Luther King Jr.", "Martin Luther", "", "King", "Jr."),
        ("Vincent Van Gogh", "Vincent Van", "", "Gogh", ""),
    ],
)
def test_the_parts_of_a_printed_name_are_inferred(printed: str, given: str, particle: str, family: str, suffix: str) -> None:
    parts = names.parts(Name(printed=printed))
    assert (parts.given, parts.non_dropping_particle, parts.family, parts.suffix) == (given, particle, family, suffix)


def test_a_name_of_one_word_has_no_parts() -> None:
    assert names.parts(Name(printed="Plato")) == Name(literal="Plato")


@given(st.text(min_size=1))
def test_no_name_is_lost_when_it_is_split(printed: str) -> None:
    assert "".join(names.parts(Name(printed=printed)).text.split()) == "".join(printed.replace(",", "").split()) or "," in printed


def test_the_identity_of_a_name_ignores_case_accents_dots_hyphens_and_spacing() -> None:
    forms = ["Sékou-Oumar Kaba", "SEKOU OUMAR  KABA", "Sékou‐Oumar Kaba.", "sekou-oumar kaba"]
    assert len({names.identity(form) for form in forms}) == 1
    assert names.identity("J. Smith") != names.identity("Jane Smith")


def test_the_known_word_that_was_meant_is_found() -> None:
    assert did_you_mean("titel", ["title", "author"]) == "title"
    assert did_you_mean("zzz", ["title"]) == ""
