"""What entries are called in a file that is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count

from generator import permalinks
from generator.formats import Record


def keyed(records: Sequence[Record]) -> Iterator[tuple[Record, str]]:
    """Each record with the name that its source has for it, else with one made of its title that no other has."""
    taken = {record.id for record in records if record.id}
    last: Counter[str] = Counter()
    for record in records:
        if record.id:
            yield record, record.id
            continue
        wanted = key = permalinks.new_key(record.publication, ())
        if wanted in taken:
            number = next(each for each in count(max(2, last[wanted] + 1)) if f"{wanted}-{each}" not in taken)
            last[wanted], key = number, f"{wanted}-{number}"
        taken.add(key)
        yield record, key
