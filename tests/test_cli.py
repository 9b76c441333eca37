"""The command line: what a person types, what they read, the exit code, and what is on the disk afterwards.

Each message of a broken site is in `test_sites_invalid.py`; here are the commands themselves.
"""

from __future__ import annotations

import errno
import io
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from generator import __version__, cli, pipeline, sources
from generator.cli import labpress, run
from generator.errors import ContentError, reason
from generator.i18n import flatten, tool_catalogue
from generator.merge import Change, Plan
from generator.paths import site_paths

REPOSITORY = Path(__file__).resolve().parent.parent
LIST = """\
# On Snow
Jane Doe
John Smith
Snow is white, and “this” abstract says so in a whole sentence.

# On Ice
Jane Doe
"""
PAPER = "---\ntitle: On Fog\nauthor:\n- Mary Major\n---\n\nFog is grey.\n"
LOCALES = ["C.UTF-8", "fr_FR.UTF-8"]
Tree = dict[str, tuple[bytes, int]]


@dataclass
class Said:
    """What a command printed."""

    out: str
    err: str


@dataclass
class Terminal:
    """Types commands into this process."""

    root: Path
    capture: pytest.CaptureFixture[str]
    patch: pytest.MonkeyPatch

    def __call__(self, *arguments: str, code: int = 0, stdin: bytes = b"") -> Said:
        self.patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        self.capture.readouterr()
        found = run(list(arguments))
        said = Said(*self.capture.readouterr())
        assert found == code, said
        assert "Traceback" not in said.err
        return said

    def write(self, path: str, content: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def read(self, path: str) -> str:
        return (self.root / path).read_text("utf-8")

    def keys(self) -> list[str]:
        """The publications that are there."""
        return sorted(file.stem for file in (self.root / "content/publications").glob("*.md"))

    def tree(self, folder: str = ".") -> Tree:
        """Every file with its bytes and the time of its last change."""
        files = (file for file in sorted((self.root / folder).rglob("*")) if file.is_file())
        return {file.relative_to(self.root).as_posix(): (file.read_bytes(), file.stat().st_mtime_ns) for file in files}


@pytest.fixture
def labpress_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """A terminal in the folder of a site with one publication."""
    root = tmp_path / "site"
    terminal = Terminal(root, capsys, monkeypatch)
    terminal.write("content/site.toml", 'title = "A lab"\n')
    terminal.write("content/publications/on-fog.md", PAPER)
    monkeypatch.chdir(root)
    monkeypatch.setattr(sys, "argv", ["labpress"])
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return terminal


# Words: commands, options, help


def commands() -> dict[str, click.Command]:
    """By name; the tests' own runner explains itself."""
    return {"": labpress, **{name: command for name, command in labpress.commands.items() if name != "test"}}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("command", commands())
def test_help_explains_every_command_and_option_in_each_language(
    command: str, locale: str, labpress_: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.setenv("COLUMNS", "200")
    said = labpress_(*([command] if command else []), "--help")
    assert said.err == ""
    assert said.out.startswith("Usage")
    for option in commands()[command].params:
        if isinstance(option, click.Option):
            assert re.search(rf"^ +{option.opts[-1]}( [A-Z ]+)?  +\S", said.out, re.MULTILINE), option.opts
    if not command:
        for name in labpress.commands:
            assert re.search(rf"^ +{name}  +\S+", said.out, re.MULTILINE)


def test_help_in_french_has_no_english_left(labpress_: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    text = "".join(labpress_(*name.split(), "--help").out for name in commands())
    assert not re.search(r"\b(Show|Options:|Commands|the|default|required|INTEGER|RANGE)\b", text)


def test_the_version_is_told(labpress_: Terminal) -> None:
    assert labpress_("--version").out == f"labpress {__version__}\n"


def test_without_a_command_the_site_is_built(labpress_: Terminal) -> None:
    labpress_()
    assert (labpress_.root / "output/publications/on-fog.html").is_file()


@pytest.mark.parametrize(
    "words",
    [
        ["--root", "{root}", "build", "--output", "{out}"],
        ["build", "--root", "{root}", "--output", "{out}"],
        ["--output={out}", "build", "--root={root}"],
        ["--strict", "--root", "{root}", "--output", "{out}"],
        ["--output", "{out}", "--strict", "build", "--root", "{root}"],
    ],
)
def test_options_stand_before_or_after_the_command(words: list[str], labpress_: Terminal, tmp_path: Path) -> None:
    labpress_.patch.chdir(tmp_path)
    labpress_(*(word.format(root=labpress_.root, out=tmp_path / "out") for word in words))
    assert (tmp_path / "out/index.html").is_file()
    assert not (labpress_.root / "output").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["--to", "csl-json", "convert", "list.txt"],
        ["--as", "ours.txt", "import", "list.txt"],
        ["--dry-run", "import", "list.txt"],
        ["--restore", "on-ice", "import"],
    ],
)
def test_the_options_of_every_command_stand_before_it_too(words: list[str], labpress_: Terminal) -> None:
    labpress_.write("list.txt", LIST)
    labpress_("import", "list.txt")
    labpress_(*words)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["biuld"], "build"),
        (["--strct"], "--strict"),
        (["import", "--restor", "x"], "--restore"),
        (["convert"], "FILE"),
        (["convert", "list.txt"], "--to"),
        (["convert", "a", "b", "--to", "csl-json"], "b"),
        (["build", "extra"], "extra"),
        (["--root"], "--root"),
        (["build", "--output"], "--output"),
        (["serve", "--port", "many"], "--port"),
        (["serve", "--port", "99999"], "--port"),
        (["build", "--strict=yes"], "--strict"),
        ([""], "build"),
    ],
)
def test_a_mistake_in_the_words_names_what_was_meant_and_exits_2(words: list[str], told: str, labpress_: Terminal) -> None:
    said = labpress_(*words, code=2)
    assert said.out == ""
    assert told in said.err
    assert "--help" in said.err


