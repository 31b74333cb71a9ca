"""A dataset folder read whole: scenario and territory, with every fault collected."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.scenario import Scenario, TerritoryFiles
from models.territory import Territory
from optimizer.data.connections import check_connected, read_pairs
from optimizer.data.distances import check_reachable, read_travel
from optimizer.data.faults import Fault, Findings
from optimizer.data.oddities import warn_of_oddities
from optimizer.data.places import read_places
from optimizer.data.scenario_file import check_rules, read_scenario, scenario_path


@dataclass(frozen=True)
class Dataset:
    """A scenario, its territory, and what is odd about them.

    Attributes
    ----------
    sha256
        Hash of the effective scenario (overrides included) and every table's bytes.
    """

    scenario: Scenario
    territory: Territory
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
    scenario = read_scenario(file, overrides, findings)
    files = scenario.territory if scenario else TerritoryFiles()
    territory = read_territory(file.parent, files, findings, scenario)
    findings.stop_on_errors()
    assert scenario is not None and territory is not None
    check_rules(scenario, territory, file.name, findings)
    findings.stop_on_errors()
    warn_of_oddities(scenario, territory, file.name, findings)
    digest = _digest(scenario, file.parent)
    return Dataset(scenario, territory, file, overrides, tuple(findings.warnings), digest)


def read_territory(
    folder: Path, files: TerritoryFiles, findings: Findings, scenario: Scenario | None = None
) -> Territory | None:
    """Read the tables of a folder; None when they cannot be used, every reason noted."""
    places = read_places(folder, files, findings)
    if places is None:
        return None
    pairs = read_pairs(folder / files.contiguity, places, findings)
    travel = read_travel(folder, files, places, findings)
    sound = (places.villages.township >= 0).all() and all(
        min(t.county, t.seat) >= 0 for t in places.townships
    )
    if not sound:
        return None
    if pairs is not None:
        check_connected(pairs, places, (files.villages, files.contiguity), findings)
    if travel is not None:
        check_reachable(travel, places, files.travel, findings)
    if pairs is None or travel is None:
        return None
    estimated = scenario.estimated if scenario else ""
    return Territory(places.counties, places.townships, places.villages, pairs, travel, estimated)


def _digest(scenario: Scenario, folder: Path) -> str:
    digest = hashlib.sha256(
        json.dumps(scenario.model_dump(mode="json"), sort_keys=True, ensure_ascii=False).encode()
    )
    files = scenario.territory.model_dump(exclude={"detour"})
    for name in sorted(files.values()):
        if (folder / name).is_file():
            digest.update(name.encode() + b"\0" + (folder / name).read_bytes())
    return digest.hexdigest()
