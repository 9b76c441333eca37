"""Personal names: what their letters say, how capitals are undone, and what makes two alike."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import names
from generator.likeness import deletions, likeness, spelled, within_one
from generator.model import Name


@pytest.mark.parametrize(
    ("capitals", "shown"),
    [
        ("DOHA HWANG", "Doha Hwang"),
        ("MARIA DE LA CRUZ", "Maria de la Cruz"),
        ("LUDWIG VAN BUREN", "Ludwig van Buren"),
        ("RONALD MCDONALD", "Ronald McDonald"),
        ("SHEILA O'NEIL", "Sheila O'Neil"),
        ("CARLO D’AMICO", "Carlo D’Amico"),
        ("HIROSHI ECHIZEN’YA", "Hiroshi Echizen’ya"),
        ("JEAN-PIERRE SMITH-JONES", "Jean-Pierre Smith-Jones"),
        ("J. P. SMITH", "J. P. Smith"),
        ("JP SMITH", "JP Smith"),
        ("NG WEI LIN", "Ng Wei Lin"),
        ("JOHN DOE III", "John Doe III"),
        ("HYO JIN DO", "Hyo Jin Do"),
        ("DO HYUN KIM", "Do Hyun Kim"),
        ("ÉMILE ZOLA", "Émile Zola"),
        ("İLYAS ÇİÇEKLİ", "İlyas Çiçekli"),
        ("ИВАН ПЕТРОВ", "Иван Петров"),
        ("ΝΙΚΟΣ ΠΑΠΑΣ", "Νικος Παπας"),
    ],
)
def test_a_name_in_capitals_throughout_is_shown_as_it_is_usually_written(capitals: str, shown: str) -> None:
    assert names.recased(Name(printed=capitals)).text == shown


@pytest.mark.parametrize(
    "name", ["Alexandre AGM Duval", "AGM", "A. B. C.", "bell hooks", "LI Wei", "小明 王", "محمد علي", "John DOE"]
)
def test_any_other_name_stays_as_it_is(name: str) -> None:
    assert names.recased(Name(printed=name)) == Name(printed=name)


def test_a_group_in_capitals_stays_as_it_is() -> None:
    assert names.recased(Name(literal="THE ATLAS COLLABORATION")).text == "THE ATLAS COLLABORATION"


def test_the_parts_of_a_name_in_capitals_stay_parts() -> None:
    name = Name(given="MARIA", non_dropping_particle="DE LA", family="CRUZ-DÍAZ", ORCID="0000-0002-1825-0097")
    assert names.recased(name) == Name(
        given="Maria", non_dropping_particle="de la", family="Cruz-Díaz", ORCID="0000-0002-1825-0097"
    )


@given(st.text(max_size=30))
def test_undoing_capitals_changes_no_letter_and_is_done_once(text: str) -> None:
    once = names.recased(Name(printed=text))
    assert names.identity(once.text) == names.identity(text) or any(letter in text for letter in "Iİ\u0345")
    assert names.recased(once) == once


@pytest.mark.parametrize(
    ("listed", "families"),
    [
        (["Doe JA", "van der Berg J.D.", "Garcia-Lopez A.", "O’Neil J-P"], ["Doe", "Berg", "Garcia-Lopez", "O’Neil"]),
        (["Doe J Jr", "Иванов И.И."], ["Doe", "Иванов"]),
        (["DOE J", "ROE KH"], ["DOE", "ROE"]),
        (["De La Cruz M", "Garcia Lopez A"], ["De La Cruz", "Garcia Lopez"]),
        (["Doe J"], []),
        (["Doe J", "Jane Roe"], []),
        (["Xingjian SHI", "JING LI"], []),
        (["Hal Daumé III", "Doe J"], []),
        (["Vijay Sundar Ram R", "Doe J"], []),
        (["Carlos A. Díaz Q.", "Doe J"], []),
        (["J. Doe", "A. Roe"], []),
        (["Alexandre AGM Duval", "Doe J"], []),
        (["李 明", "Doe J"], []),
        ([], []),
    ],
)
def test_a_list_of_family_names_with_initials_is_known_as_a_whole(listed: list[str], families: list[str]) -> None:
    assert [name.family for name in names.vancouver(listed)] == families


def test_only_the_printed_names_of_a_list_get_parts_and_all_else_that_is_said_of_them_stays() -> None:
    given = (Name(printed="Doe J", ORCID="0000-0002-1825-0097", equal=True), Name(literal="Snow Group"), Name(printed="Roe A"))
    assert names.listed(given) == (
        Name(given="J", family="Doe", ORCID="0000-0002-1825-0097", equal=True),
        Name(literal="Snow Group"),
        Name(given="A", family="Roe"),
    )
    assert names.listed(given[:2]) == given[:2]


@given(st.lists(st.text(max_size=12), max_size=4))
def test_parts_of_a_list_are_the_words_of_its_names_each_once(listed: list[str]) -> None:
    for text, name in zip(listed, names.vancouver(listed), strict=False):
        assert sorted("".join(name.text.split())) == sorted("".join(text.replace(".", "").split())) or "." in text
        assert name.family
        assert name.given


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Doe, Jane", Name(given="Jane", family="Doe")),
        ("van der Berg, J. D.", Name(given="J. D.", family="Berg", non_dropping_particle="van der")),
        ("Doe, Jr., John", Name(given="John", family="Doe", suffix="Jr.")),
        ("Doe, John, III", Name(given="John", family="Doe", suffix="III")),
        ("O’Neil-Díaz , Ann-Marie", Name(given="Ann-Marie", family="O’Neil-Díaz")),
        ("Иванов, И. И.", Name(given="И. И.", family="Иванов")),
    ],
)
def test_a_name_with_the_family_name_first_is_turned_round(printed: str, read: Name) -> None:
    iD = "0000-0002-1825-0097"  # noqa: N806 - ORCID's own spelling
    assert names.turned(Name(printed=printed, ORCID=iD)) == replace(read, ORCID=iD)
    assert names.parts(Name(printed=printed)) == read


@pytest.mark.parametrize(
    "printed",
    [
        "John Doe, Jr.", "Jane Doe, PhD", "Jane Doe, MSc", "Snow, Inc.", "Barnes and Noble, Inc.", "University of Snow, Ice Lab",
        "Doe, Jane, Roe, Rick", "Doe, Jane and Roe, Rick", "Doe,", ", Jane", "Doe, 3", "Snow (A, B)", "", ",",
    ],
)  # fmt: skip
def test_a_comma_that_does_not_part_a_name_turns_nothing(printed: str) -> None:
    assert names.turned(Name(printed=printed)) == Name(printed=printed)


@given(st.text(max_size=20))
def test_turning_a_name_loses_no_word_and_is_done_once(text: str) -> None:
    once = names.turned(Name(printed=text))
    assert sorted(once.text.split()) == sorted(text.replace(",", " ").split()) or once.text == text
    assert names.turned(once) == once


@pytest.mark.parametrize(
    ("family", "given", "shown"),
    [
        ("王", "小明", "王小明"),
        ("佐藤", "純", "佐藤純"),
        ("佐々木", "さくら", "佐々木 さくら"),
        ("김", "민준", "김민준"),
        ("王", "Xiaoming", "Xiaoming 王"),
    ],
)
def test_in_chinese_japanese_and_korean_script_the_family_name_comes_first(family: str, given: str, shown: str) -> None:
    assert Name(given=given, family=family).text == shown


def test_of_two_words_in_such_a_script_the_first_is_the_family_name_and_the_space_says_nothing() -> None:
    assert names.parts(Name(printed="李 明")) == Name(given="明", family="李")
    assert names.parts(Name(printed="李明")) == Name(literal="李明")
    assert names.closed(names.words("李 明")) == names.closed(names.words("李明"))


@pytest.mark.parametrize(
    ("given", "family", "parts"),
    [
        ("李", "娜", ("李", "娜")),
        ("이", "서연", ("이", "서연")),
        ("娜", "李", ("李", "娜")),
        ("王", "李", ("李", "王")),
        ("李", "Na", ("Na", "李")),
    ],
)
def test_a_family_name_that_a_page_took_for_a_given_one_is_turned_back(given: str, family: str, parts: tuple[str, str]) -> None:
    split = names.parts(names.turned_back(Name(given=given, family=family)))
    assert (split.family, split.given) == parts


def test_a_group_has_no_parts() -> None:
    assert names.parts(Name(printed="The ATLAS Collaboration")) == Name(literal="The ATLAS Collaboration")


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("Jean-Pierre Roy", "Jeanpierre Roy", True),
        ("Jean Pierre Roy", "Jeanpierre Roy", True),
        ("J.P. Roy", "JP Roy", True),
        ("Ann E. Lee", "Anne Lee", False),
        ("Yan Gao", "Yang Ao", False),
        ("B. O. Chen", "Bo Chen", False),
        ("Wei Zhang", "Zhang Wei", False),
    ],
)
def test_given_names_are_one_whether_joined_or_not(one: str, other: str, equal: bool) -> None:
    assert (names.closed(names.words(one)) == names.closed(names.words(other))) == equal


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Susan Talbott", "Susan W. Talbott", "fuller"),
        ("Sandra Carberry", "M. Sandra Carberry", "fuller"),
        ("Salud María Díaz", "Salud M. Díaz", "fuller"),
        ("Irene Langkilde", "Irene Langkilde-Geary", "fuller"),
        ("Eric Nyberg", "Eric H. Nyberg, 3rd", "fuller"),
        ("Mike White", "Michael White", "diminutive"),
        ("Inma Hernáez", "Inmaculada Hernaez", "diminutive"),
        ("Anne Göhring", "Anne Goehring", "transliteration"),
        ("Julia Orlova", "Yulia Orlova", "transliteration"),
        ("Иван Петров", "Ivan Petrov", "transliteration"),
        ("Rila Mandala", "Mandala Rila", "order"),
        ("Kehai Chen", "Chen Kehai", "order"),
        ("Péter Halácsy", "Péter Halácsky", "slip"),
        ("T. J. Hazen", "Timothy J. Hazen", "initials"),
        ("Carol Van Ess", "Carol VanEss", "spelling"),
        ("John A. Smith", "John B. Smith", ""),
        ("John Smith Jr.", "John Smith Sr.", ""),
        ("Yan Wang", "Yanfei Wang", ""),
        ("Jane Doe", "Jane Roe Smith", ""),
        ("J. Smith", "Karl Smith", ""),
    ],
)
def test_what_makes_two_names_alike(one: str, other: str, kind: str) -> None:
    assert likeness(Name(printed=one), Name(printed=other))[0] == kind
    assert likeness(Name(printed=other), Name(printed=one))[0] == kind


@given(st.text("abcd", max_size=8), st.text("abcd", max_size=8))
def test_texts_with_one_letters_difference_have_a_deletion_in_common(one: str, other: str) -> None:
    if within_one(one, other):
        assert deletions(one) & deletions(other)
    assert within_one(one, other) == within_one(other, one)
    assert within_one(one, one)


@given(st.text(max_size=20))
def test_every_text_can_be_compared(text: str) -> None:
    name = Name(printed=text)
    spelled(name)
    likeness(name, Name(printed="Jane Doe"))


# What tells namesakes apart


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Wei Zhang (Nanwan)", Name(given="Wei", family="Zhang", suffix="(Nanwan)")),
        ("Wei Zhang (University of Nanwan)", Name(given="Wei", family="Zhang", suffix="(University of Nanwan)")),
        ("Ludwig van Beethoven [Bonn]", Name(given="Ludwig", non_dropping_particle="van", family="Beethoven", suffix="[Bonn]")),
        ("Jane Doe Jr. (Ottawa)", Name(given="Jane", family="Doe", suffix="Jr. (Ottawa)")),
        ("Jane (Janie) Doe", Name(given="Jane (Janie)", family="Doe")),
        ("Zhang (Nanwan)", Name(literal="Zhang (Nanwan)")),
        ("(Nanwan)", Name(literal="(Nanwan)")),
    ],
)
def test_words_in_brackets_behind_a_name_are_no_family_name(printed: str, expected: Name) -> None:
    assert names.parts(Name(printed=printed)) == expected
    assert expected.text == printed


def test_a_namesake_stands_with_the_other_in_the_index() -> None:
    people = [Name(printed=text) for text in ("Wei Zhang (Nanwan)", "Wei Zhao", "Ada Moreau", "Wei Zhang")]
    assert [name.text for name in sorted(people, key=names.sort_key)] == [
        "Ada Moreau",
        "Wei Zhang",
        "Wei Zhang (Nanwan)",
        "Wei Zhao",
    ]
