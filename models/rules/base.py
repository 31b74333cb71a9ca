"""What every rule is: parameters, a clause, its words, and what it adds to the models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict, model_validator

if TYPE_CHECKING:
    from models.merge.coupling import CouplingConstraint
    from models.merge.problem import Problem
    from models.territory import Territory


@dataclass(frozen=True)
class Complaint:
    """Something in a rule's parameters that does not fit the territory.

    Attributes
    ----------
    kind
        `unknown-township`, `unknown-county`, `unknown-flag`, `needs-minutes`,
        `repeated`, `more-units`, `keeps-county-seat` or, for a warning, `unknown-terrain`.
    key
        Where in the rule, such as `exceptions.township`.
    value
        The value that does not fit.
    details
        What else its message says, by name.
    """

    kind: str
    key: str
    value: str
    details: Mapping[str, object] = field(default_factory=dict, compare=False)


class Rule(BaseModel):
    """A rule of the notice; a subclass in a module of `models.rules` is found by itself.

    Attributes
    ----------
    clause
        Its id in the table of rules, such as `P3.area`.
    key
        Its name under `[rules]` in a scenario; empty for rules that are always on.
    title, title_zh
        One line for reports.
    effect
        What it does: `hard`, `eligibility`, `warning`.
    needs_data
        Whether it is not checked, rather than off, while its data are absent.
    asks_distances
        Whether what it forbids depends on the way to the seat, which takes long to find.
    opens
        Whether it allows what is forbidden without it: leaving it out lifts nothing.
    shorthand
        The field that a bare value stands for, when the rule may be written without a table.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    clause: ClassVar[str]
    key: ClassVar[str] = ""
    title: ClassVar[str]
    title_zh: ClassVar[str]
    shorthand: ClassVar[str] = ""
    effect: ClassVar[str] = "hard"
    needs_data: ClassVar[bool] = False
    asks_distances: ClassVar[bool] = False
    opens: ClassVar[bool] = False

    @model_validator(mode="before")
    @classmethod
    def _accept_shorthand(cls, value: Any) -> Any:
        if cls.shorthand and not isinstance(value, dict):
            return {cls.shorthand: value}
        return value

    @property
    def source(self) -> tuple[str, str]:
        """Where its values come from, in both languages; empty when they are the user's."""
        return "", ""

    @property
    def limits_size(self) -> bool:
        """Whether it keeps a unit from growing until it is a whole county."""
        return False

    @property
    def remark(self) -> tuple[str, str]:
        """What the reader of any result under it should know, in both languages."""
        return "", ""

    @classmethod
    def lacking(cls, territory: Territory) -> tuple[str, str]:
        """Return which data the rule needs that are absent, in both languages."""
        return "", ""

    def missing(self, territory: Territory) -> tuple[str, str]:
        """Return which data these parameters need that are absent, in both languages."""
        return self.lacking(territory)

    def complaints(self, territory: Territory) -> Iterator[Complaint]:
        """Yield what in the parameters does not fit the territory."""
        yield from ()

    def offer(self, problem: Problem) -> None:
        """Add kinds that units of a county may take; comes before any rule restricts."""

    def restrict(self, problem: Problem) -> None:
        """Add what the rule asks of single units to a county's problem."""

    def ties(self, territory: Territory) -> Iterator[CouplingConstraint]:
        """Yield what the rule asks of several units together."""
        yield from ()


def unknown_townships(territory: Territory, key: str, codes: list[str]) -> Iterator[Complaint]:
    """Yield a complaint for each code that is no township."""
    for code in codes:
        if code not in territory.township_codes:
            yield Complaint("unknown-township", key, code)
