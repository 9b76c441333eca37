"""Broken sites, one folder per message: `tests/sites_invalid/<code>/` holds a smallest site that raises it.

`<code>--<what>` is another site with the same message, `many-<what>` one with several, which are told all at once.

Beside the site, `expected.txt` and `expected.fr.txt` say what a person reads on standard error. Their first line is the exit
code and the command; `{root}` stands for the site's folder, `{themes}` and `{formats}` for the names of those that there are.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import pytest

from generator.cli import run
from generator.formats import formats
from generator.i18n import flatten

REPOSITORY = Path(__file__).resolve().parent.parent
SITES = Path(__file__).parent / "sites_invalid"
GOOD = "good"
"""The folder of the site that is right: the state before each mistake."""
LOCALES = {"en": "en_US.UTF-8", "fr": "fr_FR.UTF-8"}
ELSEWHERE = {
    "author-file-changed": "test_people_command.py",
    "bibtex-": "test_bibtex_reading.py",
    "embed-": "test_embed.py",
    "file-unwritable": "test_import.py",
    "import-field": "test_merge.py",
    "import-meanwhile": "test_cli.py",
    "import-name-gone": "test_merge.py",
    "import-overruled": "test_merge.py",
    "listing-": "test_listing.py",
    "output-": "test_writer.py",
    "people-": "test_people_command.py",
    "review-number": "test_review.py",
    "same-person": "test_people_command.py",
    "serve-": "test_serve.py",
    "test-no-clone": "test_cli.py",
}
"""Codes, or beginnings of codes, whose messages another file of tests covers."""

CASES = sorted(folder.name for folder in SITES.iterdir() if folder.name != GOOD)


def messages(lang: str) -> dict[str, str]:
    """The words of the command line, by dotted key."""
    text = (REPOSITORY / "generator" / "catalogues" / f"{lang}.toml").read_text("utf-8")
    return dict(flatten(tomllib.loads(text)))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The good site, built."""
    root = tmp_path_factory.mktemp("good") / "site"
    shutil.copytree(SITES / GOOD, root)
    assert run(["build", "--root", str(root)]) == 0
    return root


