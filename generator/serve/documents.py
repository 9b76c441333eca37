"""What goes over the wire: the types of files, the script that a page is given, and the page that there is without a site."""

from __future__ import annotations

import html
import mimetypes
import re

from generator.permalinks import ASSETS
from generator.serve.shown import Preview

TYPES = mimetypes.MimeTypes(())  # without the files of the system, which differ
for _ending, _type in {
    ".atom": "application/atom+xml",
    ".avif": "image/avif",
    ".bib": "text/x-bibtex",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".ris": "application/x-research-info-systems",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}.items():
    TYPES.add_type(_type, _ending)
TEXTS = re.compile(r"text/.*|image/svg\+xml|application/(javascript|json|xml|.*\+json|.*\+xml)")

HEAD_END = re.compile(rb"<!--.*?(?:-->|\Z)|</head\s*>", re.DOTALL | re.IGNORECASE)

LOADS = re.compile(rb"<(?:link|script)\s[^>]*>", re.IGNORECASE)
ASSET = re.compile(rf"""(?<=["'\s=])((?:\.\./)*){ASSETS}/""".encode())
VERSIONED = re.compile(rf"/{ASSETS}~([0-9a-f]+)/")


def content_type(name: str) -> str:
    kind = TYPES.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if TEXTS.fullmatch(kind) else kind


def inject(page: bytes, script: bytes) -> bytes:
    """The page with a script at the end of its head; a fragment, which has none, as it is."""
    for found in HEAD_END.finditer(page):
        if not found[0].startswith(b"<!--"):
            return page[: found.start()] + script + page[found.start() :]
    return page


def version_assets(page: bytes, version: str) -> bytes:
    """The page with the folder of the theme's files under the name of their version, wherever it loads one of them."""
    return LOADS.sub(lambda tag: ASSET.sub(rf"\1{ASSETS}~{version}/".encode(), tag[0]), page)


def unversioned(path: str) -> tuple[str, str]:
    """A path as a page names it, without the version of the theme's files, and that version, if there is one."""
    found = VERSIONED.search(path)
    return (path.replace(found[0], f"/{ASSETS}/", 1), found[1]) if found else (path, "")


def broken(preview: Preview) -> bytes:
    """What is shown while there is no site to show."""
    say = preview.catalogue
    title = html.escape(say.message("serve.broken"))
    problems = "\n\n".join(html.escape(say.problem(problem)) for problem in preview.mistakes)
    text = problems or html.escape(say.message("serve.missing"))
    return (
        f'<!doctype html>\n<html lang="{say.lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="'
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<link rel="icon" href="data:,">\n'
        f'<link rel="stylesheet" href="/livereload.css">\n<title>{title}</title>\n</head>\n'
        f'<body class="panel">\n<main>\n<h1>{title}</h1>\n<pre>{text}</pre>\n</main>\n</body>\n</html>\n'
    ).encode()
