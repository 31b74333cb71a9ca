"""generate, import_data and init_scenario: where datasets come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from optimizer.api.instance import Instance, read_instance
from optimizer.api.results import Result, StrPath, fault_table
from optimizer.data.own_folder import OwnFolder
from optimizer.text import language

if TYPE_CHECKING:
    from optimizer.data.faults import Fault
    from optimizer.data.generate import Dataset
    from optimizer.data.importing.imported import Imported as Found
    from optimizer.report.screen import Screen

What = Literal["grid", "county", "city", "province"]


def generate(what: What, *, output: StrPath | None = None, **sizes: int) -> Instance:
    """Make an invented territory with all its tables and a scenario.

    Parameters
    ----------
    what
        `grid` (size: k, 2 to 60, cells a side); `county` (townships, villages, seed); `city` or
        `province` (counties, townships, villages, seed; totals).
    output
        A new or an empty folder; by default the instance keeps its tables for itself until it
        is written by `Instance.to_folder`.
    **sizes
        The sizes of `what`; the same sizes and seed (by default 1) give the same territory.

    Raises
    ------
    ValueError
        For sizes that cannot be.
    FileExistsError
        When the folder holds anything.
    InputError
        When the files cannot be written.

    Examples
    --------
    >>> tm.generate("county", townships=12, villages=120, seed=3)
    <Instance county-12x120-s3: 1 county, 12 townships, 120 villages, mode whole, 2 rules on>
    """
    made = generated(what, **sizes)
    if output is not None:
        write(made, output)
        return read_instance(output)
    folder = OwnFolder()
    write(made, folder.name)
    return Instance.read_generated(folder)


def generated(what: What, **sizes: int) -> Dataset:
    """Return a territory as tables, unwritten; as `generate`."""
    from optimizer.data import generate as making

    known = {
        "grid": (making.generate_grid, ("k",)),
        "county": (making.generate_county, ("townships", "villages")),
        "city": (making.generate_city, ("counties", "townships", "villages")),
        "province": (making.generate_province, ("counties", "townships", "villages")),
    }
    if what not in known:
        raise ValueError(f"{what!r} is none of {', '.join(known)}")
    make, names = known[what]
    others = set() if what == "grid" else {"seed"}
    missing, foreign = set(names) - set(sizes), set(sizes) - set(names) - others
    if missing or foreign:
        takes = ", ".join((*names, *sorted(others)))
        raise ValueError(f"{what} takes {takes}; given: {', '.join(sizes) or 'none'}")
    seed = () if what == "grid" else (sizes.get("seed", 1),)
    made: Dataset = make(*(sizes[name] for name in names), *seed)  # type: ignore[operator]
    return made


def write(made: Dataset, folder: StrPath) -> None:
    """Write tables and scenario into a new or an empty folder."""
    from optimizer.data.generate import write_dataset

    write_dataset(made, folder)


@dataclass(frozen=True, repr=False, eq=False)
class Imported(Result):
    """What was made of layers and tables: the dataset's folder, and every notice.

    Attributes
    ----------
    found
        What was read, mended, assumed and computed.
    files
        What was written.
    """

    folder: Path
    found: Found
    files: tuple[Path, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing is wrong or missing; what could be made is written all the same."""
        return not self.found.notices.stopped

    @property
    def all_faults(self) -> list[Fault]:
        """What was mended, assumed, odd or wrong, as faults and warnings."""
        return self.found.notices.faults()

    @property
    def faults(self) -> pd.DataFrame:
        """One row a kind: code, file, row, column, value, what, action."""
        return fault_table(self.all_faults)

    def instance(self, **overrides: Any) -> Instance:
        """Return the instance that was written; see `read_instance`."""
        return read_instance(self.folder, **overrides)

    def record(self, lang: str | None = None) -> dict[str, Any]:
        """Return what `import --json` prints."""
        from optimizer.report.imported import imported_record

        return imported_record(self.found, self.files, language(lang))

    def __repr__(self) -> str:
        """Return the folder, and whether something is missing."""
        said = "complete" if self.complete else "something is wrong or missing: see faults"
        return f"<Imported {self.folder}: {said}>"

    def print_on(self, screen: Screen, lang: str) -> None:
        """Print what `import` prints, notices included."""
        from optimizer.report.faults import fault_text
        from optimizer.report.imported import print_imported

        print_imported(self.found, lang, screen)
        screen.line(fault_text(self.all_faults, lang))

    def tables(self) -> Iterable[tuple[str, pd.DataFrame]]:
        """Yield the faults."""
        yield "", self.faults


