"""The parts of the Changzhi build: shares, geometry, conversion of positions."""

from __future__ import annotations

import importlib
import math
from pathlib import Path
from types import ModuleType

import pytest

CITY = Path(__file__).resolve().parents[2] / "instances" / "changzhi"
SQUARE = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> type[Loader]:
    """Return a loader of the build's modules."""
    monkeypatch.syspath_prepend(str(CITY))
    return Loader


class Loader:
    """Load a module of the build by name."""

    @staticmethod
    def module(name: str) -> ModuleType:
        """Import `building.<name>`."""
        return importlib.import_module(f"building.{name}")


def test_largest_remainder_is_exact(load: type[Loader]) -> None:
    """Parts add up, keep their least, and ties go to the earlier part."""
    share = load.module("shares").largest_remainder
    assert share(10, [1.0, 1.0, 1.0]) == [4, 3, 3]
    assert share(5, [1.0, 0.0, 0.0], least=1) == [3, 1, 1]
    assert sum(share(1000, [0.1, 0.7, 0.33], least=1)) == 1000


@pytest.mark.parametrize(("total", "weights"), [(2, [1.0, 1.0, 1.0]), (5, [0.0, 0.0, 0.0])])
def test_largest_remainder_refuses_the_impossible(
    load: type[Loader], total: int, weights: list[float]
) -> None:
    """Too little to go round, or nothing to go by."""
    with pytest.raises(ValueError, match="cannot divide"):
        load.module("shares").largest_remainder(total, weights, least=1)


def test_voronoi_cells_fill_their_parent(load: type[Loader]) -> None:
    """Areas add up, each cell holds its site, borders are the same from both sides."""
    geometry = load.module("geometry")
    parent, sites = geometry.hull(SQUARE), [(1.0, 1.0), (3.0, 1.0), (2.0, 3.0), (0.5, 3.5)]
    cells = geometry.voronoi(parent, sites, range(4))
    assert math.isclose(sum(c.area_km2 for c in cells), parent.area_km2)
    assert all(c.contains(s) for c, s in zip(cells, sites, strict=True))
    length = {
        (i, label): math.dist(a, b) for i, c in enumerate(cells) for label, a, b in c.borders()
    }
    inner = {pair for pair in length if pair[1] >= 0}
    assert inner
    assert all(math.isclose(length[i, j], length[j, i]) for i, j in inner)


def test_gcj02_is_undone(load: type[Loader]) -> None:
    """Converting there and back returns the position to a centimetre."""
    gcj02 = load.module("gcj02")
    lon, lat = gcj02.from_wgs84(113.115611, 36.176705)
    assert 0.003 < lon - 113.115611 < 0.009
    assert gcj02.to_wgs84(lon, lat) == pytest.approx((113.115611, 36.176705), abs=1e-7)


def test_outlines_do_not_overlap_and_have_their_area(load: type[Loader]) -> None:
    """Two counties side by side are cut apart half way, and still get the area asked for."""
    seats = {"a": SQUARE, "b": [(x + 6.0, y) for x, y in SQUARE]}
    found = load.module("outlines").outlines(seats, {"a": 60.0, "b": 50.0})
    assert found["a"].area_km2 == pytest.approx(60.0)
    assert found["b"].area_km2 == pytest.approx(50.0)
    assert max(x for x, _ in found["a"].corners) == pytest.approx(5.0)
    assert min(x for x, _ in found["b"].corners) == pytest.approx(5.0)


def test_everything_hangs_together_or_not(load: type[Loader]) -> None:
    """Only pairs among the nodes count."""
    connected = load.module("graphs").connected
    assert connected(["a", "b", "c"], [("a", "b"), ("c", "b")])
    assert not connected(["a", "c"], [("a", "b"), ("c", "b")])
