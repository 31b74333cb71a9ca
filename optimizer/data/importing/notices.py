"""What an import mends, assumes or cannot do: one line a kind, with a count and three examples."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from optimizer.data.faults import Fault, InputError

SHOWN = 3
"""Cases that a notice names; the record has all."""
Key = tuple[str, str, str]


@dataclass
class Notices:
    """Collects what is said of an import; each kind is one fault, its cases are kept whole.

    Attributes
    ----------
    cases
        By code, file and column: every case in words. Programs find all of them in
        import.json; people see the first three and how many there are.
    placed
        Faults with a row of their own, of a file that says how to read the sources.
    """

    cases: dict[Key, list[str]] = field(default_factory=dict)
    placed: list[Fault] = field(default_factory=list)
    _details: dict[Key, dict[str, object]] = field(default_factory=dict)

    def add(
        self, code: str, file: str = "", column: str = "", case: str = "", **details: object
    ) -> None:
        """Note one case."""
        self.extend(code, file, column, [case], **details)

    def extend(
        self, code: str, file: str, column: str, cases: Iterable[str], **details: object
    ) -> None:
        """Note some cases of one kind; none is none."""
        found = list(cases)
        if found:
            key = (code, file, column)
            self.cases.setdefault(key, []).extend(found)
            self._details.setdefault(key, {}).update(details)

    def faults(self) -> list[Fault]:
        """Return one fault a kind, those that stop the run first, in the order of their codes."""
        return [*self.placed, *(self._fault(key) for key in sorted(self.cases))]

    def _fault(self, key: Key) -> Fault:
        cases = [case for case in self.cases[key] if case]
        shown = "; ".join(cases[:SHOWN]) + ("; ..." if len(cases) > SHOWN else "")
        details = {"count": len(self.cases[key]), "examples": shown, **self._details[key]}
        code, file, column = key
        return Fault(code, file, 0, column, "", details)

    @property
    def stopped(self) -> bool:
        """Whether anything found stops the run."""
        of_kinds = any(code.startswith("E") for code, _, _ in self.cases)
        return of_kinds or any(fault.is_error for fault in self.placed)

    def stop(self) -> None:
        """Raise all that was found when any of it stops the run.

        Raises
        ------
        InputError
            With one fault a kind.
        """
        if self.stopped:
            raise InputError(self.faults())

    def record(self) -> list[dict[str, object]]:
        """Return every kind with all its cases, for programs."""
        return [
            {"code": code, "file": file, "column": column, "cases": self.cases[code, file, column]}
            for code, file, column in sorted(self.cases)
        ]
