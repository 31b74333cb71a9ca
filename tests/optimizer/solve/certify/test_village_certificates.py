"""Certificates of the village modes beside brute force, and changed ones."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from models.merge.restricted import restricted_problem
from optimizer.check.certificate import State
from optimizer.check.certificate.broken import BrokenError
from optimizer.check.certificate.question import Question
from optimizer.check.certificate.villages import verify_separators
from optimizer.solve.certify.write import CertificateRequest, certified
from tests.reference.brute import best
from tests.reference.strategies import problems
from tests.reference.tables import Objectives, Rules, Tables
from tests.support import dataset_of, solution_of

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)
Problem = tuple[Tables, Rules, Objectives]


@pytest.mark.parametrize("mode", ["split", "redraw"])
@settings(suppress_health_check=SLOW, deadline=None, max_examples=8)
@given(problems(max_townships=3, villages_per_township=(1, 2)))
def test_what_is_certified_is_the_optimum(mode: str, problem: Problem) -> None:
    """Bounds are those of brute force wherever something is certified."""
    dataset, expected = dataset_of(*problem, mode=mode), best(*problem, mode=mode)
    solution = solution_of(dataset)
    asked = CertificateRequest.of(dataset, dataset.sha256, solution, 60)
    assert (asked is None) == (expected is None)
    if asked is None or expected is None:
        return
    found = certified(asked)[1]
    names = Question(dataset).names
    for k, certificate in enumerate(found.objectives):
        if k < len(names):
            assert certificate.bound == expected.values[k]
        else:
            assert certificate.state is State.NONE


@settings(suppress_health_check=SLOW, deadline=None, max_examples=25)
@given(problems(max_townships=4, max_counties=1, villages_per_township=(1, 3)))
def test_only_what_separates_is_accepted(problem: Problem) -> None:
    """Nothing separates a village from a seat that it reaches; everything else does."""
    dataset = dataset_of(*problem, mode="redraw")
    county = restricted_problem(dataset, 0)
    roots, near = county.seat_parts(), county.adjacency().toarray() > 0
    for s, root in enumerate(roots.tolist()):
        inside = county.allowed[:, s]
        every = [u for u in range(county.parts) if inside[u]]
        for v in every:
            if v == root:
                continue
            verify_separators(county, [(v, s, tuple(u for u in every if near[v, u]))])
            if near[v, root] and inside[root]:
                others = tuple(u for u in every if u not in (v, root))
                with pytest.raises(BrokenError):
                    verify_separators(county, [(v, s, others)])
