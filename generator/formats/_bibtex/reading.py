"""An entry as a publication. What the record has no word for goes to `custom`, under the field's name."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import fields as fields_of
from dataclasses import replace
from typing import Any, cast, get_args

from generator.errors import Problem
from generator.formats._bibtex import addresses, dates, latex, people, tables
from generator.formats._bibtex.fields import Fields
from generator.formats._bibtex.identifiers import identifiers, links, preprint
from generator.formats._bibtex.repair import Entry
from generator.formats._bibtex.values import Macros
from generator.formats._shared.identifiers import identifier
from generator.model import CslType, Name, Publication, front_matter_key
from generator.schema import validate

_CSL_TYPES = frozenset(get_args(CslType))
_ANNOTATION = re.compile(r"\s*(\d+)\s*=\s*\"?([^\";]*)\"?\s*")
_ACCESS_NOTE = re.compile(r"(?i)accessed|retrieved|consulté|visited|available|online|last (?:checked|access)")
_OF_THE_FILE = frozenset(("crossref", "xdata"))


def publication(entry: Entry, macros: Macros, path: str) -> tuple[Publication, list[Problem]]:
    """What an entry says, with an empty title where it has none, and what is to be said of it."""
    fields = Fields(entry, macros, path)
    title, title_html = _title(fields)
    found: dict[str, Any] = {"title": title, "title_html": title_html, "type": _type(fields)}
    found |= _people(fields)
    found["issued"], found["status"] = dates.issued(fields)
    found |= identifiers(fields)
    if found["type"] in (None, "article-journal") and preprint(fields, found):
        found["type"] = "article"
    found |= _numbers(fields, found["type"])
    found |= _texts(fields)
    found |= _lists(fields)
    found["language"] = _language(fields)
    found["abstract"] = fields.decoded("abstract", paragraphs=True).text
    own = _own(fields)
    links(fields)
    found["project"] = (fields.text("project"),) if "project" in fields else ()
    for name in [name for name in fields.left if name not in _OF_THE_FILE]:
        verbatim = name in tables.VERBATIM or name.startswith("bdsk-")
        fields.keep(name, addresses.unescaped(fields.raw(name)) if verbatim else fields.text(name))
    unique = {each.URL: each for each in reversed(fields.links) if found["URL"] != each.URL}
    found["link"] = tuple(reversed(unique.values()))
    found["custom"] = {**fields.custom, **own.pop("custom", {})}
    return Publication(**{**found, **own}), fields.problems


def _title(fields: Fields) -> tuple[str, str]:
    """(plain, with CSL's markup); a whole book may have its title in `booktitle` alone."""
    name = "title"
    if "title" not in fields and tables.CSL_TYPES.get(fields.entry.type) in ("book", "periodical"):
        name = next((other for other in ("maintitle", "booktitle", "issuetitle") if other in fields), "")
    main = fields.decoded(name, tags=True)
    if name != "title" or "subtitle" not in fields or not main.text:
        return main.text, main.html
    below = fields.decoded("subtitle", tags=True)
    marked = main.html or below.html
    shown = _joined(main.html or html.escape(main.text, quote=False), below.html or html.escape(below.text, quote=False))
    return _joined(main.text, below.text), shown if marked else ""


def _joined(title: str, subtitle: str) -> str:
    return f"{title} {subtitle}" if title.endswith(("?", "!", ":", ".", "–", "—")) else f"{title}: {subtitle}"


def _type(fields: Fields) -> CslType | None:
    own = fields.text("entrysubtype")
    kind = tables.CSL_TYPES.get(fields.entry.type)
    if own in _CSL_TYPES:
        return cast("CslType", own)
    if kind == "article-journal" and own.lower() in tables.SUBTYPES:
        return tables.SUBTYPES[own.lower()]
    fields.keep("entrysubtype", own)
    fields.keep("entrytype", fields.entry.type if kind is None and fields.entry.type != "misc" else "")
    return kind


def _people(fields: Fields) -> dict[str, Any]:
    found: dict[str, Any] = {"author": (), "editor": (), "contributor": (), "author_list": "complete"}
    contributors = "editora" if fields.left.get("editoratype", "").strip("{} ") == "collaborator" else ""
    for role, name in (("author", "author"), ("editor", "editor"), ("contributor", contributors)):
        if name not in fields:
            continue
        read = people.read(fields.raw(name))
        for code, args in read.faults:
            fields.say(code, fields.lines[name], str(args.get("words", args.get("name", name))), field=name, **args)
        found[role] = _annotated(fields, name, read.names)
        if read.partial and role == "author":
            found["author_list"] = "partial"
        elif read.partial:
            fields.say("bibtex-partial", fields.lines[name], name, field=name)
    if contributors:
        fields.raw("editoratype")
    if "collaboration" in fields:  # the field stays in `custom`, to be written again
        group = Name(literal=people.collaboration(latex.plain(fields.left["collaboration"])))
        found["author"] = (*found["author"], *(() if group in found["author"] else (group,)))
    return found


def _annotated(fields: Fields, name: str, given: tuple[Name, ...]) -> tuple[Name, ...]:
    """The names with what is said beside them: `author+an:orcid = {1="0000-…"}` (BibLaTeX manual, § 3.7)."""
    names = list(given)
    for annotation, attribute in ((f"{name}+an:orcid", "ORCID"), (f"{name}+an:id", "id"), (f"{name}+an", "equal")):
        said = [_ANNOTATION.fullmatch(part) for part in fields.left.get(annotation, "").split(";") if part.strip()]
        places = [each for each in said if each and 0 < int(each[1]) <= len(names)]
        if not said or len(places) < len(said) or (attribute == "equal" and any(each[2].strip() != "equal" for each in places)):
            continue  # of another kind: it stays
        fields.raw(annotation)
        for each in places:
            place = int(each[1]) - 1
            said_of: dict[str, Any] = {attribute: True if attribute == "equal" else each[2].strip()}
            names[place] = replace(names[place], **said_of)
    return tuple(names)


def _numbers(fields: Fields, kind: CslType | None) -> dict[str, str]:
    """`number` is an issue's of a journal, else the work's own; `eid` is the number of an article."""
    number, issue = fields.text("number"), fields.text("issue")
    own = ""
    if not number or kind in tables.NUMBERED_ISSUES:
        own = next((fields.text(name) for name in ("eid", "articleno", "article-number") if name in fields), "")
    if kind not in tables.NUMBERED_ISSUES:
        return {"issue": issue, "number": number or own}
    fields.keep("issue", issue if number and issue != number else "")
    return {"issue": number or issue, "number": own}


def _texts(fields: Fields) -> dict[str, str]:
    found = dict.fromkeys(tables.TEXTS, "")
    if "howpublished" in fields and "note" not in fields and _ACCESS_NOTE.search(fields.left["howpublished"]):
        fields.left["note"], fields.lines["note"] = fields.raw("howpublished"), fields.lines["howpublished"]
    for below, above in (("booksubtitle", "booktitle"), ("journalsubtitle", "journaltitle"), ("mainsubtitle", "maintitle")):
        if below in fields and above in fields:
            fields.left[above] = _joined(fields.left[above].strip(), fields.raw(below).strip())
    for attribute, names in tables.TEXTS.items():
        for name in names:
            if name in fields and not found[attribute]:
                found[attribute] = fields.text(name)
    found["genre"] = tables.GENRES.get(found["genre"], found["genre"]) or tables.IMPLIED.get(fields.entry.type, "")
    if found["event_title"] and found["event_title"] == found["container_title"]:
        found["container_title"] = ""  # `booktitle` stood there for styles that know no `eventtitle`
    return found


def _language(fields: Fields) -> str:
    """A language that is known; any other stays."""
    for name in ("language", "langid"):
        found = _code_of(fields.left.get(name, ""))
        if found:
            fields.raw(name)
            closer = _code_of(fields.left.get("langid", ""))
            if closer.partition("-")[0] == found:
                fields.raw("langid")
                return closer
            return found
    return ""


def _code_of(language: str) -> str:
    written = language.strip("{} ")
    return tables.LANGUAGES.get(written.lower(), "") or identifier("language", written)


def _lists(fields: Fields) -> dict[str, Any]:
    words = fields.raw("keywords") or fields.raw("keyword")
    selected = fields.left.get("selected", "").strip("{} ").lower()
    separator = ";" if len(people.split(words, ";")) > 1 else ","
    return {
        "keyword": tuple(dict.fromkeys(_items(words, separator))),
        "award": tuple(_items(fields.raw("award"), ";")),
        "selected": selected in ("true", "false") and fields.raw("selected").strip("{} ").lower() == "true",
    }


def _items(value: str, separator: str) -> Iterator[str]:
    """The items of a list; braces hold together what the separator would split."""
    yield from filter(None, map(latex.plain, people.split(value.replace("\\sep", separator), separator)))


def _own(fields: Fields) -> dict[str, Any]:
    """What we wrote ourselves, for which there is no field."""
    if tables.EXTRA not in fields:
        return {}
    written, line = fields.raw(tables.EXTRA), fields.lines[tables.EXTRA]
    try:
        data = json.loads(written)
    except (ValueError, RecursionError):
        data = None
    said = data if isinstance(data, dict) else {}
    record, problems = validate(Publication, {"title": "-", **said}, fields.path, lambda _: (line, 0))
    if not said or record is None or problems:
        fields.refuse(tables.EXTRA, written)
        return {}
    found = {each.name: getattr(record, each.name) for each in fields_of(record) if front_matter_key(each.name) in said}
    return {**found, "custom": said["custom"]} if "custom" in said else found
