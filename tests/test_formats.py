"""What holds for every format: it is told apart by its content, nothing of a source is lost, nothing raises, and time is linear.

A format that reads is in these tests by itself; it needs examples in `tests/fixtures/<name>/`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import sources
from generator.errors import Problem, Severity
from generator.formats import Format, Hints, Loaded, Record, formats, recognise
from generator.formats._shared import markup
from generator.formats._shared.keys import keyed
from generator.formats.csl_json import dump
from generator.model import Publication
from tests.effort import grows_less_than, takes_less_than

FIXTURES = Path(__file__).parent / "fixtures"
READABLE = [format_ for format_ in formats() if format_.load or format_.load_with]


def fixtures(format_: Format) -> list[Path]:
    """The examples of a format. Those of the pasted list in `.md` hold cases with their answers, for another test."""
    files = sorted((FIXTURES / format_.name).glob("*"))
    return [file for file in files if not (format_.name == "listing" and file.suffix == ".md")]


ALL = [(format_, file) for format_ in READABLE for file in fixtures(format_)]
EACH = pytest.mark.parametrize(("format_", "file"), ALL, ids=[f"{format_.name}-{file.name}" for format_, file in ALL])
PER_FORMAT = pytest.mark.parametrize("format_", READABLE, ids=lambda format_: format_.name)


def read(format_: Format, text: str) -> Loaded:
    return format_.read(text, "source", Hints())


# Recognition


@PER_FORMAT
def test_every_format_that_reads_has_an_example_that_reads_well(format_: Format) -> None:
    assert fixtures(format_), f"put an example into tests/fixtures/{format_.name}/"
    assert any(read(format_, file.read_text("utf-8")).records for file in fixtures(format_))


@EACH
@pytest.mark.parametrize("ending", ["", ".txt", ".json", ".md", ".csv", ".bib", ".ris", ".xml", "own"])
def test_a_format_is_told_apart_by_its_content(format_: Format, file: Path, ending: str) -> None:
    """With any ending. A pasted list has no sign of its own, so there the ending of another format counts."""
    text = file.read_text("utf-8")
    name = f"x{file.suffix if ending == 'own' else ending}"
    if format_.name == "listing" and ending in (".json", ".md", ".csv", ".bib", ".ris"):
        assert format_.recognises(text)
        return
    for form in (text, "\ufeff" + text, text.replace("\n", "\r\n")):
        found = recognise(name, form)
        assert found is not None
        assert found.name == format_.name


@PER_FORMAT
def test_what_is_cut_off_is_still_recognised(format_: Format) -> None:
    """A file that broke off is explained by its own format."""
    for file in fixtures(format_):
        text = file.read_text("utf-8")
        if file.suffix != ".md":  # front matter that is never closed is no front matter
            found = recognise("x", text[: len(text) * 9 // 10])
            assert found is not None
            assert found.name == format_.name


def test_nothing_is_not_recognised() -> None:
    assert recognise("x", "") is None
    assert recognise("x.bin", "\0\1\2") is None


@PER_FORMAT
@pytest.mark.parametrize("text", ["", " \n\t\r\n"])
def test_a_file_with_nothing_in_it_is_told_of_by_its_name(format_: Format, text: str) -> None:
    for ending in format_.extensions:
        _, loaded, _ = sources.load(f"x{ending}", text.encode(), f"lists/x{ending}", Hints())
        assert loaded == Loaded(problems=(Problem("entry-none", Severity.WARNING, f"lists/x{ending}"),))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.bib", "% Exported by hand\n\n@comment{nothing yet}\n@string{jos = {Journal of Snow}}\n"),
        ("x.json", "[]"),
        ("x.csv", "title,authors,year\n"),
        ("x.bib", "\ufeff"),
    ],
)
def test_a_file_without_a_publication_is_told_of(name: str, text: str) -> None:
    _, loaded, _ = sources.load(name, text.encode(), name, Hints())
    assert loaded == Loaded(problems=(Problem("entry-none", Severity.WARNING, name),))


def test_an_empty_file_with_no_known_ending_is_told_of_as_empty() -> None:
    _, loaded, _ = sources.load("x.xml", b"\n", "x.xml", Hints())
    assert loaded.problems == (Problem("entry-none", path="x.xml"),)


# Nothing is lost

TOKEN = re.compile(r"zq\d+q")
_WORD = re.compile(r"(?<![\w\\&$@%#])[A-Za-z]{4,}(?![\w;])(?![^<>\n]*(?<!\s)>)")
_EMPTY = re.compile(r'zq\d+q[\w-]*"?\s*:\s*(?:null|""|\[\]|\{\}|\{"[\w-]+": (?:\[\]|null|\[\[null\]\])\})?\s*(?=[,}\]]|$)')
"""A key without a value says nothing."""
_IGNORED = re.compile(r"\b(?:null|true|false)\b")


def said(loaded: Loaded, text: str) -> str:
    """Everything that an import says of a source: the records, the messages, and the lines that messages name."""
    lines = re.split(r"\r\n|\r|\n", text)

    def words(problem: Problem) -> str:
        whole_file = problem.severity is Severity.ERROR or problem.line == 0
        named_line = text if whole_file else lines[problem.line - 1] if problem.line <= len(lines) else ""
        return "\n".join([problem.text, *map(str, problem.args.values()), named_line])

    return dump(loaded.records) + "\n".join(map(words, loaded.problems))


def lost(format_: Format, text: str) -> list[str]:
    """The planted words of a source that are in no record and no message.

    A field that a message says is left out takes its words with it: so the words of a line that names such a field do not count.
    """
    loaded = read(format_, text)
    left_out = {
        part.rpartition(".")[2]
        for problem in loaded.problems
        if problem.code == "entry-left-out"
        for part in str(problem.args["fields"]).split(", ")
    }
    found = said(loaded, text).lower()
    lines = re.split(r"\r\n|\r|\n", text)
    if format_.name == "bibtex":  # there such a line is a comment
        lines = [line for line in lines if not line.startswith("%")]
    goes_on: list[str] = []  # in tagged lines and YAML, what is set in belongs to the field above
    for line in lines:
        set_in = line.startswith("  ") and goes_on and format_.name in ("nbib", "pmlr")
        goes_on.append(f"{goes_on[-1]}\n{line}" if set_in else line)
    return [
        token
        for line in goes_on
        for token in TOKEN.findall(_EMPTY.sub("", line))
        if token not in found
        and not any(re.search(rf'(?:^|["\s\{{]){re.escape(field)}["\s:-]', line, re.MULTILINE) for field in left_out)
    ]


@st.composite
def mangled(draw: st.DrawFn, format_: Format) -> str:
    """An example with words replaced by planted ones, lines dropped, doubled and moved, and rubbish between them."""
    text = draw(st.sampled_from(fixtures(format_))).read_text("utf-8")
    names_columns = text.index("\n") if format_.name == "csv" else 0  # a column without a cell says nothing
    words = [found for found in _WORD.finditer(text, names_columns) if not _IGNORED.fullmatch(found[0])]
    pieces, end = [], 0
    chosen = draw(st.lists(st.integers(0, len(words) - 1), max_size=8))
    for number, index in enumerate(sorted(set(chosen))):
        pieces += [text[end : words[index].start()], f"zq{number}q"]
        end = words[index].end()
    lines = ("".join(pieces) + text[end:]).split("\n")
    for number in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(lines)))
        match draw(st.sampled_from(["drop", "double", "swap", "rubbish", "blank"])):
            case "drop":
                del lines[place : place + 1]
            case "double":
                lines[place:place] = lines[place : place + 1]
            case "swap":
                lines[place : place + 2] = reversed(lines[place : place + 2])
            case "blank":
                lines.insert(place, "")
            case _:
                rubbish = draw(
                    st.sampled_from(["zq{}q", "  zq{}q and more", "{{zq{}q", "zq{}q: x", "]zq{}q", "zq{}q, zq{}q", "%zq{}q"])
                )
                lines.insert(place, rubbish.replace("{}", str(90 + number)).replace("{{", "{"))
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines)


@PER_FORMAT
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_every_word_of_a_source_is_in_a_record_or_in_a_message(format_: Format, data: st.DataObject) -> None:
    text = data.draw(mangled(format_))
    assert lost(format_, text) == [], text


@PER_FORMAT
@settings(max_examples=80, deadline=None)
@given(st.text(max_size=300))
def test_no_text_makes_a_reader_raise(format_: Format, text: str) -> None:
    format_.recognises(text)
    read(format_, text)


@PER_FORMAT
def test_what_is_repeated_is_read_twice(format_: Format) -> None:
    """Merging is done elsewhere; a format gives what stands in the file."""
    for file in fixtures(format_):
        text = file.read_text("utf-8")
        once = read(format_, text).records
        if once and file.suffix not in (".json", ".md") and format_.name not in ("csv", "bibtex"):
            assert len(read(format_, f"{text}\n\n{text}").records) >= 2 * len(once)


# What comes out can be kept


@EACH
@pytest.mark.parametrize("writer", [each for each in formats() if each.join], ids=lambda each: each.name)
def test_records_that_were_written_one_by_one_make_what_is_written_of_all(format_: Format, file: Path, writer: Format) -> None:
    read_here = read(format_, file.read_text("utf-8")).records
    records = [replace(record, id=f"paper-{number}") for number, record in enumerate(read_here)]
    assert writer.dump
    assert writer.join
    assert writer.join([writer.dump([record]) for record in records]) == writer.dump(records)
    assert writer.join([]) == writer.dump([])


@EACH
def test_every_record_can_be_written_into_a_file(format_: Format, file: Path, tmp_path: Path) -> None:
    """Identifiers have their forms, so that what an import writes is no error in the next build."""
    from generator import content

    for number, record in enumerate(read(format_, file.read_text("utf-8")).records):
        target = tmp_path / f"a{number}.md"
        target.write_text(content.compose(record.publication), "utf-8")
        _, problems = content.read_publication(target, target.name)
        assert problems == []


@EACH
@pytest.mark.parametrize("target", [format_ for format_ in READABLE if format_.dump and format_.load], ids=lambda each: each.name)
def test_what_one_format_reads_another_writes_and_reads_back(format_: Format, file: Path, target: Format) -> None:
    records = read(format_, file.read_text("utf-8")).records
    assert target.dump is not None
    if target.name in ("csl-json", "ris"):
        back = read(target, target.dump(records)).records
        assert [record.publication for record in back] == [record.publication for record in records]
    else:
        assert len(read(target, target.dump(records)).records) == len(records)


@EACH
def test_converting_tells_names_lines_and_flags(format_: Format, file: Path) -> None:
    records = read(format_, file.read_text("utf-8")).records
    for record, item in zip(records, json.loads(dump(records)), strict=True):
        assert item["custom"]["names"] == list(record.names)
        assert item["custom"].get("line", 0) == record.line
        assert item["custom"]["flagged"] is record.flagged


# Linear time


def many(format_: Format, count: int) -> str:
    """A long source: an example's text again and again, as its format goes on."""
    file = fixtures(format_)[0]
    text = file.read_text("utf-8")
    if file.suffix == ".json":
        return f"[{','.join([text] * count)}]"
    if format_.name == "csv":
        header, _, rest = text.partition("\n")
        return header + "\n" + rest * count
    if format_.name == "pmlr":
        return text.replace("abstract: '", "abstract: '" + "Snow <i>is</i> white &amp; cold. " * 30 * count)
    return f"{text}\n\n" * count


