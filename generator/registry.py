"""The folder listing is the registry: a format, a page kind or an output is one file in its folder."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


def discover(package: ModuleType, kind: type[T], name: str) -> tuple[T, ...]:
    """What each public module of `package` calls `name`, in the order of the modules' names.

    Raises TypeError for a module without it, or with something else by that name: a plug-in that is silently left out
    would be found much later, by its absence. A module whose name starts with `_` is a helper.
    """
    found = []
    for info in pkgutil.iter_modules(package.__path__):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        value = getattr(module, name, None)
        if not isinstance(value, kind):
            raise TypeError(f"{module.__file__}: must end in {name} = {kind.__name__}(…)")
        found.append(value)
    return tuple(found)
