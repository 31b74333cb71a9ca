"""Writes certificates: refutations that `optimizer.check.certificate` verifies without a solver."""
