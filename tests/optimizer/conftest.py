"""Runs commands as a user does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from optimizer.cli import cli


@pytest.fixture
def run() -> Callable[..., Result]:
    """Return a function that runs the tool with some words and returns what came of it."""

    def call(*words: object, code: int = 0) -> Result:
        result = CliRunner().invoke(cli, [str(word) for word in words])
        assert result.exit_code == code, result.output
        return result

    return call
