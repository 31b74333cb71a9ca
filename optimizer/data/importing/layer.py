"""A layer of a geofile, a sheet or a table: text columns, and shapes if it has any."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

Shapes = NDArray[np.object_]


@dataclass
class Layer:
    """What was read of one source.

    Attributes
    ----------
    file, name
        The file as the user named it (its last part), and the layer or sheet in it.
    columns
        Text by column, "" where there is no value; all of one length.
    shapes
        Geometries in the order of the rows; None for a table.
    crs
        Coordinate system as the file says (WKT or an authority's code); None when it does not.
    first_row
        Row of the file that the first row of the columns is, for messages.
    """

    file: str
    name: str
    columns: dict[str, list[str]]
    shapes: Shapes | None = None
    crs: str | None = None
    first_row: int = 2
    notes: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        """Return the number of rows."""
        if self.shapes is not None:
            return len(self.shapes)
        return len(next(iter(self.columns.values()), []))

    @property
    def title(self) -> str:
        """File and layer, for people."""
        stem = self.file.rsplit(".", 1)[0]
        return self.file if self.name in ("", stem, self.file) else f"{self.file}:{self.name}"

    @property
    def family(self) -> str:
        """`polygon`, `line`, `point`, `table`, or `mixed`: what its shapes mostly are."""
        if self.shapes is None:
            return "table"
        import shapely

        kinds = shapely.get_dimensions(self.shapes)
        known = kinds[kinds >= 0]
        if not len(known):
            return "table"
        share = np.bincount(known, minlength=3) / len(known)
        most = int(share.argmax())
        return ("point", "line", "polygon")[most] if share[most] > 0.5 else "mixed"


def text_of(value: Any) -> str:
    """Return a cell's value as the text that a person would have typed."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool | np.bool_):
        return str(int(value))
    if isinstance(value, int | np.integer):
        return str(int(value))
    if isinstance(value, float | np.floating):
        return _number(float(value))
    if isinstance(value, np.ndarray | list):
        return json.dumps(np.asarray(value).tolist(), ensure_ascii=False)
    return str(value)


def _number(value: float) -> str:
    if not math.isfinite(value):
        return ""
    if value.is_integer() and abs(value) < 1e17:
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def texts(columns: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return columns of any values as text."""
    return {name: [text_of(v) for v in values] for name, values in columns.items()}
