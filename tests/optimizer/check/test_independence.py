"""The checker judges by a rule's parameters and by its own arithmetic, by nothing else of the rule.

The models restrict plans by the methods of rules; a checker that called one of them would agree
with a mistake in it.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest
from pydantic import BaseModel

import models.rules
from models.kinds import Kind
from models.plan import Plan
from models.rules import ALL_RULES, RULES
from models.standards import ground
from optimizer import check
from optimizer.check import Audit, audit, base
from tests.reference.cases import add_village, chain, town
from tests.reference.tables import Tables
from tests.support import dataset_of, plan_of

CHECKER = Path(check.__file__).parent
TEXTS = {"lacking", "missing"}
"""Methods that a checker may call: none of them judges a plan; today it calls none at all."""


def tables() -> Tables:
    """Return two counties with everything that any rule asks of the data."""
    made = chain(
        town("A", kind="镇", county_seat=1, terrain="plain"),
        town("B", terrain="hill"),
        town("C", terrain="hill"),
        town("D", county="Y"),
        town("E", county="Y", kind="镇"),
    )
    add_village(made, "b2", "B", km=2)
    for home in made.townships:
        home.setdefault("county_seat", 0)
    for number, row in enumerate(made.villages):
        row.update(forecast=row["population"] + number, zone="AB"[number % 2])
    made.facilities.extend({"village": v, "kind": k} for v in "ad" for k in ("hospital", "school"))
    made.barriers.extend([{"a": "a", "b": "b"}, {"a": "b", "b": "b2"}])
    return made


GIVEN: dict[str, Any] = {
    "barriers": {},
    "together": [["A", "B"]],
    "apart": [["B", "C"]],
    "count": {"city": {"min": 1, "max_cut": 1}, "county": {"X": {"max": 2, "min_cut": 1}}},
    "dissolve": ["C"],
    "population": {
        "rows": [{"terrain": "hill", "min": 1500, "max": 1800}, {"min": 900}],
        "scenarios": ["forecast"],
    },
    "prudent": {"max_people": 10, "max_villages": 0, "scope": "county"},
    "transfers": {"max_villages": 0},
    "access": {
        "max_km": 5,
        "hospital_max_km": 5,
        "school_max_km": 12,
        "services": "seat",
        "scope": "all",
    },
    "area_cap": {"max_km2": 150, "exceptions": [{"township": "A", "reason": "river"}]},
    "burden": {"max_added_km": 1},
    "kinds": {
        "standard": "sichuan-2021",
        "grounds": [{"kind": "街道", "flag": "county_seat"}],
        "keep": ["E"],
        "max_conversions": 1,
    },
    "protected": {"flags": ["county_seat"], "townships": ["B"]},
    "share": {"floor": "status_quo", "districts_target": 0.9},
    "freeze": {"counties": ["Y"], "units": {"d": "D", "e": "E"}, "kinds": {"D": "镇"}},
    "zones": [{"column": "zone", "no_merge": True, "no_conversion": ["镇", "街道"]}],
    "names": {"proposed": {"A": "新镇"}, "forbidden": ["新"]},
    "codes": {"retired": ["100"]},
}
"""Each rule, with numbers that some plan breaks."""
PLANS: tuple[dict[str, str], ...] = (
    {},
    {"B": "A", "C": "A"},
    {"C": "B", "D": "E"},
    {"b2": "C", "A": "B"},
    {"C": "D"},
)
CONVERTED = {"B": Kind.TOWN, "A": Kind.SUBDISTRICT, "E": Kind.SUBDISTRICT}


def judged(mode: str) -> list[Audit]:
    """Return what the checker says of each plan, also with other kinds."""
    found = []
    dataset = dataset_of(tables(), GIVEN, mode=mode)
    codes = dataset.territory.units_by_code
    kinds = {codes[code]: kind for code, kind in CONVERTED.items()}
    for into in PLANS:
        plan = plan_of(dataset.territory, into)
        plans = (plan, Plan(plan.territory, plan.unit, kinds))
        found += [audit(given, dataset.scenario) for given in plans]
    return found


def methods() -> Iterator[tuple[type, str]]:
    """Yield every method of a rule and of the tables inside rules, as (class, name)."""
    modules = [ground] + [
        importlib.import_module(f"models.rules.{found.name}")
        for found in pkgutil.iter_modules(models.rules.__path__)
    ]
    for module in modules:
        for _, held in inspect.getmembers(module, inspect.isclass):
            if not issubclass(held, BaseModel) or held.__module__ != module.__name__:
                continue
            for name, value in vars(held).items():
                callables = (FunctionType, property, classmethod, staticmethod)
                if isinstance(value, callables) and not name.startswith("_") and name not in TEXTS:
                    yield held, name


def test_every_rule_is_asked_about() -> None:
    """Some plan breaks each rule that is given, but for those that only warn."""
    assert set(GIVEN) <= set(RULES)
    said = {f.key for mode in ("whole", "split") for a in judged(mode) for f in a.broken}
    assert set(GIVEN) - said <= {"names", "codes"}


def test_no_method_of_a_rule_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """With all of them gone the findings are the same."""
    modes = ("whole", "split", "redraw")
    before = {mode: judged(mode) for mode in modes}
    datasets = {mode: dataset_of(tables(), GIVEN, mode=mode) for mode in modes}
    monkeypatch.setattr(f"{__name__}.dataset_of", lambda *_, mode: datasets[mode])
    gone = list(methods())
    assert len(gone) > 40
    for held, name in gone:

        def call(*_: object, what: str = f"{held.__name__}.{name}") -> None:
            raise AssertionError(what)

        is_property = isinstance(vars(held)[name], property)
        monkeypatch.setattr(held, name, property(call) if is_property else call)
    assert {mode: judged(mode) for mode in modes} == before


@pytest.mark.parametrize("key", ALL_RULES)
def test_a_check_reads_fields_alone(key: str) -> None:
    """Of the rule that it is given, whatever rule is added."""
    rule, judge = ALL_RULES[key], base._CHECKS[key]
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(judge))).body
    assert isinstance(tree, ast.FunctionDef)
    given = tree.args.args[1].arg
    read = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == given
    }
    assert read <= set(rule.model_fields)


@pytest.mark.parametrize("file", sorted(CHECKER.glob("*.py")), ids=lambda file: file.stem)
def test_of_rules_only_classes_are_imported(file: Path) -> None:
    """No function of `models.rules` serves the models and the checker alike."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("models."):
            continue
        module = importlib.import_module(str(node.module))
        for name in (alias.name for alias in node.names):
            value = getattr(module, name)
            if node.module.startswith(("models.rules", "models.standards", "models.services")):
                assert not inspect.isfunction(value), (file.name, name)
