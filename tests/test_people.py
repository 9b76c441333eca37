"""Who is who, and what the site knows of them."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import site
from generator.config import SiteConfig
from generator.content import Content
from generator.model import AuthorFile, Membership, Name, PartialDate, Publication, Translation
from generator.people import Directory
from generator.site import Author, Site

ONE = "0000-0002-1825-0097"
TWO = "0000-0001-5109-3700"


def paper(title: str, *authors: str | Name, **fields: object) -> Publication:
    names = tuple(Name(printed=author) if isinstance(author, str) else author for author in authors)
    return Publication(title, author=names, **fields)  # type: ignore[arg-type]


def built(*papers: Publication, authors: Mapping[str, AuthorFile] | None = None, lang: str = "en", drafts: bool = False) -> Site:
    content = Content({f"p{number}": each for number, each in enumerate(papers)}, authors or {})
    return site.build(content, SiteConfig(languages=("en", "fr")), lang, drafts=drafts)[0]


def shown(made: Site) -> dict[str, list[str]]:
    """Each person's name and the titles on their page."""
    return {author.person.name: [entry.publication.title for entry in author.entries] for author in made.authors}


def by_name(made: Site, name: str) -> Author:
    return next(author for author in made.authors if author.person.name == name)


def test_names_that_fold_to_the_same_are_one_person_shown_in_the_fullest_form() -> None:
    made = built(paper("A", "YAN ZHANG"), paper("B", "Yan Zhang"), paper("C", "Yán Zhang"))
    assert len(made.authors) == 1
    assert made.authors[0].person.name == "Yán Zhang"
    assert made.authors[0].person.printed == ("Yán Zhang", "Yan Zhang")


def test_a_chinese_name_is_one_whether_its_parts_are_known_or_not() -> None:
    made = built(paper("A", Name(given="小明", family="王")), paper("B", "王 小明"), paper("C", Name(literal="王小明")))
    assert [(author.person.name, len(author.entries)) for author in made.authors] == [("王小明", 3)]


def test_initials_and_similar_names_stay_apart() -> None:
    made = built(paper("A", "Y. Zhang"), paper("B", "Yan Zhang"), paper("C", "Yan X Zhang"))
    assert len(made.authors) == 3


def test_two_orcids_are_two_people_on_two_pages() -> None:
    made = built(paper("A", Name(printed="Yan Zhang", ORCID=ONE)), paper("B", Name(printed="Yan Zhang", ORCID=TWO)))
    assert [author.person.slug for author in made.authors] == ["yan-zhang", "yan-zhang-2"]


def test_one_orcid_is_one_person_under_all_their_names() -> None:
    made = built(
        paper("A", Name(printed="Zhitao Ying", ORCID=ONE)),
        paper("B", Name(printed="Rex Ying", ORCID=ONE)),
        paper("C", "Rex Ying"),
    )
    assert list(shown(made).values()) == [["A", "B", "C"]]


def test_an_author_file_gathers_the_names_that_it_lists() -> None:
    file = AuthorFile("Rex Ying", also=("Zhitao Ying",), member=Membership(role="Professor"))
    made = built(paper("A", "Zhitao Ying"), paper("B", "Rex Ying"), authors={"rex": file})
    assert shown(made) == {"Rex Ying": ["A", "B"]}
    assert all(byline.member for entry in made.entries for byline in entry.authors)
    assert [byline.text for entry in made.entries for byline in entry.authors] == ["Zhitao Ying", "Rex Ying"]


def test_a_name_with_an_id_belongs_to_that_author_file() -> None:
    files = {"yan-a": AuthorFile("Yan Zhang"), "yan-b": AuthorFile("Yan Zhang", different_from=("yan-a",))}
    made = built(
        paper("A", Name(printed="Yan Zhang", id="yan-a")), paper("B", Name(printed="Yan Zhang", id="yan-b")), authors=files
    )
    assert [[entry.publication.title for entry in author.entries] for author in made.authors] == [["A"], ["B"]]


