"""What a solve of a whole territory returns."""

from __future__ import annotations

from dataclasses import dataclass

from models.plan import Outcome, Plan
from optimizer.check import Audit
from optimizer.solve.results import ObjectiveResult, OpenCounty
from optimizer.text import Text


@dataclass(frozen=True)
class Solution:
    """The outcome of a solve; data, never an exception.

    Attributes
    ----------
    plan
        The best plan; None when there is none or none was found.
    audit
        What the checker says of it.
    notes
        What the reader should know: own limits that set the optimum, candidates
        generated on demand, counties that have no plan.
    cut
        Whether the limit of time ended a search: another run may find another plan.
    open
        The counties whose own search was ended, with what is open of each.
    faults
        Claims of solvers that were found wrong on the way; nothing rests on them.
    """

    outcome: Outcome
    plan: Plan | None
    audit: Audit | None
    reached: tuple[ObjectiveResult, ...]
    notes: tuple[Text, ...]
    seconds: float
    engine: str = "CP-SAT + HiGHS"
    cut: bool = False
    open: tuple[OpenCounty, ...] = ()
    faults: tuple[str, ...] = ()


class CheckFailedError(Exception):
    """An engine's plan breaks a rule or its value is not the checker's: nobody may see it."""

    def in_lang(self, lang: str) -> str:
        """Return what is wrong; of an engine's own faults only English is spoken."""
        return str(self)


class DisagreementError(CheckFailedError):
    """Two engines say different things of a proved value: nobody may see either's plan."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text

    def in_lang(self, lang: str) -> str:
        """Return what is wrong, in `en` or `zh`."""
        return self.text.in_lang(lang)
