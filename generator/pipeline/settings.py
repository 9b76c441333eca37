"""What both ways begin with: the settings, and when to stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator import config
from generator.config import SiteConfig
from generator.errors import ContentError, Problem, Severity, UsageError, has_errors
from generator.paths import Paths


def settings_of(paths: Paths, base_url: str | None = None) -> tuple[SiteConfig, list[Problem]]:
    """The settings, `base_url` in place of the one in the file. Raises UsageError for a setting in error."""
    settings, problems = config.read(paths.settings, paths.shown(paths.settings))
    if has_errors(problems):
        raise UsageError(*problems)
    if base_url is not None:
        settings = replace(settings, base_url=base_url)
        problems += config.check_base_url(base_url, "--base-url")
        if has_errors(problems):
            raise UsageError(*problems)
    return settings, problems


def refuse(problems: Sequence[Problem], strict: bool) -> None:
    """Raises ContentError for errors, under `strict` for warnings too."""
    if has_errors(problems) or (strict and any(problem.severity is Severity.WARNING for problem in problems)):
        raise ContentError(*problems)
