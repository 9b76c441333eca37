"""Old addresses that lead to new ones: `aliases` of publications and people, `also` of people, `[redirects]` in the settings.

A former name leads nowhere: its address would say the name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import permalinks
from generator.config import WEB_ADDRESS
from generator.errors import Problem
from generator.people import Person
from generator.site import Site
from generator.text import did_you_mean, slug
from generator.yaml_reader import Location

SETTINGS = "content/site.toml"


@dataclass(frozen=True, slots=True)
class Redirect:
    """One old address."""

    old: str
    """The page's path, below the language's folder."""
    lang: str
    target: str
    """A file below the output folder, perhaps with a fragment; or an address on the web."""
    source: str
    """The file that says so, as messages name it."""
    location: Location
    """Where in that file: `("aliases", 0)`, `("redirects", "old.html")`."""
    written: str = ""
    """The words there."""

    @property
    def key(self) -> str:
        """The front-matter key, or the old path in the settings, as messages say it."""
        name, last = self.location
        return f"{name}.{last + 1}" if isinstance(last, int) else str(last)

    @property
    def external(self) -> bool:
        return is_external(self.target)


def is_external(target: str) -> bool:
    return bool(WEB_ADDRESS.fullmatch(target))


def redirects(site: Site) -> tuple[Redirect, ...]:
    """Every redirect of one language; those of the settings are in the site's first language."""
    return (*_aliases(site), *_names(site), *_settings(site))


def _aliases(site: Site) -> Iterator[Redirect]:
    for entry in site.all_entries():
        source, target = _file(entry.key), _localised(entry.path, site)
        for number, alias in enumerate(entry.publication.aliases):
            yield Redirect(permalinks.publication(alias), site.lang, target, source, ("aliases", number), alias)


def _names(site: Site) -> Iterator[Redirect]:
    """A name that a person also has, or had, leads to the person; one of two people, or one that has a page, nowhere new.

    Nobody can help sharing a name, so this is no mistake in a file.
    """
    claims: dict[str, list[tuple[Person, Location]]] = {}
    for author in site.authors:
        profile = author.person.profile
        former = {slug(name) for name in profile.former_name} if profile else set()
        for key in ("also", "aliases"):
            for number, name in enumerate(getattr(profile, key) if profile else ()):
                if slug(name) and slug(name) not in former:
                    claims.setdefault(slug(name), []).append((author.person, (key, number)))
    for name, claimed in sorted(claims.items()):
        if len({person for person, _ in claimed}) == 1 and name not in site.by_slug and not permalinks.RESERVED.fullmatch(name):
            person, location = claimed[0]
            file = f"content/authors/{person.file}.md"
            yield Redirect(permalinks.author(name), site.lang, _localised(person.path, site), file, location, name)


def _settings(site: Site) -> Iterator[Redirect]:
    if site.lang != site.config.language:
        return
    rules = _rules(site)
    for old, new in site.config.redirects.items():
        path = permalinks.site_path(old)
        steps = _follow(rules, path)
        # In a circle, which `check` reports, the next step is as good as any.
        target = rules[path] if _is_circle(rules, steps) else steps[-1]
        yield Redirect(path, site.lang, target, SETTINGS, ("redirects", old), new)


def _rules(site: Site) -> dict[str, str]:
    """The redirects of the settings, as files."""
    return {permalinks.site_path(old): _target(new) for old, new in site.config.redirects.items()}


def _target(written: str) -> str:
    return written if is_external(written) else permalinks.site_path(written)


def _follow(rules: Mapping[str, str], start: str) -> list[str]:
    """The places on the way from `start`, up to one that no rule leads on from, or that was passed before."""
    steps = [start]
    while (path := steps[-1].partition("#")[0]) in rules and len(steps) <= len(rules):
        steps.append(rules[path])
    return steps


def _is_circle(rules: Mapping[str, str], steps: Sequence[str]) -> bool:
    return steps[-1].partition("#")[0] in rules


def _file(key: str) -> str:
    return f"content/publications/{key}.md"


def _localised(path: str, site: Site) -> str:
    return permalinks.localised(path, site.lang, site.config.language)


Where = Callable[[str, Location], tuple[int, int]]
"""(file as messages name it, place in its data) → (line, column), 1-based, 0 where it is not known."""


def _nowhere(_file: str, _location: Location) -> tuple[int, int]:
    return (0, 0)


def check(sites: Sequence[Site], taken: Mapping[str, str], where: Where = _nowhere) -> list[Problem]:
    """What is wrong with the redirects of all languages, at least one.

    `taken` are the other files of the site, each with what it is; `where` is asked only for what is reported.
    """
    problems: dict[tuple[str, str], Problem] = {}  # an alias is in each language, and reported once
    there = {**taken, **{_localised(entry.path, site): _file(entry.key) for site in sites for entry in site.all_entries()}}
    every = [(redirect, _localised(redirect.old, site)) for site in sites for redirect in redirects(site)]
    known = {*taken, *(path for _, path in every)}
    rules = _rules(sites[0])
    for redirect, path in every:
        wrong = _wrong(redirect, path, there, known, rules)
        if wrong:
            code, args = wrong
            line, column = where(redirect.source, redirect.location)
            found = Problem(code, path=redirect.source, line=line, column=column, key=redirect.key, args=args)
            problems.setdefault((redirect.source, redirect.key), found)
        there.setdefault(path, redirect.source)
    return list(problems.values())


def _wrong(
    redirect: Redirect, path: str, there: Mapping[str, str], known: set[str], rules: Mapping[str, str]
) -> tuple[str, Mapping[str, str]] | None:
    """The code and arguments of what is wrong with one redirect."""
    if redirect.location[0] == "aliases" and not _is_key(redirect.written):
        return "redirect-alias", {"value": redirect.written}
    if path in there:
        return "redirect-taken", {"path": path, "other": there[path]}
    if redirect.source != SETTINGS:
        return None
    steps = _follow(rules, path)
    if _is_circle(rules, steps):
        return "redirect-loop", {"steps": " → ".join(steps[: steps.index(path, 1) + 1] if path in steps[1:] else steps)}
    target = redirect.target.partition("#")[0]
    if redirect.external or target in known:
        return None
    meant = _meant(target, known)
    return ("redirect-target-meant" if meant else "redirect-target"), {"target": redirect.written, "meant": meant}


def _meant(target: str, known: set[str]) -> str:
    """The file of the same kind that was probably meant; that both end in .html makes no two names alike."""
    name, dot, ending = target.rpartition(".")
    stems = sorted(path.removesuffix(dot + ending) for path in known if path.endswith(dot + ending))
    meant = did_you_mean(name, stems) if dot else ""
    return meant and f"{meant}.{ending}"


def _is_key(alias: str) -> bool:
    return bool(permalinks.KEY.fullmatch(alias)) and not permalinks.RESERVED.fullmatch(alias)
