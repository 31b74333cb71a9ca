"""Write docs/benchmarks.md and its pictures: `python docs/make_benchmarks.py`."""

from __future__ import annotations

import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent))

from benchmarks.page import page  # noqa: E402
from benchmarks.plots import draw  # noqa: E402

if __name__ == "__main__":
    draw(DOCS / "images")
    (DOCS / "benchmarks.md").write_text(page(), encoding="utf-8")
