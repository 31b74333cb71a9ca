"""The most that is read, so that no file can fill the memory; SECURITY.md lists it.

A whole country (620,000 villages, 2,000,000 neighbouring pairs) is far below.
"""

from __future__ import annotations

from optimizer.text import Text

MIB = 2**20
TABLE_BYTES = 512 * MIB
SCENARIO_BYTES = 4 * MIB
ROWS = 10_000_000
COLUMNS = 1_000
FAULTS = 100_000


def bytes_text(most: int) -> Text:
    """Say a number of bytes."""
    return Text(f"{most // MIB} MiB", f"{most // MIB} MiB")


ROWS_TEXT = Text(f"{ROWS:,} rows", f"{ROWS:,} 行")
COLUMNS_TEXT = Text(f"{COLUMNS:,} columns", f"{COLUMNS:,} 列")
FAULTS_TEXT = Text(f"{FAULTS:,} faults: the reading stopped here", f"{FAULTS:,} 个错误,已停止读取")
