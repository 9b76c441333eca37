"""How well the search finds what is meant, and how fast.

    python benchmarks/search.py PAPERS.jsonl[.gz] QUERIES.jsonl [--first N]

A line of PAPERS has `title`, `authors`, `abstract`, `venue`, `year`, `topics`; a line of QUERIES has `cls`, `q` and `rel`, the
0-based lines of the right papers. People in the results are passed over, since the right answers are papers.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from generator import site
from generator.config import SiteConfig
from generator.content import Content
from generator.markdown import escape
from generator.model import Name, PartialDate, Publication
from generator.outputs import File, search
from tests import tools

MODULE = tools.ROOT / "themes" / "base" / "static" / "search.js"
RUN = """async ([data, queries]) => {
  const search = await import("/search.js");
  const started = performance.now();
  const index = search.read(JSON.parse(data));
  const loaded = performance.now() - started;
  return [loaded, queries.map((query) => {
    const before = performance.now();
    const found = search.search(index, query);
    const time = performance.now() - before;
    return [time, found.filter((each) => "title" in each).map((each) => each.path)];
  })];
}"""


def read(file: Path, count: int | None = None) -> list[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in itertools.islice(lines, count)]


def publication(row: dict[str, Any]) -> Publication:
    return Publication(
        row["title"],
        author=tuple(Name(printed=name) for name in row["authors"]),
        issued=PartialDate(row["year"]) if row["year"] else None,
        container_title=row["venue"] or "",
        keyword=tuple(row["topics"]),
        abstract=escape(row["abstract"] or ""),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--first", type=int, default=1000, help="how many of the papers")
    arguments = parser.parse_args()

    content = Content({f"p{number}": publication(row) for number, row in enumerate(read(arguments.papers, arguments.first))})
    built, _ = site.build(content, SiteConfig(), "en")
    started = time.perf_counter()
    (file,) = search.OUTPUT.files(built)
    assert isinstance(file, File)  # noqa: S101
    seconds, packed = time.perf_counter() - started, len(gzip.compress(file.content, 9))
    print(f"index: {len(file.content):,} bytes, {packed:,} gzipped, made in {seconds:.2f} s")  # noqa: T201

    queries = [query for query in read(arguments.queries) if min(query["rel"]) < arguments.first]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=tools.find_browser(), args=["--no-sandbox"])
        page = browser.new_page()
        page.route("http://site.test/", lambda route: route.fulfill(body="", content_type="text/html"))
        page.route("http://site.test/search.js", lambda route: route.fulfill(path=MODULE))
        page.goto("http://site.test/")
        loaded, answers = page.evaluate(RUN, [file.content.decode(), [query["q"] for query in queries]])
        browser.close()

    ranks: dict[str, list[int]] = {}
    for query, (_, paths) in zip(queries, answers, strict=True):
        right = {f"publications/p{number}.html" for number in query["rel"]}
        rank = next((at for at, path in enumerate(paths, 1) if path in right), 0)
        for name in (query["cls"], "all"):
            ranks.setdefault(name, []).append(rank)
    print(f"{'class':16} {'n':>4}    s@1    s@5    MRR")  # noqa: T201
    for name, found in sorted(ranks.items(), key=lambda item: item[0] == "all"):
        first, five = (sum(0 < rank <= most for rank in found) / len(found) for most in (1, 5))
        mean = statistics.mean(1 / rank if rank else 0 for rank in found)
        print(f"{name:16} {len(found):4} {first:6.3f} {five:6.3f} {mean:6.3f}")  # noqa: T201
    times = sorted(taken for taken, _ in answers)
    print(f"loaded in {loaded:.0f} ms; a query takes {times[len(times) // 2]:.1f} ms (median), {times[-1]:.1f} ms (slowest)")  # noqa: T201


if __name__ == "__main__":
    main()
