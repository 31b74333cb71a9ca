"""The numbers of the notice, from `notice.toml`, each with the clause that states it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from models.kinds import KindWord


class AreaFigure(BaseModel):
    """What P3.area says: a newly set up unit of these kinds should in general not exceed it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    clause: str
    max_km2: int
    kinds: tuple[KindWord, ...]


class Notice(BaseModel):
    """The numbers by the rule that would take them; none of them is any rule's default."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    area_cap: AreaFigure


@cache
def notice() -> Notice:
    """Return the numbers of the notice."""
    text = files("optimizer.data").joinpath("notice.toml").read_text(encoding="utf-8")
    return Notice.model_validate(tomllib.loads(text))