@PER_FORMAT
def test_twice_the_source_takes_about_twice_the_time(format_: Format) -> None:
    """A loose bound: four times the source may take eight times as long."""

    def reading(count: int) -> Callable[[], object]:
        text = many(format_, count)
        return lambda: read(format_, text)

    assert grows_less_than(8, reading, 50, 200)


HOSTILE = {
    "quotes": '"' * 50_000, "quoted": '"a\n' * 20_000, "doubled": 'title,year\n' + '"""",' * 20_000, "brackets": "[" * 50_000,
    "objects": '{"a":' * 50_000, "tags": "<i" * 50_000, "pairs": "<i>" * 30_000, "entities": "&amp;" * 50_000,
    "ris": "TY  - JOUR\nAB  - " + "x\n" * 50_000, "authors": "TY  - JOUR\nTI  - a\n" + "AU  - a, b\n" * 20_000,
    "names": "title,authors\na," + "a b and " * 20_000, "commas": 'title,authors\na,"' + "a b," * 20_000 + '"',
    "fields": "%0 Book\n" + "%Z a\n" * 20_000, "list": '[{"title":"a","x":' + "[" * 500 + "]" * 500 + "}]",
    "keys": '{"a":1,' * 1 + ",".join(f'"a":{number}' for number in range(3_000)) + "}",
    "breaks": "\n" * 100_000, "spaces": " " * 100_000, "markers": "… (see more)" * 5_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
@PER_FORMAT
def test_hostile_texts_do_not_hang(format_: Format, name: str) -> None:
    """A pasted list is only asked to read what no other format knows."""

    def reading() -> None:
        format_.recognises(HOSTILE[name])
        if format_.name == "listing" and recognise("x.txt", HOSTILE[name]) is not format_:
            return
        dump(read(format_, HOSTILE[name]).records)

    assert takes_less_than(20, reading)


# Markup


@pytest.mark.parametrize(
    ("source", "plain", "csl"),
    [
        ("Snow", "Snow", ""),
        ("H<sub>2</sub>O", "H2O", "H<sub>2</sub>O"),
        ("<jats:italic>E. coli</jats:italic> &amp; us", "E. coli & us", "<i>E. coli</i> &amp; us"),
        ("&lt;i&gt;E. coli&lt;/i&gt;", "E. coli", "<i>E. coli</i>"),
        ("A &amp;amp; B", "A & B", ""),
        (
            '<span style="font-variant: small-caps;">d</span>-glucose',
            "d-glucose",
            '<span style="font-variant:small-caps;">d</span>-glucose',
        ),
        ('<span class="nocase">CO</span>', "CO", ""),
        ("p < 0.05 and q > 3", "p < 0.05 and q > 3", ""),
        ("List<T> of <b>things", "List<T> of <b>things", ""),
        ("Bounds for a<b and c>d", "Bounds for a<b and c>d", ""),
        ("Where a<b> and <i>c</i> meet", "Where a<b> and c meet", "Where a&lt;b&gt; and <i>c</i> meet"),
        ("If p<i and j>q</i>", "If p<i and j>q</i>", ""),
        ('One<br/>two <a href="x" rel=y>three</a><p>four', "One two three four", ""),
        ("R&D at AT&T; caf&eacute;", "R&D at AT&T; café", ""),
        ("<mml:math><mml:mi>x</mml:mi></mml:math> rays", "x rays", ""),
        ("a&#x0;b&#xD800;c\x07", "a\ufffdb\ufffdc", ""),
    ],
)
def test_markup_becomes_plain_text_and_csl_markup(source: str, plain: str, csl: str) -> None:
    assert markup.line(source) == plain
    assert markup.csl(source) == csl


def test_entries_without_a_name_get_one_each_in_linear_time() -> None:
    records = [Record(Publication("Snow"), 1), Record(Publication("Ice"), 1, "snow-2"), *[Record(Publication("Snow"), 1)] * 3000]
    keys = [key for _, key in keyed(records)]
    assert keys[:4] == ["snow", "snow-2", "snow-3", "snow-4"]
    assert len(set(keys)) == len(keys)
