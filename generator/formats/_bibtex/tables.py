"""BibTeX's words and CSL's.

Entry types and fields: btxdoc, § 3 (http://mirrors.ctan.org/biblio/bibtex/base/btxdoc.pdf) and the BibLaTeX manual, § 2
(http://mirrors.ctan.org/macros/latex/contrib/biblatex/doc/biblatex.pdf). CSL:
https://docs.citationstyles.org/en/v1.0.2/specification.html#appendix-iii-types. Fields for links: those of al-folio
(https://github.com/alshedivat/al-folio) and of common exporters.
"""

from __future__ import annotations

import re

from generator.model import CslType, LinkKind

CSL_TYPES: dict[str, CslType] = {
    **dict.fromkeys(("article", "suppperiodical"), "article-journal"),
    **dict.fromkeys(("magazine_article", "magazine"), "article-magazine"),
    **dict.fromkeys(("newspaper_article", "newsarticle", "newspaper"), "article-newspaper"),
    **dict.fromkeys(
        "book mvbook collection mvcollection proceedings mvproceedings reference mvreference".split(), "book"
    ),
    **dict.fromkeys("inbook bookinbook suppbook incollection suppcollection book_section bookchapter".split(), "chapter"),
    **dict.fromkeys(("inproceedings", "conference", "conference_proceedings"), "paper-conference"),
    **dict.fromkeys(("inreference", "encyclopedia_article"), "entry-encyclopedia"),
    **dict.fromkeys("phdthesis mastersthesis thesis bachelorsthesis bachelorthesis masterthesis diplomathesis".split(), "thesis"),
    **dict.fromkeys(("techreport", "report", "manual", "working_paper"), "report"),
    **dict.fromkeys("online electronic www webpage web_page website".split(), "webpage"),
    **dict.fromkeys(("software", "computer_program", "code"), "software"),
    **dict.fromkeys(("dataset", "data"), "dataset"),
    **dict.fromkeys(("video", "movie", "film"), "motion_picture"),
    **dict.fromkeys(("artwork", "image"), "graphic"),
    **dict.fromkeys(("audio", "music"), "song"),
    **dict.fromkeys(("talk", "presentation", "lecture", "speech"), "speech"),
    **dict.fromkeys(("letter", "conversation"), "personal_communication"),
    **dict.fromkeys(("jurisdiction", "case"), "legal_case"),
    "booklet": "pamphlet", "unpublished": "manuscript", "patent": "patent", "periodical": "periodical", "preprint": "article",
    "legislation": "legislation", "legal": "treaty", "performance": "performance", "review": "review", "standard": "standard",
    "map": "map", "interview": "interview", "blog": "post-weblog", "podcast": "broadcast",
}  # fmt: skip
"""Entry types → CSL types. `@misc`, and a type that is not here, says nothing."""
SUBTYPES: dict[str, CslType] = {"magazine": "article-magazine", "newspaper": "article-newspaper"}
"""What `entrysubtype` says of an article in the BibLaTeX manual, § 3.13.2; we also write CSL's own type there."""
GENRES = {
    "phdthesis": "PhD thesis", "mathesis": "Master's thesis", "bathesis": "Bachelor's thesis", "candthesis": "Candidate thesis",
    "techreport": "Technical report", "resreport": "Research report",
}  # fmt: skip
"""The words that the BibLaTeX manual has for `type`, § 4.9.2.12."""
IMPLIED = {
    **dict.fromkeys(("mastersthesis", "masterthesis", "diplomathesis"), "Master's thesis"),
    **dict.fromkeys(("bachelorsthesis", "bachelorthesis"), "Bachelor's thesis"),
    "manual": "Manual",
}
"""What a type says without a `type` field. A `@phdthesis` is what a thesis is taken for."""

ENTRY_TYPES: dict[str, str] = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article", "review": "article",
    "review-book": "article", "book": "book", "classic": "book", "pamphlet": "booklet", "chapter": "incollection",
    "entry": "incollection", "entry-dictionary": "incollection", "entry-encyclopedia": "incollection",
    "paper-conference": "inproceedings", "report": "techreport", "standard": "techreport", "thesis": "phdthesis",
    "manuscript": "unpublished",
}  # fmt: skip
"""CSL types → entry types that classic styles know. Any other type, and none, is `@misc`."""
PLAIN_TYPES = {"article-journal", "book", "pamphlet", "chapter", "paper-conference", "report", "thesis", "manuscript"}
"""The CSL types that the entry type says alone; others stand in `entrysubtype` too."""
MASTERS = re.compile(r"master|\bm\.?\s?(sc|a|phil|res|eng)\b|m[ée]moire|magist", re.IGNORECASE)
"""What a thesis is called that is no doctoral one."""

