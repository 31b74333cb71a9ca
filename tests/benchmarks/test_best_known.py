"""The best known values only ever get better, and a worse run is shown beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import best_known


def row(value: int | None, bound: int | None) -> dict[str, object]:
    return {"case": "grid-5", "method": "tool", "at": 10, "value": value, "bound": bound}


def test_better_values_and_bounds_replace_worse_ones() -> None:
    known = best_known.updated([row(9, 5)], {})
    known = best_known.updated([row(10, 7), row(None, None)], known)
    assert (known["grid-5"]["value"], known["grid-5"]["bound"]) == (9, 7)
    assert known["grid-5"]["value_found"]["by"] == "tool"


def test_a_worse_run_is_shown() -> None:
    shown = best_known.compared([row(11, 5), row(None, 5)], {"grid-5": {"value": 9, "bound": 5}})
    assert [r["behind"] for r in shown] == [2, None]


def test_a_contradiction_stops() -> None:
    with pytest.raises(ValueError, match="above"):
        best_known.updated([row(8, 5)], {"grid-5": {"value": 9, "bound": 9}})


def test_records_survive_writing(tmp_path: Path) -> None:
    known = best_known.updated([row(9, 5)], {})
    best_known.write(known, tmp_path / "known.json")
    assert best_known.read(tmp_path / "known.json") == known


def test_several_objectives_compare_in_their_order() -> None:
    """Fewer units before less travel; a bound of units alone is a bound."""
    case = {"case": "a-1", "method": "tool"}
    rows = [{**case, "value": [3, 10], "bound": [2]}, {**case, "value": [3, 9], "bound": [3, 7]}]
    known = best_known.updated(rows, {})
    assert (known["a-1"]["value"], known["a-1"]["bound"]) == ([3, 9], [3, 7])
    assert best_known.behind([4, 5], [3, 9]) == [1, -4]
    with pytest.raises(ValueError, match="above"):
        best_known.updated([{**case, "value": [3, 6], "bound": None}], known)


def test_bounds_are_the_tools() -> None:
    """A peer's is its own word."""
    known = best_known.updated([{**row(9, 5), "method": "flow-cbc"}], {})
    assert "bound" not in known["grid-5"] and known["grid-5"]["value"] == 9
