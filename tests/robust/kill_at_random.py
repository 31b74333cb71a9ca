"""End a solve at random moments and judge what is left of the result in its folder.

`python tests/robust/kill_at_random.py --times 100` ends a hundred solves, half of them by
Ctrl-C and half by kill -9, each at a random moment between start and end, and prints how
often the old result and the new one were left whole. Anything else ends with code 1.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INSTANCE = ROOT / "instances" / "three-townships"
FILES = ("map.png", "map.svg", "plan.csv", "plan.json")
A, B, C = "990001100", "990001200", "990001201"
OLD, NEW = f"rules.apart={[[A, B], [A, C], [B, C]]}", 'mode="whole"'
"""Two questions whose plans, and so whose files, differ."""
State = dict[str, bytes | str]


def start(question: str, output: Path) -> subprocess.Popen[bytes]:
    """Begin a solve."""
    program = [sys.executable, str(ROOT / "run_optimizer.py"), "solve", str(INSTANCE)]
    words = ["-o", str(output), "--set", question, "--workers", "1", "--lang", "en"]
    return subprocess.Popen(
        [*program, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT
    )


def state(folder: Path) -> State:
    """Return what a result's files hold; of the record only for what it was made."""
    names = sorted(path.name for path in folder.iterdir())
    if tuple(names) not in (FILES, FILES[1:], FILES[2:]):  # pictures follow one by one
        return {"broken": f"{names}"}
    held: State = {name: (folder / name).read_bytes() for name in names[:-1]}
    record = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    if record["plan_sha256"] != hashlib.sha256((folder / "plan.csv").read_bytes()).hexdigest():
        return {"broken": "plan.json is of another plan"}
    return {**held, "plan.json": json.dumps(record["scenario"])}


def judged(left: State, old: State, new: State) -> str:
    """Say which result a folder holds; Ctrl-C may have left a plan that is not the best one."""
    if left in (old, new):
        return "old" if left == old else "new"
    if left.items() < new.items():
        return "new, not all pictures drawn"
    other_plan = left.get("plan.csv") not in (old["plan.csv"], new["plan.csv"])
    if other_plan and left.get("plan.json") == new["plan.json"]:
        return "new, best so far"
    return f"BROKEN {left.get('broken', 'mixed')}"


def moments(times: int, longest: float, late: float, seed: int) -> Iterator[float]:
    """Yield moments: half anywhere in a run, half where files are written."""
    draw = random.Random(seed)
    for number in range(times):
        yield draw.uniform(0, longest) if number % 2 else draw.uniform(late, longest)


def end_at(process: subprocess.Popen[bytes], moment: float, by: signal.Signals) -> int:
    """Let a solve run for a while, end it, and return its exit code."""
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        process.send_signal(by)
    _, errors = process.communicate(timeout=60)
    begun = b"optimizer/cli" in errors  # before it Ctrl-C meets Python itself, which shows one
    assert not (begun and b"Traceback" in errors), errors.decode()
    return process.returncode


def run(times: int, seed: int, place: Path) -> Counter[str]:
    """Return how often each state was left, and each way of ending occurred."""
    folders = [place / name for name in ("old", "new")]
    begun = time.monotonic()
    for folder, question in zip(folders, (OLD, NEW), strict=True):
        process = start(question, folder)
        process.communicate(timeout=120)
        assert process.returncode == 0
    longest = (time.monotonic() - begun) / 2 * 1.15
    old, new = map(state, folders)
    assert old != new
    found: Counter[str] = Counter()
    for number, moment in enumerate(moments(times, longest, 0.6 * longest, seed)):
        output = place / "run" / "out"
        shutil.rmtree(output, ignore_errors=True)
        shutil.copytree(folders[0], output)
        before = set(output.parent.iterdir())
        by = signal.SIGKILL if number % 4 < 2 else signal.SIGINT
        code = end_at(start(NEW, output), moment, by)
        name = judged(state(output), old, new)
        found[f"{by.name}, exit {code}: {name}"] += 1
        drafts = set(output.parent.iterdir()) - before
        if drafts and by is signal.SIGINT:
            found["BROKEN: Ctrl-C left a draft"] += 1
    output = place / "run" / "out"
    start(NEW, output).communicate(timeout=120)
    if state(output) != new or list(output.parent.iterdir()) != [output]:
        found["BROKEN: a run after all that leaves something else"] += 1
    return found


def main() -> None:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "run").mkdir()
        found = run(asked.times, asked.seed, Path(place))
    for line, count in sorted(found.items()):
        print(f"{count:4d}  {line}")
    sys.exit(any("BROKEN" in line for line in found))


if __name__ == "__main__":
    main()
