"""No sequence of calls makes a plan executable that is not, nor lets a gate pass early."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from tests.optimizer.procedure.machine import CaseMachine

TestCase = CaseMachine.TestCase
TestCase.settings = settings(
    max_examples=5,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestCase = pytest.mark.timeout(300)(TestCase)
