"""A dataset folder read whole: scenario and territory, with every fault collected."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from os.path import isfile, lexists
from pathlib import Path
from typing import Any

import numpy as np

from models.instance import Instance
from models.scenario import Scenario, TerritoryFiles
from models.territory import Territory
from models.travel import TableTravel
from optimizer.data.borders import BordersFile
from optimizer.data.connections import check_connected, exclave_links, read_pairs
from optimizer.data.distances import check_reachable, read_travel
from optimizer.data.faults import Fault, Findings, nearest_hint
from optimizer.data.layers import read_affinity, read_barriers, read_facilities
from optimizer.data.objective_faults import check_points, check_reach
from optimizer.data.open_seats import seats_opened
from optimizer.data.part import only_part
from optimizer.data.paths import check_names
from optimizer.data.places import read_places
from optimizer.data.plausibility import check_plausible
from optimizer.data.rule_feasibility import warn_of_unmet_rules
from optimizer.data.scenario_file import (
    check_rules,
    parse_scenario,
    read_raw,
    scenario_path,
    sound_part,
    territory_files,
)
from optimizer.data.spelling import name_key, read_code
from optimizer.data.table import PLACES, read_bytes
from optimizer.data.text_file import what_file
from optimizer.text import Text

_UNREAD = TableTravel({}, {(0, 0): 0})
"""Stands for distances that could not be read; has minutes, so that none are asked for."""


@dataclass(frozen=True)
class Dataset(Instance):
    """An instance as it was read: from where, with what overrides, and what is odd about it.

    Attributes
    ----------
    sha256
        Hash of the effective scenario (overrides included) and every table's bytes.
    """

    path: Path
    overrides: Mapping[str, Any]
    warnings: tuple[Fault, ...]
    sha256: str


def read_dataset(path: Path, overrides: Mapping[str, Any] | None = None) -> Dataset:
    """Read a scenario and its tables.

    Raises
    ------
    InputError
        With every fault and warning found, when any of them is an error.
    """
    findings = Findings()
    file, overrides = scenario_path(path), overrides or {}
    if not lexists(file):
        findings.add("E500", str(file))
    elif what := what_file(file):
        findings.add("E532", file.name, what=what)
    findings.stop_on_errors()
    raw = read_raw(file, overrides, findings)
    scenario = None if raw is None else parse_scenario(raw, file.name, findings)
    files = territory_files(raw)
    inside = check_names(files, file.parent, file.name, findings)
    territory = read_territory(file.parent, files, findings, scenario) if inside else None
    looked_at = scenario or (None if raw is None else sound_part(raw))
    if looked_at is not None and territory is not None:
        territory = seats_opened(looked_at, territory, file.name, findings)
        check_rules(looked_at, territory, file.name, findings)
        check_points(looked_at, territory, file.name, findings)
        check_reach(looked_at, territory, file.name, findings)
    findings.stop_on_errors()
    assert scenario is not None
    assert territory is not None
    check_plausible(territory, scenario.territory, file.parent, findings)
    digest = _digest(scenario, file.parent, findings)
    scenario, territory = only_part(scenario, territory, file.name, findings)
    findings.stop_on_errors()
    warn_of_unmet_rules(scenario, territory, file.name, findings)
    findings.stop_on_errors()
    return Dataset(territory, scenario, file, overrides, tuple(findings.warnings), digest)


def find_county(dataset: Dataset, word: str) -> int:
    """Return the position of a county by its code or name.

    Raises
    ------
    InputError
        When there is none, or several of that name.
    """
    counties = dataset.territory.counties
    word = read_code(word)
    found = [i for i, c in enumerate(counties) if word == c.code]
    found = found or [i for i, c in enumerate(counties) if name_key(word) == name_key(c.name)]
    if len(found) > 1:
        findings = Findings()
        said = ", ".join(f"{counties[i].code} ({counties[i].name})" for i in found)
        what = Text("county", PLACES["county"])
        findings.add("E632", "--county", 0, "", word, what=what, places=said)
        findings.stop_on_errors()
    if not found:
        findings = Findings()
        known = [text for c in counties for text in (c.code, c.name)]
        near = nearest_hint(word, known)
        where, what = dataset.scenario.territory.counties, Text("county", PLACES["county"])
        findings.add("E301", "--county", 0, "", word, what=what, where=where, near=near)
        findings.stop_on_errors()
    return found[0]


def read_territory(
    folder: Path, files: TerritoryFiles, findings: Findings, scenario: Scenario | None = None
) -> Territory | None:
    """Read the tables of a folder, every fault noted; None without tables of places.

    When faults are noted the territory serves for looking up codes, and for nothing else.
    """
    places = read_places(folder, files, findings)
    if places is None:
        return None
    facilities = read_facilities(folder, files, places, findings)
    barriers = read_barriers(folder, files, places, findings)
    affinity = read_affinity(folder, files, places, findings)
    pairs = read_pairs(folder / files.contiguity, places, findings, files.min_border_km)
    travel = read_travel(folder, files, places, findings)
    if pairs is not None and places.sound:
        check_connected(pairs, places, Path(files.contiguity).name, findings)
    if travel is not None and places.sound:
        check_reachable(travel, places, files, findings)
    nothing = np.empty((0, 2), dtype=np.int64)
    return Territory(
        places.counties,
        places.townships,
        places.villages,
        nothing if pairs is None else pairs,
        _UNREAD if travel is None else travel,
        flags=places.flags,
        estimated=scenario.estimated if scenario else "",
        facilities=facilities,
        barriers=barriers,
        affinity=affinity,
        earth=files.earth,
        borders=_borders(folder / files.borders),
        exclaves=nothing if pairs is None else exclave_links(pairs, places),
    )


def _borders(path: Path) -> BordersFile | None:
    """Return where the villages' polygons are; they are read when they are drawn."""
    return BordersFile(path) if isfile(path) else None


def scenario_digest(path: Path, overrides: Mapping[str, Any]) -> str:
    """Return the hash that `Dataset.sha256` holds, without reading what the tables say.

    Raises
    ------
    InputError
        When there is no scenario, it has faults, or a table leads out of its folder.
    """
    findings, file = Findings(), scenario_path(path)
    if not lexists(file):
        findings.add("E500", str(file))
    findings.stop_on_errors()
    raw = read_raw(file, overrides, findings)
    scenario = None if raw is None else parse_scenario(raw, file.name, findings)
    check_names(territory_files(raw), file.parent, file.name, findings)
    findings.stop_on_errors()
    assert scenario is not None
    digest = _digest(scenario, file.parent, findings)
    findings.stop_on_errors()
    return digest


def _digest(scenario: Scenario, folder: Path, findings: Findings) -> str:
    digest = hashlib.sha256(
        json.dumps(scenario.model_dump(mode="json"), sort_keys=True, ensure_ascii=False).encode()
    )
    files = scenario.territory.tables()
    for name in sorted(files.values()):
        if isfile(folder / name):
            table = read_bytes(folder / name, findings) or b""
            digest.update(name.encode() + b"\0" + table)
    return digest.hexdigest()
