"""Markdown: what people write becomes HTML that cannot run, and a source's text shows as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.markdown import addresses, escape, plain, render, safe_link, tex_errors

MARKS = [
    "https://a.example/c_d*e?x=1&y=2", "&amp;", "&copy", "```", "---", "- ", "1. ", "](", "[a](b)", "$x$", "$$", "~~a~~", "**",
    "\n", "\n\n", "  ", "\t", "a", "b.", "<b>", "<https://x.example>", "| a | b |\n|---|---|", "# ", "===", "***", "\\", "`",
    "_", "![", "javascript:alert(1)", "www.a.example", "a@b.example", "\u00a0", "é", "深度", "مرحبا",
]  # fmt: skip
TEXT = st.one_of(
    st.lists(st.sampled_from(MARKS), max_size=12).map("".join),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\n\t"), max_size=60),
)


@given(TEXT)
def test_an_escaped_text_shows_exactly_its_characters(text: str) -> None:
    assert plain(render(escape(text))) == text


@given(TEXT)
def test_rendered_text_holds_no_script_no_style_and_no_dangerous_link(text: str) -> None:
    html = render(text).lower()
    assert "<script" not in html
    assert "style=" not in html.replace("&quot;", "")
    assert 'href="javascript:' not in html
    assert 'src="data:' not in html


@pytest.mark.parametrize(
    "text",
    [
        "Plain words, 100 % of them (really): it’s “so”.",
        "snake_case and 2 * 3 = 6 & more",
        "See https://example.org/a_b_c.",
        "An email me@example.org and a#b",
    ],
)
def test_text_without_markup_is_left_as_it_is(text: str) -> None:
    assert escape(text) == text


def test_only_what_would_be_markup_is_escaped() -> None:
    assert escape("we use $x_i$ in snake_case") == r"we use \$x_i\$ in snake_case"
    assert escape("# not a heading") == r"\# not a heading"
    assert escape("1. not a list") == r"1\. not a list"


def test_an_address_beside_markup_keeps_its_link() -> None:
    assert 'href="https://example.org/a*b*c"' in render(escape("*see* https://example.org/a*b*c"))


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "vbscript:x", " java\nscript:x", "//evil.example", "file:///x"],
)
def test_a_link_of_another_scheme_is_not_made(url: str) -> None:
    assert not safe_link(url)
    assert "href" not in render(f"[a](<{url.strip()}>)") or "\n" in url


def test_raw_html_is_shown_not_run() -> None:
    assert render("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"


def test_aligned_table_cells_have_a_class_instead_of_a_style() -> None:
    html = render("| a | b |\n|:-:|--:|\n| 1 | 2 |")
    assert 'class="align-center"' in html
    assert 'class="align-right"' in html
    assert "style" not in html


def test_tex_becomes_mathml_and_a_wrong_formula_shows_its_source() -> None:
    assert "<math" in render("where $x^2$ is")
    assert render(r"where $\nosuchthing{$ is") == '<p>where <span class="math inline"><code>\\nosuchthing{</code></span> is</p>\n'
    assert tex_errors("fine $x$\n\nand\nthen $\\nosuchthing{$ no") == [("\\nosuchthing{", 3)]


def test_headings_are_moved_below_the_page_heading() -> None:
    assert render("# A\n\n## B", top_heading=2) == "<h2>A</h2>\n<h3>B</h3>\n"
    assert render("### A\n\n#### B", top_heading=3) == "<h3>A</h3>\n<h4>B</h4>\n"


def test_relative_links_go_through_the_resolver_and_others_do_not() -> None:
    html = render("[a](x.md) [b](https://example.org/) [c](mailto:a@example.org) ![d](p.png)", lambda path: f"../{path}")
    assert 'href="../x.md"' in html
    assert 'src="../p.png"' in html
    assert 'href="https://example.org/"' in html
    found = [
        (address.url, address.line, address.image, address.relative)
        for address in addresses("[a](x.md)\n\n![d](p.png) <https://b.example/>")
    ]
    assert found == [("x.md", 1, False, True), ("p.png", 3, True, True), ("https://b.example/", 3, False, False)]


def test_a_host_name_without_scheme_is_no_link() -> None:
    assert "href" not in render("ASP.NET and node.js and e.g. this.")


def test_headings_have_no_gap_whatever_levels_were_written() -> None:
    assert render("# A\n\n### B\n\n# C\n\n###### D") == "<h2>A</h2>\n<h3>B</h3>\n<h2>C</h2>\n<h3>D</h3>\n"


def test_a_display_formula_in_a_paragraph_is_valid_there() -> None:
    assert "<div" not in render("where $$x^2$$ is")


def test_amounts_of_money_are_no_formula() -> None:
    assert render("It costs $5 and then $6.") == "<p>It costs $5 and then $6.</p>\n"


@pytest.mark.parametrize(
    "tex",
    [r"\cos\left(x\right)", r"\cfrac{1}{2}", r"\frac{a}{b}", r"\begin{matrix}a&b\end{matrix}", r"\cfrac{\cos\left(x\right)}{2}"],
)
def test_a_formula_carries_no_style(tex: str) -> None:
    html = render(f"${tex}$")
    assert "<math" in html
    assert " style=" not in html
