"""Every command is ended at random moments and judged by what it leaves.

`python -m tests.long signals --times 40` ends each command forty times, by Ctrl-C at the
terminal (its whole process group), Ctrl-C for it alone, SIGTERM and kill -9 in turn. It has
to end within five seconds with all that it started; its folder holds the old result or a new
one, whole; and after one more run no draft is left.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.record import Row, record
from optimizer.data.generate import generate_city, write_dataset
from tests.long.proofs import RESULTS

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = [sys.executable, str(ROOT / "run_optimizer.py")]
SOON, START = 5.0, 1.0
"""Seconds within which all has to be over, where the program takes a second to start and read.

Beside other work that takes its share of the cores both grow alike.
"""
VILLAGES = 3
"""Villages of a township."""
_CODES = {0, 3, 4, 130}
"""What a command may end with; one that Python had not begun yet ends by the signal itself."""


@dataclass(frozen=True)
class Case:
    """A command line; DATA, PLAN, GEO, OUT and NEW stand for files and folders of a `Bench`."""

    name: str
    words: tuple[str, ...]


_QUICK = ("--workers", "2", "--lang", "en")
_AREA = ("DATA", "area_cap", "--range", "200:300:50", "-o", "OUT")
CASES = tuple(
    Case(name, tuple(words))
    for name, words in {
        "solve": ("solve", "DATA", "-o", "OUT", *_QUICK),
        "solve --processes": ("solve", "DATA", "-o", "OUT", "--processes", "2", *_QUICK),
        "solve --cluster": ("solve", "DATA", "-o", "OUT", "--cluster", "local:2", *_QUICK),
        "solve --mode split": ("solve", "DATA", "-o", "OUT", "--mode", "split", *_QUICK),
        "price": ("price", *_AREA, *_QUICK),
        "price --cluster": ("price", *_AREA, "--cluster", "local:2", *_QUICK),
        "alternatives": ("alternatives", "DATA", "-o", "OUT", *_QUICK),
        "backbone": ("backbone", "DATA", "--processes", "2", *_QUICK),
        "frontier": ("frontier", "DATA", "-o", "OUT", "--processes", "2", *_QUICK),
        "repair": ("repair", "DATA", "PLAN", "-o", "OUT", *_QUICK),
        "explain": ("explain", "DATA", "--set", "rules.count.city.max=2", *_QUICK),
        "compare": ("compare", "DATA", "PLAN", "-o", "OUT", "--lang", "en"),
        "check": ("check", "DATA", "PLAN", "--lang", "en"),
        "validate": ("validate", "DATA", "--lang", "en"),
        "survey": ("survey", "DATA", "--lang", "en"),
        "report": ("report", "DATA", "PLAN", "-o", "OUT", "--analysis-time", "0", "--lang", "en"),
        "export": ("export", "DATA", "PLAN", "-o", "OUT", "--lang", "en"),
        "import": ("import", "GEO", "-o", "NEW", "--assume", "population=100", "--lang", "en"),
        "generate": ("generate", "county", "--townships", "40", "--villages", "2000", "-o", "NEW"),
    }.items()
)

CASES_BY_NAME = {case.name: case for case in CASES}


@dataclass(frozen=True)
class Way:
    """A way to end a process."""

    name: str
    signal: signal.Signals
    group: bool = False


WAYS = (
    Way("Ctrl-C at the terminal", signal.SIGINT, group=True),
    Way("SIGTERM", signal.SIGTERM),
    Way("Ctrl-C", signal.SIGINT),
    Way("kill -9", signal.SIGKILL),
)


@dataclass(frozen=True)
class Bench:
    """A dataset, a plan of it, and a folder with an old result in a place of its own."""

    place: Path
    soon: float = SOON

    @classmethod
    def laid(cls, place: Path, counties: int, townships: int = 12) -> Bench:
        """Make the dataset and solve it once."""
        bench = cls(place)
        all_ = counties * townships
        city = generate_city(counties, all_, VILLAGES * all_, seed=5)
        write_dataset(city, place / "data")
        done = bench.start(CASES[0].words, place / "first")
        done.communicate(timeout=120)
        assert done.returncode == 0
        layers = bench.start(("export", "DATA", "-o", "OUT", "--format", "geojson"), place / "geo")
        layers.communicate(timeout=120)
        assert layers.returncode == 0
        return bench

    def now(self) -> Bench:
        """Return the bench with as many seconds to end within as the machine asks for now."""
        begun = time.monotonic()
        self.start(("validate", "DATA"), self.place / "first").communicate(timeout=120)
        return replace(self, soon=SOON * max(1.0, (time.monotonic() - begun) / START))

    def start(self, words: Sequence[str], out: Path) -> subprocess.Popen[bytes]:
        """Start a command in a session of its own, as a terminal does."""
        places = {"DATA": "data", "PLAN": "first", "GEO": "geo/villages.geojson", "NEW": "run/new"}
        given = {word: str(self.place / name) for word, name in places.items()} | {"OUT": str(out)}
        return subprocess.Popen(
            [*PROGRAM, *(given.get(word, word) for word in words)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            start_new_session=True,
        )

    def fresh(self) -> Path:
        """Lay the folder with the old result, alone in its place."""
        run = self.place / "run"
        shutil.rmtree(run, ignore_errors=True)
        (run / "out").mkdir(parents=True)
        if (self.place / "old").is_dir():
            shutil.copytree(self.place / "old", run / "out", dirs_exist_ok=True)
        return run / "out"

    def begin(self, case: Case) -> float:
        """Let a command end by itself, keep its result as the old one, return its seconds."""
        shutil.rmtree(self.place / "old", ignore_errors=True)
        begun = time.monotonic()
        process = self.start(case.words, self.fresh())
        process.communicate(timeout=600)
        assert process.returncode in (0, 3)
        shutil.copytree(self.place / "run" / "out", self.place / "old")
        return time.monotonic() - begun


def session(leader: int) -> list[int]:
    """Return the living processes of a session."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            _, _, rest = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")
            state, _, _, own, *_ = rest.split()
            if int(own) == leader and state not in "ZX":
                found.append(int(stat.parent.name))
    return found


