"""A Markdown file with front matter: read strictly, written plainly, and edited without touching what is not meant."""

from generator.front_matter.editing import edit
from generator.front_matter.reading import FENCE, Handler, MarkdownFile, parse
from generator.front_matter.writing import Flow, compose

__all__ = ["FENCE", "Flow", "Handler", "MarkdownFile", "compose", "edit", "parse"]
