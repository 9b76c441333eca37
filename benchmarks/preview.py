"""How long it takes from a save until the browser shows it, on this project's own content: `python -m benchmarks.preview`.

An edit's way has four parts: until the build begins (the change is seen), the build, until the page is told, and until Chromium
has painted the new text. It is measured for a page that shows the text in place, and for one that is loaded again, as it is
where more is different than text. The figures are milliseconds of wall clock, for the build also of CPU time: on a machine that
does other things too, only that says what the build itself takes.
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
from collections.abc import Callable, Sequence
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
WATCH = """again => {
    const now = () => performance.timeOrigin + performance.now();
    const note = (what, time) => sessionStorage.setItem(what, time);
    const perform = LiveReload.performReload.bind(LiveReload);
    sessionStorage.clear();
    LiveReload.performReload = (message) => {
        note("told", now());
        if (again) delete message.files;
        perform(message);
    };
    new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(() => note("painted", now()))))
        .observe(document.querySelector("h1"), { characterData: true, childList: true, subtree: true });
}"""
"""A page that is loaded again is painted when the browser says so. For one that shows the text in place, it is when the next
frame but one begins: the one before it has been painted then."""
SHOWN = """() => {
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    const { told, painted = performance.timeOrigin + paint.startTime } = sessionStorage;
    return [document.querySelector("h1").textContent, Number(told), Number(painted)];
}"""
PARTS = ("seen", "build", "told", "painted", "all", "build, CPU")


def edit(page: Page, file: Path, title: str, wait: Callable[[], list[float]], *, again: bool) -> list[float]:
    """The parts of one edit, in the order of PARTS. `wait` waits for the build, and until all is shown for certain: nothing is
    asked of the page before, which would make it slower.
    """
    lines = file.read_text("utf-8").splitlines(keepends=True)
    lines[1] = f"title: {title}\n"
    page.wait_for_function(LISTENS)
    page.evaluate(WATCH, again)
    saved = time.time() * 1000
    file.write_text("".join(lines), "utf-8")
    began, ended, cpu, _ = wait()
    shown, told, painted = page.evaluate(SHOWN)
    if shown != title:
        raise RuntimeError(f"the page shows {shown!r}")
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

                def wait() -> list[float]:
                    built = next_build()
                    time.sleep(options.pause)
                    return built

                for again, words in ((False, "shown in place"), (True, "loaded again")):
                    found = [edit(page, file, f"Edit {n}, {words}", wait, again=again) for n in range(options.edits + 3)]
                    say(words, found[3:])  # after those that warm everything up
            finally:
                server.terminate()
        browser.close()


def say(words: str, found: Sequence[Sequence[float]]) -> None:
    sys.stdout.write(f"{f'{len(found)} edits, {words}':28}{'median':>8}{'least':>8}{'most':>8}\n")
    for part, figures in zip(PARTS, zip(*found, strict=True), strict=True):
        sys.stdout.write(f"{part:28}{statistics.median(figures):8.0f}{min(figures):8.0f}{max(figures):8.0f}\n")


if __name__ == "__main__":
    main()
