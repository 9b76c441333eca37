"""Same input, same bytes, on any machine; and a build touches nothing but what changed, and nobody else's files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli import run
from tests.rendering import lay_out

REPOSITORY = Path(__file__).resolve().parent.parent
SETTINGS = """\
title = "A lab"
languages = ["en", "fr"]
base-url = "https://lab.example/papers/"
"""
LIST = """\
# Snow and Ice
Jane Doe
Zoé Müller
Snow is white; the code is at https://github.com/lab/snow.

# Can Rain Fall Upwards?
Jane Doe
JOHN SMITH

# 雪
李 雷
"""
FILES = {
    "content/site.toml": SETTINGS,
    "content/sources/publications.txt": LIST,
    "content/publications/on-fog.md": "---\ntitle: On Fog\nauthor:\n- John Smith\nissued: 2021-07\n---\n\nFog is $x^2$.\n",
    "content/publications/on-hail.md": "---\ntitle: On Hail\nauthor:\n- Ørjan Å\n- Jane Doe\nissued: 2021\n---\n",
    "content/authors/jane-doe.md": "---\nname: Jane Doe\nmember: {role: Professor}\n---\n\nShe likes snow.\n",
    "content/pages/about.md": "---\ntitle: About\n---\n\nA page.\n",
    "content/static/papers/snow.txt": "Snow\n",
}


def make(root: Path) -> Path:
    return lay_out(root, FILES)


def build(root: Path, *options: str, code: int = 0) -> None:
    assert run(["build", "--root", str(root), *options]) == code


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder: a file's bytes, None for a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))
    }


def state(folder: Path) -> dict[str, tuple[int, int, int]]:
    """(inode, time of the last change of state, time of the last change of content) of everything, the folder included."""
    found = {path.relative_to(folder).as_posix(): path.lstat() for path in (folder, *folder.rglob("*"))}
    return {path: (status.st_ino, status.st_ctime_ns, status.st_mtime_ns) for path, status in found.items()}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site, imported and built."""
    root = make(tmp_path / "site")
    build(root)
    return root


