"""The fields of one entry, each taken once; what is left over in the end goes to `custom`."""

from __future__ import annotations

from typing import Any

from generator.errors import Problem, Severity
from generator.formats._bibtex import addresses, latex
from generator.formats._bibtex.repair import Entry
from generator.formats._bibtex.values import Macros
from generator.links import link_kind
from generator.model import Link


class Fields:
    """What an entry says and nobody has read yet, and what its reading brings to light."""

    def __init__(self, entry: Entry, macros: Macros, path: str) -> None:
        self.entry, self.path = entry, path
        self.problems: list[Problem] = []
        self.left: dict[str, str] = {}
        """Name → value without its delimiters, in LaTeX; empty fields are none."""
        self.lines: dict[str, int] = {}
        self.links: list[Link] = []
        self.custom: dict[str, Any] = {}
        for given in entry.fields:
            text = macros.text(given)
            if given.name not in self.lines:
                self.lines[given.name] = given.line
                if text.strip():
                    self.left[given.name] = text
            elif self.left.get(given.name, "").split() != text.split():
                self.say("bibtex-field-repeated", given.line, text, field=given.name, first=self.lines[given.name])

    def __contains__(self, name: str) -> bool:
        return name in self.left

    def say(self, code: str, line: int, text: str, **args: str | int) -> None:
        """Report something about the entry; `text` is what it is about, whole."""
        about = {"entry": self.entry.key or self.entry.type, **args}
        self.problems.append(Problem(code, Severity.WARNING, self.path, line, args=about, text=text))

    def raw(self, name: str) -> str:
        """A field's value as it is written, taken; empty where there is none."""
        return self.left.pop(name, "")

    def decoded(self, name: str, *, tags: bool = False, paragraphs: bool = False) -> latex.Decoded:
        r"""A field's text, taken; where its `\href`s lead becomes links."""
        if name not in self.left:
            return latex.Decoded("")
        value = self.left.pop(name)
        found = latex.paragraphs(value) if paragraphs else latex.decode(value, tags=tags)
        for command in dict.fromkeys(found.unknown):
            self.say("bibtex-command", self.lines[name], command, name=command, field=name)
        self.links += [Link(link_kind(url), URL=url) for each in found.links if (url := addresses.web(each))]
        return found

    def text(self, name: str) -> str:
        return self.decoded(name).text

    def keep(self, name: str, text: str) -> None:
        """A value that the record has no place for."""
        if text:
            self.custom[name] = text

    def refuse(self, name: str, text: str) -> None:
        """A value that is not what its field is for; it is kept aside."""
        self.say("bibtex-value", self.lines[name], text, field=name, value=shown(text))
        self.keep(name, text)


def shown(text: str) -> str:
    """A value as a message quotes it."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