def test_a_name_that_two_author_files_claim_is_reported() -> None:
    files = {"a": AuthorFile("Yan Zhang"), "b": AuthorFile("Yan Zhang")}
    directory = Directory({"a": paper("A", "Yan Zhang")}, files)
    assert [problem.code for problem in directory.problems()] == ["author-ambiguous"]


def test_nothing_is_reported_where_each_paper_says_whose_the_name_is() -> None:
    files = {"a": AuthorFile("Yan Zhang"), "b": AuthorFile("Yan Zhang")}
    a, b = (Name(printed="Yan Zhang", id=key) for key in files)
    third = Name(printed="Yan Zhang", ORCID="0000-0002-1825-0097")
    assert Directory({"a": paper("A", a), "b": paper("B", b), "c": paper("C", third)}, files).problems() == []


def test_a_former_name_is_shown_nowhere() -> None:
    file = AuthorFile("New Name", former_name=("Old Name",))
    made = built(paper("A", "Old Name"), authors={"new": file})
    assert made.entries[0].authors[0].text == "New Name"
    assert made.authors[0].person.printed == ("New Name",)


def test_a_person_with_an_author_file_has_a_page_without_a_paper() -> None:
    assert shown(built(authors={"x": AuthorFile("Xenia")})) == {"Xenia": []}


def test_coauthors_are_counted_most_papers_first() -> None:
    made = built(paper("A", "Ann Lee", "Bo Chen", "Cy Diaz"), paper("B", "Ann Lee", "Cy Diaz"))
    assert [(person.name, count) for person, count in by_name(made, "Ann Lee").coauthors] == [("Cy Diaz", 2), ("Bo Chen", 1)]


def test_people_stand_in_the_order_of_family_names() -> None:
    made = built(paper("A", "Zoe Adams", "Émile Zola", "Åsa Berg", "Ludwig van Beethoven"))
    assert [author.person.name for author in made.authors] == ["Zoe Adams", "Ludwig van Beethoven", "Åsa Berg", "Émile Zola"]


def test_people_stand_under_the_family_names_that_a_paper_states_or_its_whole_list_tells() -> None:
    made = built(paper("A", "Zola E", "Adams JA"), paper("B", Name(given="Ann", family="Le Lan"), "Zola E"))
    assert [author.person.name for author in made.authors] == ["Adams JA", "Ann Le Lan", "Zola E"]


def test_a_person_counts_once_on_a_paper_that_names_them_twice_as_their_file_says() -> None:
    made = built(paper("A", "Ann Lee", "Anna Lee", "Bo Chen"), authors={"ann": AuthorFile("Ann Lee", also=("Anna Lee",))})
    assert shown(made) == {"Bo Chen": ["A"], "Ann Lee": ["A"]}
    assert by_name(made, "Ann Lee").coauthors[0][1] == 1


def test_publications_stand_newest_first_unknown_months_last_undated_at_the_end() -> None:
    dates = ["2023", "2023-07", "2023-07-23", "2024", "", "2023-12"]
    made = built(*(paper(f"T{date}", issued=PartialDate.parse(date) if date else None) for date in dates))
    assert [entry.publication.title for entry in made.entries] == ["T2024", "T2023-12", "T2023-07-23", "T2023-07", "T2023", "T"]


def test_undated_publications_stand_by_folded_title() -> None:
    made = built(paper("zeta"), paper("Éclair"), paper("Alpha"), paper("beta"))
    assert [entry.publication.title for entry in made.entries] == ["Alpha", "beta", "Éclair", "zeta"]


def test_a_draft_is_shown_in_the_preview_only() -> None:
    draft = paper("A", "Ann Lee", draft=True)
    assert not built(draft).entries
    assert not built(draft).authors
    assert built(draft, drafts=True).entries


