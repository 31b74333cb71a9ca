"""The record of a case under attack: kills, two writers, full disks, tampering, any calls.

`python -m tests.long case` kills 200 writers, lets 50 pairs write at once, tampers with 100
records and lets hypothesis walk through 150 cases. What was acknowledged must be there
afterwards, each in its place; every change must be named.
"""

from __future__ import annotations

import argparse
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from benchmarks.record import Row, record
from optimizer.data.faults import InputError
from optimizer.procedure.case import Case, read_case
from optimizer.procedure.chain import Entry
from optimizer.procedure.log import read_log
from tests.long.proofs import RESULTS
from tests.optimizer.procedure.made import lines, opened, parsed, walk, write_lines

ROOT = Path(__file__).resolve().parents[2]
WRITER = """
import sys
from pathlib import Path
from optimizer.procedure.log import writing_log
folder, name, count, size = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
for number in range(count):
    with writing_log(folder) as writer:
        text = f"{name} {number} " + "x" * size
        entry = writer.append("answer", name, "2026-03-03", {"issue": "I1", "text": text})
    print(entry.n, entry.hash, flush=True)
"""


def writer(
    case: Case, name: str, count: int, limit: int = 0, size: int = 3000
) -> subprocess.Popen[str]:
    """Begin a process that adds entries one by one and prints each that was acknowledged.

    Parameters
    ----------
    limit
        Bytes that a file may have, as on a full disk; 0: no limit.
    size
        Of an entry, bytes; a kill can tear a long one.
    """

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    words = [sys.executable, "-c", WRITER, str(case.folder), name, str(count), str(size)]
    return subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        preexec_fn=limited if limit else None,
    )


def acknowledged(printed: str) -> dict[int, str]:
    """Return number and hash of each entry that a writer was told of."""
    rows = [line.split() for line in printed.splitlines(keepends=True) if line.endswith("\n")]
    return {int(number): found for number, found in rows}


def assert_all_there(case: Case, told: dict[int, str]) -> None:
    """Assert that the record is whole and holds every acknowledged entry."""
    found = read_log(case.folder)
    assert found.faults == ()
    held = {entry.n: entry.hash for entry in found.entries}
    assert all(held.get(number) == digest for number, digest in told.items())


def kills(place: Path, times: int, seed: int) -> Counter[str]:
    """Kill writers at random moments; the record goes on after each."""
    case, draw, told = opened(place), random.Random(seed), dict[int, str]()
    seen: Counter[str] = Counter()
    for number in range(times):
        process = writer(case, f"killed{number}", 10_000, size=400_000 if number % 2 else 3000)
        assert process.stdout is not None
        first = process.stdout.readline()  # it writes by now
        time.sleep(draw.uniform(0, 0.02))
        process.kill()
        rest, _ = process.communicate()
        told |= acknowledged(first + rest)
        seen["torn end set aside" if read_log(case.folder).torn else "whole"] += 1
        assert_all_there(case, told)
        if (case.folder / "record.jsonl").stat().st_size > 2**23:  # all of it is read each time
            write_lines(case, lines(case)[:1])
            told = {}
    process = writer(case, "last", 1)
    told |= acknowledged(process.communicate()[0])
    assert_all_there(case, told)
    assert read_log(case.folder).torn == b""
    return seen


def pairs(place: Path, times: int) -> Counter[str]:
    """Let two processes write at once; every entry of both is there, each once."""
    case, seen = opened(place), Counter[str]()
    for number in range(times):
        both = [writer(case, f"{name}{number}", 12) for name in "ab"]
        printed = [process.communicate()[0] for process in both]
        told = [acknowledged(text) for text in printed]
        assert [len(found) for found in told] == [12, 12]
        assert not told[0].keys() & told[1].keys()
        assert_all_there(case, told[0] | told[1])
        order = [entry.by[0] for entry in read_log(case.folder).entries[-24:]]
        turns = sum(a != b for a, b in pairwise(order))
        seen["took turns" if turns > 1 else "one after the other"] += 1
    return seen


def full_disks(place: Path, times: int, seed: int) -> Counter[str]:
    """Let the disk be full at random places of a line: it ends in a fault, nothing is lost."""
    case, draw, told = opened(place), random.Random(seed), dict[int, str]()
    seen: Counter[str] = Counter()
    for number in range(times):
        size = (case.folder / "record.jsonl").stat().st_size
        process = writer(case, f"full{number}", 3, size + draw.randrange(1, 9000))
        printed, errors = process.communicate()
        told |= acknowledged(printed)
        assert_all_there(case, told)
        assert read_log(case.folder).torn == b"", "what was half written is cut off again"
        seen["refused" if "InputError" in errors else "written"] += 1
    return seen


def _edit(rows: list[bytes], draw: random.Random) -> str:
    at = draw.randrange(len(rows))
    text = bytearray(rows[at])
    place = draw.randrange(len(text) - 1)
    text[place] = (text[place] + draw.randrange(1, 255)) % 256
    rows[at] = bytes(text)
    return f"edited {at + 1}"