def test_a_misspelt_command_is_told_what_was_meant(labpress_: Terminal) -> None:
    assert re.search("did you mean “?build”?", labpress_("biuld", code=2).err)


@pytest.mark.parametrize(
    "words", [["biuld"], ["--strct"], ["convert"], ["serve", "--port", "many"], ["build", "extra"], ["build", "--strict=yes"]]
)
def test_a_mistake_in_the_words_is_told_in_french(words: list[str], labpress_: Terminal) -> None:
    labpress_.patch.setenv("LC_ALL", "fr_FR.UTF-8")
    said = labpress_(*words, code=2)
    assert not re.search(r"(?i)\b(got|not a valid|unexpected|argument\b.*\(|does not|range|did you|there)\b", said.err), said.err


def test_the_language_is_the_first_of_the_variables_that_says_one(labpress_: Terminal) -> None:
    labpress_.patch.delenv("LC_ALL")
    labpress_.patch.delenv("LC_MESSAGES", raising=False)
    labpress_.patch.setenv("LANG", "fr_CA.UTF-8")
    assert "erreur" in labpress_("biuld", code=2).err
    labpress_.patch.setenv("LC_MESSAGES", "de_DE.UTF-8")
    assert "error" in labpress_("biuld", code=2).err


# Exit codes


def test_a_warning_is_a_failure_only_under_strict(labpress_: Terminal) -> None:
    labpress_.write("content/publications/on-fog.md", PAPER.replace("author:", "zebra: x\nauthor:"))
    assert "warning" in labpress_("build").err
    before = labpress_.tree("output")
    labpress_.write("content/publications/on-fog.md", PAPER.replace("author:", "zebra: y\nauthor:").replace("Fog", "Mist"))
    assert "warning" in labpress_("build", "--strict", code=1).err
    assert labpress_.tree("output") == before


def test_a_question_never_changes_the_exit_code(labpress_: Terminal) -> None:
    labpress_.write("list.txt", LIST)
    assert "question" in labpress_("import", "list.txt", "--strict").err


def test_what_a_database_says_of_its_own_record_is_noted_and_no_failure(labpress_: Terminal) -> None:
    labpress_.write("works.json", '[{"id": "https://openalex.org/W1", "title": "Snow", "authorships": [], "cited_by_count": 3}]')
    assert labpress_("convert", "works.json", "--to", "ris", "--strict").err.startswith("works.json:1: note: ")
    assert ": note: " in labpress_("import", "works.json", "--strict").err
    assert labpress_.keys() == ["on-fog", "snow"]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, click.Abort])
def test_an_interruption_exits_130_without_a_traceback(stop: type[BaseException], labpress_: Terminal) -> None:
    def interrupted(*_arguments: object, **_options: object) -> None:
        raise stop

    labpress_.patch.setattr(pipeline, "build_site", interrupted)
    labpress_("build", code=130)


def test_a_mistake_of_ours_is_not_hidden(labpress_: Terminal) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("ours")

    labpress_.patch.setattr(pipeline, "build_site", broken)
    with pytest.raises(RuntimeError, match="ours"):
        labpress_("build")


