"""docs/benchmarks.md: the latest results on file as tables, the best known beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks import best_known, sections
from benchmarks.cells import proved, shown, table, title
from benchmarks.found import Run, latest, runs
from benchmarks.ladder import SPEC as LADDER
from benchmarks.record import Row, Shelf

HEAD = """\
# Benchmarks 基准测试

Written by `docs/make_benchmarks.py` from `benchmarks/results/*.json`; do not edit by hand. How it
is measured, what the peers are and how they differ:
[benchmarks/README.md](../benchmarks/README.md). Each figure is the latest of its kind, better or
worse than an earlier one; all earlier ones are in the files named at the end, where `+` marks a
revision with changes. Every plan, of the tool and of each peer, has passed the checker; where a
peer's plan breaks a rule its value is a dash and the rule is named. A peer's bound is its own word.

"""
LADDER_WORDS = """\
Fewest units on k x k cells, cap 300 km2 for every kind, at least 20,000 people: units / bound after
so many seconds; `=` stands for a value that is proved. *Behind*: units above the best known plan.
In the picture lines are units, dots bounds; bounds far below the best one are outside.
"""


def page(shelf: Shelf | None = None) -> str:
    """Return the page."""
    found = runs(shelf)
    known = best_known.read((shelf or Shelf()).best_known)
    parts = [HEAD, *_ladder(found, known), *sections.villages(found, known)]
    for section in (
        sections.published,
        sections.milp,
        sections.dense,
        sections.changzhi,
        sections.growth,
        sections.phases,
        _files,
    ):
        parts += section(found)
    return "\n".join(parts)


def _ladder(found: list[Run], known: dict[str, Row]) -> Iterator[str]:
    rows = latest(found, "ladder", "case", "method", "at")
    times = sorted({row["at"] for row in rows})
    yield "## The ladder\n"
    yield LADDER_WORDS
    yield "![Units and bounds over time](images/bench-ladder.svg)\n"
    lines = []
    for case in LADDER.cases:
        for method in LADDER.methods:
            mine = {
                row["at"]: row for row in rows if (row["case"], row["method"]) == (case, method)
            }
            if mine:
                lines.append(_ladder_line(case, method, mine, times, known.get(case, {})))
    yield table(
        ["grid", "method", *(f"{at:g} s" for at in times), "seconds", "behind", "date"], lines
    )
    best = [
        [case, *(_who(known.get(case, {}), name) for name in ("value", "bound"))]
        for case in LADDER.cases
    ]
    yield "Best known:\n"
    yield table(["grid", "units", "bound"], best)


def _ladder_line(
    case: str, method: str, mine: dict[float, Row], times: Sequence[float], known: Row
) -> list[str]:
    last = mine[max(mine)]
    value = last.get("value")
    behind = None if value is None or "value" not in known else value - known["value"]
    cells = [_pair(mine[at]) if at in mine else "" for at in times]
    seconds = last.get("seconds") if proved(last) else None
    return [case, title(method), *cells, shown(seconds), shown(behind), last["date"]]


def _pair(row: Row) -> str:
    """Return units / bound, or why there are none."""
    value, bound = row.get("value"), row.get("bound")
    if proved(row):
        return f"{shown(value)} ="
    reason = "" if row["status"] == "open" else f" {row['status']}"
    return f"{shown(value)} / {shown(bound)}{reason}"


def _who(known: Row, name: str) -> str:
    found = known.get(f"{name}_found")
    return "-" if found is None else f"{known[name]} ({title(found['by'])}, {found['on']})"


def _files(found: list[Run]) -> Iterator[str]:
    yield "## Runs\n"
    lines = []
    for run in found:
        of = run.content["machine"]
        load = of["load_1_5_15_min"][0]
        where = f"{of['cores']} x {of['cpu']}, {of['memory_gib']} GiB"
        link = f"[{run.path.name}](../benchmarks/results/{run.path.name})"
        lines.append([link, where, shown(load), _revision(run), f"`{run.content['command']}`"])
    yield table(["file", "machine", "load at the end", "revision", "command"], lines)


def _revision(run: Run) -> str:
    head, plus, _ = str(run.content["revision"]).partition("+")
    return head[:8] + plus
