"""`python3 build.py test --screenshots [FOLDER]`: pictures of every kind of page of the seed and of the showcase, to look at.

Each is named `site-page-width-scheme-lang.png`, or `site-page@state-…` for a page in a state (a menu open, the search over it,
on paper). `contact.html` shows them all as thumbnails, and `contact.png` is a picture of it. What was in the folder under these
names is replaced; nothing else in it is touched.
"""

from __future__ import annotations

import html
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests import tools
from tests.rendering import ROOT, Rendered, rendered
from tests.showcase import BASE, CROWD, SHOWCASE, served, without_crowd

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DEFAULT = ".labpress/screenshots"
WIDTHS = (360, 768, 1440)
SCHEMES = ("light", "dark")
LANGUAGES = ("en", "fr")
HEIGHTS = {360: 740, 768: 1024, 1440: 900}
TALLEST = 4000
"""Pixels of a page that a picture shows; a list goes on like that."""
STILL = """
*, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent !important; }
html { scroll-behavior: auto !important; }"""
PAGES = {
    "lab": {
        "home": "index.html",
        "list": "publications/index.html",
        "paper": "publications/tide-reader-3.html",
        "paper-400-authors": f"publications/{CROWD}.html",
        "paper-long-title": "publications/slow-disagreement.html",
        "paper-arabic": "publications/arabic-harbours.html",
        "paper-nothing-known": "publications/nothing-known.html",
        "paper-retracted": "publications/retracted-surge.html",
        "paper-mathematics": "publications/patience-of-gauges.html",
        "author": "authors/ingrid-solheim.html",
        "author-one-word": "authors/nirmala.html",
        "author-namesake": "authors/wei-zhang-nanwan.html",
        "authors": "authors/index.html",
        "members": "members.html",
        "years": "years/index.html",
        "year": "years/2024.html",
        "venues": "venues/index.html",
        "keyword": "keywords/archives.html",
        "about": "about.html",
        "contact-page": "contact.html",
        "search": "search.html",
        "missing": "nowhere/at/all.html",
    },
    "seed": {
        "home": "index.html",
        "list": "publications/index.html",
        "paper": "publications/discrete-key-value-bottleneck.html",
        "author": "authors/yan-zhang.html",
        "authors": "authors/index.html",
        "search": "search.html",
    },
}
Act = Callable[["Page"], None]


@dataclass(frozen=True)
class Shot:
    """One picture to take."""

    site: str
    page: str
    path: str
    width: int
    scheme: str
    lang: str
    state: str = ""
    act: Act | None = None

    @property
    def name(self) -> str:
        state = f"@{self.state}" if self.state else ""
        return f"{self.site}-{self.page}{state}-{self.width}-{self.scheme}-{self.lang}.png"


def _open_abstract(page: Page) -> None:
    page.locator("main details > summary").first.click()


def _open_palette(page: Page) -> None:
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open]", timeout=3000)


def _search_in_palette(page: Page) -> None:
    _open_palette(page)
    page.keyboard.type("tide guage")
    page.wait_for_selector("dialog[open] [role=option]", timeout=5000)
    page.keyboard.press("ArrowDown")


def _show_everybody(page: Page) -> None:
    for button in page.locator("main .authors button:visible, main .authors ~ button:visible").all():
        button.click()


def _focus(page: Page) -> None:
    for _ in range(12):
        page.keyboard.press("Tab")


def _skip_link(page: Page) -> None:
    page.keyboard.press("Tab")


def _open_menu(page: Page) -> None:
    page.locator("header button[aria-expanded]:visible, header details > summary:visible").first.click(timeout=1500)


def _paper(page: Page) -> None:
    page.emulate_media(media="print")


def _results(page: Page) -> None:
    page.wait_for_selector("#results[data-state=done]", state="attached", timeout=5000)


STATES: Sequence[tuple[str, str, str, Act]] = (
    ("lab", "list", "abstract-open", _open_abstract),
    ("seed", "list", "abstract-open", _open_abstract),
    ("lab", "home", "palette", _open_palette),
    ("lab", "home", "palette-results", _search_in_palette),
    ("lab", "home", "focus", _focus),
    ("lab", "home", "skip-link", _skip_link),
    ("lab", "home", "menu", _open_menu),
    ("lab", "paper", "focus", _focus),
    ("lab", "paper", "print", _paper),
    ("lab", "list", "print", _paper),
    ("seed", "list", "print", _paper),
    ("lab", "paper-400-authors", "everybody", _show_everybody),
    ("lab", "search?q=tides", "results", _results),
    ("lab", "search?q=hidrophones", "misspelt", _results),
    ("lab", "search?q=zzzzqqq", "nothing", _results),
    ("seed", "search?q=zhang", "results", _results),
)


def shots() -> Iterator[Shot]:
    """Every picture: each page in each width, scheme and language; each state in each width and scheme, in one language."""
    for site, pages in PAGES.items():
        for page, path in pages.items():
            for width in WIDTHS:
                for lang in LANGUAGES:
                    for scheme in SCHEMES:
                        yield Shot(site, page, path, width, scheme, lang)
    for site, page, state, act in STATES:
        page, mark, query = page.partition("?")
        for width in WIDTHS:
            for scheme in SCHEMES if state != "print" else ("light",):
                yield Shot(site, page, PAGES[site][page] + mark + query, width, scheme, "en", state, act)


