"""Who may be one person: what is suggested, with which evidence, and what is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from generator.model import AuthorFile, Name, Publication
from generator.people import Directory
from generator.suggestions import QUESTIONS, Suggestion, questions, suggestions
from tests.effort import grows_less_than

ONE = "0000-0002-1825-0097"
TWO = "0000-0001-5109-3700"


def paper(title: str, *authors: str | Name, **fields: object) -> Publication:
    names = tuple(Name(printed=author) if isinstance(author, str) else author for author in authors)
    return Publication(title, author=names, **fields)  # type: ignore[arg-type]


def suggested(*papers: Publication, authors: Mapping[str, AuthorFile] | None = None) -> tuple[Suggestion, ...]:
    publications = {f"p{number}": each for number, each in enumerate(papers)}
    return suggestions(Directory(publications, authors or {}), publications)


def pairs(*papers: Publication, authors: Mapping[str, AuthorFile] | None = None) -> list[tuple[str, ...]]:
    return [(*sorted(each.names), *(kind for kind, _ in each.evidence)) for each in suggested(*papers, authors=authors)]


def test_names_that_are_alike_are_suggested_with_what_their_papers_share() -> None:
    found = suggested(
        paper("Folding Paper at Scale", "Mike White", "Jun Sato", container_title="Journal of Folds", keyword=("origami",)),
        paper("Folding Paper by Hand", "Michael White", "Jun Sato", container_title="Journal of folds", keyword=("Origami",)),
    )
    assert [each.names for each in found] == [("Michael White", "Mike White")]
    assert dict(found[0].evidence) == {
        "diminutive": (),
        "coauthors": ("Jun Sato",),
        "title-words": ("folding", "paper"),
        "venues": ("Journal of folds",),
        "keywords": ("Origami",),
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jan Kors", "Jan Korst"),  # one letter, and nothing else
        ("Yan Wang", "Yanfei Wang"),
        ("Xu Li", "Li Xu"),
        ("J. Smith", "Jane Smith"),
        ("John A. Smith", "John B. Smith"),
        ("Jane Doe", "Jane Roe"),
        ("K. Wang", "C. Wang"),  # initials, however they sound
    ],
)
def test_names_alone_that_are_little_alike_are_not_suggested(one: str, other: str) -> None:
    assert suggested(paper("A", one), paper("B", other)) == ()


def test_little_likeness_counts_beside_common_coauthors() -> None:
    assert pairs(paper("A", "Jan Kors", "Bo Li", "Ann Lee"), paper("B", "Jan Korst", "Bo Li", "Ann Lee")) == [
        ("Jan Kors", "Jan Korst", "slip", "coauthors")
    ]
    assert pairs(paper("A", "T. Hazen", "Bo Li"), paper("B", "Timothy Hazen", "Bo Li")) == [
        ("T. Hazen", "Timothy Hazen", "initials", "coauthors")
    ]


def test_coauthors_of_like_names_are_evidence_too() -> None:
    assert pairs(paper("A", "Susan W. Talbott", "John S. White"), paper("B", "Susan Talbott", "John White"))[0] == (
        "Susan Talbott",
        "Susan W. Talbott",
        "fuller",
        "like-coauthors",
    )


def test_two_on_one_paper_are_never_suggested() -> None:
    assert suggested(paper("A", "Rex Ying", "R. Ying", "Bo Li"), paper("B", "Mike White", "Michael White", "Bo Li")) == ()
    assert (
        suggested(paper("A", "Mike White", "Bo Li"), paper("B", "Michael White"), paper("C", "Mike White", "Michael White")) == ()
    )


def test_two_author_files_or_two_orcids_are_no_question() -> None:
    papers = (paper("A", "Mike White"), paper("B", "Michael White"))
    assert len(suggested(*papers)) == 1
    files = {"mike": AuthorFile("Mike White", different_from=("michael",)), "michael": AuthorFile("Michael White")}
    assert suggested(*papers, authors=files) == ()
    with_orcids = (Name(printed="Mike White", ORCID=ONE), Name(printed="Michael White", ORCID=TWO))
    assert suggested(*(paper("A", name) for name in with_orcids)) == ()


def test_a_name_without_orcid_may_be_either_of_two_namesakes() -> None:
    found = suggested(
        paper("A", Name(printed="Yan Zhang", ORCID=ONE), "Bo Li"),
        paper("B", Name(printed="Yan Zhang", ORCID=TWO)),
        paper("C", "Yan Zhang", "Bo Li"),
    )
    assert [each.names for each in found] == [("Yan Zhang", "Yan Zhang")] * 2
    assert dict(found[0].evidence)["coauthors"] == ("Bo Li",)
    assert len({each.id for each in found}) == 2


def test_the_most_evident_comes_first_and_an_import_asks_only_so_many() -> None:
    families = "Abel Brandt Conti Duarte Evans Fischer Gomez Huber Ivanova Jensen Keller Lopez".split()
    many = [paper(family, f"{given} {family}") for family in families for given in ("Mike", "Michael")]
    found = suggested(*many, paper("A", "Ken Church", "Bo Li"), paper("B", "Kenneth Church", "Bo Li"))
    assert len(found) == 13
    assert "Ken Church" in found[0].names
    asked = questions(found)
    assert len(asked) == QUESTIONS
    assert asked[0].code == "same-person"
    assert asked[0].id == found[0].id


def test_the_id_of_a_suggestion_stays_when_papers_are_added() -> None:
    papers = [paper("A", "Mike White"), paper("B", "Michael White")]
    [before] = suggested(*papers)
    [after] = suggested(paper("0", "Jun Sato", "Mike White"), *papers, paper("C", "Mike White", "Bo Li"))
    assert before.id == after.id


def test_two_of_one_name_who_are_like_a_third_are_one_question() -> None:
    one, other = (Name("Ada Moreau", ORCID=orcid) for orcid in ("0000-0002-1825-0097", "0000-0002-1694-233X"))
    found = suggested(paper("A", one), paper("B", other), paper("C", "Ada Moreau Jr."))
    assert len(found) == 2
    assert len(questions(found)) == 1


def test_a_former_name_is_no_evidence() -> None:
    file = {"ann": AuthorFile("Ann Lee", former_name=("Michael White",))}
    assert suggested(paper("A", "Michael White"), paper("B", "Mike White"), authors=file) == ()


def test_time_grows_with_the_names_not_with_their_pairs() -> None:
    """Half of all people share a family name; a comparison of all pairs would take 16 times as long for 4 times as many."""

    def asking(size: int) -> Callable[[], object]:
        papers = {
            f"p{number}": paper(f"T{number}", *(f"{_word(number * 4 + place)} {_family(number)}" for place in range(4)))
            for number in range(size)
        }
        return lambda: suggestions(Directory(papers, {}), papers)

    assert grows_less_than(10, asking, 500, 2000)


def _word(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number, 20)
        letters += "bcdfghjklmnpqrstvwxz"[rest] + "aeiou"[rest % 5]
    return letters.capitalize() or "A"


def _family(number: int) -> str:
    return "Wang" if number % 2 else f"{_word(number)}son"