def _reword(rows: list[bytes], draw: random.Random) -> str:
    """Change what a line says, in the right form, with a hash of its own that fits."""
    at = draw.randrange(len(rows) - 1)
    entry = Entry(**{**parsed(rows[at]), "by": "别人"}).sealed()
    rows[at] = entry.line().encode()
    return f"rewritten {at + 1}"


def _drop(rows: list[bytes], draw: random.Random) -> str:
    at = draw.randrange(len(rows) - 1)
    del rows[at]
    return f"missing {at + 1}"


def _swap(rows: list[bytes], draw: random.Random) -> str:
    at = draw.randrange(len(rows) - 1)
    rows[at], rows[at + 1] = rows[at + 1], rows[at]
    return f"order {at + 2}"


def _repeat(rows: list[bytes], draw: random.Random) -> str:
    at = draw.randrange(len(rows))
    rows.insert(at, rows[at])
    return f"order {at + 1}"


def _cut(rows: list[bytes], draw: random.Random) -> str:
    del rows[draw.randrange(1, len(rows)) :]
    return "head"


def _forge(rows: list[bytes], draw: random.Random) -> str:
    """Write everything from one line to the end anew, every hash fitting."""
    at = draw.randrange(1, len(rows))
    prev = Entry(**parsed(rows[at - 1])).hash
    for row in range(at, len(rows)):
        said = {**parsed(rows[row]), "prev": prev}
        if row == at:
            said["by"] = "别人"
        entry = Entry(**said).sealed()
        rows[row], prev = entry.line().encode(), entry.hash
    return "head"


TAMPERINGS: tuple[Callable[[list[bytes], random.Random], str], ...] = (
    _edit,
    _reword,
    _drop,
    _swap,
    _repeat,
    _cut,
    _forge,
)
_CODES = {"edited": "E901", "missing": "E902", "order": "E903", "rewritten": "E904"}


def tamperings(place: Path, times: int, seed: int) -> Counter[str]:
    """Tamper with records in every way; each change is named with its line."""
    case = walk(opened(place), "approval", place)
    original, head, draw = lines(case), case.head, random.Random(seed)
    seen: Counter[str] = Counter()
    for number in range(times):
        rows, tamper = list(original), TAMPERINGS[number % len(TAMPERINGS)]
        kind, _, row = tamper(rows, draw).partition(" ")
        write_lines(case, rows)
        found = faults_of(case, head)
        if kind == "head":
            assert [f[0] for f in found] == ["E905"], (tamper.__name__, found)
            assert faults_of(case, "") == [], "without a hash kept outside nobody can tell"
        else:
            assert (_CODES[kind], int(row)) in found, (tamper.__name__, row, found)
        seen[kind] += 1
    write_lines(case, original)
    assert faults_of(case, head) == []
    return seen


def faults_of(case: Case, head: str) -> list[tuple[str, int]]:
    """Return code and line of each fault of a record."""
    try:
        read_case(case.folder, head)
    except InputError as error:
        return [(fault.code, fault.row) for fault in error.faults]
    return []


def main(words: list[str]) -> int:
    """Run everything in full; what does not hold ends it, and no result is written."""
    parser = argparse.ArgumentParser(prog="python -m tests.long case", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--pairs", type=int, default=50)
    parser.add_argument("--full", type=int, default=50)
    parser.add_argument("--tampered", type=int, default=100)
    parser.add_argument("--walks", type=int, default=150)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--no-record", action="store_true", help="write no result file")
    asked = parser.parse_args(words)
    rows: list[Row] = []
    runs: dict[str, Callable[[Path], Counter[str]]] = {
        "kills": lambda place: kills(place, asked.kills, asked.seed),
        "pairs": lambda place: pairs(place, asked.pairs),
        "full disks": lambda place: full_disks(place, asked.full, asked.seed),
        "tampered": lambda place: tamperings(place, asked.tampered, asked.seed),
        "walks": lambda _: walks(asked.walks),
    }
    for name, run in runs.items():
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as place:
            seen = run(Path(place))
        seconds = time.monotonic() - begun
        print(f"{name}: {dict(seen)} ({seconds:.0f} s)", flush=True)
        rows.append({"attack": name, "seen": dict(seen), "seconds": round(seconds)})
    if not asked.no_record:
        print(record("case", rows, [], {"limits": vars(asked)}, RESULTS))
    return 0


def walks(times: int) -> Counter[str]:
    """Let hypothesis make any calls on any cases."""
    from hypothesis import HealthCheck, settings
    from hypothesis.stateful import run_state_machine_as_test

    from tests.optimizer.procedure.machine import CaseMachine

    wide = settings(
        max_examples=times,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(CaseMachine, settings=wide)
    return Counter({"cases": times})