def test_a_hidden_publication_keeps_its_page_and_is_in_no_list() -> None:
    made = built(paper("A", "Ann Lee", hidden=True), paper("B", "Bo Chen"))
    assert [entry.publication.title for entry in made.entries] == ["B"]
    assert [entry.publication.title for entry in made.all_entries()] == ["B", "A"]
    assert shown(made) == {"Bo Chen": ["B"]}
    assert made.hidden[0].authors[0].path == ""


def test_another_language_shows_its_translation_at_the_same_address() -> None:
    both = paper("Title", "Ann Lee", translation={"fr": Translation(title="Titre")})
    english, french = built(both), built(both, lang="fr")
    assert (english.entries[0].publication.title, french.entries[0].publication.title) == ("Title", "Titre")
    assert english.entries[0].path == french.entries[0].path


def test_venues_and_keywords_that_fold_to_the_same_are_one_group() -> None:
    made = built(
        paper("A", container_title="Journal of Folds", keyword=("Origami", "Géométrie")),
        paper("B", container_title="Journal of  folds", keyword=("origami", "geometrie", "Origami")),
    )
    assert [(group.name, len(group.entries)) for group in made.venues] == [("Journal of Folds", 2)]
    assert [(group.path, len(group.entries)) for group in made.keywords] == [
        ("keywords/geometrie.html", 2),
        ("keywords/origami.html", 2),
    ]


def test_years_stand_newest_first_and_undated_publications_in_none() -> None:
    made = built(paper("A"), paper("B", issued=PartialDate(2021)), paper("C", issued=PartialDate(2023, 4)))
    assert [(group.name, group.path) for group in made.years] == [("2023", "years/2023.html"), ("2021", "years/2021.html")]


def test_an_author_file_keeps_its_address_when_a_namesake_comes() -> None:
    made = built(
        paper("A", Name(printed="Wei Zhang", ORCID=ONE)),
        paper("B", Name(printed="Wei Zhang", id="wei-zhang")),
        authors={"wei-zhang": AuthorFile("Wei Zhang", ORCID=TWO)},
    )
    assert {author.person.slug: [entry.publication.title for entry in author.entries] for author in made.authors} == {
        "wei-zhang": ["B"],
        "wei-zhang-2": ["A"],
    }


# One person by two names


def test_a_middle_name_more_is_the_same_person_if_a_coauthor_is_shared() -> None:
    made = built(paper("A", "Susan Talbott", "Jun Sato"), paper("B", "Susan W. Talbott", "Jun Sato"))
    assert shown(made) == {"Jun Sato": ["A", "B"], "Susan W. Talbott": ["A", "B"]}
    assert by_name(made, "Susan W. Talbott").person.reasons == {"Susan W. Talbott": "name", "Susan Talbott": "middle-name"}
    assert [byline.text for entry in made.entries for byline in entry.authors[:1]] == ["Susan Talbott", "Susan W. Talbott"]


APART = {
    "no co-author is shared": [("Susan Talbott", "Ann Lee"), ("Susan W. Talbott", "Jun Sato")],
    "a third person fits": [("Susan Talbott", "Jun Sato"), ("Susan W. Talbott", "Jun Sato"), ("Susan Mary Talbott", "Bo Li")],
    "initials fit one of the two": [("Susan Talbott", "Jun Sato"), ("Susan W. Talbott", "Jun Sato"), ("S. B. Talbott", "Bo Li")],
    "they are on one paper": [
        ("Susan Talbott", "Jun Sato"),
        ("Susan W. Talbott", "Jun Sato"),
        ("Susan Talbott", "Susan W. Talbott"),
    ],
    "only initials": [("S. Talbott", "Jun Sato"), ("S. W. Talbott", "Jun Sato")],
    "another family name": [("José López", "Jun Sato"), ("José García-López", "Jun Sato")],
    "a suffix": [("John Doe", "Jun Sato"), ("John A. Doe Jr.", "Jun Sato")],
    "initials for a name": [("Susan Wilma Talbott", "Jun Sato"), ("Susan W. Talbott", "Jun Sato")],
    "groups": [("The Atlas Collaboration", "Jun Sato"), ("The Great Atlas Collaboration", "Jun Sato")],
}


