"""What a benchmark is: cases, methods, one measurement of each, and how rows are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.record import Row


class ChoiceError(ValueError):
    """A choice names what there is not; says what there is."""


@dataclass(frozen=True)
class Choice:
    """What the user asks of a benchmark; None or empty for what is usual.

    Attributes
    ----------
    seconds
        Limit of each run.
    runs
        Repeats of each run, where a benchmark repeats.
    """

    cases: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    seconds: float | None = None
    runs: int | None = None


@dataclass(frozen=True)
class Limits:
    """What one measurement may use: seconds of a run, and repeats."""

    seconds: float
    runs: int


def _nothing(_rows: Sequence[Row]) -> list[Row]:
    return []


def _no_faults(_rows: Sequence[Row]) -> list[str]:
    return []


@dataclass(frozen=True)
class Spec:
    """A benchmark.

    Attributes
    ----------
    name
        Of the file of results.
    words
        What it measures, in a line.
    cases, methods
        All that there are; `usual` are those that run when none are named.
    measure
        Rows of one case by one method; each row holds `case` and `method`.
    shown
        The columns of the printed table.
    effort
        The usual limit and repeats.
    judge
        Targets that rows allow to be judged; see `benchmarks.record.target`.
    faults
        What must not be, in words: different proved optima, a failed command.
    ranked
        Whether rows have `value` and `bound` that the best known are kept of.
    notes
        What else the reader of the file needs.
    """

    name: str
    words: str
    cases: tuple[str, ...]
    methods: tuple[str, ...]
    measure: Callable[[str, str, Limits], list[Row]]
    shown: tuple[str, ...]
    effort: Limits
    usual_cases: tuple[str, ...] = ()
    usual_methods: tuple[str, ...] = ()
    judge: Callable[[Sequence[Row]], list[Row]] = _nothing
    faults: Callable[[Sequence[Row]], list[str]] = _no_faults
    ranked: bool = False
    notes: Mapping[str, object] = field(default_factory=dict)

    def chosen(self, choice: Choice) -> tuple[tuple[str, ...], tuple[str, ...], Limits]:
        """Return cases, methods and effort of a choice.

        Raises
        ------
        ChoiceError
            When it names a case or a method that there is not.
        """
        cases = _known("case", choice.cases, self.cases) or self.usual_cases or self.cases
        methods = _known("method", choice.methods, self.methods)
        methods = methods or self.usual_methods or self.methods
        seconds = self.effort.seconds if choice.seconds is None else choice.seconds
        return cases, methods, Limits(seconds, choice.runs or self.effort.runs)


def _known(what: str, asked: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    for name in asked:
        if name not in known:
            raise ChoiceError(f"no such {what}: {name}; there are {', '.join(known)}")
    return tuple(asked)
