"""Hospitals, schools and other facilities of a territory."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facility:
    """A facility; `village` is a position in the territory."""

    code: str
    name: str
    kind: str
    village: int
