"""Adding something touches one file: `tests/recipes/` holds one for each recipe of ARCHITECTURE.md, to be copied from.

Each test puts that one file into a copy of the project and looks at what then happens by itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
RECIPES = Path(__file__).parent / "recipes"
SETTINGS = """\
title = "A lab"
languages = ["en", "fr"]
base-url = "https://lab.example/papers/"
"""
ON_SNOW = """\
---
title: On Snow
author:
- Jane Doe
- Zoé Müller
issued: 2023
award:
- Best Paper
---

Snow is white.
"""
ON_ICE = """\
---
title: On Ice
author:
- Jane Doe
issued: 2022
---
"""


class Project:
    """A copy of labpress with a small site in it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def add(self, recipe: str, place: str) -> None:
        """Put a recipe's file into a folder of the project."""
        shutil.copy(RECIPES / recipe, self.root / place)

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run a command in a process of its own; standard output and error."""
        program = [sys.executable, "-c", "from generator.cli import main; main()", *arguments]
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        environment.pop("PYTHONPATH", None)
        done = subprocess.run(program, cwd=self.root, env=environment, capture_output=True, encoding="utf-8", check=False)
        text = done.stdout + done.stderr
        assert done.returncode == code, text
        return text

    def output(self, path: str) -> str:
        return (self.root / "output" / path).read_text("utf-8")

    def files(self) -> set[str]:
        output = self.root / "output"
        return {file.relative_to(output).as_posix() for file in output.rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = Project(tmp_path_factory.mktemp("project"))
    for folder in ("generator", "themes"):
        shutil.copytree(REPOSITORY / folder, made.root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    made.write("content/site.toml", SETTINGS + '\n[theme]\nname = "base"\n')
    made.write("content/publications/on-snow.md", ON_SNOW)
    made.write("content/publications/on-ice.md", ON_ICE)
    made.run("build")
    return made


@pytest.fixture
def project(built: Project, tmp_path: Path) -> Project:
    """The project, with its site as it is before a recipe's file comes."""
    shutil.copytree(built.root, tmp_path, dirs_exist_ok=True)
    return Project(tmp_path)


def test_a_format_is_imported_and_converted_and_every_page_offers_it(project: Project) -> None:
    project.add("tsv.py", "generator/formats")
    project.write("lab.tsv", "On Rain\tJane Doe; John Smith\t2021\n")

    project.run("import", "lab.tsv")
    project.run("build")

    written = (project.root / "content/publications/on-rain.md").read_text("utf-8")
    assert written.rstrip() == "---\ntitle: On Rain\nauthor:\n- Jane Doe\n- John Smith\nissued: 2021\n---"
    assert (project.root / "content/sources/lab.tsv").is_file()
    for key in ("on-rain", "on-snow", "on-ice"):
        for page in (f"publications/{key}.html", f"fr/publications/{key}.html"):
            assert f'{key}.tsv" type="text/tab-separated-values" download' in project.output(page)
    assert project.output("publications/on-snow.tsv") == "On Snow\tJane Doe; Zoé Müller\t2023\n"
    assert project.run("convert", "lab.tsv", "--to", "tsv") == "On Rain\tJane Doe; John Smith\t2021\n"


def test_a_bad_line_of_a_new_format_is_told_with_its_line_and_the_rest_is_imported(project: Project) -> None:
    project.add("tsv.py", "generator/formats")
    project.write("lab.tsv", "On Rain\tJane Doe\t2021\nnothing\nOn Fog\tJane Doe\tsoon\n")
    text = project.run("import", "lab.tsv")
    assert "content/sources/lab.tsv:2: warning:" in text
    assert "content/sources/lab.tsv:3: warning:" in text
    assert (project.root / "content/publications/on-rain.md").is_file()


def test_a_page_kind_is_rendered_by_the_list_template_and_stands_in_navigation_and_sitemap(project: Project) -> None:
    project.add("awards.py", "generator/pages")

    project.run("build")

    page = project.output("awards/index.html")
    assert "<h1>Awards</h1>" in page
    assert "../publications/on-snow.html" in page
    assert "on-ice" not in page
    assert '<a href="awards/index.html">Awards</a>' in project.output("index.html")
    assert '<a href="../awards/index.html">Awards</a>' in project.output("fr/publications/on-ice.html")
    assert "<loc>https://lab.example/papers/awards/</loc>" in project.output("sitemap.xml")
    assert "<loc>https://lab.example/papers/fr/awards/</loc>" in project.output("sitemap.xml")


def test_a_page_kind_is_rendered_by_its_own_template_once_a_theme_has_one(project: Project) -> None:
    project.add("awards.py", "generator/pages")
    project.write(
        "themes/base/templates/awards.html", '{% extends "list.html" %}\n{% block header %}<h1>Prizes</h1>{% endblock %}\n'
    )
    project.run("build")
    assert "<h1>Prizes</h1>" in project.output("awards/index.html")


def test_an_output_is_written_for_each_language(project: Project) -> None:
    project.add("humans.py", "generator/outputs")
    project.run("build")
    assert project.output("humans.txt") == "Jane Doe\nZoé Müller\n"
    assert project.output("fr/humans.txt") == "Jane Doe\nZoé Müller\n"


def test_an_output_that_would_overwrite_another_file_is_an_error_that_names_both(project: Project) -> None:
    project.add("humans.py", "generator/outputs")
    project.write("content/static/humans.txt", "Everybody\n")
    text = project.run("build", code=1)
    assert "humans.txt: error:" in text
    assert "content/static/humans.txt and humans" in text
    assert "humans.txt" not in project.files()


def test_a_theme_of_one_file_is_the_same_site_as_the_theme_that_it_extends(project: Project) -> None:
    before = {path: (project.root / "output" / path).read_bytes() for path in project.files()}
    project.write("content/site.toml", SETTINGS + '\n[theme]\nname = "plum"\n')
    project.write("themes/plum/theme.toml", (RECIPES / "plum/theme.toml").read_text("utf-8"))

    assert "Nothing has changed" in project.run("build")

    assert {path: (project.root / "output" / path).read_bytes() for path in project.files()} == before


def test_a_theme_overrides_one_template_and_one_static_file_at_a_time(project: Project) -> None:
    before = {path: project.output(path) for path in project.files()}
    project.write("content/site.toml", SETTINGS + '\n[theme]\nname = "plum"\n')
    shutil.copytree(RECIPES / "plum", project.root / "themes/plum")

    project.run("build")

    page = project.output("publications/on-snow.html")
    assert '<p class="plum">7 characters</p>' in page
    assert "Snow is white." in page, "super() is the block of the theme that it extends"
    assert "#7b2d5b" in project.output("assets/favicon.svg")
    changed = {path for path in project.files() if project.output(path) != before[path]}
    assert changed == {
        ".labpress.json",
        "assets/favicon.svg",
        *(f"{lang}publications/{key}.html" for lang in ("", "fr/") for key in ("on-snow", "on-ice")),
    }


@pytest.mark.parametrize("folder", ["formats", "pages", "outputs"])
def test_a_module_that_does_not_end_in_its_value_is_named(project: Project, folder: str) -> None:
    project.write(f"generator/{folder}/unfinished.py", '"""Not there yet."""\n')
    assert "unfinished.py: must end in " in project.run("build", code=1)
