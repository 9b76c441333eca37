"""Every address of the site is made here and nowhere else.

A page is one flat file, so that the site works at `/`, under `/project/` and from `file://`; addresses are paths below the
output folder. What a page links to is named by its path without language (`publications/x.html`); `localised` puts it
under its language's folder, and `relative` turns it into what stands in `href`.
"""

from __future__ import annotations

import functools
import posixpath
import re
from collections.abc import Container
from urllib.parse import quote, urlsplit

from generator.model import Publication
from generator.names import listed, parts
from generator.text import digest, slug

HOME = "index.html"
SEARCH = "search.html"
SEARCH_INDEX = "search-index.json"
NOT_FOUND = "404.html"
FEED = "feed.xml"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
NO_JEKYLL = ".nojekyll"
PUBLICATIONS = "publications"
AUTHORS = "authors"
YEARS = "years"
VENUES = "venues"
KEYWORDS = "keywords"
MEMBERS = "members.html"
PRINT = "print.html"
ASSETS = "assets"
EMBED = "embed"

RESERVED = re.compile(r"index|page-\d+|con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""Names that a key cannot have: those of lists, and the devices of Windows
(https://learn.microsoft.com/windows/win32/fileio/naming-a-file)."""
KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def publication(key: str) -> str:
    return f"{PUBLICATIONS}/{key}.html"


def author(author_slug: str) -> str:
    return f"{AUTHORS}/{author_slug}.html"


def year(number: int) -> str:
    return f"{YEARS}/{number:04}.html"


def venue(name: str) -> str:
    return f"{VENUES}/{group_slug(name)}.html"


def keyword(name: str) -> str:
    return f"{KEYWORDS}/{group_slug(name)}.html"


def group_slug(name: str) -> str:
    """The slug of a venue or a keyword: names that fold to the same are one group, so none is ever taken."""
    return unused(slug(name) or digest(name.encode(), 4), ())


def embed(name: str) -> str:
    """A list for other websites."""
    return f"{EMBED}/{name}.html"


def free_page(page_slug: str) -> str:
    return f"{page_slug}.html"


def listing(folder: str, number: int = 1) -> str:
    """Page `number` (from 1) of a folder's list."""
    return f"{folder}/index.html" if number == 1 else f"{folder}/page-{number}.html"


def download(key: str, extension: str) -> str:
    return f"{PUBLICATIONS}/{key}{extension}"


def export(extension: str) -> str:
    """Everything that lists show, in one file: `publications.bib`."""
    return f"{PUBLICATIONS}{extension}"


def asset(name: str) -> str:
    """A file of the theme's `static/`; what other websites name beside the lists lies where those lie."""
    return name if name.startswith(f"{EMBED}/") else f"{ASSETS}/{name}"


def of_markdown(path: str) -> str:
    """The page of a Markdown file; any other path as it is."""
    return re.sub(r"\.md$", ".html", path)


def localised(path: str, lang: str, default: str) -> str:
    """The same path in a language: the site's first language lies at the top, each other one in its folder."""
    return path if lang == default else f"{lang}/{path}"


def relative(target: str, page: str) -> str:
    """What a page writes in `href` for another file of the site; percent-encoded (RFC 3986)."""
    path, _, fragment = target.partition("#")
    href = _way(path, posixpath.dirname(page)) if path else ""
    return f"{href}#{fragment}" if fragment else href


@functools.lru_cache(maxsize=1 << 14)  # the pages of a folder name the same files again and again
def _way(path: str, folder: str) -> str:
    return quote(posixpath.relpath(path, folder or "."), safe="/~!$&'()*+,;=@")


def base_path(base_url: str) -> str:
    """The path of `base-url`, ending in a slash; `/` without one."""
    return urlsplit(base_url).path.rstrip("/") + "/"


def absolute(target: str, base_url: str) -> str:
    """The address on the web: `index.html` is its folder's own address."""
    path = quote(target, safe="/~!$&'()*+,;=@#")
    folder, _, name = path.rpartition("/")
    return base_url.rstrip("/") + "/" + (f"{folder}/".lstrip("/") if name == "index.html" else path)


def site_path(written: str) -> str:
    """The file that a person means by a path of the site, its fragment kept: a folder is its `index.html`."""
    path, mark, fragment = written.partition("#")
    return f"{path}{HOME if path.endswith('/') or not path else ''}{mark}{fragment}"


SITE_PATH = re.compile(r"(?![./])(?:(?!\.\.?/)[^\x00-\x20<>:\"|?*\\\x7f/#]+/)*[^\x00-\x20<>:\"|?*\\\x7f/#]*(?:#[^\s#]*)?")
"""A path below the output folder as a person writes it: no scheme, no query, no way out."""


def is_page(path: str) -> bool:
    """Whether a path is one of a page, or of a folder, which is its list's."""
    return bool(SITE_PATH.fullmatch(path)) and "#" not in path and site_path(path).endswith(".html")


def unused(wanted: str, taken: Container[str], number: int = 1) -> str:
    """`wanted`, or with `-2`, `-3` … where it is reserved or taken; up to `number` it is known to be."""
    candidate = wanted if number == 1 else f"{wanted}-{number}"
    while RESERVED.fullmatch(candidate) or candidate in taken:
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate


def new_key(record: Publication, taken: Container[str]) -> str:
    """The key of a new publication: its folded title, else the first surname and 8 hex digits of the title's digest."""
    wanted = slug(record.title)
    if not wanted:
        first = parts(listed(record.author)[0]) if record.author else None
        surname = slug(first.family or first.literal) if first else ""
        wanted = "-".join(part for part in (surname, digest(record.title.encode(), 4)) if part)
    return unused(wanted, taken)


def author_slug(name: str, taken: Container[str], number: int = 1) -> str:
    """The slug of a person: the shown name folded as a key is, else 8 hex digits of its digest; `number` as in `unused`."""
    return unused(slug(name) or digest(name.encode(), 4), taken, number)