@pytest.mark.parametrize("why", APART)
def test_a_middle_name_more_is_another_person_where_something_speaks_against_it(why: str) -> None:
    made = built(*(paper(str(number), *names) for number, names in enumerate(APART[why])))
    assert len(made.authors) == len({name for names in APART[why] for name in names})


def test_two_orcids_or_two_author_files_keep_a_middle_name_apart() -> None:
    one, two = Name(printed="Susan Talbott", ORCID=ONE), Name(printed="Susan W. Talbott", ORCID=TWO)
    assert len(built(paper("A", one, "Jun Sato"), paper("B", two, "Jun Sato")).authors) == 3
    files = {"one": AuthorFile("Susan Talbott"), "two": AuthorFile("Susan W. Talbott")}
    papers = (paper("A", "Susan Talbott", "Jun Sato"), paper("B", "Susan W. Talbott", "Jun Sato"))
    assert len(built(*papers, authors=files).authors) == 3


def test_one_name_divided_in_two_ways_is_two_people_and_joined_is_neither() -> None:
    assert len(built(paper("A", "Jian-Yong Duan"), paper("B", "Jianyong Duan"), paper("C", "Jian Yong Duan")).authors) == 1
    assert len(built(paper("A", "Yan-Gao Li"), paper("B", "Yang-Ao Li"), paper("C", "Yangao Li")).authors) == 3
    assert len(built(paper("A", "Li Na Wang", "Lina Wang")).authors) == 2


def test_two_of_one_name_on_a_paper_are_two_people_and_asked_about() -> None:
    made = built(paper("A", "Wei Wang", "Bo Li", "Wei Wang"), paper("B", "Wei Wang"))
    assert [author.person.slug for author in made.authors] == ["bo-li", "wei-wang", "wei-wang-2"]
    assert [[entry.publication.title for entry in author.entries] for author in made.authors] == [["A"], ["A", "B"], ["A"]]
    directory = Directory({"a": paper("A", "Wei Wang", "Wei Wang")}, {})
    assert [problem.code for problem in directory.problems()] == ["author-twice"]


def test_two_of_one_name_on_a_paper_are_told_apart_by_author_files() -> None:
    files = {"wei": AuthorFile("Wei Wang"), "wei-b": AuthorFile("Wei Wang", different_from=("wei",))}
    listed = paper("A", Name(printed="Wei Wang", id="wei-b"), Name(printed="Wei Wang", id="wei"))
    made = built(listed, authors=files)
    assert [byline.person.file for byline in made.entries[0].authors] == ["wei-b", "wei"]
    assert Directory({"a": listed}, files).problems() == []


def test_an_orcid_keeps_one_apart_whom_an_author_file_without_one_would_take() -> None:
    papers = (paper("A", Name(printed="Wei Wang", ORCID=ONE)), paper("B", Name(printed="Wei Wang", ORCID=TWO)))
    made = built(*papers, authors={"wei-wang": AuthorFile("Wei Wang")})
    assert sorted(len(author.entries) for author in made.authors) == [0, 1, 1]


def test_a_name_in_capitals_is_shown_as_the_better_form_has_it() -> None:
    made = built(paper("A", "IAN MACDONALD"), paper("B", "Ian MacDonald"), paper("C", "DOHA HWANG"))
    assert [byline.text for entry in made.entries for byline in entry.authors] == ["Ian MacDonald", "Ian MacDonald", "Doha Hwang"]
    assert [author.person.printed for author in made.authors] == [("Doha Hwang",), ("Ian MacDonald",)]


def test_a_single_word_in_capitals_is_never_another() -> None:
    made = built(paper("A", "Alexandre AGM Duval", "AGM"))
    assert [byline.text for byline in made.entries[0].authors] == ["Alexandre AGM Duval", "AGM"]


