"""A large made-up site, for what depends on size: `write(folder, 2000)`.

The same number gives the same files on every machine. Titles, names and abstracts are put together from lists of words.
"""

from __future__ import annotations

import random
from pathlib import Path

FIRST_YEAR, YEARS = 1990, 35
GIVEN = "Aino Bashir Carmela Dorian Efua Fergus Ginevra Haakon Ilse Jomo Katarina Ludovic Makana Nadia Odalys Pietro".split()
FAMILY = "Abernethy Boateng Castellano Drăgulescu Eikeland Fonoti Grünwald Hoekstra Ivarsson Jankowski Kealoha Lacombe".split()
WHAT = "Tides Gauges Marshes Harbours Estuaries Dunes Moorings Soundings Lanterns Ferries Cores Currents Sandbars Fog".split()
HOW = "Patient Slow Quiet Provisional Unexpected Ordinary Forgotten Repeated Careful Doubtful Narrow Northern".split()
WHERE = "Port Aven|the Outer Banks|Nanwan|two small islands|a river mouth|the northern shore|an old quay".split("|")
VENUES = "Journal of Shore Histories|Annals of Tidal Records|Letters in Applied Bathymetry|Conference on Environmental Signals"


def write(folder: Path, papers: int, languages: str = '"en"') -> Path:
    """The content of a site of so many papers below `folder`, which is returned."""
    chance = random.Random(papers)  # noqa: S311 - the same each time is what is wanted
    publications = folder / "content" / "publications"
    publications.mkdir(parents=True)
    settings = f'title = "A Large Laboratory"\nlanguages = [{languages}]\n'
    (folder / "content" / "site.toml").write_text(settings, "utf-8")
    for number in range(1, papers + 1):
        (publications / f"paper-{number:05}.md").write_text(_paper(chance, number), "utf-8")
    return folder


def _paper(chance: random.Random, number: int) -> str:
    what, other = chance.sample(WHAT, 2)
    authors = sorted({f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}" for _ in range(chance.randint(1, 6))})
    lines = [
        "---",
        f"title: {chance.choice(HOW)} {what} and {other} at {chance.choice(WHERE)}, Part {number}",
        "author:",
        *(f"- {name}" for name in authors),
        "type: article-journal",
        f"issued: {FIRST_YEAR + number % YEARS}",
        f"container-title: {chance.choice(VENUES.split('|'))}",
        f"keyword: [{what.lower()}, {other.lower()}]",
        "---",
    ]
    if number % 3:
        lines.append(
            f"We look at {what.lower()} for {chance.randint(2, 40)} years and say what {other.lower()} have to do with it."
        )
    return "\n".join(lines) + "\n"
