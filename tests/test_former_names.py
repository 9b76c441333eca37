"""A former name stands nowhere in what is published: every file of a site is searched for it, and for its address."""

from __future__ import annotations

import pytest

from generator import permalinks
from tests.rendering import Rendered, main, rendered, words
from tests.test_people_command import Lab

OLD, OLDER = "Quirin Zweifelhofer", "Q. Zweifelhofer"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    made = Lab(tmp_path_factory.mktemp("former") / "site")
    made.author(
        "quirin-zweifelhofer",  # the file itself may still be called so
        f"---\nname: Quinta Hofer\nalso: [Q. Hofer, {OLD}]\nformer-name:\n- {OLD}\n- {OLDER}\nmember: {{role: Professor}}\n---\n",
    )
    made.paper("plain", OLD, "Jun Sato")
    made.paper("capitals", OLD.upper(), "Jun Sato")
    made.paper("parts", "{given: Quirin, family: Zweifelhofer, ORCID: 0000-0002-1825-0097, equal: true}")
    made.paper("by-id", f"{{literal: {OLD}, id: quirin-zweifelhofer}}")
    made.paper("new-name-by-id", "{literal: Quinta Hofer, id: quirin-zweifelhofer}")
    made.paper("initials", OLDER)
    made.paper("middle", "Quirin X. Zweifelhofer", "Jun Sato")
    folder = made.root / "content" / "publications"
    text = f"title: Edited\neditor: [{OLD}]\ncontributor: [{OLD}]\nissued: 2020\ncontainer-title: Folds\nkeyword: [snow]\n"
    (folder / "edited.md").write_text(f"---\n{text}---\n", "utf-8")
    (made.root / "content" / "site.toml").write_text('title = "Lab"\nlanguages = ["en", "fr"]\n', "utf-8")
    return rendered(made.root, made.root.parent, base_url="https://lab.example/papers/")


def test_no_file_and_no_address_says_it(lab: Rendered) -> None:
    kinds = set()
    for file in lab.folder.rglob("*"):
        if file.is_file():
            kinds.add(file.suffix)
            said = (file.relative_to(lab.folder).as_posix() + file.read_bytes().decode("utf-8", "replace")).casefold()
            assert "zweifelhofer" not in said, file
    assert {".html", ".json", ".bib", ".md", ".xml", ".js"} <= kinds


def test_the_papers_show_the_present_name_and_stand_on_the_persons_page(lab: Rendered) -> None:
    page = words(main(lab[permalinks.author("quinta-hofer")]))
    for title in ("plain", "capitals", "parts", "by-id", "initials", "middle", "Edited"):
        assert title in page
    assert "Also published as" not in page
    for key in ("plain", "capitals", "parts", "middle", "edited"):
        assert "Quinta Hofer" in words(main(lab[permalinks.publication(key)]))


def test_another_name_still_leads_to_the_page(lab: Rendered) -> None:
    assert "quinta-hofer.html" in lab.text(permalinks.author("q-hofer"))
