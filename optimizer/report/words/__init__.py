"""What reports say, in English and in Chinese: one catalogue for each kind of report.

`plans` has the words that all share, `choosing` those of the commands that compare plans, `case`
those of the procedure, `map` and `sheets` those on maps.
"""

from optimizer.report.words.figures import (
    in_km,
    km,
    km2,
    known_km,
    known_metres,
    percent,
    place_name,
)
from optimizer.report.words.plans import WORDS, Words

__all__ = [
    "WORDS",
    "Words",
    "in_km",
    "km",
    "km2",
    "known_km",
    "known_metres",
    "percent",
    "place_name",
]
