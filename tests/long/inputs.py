"""inputs: broken inputs end in words, with the place of each fault, in bounded time and memory.

Each input is read by a process of its own, whose seconds and largest memory the system
tells. `--count` inputs are tried: the corpus of `tests/fuzz`, then random mutations;
`--every K` takes each K-th of them.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count, islice
from pathlib import Path
from typing import Any

from benchmarks.record import record
from tests.fuzz.base import PLAN, Case, write_sound
from tests.fuzz.corpus import corpus
from tests.fuzz.mutations import mutation
from tests.long.proofs import RESULTS

COUNT, SECONDS, MIB = 1500, 60, 1024
ENDS = (0, 2, 3, 4)
ROW = frozenset("E104 E107 E130 E131 E132 E133 E207 E208 E230 E301 E302 E303 E306 E601".split())
COLUMN = frozenset("E132 E133 E207 E208 E230 E301 E302 E303 E306 E502 E504 E508 E601".split())
IN_TABLES = frozenset("E201 E202 E203 E204 E205 E206".split())


@dataclass(frozen=True)
class End:
    """How a run ended.

    Attributes
    ----------
    code
        Exit code; negative for a signal.
    output
        Everything it printed.
    mib
        Its largest resident memory.
    """

    code: int
    output: str
    seconds: float
    mib: float


def cases() -> Iterator[Case]:
    """Yield the corpus, then mutations without end."""
    yield from corpus().values()
    yield from map(mutation, count())


@cache
def loaded() -> Any:
    """Return the tool with its libraries loaded, which every child then has from the start."""
    from click.testing import CliRunner

    from optimizer.cli import cli

    with tempfile.TemporaryDirectory() as place:
        folder = write_sound(Path(place) / "sound")
        plan = folder / "plan.csv"
        plan.write_text(PLAN, encoding="utf-8")
        for command, *words in (["validate"], ["check", plan], ["compare", plan]):
            told = CliRunner().invoke(cli, [command, str(folder), *map(str, words), "--json"])
            assert told.exit_code in ENDS, told.output
    return cli


def run(words: Sequence[str]) -> End:
    """Run the tool in a child of this process."""
    cli = loaded()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
        start = time.monotonic()
        child = os.fork()
        if child == 0:
            _become(cli, words, told.fileno())
        status, usage = _ended(child, start + SECONDS)
        seconds = time.monotonic() - start
        told.seek(0)
        code = os.waitstatus_to_exitcode(status)
        return End(code, told.read(), seconds, usage.ru_maxrss / 1024)


def _become(cli: Any, words: Sequence[str], out: int) -> None:
    """Be the tool, and end; nothing of the parent's is flushed or cleaned up."""
    os.dup2(out, 1)
    os.dup2(out, 2)
    sys.stdout = sys.stderr = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    code = 1
    try:
        cli(list(words), standalone_mode=True)
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def _ended(child: int, until: float) -> tuple[int, resource.struct_rusage]:
    """Wait for a child; end it by force when its time is over."""
    while True:
        found, status, usage = os.wait4(child, os.WNOHANG)
        if found:
            return status, usage
        if time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
            _, status, usage = os.wait4(child, 0)
            return status, usage
        time.sleep(0.005)


def complaints(case: Case, folder: Path) -> Iterator[str]:
    """Break a dataset as a case says, read it, and yield what should not be."""
    write_sound(folder)
    case.change(folder)
    words = [word.replace("FOLDER", str(folder)) for word in case.words]
    end = run([*(words or ["validate", str(folder)]), "--json"])
    if end.code not in ENDS:
        yield f"exit code {end.code}: {end.output[-300:]}"
    if "Traceback" in end.output:
        yield f"traceback: {end.output[-300:]}"
    if end.seconds > SECONDS or end.mib > MIB:
        yield f"{end.seconds:.1f} s, {end.mib:.0f} MiB"
    if end.code == 2:
        yield from placeless(end.output)


def placeless(output: str) -> Iterator[str]:
    """Yield each fault that does not say where it is, although it is somewhere."""
    start = output.find("{")
    if start < 0:
        if not output.strip():
            yield "exit code 2 without a word"
        return
    record, _ = json.JSONDecoder().raw_decode(output[start:])
    for fault in record.get("faults", []):
        code, table = fault["code"], str(fault["file"]).endswith(".csv")
        if not (fault["file"] and fault["what"] and fault["action"]):
            yield f"{code} says too little: {fault}"
        if table and code in ROW | IN_TABLES and not fault["row"]:
            yield f"{code} without a row: {fault}"
        if (code in COLUMN or code in IN_TABLES) and not fault["column"]:
            yield f"{code} without a column: {fault}"


def tried(chosen: Iterator[Case]) -> Iterator[tuple[Case, str]]:
    """Yield each case with what should not be, empty where all is well."""
    with tempfile.TemporaryDirectory() as place:
        for number, case in enumerate(chosen):
            folder = Path(place) / f"case{number}"
            yield case, "; ".join(complaints(case, folder))


def main(words: list[str]) -> int:
    """Try the inputs; print those that fail, and how many there were."""
    parser = argparse.ArgumentParser(prog="python -m tests.long inputs", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--no-record", action="store_true", help="write no result file")
    asked = parser.parse_args(words)
    total, failed = 0, {}
    start = time.monotonic()
    for case, wrong in tried(islice(cases(), 0, asked.count, asked.every)):
        total += 1
        if wrong:
            failed[case.name] = wrong
            print(f"{case.name}: {wrong}", flush=True)
    seconds = round(time.monotonic() - start)
    print(f"{total} inputs, {len(failed)} failed, {seconds} s")
    rows = [{"inputs": total, "failed": failed, "seconds": seconds}]
    met = {"target": "inputs that end otherwise than asked: none", "value": len(failed)}
    if not asked.no_record:
        limits = {"seconds": SECONDS, "mib": MIB}
        print(record("inputs", rows, [{**met, "met": not failed}], {"limits": limits}, RESULTS))
    return 1 if failed else 0
