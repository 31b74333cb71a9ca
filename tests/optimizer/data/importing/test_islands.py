"""Archipelagos: islands in pieces of townships and counties, links that make one of each."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from optimizer.data.dataset import read_dataset
from optimizer.data.importing.deliver import bring
from optimizer.data.importing.imported import Imported
from optimizer.data.importing.request import ImportRequest
from optimizer.data.importing.run import import_sources
from tests.optimizer.data.importing.coverage_of import write_layer

SIDE = 0.02
"""Width of a settlement, degrees."""
ISLANDS = {(0, 0): (4, 3, 1), (9, 0): (2, 2, 1), (12, 0): (2, 1, 1), (0, 9): (3, 3, 2)}
"""Corner, settlements across and up, and township. The second and the third island of township 1
are nearer to each other than to the first; township 2 is an island of its own."""


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    """Settlements that share the coasts of their islands."""
    shapes, codes = [], []
    count = {1: 0, 2: 0}
    for (x, y), (wide, high, township) in ISLANDS.items():
        for i in range(wide):
            for j in range(high):
                west, south = 122 + (x + i) * SIDE, 30 + (y + j) * SIDE
                shapes.append(shapely.box(west, south, west + SIDE, south + SIDE))
                count[township] += 1
                codes.append(f"33090110{township}{200 + count[township]}")
    columns = {
        "code": codes,
        "name": [f"村{code[-4:]}" for code in codes],
        "population": ["900"] * len(codes),
    }
    return write_layer(tmp_path / "settlements.gpkg", np.array(shapes), columns)


def pairs(imported: Imported) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(imported.tables["contiguity.csv"]), dtype=str)


def test_islands_are_one_line_with_the_links_to_accept(layer: Path) -> None:
    """Three links make one of four islands: no more, none twice, township by township first."""
    imported = import_sources(ImportRequest((layer,)))
    (fault,) = [f for f in imported.notices.faults() if f.code == "E815"]
    assert "3 " in fault.line("en") and "--accept-links" in fault.line("en")
    links = imported.tables["links.csv"].splitlines()[1:]
    ends = [tuple(code[:9] for code in row.split(",")[:2]) for row in links]
    assert ends.count(("330901101", "330901101")) == 2
    assert len(ends) == len(set(links)) == 3
    assert len(pd.read_csv(io.StringIO(imported.tables["villages.csv"]))) == 12 + 4 + 2 + 9


def test_with_its_links_accepted_an_archipelago_is_a_dataset(layer: Path, tmp_path: Path) -> None:
    """Nothing in pieces is left, no pair stands twice, and links have no length of border."""
    imported, _ = bring(ImportRequest((layer,), all_links=True), tmp_path / "data")
    assert not imported.notices.stopped
    found = pairs(imported)
    assert len(found) == len({frozenset(p) for p in found[["a", "b"]].to_numpy().tolist()})
    assert found[found["link"] == "1"]["border_km"].isna().all()
    dataset = read_dataset(tmp_path / "data")
    assert not {"W103", "W133"} & {fault.code for fault in dataset.warnings}


def test_a_unit_below_others_stops_nothing(layer: Path, tmp_path: Path) -> None:
    """A settlement that another covers would be cleaned away: it stays, and that is said."""
    over = shapely.box(122.001, 30.001, 122.015, 30.015)
    more = write_layer(
        tmp_path / "more.gpkg",
        np.array([over]),
        {"code": ["330901101299"], "name": ["村新"], "population": ["5"]},
    )
    imported = import_sources(ImportRequest((layer, more), all_links=True))
    assert len(pd.read_csv(io.StringIO(imported.tables["villages.csv"]))) == 28
    assert "W841" in {fault.code for fault in imported.notices.faults()}