def test_what_the_system_refuses_is_said_in_the_language_of_the_reader(labpress_: Terminal) -> None:
    labpress_.write("list.bib", "@misc{a, title = {A}}")
    for name, english, french in (
        (".", "Is a directory", "c’est un dossier"),
        ("gone.bib", "No such file or directory", "aucun fichier ou dossier de ce nom"),
        ("list.bib/a.bib", "Not a directory", "ce n’est pas un dossier"),
    ):
        for locale, words in (("C.UTF-8", english), ("fr_FR.UTF-8", french)):
            labpress_.patch.setenv("LC_ALL", locale)
            assert labpress_("convert", name, "--to", "ris", code=2).err.rstrip().endswith(words)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_a_system_refuses_rarely_is_said_in_its_own_words(lang: str) -> None:
    say = tool_catalogue(lang).reason
    assert say(reason(OSError(errno.ENOTTY, "no terminal"))) == os.strerror(errno.ENOTTY)
    assert say(reason(OSError("the cloud is away"))) == "the cloud is away"
    assert say(reason(OSError(-3, "name resolution failed"))) == "name resolution failed"


def catalogue_line(code: str) -> str:
    """What is read of an error that is about no file."""
    return f"error: {tool_catalogue('en').message(f'problem.{code}')}\n"


def test_the_tests_are_said_to_come_with_a_clone(labpress_: Terminal, tmp_path: Path) -> None:
    labpress_.patch.setattr(cli.test, "__file__", str(tmp_path / "site-packages" / "generator" / "cli" / "test.py"))
    said = labpress_("test", "--anything", code=2)
    assert said.err == catalogue_line("test-no-clone")


# Build


def test_the_site_is_the_nearest_folder_upwards_with_settings(labpress_: Terminal) -> None:
    deep = labpress_.root / "content" / "publications"
    labpress_.patch.chdir(deep)
    labpress_("build")
    assert (labpress_.root / "output/index.html").is_file()
    assert sorted(file.name for file in deep.iterdir()) == ["on-fog.md"]


def test_a_relative_root_and_output_are_seen_from_the_current_folder(labpress_: Terminal, tmp_path: Path) -> None:
    labpress_.patch.chdir(tmp_path)
    labpress_("build", "--root", "site", "--output", "public")
    assert (tmp_path / "public/index.html").is_file()


def test_base_url_on_the_command_line_goes_before_the_setting(labpress_: Terminal) -> None:
    labpress_.write("content/site.toml", 'base-url = "https://one.example/"\n')
    labpress_("build", "--base-url", "https://two.example/papers")
    assert "https://two.example/papers/publications/on-fog.html" in labpress_.read("output/sitemap.xml")
    assert "one.example" not in labpress_.read("output/index.html")


def test_a_base_url_that_is_none_is_refused_before_anything_is_written(labpress_: Terminal) -> None:
    labpress_.write("content/sources/list.txt", LIST)
    before = labpress_.tree()
    assert "--base-url" in labpress_("build", "--base-url", "two.example", code=2).err
    assert labpress_.tree() == before


def test_without_a_base_url_one_note_says_what_is_left_out(labpress_: Terminal) -> None:
    note = "Without base-url"
    assert labpress_("build").out.count(note) == 1
    assert not (labpress_.root / "output/sitemap.xml").exists()
    assert note not in labpress_("build", "--base-url", "https://two.example/").out


def test_a_build_imports_what_was_dropped_into_sources(labpress_: Terminal) -> None:
    labpress_.write("content/sources/list.txt", LIST)
    labpress_("build")
    assert labpress_.keys() == ["on-fog", "on-ice", "on-snow"]
    assert (labpress_.root / "output/publications/on-ice.html").is_file()


def test_a_locked_build_fails_instead_of_importing_and_writes_nothing(labpress_: Terminal) -> None:
    labpress_.write("content/sources/list.txt", LIST)
    before = labpress_.tree()
    said = labpress_("build", "--locked", code=1)
    assert "content/sources/list.txt: error: this has changed since the last import" in said.err
    assert labpress_.tree() == before
    labpress_("import")
    labpress_("build", "--locked")


def test_line_ends_of_a_checkout_do_not_make_an_import_due(labpress_: Terminal) -> None:
    labpress_.write("content/sources/list.txt", LIST)
    labpress_("import")
    labpress_.write("content/sources/list.txt", LIST.replace("\n", "\r\n"))
    labpress_("build", "--locked")


def test_without_a_terminal_each_phase_is_one_plain_line(labpress_: Terminal) -> None:
    said = labpress_("build")
    assert [line.split()[0] for line in said.err.splitlines()] == ["Reading", "Rendering", "Writing"]
    assert "\x1b" not in said.out + said.err
    assert "\r" not in said.out + said.err


def test_on_a_terminal_there_is_a_bar_that_is_gone_at_the_end(labpress_: Terminal) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Screen()
    labpress_.patch.setattr(sys, "stderr", screen)
    labpress_.patch.setenv("TERM", "xterm")
    labpress_("build")
    assert "Reading content/\n" not in screen.getvalue()


def test_a_draft_is_not_published(labpress_: Terminal) -> None:
    labpress_.write("content/publications/on-mist.md", PAPER.replace("title: On Fog", "title: On Mist\ndraft: true"))
    labpress_("build")
    assert not (labpress_.root / "output/publications/on-mist.html").exists()


