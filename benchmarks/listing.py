"""How fast a pasted list is read, and that twice the list takes twice the time.

    python benchmarks/listing.py [PAPERS] [ROUNDS]

The papers are made up here, names and words anew for each; half of them have an abstract. Prints medians of CPU time with their
spread, the ratio of times, and the peak memory of the process.
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from generator.formats.listing import load

WORDS = (
    "learning models for sparse graphs with robust inference under uncertainty deep networks that generalize efficient search "
    "over structured data we show how simple methods improve estimates of causal effects in large noisy systems"
).split()
SYLLABLES = "ka ri mo len zhang wei li an dro sa vel tor min ha qui ber nou el ja ro ki ta shi pet ov na gu fer du bo es".split()


def made_up_word(rng: random.Random) -> str:
    return "".join(rng.choices(SYLLABLES, k=rng.randint(1, 4)))


def made_up_name(rng: random.Random) -> str:
    return f"{made_up_word(rng)} {made_up_word(rng)}".title()


def pasted(count: int, rng: random.Random) -> str:
    """A list of so many papers."""
    lines = ["Publications", ""]
    for number in range(count):
        words = [*rng.choices(WORDS, k=rng.randint(3, 9)), made_up_word(rng)]
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
    size, rounds = (int(given) for given in (sys.argv[1:] + ["20000", "3"][len(sys.argv) - 1 :]))
    rng = random.Random(7)  # noqa: S311 - not for secrets
    half, whole = pasted(size // 2, rng), pasted(size, rng)
    times = [(seconds(half)[0], *seconds(whole)) for _ in range(rounds)]
    whole_times = sorted(time for _, time, _ in times)
    ratios = sorted(second / first for first, second, _ in times)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    middle = statistics.median(whole_times)
    print(f"{times[0][2]} of {size} papers: {middle:.2f} s of CPU time ({whole_times[0]:.2f} to {whole_times[-1]:.2f})")  # noqa: T201
    print(f"{size / middle:.0f} papers/s, peak memory {peak / 1024:.0f} MB, text {len(whole) / 1e6:.1f} million characters")  # noqa: T201
    print(f"twice the papers take {statistics.median(ratios):.2f} times as long ({ratios[0]:.2f} to {ratios[-1]:.2f})")  # noqa: T201


if __name__ == "__main__":
    main()
