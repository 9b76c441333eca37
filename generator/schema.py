"""The records of `model` checked against what a person wrote: every problem at once, with its place.

pydantic reads the dataclasses themselves, so a key is declared in one place; its errors become Problems of ours, so that
they speak each language. `python -m generator.schema FOLDER` writes the JSON Schemas that editors complete from.
"""

from __future__ import annotations

import functools
import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, cast, get_args, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, core_schema

from generator import model
from generator.errors import Problem, Severity, has_errors
from generator.text import did_you_mean
from generator.yaml_reader import Location

T = TypeVar("T")
Place = Callable[[Location], tuple[int, int]]

CODES = {
    "missing": "key-missing",
    "tuple_type": "key-list",
    "string_type": "key-text",
    "literal_error": "key-choice",
    "bool_parsing": "key-yes-no",
    "bool_type": "key-yes-no",
    "int_parsing": "key-number",
    "int_type": "key-number",
    "value_error": "key-date",
    "dict_type": "key-mapping",
    "mapping_type": "key-mapping",
    "dataclass_type": "key-mapping",
}
"""What pydantic calls an error, and our message for it."""

FORMS = {
    "DOI": (r"10\.\d{4,9}/\S+", "10.1000/182"),
    "ORCID": (r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", "0000-0002-1825-0097"),
    "arXiv": (r"\d{4}\.\d{4,5}(v\d+)?|[a-z-]+(\.[A-Z]{2})?/\d{7}(v\d+)?", "2305.19450"),
    "PMID": (r"[1-9]\d*", "37295402"),
    "PMCID": (r"PMC\d+", "PMC10256217"),
    "URL": (r"https?://[^\s/].*", "https://example.org/paper"),
    "status-URL": (r"https?://[^\s/].*", "https://example.org/notice"),
    "language": (r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", "fr"),
}
"""The form of identifiers, wherever the key stands (DOI Handbook 2.2, ORCID, arXiv, PubMed, BCP 47), and an example."""

NEEDED = ("title", "name")
"""Keys that must say something."""
NAMES = ("author", "editor", "contributor")

DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"


def _name_schema(_cls: type, source: Any, handler: Any) -> core_schema.CoreSchema:
    whole = handler.resolve_ref_schema(handler(source)).copy()
    reference = whole.pop("ref", None)  # else pydantic would use the record without this around it the second time
    return core_schema.no_info_before_validator_function(
        lambda value: {"printed": value} if isinstance(value, str) else value,
        whole,
        json_schema_input_schema=core_schema.union_schema([core_schema.str_schema(), whole]),
        ref=reference,
    )


def _date_schema(_cls: type, _source: Any, _handler: Any) -> core_schema.CoreSchema:
    return core_schema.no_info_plain_validator_function(
        lambda value: model.PartialDate.parse(str(value)),
        json_schema_input_schema=core_schema.union_schema(
            [core_schema.int_schema(ge=1, le=9999), core_schema.str_schema(pattern=DATE)]
        ),
    )


@functools.cache
def _records(record: type) -> tuple[type, ...]:
    """A record and the records inside it."""
    found = {record: None}

    def look(annotation: Any) -> None:
        if is_dataclass(annotation) and isinstance(annotation, type):
            found.update(dict.fromkeys(_records(annotation)))
        for argument in get_args(annotation):
            look(argument)

    for annotation in get_type_hints(record).values():
        look(annotation)
    return tuple(found)


def _key(attribute: str) -> str:
    return model.front_matter_key(attribute.rstrip("_"))


model.Name.__get_pydantic_core_schema__ = classmethod(_name_schema)  # type: ignore[attr-defined]
model.PartialDate.__get_pydantic_core_schema__ = classmethod(_date_schema)  # type: ignore[attr-defined]


@functools.cache
def _adapter(record: Any) -> TypeAdapter[Any]:
    for each in _records(record):  # the model itself needs no package, so pydantic is told of it here
        each.__pydantic_config__ = ConfigDict(extra="forbid", alias_generator=_key, use_attribute_docstrings=True)  # type: ignore[attr-defined]
    return TypeAdapter(record)


def validate(
    record: type[T], data: Mapping[str, Any], path: str, place: Place, unknown: Severity = Severity.WARNING
) -> tuple[T | None, list[Problem]]:
    """The record that `data` describes, or None where it is in error, and everything that is to be said of it.

    `unknown` is what an unknown key is; where that is a warning, the key is passed over and stays in its file.
    """
    known = _without_absent(data)
    warn = unknown is Severity.WARNING
    codes = ("key-unknown", "key-unknown-meant") if warn else ("setting-unknown", "setting-unknown-meant")
    problems: list[Problem] = []

    def report(code: str, location: Location, severity: Severity = Severity.ERROR, **args: str | int) -> None:
        line, column = place(location)
        key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in location)
        problems.append(Problem(code, severity, path, line, column, key, args))

    _check_forms(known, (), report)
    while True:
        try:
            found = _adapter(cast("Any", record)).validate_python(known)
            return (None if has_errors(problems) else found), problems
        except ValidationError as failure:
            errors = failure.errors(include_url=False)
        strangers = [error for error in errors if error["type"] == "unexpected_keyword_argument"]
        if not strangers:
            for error in errors:
                _report_error(error, report)
            return None, problems
        for error in strangers:
            location = error["loc"]
            meant = did_you_mean(str(location[-1]), _known_keys(record, location))
            report(codes[bool(meant)], location, unknown, meant=meant)
            _remove(known, location)


def _report_error(error: ErrorDetails, report: Callable[..., None]) -> None:
    context = error.get("ctx") or {}
    args: dict[str, str | int] = {"value": _shown(error.get("input"))}
    code = CODES.get(error["type"], "key-invalid")
    if code == "key-invalid":
        args["detail"] = error["msg"]
    elif code == "key-choice":
        choices = re.findall(r"'([^']+)'", context["expected"])
        args["choices"] = ", ".join(choices)
        args["meant"] = did_you_mean(str(error["input"]), choices)
        code = "key-choice-meant" if args["meant"] else code
    report(code, error["loc"], **args)


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:59] + "…"


