"""What functions return: tables that agree with the record, and texts of the commands."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import Result

import optimizer as tm
from models.plan import Outcome
from optimizer.solve.solution import CheckFailedError
from tests.support import INSTANCES

THREE = INSTANCES / "three-townships"


@pytest.fixture(scope="module")
def instance() -> tm.Instance:
    """Return the three townships."""
    return tm.read_instance(THREE)


@pytest.fixture(scope="module")
def solution(instance: tm.Instance) -> tm.Solution:
    """Return their optimum."""
    return tm.solve(instance, time_limit=60, workers=1)


def test_a_solution_as_tables(solution: tm.Solution) -> None:
    """The optimum of instances/three-townships/README.md, exact, in the order asked."""
    found = solution.objectives.set_index("name")
    assert found.index.tolist() == ["units", "share", "travel", "disruption"]
    assert found.loc["units", "value"] == found.loc["units", "bound"] == 2
    assert found.loc["share", "value"] == Fraction(1, 2)
    assert found["proved"].all() and solution.proved
    assert solution.units["villages"].sum() == len(solution.assignment) == 7
    moved = solution.assignment.query("moved")
    assert moved["population"].sum() == solution.values["disruption"]
    record = solution.record()
    assert [row["code"] for row in record["units"]] == solution.units["code"].tolist()
    assert np.allclose(solution.units["person_km"].sum() * 1000, float(solution.values["travel"]))


def test_texts_are_those_of_the_command(
    solution: tm.Solution, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`print` shows what the command prints, in the language of the environment."""
    words = ["solve", THREE, "--workers", 1, "--lang"]
    for lang in ("en", "zh"):
        monkeypatch.setenv("TOWNSHIP_MERGE_LANG", lang)
        said = run(*words, lang).stdout.rstrip("\n")
        assert _without_seconds(said) == _without_seconds(str(solution))
    assert solution.text("en") != solution.text("zh")
    with pytest.raises(ValueError, match="known: en, zh"):
        solution.text("fr")


def _without_seconds(text: str) -> str:
    return re.sub(r"\d+\.\d+ (s|秒)", r"\1", text)


def test_without_a_plan() -> None:
    """The outcome is data; what needs a plan says that there is none, and why."""
    found = tm.solve(tm.read_instance(INSTANCES / "infeasible"), time_limit=60)
    assert (found.outcome, found.plan, found.proved) == ("INFEASIBLE", None, True)
    assert found.values == {} and len(found.objectives) == 0
    for ask in (lambda: found.units, lambda: found.audit, found.plot, lambda: found.to_folder("x")):
        with pytest.raises(tm.NoPlanError, match="INFEASIBLE"):
            ask()
    assert "INFEASIBLE" in repr(found) and "<table" in found._repr_html_()
    with pytest.raises(ValueError, match="no plan"):
        tm.check(found.instance, found)


@pytest.mark.parametrize(
    "as_what", ["solution", "plan", "frame", "codes", "folder", "csv", "names"]
)
def test_plans_in_every_form(
    as_what: str, instance: tm.Instance, solution: tm.Solution, tmp_path: Path
) -> None:
    """All of them are the same plan."""
    table = solution.assignment
    folder = solution.to_folder(tmp_path / "plan", maps=False)
    given = {
        "solution": solution,
        "plan": solution.plan,
        "frame": table,
        "codes": dict(zip(table["village"], table["unit"], strict=True)),
        "folder": str(folder),
        "csv": folder / "plan.csv",
        "names": pd.DataFrame({"village": table["village_name"], "unit": table["unit_name"]}),
    }[as_what]
    audit = tm.check(instance, given)
    assert audit.passed and len(audit.broken) == 0
    pd.testing.assert_frame_equal(audit.plan.assignment, table)
    assert audit.objectives.set_index("name").loc["units", "value"] == 2


def test_changes_leave_all_others_where_they_are(instance: tm.Instance) -> None:
    """Townships or villages; a table is a whole plan, and what it leaves out is a breach."""
    merged = tm.check(instance, {"990001200": "990001100"})
    assert len(merged.plan.units) == 2
    moved = tm.check(instance, {"990001200202": "990001100"})
    assert moved.plan.assignment["moved"].sum() == 1
    assert len(tm.check(instance, {}).plan.units) == 3
    part = tm.check(instance, pd.DataFrame({"village": ["990001100001"], "unit": ["990001100"]}))
    assert "P5.complete" in set(part.broken["clause"])
    with pytest.raises(tm.InputError, match="E825"):
        _ = part.plan.units
    with pytest.raises(tm.InputError, match="nobody"):
        tm.check(instance, {"990001200": "nobody"})
    with pytest.raises(TypeError, match="int is no plan"):
        tm.check(instance, 3)


def test_a_plan_of_another_instance_of_the_same_places(instance: tm.Instance) -> None:
    """It is judged by the rules of the instance that is asked, conversions included."""
    free = instance.override(rules={"access": None, "area_cap": None}, objectives=["units"])
    fewest = tm.solve(free, time_limit=30, workers=1)
    judged = tm.check(instance, fewest)
    assert judged.instance.sha256 == instance.sha256
    assert not judged.passed


