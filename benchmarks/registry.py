"""The benchmarks by name: each a module with a specification, imported when it is asked for."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from benchmarks.spec import Choice, ChoiceError, Spec

SPECS: Mapping[str, tuple[str, str]] = {
    "ladder": ("ladder", "SPEC"),
    "villages": ("village_modes", "SPEC"),
    "published": ("published", "SPEC"),
    "milp": ("whole_vs_milp", "SPEC"),
    "dense": ("dense", "SPEC"),
    "changzhi": ("changzhi_whole", "SPEC"),
    "phases": ("core_phases", "SPEC"),
    "province": ("growth", "PROVINCE"),
    "country": ("growth", "COUNTRY"),
}
"""Module and variable of each, in the order in which they run."""


def spec(name: str) -> Spec:
    """Return a benchmark."""
    module, variable = SPECS[name]
    found: Spec = getattr(import_module(f"benchmarks.{module}"), variable)
    return found


def listing() -> Iterator[str]:
    """Yield what there is, in lines: each benchmark with its cases, methods and usual limits."""
    for name in SPECS:
        one = spec(name)
        cases, methods, effort = one.chosen(Choice())
        yield f"--{name}: {one.words}"
        yield f"  cases    {_marked(one.cases, cases)}"
        yield f"  methods  {_marked(one.methods, methods)}"
        yield f"  usual    --time {effort.seconds:g} --runs {effort.runs}"
    yield "* runs when none are named"


def _marked(names: Sequence[str], usual: Sequence[str]) -> str:
    return ", ".join(f"{name}*" if name in usual else name for name in names)


def run(names: Sequence[str], choice: Choice, output: Path | None = None) -> int:
    """Run benchmarks one after another and record them.

    Parameters
    ----------
    names
        Keys of `SPECS`; `country` holds all that `province` does.
    output
        Folder for the results; the repository's own without one.

    Returns
    -------
    int
        0, or 1 when something is there that must not be.

    Raises
    ------
    ChoiceError
        When the choice names what one of them has not, before anything is run.
    """
    from benchmarks.driver import run as run_one
    from benchmarks.record import Shelf

    chosen = [spec(name) for name in names if not (name == "province" and "country" in names)]
    for one in chosen:
        one.chosen(choice)
    with _stoppable():
        return max(run_one(one, choice, Shelf.at(output)) for one in chosen)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM raise, so that what was started is ended too."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    kinds = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(kind, signal.default_int_handler) for kind in kinds]
    try:
        yield
    finally:
        for kind, handler in zip(kinds, before, strict=True):
            signal.signal(kind, handler)


__all__ = ["SPECS", "Choice", "ChoiceError", "listing", "run", "spec"]
