"""Zotero's *Extra*, which holds `key: value` lines for what an item has no field for, among a person's own words.

https://www.zotero.org/support/kb/item_types_and_fields#citing_fields_from_extra, and what Zotero's translators and Better BibTeX
write there: https://retorque.re/zotero-better-bibtex/exporting/extra-fields/
"""

from __future__ import annotations

import re

_NAMES_OF_ZOTERO = {
    "publication": "container-title", "publication-title": "container-title", "book-title": "container-title",
    "proceedings-title": "container-title", "series": "collection-title", "series-title": "collection-title",
    "place": "publisher-place", "institution": "publisher", "university": "publisher", "conference-name": "event-title",
    "meeting-name": "event-title", "pages": "page", "date": "issued", "short-title": "title-short", "rights": "license",
    "report-number": "number", "series-number": "collection-number", "of-pages": "number-of-pages",
    "original-date": "original-date", "citation-key": "citation-key", "type": "type", "status": "status",
}  # fmt: skip
"""What Zotero calls a field → CSL's variable."""
_VARIABLES = (
    "author available-date archive archive_collection archive_location archive-place arXiv authority call-number chair "
    "chapter-number collection-editor collection-number collection-title compiler composer container-author container-title "
    "container-title-short contributor curator dimensions director division DOI edition editor editor-translator "
    "editorial-director event event-date event-place event-title executive-producer genre guest host illustrator interviewer "
    "ISBN ISSN issue issued jurisdiction language license medium narrator number number-of-pages number-of-volumes organizer "
    "original-author original-publisher original-publisher-place original-title page part-number part-title performer PMCID PMID "
    "printing-number producer publisher publisher-place recipient reviewed-author reviewed-genre reviewed-title scale "
    "script-writer section series-creator source submitted supplement-number title-short translator URL version volume "
    "volume-title year-suffix"
).split()
"""CSL's variables that can stand there; not those that say what a person's note may say in these words: *Abstract: …*."""
_OF_PROGRAMS = (
    "ADS Bibcode, Bibcode, Backup Publisher, Google-Books-ID, ID, LCCN, Library Catalog, MAG ID, MR, MR Number, OCLC, "
    "Page Version ID, Read_Status, Read_Status_Date, S2ID, SSRN Scholarly Paper ID, ZSCC, Zbl, Zbl Number"
).split(", ")
"""Keys that translators and plug-ins write."""


def _folded(key: str) -> str:
    return re.sub(r"[ _-]+", "-", key.strip().lower())


_KNOWN = {
    **{_folded(key): key for key in _OF_PROGRAMS},
    **{_folded(variable): variable for variable in _VARIABLES},
    **_NAMES_OF_ZOTERO,
}
_LINE = re.compile(r"(?m)^[ \t]*(?:\{:)?([A-Za-z][\w \-]{1,30}?|tex\.[\w.\-]{1,40}|_\w{1,40})[ \t]*([:=])[ \t]*(\S[^\n]*)\n?")


def taken(note: str) -> tuple[str, list[tuple[str, str]]]:
    """(what a person wrote into a note, the lines that programs read as CSL's variable or their own key, and value)."""
    lines: list[tuple[str, str]] = []

    def take(found: re.Match[str]) -> str:
        key, mark, value = found[1], found[2], found[3].rstrip()
        own = key.startswith(("tex.", "_"))
        known = key if own else _KNOWN.get(_folded(key))
        if known is None or (mark == "=" and not own):
            return found[0]
        lines.append((known, value.removesuffix("}") if found[0].lstrip().startswith("{:") else value))
        return ""

    return _LINE.sub(take, note), lines
