"""Tests that take too long for every day, run by name: `python -m tests.long NAME`."""
