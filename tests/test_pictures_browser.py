"""Pictures in a real browser: as large as they are, or smaller where there is no room; never enlarged."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.rendering import lay_out, rendered

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.needs("browser")

SIZES = {"small": (40, 30), "tall": (60, 900), "wide": (2400, 600), "large": (1600, 1600)}
PLACES = {"publications": ".image img", "authors": ".portrait img", "": "main img"}
SHOWN = """each => ({
    width: each.clientWidth, height: each.clientHeight, natural: [each.naturalWidth, each.naturalHeight],
    room: each.parentElement.clientWidth,
})"""


def png(width: int, height: int) -> bytes:
    """A grey picture (https://www.w3.org/TR/png-3/)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + b"\x80" * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def site(root: Path, theme: str) -> Path:
    """A site with each picture in a free page, as a portrait and with a paper, rendered."""
    files: dict[str, str | bytes] = {"site.toml": f'title = "A lab"\n[theme]\nname = "{theme}"\n'}
    for name, size in SIZES.items():
        picture = f"image: {{file: {name}.png, alt: A picture}}"
        files[f"static/{name}.png"] = png(*size)
        files[f"pages/{name}.md"] = (
            f"---\ntitle: A page\n---\n\nWords ![A picture]({name}.png) and words.\n\n![A picture]({name}.png)\n"
        )
        files[f"publications/{name}.md"] = f"---\ntitle: Snow {name}\nauthor: [Jane {name.title()}]\n{picture}\n---\n"
        files[f"authors/jane-{name}.md"] = f"---\nname: Jane {name.title()}\n{picture}\n---\n\nShe *listens*.\n"
    lay_out(root / "content", files)
    return rendered(root, root / "built").folder


@pytest.mark.parametrize("theme", ["base", "folio"])
def test_a_picture_is_never_enlarged_nor_wider_than_its_place(theme: str, browser: Browser, tmp_path: Path) -> None:
    folder = site(tmp_path, theme)
    with browser.new_context() as context:
        page = context.new_page()
        for width in (360, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            for name in SIZES:
                for place, selector in PLACES.items():
                    file = folder / place / f"{'jane-' if place == 'authors' else ''}{name}.html"
                    page.goto(file.as_uri())
                    page.wait_for_function("[...document.images].every(each => each.complete && each.naturalWidth)")
                    pictures: list[dict[str, Any]] = page.locator(selector).evaluate_all(f"all => all.map({SHOWN})")
                    assert pictures, file
                    for picture in pictures:
                        wide, high = picture["natural"]
                        assert picture["width"] <= min(wide, picture["room"]), (file, picture)
                        assert picture["height"] <= high, (file, picture)
                        assert abs(picture["width"] / wide - picture["height"] / high) < 0.02, (file, picture, "is distorted")
                        if name == "small":
                            assert (picture["width"], picture["height"]) == (wide, high), (file, picture)
