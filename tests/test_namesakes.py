"""People of one name, and people whom an author file tells apart, point to each other, in each theme and language."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import permalinks
from tests.rendering import Rendered, main, rendered, words
from tests.test_people_command import ONE, TWO, Lab

NOT = {"": "Not to be confused with", "fr/": "À ne pas confondre avec"}


@pytest.fixture(params=["base", "folio"])
def lab(request: pytest.FixtureRequest, tmp_path: Path) -> Rendered:
    made = Lab(tmp_path / "site")
    made.paper("one", f"{{literal: Yan Zhang, ORCID: {ONE}}}", "Mike White")
    made.paper("two", f"{{literal: Yan Zhang, ORCID: {TWO}}}", "Michael White")
    made.paper("three", "Wei Wang", "Wei Wang", "Jun Sato")
    made.author("mike-white", "---\nname: Mike White\n---\n")
    made.author("michael-white", "---\nname: Michael White\ndifferent-from: [mike-white]\n---\n")
    settings = f'title = "Lab"\nlanguages = ["en", "fr"]\n\n[theme]\nname = "{request.param}"\n'
    (made.root / "content" / "site.toml").write_text(settings, "utf-8")
    return rendered(made.root, tmp_path)


@pytest.mark.parametrize("folder", NOT)
@pytest.mark.parametrize(
    ("one", "other"), [("yan-zhang", "yan-zhang-2"), ("wei-wang", "wei-wang-2"), ("mike-white", "michael-white")]
)
def test_two_pages_point_to_each_other(one: str, other: str, folder: str, lab: Rendered) -> None:
    for slug, else_ in ((one, other), (other, one)):
        page = main(lab[folder + permalinks.author(slug)])
        [note] = [note for note in page.iter("p") if words(note).startswith(NOT[folder])]
        assert [link.get("href") for link in note.iter("a")] == [f"{else_}.html"]
        assert "1 publication" in words(note)


@pytest.mark.parametrize("folder", NOT)
def test_nobody_else_is_pointed_at(folder: str, lab: Rendered) -> None:
    assert NOT[folder] not in words(main(lab[folder + permalinks.author("jun-sato")]))