# Import


def test_a_file_is_copied_into_sources_and_read_into_markdown_files(labpress_: Terminal) -> None:
    labpress_.write("mine/list.txt", LIST)
    said = labpress_("import", "mine/list.txt")
    assert labpress_.read("content/sources/list.txt") == LIST
    assert labpress_.keys() == ["on-fog", "on-ice", "on-snow"]
    assert labpress_.read("content/publications/on-ice.md").rstrip() == (
        "---\ntitle: On Ice\nauthor:\n- Jane Doe\nauthor-list: partial\n---"
    )
    assert "2 publications" in said.out
    assert "2 new files" in said.out
    assert not (labpress_.root / "output").exists()


def test_several_files_are_imported_at_once(labpress_: Terminal) -> None:
    first, second = LIST.split("\n\n")
    labpress_.write("one.txt", first)
    labpress_.write("two.txt", second)
    labpress_("import", "one.txt", "two.txt")
    assert labpress_.keys() == ["on-fog", "on-ice", "on-snow"]


def test_standard_input_is_kept_as_pasted_text(labpress_: Terminal) -> None:
    first, second = LIST.split("\n\n")
    labpress_("import", "-", stdin=first.encode())
    labpress_("import", "-", stdin=second.encode())
    labpress_("import", "-", stdin=first.encode())
    sources = labpress_.root / "content/sources"
    assert {file.name: file.read_text("utf-8") for file in sources.iterdir()} == {"pasted-1.txt": first, "pasted-2.txt": second}


def test_the_same_again_changes_no_byte_and_no_time_stamp(labpress_: Terminal) -> None:
    labpress_.write("list.txt", LIST)
    labpress_("import", "list.txt")
    before = labpress_.tree()
    for words in (["list.txt"], [], ["list.txt", "--replace"], ["-", "--as", "list.txt"]):
        labpress_("import", *words, stdin=LIST.encode())
        assert labpress_.tree() == before
    labpress_("build")
    assert {path: state for path, state in labpress_.tree().items() if path in before} == before


def test_a_name_that_is_there_with_other_content_is_refused(labpress_: Terminal) -> None:
    labpress_.write("list.txt", LIST)
    labpress_("import", "list.txt")
    labpress_.write("list.txt", LIST.replace("On Ice", "On Rain"))
    before = labpress_.tree()
    said = labpress_("import", "list.txt", code=2)
    assert "“--replace”" in said.err
    assert labpress_.tree() == before


def test_replace_makes_it_the_new_state_of_the_source(labpress_: Terminal) -> None:
    labpress_.write("list.txt", LIST)
    labpress_("import", "list.txt")
    labpress_.write("list.txt", LIST.replace("On Ice", "On Rain"))
    said = labpress_("import", "list.txt", "--replace")
    assert labpress_.read("content/sources/list.txt") == LIST.replace("On Ice", "On Rain")
    assert labpress_.keys() == ["on-fog", "on-ice", "on-rain", "on-snow"]
    assert "on-ice" in said.err, "what the source no longer says is told, and its file stays"


def test_as_gives_it_another_name(labpress_: Terminal) -> None:
    labpress_.write("list.txt", LIST)
    labpress_("import", "list.txt", "--as", "lab.txt")
    assert [file.name for file in (labpress_.root / "content/sources").iterdir()] == ["lab.txt"]


@pytest.mark.parametrize("name", ["../list.txt", "a/../../b.txt", "/list.txt", "a//b.txt", ".hidden.txt", "..", "a\\b.txt"])
def test_a_name_cannot_lead_out_of_the_sources(name: str, labpress_: Terminal) -> None:
    labpress_.write("list.txt", LIST)
    before = labpress_.tree()
    labpress_("import", "list.txt", "--as", name, code=2)
    assert labpress_.tree() == before


def test_a_dry_run_tells_the_files_and_writes_nothing(labpress_: Terminal) -> None:
    labpress_.write("list.txt", LIST)
    before = labpress_.tree()
    said = labpress_("import", "list.txt", "--dry-run")
    assert "content/publications/on-snow.md" in said.out
    assert "content/publications/on-ice.md" in said.out
    assert labpress_.tree() == before


def test_a_deleted_file_stays_deleted_until_it_is_restored(labpress_: Terminal) -> None:
    labpress_.write("list.txt", LIST)
    labpress_("import", "list.txt")
    whole = labpress_.read("content/publications/on-ice.md")
    (labpress_.root / "content/publications/on-ice.md").unlink()
    for words in (["list.txt"], [], ["list.txt", "--replace"]):
        labpress_("import", *words)
        labpress_("build")
        assert labpress_.keys() == ["on-fog", "on-snow"]
    labpress_("import", "--restore", "on-ice")
    assert labpress_.keys() == ["on-fog", "on-ice", "on-snow"]
    assert labpress_.read("content/publications/on-ice.md") == whole


