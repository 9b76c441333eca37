"""`content/site.toml` as a frozen value. Every setting has a default; an unknown one is an error, with what was meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from generator import permalinks
from generator.errors import Problem, Severity
from generator.files import read_toml
from generator.model import CslType
from generator.schema import Place, validate
from generator.text import slug
from generator.yaml_reader import Location

Language = Literal["en", "fr"]
WEB_ADDRESS = re.compile(r"https?://[^\s/?#\"'<>\\]+(?:[/?#][^\s\"<>\\]*)?")


@dataclass(frozen=True, slots=True)
class SiteText:
    """What the site says of itself in another language."""

    title: str = ""
    """The lab's name."""
    description: str = ""
    """One sentence."""


@dataclass(frozen=True, slots=True)
class ThemeSettings:
    """How the site looks."""

    name: str = "folio"
    """A folder of `themes/`."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """What the theme's `theme.toml` declares."""


@dataclass(frozen=True, slots=True)
class ImportSettings:
    """How sources are read."""

    priority: tuple[str, ...] = ()
    """Names of sources: where two disagree, the one named first is believed."""


@dataclass(frozen=True, slots=True)
class EmbedText:
    """What a list says of itself in another language."""

    title: str = ""
    """Its heading."""


@dataclass(frozen=True, slots=True)
class EmbedList:
    """A list that other websites show inside their own pages: `[embed.<name>]`, which becomes `embed/<name>.html`."""

    title: str = ""
    """The heading above it; without one, the publications' titles are its first headings."""
    heading: int = 3
    """The level of its first headings, 2 to 6: one more than the heading of the host's page above it."""
    member: tuple[str, ...] = ()
    """The slugs of people's pages: only what one of them wrote or edited."""
    keyword: tuple[str, ...] = ()
    """Only what has one of these keywords."""
    type: tuple[CslType, ...] = ()
    """Only these CSL types."""
    since: int = 0
    """Only what came out in this year or later."""
    selected: bool = False
    """Only what is marked as selected."""
    limit: int = 0
    """So many at most; 0 = all."""
    translation: Mapping[str, EmbedText] = field(default_factory=dict)
    """By language: what it says of itself instead."""

    def title_in(self, lang: str) -> str:
        return self.translation.get(lang, EmbedText()).title or self.title


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """All settings of a site."""

    title: str = "Publications"
    """The lab's name."""
    description: str = ""
    """One sentence about the lab, for the home page and for search engines."""
    base_url: str = ""
    """Where the site will lie, `https://lab.example/publications/`; without it, absolute addresses are left out."""
    languages: tuple[Language, ...] = ("en",)
    """The site's languages; the first one lies at the top, each other one in its folder."""
    repository: str = ""
    """The address of the git repository of `content/`, for links that lead to an entry's file."""
    theme: ThemeSettings = field(default_factory=ThemeSettings)
    import_: ImportSettings = field(default_factory=ImportSettings)
    redirects: Mapping[str, str] = field(default_factory=dict)
    """Old path → where it leads now: a path of the site, or an address on the web."""
    embed: Mapping[str, EmbedList] = field(default_factory=dict)
    """Lists for other websites, by name, beside those of all publications and of each member."""
    translation: Mapping[str, SiteText] = field(default_factory=dict)
    """By language: what the site says of itself instead."""

    @property
    def language(self) -> str:
        """The language at the top of the site."""
        return self.languages[0]

    def text(self, lang: str) -> SiteText:
        """Title and description in a language."""
        other = self.translation.get(lang, SiteText())
        return SiteText(other.title or self.title, other.description or self.description)

    def has_description(self, lang: str) -> bool:
        """Whether the description is written in a language."""
        return lang == self.language or bool(self.translation.get(lang, SiteText()).description)


def read(file: Path, shown: str) -> tuple[SiteConfig, list[Problem]]:
    """The settings, the defaults for those that are in error, and the problems. Without a file, the defaults."""
    if not file.exists():
        return SiteConfig(), []
    data, text, problems = read_toml(file, shown)
    if problems:
        return SiteConfig(), problems
    place = place_in(text)
    config, problems = validate(SiteConfig, data, shown, place, unknown=Severity.ERROR)
    problems += check_base_url(data.get("base-url"), shown, place(("base-url",)))
    if config:
        if len(set(config.languages)) != max(1, len(config.languages)):
            line, column = place(("languages",))
            problems.append(Problem("setting-languages", path=shown, line=line, column=column, key="languages"))
        problems += _check_redirects(config, shown, place)
        problems += _check_embeds(config, shown, place)
    return config or SiteConfig(), sorted(problems, key=lambda problem: problem.sort_key)


def check_base_url(url: object, shown: str, place: tuple[int, int] = (0, 0)) -> list[Problem]:
    """The address of a folder: http or https, without query and fragment. What is no text is told elsewhere."""
    if not isinstance(url, str) or not url or (re.fullmatch(r"https?://[^\s/?#\[\]]+(/[^\s?#]*)?", url)):
        return []
    line, column = place
    return [Problem("setting-base-url", path=shown, line=line, column=column, key="base-url", args={"value": url})]


def _check_redirects(config: SiteConfig, shown: str, place: Place) -> list[Problem]:
    """From a path of a page, to a path of the site or an address on the web; whether it is there, `redirects` says."""
    problems = []
    for old, new in config.redirects.items():
        line, column = place(("redirects", old))
        codes = [] if permalinks.is_page(old) else ["redirect-from"]
        codes += [] if WEB_ADDRESS.fullmatch(new) or permalinks.SITE_PATH.fullmatch(new) else ["redirect-to"]
        problems += [Problem(code, path=shown, line=line, column=column, key=old, args={"value": new}) for code in codes]
    return problems


EMBED_NUMBERS = {"heading": (2, 6), "since": (0, 9999), "limit": (0, 9999)}
"""From where to where a number of `[embed.<name>]` may go."""


def _check_embeds(config: SiteConfig, shown: str, place: Place) -> list[Problem]:
    """Names that can be a file's, and numbers within their bounds."""
    problems = []

    def report(code: str, *location: str, **args: str | int) -> None:
        line, column = place(location)
        problems.append(Problem(code, path=shown, line=line, column=column, key=".".join(location), args=args))

    for name, wanted in config.embed.items():
        if slug(name) != name:
            report("embed-name", "embed", name, name=name, meant=slug(name) or "selected")
        for key, (least, most) in EMBED_NUMBERS.items():
            value = getattr(wanted, key)
            if not least <= value <= most:
                report("embed-number", "embed", name, key, value=value, least=least, most=most)
    return problems


TOML_KEY = r"""(?:"[^"]*"|'[^']*'|[\w-]+)"""


def _toml_key(written: str) -> Location:
    """The parts of a dotted key; a dot in quotes parts nothing."""
    return tuple(part.strip("\"'") for part in re.findall(TOML_KEY, written))


def place_in(text: str) -> Place:
    """Where each key of a TOML text stands: (line, column), 1-based."""
    places: dict[Location, tuple[int, int]] = {}
    table: Location = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line):
            table = _toml_key(header[1])
            places.setdefault(table, (number, 1))
        elif entry := re.match(rf"(\s*)({TOML_KEY}(?:\s*\.\s*{TOML_KEY})*)\s*=", line):
            places.setdefault((*table, *_toml_key(entry[2])), (number, len(entry[1]) + 1))

    def place(location: Location) -> tuple[int, int]:
        while location and location not in places:
            location = location[:-1]
        return places.get(location, (0, 0))

    return place
