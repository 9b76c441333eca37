"""An entry of a source on its way to a record: fields fill in, problems gather, and what has no field goes to `custom`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from generator.content import stated
from generator.errors import Problem, Severity
from generator.formats import Loaded, Record
from generator.formats._shared import dates, markup, people
from generator.formats._shared.identifiers import doi_in, fits, identifier
from generator.links import link_kind
from generator.model import Link, LinkKind, Name, PartialDate, Publication, front_matter_key
from generator.schema import FORMS, validate

ROLES = ("author", "editor", "contributor")
_SHOWN = 80
_DEEP = 6
"""Front matter is read no deeper than `yaml_reader.DEPTH`."""


class Source:
    """One file: its records and what is to be said of it."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.records: list[Record] = []
        self.problems: list[Problem] = []
        self.left: dict[str, int] = {}

    def warn(self, code: str, line: int, text: str = "", **args: str | int) -> None:
        self.problems.append(Problem(code, Severity.WARNING, self.path, line, args=args, text=text))

    def leave_out(self, field: str, line: int) -> None:
        """Say, once for the whole file, that a field is left out: it is about the database's record, not about the work."""
        self.left.setdefault(field, line)

    def unreadable(self, line: int, text: str) -> None:
        """Say that a piece of the file is no entry."""
        self.warn("entry-unreadable", line, text)

    def stray(self, line: int, text: str) -> None:
        """Say that a line belongs to no entry."""
        self.warn("entry-stray", line, text, words=excerpt(text))

    def finish(self, draft: Draft, text: str, id_: str = "", *, flagged: bool = False) -> None:
        """Keep an entry, or say why not; `text` is what stands in the file."""
        publication = draft.publication()
        if publication is None:
            self.warn("entry-title", draft.line, text, words=excerpt(text))
        else:
            self.records.append(Record(publication, draft.line, markup.line(id_) or None, flagged))

    def loaded(self) -> Loaded:
        """Everything, in the order of the file."""
        if self.left:
            args = {"fields": ", ".join(sorted(self.left))}
            self.problems.append(Problem("entry-left-out", Severity.NOTE, self.path, min(self.left.values()), args=args))
        return Loaded(tuple(self.records), tuple(sorted(self.problems, key=lambda problem: problem.sort_key)))


