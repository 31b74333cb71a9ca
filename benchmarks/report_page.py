"""How fast the page of a report is: `python -m benchmarks.report_page index.html [OUT.json]`.

Opened from the disk in headless Chromium at 1400 x 900, several times, each with an empty
profile. `maps` is when the three maps were painted, `ready` when all of the page was there;
`hover` is the time from a pointer's place to what is said of it, over 400 places.
"""

from __future__ import annotations

import json
import statistics
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.browser import chromium, show

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
        "date": datetime.now(UTC).date().isoformat(),
        "bytes": file.stat().st_size,
        "villages": villages,
        "runs": RUNS,
        "milliseconds": {k: round(statistics.median(r[k] for r in runs), 2) for k in runs[0]},
    }


if __name__ == "__main__":
    found = measure(Path(sys.argv[1]))
    text = json.dumps(found, indent=1) + "\n"
    if len(sys.argv) > 2:
        Path(sys.argv[2]).write_text(text, encoding="utf-8")
    print(text)
