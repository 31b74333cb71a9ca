"""Strategies for hypothesis: territories, and scenarios that fit them."""

import random
from typing import Any

from hypothesis import strategies as st

from .figures import read
from .maker import Maker
from .rule_strategies import RULES
from .tables import Objectives, Rules, Tables

NAMES = (
    "units",
    "share",
    "travel",
    "inertia",
    "disruption",
    "conversions",
    "moved_villages",
    "worse_off",
    "strengthen",
    "affinity",
    "worst",
    "weighted",
)
WEIGHTS = {"units": 1000, "travel": 1, "disruption": 500}


@st.composite
def territories(
    draw: st.DrawFn,
    max_townships: int = 9,
    max_counties: int = 2,
    villages_per_township: tuple[int, int] = (1, 3),
    finer: bool = False,
) -> Tables:
    """Draw a territory: sizes by hypothesis, so that they shrink; details by one seed.

    Parameters
    ----------
    draw : st.DrawFn
        Given by hypothesis.
    max_townships, max_counties : int
        The most there may be; each county has a township.
    villages_per_township : tuple[int, int]
        The fewest and the most.
    finer : bool
        Whether figures are finer than they are kept, so that reading must round them.

    Returns
    -------
    Tables
        Connected townships, counties and roads.
    """
    townships = draw(st.integers(1, max_townships), label="townships")
    counties = draw(st.integers(1, min(max_counties, townships)), label="counties")
    sizes = [draw(st.integers(*villages_per_township)) for _ in range(townships)]
    links = draw(st.integers(0, 2 * townships), label="extra links")
    seed = draw(st.integers(0, 2**32 - 1), label="seed")
    return Maker(random.Random(seed), finer).territory(counties, sizes, links)


@st.composite
def scenarios(draw: st.DrawFn, tables: Tables) -> tuple[Rules, Objectives]:
    """Draw rules and objectives that fit a territory.

    Parameters
    ----------
    draw : st.DrawFn
        Given by hypothesis.
    tables : Tables
        The territory; bounds are drawn from what its own unions measure.

    Returns
    -------
    tuple[Rules, Objectives]
        The content of ``[rules]``, and the ``[[objectives]]``.
    """
    figures = read(tables)
    rules = {}
    for name, (weight, strategy) in RULES.items():
        if draw(st.integers(1, 10), label=f"on: {name}") > 10 - weight:
            rules[name] = draw(strategy(figures), label=name)
    return rules, draw(objectives(), label="objectives")


@st.composite
def problems(draw: st.DrawFn, /, **sizes: Any) -> tuple[Tables, Rules, Objectives]:
    """Draw a territory, as ``territories`` does, and a scenario for it."""
    tables = draw(territories(**sizes))
    return tables, *draw(scenarios(tables))


@st.composite
def objectives(draw: st.DrawFn) -> Objectives:
    """Draw some of the objectives, often units first, or none; with or without tolerances."""
    names = draw(st.permutations(NAMES))[: draw(st.integers(0, 5))]
    if draw(st.booleans()):
        names.sort(key=lambda name: name != "units")
    tolerances = st.sampled_from([None, None, 0.0, 0.02, 0.1, 0.34, 0.5])
    rows = [{"name": name, "tolerance": draw(tolerances)} for name in names]
    for row in rows:
        if row["name"] == "weighted":
            row["weights"] = WEIGHTS
    return [{key: value for key, value in row.items() if value is not None} for row in rows]
