"""Pictures of a report's page: `python docs/make_page_pictures.py DOSSIER/index.html`.

Writes docs/images/page-*.png: at the size of a desk with a pair of units asked about, of a
phone, and the first sheet in print.
"""

from __future__ import annotations

import base64
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.browser import chromium, show  # noqa: E402

IMAGES = ROOT / "docs" / "images"
_ASK = """
const pair = [...page.store.pairs.values()].find(p => p.verdict === 'costs' && p.reasons.length)
  ?? [...page.store.pairs.values()][0];
page.maps.select(pair.a, pair.b);
const map = page.maps.maps[1];
page.maps.point(map, ...map.toScreen(page.view.seats[pair.b]));
"""


def main(file: Path) -> None:
    """Write the pictures."""
    with chromium() as driver:
        show(driver, file, 1400, 1500)
        driver.execute_script(_ASK)
        _save(driver, "page-desktop")
        show(driver, file, 390, 1500, mobile=True)
        driver.execute_script(_ASK)
        _save(driver, "page-phone")
        show(driver, file, 1400, 900)
        printed = driver.execute_cdp_cmd(
            "Page.printToPDF", {"printBackground": True, "preferCSSPageSize": True}
        )
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "page.pdf"
        sheet.write_bytes(base64.b64decode(printed["data"]))
        target = IMAGES / "page-print"
        subprocess.run(
            ["pdftoppm", "-r", "90", "-png", "-f", "1", "-singlefile", str(sheet), str(target)],
            check=True,
        )


def _save(driver: Any, name: str) -> None:
    driver.execute_async_script(
        "const done = arguments[0];requestAnimationFrame(() => requestAnimationFrame(() => done()))"
    )
    driver.save_screenshot(str(IMAGES / f"{name}.png"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