def _without_absent(value: Any) -> Any:
    """A copy in which an empty value is an absent one."""
    if isinstance(value, Mapping):
        return {key: _without_absent(item) for key, item in value.items() if item is not None}
    return [_without_absent(item) for item in value] if isinstance(value, list) else value


def _check_forms(data: Any, location: Location, report: Callable[..., None]) -> None:
    if isinstance(data, list):
        for index, value in enumerate(data):
            _check_forms(value, (*location, index), report)
    elif isinstance(data, Mapping):
        for key, value in data.items():
            if location == () and key in NEEDED and isinstance(value, str) and not value.strip():
                report("key-missing", (key,))
            elif key in NAMES and isinstance(value, list):
                for index, name in enumerate(value):
                    if not any(str(part).strip() for part in (name.values() if isinstance(name, Mapping) else [name])):
                        report("name-empty", (*location, key, index))
            if key in FORMS and isinstance(value, str) and not re.fullmatch(FORMS[key][0], value):
                report("key-form", (*location, key), value=_shown(value), example=FORMS[key][1])
            elif key != "custom":
                _check_forms(value, (*location, key), report)


def _known_keys(record: type, location: Location) -> list[str]:
    """The keys that a mapping at a place may have: the record's own, or those of every record inside it."""
    owners = (record,) if len(location) == 1 else _records(record)[1:]
    return [_key(field.name) for owner in owners for field in fields(cast("Any", owner))]


def _remove(data: Any, location: Location) -> None:
    for part in location[:-1]:
        data = data[part]
    del data[location[-1]]


def json_schema(record: type, title: str, body: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record's front matter; `body` is the field that is not part of it."""
    schema = _adapter(record).json_schema(by_alias=True, mode="validation")
    schema["properties"].pop(body, None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}


SCHEMAS: dict[str, tuple[type, str, str]] = {
    "publication.schema.json": (model.Publication, "A publication's front matter", "abstract"),
    "author.schema.json": (model.AuthorFile, "An author file's front matter", "biography"),
    "page.schema.json": (model.FreePage, "A free page's front matter", "body"),
    "page-translation.schema.json": (model.PageTranslation, "The front matter of a free page in another language", "body"),
}


def write_schemas(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, (record, title, body) in SCHEMAS.items():
        text = json.dumps(json_schema(record, title, body), indent=2, ensure_ascii=False) + "\n"
        (folder / name).write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]))
