"""What proofs rest on."""

from optimizer.solve.evidence import Evidence, Proof, weakest


def test_the_weakest_counts():
    assert weakest([]) is Proof.BOUND
    assert weakest([Proof.SWEEP, Proof.TWO_SOLVERS, Proof.BOUND]) is Proof.TWO_SOLVERS


def test_what_was_relied_on_before_a_mark_does_not_count_after_it():
    evidence = Evidence()
    evidence.rely(Proof.TWO_SOLVERS)
    mark = evidence.mark()
    assert evidence.since(mark) is Proof.BOUND
    evidence.rely(Proof.SWEEP)
    assert evidence.since(mark) is Proof.SWEEP
    assert evidence.since() is Proof.TWO_SOLVERS


def test_a_solver_that_was_wrong_is_trusted_no_more():
    evidence = Evidence()
    assert evidence.trusts("CP-SAT")
    evidence.accuse("CP-SAT", "no plan")
    evidence.accuse("CP-SAT", "no plan")
    assert not evidence.trusts("CP-SAT")
    assert evidence.trusts("HiGHS")
    assert evidence.faults == ["CP-SAT: no plan"]


def test_what_another_process_came_to_is_taken_once():
    evidence = Evidence()
    for _ in range(2):
        evidence.take(Proof.TWO_SOLVERS, ["CP-SAT: wrong"], ["CP-SAT: no plan (A)"])
    assert evidence.since() is Proof.TWO_SOLVERS
    assert (evidence.faults, evidence.claims) == (["CP-SAT: wrong"], ["CP-SAT: no plan (A)"])
