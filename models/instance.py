"""An instance: a territory, and the scenario that is asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from models.scenario import Scenario
from models.territory import Territory


@dataclass(frozen=True, eq=False)
class Instance:
    """What a plan is made for: the ground and the question, which travel together.

    Attributes
    ----------
    territory
        The ground: counties, townships, villages, contiguity, distances.
    scenario
        The question: mode, rules, objectives.
    """

    territory: Territory
    scenario: Scenario

    def with_scenario(self, scenario: Scenario) -> Instance:
        """Return the same ground with another question, and nothing that was read beside them."""
        return Instance(self.territory, scenario)


class _Has(Protocol):
    @property
    def instance(self) -> Instance: ...


class OfInstance:
    """What is about an instance, with the two parts of its `instance` at hand."""

    @property
    def territory(self: _Has) -> Territory:
        """The ground."""
        return self.instance.territory

    @property
    def scenario(self: _Has) -> Scenario:
        """The question."""
        return self.instance.scenario
