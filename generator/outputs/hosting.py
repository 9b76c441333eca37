"""What hosts and crawlers ask for: `robots.txt` (https://www.rfc-editor.org/rfc/rfc9309) and `.nojekyll`, which tells GitHub
Pages to publish the files as they are (https://docs.github.com/pages/getting-started-with-github-pages/about-github-pages).
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.outputs import File, Output
from generator.permalinks import NO_JEKYLL, ROBOTS, SITEMAP, absolute
from generator.site import Site


def _files(site: Site) -> Iterator[File]:
    if site.lang != site.config.language:
        return
    base_url = site.config.base_url
    lines = ["User-agent: *", "Allow: /", *([f"Sitemap: {absolute(SITEMAP, base_url)}"] if base_url else []), ""]
    yield File(ROBOTS, "\n".join(lines).encode())
    yield File(NO_JEKYLL, b"")


OUTPUT = Output("hosting", _files)
