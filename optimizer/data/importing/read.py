"""Sources of any kind to layers: files, folders of files, geodatabases, zip files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from optimizer.data.importing.geofiles import is_geofile, read_geofile
from optimizer.data.importing.layer import Layer
from optimizer.data.importing.notices import Notices
from optimizer.data.importing.tables import read_csv, read_workbook
from optimizer.data.system_errors import reason
from optimizer.text import Text

TABLES = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
ROADS = (".pbf", ".osm")
UNKNOWN = Text(
    "not a geofile, table or workbook that is known", "不是可识别的空间数据、表格或工作簿"
)


def files_of(sources: Iterable[Path], notices: Notices) -> list[Path]:
    """Return the files that sources name; of a folder all that can be read, in order."""
    found: list[Path] = []
    for source in sources:
        if not source.exists():
            notices.add("E802", str(source), why=Text("no such file", "文件不存在"))
        elif source.is_dir() and source.suffix.lower() != ".gdb":
            inside = [p for p in sorted(source.iterdir()) if _readable(p)]
            if not inside:
                notices.add("E803", str(source))
            found += inside
        elif not _readable(source):
            notices.add("E802", source.name, why=UNKNOWN)
        else:
            found.append(source)
    return list(dict.fromkeys(found))


def _readable(path: Path) -> bool:
    kinds = (*TABLES, *WORKBOOKS, *ROADS)
    return not path.name.startswith((".", "~$")) and (
        is_geofile(path) or path.suffix.lower() in kinds
    )


def is_osm(path: Path) -> bool:
    """Return whether a file is an extract of OpenStreetMap."""
    return path.suffix.lower() in ROADS


def read_layers(files: Iterable[Path], notices: Notices) -> Iterator[Layer]:
    """Yield every layer, sheet and table of files; OSM extracts are left to `roads`."""
    for path in files:
        kind = path.suffix.lower()
        try:
            if is_osm(path):
                continue
            if kind in TABLES:
                yield from read_csv(path, notices)
            elif kind in WORKBOOKS:
                yield from read_workbook(path, notices)
            else:
                yield from read_geofile(path, notices)
        except OSError as error:
            notices.add("E802", path.name, why=reason(error))
