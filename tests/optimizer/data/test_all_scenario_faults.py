"""scenario.toml: all that is wrong is in one report."""

from __future__ import annotations

from typing import Any

import pytest

from tests.scenario_texts import parse, rules


def test_all_wrong_keys_are_reported_together() -> None:
    """Faults of several levels come in one report."""
    text = "modes = 'x'\n[rules]\naccess = { max = 1 }\n[[objectives]]\nname = 'unit'\n"
    columns = {fault.column for fault in parse(text)[1]}
    assert columns == {"modes", "rules.access.max", "objectives[1].name"}


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("population = { min = 3, max = 2, maxx = 1 }", ["maxx", ""]),
        ("population = [{ min = 3, max = 2 }, { mni = 1 }]", ["[2].mni", "[1]"]),
        ("access = { max_kmm = 1 }", [".max_kmm"]),
        ("count = { city = { mni = 1 }, county = { mxa = 1 } }", [".city.mni", ".county.mxa"]),
    ],
)
def test_an_unknown_key_hides_no_fault_beside_it(text: str, columns: list[str]) -> None:
    """And a table that lost it is not blamed for what it may lack without it."""
    found = {fault.column for fault in rules(text)}
    rule = text.partition(" ")[0]
    assert found == {f"rules.{rule}{'.' * (c == 'maxx')}{c}" for c in columns}


def test_an_unknown_key_hides_no_fault_around_it() -> None:
    """Objectives that are named twice, one of them with a key that is none."""
    _, faults = parse("objectives = [{ name = 'units', tol = 1 }, { name = 'units' }]")
    assert [(f.code, f.column) for f in faults] == [
        ("E502", "objectives[1].tol"),
        ("E503", "objectives"),
    ]


def test_wrong_keys_hide_no_parameters_that_do_not_fit(folder: Any) -> None:
    """Unknown townships and flags are reported beside unknown keys and wrong values."""
    text = """
        rulez = {}
        mode = "slit"
        [rules]
        protected = { flags = ["county_set"], townshipz = ["A"] }
        together = [["A", "Q"]]
        area_cap = { max_km2 = 0, exceptions = [{ township = "Q", reason = "r" }] }
        share = { floor = "status_quo", target = 1 }
        """
    folder.write("scenario.toml", f'name = "x"\n{text}')
    assert {(fault.code, fault.column) for fault in folder.faults()} == {
        ("E502", "rulez"),
        ("E502", "rules.protected.townshipz"),
        ("E502", "rules.share.target"),
        ("E503", "mode"),
        ("E503", "rules.area_cap.max_km2"),
        ("E505", "rules.protected.flags"),
        ("E301", "rules.together"),
    }


@pytest.mark.parametrize("text", ["name = 5", "rules = 5", "objectives = {}", "territory = []"])
def test_what_is_wrong_at_the_top_is_reported_once(folder: Any, text: str) -> None:
    """Nothing is left of it to look at."""
    folder.write("scenario.toml", f"{text}\n{'' if 'name' in text else 'name = 1'}\n")
    columns = [fault.column for fault in folder.faults()]
    assert sorted(columns) == sorted({text.partition(" ")[0], "name"})
