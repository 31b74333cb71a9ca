"""Deciding between plans: pure functions that return data, one module a command."""