def test_restore_leaves_a_file_that_is_there_alone(labpress_: Terminal) -> None:
    labpress_.write("list.txt", LIST)
    labpress_("import", "list.txt")
    labpress_.write("content/publications/on-ice.md", PAPER.replace("On Fog", "On Ice"))
    before = labpress_.tree("content/publications")
    labpress_("import", "--restore", "on-ice")
    assert labpress_.tree("content/publications") == before


def test_restoring_what_was_never_there_is_told(labpress_: Terminal) -> None:
    labpress_.write("list.txt", LIST)
    labpress_("import", "list.txt")
    assert "on-icy" in labpress_("import", "--restore", "on-icy", code=2).err


def test_a_renamed_file_is_followed_by_its_title(labpress_: Terminal) -> None:
    labpress_.write("list.txt", LIST)
    labpress_("import", "list.txt")
    publications = labpress_.root / "content/publications"
    (publications / "on-ice.md").rename(publications / "ice.md")
    labpress_("import")
    assert labpress_.keys() == ["ice", "on-fog", "on-snow"]
    assert '"key": "ice"' in labpress_.read("content/import.lock")
    assert "dropped" not in labpress_.read("content/import.lock")


def test_a_file_of_a_persons_with_the_same_title_is_left_as_it_is(labpress_: Terminal) -> None:
    own = "---\ntitle: on  snow\nauthor:\n- Doe, Jane\n- John Smith\n---\n\nMy words.\n"
    labpress_.write("content/publications/mine.md", own)
    labpress_.write("list.txt", LIST)
    said = labpress_("import", "list.txt")
    assert labpress_.keys() == ["mine", "on-fog", "on-ice"]
    assert labpress_.read("content/publications/mine.md") == own
    assert "content/publications/mine.md" in said.err


def test_a_persons_edits_stay_when_the_source_changes(labpress_: Terminal) -> None:
    labpress_.write("list.txt", LIST)
    labpress_("import", "list.txt")
    edited = labpress_.read("content/publications/on-snow.md") + "\nMore.\n"
    labpress_.write("content/publications/on-snow.md", edited)
    labpress_.write("list.txt", LIST.replace("John Smith", "John Q. Smith"))
    labpress_("import", "list.txt", "--replace")
    assert labpress_.read("content/publications/on-snow.md") == edited.replace("John Smith", "John Q. Smith")


def test_the_files_of_a_folder_are_imported_those_in_no_known_format_are_told(labpress_: Terminal) -> None:
    labpress_.write("lists/2023/a.txt", LIST)
    labpress_.write("lists/b.txt", "# On Rain\nJane Doe\n")
    labpress_.write("lists/notes.md", "Words.\n")
    labpress_.write("lists/.hidden.txt", LIST)
    said = labpress_("import", "lists")
    assert labpress_.keys() == ["on-fog", "on-ice", "on-rain", "on-snow"]
    assert "lists/notes.md: warning" in said.err
    sources = labpress_.root / "content/sources"
    assert sorted(file.relative_to(sources).as_posix() for file in sources.rglob("*.*")) == ["lists/2023/a.txt", "lists/b.txt"]


@pytest.mark.parametrize("folder", [".", "", "content", "content/sources", ".."])
def test_a_folder_of_the_site_itself_is_no_folder_of_lists(folder: str, labpress_: Terminal) -> None:
    (labpress_.root / "content/sources").mkdir(parents=True, exist_ok=True)
    before = labpress_.tree()
    labpress_("import", folder, code=2)
    assert labpress_.tree() == before


def test_a_dry_run_shows_what_would_change_in_a_file(labpress_: Terminal) -> None:
    labpress_.write("list.txt", LIST)
    labpress_("import", "list.txt")
    labpress_.write("list.txt", LIST.replace("John Smith", "John Smith\nMary Major"))
    before = labpress_.tree("content")
    said = labpress_("import", "list.txt", "--replace", "--dry-run")
    assert "--- content/publications/on-snow.md\n+++ content/publications/on-snow.md\n" in said.out
    assert "\n+- Mary Major\n" in said.out
    assert labpress_.tree("content") == before


