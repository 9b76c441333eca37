"""What a person said about who is who, kept in `content/authors/`: one line more in a file, and nothing else of it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from generator import front_matter, names
from generator.model import AuthorFile, front_matter_key

ORDER = tuple(front_matter_key(field.name) for field in fields(AuthorFile))


@dataclass(frozen=True, slots=True)
class Known:
    """An author file as it was read, or as it is to be made."""

    key: str
    """The file's name without ending; a person's slug where it is to be made."""
    profile: AuthorFile
    """What it says; of a new one, its `name`, `also` and `ORCID` are written."""
    text: str | None = None
    """The whole file; None where there is none yet."""


@dataclass(frozen=True, slots=True)
class Change:
    """A file of `content/authors/` that is to be written, if it is still what was read."""

    key: str
    before: str | None
    """The text that it had when it was read, None where it was not there."""
    after: str | None
    """None where the file goes: all that it said stands in another one."""


def also(file: Known, forms: Iterable[str], aliases: Iterable[str] = ()) -> Change | None:
    """The file with more printed names of its person, and old names of the page; None where it says them already."""
    profile = file.profile
    new = {names.identity(form): form for form in forms}
    for form in (profile.name, *profile.also, *profile.former_name):
        new.pop(names.identity(form), None)
    changes = {"also": [*profile.also, *new.values()]} if new else {}
    if more := [alias for alias in aliases if alias not in profile.aliases]:
        changes["aliases"] = [*profile.aliases, *more]
    return _change(file, changes) if changes or file.text is None else None


def different(file: Known, other: str) -> Change | None:
    """The file saying that its person is not the one of another file; None where it says so already."""
    said = file.profile.different_from
    return _change(file, {} if other in said else {"different-from": [*said, other]})


def not_also(file: Known, forms: Iterable[str]) -> Change | None:
    """The file without printed names that are another person's; None where it does not say them."""
    gone = {names.identity(form) for form in forms}
    left = [form for form in file.profile.also if names.identity(form) not in gone]
    return _change(file, {"also": left or None} if len(left) < len(file.profile.also) else {})


def taken_in(file: Known, other: Known) -> tuple[Change, ...]:
    """Two files of one person as one: `other` goes, and what it said stands in the first, but for that they are different."""
    profile, gone = file.profile, other.profile
    forms = {names.identity(form): form for form in (gone.name, *gone.also)}
    for form in (profile.name, *profile.also):
        forms.pop(names.identity(form), None)
    apart = [key for key in dict.fromkeys((*profile.different_from, *gone.different_from)) if key not in (file.key, other.key)]
    changes: dict[str, Any] = {"also": [*profile.also, *forms.values()] or None, "different-from": apart or None}
    if gone.ORCID and not profile.ORCID:
        changes["ORCID"] = gone.ORCID
    kept = _change(file, changes)
    return (*((kept,) if kept else ()), Change(other.key, other.text, None))


def says_who_only(file: Known) -> bool:
    """Whether a file is, byte for byte, what labpress writes to say who is who, so that it can be made again."""
    return file.text is not None and file.text == _made(file.profile, {"different-from": list(file.profile.different_from)})


def _change(file: Known, changes: Mapping[str, Any]) -> Change | None:
    if file.text is not None:
        return Change(file.key, file.text, front_matter.edit(file.text, changes, order=ORDER)) if changes else None
    return Change(file.key, None, _made(file.profile, changes))


def _made(profile: AuthorFile, changes: Mapping[str, Any]) -> str:
    said = {"name": profile.name, "also": list(profile.also), "ORCID": profile.ORCID, **changes}
    return front_matter.compose({key: said[key] for key in ORDER if said.get(key)}, "")
