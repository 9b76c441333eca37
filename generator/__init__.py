"""Labpress: from a lab's publication list to Markdown files, and from these to a static site.

`pipeline` reads from top to bottom as the picture of the whole; `ARCHITECTURE.md` draws it.
"""

__version__ = "0.1.0"
