"""The whole, from top to bottom: sources → Markdown files (`import_sources`), Markdown files → site (`build_site`)."""

from generator.pipeline.building import Built, Progress, build_site, check
from generator.pipeline.importing import Imported, import_due, import_sources
from generator.pipeline.settings import settings_of

__all__ = ["Built", "Imported", "Progress", "build_site", "check", "import_due", "import_sources", "settings_of"]
