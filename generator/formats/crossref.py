"""Works of Crossref's REST API, one or a list: https://api.crossref.org/swagger-ui/index.html

An item is CSL-JSON in Crossref's dialect (`_shared.csl`); here is what lies around it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.formats import Format, Loaded
from generator.formats._shared import csl, database, json_text
from generator.formats._shared.entry import Draft


def load(text: str, path: str) -> Loaded:
    """Read a message of the API, its items, or items alone."""
    return database.load(text, path, {"message": {"items": {}}, "items": {}}, _fill)


def _fill(draft: Draft, item: Mapping[str, Any]) -> str:
    if item.get("source") == "Crossref":  # who keeps the record, not where it was found
        draft.source.leave_out("source", draft.line)
        item = {key: value for key, value in item.items() if key != "source"}
    csl.fill(draft, item)
    return str(item.get("DOI") or item.get("id") or "")


def recognises(text: str) -> bool:
    """JSON with keys that only Crossref writes."""
    return json_text.kind(text) == FORMAT.name


FORMAT = Format("crossref", "Crossref", (".json",), recognises, load=load)
