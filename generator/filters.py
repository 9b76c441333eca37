"""What templates call beside what Jinja has: words, links, dates, Markdown.

Each is bound to the page that is being rendered, because words depend on its language and links on its place.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, pass_context, pass_environment
from jinja2.filters import make_attrgetter
from jinja2.runtime import Context
from markupsafe import Markup

from generator import markdown, page_range, permalinks
from generator.i18n import Catalogue
from generator.model import PartialDate
from generator.numerals import in_digits, in_words
from generator.site import CROWD, Byline
from generator.text import fold


@dataclass(frozen=True, slots=True)
class Place:
    """The page that is being rendered, as functions in templates need it: `here` in the context."""

    path: str
    """Below the language's folder."""
    lang: str
    default_lang: str
    top: str
    """What links start with: nothing where they are relative, the path of `base-url` on the page that a server shows at any
    depth, `base-url` itself in what pages of other websites take in."""
    catalogue: Catalogue
    static: frozenset[str] = field(default_factory=frozenset)
    """The paths of files copied from `content/static/`."""

    @property
    def file(self) -> str:
        """The page's file below the output folder."""
        return permalinks.localised(self.path, self.lang, self.default_lang)

    def href(self, file: str) -> str:
        """A link to a file below the output folder."""
        if self.top:
            return self.top + permalinks.relative(file, permalinks.HOME)
        return permalinks.relative(file, self.file)


def _here(context: Context) -> Place:
    place: Place = context["here"]
    return place


@pass_context
def t(context: Context, key: str, /, **args: Any) -> str:
    """The message of the theme's catalogue in the page's language. Plural forms follow `n`; numbers are counts, and written in
    groups. What a macro made is text here, as the message is: both are escaped where they are shown, once.
    """
    here = _here(context)
    message = here.catalogue.form(key, args.get("n"))
    return message.format_map({name: _shown(value, here.lang) for name, value in args.items()}) if args else message


def _shown(value: Any, lang: str) -> Any:
    if isinstance(value, Markup):
        return value.unescape()
    return in_digits(value, lang) if isinstance(value, int) else value


@pass_context
def has_t(context: Context, key: str) -> bool:
    """Whether the catalogue has the message."""
    return key in _here(context).catalogue


@pass_context
def link(context: Context, path: str, lang: str = "") -> str:
    """`href` of a page, by its path without language; in the same language unless another one is named."""
    here = _here(context)
    return here.href(permalinks.localised(path, lang or here.lang, here.default_lang))


@pass_context
def file_link(context: Context, path: str) -> str:
    """`href` of a file that is the same in every language: a download, a file of `content/static/`."""
    return _here(context).href(path)


@pass_context
def content_link(context: Context, address: str) -> str:
    """`href` of an address as a person writes it in the settings: on the web, or of a page or file of the site."""
    here = _here(context)
    path, mark, fragment = address.partition("#")
    if not path or urlsplit(address).scheme:
        return address
    return here.href(content_target(path, here.lang, here.default_lang, here.static)) + mark + fragment


@pass_context
def asset(context: Context, name: str) -> str:
    """`href` of a file of the theme's `static/`."""
    return _here(context).href(permalinks.asset(name))


@pass_context
def markdown_filter(context: Context, text: str, top_heading: int = 2) -> Markup:
    """The HTML of a Markdown text. Safe: the renderer lets no HTML through."""
    here = _here(context)

    def resolve(address: str) -> str:
        path, mark, fragment = address.partition("#")
        return here.href(content_target(path, here.lang, here.default_lang, here.static)) + mark + fragment if path else address

    rendered = markdown.render(text, resolve, top_heading)
    for tag, replacement, name in SCROLLING:
        # The renderer escapes every text and attribute, so that this can only be its own tag.
        rendered = rendered.replace(tag, replacement.format(html.escape(here.catalogue.message(name))))
    rendered = INLINE_FORMULA.sub(partial(_framed_if_long, here.catalogue.message("layout.formula")), rendered)
    return Markup(rendered)  # noqa: S704 - `markdown` escapes what it is given


_FRAME = 'role="group" tabindex="0" aria-label="{}"'
SCROLLING = (
    ("<table>", f'<div class="scroll" {_FRAME}><table>', "layout.table"),
    ("</table>", "</table></div>", "layout.table"),
    ('<div class="math block">', f'<div class="math block scroll" {_FRAME}>', "layout.formula"),
)
"""What may be wider than a phone scrolls in a frame of its own, which the keyboard reaches: tag, its replacement, its name."""

