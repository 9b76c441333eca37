"""`build.py` by itself: copied into an empty folder, with a lock of one tiny package and a command line of a few lines."""

from __future__ import annotations

import ast
import base64
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tools import ROOT

OUTSIDE: str = sys._base_executable  # type: ignore[attr-defined]  # the Python that `.venv` was made with
STUB = """
import json, os, sys
import tiny
def main():
    print(json.dumps({"version": tiny.VERSION, "arguments": sys.argv[1:], "prefix": sys.prefix, "pid": os.getpid()}))
    sys.exit(int(os.environ.get("EXIT", "0")))
"""
FAKE_PIP = """
import os, sys, time
if "--version" in sys.argv:
    sys.exit(0)
with open(os.environ["FAKE_LOG"], "a") as log:
    log.write("install\\n")
time.sleep(float(os.environ["FAKE_SECONDS"]))
print(os.environ["FAKE_WORDS"])
if os.environ["FAKE_WORDS"]:
    sys.exit(1)
python = sys.argv[sys.argv.index("--python") + 1]
import subprocess
place = subprocess.check_output([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True).strip()
with open(os.path.join(place, "tiny.py"), "w") as module:
    module.write("VERSION = 'faked'")
"""
posix = pytest.mark.skipif(sys.platform == "win32", reason="exec and process groups are POSIX's")


