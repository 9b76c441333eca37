r"""Simple mathematics as text: `\ensuremath{\alpha}` is α, as NASA's ADS and Zotero write Greek letters and signs.

What is more than letters, signs, and what stands above or below them, is left to TeX.
"""

from __future__ import annotations

import re

from generator.formats._bibtex import symbols
from generator.formats._bibtex.markup import Mark

COMMANDS = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
    "τ": "tau", "υ": "upsilon", "φ": "varphi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta",
    "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Υ": "Upsilon", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega", "∼": "sim",
    "≈": "approx", "≃": "simeq", "≠": "neq", "≤": "leq", "≥": "geq", "≪": "ll", "≫": "gg", "≡": "equiv", "∝": "propto",
    "∞": "infty", "∂": "partial", "∇": "nabla", "∈": "in", "∑": "sum", "∏": "prod", "∫": "int", "→": "rightarrow",
    "←": "leftarrow", "↔": "leftrightarrow", "⇒": "Rightarrow", "⊙": "odot", "⊕": "oplus", "⊗": "otimes", "⋆": "star",
    "ℓ": "ell", "∘": "circ", "⟨": "langle", "⟩": "rangle", "⊥": "perp", "∀": "forall", "∃": "exists", "∩": "cap", "∪": "cup",
    "⊂": "subset", "⊆": "subseteq",
}  # fmt: skip
"""Characters that no font of classic LaTeX has outside mathematics → the commands for them."""
_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]+)|\\(?P<space>[,;:!> ])|(?P<open>\{)|(?P<close>\})|(?P<script>[_^])|(?P<blank>[\s~]+)"
    r"|(?P<plain>[^\\{}$%#&_^\s~])",
    re.DOTALL,
)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
LONGEST = 500
"""Characters of a formula, so that formulas that are not closed cost no more than others."""
_UPRIGHT = frozenset("rm mathrm text textrm mathnormal mathit it".split())
_SCRIPTS = {"_": "sub", "^": "sup"}


def group(text: str, place: int) -> tuple[str, int] | None:
    """(what stands in the braces that begin at `place`, where they end); None where there are none, or no end is near."""
    depth = 0
    for mark in _BRACE.finditer(text, place, place + LONGEST):
        if not depth and mark.start() != place:
            return None
        if mark[0] in "{}":
            depth += 1 if mark[0] == "{" else -1
            if not depth:
                return text[place + 1 : mark.start()], mark.end()
    return None


def simple(tex: str) -> list[str | Mark] | None:
    """Characters and markup that say what the formula says; None where it is more than that."""
    pieces: list[str | Mark] = []
    closing: list[str] = []
    script = ""
    place = 0
    while place < len(tex):
        found = _TOKEN.match(tex, place)
        if not found:
            return None
        place = found.end()
        kind = found.lastgroup
        if kind in ("blank", "space") or (kind == "word" and found["word"] in _UPRIGHT):
            continue
        if kind == "script":
            if script:
                return None
            script = _SCRIPTS[found["script"]]
        elif kind == "open":
            closing.append(script)
            pieces += [Mark(script, True)] if script else []
            script = ""
        elif kind == "close":
            if not closing or script:
                return None
            ended = closing.pop()
            pieces += [Mark(ended, False)] if ended else []
        else:
            shown = found["plain"] or symbols.MARKS.get(found["word"]) or symbols.shown(found["word"])
            if not shown:
                return None
            pieces += [Mark(script, True), shown, Mark(script, False)] if script else [shown]
            script = ""
    return None if closing or script else pieces


_GREEK_TEXT = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]{3}")
_SIGNS = re.compile(f"[{re.escape(''.join(COMMANDS))}]")


def written(text: str) -> str:
    """Text of TeX in which Greek letters and signs that stand alone are mathematics; a text in Greek stays."""
    if text.isascii() or _GREEK_TEXT.search(text):
        return text
    return _SIGNS.sub(lambda found: f"{{\\ensuremath{{\\{COMMANDS[found[0]]}}}}}", text)