CONTAINER = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle", "misc": "howpublished"}
"""Where each entry type says what the work is part of; others say `maintitle`."""
PUBLISHER = {"phdthesis": "school", "mastersthesis": "school", "techreport": "institution", "misc": "organization"}
"""Where each entry type says who published it; others say `publisher`."""

TEXTS: dict[str, tuple[str, ...]] = {
    "title_short": ("shorttitle",),
    "container_title": ("journaltitle", "journal", "booktitle", "maintitle", "howpublished"),
    "collection_title": ("series",),
    "volume": ("volume",),
    "page": ("pages", "page"),
    "edition": ("edition",),
    "publisher": ("publisher", "school", "institution", "organization", "university"),
    "publisher_place": ("address", "location", "city"),
    "event_title": ("eventtitle", "conference"),
    "genre": ("type",),
    "note": ("note",),
    "license": ("license", "copyright", "rights"),
    "ISBN": ("isbn",),
    "ISSN": ("issn",),
}
"""A record's fields and where they stand, the first that says something counts."""
NUMBERED_ISSUES = frozenset(("article-journal", "article-magazine", "article-newspaper", "review", "review-book", "periodical"))
"""Where `number` is the issue's number, and `eid` the work's own."""
LINKS: dict[str, LinkKind] = {
    **dict.fromkeys("pdf".split(), "pdf"),
    **dict.fromkeys("code software github git repository".split(), "code"),
    **dict.fromkeys("dataset data".split(), "data"),
    **dict.fromkeys("slides presentation".split(), "slides"),
    **dict.fromkeys("video talk youtube".split(), "video"),
    **dict.fromkeys("poster".split(), "poster"),
    **dict.fromkeys("docs documentation".split(), "docs"),
    **dict.fromkeys("website project projectpage homepage".split(), "project"),
    **dict.fromkeys("preprint".split(), "preprint"),
    **dict.fromkeys("html ee openreview".split(), "publisher"),
    **dict.fromkeys("supp supplement supplementary supplemental appendix".split(), "supplement"),
    **dict.fromkeys("link blog press demo".split(), "other"),
}
"""Fields that hold an address → what lies there. `code-2` is the second one."""
LINK_FIELDS: dict[LinkKind, str] = {kind: name for name, kind in reversed(LINKS.items())}
"""Kind of link → the field that it is written to."""
LINK_FIELD = re.compile(r"(?P<name>[a-z]+)(?:-?\d+)?")
VERBATIM = frozenset(
    "file pdf url doi eprint options ids biburl adsurl lccn crossref xref xdata local-url langidopts related labpress verba "
    "verbb verbc urlraw bibsource".split()
) | frozenset(LINKS)  # fmt: skip
"""Fields that LaTeX does not read (BibLaTeX manual, § 2.2.1); `bdsk-…` too."""

LANGUAGES = {
    "american": "en-US", "usenglish": "en-US", "british": "en-GB", "ukenglish": "en-GB", "canadian": "en-CA",
    "australian": "en-AU", "frenchb": "fr",
    "canadien": "fr-CA", "acadian": "fr-CA", "ngerman": "de", "austrian": "de-AT", "naustrian": "de-AT",
    "swissgerman": "de-CH", "nswissgerman": "de-CH", "portuges": "pt", "brazilian": "pt-BR", "brazil": "pt-BR", "norsk": "nb",
    "nynorsk": "nn", "icelandic": "is", "slovak": "sk", "slovene": "sl", "slovenian": "sl", "croatian": "hr", "serbian": "sr",
    "bulgarian": "bg", "polutonikogreek": "el", "magyar": "hu", "latvian": "lv", "lithuanian": "lt", "estonian": "et",
    "basque": "eu", "galician": "gl", "farsi": "fa", "indonesian": "id", "afrikaans": "af", "esperanto": "eo", "irish": "ga",
    "welsh": "cy",
}  # fmt: skip
"""babel's names of languages that other formats do not have → BCP 47."""

OF_PREPRINTS = ("type", "container-title", "volume", "issue", "number", "page")
"""What is read otherwise where the journal is arXiv."""
EXTRA = "labpress"
"""The field for what BibTeX and BibLaTeX have no word for: JSON, with front matter's keys."""
OWN_KEYS = (
    "added",
    "link",
    "version",
    "status-note",
    "status-URL",
    "project",
    "image",
    "draft",
    "hidden",
    "aliases",
    "translation",
)
"""What is always written there."""
