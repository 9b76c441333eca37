"""PubMed's and EndNote's tagged formats, and tables with a header."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.formats import Loaded, csv, endnote, nbib
from generator.formats._columns import KNOWN
from generator.formats.csl_json import dump
from generator.model import Name, PartialDate, Publication

FIXTURES = Path(__file__).parent / "fixtures"


def fixture(name: str) -> str:
    return (FIXTURES / name).read_text("utf-8")


def codes(loaded: Loaded) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in loaded.problems]


def one_row(**cells: str) -> Publication:
    """What a table of one row says."""
    [record] = csv.load("\t".join(cells) + "\n" + "\t".join(cells.values()) + "\n", "a.tsv").records
    return record.publication


# PubMed


def test_an_export_of_pubmed_is_read() -> None:
    loaded = nbib.load(fixture("nbib/pubmed.nbib"), "a.nbib")
    snow, retracted = (record.publication for record in loaded.records)
    assert [(record.id, record.line) for record in loaded.records] == [("37295402", 1), ("11111111", 41)]
    assert snow == Publication(
        "Snow & ice in the lungs of mice: a randomised study of what happens in winter",
        author=(
            Name(given="Ludwig", family="Beethoven", non_dropping_particle="van", suffix="Jr", ORCID="0000-0002-1825-0097"),
            Name(given="Ada", family="Moreau"),
            Name(literal="Snow Study Group"),
        ),
        type="article-journal",
        issued=PartialDate(2023, 7, 3),
        container_title="Journal of snow",
        volume="12",
        issue="3",
        page="123-9",
        publisher_place="England",
        language="en",
        DOI="10.1000/182",
        PMID="37295402",
        PMCID="PMC10256217",
        ISSN="2049-3630, 0028-0836",
        keyword=("snow", "ice"),
        abstract="BACKGROUND: Snow is white. METHODS: We looked at it for a long time, at p<0.05. CONCLUSIONS: It melts.",
        custom={
            "LID": "S2049-3630(23)00001-2 [pii]",
            "CI": "Copyright (c) 2023 The Lab.",
            "AD": "The Lab, Montreal, Canada.",
            "GR": "12345/Snow Foundation",
            "PT": "Randomized Controlled Trial",
            "TA": "J Snow",
            "MH": ["Animals", "Mice"],
        },
    )
    assert retracted.author == (Name(given="J", family="Doe"),)
    assert (retracted.author_list, retracted.status, retracted.issued) == ("partial", "retracted", PartialDate(2021))
    assert retracted.custom == {"DP": "2021 Jul-Aug"}
    assert codes(loaded) == [("entry-left-out", 2)]
    assert loaded.problems[0].args == {"fields": "DCOM, EDAT, LR, OWN, PHST, SO, STAT"}


def test_a_short_name_that_no_full_name_stands_for_is_kept() -> None:
    loaded = nbib.load("PMID- 1\nTI  - Snow.\nFAU - Doe, Jane\nAU  - Doe J\nAU  - Roe R\n", "a.nbib")
    [record] = loaded.records
    assert record.names == ("Jane Doe",)
    assert record.publication.custom == {"AU": "Roe R"}


def test_a_line_that_is_not_set_in_belongs_to_no_field() -> None:
    loaded = nbib.load("PMID- 1\nTI  - Snow.\nmelts\n      away\n\nhere and there\n", "a.nbib")
    assert codes(loaded) == [("entry-stray", 3), ("entry-stray", 4), ("entry-stray", 6)]
    assert loaded.records[0].publication.title == "Snow"


@pytest.mark.parametrize(
    ("told", "type_", "kept"),
    [
        (["Review", "Book Chapter"], "chapter", "Review"),
        (["Journal Article", "Preprint"], "article", None),
        (["Journal Article", "Review"], "article-journal", "Review"),
        (["Review", "Journal Article"], "article-journal", "Review"),
        (["Editorial"], "article-journal", "Editorial"),
        (["Journal Article"], "article-journal", None),
        (["English Abstract"], None, "English Abstract"),
    ],
)
def test_of_several_types_of_pubmed_the_more_telling_one_counts(told: list[str], type_: str | None, kept: str | None) -> None:
    lines = "".join(f"PT  - {each}\n" for each in told)
    [record] = nbib.load(f"PMID- 1\nTI  - Snow.\n{lines}", "a.nbib").records
    assert (record.publication.type, record.publication.custom.get("PT")) == (type_, kept)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("[Why does it snow?].", "Why does it snow?"),
        ("[Snow in Lyon.]", "Snow in Lyon"),
        ("[Snow] in [Lyon].", "[Snow] in [Lyon]"),
        ("Snow: [a review].", "Snow: [a review]"),
        ("[].", "[]"),
    ],
)
def test_brackets_round_a_title_that_pubmed_translated_are_no_part_of_it(title: str, expected: str) -> None:
    [record] = nbib.load(f"PMID- 1\nTI  - {title}\n", "a.nbib").records
    assert record.publication.title == expected


def test_what_is_ahead_of_print_has_the_date_of_its_electronic_form() -> None:
    [record] = nbib.load("PMID- 1\nTI  - Snow.\nDEP - 20230703\n", "a.nbib").records
    assert record.publication.issued == PartialDate(2023, 7, 3)


# EndNote


def test_an_export_of_endnote_is_read() -> None:
    loaded = endnote.load(fixture("endnote/export.enw"), "a.enw")
    snow, winters = (record.publication for record in loaded.records)
    assert loaded.problems == ()
    assert [(record.id, record.line) for record in loaded.records] == [("beethoven23", 1), (None, 24)]
    assert snow == Publication(
        "Snow and Ice: A Study",
        author=(
            Name(given="Ludwig", family="Beethoven", non_dropping_particle="van"),
            Name(given="Ada", family="Moreau"),
            Name(literal="The Snow Group"),
        ),
        type="paper-conference",
        issued=PartialDate(2023, 7, 3),
        container_title="Winter Conference",
        collection_title="Lecture Notes in Weather",
        volume="12",
        page="1-9",
        publisher="The Lab",
        publisher_place="Montréal",
        DOI="10.1000/182",
        ISSN="2049-3630",
        URL="https://winter.example/snow",
        keyword=("snow", "ice"),
        abstract="Snow is white.\nIce is not.",
        custom={"%+": "The Lab, Montréal"},
    )
    assert winters.author == (Name(printed="Jane Doe"),), "what has no comma has no parts, and is no group"
    assert (winters.type, winters.collection_title, winters.ISBN) == ("book", "Cold Series", "978-3-16-148410-0")
    assert winters.language == "fr"


def test_endnote_may_have_family_name_and_initials_and_several_names_where_one_belongs() -> None:
    text = "%0 Journal Article\n%A Doe JA\n%A Roe, R., Sato, J.\n%A Moreau, Ada and van Buren, Ludwig\n%T Snow\n"
    loaded = endnote.load(text, "a.enw")
    assert [name.text for name in loaded.records[0].publication.author] == [
        "JA Doe", "R. Roe", "J. Sato", "Ada Moreau", "Ludwig van Buren",
    ]  # fmt: skip
    assert codes(loaded) == [("entry-names", 3), ("entry-names", 4)]


@pytest.mark.parametrize(
    "name", ["Barnes and Noble, Inc.", "Ministry of Health and Social Services", "King, Jr., Martin Luther", "Doe, Jane"]
)
def test_one_name_of_endnote_stays_one(name: str) -> None:
    loaded = endnote.load(f"%0 Journal Article\n%A {name}\n%T Snow\n", "a.enw")
    assert (len(loaded.records[0].publication.author), loaded.problems) == (1, ())


def test_refer_parts_entries_by_blank_lines() -> None:
    loaded = endnote.load(fixture("endnote/refer.txt"), "a.txt")
    first, second = (record.publication for record in loaded.records)
    assert first.author == (Name(printed="Jane Doe"), Name(printed="Richard Roe"))
    assert (first.issued, first.custom) == (PartialDate(1989), {"%D": "Spring 1989"})
    assert (second.title, second.type) == ("Another", None)


# Tables


def test_a_table_is_read_row_by_row() -> None:
    loaded = csv.load(fixture("csv/english.csv"), "a.csv")
    snow, folding, quoted, many = (record.publication for record in loaded.records)
    assert [record.line for record in loaded.records] == [2, 4, 6, 8]
    assert snow == Publication(
        "Snow and Ice",
        author=(
            Name(given="Ada", family="Moreau"),
            Name(given="Ludwig", family="Beethoven", non_dropping_particle="van"),
            Name(literal="The Snow Group"),
        ),
        issued=PartialDate(2023),
        container_title="Journal of Snow",
        volume="12",
        issue="3",
        page="1-9",
        DOI="10.1000/182",
        keyword=("snow", "ice"),
        abstract='Snow is white.\nIce is "not".',
        custom={"Funding": "Snow Foundation"},
    )
    assert folding.author == (Name(printed="Ada Moreau"), Name(printed="Jun Sato"), Name(printed="Jane Doe"))
    assert folding.issued == PartialDate(2022, 5)
    assert quoted.title == '"A "quoted" title"'
    assert quoted.author == (Name(printed="Jane Doe"),)
    assert quoted.author_list == "partial"
    assert many.title == "Too Many Cells"
    assert codes(loaded) == [("csv-quote", 6), ("entry-title", 7), ("csv-cells", 8)]
    assert loaded.problems[2].text == "surplus"


def test_a_french_table_with_semicolons_is_read() -> None:
    loaded = csv.load(fixture("csv/french.csv"), "a.csv")
    neige, glace = (record.publication for record in loaded.records)
    assert (neige.title, neige.type, neige.container_title) == ("La neige", "article-journal", "Revue de la neige")
    assert neige.author == (Name(printed="Amélie Côté"), Name(printed="Zoé Müller"))
    assert (neige.abstract, neige.URL) == ("La neige est blanche.", "https://neige.example/a")
    assert glace.author == (Name(given="Amélie", family="Côté"),)
    assert (glace.issued, glace.type) == (PartialDate(2022, 3), "thesis")
    assert codes(loaded) == [("entry-identifier", 3)]


def test_an_export_of_scopus_is_read() -> None:
    [record] = csv.load(fixture("csv/scopus.tsv"), "a.tsv").records
    paper = record.publication
    assert record.id == "2-s2.0-1"
    assert paper.author == (Name(given="Ada", family="Moreau"), Name(given="Jun", family="Sato"))
    assert (paper.page, paper.type) == ("12-19", "paper-conference")
    assert paper.custom == {"Authors": "Moreau A.; Sato J."}


BEETHOVEN = Name(given="L.V.", family="Beethoven", non_dropping_particle="van")
SNOW = Name(literal="Snow in Winter")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Moreau, Ada", [Name(given="Ada", family="Moreau")]),
        ("Ada Moreau", [Name(printed="Ada Moreau")]),
        ("Moreau, Ada; Sato, Jun", [Name(given="Ada", family="Moreau"), Name(given="Jun", family="Sato")]),
        ("Ada Moreau, Jun Sato", [Name(printed="Ada Moreau"), Name(printed="Jun Sato")]),
        ("Ada Moreau and Jun Sato", [Name(printed="Ada Moreau"), Name(printed="Jun Sato")]),
        ("Ada Moreau et Jun Sato", [Name(printed="Ada Moreau"), Name(printed="Jun Sato")]),
        ("Moreau, Ada and Sato, Jun", [Name(given="Ada", family="Moreau"), Name(given="Jun", family="Sato")]),
        ("King, Jr., Martin Luther", [Name(given="Martin Luther", family="King", suffix="Jr.")]),
        ("Moreau A, Sato J", [Name(given="A", family="Moreau"), Name(given="J", family="Sato")]),
        ("Moreau A.; van Beethoven L.V.", [Name(given="A.", family="Moreau"), BEETHOVEN]),
        ("Moreau A, Sato J; Snow in Winter.", [Name(given="A", family="Moreau"), Name(given="J", family="Sato"), SNOW]),
        ("Moreau, Ada; Snow in Winter", [Name(given="Ada", family="Moreau"), SNOW]),
        ("Ada Moreau; Snow in Winter", [Name(printed="Ada Moreau"), Name(printed="Snow in Winter")]),
        ("Moreau A", [Name(printed="Moreau A")]),
        ("Xingjian SHI, Jing LI", [Name(printed="Xingjian SHI"), Name(printed="Jing LI")]),
        ("Hal Daumé III, Moreau A", [Name(printed="Hal Daumé III"), Name(printed="Moreau A")]),
    ],
)
def test_one_cell_holds_one_name_or_several(cell: str, expected: list[Name]) -> None:
    [record] = csv.load(f'title,authors\nSnow,"{cell}"\n', "a.csv").records
    assert list(record.publication.author) == expected


def test_in_an_export_of_pubmed_the_family_name_comes_first_and_a_paper_of_one_author_is_read_like_the_others() -> None:
    loaded = csv.load(fixture("csv/pubmed.csv"), "a.csv")
    snow, ice = (record.publication for record in loaded.records)
    assert snow.author == (
        Name(given="JA", family="Doe"),
        Name(given="KH", family="Müller"),
        Name(given="JD", family="Waals", non_dropping_particle="van der"),
        Name(given="A", family="Garcia-Lopez"),
        Name(given="X", family="Li"),
        Name(literal="Snow Study"),
    )
    assert ice.author == (Name(given="R.", family="Roe"),)
    assert snow.author_list == ice.author_list == "complete"


def test_excel_may_say_what_parts_the_cells_and_windows_ends_lines_in_its_way() -> None:
    loaded = csv.load("\ufeffsep=;\r\nTitle;Year\r\nSnow, Ice;2023\r\n", "a.csv")
    assert [(record.publication.title, record.line) for record in loaded.records] == [("Snow, Ice", 3)]


def test_a_table_without_a_title_column_is_an_error() -> None:
    assert codes(csv.load("who,when\nJane Doe,2023\n", "a.csv")) == [("csv-columns", 1)]


@pytest.mark.parametrize(
    ("date", "expected", "kept"),
    [
        ("2023-07-03", PartialDate(2023, 7, 3), None),
        ("2023-07-03T10:15:00.5Z", PartialDate(2023, 7, 3), None),
        ("2023-07-03 10:15 +02:00", PartialDate(2023, 7, 3), None),
        ("2023-07-03 to 5 July", PartialDate(2023, 7, 3), "2023-07-03 to 5 July"),
        ("3 July 2023", PartialDate(2023, 7, 3), None),
        ("July 3rd, 2023", PartialDate(2023, 7, 3), None),
        ("1er mars 2023", PartialDate(2023, 3, 1), None),
        ("Août 2023", PartialDate(2023, 8), None),
        ("März 2023", PartialDate(2023, 3), None),
        ("3. Dezember 2023", PartialDate(2023, 12, 3), None),
        ("03/07/2023", PartialDate(2023), "03/07/2023"),
        ("2022–2023", PartialDate(2022), "2022–2023"),
        ("Winter 2023", PartialDate(2023), "Winter 2023"),
        ("31 February 2023", PartialDate(2023, 2), "31 February 2023"),
        ("2023a", PartialDate(2023), "2023a"),
        ("n.d.", None, "n.d."),
    ],
)
def test_a_date_is_as_precise_as_it_is_said(date: str, expected: PartialDate | None, kept: Any) -> None:
    [record] = csv.load(f'title,date\nSnow,"{date}"\n', "a.csv").records
    assert record.publication.issued == expected
    assert record.publication.custom.get("date") == kept


@pytest.mark.parametrize("text", ["%T\n", "%T", "%0\n%A\n%T a\n"])
def test_a_tag_may_stand_alone(text: str) -> None:
    assert len(endnote.load(text, "a.enw").records) + len(endnote.load(text, "a.enw").problems) == 1


ZOTERO = """"Key","Item Type","Author","Title","Type","Number","Issue","Extra","Notes","File Attachments"
"A1","thesis","Roe, Rick","Ice","PhD thesis","","","","",""
"A2","journalArticle","Doe, Jane","Snow","","","3","PMID: 37295402
Read aloud in Lyon.","I like it","/home/me/a.pdf"
"A3","patent","Doe, Jane; The Snow Group","Sledge","","US 1,234","","","",""
"""


def test_columns_of_zotero_are_what_zotero_means() -> None:
    loaded = csv.load(ZOTERO, "a.csv")
    ice, snow, sledge = (record.publication for record in loaded.records)
    assert (ice.type, ice.genre, ice.custom) == ("thesis", "PhD thesis", {})
    assert (snow.PMID, snow.note, snow.issue, snow.custom) == ("37295402", "Read aloud in Lyon.", "3", {})
    assert sledge.author == (Name(given="Jane", family="Doe"), Name(literal="The Snow Group"))
    assert (sledge.type, sledge.number, sledge.issue) == ("patent", "US 1,234", "")
    [left_out] = loaded.problems
    assert left_out.args == {"fields": "File Attachments, Notes"}


@pytest.mark.parametrize(
    ("cell", "type_", "genre", "status", "kept"),
    [
        ("PhD thesis", "thesis", "PhD thesis", "", None),
        ("mastersthesis", "thesis", "Master's thesis", "", None),
        ("Masterarbeit", "thesis", "Masterarbeit", "", None),
        ("Thèse", "thesis", "", "", None),
        ("Article in Press", "article-journal", "", "in-press", None),
        ("Erratum", "article-journal", "", "", "Erratum"),
        ("Article de revue", "article-journal", "", "", None),
        ("Article; Book Chapter", "chapter", "", "", None),
        ("Article; Data Paper", "article-journal", "", "", "Data Paper"),
        ("Article; Sermon", None, "", "", "Article; Sermon"),
        ("Konferenzbeitrag", "paper-conference", "", "", None),
    ],
)
def test_what_a_type_says_beyond_the_type_is_kept(
    cell: str, type_: str | None, genre: str, status: str, kept: str | None
) -> None:
    found = one_row(Title="Snow", Type=cell)
    assert (found.type, found.genre, found.status or "", found.custom.get("Type")) == (type_, genre, status, kept)


@pytest.mark.parametrize(
    "header",
    [
        ("Title", "Author(s)", "Year", "Journal", "Issue", "Pages", "Keywords"),
        ("Titel", "Autor(en)", "Erscheinungsjahr", "Zeitschrift", "Heft", "Seiten", "Schlüsselwörter"),
        ("TITEL", "Verfasser:innen", "Jahr", "Erschienen in", "Nr.", "Seite", "Schlagwörter"),
        ("Titre", "Auteur·e·s", "Année", "Revue", "Numéro", "Pages", "Mots-clés"),
        ("Titre de l’article", "Auteur(s)", "Date de parution", "Publié dans", "Numéro", "Pagination", "Mots clefs"),
    ],
)
def test_columns_are_known_in_three_languages(header: tuple[str, ...]) -> None:
    found = one_row(
        **dict(zip(header, ("Snow", "Doe, Jane; Roe, Rick", "2023", "Weather", "3", "1-9", "snow; ice"), strict=True))
    )
    assert found == Publication(
        "Snow",
        author=(Name(given="Jane", family="Doe"), Name(given="Rick", family="Roe")),
        issued=PartialDate(2023),
        container_title="Weather",
        issue="3",
        page="1-9",
        keyword=("snow", "ice"),
    )


WOS = "PT\tAU\tAF\tCA\tTI\tSO\tDT\tID\tOI\tNR\tPD\tPY\tUT\n"


@pytest.mark.parametrize(
    ("month", "issued", "kept"), [("MAR 15", PartialDate(2023, 3, 15), None), ("JUL-AUG", PartialDate(2023), "JUL-AUG 2023"),
                                  ("", PartialDate(2023), None)]
)  # fmt: skip
def test_columns_of_web_of_science_are_what_it_means(month: str, issued: PartialDate, kept: str | None) -> None:
    people = "Moreau, A\tMoreau, Ada\tSnow Group"
    orcids = "Moreau, Ada/0000-0002-1825-0097; Doe, Jane/0000-0001-5109-3700"
    row = f"J\t{people}\tSnow\tWEATHER\tArticle; Early Access\tICE\t{orcids}\t30\t{month}\t2023\tWOS:1\n"
    [record] = csv.load(WOS + row, "a.txt").records
    found = record.publication
    assert record.id == "WOS:1"
    assert found.author == (Name(given="Ada", family="Moreau", ORCID="0000-0002-1825-0097"), Name(literal="Snow Group"))
    assert (found.type, found.status, found.issued, found.issue) == ("article-journal", "in-press", issued, "")
    assert found.custom.get("PD") == kept
    assert (found.custom["ID"], found.custom["NR"], found.custom["OI"]) == ("ICE", "30", "Doe, Jane/0000-0001-5109-3700")


def test_an_export_of_ieee_names_types_and_months_in_its_way() -> None:
    found = one_row(**{"Document Title": "Snow", "Document Identifier": "IEEE Conferences", "Publication Year": "2023"})
    assert found.type == "paper-conference"
    found = one_row(**{"Document Title": "Snow", "Issue Date": "Feb. 2023", "Publication Year": "2023"})
    assert (found.issued, found.custom) == (PartialDate(2023, 2), {})


def test_the_page_of_a_database_is_not_the_address_of_the_work() -> None:
    address = "https://www.scopus.com/inward/record.uri?eid=2-s2.0-1"
    found = one_row(Title="Snow", Link=address, **{"Publication Stage": "Article in press"})
    assert (found.URL, found.status, found.custom) == ("", "in-press", {"Link": address})


@given(st.dictionaries(st.sampled_from(sorted(KNOWN)), st.from_regex(r"zq[0-9]{1,4}q", fullmatch=True), min_size=1))
def test_no_cell_of_a_known_column_is_lost(cells: dict[str, str]) -> None:
    table = {"title": "Snow", **cells}
    loaded = csv.load(f"{';'.join(table)}\n{';'.join(table.values())}\n", "a.csv")
    said = dump(loaded.records) + str([problem.args for problem in loaded.problems])
    left_out = str([problem.args for problem in loaded.problems if problem.code == "entry-left-out"])
    assert [name for name, cell in table.items() if cell not in said and name not in left_out] == []
