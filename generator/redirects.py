"""Old addresses that lead to new ones: `aliases` of publications, `also` of author files, `[redirects]` in the settings.

A former name leads nowhere: its address would say the name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import permalinks
from generator.config import WEB_ADDRESS
from generator.errors import Problem
from generator.people import Person
from generator.schema import Place
from generator.site import Site
from generator.text import did_you_mean, slug

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
    key: str
    """Where in that file: the front-matter key, or the old path in the settings."""
    written: str = ""
    """The words there."""

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
        source, target = f"content/publications/{entry.key}.md", _localised(entry.path, site)
        for number, alias in enumerate(entry.publication.aliases, 1):
            yield Redirect(permalinks.publication(alias), site.lang, target, source, f"aliases.{number}", alias)


def _names(site: Site) -> Iterator[Redirect]:
    """A name that a person also has leads to the person; one of two people, or one that has a page, leads nowhere new.

    Nobody can help sharing a name, so this is no mistake in a file.
    """
    claims: dict[str, list[tuple[Person, int]]] = {}
    for author in site.authors:
        profile = author.person.profile
        former = {slug(name) for name in profile.former_name} if profile else set()
        for number, name in enumerate(profile.also if profile else (), 1):
            if slug(name) and slug(name) not in former:
                claims.setdefault(slug(name), []).append((author.person, number))
    for name, claimed in sorted(claims.items()):
        if len({person for person, _ in claimed}) == 1 and name not in site.by_slug and not permalinks.RESERVED.fullmatch(name):
            person, number = claimed[0]
            target = _localised(person.path, site)
            yield Redirect(
                permalinks.author(name), site.lang, target, f"content/authors/{person.file}.md", f"also.{number}", name
            )


def _settings(site: Site) -> Iterator[Redirect]:
    if site.lang != site.config.language:
        return
    rules = {permalinks.site_path(old): _target(new) for old, new in site.config.redirects.items()}
    for old in site.config.redirects:
        path = permalinks.site_path(old)
        steps = _follow(rules, path)
        # In a circle, which `check` reports, the next step is as good as any.
        yield Redirect(
            path, site.lang, rules[path] if steps[-1] in rules else steps[-1], SETTINGS, old, site.config.redirects[old]
        )


def _target(written: str) -> str:
    return written if is_external(written) else permalinks.site_path(written)


def _follow(rules: Mapping[str, str], start: str) -> list[str]:
    """The places on the way from `start`, up to one that no rule leads on from, or that was passed before."""
    steps = [start]
    while steps[-1] in rules and len(steps) <= len(rules):
        steps.append(rules[steps[-1]])
    return steps


def _localised(path: str, site: Site) -> str:
    return permalinks.localised(path, site.lang, site.config.language)


def _nowhere(_location: Sequence[object]) -> tuple[int, int]:
    return (0, 0)


def check(sites: Sequence[Site], taken: Mapping[str, str], place: Place = _nowhere) -> list[Problem]:
    """What is wrong with the redirects of all languages.

    `taken` are the other files of the site, each with what it is; `place` finds a setting in `content/site.toml`.
    """
    problems: dict[tuple[str, str], Problem] = {}  # an alias is in each language, and reported once
    seen: dict[str, str] = {}
    every = [(redirect, _localised(redirect.old, site)) for site in sites for redirect in redirects(site)]
    known = {*taken, *(path for _, path in every)}
    rules = {permalinks.site_path(old): _target(new) for old, new in (sites[0].config.redirects if sites else {}).items()}
    for redirect, path in every:
        line, column = place(("redirects", redirect.key)) if redirect.source == SETTINGS else (0, 0)
        wrong = _wrong(redirect, path, {**taken, **seen} if path in taken or path in seen else {}, known, rules)
        if wrong:
            code, args = wrong
            found = Problem(code, path=redirect.source, line=line, column=column, key=redirect.key, args=args)
            problems.setdefault((redirect.source, redirect.key), found)
        seen.setdefault(path, redirect.source)
    return list(problems.values())


def _wrong(
    redirect: Redirect, path: str, there: Mapping[str, str], known: set[str], rules: Mapping[str, str]
) -> tuple[str, Mapping[str, str]] | None:
    """The code and arguments of what is wrong with one redirect."""
    if redirect.key.startswith("aliases.") and not _is_key(redirect.written):
        return "redirect-alias", {"value": redirect.written}
    if path in there:
        return "redirect-taken", {"path": path, "other": there[path]}
    if redirect.source != SETTINGS:
        return None
    steps = _follow(rules, path)
    if steps[-1] in rules:
        return "redirect-loop", {"steps": " → ".join(steps[: steps.index(steps[0], 1) + 1] if steps[0] in steps[1:] else steps)}
    target = steps[-1].partition("#")[0]
    if redirect.external or target in known:
        return None
    meant = did_you_mean(target, known)
    return ("redirect-target-meant" if meant else "redirect-target"), {"target": redirect.written, "meant": meant}


def _is_key(alias: str) -> bool:
    return bool(permalinks.KEY.fullmatch(alias)) and not permalinks.RESERVED.fullmatch(alias)
