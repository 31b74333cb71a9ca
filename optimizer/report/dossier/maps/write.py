"""The maps as files: PDF to print, PNG to paste, SVG to edit."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_pdf import PdfPages

from models.plan import Plan
from optimizer.decide.compare import Contender
from optimizer.report.dossier.maps.land import land_of
from optimizer.report.dossier.maps.paper import SIZES
from optimizer.report.dossier.maps.sheets import Said, Sheet, city_sheet, county_sheet
from optimizer.report.dossier.maps.views import View, status_quo
from optimizer.report.dossier.material import Material
from optimizer.report.map.base_map import BaseMap, known_borders, survey
from optimizer.report.map.draw import MOST_TOWNSHIPS, settings, shortened_paths
from optimizer.report.map.fonts import ADVICE, Typeface, one_line, typeface
from optimizer.report.words.map import MapWords
from optimizer.report.words.sheets import SheetWords, sheet_words
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.pool.processes import Processes

FOLDER, NOTES = "maps", "说明.txt"
DPI = 150
"""Of PNG on A3: 2,480 x 1,754; larger sheets get as many points."""
WORTH_TWO = 8
"""From so many sheets on a second process is worth its start."""
_QUIET = {"Creator": None, "Producer": None, "CreationDate": None}
"""Nothing that differs from run to run."""


@dataclass(frozen=True)
class Grounds:
    """What maps are drawn on, and what is to be said of it.

    Attributes
    ----------
    ground
        None where there is nothing to draw.
    face
        The fonts.
    notes
        What is missing and what to do, in the language of the set.
    """

    base_map: BaseMap | None
    face: Typeface
    notes: tuple[str, ...]


def grounds(material: Material) -> Grounds:
    """Look at the ground and the fonts before anything is drawn."""
    territory, words, face = material.territory, MapWords(_lang(material)), typeface()
    if len(territory.townships) > MOST_TOWNSHIPS:
        many = words("too_many", n=len(territory.townships), most=MOST_TOWNSHIPS)
        return Grounds(None, face, (many,))
    notes = []
    try:
        base_map = survey(territory)
        if territory.borders is not None and base_map is not None:
            known = known_borders(territory)
            notes += [] if known else [words("no_borders", why=words("missing_borders"))]
    except ValueError as error:
        notes.append(words("no_borders", why=str(error)))
        base_map = survey(replace(territory, borders=None))
    if base_map is None:
        return Grounds(None, face, (words("no_coordinates"),))
    if absent := len(territory.villages) - len(base_map.drawn):
        notes.append(words("some_missing", n=absent))
    if not face.chinese:
        notes.append(ADVICE[_lang(material)])
    elif strange := _strange(material, face):
        notes.append(SheetWords(_lang(material))("strange", names=strange))
    return Grounds(base_map, face, tuple(notes))


def map_notes(material: Material) -> tuple[str, ...]:
    """Return what is wrong with the maps of a set, or why there are none; empty: all is well."""
    return grounds(material).notes


def write_maps(material: Material, folder: Path) -> list[str]:
    """Draw the maps of a set.

    Returns
    -------
    list of str
        The names of the files, from the folder: `maps/总图.pdf` with the whole territory,
        before and after each plan, `maps/分县图-方案N.pdf` with a sheet a county for each
        plan; of the whole territory and, for the first plan, of each county also PNG and SVG.
    """
    found = grounds(material)
    (folder / FOLDER).mkdir()
    names = []
    if found.base_map is not None:
        names = _drawn(Atlas(material, found.base_map, found.face, folder))
    if found.notes:
        names.append(f"{FOLDER}/{NOTES}")
        text = "".join(f"{note}\n" for note in found.notes)
        (folder / names[-1]).write_text(text, encoding="utf-8", newline="\n")
    return names


def _drawn(atlas: Atlas) -> list[str]:
    """Draw all sheets, on two cores where there are many of them and as many cores."""
    parts = [0, *range(1, len(atlas.material.plans) + 1)]
    alone = len(parts) * len(atlas.material.territory.counties) < WORTH_TWO
    if alone or (os.cpu_count() or 1) < 2:
        return [name for part in parts for name in _part(atlas, part)]
    parts = [1, 0, *parts[2:]]  # the longest first
    found = Processes(2).run(_part, atlas, parts, Clock())
    by_part = {parts[at]: names for at, names in found}
    return [name for part in sorted(by_part) for name in by_part[part]]


def _part(atlas: Atlas, part: int, clock: Clock | None = None) -> list[str]:
    """Draw the whole territory (0) or the counties of a plan (from 1)."""
    families = typeface().families  # a fresh process has to look for fonts itself
    with mpl.rc_context({**settings(families), "hatch.linewidth": 0.45}):
        return list(atlas.counties(part) if part else atlas.city())


@dataclass(frozen=True)
class Atlas:
    """All sheets of a set."""

    material: Material
    base_map: BaseMap
    face: Typeface
    folder: Path

    @cached_property
    def words(self) -> SheetWords:
        """The words on the maps."""
        return sheet_words(_lang(self.material), self.face)

    @cached_property
    def before(self) -> View:
        """The status quo."""
        return status_quo(Plan.status_quo(self.material.territory))

    def after(self, contender: Contender) -> View:
        """Return the side of a plan."""
        return View(contender.plan, self.material.unit_names(contender), after=True)

    def city(self) -> Iterator[str]:
        """Draw the whole territory, before and after each plan."""
        land = land_of(self.base_map, self.material.territory, None)
        numbers: dict[int, int] = {}
        sheets = [city_sheet(land, self.before, "", self.said, {}, numbers)]
        places = sheets[0].shown[0].places
        for plan in self.material.plans:
            side = self.after(plan)
            name = self.title(plan)
            sheets.append(city_sheet(land, side, name, self.said, places, numbers))
        yield self._pdf("总图", sheets)
        stems = ["现状", *(f"方案{n}" for n in range(1, len(sheets)))]
        for stem, sheet in zip(stems, sheets, strict=True):
            yield from self._pictures(f"总图-{stem}", sheet)

    def counties(self, number: int) -> Iterator[str]:
        """Draw a sheet a county for a plan; they are numbered from 1."""
        plan = self.material.plans[number - 1]
        stem, name = f"分县图-方案{number}", self.title(plan)
        sides, sheets = (self.before, self.after(plan)), []
        for county in self._counties():
            land = land_of(self.base_map, self.material.territory, county)
            sheet = county_sheet(land, sides, county, name, self.said)
            sheets.append(sheet)
            if number == 1:
                (self.folder / FOLDER / stem).mkdir(exist_ok=True)
                yield from self._pictures(f"{stem}/{self._stem(county)}", sheet)
        yield self._pdf(stem, sheets)

    def title(self, plan: Contender) -> str:
        """Return a plan's title as it can be drawn."""
        number = self.material.plans.index(plan) + 1
        return self.face.pick(plan.name, f"Plan {number}")

    def _counties(self) -> list[int]:
        drawn = self.material.territory.villages.township[self.base_map.drawn]
        return sorted(set(self.material.territory.county_of_township[drawn].tolist()))

    def _stem(self, county: int) -> str:
        """Return a name of a file: letters and digits alone, whatever the data says."""
        of = self.material.territory.counties[county]
        found = "".join(c for c in f"{of.code}{of.name}" if c.isalnum())[:40]
        return f"{county + 1:03d}-{found}"

    @cached_property
    def said(self) -> Said:
        """What stands on every sheet."""
        return said_of(self.material, self.base_map, self.face, self.words)

    def _pdf(self, stem: str, sheets: Sequence[Sheet]) -> str:
        name = f"{FOLDER}/{stem}.pdf"
        with PdfPages(self.folder / name, metadata={**_QUIET, "Title": self.said.title}) as pages:
            for sheet in sheets:
                pages.savefig(sheet.canvas.figure)
        return name

    def _pictures(self, stem: str, sheet: Sheet) -> Iterator[str]:
        """Write a sheet as PNG and SVG."""
        figure, png = sheet.canvas.figure, f"{FOLDER}/{stem}.png"
        about: dict[str, Any] = {"Title": self.said.title, "Software": None}
        packed = {"compress_level": 2}
        dpi = DPI * min(
            1.0, SIZES["A3"][0] * 1.1 / max(sheet.layout.paper.width, sheet.layout.paper.height)
        )
        figure.savefig(self.folder / png, dpi=dpi, metadata=about, pil_kwargs=packed)
        yield png
        svg, text = f"{FOLDER}/{stem}.svg", io.StringIO()
        about = {"Title": self.said.title, "Date": None, "Creator": None}
        figure.savefig(text, format="svg", metadata=about)
        content = shortened_paths(text.getvalue())
        (self.folder / svg).write_text(content, encoding="utf-8", newline="\n")
        yield svg


