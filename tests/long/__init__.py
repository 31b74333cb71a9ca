"""Tests that take long: `python -m tests.long NAME`; samples of them run with all tests."""
