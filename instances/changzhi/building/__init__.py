"""Estimate the tables of the Changzhi instance from its facts, step by step."""
