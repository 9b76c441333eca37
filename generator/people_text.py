"""The command `people`, as a person reads it, and as other programs do."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Sequence

from generator import permalinks
from generator.i18n import Catalogue
from generator.people import Person
from generator.suggestions import Suggestion
from generator.who_is_who import WhoIsWho

SHOWN = 20
"""So many people with several names are listed without `--all`, and so many pairs."""


def as_json(who: WhoIsWho, catalogue: Catalogue) -> str:
    """The document that `docs/people.md` describes."""
    people = [
        {
            "slug": person.slug,
            "name": person.name,
            "names": _names(person),
            "papers": list(who.papers[person]),
            **({"file": person.file} if person.file else {}),
            **({"ORCID": person.ORCID} if person.ORCID else {}),
        }
        for person in who.directory.people()
    ]
    merged = [{"slug": person.slug, "names": [person.name, form], "reason": reason} for person, form, reason in who.merged()]
    suggested = [
        {
            "id": each.id,
            "names": list(each.names),
            "slugs": [each.one.slug, each.other.slug],
            "printed": [_names(each.one), _names(each.other)],
            "evidence": [
                {"kind": kind, "items": list(items), "text": _evidence(catalogue, kind, items)} for kind, items in each.evidence
            ],
            "weight": each.weight,
        }
        for each in who.suggestions
    ]
    document = {"people": people, "merged": merged, "suggestions": suggested}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _names(person: Person) -> list[str]:
    """Every form as it is printed on papers, the shown name first."""
    return list(dict.fromkeys((person.name, *(form for form in person.forms if form not in person.former))))


def as_text(who: WhoIsWho, catalogue: Catalogue, command: str, *, everything: bool = False) -> Iterator[str]:
    """Who was taken for one person under several names, the least sure first; then who may be one, the most evident first."""
    say = catalogue.message
    merged = _merged(who, catalogue)
    yield say("people.everybody", n=len(who.papers), merged=say("people.merged", n=len(merged)))
    shown = len(merged) if everything else SHOWN
    yield from merged[:shown]
    if len(merged) > shown:
        yield say("people.more", n=len(merged) - shown, command=f"{command} --all")
    if merged:
        yield say("people.apart", command=command)
    yield ""
    if not who.suggestions:
        yield say("people.no-suggestions")
        return
    yield say("people.suggestions", n=len(who.suggestions))
    shown = len(who.suggestions) if everything else SHOWN
    for each in who.suggestions[:shown]:
        yield ""
        yield from _suggestion(who, each, catalogue, command)
    yield ""
    if len(who.suggestions) > shown:
        yield say("people.more", n=len(who.suggestions) - shown, command=f"{command} --all")
    yield say("people.how", command=command)


def about(who: WhoIsWho, person: Person, catalogue: Catalogue, command: str) -> Iterator[str]:
    """All that is known of one person, and how to say otherwise."""
    say = catalogue.message
    yield _with_papers(who, person, catalogue)
    if person.file:
        yield f"  content/authors/{person.file}.md"
    names = _names(person)
    for form in names[1:]:
        reason = person.reasons.get(person.forms[form], "name")
        yield f"  = {form} ({say(f'people.reason.{reason}')})"
    for key in who.papers[person]:
        yield f"  - content/publications/{key}.md"
    if others := _told_apart(who, names):
        yield "  " + say("people.take-apart", command=in_words(command, "different", person.name, others[0]))
    found = [each for each in who.suggestions if person in (each.one, each.other)]
    if found:
        yield ""
        yield say("people.suggestions", n=len(found))
    for each in found:
        yield ""
        yield from _suggestion(who, each, catalogue, command)


def in_words(command: str, *words: str) -> str:
    """A command as it is typed: names of several words in quotation marks."""
    plain = re.compile(r"[\w.-]+")
    quoted = re.compile(r"[^\"$`!\\%]+")
    typed = (word if plain.fullmatch(word) else f'"{word}"' if quoted.fullmatch(word) else shlex.quote(word) for word in words)
    return " ".join((command, *typed))


def _merged(who: WhoIsWho, catalogue: Catalogue) -> list[str]:
    """A line per person with several names."""
    say = catalogue.message
    found: dict[Person, list[tuple[str, str]]] = {}
    for person, form, reason in who.merged():
        if person.forms[form] != person.name:  # else it is the same in capitals
            found.setdefault(person, []).append((form, reason))
    least_sure = sorted(found.items(), key=lambda item: all(reason != "middle-name" for _, reason in item[1]))
    lines = []
    for person, forms in least_sure:
        others = ", ".join(form for form, _ in forms)
        reasons = "; ".join(dict.fromkeys(say(f"people.reason.{reason}") for _, reason in forms))
        lines.append(f"  {person.name} = {others} ({reasons})")
    return lines


def _told_apart(who: WhoIsWho, names: list[str]) -> list[str]:
    """Names of one person that are another's by their letters."""
    return [form for form in names[1:] if who.directory.folded(form) != who.directory.folded(names[0])]


def _suggestion(who: WhoIsWho, found: Suggestion, catalogue: Catalogue, command: str) -> Iterator[str]:
    say = catalogue.message
    yield from (_with_papers(who, person, catalogue) for person in (found.one, found.other))
    yield from (f"  - {_evidence(catalogue, kind, items)}" for kind, items in found.evidence)
    yield "  " + say("people.one-person", command=f"{command} same {found.id}")
    yield "  " + say("people.two-people", command=f"{command} different {found.id}")


def _with_papers(who: WhoIsWho, person: Person, catalogue: Catalogue) -> str:
    papers = catalogue.message("count.papers", n=len(who.papers[person]))
    return f"{person.name} ({permalinks.author(person.slug)}, {papers})"


def _evidence(catalogue: Catalogue, kind: str, items: Sequence[str]) -> str:
    return catalogue.message(f"people.evidence.{kind}", n=len(items), items=", ".join(items))
