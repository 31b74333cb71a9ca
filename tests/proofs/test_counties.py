"""The random counties themselves: the same everywhere, sound as data, varied."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
from collections import Counter
from fractions import Fraction

import pytest

from tests.reference.figures import read
from tests.reference.tables import scenario_text
from tests.support import dataset_of

from .counties import County, random_county
from .scenarios import Fitter

NUMBERS = range(24)


def printed(county: County) -> str:
    """Return a hash of all that a county is."""
    text = scenario_text(county.rules, county.objectives) + repr((county.tables, county.planted))
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("seed", ["1", "2"])
def test_a_number_is_the_same_county_in_every_process(seed: str) -> None:
    """Nothing hangs on the order of sets of text."""
    code = (
        "from tests.proofs.test_counties import *; print(*[printed(random_county(n)) "
        "for n in (3, 13)])"
    )
    words = [sys.executable, "-c", code]
    found = subprocess.run(
        words, capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
    )
    assert found.stdout.split() == [printed(random_county(n)) for n in (3, 13)]


def test_counties_are_sound_and_varied() -> None:
    """Each is read without a fault; together they have what the rules on proofs are tried on."""
    counties = [random_county(number) for number in NUMBERS]
    for county in counties:
        dataset_of(county.tables, county.rules, county.objectives, "redraw", "any")
    sizes = Counter("large" if county.size > 10 else "small" for county in counties)
    people = [row["population"] for county in counties for row in county.tables.villages]
    roads = [row["km"] for county in counties for row in county.tables.roads]
    rules = Counter(name for county in counties for name in county.rules)
    assert min(sizes.values()) >= 5
    assert min(people) < 1_000 and max(people) > 300_000
    assert max(roads) > 200
    assert {len(county.tables.counties) for county in counties} == {1, 2}
    assert {"kinds", "population", "area_cap", "count", "access"} <= set(rules)


def test_shares_have_one_to_sixteen_decimals() -> None:
    """A third is written with each number of decimals, rounded down and up."""
    county = random_county(13)
    fitter = Fitter(read(county.tables), county.planted, random.Random(1))
    drawn = {repr(fitter.decimal(Fraction(1, 3))) for _ in range(400)}
    assert {len(text) - 2 for text in drawn} == set(range(1, 17))
    assert {text[-1] for text in drawn} == {"3", "4"}
