"""How long it takes from a save until the browser shows it, on this project's own content: `python -m benchmarks.preview`.

An edit's way has four parts: until the build begins (the change is seen, and nothing follows it), the build, until the page
is told, and until Chromium has painted the new text. The figures are milliseconds of wall clock, for the build also of CPU
time: on a machine that does other things too, only that says what the build itself takes.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests import tools

if TYPE_CHECKING:
    from playwright.sync_api import Page

SERVE = """
import json, sys, time
from pathlib import Path
from generator import pipeline
from generator.i18n import tool_catalogue
from generator.paths import site_paths
from generator.serve import serve

build = pipeline.build_site

def timed(*args, **options):
    began, cpu = time.time(), time.process_time()
    built = build(*args, **options)
    files = len(built.written.written)
    say(json.dumps([began * 1000, time.time() * 1000, (time.process_time() - cpu) * 1000, files]))
    return built

def say(line):
    print(line, flush=True)

pipeline.build_site = timed
serve(site_paths(Path(sys.argv[1])), catalogue=tool_catalogue("en"), port=0, say=say, report=print)
"""
LISTENS = "() => window.LiveReload && LiveReload.connector.protocol === 7"
NOTE_THE_MESSAGE = """() => {
    const reload = LiveReload.performReload.bind(LiveReload);
    LiveReload.performReload = (message) => {
        sessionStorage.setItem("told", performance.timeOrigin + performance.now());
        reload(message);
    };
}"""
PAINTED = """title => {
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    if (!paint || document.querySelector("h1").textContent !== title) return null;
    return [Number(sessionStorage.getItem("told")), performance.timeOrigin + paint.startTime];
}"""
PARTS = ("seen", "build", "told", "painted", "all", "build, CPU")


def edit(page: Page, file: Path, number: int, next_build: Callable[[], list[float]]) -> list[float]:
    """The parts of one edit, in the order of PARTS."""
    title = f"Edit number {number}"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    lines[1] = f"title: {title}\n"
    page.wait_for_function(LISTENS)
    page.evaluate(NOTE_THE_MESSAGE)
    saved = time.time() * 1000
    file.write_text("".join(lines), "utf-8")
    began, ended, cpu, _ = next_build()
    told, painted = page.wait_for_function(PAINTED, arg=title).json_value()
    return [began - saved, ended - began, told - ended, painted - told, painted - saved, cpu]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=25)
    parser.add_argument(
        "--pause", type=float, default=2.2, help="seconds between two edits; files that were just written are read again"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        shutil.copytree(tools.ROOT / "content", Path(folder, "content"))
        file = min(Path(folder, "content", "publications").glob("*.md"))
        browser = playwright.chromium.launch(executable_path=tools.find_browser(), args=["--no-sandbox"])
        command = [sys.executable, "-c", SERVE, folder]
        with subprocess.Popen(command, cwd=tools.ROOT, stdout=subprocess.PIPE, text=True) as server:
            output = server.stdout or sys.stdin

            def next_build() -> list[float]:
                return next(json.loads(line) for line in output if line.startswith("["))

            try:
                next_build()
                url = next(word for word in output.readline().split() if word.startswith("http://"))
                page = browser.new_page()
                page.goto(f"{url}publications/{file.stem}.html")
                found = []
                for number in range(options.edits + 3):
                    time.sleep(options.pause)
                    found.append(edit(page, file, number, next_build))
            finally:
                server.terminate()
        browser.close()
    sys.stdout.write(f"{options.edits} edits{'median':>16}{'least':>8}{'most':>8}\n")
    for part, figures in zip(PARTS, zip(*found[3:], strict=True), strict=True):  # after those that warm everything up
        sys.stdout.write(f"{part:16}{statistics.median(figures):8.0f}{min(figures):8.0f}{max(figures):8.0f}\n")


if __name__ == "__main__":
    main()