def ended(
    process: subprocess.Popen[bytes], moment: float, way: Way, soon: float = SOON
) -> tuple[str, bool]:
    """Let a command run for a while, end it, and say what is wrong with how it ended.

    Returns
    -------
    tuple
        What is wrong, empty when nothing is, and whether the command was over before.
    """
    with suppress(subprocess.TimeoutExpired):
        process.wait(moment)
    early = process.poll() is not None
    begun = time.monotonic()
    if not early:
        send: Callable[[int, int], None] = os.killpg if way.group else os.kill
        send(process.pid, way.signal)
    try:
        _, errors = process.communicate(timeout=soon)
    except subprocess.TimeoutExpired:
        return _gone(process, "it did not end"), early
    while (left := session(process.pid)) and time.monotonic() - begun < soon:
        time.sleep(0.05)
    if left:
        return _gone(process, f"{len(left)} processes were left"), early
    started = b"optimizer/cli" in errors  # before it the signal meets Python itself
    if started and b"Traceback" in errors:
        return errors.decode(errors="replace")[-2000:], early
    if process.returncode in _CODES or process.returncode == -way.signal:
        return "", early
    if process.returncode == 1 and b"KeyboardInterrupt" in errors and not started:
        return "", early
    return f"exit {process.returncode}: {errors.decode(errors='replace')[-500:]}", early


