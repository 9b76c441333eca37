"""The workflow that publishes: it is well-formed, and its commands build a site without a broken link where Pages shows it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from tests.linkcheck import broken

ROOT = Path(__file__).resolve().parent.parent
WORKFLOW = ROOT / ".github" / "workflows" / "pages.yml"
BASE_URL = "https://example.github.io/lab-site"
"""As configure-pages says it: without a slash at the end."""
NEEDED = ("build.py", "pyproject.toml", "requirements.lock", "generator", "themes", "content")
SCHEMA = Draft7Validator(json.loads((ROOT / "tests" / "fixtures" / "github" / "workflow.schema.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def workflow() -> Any:
    return yaml.load(WORKFLOW.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - safe, and `on` stays a word


def steps(workflow: Any) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_the_workflow_is_one_by_the_schema_of_github_workflows() -> None:
    assert mistakes(WORKFLOW.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("timeout-minutes", "timeout_minutes"),
        ("    steps:", "    step:"),
        ("cancel-in-progress: false", "cancel-in-progress: [no]"),
        ("runs-on: ubuntu-latest", "needs: ubuntu-latest"),
        ("id-token: write", "id-token: everything"),
    ],
)
def test_the_schema_tells_a_workflow_from_what_is_none(right: str, wrong: str) -> None:
    assert mistakes(WORKFLOW.read_text("utf-8").replace(right, wrong, 1))


def mistakes(text: str) -> list[str]:
    """What the schema finds. GitHub reads YAML 1.2, where `on` is a word, not a truth value."""
    read = yaml.safe_load(text.replace("\non:", '\n"on":'))
    return [error.message for error in SCHEMA.iter_errors(read)]


def test_every_job_that_is_waited_for_is_there(workflow: Any) -> None:
    assert [job["needs"] for job in workflow["jobs"].values() if "needs" in job] == ["build"]
    assert "build" in workflow["jobs"]


def test_only_official_actions_are_used_each_by_its_major_version(workflow: Any) -> None:
    used = [step["uses"] for step in steps(workflow) if "uses" in step]
    assert [re.sub(r"@v\d+$", "", each) for each in used] == [
        "actions/checkout",
        "actions/setup-python",
        "actions/configure-pages",
        "actions/upload-pages-artifact",
        "actions/deploy-pages",
    ]


def test_the_workflow_may_publish_pages_and_nothing_else(workflow: Any) -> None:
    assert workflow["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}
    assert set(workflow["on"]) == {"push", "workflow_dispatch"}
    assert workflow["jobs"]["build"]["if"] == "github.ref_name == github.event.repository.default_branch"


def test_every_output_that_is_asked_for_comes_from_a_step_of_the_same_job(workflow: Any) -> None:
    for job in workflow["jobs"].values():
        named = {step["id"] for step in job["steps"] if "id" in step}
        assert set(re.findall(r"steps\.(\w+)\.outputs", str(job))) <= named


@pytest.mark.skipif(sys.platform == "win32", reason="the workflow's commands are for bash")
def test_the_commands_build_a_site_without_a_broken_link_at_the_address_of_pages(workflow: Any, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    clone.mkdir()
    for name in NEEDED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, clone / name)
    (clone / ".venv").symlink_to(sys.prefix)  # the packages are there: build.py then downloads none
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    commands = [step["run"] for step in steps(workflow) if "run" in step]
    assert commands
    for command in commands:
        line = command.replace("${{ steps.pages.outputs.base_url }}", BASE_URL)
        assert "${{" not in line
        done = subprocess.run(
            [shutil.which("bash") or "bash", "-euo", "pipefail", "-c", line],
            cwd=clone,
            env=environment,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
    uploaded = next(step["with"]["path"] for step in steps(workflow) if "upload-pages" in step.get("uses", ""))
    assert broken(clone / uploaded, "/lab-site/") == []
    assert f"<loc>{BASE_URL}/</loc>" in (clone / uploaded / "sitemap.xml").read_text("utf-8")
    assert 'href="/lab-site/' in (clone / uploaded / "404.html").read_text("utf-8")
