"""GeoPackage, Shapefile, FileGDB, GeoJSON and others, zipped too: every layer by pyogrio.

Shapefiles of Chinese offices say their encoding wrongly or not at all. They are read byte by
byte (as Latin-1) and decoded whole: strict UTF-8, else GB18030.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from optimizer.data.importing.extras import need
from optimizer.data.importing.layer import Layer, text_of
from optimizer.data.importing.notices import Notices
from optimizer.data.limits import COLUMNS, MIB, ROWS
from optimizer.text import Text

GEOFILES = (".gpkg", ".shp", ".geojson", ".json", ".gdb", ".kml", ".gml", ".fgb", ".tab", ".mif")
MOST_BYTES = 4096 * MIB


def read_geofile(path: Path, notices: Notices) -> list[Layer]:
    """Read every layer of a geofile; nothing when it cannot be used, the reason noted."""
    need("geo", path.name)
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    found: list[Layer] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for source, name in _layers_in(path):
                found += _read_layer(pyogrio, source, name, path, notices)
    except (
        DataSourceError,
        DataLayerError,
        zipfile.BadZipFile,
        OSError,
        ValueError,
        RuntimeError,
    ) as error:
        notices.add("E802", path.name, why=_first_line(error))
        return []
    if not found:
        notices.add("E803", path.name)
    return found


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:300]


def _layers_in(path: Path) -> Iterable[tuple[str, str | None]]:
    """Yield what GDAL opens, and the layer in it."""
    import pyogrio

    for source in _sources(path):
        names = pyogrio.list_layers(source)
        for name, _kind in names:
            yield source, str(name)


def _sources(path: Path) -> list[str]:
    if path.suffix.lower() != ".zip":
        return [str(path)]
    with zipfile.ZipFile(path) as packed:
        sizes = sum(entry.file_size for entry in packed.infolist())
        inside = [entry.filename for entry in packed.infolist()]
        held = sum(entry.compress_size for entry in packed.infolist())
    if sizes > MOST_BYTES or sizes > 1000 * max(held, MIB):
        raise ValueError(f"unpacked larger than {MOST_BYTES // MIB} MiB, or a zip bomb")
    geodatabases = sorted(
        {n[: n.lower().index(".gdb") + 4] for n in inside if ".gdb/" in n.lower()}
    )
    files = [n for n in inside if n.lower().endswith(GEOFILES) and ".gdb/" not in n.lower()]
    return [f"/vsizip/{path}/{name}" for name in [*geodatabases, *files] if "__MACOSX" not in name]


def _read_layer(
    pyogrio: Any, source: str, name: str | None, path: Path, notices: Notices
) -> list[Layer]:
    is_shape = source.lower().endswith(".shp")
    more = {"encoding": "ISO-8859-1"} if is_shape else {}
    info = pyogrio.read_info(source, layer=name, **more)
    if info["features"] > ROWS or len(info["fields"]) > COLUMNS:
        raise ValueError(f"more than {ROWS:,} features or {COLUMNS:,} columns")
    meta, _, wkb, data = pyogrio.raw.read(source, layer=name, force_2d=True, **more)
    fields = [str(field) for field in meta["fields"]]
    columns = {f: [text_of(v) for v in values] for f, values in zip(fields, data, strict=True)}
    if is_shape:
        columns = _decoded(columns, path.name, notices)
    shapes = None
    if wkb is not None:
        import shapely

        shapes = shapely.from_wkb(wkb, on_invalid="ignore")
        shapes = np.asarray(shapes, dtype=np.object_)
    layer = Layer(path.name, str(name or ""), columns, shapes, meta["crs"], first_row=1)
    return [layer] if len(layer) else []


def _decoded(columns: dict[str, list[str]], file: str, notices: Notices) -> dict[str, list[str]]:
    """Decode columns that were read byte by byte; all of a file have one encoding."""
    texts = [*columns, *(value for values in columns.values() for value in values)]
    raw = {t: t.encode("latin-1", errors="replace") for t in texts if not t.isascii()}
    encoding = "utf-8" if all(_is_utf8(r) for r in raw.values()) else "gb18030"
    plain = {t: r.decode(encoding, errors="ignore").strip() for t, r in raw.items()}
    lost = [t for t, r in raw.items() if encoding == "gb18030" and _damaged(r)]
    if lost:
        why = Text("neither UTF-8 nor GB18030", "编码不是 UTF-8 或 GB18030")
        notices.add("W826", file, case="?", why=why)
    elif raw and encoding == "gb18030":
        notices.add("W826", file, case="GB18030")
    return {plain.get(c, c): [plain.get(v, v) for v in values] for c, values in columns.items()}


def _is_utf8(raw: bytes) -> bool:
    """Return whether bytes are UTF-8; the last character may have been cut off."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and len(raw) >= 10
    return True


def _damaged(raw: bytes) -> bool:
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError as error:
        return error.end < len(raw)
    return False


def is_geofile(path: Path) -> bool:
    """Return whether a path is to be read by GDAL, by its name."""
    return path.suffix.lower() in (*GEOFILES, ".zip")


def beside(names: Sequence[str]) -> bool:
    """Return whether a shapefile's companions stand beside it."""
    return any(name.lower().endswith(".shx") for name in names)
