"""The page of a person whose printed name gave way to another form keeps its address: the old form goes into their author file.

A form with whole given names becomes one of `also`. One that is cut short, `J. Doe`, may be somebody else's on another paper:
it becomes one of `aliases`, from which nothing follows but a redirect.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from generator import author_files, names
from generator.author_files import Change, Known
from generator.merge import authors
from generator.merge.plan import Renamed
from generator.model import AuthorFile, Publication
from generator.people import Directory, Person
from generator.text import slug


def author_files_of(
    renamed: Sequence[Renamed],
    publications: Mapping[str, Publication],
    people: Mapping[str, AuthorFile],
    text_of: Callable[[str], str | None],
) -> list[Change]:
    """Edits of author files. `publications` are those after the import; `text_of` gives an author file's text, by its name."""
    directory = Directory(publications, people)
    printed = {slug(form) for person in directory.people() for form in (person.name, *person.printed)}
    forms: dict[Person, list[str]] = defaultdict(list)
    for each in renamed:
        listed = publications[each.key].author if each.key in publications else ()
        for name, person in zip(listed, directory.persons(listed), strict=True):
            if names.identity(name.text) == names.identity(each.new) and slug(each.old) not in printed:
                forms[person].append(each.old)
    changes = []
    for person, old in sorted(forms.items(), key=lambda item: item[0].slug):
        key = person.file or person.slug
        known = Known(key, person.profile or AuthorFile(person.name), text_of(key) if person.file else None)
        short = [slug(form) for form in old if authors.has_initials(form)]
        change = author_files.also(known, [form for form in old if not authors.has_initials(form)], aliases=short)
        changes += [change] if change else []
    return changes
