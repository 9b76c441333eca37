"""The documentation's examples do what the documentation says."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from click.testing import CliRunner

from generator import cli, config, content, front_matter, model, schema
from generator.formats import Hints, formats, named, recognise
from generator.i18n import tool_catalogue
from tests.rendering import lay_out

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
OF_FORMATS = [page for page in sorted((ROOT / "docs/formats").glob("*.md")) if "\n```markdown\n" in page.read_text("utf-8")]


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", (ROOT / page).read_text("utf-8"), re.DOTALL | re.MULTILINE)


def headings(text: str) -> Iterator[str]:
    for line in re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE).splitlines():
        if line.startswith("#"):
            yield re.sub(r"[^\w\- ]", "", line.lstrip("# ").lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_the_pages_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", re.sub(r"`[^`]*`", "", page.read_text("utf-8"))):
        path, _, fragment = target.partition("#")
        file = page.parent / path if path else page
        assert file.exists(), target
        assert not fragment or fragment in headings(file.read_text("utf-8")), target


TEXTS = ("type", "container_title", "volume", "issue", "page", "DOI", "note")


def test_the_examples_of_a_pasted_list_are_read_as_the_page_says() -> None:
    format_ = named("listing")
    assert format_ is not None
    assert format_.load is not None
    page = "docs/formats/listing.md"
    for example, expected in zip(blocks(page, "text"), blocks(page, "yaml"), strict=True):
        publications = [record.publication for record in format_.load(example, "list.txt").records]
        read = [
            {
                "title": publication.title,
                "author": [name.text for name in publication.author],
                **({"issued": publication.issued.year} if publication.issued else {}),
                **{key.replace("_", "-"): value for key in TEXTS if (value := getattr(publication, key))},
                **({"abstract": publication.abstract} if publication.abstract else {}),
            }
            for publication in publications
        ]
        assert read == yaml.safe_load(expected)


@pytest.mark.parametrize("page", OF_FORMATS, ids=lambda page: page.stem)
def test_the_example_of_a_format_becomes_what_its_page_shows(page: Path) -> None:
    """The first block is a source, each block of Markdown a file that is made from it."""
    text = page.read_text("utf-8")
    source, *files = re.findall(r"^```\w+\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    format_ = recognise("x", source)
    assert format_ is not None
    assert format_.name == page.stem
    loaded = format_.read(source, "x", Hints())
    assert [content.compose(record.publication) for record in loaded.records] == files
    assert {problem.code for problem in loaded.problems} <= {"entry-left-out"}


def test_the_page_of_formats_names_every_format_and_leads_to_every_page() -> None:
    index = (ROOT / "docs/formats/README.md").read_text("utf-8")
    for format_ in formats():
        assert format_.label.lower() in index.lower()
    for page in (ROOT / "docs/formats").glob("*.md"):
        assert page.name == "README.md" or f"]({page.name})" in index, page.name
    written = {name for row in index.splitlines() if row.startswith("|") for name in re.findall(r"`([a-z-]+)` \|$", row)}
    assert written == {format_.name for format_ in formats() if format_.dump}


RECORDS = (model.Publication, model.AuthorFile, model.FreePage, model.PageTranslation)


@pytest.mark.parametrize("number", range(4))
def test_the_examples_of_front_matter_are_valid(number: int) -> None:
    record = cast("type[Any]", RECORDS[number])
    parsed, problems = front_matter.parse(blocks("docs/front-matter.md", "yaml")[number], "x.md")
    assert parsed is not None
    _, said = schema.validate(record, parsed.document.data, "x.md", parsed.document.place)
    assert not problems + said


@pytest.mark.parametrize("record", RECORDS)
def test_every_key_stands_in_the_manual(record: type[Any]) -> None:
    tables = " ".join(re.findall(r"^\| (`.*?) \|", (ROOT / "docs" / "front-matter.md").read_text("utf-8"), re.MULTILINE))
    bodies = {"abstract", "biography", "body"}
    for field in fields(record):
        if field.name not in bodies:
            assert f"`{model.front_matter_key(field.name)}`" in tables


def test_the_example_of_settings_is_valid_and_names_every_setting(tmp_path: Path) -> None:
    [example] = blocks("docs/settings.md", "toml")
    (tmp_path / "site.toml").write_text(example, "utf-8")
    settings, problems = config.read(tmp_path / "site.toml", "site.toml")
    assert not problems
    assert settings.title == "Example Lab"
    assert set(tomllib.loads(example)) == {model.front_matter_key(field.name.rstrip("_")) for field in fields(config.SiteConfig)}


def test_the_recipes_stand_in_the_manual_as_they_are_tested() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    for file in (ROOT / "tests" / "recipes").rglob("*"):
        if file.suffix in (".py", ".toml", ".html"):
            assert f"\n{file.read_text('utf-8')}```\n" in text, file.name


def test_every_command_and_option_that_the_manual_names_exists() -> None:
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    known = {
        name: {option for parameter in command.params for option in parameter.opts}
        for name, command in cli.labpress.commands.items()
    }
    for command, rest in re.findall(r"python3 build\.py ([a-z]+)\b([^`\n#|]*)", text):
        assert command in known, command
        if command != "test":  # its further arguments are pytest's
            assert set(re.findall(r"--[a-z-]+", rest)) - {"--help"} <= known[command], rest


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("command", ["", *(name for name in cli.labpress.commands if name != "test")])
def test_every_command_says_what_it_does_in_each_language(command: str, lang: str) -> None:
    result = CliRunner().invoke(cli.labpress, [*filter(None, [command]), "--help"], obj=tool_catalogue(lang))
    assert result.exit_code == 0, result.output
    assert tool_catalogue(lang).message("option.help") in result.output


def test_the_manual_on_merging_says_what_happens(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = "docs/merging.md"
    pasted, asked = blocks(page, "text")
    [publisher], [answer] = blocks(page, "json"), blocks(page, "toml")
    edited, merged, author_file = blocks(page, "yaml")
    key = "paper-folding-as-a-model-of-computation"
    file = tmp_path / "content" / "publications" / f"{key}.md"
    lay_out(tmp_path / "content", {"site.toml": 'title = "Lab"\n', "sources/lab.txt": pasted})

    assert cli.run(["build", "--root", str(tmp_path)]) == 0
    written = file.read_text("utf-8")
    assert edited == written.replace("ADA MOREAU\n", "ADA MOREAU   # our founder\n").replace(
        "author-list: partial\n", "author-list: partial\naward: [Best paper]\n"
    )
    file.write_text(edited, "utf-8")
    (tmp_path / "content" / "sources" / "publisher.json").write_text(publisher, "utf-8")
    capsys.readouterr()
    assert cli.run(["build", "--root", str(tmp_path)]) == 0
    assert asked in capsys.readouterr().err
    assert file.read_text("utf-8") == merged
    assert (tmp_path / "content" / "authors" / "ludwig-van-buren.md").read_text("utf-8") == author_file
    assert (tmp_path / "output" / "authors" / "ludwig-peter-van-buren.html").is_file()

    (tmp_path / "content" / "answers.toml").write_text(answer, "utf-8")
    assert cli.run(["build", "--root", str(tmp_path)]) == 0
    assert "- Lea Sato\n" in file.read_text("utf-8")
    assert "question" not in capsys.readouterr().err


def test_the_manual_on_people_says_what_happens(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    [said] = blocks("docs/people.md", "text")
    commands = re.findall(
        r"^python3 build\.py (people (?:same|different) .*)$", "\n".join(blocks("docs/people.md", "sh")), re.MULTILINE
    )
    written, by_id, former = blocks("docs/people.md", "yaml")
    folder = tmp_path / "content" / "publications"
    folder.mkdir(parents=True)
    (tmp_path / "content" / "site.toml").write_text('title = "Lab"\n', "utf-8")
    for key, name in (("one", "Mike White"), ("two", "Michael White")):
        (folder / f"{key}.md").write_text(f"---\ntitle: {key}\nauthor: [{name}, Jun Sato]\n---\n", "utf-8")

    monkeypatch.setattr("sys.argv", ["labpress"])
    assert cli.run(["people", "mike", "white", "--root", str(tmp_path)]) == 0
    assert said in capsys.readouterr().out
    assert cli.run(["people", "--root", str(tmp_path)]) == 0
    assert said in capsys.readouterr().out
    authors = tmp_path / "content" / "authors"
    for command in commands:
        assert cli.run([*shlex.split(command), "--root", str(tmp_path)]) == 0
        if " same " in f" {command} ":
            assert (authors / "michael-white.md").read_text("utf-8") == written
        shutil.rmtree(authors)
    assert len(commands) == 3
    for text, record in ((written, model.AuthorFile), (by_id, model.Publication), (former, model.AuthorFile)):
        parsed, problems = front_matter.parse(text, "x.md")
        assert parsed is not None
        assert not problems + schema.validate(cast("type[Any]", record), parsed.document.data, "x.md", parsed.document.place)[1]


def test_the_manual_on_people_names_every_key_reason_and_kind(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    page = (ROOT / "docs" / "people.md").read_text("utf-8")
    (tmp_path / "content" / "publications").mkdir(parents=True)
    (tmp_path / "content" / "authors").mkdir()
    (tmp_path / "content" / "site.toml").write_text('title = "Lab"\n', "utf-8")
    for key, name in (("one", "Mike White"), ("two", "Michael White"), ("three", "MICHAEL WHITE")):
        text = f"---\ntitle: {key}\nauthor: [{name}, Jun Sato, {{literal: Ann, ORCID: 0000-0002-1825-0097}}]\n---\n"
        (tmp_path / "content" / "publications" / f"{key}.md").write_text(text, "utf-8")
    (tmp_path / "content" / "authors" / "jun.md").write_text("---\nname: Jun Sato\n---\n", "utf-8")
    capfdbinary.readouterr()
    assert cli.run(["people", "--json", "--root", str(tmp_path)]) == 0
    document = json.loads(capfdbinary.readouterr().out)
    assert all(document.values())
    keys = {key for part in document.values() for item in part for key in item} | set(document["suggestions"][0]["evidence"][0])
    catalogue = (ROOT / "generator" / "catalogues" / "en.toml").read_text("utf-8")
    people = tomllib.loads(catalogue)["people"]
    for word in {*document, *keys, *people["reason"], *people["evidence"]}:
        assert f"`{word}`" in page, word
