"""The constraint models: candidate units and set partitioning for whole mergers."""
