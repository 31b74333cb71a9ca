"""One module an objective; `OBJECTIVES` finds them."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from models.objectives.base import Objective

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

OBJECTIVES: dict[str, type[Objective]] = {o.name: o for o in Objective.__subclasses__()}

__all__ = ["OBJECTIVES", "Objective"]
