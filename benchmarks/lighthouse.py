"""What Lighthouse says of the made-up laboratory's home, list, paper, author and search page, and how heavy each page is.

    npm install --prefix .venv/tools --no-save --no-audit --no-fund --ignore-scripts lighthouse@12.8.2
    .venv/bin/python benchmarks/lighthouse.py [--runs 3] [--only paper] [--form mobile|desktop]

Lighthouse (https://github.com/GoogleChrome/lighthouse; this version runs on Node ≥ 18.16) drives the browser that the tests use;
it downloads none. The site is served on this computer, compressed. Shown is the median of the runs in each of the four
categories, and the style sheets and scripts that a page loads, compressed. Exit code 1 where a score is under 95, or a page
over its limit.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests import tools
from tests.rendering import rendered
from tests.showcase import SHOWCASE, served, without_crowd

PROGRAM = tools.FETCHED / "node_modules" / "lighthouse" / "cli" / "index.js"
PAGES = {
    "home": "index.html",
    "list": "publications/index.html",
    "paper": "publications/tide-reader-3.html",
    "author": "authors/ingrid-solheim.html",
    "search": "search.html?q=tide",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
ENOUGH = 95
LIMITS = {"css": 20 * 1024, "js": 12 * 1024}
"""Bytes of style sheets and of scripts that a page may load, compressed."""
TIMEOUT = 180
"""Seconds for one run."""
WORDS = {"Stylesheet": "css", "Script": "js"}


def main(arguments: Sequence[str]) -> int:
    options = _parser().parse_args(arguments)
    program, node, browser = Path(options.lighthouse), shutil.which("node"), tools.find_browser()
    if not (program.is_file() and node and browser):
        sys.stderr.write(f"This needs Node, Lighthouse and a browser.\n\n{__doc__}")
        return 2
    wanted = {name: path for name, path in PAGES.items() if name in (options.only or PAGES)}
    with tempfile.TemporaryDirectory() as folder:
        with without_crowd():
            site = rendered(SHOWCASE, Path(folder), base_url="https://coast.example/")
        with served(site.folder, "/") as at:
            command = [node, str(program)]
            reports = {
                name: [_run(command, browser, at + path, options.form, Path(folder)) for _ in range(options.runs)]
                for name, path in wanted.items()
            }
        failed = _print(reports, site.folder)
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Lighthouse on five pages of the made-up laboratory.")
    parser.add_argument("--runs", type=int, default=3, help="the median of so many (default: 3)")
    parser.add_argument("--only", action="append", choices=PAGES, help="this page alone; may be given more than once")
    parser.add_argument("--form", choices=["mobile", "desktop"], default="mobile", help="default: mobile, a slow phone")
    parser.add_argument("--lighthouse", default=str(PROGRAM), help="its cli/index.js, if it lies elsewhere")
    return parser


def _run(command: Sequence[str], browser: str, url: str, form: str, folder: Path) -> dict[str, Any]:
    """One report; Lighthouse starts and ends the browser."""
    report = folder / "report.json"
    report.unlink(missing_ok=True)
    as_root = sys.platform != "win32" and os.geteuid() == 0  # for root, Chromium has no sandbox
    flags = ["--headless=new", "--disable-quic", "--disable-background-networking", *(["--no-sandbox"] if as_root else [])]
    arguments = [
        url,
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={' '.join(flags)}",
        "--no-enable-error-reporting",
        *(["--preset=desktop"] if form == "desktop" else []),
    ]
    done = subprocess.run(
        [*command, *arguments],
        env=os.environ | {"CHROME_PATH": browser},
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )
    if done.returncode or not report.is_file():
        raise SystemExit(f"Lighthouse failed on {url}:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return found


def _scores(reports: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    return {
        category: round(100 * statistics.median(report["categories"][category]["score"] or 0 for report in reports))
        for category in CATEGORIES
    }


def _weights(report: Mapping[str, Any], folder: Path) -> dict[str, int]:
    """Compressed bytes of what the page loaded, by kind; from the files, as a server's compression may differ."""
    weights = dict.fromkeys(LIMITS, 0)
    for item in report["audits"]["network-requests"]["details"]["items"]:
        kind = WORDS.get(item.get("resourceType", ""))
        file = folder / urlsplit(item["url"]).path.lstrip("/")
        if kind and file.is_file():
            weights[kind] += len(gzip.compress(file.read_bytes(), 9, mtime=0))
    return weights


def _print(reports: Mapping[str, Sequence[Mapping[str, Any]]], folder: Path) -> bool:
    """The table; whether anything is short of what is wanted."""
    failed = False
    sys.stdout.write(f"{'page':10}" + "".join(f"{each:>16}" for each in CATEGORIES) + f"{'CSS':>10}{'script':>10}\n")
    why: list[str] = []
    for name, found in reports.items():
        scores, weights = _scores(found), _weights(found[-1], folder)
        sys.stdout.write(f"{name:10}" + "".join(f"{scores[each]:>16}" for each in CATEGORIES))
        sys.stdout.write("".join(f"{weights[kind] / 1024:>7.1f} KB" for kind in LIMITS) + "\n")
        failed |= any(score < ENOUGH for score in scores.values()) or any(weights[kind] > LIMITS[kind] for kind in LIMITS)
        for category in CATEGORIES:
            if scores[category] < 100:
                why += (f"{name}, {category}: {reason}" for reason in _reasons(found[-1], category))
    sys.stdout.write("".join(f"{line}\n" for line in why))
    return failed


def _reasons(report: Mapping[str, Any], category: str) -> list[str]:
    """The audits that cost points, the dearest first."""
    lost = []
    for reference in report["categories"][category]["auditRefs"]:
        audit = report["audits"][reference["id"]]
        if reference["weight"] and audit["score"] is not None and audit["score"] < 0.95:
            value = f" ({audit['displayValue']})" if audit.get("displayValue") else ""
            lost.append((reference["weight"] * (1 - audit["score"]), audit["title"] + value))
    return [title for _, title in sorted(lost, reverse=True)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