INLINE_FORMULA = re.compile(r'<span class="math inline">(.*?)</span>', re.DOTALL)
LONGEST_FORMULA = 24
"""So many characters fit into a line of a phone 320 pixels wide; browsers do not break formulas."""


def _framed_if_long(name: str, found: re.Match[str]) -> str:
    if len(re.sub(r"<[^>]*>", "", found[1])) <= LONGEST_FORMULA:
        return found[0]
    return f'<span class="math inline scroll" {_FRAME.format(html.escape(name))}>{found[1]}</span>'


def content_target(address: str, lang: str, default_lang: str, static: Container[str]) -> str:
    """The file of the site that a relative link in content means.

    It is read from the site's top, whatever folder it was written in: `../publications/x.md`, as it works between the files
    of a repository, `publications/x.html` and `/publications/x.html` are all the same page.
    """
    path = posixpath.normpath("/" + re.sub(r"^(\.\.?/)+", "", unquote(address).lstrip("/"))).lstrip("/")
    path = path if path in static else re.sub(r"^(content/)?(static|pages)/", "", path)
    return path if path in static else permalinks.localised(permalinks.of_markdown(path), lang, default_lang)


@pass_context
def date_filter(context: Context, date: PartialDate) -> str:
    """A date in words, as precise as it is known."""
    say = _here(context).catalogue.message
    if not date.month:
        return str(date.year)
    month = say(f"month.{date.month}")
    form = {0: "date.month", 1: "date.first"}.get(date.day, "date.day")
    return say(form, year=date.year, month=month, day=date.day)


def plain_filter(text: str) -> str:
    """The words of a Markdown text, or of one that is rendered already, on one line."""
    return " ".join(markdown.plain(text if isinstance(text, Markup) else markdown.render(text)).split())


def host_filter(url: str) -> str:
    """Where a link leads, in a word: `github.com`."""
    return re.sub(r"^https?://(www\.)?|[/?#].*$", "", url)


@pass_context
def in_words_filter(context: Context, number: int, beside: int = 0) -> str:
    """A number in words of the page's language, `forty-six`, if the one beside it in the sentence can be too."""
    return in_words(number, _here(context).lang, beside)


@pass_context
def in_digits_filter(context: Context, number: int) -> str:
    """A count in digits, as the page's language groups them: `1,248`."""
    return in_digits(number, _here(context).lang)


OTHER_LETTERS = "#"
"""The group of what starts with no letter."""


@pass_environment
def by_letter_filter(environment: Environment, items: Iterable[Any], attribute: str) -> list[tuple[str, list[Any]]]:
    """The items by the first letter of an attribute: (letter, its items), in the order in which the letters come up."""
    text_of = make_attrgetter(environment, attribute)
    found: dict[str, list[Any]] = {}
    for item in items:
        first = fold(text_of(item)).strip()[:1]
        found.setdefault(first.upper() if first.isalpha() else OTHER_LETTERS, []).append(item)
    return list(found.items())


@pass_environment
def tally_filter(environment: Environment, items: Iterable[Any], attribute: str) -> list[tuple[str, int]]:
    """How often each value of an attribute stands there: most first, then by folded value; empty ones do not count."""
    text_of = make_attrgetter(environment, attribute)
    counts = Counter(value for value in map(text_of, items) if value)
    return sorted(counts.items(), key=lambda item: (-item[1], fold(item[0]), item[0]))


def abridged_filter(people: Sequence[Byline]) -> list[Byline | None]:
    """Those who stand in a row of a list: all, up to `site.CROWD`; of more the first three, the members and the last, with None
    for each run of others. A collaboration's paper stands on the pages of all its authors: whole in each row, the site would
    grow with the square of their number.
    """
    if len(people) <= CROWD:
        return list(people)
    last = len(people) - 1
    stay = [person if at < 3 or at == last or person.member else None for at, person in enumerate(people)]
    return [person for at, person in enumerate(stay) if person or stay[at - 1]]


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "t": t, "has_t": has_t, "link": link, "file_link": file_link, "content_link": content_link, "asset": asset,
    "permalinks": permalinks, "CROWD": CROWD,  # type: ignore[dict-item]
}  # fmt: skip
FILTERS: Mapping[str, Callable[..., Any]] = {
    "markdown": markdown_filter, "date": date_filter, "plain": plain_filter, "host": host_filter,
    "in_words": in_words_filter, "by_letter": by_letter_filter, "tally": tally_filter,
    "page_range": page_range.shown, "abridged": abridged_filter, "in_digits": in_digits_filter,
}  # fmt: skip
