"""Every number and label that the method chooses. SOURCES.md gives the reasons."""

from __future__ import annotations

from typing import Final

HULL_SIDES: Final = 72
"""Sides of the regular polygon that buffers a county's hull."""

MIN_BUFFER_KM: Final = 1.0
"""Buffer of a county whose bare hull is already larger than its polygon."""

MAX_BUFFER_KM: Final = 15.0
"""Largest buffer; where neighbours leave no room the outline stays smaller."""

LLOYD_ROUNDS: Final = 60
"""Rounds of Lloyd's method that spread village points in a township's cell."""

LLOYD_STOP_KM: Final = 0.001
"""Lloyd's method stops when no point moves farther than this."""

MIN_SPACING_KM: Final = 0.1
"""Least distance of a village point from the points that were fixed before it."""

MIN_BORDER_KM: Final = 0.05
"""Shorter common borders do not make two villages neighbours."""

DETOUR: Final = 1.33
"""Road km per straight km: China in Ballou, Rahardja and Sakai (2002)."""

MIN_ROAD_KM: Final = 0.05
"""Shortest road."""

ACROSS_COUNTIES_KM: Final = 6.0
"""Longest straight line of a road that crosses a county border."""

CENTRE_CLASSES: Final = frozenset({"111", "121", "210"})
"""Main urban area, town centre, township centre: where a seat may be."""

CLASS_WEIGHTS: Final = {
    "111": 4.0,  # main urban area
    "112": 2.0,  # urban-rural fringe
    "121": 2.0,  # town centre
    "122": 1.0,  # town fringe
    "123": 1.0,  # special area
    "210": 1.5,  # township centre
    "220": 1.0,  # village
}
"""People per village of a class, relative within the urban (1xx) and rural (2xx) group."""

COUNTY_SEAT_FACTOR: Final = 2.0
"""How much heavier an urban village weighs in the town where the county government sits."""

COMMITTEE_SPLIT: Final = "200"
"""Last three digits of a code: below, residents' committees; from here on, villages."""

UNPLACED_TOWNSHIP: Final = "140406002"
"""成家川街道: no seat point, no Voronoi area."""

UNPLACED_FROM: Final = "140406001"
"""潞华街道: its seat point stands for the 潞城 city centre."""

UNPLACED_KM: Final = 7.5
"""Published distance of the 成家川街道 seat from the city centre, to the south-east."""

UNPLACED_AREA_HA: Final = 7664
"""Published area of 成家川街道: 76.64 km2."""
