"""The writer: all or nothing, nothing of a person's touched, healed after a kill at any of its steps."""

from __future__ import annotations

import errno
import functools
import json
import os
import shutil
import string
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator import i18n
from generator.errors import ContentError, LabpressError, Problem, UsageError
from generator.writer import MANIFEST, Written, clean, exchange, lock, publish, standing
from generator.writer.names import fold, is_safe
from tests.effort import grows_less_than

Files = dict[str, bytes]
Snapshot = dict[str, object]

WAYS = ("exchange", "journal", "journal to another device")
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 — a random name in it is made, not a fixed one
in_each_way = pytest.mark.usefixtures("way")
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process")


@dataclass(frozen=True)
class Bench:
    """A project in a temporary folder."""

    root: Path

    @property
    def output(self) -> Path:
        return self.root / "output"

    @property
    def cache(self) -> Path:
        return self.root / ".labpress"

    @property
    def spare(self) -> Path:
        return next(self.cache.glob("output-*")) / "spare"

    def publish(self, files: Mapping[str, bytes]) -> Written:
        return publish(self.output, self.cache, files, root=self.root)

    def clean(self) -> tuple[str, ...]:
        return clean(self.output, self.cache, root=self.root)

    def put(self, path: str, data: bytes = b"mine") -> Path:
        """A person writes a file in the output folder."""
        file = self.output / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        return file

    def problems(self, files: Mapping[str, bytes]) -> list[tuple[str, str]]:
        """What a publish complains about; it must leave everything as it is."""
        before = touched(self.output) if self.output.exists() else {}
        with pytest.raises(LabpressError) as caught:
            self.publish(files)
        assert (touched(self.output) if self.output.exists() else {}) == before
        return [(problem.code, problem.path) for problem in caught.value.problems]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return project(tmp_path / "project")