MACHINES = [
    ("site", {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"}),
    ("été in Montréal", {"TZ": "Pacific/Kiritimati", "LC_ALL": "fr_FR.UTF-8", "PYTHONHASHSEED": "4242"}),
    ("other", {"TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1", "PYTHONOPTIMIZE": "1"}),
]
"""A folder's name, and an environment."""


def test_the_same_input_makes_the_same_bytes_in_every_folder_time_zone_locale_and_hash_seed(tmp_path: Path) -> None:
    program = [sys.executable, "-c", "from generator.cli import main; main()"]
    imported, built = [], []
    for name, environment in MACHINES:
        root = make(tmp_path / name)
        everything = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1", **environment}
        subprocess.run(program, cwd=root, env=everything, check=True, capture_output=True)
        imported.append(tree(root / "content"))
        built.append(tree(root / "output"))
    assert imported[0] == imported[1] == imported[2]
    assert built[0] == built[1] == built[2]
    assert "fr/publications/snow-and-ice.html" in built[0]


def test_files_are_found_in_any_order_and_the_bytes_are_the_same(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder's listing has another order on every file system."""
    other = make(tmp_path / "other")
    for method in ("glob", "rglob", "iterdir"):
        found: Callable[..., list[Path]] = getattr(Path, method)

        def reversed_(self: Path, *arguments: str, found: Callable[..., list[Path]] = found) -> list[Path]:
            return sorted(found(self, *arguments), reverse=True)

        monkeypatch.setattr(Path, method, reversed_)
    build(other)
    monkeypatch.undo()
    assert tree(other / "content") == tree(site / "content")
    assert tree(other / "output") == tree(site / "output")


def test_a_second_build_with_nothing_changed_touches_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = state(site / "output"), state(site / "content")
    capsys.readouterr()
    build(site)
    assert "Nothing has changed" in capsys.readouterr().out
    assert (state(site / "output"), state(site / "content")) == before


def test_a_build_without_the_cache_touches_nothing_either(site: Path) -> None:
    shutil.rmtree(site / ".labpress")
    before = state(site / "output")
    build(site)
    assert state(site / "output") == before


def delete_a_publication(root: Path) -> None:
    (root / "content/publications/on-fog.md").unlink()


def delete_an_imported_publication(root: Path) -> None:
    (root / "content/publications/snow-and-ice.md").unlink()


def rename_a_publication(root: Path) -> None:
    (root / "content/publications/on-fog.md").rename(root / "content/publications/fog.md")


def edit_a_publication(root: Path) -> None:
    file = root / "content/publications/on-hail.md"
    file.write_text(file.read_text("utf-8").replace("Ørjan Å", "Ørjan Ås").replace("2021", "2020"), "utf-8")


def change_the_settings(root: Path) -> None:
    (root / "content/site.toml").write_text('title = "Another lab"\n', "utf-8")


def delete_a_static_file_and_a_page(root: Path) -> None:
    shutil.rmtree(root / "content/static")
    shutil.rmtree(root / "content/pages")


EDITS = [
    delete_a_publication,
    delete_an_imported_publication,
    rename_a_publication,
    edit_a_publication,
    change_the_settings,
    delete_a_static_file_and_a_page,
]


@pytest.mark.parametrize("edit", EDITS)
def test_after_an_edit_the_site_equals_one_that_is_built_from_nothing(
    edit: Callable[[Path], None], site: Path, tmp_path: Path
) -> None:
    edit(site)
    build(site)
    clean = tmp_path / "clean"
    shutil.copytree(site / "content", clean / "content")
    build(clean)
    assert tree(site / "output") == tree(clean / "output")


def test_building_and_cleaning_leave_the_files_of_others_alone(site: Path) -> None:
    output = site / "output"
    (output / "notes.txt").write_text("mine", "utf-8")
    (output / "publications/draft.txt").write_text("mine", "utf-8")
    (output / "empty").mkdir()
    (output / ".gitignore").write_text("*\n", "utf-8")
    (site / "content/publications/on-fog.md").unlink()

    build(site)
    assert not (output / "publications/on-fog.html").exists()
    assert run(["clean", "--root", str(site)]) == 0

    left = {path for path, data in tree(output).items() if data is not None}
    assert left == {"notes.txt", "publications/draft.txt", ".gitignore"}
    assert (output / "empty").is_dir()
    assert not (site / ".labpress").exists()


def test_clean_can_be_repeated_and_a_build_follows(site: Path) -> None:
    before = tree(site / "output")
    for _ in range(2):
        assert run(["clean", "--root", str(site)]) == 0
    build(site)
    assert tree(site / "output") == before


def test_a_page_where_a_file_of_someone_else_stands_is_refused_by_name(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "output/publications/on-mist.html").write_text("mine", "utf-8")
    (site / "content/publications/on-mist.md").write_text("---\ntitle: On Mist\n---\n", "utf-8")
    before = tree(site / "output")
    capsys.readouterr()

    build(site, code=1)

    assert "output/publications/on-mist.html: error: labpress did not write this" in capsys.readouterr().err
    assert tree(site / "output") == before


def test_a_page_that_someone_edited_is_not_overwritten(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = site / "output/publications/on-fog.html"
    page.write_text("edited", "utf-8")
    build(site, code=1)
    assert "output/publications/on-fog.html: error:" in capsys.readouterr().err
    assert page.read_text("utf-8") == "edited"


@pytest.mark.parametrize(
    "folder", ["/", "{home}", "{home}/..", "{root}", "{root}/..", "{root}/content", "{root}/content/static", "{root}/.labpress"]
)
def test_a_folder_that_has_to_stay_as_it_is_is_refused_as_output(
    folder: str, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "people" / "jane"
    home.mkdir(parents=True)
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(home))

    def must_not_write(*_arguments: object) -> bool:
        raise AssertionError("it would have written there")

    monkeypatch.setattr("generator.writer.standing.publish", must_not_write)
    monkeypatch.setattr("generator.writer.journal.publish", must_not_write)
    before = tree(site)
    capsys.readouterr()

    build(site, "--output", folder.format(home=home, root=site), code=2)
    assert "Choose a folder for the site alone" in capsys.readouterr().err
    assert run(["clean", "--root", str(site), "--output", folder.format(home=home, root=site)]) == 2

    assert tree(site) == before
    assert list(home.iterdir()) == []


def test_another_folder_gets_the_same_site(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    build(site, "--output", "elsewhere/public")
    assert tree(tmp_path / "elsewhere/public") == tree(site / "output")
