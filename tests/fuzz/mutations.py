"""Random mutations of the sound dataset, the same again by number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from tests.fuzz.base import PLAN, TABLES, Case, writes
from tests.fuzz.people import KINDS, MARKS
from tests.fuzz.scenarios import KEYS, WRONG
from tests.fuzz.values import VALUES

FILES = sorted(name for name in TABLES if name.endswith(".csv"))
_CELLS = (*VALUES, *KINDS, *MARKS, '="a1"', "1.40406E+11", "12,345", "1.2万", "合计", "a1.0", '甲"')


def mutation(number: int) -> Case:
    """Return the mutation of a number: one to four changes to a table, the scenario or a plan."""
    random = Random(number)
    kind = random.randrange(10)
    if kind == 0:
        sets = [f"{random.choice(KEYS)}={random.choice(WRONG)}" for _ in range(3)]
        words = ("validate", "FOLDER", *(word for text in sets for word in ("--set", text)))
        return Case(f"mutation {number}: keys", lambda _: None, words)
    if kind == 1:
        command = random.choice(("check", "compare"))
        text = _table(PLAN, random)
        words = (command, "FOLDER", "FOLDER/plan.csv")
        return Case(f"mutation {number}: plan", writes("plan.csv", text), words)
    files = random.sample(FILES, random.randint(1, 3))
    changes = {file: _table(TABLES[file], random) for file in files}
    return Case(f"mutation {number}: {', '.join(files)}", lambda folder: _write(changes, folder))


def _write(changes: dict[str, str], folder: Path) -> None:
    for file, text in changes.items():
        writes(file, text)(folder)


def _table(text: str, random: Random) -> str:
    rows = [line.split(",") for line in text.splitlines()]
    for _ in range(random.randint(1, 4)):
        random.choice(_CHANGES)(rows, random)
    return random.choice(("\n", "\n", "\r\n")).join(map(",".join, rows)) + "\n"


def _cell(rows: list[list[str]], random: Random) -> None:
    row = random.choice(rows)
    row[random.randrange(len(row))] = _quoted(random.choice(_CELLS), random)


def _column(rows: list[list[str]], random: Random) -> None:
    at, value = random.randrange(len(rows[0])), _quoted(random.choice(_CELLS), random)
    for row in rows[1:]:
        row[at:] = [value, *row[at + 1 :]]


def _again(rows: list[list[str]], random: Random) -> None:
    rows.insert(random.randrange(len(rows) + 1), list(random.choice(rows)))


def _gone(rows: list[list[str]], random: Random) -> None:
    if len(rows) > 1:
        rows.pop(random.randrange(len(rows)))


def _mixed(rows: list[list[str]], random: Random) -> None:
    random.shuffle(rows)


def _ragged(rows: list[list[str]], random: Random) -> None:
    row = random.choice(rows)
    row[:] = row[:-1] if len(row) > 1 and random.random() < 0.5 else [*row, "x"]


def _quoted(value: str, random: Random) -> str:
    special = set(value) & set(',"\n\r')
    return '"' + value.replace('"', '""') + '"' if special and random.random() < 0.7 else value


_CHANGES: Sequence[Callable[[list[list[str]], Random], None]] = (
    *(_cell, _cell, _cell, _cell),
    *(_column, _again, _gone, _mixed, _ragged),
)