@pytest.fixture
def quick() -> Iterator[Path]:
    """A temporary folder in memory, where there is that: the tests of kills make thousands of files and folders."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder)


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Iterator[str]:
    with going(request.param):
        yield request.param


def project(root: Path) -> Bench:
    (root / "content").mkdir(parents=True)
    return Bench(root)


class going:  # noqa: N801 — reads as words: with going("journal")
    """Publish in one of the three ways, whatever the machine can do."""

    def __init__(self, way: str) -> None:
        if way == "exchange" and exchange._system_call() is None:
            pytest.skip("this system cannot exchange two folders")
        elsewhere = "another device" in way
        self._patches: list[AbstractContextManager[object]] = []
        if way != "exchange":
            self._patches.append(patch.object(standing, "can_exchange", lambda *_: False))
        if elsewhere:
            self._patches.append(patch.object(Path, "replace", replace_on_one_device))

    def __enter__(self) -> None:
        for one in self._patches:
            one.__enter__()

    def __exit__(self, *_: object) -> None:
        for one in self._patches:
            one.__exit__(None, None, None)


def replace_on_one_device(self: Path, target: Path, rename: Callable[..., Path] = Path.replace) -> Path:
    if (".labpress" in self.parts) != (".labpress" in target.parts):
        raise OSError(errno.EXDEV, "Invalid cross-device link", str(self))
    return rename(self, target)


def snapshot(folder: Path) -> Snapshot:
    """Everything in a folder: bytes of a file, target of a link, None for a folder."""
    found: Snapshot = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        found[name] = path.readlink() if path.is_symlink() else path.read_bytes() if path.is_file() else None
    return found


def touched(folder: Path) -> dict[str, tuple[int, int, int]]:
    """What any write would change, of everything in a folder and of itself."""
    paths = {path: path.lstat() for path in (folder, *folder.rglob("*"))}
    return {str(path): (status.st_ino, status.st_mtime_ns, status.st_ctime_ns) for path, status in paths.items()}


def with_folders(files: Mapping[str, object]) -> Snapshot:
    folders = {str(folder) for path in files for folder in Path(path).parents} - {"."}
    return {**dict.fromkeys(folders), **files}


def without_manifest(found: Snapshot) -> Snapshot:
    return {path: data for path, data in found.items() if path != MANIFEST}


# What a publish does


@in_each_way
def test_a_publish_writes_the_site_and_says_what_it_did(bench: Bench) -> None:
    assert bench.publish({"a.html": b"1", "b/c.html": b"2"}) == Written(("a.html", "b/c.html"), (), 0)
    assert bench.publish({"a.html": b"1", "b/d.html": b"3"}) == Written(("b/d.html",), ("b/c.html",), 1)
    assert bench.publish({"a.html": b"1", "d.html": b"3"}) == Written(("d.html",), ("b/d.html",), 1)
    assert without_manifest(snapshot(bench.output)) == {"a.html": b"1", "d.html": b"3"}


@in_each_way
def test_the_manifest_lists_each_file_with_its_sha256_in_the_same_bytes(bench: Bench) -> None:
    bench.publish({"b.html": b"old"})
    bench.publish({"b.html": b"", "a/é.html": b"foo"})
    expected = (
        '{"version":1,\n"files":{"a/é.html":"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",\n'
        '"b.html":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}}\n'
    )
    assert (bench.output / MANIFEST).read_text("utf-8") == expected


@in_each_way
def test_a_publish_with_nothing_changed_touches_nothing(bench: Bench) -> None:
    files = {"a.html": b"1", "b/c.html": b"2"}
    bench.put(".gitignore")
    bench.publish(files)
    before = touched(bench.output)
    for _ in range(2):
        assert bench.publish(files) == Written((), (), 2)
        assert touched(bench.output) == before
    shutil.rmtree(bench.cache)
    assert bench.publish(files) == Written((), (), 2)
    assert touched(bench.output) == before


def test_the_journal_leaves_unchanged_files_alone(bench: Bench) -> None:
    with going("journal"):
        bench.publish({"a.html": b"1", "b.html": b"1"})
        before = touched(bench.output)
        bench.publish({"a.html": b"1", "b.html": b"2"})
    name = str(bench.output / "a.html")
    assert touched(bench.output)[name] == before[name]


@in_each_way
def test_a_file_can_become_a_folder_and_a_folder_a_file(bench: Bench) -> None:
    sites: list[Files] = [
        {"a/b": b"1", "c": b"2"},
        {"a": b"3", "c/d/e": b"4"},
        {"A": b"5", "C/d/e": b"6"},
        {"a/b": b"1", "c": b"2"},
    ]
    for files in sites:
        bench.publish(files)
        assert without_manifest(snapshot(bench.output)) == with_folders(files)


@in_each_way
def test_a_deleted_page_is_written_again(bench: Bench) -> None:
    bench.publish({"a/b.html": b"1", "c.html": b"2"})
    shutil.rmtree(bench.output / "a")
    assert bench.publish({"a/b.html": b"1", "c.html": b"2"}) == Written(("a/b.html",), (), 1)
    assert (bench.output / "a/b.html").read_bytes() == b"1"


def test_a_spare_tree_is_not_trusted(bench: Bench) -> None:
    with going("exchange"):
        for number in range(3):
            bench.publish({"a.html": b"1", "b.html": b"%d" % number})
        (bench.spare / "a.html").write_bytes(b"2")
        (bench.spare / MANIFEST).touch()
        bench.publish({"a.html": b"1", "b.html": b"3"})
        assert without_manifest(snapshot(bench.output)) == {"a.html": b"1", "b.html": b"3"}


@in_each_way
def test_a_backup_made_of_hard_links_keeps_its_bytes(bench: Bench, tmp_path: Path) -> None:
    for number in range(2):
        bench.publish({"a.html": b"%d" % number})
    (tmp_path / "backup.html").hardlink_to(bench.output / "a.html")
    for number in range(2, 5):
        bench.publish({"a.html": b"%d" % number})
    assert (tmp_path / "backup.html").read_bytes() == b"1"


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
@in_each_way
def test_folders_keep_the_mode_that_a_person_gave_them(bench: Bench) -> None:
    bench.publish({"a/b.html": b"1"})
    bench.output.chmod(0o2775)
    (bench.output / "a").chmod(0o700)
    for number in range(3):
        bench.publish({"a/b.html": b"%d" % number, "new.html": b""})
    assert bench.output.stat().st_mode & 0o7777 == 0o2775
    assert (bench.output / "a").stat().st_mode & 0o7777 == 0o700
    umask = os.umask(0)
    os.umask(umask)
    assert (bench.output / "new.html").stat().st_mode & 0o7777 == 0o666 & ~umask


@in_each_way
def test_an_output_folder_may_be_a_link(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    bench.output.symlink_to(tmp_path / "elsewhere")
    for number in range(3):
        bench.publish({"a.html": b"%d" % number})
    assert bench.output.is_symlink()
    assert (tmp_path / "elsewhere" / "a.html").read_bytes() == b"2"


@in_each_way
def test_two_output_folders_share_a_cache(bench: Bench) -> None:
    other = bench.root / "other"
    for number in range(3):
        bench.publish({"a.html": b"%d" % number})
        publish(other, bench.cache, {"b.html": b"%d" % number}, root=bench.root)
    assert without_manifest(snapshot(bench.output)) == {"a.html": b"2"}
    assert without_manifest(snapshot(other)) == {"b.html": b"2"}


# What a person put there

FOREIGN = (".gitignore", "CNAME", "mine/deep/notes.txt", "a/beside.txt")


def furnish(bench: Bench) -> dict[str, int]:
    """A person's files, an empty folder and a link; their inodes."""
    for path in FOREIGN:
        bench.put(path, path.encode())
    (bench.output / "empty").mkdir()
    (bench.output / "link").symlink_to("nowhere")
    return {path: (bench.output / path).lstat().st_ino for path in (*FOREIGN, "link")}


FURNITURE: Snapshot = {**with_folders({path: path.encode() for path in FOREIGN}), "empty": None, "link": Path("nowhere")}


@in_each_way
def test_what_a_person_put_there_survives_everything(bench: Bench) -> None:
    inodes = furnish(bench)
    folder_time = (bench.output / "mine").stat().st_mtime_ns
    times = {path: (bench.output / path).lstat().st_mtime_ns for path in inodes}
    for files in ({"a/b.html": b"1"}, {"a/b.html": b"2", "c.html": b"3"}, {"c.html": b"3"}, {}):
        bench.publish(files)
        assert without_manifest(snapshot(bench.output)) == {**FURNITURE, **with_folders(files)}
    bench.publish({"a/b.html": b"2"})
    bench.clean()
    assert snapshot(bench.output) == FURNITURE
    assert {path: (bench.output / path).lstat().st_ino for path in inodes} == inodes
    assert {path: (bench.output / path).lstat().st_mtime_ns for path in inodes} == times
    assert (bench.output / "mine").stat().st_mtime_ns == folder_time
    assert all((bench.output / path).lstat().st_nlink == 1 for path in inodes)


@in_each_way
def test_a_persons_file_at_one_of_our_paths_is_named(bench: Bench) -> None:
    bench.publish({"kept.html": b"1"})
    for path in ("a.html", "folder/theirs.txt", "file", "Index.html"):
        bench.put(path)
    (bench.output / "link.html").symlink_to("kept.html")
    (bench.output / "linked").symlink_to(bench.root)
    (bench.output / "empty").mkdir()
    wanted = ("a.html", "folder", "file/b.html", "index.html", "link.html", "linked/c.html", "empty", "kept.html")
    found = bench.problems(dict.fromkeys(wanted, b"ours"))
    names = ("Index.html", "a.html", "empty", "file", "folder", "link.html", "linked")
    assert found == [("output-foreign", f"output/{name}") for name in names]


