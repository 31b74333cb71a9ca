"""The sections of docs/benchmarks.md below the ladder."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.best_known import behind, in_order
from benchmarks.cells import proved, shown, table, title, word
from benchmarks.found import Run, latest
from benchmarks.record import Row

VILLAGES_WORDS = """\
One county at a time: fewest units, then least travel. *Travel above bound* is relative, at the
number of units of the same row. Values of travel compare only where the units are equal. *Behind*:
units above the best known plan or, with as many units, travel above it.
"""
MILP_WORDS = """\
Fewest units of one county in mode `whole`: seconds in the solver to the proof; a dash with the time
spent where there was no proof.
"""
DENSE_WORDS = """\
Generated counties `dense-<townships>-<townships that fit a unit>-<seed>`, mode `whole`, fewest
units: seconds to the proof; a dash with the time spent where there was none. The last columns are
of the tool: when it first held its plan and bound, and seconds for units and then travel.
"""
PUBLISHED_WORDS = """\
Counties of American states (`instances/us-counties`): the moment of inertia of the plan found,
without rounding, in people x square miles, beside the optimum that was published; or whether it is
proved that no plan exists, as was published. *Their seconds* are of other computers, those of
Gurobi with eight threads.
"""
CHANGZHI_WORDS = "The whole command `solve` on Changzhi, from start to written plan and map.\n"
GROWTH_WORDS = """\
The whole command `solve` on generated territories, mode `whole`, units then travel. Memory is that
of all processes together.
"""
PHASES_WORDS = "Each phase of the core alone, milliseconds.\n"


def villages(found: list[Run], known: dict[str, Row]) -> Iterator[str]:
    """Yield the section of the village modes."""
    rows = latest(found, "village-modes", "case", "mode", "method")
    yield "## Village modes\n"
    yield VILLAGES_WORDS
    heads = [
        "county",
        "mode",
        "method",
        "units",
        "bound",
        "travel, person-km",
        "travel above bound",
    ]
    lines = [
        [
            row["case"], row["mode"], title(row["method"]), shown(row.get("units")),
            shown(row.get("units_bound")), _person_km(row.get("travel")),
            "proved" if row.get("travel_proved") else shown(row.get("travel_gap")),
            shown(row.get("seconds")), shown(row.get("limit_s")), word(row),
            _behind(row, known), row["date"],
        ]
        for row in sorted(rows, key=_village_order)
    ]  # fmt: skip
    yield table([*heads, "seconds", "limit", "ends", "behind", "date"], lines)


def _behind(row: Row, known: dict[str, Row]) -> str:
    """Return units above the best known plan or, with as many units, travel above it."""
    by = behind(row.get("value"), known.get(row["case"], {}).get("value"))
    if not isinstance(by, list):
        return "-"
    return f"{by[0]} units" if by[0] else f"{by[1] / row['value'][1]:.2%}"


def _village_order(row: Row) -> tuple[object, ...]:
    return row["mode"] != "split", in_order(row["case"]), row["method"] != "tool"


def _person_km(metres: int | None) -> str:
    return "-" if metres is None else shown(round(metres / 1000))


def published(found: list[Run]) -> Iterator[str]:
    """Yield the section of published problems."""
    rows = latest(found, "published", "case", "method")
    yield "## Published districting problems\n"
    yield PUBLISHED_WORDS
    if not rows:
        yield "Not measured yet.\n"
        return
    heads = ["problem", "method", "found", "published", "agrees", "same districts", "seconds"]
    lines = [
        [
            row["case"], title(row["method"]), _moment(row, row.get("square_miles")),
            _moment({"status": row["published"]}, row["published_square_miles"]),
            _yes(row.get("agrees")), _yes(row.get("same_districts")), shown(row.get("seconds")),
            word(row), shown(row["published_seconds"]), row["published_by"] or "-", row["date"],
        ]
        for row in rows
    ]  # fmt: skip
    yield table([*heads, "ends", "their seconds", "by", "date"], lines)


def _moment(row: Row, value: float | None) -> str:
    """Return a value, that there is no plan, or a dash."""
    none = "no plan" if str(row["status"]).lower() == "infeasible" else None
    return shown(none if value is None else value)


def _yes(value: bool | None) -> str:
    return "-" if value is None else "yes" if value else "no"


def milp(found: list[Run]) -> Iterator[str]:
    """Yield the section of whole mode beside MILPs."""
    rows = latest(found, "whole-vs-milp", "case", "method")
    yield "## Whole mode beside MILPs\n"
    yield MILP_WORDS
    methods = list(dict.fromkeys(row["method"] for row in rows))
    cells = {(row["case"], row["method"]): row for row in rows}
    lines = []
    for case in dict.fromkeys(row["case"] for row in rows):
        mine = [cells.get((case, method)) for method in methods]
        lines.append([case, *("" if row is None else _seconds(row) for row in mine)])
    yield table(["case", *map(title, methods)], lines)


def dense(found: list[Run]) -> Iterator[str]:
    """Yield the section of large units."""
    rows = latest(found, "dense", "case", "method")
    if not rows:
        return
    yield "## Large units\n"
    yield DENSE_WORDS
    methods = list(dict.fromkeys(row["method"] for row in rows))
    cells = {(row["case"], row["method"]): row for row in rows}
    lines = []
    for case in dict.fromkeys(row["case"] for row in rows):
        tool = cells.get((case, "tool"), {})
        mine = [cells.get((case, method)) for method in methods]
        lines.append(
            [
                case, shown(tool.get("units")), shown(tool.get("bound")),
                *("" if row is None else _seconds(row) for row in mine),
                shown(tool.get("holds_s")), shown(tool.get("both_s")),
                "proved" if tool.get("travel_proved") else "open", tool.get("date", "-"),
            ]
        )  # fmt: skip
    heads = ["case", "units", "bound", *map(title, methods), "plan and bound, s"]
    yield table([*heads, "then travel, s", "travel", "date"], lines)


def _seconds(row: Row) -> str:
    seconds = shown(row.get("seconds"))
    return seconds if proved(row) else f"- ({row['status']}, {seconds} s)"


def changzhi(found: list[Run]) -> Iterator[str]:
    """Yield the section of the command on Changzhi."""
    rows = [row for row in latest(found, "changzhi-whole", "case") if row["case"] != "--help"]
    yield "## The command on Changzhi\n"
    yield CHANGZHI_WORDS
    lines = [[f"`{row['case']}`", *_command(row)] for row in rows]
    yield table(["scenario", "units", "ends", "wall, s", "peak, MiB", "date"], lines)


def _command(row: Row) -> list[str]:
    units = {o["name"]: o["value"] for o in row.get("objectives", [])}.get("units")
    figures = (units, word({"status": row.get("outcome", "")}), row.get("wall_s"))
    return [*map(shown, figures), shown(row.get("peak_mib")), row["date"]]


def growth(found: list[Run]) -> Iterator[str]:
    """Yield the section of growth from a county to a country."""
    rows = sorted(latest(found, "growth", "case"), key=lambda row: row["villages"])
    yield "## Growth\n"
    yield GROWTH_WORDS
    if not rows:
        yield "Not measured yet.\n"
        return
    yield "![Time and memory against size](images/bench-growth.svg)\n"
    sizes = ("counties", "townships", "villages")
    lines = [[row["case"], *(shown(row[s]) for s in sizes), *_command(row)] for row in rows]
    yield table(["case", *sizes, "units", "ends", "wall, s", "peak, MiB", "date"], lines)


def phases(found: list[Run]) -> Iterator[str]:
    """Yield the section of the phases."""
    rows = latest(found, "phases", "case", "on")
    yield "## Phases\n"
    yield PHASES_WORDS
    if not rows:
        yield "Not measured yet.\n"
        return
    lines = [
        [row["case"], row["words"], row.get("on", row["status"]), shown(row.get("median_ms")),
         shown(row.get("min_ms")), row["date"]]
        for row in rows
    ]  # fmt: skip
    yield table(["phase", "what", "case", "median", "least", "date"], lines)
