"""One module a rule; `RULES` finds them, so a new rule is a new file and nothing else."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from models.rules.base import Complaint, Rule

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

ALL_RULES: dict[str, type[Rule]] = {
    rule.clause if not rule.key else rule.key: rule
    for rule in sorted(Rule.__subclasses__(), key=lambda rule: rule.clause)
}
RULES = {key: rule for key, rule in ALL_RULES.items() if rule.key}
ALWAYS = {key: rule for key, rule in ALL_RULES.items() if not rule.key}

__all__ = ["ALL_RULES", "ALWAYS", "RULES", "Complaint", "Rule"]
