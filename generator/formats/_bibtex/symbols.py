"""The LaTeX commands that bibliographies are made of; pylatexenc knows the rest.

Accents and letters: https://mirrors.ctan.org/macros/latex/base/ (`fontenc`, `inputenc`); AASTeX's journals:
https://ui.adsabs.harvard.edu/help/actions/journal-macros
"""

from __future__ import annotations

import functools

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323", "b": "\u0331", "r": "\u030a", "k": "\u0328",
    "h": "\u0309", "t": "\u0361", "U": "\u030e", "G": "\u030f", "f": "\u0311",
    "textcommabelow": "\u0326",
}  # fmt: skip
"""Command → combining character. Those with a letter for a name need a space or a brace before their letter."""
ALONE = {"\u0300": "`", "\u0301": "´", "\u0302": "^", "\u0303": "~", "\u0308": "¨", "\u0304": "¯", "\u0307": "˙"}
"""An accent over nothing."""

LETTERS = {
    "i": "ı", "j": "ȷ", "l": "ł", "L": "Ł", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "oe": "œ",
    "OE": "Œ", "ss": "ß", "SS": "ẞ", "dh": "ð", "DH": "Ð", "dj": "đ", "DJ": "Đ", "th": "þ", "TH": "Þ", "ng": "ŋ", "NG": "Ŋ",
}  # fmt: skip

MARKS = {
    **{mark: mark for mark in "&%$#_{}"},
    **dict.fromkeys((" ", "\n", "\t", ",", ";", ":", "\\", "quad", "qquad", "space", "thinspace", "newline", "par"), " "),
    **dict.fromkeys(("/", "-", "!", "@", ""), ""),
    "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "lbrace": "{", "rbrace": "}",
    "textasciitilde": "~", "textasciicircum": "^", "textasciigrave": "`", "textunderscore": "_", "textdollar": "$",
    "textless": "<", "textgreater": ">", "textbar": "|", "slash": "/", "textquotedbl": '"', "textquotesingle": "'",
    "textquotedblleft": "“", "textquotedblright": "”", "textquoteleft": "‘", "textquoteright": "’", "lq": "‘", "rq": "’",
    "textemdash": "—", "textendash": "–", "ldots": "…", "dots": "…", "textellipsis": "…", "textbullet": "•",
    "glqq": "„", "grqq": "“", "flqq": "«", "frqq": "»", "glq": "‚", "grq": "‘", "flq": "‹", "frq": "›",
    "guillemotleft": "«", "guillemotright": "»", "guillemetleft": "«", "guillemetright": "»", "quotedblbase": "„",
    "quotesinglbase": "‚", "guilsinglleft": "‹", "guilsinglright": "›", "textexclamdown": "¡", "textquestiondown": "¿",
    "S": "§", "P": "¶", "dag": "†", "ddag": "‡", "textdagger": "†", "textdaggerdbl": "‡", "copyright": "©",
    "textcopyright": "©", "textregistered": "®", "texttrademark": "™", "pounds": "£", "textsterling": "£", "texteuro": "€",
    "euro": "€", "textdegree": "°", "degree": "°", "textmu": "µ", "textordfeminine": "ª", "textordmasculine": "º",
    "textperiodcentered": "·", "cdot": "·", "times": "×", "texttimes": "×", "pm": "±", "textpm": "±", "backslash": "\\",
    "LaTeX": "LaTeX", "TeX": "TeX", "LaTeXe": "LaTeX2ε", "BibTeX": "BibTeX", "hyp": "-", "textnumero": "№",
    "nobreakspace": " ", "textvisiblespace": "␣", "addcomma": ",", "addcolon": ":", "adddot": ".", "addspace": " ",
    "bibrangedash": "–", "bibstring": "", "textprime": "′",
}  # fmt: skip
"""Commands that stand for characters. Every space is a plain one: a line of text has no other."""

