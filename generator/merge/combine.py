"""What several sources say of one publication, together.

The most believed one comes first; another fills in what it leaves open. What is another version of the same work (the preprint,
the journal's) becomes an entry of `version`, with its own citation keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import fields as fields_of
from typing import Any

from generator import names
from generator.merge import authors
from generator.merge.fields import KEYS, Fields
from generator.model import Version, front_matter_key

VERSION_KEYS = tuple(front_matter_key(each.name) for each in fields_of(Version))
OWN_KEYS = frozenset(VERSION_KEYS) - {"title", "arXiv"} | {
    "collection-title", "publisher-place", "event-title", "edition", "ISBN", "ISSN", "PMID", "PMCID", "note", "status", "genre",
}  # fmt: skip
"""What is true of one version only; the rest is true of the work."""
UNTOLD = ("author-list", "title-html")
"""What is no loss: the names and the title say it."""
PREPRINTS = re.compile(
    r"\b(arxiv|corr|(bio|med|chem|psy|eng|socar|tech|earth)[a-z]*r?xiv|ssrn|research square|preprints?|openreview archive)\b",
    re.IGNORECASE,
)
"""Servers of preprints, as they are named where a journal's name would stand."""
PREPRINT_DOIS = re.compile(
    r"10\.((48550|31234|31219|26434|2139|21203|20944|31223|36227|31222|35542|22541)/|1101/(\d{4}\.\d\d\.\d\d\.)?\d{6})",
    re.IGNORECASE,
)
"""Registrants that give DOIs to preprints: arXiv, PsyArXiv, OSF, ChemRxiv, SSRN, Research Square, Preprints …; of Cold Spring
Harbor, which has journals too, the form that bioRxiv and medRxiv use."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one record of a source says."""

    fields: Fields
    pasted: bool = False
    """From a list copied off a page, which is never sure to be complete."""
    path: str = ""
    """The source, as messages name it."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Gone:
    """A name of a list that the complete list which is believed does not have."""

    name: str
    neighbours: tuple[str, ...]
    """Names of the same family name in the complete list, which it may be a variant of."""
    said: Said


@dataclass(frozen=True, slots=True)
class Overruled:
    """A record that says something else than the one that is believed."""

    said: Said
    keys: tuple[str, ...]
    by: Said | None = None
    """Who says what holds of one of the keys."""


@dataclass(frozen=True, slots=True)
class Together:
    """The result."""

    fields: Fields
    overruled: tuple[Overruled, ...] = ()
    gone: tuple[Gone, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    """(printed name of a pasted list, the form of the same person that took its place)."""


def combine(records: Sequence[Said], kept: frozenset[str] = frozenset()) -> Together:
    """One publication from all that is said of it, the most believed first. `kept` are pasted names that a person vouches for."""
    if not records:
        return Together({})
    main, *others = _versions(records)
    found: dict[str, Any] = {}
    of_work = [key for key in KEYS if key not in OWN_KEYS]
    for record in main:
        _fill(found, record.fields, KEYS)
    for record in (record for group in others for record in group):
        _fill(found, record.fields, of_work)
    order = [record for group in (main, *others) for record in group]
    differing = [(record, _differing(record.fields, found, KEYS)) for record in main]
    differing += [(record, _differing(record.fields, found, of_work)) for group in others for record in group]
    overruled = [Overruled(record, keys, _who_says(found, keys, order)) for record, keys in differing if keys]
    versions = [*found.pop("version", []), *(_as_version(group, found) for group in others)]
    if versions:
        found["version"] = [version for at, version in enumerate(versions) if version and version not in versions[:at]]
    gone, renamed = _authors(found, order, kept)
    fields = {key: found[key] for key in KEYS if key in found}
    return Together(fields, tuple(overruled), tuple(gone), tuple(renamed))


def _differing(said: Fields, found: Fields, keys: Sequence[str]) -> tuple[str, ...]:
    """The texts of a record that are not in the result, and not a matter of case, accents and punctuation either."""
    texts = [(key, said[key], found.get(key)) for key in keys if isinstance(said.get(key), str) and key not in UNTOLD]
    return tuple(
        key
        for key, one, other in texts
        if names.identity(one) != names.identity(str(other)) and not (key == "issued" and str(other).startswith(one))
    )


def _who_says(found: Fields, keys: Sequence[str], records: Sequence[Said]) -> Said | None:
    return next((record for record in records if any(record.fields.get(key) == found.get(key) for key in keys)), None)


def _fill(found: dict[str, Any], more: Fields, keys: Sequence[str]) -> None:
    titled = "title" in found
    for key in keys:
        value = more.get(key)
        if value is None or key in ("author", "author-list") or (key == "title-html" and titled):
            continue
        if key not in found:
            found[key] = dict(value) if isinstance(value, Mapping) else value
        elif key == "custom":
            found[key] = {**value, **found[key]}
        elif key == "link":
            there = {link.get("URL") or link.get("file") for link in found[key]}
            found[key] = [*found[key], *(link for link in value if (link.get("URL") or link.get("file")) not in there)]
        elif key == "issued" and str(value).startswith(f"{found[key]}-"):
            found[key] = value  # the same date, told more precisely


def is_preprint(said: Fields) -> bool:
    place = " ".join(str(said.get(key, "")) for key in ("container-title", "publisher"))
    if PREPRINT_DOIS.match(said.get("DOI", "")):
        return True
    if PREPRINTS.search(place) and said.get("type", "article") in ("article", "article-journal", "document", "manuscript"):
        return True
    return said.get("type", "article") == "article" and "arXiv" in said and "container-title" not in said and "DOI" not in said


def _is_published(said: Fields) -> bool:
    return not is_preprint(said) and ("container-title" in said or "DOI" in said or said.get("type", "article") != "article")


def is_another_version(one: Fields, other: Fields) -> bool:
    """Whether two records of the same work cannot be of the same version: preprint and published, or published in two places."""
    if is_preprint(one) != is_preprint(other):
        return _is_published(one) or _is_published(other)
    if is_preprint(one):
        return False
    dois = [said.get("DOI", "").lower() for said in (one, other)]
    if all(dois):
        return bool(dois[0] != dois[1])
    kinds, places = ([said.get(key, "") for said in (one, other)] for key in ("type", "container-title"))
    differ = [all(pair) and names.identity(pair[0]) != names.identity(pair[1]) for pair in (kinds, places)]
    return all(differ)


def _versions(records: Sequence[Said]) -> list[list[Said]]:
    """Groups of records of one version each; the first is what the page shows: published before preprint, then by belief."""
    leading = sorted(range(len(records)), key=lambda at: (not _is_published(records[at].fields), at))
    groups: list[list[int]] = []
    for at in leading:
        for group in groups:
            if not any(is_another_version(records[at].fields, records[other].fields) for other in group):
                group.append(at)
                break
        else:
            groups.append([at])
    return [[records[at] for at in sorted(group)] for group in groups]


def _as_version(group: Sequence[Said], main: Fields) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for record in group:
        _fill(found, record.fields, VERSION_KEYS)
    if names.identity(found.get("title", "")) == names.identity(main.get("title", "")):
        found.pop("title", None)
    return found


def _authors(found: dict[str, Any], records: Sequence[Said], kept: frozenset[str]) -> tuple[list[Gone], list[tuple[str, str]]]:
    """Put `author` and `author-list` into what was found."""
    lists = [record for record in records if record.fields.get("author")]
    complete = [record for record in lists if record.fields.get("author-list") != "partial"]
    if not lists:  # a summary that names nobody says at least that somebody is missing
        if any(record.fields.get("author-list") == "partial" for record in records):
            found["author-list"] = "partial"
        return [], []
    best = complete[0] if complete else lists[0]
    merged = list(best.fields["author"])
    gone: list[Gone] = []
    renamed: list[tuple[str, str]] = []
    for record in (record for record in lists if record is not best):
        other = record.fields["author"]
        place_of = authors.align(other, merged)
        for index, place in place_of.items():
            old, new = authors.text_of(other[index]), authors.text_of(merged[place])
            merged[place] = _fuller(merged[place], other[index])
            if record.pasted and names.identity(old) != names.identity(authors.text_of(merged[place])):
                renamed.append((old, new))
        missing = [index for index in range(len(other)) if index not in place_of]
        if complete:
            gone += [_gone(other[index], merged, record) for index in missing]
            missing = [index for index in missing if authors.text_of(other[index]) in kept]
        merged = authors.insert_at(merged, other, missing, place_of)
    found["author"] = merged
    if not complete:
        found["author-list"] = "partial"
    return gone, renamed


def _fuller(item: authors.Item, other: authors.Item) -> authors.Item:
    """A name of the list that is believed, with what another list adds to it: an ORCID, whole given names."""
    name, more = authors.name_of(item), authors.name_of(other)
    longer = authors.has_initials(item) and not authors.has_initials(other) and len(more.text) > len(name.text)
    if longer or (name.text.isupper() and not more.text.isupper() and len(more.text) >= len(name.text)):
        return _with_orcid(other, name.ORCID or more.ORCID)
    return _with_orcid(item, name.ORCID or more.ORCID)


def _with_orcid(item: authors.Item, orcid: str) -> authors.Item:
    if orcid == authors.name_of(item).ORCID:
        return item
    split = authors.canonical(item)
    keys = ("given", "non-dropping-particle", "family", "suffix", "literal")
    parts = {key: value for key in keys if (value := getattr(split, key.replace("-", "_")))}
    return {**(item if isinstance(item, Mapping) else parts), "ORCID": orcid}


def _gone(item: authors.Item, merged: Sequence[authors.Item], said: Said) -> Gone:
    family = authors.canonical(item).family or authors.text_of(item)
    same_family = [
        authors.text_of(other) for other in merged if names.identity(authors.canonical(other).family) == names.identity(family)
    ]
    return Gone(authors.text_of(item), tuple(same_family), said)
