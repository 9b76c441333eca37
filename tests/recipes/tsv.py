"""Tab-separated values: one publication per line, with its title, its authors (`;` between them) and its year."""

from __future__ import annotations

from collections.abc import Sequence

from generator.errors import Problem, Severity
from generator.formats import Format, Loaded, Record
from generator.model import Name, PartialDate, Publication


def load(text: str, path: str) -> Loaded:
    records, problems = [], []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            title, authors, year = line.split("\t")
            issued = PartialDate.parse(year)
        except ValueError:  # other cells than three, or no year
            problems.append(Problem("entry-unreadable", Severity.WARNING, path, number, text=line))
            continue
        names = tuple(Name(printed=name.strip()) for name in authors.split(";"))
        records.append(Record(Publication(title, author=names, issued=issued), number))
    return Loaded(tuple(records), tuple(problems))


def dump(records: Sequence[Record]) -> str:
    return "".join(
        f"{record.publication.title}\t{'; '.join(record.names)}\t{record.publication.issued or ''}\n" for record in records
    )


def recognises(text: str) -> bool:
    return "\t" in text.partition("\n")[0]


FORMAT = Format("tsv", "TSV", (".tsv",), recognises, load=load, dump=dump, media_type="text/tab-separated-values")
