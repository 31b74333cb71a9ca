"""A sweep equals single solves, and where a number starts to bind is what brute force says."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from models.plan import Outcome
from optimizer.data.dataset import Dataset, read_dataset
from optimizer.data.faults import InputError
from optimizer.data.variants import (
    freed,
    grain_of,
    is_upper,
    number_key,
    reach_of,
    values_of,
    variant,
)
from optimizer.decide.price import Number, Price, Priced, Sweep, price
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.decomposition.pool import InProcess
from optimizer.solve.run import solve
from tests.reference.brute import best
from tests.reference.cases import chain, detour, town
from tests.reference.tables import Tables
from tests.support import INSTANCES, write_folder

Run = Callable[..., Result]
RULES = {"area_cap": {"max_km2": 250}, "count": {"county": {"min_cut": 1}}}
OBJECTIVES = [{"name": "units"}, {"name": "travel"}]


def test_every_value_has_its_share_and_the_number_lifted_comes_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was cut short is asked again with the time that is left."""
    asked: list[tuple[object, float]] = []

    def slow(_territory: object, item: Any, clock: Clock) -> Priced:
        value, _, turns = item
        asked.append((value, clock.share(turns).left))
        cut = value is None and len(asked) < 4
        return Priced(value, Outcome.UNKNOWN if cut else Outcome.INFEASIBLE, cut=cut)

    monkeypatch.setattr("optimizer.decide.price.solve_at", slow)
    told: list[object] = []
    sweep = Sweep(
        "rules.area_cap.max_km2", (1, 2), lambda _: None, True, Decimal(1), (Decimal(0), Decimal(9))
    )  # type: ignore[arg-type,return-value]
    clock = Clock(Effort(seconds=90))
    price(None, sweep, InProcess(), clock, lambda row: told.append(row.value))  # type: ignore[arg-type]
    assert [value for value, _ in asked] == [1, 2, None, None]
    assert [round(left) for _, left in asked] == [30, 45, 90, 90]
    assert told[:3] == [1, 2, None]


def ground() -> Tables:
    """Return four townships in a row of 100, 110, 120 and 90 km2."""
    return chain(town("A", 100, 100), town("B", 300, 110), town("C", 110, 120), town("D", 40, 90))


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    """Return the four townships with a cap."""
    return read_dataset(write_folder(tmp_path / "data", ground(), RULES, OBJECTIVES))


def swept(dataset: Dataset, word: str, values: list[Number]) -> Price:
    """Return a sweep in this process."""
    key = number_key(word)
    fine = is_upper(key), grain_of(key), reach_of(key)
    sweep = Sweep(key, values, lambda v: variant(dataset, key, v), *fine)
    return price(dataset.territory, sweep, InProcess(), Clock(Effort(workers=1)))


@pytest.mark.parametrize(
    ("word", "values"),
    [
        ("count.city.min", [1, 2, 3, 4]),
        ("count.county.min", [1, 2, 3]),
        ("count.city.max", [1, 3]),
        ("share.districts_target", [0.25, 0.5, 1]),
        ("population.min", [0, 300]),
        ("area_cap", [150, 10**12]),
        ("access.max_km", [5, 10, 30]),
    ],
)
def test_a_number_is_lifted_by_leaving_it_out(
    dataset: Dataset, word: str, values: list[Number]
) -> None:
    """No value that nobody gave is tried; with and without it, it is what brute force says."""
    got = swept(dataset, word, values)
    name, *keys = word.split(".") if "." in word else (word, "max_km2")
    for row in (*got.rows, got.free):
        own: object = row.value
        for key in reversed(keys):
            own = {key: own}
        rules = {**RULES, name: own}
        if row.value is None:
            rules = {k: v for k, v in RULES.items() if k != name or word.startswith("count.city")}
        elif name == "count":
            rules["count"] = {**RULES["count"], **own}  # type: ignore[dict-item]
        expected = best(ground(), rules, OBJECTIVES)
        if expected is None:
            assert row.outcome is Outcome.INFEASIBLE
        else:
            assert row.best == expected.values


def test_each_value_equals_brute_force(dataset: Dataset) -> None:
    """A cap that allows no merger, one, two, and no cap."""
    got = swept(dataset, "area_cap", [150, 209.99, 210, 230, 310, 420])
    for row in (*got.rows, got.free):
        cap = {} if row.value is None else {"area_cap": {"max_km2": row.value}}
        expected = best(
            ground(), {**RULES, **cap} if cap else {"count": RULES["count"]}, OBJECTIVES
        )
        if expected is None:
            assert row.outcome is Outcome.INFEASIBLE
        else:
            assert row.best == tuple(expected.values)
    assert [got.binds(row) for row in got.rows] == [True, True, True, True, True, False]


def test_starts_to_bind(dataset: Dataset) -> None:
    """Without a cap all are one unit of 420 km2: any smaller cap costs a unit."""
    got = swept(dataset, "area_cap", [200, 300, 400])
    assert got.free.kept_to == 420
    assert got.starts == 420
    assert swept(dataset, "area_cap.max_km2", [420, 500]).starts is None, "never in this range"


