"""What stands behind `=`: `{…}`, `"…"`, a number or a macro, joined by `#` (btxdoc, § 3.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.formats._bibtex import repair
from generator.formats._bibtex.repair import Fault, Field

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
"""The macros that every style defines (btxdoc, § 3.2)."""
JOURNALS = {
    "acmcs": "ACM Computing Surveys", "acta": "Acta Informatica", "cacm": "Communications of the ACM",
    "ibmjrd": "IBM Journal of Research and Development", "ibmsj": "IBM Systems Journal",
    "ieeese": "IEEE Transactions on Software Engineering", "ieeetc": "IEEE Transactions on Computers",
    "ieeetcad": "IEEE Transactions on Computer-Aided Design of Integrated Circuits", "ipl": "Information Processing Letters",
    "jacm": "Journal of the ACM", "jcss": "Journal of Computer and System Sciences", "scp": "Science of Computer Programming",
    "sicomp": "SIAM Journal on Computing", "tocs": "ACM Transactions on Computer Systems",
    "tods": "ACM Transactions on Database Systems", "tog": "ACM Transactions on Graphics",
    "toms": "ACM Transactions on Mathematical Software", "toois": "ACM Transactions on Office Information Systems",
    "toplas": "ACM Transactions on Programming Languages and Systems", "tcs": "Theoretical Computer Science",
}  # fmt: skip
"""The journals that `plain.bst` and its kind define."""
LIMIT = 5000
"""So many characters a macro may stand for: macros of macros grow without end."""
_PART = re.compile(r"\s*(?:(?P<bare>[^\s\"#%(),={}]+)|(?P<open>[{\"]))")
_MACRO = re.compile(r"[^\s\d\"#%(),={}][^\s\"#%(),={}]*")


@dataclass(slots=True)
class Macros:
    """`@string` and what every style defines; names know no letter case."""

    known: dict[str, str] = field(default_factory=lambda: {**{month: month for month in MONTHS}, **JOURNALS})
    faults: list[Fault] = field(default_factory=list)

    def define(self, strings: Sequence[Field]) -> None:
        """Take in definitions, each made of the ones before it."""
        for each in strings:
            text = self.text(each)
            if len(text) > LIMIT:
                self.faults.append(Fault("bibtex-macro-long", each.line, {"name": each.name, "limit": LIMIT}))
            else:
                self.known[each.name] = text

    def text(self, given: Field) -> str:
        """The value without its delimiters, its macros replaced; an unknown one stays as its name."""
        value = given.value
        if len(value) > 1 and value[0] == "{" and "#" not in value:
            return value[1:-1] if value[-1] == "}" else value[1:]
        parts, position = [], 0
        while found := _PART.match(value, position):
            if found["open"]:
                end = repair.closing(value, found.start("open"), len(value))
                if end < 0:  # cut off, or with a brace in it that is never closed
                    end = len(value) if value[-1] in '"}' else len(value) + 1
                parts.append(value[found.end() : end - 1])
            else:
                end = found.end()
                parts.append(self.macro(found["bare"], given))
            joined = re.compile(r"\s*#").match(value, end)
            position = joined.end() if joined else len(value)
        return "".join(parts)

    def macro(self, name: str, given: Field) -> str:
        if not _MACRO.fullmatch(name):
            return name  # a number
        text = self.known.get(name.lower())
        if text is None:
            self.faults.append(Fault("bibtex-macro-unknown", given.line, {"name": name, "field": given.name}))
            return name
        return text
