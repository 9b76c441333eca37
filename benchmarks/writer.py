"""How long a publish takes at 15,000 files, by exchange and by journal, in the same run: `python -m benchmarks.writer`.

Each figure is the median of the rounds with the least and the most, in milliseconds of wall clock, and the median of CPU time.
The ways take turns, so that whatever else the machine does weighs on both.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from generator.writer import publish, standing

Site = dict[str, bytes]
Times = dict[tuple[str, str], list[tuple[float, float]]]

WAYS = ("exchange", "journal")
FOLDERS = ("publications", "authors", "years")


def site(size: int) -> Site:
    """Pages of about 6 KB, the size of a publication's page."""
    body = b"<p>The quick brown fox jumps over the lazy dog.</p>\n" * 115
    return {f"{FOLDERS[n % 3]}/page-of-number-{n:05}.html": b"%d %s" % (n, body) for n in range(size)}


def edited(files: Site, changes: int, edit: int) -> Site:
    """The site with some pages changed, others at each edit."""
    paths = list(files)
    changed = [paths[(edit * 31 + n * len(paths) // changes) % len(paths)] for n in range(changes)]
    return files | {path: b"edit %d %s" % (edit, files[path]) for path in changed}


def timed(times: Times, way: str, what: str, act: Callable[[], object]) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    times.setdefault((what, way), []).append(((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000))


def rounds(folder: Path, way: str, files: Site, changes: int, count: int, times: Times) -> None:
    root = folder / way
    root.mkdir()

    def act(now: Site) -> Callable[[], object]:
        return lambda: publish(root / "output", root / ".labpress", now, root=root)

    timed(times, way, "from nothing", act(files))
    time.sleep(2.1)  # the digests of files that were just written are not remembered
    now = edited(files, changes, 0)
    timed(times, way, f"first {changes} changed", act(now))
    time.sleep(2.1)
    timed(times, way, "nothing changed, first", act(now))
    for edit in range(1, count + 1):
        timed(times, way, "nothing changed", act(now))
        now = edited(files, changes, edit)
        timed(times, way, f"{changes} changed", act(now))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=15_000)
    parser.add_argument("--changes", type=int, default=12)
    parser.add_argument("--edits", type=int, default=5, help="edits in each round")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    files, times = site(options.files), Times()
    for _ in range(options.rounds):
        for way in WAYS:
            able = patch.object(standing, "can_exchange", standing.can_exchange if way == "exchange" else lambda *_: False)
            with tempfile.TemporaryDirectory() as folder, able:
                rounds(Path(folder), way, files, options.changes, options.edits, times)
    sys.stdout.write(f"{options.files} files{'wall ms':>22}{'least':>9}{'most':>9}{'cpu ms':>9}\n")
    for (what, way), found in times.items():
        wall, cpu = ([pair[part] for pair in found] for part in (0, 1))
        figures = f"{statistics.median(wall):9.0f}{min(wall):9.0f}{max(wall):9.0f}{statistics.median(cpu):9.0f}"
        sys.stdout.write(f"{what:24}{way:10}{figures}\n")


if __name__ == "__main__":
    main()