def import_data(
    sources: StrPath | Sequence[StrPath],
    output: StrPath,
    *,
    columns: StrPath | None = None,
    population: StrPath | None = None,
    seats: StrPath | None = None,
    facilities: StrPath | None = None,
    roads: Sequence[StrPath] = (),
    counties: StrPath | None = None,
    outline: StrPath | None = None,
    assume: Sequence[str] = (),
    links: Sequence[str] = (),
    links_file: StrPath | None = None,
    accept_links: bool = False,
    merges: Sequence[str] = (),
    crs: Sequence[str] = (),
    shift: Sequence[str] = (),
    transform: str = "",
    tolerance: float | None = None,
    min_border: float = 1.0,
    area: str = "column",
    detour: float = 1.0,
    name: str = "",
) -> Imported:
    """Make a dataset of what an office has: layers and tables (docs/importing.md).

    Parameters
    ----------
    sources
        GeoPackage, Shapefile, FileGDB, GeoJSON (zipped too), xlsx, xls, csv; folders of them.
    output
        Folder of the dataset.
    columns
        File that says what each layer and column is.
    population, seats, facilities, counties, outline
        A further file each: people (counts before others), points of seats, points of
        hospitals and schools, counties, polygons to compare with.
    roads
        Lines, or .osm.pbf.
    assume, links, merges, crs, shift, transform
        Texts as of the command's options: ``population=800``, ``A,B``, ``OLD=NEW``,
        ``FILE=CRS``, ``gcj02``, a PROJ pipeline to degrees.
    links_file, accept_links
        File of many links (a, b); whether every link that is suggested is accepted.
    tolerance, min_border
        Metres: how far corners are moved (measured by default), least border of neighbours.
    area
        `column` or `polygons`: which areas count where both are there.
    detour
        Factor on straight lines where there are no roads.
    name
        Name of the dataset; that of the folder by default.

    Raises
    ------
    InputError
        For options that are wrong, an output that cannot be used, or a missing extra (`geo`,
        `office`). What is wrong with the sources is in `Imported.faults`.
    """
    from optimizer.data.importing.deliver import asked_of, bring

    held = [sources] if isinstance(sources, str) or not isinstance(sources, Sequence) else sources
    asked = asked_of(
        Path(output),
        sources=tuple(map(Path, held)),
        columns=_path(columns),
        population=_path(population),
        seats=_path(seats),
        facilities=_path(facilities),
        roads=tuple(map(Path, roads)),
        counties=_path(counties),
        outline=_path(outline),
        assume=tuple(assume),
        links=tuple(links),
        links_file=_path(links_file),
        accept_links=accept_links,
        merges=tuple(merges),
        crs=tuple(crs),
        shift=tuple(shift),
        transform=transform,
        tolerance=tolerance,
        min_border=min_border,
        area=area,
        detour=detour,
        name=name,
    )
    imported, written = bring(asked, Path(output))
    return Imported(Path(output), imported, tuple(written))


def _path(given: StrPath | None) -> Path | None:
    return None if given is None else Path(given)


def init_scenario(
    folder: StrPath,
    *,
    output: StrPath | None = None,
    force: bool = False,
    lang: str | None = None,
) -> Path:
    """Write a first scenario for the tables of a folder: every rule with what the data say.

    Rules whose numbers nobody gave are off, as comments; every number is the planner's.

    Parameters
    ----------
    output
        Where to; scenario.toml of the folder by default.
    force
        Whether a scenario that somebody wrote is replaced.

    Raises
    ------
    InputError
        With every fault of the tables, or where a scenario is there.
    """
    from optimizer.data.first_scenario import write_first_scenario

    return write_first_scenario(Path(folder), language(lang), _path(output), force).path
