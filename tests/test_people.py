"""Who is who, and what the site knows of them."""

from __future__ import annotations

from collections.abc import Mapping

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
