"""The lab's pasted list, then the published record of the same papers: what was missing comes in, what a person wrote stays.

What is expected is derived from the two sources' texts alone; the parsers have no part in it.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from generator import content
from generator.cli import run
from generator.names import identity
from generator.paths import Paths, site_paths
from generator.pipeline import import_sources
from generator.review import Review
from tests.test_golden_seed import SOURCE, expected

RECORD = Path(__file__).parent / "fixtures" / "proceedings.bib"


def published() -> dict[str, list[str]]:
    """Folded title → the authors in reading order."""
    found = {}
    for title, authors in re.findall(r"title = \{(.*)\},\n\s*author = \{(.*)\},\n", RECORD.read_text("utf-8")):
        found[identity(title)] = [" ".join(reversed(name.split(", "))) for name in authors.split(" and ")]
    return found


def pasted() -> dict[str, list[str]]:
    return {identity(paper.title): paper.authors for paper in expected()}


@pytest.fixture
def site(tmp_path: Path) -> Paths:
    """The pasted list, imported; then a person wrote into three files."""
    paths = site_paths(tmp_path)
    paths.sources.mkdir(parents=True)
    paths.settings.write_text('title = "Lab"\n')
    shutil.copy(SOURCE, paths.sources)
    import_sources(paths)
    edit(paths, "faenet", "- Victor Schmidt\n", "- Victor Schmidt   # engineer\n")
    edit(paths, "faenet", "author-list: partial\n", "author-list: partial\nissued: 2022   # the preprint\nmine: [1,  2]\n")
    edit(paths, "discrete", "- Anirudh Goyal\n", "- {given: Anirudh, family: Goyal, id: anirudh-goyal}\n- Somebody Byhand\n")
    edit(paths, "fusionretro", "Retrosynthetic planning aims", "Planning aims")
    (paths.authors).mkdir()
    (paths.authors / "anirudh-goyal.md").write_text("---\nname: Anirudh Goyal\n---\n")
    return paths


def file(paths: Paths, beginning: str) -> Path:
    [found] = paths.publications.glob(f"{beginning}*.md")
    return found


def edit(paths: Paths, beginning: str, old: str, new: str) -> None:
    text = file(paths, beginning).read_text("utf-8")
    assert old in text
    file(paths, beginning).write_text(text.replace(old, new), "utf-8")


def test_the_sources_say_what_the_test_stands_on() -> None:
    assert sum(map(len, published().values())) == 64
    assert published().keys() == pasted().keys()
    missing = {
        (title, name)
        for title, names in published().items()
        for name in names
        if identity(name) not in map(identity, pasted()[title]) and name != "Gopeshh Subbaraj"
    }
    assert len(missing) == 17


def test_the_record_completes_the_pasted_list_and_keeps_what_a_person_wrote(
    site: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["import", str(RECORD), "--root", str(site.root)]) == 0
    said = capsys.readouterr()
    publications = content.read(site)[0].publications
    assert len(publications) == 12

    for publication in publications.values():
        names = [name.text for name in publication.author]
        wanted = published()[identity(publication.title)]
        if publication.title.startswith("Discrete"):
            assert names.pop(2) == "Somebody Byhand", "a name that a person added stays at its place"
        assert names == wanted
        assert publication.author_list == "complete"
        assert publication.container_title == "Proceedings of the 40th International Conference on Machine Learning"
        assert str(publication.issued) == ("2022" if publication.title.startswith("FAENet") else "2023")

    faenet = file(site, "faenet").read_text("utf-8")
    assert "- Victor Schmidt   # engineer\n" in faenet
    assert "\nissued: 2022   # the preprint\n" in faenet
    assert "\nmine: [1,  2]\n" in faenet
    assert "id: anirudh-goyal" in file(site, "discrete").read_text("utf-8")
    assert "\nPlanning aims" in file(site, "fusionretro").read_text("utf-8")
    assert "“issued” to “2022”, and the source now says “2023”" in said.err

    [question] = [line for line in said.err.splitlines() if "“Zhitao Ying”" in line]
    assert "Rex Ying" in question
    assert question.startswith("content/sources/publications.txt:59: question")


def test_people_are_shown_by_their_best_form(site: Paths) -> None:
    import_sources(site, {RECORD.name: RECORD.read_bytes()})
    assert run(["build", "--root", str(site.root)]) == 0
    people = (site.output / "authors" / "index.html").read_text("utf-8")
    assert "Doha Hwang" in people
    assert "DOHA HWANG" not in people
    assert "Alexandre AGM Duval" in people
    assert "Zhitao Ying" not in people
    redirect = (site.output / "authors" / "gopeshh-raaj-subbaraj.html").read_text("utf-8")
    assert "gopeshh-subbaraj.html" in redirect


def test_a_name_that_gave_way_leads_to_the_person_when_somebody_says_who_it_is(site: Paths) -> None:
    import_sources(site, {RECORD.name: RECORD.read_bytes()})
    [question] = [each for each in Review(site).open if "Zhitao Ying" in each.about]
    assert question.choices == ("drop", "keep", "Rex Ying")
    assert run(["review", question.id, "Rex Ying", "--root", str(site.root)]) == 0
    assert (site.authors / "rex-ying.md").read_text("utf-8") == "---\nname: Rex Ying\nalso:\n- Zhitao Ying\n---\n"
    assert run(["build", "--locked", "--root", str(site.root)]) == 0
    assert "rex-ying.html" in (site.output / "authors" / "zhitao-ying.html").read_text("utf-8")


def test_a_third_import_changes_nothing(site: Paths) -> None:
    import_sources(site, {RECORD.name: RECORD.read_bytes()})
    before = {each: (each.stat().st_mtime_ns, each.stat().st_ino) for each in site.root.rglob("*")}
    import_sources(site, every=True)
    import_sources(site, {RECORD.name: RECORD.read_bytes()})
    assert {each: (each.stat().st_mtime_ns, each.stat().st_ino) for each in site.root.rglob("*")} == before
