"""Which labels a map wants, and in which forms: with figures, shorter, smaller, as a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.report.dossier.maps.canvas import DROP, LINE, Measure
from optimizer.report.dossier.maps.land import Land
from optimizer.report.dossier.maps.paper import MM_PER_POINT
from optimizer.report.dossier.maps.surface import Form, Wish
from optimizer.report.dossier.maps.views import View
from optimizer.report.map.fonts import one_line, shortened
from optimizer.report.words.sheets import SheetWords

LONGEST_EM, LONGEST_COUNTY_EM = 40.0, 20.0
"""Most that is shown of a name, in sizes of its text."""
SMALLER = ((1.0, 0.0), (0.72, 3.0))
"""Factors on the size of a name and what they cost."""
BARE, FOLDED, NUMBER = 2.2, 0.3, 30.0
"""Costs of a name without figures, of each line more, of a number instead."""
FIGURE_SIZE = 0.72
"""Size of the figures below a name, in sizes of the name."""
LEAST = 4.6
"""Smallest name, points."""
_COMMITTEES = (
    ("村村民委员会", "村"),
    ("村民委员会", "村"),
    ("村村委会", "村"),
    ("村委会", "村"),
    ("社区居民委员会", "社区"),
    ("社区居委会", "社区"),
    ("居民委员会", "居委会"),
)
NUMBER_TEXT = "#"
"""Stands for a number until the labels have their places."""


@dataclass(frozen=True)
class Type:
    """Sizes of texts on a map, points; figures are shown where they have a size."""

    name: float
    county: float
    figures: bool


class Namer:
    """Makes the labels of one map."""

    def __init__(self, measure: Measure, words: SheetWords, type_: Type) -> None:
        self.measure, self.words, self.type = measure, words, type_

    def shown(self, name: str, code: str, longest: float = LONGEST_EM) -> str:
        """Return a name as it can be drawn, else the code."""
        return shortened(self.measure.face.pick(name, code) or one_line(code), longest)

    def units(
        self,
        land: Land,
        view: View,
        units: Iterable[int],
        county: Mapping[int, int],
        before: Mapping[tuple[str, int], tuple[float, float]],
    ) -> list[Wish]:
        """Return the labels of units.

        Parameters
        ----------
        county
            County of each unit.
        before
            Where labels stood on another map, mm.
        """
        wishes = []
        for unit in units:
            name = self.name(view, unit)
            bold = unit in view.changed
            figures = self._figures(view, unit) if self.type.figures else ()
            anchor = tuple(land.seats[unit].tolist())
            key = ("unit", unit)
            forms = tuple(self._forms(name, figures, bold))
            wishes.append(Wish(key, forms, anchor, unit, county[unit], before.get(key)))
        return wishes

    def name(self, view: View, unit: int) -> str:
        """Return a unit's name as it can be drawn."""
        return self.shown(view.names[unit], view.territory.unit_codes[unit])

    def _figures(self, view: View, unit: int) -> tuple[str, str]:
        found = view.figures[unit]
        return self.words("area", km2=found.km2), self.words("figures", people=found.people)

    def _forms(self, name: str, figures: Sequence[str], bold: bool) -> Iterable[Form]:
        size, small = self.type.name, self.type.name * FIGURE_SIZE
        forms = []
        if figures:
            for lines in folds(name)[:2][-1:]:
                head = [(line, size) for line in lines]
                for number, said in enumerate(([" ".join(figures)], list(figures))):
                    text = [*head, *((line, small) for line in said)]
                    forms.append(self._form(text, bold, FOLDED * (len(lines) - 1) + 0.1 * number))
        bare = BARE if figures else 0.0
        for factor, cost in SMALLER:
            for lines in folds(name):
                text = [(line, max(size * factor, LEAST)) for line in lines]
                forms.append(self._form(text, bold, bare + cost + FOLDED * (len(lines) - 1)))
        width = self.measure.mm("888", max(0.8 * size, LEAST), True) * 0.8
        line = max(0.8 * size, LEAST)
        number_form = Form(width, line * LINE * MM_PER_POINT, NUMBER, ((NUMBER_TEXT, line),))
        return sorted([*forms, number_form], key=lambda form: form.cost)

    def _form(self, lines: Sequence[tuple[str, float]], bold: bool, cost: float) -> Form:
        width = max(self.measure.mm(text, size, bold) for text, size in lines)
        height = sum(size for _, size in lines) * LINE * MM_PER_POINT
        return Form(width + 0.6, height + 0.3, cost, tuple(lines))

    def extra(
        self,
        key: tuple[str, int],
        text: str,
        size: float,
        anchor: tuple[float, float],
        unit: int,
        county: int,
    ) -> Wish:
        """Return a label that is left out where it has no room."""
        form = self._form([(text, size)], False, 0.0)
        return Wish(key, (form,), anchor, unit, county, needed=False, leads=False)

    def counties(self, land: Land, view: View, room_mm2: Mapping[int, float]) -> list[Wish]:
        """Return the names of counties, spaced, as large as their counties allow."""
        wishes = []
        for number, area in room_mm2.items():
            county = view.territory.counties[number]
            name = self.shown(county.name, county.code, LONGEST_COUNTY_EM)
            spaced = name if name.isascii() else "\u2002".join(name)
            largest = float(np.clip(np.sqrt(area) / 4.2, 0.75 * self.type.county, self.type.county))
            forms = [
                self._form([(text, largest * factor)], True, cost)
                for text, factor, cost in (
                    (spaced, 1.0, 0.0),
                    (name, 0.9, 1.0),
                    (name, 0.7, 3.0),
                    (name, 0.55, 5.0),
                )
            ]
            middle = tuple(land.xy[land.county == number].mean(axis=0).tolist())
            wishes.append(Wish(("county", number), tuple(forms), middle, -1, number, leads=False))
        return wishes


def village_name(name: str) -> str:
    """Return a village's name without the words for its committee.

    >>> village_name("贾庄村民委员会"), village_name("和平社区居委会")
    ('贾庄村', '和平社区')
    """
    for suffix, short in _COMMITTEES:
        if name.endswith(suffix) and name != suffix:
            return name.removesuffix(suffix) + short
    return name


def folds(name: str) -> list[list[str]]:
    """Return a name on one line and, where it is long, on more.

    >>> folds("英雄中路街道办事处")
    [['英雄中路街道办事处'], ['英雄中路街', '道办事处']]
    """
    found = [[name]]
    for lines in (2, 3, 4):
        if len(name) >= 5 * lines - 2:
            folded = _folded(name, lines)
            if len(folded) > len(found[-1]):
                found.append(folded)
    return found


def _folded(name: str, lines: int) -> list[str]:
    words = name.split(" ") if name.isascii() else list(name)
    glue = " " if name.isascii() else ""
    width, parts = -(-len(name) // lines), [""]
    for word in words:
        longer = parts[-1] + glue + word if parts[-1] else word
        if parts[-1] and len(longer) > width and len(parts) < lines:
            parts.append(word)
        else:
            parts[-1] = longer
    return parts


def baselines(form: Form, top: float) -> list[tuple[str, float, float]]:
    """Return text, size and baseline of each line of a label whose upper edge is given, mm."""
    found, y = [], top - 0.15
    for text, size in form.lines:
        y -= size * LINE * MM_PER_POINT
        found.append((text, size, y + (DROP + (LINE - 1.2) / 2) * size * MM_PER_POINT))
    return found
