"""What exports and people call the columns of a table, and the types in them, in English, French and German."""

from __future__ import annotations

from collections.abc import Mapping

from generator import names
from generator.formats._shared.csl_tables import CROSSREF_TYPES
from generator.formats._shared.csl_tables import TYPES as CSL_TYPES

COLUMNS = {
    "title": "title, document title, article title, paper title, item title, titre, titre de l'article, intitule, titel, "
    "titel des artikels, aufsatztitel, ti",
    "author": "author full names, af, authors, author, author s, author names, auteurs, auteur, auteur s, auteur e s, auteures, "
    "auteurs et autrices, autoren, autor, autor en, autor innen, autorinnen, autoren und autorinnen, verfasser, verfasser in, "
    "verfasser innen, verfasserinnen, au",
    "editor": "editors, editor, editeurs scientifiques, directeurs de publication, directeur de publication, herausgeber, "
    "herausgeber innen, herausgeberinnen, hrsg, hg, be",
    "contributor": "contributor, contributors, contributeurs, contributeur, translator, traducteur, mitwirkende, ubersetzer",
    "issued": "issued, date, publication date, date de publication, publication year, year, pubyear, annee, "
    "annee de publication, annee de parution, date de parution, parution, datum, erscheinungsdatum, veroffentlichungsdatum, "
    "jahr, erscheinungsjahr, publikationsjahr, veroffentlichungsjahr, py, issue date",
    "type": "type, item type, document type, publication type, type de document, type de publication, typ, dokumenttyp, "
    "document identifier, "
    "publikationstyp, publikationsart, art der publikation, dt",
    "container_title": "container title, publication title, source title, journal, journal book, journal title, venue, "
    "publication, booktitle, book title, conference proceedings, revue, titre de la revue, nom de la revue, publie dans, "
    "paru dans, periodique, titre de l'ouvrage, zeitschrift, zeitschriftentitel, erschienen in, publiziert in, buchtitel, "
    "tagungsband, sammelband, source titles, so",
    "collection_title": "collection title, series, series title, book series title, collection, reihe, schriftenreihe, "
    "buchreihe, se",
    "event_title": "event title, conference, conference name, conference title, conference nom, nom de la conference, colloque, "
    "congres, konferenz, tagung, veranstaltung, ct",
    "volume": "volume, vol, tome, band, bd, jahrgang, vl",
    "issue": "issue, number, numero, no, fascicule, heft, heftnummer, ausgabe, nummer, nr, is",
    "page": "page, pages, pagination, page range, page s, seiten, seite, seitenbereich, pp",
    "first_page": "start page, page start, first page, premiere page, erste seite, bp",
    "last_page": "end page, page end, last page, derniere page, letzte seite, ep",
    "number": "art no, article number, report number, numero d'article, artikelnummer, berichtsnummer, ar",
    "edition": "edition, auflage",
    "publisher": "publisher, editeur, maison d'edition, institution, universite, university, verlag, hochschule, universitat, pu",
    "publisher_place": "publisher place, place, publisher address, lieu, ville, lieu d'edition, ort, erscheinungsort, "
    "verlagsort, pi",
    "genre": "genre, thesis type, nature, art der arbeit",
    "note": "note, notes, extra, remarque, remarques, anmerkung, anmerkungen, bemerkung, bemerkungen, notiz, notizen",
    "language": "language, language of original document, langue, sprache, la",
    "license": "license, licence, rights, droits, lizenz",
    "DOI": "doi, doi link, di",
    "arXiv": "arxiv, arxiv id",
    "PMID": "pmid, pubmed id, pm",
    "PMCID": "pmcid",
    "ISBN": "isbn, isbns, bn",
    "ISSN": "issn, eissn, sn, ei",
    "URL": "url, link, lien, adresse, article url, webadresse, internetadresse",
    "pdf": "pdf, pdf link, pdf url, lien pdf",
    "code": "code, code url, repository",
    "keyword": "keyword, keywords, author keywords, manual tags, tags, mots cles, mot cle, mots clefs, schlagworter, "
    "schlagworte, schlusselworter, stichworter, stichworte, de",
    "abstract": "abstract, abstract note, resume, zusammenfassung, kurzfassung, ab",
    "title_short": "title short, short title, titre court, titre abrege, kurztitel",
    "status": "status, publication stage, statut",
    "award": "award, awards, prix, distinction, distinctions, auszeichnung, auszeichnungen, preis, preise",
    "id": "id, key, citation key, cite key, cle, eid, ut",
}  # fmt: skip
"""Fields of the model → what exports and people call their columns (folded); the first that is there counts before the others."""
KNOWN: Mapping[str, tuple[str, int]] = {
    names.identity(word): (field, rank) for field, words in COLUMNS.items() for rank, word in enumerate(words.split(", "))
}
"""A column's name (`names.identity`) → its field, and its rank among those of this field."""
EXAMPLES = (
    "title, authors, year, type, journal, volume, issue, pages, publisher, doi, url, keywords, abstract; "
    "titre, auteurs, année, revue; Titel, Autoren, Jahr, Zeitschrift"
)
"""Names that people may give their columns."""
WITH_ISSUE = {"number": ("number", 9)}
"""What a column is in a table that has one called *Issue*, too."""
WEB_OF_SCIENCE = {"pd": ("day", 0), "ca": ("groups", 0), "oi": ("orcids", 0), "id": ("", 0), "nr": ("", 0)}
"""What columns are in a table of Web of Science's; the last two are its own keywords, and how many references there are."""
ZOTERO = {
    "type": ("genre", 0), "author": ("author_or_group", 0), "editor": ("editor_or_group", 0),
    **dict.fromkeys(("notes", "date added", "date modified", "file attachments"), ("left_out", 0)),
}  # fmt: skip
"""What columns of Zotero's are: its *Type* stands beside *Item Type*; notes and files are its user's own, for no reader.
What is not parted by a comma there is the name of a group."""

