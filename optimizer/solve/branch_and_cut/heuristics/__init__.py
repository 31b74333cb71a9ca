"""Primal heuristics of the branch and cut: they make plans and prove nothing."""