class Draft:
    """One entry. The first value of a field counts; another one goes to `custom` under the name that the source gives it."""

    def __init__(self, source: Source, line: int) -> None:
        self.source = source
        self.line = line
        self.values: dict[str, Any] = {}
        self.custom: dict[str, Any] = {}

    def __contains__(self, field: str) -> bool:
        return bool(self.values.get(field))

    def keep(self, name: str, value: Any) -> None:
        """Put something that has no field into `custom`; nothing where it says nothing."""
        found = _texts(value)
        if found in ("", [], {}):
            return
        name = markup.line(name) or "?"
        if name not in self.custom:
            self.custom[name] = found
        elif found != self.custom[name]:
            there = self.custom[name]
            self.custom[name] = [*(there if isinstance(there, list) else [there]), found]

    def text(self, field: str, value: str, name: str) -> None:
        """A field of text; the abstract and the note keep their paragraphs."""
        found = (markup.paragraphs if field in ("abstract", "note") else markup.line)(value)
        self.put(field, found, name, value)

    def put(self, field: str, found: Any, name: str, value: Any) -> None:
        """A field's value as `found`, and as the source writes it."""
        if not found:
            self.keep(name, value)
        elif field not in self:
            self.values[field] = found
        elif not _same(self.values[field], found):
            self.keep(name, value)

    def title(self, value: str, name: str) -> None:
        """The title, and its markup."""
        if "title" not in self and (marked := markup.csl(value)):
            self.values["title_html"] = marked
        self.text("title", value, name)

    def identifier(self, field: str, value: str, name: str, line: int = 0) -> None:
        """A field that has a form; what does not fit is reported and kept in `custom`."""
        value = " ".join(markup.clean(value).split())
        if not value:
            return
        found = identifier(front_matter_key(field), value)
        if found:
            self.put(field, found, name, value)
        else:
            self.misfit(field, value, name, line)

    def misfit(self, field: str, value: str, name: str, line: int = 0) -> None:
        """Report a value that is not of its field's form, and keep it."""
        self.keep(name, value)
        key = front_matter_key(field)
        args: dict[str, str | int] = {"value": excerpt(value), "example": FORMS[key][1], "name": name}
        where = (self.source.path, line or self.line)
        self.source.problems.append(Problem("entry-identifier", Severity.WARNING, *where, key=key, args=args, text=value))

    def address(self, value: str, name: str, line: int = 0) -> None:
        """The work's own address. A second one becomes a link; one that resolves a DOI says the DOI."""
        value = " ".join(markup.plain(value).split())
        if not value:
            return
        if doi := doi_in(value):
            if "DOI" not in self:
                self.values["DOI"] = doi
            elif doi.lower() == self.values["DOI"].lower():
                return
        if not fits("URL", value):
            self.misfit("URL", value, name, line)
        elif "URL" not in self:
            self.values["URL"] = value
        elif value != self.values["URL"]:
            self.link(value, name, line=line)

    def link(self, value: str, name: str, kind: LinkKind | None = None, label: str = "", line: int = 0) -> None:
        """A place where a part of the work lies; its kind is what the address says, unless it is known."""
        value = " ".join(markup.plain(value).split())
        if not value:
            return
        if not fits("URL", value):
            self.misfit("URL", value, name, line)
            return
        found = Link(kind=kind or link_kind(value, label), URL=value, label=markup.line(label))
        there = self.values.setdefault("link", [])
        if not any(value == link.URL for link in there):
            there.append(found)

    def date(self, value: str, name: str) -> None:
        """When it came out. What the text says beyond a date is kept in `custom`."""
        value = markup.line(value)
        found, whole = dates.parse(value)
        if found is None and value:
            if dates.IN_PRESS.search(value):
                self.put("status", "in-press", name, value)
                return
            if dates.SUBMITTED.search(value):
                self.put("status", "submitted", name, value)
                return
        if not whole:
            self.keep(name, value)
        if found:
            self.issued(found, name, value)

    def issued(self, found: PartialDate, name: str, value: str) -> None:
        """A date; of two that agree the more precise one counts."""
        there = self.values.get("issued")
        if there is None or _refines(found, there):
            self.values["issued"] = found
        elif not _refines(there, found) and there != found:
            self.keep(name, value)

    def person(self, role: str, name: Name) -> None:
        """One more name, in its order. `et al.` is none: it says that the list is not complete."""
        name = clean_name(name)
        if people.stands_for_others(name.text):
            if role == "author":
                self.values["author_list"] = "partial"
            else:
                self.keep(role, name.text)
        elif name.text:
            self.values.setdefault(role, []).append(name)

    def written_names(self, role: str, written: Iterable[tuple[str, str, int]], **known: bool) -> None:
        """The names of one list: (text, the source's name for it, line) of each; `known` of the source: see `people.read`.

        Where several stand in the place of one, they are taken apart, and a message says so.
        """
        whole: list[str] = []
        for text, name, line in written:
            cut, others = people.without_others(markup.line(text))
            several = people.in_one_field(cut)
            whole += filter(None, several)
            if others and role == "author":
                self.values["author_list"] = "partial"
            if len(several) > 1:
                self.source.warn("entry-names", line, text, words=excerpt(cut), n=len(several), name=name)
        for each in people.read(whole, **known):
            self.person(role, each)

    def keywords(self, found: Iterable[str]) -> None:
        """Keywords, each once."""
        there = self.values.setdefault("keyword", [])
        there += [word for word in dict.fromkeys(map(markup.line, found)) if word and word not in there]

    def type(self, value: str, types: Mapping[str, str | None], name: str) -> None:
        """The type by a table; a value that is not in it is kept in `custom`."""
        if value in types:
            if types[value]:
                self.put("type", types[value], name, value)
        else:
            self.keep(name, value)

    def restore(self, said: Mapping[str, Any]) -> bool:
        """Take over fields as front matter writes them, instead of what was found; None is an empty field.

        Whether they could be read: what `dump` wrote can, and a person may have changed it since.
        """
        keys = {front_matter_key(field): field for field in Publication.__dataclass_fields__}
        if not said.keys() <= keys.keys():
            return False
        stated = {key: value for key, value in said.items() if key not in ("abstract", "custom")}
        title = {} if stated.get("title") else {"title": "-"}
        found, _ = validate(Publication, {**stated, **title}, self.source.path, lambda _: (self.line, 0))
        if found is None:
            return False
        self.values |= {keys[key]: None if value is None else getattr(found, keys[key]) for key, value in stated.items()}
        if "abstract" in said:
            self.values["abstract"] = said["abstract"] or ""
        if "custom" in said:
            self.custom = dict(said["custom"] or {})
        return True

    def publication(self) -> Publication | None:
        """The record, or None where it has no title."""
        if "title" not in self:
            return None
        stated = {key: value for key, value in self.values.items() if value}
        values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in stated.items()}
        return Publication(**values, custom=self.custom)