def test_the_mode_of_a_record_counts_unless_one_is_asked(
    instance: tm.Instance, tmp_path: Path
) -> None:
    """As for the command."""
    split = tm.solve(instance.override(mode="split"), time_limit=30, workers=1)
    folder = split.to_folder(tmp_path / "split", maps=False)
    assert tm.check(instance, folder).instance.scenario.mode == "split"
    asked = instance.override(mode="whole")
    assert tm.check(asked, folder).instance.scenario.mode == "whole"


def test_comparison_figures_are_those_of_the_plans(
    instance: tm.Instance, solution: tm.Solution
) -> None:
    """km2, km and person-km; the status quo first; figures that are not known are missing."""
    found = tm.compare(instance, {"best": solution, "one": {"990001200": "990001100"}})
    assert found.names == ["status quo", "best", "one"]
    table = found.measures.set_index("measure")
    assert table.loc["units"].tolist()[2:] == [3, 2, 2]
    assert table.loc["area_max", "best"] == solution.units["area_km2"].max()
    assert table.loc["worst_km", "best"] == solution.units["worst_km"].max()
    assert table.loc["travel", "best"] * 1000 == solution.values["travel"]
    assert table.loc["p95_km", "status quo"] > 0
    assert found.rules.set_index("clause").loc["P5.county", "best"] == "met"


def test_near_the_optimum(instance: tm.Instance, tmp_path: Path) -> None:
    """Alternatives, frontier, backbone and price hold plans and exact values."""
    other = tm.alternatives(instance, 2, within=0.5, time_limit=30, workers=1)
    assert other.table["plan"].tolist() == [plan.name for plan in other.plans]
    assert all(plan.passed for plan in other.plans)
    curve = tm.frontier(instance, ["units", "travel"], time_limit=30, workers=1)
    assert curve.proved and curve.points["units"].tolist() == [2, 3]
    assert curve.plan(0).objectives.set_index("name").loc["units", "value"] == 2
    pairs = tm.backbone(instance, time_limit=30, workers=1).pairs
    assert set(pairs["standing"]) <= {"every", "some", "none", "open"}
    assert (curve.to_folder(tmp_path / "curve") / "frontier.csv").exists()
    cost = tm.price(instance, "area_cap", [100, 300], time_limit=30, workers=1)
    assert cost.table["value"].tolist() == [100, 300, None]
    assert cost.plan(0) is not None
    apart = tm.backbone(instance.override(mode="split"), time_limit=30, workers=1)
    assert apart.villages.columns.tolist() == ["village", "unit", "standing"]


def test_arguments_out_of_range(instance: tm.Instance) -> None:
    """All that are wrong are named together."""
    with pytest.raises(ValueError, match=r"time_limit is -1.*workers is 0"):
        tm.solve(instance, time_limit=-1, workers=0)
    for wrong in (float("nan"), -0.5):
        with pytest.raises(ValueError, match="time_limit"):
            tm.Search(wrong)
    with pytest.raises(ValueError, match="seed"):
        tm.Search(seed=2**31)
    with pytest.raises(ValueError, match="engine"):
        tm.Search(engine="fast")
    with pytest.raises(ValueError, match="processes"):
        tm.solve(instance, processes=0)
    with pytest.raises(ValueError, match="known: units,travel"):
        tm.frontier(instance, "units,beauty")
    with pytest.raises(ValueError, match="takes townships, villages, seed"):
        tm.generate("county", townships=5)
    with pytest.raises(ValueError, match="known: gpkg"):
        tm.export(instance, None, "x", formats=["dwg"])


def test_a_search_without_time_finds_what_it_can(instance: tm.Instance) -> None:
    """A result, with or without a plan, and never a claim."""
    found = tm.solve(instance, time_limit=0)
    assert found.outcome in (Outcome.UNKNOWN, Outcome.FEASIBLE, Outcome.OPTIMAL)


def test_a_search_is_stopped_from_another_thread() -> None:
    """It ends with the best that it has, in this or in another thread than the main one."""
    hard = tm.generate("grid", k=30)
    search = tm.Search(workers=1)
    found: list[tm.Solution] = []
    thread = threading.Thread(target=lambda: found.append(tm.solve(hard, search=search)))
    thread.start()
    search.stop()
    thread.join(60)
    assert [solution.outcome for solution in found] == ["INTERRUPTED"]
    assert search.stopped


def test_disagreement_is_one_exception() -> None:
    """Checker and solver do not agree: nobody sees the plan."""
    assert tm.CheckFailedError is CheckFailedError


@pytest.mark.filterwarnings("ignore:the map shows codes")
def test_pictures_show_in_notebooks(instance: tm.Instance, solution: tm.Solution) -> None:
    """By themselves, without pyplot; what cannot be drawn says why."""
    assert solution.plot()._repr_png_().startswith(b"\x89PNG")  # type: ignore[attr-defined]
    villages = pd.read_csv(THREE / "villages.csv", dtype=str).drop(columns=["lon", "lat"])
    tables = {n: pd.read_csv(THREE / f"{n}.csv", dtype=str) for n in ("townships", "counties")}
    more = {n: pd.read_csv(THREE / f"{n}.csv", dtype=str) for n in ("contiguity", "roads")}
    blind = tm.Instance.from_frames(villages, **tables, **more)
    with pytest.raises(ValueError, match="lon/lat"):
        blind.plot()
