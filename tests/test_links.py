"""Addresses in running text and what lies there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.links import find_links, find_urls, link_kind


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Code is at https://github.com/a/b.", "https://github.com/a/b"),
        ("The page is https://a.github.io/.", "https://a.github.io/"),
        ("(see https://example.org/x)", "https://example.org/x"),
        ("(see https://example.org/x).", "https://example.org/x"),
        ("https://en.wikipedia.org/wiki/Foo_(bar) says", "https://en.wikipedia.org/wiki/Foo_(bar)"),
        ("(https://en.wikipedia.org/wiki/Foo_(bar)).", "https://en.wikipedia.org/wiki/Foo_(bar)"),
        ('"https://example.org/x", he said', "https://example.org/x"),
        ("at https://example.org/x; also", "https://example.org/x"),
        ("at https://example.org/x?q=1&r=2!", "https://example.org/x?q=1&r=2"),
        ("<https://example.org/x>", "https://example.org/x"),
        ("[1] https://example.org/x]", "https://example.org/x"),
        ("“https://example.org/x”…", "https://example.org/x"),
        ("HTTPS://Example.org/X,", "HTTPS://Example.org/X"),
    ],
)
def test_an_address_ends_before_the_punctuation_of_the_sentence(text: str, address: str) -> None:
    (found,) = find_urls(text)
    assert (found.URL, text[found.start : found.end]) == (address, address)


@pytest.mark.parametrize("text", ["", "no address", "http://", "https://…", "https://localhost", "ftp://example.org/x"])
def test_what_is_no_address_on_the_web_is_not_found(text: str) -> None:
    assert not list(find_urls(text))


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://github.com/SongtaoLiu0823/FusionRetro", "code"),
        ("https://gitlab.com/a/b", "code"),
        ("https://bitbucket.org/a/b", "code"),
        ("https://codeberg.org/a/b", "code"),
        ("https://gitlab.inria.fr/a/b", "code"),
        ("https://faenet.readthedocs.io", "docs"),
        ("https://docs.example.org/x", "docs"),
        ("https://zenodo.org/record/1", "data"),
        ("https://figshare.com/x", "data"),
        ("https://huggingface.co/datasets/a/b", "data"),
        ("https://www.kaggle.com/a", "data"),
        ("https://osf.io/abc", "data"),
        ("https://arxiv.org/abs/2305.19450", "preprint"),
        ("https://arxiv.org/pdf/2305.19450.pdf", "preprint"),
        ("https://www.youtube.com/watch?v=1", "video"),
        ("https://youtu.be/1", "video"),
        ("https://vimeo.com/1", "video"),
        ("https://example.org/a/paper.pdf", "pdf"),
        ("https://someone.github.io/thing/paper.pdf", "pdf"),
        ("https://rlawlgul.github.io/", "project"),
        ("https://sites.google.com/view/x", "project"),
        ("https://doi.org/10.1000/182", "publisher"),
        ("https://openreview.net/forum?id=1", "publisher"),
        ("https://example.org/", "other"),
        ("https://notgithub.com.example.org/", "other"),
        ("https://[broken", "other"),
    ],
)
def test_the_host_and_the_ending_tell_what_lies_there(url: str, kind: str) -> None:
    assert link_kind(url) == kind


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        ("Code is available at ", "code"),
        ("The project page is at ", "project"),
        ("The dataset can be downloaded from ", "data"),
        ("A video is at ", "video"),
        ("Documentation: ", "docs"),
        ("Le code est disponible sur ", "code"),
        ("For more, see ", "other"),
    ],
)
def test_on_other_hosts_the_words_before_the_address_tell(before: str, kind: str) -> None:
    assert link_kind("https://www.example.org/x", before) == kind


def test_a_data_set_on_a_code_host_is_data_where_the_text_says_nothing_of_code() -> None:
    assert link_kind("https://github.com/a/b", "The dataset is at ") == "data"
    assert link_kind("https://github.com/a/b", "Code and data are at ") == "code"


def test_each_address_becomes_one_link() -> None:
    links = list(find_links("See https://a.org/x and https://a.org/x. Code: https://github.com/a/b."))
    assert [(link.kind, link.URL) for link in links] == [("other", "https://a.org/x"), ("code", "https://github.com/a/b")]


@given(st.text(alphabet=st.sampled_from("https://ab.c()[]\"'.,:;!?{}<> é\n"), max_size=200))
def test_an_address_is_a_piece_of_the_text(text: str) -> None:
    end = 0
    for found in find_urls(text):
        assert text[found.start : found.end] == found.URL
        assert found.start >= end
        link_kind(found.URL, text[: found.start])
        end = found.end