def main(folder: Path, only: str = "") -> int:
    """Takes the pictures whose names match `only`; 1 if a page could not be brought into its state, and it says which."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    wanted = [shot for shot in shots() if re.search(only, shot.name)]
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        at = {name: stack.enter_context(served(site.folder)) for name, site in _sites(work).items()}
        playwright = stack.enter_context(sync_playwright())
        as_root = sys.platform != "win32" and os.geteuid() == 0  # for root, Chromium has no sandbox
        arguments = ["--force-color-profile=srgb", "--font-render-hinting=none", "--disable-lcd-text", "--hide-scrollbars"]
        browser = playwright.chromium.launch(
            executable_path=tools.find_browser(), args=[*arguments, *(["--no-sandbox"] if as_root else [])]
        )
        stack.callback(browser.close)
        taken, failed = _take(browser, at, wanted, folder)
        _contact_sheet(browser, taken, folder)
    sys.stdout.write(f"{len(taken)} pictures in {folder}, all on one sheet: contact.png\n")
    for shot, reason in failed:
        sys.stdout.write(f"not taken: {shot.name}: {reason}\n")
    return 1 if failed else 0


def _sites(work: Path) -> dict[str, Rendered]:
    with without_crowd():
        lab = rendered(SHOWCASE, work / "lab", base_url="https://coast.example" + BASE)
    return {"lab": lab, "seed": rendered(ROOT, work / "seed", base_url="https://lab.example" + BASE)}


def _take(
    browser: Browser, at: dict[str, str], wanted: Sequence[Shot], folder: Path
) -> tuple[list[Shot], list[tuple[Shot, str]]]:
    from playwright.sync_api import Error

    taken: list[Shot] = []
    failed: list[tuple[Shot, str]] = []
    for width in WIDTHS:
        for scheme in SCHEMES:
            context = browser.new_context(
                viewport={"width": width, "height": HEIGHTS[width]},
                device_scale_factor=1,
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
                locale="en-GB",
                timezone_id="UTC",
                bypass_csp=True,  # for the style sheet that keeps everything still
            )
            for shot in (each for each in wanted if (each.width, each.scheme) == (width, scheme)):
                page = context.new_page()
                try:
                    _one(page, at[shot.site], shot, folder)
                    taken.append(shot)
                except Error as error:
                    if shot.state == "menu":  # a head without a menu at this width
                        continue
                    failed.append((shot, str(error).splitlines()[0]))
                finally:
                    page.close()
            context.close()
    return taken, failed


def _one(page: Page, at: str, shot: Shot, folder: Path) -> None:
    page.goto(at + ("fr/" if shot.lang == "fr" else "") + shot.path, wait_until="load")
    page.add_style_tag(content=STILL)
    page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach((each) => { each.loading = 'eager'; })")
    page.evaluate("Promise.all([document.fonts.ready, ...[...document.images].map((each) => each.decode().catch(() => {}))])")
    if shot.act:
        shot.act(page)
        page.evaluate("document.body.offsetWidth; document.fonts.ready")  # on paper, titles stand in italics
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    if shot.state in ("palette", "palette-results", "focus", "skip-link", "menu"):
        page.screenshot(path=folder / shot.name)  # as the window shows it
        return
    height = min(int(page.evaluate("document.documentElement.scrollHeight")), TALLEST)
    page.screenshot(
        path=folder / shot.name, full_page=True, clip={"x": 0, "y": 0, "width": shot.width, "height": max(height, 200)}
    )


SHEET_STYLE = """
body { margin: 16px; font: 11px/1.3 sans-serif; background: #888; color: #000; inline-size: 2600px; }
h2 { margin: 20px 0 8px; font-size: 20px; }
.row { display: flex; flex-wrap: wrap; gap: 10px; align-items: start; }
figure { margin: 0; background: #ddd; padding: 4px; }
img { display: block; object-fit: cover; object-position: top; block-size: 260px; }
.w360 img { inline-size: 120px; } .w768 img { inline-size: 180px; } .w1440 img { inline-size: 300px; }
"""


def _contact_sheet(browser: Browser, taken: Sequence[Shot], folder: Path) -> None:
    rows: dict[str, list[Shot]] = {}
    for shot in taken:
        rows.setdefault(f"{shot.site}: {shot.page}{f', {shot.state}' if shot.state else ''}", []).append(shot)
    parts = ["<!doctype html><meta charset=utf-8><title>Screenshots</title>", f"<style>{SHEET_STYLE}</style>"]
    for title, found in rows.items():
        parts.append(f"<h2>{html.escape(title)}</h2><div class=row>")
        for shot in sorted(found, key=lambda each: (each.lang, each.width, each.scheme != "light")):
            words = f"{shot.width} {shot.scheme} {shot.lang}"
            parts.append(
                f'<figure class="w{shot.width}"><a href="{shot.name}"><img src="{shot.name}" alt=""></a>'
                f"<figcaption>{words}</figcaption></figure>"
            )
        parts.append("</div>")
    sheet = folder / "contact.html"
    sheet.write_text("\n".join(parts) + "\n", "utf-8")
    page = browser.new_page(viewport={"width": 2632, "height": 900})
    page.goto(sheet.resolve().as_uri())
    page.screenshot(path=folder / "contact.png", full_page=True)
    page.close()
