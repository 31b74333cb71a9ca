"""Counties solved apart and put together: coupling, combination, worker pools, result cache."""
