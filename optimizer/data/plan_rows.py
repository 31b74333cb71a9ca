"""Rows of a plan's table as a planner writes them: codes or names, villages or townships."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np

from models.quantities import IntArray
from models.territory import Territory
from optimizer.data.spelling import name_key
from optimizer.data.table import PLACES, Table
from optimizer.text import Text

_SHOWN = 5
"""Units of one name that are listed to choose from."""
_Names = Mapping[str, list[int]]


class PlanRows:
    """The villages and units that the rows of a plan name.

    Attributes
    ----------
    village, unit
        Position for each row, shape (rows,); -1 where it is unknown. A row of a
        township is one row for each of its villages.
    row
        Position of the row in the table.
    """

    def __init__(self, table: Table, territory: Territory) -> None:
        self.table, self.territory = table, territory
        by_village = table.has("village")
        home = self._townships() if table.has("township") else None
        villages = self._villages(home) if by_village else None
        if villages is None:
            assert home is not None
            self.village, self.row = self._all_of(home)
        else:
            self.village, self.row = villages, np.arange(len(table))
        self.unit = self._units(None if villages is None else villages, home)[self.row]

    def _all_of(self, townships: IntArray) -> tuple[IntArray, IntArray]:
        """Return every village of the townships that rows name, and the row of each."""
        of = self.territory.villages.township
        inside = [np.nonzero(of == t)[0] if t >= 0 else np.array([-1]) for t in townships]
        rows = np.repeat(np.arange(len(townships)), [len(found) for found in inside])
        return np.concatenate(inside).astype(np.int64), rows

    def _townships(self) -> IntArray:
        """Return the township of each row; where villages are named too, faults are none."""
        found = self._named("township", self.territory.township_codes, self._township_names)
        alone = not self.table.has("village")
        return self._resolved("township", found, "townships.csv", {}) if alone else _firsts(found)

    def _villages(self, home: IntArray | None) -> IntArray:
        codes = {code: i for i, code in enumerate(self.territory.villages.codes)}
        found = self._named("village", codes, self._village_names)
        of = self.territory.villages.township
        if home is not None:
            found = [
                [v for v in near if of[v] == t] if len(near) > 1 and t >= 0 else near
                for near, t in zip(found, home.tolist(), strict=True)
            ]
        return self._resolved("village", found, "villages.csv", codes)

    def _units(self, villages: IntArray | None, home: IntArray | None) -> IntArray:
        """Return the unit of each row; a name that several counties have is that of its own."""
        known = self.territory.units_by_code
        found = self._named("unit", known, self._unit_names)
        county = self.territory.county_of_township
        if villages is not None:
            own = np.where(villages >= 0, self.territory.villages.township[villages], -1)
        else:
            assert home is not None
            own = home
        found = [
            [u for u in near if county[u] == county[t]] if len(near) > 1 and t >= 0 else near
            for near, t in zip(found, own.tolist(), strict=True)
        ]
        any_seat = self.territory.any_seat
        return self._resolved("unit", found, "villages.csv" if any_seat else "townships.csv", known)

    def _named(self, column: str, codes: Mapping[str, int], names: _Names) -> list[list[int]]:
        """Return what each value may mean: the place with that code, or those of that name."""
        return [
            [codes[word]] if word in codes else names.get(name_key(word), [])
            for word in self.table.code_text(column)
        ]

    def _resolved(
        self, column: str, found: list[list[int]], file: str, known: Mapping[str, int]
    ) -> IntArray:
        """Return the one place of each row; none and several are faults, -1."""
        what = {"unit": "village" if self.territory.any_seat else "township"}.get(column, column)
        words = self.table.code_text(column)
        named = {word: -1 for word, near in zip(words, found, strict=True) if near}
        codes = {**named, **(known or self.territory.township_codes)}
        positions = self.table.references(column, codes, what, file)
        for at, near in enumerate(found):
            if len(near) == 1:
                positions[at] = near[0]
            elif near:
                said = self._said(what, near)
                self.table.note("E632", at, column, words[at], what=_word(what), places=said)
        return positions

    def _said(self, what: str, positions: Iterable[int]) -> str:
        """Return places by code, name and where they lie."""
        territory, said = self.territory, []
        for at in list(positions)[:_SHOWN]:
            if what == "village":
                township = territory.townships[territory.villages.township[at]]
                said.append(f"{territory.villages.codes[at]} ({township.name})")
            else:
                county = territory.counties[territory.townships[at].county]
                said.append(f"{territory.townships[at].code} ({county.name})")
        return ", ".join(said)

    @cached_property
    def _village_names(self) -> _Names:
        return _by_name(enumerate(self.territory.villages.names))

    @cached_property
    def _township_names(self) -> _Names:
        places = enumerate(self.territory.former.townships)
        return _by_name((i, place.name) for i, place in places)

    @cached_property
    def _unit_names(self) -> _Names:
        return _by_name((i, place.name) for i, place in enumerate(self.territory.townships))

    def note_repeated(self) -> None:
        """Note villages that stand in two rows."""
        first: dict[int, int] = {}
        column = "village" if self.table.has("village") else "township"
        for at, village in enumerate(self.village.tolist()):
            if village < 0:
                continue
            before = first.setdefault(village, at)
            if before == at:
                continue
            row = int(self.table.rows[self.row[before]])
            value = self.table.frame[column].iat[self.row[at]]
            self.table.note("E601", self.row[at], column, value, first=row)


def _by_name(places: Iterable[tuple[int, str]]) -> _Names:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for at, name in places:
        found[name_key(name)].append(at)
    return found


def _firsts(found: list[list[int]]) -> IntArray:
    return np.array([near[0] if len(near) == 1 else -1 for near in found], dtype=np.int64)


def _word(what: str) -> Text:
    return Text(what, PLACES.get(what, what))
