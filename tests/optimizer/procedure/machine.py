"""Any calls on a case, beside a model of the law of a few lines that shares nothing with it."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from chinese_calendar import is_workday
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from optimizer.data.faults import InputError
from optimizer.procedure import register, steps
from optimizer.procedure.case import Case, read_case
from tests.optimizer.procedure.made import (
    MERGED,
    OPENED,
    RURAL,
    URBAN,
    book,
    opened,
    paper,
    write_plan_table,
)

AFTER = {
    "survey": [],
    "departments": ["survey"],
    "map_review": ["departments"],
    "consultation": ["map_review"],
    "experts": ["departments"],
    "risk": ["departments"],
    "legality": ["consultation", "experts", "risk"],
    "decision": ["legality"],
    "city": ["decision"],
    "approval": ["city"],
    "announcement": ["approval"],
    "carrying_out": ["announcement"],
}
"""The order of the procedure, written down a second time."""
FIVE = ("consultation", "experts", "risk", "legality", "approval")
OTHER = {**MERGED, "990001200": "990001100"}
PLANS = (MERGED, OTHER)
GATES = st.sampled_from([*AFTER, "nonsense"])
COUNTIES = st.sampled_from([None, RURAL, URBAN])


class CaseMachine(RuleBasedStateMachine):
    """Calls on one case; `facts` is what a person would note who stood beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp())
        self.case: Case = opened(self.place)
        self.paper = paper(self.place)
        self.day = OPENED
        self.bound = self.written = 0
        self.passed: dict[tuple[str, str, str], tuple[int, date]] = {}
        self.begun: dict[tuple[str, str], date] = {}
        self.early_without_reason = False

    def teardown(self) -> None:
        """Remove the case."""
        shutil.rmtree(self.place, ignore_errors=True)

    def try_to(self, make: Any) -> bool:
        """Call something; return whether it was let through, and keep what is said of the case."""
        before = (self.case.folder / "record.jsonl").read_bytes()
        try:
            make()
        except InputError:
            assert (self.case.folder / "record.jsonl").read_bytes() == before
            return False
        assert (self.case.folder / "record.jsonl").read_bytes().startswith(before)
        return True

    def places(self, gate: str, county: str | None, who: str | None) -> list[tuple[str, str, str]]:
        """Return what of a gate a call can have meant."""
        if gate in ("map_review", "city"):
            return [(gate, "", "")]
        found = []
        for one in (RURAL, URBAN) if county is None else (county,):
            if gate == "approval":
                people = ("province",) if one == RURAL else ("province", "founder")
                found += [(gate, one, p) for p in people if who in (None, p)]
            else:
                found.append((gate, one, ""))
        return found

    @rule(days=st.sampled_from([1, 3, 10, 30]))
    def wait(self, days: int) -> None:
        """Let time go by, within the year whose holidays are known."""
        self.day = min(self.day + timedelta(days), date(2026, 11, 20))

    @rule(gate=GATES, county=COUNTIES)
    def begin(self, gate: str, county: str | None) -> None:
        """Begin a gate."""
        if self.try_to(lambda: steps.begin(book(self.case, self.day), gate, county)):
            for _, place, _ in self.places(gate, county, None):
                self.begun[gate, place] = self.day

    @rule(
        gate=GATES,
        county=COUNTIES,
        who=st.sampled_from([None, "province", "founder"]),
        back=st.sampled_from([None, 7, 12, 31]),
        shorter=st.sampled_from(["", "", " ", "汛期"]),
        evidence=st.booleans(),
        number=st.sampled_from(["", "晋S1"]),
    )
    def pass_it(
        self,
        gate: str,
        county: str | None,
        who: str | None,
        back: int | None,
        shorter: str,
        evidence: bool,
        number: str,
    ) -> None:
        """Pass a gate, soundly or not."""
        begun = None if back is None else self.day - timedelta(back)
        files = [self.paper] if evidence else []
        more = {"county": county, "approver": who, "begun": begun}
        if self.try_to(
            lambda: steps.pass_gate(
                book(self.case, self.day), gate, files, shorter=shorter, number=number, **more
            )
        ):
            assert evidence
            self.note(gate, county, who, begun, shorter)

    @rule(gate=st.sampled_from([*AFTER]))
    def pass_soundly(self, gate: str) -> None:
        """Do what a careful office would do next, so that walks come far."""
        when = self.day
        begun = when - timedelta(45) if gate in ("consultation", "legality") else None
        who = ("province", "founder") if gate == "approval" else (None,)
        if gate == "risk":
            for risk in read_case(self.case.folder).state.risks:
                register.set_risk(book(self.case, when), risk, "措施", "责任人")
        for approver in who:
            more: dict[str, Any] = {"approver": approver, "number": "晋S1"}
            for start in (begun, None):
                if self.try_to(
                    lambda start=start, more=more: steps.pass_gate(
                        book(self.case, when), gate, [self.paper], begun=start, **more
                    )
                ):
                    self.note(gate, None, approver, start, "")
                    break

    @rule()
    def advance(self) -> None:
        """Pass the first gate that is open, as a careful office would, so that walks come far."""
        for gate in AFTER:
            if any(place not in self.passed for place in self.places(gate, None, None)):
                break
        else:
            return
        if gate in ("consultation", "legality"):
            self.begin(gate, None)
            self.wait(31)
        self.wait(1)
        self.pass_soundly(gate)

    def note(
        self, gate: str, county: str | None, who: str | None, begun: date | None, shorter: str
    ) -> None:
        """Note what was let through, and judge its length by the calendar."""
        for place in self.places(gate, county, who):
            if place in self.passed:
                continue
            start = begun or self.begun.get(place[:2])
            self.passed[place] = (self.bound, self.day)
            if gate in ("consultation", "legality"):
                assert start is not None, "a length that nobody knows"
                if not long_enough(gate, start, self.day) and not shorter.strip():
                    self.early_without_reason = True

    @rule(gate=GATES, county=COUNTIES)
    def fail(self, gate: str, county: str | None) -> None:
        """Let a gate fail: with it goes everything that came after, and when it began."""
        at = book(self.case, self.day)
        if self.try_to(lambda: steps.fail(at, gate, "不通过", county=county)):
            for place in self.places(gate, county, None):
                self.drop(place)

    def drop(self, place: tuple[str, str, str]) -> None:
        """Forget what stood and what stood on it."""
        gate, county, _ = place
        self.passed.pop(place, None)
        self.begun.pop((gate, county), None)
        for later, before in AFTER.items():
            if gate in before:
                wide = not county or later in ("announcement", "carrying_out", "city", "map_review")
                for held in self.places(later, None if wide else county, None):
                    self.drop(held)

    @rule(which=st.sampled_from([0, 1]))
    def write_plan(self, which: int) -> None:
        """Write another plan over the one that is bound."""
        write_plan_table(self.place / "plan.csv", PLANS[which])
        self.written = which

    @rule()
    def amend(self) -> None:
        """Bind anew what lies there; where it is another plan, all but the survey is open."""
        if self.try_to(lambda: book(self.case, self.day).amend(None, "调整")):
            if self.written != self.bound:
                for place in [p for p in self.passed if p[0] != "survey"]:
                    self.passed.pop(place)
                self.begun = {key: day for key, day in self.begun.items() if key[0] == "survey"}
            self.bound = self.written

    @precondition(lambda self: self.passed)
    @rule()
    def put_back(self) -> None:
        """Write the bound plan again: what was changed and changed back is as it was."""
        write_plan_table(self.place / "plan.csv", PLANS[self.bound])
        self.written = self.bound

    @invariant()
    def executable_only_with_the_five(self) -> None:
        """The case says executable when, and only when, the five stand for what lies there."""
        found = read_case(self.case.folder)
        wanted = self.written == self.bound and all(
            place in self.passed and self.passed[place][0] == self.written
            for gate in FIVE
            for place in self.places(gate, None, None)
        )
        assert found.executable == wanted

    @invariant()
    def nothing_early_without_a_reason(self) -> None:
        """No gate with a length was passed before it without a reason."""
        assert not self.early_without_reason


def long_enough(gate: str, begun: date, day: date) -> bool:
    """Return whether the length of the law lies between two days, counted day by day."""
    if gate == "consultation":
        return (day - begun).days >= 30
    days = ((begun + timedelta(n)) for n in range(1, (day - begun).days + 1))
    return sum(is_workday(one) for one in days) >= 7
