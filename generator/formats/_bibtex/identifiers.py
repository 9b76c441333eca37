"""What an entry's identifiers and addresses are: DOI, arXiv, PubMed, the work's page, links to its parts."""

from __future__ import annotations

import re

from generator.formats._bibtex import addresses, latex, tables
from generator.formats._bibtex.fields import Fields, shown
from generator.formats._shared.identifiers import arxiv_in, doi_in, identifier
from generator.links import link_kind
from generator.model import Link

_ADDRESS_IN_TEXT = re.compile(r"(?i)\\url\s*\{([^{}]*)\}|\\href\s*\{([^{}]*)\}|(https?://[^\s{}]+)")
_PUBMED = (("PMID", "pmid"), ("PMCID", "pmcid"), ("PMCID", "pmc"))


def identifiers(fields: Fields) -> dict[str, str]:
    """Each identifier in the record's form; what has another form is reported and kept aside."""
    found = {"DOI": "", "arXiv": "", "PMID": "", "PMCID": "", "URL": ""}
    if "doi" in fields:
        written = addresses.unescaped(fields.raw("doi"))
        found["DOI"] = identifier("DOI", written)
        if not found["DOI"]:
            fields.refuse("doi", written)
    _eprint(fields, found)
    for name in ("arxiv", "arxivid"):
        if name in fields and (given := identifier("arXiv", addresses.unescaped(fields.left[name]))):
            fields.raw(name)
            found["arXiv"] = found["arXiv"] or given
    for attribute, name in _PUBMED:
        if name in fields and not found[attribute]:
            written = fields.text(name)
            found[attribute] = identifier(attribute, written)
            if not found[attribute]:
                fields.refuse(name, written)
    _url(fields, found)
    found["DOI"] = found["DOI"] or doi_in(found["URL"])
    found["arXiv"] = found["arXiv"] or arxiv_in(found["URL"]) or _arxiv_in(fields, "journal", "journaltitle", "note")
    return found


def _arxiv_in(fields: Fields, *names: str) -> str:
    """`arXiv preprint arXiv:2305.19450`, as Google Scholar writes a journal's name."""
    texts = (fields.left[name] for name in names if "arxiv:" in fields.left.get(name, "").lower())
    found = (re.search(r"(?i)\barxiv:\s*([\w./-]+)", text) for text in texts)
    return next((given for each in found if each and (given := identifier("arXiv", each[1].rstrip(".")))), "")


_SERVER = re.compile(
    r"(?i)(?:arxiv(?:\.org)?|corr|computing research repository)(?:\s*\(corr\))?(?:\s+(?:e-?prints?|preprints?))*"
    r"(?:[,:]?\s*(?:arxiv:\s*|abs/)*(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?)?(?:\s*\[[\w., -]+\])?\.?"
)


def is_preprint_server(journal: str) -> bool:
    """Whether what stands for a journal is arXiv: `arXiv preprint arXiv:2305.19450`, `CoRR`, `arXiv e-prints`."""
    return bool(_SERVER.fullmatch(journal.strip()))


def preprint(fields: Fields, found: dict[str, str]) -> bool:
    """Whether an article came out on arXiv alone; then no journal is left, nor an id in the place of volume, number or pages."""
    name = next((name for name in ("journaltitle", "journal") if name in fields), "")
    if not name or not is_preprint_server(latex.plain(fields.left[name])):
        return False
    if "volume" in fields and (given := identifier("arXiv", fields.left["volume"].strip("{} ").removeprefix("abs/"))):
        found["arXiv"] = found["arXiv"] or given
    if found["arXiv"]:
        fields.raw(name)
        for other in ("volume", "number", "eid", "pages"):
            if other in fields and _stands_for(fields.left[other], found["arXiv"]):
                fields.raw(other)
    return True


def _stands_for(value: str, arxiv: str) -> bool:
    """`abs/2305.19450`, `arXiv:2305.19450`, or Google Scholar's `arXiv--2305`."""
    said = re.sub(r"(?i)^(?:arxiv\W+|abs/)+", "", value.strip("{} "))
    bare = re.sub(r"v\d+$", "", arxiv)
    return (said in (arxiv, bare, bare.partition(".")[0]) and said != value.strip("{} ")) or said == arxiv


def _eprint(fields: Fields, found: dict[str, str]) -> None:
    """`eprint` with its archive (https://info.arxiv.org/help/hypertex/bibstyles/)."""
    if "eprint" not in fields:
        return
    archive = (fields.left.get("archiveprefix") or fields.left.get("eprinttype") or "").strip("{} ").lower()
    written = addresses.unescaped(fields.left["eprint"])
    given = identifier("arXiv", written) if archive in ("", "arxiv") else ""
    if given:
        found["arXiv"] = given
    elif archive == "pubmed" and (given := identifier("PMID", written)):
        found["PMID"] = given
    else:
        if archive == "arxiv":
            fields.say("bibtex-value", fields.lines["eprint"], written, field="eprint", value=shown(written))
        return
    for name in ("eprint", "archiveprefix", "eprinttype"):
        fields.raw(name)


def _url(fields: Fields, found: dict[str, str]) -> None:
    """The work's page: `url`, else an address in `howpublished`, where classic styles want it."""
    given: list[str] = []
    if "url" in fields:
        written = fields.raw("url")
        given = addresses.addresses(written)
        if not given:
            fields.refuse("url", addresses.unescaped(written))
    how = fields.left.get("howpublished", "")
    if not given and (place := _ADDRESS_IN_TEXT.search(how)):
        address = addresses.web(addresses.unescaped(next(filter(None, place.groups()), "")))
        if address:
            given = [address]
            rest = (how[: place.start()] + how[place.end() :]).strip(" {}.,;:()[]")
            fields.raw("howpublished")
            if len(re.findall(r"\w", rest)) > 3:
                fields.left["howpublished"] = rest
    if given:
        found["URL"] = given[0]
        fields.links += [Link(link_kind(address), URL=address) for address in given[1:]]


def links(fields: Fields) -> None:
    """Fields that say where a part of the work lies; one that holds no address on the web stays."""
    for name in list(fields.left):
        known = tables.LINK_FIELD.fullmatch(name)
        of_reader = name == "file" or name.startswith("bdsk-url")
        if not of_reader and not (known and known["name"] in tables.LINKS):
            continue
        given = addresses.addresses(fields.left[name])
        if given:
            fields.raw(name)
        for address in given:
            kind = tables.LINKS[known["name"]] if known and known["name"] in tables.LINKS else link_kind(address)
            fields.links.append(Link("pdf" if name == "file" else kind, URL=address))