@dataclass
class Clone:
    """A folder with what the bootstrap needs, and nothing of this machine's settings but the network's way to nowhere."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def stamp(self) -> Path:
        return self.venv / "labpress.stamp"

    def command(self, *arguments: str) -> list[str]:
        return [OUTSIDE, str(self.root / "build.py"), *arguments]

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            env=self.environment | environment,
            cwd=self.root.parent,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def builds(self, *arguments: str, **environment: str) -> dict[str, object]:
        """What the command line saw, once the bootstrap has handed over."""
        done = self.run(*arguments, **environment)
        assert done.returncode == 0, done.stderr
        seen: dict[str, object] = json.loads(done.stdout)
        return seen

    def lock(self, version: str, *, tag: str = "py3-none-any") -> None:
        """A wheel of that version in the one place where pip may look, and a lock that names it."""
        wheel = self.root.parent / "wheels" / f"tiny-{version}-{tag}.whl"
        wheel.parent.mkdir(exist_ok=True)
        files = {
            "tiny.py": f"VERSION = '{version}'",
            f"tiny-{version}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n",
            f"tiny-{version}.dist-info/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n",
        }
        record = "".join(f"{name},sha256={_digest(text)},{len(text)}\n" for name, text in files.items())
        with zipfile.ZipFile(wheel, "w") as archive:
            for name, text in files.items():
                archive.writestr(name, text)
            archive.writestr(f"tiny-{version}.dist-info/RECORD", record + f"tiny-{version}.dist-info/RECORD,,\n")
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        (self.root / "requirements.lock").write_text(f"tiny=={version} --hash=sha256:{digest}\n", "utf-8")

    def fake(self, package: str, code: str) -> str:
        """A folder for PYTHONPATH in which the package `pip` or `ensurepip` is this code."""
        folder = self.root.parent / "fakes"
        (folder / package).mkdir(parents=True)
        (folder / package / "__init__.py").touch()
        (folder / package / "__main__.py").write_text(code, "utf-8")
        return str(folder)

    def faking_pip(self, *, seconds: float = 0, words: str = "") -> dict[str, str]:
        """The variables under which a pip is used that installs another `tiny`, slowly, or says these words and fails."""
        fakes = self.fake("pip", FAKE_PIP)
        return {"PYTHONPATH": fakes, "FAKE_LOG": str(self.log), "FAKE_SECONDS": str(seconds), "FAKE_WORDS": words}

    @property
    def log(self) -> Path:
        """A line for each time that the faked pip was called to install."""
        return self.root.parent / "log"

    def outside(self) -> dict[str, bytes]:
        """Each file beside the clone, and in the home, with what it holds."""
        files = (path for path in self.root.parent.rglob("*") if path.is_file() and self.root not in path.parents)
        return {str(path): path.read_bytes() for path in files}


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def _clone(folder: Path) -> Clone:
    root = folder / "a clône"
    (root / "generator").mkdir(parents=True)
    (folder / "home").mkdir()
    for name in ("build.py", "generator/__init__.py", "generator/errors.py", "generator/i18n.py"):
        shutil.copyfile(ROOT / name, root / name)
    shutil.copytree(ROOT / "generator" / "catalogues", root / "generator" / "catalogues")
    (root / "generator" / "cli.py").write_text(STUB, "utf-8")
    environment = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    environment |= {"HOME": str(folder / "home"), "LC_ALL": "C.UTF-8", "PIP_CONFIG_FILE": os.devnull}
    wheels = str(folder / "wheels")
    environment |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": wheels, "UV_NO_INDEX": "1", "UV_FIND_LINKS": wheels}
    made = Clone(root, environment)
    made.lock("1.0")
    return made


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """As it comes from git."""
    return _clone(tmp_path)


@pytest.fixture(scope="session")
def used_clone(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    made = _clone(tmp_path_factory.mktemp("used"))
    made.builds()
    return made


@pytest.fixture
def ready(used_clone: Clone, clone: Clone) -> Clone:
    """After a first run."""
    shutil.copytree(used_clone.venv, clone.venv, symlinks=True)
    shutil.copyfile(used_clone.root / "requirements.lock", clone.root / "requirements.lock")
    assert clone.run().stderr == "", "the copy is as good as the original"
    return clone


def test_the_first_run_installs_the_lock_and_hands_over(clone: Clone) -> None:
    before = clone.outside()
    done = clone.run()
    seen = json.loads(done.stdout)
    assert (seen["version"], Path(seen["prefix"])) == ("1.0", clone.venv)
    assert done.stderr == "labpress: setting up .venv (once, about a minute) …\n"
    assert clone.outside() == before, "something outside the folder was touched"


def test_the_second_run_installs_nothing_and_says_nothing(ready: Clone) -> None:
    (ready.root.parent / "wheels").rename(ready.root.parent / "gone")
    assert ready.run().stderr == ""
    assert ready.builds()["version"] == "1.0"


def test_inside_the_environment_nothing_is_checked(ready: Clone) -> None:
    ready.stamp.unlink()
    inside = ready.venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = subprocess.run([inside, ready.root / "build.py"], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["version"] == "1.0"
    assert not ready.stamp.exists()


def test_a_changed_lock_is_installed_and_what_it_no_longer_names_is_gone(ready: Clone) -> None:
    leftover = next(ready.venv.rglob("tiny.py")).with_name("leftover.py")
    leftover.touch()
    ready.lock("2.0")
    assert ready.builds()["version"] == "2.0"
    assert not leftover.exists()


def test_what_the_tests_fetched_outlives_a_changed_lock(clone: Clone) -> None:
    fetched = clone.venv / "tools" / "browser"
    fetched.parent.mkdir(parents=True)
    fetched.touch()
    faking_pip = clone.faking_pip()
    assert clone.builds(**faking_pip)["version"] == "faked", "`tools` alone makes no foreign environment"
    clone.lock("2.0")
    assert "setting up" in clone.run(**faking_pip).stderr
    assert fetched.exists()


def test_another_minor_version_of_python_makes_the_environment_again(ready: Clone) -> None:
    ready.stamp.write_bytes(ready.stamp.read_bytes().replace(sys.implementation.cache_tag.encode(), b"cpython-310"))
    assert "setting up" in ready.run(**ready.faking_pip()).stderr
    assert ready.run().stderr == ""


@posix
def test_an_environment_whose_python_is_gone_is_made_again(ready: Clone) -> None:
    python = ready.venv / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python")
    assert ready.builds(**ready.faking_pip())["version"] == "faked"


def test_an_environment_that_lost_its_settings_is_made_again_and_not_run_for_ever(ready: Clone) -> None:
    (ready.venv / "pyvenv.cfg").unlink()
    assert ready.builds(**ready.faking_pip())["version"] == "faked"


def test_an_environment_of_somebody_else_is_left_alone(clone: Clone) -> None:
    clone.venv.mkdir()
    (clone.venv / "pyvenv.cfg").write_text("home = elsewhere\n", "utf-8")
    done = clone.run()
    assert done.returncode == 2
    assert re.fullmatch(r"labpress: the folder \.venv .* was not made by labpress: .*\n", done.stderr)
    assert [path.name for path in clone.venv.iterdir()] == ["pyvenv.cfg"]


def test_the_environment_of_another_clone_is_not_touched(ready: Clone, tmp_path: Path) -> None:
    other = Clone(tmp_path / "other", ready.environment)
    shutil.copytree(ready.root, other.root, symlinks=True, ignore=shutil.ignore_patterns(".venv"))
    before = {path: path.lstat().st_mtime_ns for path in ready.venv.rglob("*")}
    other.lock("2.0")
    assert other.builds()["version"] == "2.0"
    assert {path: path.lstat().st_mtime_ns for path in ready.venv.rglob("*")} == before


def test_an_activated_environment_is_not_the_one_that_is_used(clone: Clone, tmp_path: Path) -> None:
    subprocess.run([OUTSIDE, "-m", "venv", "--without-pip", tmp_path / "active"], check=True)
    seen = clone.builds(VIRTUAL_ENV=str(tmp_path / "active"), PYTHONHOME="", PYTHONSAFEPATH="1")
    assert Path(str(seen["prefix"])) == clone.venv
    assert not list((tmp_path / "active").rglob("tiny.py"))


def test_the_exit_code_is_the_command_lines(clone: Clone) -> None:
    assert clone.run(EXIT="77").returncode == 77
    assert [clone.run(EXIT=str(code)).returncode for code in (0, 1, 2, 130)] == [0, 1, 2, 130]


def test_arguments_pass_through_unchanged(ready: Clone) -> None:
    arguments = ["a b", "é", "", "*", '"', "--x=1", "--", "$HOME"]
    assert ready.builds(*arguments)["arguments"] == arguments


@posix
def test_the_process_stays_the_same_so_that_signals_reach_it(ready: Clone) -> None:
    with subprocess.Popen(ready.command(), env=ready.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        assert json.load(process.stdout)["pid"] == process.pid


@posix
def test_an_installation_that_was_killed_is_healed_by_the_next_run(clone: Clone) -> None:
    slow = clone.environment | clone.faking_pip(seconds=60)
    with subprocess.Popen(clone.command(), env=slow, stderr=subprocess.DEVNULL, start_new_session=True) as process:
        _wait_until(clone.log.exists)
        os.killpg(process.pid, signal.SIGKILL)
    assert clone.stamp.read_bytes() == b""
    assert clone.builds()["version"] == "1.0"


@posix
def test_the_pip_of_a_run_that_was_killed_alone_is_waited_for(clone: Clone) -> None:
    slow = clone.environment | clone.faking_pip(seconds=3)
    begin = time.monotonic()
    with subprocess.Popen(clone.command(), env=slow, stderr=subprocess.DEVNULL) as process:
        _wait_until(clone.log.exists)
        process.kill()
    done = clone.run()
    assert time.monotonic() - begin > 3
    assert "another run is setting up .venv" in done.stderr
    assert json.loads(done.stdout)["version"] == "1.0"


def test_of_two_runs_at_the_same_time_one_installs_and_both_go_on(clone: Clone) -> None:
    environment = clone.environment | clone.faking_pip(seconds=1)
    processes = [subprocess.Popen(clone.command(), env=environment, stdout=subprocess.PIPE) for _ in range(3)]
    outputs = [process.communicate(timeout=120)[0] for process in processes]
    assert [json.loads(output)["version"] for output in outputs] == ["faked"] * 3
    assert clone.log.read_text() == "install\n"


def test_without_pip_one_line_says_how_to_get_it(clone: Clone) -> None:
    clone.fake("ensurepip", "raise SystemExit(1)")
    done = clone.run(PYTHONPATH=clone.fake("pip", "raise SystemExit(1)"), PATH="")
    assert done.returncode == 2
    assert re.fullmatch(r"labpress: setting up .*\nlabpress: this Python has no pip .*apt install python3-pip.*\n", done.stderr)


def test_where_pip_is_absent_the_one_that_python_ships_is_used(clone: Clone) -> None:
    pytest.importorskip("ensurepip", reason="this Python ships no pip, as Debian's does not")
    fakes = clone.fake("pip", "import sys; raise SystemExit('--python' in sys.argv)")
    (Path(fakes) / "sitecustomize.py").write_text(
        "import os, sys\nif sys.prefix != sys.base_prefix: sys.path.remove(os.path.dirname(__file__))\n", "utf-8"
    )
    assert clone.builds(PYTHONPATH=fakes, PATH="")["version"] == "1.0"


def test_a_platform_without_a_wheel_gets_pips_words_and_one_line(clone: Clone) -> None:
    shutil.rmtree(clone.root.parent / "wheels")
    clone.lock("1.0", tag="cp311-cp311-amigaos_68k")
    done = clone.run()
    assert done.returncode == 2
    assert "  | ERROR: No matching distribution found for tiny==1.0" in done.stderr
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert re.fullmatch(rf"labpress: a package has no ready-made wheel for Python {here} .*", done.stderr.splitlines()[-1])


def test_without_network_one_line_says_so(clone: Clone) -> None:
    settings = {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "1", "PIP_FIND_LINKS": ""}
    done = clone.run(**settings)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("labpress: the packages could not be downloaded")


def test_a_package_that_is_not_the_one_in_the_lock_is_refused(clone: Clone) -> None:
    lock = clone.root / "requirements.lock"
    lock.write_text(re.sub("sha256:.{4}", "sha256:0000", lock.read_text("utf-8")), "utf-8")
    done = clone.run()
    assert done.returncode == 2
    assert "DO NOT MATCH THE HASHES" in done.stderr
    assert not list(clone.venv.rglob("tiny.py"))


def test_a_failed_installation_is_tried_again_by_the_next_run(clone: Clone) -> None:
    done = clone.run(**clone.faking_pip(words="no space left"))
    assert done.returncode == 2
    assert re.fullmatch(r"  \| no space left\nlabpress: pip could not .*\n", done.stderr.partition("\n")[2])
    assert clone.builds(PYTHONPATH="")["version"] == "1.0"


def test_what_the_disk_refuses_is_one_line_too(clone: Clone) -> None:
    clone.venv.touch()
    done = clone.run()
    assert done.returncode == 2
    assert re.fullmatch(r"labpress: the folder \.venv could not be set up: .*File exists.*\n", done.stderr)


def test_the_bootstrap_speaks_french(clone: Clone) -> None:
    clone.venv.touch()
    assert clone.run(LC_ALL="fr_FR.UTF-8").stderr.startswith("labpress: le dossier .venv n’a pas pu être préparé")


def test_every_word_of_the_bootstrap_is_in_both_catalogues() -> None:
    spoken = set(re.findall(r'(?:say|failure)\("([a-z-]+)"', (ROOT / "build.py").read_text("utf-8")))
    spoken |= {"no-wheel", "install-failed"}
    for lang in ("en", "fr"):
        catalogue = tomllib.loads((ROOT / "generator" / "catalogues" / f"{lang}.toml").read_text("utf-8"))
        assert set(catalogue["bootstrap"]) == spoken, lang


def test_an_old_python_can_read_the_file_and_gets_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = compile(ast.parse((ROOT / "build.py").read_text("utf-8"), feature_version=(3, 7)), "build.py", "exec")
    monkeypatch.setattr(sys, "version_info", (3, 7, 17))
    for lang, words in {
        "en_GB": "Python 3.11 or newer is needed, and this is Python 3.7",
        "fr_CA": "il faut Python 3.11",
    }.items():
        monkeypatch.setenv("LC_ALL", lang)
        with pytest.raises(SystemExit) as stopped:
            exec(code, {"__name__": "__main__", "__file__": str(ROOT / "build.py")})  # noqa: S102 - our own file
        assert stopped.value.code == 2
        assert re.fullmatch(rf"labpress: {words}.*\n", capsys.readouterr().err)


def test_the_lock_holds_every_dependency_with_hashes_and_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    locked = {canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE)}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for line in project["project"]["dependencies"] + project["dependency-groups"]["dev"]:
        wanted = Requirement(line)
        assert wanted.specifier.contains(locked[canonicalize_name(wanted.name)]), line
    assert text.count("==") == len(re.findall(r"==[^\n]*\\\n    --hash=sha256:[0-9a-f]{64}", text)) + text.count("== '")
    assert "://" not in text


def _wait_until(happened: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)
