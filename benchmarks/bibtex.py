"""How fast BibTeX is read, beside two other readers in the same run, and that twice the entries take twice the time.

    python benchmarks/bibtex.py [ENTRIES]

The entries are made up here, each with an abstract. The others read a tenth of them, since they take longer: pybtex, which
takes names apart and leaves LaTeX as it is, and bibtexparser with its middlewares for both. Prints medians of entries per
second of CPU time with their spread, and their ratios.
"""

from __future__ import annotations

import logging
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import pybtex.database
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts

from generator.formats.bibtex import load

GIVEN = r"Mara Tobias In{\'e}s Wei Hugo {\'E}lise Jun J{\"o}rg B. Marie-Claire".split(" ")
FAMILY = [r"M{\"u}ller", r"Garc{\'\i}a", "Smith", "van der Berg", r"Hern\'andez", "Chen", "Okafor", "Lindqvist"]
WORDS = "learning models for sparse graphs with robust inference under uncertainty deep networks that generalize search".split()
RUNS = 3


def bibliography(count: int, rng: random.Random) -> str:
    """A file of so many entries."""
    return "\n".join(entry(number, rng) for number in range(count))


def entry(number: int, rng: random.Random) -> str:
    authors = " and ".join(f"{rng.choice(FAMILY)}{rng.randint(1, 400)}, {rng.choice(GIVEN)}" for _ in range(rng.randint(1, 7)))
    abstract = ". ".join(" ".join(rng.choices(WORDS, k=18)) for _ in range(9))
    return (
        f"@inproceedings{{key{number},\n  title = {{{{GNN}}s and {' '.join(rng.choices(WORDS, k=8))} {number}}},\n"
        f"  author = {{{authors}}},\n  booktitle = {{Proceedings of the {{International}} Conference}},\n"
        f"  year = {{{1990 + number % 35}}},\n  month = jul,\n  pages = {{{number}--{number + 9}}},\n"
        f"  doi = {{10.1000/{number}}},\n  url = {{https://example.org/a_b/{number}}},\n  keywords = {{graphs, search}},\n"
        f"  abstract = {{{abstract}, with 5\\% more for $x^2$ -- in {{\\it E. coli}}.}}\n}}\n"
    )


def rates(read: Callable[[str], object], text: str, entries: int) -> list[float]:
    """Entries per second of CPU time, of each run."""
    found = []
    for _ in range(RUNS):
        begin = time.process_time()
        read(text)
        found.append(entries / (time.process_time() - begin))
    return found


def ours(text: str) -> object:
    loaded = load(text, "x.bib")
    assert not loaded.problems  # noqa: S101 - a benchmark of the wrong thing would be worse than none
    return loaded


def with_pybtex(text: str) -> object:
    return pybtex.database.parse_string(text, "bibtex")


def with_bibtexparser(text: str) -> object:
    return parse_string(text, append_middleware=[LatexDecodingMiddleware(), SeparateCoAuthors(), SplitNameParts()])


def main() -> None:
    logging.disable(logging.CRITICAL)
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rng = random.Random(7)  # noqa: S311 - not for secrets
    whole, half, slice_ = bibliography(size, rng), bibliography(size // 2, rng), bibliography(size // 10, rng)
    ours(slice_)
    measured = {
        f"labpress, {size} entries": rates(ours, whole, size),
        f"labpress, {size // 2} entries": rates(ours, half, size // 2),
        f"labpress, {size // 10} entries": rates(ours, slice_, size // 10),
        f"pybtex, {size // 10} entries": rates(with_pybtex, slice_, size // 10),
        f"bibtexparser, {size // 10} entries": rates(with_bibtexparser, slice_, size // 10),
    }
    medians = {name: statistics.median(found) for name, found in measured.items()}
    base = medians[f"labpress, {size // 10} entries"]
    for name, found in measured.items():
        spread = f"{min(found):.0f} to {max(found):.0f}"
        rate = f"{name}: {medians[name]:.0f} entries/s ({spread})"
        print(f"{rate}, ratio to labpress's tenth {medians[name] / base:.2f}")  # noqa: T201
    first, second = medians[f"labpress, {size // 2} entries"], medians[f"labpress, {size} entries"]
    print(f"{size} entries take {size / second:.2f} s; twice the entries take {2 * first / second:.2f} times as long")  # noqa: T201


if __name__ == "__main__":
    main()
