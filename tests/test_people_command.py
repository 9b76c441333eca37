"""The command `people`: what it says, and what `same` and `different` write into `content/authors/`."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator import content, who_is_who
from generator.cli import run
from generator.errors import ContentError
from generator.paths import site_paths
from generator.who_is_who import WhoIsWho

ONE = "0000-0002-1825-0097"
TWO = "0000-0001-5109-3700"


class Lab:
    """A site of a test's own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for folder in ("publications", "authors"):
            (root / "content" / folder).mkdir(parents=True)
        (root / "content" / "site.toml").write_text('title = "Lab"\n', "utf-8")

    def paper(self, key: str, *authors: str) -> None:
        names = "".join(f"- {author}\n" for author in authors)
        text = f"---\ntitle: {key}\nauthor:\n{names}---\n"
        (self.root / "content" / "publications" / f"{key}.md").write_text(text, "utf-8", newline="\n")

    def author(self, key: str, text: str) -> Path:
        file = self.root / "content" / "authors" / f"{key}.md"
        file.write_bytes(text.encode())
        return file

    def authors(self) -> dict[str, str]:
        return {file.stem: file.read_bytes().decode() for file in sorted((self.root / "content" / "authors").iterdir())}

    def people(self, *words: str) -> int:
        return run(["people", *words, "--root", str(self.root)])


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lab:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    made = Lab(tmp_path / "site")
    made.paper("one", "Mike White", "Jun Sato")
    made.paper("two", "Michael White", "Jun Sato")
    made.paper("three", "Susan Talbott", "Jun Sato")
    made.paper("four", "Susan W. Talbott", "Jun Sato")
    return made


def document(lab: Lab, capfdbinary: pytest.CaptureFixture[bytes]) -> dict[str, Any]:
    capfdbinary.readouterr()
    assert lab.people("--json") == 0
    found: dict[str, Any] = json.loads(capfdbinary.readouterr().out)
    return found


