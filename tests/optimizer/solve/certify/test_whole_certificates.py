"""Certificates of mode whole beside brute force, on random territories and rules."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from models.merge.candidates import enumerate_candidates
from models.merge.restricted import restricted_problem
from optimizer.check.certificate import State
from optimizer.check.certificate.columns import candidate_units
from optimizer.check.certificate.form import parsed, written
from optimizer.check.certificate.question import Question
from optimizer.solve.certify.write import CertificateRequest, certified
from tests.reference.brute import best
from tests.reference.strategies import problems
from tests.reference.tables import Objectives, Rules, Tables
from tests.support import dataset_of, solution_of

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)
Problem = tuple[Tables, Rules, Objectives]


@settings(suppress_health_check=SLOW, deadline=None, max_examples=12)
@given(problems(max_townships=5))
def test_what_is_certified_is_the_optimum(problem: Problem) -> None:
    """Bounds are those of brute force, and reach as far as a certificate may."""
    dataset, expected = dataset_of(*problem), best(*problem)
    solution = solution_of(dataset)
    asked = CertificateRequest.of(dataset, dataset.sha256, solution, 60)
    assert (asked is None) == (expected is None)
    if asked is None or expected is None:
        return
    text, found = certified(asked)
    assert written(parsed(text)) == text
    names = Question(dataset).names
    for k, certificate in enumerate(found.objectives):
        if k < len(names):
            assert certificate.bound == expected.values[k]
            last = k == len(names) - 1
            assert certificate.state is State.VERIFIED or (last and certificate.value is not None)
        else:
            assert certificate.state is State.NONE
            assert certificate.bound is None


@settings(suppress_health_check=SLOW, deadline=None, max_examples=40)
@given(problems(max_townships=7))
def test_the_verifier_lists_every_candidate(problem: Problem) -> None:
    """Its own enumeration finds the units that the model's finds, each once, and no others."""
    dataset = dataset_of(*problem)
    for county in range(len(dataset.territory.counties)):
        problem_ = restricted_problem(dataset, county)
        found, expected = candidate_units(problem_), enumerate_candidates(problem_, 10**6)
        pairs = zip(found.members.toarray(), found.option, strict=True)
        known = zip(expected.members.toarray(), expected.option, strict=True)
        ours = sorted((held.tobytes(), int(option)) for held, option in pairs)
        assert ours == sorted((held.tobytes(), int(option)) for held, option in known)
        assert len(set(ours)) == len(ours)