def _gone(process: subprocess.Popen[bytes], what: str) -> str:
    for pid in session(process.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.communicate()
    return what


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder by their paths from it."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def broken(out: Path, old: dict[str, bytes]) -> str:
    """Say what of a folder is neither the old result nor a new one; empty when all is whole."""
    held = files_of(out)
    if held == old:
        return ""
    if parts := [name for name in held if name.endswith(".part")]:
        return f"{parts}"
    for name, text in held.items():
        if name.endswith(".json"):
            json.loads(text)
    if "plan.json" in held:
        record = json.loads(held["plan.json"])
        if record["plan_sha256"] != hashlib.sha256(held["plan.csv"]).hexdigest():
            return "plan.json is of another plan"
        if "map.png" in held and "map.svg" not in held:
            return f"half a result: {sorted(held)}"
    if "audit.json" in held:
        audited = {row["name"]: row["sha256"] for row in json.loads(held["audit.json"])["files"]}
        wrong = [n for n, h in audited.items() if hashlib.sha256(held.get(n, b"")).hexdigest() != h]
        if wrong:
            return f"not the set of its audit: {wrong}"
    return ""


def tried(bench: Bench, case: Case, parts: Iterable[float], ways: Sequence[Way]) -> Counter[str]:
    """End a command at some parts of its time; count what is wrong, and what was heard."""
    found: Counter[str] = Counter()
    longest = bench.begin(case)
    for turn, part in enumerate(parts):
        out = bench.fresh()
        old = files_of(out)
        way = ways[turn % len(ways)]
        moment = part * longest
        wrong, early = ended(bench.start(case.words, out), moment, way, bench.soon)
        found["over before" if early else "ended"] += 1
        for what in filter(None, (wrong, broken(out, old))):
            found[f"WRONG {case.name}, {way.name} at {moment:.2f} s: {what}"] += 1
    last = bench.start(case.words, out)
    _, errors = last.communicate(timeout=300)
    drafts = [str(p) for p in out.parent.rglob("*") if p.name.endswith(".part")]
    if drafts or last.returncode not in (0, 3):
        text = errors.decode(errors="replace")[-500:]
        found[f"WRONG {case.name}: after all, exit {last.returncode}, {drafts} {text}"] += 1
    return found


def main(words: Sequence[str] = ()) -> int:
    """Run all, print a line for each command and keep the result; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.long signals", description=__doc__)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--counties", type=int, default=2, help="of the dataset")
    parser.add_argument("--townships", type=int, default=12, help="of a county")
    every = list(CASES_BY_NAME)
    parser.add_argument("--only", nargs="+", default=every, choices=every, metavar="COMMAND")
    parser.add_argument("--together", type=int, default=1, help="commands tried at a time")
    parser.add_argument("--no-record", action="store_true", help="write no result file")
    asked = parser.parse_args(words)
    chosen = [CASES_BY_NAME[name] for name in asked.only]
    with ThreadPoolExecutor(asked.together) as threads:
        rows = list(threads.map(lambda case: one(case, asked), chosen))
    wrong = [what for row in rows for what in row["wrong"]]
    targets = [{"target": "what is not as asked: nothing", "value": wrong, "met": not wrong}]
    if not asked.no_record:
        print(record("signals", rows, targets, {"limits": vars(asked)}, RESULTS))
    return 1 if wrong else 0


def one(case: Case, asked: argparse.Namespace) -> Row:
    """Try a command on a dataset of its own, and print its row."""
    draw = random.Random(f"{asked.seed} {case.name}")
    with tempfile.TemporaryDirectory() as place:
        bench = Bench.laid(Path(place), asked.counties, asked.townships).now()
        parts = [draw.uniform(0, 1.05) for _ in range(asked.times)]
        row = row_of(case, tried(bench, case, parts, WAYS), bench.soon)
    print(row, flush=True)
    return row


def row_of(case: Case, found: Counter[str], soon: float) -> Row:
    """Return one command for the result file; `within_s` is what it was given to end."""
    wrong = [what for what in found if what.startswith("WRONG")]
    kinds = {"ended": found["ended"], "over_before": found["over before"]}
    return {"command": case.name, **kinds, "within_s": round(soon, 1), "wrong": wrong}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
