"""Merging of townships (乡镇撤并): the best plan under the rules, proved, and audited.

>>> import optimizer as tm
>>> instance = tm.read_instance("instances/changzhi")
>>> solution = tm.solve(instance, time_limit=600)
>>> solution.objectives            # value, proved bound, proof
>>> solution.units                 # one row a unit, a pandas data frame
>>> solution.to_folder("out")      # plan.csv, plan.json, maps

Data frames in:     read_instance, Instance.from_frames, generate, import_data, init_scenario
Before a plan:      validate, survey, rules
Plans:              solve, check, read_plan, repair
Between plans:      compare, alternatives, frontier, backbone, price, explain
Files out:          export, report
Procedure:          read_case

One function a command of `township-merge`, with the same limits, defaults and results. Each
returns an object whose tables are data frames; print it to see what the command prints, and
look at it in a notebook. Bad input is one `InputError` that carries every fault. What the names
below promise, and what not: docs/api.md.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from optimizer.api.alternatives import Alternatives, alternatives
    from optimizer.api.backbone import Backbone, backbone
    from optimizer.api.cases import Case, read_case
    from optimizer.api.checking import Audit, check
    from optimizer.api.comparing import Comparison, compare
    from optimizer.api.delivering import Report, export, report
    from optimizer.api.explaining import Difference, Explanation, explain
    from optimizer.api.frontier import Frontier, frontier
    from optimizer.api.instance import Instance, read_instance
    from optimizer.api.making import Imported, generate, import_data, init_scenario
    from optimizer.api.plans import Plan, read_plan
    from optimizer.api.pricing import Price, price
    from optimizer.api.repairing import Repair, repair
    from optimizer.api.search import Search
    from optimizer.api.solving import CheckFailedError, NoPlanError, Solution, solve
    from optimizer.api.surveying import Rules, Survey, Validation, rules, survey, validate
    from optimizer.data.faults import Fault, InputError

    __version__: str

_WHERE = {
    "api.alternatives": ("Alternatives", "alternatives"),
    "api.backbone": ("Backbone", "backbone"),
    "api.cases": ("Case", "read_case"),
    "api.checking": ("Audit", "check"),
    "api.comparing": ("Comparison", "compare"),
    "api.delivering": ("Report", "export", "report"),
    "api.explaining": ("Difference", "Explanation", "explain"),
    "api.frontier": ("Frontier", "frontier"),
    "api.instance": ("Instance", "read_instance"),
    "api.making": ("Imported", "generate", "import_data", "init_scenario"),
    "api.plans": ("Plan", "read_plan"),
    "api.pricing": ("Price", "price"),
    "api.repairing": ("Repair", "repair"),
    "api.search": ("Search",),
    "api.solving": ("CheckFailedError", "NoPlanError", "Solution", "solve"),
    "api.surveying": ("Rules", "Survey", "Validation", "rules", "survey", "validate"),
    "data.faults": ("Fault", "InputError"),
}
_MODULES = {name: module for module, names in _WHERE.items() for name in names}
_PACKAGES = frozenset({"check", "report", "solve"})
"""Functions that are called as the packages below, which hold what they call."""

__all__ = [
    "Alternatives",
    "Audit",
    "Backbone",
    "Case",
    "CheckFailedError",
    "Comparison",
    "Difference",
    "Explanation",
    "Fault",
    "Frontier",
    "Imported",
    "InputError",
    "Instance",
    "NoPlanError",
    "Plan",
    "Price",
    "Repair",
    "Report",
    "Rules",
    "Search",
    "Solution",
    "Survey",
    "Validation",
    "__version__",
    "alternatives",
    "backbone",
    "check",
    "compare",
    "explain",
    "export",
    "frontier",
    "generate",
    "import_data",
    "init_scenario",
    "price",
    "read_case",
    "read_instance",
    "read_plan",
    "repair",
    "report",
    "rules",
    "solve",
    "survey",
    "validate",
]


class _Package(ModuleType):
    """A module that keeps a function where a package of the same name is imported.

    Python sets `optimizer.solve` to the package of that name once it is imported. Here it stays
    the function, in whose namespace the package's modules are found all the same.
    """

    def __setattr__(self, name: str, value: object) -> None:
        """Set an attribute, but for the packages that a function stands for."""
        if not (name in _PACKAGES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


def __getattr__(name: str) -> Any:
    """Import a name when it is first used: `import optimizer` itself loads nothing."""
    if name == "__version__":
        from importlib.metadata import version

        return version("township-merge")
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"optimizer.{_MODULES[name]}"), name)
    if name in _PACKAGES:
        found.__dict__ = import_module(f"optimizer.{name}").__dict__
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Return the names that are promised."""
    return sorted({*globals(), *__all__})


sys.modules[__name__].__class__ = _Package
