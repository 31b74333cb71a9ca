"""The scenario that comes with a generated territory."""


def grid_scenario(k: int) -> str:
    """Return the scenario of a grid: cap and population bind, fewest units is the only goal."""
    return f"""\
# A grid of {k} x {k} cells for benchmarks. Every number here is an example, not a norm.
name = "grid-{k}"
title = "{k}×{k} 方格"
mode = "whole"

[rules]
area_cap = {{ max_km2 = 300, kinds = ["乡", "镇", "街道"] }}  # example: units of every kind
population = {{ min = 20000 }}  # example: no cell alone is populous enough

[[objectives]]
name = "units"
"""


def region_scenario(name: str, title: str) -> str:
    """Return the scenario of a county, a city or a province; its status quo satisfies it."""
    return f"""\
# An invented territory. Every number here is an example, not a norm of any place.
name = "{name}"
title = "{title}"
mode = "whole"

[rules]
# example: binds units that grow; a larger one left as it is is not in breach
area_cap = {{ max_km2 = 300, kinds = ["乡", "镇"] }}
# example: the township with the county's government keeps its seat
protected = {{ flags = ["county_seat"] }}

[[objectives]]  # example: fewest units first, then the least people x distance to the seat
name = "units"

[[objectives]]
name = "travel"
"""
