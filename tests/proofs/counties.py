"""Random counties by number: the same number is the same county."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.reference.figures import read
from tests.reference.tables import Objectives, Rules, Tables

from .land import Land
from .scenarios import Fitter, objectives
from .walk import Assignment, Walk

SMALL, MOST = 10, 24


@dataclass(frozen=True, eq=False)
class County:
    """A territory of one or two counties with a scenario.

    Attributes
    ----------
    planted
        The plan that the rules were fitted to; it may break some.
    any_seat
        Whether seats in any village are asked for as well.
    """

    number: int
    tables: Tables
    rules: Rules
    objectives: Objectives
    planted: Assignment
    any_seat: bool

    @property
    def status_quo(self) -> Assignment:
        """The plan in which nothing changes."""
        return {row["code"]: row["township"] for row in self.tables.villages}

    @property
    def size(self) -> int:
        """The number of villages."""
        return len(self.tables.villages)


def random_county(number: int, most: int = MOST, fewest: int | None = None) -> County:
    """Return the county of a number.

    Parameters
    ----------
    number
        Any whole number, the seed of every choice.
    most
        The most villages.
    fewest
        The fewest; without it many counties have no more than `SMALL`.
    """
    chance = random.Random(number)
    least, size = 3, min(most, SMALL)
    if most > SMALL and chance.random() < 0.7:
        least, size = SMALL + 1, most
    villages = chance.randint(least, size) if fewest is None else chance.randint(fewest, most)
    counties = 2 if villages >= 6 and chance.random() < 0.15 else 1
    per_township = chance.choice((1.3, 2, 3, 4))
    most_townships = 5 if villages <= SMALL else 10
    townships = max(counties + 1, min(most_townships, round(villages / per_township)))
    tables = Land(chance, villages, townships, counties).tables
    mode = chance.choice(("whole", "split", "redraw"))
    planted = _planted(tables, mode, chance)
    rules = Fitter(read(tables), planted, chance).rules()
    if len(tables.townships) < 2:
        rules.pop("apart", None)
    return County(number, tables, rules, objectives(chance), planted, chance.random() < 0.25)


def _planted(tables: Tables, mode: str, chance: random.Random) -> Assignment:
    """Return a plan of few or many units that hang together."""
    figures = read(tables)
    walk = Walk(figures, {}, [{"name": "units"}], mode, chance)
    start = {row["code"]: row["township"] for row in tables.villages}
    fewest = max(len(figures.counties), round(len(tables.townships) * chance.uniform(0.3, 1)))
    plans = walk.plans([start], 40, 400)
    close = sorted(plans, key=lambda valid: abs(valid.totals.units - fewest))
    return dict(chance.choice(close[:5]).plan)
