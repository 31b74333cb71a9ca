"""check: a plan audited rule by rule, without a solver."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from optimizer.api.instance import Instance
from optimizer.api.plans import Plan, broken_rows, plan_of, rules_on
from optimizer.api.results import Result, StrPath, exact
from optimizer.data.plan_file import recorded_mode

if TYPE_CHECKING:
    from optimizer.check import Audit as Findings
    from optimizer.check.certificate import Verification
    from optimizer.report.screen import Screen

__all__ = ["Audit", "check", "in_mode_of", "recorded_mode"]


@dataclass(frozen=True, repr=False, eq=False)
class Audit(Result):
    """What the checker says of a plan.

    Attributes
    ----------
    plan
        The plan that was judged.
    verification
        What its certificate was found to prove; None where none was given.
    """

    plan: Plan
    verification: Verification | None = None

    @property
    def found(self) -> Findings:
        """The findings as the checker returns them."""
        return self.plan.audited

    @property
    def instance(self) -> Instance:
        """What the plan was judged by; its mode is that of the plan's record, if it has one."""
        return self.plan.instance

    @property
    def passed(self) -> bool:
        """Whether no rule is broken, and the certificate (if any) verifies."""
        return self.plan.passed and not (self.verification and self.verification.broken)

    @property
    def rules(self) -> pd.DataFrame:
        """One row a rule: clause, rule, status, title, detail.

        `status` is met, excepted, warning, broken, not checked, not applicable or off.
        """
        return self.plan.audit

    @property
    def broken(self) -> pd.DataFrame:
        """The rows of the rules that are broken."""
        return broken_rows(self.rules)

    @property
    def objectives(self) -> pd.DataFrame:
        """The value of each objective: name, unit, value (whole numbers, exact fractions)."""
        return self.plan.objectives

    @property
    def certificate(self) -> pd.DataFrame:
        """What the certificate proves: name, state, value, bound; empty where none was given."""
        columns = ("name", "state", "value", "bound")
        found = self.verification.objectives if self.verification else ()
        rows = (
            {"name": c.name, "state": c.state.value, "value": c.value, "bound": c.bound}
            for c in found
        )
        return exact(rows, columns)

    def record(self) -> dict[str, Any]:
        """Return what `check --json` prints."""
        from optimizer.report.certificate import verification_record
        from optimizer.report.record import audit_record

        dataset, plan = self.instance.dataset, self.plan.assignment_of
        more = {"certificate": verification_record(self.verification)} if self.verification else {}
        return {**audit_record(self.found, dataset, plan), **more}

    def __repr__(self) -> str:
        """Return whether it passed, and what is broken."""
        broken = [finding.clause for finding in self.found.broken]
        rules = f"breaks {', '.join(broken)}" if broken else "every rule is kept"
        unproved = "; the certificate does not verify" if not self.passed and not broken else ""
        return f"<Audit: {rules}{unproved}>"

    def print_on(self, screen: Screen, lang: str) -> None:
        """Print what `check` prints."""
        from optimizer.report.certificate import verification_lines
        from optimizer.report.words import Words

        self.plan.print_on(screen, lang)
        if self.verification:
            words = Words(lang, self.instance.territory.township_level)
            for line in verification_lines(words, self.verification):
                screen.line(line)

    def tables(self) -> Iterable[tuple[str, pd.DataFrame]]:
        """Yield rules and values."""
        yield "rules that are on", rules_on(self.rules)
        yield "objectives", self.objectives


def check(instance: Instance, plan: Any, *, certificate: StrPath | None = None) -> Audit:
    """Audit a plan, anyone's, rule by rule; no solver takes part.

    Parameters
    ----------
    plan
        A plan folder or CSV; a table with the columns village (or township) and unit; a mapping
        such as ``{"140406200": "140406101"}`` of townships or villages to units, in which who
        is not named stays; or a plan or a solution. The mode is that of `instance` where it
        was asked with one, else of plan.json beside the plan, else of the scenario.
    certificate
        File of `solve`: the bounds are verified too.

    Returns
    -------
    Audit

    Raises
    ------
    InputError
        With every fault of the plan or the certificate.

    Examples
    --------
    >>> tm.check(instance, "instances/changzhi/plans/reform-2021").passed
    False
    """
    found = plan_of(in_mode_of(instance, plan), plan)
    instance = found.instance
    if certificate is None:
        return Audit(found)
    from optimizer.check.certificate import read_certificate, verify

    proof = read_certificate(Path(certificate), instance.sha256, found.assignment_of)
    values = found.audited.objectives
    return Audit(found, verify(proof, instance.dataset, found.assignment_of, values))


def in_mode_of(instance: Instance, plan: Any) -> Instance:
    """Return an instance in the mode that a plan's record names, if it was not asked with one."""
    if not isinstance(plan, str | os.PathLike) or "mode" in instance.overrides:
        return instance
    mode = recorded_mode(Path(plan))
    return instance if mode in (None, instance.scenario.mode) else instance.override(mode=mode)
