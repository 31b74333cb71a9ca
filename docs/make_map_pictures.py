"""Draw two maps of a set: `python docs/make_map_pictures.py`.

Solves `instances/changzhi`, draws the sheet of one county and the whole territory after the plan
into docs/images/report-map-*.png. Needs a font with Chinese characters (Debian, Ubuntu:
fonts-noto-cjk); with another one the pictures look another way. Look at them before they are kept.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from click.testing import CliRunner
from PIL import Image

from optimizer.cli import cli
from optimizer.data.dataset import read_dataset
from optimizer.report.dossier.gather import ReportRequest, gather
from optimizer.report.dossier.maps import write_maps
from optimizer.report.dossier.marks import Marks

HERE = Path(__file__).parent
CHANGZHI = HERE.parent / "instances" / "changzhi"
PICTURES = {"county": "分县图-方案1/*屯留区.png", "city": "总图-方案1.png"}
COLOURS, WIDTH = 160, 1100


def main() -> None:
    """Solve, draw, and keep two pictures in fewer colours."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        solved = CliRunner().invoke(cli, ["solve", str(CHANGZHI), "-o", str(folder / "plan")])
        assert solved.exit_code == 0, solved.output
        asked = ReportRequest((folder / "plan",), marks=Marks(data_date="2020-11-01"))
        write_maps(gather(read_dataset(CHANGZHI), asked, "zh"), folder)
        for name, pattern in PICTURES.items():
            page = Image.open(next((folder / "maps").glob(pattern))).convert("RGB")
            height = round(page.height * WIDTH / page.width)
            small = page.resize((WIDTH, height), Image.Resampling.LANCZOS)
            few = small.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
            few.save(HERE / "images" / f"report-map-{name}.png", optimize=True)


if __name__ == "__main__":
    main()
