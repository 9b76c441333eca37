"""Pages of references, one on each line: each is split into authors, title, venue and the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import Problem
from generator.formats import Hints, Loaded, Record
from generator.formats._listing.credits import credited
from generator.formats._listing.reading import Became, read
from generator.formats.listing import load, load_with
from generator.i18n import LANGUAGES, tool_catalogue
from generator.model import Name, Publication
from tests.effort import takes_less_than

FIELDS = (
    "type", "genre", "issued", "container_title", "collection_title", "volume", "issue", "page", "number", "edition", "publisher",
    "publisher_place", "DOI", "arXiv", "PMID", "PMCID", "status", "note",
)  # fmt: skip


def said(record: Record) -> dict[str, str]:
    """The fields of a record that are not empty, as text."""
    publication = record.publication
    found = {field: str(value) for field in FIELDS if (value := getattr(publication, field))}
    found |= {"award": "; ".join(publication.award)} if publication.award else {}
    found |= {"editor": "; ".join(name.text for name in publication.editor)} if publication.editor else {}
    found |= {"link": " ".join(f"{link.kind} {link.URL}" for link in publication.link)} if publication.link else {}
    return {"title": publication.title, "by": "; ".join(record.names), **found}


def of_code(loaded: Loaded, code: str) -> list[Problem]:
    return [problem for problem in loaded.problems if problem.code == code]


REFERENCES: Sequence[tuple[str, dict[str, str]]] = (
    (
        "Lindqvist, M., Okafor, T. J., & van Buren, L. (2023). Quiet gradients in noisy rivers: A survey. Journal of Rivers, "
        "12(3), 33–58. https://doi.org/10.1000/182",
        {
            "title": "Quiet gradients in noisy rivers: A survey", "by": "M. Lindqvist; T. J. Okafor; L. van Buren",
            "type": "article-journal", "issued": "2023", "container_title": "Journal of Rivers", "volume": "12", "issue": "3",
            "page": "33–58", "DOI": "10.1000/182",
        },
    ),
    (
        "Lindqvist, M., & Okafor, T. (2020, June). Rivers as memory. In K. Chen & B. Silva (Eds.), Proceedings of the River "
        "Conference (pp. 3–9). Springer.",
        {
            "title": "Rivers as memory", "by": "M. Lindqvist; T. Okafor", "type": "paper-conference", "issued": "2020-06",
            "container_title": "Proceedings of the River Conference", "page": "3–9", "publisher": "Springer",
            "editor": "K. Chen; B. Silva",
        },
    ),
    (
        "Lindqvist, M. (in press). The drying of small rivers. Journal of Rivers.",
        {"title": "The drying of small rivers", "by": "M. Lindqvist", "container_title": "Journal of Rivers",
         "status": "in-press"},
    ),
    (
        "M. Lindqvist, T. Okafor, and L. van Buren, “Quiet gradients in noisy rivers,” IEEE Trans. Rivers, vol. 12, no. 3, "
        "pp. 33–58, 2023, doi: 10.1000/182.",
        {
            "title": "Quiet gradients in noisy rivers", "by": "M. Lindqvist; T. Okafor; L. van Buren", "type": "article-journal",
            "issued": "2023", "container_title": "IEEE Trans. Rivers", "volume": "12", "issue": "3", "page": "33–58",
            "DOI": "10.1000/182",
        },
    ),
    (
        "Lindqvist M, Okafor TJ, et al. Quiet gradients in noisy rivers. Nat Rivers. 2023 Mar 5;12(3):33-58. doi: 10.1000/182. "
        "PMID: 33668888; PMCID: PMC7930000.",
        {
            "title": "Quiet gradients in noisy rivers", "by": "M Lindqvist; TJ Okafor", "type": "article-journal",
            "issued": "2023-03-05", "container_title": "Nat Rivers", "volume": "12", "issue": "3", "page": "33–58",
            "DOI": "10.1000/182", "PMID": "33668888", "PMCID": "PMC7930000",
        },
    ),
    (
        "Lindqvist, M. and Okafor, T.J., 2023. Quiet gradients in noisy rivers. Journal of Rivers, 12(3), pp.33-58.",
        {
            "title": "Quiet gradients in noisy rivers", "by": "M. Lindqvist; T.J. Okafor", "type": "article-journal",
            "issued": "2023", "container_title": "Journal of Rivers", "volume": "12", "issue": "3", "page": "33–58",
        },
    ),
    (
        "Mara Lindqvist and Tobias Okafor. 2023. Quiet Gradients in Noisy Rivers. In Proceedings of the Second Workshop on "
        "Rivers, pages 33–58. ACM.",
        {
            "title": "Quiet Gradients in Noisy Rivers", "by": "Mara Lindqvist; Tobias Okafor", "type": "paper-conference",
            "issued": "2023", "container_title": "Proceedings of the Second Workshop on Rivers", "page": "33–58",
            "publisher": "ACM",
        },
    ),
    (
        "Mara Lindqvist, Tobias Okafor and Ines Carvalho. Quiet Gradients in Noisy Rivers. In RIVR, 2023. [pdf] [code]",
        {
            "title": "Quiet Gradients in Noisy Rivers", "by": "Mara Lindqvist; Tobias Okafor; Ines Carvalho",
            "type": "paper-conference", "issued": "2023", "container_title": "RIVR",
        },
    ),
    (
        "Quiet Gradients in Noisy Rivers. Mara Lindqvist, Tobias Okafor. RIVR 2023. Best paper award.",
        {
            "title": "Quiet Gradients in Noisy Rivers", "by": "Mara Lindqvist; Tobias Okafor", "issued": "2023",
            "container_title": "RIVR", "award": "Best paper award",
        },
    ),
    (
        "Lindqvist, M., Okafor, T.: Quiet gradients in noisy rivers. In: Chen, K. (ed.) RIVR 2023. LNCS, vol. 123, pp. 33–58. "
        "Springer, Cham (2023)",
        {
            "title": "Quiet gradients in noisy rivers", "by": "M. Lindqvist; T. Okafor", "type": "paper-conference",
            "issued": "2023",
            "container_title": "RIVR", "collection_title": "LNCS", "volume": "123", "page": "33–58", "publisher": "Springer",
            "editor": "K. Chen", "publisher_place": "Cham",
        },
    ),
    (
        "M. Lindqvist, T. Okafor, Quiet gradients in noisy rivers, J. Rivers 12 (2023) 33–58.",
        {
            "title": "Quiet gradients in noisy rivers", "by": "M. Lindqvist; T. Okafor", "type": "article-journal",
            "issued": "2023",
            "container_title": "J. Rivers", "volume": "12", "page": "33–58",
        },
    ),
    (
        "Lindqvist, Mara, Tobias Okafor, and Ines Carvalho. “Quiet Gradients in Noisy Rivers.” Journal of Rivers 12, no. 3 "
        "(2023): 33–58.",
        {
            "title": "Quiet Gradients in Noisy Rivers", "by": "Mara Lindqvist; Tobias Okafor; Ines Carvalho",
            "type": "article-journal", "issued": "2023", "container_title": "Journal of Rivers", "volume": "12", "issue": "3",
            "page": "33–58",
        },
    ),
    (
        "Mara Lindqvist. Why do rivers divide? Journal of Rivers 12(3):33-58, 2023.",
        {
            "title": "Why do rivers divide?", "by": "Mara Lindqvist", "type": "article-journal", "issued": "2023",
            "container_title": "Journal of Rivers", "volume": "12", "issue": "3", "page": "33–58",
        },
    ),
    (
        "M. Lindqvist. Learning to see rivers. PhD thesis, Universidade do Rio, 2019.",
        {
            "title": "Learning to see rivers", "by": "M. Lindqvist", "type": "thesis", "genre": "PhD thesis", "issued": "2019",
            "publisher": "Universidade do Rio",
        },
    ),
    (
        "Lindqvist, M. (2018). The Book of Rivers (2nd ed.). Riverside University Press.",
        {
            "title": "The Book of Rivers", "by": "M. Lindqvist", "type": "book", "issued": "2018", "edition": "2",
            "publisher": "Riverside University Press",
        },
    ),
    (
        "Mara Lindqvist, Tobias Okafor. Rivers, again. arXiv preprint arXiv:2301.01234, 2023. Code: "
        "https://github.com/example/rivers",
        {
            "title": "Rivers, again", "by": "Mara Lindqvist; Tobias Okafor", "type": "article", "issued": "2023",
            "arXiv": "2301.01234", "link": "code https://github.com/example/rivers",
        },
    ),
)  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), REFERENCES, ids=lambda value: value[:40] if isinstance(value, str) else "")
@pytest.mark.parametrize("bullet", ["", "• ", "- ", "[7] ", "3. "])
def test_a_reference_is_split_into_what_it_says(line: str, expected: dict[str, str], bullet: str) -> None:
    loaded = load(bullet + line + "\n", "list.txt")
    (record,) = loaded.records
    assert said(record) == expected
    assert not record.flagged


def test_a_page_of_references_has_headings_years_and_labels_around_them() -> None:
    text = (
        "Publications\n\n2023\n\n"
        "• Mara Lindqvist and Tobias Okafor. Quiet Gradients in Noisy Rivers. In RIVR. [pdf] [code]\n"
        "• Ines Carvalho. On the Shape of Small Data. In ACML, 2022.\nPDF | Code\n"
        "2021\n"
        "• Ines Carvalho and Wei Zhang. Faster Decoding with Lazy Lattices. Journal of Lattices. https://doi.org/10.1000/182\n"
        "https://github.com/example/lattices\n"
    )
    loaded = load(text, "list.txt")
    assert [(record.line, str(record.publication.issued)) for record in loaded.records] == [(5, "2023"), (6, "2022"), (9, "2021")]
    assert loaded.records[2].publication.DOI == "10.1000/182"
    assert [link.kind for link in loaded.records[2].publication.link] == ["code"]
    (own,) = of_code(loaded, "listing-furniture")
    assert own.text.split("\n") == ["Publications", "[pdf] [code]", "PDF | Code"]


@pytest.mark.parametrize("title", ["Rivers, again", "Which river? The case of the Tejo", "Rivers. A short history"])
def test_a_split_that_is_not_sure_is_a_question_and_its_answers_are_heard(title: str) -> None:
    line = f"Mara Lindqvist and Tobias Okafor. {title}, Annals of Rivers, Lisboa, 2020."
    text = f"{line}\nInes Carvalho. On the Shape of Small Data. In ACML, 2022.\n"
    loaded = load(text, "x")
    assert [record.flagged for record in loaded.records] == [True, False]
    (question,) = of_code(loaded, "listing-reference")
    assert (question.line, question.text, question.choices) == (1, line, ("reference", "title", "heading"))
    assert all(tool_catalogue(language).problem(question) for language in LANGUAGES)
    for answer in question.choices:
        again = load_with(text, "x", Hints(answers={question.id: answer}))
        assert not of_code(again, "listing-reference")
        assert [record.publication.title for record in again.records][:-1] == {
            "reference": [loaded.records[0].publication.title], "title": [line], "heading": []
        }[answer]  # fmt: skip


WRAPPED = (
    "[1] Lindqvist, M., Okafor, T., & van Buren, L. (2023). Quiet gradients in\n"
    "noisy rivers: learning without any labels. Journal of Rivers, 12(3),\n"
    "33–58.\n"
    "[2] Carvalho, I., & Zhang, W. (2022). On the shape of small data and its self-\n"
    "similar symmetries. In Proceedings of the Second Workshop on Data (pp. 3–9).\n"
    "[3] Zhang, W. (2021). Faster decoding. Lattices, 3, 1–9.\n"
)


def test_references_that_are_broken_over_lines_are_put_together() -> None:
    loaded = load(WRAPPED, "x")
    assert [(record.line, record.publication.title, record.publication.page) for record in loaded.records] == [
        (1, "Quiet gradients in noisy rivers: learning without any labels", "33–58"),
        (4, "On the shape of small data and its self-similar symmetries", "3–9"),
        (6, "Faster decoding", "1–9"),
    ]
    assert loaded.problems == ()


def test_a_reference_names_all_its_authors_unless_it_says_otherwise() -> None:
    more = WRAPPED.replace("Zhang, W. (2021)", "Zhang, W., et al. (2021)").replace("Okafor, T., &", "Okafor, T., …")
    loaded = load(more, "x")
    assert [record.publication.author_list for record in loaded.records] == ["partial", "complete", "partial"]
    assert [(problem.code, problem.line) for problem in loaded.problems] == [
        ("listing-partial-authors", 1),
        ("listing-partial-authors", 6),
    ]


def test_references_that_are_broken_after_each_sentence_are_put_together() -> None:
    text = (
        "Mara Lindqvist and Tobias Okafor (2023).\nQuiet gradients in noisy rivers.\nJournal of Rivers, 12(3), 33–58.\n\n"
        "Ines Carvalho (2022).\nOn the shape of small data.\nData, 3(2), 1–9.\n"
    )
    records = load(text, "x").records
    assert [(record.publication.title, record.publication.container_title) for record in records] == [
        ("Quiet gradients in noisy rivers", "Journal of Rivers"), ("On the shape of small data", "Data")
    ]  # fmt: skip


def test_an_abstract_below_a_reference_is_its_abstract() -> None:
    abstract = "We study rivers that are noisy and labels that are absent, and find that both are quiet. " * 5
    text = f"Mara Lindqvist. Quiet gradients in noisy rivers. In RIVR, 2023.\n{abstract}\n" * 2
    first, second = load(text, "x").records
    assert first.publication.abstract == second.publication.abstract == abstract.strip()


def test_a_line_that_is_no_reference_among_references_is_asked_about() -> None:
    reference = "Ines Carvalho. On the Shape of Small Data {}. In ACML, 2022.\n"
    text = (
        "".join(reference.format(n) for n in range(5))
        + "Work with friends\n"
        + "A longer line that says what we think of all this now.\n" * 1
    )
    loaded = load(text + "and a line that is no reference at all, though it goes on and on\n", "x")
    assert [problem.line for problem in of_code(loaded, "listing-heading")] == [6, 7]
    assert [problem.line for problem in of_code(loaded, "listing-unsure")] == [8]


def test_titles_author_lines_and_venues_on_lines_of_their_own_are_no_references() -> None:
    text = (
        "Quiet Gradients. Learning Without Labels\nMara Lindqvist, Tobias Okafor\nIn Proceedings of the Second Workshop, 2021\n"
        "On the Shape of Small Data in 2020\nInes Carvalho, Wei Zhang\nJMLR 2022\n"
        "Faster Decoding with Lazy Lattices\nWei Zhang, Tobias Okafor\nJournal of Lattices 12 (3), 2023\n"
    )
    records = load(text, "x").records
    assert [record.line for record in records] == [1, 4, 7]
    assert [record.publication.note for record in records] == [
        "In Proceedings of the Second Workshop, 2021", "JMLR 2022", "Journal of Lattices 12 (3), 2023"
    ]  # fmt: skip


# Authors


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Lindqvist, M.", ["M. Lindqvist"]),
        ("Lindqvist, M., Okafor, T. J., & van Buren, L.", ["M. Lindqvist", "T. J. Okafor", "L. van Buren"]),
        ("García-López, A., Smith, J., & The RIVER Collaboration", ["A. García-López", "J. Smith", "The RIVER Collaboration"]),
        ("Lindqvist M, Okafor TJ, de la Cruz M-A", ["M Lindqvist", "TJ Okafor", "M-A de la Cruz"]),
        ("Lindqvist M., Okafor T.J.", ["M. Lindqvist", "T.J. Okafor"]),
        ("Lindqvist, Mara; Okafor, Tobias", ["Mara Lindqvist", "Tobias Okafor"]),
        ("Lindqvist, Mara, Okafor, Tobias", ["Mara Lindqvist", "Tobias Okafor"]),
        ("Lindqvist, Mara, and Tobias Okafor", ["Mara Lindqvist", "Tobias Okafor"]),
        ("M. Lindqvist, T. J. Okafor et al.", ["M. Lindqvist", "T. J. Okafor"]),
        ("Mara Lindqvist*, Tobias Okafor* and In So Kweon", ["Mara Lindqvist", "Tobias Okafor", "In So Kweon"]),
        ("Sammy Davis, Jr., Mara Lindqvist", ["Sammy Davis, Jr.", "Mara Lindqvist"]),
        ("Do, T., How, J.", ["T. Do", "J. How"]),
        ("王小明, 김민수", ["王小明", "김민수"]),
    ],
)
def test_authors_are_read_in_the_ways_of_citation_styles(text: str, names: list[str]) -> None:
    found = credited(text)
    assert found
    assert [name.text for name in found.names] == names


@pytest.mark.parametrize(
    "text",
    [
        "",
        "J",
        "Learning to see rivers",
        "In RIVR",
        "The Shape of Data",
        "Mara Lindqvist. Quiet",
        "Journal of Rivers",
        "12",
    ],
)
def test_what_is_no_list_of_authors_is_none(text: str) -> None:
    assert credited(text) is None


# Papers that are made up, printed in a style, and read back


@dataclass(frozen=True)
class Paper:
    authors: tuple[tuple[str, str], ...]
    title: str
    journal: str
    year: int
    volume: int
    issue: int
    first: int

    @property
    def pages(self) -> str:
        return f"{self.first}–{self.first + 12}"

    def initials(self, given: str) -> str:
        return " ".join(f"{word[0]}." for word in given.split())


def _listed(names: Sequence[str], last: str) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + last + names[-1]


def apa(p: Paper) -> str:
    names = _listed([f"{family}, {p.initials(given)}" for given, family in p.authors], ", & ")
    return f"{names} ({p.year}). {p.title}. {p.journal}, {p.volume}({p.issue}), {p.pages}. https://doi.org/10.1000/{p.volume}"


def harvard(p: Paper) -> str:
    names = _listed([f"{family}, {p.initials(given)}" for given, family in p.authors], " and ")
    return f"{names} ({p.year}) ‘{p.title}’, {p.journal}, {p.volume}({p.issue}), pp. {p.pages}."


def ieee(p: Paper) -> str:
    names = _listed([f"{p.initials(given)} {family}" for given, family in p.authors], ", and ")
    return f"{names}, “{p.title},” {p.journal}, vol. {p.volume}, no. {p.issue}, pp. {p.pages}, {p.year}."


def vancouver(p: Paper) -> str:
    names = ", ".join(f"{family} {''.join(word[0] for word in given.split())}" for given, family in p.authors)
    return f"{names}. {p.title}. {p.journal}. {p.year};{p.volume}({p.issue}):{p.pages}."


def acm(p: Paper) -> str:
    names = _listed([f"{given} {family}" for given, family in p.authors], ", and ")
    return f"{names}. {p.year}. {p.title}. {p.journal} {p.volume}, {p.issue} (March {p.year}), {p.pages}."


def plain(p: Paper) -> str:
    names = _listed([f"{given} {family}" for given, family in p.authors], " and ")
    return f"{names}. {p.title}. {p.journal}, {p.volume}({p.issue}):{p.pages}, {p.year}."


def chicago(p: Paper) -> str:
    (given, family), *others = p.authors
    names = _listed([f"{family}, {given}", *(f"{g} {f}" for g, f in others)], ", and ")
    return f"{names}. “{p.title}.” {p.journal} {p.volume}, no. {p.issue} ({p.year}): {p.pages}."


def title_first(p: Paper) -> str:
    names = _listed([f"{given} {family}" for given, family in p.authors], ", ")
    return f"{p.title}. {names}. {p.journal}, {p.volume}({p.issue}), {p.pages}, {p.year}."


STYLES: Sequence[Callable[[Paper], str]] = (apa, harvard, ieee, vancouver, acm, plain, chicago, title_first)

_GIVEN = ("Mara", "Tobias J", "Inês", "Wei", "Karl Heinz", "Ada", "Jun", "Élise", "Olga P", "Sven")
_FAMILY = ("Lindqvist", "Okafor", "Carvalho", "Zhang", "Müller", "Moreau", "García-López", "O'Neill", "Do", "Łącki")
_TITLES = (
    "Quiet gradients in noisy rivers", "On the shape of small data: symmetry and its absence", "Learning to plan slowly",
    "Measuring, comparing and drawing rivers", "Graph networks for weather", "How small models explain large ones",
)  # fmt: skip
_JOURNALS = ("Journal of Rivers", "Nature", "IEEE Transactions on Rivers", "Annals of Small Data", "Rivers and Lakes")

papers = st.builds(
    Paper,
    st.lists(st.tuples(st.sampled_from(_GIVEN), st.sampled_from(_FAMILY)), min_size=1, max_size=6, unique=True).map(tuple),
    st.sampled_from(_TITLES),
    st.sampled_from(_JOURNALS),
    st.integers(1960, 2025),
    st.integers(1, 300),
    st.integers(1, 12),
    st.integers(1, 900),
)


@given(st.sampled_from(STYLES), st.lists(papers, min_size=1, max_size=8), st.sampled_from(["", "• ", "number"]))
@settings(max_examples=150, deadline=None)
def test_what_a_style_prints_is_read_back(style: Callable[[Paper], str], page: list[Paper], mark: str) -> None:
    marks = [f"[{number}] " if mark == "number" else mark for number in range(1, len(page) + 1)]
    loaded = load("\n".join(front + style(paper) for front, paper in zip(marks, page, strict=True)), "x")
    read = [
        (r.publication.title, [re.sub(r"\W", "", name.split()[-1]) for name in r.names], r.publication.container_title,
         r.publication.issued and r.publication.issued.year, r.publication.volume, r.publication.issue, r.publication.page)
        for r in loaded.records
    ]  # fmt: skip
    assert read == [
        (p.title, [re.sub(r"\W", "", family) for _, family in p.authors], p.journal, p.year, str(p.volume), str(p.issue), p.pages)
        for p in page
    ]


PIECES = st.sampled_from(
    [
        "Lindqvist, M.", "Mara Lindqvist", "and", "&", "(2023).", "2023.", "Quiet gradients in rivers.", "“Quiet gradients,”",
        "In RIVR,", "Journal of Rivers,", "12(3),", "33–58.", "pp. 3-9", "vol. 3,", "doi:10.1000/182", "https://example.org/x",
        "arXiv:2301.01234", "[pdf]", "PhD thesis,", "(2nd ed.).", "Springer.", "Best paper award.", "in press", "et al.", "March",
        "1.", "Why?", "(Eds.),", "US Patent 9,123,456", "PMID: 123456", "//", "!", "“", "”", "(", ")", "12",
    ]
)  # fmt: skip
LINES = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=16).map(" ".join)
_MAY_GO = set(
    "in and et al und y vol volume no nr issue iss n pp p page pages doi https http www org arxiv preprint eprint ed eds edition "
    "editor editors hrsg dir d pmid pmcid pubmed isbn url link available at from online retrieved see press forthcoming to "
    "appear accepted submitted for publication under review currently revision corr abs march article paper art s bd t tome "
    "st nd rd th".split()
)


@given(st.lists(LINES, min_size=1, max_size=4))
@settings(max_examples=400, deadline=None)
def test_no_word_of_a_reference_is_lost(lines: list[str]) -> None:
    text = "\n".join(["Mara Lindqvist. Quiet gradients in noisy rivers. In RIVR, 2023.", *lines])
    loaded = load(text, "x")
    reported = {problem.line for problem in loaded.problems if problem.text and problem.code != "listing-partial-authors"}
    own = " ".join(problem.text for problem in of_code(loaded, "listing-furniture"))
    inside = " ".join(chain.from_iterable(texts_of(record.publication) for record in loaded.records)) + " " + own
    words = set(words_of(inside))
    for line in read(text):
        if line.became is Became.REFERENCE and line.source.number not in reported:
            number = set(words_of(line.source.text[:6]))  # of the entry
            assert {word for word in words_of(line.source.text) if not (word.isdecimal() and word in number)} - words <= _MAY_GO


def words_of(text: str) -> list[str]:
    """The words of a text; `2nd` is 2, and raised digits are footnotes'."""
    return re.findall(r"[^\W_]+", re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|[¹²³⁰⁴-⁹]", "", text.casefold()))


def texts_of(publication: Publication) -> list[str]:
    """What a publication says, text by text."""
    names = (*publication.author, *publication.editor)
    texts = [publication.title, publication.abstract, *map(str, filter(None, (getattr(publication, field) for field in FIELDS)))]
    return [*texts, *publication.award, *(name.text for name in names), *(link.URL for link in publication.link)]


def test_a_list_of_editors_is_one_of_editors() -> None:
    (record,) = load(
        "Lindqvist, M., & Okafor, T. (Eds.). (2019). Rivers of the world. Riverside University Press.\n", "x"
    ).records
    assert record.publication.author == ()
    assert record.publication.editor == (Name(given="M.", family="Lindqvist"), Name(given="T.", family="Okafor"))


@pytest.mark.parametrize(
    "line",
    [
        "A. B. " * 500 + "2020.", "Mara Lindqvist, " * 180 + "2020.", "“" * 1500 + " 2020", "(2020) " * 400,
        "10.1000/ " * 300 + "2020",
        "award " * 450 + "2020", "In: " * 700 + "2020", "[pdf] " * 480 + "2020",
    ],
)  # fmt: skip
def test_no_line_takes_long(line: str) -> None:
    assert takes_less_than(4, lambda: load(f"{line}\n" * 3, "x"))
