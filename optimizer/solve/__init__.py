"""The solving of a scenario: bounds, stages, decomposition by county, combination."""
