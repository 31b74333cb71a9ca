"""How fast the page of a report is: `python -m benchmarks.report_page index.html`.

Opened from the disk in headless Chromium at 1400 x 900, several times, each with an empty
profile. `maps` is when the three maps were painted, `ready` when all of the page was there;
`hover` is the time from a pointer's place to what is said of it, over 400 places.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.browser import chromium, show
from benchmarks.record import Shelf, record, target

RUNS = 5
_TIMES = """
const at = (type, name) => performance.getEntriesByType(type).find(e => e.name === name)?.startTime;
return {
  first_contentful_paint: at('paint', 'first-contentful-paint'),
  maps: at('mark', 'maps'),
  ready: at('mark', 'ready'),
};
"""
_HOVER = """
const map = page.maps.maps[1], taken = [];
for (let i = 0; i < 400; i++) {
  const x = map.width * (0.05 + 0.9 * ((i * 37) % 400) / 400);
  const y = map.height * (0.05 + 0.9 * ((i * 153) % 400) / 400);
  const start = performance.now();
  page.maps.point(map, x, y);
  taken.push(performance.now() - start);
}
return taken;
"""
_DRAW = """
const start = performance.now();
for (let i = 0; i < 20; i++) page.maps.maps.forEach(map => map.draw());
return (performance.now() - start) / 20;
"""


def measure(file: Path) -> dict[str, Any]:
    """Return milliseconds, the median of some runs, and the size of the file."""
    runs = []
    for _ in range(RUNS):
        with chromium() as driver:
            show(driver, file, 1400, 900)
            times = driver.execute_script(_TIMES)
            first, again = (sorted(driver.execute_script(_HOVER)) for _ in range(2))
            drawn = driver.execute_script(_DRAW)
            villages = driver.execute_script(
                "return page.store.pieces.villages.reduce((a, b) => a + b, 0)"
            )
        runs.append(
            {
                **times,
                "hover_median": statistics.median(again),
                "hover_95": again[int(0.95 * len(again))],
                "hover_worst_with_first_look": first[-1],
                "draw_three_maps": drawn,
            }
        )
    return {
        "bytes": file.stat().st_size,
        "villages": villages,
        "browser": driver.capabilities["browserVersion"],
        **{f"{k}_ms": round(statistics.median(r[k] for r in runs), 2) for k in runs[0]},
    }


def main(words: Sequence[str] | None = None) -> None:
    """Measure a page and record what comes of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report_page", description=__doc__)
    parser.add_argument("page", type=Path, help="index.html of a report")
    parser.add_argument("-o", "--output", type=Path, help="folder instead of benchmarks/results")
    asked = parser.parse_args(words)
    row = measure(asked.page)
    targets = [
        target("maps painted within 1 s", row["maps_ms"], row["maps_ms"] < 1000),
        target("hover within 16 ms, 95 of 100", row["hover_95_ms"], row["hover_95_ms"] < 16),
    ]
    print(record("report-page", [row], targets, {"runs": RUNS}, Shelf.at(asked.output)))
    print(json.dumps(row, indent=1))


if __name__ == "__main__":
    main()
