"""Tests that run for minutes; samples of them run with all others."""