MARKUP = {
    **dict.fromkeys(("emph", "textit", "textsl", "mkbibemph", "mkbibitalic"), "i"),
    **dict.fromkeys(("textbf", "mkbibbold", "strong"), "b"),
    **dict.fromkeys(("textsubscript", "mkbibsubscript"), "sub"),
    **dict.fromkeys(("textsuperscript", "mkbibsuperscript"), "sup"),
    "textsc": "sc",
}
"""Commands around what they mark up → CSL's markup."""
SWITCHES = {
    **dict.fromkeys(("em", "it", "itshape", "sl", "slshape"), "i"),
    **dict.fromkeys(("bf", "bfseries"), "b"),
    **dict.fromkeys(("sc", "scshape"), "sc"),
}
"""Commands that mark up what follows them in their group."""
TRANSPARENT = frozenset(
    "text textrm texttt textsf textup textnormal textmd textlf mbox hbox fbox makebox uppercase lowercase MakeUppercase "
    "MakeLowercase MakeSentenceCase NoCaseChange titlecap protect relax rm tt sf up normalfont rmfamily ttfamily sffamily "
    "upshape mdseries tiny scriptsize footnotesize small normalsize large Large noindent ignorespaces unskip xspace "
    "bibcyr cyr textcyr textgreek selectfont autocap underline uline ul leavevmode break nobreak linebreak hfill natexlab "
    "nocase capitalize latintext".split()
)
"""Commands that leave their text as it is."""
QUOTING = {
    **dict.fromkeys(("cite", "citep", "citet", "ref", "parencite", "textcite"), ("[", "]")),
    "enquote": ("“", "”"),
    "mkbibquote": ("“", "”"),
    "mkbibparens": ("(", ")"),
}
DROPPED = frozenset(
    "footnote footnotemark thanks label noopsort SortNoop noop sortnoop vphantom hphantom phantom hspace vspace fontsize "
    "index color selectlanguage".split()
)
"""Commands that go with their argument: notes to the title, sort keys, spacing."""

AASTEX = {
    "aj": "The Astronomical Journal", "apj": "The Astrophysical Journal", "apjl": "The Astrophysical Journal Letters",
    "apjs": "The Astrophysical Journal Supplement Series", "aap": "Astronomy & Astrophysics",
    "aapr": "The Astronomy and Astrophysics Review", "aaps": "Astronomy and Astrophysics Supplement Series",
    "araa": "Annual Review of Astronomy and Astrophysics", "apss": "Astrophysics and Space Science",
    "mnras": "Monthly Notices of the Royal Astronomical Society",
    "pasp": "Publications of the Astronomical Society of the Pacific",
    "pasj": "Publications of the Astronomical Society of Japan", "pasa": "Publications of the Astronomical Society of Australia",
    "nat": "Nature", "icarus": "Icarus", "jcap": "Journal of Cosmology and Astroparticle Physics", "solphys": "Solar Physics",
    "prd": "Physical Review D", "prl": "Physical Review Letters", "pra": "Physical Review A", "prb": "Physical Review B",
    "prc": "Physical Review C", "pre": "Physical Review E", "physrep": "Physics Reports", "ssr": "Space Science Reviews",
    "planss": "Planetary and Space Science", "procspie": "Proceedings of the SPIE", "grl": "Geophysical Research Letters",
    "jgr": "Journal of Geophysical Research", "jqsrt": "Journal of Quantitative Spectroscopy and Radiative Transfer",
    "baas": "Bulletin of the American Astronomical Society", "memras": "Memoirs of the Royal Astronomical Society",
    "actaa": "Acta Astronomica", "na": "New Astronomy", "nar": "New Astronomy Reviews", "qjras":
    "Quarterly Journal of the Royal Astronomical Society", "skytel": "Sky and Telescope", "rmxaa":
    "Revista Mexicana de Astronomía y Astrofísica", "psj": "The Planetary Science Journal",
}  # fmt: skip
"""Commands that are names of journals."""


@functools.cache
def _texts() -> tuple[object, object]:
    from pylatexenc import latex2text, latexwalker  # late: few sources need it

    return latex2text.get_default_latex_context_db(), latexwalker.get_default_latex_context_db()


@functools.cache
def shown(name: str) -> str | None:
    """The characters that a command stands for; None where it stands for none, or works on an argument."""
    spec = _texts()[0].get_macro_spec(name)  # type: ignore[attr-defined]
    text = getattr(spec, "simplify_repl", None)
    return text if isinstance(text, str) and spec.macroname and "%" not in text else None


@functools.cache
def is_known(name: str) -> bool:
    return any(getattr(texts.get_macro_spec(name), "macroname", "") for texts in _texts())  # type: ignore[attr-defined]
