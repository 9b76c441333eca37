"""Lists for other websites: what they hold, that a server takes them in, and that the manual's examples do what they say."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import socket
import subprocess
import textwrap
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.error import URLError
from urllib.parse import unquote, urljoin
from urllib.request import urlopen
from xml.etree import ElementTree

import html5lib
import pytest

from generator import config
from generator.errors import UsageError
from generator.i18n import tool_catalogue
from generator.paths import shipped_themes
from tests import tools
from tests.rendering import PLAIN, ROOT, Rendered, lay_out, rendered, with_class, words

BASE = "https://pubs.lab.example/"
"""The manual's `base-url`."""
STATIC = shipped_themes() / "base" / "static" / "embed"
CLASSES = re.compile(r"labpress(-[a-z]+)?")
Element = ElementTree.Element

PAPERS = {
    "folding": ["author: [Ada Moreau]", "issued: 2023", "type: article-journal", "keyword: [Origami]", "selected: true"],
    "small-things": ["author: [Jun Sato]", "issued: 2021", "type: paper-conference", "keyword: [origami, paper]"],
    "together": ["author: [Jun Sato, Ada Moreau]", "issued: 2020", "type: article-journal"],
    "undated": ["author: [Jun Sato]", "editor: [Lin Wei]"],
    "unlisted": ["author: [Ada Moreau]", "hidden: true"],
}
PEOPLE = {"ada-moreau": "Ada Moreau", "jun-sato": "Jun Sato"}


