"""Faults and warnings as people and programs read them: floods of one folded into one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from optimizer.data.faults import Fault, InputError, folded
from optimizer.data.system_errors import reason


def fault_text(faults: Sequence[Fault], lang: str) -> str:
    """Return every fault on a line of its own, and how many there are."""
    return InputError(list(faults)).report(lang)


def fault_records(faults: Sequence[Fault], lang: str) -> list[dict[str, object]]:
    """Return faults as data for programs."""
    return [fault.record(lang) for fault in folded(faults)]


def warning_lines(warnings: Iterable[Fault], lang: str) -> list[str]:
    """Return what is odd but possible; notes are for `validate` alone."""
    return [fault.line(lang) for fault in folded([w for w in warnings if not w.is_note])]


def no_output(error: OSError) -> list[Fault]:
    """Return the fault of an output that cannot be written."""
    return [Fault("E722", "stdout", details={"why": reason(error)})]


def no_memory() -> list[Fault]:
    """Return the fault of a machine whose memory does not suffice."""
    return [Fault("E704", "memory")]
