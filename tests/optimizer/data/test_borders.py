"""borders.geojson: polygons are read whole, turned right, or refused with a reason."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optimizer.data.borders import BordersError, BordersFile, borders_text

SQUARE = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]
HOLE = [[0.2, 0.2], [0.4, 0.2], [0.4, 0.4], [0.2, 0.4], [0.2, 0.2]]


def written(folder: Path, *features: tuple[str, list[Any]], inferred: bool = False) -> BordersFile:
    """Write a file of polygons by code."""
    path = folder / "borders.geojson"
    shapes = (({"code": code}, polygons) for code, polygons in features)
    path.write_text("".join(borders_text(shapes, inferred)), encoding="utf-8")
    return BordersFile(path)


def test_what_is_written_is_read_in_the_order_asked_for(tmp_path: Path) -> None:
    east = [[x + 1, y] for x, y in SQUARE]
    file = written(tmp_path, ("甲", [[SQUARE]]), ("乙", [[east]]))
    borders = file.read(["乙", "甲"])
    assert borders is not None and not borders.inferred
    assert borders.village.tolist() == [0, 1]
    assert borders.ring(0).tolist() == east[:-1]


def test_the_village_is_on_the_left_of_each_ring(tmp_path: Path) -> None:
    file = written(tmp_path, ("a", [[SQUARE[::-1], HOLE]]))
    borders = file.read(["a"])
    assert borders is not None

    def twice_area(ring: Any) -> float:
        onward = np.roll(ring, -1, axis=0)
        return float((ring[:, 0] * onward[:, 1] - onward[:, 0] * ring[:, 1]).sum())

    assert twice_area(borders.ring(0)) == pytest.approx(2)
    assert twice_area(borders.ring(1)) == pytest.approx(-0.08)


def test_a_village_without_polygon_leaves_none(tmp_path: Path) -> None:
    assert written(tmp_path, ("a", [[SQUARE]])).read(["a", "b"]) is None


def test_inferred_polygons_say_so_and_survive_pickling(tmp_path: Path) -> None:
    file = written(tmp_path, ("a", [[SQUARE]]), inferred=True)
    assert file.inferred
    copy = pickle.loads(pickle.dumps(file))
    assert "_content" not in vars(copy) and copy.inferred


def feature(kind: str, coordinates: list[Any]) -> str:
    """Return a collection of one feature of code 1."""
    geometry = {"type": kind, "coordinates": coordinates}
    return json.dumps({"features": [{"properties": {"code": 1}, "geometry": geometry}]})


BROKEN = [
    "no json",
    "[]",
    '{"features": 3}',
    '{"features": [{"properties": {}, "geometry": null}]}',
    feature("Point", [1, 2]),
    feature("Polygon", [[[1, 2], [3]]]),
    feature("Polygon", [[[1, 2], [3, 4]]]),
]


@pytest.mark.parametrize("content", BROKEN)
def test_what_is_no_file_of_polygons_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "borders.geojson"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BordersError):
        BordersFile(path).read(["1"])
