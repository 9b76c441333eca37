"""BibTeX and BibLaTeX (http://mirrors.ctan.org/biblio/bibtex/base/btxdoc.pdf,
http://mirrors.ctan.org/macros/latex/contrib/biblatex/doc/biblatex.pdf), read as they are found, written in UTF-8.

`docs/formats/bibtex.md` says what is read from which field, and `_bibtex` does it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from generator import permalinks
from generator.errors import Problem, Severity
from generator.formats import Format, Loaded, Record
from generator.formats._bibtex import blocks, reading, writing
from generator.formats._bibtex.inherit import with_inherited
from generator.formats._bibtex.repair import Entry, Fault
from generator.formats._bibtex.values import Macros

_NO_KEY = re.compile(r"[\s\x00-\x1f\x7f-\x9f\"#%'(),=@\\^{}~$]+")
"""What biber takes in no key, and what `\\cite` would read as something else. Letters of any script may stand, and ADS's `&`."""
NO_PUBLICATION = {"set", "xdata"}
"""Entries that serve others: a set of them (BibLaTeX manual, § 3.14.5), data for them (§ 3.13.6)."""


def load(text: str, path: str) -> Loaded:
    """Read a source: each entry is a record, in their order. One that is no publication has no title, and a problem says so."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n")
    text = lines.replace("\r", " " if "\n" in lines else "\n")
    found = blocks.split(text)
    macros = Macros()
    macros.define(found.strings)
    by_key: dict[str, Entry] = {}
    problems, records = _said(found.faults, path), []
    for entry in found.entries:
        first = by_key.setdefault(entry.key.lower(), entry)
        if not entry.key:
            problems += _said([Fault("bibtex-key-missing", entry.line, {"type": entry.type})], path)
        elif first is not entry:
            problems += _said([Fault("bibtex-key-repeated", entry.line, {"entry": entry.key, "first": first.line})], path)
    for written in found.entries:
        entry = with_inherited(written, by_key)
        publication, said = reading.publication(entry, macros, path)
        problems += said
        if entry.type in NO_PUBLICATION:
            about: dict[str, str | int] = {"type": entry.type, "entry": entry.key}
            entry.faults.append(Fault("bibtex-no-publication", entry.line, about, text[slice(*entry.place)]))
            publication = replace(publication, title="", title_html="")
        elif not publication.title:
            entry.faults.append(Fault("bibtex-untitled", entry.line, {}, text[slice(*entry.place)]))
        records.append(Record(publication, entry.line, entry.key))
        problems += _said(entry.faults, path, entry.key or entry.type)
    problems += _said(macros.faults, path)
    return Loaded(tuple(records), tuple(_once(sorted(problems, key=lambda problem: problem.sort_key))))


def _once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems without what was said of a macro or a command before, and of a field that several entries inherit."""
    said: set[tuple[object, ...]] = set()
    for problem in problems:
        by_name = problem.code in ("bibtex-macro-unknown", "bibtex-command")
        about = (problem.code, problem.args["name"]) if by_name else (problem.sort_key, *problem.args.values())
        if about not in said:
            said.add(about)
            yield problem


def _said(faults: Iterable[Fault], path: str, entry: str = "") -> list[Problem]:
    return [
        Problem(
            each.code,
            Severity.WARNING,
            path,
            each.line,
            args={"entry": entry, **each.args},
            text=each.text or str(next((each.args[name] for name in ("name", "entry", "parent") if name in each.args), entry)),
        )
        for each in faults
    ]


def dump(records: Sequence[Record]) -> str:
    """Write records, an empty line between them; an empty text for none."""
    return "\n".join(writing.entry(record.publication, key) for record, key in _keyed(records))


def _keyed(records: Sequence[Record]) -> Iterator[tuple[Record, str]]:
    """Each record with its own name without what BibTeX, biber or TeX would take for something else; keys know no letter case."""
    taken: set[str] = set()
    last: Counter[str] = Counter()
    for record in records:
        own = record.id or ""
        if _NO_KEY.search(own):
            own = _NO_KEY.sub("-", own).strip("-")
        wanted = key = own or permalinks.new_key(record.publication, ())
        while key.lower() in taken:
            last[wanted.lower()] += 1
            key = f"{wanted}-{last[wanted.lower()] + 1}"
        taken.add(key.lower())
        yield record, key


def recognises(text: str) -> bool:
    """An entry begins: `@article{`."""
    return bool(re.search(r"(?m)^[ \t]*@\s*\w+\s*[{(]", text))


FORMAT = Format(
    "bibtex",
    "BibTeX",
    (".bib", ".bibtex", ".biblatex"),
    recognises,
    load=load,
    dump=dump,
    join="\n".join,
    media_type="application/x-bibtex",
)