def said_of(material: Material, base_map: BaseMap, face: Typeface, words: SheetWords) -> Said:
    """Return title, watermark and notes of all sheets."""
    marks, said = material.marks, words.of
    watermark = marks.watermark
    data = [words("data", day=said(marks.data_day))]
    data.append(words("year", year=marks.data_year or words("unknown")))
    data.append(words("inferred" if base_map.inferred else "real"))
    left = [words("stop").join(data)]
    if material.estimated:
        what = face.pick(material.estimated)
        left.append(words("estimated", what=what) if what else words("some_estimated"))
    left.append(words("stop").join([words("projection"), words("figures_note")]))
    right = [said(n) for n in marks.numbers]
    right += [] if marks.papers else [words("approval", n=words("none_yet"))]
    right += [] if marks.reviews else [words("review", n=words("none_yet"))]
    right = [words("stop").join(right)]
    right += [said(marks.line)] if watermark is not None or marks.state is not None else []
    dated = [words("issuer", who=marks.issuer)] if marks.issuer else []
    dated += [words("issued", day=marks.issued)] if marks.issued else []
    right += [words("stop").join(dated)] if dated else []
    return Said(
        words,
        face,
        face.pick(material.title, words("title")),
        "" if watermark is None else drawable(said(watermark), face),
        tuple(drawable(line, face) for line in left),
        tuple(drawable(line, face) for line in right),
    )


def drawable(text: str, face: Typeface) -> str:
    """Return a text with a question mark for each character that no font has."""
    return "".join(c if face.shows(c) else "?" for c in one_line(text))


def _strange(material: Material, face: Typeface) -> str:
    """Return names that the fonts have no letters for, some of them."""
    territory = material.territory
    names = [t.name for t in territory.townships] + [c.name for c in territory.counties]
    found = [name for name in dict.fromkeys(names) if not face.pick(name)]
    return "、".join(found[:5])


def _lang(material: Material) -> Any:
    return "zh" if material.lang == "zh" else "en"
