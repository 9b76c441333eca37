"""`build.py test`, on a suite of three tests in a folder of its own, with tools that are there or not as each test says."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import run, tools

SUITE = """
import pytest
def test_plain(): pass
@pytest.mark.needs("browser")
def test_marked(): pass
def test_by_fixture(page): page.goto("about:blank")
@pytest.mark.needs("html-validator")
def test_validator(): pass
@pytest.mark.long
def test_long(): pass
"""


@dataclass
class Suite:
    folder: Path
    capture: pytest.CaptureFixture[str]

    def main(self, *arguments: str) -> tuple[int, str]:
        """The exit code, and all that was printed."""
        code = run.main(["-n", "0", *arguments])
        out, err = self.capture.readouterr()
        return code, out + err

    def last_line(self, *arguments: str) -> str:
        return self.main(*arguments)[1].splitlines()[-1]


@pytest.fixture
def suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Suite:
    """A root with the real conftest and groups, where no tool is found until a test brings it."""
    (tmp_path / "tests").mkdir()
    for name in ("__init__.py", "conftest.py", "tools.py"):
        (tmp_path / "tests" / name).write_bytes((tools.ROOT / "tests" / name).read_bytes())
    (tmp_path / "tests" / "test_suite.py").write_text(SUITE, "utf-8")
    (tmp_path / "pyproject.toml").write_bytes((tools.ROOT / "pyproject.toml").read_bytes())
    (tmp_path / "empty").mkdir()
    monkeypatch.setattr(tools, "ROOT", tmp_path)
    monkeypatch.setattr(tools, "FETCHED", tmp_path / ".venv" / "tools")
    monkeypatch.setattr(tools, "BROWSERS", tmp_path / ".venv" / "tools" / "browsers")
    monkeypatch.setattr(tools, "_installed_browsers", lambda: iter(()))
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:cacheprovider")
    for variable in ("LABPRESS_BROWSER", "LABPRESS_VNU", "PYTEST_XDIST_WORKER"):
        monkeypatch.delenv(variable, raising=False)
    _forget()
    monkeypatch.setattr(run, "_bounded", lambda *_, **__: None)
    return Suite(tmp_path, capfd)


@pytest.fixture(autouse=True)
def _forgotten_afterwards() -> object:
    yield
    _forget()


def _forget() -> None:
    tools.find_browser.cache_clear()
    tools.find_validator.cache_clear()
    tools.find_php.cache_clear()
    tools.find_nginx.cache_clear()


def bring_browser(suite: Suite, monkeypatch: pytest.MonkeyPatch, exit_code: int = 0) -> None:
    program = suite.folder / "empty" / "a browser"
    program.write_text(f"#!/bin/sh\nexit {exit_code}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("LABPRESS_BROWSER", str(program))
    _forget()


def bring_the_rest(suite: Suite, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("java", "php", "nginx"):
        program = suite.folder / "empty" / name
        program.write_text("#!/bin/sh\nexit 0\n", "utf-8")
        program.chmod(0o755)
    (suite.folder / "vnu.jar").touch()
    monkeypatch.setenv("LABPRESS_VNU", str(suite.folder / "vnu.jar"))
    _forget()


def test_without_a_browser_it_fails_before_any_test_and_says_how_to_get_one(suite: Suite) -> None:
    code, printed = suite.main()
    assert code == 2
    assert "passed" not in printed
    last = printed.splitlines()[-1]
    assert "no browser was found that runs" in last
    assert "apt-get install chromium" in last
    assert "--no-browser" in last


def test_no_browser_leaves_the_browser_tests_out_and_names_them(suite: Suite) -> None:
    code, printed = suite.main("--no-browser")
    assert code == 0
    assert "1 passed, 3 skipped, 1 deselected" in printed
    assert printed.splitlines()[-1].startswith("NOT RUN: browser (needs Chromium, Chrome or Edge: install one ")
    assert "; html-validator (needs Java and vnu-jar: install " in printed.splitlines()[-1]


def test_no_browser_leaves_them_out_even_where_there_is_one(suite: Suite, monkeypatch: pytest.MonkeyPatch) -> None:
    bring_browser(suite, monkeypatch)
    code, printed = suite.main("--no-browser")
    assert code == 0
    assert "1 passed, 3 skipped" in printed
    assert "NOT RUN: browser (" in printed


def test_the_last_line_names_only_what_is_absent(suite: Suite, monkeypatch: pytest.MonkeyPatch) -> None:
    bring_browser(suite, monkeypatch)
    assert suite.last_line("-k", "not fixture").startswith("NOT RUN: html-validator (")
    bring_the_rest(suite, monkeypatch)
    code, printed = suite.main("-k", "not fixture", "--require", "all")
    assert code == 0
    assert "3 passed" in printed
    assert printed.splitlines()[-1] == "No group was left out for want of a tool: browser, html-validator, php, nginx."


@pytest.mark.parametrize(
    ("required", "code"),
    [("all", 1), ("html-validator", 1), ("browser", 0), ("browser,html-validator", 1)],
)
def test_a_required_group_that_could_not_run_is_a_failure(
    suite: Suite, monkeypatch: pytest.MonkeyPatch, required: str, code: int
) -> None:
    bring_browser(suite, monkeypatch)
    found, printed = suite.main("-k", "plain", "--require", required)
    assert found == code
    assert "1 passed" in printed
    assert printed.splitlines()[-1].startswith("NOT RUN: html-validator")


def test_require_all_fails_with_no_browser(suite: Suite, monkeypatch: pytest.MonkeyPatch) -> None:
    bring_browser(suite, monkeypatch)
    bring_the_rest(suite, monkeypatch)
    assert suite.main("--no-browser", "--require", "all")[0] == 1


def test_to_require_a_group_that_there_is_not_is_a_usage_error(suite: Suite) -> None:
    code, printed = suite.main("--no-browser", "--require", "browser,brwser")
    assert code == 2
    assert "no group of tests called brwser. There are: browser, html-validator, php, nginx, all." in printed
    assert "passed" not in printed


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["-k", "plain"], 0), (["-k", "nothing_like_it"], 1), (["--wrong-option"], 2), (["tests/test_failing.py"], 1)],
)
def test_what_it_does_not_know_goes_to_pytest_whose_verdict_is_the_exit_code(
    suite: Suite, arguments: list[str], code: int
) -> None:
    (suite.folder / "tests" / "test_failing.py").write_text("def test_fails(): assert 0", "utf-8")
    assert suite.main("--no-browser", *arguments)[0] == code


def test_long_batteries_run_on_demand(suite: Suite) -> None:
    assert "1 deselected" in suite.main("--no-browser")[1]
    assert "2 passed, 3 skipped" in suite.main("--no-browser", "--long")[1]


def test_plain_pytest_skips_with_the_reason(suite: Suite) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-rs", "--no-browser"], cwd=suite.folder, capture_output=True, text=True, check=True
    )
    assert "browser: needs Chromium, Chrome or Edge" in done.stdout
    assert "html-validator: needs Java and vnu-jar" in done.stdout


def test_a_group_that_nobody_declared_stops_the_run(suite: Suite) -> None:
    (suite.folder / "tests" / "test_suite.py").write_text("import pytest\n@pytest.mark.needs('x')\ndef test_a(): pass\n", "utf-8")
    code, printed = suite.main("--no-browser")
    assert code == 2
    assert "there is no group of tests called x" in printed


def test_a_browser_that_does_not_start_counts_as_absent(suite: Suite, monkeypatch: pytest.MonkeyPatch) -> None:
    bring_browser(suite, monkeypatch, exit_code=127)
    assert suite.main("-k", "plain")[0] == 2


@pytest.mark.usefixtures("suite")
def test_playwrights_own_browser_is_fetched_into_the_environment_if_none_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    fetched = tools.BROWSERS / "chromium_headless_shell-1" / "chrome-headless-shell-linux64" / "chrome-headless-shell"

    def fetch(command: list[str], seconds: int, **environment: str) -> None:
        assert command[1:] == ["-m", "playwright", "install", "chromium-headless-shell"]
        assert seconds <= 600
        assert environment == {"PLAYWRIGHT_BROWSERS_PATH": str(tools.BROWSERS)}
        fetched.parent.mkdir(parents=True)
        fetched.write_text("#!/bin/sh\n", "utf-8")
        fetched.chmod(0o755)

    monkeypatch.setattr(run, "_bounded", fetch)
    assert run._browser_found_or_fetched()
    assert tools.find_browser() == str(fetched)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no root on Windows")
@pytest.mark.parametrize(("user", "calls"), [(0, ["playwright", "update", "install"]), (1000, ["playwright"])])
def test_only_root_on_a_debian_like_system_gets_debians_package(
    suite: Suite, monkeypatch: pytest.MonkeyPatch, user: int, calls: list[str]
) -> None:
    apt = suite.folder / "empty" / "apt-get"
    apt.touch(0o755)
    called: list[str] = []
    monkeypatch.setattr(run, "_bounded", lambda command, _, **__: called.append(command[2 if "-m" in command else 1]))
    monkeypatch.setattr("os.geteuid", lambda: user)
    assert not run._browser_found_or_fetched()
    assert called == calls


@pytest.mark.skipif(sys.platform == "win32", reason="process groups are POSIX's")
def test_a_fetch_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    late = tmp_path / "late"
    run._bounded(["/bin/sh", "-c", f"(sleep 2; touch '{late}') & wait"], 1)
    time.sleep(2)
    assert not late.exists()


def test_ci_installs_the_validator_that_is_named_here() -> None:
    script = (tools.ROOT / ".ci" / "run").read_text("utf-8")
    assert r"""vnu=$(sed -n 's/^VNU = "\(.*\)"$/\1/p' tests/tools.py)""" in script
    assert f'\nVNU = "{tools.VNU}"\n' in (tools.ROOT / "tests" / "tools.py").read_text("utf-8")


@pytest.mark.needs("html-validator")
def test_the_validator_that_was_found_runs() -> None:
    jar, java = tools.find_validator(), shutil.which("java")
    assert jar
    assert java
    subprocess.run([java, "-jar", jar, "--version"], check=True, capture_output=True)


def test_each_test_gets_a_tab_in_a_profile_of_its_own(browser: object, page: object) -> None:
    from playwright.sync_api import Browser, Page

    assert isinstance(browser, Browser)
    assert isinstance(page, Page)
    page.goto("data:text/html;charset=utf-8,<title>é</title>")
    assert page.title() == "é"
    assert len(browser.contexts) == 1
