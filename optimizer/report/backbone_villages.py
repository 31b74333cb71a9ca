"""What `backbone` says of the village modes: where a township's villages go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from optimizer.data.cells import Code
from optimizer.decide.backbone import Backbone
from optimizer.decide.villages.parts import SHOWN, parts
from optimizer.report.screen import Column, Screen
from optimizer.report.terms import Terms


def print_parts(screen: Screen, terms: Terms, found: Backbone) -> None:
    """Print where the villages of each township go, and how that stands."""
    territory = found.near.space.territory
    columns = [Column(terms(k)) for k in ("county", "township", "unit_of", "all_villages")]
    columns += [Column(terms(f"villages_{s.value}"), figures=True) for s in SHOWN]
    columns.append(Column(terms("of_villages"), figures=True))
    rows = [
        (
            territory.counties[territory.townships[p.township].county].name,
            territory.labels[p.township],
            territory.labels[p.unit],
            terms(f"pairs_{p.whole.value}"),
            *(str(p.villages[s]) for s in SHOWN),
            str(p.of),
        )
        for p in parts(found)
    ]
    if rows:
        screen.table(terms("goings"), columns, rows)


def goings_record(found: Backbone) -> list[dict[str, str]]:
    """Return the villages beside units for programs; what is not listed is in no plan."""
    territory = found.near.space.territory
    return [
        {
            "village": territory.villages.codes[g.village],
            "unit": territory.unit_codes[g.unit],
            "standing": g.standing.value,
        }
        for g in found.goings
    ]


def goings_rows(found: Backbone) -> Iterator[Sequence[object]]:
    """Yield townships, then villages, beside units as a table."""
    territory = found.near.space.territory
    codes, home = territory.unit_codes, territory.villages.township
    head = ("township", "township_name", "unit", "unit_name", "village", "village_name")
    yield ["county", *head, "standing"]

    def places(township: int, unit: int) -> list[object]:
        a, b = territory.townships[township], territory.townships[unit]
        county = territory.counties[a.county].code
        return [Code(county), Code(a.code), a.name, Code(codes[unit]), b.name]

    for pair in found.pairs:
        yield [*places(pair.a, pair.b), "", "", pair.standing.value]
    for g in found.goings:
        village = Code(territory.villages.codes[g.village]), territory.villages.names[g.village]
        yield [*places(int(home[g.village]), g.unit), *village, g.standing.value]
