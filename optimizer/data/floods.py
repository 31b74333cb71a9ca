"""Floods of one fault folded into one line, as people read them: one cause, one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from optimizer.data.faults import EXAMPLES, Fault

FLOOD = 10
"""So many faults of one column without a common cause are still listed one by one."""


def folded(faults: Sequence[Fault]) -> list[Fault]:
    """Return faults in their order; many of the same code and file with one cause are one.

    With a cause that is known more than three are one, over all columns of a file; without
    one more than `FLOOD` of a column. What is folded stands where its first stood, and
    holds all of it in `alike`.
    """
    groups: dict[tuple[str, ...], list[Fault]] = {}
    for fault in faults:
        groups.setdefault(_key(fault), []).append(fault)
    said: list[Fault] = []
    for group in groups.values():
        most = EXAMPLES if group[0].cause else FLOOD
        said += [_flood(group)] if len(group) > most else group
    order = {id(fault): at for at, fault in enumerate(faults)}
    return sorted(said, key=lambda fault: order[id(fault.alike[0] if fault.alike else fault)])


def _key(fault: Fault) -> tuple[str, ...]:
    cause = fault.cause
    return (fault.code, fault.file, "cause" if cause else "", cause.en if cause else fault.column)


def _flood(group: Sequence[Fault]) -> Fault:
    columns = ", ".join(dict.fromkeys(fault.column for fault in group if fault.column))
    return replace(group[0], column=columns, alike=tuple(group))
