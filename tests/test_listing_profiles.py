"""A profile of Google Scholar, copied."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import Severity
from generator.formats import recognise
from generator.formats._listing.reading import Became, read
from generator.formats.listing import load
from tests.test_listing_references import texts_of, words_of

PROFILE = (
    "Quiet gradients in noisy rivers\n"
    "M Lindqvist, TJ Okafor, PL van Buren\n"
    "Journal of Rivers 12 (3), 33-58\n"
    "57\t2021\n"
    "On the shape of small data\n"
    "I Carvalho, W Zhang, ...\n"
    "arXiv preprint arXiv:1901.01234, 2019\n"
    "3*\t2019\n"
    "Faster decoding with lazy lattices\n"
    "W Zhang\n"
    "2018\n"
)
HEADER = "TITLE\tCITED BY\tYEAR\n"


@pytest.mark.parametrize("front", ["", HEADER, "Mara Lindqvist\nUniversidade do Rio\n" + HEADER, "Titre\tCitée par\tAnnée\n"])
@pytest.mark.parametrize("end", ["", "Articles 1–20\nShow more\n"])
def test_a_profile_of_google_scholar_is_read_paper_by_paper(front: str, end: str) -> None:
    text = front + PROFILE + end
    format_ = recognise("list.txt", text)
    assert format_
    assert format_.name == "listing"
    loaded = load(text, "list.txt")
    begin = front.count("\n") + 1
    assert [record.line - begin for record in loaded.records] == [0, 4, 8]
    first, second, third = (record.publication for record in loaded.records)
    assert (first.title, [name.text for name in first.author]) == (
        "Quiet gradients in noisy rivers", ["M Lindqvist", "TJ Okafor", "PL van Buren"]
    )  # fmt: skip
    assert (first.container_title, first.volume, first.issue, first.page) == ("Journal of Rivers", "12", "3", "33–58")
    assert [str(publication.issued) for publication in (first, second, third)] == ["2021", "2019", "2018"]
    assert (second.arXiv, [name.text for name in second.author]) == ("1901.01234", ["I Carvalho", "W Zhang"])
    (note,) = [problem for problem in loaded.problems if problem.code == "entry-left-out"]
    assert (note.severity, note.line, note.args) == (Severity.NOTE, begin + 3, {"fields": "cited by"})
    own = "\n".join(problem.text for problem in loaded.problems if problem.code == "listing-furniture")
    assert set((front + end).replace("\t", " ").split()) == set(own.replace("\t", " ").split())


LINES = st.one_of(
    st.sampled_from(
        ["Quiet gradients", "M Lindqvist, TJ Okafor", "Journal of Rivers 12 (3), 33-58", "RIVR, 2021", "57\t2021", "\t2020"]
    ),
    st.text(max_size=12),
)


@given(st.lists(LINES, max_size=14).map("\n".join))
@settings(max_examples=200, deadline=None)
def test_no_line_of_a_profile_is_lost(text: str) -> None:
    text = f"{HEADER}Quiet gradients\nM Lindqvist\nRIVR\n57\t2021\n{text}"
    loaded = load(text, "x")
    told = " ".join(problem.text for problem in loaded.problems)
    inside = "\n".join(text for record in loaded.records for text in texts_of(record.publication))
    words = set(words_of(f"{told}\n{inside}"))
    for line in read(text):
        if line.became in (Became.REFERENCE, Became.SAID):
            cited, tab, year = line.source.text.partition("\t")
            missing = set(words_of(year if tab and cited.isdecimal() else line.source.text)) - words
            assert missing <= {"in", "and", "et", "al", "vol", "pp", "p", "no"}


def test_a_table_with_a_header_like_a_profiles_stays_a_table() -> None:
    format_ = recognise("list.txt", HEADER + "Quiet gradients\t57\t2021\nOn the shape of small data\t3\t2019\n")
    assert format_
    assert format_.name == "csv"
