"""Stages of the village modes: exact LP bounds, cuts, plans, branch and bound."""
