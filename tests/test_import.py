"""Imports on the disk: killed at any moment, asked on a terminal, and told to change nothing."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from generator import files, sources
from generator.cli import run
from generator.errors import ContentError, UsageError
from generator.merge import Change, Plan
from generator.paths import Paths, site_paths
from generator.pipeline import import_due, import_sources

LIST = "# On Snow\nJane Doe\nJohn Smith\n\n# On Ice\nJane Doe\n\n# On Rain\nMary Major\n"
LATER = LIST.replace("John Smith", "John Smith\nAda Poe").replace("# On Rain", "# On Hail\nMary Major\n\n# On Rain")


class Killed(BaseException):
    """No code of ours catches it."""


def site(folder: Path) -> Paths:
    """A site into which a list was imported, a person wrote, and a later state of the list was dropped."""
    paths = site_paths(folder)
    paths.sources.mkdir(parents=True)
    paths.settings.write_text('title = "A lab"\n')
    (paths.sources / "list.txt").write_text(LIST)
    import_sources(paths)
    snow = paths.publications / "on-snow.md"
    snow.write_text(snow.read_text().replace("title: On Snow", "title: On Snow  # ours\nnote: hand-written"))
    (paths.sources / "list.txt").write_text(LATER)
    return paths


def tree(paths: Paths) -> dict[str, bytes]:
    return {file.relative_to(paths.root).as_posix(): file.read_bytes() for file in paths.root.rglob("*") if file.is_file()}


def test_an_import_that_was_killed_at_any_moment_is_healed_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clean = site(tmp_path / "clean")
    import_sources(clean)
    steps = 0

    def counted(real: Callable[..., Any], before: bool, last: int) -> Callable[..., Any]:
        def step(*args: Any, **options: Any) -> Any:
            nonlocal steps
            if before and steps == last:
                raise Killed
            result = real(*args, **options)
            steps += 1
            if not before and steps > last:
                raise Killed
            return result

        return step

    operations = [(Path, "write_bytes"), (Path, "replace"), (os, "link"), (Path, "unlink")]
    last, killed = 0, 0
    while True:
        paths = site(tmp_path / f"killed-{last}")
        with monkeypatch.context() as patch:
            steps = 0
            for holder, name in operations:
                patch.setattr(holder, name, counted(getattr(holder, name), last % 2 == 0, last // 2))
            try:
                import_sources(paths)
                finished = True
            except Killed:
                finished, killed = False, killed + 1
        import_sources(paths)
        left = {name for name in tree(paths) if name.endswith(".part")}
        assert {name: data for name, data in tree(paths).items() if name not in left} == tree(clean)
        if finished:
            break
        last += 1
    assert killed >= 10, "there were operations to be killed at"


def test_a_file_that_appears_during_an_import_is_not_overwritten(tmp_path: Path) -> None:
    paths = site(tmp_path / "site")
    before = tree(paths)
    with pytest.raises(ContentError) as raised:
        sources.write(paths, {}, Plan(new={"on-snow": "another"}))
    assert [problem.code for problem in raised.value.problems] == ["import-meanwhile"]
    assert tree(paths) == before


def test_a_file_that_is_deleted_during_an_import_is_told_of_and_nothing_is_written(tmp_path: Path) -> None:
    paths = site(tmp_path / "site")
    before = tree(paths)
    with pytest.raises(ContentError) as raised:
        sources.write(paths, {}, Plan(new={"a": "new"}, changed={"gone": Change("before", "after")}))
    assert [problem.code for problem in raised.value.problems] == ["import-meanwhile"]
    assert tree(paths) == before


@pytest.mark.parametrize("nth", range(4))
@pytest.mark.parametrize("link", [True, False])
def test_a_full_disk_is_a_message_and_the_next_import_goes_on_where_that_one_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nth: int, link: bool
) -> None:
    clean, paths = site(tmp_path / "clean"), site(tmp_path / "full")
    import_sources(clean)
    real, calls = Path.write_bytes, 0

    def write_bytes(file: Path, data: bytes) -> int:
        nonlocal calls
        calls += 1
        if calls > nth:
            real(file, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(file, data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", write_bytes)
        if not link:
            patch.setattr(os, "link", Mock(side_effect=OSError(errno.EPERM, "Operation not permitted")))
        with pytest.raises(UsageError) if nth < 3 else nullcontext() as raised:
            import_sources(paths)
    if raised:
        assert [(each.code, each.args["reason"]) for each in raised.value.problems] == [("file-unwritable", "ENOSPC")]
    assert not list(paths.root.rglob("*.part"))
    import_sources(paths)
    assert tree(paths) == tree(clean)


def test_where_files_cannot_be_linked_no_part_of_a_file_is_left_on_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(io.FileIO):
        def write(self, data: Any) -> int:
            super().write(data[:3])
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", Mock(side_effect=OSError(errno.EPERM, "Operation not permitted")))
    real = Path.open
    monkeypatch.setattr(Path, "open", lambda file, mode: Full(file, "x") if mode == "xb" else real(file, mode))
    with pytest.raises(UsageError) as raised:
        files.write_new(tmp_path / "a.md", b"---\ntitle: T\n---\n", "a.md")
    assert [(problem.code, problem.path) for problem in raised.value.problems] == [("file-unwritable", "a.md")]
    assert not list(tmp_path.iterdir())


def test_the_permissions_of_a_file_stay(tmp_path: Path) -> None:
    paths = site(tmp_path / "site")
    file = paths.publications / "on-snow.md"
    file.chmod(0o600)
    assert "content/publications/on-snow.md" in import_sources(paths).changed
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_source_that_cannot_be_read_is_told_of_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = site(tmp_path / "site")
    before = tree(paths)
    real = Path.read_bytes

    def read_bytes(file: Path) -> bytes:
        if file.name == "list.txt":
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(file)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", read_bytes)
        assert [run([command, "--root", str(paths.root)]) for command in ("import", "build")] == [1, 1]
    assert capsys.readouterr().err.count("content/sources/list.txt: error: cannot be read: Permission denied") == 2
    assert tree(paths) == before


def test_an_import_of_nothing_new_changes_no_byte_and_no_time(tmp_path: Path) -> None:
    paths = site(tmp_path / "site")
    import_sources(paths)
    before = {file: (file.stat().st_mtime_ns, file.stat().st_ino, file.stat().st_ctime_ns) for file in paths.root.rglob("*")}
    import_sources(paths, every=True)
    assert {
        file: (file.stat().st_mtime_ns, file.stat().st_ino, file.stat().st_ctime_ns) for file in paths.root.rglob("*")
    } == before


def test_another_priority_is_due_and_holds_from_the_next_import_on(tmp_path: Path) -> None:
    paths = site_paths(tmp_path)
    paths.sources.mkdir(parents=True)
    paths.settings.write_text('title = "A lab"\n')
    for name, place in (("a.json", "Oslo"), ("b.json", "Rome")):
        said = f'{{"title": "On Snow", "author": [{{"family": "Doe"}}], "publisher-place": "{place}"}}'
        (paths.sources / name).write_text(f"[{said}]")
    import_sources(paths)
    file = paths.publications / "on-snow.md"
    assert "publisher-place: Oslo" in file.read_text()
    assert not import_due(paths)
    paths.settings.write_text('title = "A lab"\n[import]\npriority = ["b.json"]\n')
    assert import_due(paths) == ("content/site.toml",)
    assert import_sources(paths).changed == ("content/publications/on-snow.md",)
    assert "publisher-place: Rome" in file.read_text()
    assert not import_due(paths)
    paths.settings.write_text('title = "Our lab"\n[import]\npriority = ["b.json"]\n')
    assert not import_due(paths), "other settings concern no import"


def test_a_record_that_names_no_author_says_that_the_list_is_partial_until_another_names_them(tmp_path: Path) -> None:
    paths = site_paths(tmp_path)
    paths.sources.mkdir(parents=True)
    paths.settings.write_text('title = "A lab"\n')
    (paths.sources / "works.json").write_text('{"group": [{"work-summary": [{"title": {"title": {"value": "On Snow"}}}]}]}')
    import_sources(paths)
    file = paths.publications / "on-snow.md"
    assert "author-list: partial" in file.read_text()
    (paths.sources / "full.json").write_text('[{"type": "book", "title": "On Snow", "author": [{"family": "Doe"}]}]')
    import_sources(paths)
    assert file.read_text() == "---\ntitle: On Snow\nauthor:\n- {family: Doe}\ntype: book\n---\n"


def test_an_author_file_that_an_import_writes_is_named_and_shown_beforehand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = site_paths(tmp_path)
    paths.sources.mkdir(parents=True)
    paths.settings.write_text('title = "A lab"\n')
    (paths.sources / "list.txt").write_text("# On Snow\nJane Mary Doe\nJohn Smith\n")
    import_sources(paths)
    published = tmp_path / "published.json"
    people = '[{"given": "Jane", "family": "Doe"}, {"given": "John", "family": "Smith"}]'
    published.write_text(f'[{{"id": "s", "type": "book", "title": "On Snow", "author": {people}}}]')
    command = ["import", str(published), "--root", str(paths.root)]
    assert run([*command, "--dry-run"]) == 0
    shown = capsys.readouterr().out
    assert "Would be written: content/authors/jane-doe.md" in shown
    assert "+- Jane Mary Doe" in shown
    assert not paths.authors.exists()
    assert run(command) == 0
    assert "Written: content/authors/jane-doe.md" in capsys.readouterr().out
    assert (paths.authors / "jane-doe.md").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_questions_are_asked_on_a_terminal_and_again_until_the_answer_is_a_choice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = site(tmp_path / "site")
    import_sources(paths)
    (paths.publications / "on-fog.md").write_text("---\ntitle: On Fog\nauthor:\n- Mary Major\n---\n")
    (paths.sources / "more.txt").write_text("# On Fog\nAda Poe\n")
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: sys.stdin.readline().rstrip("\n"))
    assert run(["review", "--interactive", "--root", str(paths.root)]) == 0
    assert 'answer = "same"' in paths.answers.read_text()
    assert run(["build", "--locked", "--root", str(paths.root)]) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_answers_given_before_a_person_stops_are_kept_and_the_rarest_questions_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = site(tmp_path / "site")
    import_sources(paths)
    (paths.publications / "on-fog.md").write_text("---\ntitle: On Fog\nauthor:\n- Mary Major\n---\n")
    (paths.sources / "more.txt").write_text("# On Rain\nAda Poe\n# On Fog\nAda Poe\n")
    said = iter(["same"])

    def typed(_: str) -> str:
        if (answer := next(said, None)) is None:
            raise KeyboardInterrupt
        return answer

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("click.termui.visible_prompt_func", typed)
    assert run(["review", "--interactive", "--root", str(paths.root)]) == 130
    assert 'answer = "same"' in paths.answers.read_text()
    assert run(["build", "--locked", "--root", str(paths.root)]) == 0


class Terminal:
    """Standard input with a person before it, who says `same` to everything, and leaves open what that is no answer to."""

    said = ""

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        self.said = "" if self.said else "same"
        return f"{self.said}\n"