def example(name: str, page: str = "embed.md") -> str:
    """A block of the manual, by the second word of its fence."""
    [found] = re.findall(rf"^```\w+ {name}\n(.*?)^```", (ROOT / "docs" / page).read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return str(found)


def fragment(text: str) -> Element:
    """A piece of HTML as it becomes part of a page; it has to be without error."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    [root] = parser.parseFragment(text, container="main")
    assert not parser.errors, parser.errors
    return root  # type: ignore[no-any-return]


def made(folder: Path, settings: str = "", base_url: str = "", papers: Mapping[str, list[str]] = PAPERS) -> Rendered:
    """A small site with two members and the settings of a test."""
    texts = {"site.toml": 'languages = ["en", "fr"]\n' + settings}
    texts |= {f"authors/{slug}.md": f"---\nname: {name}\nmember: {{}}\n---\n" for slug, name in PEOPLE.items()}
    texts |= {
        f"publications/{key}.md": "\n".join(["---", f"title: {key}", *lines, "---", "An abstract.", ""])
        for key, lines in papers.items()
    }
    lay_out(folder / "content", texts)
    return rendered(folder, folder / "built", base_url=base_url)


def titles(site: Rendered, name: str) -> list[str]:
    return [words(each) for each in with_class(fragment(site.text(f"embed/{name}.html")), "labpress-title")]


def embeds(site: Rendered) -> list[str]:
    return sorted(file.relative_to(site.folder).as_posix() for file in site.folder.rglob("embed/*.html"))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The made-up site with all that front matter can say, with a base-url."""
    return rendered(PLAIN, tmp_path_factory.mktemp("plain"), drafts=True, base_url=BASE)


@pytest.fixture(scope="module")
def relative(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The same without a base-url."""
    return rendered(PLAIN, tmp_path_factory.mktemp("relative"), drafts=True)


# What is written


def test_there_is_a_list_of_everything_of_each_member_and_for_each_of_the_settings(tmp_path: Path) -> None:
    site = made(tmp_path, "[embed.selected]\nselected = true\n")
    names = {"all", *PEOPLE, "selected"}
    assert set(embeds(site)) == {f"{folder}embed/{name}.html" for name in names for folder in ("", "fr/")}
    assert {file.name for file in (site.folder / "embed").iterdir() if file.suffix != ".html"} == {"labpress.css", "labpress.js"}
    assert titles(site, "all") == ["folding", "small-things", "together", "undated"]
    assert titles(site, "ada-moreau") == ["folding", "together"]
    assert titles(site, "selected") == ["folding"]


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ('member = ["ada-moreau"]', ["folding", "together"]),
        ('member = ["lin-wei"]', ["undated"]),
        ('keyword = ["ORIGAMI"]', ["folding", "small-things"]),
        ('type = ["article-journal", "paper-conference"]', ["folding", "small-things", "together"]),
        ("since = 2021", ["folding", "small-things"]),
        ("limit = 2", ["folding", "small-things"]),
        ('member = ["jun-sato"]\ntype = ["article-journal"]', ["together"]),
        ('keyword = ["nothing"]', []),
    ],
)
def test_a_list_holds_what_its_settings_say(settings: str, shown: list[str], tmp_path: Path) -> None:
    site = made(tmp_path, f"[embed.chosen]\n{settings}\n")
    assert titles(site, "chosen") == shown
    assert words(fragment(site.text("embed/chosen.html")))


def test_the_settings_change_a_list_that_is_always_there(tmp_path: Path) -> None:
    site = made(tmp_path, "[embed.all]\nheading = 2\nlimit = 1\n[embed.ada-moreau]\nsince = 2023\n")
    assert titles(site, "all") == ["folding"]
    assert titles(site, "ada-moreau") == ["folding"]
    assert "<h2 " in site.text("embed/all.html")
    assert "<h3 " in site.text("embed/ada-moreau.html")


def test_a_title_is_a_heading_above_the_others_in_each_language(tmp_path: Path) -> None:
    site = made(tmp_path, '[embed.all]\ntitle = "Work"\ntranslation.fr.title = "Travaux"\nheading = 4\n')
    for folder, lang, title in (("", "en", "Work"), ("fr/", "fr", "Travaux")):
        root = fragment(site.text(f"{folder}embed/all.html"))
        assert root.get("lang") == lang
        assert [(each.tag, words(each)) for each in root.iter() if each.tag == "h4"] == [("h4", title)]
        assert len(list(root.iter("h5"))) == 4


def test_a_list_ends_with_a_link_to_the_whole_of_it(tmp_path: Path) -> None:
    site = made(tmp_path, "[embed.all]\nlimit = 1\n", BASE)

    def last(path: str) -> tuple[str, str]:
        [more] = with_class(fragment(site.text(path)), "labpress-more")
        return words(more), more[0].get("href", "")

    assert last("embed/all.html") == ("All 4 publications", BASE + "publications/index.html")
    assert last("fr/embed/all.html") == ("Les 4 publications", BASE + "fr/publications/index.html")
    assert last("embed/ada-moreau.html") == ("All 2 publications of Ada Moreau", BASE + "authors/ada-moreau.html")


@pytest.mark.parametrize("theme", sorted(file.parent.name for file in shipped_themes().glob("*/theme.toml")))
def test_a_list_is_a_piece_of_html_that_does_nothing_to_its_page(theme: str, tmp_path: Path) -> None:
    shutil.copytree(PLAIN, tmp_path / "site")
    settings = tmp_path / "site" / "content" / "site.toml"
    settings.write_text(re.sub(r'(?m)^name = ".*"', f'name = "{theme}"', settings.read_text("utf-8")), "utf-8")
    plain = rendered(tmp_path / "site", tmp_path / "built", drafts=True, base_url=BASE)
    allowed = {"lang", "dir", "class", "href", "datetime", "aria-label"}
    for path in embeds(plain):
        root = fragment(plain.text(path))
        assert root.get("lang") == ("fr" if path.startswith("fr/") else "en")
        assert plain.text(path).startswith("<div"), "no document of its own"
        for each in root.iter():
            assert each.tag not in ("script", "style", "link", "img", "iframe", "html", "body"), path
            assert set(each.attrib) <= allowed, (path, each.attrib)
            assert all(CLASSES.fullmatch(name) for name in each.get("class", "").split()), (path, each.attrib)


def test_no_text_of_a_list_is_taken_for_something_to_run_by_a_server(tmp_path: Path) -> None:
    """Servers look for these in what they take in."""
    evil = ["author: ['<?php phpinfo() ?>']", "container-title: '<!--#include virtual=\"/secret\" -->'"]
    text = made(tmp_path, papers={"evil": evil}).text("embed/all.html")
    assert "phpinfo" in text
    assert "<?" not in text
    assert "<!--" not in text


def test_links_are_absolute_where_there_is_a_base_url_and_lead_to_files(plain: Rendered, relative: Rendered) -> None:
    for site in (plain, relative):
        inside = 0
        for path in embeds(site):
            for each in fragment(site.text(path)).iter("a"):
                target = each.get("href", "")
                assert re.match(r"https?:", target) or site is relative, target
                absolute = urljoin(BASE + path, target)
                if absolute.startswith(BASE):
                    inside += 1
                    assert (site.folder / unquote(absolute.removeprefix(BASE))).is_file(), (path, target)
        assert inside > 30


def test_the_theme_says_every_part_that_the_manual_names(plain: Rendered) -> None:
    manual = (ROOT / "docs" / "embed.md").read_text("utf-8")
    [sentence] = re.findall(r"^The parts are (.*?);", manual, re.DOTALL | re.MULTILINE)
    named = set(re.findall(r"`(\w+)`", sentence))
    template = (shipped_themes() / "base" / "templates" / "embed.html").read_text("utf-8")
    assert set(re.findall(r"\blabpress-(\w+)", template)) == named
    written = {
        name for path in embeds(plain) for each in fragment(plain.text(path)).iter() for name in each.get("class", "").split()
    }
    assert {name.removeprefix("labpress-") for name in written} <= named | {"labpress"}


def test_the_style_sheet_and_the_element_have_the_same_rules_and_no_looks_of_their_own() -> None:
    sheet, script = ((STATIC / name).read_text("utf-8") for name in ("labpress.css", "labpress.js"))
    block = re.search(r"^@scope \(\.labpress\) \{\n(.*)^\}\n\Z", sheet, re.DOTALL | re.MULTILINE)
    assert block, "one block, and nothing after it"
    shared = script.split("/* shared */\n")[1]
    assert textwrap.dedent(block[1]).replace(":scope", ".labpress") == shared
    assert not re.search(r"\dpx|[;{]\s*(font|font-family|color|background\w*)\s*:|#[0-9a-f]{3}|!important", block[1])


def test_the_script_is_small() -> None:
    assert len(gzip.compress((STATIC / "labpress.js").read_bytes(), 9, mtime=0)) <= 3 * 1024


@pytest.mark.needs("html-validator")
def test_the_nu_html_checker_finds_no_error_in_pages_that_hold_a_list(plain: Rendered, tmp_path: Path) -> None:
    start = '<!doctype html><html lang="en"><title>A host</title><h1>A host</h1><h2>Publications</h2>'
    for path in embeds(plain):
        (tmp_path / path.replace("/", "-")).write_text(start + plain.text(path), "utf-8")
    jar = tools.find_validator()
    assert jar
    command = ["java", "-jar", jar, "--errors-only", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# Settings


def problems(tmp_path: Path, settings: str) -> list[tuple[str, int, str]]:
    """(code, line, what a person reads); the French words must be there too."""
    file = tmp_path / "site.toml"
    file.write_text(settings, "utf-8")
    _, found = config.read(file, "site.toml")
    assert all(tool_catalogue("fr").problem(each) for each in found)
    return [(each.code, each.line, tool_catalogue("en").problem(each)) for each in found]


@pytest.mark.parametrize(
    ("settings", "code", "line", "says"),
    [
        ('[embed."My List"]\nlimit = 3\n', "embed-name", 1, "such as “my-list”"),
        ("[embed.x]\nlimit = 3\nheading = 7\n", "embed-number", 3, "from 2 to 6"),
        ("[embed.x]\nlimit = -1\n", "embed-number", 2, "“embed.x.limit” cannot be -1"),
        ("[embed.x]\nlimt = 3\n", "setting-unknown-meant", 2, "did you mean “limit”"),
        ('[embed.x]\nlimit = "many"\n', "key-number", 2, "must be a whole number"),
        ('[embed.x]\ntype = ["articl-journal"]\n', "key-choice-meant", 2, "did you mean “article-journal”"),
        ("[embed]\nx = 3\n", "key-mapping", 2, "“embed.x”"),
    ],
)
def test_a_mistake_in_the_settings_is_told_with_its_line(settings: str, code: str, line: int, says: str, tmp_path: Path) -> None:
    [(found, where, text)] = problems(tmp_path, settings)
    assert (found, where) == (code, line)
    assert says in text


@pytest.mark.parametrize(("slug", "code"), [("ada-morau", "embed-member-meant"), ("zzz", "embed-member")])
def test_a_list_of_somebody_who_is_not_there_is_told_and_nothing_is_written(slug: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        made(tmp_path, f'[embed.x]\nmember = ["{slug}"]\n')
    [problem] = raised.value.problems
    assert (problem.code, problem.key, problem.path) == (code, "embed.x.member", "content/site.toml")
    for lang in ("en", "fr"):
        assert slug in tool_catalogue(lang).problem(problem)
    assert not (tmp_path / "built" / "output").exists()


# Servers take it in, by the manual's examples


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[str]:
    """A server of the folder as long as it is wanted; gives its address."""
    log = folder / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        try:
            _wait_for(port, process, log)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(10)


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(200):
        assert process.poll() is None, log.read_text("utf-8")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server does not answer")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def host(folder: Path, name: str, body: str) -> None:
    """A page of the lab's own website."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f'<!doctype html><html lang="en"><title>Our lab</title><h1>Our lab</h1>\n{body}</html>\n', "utf-8")


def read(url: str) -> str:
    with urlopen(url, timeout=10) as answer:  # noqa: S310 - an address of this test's own server
        return str(answer.read().decode())


def holds_the_list(page: str, site: Rendered) -> bool:
    """The list of all publications, byte for byte, in a page that is sound with it."""
    parser = html5lib.HTMLParser()
    parser.parse(page)
    assert not parser.errors, parser.errors
    return site.text("embed/all.html") in page


@pytest.mark.needs("php")
def test_php_takes_in_a_list_from_the_same_server(plain: Rendered, tmp_path: Path) -> None:
    host(tmp_path, "index.php", example("same-server"))
    (tmp_path / "papers").symlink_to(plain.folder)
    php, port = tools.find_php(), free_port()
    assert php
    with running([php, "-S", f"127.0.0.1:{port}", "-t", str(tmp_path)], port, tmp_path) as url:
        assert holds_the_list(read(url), plain)


@pytest.mark.needs("php")
def test_php_keeps_a_copy_of_a_list_from_elsewhere(plain: Rendered, tmp_path: Path) -> None:
    php, port, elsewhere = tools.find_php(), free_port(), free_port()
    assert php
    host(tmp_path, "index.php", example("other-server").replace(BASE + "embed/", f"http://127.0.0.1:{elsewhere}/embed/"))
    copy = tmp_path / "publications-copy.html"
    an_hour_ago = time.time() - 3700
    with running([php, "-S", f"127.0.0.1:{port}", "-t", str(tmp_path)], port, tmp_path) as url:
        assert "Our publications</a>" in read(url), "as long as there is neither list nor copy, a link"
        with served(plain.folder, elsewhere) as asked:
            assert holds_the_list(read(url), plain)
            assert holds_the_list(read(url), plain)
            assert asked == ["/embed/all.html"], "the second page was made from the copy"
            os.utime(copy, (an_hour_ago, an_hour_ago))
            assert holds_the_list(read(url), plain)
            assert len(asked) == 2
        os.utime(copy, (an_hour_ago, an_hour_ago))
        assert holds_the_list(read(url), plain), "the old copy, while the other server is away"


@contextmanager
def served(folder: Path, port: int, headers: Mapping[str, str] = MappingProxyType({})) -> Iterator[list[str]]:
    """The folder at a port; gives the list of what is asked for."""
    asked: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            for name, value in headers.items():
                self.send_header(name, value)
            super().end_headers()

        def log_message(self, *_: Any) -> None:
            asked.append(self.path)

    server = ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


NGINX = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    types {{ text/html html; text/javascript js; text/css css; }}
    server {{
        listen 127.0.0.1:{port};
        root {folder}/www;
        ssi on;
        {cors}
    }}
}}
"""


@pytest.mark.needs("nginx")
def test_nginx_takes_in_a_list_and_lets_other_websites_fetch_it(plain: Rendered, tmp_path: Path) -> None:
    host(tmp_path / "www", "index.html", example("ssi"))
    (tmp_path / "www" / "papers").symlink_to(plain.folder)
    nginx, port = tools.find_nginx(), free_port()
    assert nginx
    (tmp_path / "nginx.conf").write_text(NGINX.format(folder=tmp_path, port=port, cors=example("cors")), "utf-8")
    command = [nginx, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "error.log")]
    with running(command, port, tmp_path) as url:
        assert holds_the_list(read(url), plain)
        for name in ("all.html", "labpress.js", "labpress.css"):
            with urlopen(f"{url}papers/embed/{name}", timeout=10) as answer:  # noqa: S310 - this test's own server
                assert answer.headers["Access-Control-Allow-Origin"] == "*"
        with pytest.raises(URLError):
            read(url + "papers/embed/nothing.html")


def test_the_manual_names_the_settings_of_a_list() -> None:
    manual = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert all(f"| `embed.<name>.{field.name}` |" in manual for field in fields(config.EmbedList))
