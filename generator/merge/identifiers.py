"""What a publication, or a version of it, is known by wherever it is told of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)")


def ids(said: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The identifiers of a publication and its versions, the surest first: (`DOI` or `arXiv`, the identifier)."""
    stated = [said, *said.get("version", ())]
    found = [("DOI", str(each["DOI"]).lower()) for each in stated if each.get("DOI")]
    found += [("arXiv", re.sub(r"v\d+$", "", str(each["arXiv"]).lower())) for each in stated if each.get("arXiv")]
    return found + [("arXiv", match[1]) for _, doi in found if (match := _ARXIV_DOI.fullmatch(doi))]
