"""The import from end to end: sources to tables, and all that is to be said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from optimizer.data.importing.codes import key_of
from optimizer.data.importing.extras import need
from optimizer.data.importing.hierarchy import place_in
from optimizer.data.importing.imported import Imported, Levels
from optimizer.data.importing.joining import Matches, join
from optimizer.data.importing.levels import PLACES, Known, read_chosen, recognised
from optimizer.data.importing.notices import Notices
from optimizer.data.importing.read import files_of, is_osm, read_layers
from optimizer.data.importing.request import ImportRequest
from optimizer.data.importing.units import Unit, collect


def import_sources(asked: ImportRequest) -> Imported:
    """Read sources and make the tables of a dataset.

    Returns
    -------
    Imported
        Always: what stops the run is among its notices.
    """
    notices = Notices()
    files = files_of(asked.sources, notices)
    layers = [layer for layer in read_layers(files, notices) if len(layer)]
    known = recognised(layers, read_chosen(asked.columns, notices), notices)
    for one in known:
        one.level = asked.forced.get(one.layer.file, one.level)
    imported = Imported(known, notices)
    if not known and not notices.stopped:
        notices.add("E803", ", ".join(path.name for path in asked.sources))
    if not notices.stopped:
        _position(known, asked, notices)
    if _stopped(notices):
        return imported
    levels = _levels(known, asked, notices)
    if levels is not None and not _blocked(notices):
        from optimizer.data.importing.dataset import make_tables

        roads = [path for path in files if is_osm(path)]
        make_tables(imported, levels, asked, roads)
    return imported


def _stopped(notices: Notices) -> bool:
    return notices.stopped


_BLOCKING = ("E807", "E813", "E816", "E817", "E818", "E819")
"""Faults after which there is no dataset to write."""


def _blocked(notices: Notices) -> bool:
    return any(code in _BLOCKING for code, _, _ in notices.cases)


def _position(known: Sequence[Known], asked: ImportRequest, notices: Notices) -> None:
    """Bring every layer with shapes to degrees; tables with two columns of degrees get points."""
    from optimizer.data.importing.points import with_points

    for one in known:
        if one.level == "ignored":
            continue
        if one.layer.shapes is None:
            if not {"lon", "lat"} <= set(one.roles):
                continue
            need("geo", one.layer.file)
            with_points(one, notices)
        if one.layer.shapes is not None:
            from optimizer.data.importing.position import positioned

            positioned(one.layer, asked.positioning, notices)


def _levels(known: Sequence[Known], asked: ImportRequest, notices: Notices) -> Levels | None:
    """Return the units of all levels; None where there is nothing to make a dataset of."""
    order = sorted(known, key=lambda k: k.layer.file != asked.first)
    by_level = {level: [k for k in order if k.level == level] for level in PLACES}
    made = {level: collect(by_level[level], notices) for level in PLACES}
    matches = Matches()
    _merge(made, asked, notices)
    pointed = _pointed(made, notices)
    base = "villages" if _has_shapes(made["villages"]) else "townships"
    for level in PLACES:
        if any(k.layer.family == "polygon" for k in by_level[level]):
            tables = [k for k in by_level[level] if k.layer.family != "polygon"]
            found = join(made[level], tables, notices)
            matches = found if level == base else matches
    levels = Levels(made["villages"], made["townships"], made["counties"], matches=matches)
    levels.inferred = pointed
    if not _has_shapes(made[base]):
        notices.add("E816", case=", ".join(k.layer.title for k in known))
        return None
    if base == "townships":
        _alone(levels, notices)
    _placed(levels, notices)
    _first_of(levels, asked)
    return levels


def _pointed(made: Mapping[str, dict[str, Unit]], notices: Notices) -> bool:
    """Infer polygons where villages are points; return whether any were."""
    if not made["villages"] or _has_shapes(made["villages"]):
        return False
    from optimizer.data.importing.voronoi import divide

    levels = Levels(made["villages"], made["townships"], made["counties"])
    return divide(levels, notices)


def _has_shapes(units: Mapping[str, Unit]) -> bool:
    return any(unit.shape is not None for unit in units.values())


def _merge(made: Mapping[str, dict[str, Unit]], asked: ImportRequest, notices: Notices) -> None:
    """Join old units to those that they merged into since, as the user says."""
    import shapely

    for old, new in asked.merges:
        for level in ("villages", "townships"):
            units = made[level]
            a, b = _named(units, old), _named(units, new)
            if a and b and a != b:
                shapes = [units[k].shape for k in (a, b) if units[k].shape is not None]
                units[b].shape = shapely.union_all(shapely.make_valid(shapes)) if shapes else None
                notices.add("W842", level, case=f"{units[a].label()} → {units[b].label()}")
                del units[a]
                break
        else:
            notices.add("E817", "--merge", case=f"{old}={new}")


def _named(units: Mapping[str, Unit], word: str) -> str:
    if key_of(word) in units:
        return key_of(word)
    found = [key for key, unit in units.items() if unit.name == word]
    return found[0] if len(found) == 1 else ""


def _alone(levels: Levels, notices: Notices) -> None:
    """Make each township its own village; what villages' tables say is summed up."""
    levels.coarse = True
    rows = levels.villages
    if rows:
        place_in(rows, "townships", levels.townships, notices)
        _sum_up(rows, levels, notices)
    levels.villages = dict(levels.townships)
    notices.add("W821", "villages.csv", case=str(len(levels.villages)))


def _sum_up(rows: Mapping[str, Unit], levels: Levels, notices: Notices) -> None:
    """Give townships the people of their villages where no source has the townships' own."""
    from optimizer.data.importing.figures import numbers

    home = place_in(rows, "townships", levels.townships, Notices())
    totals: dict[str, float] = {}
    for key, township in home.items():
        value = rows[key].values.get("population", "")
        (number,), _ = numbers([value], "", "", Notices())
        if number is not None:
            totals[township] = totals.get(township, 0.0) + float(number)
    for key, total in totals.items():
        unit = levels.townships[key]
        if "population" not in unit.values:
            unit.values["population"] = f"{total:g}" if total % 1 else str(int(total))
            first = next(r for r in rows.values() if "population" in r.sources)
            unit.sources["population"] = first.sources["population"]
            unit.sources["population_unit"] = first.sources.get("population_unit", "")
            notices.add("W838", unit.sources["population"], case=unit.label())


def _first_of(levels: Levels, asked: ImportRequest) -> None:
    """Give the only county a name where it has none: that of the dataset."""
    if len(levels.counties) == 1 and asked.name:
        (county,) = levels.counties.values()
        county.name = county.name or asked.name


def _placed(levels: Levels, notices: Notices) -> None:
    """Put villages into townships and townships into counties."""
    if levels.coarse:
        levels.township_of = {key: key for key in levels.villages}
    else:
        levels.township_of = place_in(levels.villages, "townships", levels.townships, notices)
        empty = set(levels.townships) - set(levels.township_of.values())
        cases = [levels.townships[key].label() for key in levels.townships if key in empty]
        notices.extend("W843", "townships.csv", "", cases)
        for key in empty:
            del levels.townships[key]
    levels.county_of = place_in(levels.townships, "counties", levels.counties, notices)
    for key in set(levels.counties) - set(levels.county_of.values()):
        notices.add("W843", "counties.csv", case=levels.counties[key].label())
        del levels.counties[key]