def test_a_question_is_answered_by_its_id_and_asked_no_more(labpress_: Terminal) -> None:
    labpress_.write("content/publications/on-snow.md", PAPER.replace("On Fog", "On Snow"))
    labpress_.write("list.txt", "# On Snow\nAnn Lee\nAda Poe\n")
    labpress_("import", "list.txt")
    listed = labpress_("review").out
    [(id_, choices)] = re.findall(r"(import-same-title-\w+)  (.*)", listed)
    assert choices == "[different] | same"
    said = labpress_("review", id_, "same")
    assert f"content/answers.toml: {id_} = same" in said.out
    assert '"key": "on-snow"' in labpress_.read("content/import.lock")
    assert id_ not in labpress_("review").out
    labpress_("build", "--locked")
    answers = labpress_.read("content/answers.toml")
    labpress_.write("content/answers.toml", answers.replace("same", "different", 1))
    assert "content/answers.toml: error" in labpress_("build", "--locked", code=1).err


def test_a_file_that_a_person_saves_during_an_import_is_not_overwritten(labpress_: Terminal) -> None:
    labpress_.write("list.txt", LIST)
    labpress_("import", "list.txt")
    paths, key = site_paths(labpress_.root), "on-snow"
    before = labpress_.read(f"content/publications/{key}.md")
    planned = Plan(changed={key: Change("what was read", "what would be written")})
    with pytest.raises(ContentError) as raised:
        sources.write(paths, {}, planned)
    assert [problem.code for problem in raised.value.problems] == ["import-meanwhile"]
    assert labpress_.read(f"content/publications/{key}.md") == before


def test_a_source_in_error_writes_nothing_at_all(labpress_: Terminal) -> None:
    labpress_.write("good.txt", LIST)
    labpress_.write("bad.txt", b"On Ice\nZo\xe9 M\xfcller\n")
    before = labpress_.tree()
    said = labpress_("import", "good.txt", "bad.txt", code=1)
    assert "bad.txt:2: error" in said.err
    assert labpress_.tree() == before


def test_an_import_never_writes_into_the_output(labpress_: Terminal) -> None:
    labpress_("build")
    before = labpress_.tree("output")
    labpress_.write("list.txt", LIST)
    labpress_("import", "list.txt")
    assert labpress_.tree("output") == before


# Convert


def test_convert_prints_the_result_alone_and_touches_no_file(labpress_: Terminal) -> None:
    labpress_.write("list.txt", LIST)
    before = labpress_.tree()
    said = labpress_("convert", "list.txt", "--to", "csl-json")
    items = json.loads(said.out)
    assert [item["title"] for item in items] == ["On Snow", "On Ice"]
    assert items[0]["custom"]["line"] == 1
    assert items[0]["custom"]["names"] == ["Jane Doe", "John Smith"]
    assert [item["custom"]["flagged"] for item in items] == [False, False]
    assert items[0]["abstract"] == "Snow is white, and “this” abstract says so in a whole sentence."
    assert "list.txt:1: question:" in said.err
    assert labpress_.tree() == before


def test_convert_reads_standard_input(labpress_: Terminal) -> None:
    said = labpress_("convert", "-", "--to", "csl-json", stdin=LIST.encode())
    assert [item["title"] for item in json.loads(said.out)] == ["On Snow", "On Ice"]


def test_convert_needs_no_site(labpress_: Terminal, tmp_path: Path) -> None:
    labpress_.patch.chdir(tmp_path)
    (tmp_path / "list.txt").write_text(LIST, "utf-8")
    assert json.loads(labpress_("convert", "list.txt", "--to", "csl-json").out)


@pytest.mark.parametrize("data", [LIST.encode("utf-8-sig"), LIST.encode("utf-16"), LIST.replace("\n", "\r\n").encode()])
def test_text_as_windows_saves_it_is_read(data: bytes, labpress_: Terminal) -> None:
    labpress_.write("list.txt", data)
    items = json.loads(labpress_("convert", "list.txt", "--to", "csl-json").out)
    assert [item["title"] for item in items] == ["On Snow", "On Ice"]
    assert items[0]["custom"]["names"] == ["Jane Doe", "John Smith"]


def test_convert_prints_nothing_for_what_cannot_be_read(labpress_: Terminal) -> None:
    labpress_.write("list.txt", b"On Ice\nZo\xe9\n")
    said = labpress_("convert", "list.txt", "--to", "csl-json", code=1)
    assert said.out == ""
    assert "list.txt:2: error" in said.err


# A person's mistake is a message, never a traceback


def folder_for_a_publication(terminal: Terminal) -> None:
    (terminal.root / "content/publications/on-ice.md").mkdir()


def folder_for_a_page(terminal: Terminal) -> None:
    (terminal.root / "content/pages/about.md").mkdir(parents=True)


def link_to_nothing(terminal: Terminal) -> None:
    (terminal.root / "content/publications/on-ice.md").symlink_to("nowhere.md")


def folder_for_the_lock(terminal: Terminal) -> None:
    (terminal.root / "content/import.lock").mkdir()
    terminal.write("content/sources/list.txt", LIST)


def folder_for_a_theme_file(terminal: Terminal) -> None:
    terminal.write("content/site.toml", '[theme]\nname = "ours"\n')
    (terminal.root / "themes/ours/theme.toml").mkdir(parents=True)


