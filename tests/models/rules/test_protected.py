"""P4.protected in the models: which townships are never dissolved."""

from __future__ import annotations

from typing import Any

from models.rules.protected import Protected
from tests.reference.cases import add_village, chain, town
from tests.support import candidate_units, complaints_of, dataset_of, territory_of

TABLES = chain(town("A", key_town=1), town("B", key_town=0), town("C", key_town=0))
add_village(TABLES, "a2", "A", km=1)
FREE = {"A", "B", "C", "AB", "BA", "BC", "CB", "ABC", "BAC", "CAB"}


def units(**rule: Any) -> set[str]:
    """Return the candidate units under protection."""
    return candidate_units(dataset_of(TABLES, {"protected": rule}))


def test_feasible() -> None:
    """A protected township may stay or take others, and never goes into another."""
    assert units(flags=["key_town"]) == {"A", "B", "C", "AB", "BC", "CB", "ABC"}


def test_forced_violation() -> None:
    """Two protected townships are never in one unit."""
    assert units(flags=["key_town"], townships=["C"]) == {"A", "B", "C", "AB", "CB"}


def test_edge_all_and_none() -> None:
    """With all protected nothing merges; with none everything may."""
    assert units(townships=["A", "B", "C"]) == {"A", "B", "C"}
    assert units() == FREE


def test_members() -> None:
    """By flag or by name, each once."""
    rule = Protected(flags=("key_town",), townships=("A", "C"))
    assert rule.members(territory_of(TABLES)).tolist() == [0, 2]


def test_complaints() -> None:
    """Unknown townships, and flags that are no column; a flag that none has set is known."""
    rule = Protected(flags=("county_seat", "key_town"), townships=("Q",))
    assert complaints_of(dataset_of(TABLES), rule) == [
        ("unknown-township", "townships", "Q"),
        ("unknown-flag", "flags", "county_seat"),
    ]
