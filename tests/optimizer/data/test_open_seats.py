"""seats = "any": every village may be a seat, where the tables allow it."""

from __future__ import annotations

from typing import Any

import pytest

from models.plan import Plan
from optimizer.data import open_seats
from optimizer.data.plan_file import read_plan, write_plan
from tests.optimizer.data.test_faults import TRAVEL_ALL
from tests.support import solution_of

ANY = {"mode": "redraw", "seats": "any"}


def test_villages_stand_after_the_townships(folder: Any) -> None:
    """Former seats first, then each other village by its code, like its township but unmarked."""
    territory = folder.read(ANY).territory
    assert [t.code for t in territory.townships] == ["A", "B", "C", "a2", "b2", "c2"]
    assert territory.unit_codes == ("a1", "b1", "c1", "a2", "b2", "c2")
    assert [t.new for t in territory.townships] == [False] * 3 + [True] * 3
    village, home = territory.townships[3], territory.townships[0]
    assert (village.kind, village.terrain, village.county) == (home.kind, "mountain", home.county)
    assert (home.flags, village.flags) == ({"county_seat"}, frozenset())
    assert [t.code for t in territory.former.townships] == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        ({"city": {"max": 1}}, "there are 3, and at least 2 remain"),
        (
            {"city": {"min": 7}, "allow_more": True},
            "at least 7 units are asked for, but there are 3, and at most 6 can be",
        ),
    ],
)
def test_units_that_there_are_were_townships(folder: Any, count: Any, said: str) -> None:
    """A village that may be a seat is none of the units that there are."""
    (fault,) = [f for f in folder.faults({**ANY, "rules.count": count}) if f.code == "W108"]
    assert said in fault.what("en")


@pytest.mark.parametrize("mode", ["whole", "split"])
def test_only_redraw_has_other_seats(folder: Any, mode: str) -> None:
    """In the other modes units keep former seats: a fault, not a guess."""
    fault = folder.only({"mode": mode, "seats": "any"})
    assert (fault.code, fault.column, fault.value) == ("E503", "seats", "any")
    assert "redraw" in fault.line("en")


def test_too_many_pairs_are_refused(folder: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four villages in one county and two in the other: 16 + 4 pairs."""
    monkeypatch.setattr(open_seats, "MOST_PAIRS", 20)
    assert folder.codes(ANY) == []
    monkeypatch.setattr(open_seats, "MOST_PAIRS", 19)
    assert folder.only(ANY).code == "E516"
    assert "20" in folder.only(ANY).line("zh")


def test_a_complete_travel_table_will_do(folder: Any) -> None:
    """All pairs of villages of a county, in both directions."""
    near = {"X": ["a1", "a2", "b1", "b2"], "Y": ["c1", "c2"]}
    rows = [f"{a},{b},7" for own in near.values() for a in own for b in own if a != b]
    folder.remove("roads.csv")
    folder.write("travel.csv", "\n".join(["village,seat,km", *rows, ""]))
    assert folder.codes(ANY) == []
    folder.write("travel.csv", TRAVEL_ALL)
    assert "E517" in folder.codes(ANY)


def test_plans_name_units_by_their_seats(folder: Any, tmp_path: Any) -> None:
    """Written by the seat's village; read by it, or by a township's code for its seat."""
    territory = folder.read(ANY).territory
    write_plan(tmp_path, Plan.status_quo(territory), {})
    text = (tmp_path / "plan.csv").read_text(encoding="utf-8")
    assert text == "village,unit\na1,a1\na2,a1\nb1,b1\nb2,b1\nc1,c1\nc2,c1\n"
    assert read_plan(tmp_path, territory).plan.unit.tolist() == [0, 0, 1, 1, 2, 2]
    folder.write("plan.csv", "village,unit\na1,a2\na2,a2\nb1,B\nb2,B\nc1,c1\nc2,C\n")
    assert read_plan(folder.path / "plan.csv", territory).plan.unit.tolist() == [3, 3, 1, 1, 2, 2]


def test_a_county_is_frozen_by_the_codes_of_seats(folder: Any) -> None:
    """The rule names units as plans do; what is no seat's code is a fault."""
    units = {"a1": "a2", "a2": "a2", "b1": "b1", "b2": "b1"}
    rule = {"counties": ["X"], "units": units}
    assert folder.codes({**ANY, "rules.freeze": rule}) == []
    wrong = {**rule, "units": {**units, "b2": "z9"}}
    assert folder.only({**ANY, "rules.freeze": wrong}).code == "E301"
    plan = solution_of(folder.read({**ANY, "rules.freeze": rule})).plan
    assert plan is not None
    assert [plan.territory.unit_codes[u] for u in plan.unit[:4]] == ["a2", "a2", "b1", "b1"]
