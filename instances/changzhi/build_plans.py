"""Write the reform of 2021 as two plans, from the fact tables beside this file.

    python instances/changzhi/build_plans.py

`plans/reform-2021` has the villages as recorded, `plans/reform-2021-whole` sends
each dissolved township whole to its main receiver. Two runs give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import reform

HERE = Path(__file__).resolve().parent
SOURCE = "facts/village_units_2021.csv, facts/units_2021.csv, facts/reform_2021.csv"


def write(plan: reform.Plan, kinds: Mapping[str, str], folder: Path, title: str, mode: str) -> None:
    """Write a plan's folder: plan.csv, then plan.json with its hash."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{village},{unit},{kinds[unit]}\n" for village, unit in plan.items()]
    table = ("village,unit,kind\n" + "".join(lines)).encode()
    (folder / "plan.csv").write_bytes(table)
    record = {
        "format": "merge-plan/1",
        "title": title,
        "mode": mode,
        "source": SOURCE,
        "plan_sha256": hashlib.sha256(table).hexdigest(),
    }
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    (folder / "plan.json").write_text(text, encoding="utf-8", newline="\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Write the reform of 2021 as two plans.")
    parser.add_argument("--facts", type=Path, default=HERE / "facts", help="folder of facts")
    parser.add_argument("-o", "--output", type=Path, default=HERE / "plans", help="folder of plans")
    chosen = parser.parse_args(arguments)
    recorded, whole = reform.as_recorded(chosen.facts), reform.as_whole(chosen.facts)
    kinds = reform.kinds(chosen.facts)
    write(recorded, kinds, chosen.output / "reform-2021", "2021年改革(村按统计代码)", "split")
    write(whole, kinds, chosen.output / "reform-2021-whole", "2021年改革(整建制近似)", "whole")
    return 0


if __name__ == "__main__":
    sys.exit(main())
