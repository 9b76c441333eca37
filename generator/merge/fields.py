"""One publication, field by field: what a source says in the form of front matter, and three such states merged.

Values are as `import.lock` keeps them: text throughout, lists and mappings of it, the body under `abstract`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from generator import content, front_matter
from generator.errors import Problem, Severity
from generator.formats import Record
from generator.front_matter import Flow
from generator.markdown import escape
from generator.merge import authors, items
from generator.merge.items import Conflict
from generator.model import PartialDate, Publication, front_matter_key
from generator.schema import validate

Fields = Mapping[str, Any]
KEYS = tuple(front_matter_key(each.name) for each in fields(Publication))
"""In the order of the schema."""
NAMES = ("author", "editor", "contributor")
DATES = ("issued", "added")
SETS = ("keyword", "link", "award", "project", "version", "aliases")
"""Lists that merge item by item."""
MAPPINGS = ("custom", "translation")


def said(record: Record, path: str) -> tuple[Fields, list[Problem]]:
    """What a record says, in the order of the schema. A value that no file may hold is left out and told of."""
    publication = _as_content(record.publication)
    found: dict[str, Any] = _json(content.stated(publication))
    checked = {key: value for key, value in found.items() if key != "abstract"}
    _, problems = validate(Publication, checked, path, lambda _: (record.line, 0), unknown=Severity.ERROR)
    return found, [_left_out(found, problem, path, record.line) for problem in problems]


def _left_out(found: dict[str, Any], problem: Problem, path: str, line: int) -> Problem:
    """Take the value that a problem is about out of a record, alone where it stands in a list or mapping."""
    *way, last = (int(part) - 1 if part.isdigit() else part for part in problem.key.split("."))
    holder: Any = found
    for part in way:
        holder = holder[part]
    value = holder[last]
    if isinstance(last, int):
        holder[last] = "?"  # the places of the others stay, for the problems to come
    else:
        del holder[last]
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return Problem("import-field", Severity.WARNING, path, line, key=problem.key, args={"value": text})


def _as_content(publication: Publication) -> Publication:
    """A source's record as a file holds it: no control characters, the abstract as Markdown that shows the same text."""
    texts = {each.name: getattr(publication, each.name) for each in fields(publication)}
    clean = {name: content.clean_text(text) for name, text in texts.items() if isinstance(text, str)}
    abstract = escape(clean.pop("abstract").strip())
    lines: dict[str, Any] = {name: " ".join(text.split()) for name, text in clean.items()}
    return replace(publication, **lines, abstract=abstract)


def _json(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_json(item) for item in value]
    return value if isinstance(value, bool) else content.clean_text(str(value))


def compose(said: Fields) -> str:
    """The text of a new file."""
    front = {key: written(key, said[key]) for key in KEYS if key in said and key != "abstract"}
    return front_matter.compose(front, said.get("abstract", ""))


def written(key: str, value: Any) -> Any:
    """A value as front matter writes it: dates as dates, names and links on one line."""
    if key in DATES and isinstance(value, str):
        return PartialDate.parse(value)
    if key in (*NAMES, "link"):
        return [Flow(item) if isinstance(item, Mapping) else item for item in value]
    if key == "version":
        return [{inner: written(inner, item) for inner, item in version.items()} for version in value]
    return value


def standing(text: str, path: str) -> Fields:
    """What a file says, as a person wrote it: unknown keys too, empty ones not."""
    parsed, _ = front_matter.parse(text, path)
    if parsed is None:
        raise ValueError(path)
    body = parsed.body.strip("\n")
    found = {key: value for key, value in parsed.document.data.items() if value is not None and key != "abstract"}
    return {**found, "abstract": body} if body else found


def edited(text: str, changes: Fields) -> str:
    """The text of a file with other values for some keys; None takes one away."""
    front = {key: None if value is None else written(key, value) for key, value in changes.items() if key != "abstract"}
    body = (changes["abstract"] or "") if "abstract" in changes else None
    return front_matter.edit(text, front, body=body, order=KEYS)


def same(key: str, one: Any, other: Any) -> bool:
    """Whether two values say the same; None is an absent one."""
    if key in NAMES and one and other:
        return len(one) == len(other) and all(map(lambda a, b: authors.canonical(a) == authors.canonical(b), one, other))
    return bool(one == other)


def three_way(base: Fields, ours: Fields, theirs: Fields) -> tuple[dict[str, Any], list[Conflict]]:
    """What is to be changed in a person's file (`ours`), where a source that once said `base` now says `theirs`.

    Changed by the source alone: taken. By the person alone: kept. By both: merged where it is a list or a mapping, else kept
    and told of. None among the changes takes a key away.
    """
    changes, conflicts = _three_way_authors(base, ours, theirs)
    for key in [key for key in KEYS if (key in base or key in theirs) and not key.startswith("author")]:
        was, mine, its = base.get(key), ours.get(key), theirs.get(key)
        if same(key, its, was) or same(key, mine, its):
            continue
        if same(key, mine, was):
            changes[key] = its
            continue
        merged, both = _merge(key, was, mine, its)
        conflicts += both
        if not same(key, merged, mine):
            changes[key] = merged or None
    return changes, conflicts


def _three_way_authors(base: Fields, ours: Fields, theirs: Fields) -> tuple[dict[str, Any], list[Conflict]]:
    """`author` and `author-list`, which go together. A complete list that a person wrote of their own is theirs alone."""
    was, mine, its = (said.get("author") for said in (base, ours, theirs))
    was_partial, mine_partial, its_partial = (said.get("author-list") == "partial" for said in (base, ours, theirs))
    changes: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    own = not was and bool(mine)
    if own and not mine_partial:
        missing = its and len(authors.align(its, mine or [])) < len(its)
        return {}, [Conflict("author", mine, its)] if missing else []
    if not same("author", its, was) and not same("author", mine, its):
        if same("author", mine, was):
            changes["author"] = its
        else:
            merged, both = authors.three_way(was or [], mine or [], its or [])
            conflicts = [Conflict("author", authors.text_of(one), authors.text_of(other)) for one, other in both]
            if not same("author", merged, mine):
                changes["author"] = merged or None
    if its and its_partial != mine_partial and (own or (its_partial != was_partial and mine_partial == was_partial)):
        changes["author-list"] = "partial" if its_partial else None
    return changes, conflicts


def _merge(key: str, was: Any, mine: Any, its: Any) -> tuple[Any, list[Conflict]]:
    if key in NAMES and isinstance(mine, list) and was:
        merged, both = authors.three_way(was, mine, its or [])
        return merged, [Conflict(key, authors.text_of(one), authors.text_of(other)) for one, other in both]
    if key in SETS and isinstance(mine, list):
        return items.three_way_list(key, was or [], mine, its or [])
    if key in MAPPINGS and isinstance(mine, Mapping) and isinstance(its, Mapping):
        return items.three_way_mapping(key, was or {}, mine, its)
    return mine, [Conflict(key, mine, its)]
