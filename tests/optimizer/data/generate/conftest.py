"""Territories that many tests look at; none changes them."""

import pytest

from optimizer.data.generate import Dataset, generate_city, generate_county


@pytest.fixture(scope="session")
def county() -> Dataset:
    """Return a county of 25 townships and 400 villages."""
    return generate_county(25, 400, seed=7)


@pytest.fixture(scope="session")
def city() -> Dataset:
    """Return a city of 12 counties, 150 townships and 3,000 villages."""
    return generate_city(12, 150, 3000, seed=3)
