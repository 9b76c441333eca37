"""What the bootstrap costs: `python3 build.py --help` against the same inside the environment, in turns, in one run.

    python3 benchmarks/bootstrap.py [PYTHON]

Exit code 1 if the difference of the medians is above the limit. Start it with a Python outside `.venv`, or name one: the
start of that Python is part of what is measured.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INSIDE = ROOT / ".venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
ROUNDS = 40
LIMIT = 0.050
"""Seconds that the bootstrap may add."""


def seconds(python: str) -> float:
    begin = time.perf_counter()
    subprocess.run([python, str(ROOT / "build.py"), "--help"], check=True, capture_output=True)
    return time.perf_counter() - begin


def main() -> int:
    outside = sys.argv[1] if len(sys.argv) > 1 else sys.executable
    seconds(outside)  # makes the environment if need be, and warms the disk's cache
    rounds = [(seconds(outside), seconds(str(INSIDE))) for _ in range(ROUNDS)]
    through, within = (statistics.median(column) for column in zip(*rounds, strict=True))
    sys.stdout.write(
        f"through the bootstrap {through * 1000:.1f} ms, inside {within * 1000:.1f} ms: "
        f"{(through - within) * 1000:+.1f} ms, a factor of {through / within:.2f} (medians of {ROUNDS})\n"
    )
    return int(through - within > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
