"""How fast a pasted list is read, and that twice the list takes twice the time.

    python benchmarks/listing.py [PAPERS]

The papers are made up here; half of them have an abstract. Prints papers per second, memory, and the ratio of times.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from generator.formats.listing import load

GIVEN = "Mara Tobias Ines Wei Hugo Élise Jun Aisha Noor Olga Pedro Sven Yuki Carla Dmitri Amina".split()
FAMILY = "Lindqvist Okafor Carvalho Zhang Delacroix Marchand Tanaka Rossi Novak Haddad Larsen Petrov Moreau Silva".split()
WORDS = (
    "learning models for sparse graphs with robust inference under uncertainty deep networks that generalize efficient search "
    "over structured data we show how simple methods improve estimates of causal effects in large noisy systems"
).split()


def made_up_name(rng: random.Random) -> str:
    return f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}{rng.choice(('', 'sen', 'er', 'ova'))}"


def pasted(count: int, rng: random.Random) -> str:
    """A list of so many papers."""
    lines = ["Publications", ""]
    for number in range(count):
        words = rng.choices(WORDS, k=rng.randint(4, 10))
        lines.append(" ".join(word.capitalize() for word in words) + f" {number}")
        lines += [made_up_name(rng) for _ in range(rng.randint(1, 7))]
        if rng.random() < 0.5:
            text = " ".join(rng.choices(WORDS, k=150)).capitalize() + "."
            lines.append(text[:140] + "… (see more)" + text[140:])
    return "\n".join(lines)


def seconds(text: str) -> tuple[float, int]:
    begin = time.process_time()
    count = len(load(text, "list.txt").records)
    return time.process_time() - begin, count


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    rng = random.Random(7)  # noqa: S311 - not for secrets
    half, whole = pasted(size // 2, rng), pasted(size, rng)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    first, _ = seconds(half)
    second, count = seconds(whole)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{count} of {size} papers in {second:.2f} s of CPU time: {size / second:.0f} papers/s")  # noqa: T201 - a benchmark's report
    print(f"peak memory {peak / 1024:.0f} MB, {(peak - before) / 1024:.0f} MB more than the text")  # noqa: T201
    print(f"twice the papers take {second / first:.2f} times as long")  # noqa: T201


if __name__ == "__main__":
    main()