def test_a_name_keeps_its_own_orcid_beside_namesakes_whose_orcid_says_nothing() -> None:
    namesakes = [Name(printed="Ann Lee", ORCID=iD) for iD in (ONE, ONE, TWO)]
    made = built(paper("A", *namesakes), paper("B", Name(printed="Ann Lee", ORCID=TWO)))
    assert sorted((author.person.ORCID, len(author.entries)) for author in made.authors) == [("", 1), ("", 1), (TWO, 2)]


GIVEN = ("Ann", "Anna", "An Na", "A.", "Ann B.", "Ann Bea", "ANN", "Bo", "B. O.", "Li-Na", "Lina", "Li Na")
FAMILIES = ("Lee", "LEE", "Van Der Berg", "Li", "Gao")
NAMES = st.builds(
    lambda given, family, orcid: Name(printed=f"{given} {family}", ORCID=orcid),
    st.sampled_from(GIVEN),
    st.sampled_from(FAMILIES),
    st.sampled_from(("", "", "", ONE, TWO)),
)
PAPERS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.lists(NAMES, max_size=5).map(lambda names: Publication("T", author=tuple(names))),
    max_size=6,
)


@given(PAPERS)
def test_two_on_one_paper_are_never_one_person(papers: Mapping[str, Publication]) -> None:
    directory = Directory(papers, {})
    for record in papers.values():
        people = directory.persons(record.author)
        assert len(set(people)) == len(people)


def test_an_orcid_that_two_people_of_a_paper_have_says_nothing_of_either() -> None:
    ada, jun = Name(printed="Ada Moreau", ORCID=ONE), Name(printed="Jun Sato", ORCID=ONE)
    made = built(paper("A", ada, jun), paper("B", "Jun Sato"), paper("C", ada))
    assert sorted((author.person.name, author.person.ORCID, len(author.entries)) for author in made.authors) == [
        ("Ada Moreau", "", 2),
        ("Jun Sato", "", 2),
    ]


def test_a_group_stands_under_its_first_word_and_a_person_under_the_family_name() -> None:
    papers = {
        "a": Publication("A", author=(Name(literal="The One Day Collective"), Name(literal="Ann Doe"), Name(printed="Zoë Bell"))),
        "b": Publication("B", author=(Name(given="Ann", family="Doe"), Name(printed="The One Day Collective"))),
    }
    people = Directory(papers, {}).people()
    assert [each.name for each in people] == ["Zoë Bell", "Ann Doe", "The One Day Collective"]
    assert people[-1].sort_name == ("the one day collective", "")


@given(PAPERS, st.randoms(use_true_random=False))
def test_who_is_who_does_not_depend_on_the_order_of_the_papers(papers: Mapping[str, Publication], random: Random) -> None:
    keys = list(papers)
    random.shuffle(keys)
    one, other = Directory(papers, {}), Directory({key: papers[key] for key in keys}, {})
    for record in papers.values():
        assert [each.slug for each in one.persons(record.author)] == [each.slug for each in other.persons(record.author)]
    assert [each.printed for each in one.people()] == [each.printed for each in other.people()]


@given(PAPERS, st.lists(NAMES, min_size=1, max_size=5))
def test_an_orcid_that_no_paper_gives_to_two_is_one_person_whatever_paper_is_added(
    papers: Mapping[str, Publication], more: list[Name]
) -> None:
    for records in (papers, {**papers, "more": Publication("M", author=tuple(more))}):
        directory = Directory(records, {})
        by_orcid: dict[str, set[str]] = {}
        orcids: dict[str, set[str]] = {}
        listed = [[name.ORCID for name in record.author if name.ORCID] for record in records.values()]
        contested = {iD for found in listed for iD in found if found.count(iD) > 1}
        for record in records.values():
            for name, person in zip(record.author, directory.persons(record.author), strict=True):
                if name.ORCID and name.ORCID not in contested:
                    by_orcid.setdefault(name.ORCID, set()).add(person.slug)
                    orcids.setdefault(person.slug, set()).add(name.ORCID)
        assert all(len(slugs) == 1 for slugs in by_orcid.values())
        assert all(len(found) == 1 for found in orcids.values())