def test_plans_keep_tighter_values(dataset: Dataset) -> None:
    """At 250 km2 two units are best: A+B and C+D, of 210 km2 each."""
    (row,) = swept(dataset, "area_cap", [250]).rows
    assert row.kept_to == 250, "the range's own tightest value"
    row = swept(dataset, "area_cap", [100, 250]).rows[1]
    assert row.kept_to == 210


def test_a_lower_limit_is_tighter_upwards(dataset: Dataset) -> None:
    """min_cut binds from the most that other rules allow."""
    got = swept(dataset, "count.county.min_cut", [0, 1, 2, 3])
    assert not got.upper
    assert [got.binds(row) for row in got.rows] == [False, False, False, True]
    assert got.rows[3].outcome is Outcome.INFEASIBLE


def test_a_number_that_opens_is_lifted_by_opening_all(tmp_path: Path) -> None:
    """In split p is transferred to A's seat, then v behind it; without the rule neither may be."""
    rules = {"count": {"city": {"min": 3}}}
    data = read_dataset(write_folder(tmp_path, detour(), rules, OBJECTIVES, "split"))
    got = swept(data, "transfers", [0, 1, 2, 3])
    for row, most in zip((*got.rows, got.free), (0, 1, 2, 3, 3), strict=True):
        asked = {**rules, "transfers": {"max_villages": most}}
        expected = best(detour(), asked, OBJECTIVES, "split")
        assert expected is not None and row.best == tuple(expected.values)
    assert [got.binds(row) for row in got.rows] == [True, True, False, False]
    assert got.starts == 2
    assert got.free.best < got.rows[1].best < got.rows[0].best  # type: ignore[operator]


@pytest.mark.parametrize("given", [{}, {"transfers": {"max_villages": 1}}])
def test_freed_transfers_are_any_number(tmp_path: Path, given: dict[str, Any]) -> None:
    """`--free transfers` allows what no number of the rule forbids."""
    rules = {"count": {"city": {"min": 3}}, **given}
    data = read_dataset(write_folder(tmp_path, detour(), rules, OBJECTIVES, "split"))
    expected = best(detour(), {**rules, "transfers": {"max_villages": 3}}, OBJECTIVES, "split")
    found = solve(freed(data, ["transfers"]), Clock(Effort(workers=1)))
    assert expected is not None
    assert tuple(r.best for r in found.reached) == tuple(expected.values)


def test_keys_and_values() -> None:
    """A rule's only number, a key of its own; both ends; decimals are exact."""
    assert number_key("area_cap") == "rules.area_cap.max_km2"
    assert number_key("access.max_km") == "rules.access.max_km"
    assert number_key("rules.count.city.max_cut") == "rules.count.city.max_cut"
    assert values_of("0.1:0.3:0.1") == [0.1, 0.2, 0.3]
    assert values_of("250:350:25") == [250, 275, 300, 325, 350]
    assert (grain_of("rules.area_cap.max_km2"), grain_of("a.max_cut")) == (Decimal("0.01"), 1)


@pytest.mark.parametrize(
    "text",
    "1:2 2:1:1 1:2:0 a:b:c 0:1:0.00001 nan:2:1 1:nan:1 1:2:nan -inf:2:1 1:inf:1 1:2:inf "
    "1:1e999999:1 1:1e13:1e12 1:2:1e-999999 ::".split(),
)
def test_bad_ranges(text: str) -> None:
    """What is no range, or asks for more values than a run could solve, is said by its option."""
    with pytest.raises(InputError, match="E693 --range"):
        values_of(text)


def test_the_command(run: Run, tmp_path: Path) -> None:
    """Table, picture and record; says where the cap starts to bind."""
    one = INSTANCES / "one-county"
    words = ("price", one, "area_cap", "--range", "250:300:50", "--workers", 1)
    words = (*words, "--processes", 1)
    shown = run(*words, "-o", tmp_path, "--lang", "en").stdout
    assert "starts to bind below 270.8" in shown
    assert {p.name for p in tmp_path.iterdir()} == {
        "price.csv", "price.json", "price.png", "price.svg",
    }  # fmt: skip
    record = json.loads((tmp_path / "price.json").read_text("utf-8"))
    assert [row["binds"] for row in record["rows"]] == [True, False, None]


def test_in_parallel(run: Run) -> None:
    """Two processes find what one finds."""
    words = ("price", INSTANCES / "three-townships", "access.max_km", "--range", "10:20:10")
    one, two = (run(*words, "--workers", 1, "--processes", n, "--json").stdout for n in (1, 2))
    assert json.loads(one)["rows"] == json.loads(two)["rows"]


def test_faults(run: Run) -> None:
    """No such rule, no such key, a value that the rule refuses: exit 2, no traceback."""
    one = INSTANCES / "one-county"
    for rule in ("area_cup", "protected", "access.max_miles"):
        run("price", one, rule, "--range", "1:2:1", code=2)
    run("price", one, "area_cap", "--range", "0:2:1", code=2)
