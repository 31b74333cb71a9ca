"""An instance: a territory and a scenario that travel together."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from optimizer.api.results import Result, StrPath, fault_table, frame, many
from optimizer.data.dataset import Dataset, find_county, read_dataset
from optimizer.data.frames import plain, write_frames
from optimizer.data.own_folder import OwnFolder

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from models.scenario import Scenario
    from models.territory import Territory
    from optimizer.report.screen import Screen


def read_instance(path: StrPath, **overrides: Any) -> Instance:
    """Read a scenario and its tables.

    Parameters
    ----------
    path
        A scenario.toml or its folder (docs/formats.md).
    **overrides
        Keys of the scenario with other values. A table is laid over that of the file, key by
        key: ``rules={"area_cap": {"max_km2": 280}}``; None turns a rule off. A dotted key sets
        its value whole, as ``--set`` does: ``**{"rules.count.county": {"max_cut": 2}}``.

    Returns
    -------
    Instance

    Raises
    ------
    InputError
        With every fault of scenario and tables; printing it prints them all.

    Examples
    --------
    >>> import optimizer as tm
    >>> instance = tm.read_instance("instances/changzhi", mode="split")
    """
    return read_with(path, dotted(overrides))


def read_with(path: StrPath, overrides: Mapping[str, Any]) -> Instance:
    """Read a scenario with overrides by dotted keys, each taken whole, as of `read_instance`."""
    return Instance(read_dataset(Path(path), overrides))


def parsed(texts: Iterable[str]) -> dict[str, Any]:
    """Return overrides written as KEY=VALUE, VALUE being TOML, by dotted keys.

    Raises
    ------
    InputError
        With every text that is none.
    """
    from optimizer.data.faults import Findings
    from optimizer.data.scenario_file import parse_override

    findings = Findings()
    overrides = dict(parse_override(text, findings) for text in texts)
    findings.stop_on_errors()
    return overrides


@dataclass(frozen=True, repr=False, eq=False)
class Instance(Result):
    """A territory and the scenario that is asked of it; made by `read_instance` or of frames.

    Attributes
    ----------
    dataset
        The same as the rooms below take it, a `models.instance.Instance`, with the files that it
        was read from, its overrides and warnings.
    """

    dataset: Dataset
    _folder: OwnFolder | None = None

    @classmethod
    def from_frames(
        cls,
        villages: pd.DataFrame,
        townships: pd.DataFrame,
        counties: pd.DataFrame,
        contiguity: pd.DataFrame,
        *,
        roads: pd.DataFrame | None = None,
        travel: pd.DataFrame | None = None,
        facilities: pd.DataFrame | None = None,
        barriers: pd.DataFrame | None = None,
        affinity: pd.DataFrame | None = None,
        rules: Mapping[str, Any] | None = None,
        objectives: Sequence[str | Mapping[str, Any]] | None = None,
        mode: str = "whole",
        name: str = "frames",
        title: str = "",
        estimated: str = "",
        **more: Any,
    ) -> Instance:
        """Make an instance of data frames.

        The frames are checked as the tables of a dataset are, with the same faults; a named
        index counts as a column. Figures are rounded once: to persons, 0.01 km2 and metres.

        Parameters
        ----------
        villages
            code, name, township, population (persons), area_km2; optional lon, lat (degrees),
            attributes, and `geometry` (polygons in degrees, as geopandas holds them), which is
            drawn and from which nothing is computed.
        townships
            code, name, kind (乡, 镇, 街道, or township, town, subdistrict), county, seat (a
            village); optional protected, key_town, county_seat, terrain, attributes.
        counties
            code, name, is_district (0 or 1, or truth values).
        contiguity
            a, b: codes of villages that touch; optional border_km, link.
        roads, travel
            Distances, one of: a, b, km (optional minutes) between villages; or village, seat, km.
            Without both, straight lines of lon and lat times `territory={"detour": 1.3}`.
        facilities, barriers, affinity
            Further tables (docs/formats.md).
        rules
            As under [rules] of a scenario: ``{"area_cap": {"max_km2": 300}}``. What is not named
            is off; no number has a default.
        objectives
            In order, by name or as tables: ``["units", {"name": "travel", "tolerance": 0.02}]``;
            by default units, share, travel, disruption.
        mode
            whole, split or redraw.
        name, title
            Of the scenario; the title heads maps and documents.
        estimated
            What of the data is estimated, in words; every report says it.
        **more
            Other keys of a scenario, such as ``seats`` or ``territory``.

        Raises
        ------
        InputError
            With every fault. Rows are counted as in a file: 2 is the frame's first.

        Notes
        -----
        Codes are texts. Frames that pandas read of a CSV hold them as numbers, which is no
        harm unless a code begins with 0: read with ``dtype=str`` then.
        """
        given = {
            "villages.csv": villages,
            "townships.csv": townships,
            "counties.csv": counties,
            "contiguity.csv": contiguity,
            "roads.csv": roads,
            "travel.csv": travel,
            "facilities.csv": facilities,
            "barriers.csv": barriers,
            "affinity.csv": affinity,
        }
        raw = {"name": name, "title": title, "mode": mode, "estimated": estimated, **more}
        raw["rules"] = dict(rules or {})
        if objectives is not None:
            raw["objectives"] = named(objectives)
        folder = OwnFolder()
        tables = {file: table for file, table in given.items() if table is not None}
        write_frames(Path(folder.name), tables, raw)
        return cls(read_dataset(Path(folder.name)), folder)

    @classmethod
    def read_generated(cls, folder: OwnFolder) -> Instance:
        """Return the instance in a folder that lasts as long as it does."""
        return cls(read_dataset(Path(folder.name)), folder)

    def override(self, **overrides: Any) -> Instance:
        """Return this instance with other values of the scenario; see `read_instance`."""
        return Instance(self._read(dotted(overrides)), self._folder)

    def restrict(
        self,
        *,
        counties: Iterable[str] = (),
        lock: Iterable[str | Sequence[str]] = (),
        keep: Iterable[str] = (),
        freeze: Mapping[str, StrPath] | Iterable[str] = (),
    ) -> Instance:
        """Return this instance with some of the plan settled before the search.

        Parameters
        ----------
        counties
            These counties alone, by code or name; numbers for the whole city are left out.
        lock
            Townships to be merged: ("A", "B") or "A+B", by codes.
        keep
            Townships not to be dissolved.
        freeze
            Counties (codes) that keep the plan in a folder or a file: ``{"140406": "out"}`` or
            "140406=out".

        Raises
        ------
        InputError
            With every code that is none, and the faults of plans.
        """
        from optimizer.data.asked import asked_overrides

        dataset = self.dataset
        if wanted := list(counties):
            found = sorted({find_county(dataset, word) for word in wanted})
            only = [dataset.territory.counties[c].code for c in found]
            dataset = self._read({"territory.only": only})
        pairs = [pair if isinstance(pair, str) else "+".join(pair) for pair in lock]
        if isinstance(freeze, Mapping):
            freeze = [f"{county}={os.fspath(plan)}" for county, plan in freeze.items()]
        narrowed = Instance(dataset, self._folder)
        more = asked_overrides(dataset, pairs, list(keep), list(freeze))
        return Instance(narrowed._read(more), self._folder) if more else narrowed

    def _read(self, more: Mapping[str, Any]) -> Dataset:
        """Read with more overrides, after those before: a later one has the last word."""
        before = {key: v for key, v in self.dataset.overrides.items() if key not in more}
        return read_dataset(self.dataset.path, {**before, **more})

    def free(self, rules: Collection[str]) -> Instance:
        """Return this instance without some rules, named as `count` or `rules.count`."""
        from optimizer.data.variants import freed

        return Instance(freed(self.dataset, list(rules)), self._folder) if rules else self

    @property
    def territory(self) -> Territory:
        """The ground: counties, townships, villages, contiguity, distances."""
        return self.dataset.territory

    @property
    def scenario(self) -> Scenario:
        """The question: mode, rules, objectives."""
        return self.dataset.scenario

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.scenario.name

    @property
    def overrides(self) -> dict[str, Any]:
        """What was asked otherwise than the scenario file says, by dotted keys."""
        return dict(self.dataset.overrides)

    @property
    def sha256(self) -> str:
        """Hash of the effective scenario and of every table's bytes."""
        return self.dataset.sha256

    @property
    def warnings(self) -> pd.DataFrame:
        """What is odd but possible: code, file, row, column, value, what, action."""
        return fault_table(self.dataset.warnings)

    @property
    def counties(self) -> pd.DataFrame:
        """One row a county: code, name, is_district, townships, villages, area_km2, population."""
        from optimizer.api.places import county_rows

        return frame(*county_rows(self.territory))

    @property
    def townships(self) -> pd.DataFrame:
        """One row a township: code, name, kind, county, seat, villages, area_km2, population."""
        from optimizer.api.places import township_rows

        return frame(*township_rows(self.territory))

    @property
    def villages(self) -> pd.DataFrame:
        """One row a village: code, name, township, county, population, area_km2, lon, lat, km.

        `km` is the distance to the seat; missing where it is not known.
        """
        from optimizer.api.places import village_table

        return village_table(self.territory)

    def status_quo(self) -> Any:
        """Return the plan in which nothing changes, a `Plan`."""
        import optimizer
        from models.plan import Plan as Assignment

        return optimizer.Plan(self, Assignment.status_quo(self.territory), name="status quo")

    def plot(self, lang: str | None = None) -> Figure:
        """Return a map of the territory as it is."""
        figure: Figure = self.status_quo().plot(lang)
        return figure

    def to_folder(self, folder: StrPath) -> Path:
        """Write the tables and the scenario, overrides included, as a dataset folder.

        Raises
        ------
        InputError
            When the folder holds anything but an earlier dataset, or cannot be written.
        """
        from optimizer.data.faults import Findings
        from optimizer.data.output import replacing
        from optimizer.data.plan_file import claim_results
        from optimizer.data.scenario_file import read_raw
        from optimizer.data.toml_text import toml_text

        target, source = Path(folder), self.dataset.path.parent
        tables = set(self.scenario.territory.tables().values())
        ours = {Path(name).parts[0] for name in tables}
        claim_results(target, frozenset({*ours, "scenario.toml"}), Findings())
        with replacing(target) as draft:
            for name in tables:
                if (source / name).is_file():
                    (draft / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(source / name, draft / name)
            if self.dataset.overrides:
                raw = read_raw(self.dataset.path, self.dataset.overrides, Findings()) or {}
                text = toml_text(plain(raw))
                (draft / "scenario.toml").write_text(text, encoding="utf-8", newline="\n")
            else:
                shutil.copyfile(self.dataset.path, draft / "scenario.toml")
        return target

    def __repr__(self) -> str:
        """Return name, sizes and mode."""
        territory, scenario = self.territory, self.scenario
        rules = sum(bool(rule.key) for rule in scenario.active_rules())
        return (
            f"<Instance {scenario.name}: {many(len(territory.counties), 'county', 'counties')}, "
            f"{many(len(territory.former.townships), 'township')}, "
            f"{many(len(territory.villages), 'village')}, mode {scenario.mode}, "
            f"{many(rules, 'rule')} on>"
        )

    def __str__(self) -> str:
        """Return the line of `repr`; `text` is the survey."""
        return repr(self)

    def print_on(self, screen: Screen, lang: str) -> None:
        """Print what `survey` prints."""
        import optimizer

        optimizer.survey(self).print_on(screen, lang)

    def tables(self) -> Iterable[tuple[str, pd.DataFrame]]:
        """Yield the counties, and what is estimated."""
        yield (
            f"estimated: {self.territory.estimated}" if self.territory.estimated else "",
            (self.counties),
        )


def dotted(overrides: Mapping[str, Any]) -> dict[str, Any]:
    """Return overrides by dotted keys: tables laid over the file's, key by key."""
    found: dict[str, Any] = {}
    for key, value in overrides.items():
        if key == "objectives" and isinstance(value, Sequence):
            found[key] = named(value)
        elif isinstance(value, Mapping) and value and "." not in key:
            found |= _flat(key, value)
        else:
            found[key] = plain(value)
    return found


def _flat(prefix: str, table: Mapping[str, Any]) -> dict[str, Any]:
    if not table or any("." in str(key) for key in table):
        return {prefix: plain(table)}
    found: dict[str, Any] = {}
    for key, value in table.items():
        name = f"{prefix}.{key}"
        found |= _flat(name, value) if isinstance(value, Mapping) else {name: plain(value)}
    return found


def named(objectives: Sequence[str | Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return objectives as tables; a word is a name."""
    return [{"name": o} if isinstance(o, str) else plain(o) for o in objectives]
