"""Counties that ties bind, combined exactly: their plans are made as they are asked for."""

from optimizer.solve.decomposition.combination.search import combine

__all__ = ["combine"]