def test_json_says_everybody_who_was_merged_and_what_is_suggested(lab: Lab, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    said = document(lab, capfdbinary)
    assert [(each["slug"], each["names"], each["papers"]) for each in said["people"]] == [
        ("jun-sato", ["Jun Sato"], ["four", "one", "three", "two"]),
        ("susan-w-talbott", ["Susan W. Talbott", "Susan Talbott"], ["four", "three"]),
        ("michael-white", ["Michael White"], ["two"]),
        ("mike-white", ["Mike White"], ["one"]),
    ]
    assert said["merged"] == [
        {"slug": "susan-w-talbott", "names": ["Susan W. Talbott", "Susan Talbott"], "reason": "middle-name"}
    ]
    [suggestion] = said["suggestions"]
    assert sorted(suggestion["names"]) == ["Michael White", "Mike White"]
    assert [(each["kind"], each["items"]) for each in suggestion["evidence"]] == [("diminutive", []), ("coauthors", ["Jun Sato"])]
    assert suggestion["id"].startswith("same-person-")


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "a common co-author: Jun Sato"), ("fr", "un coauteur commun\u00a0: Jun Sato")]
)
def test_a_person_reads_the_evidence_in_their_language(
    lang: str, words: str, lab: Lab, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", f"{lang}.UTF-8")
    assert lab.people() == 0
    said = capsys.readouterr().out
    assert words in said
    assert "Susan W. Talbott = Susan Talbott" in said
    assert re.search(r" people same same-person-\w+$", said, re.MULTILINE)


def test_same_makes_a_file_with_both_names(lab: Lab, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert lab.people("same", "mike-white", "michael white") == 0
    assert lab.authors() == {"michael-white": "---\nname: Michael White\nalso:\n- Mike White\n---\n"}
    said = document(lab, capfdbinary)
    assert not said["suggestions"]
    assert ["Michael White", "Mike White"] in [each["names"] for each in said["people"]]


def test_a_suggestion_is_answered_by_its_id(lab: Lab, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    [suggestion] = document(lab, capfdbinary)["suggestions"]
    assert lab.people("different", suggestion["id"]) == 0
    assert sorted(lab.authors()) == ["michael-white", "mike-white"]
    said = document(lab, capfdbinary)
    assert not said["suggestions"]
    assert {"michael-white", "mike-white"} <= {each["slug"] for each in said["people"]}


def test_a_file_that_is_there_gets_one_line_and_keeps_every_other_byte(lab: Lab) -> None:
    lab.author("mw", "---\r\n# the boss\r\nname: 'Michael White'   # so\r\nURL: https://example.org\r\n---\r\nHe folds.\r\n")
    assert lab.people("same", "Mike White", "Michael White") == 0
    after = lab.authors()["mw"]
    assert after.replace("also:\r\n- Mike White\r\n", "") == (
        "---\r\n# the boss\r\nname: 'Michael White'   # so\r\nURL: https://example.org\r\n---\r\nHe folds.\r\n"
    )
    assert "also:\r\n- Mike White\r\n" in after
    assert lab.people("same", "Mike White", "Michael White") == 0
    assert lab.authors()["mw"] == after


def test_different_adds_to_the_file_that_is_there(lab: Lab) -> None:
    lab.author("mw", "---\nname: Michael White\ndifferent-from: [jun]  # no\n---\n")
    lab.author("jun", "---\nname: Jun Sato\n---\n")
    assert lab.people("different", "Michael White", "Mike White") == 0
    assert lab.authors()["mw"] == "---\nname: Michael White\ndifferent-from: [jun, mike-white]  # no\n---\n"
    assert lab.authors()["mike-white"] == "---\nname: Mike White\n---\n"


def test_different_takes_apart_what_was_taken_for_one(lab: Lab, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert lab.people("different", "Susan Talbott", "Susan W. Talbott") == 0
    slugs = {each["slug"]: each["papers"] for each in document(lab, capfdbinary)["people"]}
    assert (slugs["susan-talbott"], slugs["susan-w-talbott"]) == (["three"], ["four"])
    assert sum("different-from" in text for text in lab.authors().values()) == 1


def test_different_takes_a_name_out_of_an_author_file(lab: Lab, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    lab.author("mw", "---\nname: Michael White\nalso:\n- Mike White # wrong\n- M. White\n---\n")
    assert lab.people("different", "Mike White", "Michael White") == 0
    assert lab.authors() == {
        "mike-white": "---\nname: Mike White\ndifferent-from:\n- mw\n---\n",
        "mw": "---\nname: Michael White\nalso:\n- M. White\n---\n",
    }
    assert {"michael-white", "mike-white"} <= {each["slug"] for each in document(lab, capfdbinary)["people"]}


def test_an_answer_is_undone_by_deleting_what_was_written(lab: Lab, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    before = document(lab, capfdbinary)
    lab.people("same", "Mike White", "Michael White")
    (lab.root / "content" / "authors" / "michael-white.md").unlink()
    assert document(lab, capfdbinary) == before


def who(lab: Lab, capfdbinary: pytest.CaptureFixture[bytes]) -> set[tuple[str, ...]]:
    """Everybody by their printed names."""
    return {tuple(sorted(each["names"])) for each in document(lab, capfdbinary)["people"]}


def take_back(lab: Lab, said: str) -> None:
    """Type the command that the output shows."""
    [command] = re.findall(r"^If that was wrong: .* people (.*)$", said, re.MULTILINE)
    assert lab.people(*shlex.split(command)) == 0


@pytest.mark.parametrize(
    "words",
    [
        ("same", "Mike White", "Michael White"),
        ("same", "Susan Talbott", "Mike White"),
        ("same", "Seán O'Hara", "susan-w-talbott"),
        ("different", "Susan Talbott", "Susan W. Talbott"),
        ("different", "Mike White", "Michael White"),
    ],
)
def test_what_was_said_is_taken_back_by_the_command_that_is_shown_and_said_again_by_its_own(
    words: tuple[str, ...], lab: Lab, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    lab.paper("five", "Seán O'Hara", "Ann Lee")
    before = who(lab, capfdbinary)
    assert lab.people(*words) == 0
    said = capfdbinary.readouterr().out.decode()
    after = who(lab, capfdbinary)
    if words != ("different", "Mike White", "Michael White"):  # they were two, and it is the opposite that makes them one
        assert after != before
    for _ in range(2):
        take_back(lab, said)
        said = capfdbinary.readouterr().out.decode()
        assert (who(lab, capfdbinary) == before) == (after != before)
        take_back(lab, said)
        said = capfdbinary.readouterr().out.decode()
        assert who(lab, capfdbinary) == after


def test_of_two_files_one_that_says_who_is_who_only_goes_into_the_other(lab: Lab, capsys: pytest.CaptureFixture[str]) -> None:
    lab.author("mw", "---\nname: Michael White  # the boss\ndifferent-from: [mike-white, jun]\n---\nHe folds.\n")
    lab.author("jun", "---\nname: Jun Sato\n---\n")
    lab.author("mike-white", "---\nname: Mike White\nalso:\n- M. White\nORCID: 0000-0002-1825-0097\n---\n")
    assert lab.people("same", "Mike White", "Michael White") == 0
    assert sorted(lab.authors()) == ["jun", "mw"]
    assert lab.authors()["mw"] == (
        "---\nname: Michael White  # the boss\nalso:\n- Mike White\n- M. White\ndifferent-from: [jun]\n"
        "ORCID: 0000-0002-1825-0097\n---\nHe folds.\n"
    )
    assert "Deleted, since it said no more than that: content/authors/mike-white.md" in capsys.readouterr().out


@pytest.mark.parametrize("names_it", ["paper", "author"])
def test_a_file_that_another_one_names_does_not_go(names_it: str, lab: Lab) -> None:
    lab.author("mw", "---\nname: Michael White\n---\nHe folds.\n")
    lab.author("mike-white", "---\nname: Mike White\n---\n")
    if names_it == "paper":
        lab.paper("five", "{literal: M. White, id: mike-white}")
    else:
        lab.author("jun", "---\nname: Jun Sato\ndifferent-from: [mike-white]\n---\n")
    before = lab.authors()
    assert lab.people("same", "mike-white", "michael-white") == 2
    assert lab.authors() == before


def test_all_about_one_person_is_said_with_the_commands_that_say_otherwise(lab: Lab, capsys: pytest.CaptureFixture[str]) -> None:
    assert lab.people("Susan", "Talbott") == 0
    said = capsys.readouterr().out
    assert said.startswith("Susan W. Talbott (authors/susan-w-talbott.html, 2 publications)\n")
    assert "  = Susan Talbott (a middle name more or less, and a common co-author)\n" in said
    assert "  - content/publications/four.md\n" in said
    assert 'people different "Susan W. Talbott" "Susan Talbott"\n' in said
    assert lab.people("mike-white") == 0
    assert "people same same-person-" in capsys.readouterr().out


def test_long_lists_begin_with_what_is_least_and_most_sure_and_say_how_to_see_the_rest(
    lab: Lab, capsys: pytest.CaptureFixture[str]
) -> None:
    families = [f"{letter}ar{letter.lower()}on" for letter in "BCDFGHJKLMNPRSTVWZ"]
    families += [f"{letter}il{letter.lower()}er" for letter in "BCDFGHJKLM"]
    for number, family in enumerate(families):
        lab.paper(f"a{number}", f"Robert {family}", f"Ida {family}e", f"René {family}y", f"Noa {family}e")
        lab.paper(f"b{number}", f"Bob {family}", f"Ida Q. {family}e", f"Rene {family}y", f"Noa {family}e")
    assert lab.people() == 0
    said = capsys.readouterr().out
    assert len(re.findall(r"^  .* = ", said, re.MULTILINE)) == 20
    assert said.count("(a middle name more") == 20
    commands = re.findall(r"^… and \d+ more: .* people (.*)$", said, re.MULTILINE)
    assert commands == ["--all", "--all"]
    assert said.count("one person: ") == said.count("two people: ") == 20
    assert lab.people("--all") == 0
    every = capsys.readouterr().out
    assert "more: " not in every
    assert every.count("one person: ") >= len(families)
    assert every.index("(a middle name more") < every.index("(the same letters)")


MISTAKES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "people-words": (("diferent", "Mike White", "Michael White"), "not “diferent”"),
    "people-two": (("same", "Mike White", "Michael White", "Jun Sato"), "which two"),
    "people-no-suggestion": (("same", "same-person-00000000"), "no suggestion"),
    "people-unknown": (("same", "Mike White", "Zoltán Qwerty"), "nobody is called “Zoltán Qwerty”"),
    "people-unknown-meant": (("same", "Mike Whit", "Jun Sato"), "did you mean “Mike White”?"),
    "people-several": (("same", "Wei Wang", "Jun Sato"), "wei-wang, wei-wang-2"),
    "people-two-files": (("same", "Ann Lee", "Anna Lee"), "has an author file"),
    "people-two-orcids": (("same", "wei-wang", "Ada Roy"), "different ORCID iDs"),
    "people-letters": (("different", "Jun Sato", "JUN SATO"), "cannot say who is who"),
}


@pytest.mark.parametrize("code", MISTAKES)
def test_what_cannot_be_said_is_explained_and_nothing_is_written(code: str, lab: Lab, capsys: pytest.CaptureFixture[str]) -> None:
    lab.paper("five", f"{{literal: Wei Wang, ORCID: {ONE}}}", f"{{literal: Ada Roy, ORCID: {TWO}}}", "Wei Wang")
    lab.author("ann", "---\nname: Ann Lee\nURL: https://a.example\n---\n")
    lab.author("anna", "---\nname: Anna Lee\n---\nShe folds.\n")
    before = lab.authors()
    words, said = MISTAKES[code]
    assert lab.people(*words) == 2
    assert said in capsys.readouterr().err
    assert lab.authors() == before


def test_a_file_that_changed_meanwhile_is_not_overwritten(lab: Lab) -> None:
    file = lab.author("mw", "---\nname: Michael White\n---\n")
    paths = site_paths(lab.root)
    who = WhoIsWho.read(paths)
    text = who_is_who._text

    def and_somebody_saves(paths_: Any, key: str) -> str | None:
        found = text(paths_, key)
        file.write_text("---\nname: Michael White\n---\nSaved meanwhile.\n", "utf-8")
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(who_is_who, "_text", and_somebody_saves)
        with pytest.raises(ContentError) as refused:
            who_is_who.answer(who, paths, "same", ("Mike White", "Michael White"))
    assert [problem.code for problem in refused.value.problems] == ["author-file-changed"]
    assert lab.authors() == {"mw": "---\nname: Michael White\n---\nSaved meanwhile.\n"}


def test_content_in_error_is_reported(lab: Lab) -> None:
    lab.author("mw", "---\nnam: Michael White\n---\n")
    assert lab.people() == 1
    assert content.read(site_paths(lab.root))[1]


def test_an_import_asks_about_the_same_pairs() -> None:
    """The question that `suggestions` makes has its words and the id that `people` takes."""
    from generator.i18n import tool_catalogue
    from generator.model import Name, Publication
    from generator.people import Directory
    from generator.suggestions import questions, suggestions

    papers = {key: Publication(key, author=(Name(printed=name),)) for key, name in (("a", "Mike White"), ("b", "Michael White"))}
    [question] = questions(suggestions(Directory(papers, {}), papers))
    assert question.code == "same-person"
    for lang in ("en", "fr"):
        assert question.id in tool_catalogue(lang).problem(question)