_TYPES = {
    "article-journal": "article, journal article, journalarticle, research article, review, review article, letter, editorial, "
    "note, short survey, data paper, article de revue, article de journal, revue, conference review, erratum, article in press, "
    "early access, ieee journals, ieee early access articles, artikel, zeitschriftenartikel, zeitschriftenaufsatz, aufsatz",
    "paper-conference": "conference paper, conferencepaper, conference, inproceedings, proceedings paper, "
    "conference object, ieee conferences, communication, communication dans un congres, article de conference, actes, "
    "workshop paper, acte de congres, konferenzbeitrag, tagungsbeitrag",
    "chapter": "book chapter, booksection, book section, incollection, inbook, chapitre, chapitre de livre, chapitre d'ouvrage, "
    "kapitel, buchkapitel, buchbeitrag, beitrag in sammelband",
    "book": "livre, ouvrage, monograph, monographie, edited book, proceedings, buch, monografie, sammelband",
    "thesis": "dissertation, these, phdthesis, mastersthesis, memoire, phd thesis, master thesis, doctoral thesis, hdr, "
    "these de doctorat, masters thesis, bachelor thesis, bachelors thesis, habilitation, doktorarbeit, masterarbeit, "
    "bachelorarbeit, diplomarbeit, habilitationsschrift",
    "report": "techreport, technical report, rapport, working paper, rapport technique, bericht, forschungsbericht",
    "article": "preprint, posted content, prepublication, preprint article",
    "standard": "norme, norm, ieee standards", "dataset": "data set, jeu de donnees, datensatz",
    "software": "computerprogram, computer program, logiciel",
    "patent": "brevet", "webpage": "web page, site web, page web, webseite",
    "post-weblog": "blogpost, blog post, blog, billet de blog",
    "article-magazine": "magazinearticle, magazine article", "article-newspaper": "newspaperarticle, newspaper article",
    "entry-encyclopedia": "encyclopediaarticle", "entry-dictionary": "dictionaryentry", "manuscript": "unpublished, manuscrit",
    "speech": "presentation, talk, expose, vortrag", "motion_picture": "videorecording, film, video",
    "document": "misc, other, autre, sonstiges",
}  # fmt: skip
TYPES: Mapping[str, str | None] = {
    **{names.identity(type_): type_ for type_ in CSL_TYPES if CSL_TYPES[type_] == type_},
    **{names.identity(type_): CROSSREF_TYPES[type_] for type_ in CROSSREF_TYPES},
    **{names.identity(word): type_ for type_, words in _TYPES.items() for word in words.split(", ")},
}
"""What exports and people call a type (`names.identity`) → CSL types. In a table, *article* is one in a journal."""
THESES = {
    names.identity(word): {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}.get(word, "")
    for word in _TYPES["thesis"].split(", ")[2:]
}
"""Types that say which kind of thesis → what to print for them; empty where the word itself can be printed."""
_TELLING = (
    "review, review article, letter, editorial, note, short survey, data paper, conference review, erratum, edited book, "
    "proceedings, working paper, peer review, journal issue, component, grant"
).split(", ")
LESS_TELLING = frozenset(TYPES) - {names.identity(word) for word in _TELLING}
"""Types that say no more than the CSL type that they become."""
