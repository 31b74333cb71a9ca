"""Changed certificates: 200 numbers altered and 50 pieces taken away, for each of some problems.

An altered one is refused, or all that it claims is true: the bounds that the verifier prints are
those of the file, and the unchanged certificate's bounds, proved too, are no lower. One that lacks
what the proof needs is refused.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from models.merge.problem import Problem
from optimizer.check.certificate.city import compare
from optimizer.check.certificate.form import UnreadableError, parsed
from optimizer.check.certificate.question import Question
from optimizer.check.certificate.verify import verify
from optimizer.check.certificate.whole import WholeCounty
from optimizer.data.dataset import Dataset, read_dataset
from optimizer.data.generate import generate_county, generate_grid, write_dataset
from optimizer.solve.certify.write import CertificateRequest, certified
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.run import solve
from tests.long.mutations import altered, removed

RESULTS = Path(__file__).parent / "results"
verifier = sys.modules[verify.__module__]
CHANGZHI = Path(__file__).resolve().parents[2] / "instances" / "changzhi"


class Trial:
    """A problem with its plan and its certificate."""

    def __init__(self, data: Dataset, seconds: float = 600) -> None:
        self.data = data
        solution = solve(data, Clock(Effort(seconds)))
        asked = CertificateRequest.of(data, data.sha256, solution, seconds)
        assert asked is not None
        self.plan, self.values = asked.plan, asked.values
        self.text, self.found = certified(asked)
        self.bounds = _bounds(self.text)
        self._counties: dict[int, WholeCounty] = {}

    def verdict(self, text: str) -> str:
        """Return `refused`, or `true` where a changed certificate claims nothing false."""
        try:
            certificate = parsed(text)
        except UnreadableError:
            return "refused"
        data = self.data
        with self._listed_once():
            found = verify(certificate, data, self.plan, self.values)
        if found.broken is not None:
            return "refused"
        printed = [c.bound for c in found.objectives if c.bound is not None]
        claimed = _bounds(text)
        agree = compare(Question(data), claimed, self.bounds)
        held = agree >= 0 and printed == claimed[: len(printed)]
        return "true" if held else "false"

    @contextmanager
    def _listed_once(self) -> Iterator[None]:
        """List the candidates of each county once: they do not depend on the file."""
        made = verifier.whole_county

        def known(question: Question, problem: Problem) -> WholeCounty:
            if problem.county not in self._counties:
                self._counties[problem.county] = made(question, problem)
            return self._counties[problem.county]

        verifier.whole_county = known
        try:
            yield
        finally:
            verifier.whole_county = made

    def count(self, alterations: int, removals: int, seed: int = 0) -> Mapping[str, Any]:
        """Return how many changed certificates were refused, and what else came of them."""
        changed = Counter(self.verdict(t) for _, t in altered(self.text, alterations, seed))
        lacking = [(what, self.verdict(t)) for what, t in removed(self.text, removals, seed)]
        accepted = sorted({what for what, verdict in lacking if verdict != "refused"})
        return {
            "altered": dict(changed),
            "removed": dict(Counter(verdict for _, verdict in lacking)),
            "removed_and_accepted": accepted,
            "passed": changed["false"] == 0 and not accepted,
        }


def _bounds(text: str) -> list[int | Fraction]:
    return [Fraction(b) if isinstance(b, str) else b for b in parsed(text).bounds]


def small_trial() -> Trial:
    """Return a county of ten townships that takes a second."""
    with tempfile.TemporaryDirectory() as name:
        write_dataset(generate_county(10, 60, 1), Path(name))
        objectives = [{"name": n} for n in ("units", "share", "travel", "disruption")]
        return Trial(read_dataset(Path(name), {"objectives": objectives, "mode": "whole"}))


def grid_trial() -> Trial:
    """Return a grid whose bound takes a narrowing or a branching."""
    with tempfile.TemporaryDirectory() as name:
        write_dataset(generate_grid(5), Path(name))
        return Trial(read_dataset(Path(name), {"rules.population.min": 20_000}))


def split_trial() -> Trial:
    """Return a county of 60 villages in mode split, with separators."""
    with tempfile.TemporaryDirectory() as name:
        write_dataset(generate_county(10, 60, 1), Path(name))
        objectives = [{"name": n} for n in ("units", "travel")]
        return Trial(read_dataset(Path(name), {"objectives": objectives, "mode": "split"}))


def run() -> dict[str, Any]:
    """Change the certificates of Changzhi, of a generated county in two modes, and of a grid."""
    trials: dict[str, Callable[[], Trial]] = {
        "changzhi, scenario.toml": lambda: Trial(read_dataset(CHANGZHI)),
        "a county of 10 townships": small_trial,
        "the same in mode split": split_trial,
        "a grid of 25 cells": grid_trial,
    }
    counts = {name: make().count(200, 50) for name, make in trials.items()}
    return {"cases": counts, "passed": all(c["passed"] for c in counts.values())}


def main(words: Sequence[str] = ()) -> int:
    """Run, print and keep the result as a dated file; return the exit code."""
    found, day = run(), datetime.now(UTC).date().isoformat()
    text = json.dumps({"test": "certificate", "date": day, **found}, ensure_ascii=False, indent=1)
    RESULTS.mkdir(exist_ok=True)
    for old in RESULTS.glob("*-certificate.json"):
        old.unlink()
    (RESULTS / f"{day}-certificate.json").write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0 if found["passed"] else 1