def weird_theme_name(terminal: Terminal) -> None:
    terminal.write("content/site.toml", '[theme]\nname = "../../.."\n')


def empty_theme_name(terminal: Terminal) -> None:
    terminal.write("content/site.toml", '[theme]\nname = ""\n')


def null_in_a_theme_name(terminal: Terminal) -> None:
    terminal.write("content/site.toml", '[theme]\nname = "a\\u0000b"\n')


def words_that_are_not_toml(terminal: Terminal) -> None:
    terminal.write("content/site.toml", '[theme]\nname = "ours"\n')
    terminal.write("themes/ours/theme.toml", 'extends = "base"\n')
    terminal.write("themes/ours/i18n/en.toml", "layout\n")


def option_without_a_default(terminal: Terminal) -> None:
    terminal.write("content/site.toml", '[theme]\nname = "ours"\n')
    terminal.write("themes/ours/theme.toml", 'extends = "base"\n[options.wide]\ntype = "boolean"\n')


def template_that_divides_by_zero(terminal: Terminal) -> None:
    terminal.write("content/site.toml", '[theme]\nname = "ours"\n')
    terminal.write("themes/ours/theme.toml", 'extends = "base"\n')
    terminal.write("themes/ours/templates/home.html", "{{ 1 // 0 }}")


def template_that_includes_itself(terminal: Terminal) -> None:
    terminal.write("content/site.toml", '[theme]\nname = "ours"\n')
    terminal.write("themes/ours/theme.toml", 'extends = "base"\n')
    terminal.write("themes/ours/templates/home.html", '{% include "home.html" %}')


def template_that_extends_itself(terminal: Terminal) -> None:
    terminal.write("content/site.toml", '[theme]\nname = "ours"\n')
    terminal.write("themes/ours/theme.toml", 'extends = "base"\n')
    terminal.write("themes/ours/templates/home.html", '{% extends "home.html" %}')


def template_that_names_no_message(terminal: Terminal) -> None:
    terminal.write("content/site.toml", '[theme]\nname = "ours"\n')
    terminal.write("themes/ours/theme.toml", 'extends = "base"\n')
    terminal.write("themes/ours/templates/home.html", '{{ t("no.such.words") }}')


def base_url_that_is_no_address(terminal: Terminal) -> None:
    terminal.write("content/site.toml", 'base-url = "https://[lab.example/"\n')


def settings_of_other_types(terminal: Terminal) -> None:
    terminal.write("content/site.toml", "title = 1979-05-27\nlanguages = 3\ntheme = []\nimport = 1.5\ntranslation = [1]\n")


def languages_twice(terminal: Terminal) -> None:
    terminal.write("content/site.toml", 'languages = ["en", "en"]\n')


def static_link_to_nothing(terminal: Terminal) -> None:
    (terminal.root / "content/static").mkdir()
    (terminal.root / "content/static/paper.pdf").symlink_to("nowhere.pdf")
    terminal.write("content/publications/on-fog.md", PAPER.replace("author:", "link:\n- {kind: pdf, file: paper.pdf}\nauthor:"))


def front_matter_of_other_types(terminal: Terminal) -> None:
    terminal.write("content/publications/on-fog.md", "---\ntitle: {a: b}\nauthor: [[], {given: []}]\ntranslation: [x]\n---\n")


def lock_that_is_json_of_another_kind(terminal: Terminal) -> None:
    terminal.write("content/import.lock", '{"import-lock": 1}\n[1, 2]\n{"record": 1}\n3\n"x"\n{"source": {}, "digest": []}\n')
    terminal.write("content/sources/list.txt", LIST)


def output_that_is_a_file(terminal: Terminal) -> None:
    terminal.write("output", "not a folder")


MISTAKES = [
    folder_for_a_publication,
    folder_for_a_page,
    link_to_nothing,
    folder_for_the_lock,
    folder_for_a_theme_file,
    weird_theme_name,
    empty_theme_name,
    null_in_a_theme_name,
    words_that_are_not_toml,
    option_without_a_default,
    template_that_divides_by_zero,
    template_that_includes_itself,
    template_that_extends_itself,
    template_that_names_no_message,
    base_url_that_is_no_address,
    settings_of_other_types,
    languages_twice,
    static_link_to_nothing,
    front_matter_of_other_types,
    lock_that_is_json_of_another_kind,
    output_that_is_a_file,
]


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a right there")
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_files_is_told_with_the_file_and_writes_no_site(
    mistake: Callable[[Terminal], None], labpress_: Terminal
) -> None:
    mistake(labpress_)
    code = run(["build"])
    err = labpress_.capture.readouterr().err
    assert code in (1, 2), err
    assert re.search(r"^(content|themes|output)\S*: error: \S", err, re.MULTILINE), err
    assert not (labpress_.root / "output").is_dir()


