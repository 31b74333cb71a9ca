"""The rules that are always on: they are the structure of every model.

P5.complete, P5.county, P2.contiguity and P4.kind.street have no parameters. A part is assigned
to exactly one seat of its own county, a unit holds its seat, and only connected
units are candidates, and the rule `kinds` offers no 街道 elsewhere.
"""

from __future__ import annotations

from typing import ClassVar

from models.rules.base import Rule


class Complete(Rule):
    """Every village is in exactly one unit, and a unit holds its seat."""

    clause: ClassVar[str] = "P5.complete"
    title: ClassVar[str] = "every village in exactly one unit, every unit holds its seat"
    title_zh: ClassVar[str] = "每个村（居）有且只有一个去向，驻地在本单位内"


class County(Rule):
    """A unit lies in one county."""

    clause: ClassVar[str] = "P5.county"
    title: ClassVar[str] = "a unit lies in one county"
    title_zh: ClassVar[str] = "不跨县（区）"


class Street(Rule):
    """No unit becomes a 街道 but in a district or a city without districts (组织法 art 85)."""

    clause: ClassVar[str] = "P4.kind.street"
    title: ClassVar[str] = "subdistricts are set up in districts only"
    title_zh: ClassVar[str] = "街道只在市辖区和不设区的市设立"


class Contiguity(Rule):
    """A unit is one connected territory (pairs of contiguity.csv, links included)."""

    clause: ClassVar[str] = "P2.contiguity"
    title: ClassVar[str] = "a unit is one connected territory"
    title_zh: ClassVar[str] = "地域相连"