@in_each_way
def test_a_page_edited_by_hand_is_never_overwritten_nor_removed(bench: Bench) -> None:
    bench.publish({"a.html": b"1", "b.html": b"2", "c.html": b"3"})
    for path in ("a.html", "b.html"):
        bench.put(path, b"!")
    expected = [("output-edited", "output/a.html"), ("output-edited", "output/b.html")]
    for files in ({"a.html": b"1", "b.html": b"2", "c.html": b"3"}, {"a.html": b"4", "c.html": b"5"}, {}):
        assert bench.problems(files) == expected
    for path in ("a.html", "b.html"):
        (bench.output / path).unlink()
    bench.publish({"a.html": b"4", "c.html": b"5"})
    assert without_manifest(snapshot(bench.output)) == {"a.html": b"4", "c.html": b"5"}


@in_each_way
def test_an_edit_of_the_same_length_and_time_is_noticed(bench: Bench) -> None:
    bench.publish({"a.html": b"one"})
    status = (bench.output / "a.html").stat()
    for _ in range(2):
        bench.publish({"a.html": b"one"})
    (bench.output / "a.html").write_bytes(b"two")
    os.utime(bench.output / "a.html", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert bench.problems({"a.html": b"six"}) == [("output-edited", "output/a.html")]


@in_each_way
def test_an_edit_that_is_what_the_site_says_is_welcome(bench: Bench) -> None:
    bench.publish({"a.html": b"1"})
    bench.put("a.html", b"2")
    assert bench.publish({"a.html": b"2"}) == Written((), (), 1)
    assert bench.publish({}) == Written((), ("a.html",), 0)


@in_each_way
def test_a_site_without_its_manifest_is_taken_back_where_the_bytes_agree(bench: Bench) -> None:
    files = {"a.html": b"1", "b/c.html": b"2"}
    for _ in range(2):
        bench.publish(files)
        (bench.output / MANIFEST).unlink()
    assert bench.problems({"a.html": b"1", "b/c.html": b"3"}) == [("output-foreign", "output/b/c.html")]
    assert bench.publish({**files, "d.html": b"4"}) == Written(("d.html",), (), 2)
    bench.publish({"d.html": b"4"})
    assert without_manifest(snapshot(bench.output)) == {"d.html": b"4"}


@in_each_way
def test_a_page_replaced_by_a_link_or_a_folder_is_a_persons(bench: Bench) -> None:
    bench.publish({"a": b"1", "b": b"2", "c": b"3"})
    for path in ("a", "b"):
        (bench.output / path).unlink()
    (bench.output / "a").symlink_to(bench.root / "content")
    bench.put("b/theirs.txt")
    assert bench.problems({"a": b"1", "b": b"2"}) == [("output-foreign", "output/a"), ("output-foreign", "output/b")]
    bench.publish({"c": b"4"})
    assert without_manifest(snapshot(bench.output)) == {
        "a": bench.root / "content",
        "b": None,
        "b/theirs.txt": b"mine",
        "c": b"4",
    }


BROKEN = (
    "",
    "{",
    "[]",
    "null",
    '{"version":2,"files":{}}',
    '{"version":1,"files":{"../x":"0"}}',
    '{"version":1,"files":{"a":[1]}}',
)


@pytest.mark.parametrize("text", [*BROKEN, '{"version":1}', "\ud800", "[" * 100_000])
def test_a_manifest_that_cannot_be_read_is_an_error_with_advice(bench: Bench, text: str) -> None:
    bench.publish({"a": b"1"})
    (bench.output / MANIFEST).write_bytes(text.encode(errors="surrogatepass"))
    assert bench.problems({"a": b"2"}) == [("output-manifest", f"output/{MANIFEST}")]
    with pytest.raises(ContentError):
        bench.clean()
    assert (bench.output / "a").exists()


def test_a_manifest_that_is_a_link_is_not_followed(bench: Bench) -> None:
    bench.output.mkdir()
    (bench.root / "other.json").write_text('{"version":1,"files":{}}')
    (bench.output / MANIFEST).symlink_to(bench.root / "other.json")
    assert bench.problems({"a": b"1"}) == [("output-manifest", f"output/{MANIFEST}")]


def test_a_folder_that_is_closed_to_us_is_left_as_it_is(bench: Bench) -> None:
    """What cannot be linked is no reason to fail: then the journal does it."""
    bench.put("theirs/a.txt")
    with patch.object(os, "access", lambda *_: False):
        for number in range(3):
            bench.publish({"a.html": b"%d" % number})
    with patch.object(os, "link", side_effect=PermissionError(errno.EPERM, "Operation not permitted")):
        bench.publish({"a.html": b"3"})
    expected = {"theirs": None, "theirs/a.txt": b"mine", "a.html": b"3"}
    assert without_manifest(snapshot(bench.output)) == expected
    bench.publish({"a.html": b"4"})
    assert without_manifest(snapshot(bench.output)) == {**expected, "a.html": b"4"}


def test_an_exchange_that_the_system_refuses_gives_way_to_the_journal(bench: Bench) -> None:
    bench.put("theirs/a.txt")
    with patch.object(standing, "exchange", lambda *_: False):
        for number in range(3):
            bench.publish({"a.html": b"%d" % number})
    assert without_manifest(snapshot(bench.output)) == {"theirs": None, "theirs/a.txt": b"mine", "a.html": b"2"}
    assert (bench.output / "theirs/a.txt").stat().st_nlink == 1


# What a person does while the trees are exchanged


def meanwhile(before: Callable[[], object], after: Callable[[], object] = lambda: None) -> Callable[[Path, Path], bool]:
    """An exchange, with something that happens just before it and something just after."""

    def exchanged(one: Path, other: Path) -> bool:
        before()
        done = exchange.exchange(one, other)
        after()
        return done

    return exchanged


def die() -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("after", [lambda: None, die], ids=["", "then killed"])
def test_what_a_person_does_meanwhile_is_not_lost(bench: Bench, after: Callable[[], object]) -> None:
    with going("exchange"):
        bench.publish({"a.html": b"1"})
        for path in ("edited.txt", "replaced.txt", "moved.txt", "folder/kept.txt"):
            bench.put(path, b"old")

        def busy_person() -> None:
            with (bench.output / "edited.txt").open("ab") as stream:
                stream.write(b" and new")
            (bench.output / "replacement").write_bytes(b"new")
            (bench.output / "replacement").replace(bench.output / "replaced.txt")
            bench.put("late.txt", b"late")
            bench.put("new/folder/late.txt", b"late")
            bench.put("folder/late.txt", b"late")

        with patch.object(standing, "exchange", meanwhile(busy_person, after)):
            try:
                bench.publish({"a.html": b"2"})
            except KeyboardInterrupt:
                assert after is die
        bench.publish({"a.html": b"2"})
        expected = {
            "a.html": b"2",
            "edited.txt": b"old and new",
            "replaced.txt": b"new",
            "moved.txt": b"old",
            "late.txt": b"late",
        }
        folders = {"new/folder/late.txt": b"late", "folder/kept.txt": b"old", "folder/late.txt": b"late"}
        assert without_manifest(snapshot(bench.output)) == with_folders({**expected, **folders})
        bench.publish({"a.html": b"3"})
        bench.clean()
        del expected["a.html"]
        assert snapshot(bench.output) == with_folders({**expected, **folders})


def test_what_a_person_deletes_meanwhile_does_not_come_back(bench: Bench) -> None:
    with going("exchange"):
        bench.publish({"a.html": b"1"})
        for path in ("deleted.txt", "folder/deleted.txt", "renamed.txt"):
            bench.put(path)

        def person() -> None:
            (bench.output / "deleted.txt").unlink()
            shutil.rmtree(bench.output / "folder")
            (bench.output / "renamed.txt").rename(bench.output / "other.txt")

        with patch.object(standing, "exchange", meanwhile(person)):
            bench.publish({"a.html": b"2"})
        assert without_manifest(snapshot(bench.output)) == {"a.html": b"2", "other.txt": b"mine"}


def test_two_files_for_one_place_are_both_kept_and_a_person_decides(bench: Bench) -> None:
    with going("exchange"):
        bench.publish({"a.html": b"1"})
        late = meanwhile(lambda: bench.put("b.html", b"mine"))
        with patch.object(standing, "exchange", late), pytest.raises(ContentError) as caught:
            bench.publish({"a.html": b"2", "b.html": b"ours"})
        assert [problem.code for problem in caught.value.problems] == ["output-stray"]
        stray = bench.root / caught.value.problems[0].path
        assert stray.read_bytes() == b"mine"
        for act in (bench.clean, lambda: bench.publish({})):
            with pytest.raises(ContentError):
                act()
        stray.unlink()
        bench.publish({"a.html": b"3"})
        assert without_manifest(snapshot(bench.output)) == {"a.html": b"3"}


def test_a_file_made_through_a_folder_that_someone_had_open_is_brought_back(bench: Bench) -> None:
    with going("exchange"):
        bench.publish({"a.html": b"1"})
        bench.publish({"a.html": b"2"})
        (bench.spare / "CNAME").write_bytes(b"mine")
        bench.publish({"a.html": b"3"})
        assert without_manifest(snapshot(bench.output)) == {"a.html": b"3", "CNAME": b"mine"}


def test_what_a_person_puts_in_the_way_while_pages_are_written_is_seen(bench: Bench) -> None:
    with going("exchange"):
        bench.publish({"a.html": b"1"})
        prepare = standing._prepare

        def slow(*args: object) -> None:
            prepare(*args)  # type: ignore[arg-type]
            bench.put("b.html")
            bench.put("a.html", b"edited")

        with patch.object(standing, "_prepare", slow), pytest.raises(ContentError) as caught:
            bench.publish({"a.html": b"2", "b.html": b"2"})
        assert [problem.code for problem in caught.value.problems] == ["output-edited", "output-foreign"]
        assert without_manifest(snapshot(bench.output)) == {"a.html": b"edited", "b.html": b"mine"}


# Paths


ESCAPES = ("", "/", "/etc/passwd", "../x", "a/../../x", "..", ".", "./a", "a//b", "a/", "a\\b", "..\\x", "C:", "c:/x", "a:b")
DEVICES = ("con", "CON.html", "a/nul", "aux.tar.gz", "lpt1", "com¹.txt", "con .txt", "conin$")
UNHOLDABLE = ("a\0b", "a\nb", "a./b", "a /b", "a.", "a ", "a?", "a*", "a<b", "\ud800", "x" * 256, "é" * 128)
OURS_OR_GITS = (MANIFEST, MANIFEST.upper(), f"{MANIFEST}.part", ".git/hooks/post-checkout", "a/.GIT/config")
ORDINARY = (".nojekyll", "a/.well-known/x", "console", "com", "com10", "CNAME", "é/ñ.html", "a b", "..a", "x" * 255)


@pytest.mark.parametrize("path", [*ESCAPES, *DEVICES, *UNHOLDABLE, *OURS_OR_GITS])
def test_a_path_that_some_computer_cannot_hold_is_refused(bench: Bench, path: str) -> None:
    assert not is_safe(path)
    assert ("output-name", "") in bench.problems({path: b"", "fine.html": b""})
    assert not bench.output.exists()


@pytest.mark.parametrize("path", ORDINARY)
def test_an_ordinary_path_is_accepted(bench: Bench, path: str) -> None:
    bench.publish({path: b"1"})
    assert (bench.output / path).read_bytes() == b"1"


def test_paths_of_the_site_that_collide_are_all_named(bench: Bench) -> None:
    files = dict.fromkeys(("A.html", "a.html", "é", "e\u0301", "d", "D/x", "f", "f/x", "g/x", "G/y"), b"")
    with pytest.raises(ContentError) as caught:
        bench.publish(files)
    found = {(problem.code, *problem.args.values()) for problem in caught.value.problems}
    twins = {("output-twins", "a.html", "A.html"), ("output-twins", "é", "e\u0301"), ("output-twins", "g/", "G/")}
    assert found == twins | {("output-file-and-folder", "d", "D"), ("output-file-and-folder", "f", "f")}


@given(st.text(st.sampled_from("aAéconul1.~ /\\:$-\u0301\ud800"), max_size=12))
def test_a_safe_path_stays_inside_and_folding_is_stable(path: str) -> None:
    assert fold(fold(path)) == fold(path)
    if is_safe(path):
        assert not Path(path).is_absolute()
        assert Path("/x", path).as_posix() == f"/x/{path}"
        assert ".." not in path.split("/")


# Where a site may be written

REFUSED = (
    ".",
    "..",
    "content",
    "content/publications",
    "themes",
    "themes/x",
    "generator",
    "tests",
    ".git",
    ".git/x",
    ".labpress",
)


@pytest.mark.parametrize(
    "folder", [*REFUSED, ".labpress/x", ".labpress/previews", "../..", "/", "~", "~/..", "output/../content"]
)
def test_a_folder_that_has_to_stay_is_refused(bench: Bench, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(bench.root.parent / "people" / "me"))
    monkeypatch.setenv("USERPROFILE", str(bench.root.parent / "people" / "me"))
    output = Path(folder).expanduser() if folder.startswith("~") else bench.root / folder
    before = snapshot(bench.root)
    for act in (
        lambda: publish(output, bench.cache, {"a": b""}, root=bench.root),
        lambda: clean(output, bench.cache, root=bench.root),
    ):
        with pytest.raises(UsageError) as caught:
            act()
        assert [problem.code for problem in caught.value.problems] == ["output-refused"]
    assert snapshot(bench.root) == before


def test_a_folder_that_holds_the_content_by_a_link_is_refused(bench: Bench, tmp_path: Path) -> None:
    (bench.root / "content").rmdir()
    (tmp_path / "elsewhere/texts").mkdir(parents=True)
    (bench.root / "content").symlink_to(tmp_path / "elsewhere/texts")
    (bench.root / "output").symlink_to(tmp_path / "elsewhere")
    assert bench.problems({"a": b""}) == [("output-refused", (tmp_path / "elsewhere").as_posix())]


def test_a_cache_that_clean_must_not_empty_is_refused(bench: Bench) -> None:
    for cache in (bench.root, bench.root / "content", bench.output / "cache", bench.output):
        with pytest.raises(UsageError) as caught:
            clean(bench.output, cache, root=bench.root)
        assert [problem.code for problem in caught.value.problems] == ["output-refused"]


@in_each_way
def test_the_preview_lies_in_the_cache(bench: Bench) -> None:
    preview = bench.cache / "preview"
    for number in range(3):
        publish(preview, bench.cache, {"a": b"%d" % number}, root=bench.root)
    assert (preview / "a").read_bytes() == b"2"


def test_a_file_is_no_output_folder(bench: Bench) -> None:
    bench.output.write_bytes(b"mine")
    with pytest.raises(UsageError) as caught:
        bench.publish({"a": b""})
    assert [problem.code for problem in caught.value.problems] == ["output-no-folder"]
    assert bench.output.read_bytes() == b"mine"


@in_each_way
def test_a_full_disk_is_told_and_leaves_the_old_site(bench: Bench) -> None:
    bench.publish({"a": b"1", "b": b"1"})
    before = snapshot(bench.output)
    full = OSError(errno.ENOSPC, "No space left on device", "x")
    with patch.object(Path, "open", side_effect=full), pytest.raises(UsageError) as caught:
        bench.publish({"a": b"2", "b": b"2"})
    assert [problem.code for problem in caught.value.problems] == ["output-unwritable"]
    assert snapshot(bench.output) == before
    bench.publish({"a": b"2", "b": b"2"})
    assert (bench.output / "a").read_bytes() == b"2"


# Clean


@in_each_way
def test_clean_removes_what_labpress_wrote_and_nothing_else(bench: Bench) -> None:
    furnish(bench)
    for number in range(3):
        bench.publish({"a/b.html": b"%d" % number, "c/d/e.html": b"", "f.html": b""})
    bench.put("f.html", b"edited")
    assert bench.clean() == ("a/b.html", "c/d/e.html")
    assert snapshot(bench.output) == {**FURNITURE, "f.html": b"edited"}
    assert not bench.cache.exists()
    assert bench.clean() == ()


def test_clean_of_nothing_makes_nothing(bench: Bench) -> None:
    assert bench.clean() == ()
    assert snapshot(bench.root) == {"content": None}


# Two at once


def test_a_second_run_waits_and_then_says_that_the_folder_is_busy(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.05)
    with lock.locked(bench.cache / "lock", ""):
        assert bench.problems({"a": b""}) == [("output-busy", ".labpress")]
    bench.publish({"a": b""})


@needs_fork
@in_each_way
def test_runs_at_the_same_time_do_not_mix(bench: Bench) -> None:
    furnish(bench)
    sites = [{f"{letter}{n}": letter.encode() * 100 for n in range(20)} for letter in "xyz"]
    children = [forked(lambda files=files: [bench.publish(files) for _ in range(10)]) for files in sites]  # type: ignore[misc]
    cleaner = forked(lambda: [bench.clean() for _ in range(5)])
    assert [wait(child) for child in (*children, cleaner)] == [0, 0, 0, 0]
    bench.publish(sites[0])
    assert without_manifest(snapshot(bench.output)) == {**FURNITURE, **sites[0]}


# Killed

CHANGES = {
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.utime",
    "os.chmod",
    "os.chown",
}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
OLD: Files = {
    "a/b.html": b"old" * 9,
    "same.html": b"same",
    "gone/one.html": b"1",
    "gone/two.html": b"2",
    "file": b"3",
    "folder/x": b"4",
}
NEW: Files = {"a/b.html": b"new" * 9, "same.html": b"same", "fresh/one.html": b"5", "file/is/folder": b"6", "folder": b"7"}
OLDER: Files = {"a/b.html": b"older", "older/one.html": b"0", "file": b"3"}


def forked(act: Callable[[], object], prepare: Callable[[], object] = lambda: None) -> int:
    """Run something in a process of its own; its id."""
    child = os.fork()
    if child:
        return child
    try:
        prepare()
        act()
        os._exit(0)
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode(errors="replace"))
        os._exit(1)


