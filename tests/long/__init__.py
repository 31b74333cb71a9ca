"""Tests too long for every change: `python -m tests.long NAME`; samples run with the rest."""
