"""Identifiers without their resolvers, in the forms that front matter takes (`schema.FORMS`)."""

from __future__ import annotations

import re
from urllib.parse import unquote

from generator.schema import FORMS

_PREFIX = {
    "DOI": r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|(?:info:)?doi[:/]?\s*|https?://(?:www\.)?doi:\s*)+",
    "arXiv": r"(?:https?://)?(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv[:\s]\s*|(?:https?://(?:dx\.)?doi\.org/)?10\.48550/arxiv\.",
    "PMID": r"https?://(?:www\.)?(?:ncbi\.nlm\.nih\.gov/pubmed/|pubmed\.ncbi\.nlm\.nih\.gov/)|(?:pubmed|pmid)[:\s]\s*",
    "PMCID": r"https?://(?:www\.|europe)?(?:ncbi\.nlm\.nih\.gov/pmc/articles/|pmc\.ncbi\.nlm\.nih\.gov/articles/|pmc\.org/articles/)|pmcid[:\s]\s*",
    "ORCID": r"(?:https?://)?(?:www\.)?orcid\.org/|orcid[:\s]\s*",
}
"""What stands before an identifier in the wild: resolvers and schemes."""
_SUFFIX = {
    "arXiv": r"(?:\.pdf)?/?(?:\s*\[[\w.\- ,]*\])?",
    "PMID": r"/",
    "PMCID": r"/|\.\d+",
    "DOI": r"(?:\s*\[doi\])?",
    "ORCID": r"/",
}
_BEFORE = {kind: re.compile(f"(?:{prefix})", re.IGNORECASE) for kind, prefix in _PREFIX.items()}
_AFTER = {kind: re.compile(f"(?:{suffix})$") for kind, suffix in _SUFFIX.items()}

LANGUAGES = {
    "english": "en", "eng": "en", "anglais": "en", "french": "fr", "fre": "fr", "fra": "fr", "français": "fr", "francais": "fr",
    "german": "de", "ger": "de", "deu": "de", "deutsch": "de", "allemand": "de", "spanish": "es", "spa": "es", "español": "es",
    "espagnol": "es", "italian": "it", "ita": "it", "italiano": "it", "italien": "it", "portuguese": "pt", "por": "pt",
    "português": "pt", "portugais": "pt", "dutch": "nl", "dut": "nl", "nld": "nl", "nederlands": "nl", "néerlandais": "nl",
    "russian": "ru", "rus": "ru", "russe": "ru", "chinese": "zh", "chi": "zh", "zho": "zh", "chinois": "zh", "japanese": "ja",
    "jpn": "ja", "japonais": "ja", "korean": "ko", "kor": "ko", "coréen": "ko", "arabic": "ar", "ara": "ar", "arabe": "ar",
    "hebrew": "he", "heb": "he", "hébreu": "he", "polish": "pl", "pol": "pl", "polonais": "pl", "czech": "cs", "cze": "cs",
    "ces": "cs", "tchèque": "cs", "swedish": "sv", "swe": "sv", "suédois": "sv", "danish": "da", "dan": "da", "danois": "da",
    "norwegian": "no", "nor": "no", "norvégien": "no", "finnish": "fi", "fin": "fi", "finnois": "fi", "greek": "el", "gre": "el",
    "ell": "el", "grec": "el", "hungarian": "hu", "hun": "hu", "hongrois": "hu", "turkish": "tr", "tur": "tr", "turc": "tr",
    "ukrainian": "uk", "ukr": "uk", "ukrainien": "uk", "romanian": "ro", "rum": "ro", "ron": "ro", "roumain": "ro",
    "catalan": "ca", "cat": "ca", "persian": "fa", "per": "fa", "fas": "fa", "persan": "fa", "hindi": "hi", "hin": "hi",
    "vietnamese": "vi", "vie": "vi", "vietnamien": "vi", "latin": "la", "lat": "la",
}  # fmt: skip
"""What exports call languages: in English, French, the language itself, and ISO 639-2 → BCP 47 (the shortest code)."""


def identifier(kind: str, text: str) -> str:
    """The identifier without its resolver, or nothing where it does not have the form of its kind (a key of `FORMS`)."""
    found = text.strip()
    before = _BEFORE.get(kind)
    prefix = before.match(found) if before else None
    if prefix:
        found = found[prefix.end() :].strip()
        if kind == "DOI" and "/" not in found:
            found = unquote(found)
    if kind in _AFTER:
        found = _AFTER[kind].sub("", found).strip()
    if kind == "PMCID":
        found = re.sub(r"(?i)^(?:pmc)?(?=\d+$)", "PMC", found)
    elif kind == "ORCID":
        found = re.sub(r"^(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dxX])$", r"\1-\2-\3-\4", found).upper()
    elif kind == "language":
        found = LANGUAGES.get(found.lower(), found).replace("_", "-")
    return found if fits(kind, found) else ""


def fits(kind: str, text: str) -> bool:
    """Whether front matter takes the text for this key."""
    return kind not in FORMS or bool(re.fullmatch(FORMS[kind][0], text))


def doi_in(url: str) -> str:
    """The DOI that an address resolves; nothing for another address."""
    return identifier("DOI", url) if re.match(r"(?i)https?://(?:dx\.|www\.)?doi\.org/", url) else ""


def arxiv_in(text: str) -> str:
    """The arXiv id in a DOI of arXiv's own or in an address there; nothing in another text."""
    return (
        identifier("arXiv", text)
        if re.match(r"(?i)(?:https?://)?(?:(?:dx\.)?doi\.org/)?10\.48550/arxiv\.|(?:https?://)?(?:www\.)?arxiv\.org/", text)
        else ""
    )
