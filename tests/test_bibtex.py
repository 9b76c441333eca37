"""BibTeX as it is written: what a reader of BibTeX makes of it is what the record says."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.formats import Record, named
from generator.formats._bibtex.latex import plain
from generator.formats._bibtex.mathematics import COMMANDS, simple
from generator.formats._bibtex.people import read as people_in
from generator.formats._bibtex.writing import SPECIAL, escape, people, title, verbatim
from generator.formats.bibtex import dump, load, recognises
from generator.model import Name, PartialDate, Publication

CHARACTERS = st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp"))
WORDS = st.lists(st.text(CHARACTERS, min_size=1, max_size=8), min_size=1, max_size=5).map(
    lambda words: unicodedata.normalize("NFC", " ".join(words))
)
ADDRESSES = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1)


def depths(text: str) -> list[int]:
    """How deep in braces the text is after each character: BibTeX counts every brace, a backslash before it or not."""
    depth, found = 0, []
    for character in text:
        depth += {"{": 1, "}": -1}.get(character, 0)
        found.append(depth)
    return found


def read(text: str) -> list[tuple[str, str, dict[str, str]]]:
    """(type, key, fields) of each entry, as BibTeX finds them: values with the outer braces off, macros as they are."""
    entries = []
    while head := re.match(r"\s*@(\w+)\{([^,\s]+),\n", text):
        text, fields = text[head.end() :], {}
        while field := re.match(r"  (\w+) = ", text):
            text = text[field.end() :]
            end = text.index(",\n") if text[0] != "{" else depths(text).index(0) + 1
            fields[field[1]] = text[:end].removeprefix("{").removesuffix("}") if text[0] == "{" else text[:end]
            assert text[end : end + 2] == ",\n"
            text = text[end + 2 :]
        assert text.startswith("}\n")
        text = text[2:]
        entries.append((head[1], head[2], fields))
    assert not text.strip()
    return entries


def shown(text: str) -> str:
    """What TeX shows of a text: commands as their characters, braces gone."""
    commands = {command: mark for mark, command in SPECIAL.items()}
    commands |= {f"\\ensuremath{{\\{command}}}": sign for sign, command in COMMANDS.items()}
    pattern = "|".join(re.escape(command) for command in sorted(commands, key=len, reverse=True))
    return re.sub(f"{pattern}|[{{}}]", lambda found: commands.get(found[0], ""), text)


def one(publication: Publication, key: str = "snow") -> tuple[str, dict[str, str]]:
    [(kind, _, fields)] = read(dump([Record(publication, 1, key)]))
    return kind, fields


@given(st.text(CHARACTERS))
def test_an_escaped_text_shows_its_characters_and_has_balanced_braces(text: str) -> None:
    escaped = escape(text)
    assert shown(escaped) == text
    assert min([0, *depths(escaped)]) == 0
    assert depths(f"{escaped}.")[-1] == 0


def test_what_classic_latex_has_in_mathematics_alone_is_written_so_and_read_back() -> None:
    for sign, command in COMMANDS.items():
        assert escape(f"a{sign}b") == f"a{{\\ensuremath{{\\{command}}}}}b"
        assert plain(escape(f"a{sign}b")) == f"a{sign}b"


@given(st.text(r"\alpham_^{} xβ$~", max_size=20))
def test_a_formula_is_text_without_braces_or_commands_or_is_left_to_tex(tex: str) -> None:
    pieces = simple(tex)
    if pieces is not None:
        marks = [piece for piece in pieces if not isinstance(piece, str)]
        assert not set("".join(piece for piece in pieces if isinstance(piece, str))) & set("\\{}$_^ ")
        assert sum(mark.opens for mark in marks) * 2 == len(marks)


@given(WORDS)
def test_a_title_shows_its_characters_whatever_is_protected_in_it(text: str) -> None:
    assert shown(title(text)) == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("FAENet: Frame Averaging for GNNs", "{FAENet}: Frame Averaging for {GNNs}"),
        ("A Study of Vitamin D and T5", "A Study of Vitamin {D} and {T5}"),
        ("Discrete Key-Value Bottleneck", "Discrete Key-Value Bottleneck"),
        ("100% of $5_000 {x} & y", r"100\% of \$5\_000 \textbraceleft{}x\textbraceright{} \& y"),
        ("ON SNOW AND ICE", "ON SNOW AND ICE"),
        ("ΛCDM at z ≈ 2", r"{{\ensuremath{\Lambda}}CDM} at z {\ensuremath{\approx}} 2"),
        ("Πάνω στο χιόνι και στον πάγο", "Πάνω στο χιόνι και στον πάγο"),
        ("Une étude de l’ADN", "Une étude de {l’ADN}"),
    ],
)
def test_words_with_inner_capitals_are_protected(text: str, written: str) -> None:
    assert title(text) == written


@given(ADDRESSES)
def test_addresses_stand_as_they_are_but_for_what_would_break_the_entry(text: str) -> None:
    written = verbatim(text)
    assert not set(written) & set("{}\\ ")
    assert verbatim("10.1002/(SICI)1<661::AID_3%>2.0#;2-2") == "10.1002/(SICI)1<661::AID_3%>2.0#;2-2"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (Name(printed="Ludwig van Buren"), "van Buren, Ludwig"),
        (Name(given="Martin Luther", family="King", suffix="Jr."), "King, Jr., Martin Luther"),
        (Name(given="Jan", family="Berg", non_dropping_particle="van der", suffix="III"), "van der Berg, III, Jan"),
        (Name(literal="The Snow & Ice Group"), r"{The Snow \& Ice Group}"),
        (Name(printed="Plato"), "{Plato}"),
        (Name(family="García Márquez"), "{García Márquez},"),
        (Name(family="Plato"), "Plato"),
        (Name(given="Jan", family="van der Berg"), "{van der Berg}, Jan"),
        (Name(given="Jan", family="Berg", non_dropping_particle="Van der"), "family={Berg}, given={Jan}, prefix={Van der}"),
        (Name(given="Jan"), "given={Jan}"),
        (Name(given="Ann", family="Barnes and Noble"), "{Barnes and Noble}, Ann"),
        (Name(given="Ann", family="Doe, the elder"), "{Doe, the elder}, Ann"),
        (Name(literal="others"), "{others}"),
    ],
)
def test_names_have_the_form_that_bibtex_takes_apart_rightly(name: Name, written: str) -> None:
    assert people([name]) == written


def test_a_partial_list_ends_in_and_others_and_no_list_in_nothing() -> None:
    authors = (Name(printed="Jane Doe"), Name(printed="Jun Sato"))
    assert people(authors, partial=True) == "Doe, Jane and Sato, Jun and others"
    assert people((), partial=True) == ""
    assert "author" not in one(Publication("Snow", author_list="partial"))[1]


@pytest.mark.parametrize(
    ("publication", "kind", "fields"),
    [
        (Publication("S", container_title="Here"), "misc", {"howpublished": "Here"}),
        (
            Publication("S", type="article-journal", container_title="J", issue="3", number="8"),
            "article",
            {"journal": "J", "number": "3", "eid": "8"},
        ),
        (
            Publication("S", type="paper-conference", event_title="SnowConf"),
            "inproceedings",
            {"booktitle": "SnowConf", "eventtitle": "SnowConf"},
        ),
        (
            Publication("S", type="thesis", publisher="U", genre="Mémoire de maîtrise"),
            "mastersthesis",
            {"school": "U", "type": "Mémoire de maîtrise"},
        ),
        (Publication("S", type="thesis", publisher="U"), "phdthesis", {"school": "U"}),
        (Publication("S", type="report", publisher="Lab", number="7"), "techreport", {"institution": "Lab", "number": "7"}),
        (Publication("S", arXiv="2305.19450"), "misc", {"eprint": "2305.19450", "archivePrefix": "arXiv"}),
        (
            Publication("S", issued=PartialDate(2023, 7, 2), page="3–4"),
            "misc",
            {"pages": "3--4", "year": "2023", "month": "jul", "day": "2"},
        ),
        (Publication("S", type="dataset", status="retracted"), "misc", {"entrysubtype": "dataset", "pubstate": "retracted"}),
    ],
)
def test_what_is_known_stands_in_the_field_of_its_type(publication: Publication, kind: str, fields: dict[str, str]) -> None:
    assert one(publication) == (kind, {"title": "{S}", **fields})


@given(WORDS, WORDS, WORDS, ADDRESSES)
def test_every_field_is_read_back(text: str, venue: str, abstract: str, url: str) -> None:
    publication = Publication(text, author=(Name(given=venue, family=text),), container_title=venue, URL=url, abstract=abstract)
    _, fields = one(publication)
    assert shown(fields["title"]) == text
    assert shown(fields["howpublished"]) == venue
    assert shown(fields["abstract"]) == abstract
    assert fields["url"] == verbatim(url)
    assert [name.text for name in people_in(fields["author"]).names] == [f"{venue} {text}"]


def test_keys_are_safe_and_differ_in_more_than_letter_case() -> None:
    keys = [
        key for _, key, _ in read(dump([Record(Publication("Snow"), 1, name) for name in ("a b{c}", "Snow", "snow", "", "é")]))
    ]
    assert keys == ["a-b-c", "Snow", "snow-2", "snow-3", "é"]


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=12), max_size=3))
@example(["kṣetra", "胡適1917", "2004A&A...424..927C", "IJCAI01*425", "-a-", "Dress??"])
def test_a_key_that_biber_takes_stays_and_every_key_is_read_back(wanted: list[str]) -> None:
    records = [Record(Publication("Snow"), 1, name) for name in wanted]
    keys = [key for _, key, _ in read(dump(records))]
    assert [record.id for record in load(dump(records), "a.bib").records] == keys
    if len({name.lower() for name in wanted}) == len(wanted) and all(re.fullmatch(r"[\w&*?.-]+", name) for name in wanted):
        assert keys == wanted


def test_nothing_makes_an_empty_text_and_bibtex_knows_itself() -> None:
    assert dump([]) == ""
    assert recognises(dump([Record(Publication("Snow"), 1, "snow")]))
    assert not recognises("Snow\nme@home.example\n")
    assert named("bibtex") is not None
