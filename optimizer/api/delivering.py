"""report and export: what an office hands in, and layers for a GIS."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from optimizer.api.instance import Instance
from optimizer.api.plans import complete, plan_of
from optimizer.api.results import Result, StrPath, claim_files, fault_table
from optimizer.api.search import Search
from optimizer.text import language

if TYPE_CHECKING:
    from optimizer.report.dossier.material import Material
    from optimizer.report.screen import Screen

SECONDS = 300.0
"""For the analysis of a report, as of the command."""


def export(
    instance: Instance,
    plan: Any,
    folder: StrPath,
    *,
    formats: Sequence[str] = ("gpkg", "shp", "geojson"),
    lang: str | None = None,
) -> list[Path]:
    """Write the units and villages of a plan as GeoPackage, Shapefile and GeoJSON.

    Borders are real where the dataset has borders.geojson; else they are inferred from points,
    and the column `inferred` says so.

    Parameters
    ----------
    plan
        As of `check`; None for the status quo.
    formats
        gpkg, shp, geojson.

    Returns
    -------
    list of Path
        The files; fields.csv is the key to a Shapefile's short names.

    Raises
    ------
    InputError
        With the faults of the plan, when the extra `geo` is missing, there are no coordinates,
        or the folder holds anything but earlier layers.
    ValueError
        For an unknown format.
    """
    from optimizer.report.geodata import FORMATS, OUR_FILES, deliver_geodata

    if unknown := [name for name in formats if name not in FORMATS]:
        raise ValueError(f"formats: {', '.join(unknown)} unknown; known: {', '.join(FORMATS)}")
    name = os.fspath(plan) if isinstance(plan, str | os.PathLike) else ""
    chosen = instance.status_quo() if plan is None else complete(plan_of(instance, plan, name))
    claim_files(Path(folder), OUR_FILES)
    asked = chosen.assignment_of, instance.dataset, Path(folder)
    return deliver_geodata(*asked, tuple(formats), language(lang))


@dataclass(frozen=True, repr=False, eq=False)
class Report(Result):
    """A set of tables, documents, maps, geodata and a page that was written.

    Attributes
    ----------
    audit
        What audit.json holds: hashes of what the set was written from and of each file.
    """

    folder: Path
    material: Material
    names: tuple[str, ...]
    audit: dict[str, Any]

    @property
    def files(self) -> list[Path]:
        """The files that were written."""
        return [self.folder / name for name in self.names]

    @property
    def warnings(self) -> pd.DataFrame:
        """What is odd about plans and case."""
        return fault_table(self.material.warnings)

    def __repr__(self) -> str:
        """Return the folder and the number of files."""
        return f"<Report {self.folder}: {len(self.names)} files>"

    def print_on(self, screen: Screen, lang: str) -> None:
        """Print what `report` prints."""
        from optimizer.report.dossier.listing import print_set

        del lang  # the material has its own
        print_set(screen, self.material, self.folder, list(self.names), self.audit)

    def tables(self) -> Iterable[tuple[str, pd.DataFrame]]:
        """Yield the files."""
        yield "", pd.DataFrame({"file": list(self.names)})


def report(
    instance: Instance,
    plans: StrPath | Sequence[StrPath],
    folder: StrPath,
    *,
    titles: Sequence[str] = (),
    analysis_time: float = SECONDS,
    case: StrPath | None = None,
    head: str = "",
    as_of: date | None = None,
    approval: str = "",
    map_review: str = "",
    data_date: str = "",
    issuer: str = "",
    issued: str = "",
    one_mode: bool = False,
    lang: str | None = None,
    search: Search | None = None,
) -> Report:
    """Write what an office hands in (docs/report.md).

    Parameters
    ----------
    plans
        Folders or files of plans; the documents propose the first, the others and the status
        quo stand beside it.
    folder
        A new or empty folder, or one that holds an earlier set.
    titles
        Titles of the plans in order; by default 方案一, 方案二.
    analysis_time
        Seconds for analysis.json in all; 0: none is made.
    case, head, as_of
        Folder of the first plan's case, a head of its record kept outside, the day of its state.
    approval, map_review, data_date, issuer, issued
        What documents and maps bear: number of the approval, of the map review (审图号), the
        day of the figures, who issues them, and when.
    one_mode
        Judge every plan by the instance's mode, whatever its record says.
    search
        Takes the place of `analysis_time`.

    Raises
    ------
    InputError
        With every fault of plans, case and words, when an extra is missing, or the folder
        holds anything but an earlier set that nobody has edited.
    """
    material = gathered(
        instance,
        [plans] if isinstance(plans, str | os.PathLike) else plans,
        lang=language(lang),
        titles=titles,
        case=case,
        head=head,
        as_of=as_of,
        one_mode=one_mode,
        approval=approval,
        map_review=map_review,
        data_date=data_date,
        issuer=issuer,
        issued=issued,
    )
    return deliver(material, folder, analysis_time, search)


def gathered(
    instance: Instance,
    plans: Sequence[StrPath],
    *,
    lang: str,
    titles: Sequence[str] = (),
    case: StrPath | None = None,
    head: str = "",
    as_of: date | None = None,
    one_mode: bool = False,
    **marks: Any,
) -> Material:
    """Load what a set is written from; as `report`."""
    from optimizer.report.dossier.deliver import need_extras
    from optimizer.report.dossier.gather import ReportRequest, gather
    from optimizer.report.dossier.marks import Marks

    need_extras()
    asked = ReportRequest(
        tuple(map(Path, plans)),
        tuple(titles),
        Marks(**marks),
        None if case is None else Path(case),
        head,
        as_of or date.today(),
        one_mode=one_mode,
    )
    return gather(instance.dataset, asked, lang)


def deliver(
    material: Material, folder: StrPath, analysis_time: float, search: Search | None = None
) -> Report:
    """Write a set of what was loaded; as `report`."""
    from optimizer.report.dossier.analysis import analysis_of
    from optimizer.report.dossier.claim import claim_set
    from optimizer.report.dossier.deliver import deliver_set

    target = Path(folder)
    claim_set(target)
    analysis = None
    if analysis_time:
        found = search or Search(analysis_time, workers=1)
        analysis = found.run(lambda clock, _: analysis_of(target, material, clock))
    names, record = deliver_set(target, material, analysis)
    return Report(target, material, tuple(names), record)
