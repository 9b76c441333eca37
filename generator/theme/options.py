"""What a theme lets a site set: declared in `theme.toml`, set under `[theme.options]` in `content/site.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from generator import config
from generator.config import SiteConfig
from generator.errors import Problem, UsageError
from generator.files import read_text
from generator.i18n import LANGUAGES
from generator.paths import Paths
from generator.text import did_you_mean


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that a site may set about its theme."""

    type: Literal["number", "boolean", "text", "file", "choice", "words", "links"]
    """A `file` is one of the site, as a rule of `content/static/`; `words` are a text, or a table with one by language; `links` a
    list of tables with `text` (words) and `href`.
    """
    default: Any
    """Of the type; of a choice, one of `choices`."""
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    help: Mapping[str, str] = field(default_factory=dict)
    """By language: what it does."""

    def accepts(self, value: Any) -> bool:
        if self.type == "number":
            within = (self.minimum is None or value >= self.minimum) and (self.maximum is None or value <= self.maximum)
            return isinstance(value, int | float) and not isinstance(value, bool) and within
        if self.type == "choice":
            return value in self.choices
        if self.type == "words":
            return _are_words(value)
        if self.type == "links":
            return isinstance(value, list) and all(map(_is_link, value))
        return isinstance(value, bool if self.type == "boolean" else str)

    @property
    def wanted(self) -> str:
        """What a value must be, for messages."""
        if self.type == "number" and self.minimum is not None and self.maximum is not None:
            return f"{self.minimum:g}–{self.maximum:g}"
        return ", ".join(self.choices) or _WANTED[self.type]

    def local(self, value: Any, lang: str) -> Any:
        """The value as the pages of one language have it; each link with the language of its words, if that is said."""
        if self.type == "words":
            return _words(value, lang)
        if self.type == "links":
            return tuple((_words(each["text"], lang), each["href"], _language(each["text"], lang)) for each in value)
        return value

    def addresses(self, value: Any) -> tuple[str, ...]:
        """What of the site the value names: a file, or where links lead, as a person writes it."""
        if self.type == "links":
            return tuple(each["href"] for each in value)
        return (value,) if self.type == "file" and value else ()


_WANTED = {
    "boolean": "true, false",
    "text": '"…"',
    "file": '"…"',
    "number": "0, 1.5",
    "words": '"…", {en = "…", fr = "…"}',
    "links": '[{text = "…", href = "…"}]',
}


def _are_words(value: Any) -> bool:
    texts = value.values() if isinstance(value, dict) and value.keys() <= LANGUAGES.keys() else [value]
    return all(isinstance(text, str) for text in texts)


def _is_link(value: Any) -> bool:
    if not isinstance(value, dict) or value.keys() != {"text", "href"}:
        return False
    return _are_words(value["text"]) and isinstance(value["href"], str)


def _words(value: Any, lang: str) -> str:
    """The words of one language; where there are none in it, the first ones."""
    if isinstance(value, str):
        return value
    return str(value.get(lang) or next(iter(value.values()), ""))


def _language(value: Any, lang: str) -> str:
    """That of what `_words` finds; empty for a text without one."""
    if isinstance(value, str):
        return ""
    return lang if value.get(lang) else next(iter(value), "")


def chosen(declared: Mapping[str, Option], settings: SiteConfig, paths: Paths) -> dict[str, Any]:
    """The value of each declared option. Raises UsageError for unknown options and unfit values, all at once."""
    unfit = {
        name: value for name, value in settings.theme.options.items() if name not in declared or not declared[name].accepts(value)
    }
    if unfit:
        raise UsageError(*_problems(unfit, declared, paths))
    return {name: settings.theme.options.get(name, option.default) for name, option in declared.items()}


def _problems(unfit: Mapping[str, Any], declared: Mapping[str, Option], paths: Paths) -> list[Problem]:
    shown = paths.shown(paths.settings)
    place = config.place_in(read_text(paths.settings, "")[0])
    problems = []
    for name, value in unfit.items():
        line, column = place(("theme", "options", name))
        option = declared.get(name)
        if option is None:
            meant = did_you_mean(name, declared)
            code = "option-unknown-meant" if meant else "option-unknown"
            args: dict[str, str | int] = {"meant": meant, "known": ", ".join(sorted(declared))}
        else:
            code, args = "option-value", {"value": str(value), "wanted": option.wanted}
        problems.append(Problem(code, path=shown, line=line, column=column, key=name, args=args))
    return problems
