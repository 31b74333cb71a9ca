"""A daily sample of the random counties; `python -m tests.long proofs` tries hundreds."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from .bench import Bench, Effort, Report
from .counties import random_county

TODAY = int(f"{datetime.now(UTC):%Y%m%d}")
SMALL = Effort(seconds=60, others=20, seeds=(0,), plans=60, steps=1000, sets=6000)
"""Every engine, and fewer plans than the long run has."""
DEFAULT = Effort(**{**vars(SMALL), "engines": ("auto",)})


def examined(number: int, most: int, effort: Effort) -> Report:
    """Put a county to every mode and say which it was."""
    report = Bench(random_county(number, most), effort).run()
    print(f"county {number} of at most {most} villages: {report}")
    return report


@pytest.mark.parametrize("number", [1025, 1156, 1179, 1060])
def test_counties_of_their_own_and_together(number: int) -> None:
    """Small counties, some of them two that are bound by ties: equal to brute force."""
    report = examined(number, 10, DEFAULT)
    assert report.contradictions == []
    assert {"brute", "covers"} & set(report.truths.values())
    assert all(claim.final for claim in report.claims)


def test_references_agree_on_the_number_of_units() -> None:
    """Travel first, seats in any village: never more units than townships, in both references."""
    report = examined(225, 24, DEFAULT)
    assert report.contradictions == []
    assert report.truths["redraw any"] == "brute"


@pytest.mark.parametrize("number", [4, TODAY], ids=["fixed", f"of-the-day-{TODAY}"])
def test_every_engine(number: int) -> None:
    """No engine proves what another, a valid plan or the true optimum contradicts."""
    report = examined(number, 14, SMALL)
    assert report.contradictions == []
    assert sum(report.plans.values()) > 0 or report.truths