def wait(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def before_operation(number: int) -> Callable[[], object]:
    """Die just before the n-th operation that changes a file or a folder."""
    left = number

    def hook(event: str, args: tuple[object, ...]) -> None:
        nonlocal left
        changes = event in CHANGES or event == "labpress.exchange"
        if changes or (event == "open" and isinstance(args[2], int) and args[2] & WRITES):
            left -= 1
            if left == 0:
                os._exit(9)

    return lambda: sys.addaudithook(hook)


class Torn:
    """A file that is half written when the process dies."""

    def __init__(self, stream: object) -> None:
        self.stream = stream

    def __enter__(self) -> Torn:
        return self

    def __exit__(self, *_: object) -> None: ...

    def write(self, data: bytes) -> None:
        self.stream.write(data[: len(data) // 2])  # type: ignore[attr-defined]
        self.stream.flush()  # type: ignore[attr-defined]
        os._exit(9)


def within_write(number: int) -> Callable[[], object]:
    """Die in the middle of the n-th file that is written."""
    left = number
    whole = Path.open

    def opened(self: Path, mode: str = "r", *args: object, **options: object) -> object:
        nonlocal left
        stream = whole(self, mode, *args, **options)  # type: ignore[call-overload]
        left -= mode != "r" and mode != "rb"
        return Torn(stream) if left == 0 and ("x" in mode or "w" in mode) else stream

    return lambda: setattr(Path, "open", opened)


KILLS = {"before an operation": before_operation, "within a write": within_write}


Act = Callable[[Bench], object]


def every_kill(folder: Path, start: Bench, act: Act, kill: str = "before an operation", *, first: Act = repr) -> Iterator[Bench]:
    """The project after each kill in turn, until there is nothing left to kill; a copy each time, in which `first` was done."""
    for number in range(1, 1000):
        bench = Bench(folder / "killed" / "project")
        shutil.copytree(start.root, bench.root, symlinks=True)
        first(bench)
        end = wait(forked(functools.partial(act, bench), KILLS[kill](number)))
        assert end in (0, 9)
        yield bench
        shutil.rmtree(bench.root)
        if end == 0:
            return
    raise AssertionError("it never ends")


def publish_new(bench: Bench) -> None:
    bench.publish(NEW)


def outcome(folder: Path, files: Files) -> Snapshot:
    """What a clean publish gives."""
    bench = project(folder / "clean")
    furnish(bench)
    bench.publish(files)
    found = snapshot(bench.output)
    shutil.rmtree(bench.root)
    return found


def started(folder: Path, *sites: Files) -> Bench:
    bench = project(folder / "start")
    bench.output.mkdir()
    furnish(bench)
    for files in sites:
        bench.publish(files)
    return bench


def assert_furnished(found: Snapshot) -> None:
    assert {path: found.get(path, "lost") for path in FURNITURE} == FURNITURE


def next_run(bench: Bench) -> None:
    for files in (NEW, OLDER):
        bench.publish(files)
        assert without_manifest(snapshot(bench.output)) == {**FURNITURE, **with_folders(files)}
        assert all((bench.output / path).stat().st_nlink == 1 for path in FOREIGN)


def without_the_cache(bench: Bench) -> None:
    shutil.rmtree(bench.cache, ignore_errors=True)
    next_run(bench)


def without_the_spare_tree(bench: Bench) -> None:
    for spare in bench.cache.glob("*/spare"):
        shutil.rmtree(spare)
    next_run(bench)


def another_output_folder_first(bench: Bench) -> None:
    other = bench.root / "other"
    publish(other, bench.cache, {"x": b"1"}, root=bench.root)
    assert without_manifest(snapshot(other)) == {"x": b"1"}
    next_run(bench)


def a_clean_first(bench: Bench) -> None:
    bench.clean()
    assert snapshot(bench.output) == FURNITURE
    assert not bench.cache.exists()
    next_run(bench)


def a_person_tidies_up_first(bench: Bench) -> None:
    """What a person deleted must not come back, and what they changed must stay."""
    (bench.output / "CNAME").unlink()
    shutil.rmtree(bench.output / "mine")
    bench.put("a/beside.txt", b"edited")
    (bench.output / ".gitignore").rename(bench.output / "renamed")
    for files in (NEW, OLD, {}):
        bench.publish(files)
    expected = {"a": None, "a/beside.txt": b"edited", "empty": None, "link": Path("nowhere"), "renamed": b".gitignore"}
    assert without_manifest(snapshot(bench.output)) == expected


AFTERMATHS = (without_the_cache, a_person_tidies_up_first, a_clean_first, without_the_spare_tree, another_output_folder_first)


def publish_is_all_or_nothing(folder: Path, way: str, kill: str, sites: tuple[Files, ...], *aftermaths: Act) -> None:
    """Kill a publish everywhere; after each kill, one of the things that may happen then, in turn."""
    with going(way):
        start = started(folder, *sites)
        old, new = snapshot(start.output), outcome(folder, NEW)
        ends = set()
        for number, bench in enumerate(every_kill(folder, start, publish_new, kill)):
            found = snapshot(bench.output)
            ends.add(found == new)
            if way == "exchange":
                assert found in (old, new)
            assert_furnished(found)
            for path, data in found.items():
                assert path.startswith(MANIFEST) or path not in {*old, *new} or data in (None, old.get(path), new.get(path))
            aftermaths[number % len(aftermaths)](bench)
        assert ends == {True, False}
        shutil.rmtree(start.root)


BEFORE = {"no site": (), "no spare tree": (OLD,), "both trees": (OLDER, OLD)}


@needs_fork
@pytest.mark.parametrize("kill", KILLS)
@pytest.mark.parametrize("before", ["no site", "both trees"])
def test_a_publish_by_exchange_killed_anywhere_leaves_the_old_site_or_the_new_one(quick: Path, before: str, kill: str) -> None:
    publish_is_all_or_nothing(quick, "exchange", kill, BEFORE[before], next_run)
    publish_is_all_or_nothing(quick, "exchange", kill, BEFORE[before], *AFTERMATHS)


@needs_fork
@pytest.mark.parametrize("kill", KILLS)
@pytest.mark.parametrize("way", WAYS[1:])
def test_a_publish_by_journal_killed_anywhere_is_carried_to_its_end(quick: Path, way: str, kill: str) -> None:
    publish_is_all_or_nothing(quick, way, kill, (OLD,), next_run)
    publish_is_all_or_nothing(quick, way, kill, (OLD,), *AFTERMATHS)


@needs_fork
@pytest.mark.long
@pytest.mark.parametrize("kill", KILLS)
@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("way", WAYS)
def test_whatever_comes_after_a_kill_nothing_is_lost(quick: Path, way: str, before: str, kill: str) -> None:
    for aftermath in AFTERMATHS:
        publish_is_all_or_nothing(quick, way, kill, BEFORE[before], aftermath)


@needs_fork
def test_a_journal_does_not_overwrite_what_a_person_put_there_since(quick: Path) -> None:
    with going("journal"):
        start = started(quick, OLD)
        refused = 0
        for bench in every_kill(quick, start, publish_new):
            if (bench.output / "fresh").exists():
                break
            bench.put("fresh/one.html", b"mine")
            bench.put("a/b.html", b"edited")
            expected = {("output-foreign", "output/fresh/one.html"), ("output-edited", "output/a/b.html")}
            assert set(bench.problems(NEW)) == expected
            if any(bench.cache.glob("output-*/journal.json")):
                with pytest.raises(ContentError):
                    bench.clean()
                refused += 1
            shutil.rmtree(bench.output / "fresh")
            (bench.output / "a/b.html").unlink()
            next_run(bench)
        assert refused > 5


@needs_fork
@pytest.mark.parametrize("way", WAYS[:2])
def test_a_clean_killed_anywhere_can_be_repeated(quick: Path, way: str) -> None:
    with going(way):
        start = started(quick, OLDER, OLD)
        for aftermath in (next_run, a_clean_first):
            for bench in every_kill(quick, start, Bench.clean):
                assert_furnished(snapshot(bench.output))
                aftermath(bench)


@needs_fork
@pytest.mark.long
@pytest.mark.parametrize("act", [publish_new, Bench.clean], ids=["publish", "clean"])
@pytest.mark.parametrize("way", WAYS)
def test_a_run_that_mends_a_killed_one_may_be_killed_too(quick: Path, way: str, act: Act) -> None:
    with going(way):
        start = started(quick, OLDER, OLD)
        old, new = snapshot(start.output), outcome(quick, NEW)
        for number in range(1, 1000):
            ends: list[int] = []

            def first(bench: Bench, number: int = number, ends: list[int] = ends) -> None:
                ends.append(wait(forked(functools.partial(publish_new, bench), before_operation(number))))

            for bench in every_kill(quick, start, act, first=first):
                found = snapshot(bench.output)
                assert_furnished(found)
                assert way != "exchange" or act is Bench.clean or found in (old, new)
                next_run(bench)
            if ends[0] == 0:
                return


# Any sequence of events, against a model

NAMES = st.sampled_from(["a", "b", "A", "a/a", "a/b", "A/b", "b/a", "b/c/d", "é", "c.html"])
DATA = st.binary(max_size=3)
SITES = st.dictionaries(NAMES, DATA, max_size=6)
EVENTS = st.one_of(
    st.tuples(st.just("publish"), SITES),
    st.tuples(st.just("publish"), SITES),
    st.tuples(st.just("put"), NAMES, DATA),
    st.tuples(st.just("put"), st.sampled_from(["mine/x", "a/mine", "x"]), DATA),
    st.tuples(st.just("delete"), st.integers(0, 99)),
    st.tuples(st.just("forget")),
    st.tuples(st.just("clean")),
)


class Model:
    """What is ours (as it was written) and what is a person's, in plain dicts; the disk says only which folders there are."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.ours: Files = {}
        self.theirs: Files = {}

    def disk(self) -> Snapshot:
        return without_manifest(snapshot(self.bench.output)) if self.bench.output.exists() else {}

    def expect_publish(self, files: Files) -> set[str] | None:
        """The codes of the problems that there must be; None if it must succeed."""
        codes = set()
        folders = {name for name in with_folders(files) if name not in files}
        spelled = [*files, *folders, *(f for f in folders if f in files)]
        if len({fold(name) for name in spelled}) < len(spelled) or any(
            f"{f}/".startswith(f"{g}/") for f in files for g in files if f != g
        ):
            codes.add("names")
        disk = self.disk()
        same = {path for path, data in files.items() if path in disk and disk[path] == data and disk[path] is not None}
        if any(path in self.ours and self.theirs.get(path, b"") != files.get(path) for path in self.theirs if path in self.ours):
            codes.add("output-edited")
        our_folders = with_folders(self.ours).keys() - self.ours.keys()
        held = {
            path
            for path in disk
            if path not in self.ours and path not in same and not (path in our_folders and disk[path] is None)
        }
        held |= {path for path in with_folders(dict.fromkeys(held)) if path in disk}
        for path in held:
            for wanted in (*files, *folders):
                shared = path == wanted and wanted not in files and disk[path] is None
                if fold(path) == fold(wanted) and not shared:
                    codes.add("output-foreign")
        return codes or None

    def publish(self, files: Files) -> bool:
        """Whether it was done: it is refused where the model says so."""
        expected = self.expect_publish(files)
        before = self.disk()
        try:
            self.bench.publish(files)
        except ContentError as error:
            codes = {
                problem.code if problem.code in ("output-foreign", "output-edited") else "names" for problem in error.problems
            }
            both = codes & (expected or set())
            assert codes == expected or "names" in both  # then, what else is in the way depends on the spelling
            assert self.disk() == before
            return False
        assert expected is None
        self.theirs = {path: data for path, data in self.theirs.items() if path not in files and path not in self.ours}
        self.ours = dict(files)
        return True

    def put(self, path: str, data: bytes) -> None:
        try:
            self.bench.put(path, data)
        except (FileExistsError, IsADirectoryError, NotADirectoryError):
            return
        if self.ours.get(path) == data:
            self.theirs.pop(path, None)
        else:
            self.theirs[path] = data

    def delete(self, number: int) -> None:
        present = sorted(path for path, data in self.disk().items() if data is not None)
        if present:
            path = present[number % len(present)]
            (self.bench.output / path).unlink()
            self.theirs.pop(path, None)

    def forget(self) -> None:
        shutil.rmtree(self.bench.cache, ignore_errors=True)

    def clean(self) -> None:
        self.bench.clean()
        self.ours = {}

    def check(self) -> None:
        files = {path: data for path, data in self.disk().items() if data is not None}
        assert self.theirs.items() <= files.items()
        assert files.keys() <= self.ours.keys() | self.theirs.keys()
        assert all(files[path] == data for path, data in self.ours.items() if path in files and path not in self.theirs)


def run_events(way: str, events: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder, going(way):
        model = Model(project(Path(folder) / "project"))
        for name, *args in events:
            done = getattr(model, str(name))(*args)
            model.check()
            if name == "publish" and done:
                assert {path for path, data in model.disk().items() if data is not None} >= model.ours.keys()


SEQUENCES = st.lists(EVENTS, min_size=2, max_size=12)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(way=st.sampled_from(WAYS), events=SEQUENCES)
@example(way="exchange", events=[("put", "A/mine", b""), ("publish", {"A/b": b""}), ("publish", {"a/b": b""})])
@example(way="exchange", events=[("publish", {"A": b""}), ("delete", 0), ("put", "a", b""), ("publish", {"A": b""})])
def test_any_sequence_of_events_agrees_with_a_model(way: str, events: list[tuple[object, ...]]) -> None:
    run_events(way, events)


@pytest.mark.long
@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(way=st.sampled_from(WAYS), events=st.lists(EVENTS, min_size=2, max_size=40))
def test_any_long_sequence_of_events_agrees_with_a_model(way: str, events: list[tuple[object, ...]]) -> None:
    run_events(way, events)


# Words and time


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_each_message_has_words_in_each_language(lang: str) -> None:
    catalogue = i18n.tool_catalogue(lang)
    source = "".join(file.read_text("utf-8") for file in Path(standing.__file__).parent.glob("*.py"))
    codes = {word for word in source.replace("`", '"').split('"') if word.startswith("output-")}
    assert len(codes) == 11
    args = {"name": "NAME", "twin": "TWIN", "folder": "FOLDER", "wanted": "WANTED", "reason": "REASON"}
    for code in sorted(codes):
        words = catalogue.problem(Problem(code, path="output/a.html", args=args))
        assert words.startswith("output/a.html: ")
        assert len(words) > 60
        assert not set("{}") & set(words)


def test_time_grows_in_line_with_the_number_of_files(quick: Path) -> None:
    def publishing(size: int) -> Callable[[], object]:
        bench = project(Path(tempfile.mkdtemp(dir=quick)))
        files = {f"{letter}/page-{n}.html": b"x" for letter in string.ascii_lowercase[:4] for n in range(size // 4)}
        for n in range(size // 4):
            bench.put(f"mine/{n % 7}/{n}.txt")
        bench.publish(files)
        return lambda: [bench.publish({**files, "a/page-0.html": b"%d" % number}) for number in range(3)]

    assert grows_less_than(18, publishing, 400, 2400)


def test_the_digests_of_old_files_are_remembered(bench: Bench) -> None:
    bench.publish({"a.html": b"1"})
    with patch("generator.writer.seen.SETTLED", -(10**12)):
        bench.publish({"a.html": b"1"})
    seen = json.loads(next(bench.cache.glob("output-*/seen.json")).read_text("utf-8"))
    assert len(seen) == 1
    with patch("generator.writer.seen.read", side_effect=AssertionError):
        bench.publish({"a.html": b"1"})
