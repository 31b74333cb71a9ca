"""Set partitioning of townships into units (mode `whole`): LP bound, sweeps, column generation."""