@pytest.fixture
def broken(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The good site once built, and nothing of its content: the current folder, for a broken one to be put there."""
    root = tmp_path / "site"
    shutil.copytree(built, root)
    shutil.rmtree(root / "content")
    monkeypatch.chdir(root)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b""), "utf-8"))
    return root


def put(name: str, root: Path) -> None:
    """The site of a folder, in place of the good one."""
    shutil.copytree(SITES / name, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected*.txt"))


def expectation(name: str, lang: str, root: Path) -> tuple[int, list[str], str]:
    """(exit code, the command's words, standard error)."""
    file = SITES / name / ("expected.txt" if lang == "en" else f"expected.{lang}.txt")
    first, _, rest = file.read_text("utf-8").partition("\n")
    head = re.fullmatch(r"exit (\d+): labpress (.+)", first)
    assert head, f"{file.name} begins with “exit <code>: labpress <command>”"
    themes = ", ".join(sorted(file.parent.name for file in (REPOSITORY / "themes").glob("*/theme.toml")))
    targets = ", ".join(format_.name for format_ in formats() if format_.dump)
    text = rest.replace("{root}", str(root)).replace("{themes}", themes).replace("{formats}", targets)
    return int(head[1]), head[2].split(), text


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, with its bytes."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def without_progress(text: str, lang: str) -> str:
    """Standard error without the lines that tell how far a command is."""
    phases = [words for key, words in messages(lang).items() if key.startswith("progress.")]
    progress = re.compile("|".join(re.escape(words).replace(r"\{n\}", r"\d+") for words in phases))
    return "".join(line for line in text.splitlines(keepends=True) if not progress.fullmatch(line.rstrip("\n")))


@pytest.mark.parametrize("lang", LOCALES)
@pytest.mark.parametrize("name", CASES)
def test_a_broken_site_is_explained_and_leaves_the_old_site(
    name: str, lang: str, broken: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(name, broken)
    monkeypatch.setenv("LC_ALL", LOCALES[lang])
    monkeypatch.setattr(sys, "argv", ["labpress"])
    code, command, text = expectation(name, lang, broken)
    before, content = tree(broken / "output"), tree(broken / "content")
    capsys.readouterr()

    assert run(command) == code

    assert without_progress(capsys.readouterr().err, lang) == text
    if code:
        assert tree(broken / "output") == before
        assert tree(broken / "content") == content


@pytest.mark.parametrize("name", CASES)
def test_a_folder_is_named_after_the_message_that_it_shows(name: str, tmp_path: Path) -> None:
    if name.startswith("many-"):
        return
    message = name.partition("--")[0]
    forms = [words for key, words in messages("en").items() if re.fullmatch(rf"problem\.{message}(\.one|\.other)?", key)]
    assert forms, "there is a message of this name"
    texts = [re.sub(r"\\\{\w+\\\}", ".*", re.escape(words)) for words in forms]
    _, _, text = expectation(name, "en", tmp_path)
    assert any(re.search(f": (?:{'|'.join(texts)})$", line) for line in text.splitlines())


def process(command: list[str], lang: str, root: Path) -> tuple[int, str, str]:
    """(exit code, standard output, standard error) of a command in a process of its own."""
    environment = {**os.environ, "LC_ALL": LOCALES[lang], "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"}
    program = [sys.executable, "-c", "from generator.cli import main; main()", *command]
    done = subprocess.run(program, cwd=root, env=environment, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout, without_progress(done.stderr, lang)


@pytest.mark.parametrize("name", ["many-mistakes", "encoding", "theme-circle", "root-missing"])
def test_a_process_says_the_same_and_ends_with_the_exit_code(name: str, broken: Path) -> None:
    put(name, broken)
    code, command, text = expectation(name, "en", broken)
    assert process(command, "en", broken) == (code, "", text)


def worded(lang: str) -> set[str]:
    """Every code that a catalogue has words for."""
    return {key.split(".")[1] for key in messages(lang) if key.startswith("problem.")}


def used() -> set[str]:
    """Every code that the product's code names."""
    texts = [file.read_text("utf-8") for file in sorted((REPOSITORY / "generator").rglob("*.py"))]
    raised = {code for text in texts for code in re.findall(r'\bProblem\(\s*"([^"]+)"', text)}
    return raised | {code for code in worded("en") if any(f'"{code}"' in text for text in texts)}


@pytest.mark.parametrize("lang", LOCALES)
def test_every_code_has_words_in_each_language_and_no_words_are_without_a_code(lang: str) -> None:
    assert worded(lang) == used()


def test_every_message_has_a_broken_site_or_another_test() -> None:
    elsewhere = {code for code in used() if code.startswith(tuple(ELSEWHERE))}
    assert used() - elsewhere - set(CASES) == set()


def test_the_other_files_of_tests_name_the_codes_that_are_left_to_them() -> None:
    for beginning, file in ELSEWHERE.items():
        text = (SITES.parent / file).read_text("utf-8")
        untested = [code for code in used() if code.startswith(beginning) and f'"{code}"' not in text]
        assert untested == [], file


def test_the_languages_say_the_same_with_the_same_placeholders() -> None:
    def placeholders(lang: str) -> dict[str, set[str]]:
        return {key: set(re.findall(r"\{(\w+)\}", words)) for key, words in messages(lang).items()}

    assert placeholders("fr") == placeholders("en")


def rewrite(names: list[str]) -> None:
    """Write what each site is told now in place of what was expected, to be read as a difference before it is kept."""
    for name in names or CASES:
        for lang in LOCALES:
            with tempfile.TemporaryDirectory() as folder:
                root = Path(folder).resolve()
                put(name, root)
                code, command, _ = expectation(name, lang, root)
                text = process(command, lang, root)[2].replace(str(root), "{root}")
            file = SITES / name / ("expected.txt" if lang == "en" else f"expected.{lang}.txt")
            file.write_text(f"exit {code}: labpress {' '.join(command)}\n{text}", "utf-8", newline="\n")


if __name__ == "__main__":  # python -m tests.test_sites_invalid [NAME]...
    rewrite(sys.argv[1:])