@pytest.mark.parametrize("files", [["missing.txt"], ["missing.txt", "gone.bib"], ["x" * 300]])
def test_a_file_that_cannot_be_read_is_named(files: list[str], labpress_: Terminal) -> None:
    for words in (["import", *files], ["convert", files[0], "--to", "csl-json"]):
        said = labpress_(*words, code=2)
        for file in words[1:2] if words[0] == "convert" else files:
            assert f"{file}: error: cannot be read" in said.err


@pytest.mark.parametrize("name", ["Liste d'été.txt", "a b.txt", "liste.TXT", "no-ending", "-list.txt", "雪.txt"])
def test_a_list_may_have_any_name(name: str, labpress_: Terminal) -> None:
    labpress_.write(name, LIST)
    labpress_("import", "--", name)
    assert labpress_.read(f"content/sources/{name}") == LIST
    assert labpress_.keys() == ["on-fog", "on-ice", "on-snow"]


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "   \n\t\n", "---\n", "\x00\x01\x02", "{}", "[]", "[[[[", "@article{"])
def test_a_source_that_holds_nothing_is_no_crash(text: str, labpress_: Terminal) -> None:
    labpress_.write("content/sources/list.txt", text)
    run(["build"])
    assert labpress_.keys() == ["on-fog"]


# In a process of its own


def process(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    everything = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1", **environment}
    program = [sys.executable, "-c", "from generator.cli import main; main()", *arguments]
    return subprocess.run(program, cwd=cwd, env=everything, capture_output=True, check=False)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text")
def test_a_name_that_is_not_text_is_told_without_a_traceback(labpress_: Terminal) -> None:
    (labpress_.root / "content/publications" / os.fsdecode(b"caf\xe9.md")).write_text(PAPER, "utf-8")
    done = process("build", cwd=labpress_.root, LC_ALL="C.UTF-8")
    assert b"Traceback" not in done.stderr, done.stderr.decode(errors="replace")
    assert done.returncode == 1
    assert b"error: a file here is named in small letters" in done.stderr


def test_a_terminal_that_knows_no_accents_is_no_crash(labpress_: Terminal) -> None:
    """As where output goes to a file on Windows: the apostrophe of “n’a” is not in the code page of a French console."""
    labpress_.write("content/sources/list.txt", LIST)
    for words in (["build"], ["build"], ["--help"], ["convert", "content/sources/list.txt", "--to", "csl-json"]):
        done = process(*words, cwd=labpress_.root, LC_ALL="fr_FR.UTF-8", PYTHONIOENCODING="cp850", PYTHONUTF8="0")
        assert b"Traceback" not in done.stderr, done.stderr.decode("cp850")
        assert done.returncode == 0
    assert "“this”" in json.loads(done.stdout)[0]["abstract"]


def test_a_reader_that_goes_away_is_no_crash(labpress_: Terminal) -> None:
    labpress_.write("list.txt", LIST)
    everything = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"}
    program = [sys.executable, "-c", "from generator.cli import main; main()", "convert", "list.txt", "--to", "csl-json"]
    with subprocess.Popen(program, cwd=labpress_.root, env=everything, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        text = running.stderr.read()
    assert b"Traceback" not in text, text.decode()


def test_help_loads_none_of_the_slow_packages(labpress_: Terminal) -> None:
    slow = ("pydantic", "jinja2", "markdown_it", "rich", "livereload", "tornado", "watchfiles", "yaml")
    code = (
        "import sys; from generator.cli import run; sys.argv = ['labpress']; run(['--help']); "
        f"sys.exit(' '.join(set(sys.modules) & set({slow!r})))"
    )
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", code], cwd=labpress_.root, env=environment, capture_output=True, check=False)
    assert done.stderr.decode().strip() == ""


def test_french_punctuation_is_held_by_spaces_that_do_not_break() -> None:
    for key, text in flatten(tomllib.loads((REPOSITORY / "generator/catalogues/fr.toml").read_text("utf-8"))):
        assert not re.search(r" [:;?!»]|«[^\u00a0]", text), f"{key}: {text}"


def test_every_message_of_the_command_line_exists_in_each_language() -> None:
    """Every key that the code names, in both catalogues."""
    package = REPOSITORY / "generator"
    texts = [file.read_text("utf-8") for file in (package / "terminal.py", *sorted((package / "cli").glob("*.py")))]
    keys = {key for text in texts for key in re.findall(r'\b(?:say|message)\(\s*"([a-z][\w.-]+)"', text)}
    assert "build.where" in keys
    for lang in ("en", "fr"):
        catalogue = tool_catalogue(lang)
        assert sorted(key for key in keys if key not in catalogue) == []
