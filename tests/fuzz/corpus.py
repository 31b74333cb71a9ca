"""The whole corpus, by name."""

from __future__ import annotations

from tests.fuzz.base import Case
from tests.fuzz.damage import damaged_files
from tests.fuzz.people import written_by_people
from tests.fuzz.places import wrong_places
from tests.fuzz.scenarios import wrong_scenarios
from tests.fuzz.values import wrong_values


def corpus() -> dict[str, Case]:
    """Return every case by its name."""
    cases = [*damaged_files(), *wrong_values(), *wrong_scenarios(), *wrong_places()]
    cases += written_by_people()
    return {f"{number} {case.name}": case for number, case in enumerate(cases)}
