"""YAML as labpress writes it: plain, in the given order, no line folded, quoted where another YAML reader would see no text."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler, YAMLHandler

from generator.front_matter.reading import FENCE
from generator.model import PartialDate


class Flow(dict[str, Any]):
    """A mapping written on one line: `{kind: pdf, URL: …}`."""


def compose(front_matter: Mapping[str, Any], body: str) -> str:
    """The text of a new file. Never for a file that a person may have edited: it keeps neither comments nor order."""
    post = frontmatter.Post(body.strip("\n"), **dict(front_matter))
    return _Handler().format(post) + "\n"


def dump(value: Any, *, flow: bool = False) -> str:
    """YAML of a value, without a line end; `flow` on one line, as it stands inside brackets."""
    if flow and not isinstance(value, Mapping | list):
        return dump([value], flow=True)[1:-1]
    text: str = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=2**30, default_flow_style=flow)
    return text.strip("\n")


class _Handler(BaseHandler):
    FM_BOUNDARY = YAMLHandler.FM_BOUNDARY
    START_DELIMITER = END_DELIMITER = FENCE

    def export(self, metadata: Mapping[str, object], **_options: object) -> str:
        return dump(metadata)


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Knows our own values."""


def _flow(dumper: yaml.SafeDumper, value: Flow) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", value, flow_style=True)


def _date(dumper: yaml.SafeDumper, value: PartialDate) -> yaml.Node:
    if value.day:
        return dumper.represent_data(datetime.date(value.year, value.month, value.day))
    return dumper.represent_data(str(value) if value.month or value.year < 1000 else value.year)


_Dumper.add_representer(Flow, _flow)
_Dumper.add_representer(PartialDate, _date)
