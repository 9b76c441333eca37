"""The command `people`: what it says, and what `same` and `different` write into `content/authors/`."""

from __future__ import annotations

import json
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
    assert "people same ID" in said


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


MISTAKES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "people-words": (("unlike", "Mike White", "Michael White"), "not “unlike”"),
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
    lab.author("ann", "---\nname: Ann Lee\n---\n")
    lab.author("anna", "---\nname: Anna Lee\n---\n")
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
