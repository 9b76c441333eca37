"""What a reference points at: addresses, identifiers, and the labels that a page shows behind it, `[pdf] [code]`."""

from __future__ import annotations

import re

from generator.formats._listing.imprint import GONE, YEAR, Imprint, bare
from generator.formats._listing.lines import LABEL
from generator.formats._shared.identifiers import arxiv_in, doi_in, identifier
from generator.links import find_urls, link_kind
from generator.model import Link

_BEFORE_ADDRESS = re.compile(
    r"(?:\b(?:available(?: online)?(?: at| from)?|retrieved(?: [\w ,]{3,20})? from|accessed at|online|see|url|doi|link|"
    r"arxiv|web ?page|disponible sur)"
    r"\s*[:=]?\s*|\b(?:code|data|pdf|slides|video|demo|project page|website|home ?page|software)\s*:\s*|[<\[(]\s*)+$",
    re.IGNORECASE,
)
_DOI = re.compile(r"\b(?:doi|DOI)\s*[:.=]?\s*(10\.\d{4,9}/[^\s\"<>]+)|(?<![\w/.])(10\.\d{4,9}/[^\s\"<>]+)", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?:\barxiv(?: (?:e-?print|preprint)s?)?[\s,:]*)?(?:\barxiv[:\s]\s*|\b(?:corr,?\s*)?abs/)(\d{4}\.\d{4,5}(?:v\d+)?|"
    r"[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?)"
    r"(?:\s*[\[(][\w.-]+[\])])?",
    re.IGNORECASE,
)
_BEHIND = ".,;:)]}'\"”’"
"""What a sentence puts behind an identifier."""
_PMID = re.compile(r"\b(?:PMID|PubMed(?: ID)?)\s*[:#]?\s*(\d{4,9})\b", re.IGNORECASE)
_PMCID = re.compile(r"\b(?:PMCID\s*:?\s*)?(PMC\d{4,9})\b")
_ISBN = re.compile(r"\bISBN(?:-1[03])?\s*:?\s*([\dXx-]{10,17})\b")
_LABELS = re.compile(
    rf"(?:\s*[\[({{]\s*{LABEL}(?:\s*[|/,]\s*{LABEL})*\s*[\])}}]|\s*[|·•/]\s*{LABEL}(?=\s*(?:$|[|·•/\[(])))+[\s|/·•.,;]*$|"
    r"(?<=[.)\]"
    + GONE
    + r"])\s+(?:(?:PDF|DOI|Code|BibTeX|Bibtex|Abstract|Slides|Video|Poster|Link|arXiv|Data|Project|Website)[\s|/·•,]*)+$",
    re.IGNORECASE,
)


def without_pointers(text: str, found: Imprint) -> str:
    """The text without its addresses, identifiers and the page's labels, which `found` takes."""
    if labels := _LABELS.search(text[-300:]):
        at = max(0, len(text) - 300) + labels.start()
        found.labels, text = text[at:].strip(" .,;|"), text[:at]
    kept, end = [], 0
    for each in find_urls(text):
        before = text[end : each.start]
        lead = _BEFORE_ADDRESS.search(before[-60:])
        kept.append(before[: len(before) - len(lead[0])] if lead else before)
        if lead and re.search(YEAR, lead[0]):
            found.notes.append(bare(lead[0].removesuffix("from").strip()))  # `Retrieved 3 March 2020 from`
        address(Link(link_kind(each.URL, before[-60:]), each.URL), found)
        kept.append(GONE)
        end = each.end + (
            1 if lead and lead[0].strip()[-1:] in ("<", "[", "(") and text[each.end : each.end + 1] in (">", "]", ")") else 0
        )
    text = "".join(kept) + text[end:]
    text = _DOI.sub(lambda match: _identified("DOI", (match[1] or match[2]).rstrip(_BEHIND), match, found), text)
    text = _ARXIV.sub(lambda match: _identified("arXiv", match[1], match, found), text)
    for name, pattern in (("PMID", _PMID), ("PMCID", _PMCID), ("ISBN", _ISBN)):
        text = pattern.sub(lambda match, name=name: _identified(name, match[1], match, found), text)  # type: ignore[misc]
    return text


def address(link: Link, found: Imprint) -> None:
    """Take a link: as an identifier, where it resolves one that is not known yet."""
    doi, arxiv = doi_in(link.URL), arxiv_in(link.URL)
    known = (arxiv and found.put("arXiv", arxiv)) or (doi and not arxiv and found.put("DOI", doi))
    if not known and all(other.URL != link.URL for other in found.links):
        found.links.append(link)


def further(rest: str, found: Imprint) -> None:
    """Take the identifiers that are left in a text since an entry has one of the kind: as links."""
    places = [f"https://doi.org/{(each[1] or each[2]).rstrip(_BEHIND)}" for each in _DOI.finditer(rest)]
    places += [f"https://arxiv.org/abs/{each[1]}" for each in _ARXIV.finditer(rest)]
    for place in places:
        address(Link(link_kind(place), place), found)


def _identified(name: str, value: str, match: re.Match[str], found: Imprint) -> str:
    value = identifier(name, value) or ("" if name in ("DOI", "arXiv", "PMID", "PMCID", "ISBN") else value)
    return (
        GONE + match[0][match[0].find(value) + len(value) :].lstrip(")]")
        if value and found.put(name, value) and value in match[0]
        else match[0]
    )
