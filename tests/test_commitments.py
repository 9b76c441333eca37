"""What later work stands on, each commitment held by a test; where another file holds one in full, a comment says which."""

from __future__ import annotations

import ast
import copy
import dataclasses
import re
import shutil
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import content, lock, model, names, outputs, pages, permalinks, pipeline, schema, theme
from generator.cli import run
from generator.config import SiteConfig
from generator.errors import Problem, Severity
from generator.model import Image, Link, Name, PartialDate, Publication, Translation, Version
from generator.outputs import File, Output
from generator.pages import Page
from generator.paths import site_paths
from generator.site import order
from tests.rendering import lay_out

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = REPOSITORY / "generator"
BASE = "https://lab.example/papers/"

EVERYTHING = """\
---
title: "Snow: A Study"
title-short: Snow
title-html: "Snow: <i>A Study</i>"
author:
- Jane Doe
- {given: Ludwig, family: Beethoven, non-dropping-particle: van, suffix: Jr., ORCID: 0000-0002-1825-0097, id: ludwig, equal: true}
- {literal: The Snow Group}
editor: [Mary Major]
contributor: [John Smith]
author-list: partial
type: article-journal
issued: 2023-07-23
added: 2023-08
container-title: Journal of Snow
collection-title: Weather
volume: 12
issue: 3
page: 12:30
number: 7
edition: 2
publisher: The Lab
publisher-place: Montréal
event-title: SnowConf
genre: Letter
note: no
language: fr-CA
license: CC-BY-4.0
DOI: 10.1000/182
arXiv: 2305.19450
PMID: 37295402
PMCID: PMC10256217
ISBN: 978-3-16-148410-0
ISSN: 2049-3630
URL: https://example.org/snow
keyword: [snow, ice]
link:
- {kind: pdf, file: snow.pdf, label: The PDF}
- {kind: code, URL: "https://github.com/lab/snow"}
version:
- {type: article, issued: 2022, container-title: arXiv, DOI: 10.48550/x, arXiv: 2201.00001, URL: "https://arxiv.org/abs/2201.00001"}
status: retracted
status-note: The snow melted.
status-URL: https://example.org/notice
award: [Best Paper]
project: [Winter]
image: {file: snow.png, alt: A field of snow}
selected: true
draft: false
hidden: false
aliases: [snow-old]
translation: {fr: {title: La neige, abstract: La neige est blanche.}}
custom: {anything: {at: [all]}}
---

Snow is $x^2$ times white.

| left | right |
|:-----|------:|
| 1    | 2     |
"""
FILES = {
    "content/site.toml": f'title = "A lab"\nlanguages = ["en", "fr"]\nbase-url = "{BASE}"\n',
    "content/publications/snow.md": EVERYTHING,
    "content/publications/on-ice.md": "---\ntitle: On Ice\nauthor:\n- Jane Doe\n---\n",
    "content/authors/ludwig.md": "---\nname: Ludwig van Beethoven\nmember: {role: Professor, from: 2001}\n---\n\nHe *listens*.\n",
    "content/pages/about.md": "---\ntitle: About\n---\n\nSee [the paper](publications/snow.md).\n",
    "content/static/snow.pdf": "%PDF\n",
    "content/static/snow.png": "png\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a bit of everything, built with a base-url."""
    root = tmp_path_factory.mktemp("site")
    lay_out(root, FILES)
    assert run(["build", "--root", str(root)]) == 0
    assert run(["build", "--root", str(root), "--base-url", "", "--output", str(root / "plain")]) == 0
    return root


def html_files(folder: Path) -> Iterator[tuple[str, str]]:
    """(path, text) of each page."""
    for file in sorted(folder.rglob("*.html")):
        yield file.relative_to(folder).as_posix(), file.read_text("utf-8")


class Tags(HTMLParser):
    """The elements of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def links(self) -> Iterator[str]:
        """What leads to, or loads, a file of the site."""
        for tag, attributes in self.found:
            absolute = attributes.get("rel") in ("canonical", "alternate")
            target = attributes.get("href", attributes.get("src", ""))
            if target and not absolute and not re.match(r"[a-z]+:", target) and tag != "base":
                yield target


# 1. Addresses


def test_every_page_is_one_flat_file_at_its_address(site: Path) -> None:
    address = re.compile(r"(fr/)?([a-z]+/)?[a-z0-9-]+\.html")
    paths = [path for path, _ in html_files(site / "output")]
    assert [path for path in paths if not address.fullmatch(path)] == []
    for path in ("index.html", "publications/snow.html", "publications/index.html", "authors/jane-doe.html", "about.html"):
        assert path in paths
        assert f"fr/{path}" in paths, "another language has the same names"


def test_internal_links_are_relative_and_name_a_file_that_is_there(site: Path) -> None:
    for folder in ("output", "plain"):
        for path, text in html_files(site / folder):
            for target in Tags(text).links():
                if permalinks.NOT_FOUND in path:
                    start = "/papers/" if folder == "output" else "/"
                    assert target.startswith((start, "#")), f"{path}: {target} is shown at any depth"
                    file = site / folder / unquote(target.partition("#")[0].partition("?")[0]).removeprefix(start)
                else:
                    assert not target.startswith("/"), f"{path}: {target}"
                    assert not target.partition("#")[0].endswith("/"), f"{path}: {target} names no file"
                    file = (site / folder / path).parent / unquote(target.partition("#")[0].partition("?")[0])
                assert target.startswith("#") or file.is_file(), f"{path}: {target}"


def test_without_a_base_url_what_needs_one_is_left_out_and_the_rest_is_the_same(site: Path) -> None:
    # The one note is in test_cli.
    def paths(folder: Path) -> set[str]:
        return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}

    left_out = paths(site / "output") - paths(site / "plain")
    assert "sitemap.xml" in left_out
    assert [path for path in left_out if not path.endswith(".xml")] == []
    assert paths(site / "plain") <= paths(site / "output")
    for path, text in html_files(site / "plain"):
        assert 'rel="canonical"' not in text, path
        assert "lab.example" not in text, path
    assert f'<link rel="canonical" href="{BASE}publications/snow.html">' in (site / "output/publications/snow.html").read_text(
        "utf-8"
    )


def modules() -> dict[str, ast.Module]:
    """Every module of the product by its name below `generator`: `formats.csl_json`."""
    found = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        parts = file.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = ast.parse(file.read_text("utf-8"))
    return found


def texts(module: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, text) of each text of a module that is no docstring."""
    alone = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.lineno, node.value


def test_only_permalinks_makes_addresses() -> None:
    """`theme` names templates, which end in .html too."""
    made = [
        f"{name}:{line}: {text}"
        for name, module in modules().items()
        if name not in ("permalinks", "theme")
        for line, text in texts(module)
        if ".html" in text
    ]
    assert made == []


# 2. Pages are values


def test_a_page_cannot_be_changed() -> None:
    context = {"title": "Snow"}
    page = Page("snow.html", "list", "en", context)
    with pytest.raises(dataclasses.FrozenInstanceError):
        page.path = "other.html"  # type: ignore[misc]
    with pytest.raises(TypeError):
        page.context["title"] = "Ice"  # type: ignore[index]
    context["title"] = "Ice"
    assert page.context == {"title": "Snow"}


def test_a_template_sees_a_small_view_of_the_site() -> None:
    seen = {field.name for field in dataclasses.fields(theme.SiteView)}
    assert seen == {
        "title",
        "description",
        "description_language",
        "base_url",
        "repository",
        "languages",
        "navigation",
        "options",
        "assets",
        "feed",
        "version",
    }


def test_an_output_may_return_pages_for_the_theme_to_render(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def files(one: Any) -> Iterator[File | Page]:
        yield Page("extra.html", "list", one.lang, {"title": "Extra", "entries": one.entries})

    every = (*outputs.outputs(), Output("extra", files))
    monkeypatch.setattr(pipeline.building, "outputs", lambda: every)
    assert run(["build", "--root", str(site), "--output", str(tmp_path / "out")]) == 0
    assert re.search("<h1[^>]*>Extra</h1>", (tmp_path / "out/extra.html").read_text("utf-8"))
    assert re.search("<h1[^>]*>Extra</h1>", (tmp_path / "out/fr/extra.html").read_text("utf-8"))


def imported(module: ast.Module) -> set[str]:
    """The full names of the modules that a module imports, those for type checkers included."""
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_page_kinds_and_outputs_are_pure_functions_that_read_no_file() -> None:
    touching = {"os", "pathlib", "io", "shutil", "tempfile", "subprocess", "time", "datetime", "locale", "random"}
    for name, module in modules().items():
        if name.startswith(("pages", "outputs")) or name in ("site", "merge", "people", "names", "permalinks", "text"):
            assert {other.split(".")[0] for other in imported(module)} & touching == set(), name


# 3. The schema is one closed table

TABLE = """
title title-short title-html author editor contributor author-list type issued added container-title collection-title volume
issue page number edition publisher publisher-place event-title genre note language license DOI arXiv PMID PMCID ISBN ISSN URL
keyword link version status status-note status-URL award project image selected draft hidden aliases translation custom
""".split()


def read(text: str, folder: Path) -> tuple[Publication | None, list[Problem]]:
    file = folder / "paper.md"
    file.write_text(text, "utf-8", newline="\n")
    return content.read_publication(file, "paper.md")


def test_every_key_of_the_table_is_read_as_it_stands_and_no_other(tmp_path: Path) -> None:
    keys = [model.front_matter_key(field.name) for field in dataclasses.fields(Publication)]
    assert sorted(keys) == sorted([*TABLE, "abstract"])
    written = re.findall(r"^([A-Za-z-]+):", EVERYTHING, re.MULTILINE)
    assert sorted(written) == sorted(TABLE), "the example has every key"
    found, problems = read(EVERYTHING, tmp_path)
    assert problems == []
    assert found is not None
    assert (found.page, found.note, found.arXiv, found.issued) == ("12:30", "no", "2305.19450", PartialDate(2023, 7, 23))
    assert found.author[1].text == "Ludwig van Beethoven Jr."
    assert found.selected
    assert not found.draft


def test_an_unknown_key_is_a_warning_with_what_was_meant_and_stays_in_the_file(tmp_path: Path) -> None:
    text = EVERYTHING.replace("keyword:", "keywrods:")
    found, problems = read(text, tmp_path)
    assert found is not None
    assert [(problem.code, problem.severity, problem.args["meant"]) for problem in problems] == [
        ("key-unknown-meant", Severity.WARNING, "keyword")
    ]
    assert (tmp_path / "paper.md").read_text("utf-8") == text


@pytest.mark.parametrize(
    ("written", "meant"), [("doi", "DOI"), ("url", "URL"), ("arxiv", "arXiv"), ("isbn", "ISBN"), ("authors", "author")]
)
def test_the_key_that_was_meant_is_found_whatever_its_letters(written: str, meant: str, tmp_path: Path) -> None:
    _, problems = read(f"---\ntitle: Snow\n{written}: x\n---\n", tmp_path)
    assert [problem.args["meant"] for problem in problems] == [meant]


@pytest.mark.parametrize(
    "entry", ["title:\nauthor: [Jane]", 'title: ""', 'title: "  "', 'title: Snow\nauthor: [""]', "title: Snow\nauthor: [{}]"]
)
def test_a_title_and_a_name_have_to_say_something(entry: str, tmp_path: Path) -> None:
    found, problems = read(f"---\n{entry}\n---\n", tmp_path)
    assert found is None
    assert [problem.severity for problem in problems] == [Severity.ERROR]


def test_an_empty_value_is_an_absent_one_at_any_depth(tmp_path: Path) -> None:
    text = "title: Snow\nnote:\nauthor:\n- {given: , family: Doe}\nlink:\n- kind: pdf\n  URL: https://example.org/\n  label:\n"
    found, problems = read(f"---\n{text}---\n", tmp_path)
    assert problems == []
    assert found is not None
    assert (found.author, found.link[0].label) == ((Name(family="Doe"),), "")


def test_checking_leaves_what_was_read_as_it_is() -> None:
    data: dict[str, Any] = {"title": "Snow", "author": [{"family": "Doe", "famly": "Doe"}], "zebra": "x"}
    before = copy.deepcopy(data)
    schema.validate(Publication, data, "paper.md", lambda _: (1, 1))
    assert data == before


def test_every_key_of_the_example_comes_back_after_writing(tmp_path: Path) -> None:
    first, _ = read(EVERYTHING, tmp_path)
    assert first is not None
    assert read(content.compose(first), tmp_path) == (first, [])


CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
WORDS = st.text(CHARACTERS, max_size=20).map(lambda text: " ".join(text.split()))
TRICKY = st.sampled_from(
    [*"no Null ~ 2305.19450 12:30 0x1F #a ' \" --- {a} [ *x &x !t << = % @ | >".split(), "- a", "a: b", "a #b"]
)
"""What YAML would take for something else than text."""
TEXT = st.one_of(WORDS, TRICKY)
SOME = TEXT.filter(bool)
BODY = st.lists(st.one_of(TEXT, st.just("")), max_size=5).map(lambda lines: "\n".join(lines).strip())
DATES = st.one_of(
    st.builds(PartialDate, st.integers(1, 9999)),
    st.builds(PartialDate, st.integers(1, 9999), st.integers(1, 12)),
    st.dates().map(lambda date: PartialDate(date.year, date.month, date.day)),
)
ORCIDS = st.sampled_from(["", "0000-0002-1825-0097"])
NAMES = st.one_of(
    st.builds(Name, printed=SOME),
    st.builds(Name, given=TEXT, family=SOME, non_dropping_particle=TEXT, suffix=TEXT, ORCID=ORCIDS, equal=st.booleans()),
    st.builds(Name, literal=SOME, id=TEXT),
)
KINDS = st.sampled_from(get_args(model.LinkKind))
LINKS = st.one_of(
    st.builds(Link, kind=KINDS, URL=st.just("https://example.org/a?b=c#d"), label=TEXT), st.builds(Link, kind=KINDS, file=SOME)
)
TYPES = st.sampled_from([None, *get_args(model.CslType)])
VERSIONS = st.builds(Version, type=TYPES, title=TEXT, issued=st.none() | DATES, container_title=TEXT, DOI=st.just("10.1000/182"))
ANYTHING = st.one_of(TEXT, st.lists(TEXT), st.dictionaries(st.just("x"), TEXT))
FORMED = {"DOI": "10.1000/182", "arXiv": "2305.19450", "PMID": "37295402", "PMCID": "PMC10256217", "language": "pt-BR"}
FORMED |= {"URL": "https://example.org/", "status_URL": "https://example.org/"}


def some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


def publications() -> st.SearchStrategy[Publication]:
    given_: dict[str, st.SearchStrategy[Any]] = {
        "title": SOME,
        "abstract": BODY,
        "author_list": st.sampled_from(get_args(model.AuthorList)),
        "type": TYPES,
        "status": st.sampled_from([None, *get_args(model.Status)]),
        "image": st.none() | st.builds(Image, SOME, SOME),
        "link": some(LINKS),
        "version": some(VERSIONS),
        "translation": st.dictionaries(st.sampled_from(["fr", "de"]), st.builds(Translation, title=SOME, abstract=TEXT)),
        "custom": st.dictionaries(st.sampled_from(["a", "b-c"]), ANYTHING),
        **{key: some(NAMES) for key in ("author", "editor", "contributor")},
        **{key: some(TEXT) for key in ("keyword", "award", "project", "aliases")},
        **{key: st.none() | DATES for key in ("issued", "added")},
        **{key: st.booleans() for key in ("selected", "draft", "hidden")},
        **{key: st.sampled_from(["", value]) for key, value in FORMED.items()},
    }
    rest = {field.name: TEXT for field in dataclasses.fields(Publication) if field.name not in given_}
    return st.builds(Publication, **given_, **rest)


@settings(max_examples=150, deadline=None)
@given(publications())
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, publication: Publication) -> None:
    folder = tmp_path_factory.getbasetemp()
    found, problems = read(content.compose(publication), folder)
    assert problems == []
    assert found
    assert with_parts(found) == with_parts(publication)


def with_parts(publication: Publication) -> Publication:
    """Names with their parts, stated or inferred: what can be inferred is written as a plain name."""
    roles: dict[str, Any] = {
        role: tuple(map(names.parts, getattr(publication, role))) for role in ("author", "editor", "contributor")
    }
    return dataclasses.replace(publication, **roles)


def test_the_json_schemas_are_those_of_the_records(tmp_path: Path) -> None:
    """Mend with `python -m generator.schema docs/schema`."""
    schema.write_schemas(tmp_path)
    for name in schema.SCHEMAS:
        assert (REPOSITORY / "docs/schema" / name).read_text("utf-8") == (tmp_path / name).read_text("utf-8")


def test_every_record_is_frozen() -> None:
    """Those of helper modules, which no other module sees, may be built up piece by piece."""
    found = {
        value
        for name, module in sys.modules.items()
        if name.startswith("generator.") and "._" not in name
        for value in vars(module).values()
        if isinstance(value, type) and dataclasses.is_dataclass(value) and value.__module__ == name
    }
    assert Publication in found
    assert [record.__qualname__ for record in found if not record.__dataclass_params__.frozen] == []  # type: ignore[attr-defined]


# 4. The lock, identity and questions: see test_merge and test_cli; here, that the project's own lock is in its form.


def test_the_lock_of_the_project_is_sorted_and_reads_back_to_the_same_bytes() -> None:
    data = (REPOSITORY / "content/import.lock").read_bytes()
    found, problems = lock.parse(data.decode("utf-8"), "content/import.lock")
    assert problems == []
    assert lock.dump(found).encode() == data
    assert b"\r" not in data


# 5. Problems have codes, severities and words in each language: test_sites_invalid; exit codes: test_cli.

# 6. Roots are values


def test_nothing_but_what_is_shipped_is_looked_up_beside_the_code() -> None:
    """Catalogues, the listing’s weights, the shipped themes, what the preview adds to pages, and the tests of a clone."""
    beside = {
        name
        for name, module in modules().items()
        for node in ast.walk(module)
        if (isinstance(node, ast.Name) and node.id == "__file__")
    }
    assert beside == {"cli.test", "formats._listing.scorer", "i18n", "paths", "serve.web"}


def test_only_the_command_line_asks_for_the_current_folder() -> None:
    asking = {
        name
        for name, module in modules().items()
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and node.attr in ("cwd", "getcwd", "chdir")
    }
    assert asking <= {"cli._shared"}


def test_two_sites_are_built_by_one_process_without_meeting(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(site / "content", other / "content")
    (other / "content/site.toml").write_text('title = "Another lab"\n', "utf-8")
    before = (site / "output/index.html").read_bytes()
    pipeline.build_site(site_paths(other))
    pipeline.build_site(site_paths(site))
    assert "Another lab" in (other / "output/index.html").read_text("utf-8")
    assert (site / "output/index.html").read_bytes() == before


# 7. No inline script or style (test_theme_base looks closer at the policy itself)


def test_every_page_states_a_policy_and_nothing_runs_or_styles_inline(site: Path) -> None:
    for path, text in html_files(site / "output"):
        tags = Tags(text).found
        policies = [one["content"] for tag, one in tags if one.get("http-equiv", "").lower() == "content-security-policy"]
        if "embed/" not in path:  # a list for other websites is no page; theirs has a policy
            assert len(policies) == 1, path
            assert "unsafe" not in policies[0]
        for tag, attributes in tags:
            assert tag != "style", path
            assert "style" not in attributes, path
            assert not [name for name in attributes if name.startswith("on")], path
            if tag == "script" and attributes.get("type") != "application/ld+json":
                assert attributes.get("src"), path
            assert not attributes.get("href", "").lower().startswith("javascript:"), path


def test_pictures_of_themes_hold_no_script_and_no_style() -> None:
    for file in sorted((REPOSITORY / "themes").rglob("*.svg")):
        for tag, attributes in Tags(file.read_text("utf-8")).found:
            assert tag not in ("script", "style", "foreignobject"), file.name
            assert not [name for name in attributes if name == "style" or name.startswith("on")], file.name


# 8. The manifest alone decides what is ours: test_writer, and test_determinism for whole sites.

# 9. Order without locale


def test_publications_stand_by_date_then_title_then_key() -> None:
    def paper(title: str, *issued: int) -> Publication:
        return Publication(title, issued=PartialDate(*issued) if issued else None)

    expected = [
        ("d", paper("D", 2023, 7, 23)),
        ("c", paper("C", 2023, 7)),
        ("b", paper("B", 2023, 1)),
        ("a", paper("A", 2023)),
        ("e", paper("E", 2022, 12, 31)),
        ("f1", paper("Écart")),
        ("f2", paper("écart")),
        ("f3", paper("Edge")),
        ("g", paper("Zebra")),
        ("h", paper("Ångström, renamed z").__class__("zz")),
    ]
    shuffled = sorted(expected, key=lambda item: item[0], reverse=True)
    assert [key for key, _ in sorted(shuffled, key=lambda item: order(*item))] == [key for key, _ in expected]


def test_no_module_asks_for_a_locale_or_the_time() -> None:
    asking = {
        f"{name}: {alias.name}"
        for name, module in modules().items()
        for node in ast.walk(module)
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.name in ("locale", "random", "uuid", "secrets")
    }
    assert asking == set()
    clocks = {
        name
        for name, module in modules().items()
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow", "strftime", "localtime")
    }
    assert clocks == {"cli._shared"}, "the day of an import, which only the command line asks for"


# The order of the modules

STEPS = (
    "errors model text markdown paths registry digests foreign",
    "i18n names links lock yaml_reader files numerals page_range",
    "permalinks schema front_matter answers diminutives spellings",
    "likeness config content",
    "formats middle_names author_files",
    "people",
    "merge site suggestions source_text",
    "sources metadata redirects filters",
    "who_is_who",
    "pages",
    "outputs",
    "theme writer",
    "pipeline",
    "terminal serve review",
    "review_text people_text",
    "cli",
)
"""A module imports only from modules of the steps before its own; a folder is one module here, and free inside."""


def test_modules_import_only_from_lower_steps() -> None:
    step = {name: number for number, names in enumerate(STEPS) for name in names.split()}
    found = {name: module for name, module in modules().items() if name}
    assert {name.split(".")[0] for name in found} == set(step), "every module has its step"
    for name, module in found.items():
        own = name.split(".")[0]
        others = {other.split(".")[1] for other in imported(module) if other.startswith("generator.")} & set(step) - {own}
        assert [f"{name} imports {other}" for other in sorted(others) if step[other] >= step[own]] == []


def test_the_registries_are_sorted_and_hold_what_the_folders_hold() -> None:
    for package, values in ((pages, pages.kinds()), (outputs, outputs.outputs())):
        folder = Path(str(package.__file__)).parent
        assert len(values) == len([file for file in folder.glob("*.py") if not file.name.startswith("_")])
    assert [kind.order for kind in pages.kinds()] == sorted(kind.order for kind in pages.kinds())


def test_the_settings_have_a_default_each() -> None:
    assert SiteConfig() == SiteConfig(title="Publications")
