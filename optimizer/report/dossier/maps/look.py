"""How things look: told apart by tone and by hatch, so that a copy in black and white reads."""

from __future__ import annotations

from typing import Any

from models.kinds import Kind

Look = dict[str, Any]
"""Properties of what is drawn, by matplotlib's names."""

INK, SOFT, FAINT, RULE = "#1b2329", "#4f5a61", "#7b858b", "#b4bbbf"
CHANGE = "#96271b"
"""What the plan changes: dark enough to be black on a copy."""
STAR = "#b3160f"
PAPER, ABROAD = "white", "#f0f1f2"
FILL = {Kind.TOWNSHIP: "#fdf9ea", Kind.TOWN: "#dcead6", Kind.SUBDISTRICT: "#b9cbe0"}
HATCH = {Kind.TOWNSHIP: "", Kind.TOWN: "...", Kind.SUBDISTRICT: "|||"}
HATCH_INK = {Kind.TOWNSHIP: "none", Kind.TOWN: "#b3cba9", Kind.SUBDISTRICT: "#90a9c6"}
MOVED = "////"
WATERMARK = "#5d676e"

KIND_ORDER = (Kind.SUBDISTRICT, Kind.TOWN, Kind.TOWNSHIP)
UNIT_LINE: Look = {"color": "#626d74", "linewidth": 0.7}
UNIT_CASING: Look = {"color": "white", "linewidth": 1.9, "alpha": 0.9}
VILLAGE_LINE: Look = {"color": "#9aa3a8", "linewidth": 0.25}
FORMER_LINE: Look = {"color": INK, "linewidth": 0.8, "linestyle": (0, (3.2, 2.2))}
COUNTY_LINE: Look = {"color": INK, "linewidth": 1.7}
COUNTY_CASING: Look = {"color": "#c9ccd4", "linewidth": 4.2, "alpha": 0.75}
ABROAD_LINE: Look = {"color": FAINT, "linewidth": 0.8, "linestyle": (0, (6, 2, 1, 2))}
CHANGE_LINE: Look = {"color": CHANGE, "linewidth": 1.5}


def fill(kind: Kind) -> Look:
    """Return the look of the ground of a kind."""
    hatch: Look = {"hatch": HATCH[kind], "edgecolor": HATCH_INK[kind]} if HATCH[kind] else {}
    return {"facecolor": FILL[kind], "edgecolor": "none", "linewidth": 0, **hatch}


def moved() -> Look:
    """Return the look of ground that changes its unit."""
    return {"facecolor": "none", "edgecolor": CHANGE, "linewidth": 0, "hatch": MOVED, "alpha": 0.8}


def seat(size: float) -> Look:
    """Return the look of a unit's seat."""
    return {
        "marker": "o",
        "markersize": size,
        "color": INK,
        "markeredgecolor": "white",
        "markeredgewidth": 0.5,
    }


def key_town(size: float) -> Look:
    """Return the look of the ring around a key town's seat."""
    return {
        "marker": "o",
        "markersize": size * 2,
        "color": "none",
        "markeredgecolor": INK,
        "markeredgewidth": 0.9,
    }


def county_seat(size: float) -> Look:
    """Return the look of the seat of a county."""
    return {
        "marker": "*",
        "markersize": size * 2.7,
        "color": STAR,
        "markeredgecolor": "white",
        "markeredgewidth": 0.6,
    }


def vacated(size: float) -> tuple[Look, Look]:
    """Return the looks of a seat that is given up, and of its cross."""
    ring: Look = {"marker": "o", "markersize": size * 1.25, "color": "white"}
    cross: Look = {"marker": "x", "markersize": size * 0.75, "color": CHANGE}
    return (
        {**ring, "markeredgecolor": CHANGE, "markeredgewidth": 0.9},
        {**cross, "markeredgewidth": 1.0},
    )
