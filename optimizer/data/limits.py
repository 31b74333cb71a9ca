"""The most that is read, so that no file can fill the memory; SECURITY.md lists it.

A whole country (620,000 villages, 2,000,000 neighbouring pairs) is far below.
"""

from __future__ import annotations

from optimizer.text import Text

MIB = 2**20
"""Bytes of a MiB."""
TABLE_BYTES = 256 * MIB
"""Of one table; a larger one would fill the memory of a small machine."""
SCENARIO_BYTES = 4 * MIB
"""A scenario, with every township named in some rule."""
ROWS = 4_000_000
"""Rows of a table: all villages of China six times over."""
COLUMNS = 1_000
"""Columns of a table."""
CELLS = 20_000_000
"""Values of a table: what the memory of a small machine holds."""
NAME = 200
"""Characters of a code, a name, or another value that is read; other columns may hold more."""
SCENARIO_TEXT = 2_000
"""Characters of a text of a scenario: every report prints some of them."""
FAULTS = 100_000
"""Faults of one run, which fill no memory; the reading stops there."""

FAULTS_TEXT = Text(f"{FAULTS:,} faults: the reading stopped", f"{FAULTS:,} 个错误，已停止读取")
_SIZES = (
    (ROWS, Text(f"{ROWS:,} rows", f"{ROWS:,} 行")),
    (COLUMNS, Text(f"{COLUMNS:,} columns", f"{COLUMNS:,} 列")),
    (CELLS, Text(f"{CELLS:,} values", f"{CELLS:,} 个值")),
)


def passed_limit(rows: int, columns: int, cells: int) -> Text | None:
    """Return which limit a table passes, in words; None when it keeps all."""
    pairs = zip((rows, columns, cells), _SIZES, strict=True)
    return next((text for size, (most, text) in pairs if size > most), None)


def bytes_text(most: int) -> Text:
    """Say a number of bytes."""
    return Text(f"{most // MIB} MiB", f"{most // MIB} MiB")
