"""The bytes of a source: in which encoding they are read, what is said of it, and what is no list at all."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import foreign, sources
from generator.cli import run
from generator.formats import Hints
from generator.source_text import decode, problems
from tests.effort import grows_less_than

LETTERS = st.text(st.sampled_from("aé ßŒœ€“”ñÃÂ{}"), max_size=8)
HEAD = "@misc{a, title = {É}}\n"


@given(st.lists(st.tuples(LETTERS, st.booleans())))
def test_where_some_lines_are_not_utf_8_every_line_is_read_as_it_was_meant(lines: list[tuple[str, bool]]) -> None:
    written = [(line, line.encode("cp1252" if old else "utf-8")) for line, old in lines]
    written = [(line, data) for line, data in written if not _is_utf_8(data) or data == line.encode()]  # `Ã©` is either
    written = [(line, data) for line, data in written if data.decode(errors="ignore").isascii() or data == line.encode()]
    data = HEAD.encode() + b"\n".join(data for _, data in written)
    found = decode(data, "a.bib")
    assert found.text == HEAD + "\n".join(line for line, _ in written)
    assert found.lines == tuple(number for number, (_, data) in enumerate(written, 2) if not _is_utf_8(data))


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def test_one_stray_byte_spoils_nothing_else_of_its_line() -> None:
    data = '[{"title": "Größe", "note": "Caf'.encode() + b"\xe9" + '", "publisher": "Müller"}]'.encode()
    assert decode(data, "a.json").text == '[{"title": "Größe", "note": "Café", "publisher": "Müller"}]'


@pytest.mark.parametrize("head", ["", "% Encoding: UTF-8\n", "% Encoding: ISO8859_1\n"])
def test_a_file_that_is_mostly_utf_8_is_that_whatever_it_says(head: str) -> None:
    data = head.encode() + "@misc{a, title = {Größe}}\n".encode() + b"@misc{b, title = {Caf\xe9}}\n"
    _, loaded, _ = sources.load("a.bib", data, "a.bib", Hints())
    assert [record.publication.title for record in loaded.records] == ["Größe", "Café"]
    [said] = [problem for problem in loaded.problems if problem.code == "encoding-mixed"]
    assert (said.line, said.args["lines"]) == (2 + bool(head), str(2 + bool(head)))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_read(encoding: str) -> None:
    _, loaded, _ = sources.load("a.bib", "@misc{a, title = {Größe}}\n".encode(encoding), "a.bib", Hints())
    assert [record.publication.title for record in loaded.records] == ["Größe"]
    assert [problem.args for problem in loaded.problems] == [{"encoding": encoding}]


@pytest.mark.parametrize("header", ["Titel;Autoren;Jahr", "Nom;Qui;Quand"])
def test_a_table_of_windows_is_read_before_its_columns_are_asked_for(header: str) -> None:
    _, loaded, name = sources.load("a.csv", f"{header}\nGröße;Müller, Jörg;2023\n".encode("cp1252"), "a.csv", Hints())
    assert name == "csv"
    codes = [problem.code for problem in loaded.problems]
    assert codes == (["encoding-guessed"] if "Titel" in header else ["encoding-guessed", "csv-columns"])


# Letters lost before


@pytest.mark.parametrize("word", ["Größe", "Émile", "naïve", "“Snow”", "Ünal", "œuvre", "L’été", "Łukasz", "50 °C"])
def test_letters_that_another_program_garbled_are_told_of(word: str) -> None:
    garbled = word.encode().decode("cp1252", "replace")
    [said] = problems(decode(f"a\nb {garbled} c\n".encode()), "a.bib")
    assert (said.code, said.line, said.args["lines"], said.args["n"]) == ("encoding-garbled", 2, "2", 1)


@pytest.mark.parametrize("text", ["São Paulo", "“AMANHÔ", "ÂME", "«Â»", "€ 5", "CÂ’s", "Ångström", "Ñandú", "Größe"])
def test_letters_that_are_meant_are_not(text: str) -> None:
    assert list(problems(decode(text.encode()), "a.bib")) == []


def test_many_garbled_lines_are_told_of_once_and_in_linear_time() -> None:
    def telling(count: int) -> Callable[[], object]:
        found = decode(("MÃ¼ller" * 3 + "\n").encode() * count)
        return lambda: list(problems(found, "a.bib"))

    [said] = problems(decode("MÃ¼ller\n".encode() * 100), "a.bib")
    assert (said.args["n"], said.args["lines"]) == (100, "1, 2, 3, 4, 5, 6, 7, 8, 9, 10 …")
    assert grows_less_than(8, telling, 2_000, 8_000)


# No list


def packed(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "application/vnd.oasis.opendocument.text" if name == "mimetype" else "x" * 20_000)
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.docx", packed("[Content_Types].xml", "word/document.xml"), "document"),
        ("a.odt", packed("mimetype", "content.xml"), "document"),
        ("a", packed("[Content_Types].xml", "xl/workbook.xml"), "spreadsheet"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "document"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "spreadsheet"),
        ("a.zip", packed("a.bib"), "binary"),
        ("a.rtf", rb"{\rtf1 Snow}", "document"),
        ("a.txt", b"\xef\xbb\xbf\n<!-- x -->\n<HTML><body>", "web-page"),
        ("a.html", b'<?xml version="1.0"?>\n<!DOCTYPE html>', "web-page"),
        ("a.xml", b"<xml><records></records></xml>", "endnote-xml"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        ("a.bib", "@misc{a, title = {Größe}}".encode("utf-16"), ""),
        ("a.bib", "@misc{a, title = {Größe}}".encode("utf-16-be"), ""),
        ("a.txt", b"<p>On Snow\nJane Doe\n", ""),
        ("a.txt", b"", ""),
    ],
)
def test_a_file_that_is_no_list_is_known_by_its_content(name: str, data: bytes, kind: str) -> None:
    assert foreign.code(name, data) == (f"format-{kind}" if kind else "")


@given(st.text(st.characters(codec="utf-8", min_codepoint=32)))
def test_no_text_is_taken_for_binary(text: str) -> None:
    assert foreign.code("a.txt", text.encode()) != "format-binary"


# What a message names


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "site"
    (root / "content").mkdir(parents=True)
    (root / "content" / "site.toml").write_text('title = "A lab"\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["labpress"])
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    return root


@pytest.mark.parametrize("options", [[], ["--as", "b.json"], ["--dry-run"]])
def test_what_was_not_copied_is_told_of_by_the_name_that_a_person_typed(
    options: list[str], site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("lists").mkdir()
    Path("lists/a.json").write_text('[{"title": "Snow"},\n', "utf-8")
    assert run(["import", "lists/a.json", *options, "--root", str(site)]) == 1
    assert capsys.readouterr().err.startswith("lists/a.json:2:1: error: this is not JSON")
    assert run(["import", "lists", "--root", str(site)]) == 1
    assert capsys.readouterr().err.startswith("lists/a.json:2:1: error: this is not JSON")
    assert not (site / "content" / "sources").exists()


def test_what_a_dry_run_says_names_the_file_that_is_there(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.json").write_text(json.dumps([{"title": "Snow"}, {"note": "no title"}]), "utf-8")
    assert run(["import", "a.json", "--dry-run", "--root", str(site)]) == 0
    assert capsys.readouterr().err.startswith("a.json:1: warning")
    assert run(["import", "a.json", "--root", str(site)]) == 0
    assert capsys.readouterr().err.startswith("content/sources/a.json:1: warning")
    assert run(["import", "a.json", "--dry-run", "--root", str(site)]) == 0
    assert capsys.readouterr().err.startswith("content/sources/a.json:1: warning"), "it is there already"


def test_what_is_no_list_is_passed_over_in_a_folder(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("lists").mkdir()
    Path("lists/a.txt").write_text("FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nTI Snow\n", "utf-8")
    Path("lists/b.json").write_text('[{"title": "Snow"}]', "utf-8")
    assert run(["import", "lists", "--root", str(site)]) == 0
    assert capsys.readouterr().err.startswith("lists/a.txt: warning: this is Web of Science’s plain text")
    assert [file.name for file in (site / "content" / "sources" / "lists").iterdir()] == ["b.json"]
