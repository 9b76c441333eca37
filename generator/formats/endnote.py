"""EndNote's tagged format, and `refer`, from which it comes: `%0 Journal Article`, `%A Doe, Jane`.

Its tags: https://docs.citavi.com/en/importing-an-endnote-tagged-file.html, https://en.wikipedia.org/wiki/Refer_(software)
"""

from __future__ import annotations

import re

from generator.formats import Format, Loaded
from generator.formats._shared import tagged
from generator.formats._shared.entry import Draft
from generator.formats._shared.identifiers import identifier
from generator.formats._shared.tagged import Entry, Field, Grammar

TAG = re.compile(r"(%[0-9A-Z?@!#$^&*()\[\]<>+~:;=])(?:[ \t]+(.*)|[ \t]*$)")
SHORT = frozenset(f"%{tag}" for tag in "0DFGNPRV8@7")

TYPES: dict[str, str | None] = {
    "Journal Article": "article-journal", "Electronic Article": "article-journal", "Conference Paper": "paper-conference",
    "Conference Proceedings": "paper-conference", "Book": "book", "Edited Book": "book", "Electronic Book": "book",
    "Book Section": "chapter", "Electronic Book Section": "chapter", "Thesis": "thesis", "Report": "report",
    "Government Document": "report", "Standard": "standard", "Manuscript": "manuscript", "Unpublished Work": "manuscript",
    "Magazine Article": "article-magazine", "Newspaper Article": "article-newspaper", "Dictionary": "entry-dictionary",
    "Encyclopedia": "entry-encyclopedia", "Dataset": "dataset", "Online Database": "dataset", "Computer Program": "software",
    "Patent": "patent", "Blog": "post-weblog", "Web Page": "webpage", "Online Multimedia": "webpage", "Artwork": "graphic",
    "Figure": "figure", "Chart or Table": "figure", "Map": "map", "Music": "musical_score",
    "Audiovisual Material": "motion_picture", "Film or Broadcast": "motion_picture", "Interview": "interview",
    "Personal Communication": "personal_communication",
    "Pamphlet": "pamphlet", "Bill": "bill", "Case": "legal_case", "Hearing": "hearing", "Statute": "legislation",
    "Legal Rule or Regulation": "regulation", "Serial": "periodical", "Preprint": "article", "Classical Work": "classic",
    "Generic": None,
}  # fmt: skip
"""Types of reference → CSL types; `Generic` says nothing."""
TEXTS = {
    "%J": "container_title", "%S": "collection_title", "%V": "volume", "%N": "issue", "%P": "page", "%I": "publisher",
    "%C": "publisher_place", "%7": "edition", "%9": "genre", "%X": "abstract", "%Z": "note", "%!": "title_short",
}  # fmt: skip
"""Tags → fields."""
IDENTIFIERS = {"%R": "DOI", "%G": "language"}
NAMES = {"%A": "author", "%E": "editor", "%Y": "contributor", "%?": "contributor", "%H": "contributor"}
IN_SERIES = frozenset(("Book", "Edited Book", "Thesis", "Report"))
"""Types whose %B is a series."""
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]")


def load(text: str, path: str) -> Loaded:
    """Read entries from `%0` on; in a file without that tag, from blank line to blank line."""
    refer = not re.search(r"(?m)^\ufeff?%0", text)
    return tagged.load(text, path, Grammar(TAG, "%0", "%F", blank_ends=refer, short=SHORT), _fill)


def _fill(draft: Draft, entry: Entry) -> None:
    tagged.fill_names(draft, entry, NAMES, by_comma=False, groups=False)
    for each in entry.fields:
        _field(draft, each, entry)


def _field(draft: Draft, each: Field, entry: Entry) -> None:
    tag, value = each.tag, each.value.strip()
    type_ = entry.first("%0")
    if tag == "%F" or tag in NAMES or not value:
        return
    if tag == "%0":
        draft.type(value, TYPES, tag)
    elif tag == "%T":
        draft.title(value, tag)
    elif tag == "%B":
        draft.text("collection_title" if type_ in IN_SERIES else "container_title", value, tag)
    elif tag in TEXTS:
        draft.text(TEXTS[tag], value, tag)
    elif tag in IDENTIFIERS:
        draft.identifier(IDENTIFIERS[tag], value, tag, each.line)
    elif tag == "%K":
        draft.keywords(re.split(r"[;\n]" if re.search(r"[;\n]", value) else ",", value))
    elif tag in ("%D", "%8"):
        _date(draft, each, entry)
    elif tag == "%@":
        for number in re.split(r"[;,\n]\s*", value):
            draft.text("ISSN" if _ISSN.fullmatch(number.strip()) else "ISBN", number, tag)
    elif tag == "%U":
        for address in value.split("\n"):
            draft.address(address, tag, each.line)
    elif tag == "%2" and identifier("PMCID", value) and value.upper().startswith("PMC"):
        draft.put("PMCID", identifier("PMCID", value), tag, value)
    elif tag == "%M" and re.search(r"(?i)pubmed|medline|nlm", entry.first("%~", "%W")) and identifier("PMID", value):
        draft.put("PMID", identifier("PMID", value), tag, value)
    elif tag == "%M" and identifier("arXiv", value):
        draft.put("arXiv", identifier("arXiv", value), tag, value)
    elif tag == "%>" and value.startswith("http"):
        draft.link(value, tag, line=each.line)
    else:
        draft.keep(tag, value)


def _date(draft: Draft, each: Field, entry: Entry) -> None:
    """The year stands in %D, the day (`July 3`) in %8."""
    value = each.value.strip()
    year = re.match(r"\d{4}", entry.first("%D"))
    draft.date(f"{value} {year[0]}" if year and not re.search(r"\d{4}", value) else value, each.tag)


def recognises(text: str) -> bool:
    """A line begins an entry: `%0 Journal Article`, or in `refer` an author and a title."""
    head = text[:20_000]
    return bool(
        re.search(r"(?m)^\ufeff?%0 \w", text) or (re.search(r"(?m)^\ufeff?%A \w", head) and re.search(r"(?m)^%T \w", head))
    )


FORMAT = Format("endnote", "EndNote", (".enw", ".end"), recognises, load=load)