def _refines(one: PartialDate, other: PartialDate) -> bool:
    """Whether one date says what the other says, and more."""
    return (one.year, one.month)[: 1 + bool(other.month)] == (other.year, other.month)[: 1 + bool(other.month)] and (
        one > other and not other.day
    )


def exact(publication: Publication, attributes: Iterable[str]) -> dict[str, Any]:
    """What front matter says of these fields, as JSON; names keep the parts that a file would leave to inference."""
    chosen = {attribute: getattr(publication, attribute) for attribute in attributes}
    names = {role: [_exact_name(name) for name in chosen.pop(role)] for role in ROLES if chosen.get(role)}
    title = chosen.pop("title", "")
    return {key: plain_values(value) for key, value in (names | stated(Publication(title, **chosen))).items() if value != ""}


def _exact_name(name: Name) -> Any:
    if name == Name(printed=name.printed):
        return name.printed
    return {front_matter_key(each.name): value for each in fields(name) if (value := getattr(name, each.name))}


def plain_values(value: Any) -> Any:
    """A front-matter value as JSON writes it: dates as text."""
    if isinstance(value, Mapping):
        return {key: plain_values(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_values(item) for item in value]
    return str(value) if isinstance(value, PartialDate) else value


def _same(one: object, other: object) -> bool:
    """Whether two values say the same, letter case and white space aside."""
    if isinstance(one, str) and isinstance(other, str):
        return one == other or one.split() == other.split() or one.lower() == other.lower()
    return one == other


def _texts(value: Any, depth: int = 0) -> Any:
    """A value as front matter can hold it: texts, lists and mappings; empty ones left out, deeply nested ones as JSON."""
    if depth == _DEEP and isinstance(value, Mapping | list | tuple):
        return json.dumps(value, ensure_ascii=False) if value else ""
    if isinstance(value, Mapping):
        found = {markup.line(str(key)): _texts(item, depth + 1) for key, item in value.items()}
        return {key: item for key, item in found.items() if item not in ("", [], {})}
    if isinstance(value, list | tuple):
        return [item for item in (_texts(item, depth + 1) for item in value) if item not in ("", [], {})]
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else markup.clean(str(value)).strip()


def clean_name(name: Name) -> Name:
    """The name as it is kept: each part on one line and without markup."""
    parts = ("printed", "given", "family", "non_dropping_particle", "suffix", "literal")
    texts = {part: markup.line(getattr(name, part)) for part in parts}
    return Name(**texts, ORCID=name.ORCID, id=name.id, equal=name.equal)


def excerpt(text: str) -> str:
    """The first words of a text, on one line."""
    line = " ".join(text[: 4 * _SHOWN].split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
