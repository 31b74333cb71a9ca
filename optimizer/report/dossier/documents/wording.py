"""Items of change in official wording, Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from models.kinds import Kind
from models.quantities import HECTARES_PER_KM2
from optimizer.decide.compare import Contender
from optimizer.report.dossier.documents.changes import Change, Changes, Move
from optimizer.report.dossier.documents.places import Place, Places
from optimizer.report.dossier.material import Material
from optimizer.report.words import place_name
from optimizer.report.words.case import WORDS as CASE_WORDS
from optimizer.text import Text, listed

_OFFICES = {
    Kind.SUBDISTRICT: Text("subdistrict office", "街道办事处"),
    Kind.TOWN: Text("town government", "镇人民政府"),
    Kind.TOWNSHIP: Text("township government", "乡人民政府"),
}


def spelt(texts: Iterable[Text]) -> Text:
    """Return sentences one after another."""
    held = list(texts)
    return Text(" ".join(t.en for t in held), "".join(t.zh for t in held))


def area_text(area_ha: int) -> str:
    """Return an area in km2 as documents write it.

    >>> area_text(13458)
    '134.58'
    """
    return f"{area_ha / HECTARES_PER_KM2:.2f}"


@dataclass(frozen=True)
class Wording:
    """Words the items of a plan."""

    material: Material
    contender: Contender

    @cached_property
    def changes(self) -> Changes:
        """The items."""
        return Changes(self.contender.plan, self.material.scenario)

    @cached_property
    def places(self) -> Places:
        """The figures of the places."""
        return Places(self.material, self.contender)

    def item(self, change: Change) -> Text:
        """Return one item: what is done, then the figures of what comes of it."""
        return {
            "joint": self._joint,
            "whole": self._whole,
            "conversion": self._conversion,
            "founding": self._founding,
            "split": self._split,
            "transfer": self._transfer,
            "seat": self._seat,
            "name": self._name,
        }[change.kind](change)

    def approvers(self, change: Change) -> Text:
        """Return who approves an item (条例 art 9, 10)."""
        who = [w for w in ("province", "founder") if w in {a.approver for a in change.approvals}]
        names = [CASE_WORDS[w] for w in who]
        return Text(" and ".join(n.en for n in names), "、".join(n.zh for n in names))

    def figures(self, place: Place) -> Text:
        """Return villages, area and people of a unit."""
        area, people, parts = area_text(place.area_ha), place.population, place.parts
        return Text(
            f"{place.name} has {parts.en}, {area} km2 and {people} people",
            f"{place.name}辖{parts.zh}，总面积{area}平方公里，总人口{people}人",
        )

    def _former(self, townships: Iterable[int]) -> Text:
        return listed(self.places.former[t].name for t in townships)

    def _after(self, unit: int) -> Text:
        said = self.figures(self.places.units[unit])
        return Text(f"After the change {said.en}.", f"调整后，{said.zh}。")

    def _ground(self, change: Change, name: str) -> Text:
        """Return what the territory of a unit is made of."""
        parts = [*change.dissolved, *([change.base] if change.base >= 0 else [])]
        former = Text(
            self._former(parts).en, _and([f"原{self.places.former[t].name}" for t in parts])
        )
        more = Text("", "")
        if not self.changes.pure(change.unit):
            more = Text(
                " (with the villages that other items add, without those that they take away)",
                "（含本方案其他事项划入的村、社区，不含划出的村、社区）",
            )
        return Text(
            f"The former territory of {former.en}{more.en} becomes that of {name}.",
            f"以{former.zh}的行政区域{more.zh}为{name}的行政区域",
        )

    def _stays(self, change: Change) -> Text:
        """Return where the seat is."""
        place = self.places.units[change.unit]
        seat, office = place_name(place.seat), _OFFICES[place.kind]
        if change.unit in self.changes.moved_seats or change.base < 0:
            return Text(f"The {office.en} sits in {place.seat}.", f"，{office.zh}驻{seat}。")
        return Text(
            f"The seat of the {office.en} stays in {place.seat}.",
            f"，{office.zh}驻地不变，仍驻{seat}。",
        )

    def _joint(self, change: Change) -> Text:
        place, base = self.places.units[change.unit], self.places.former[change.base]
        gone, seat = self._former([change.base, *change.dissolved]), place_name(place.seat)
        office = _OFFICES[place.kind]
        said, ground = self.figures(place), self._ground(change, place.name)
        was = Text("", "")
        if change.unit not in self.changes.moved_seats:
            was = Text(
                f" (the former seat of {base.name})",
                f"（原{base.name}{_office_of(base.kind)}驻地）",
            )
        return spelt(
            (
                Text(
                    f"{gone.en} are dissolved and {place.name} is founded on them.",
                    f"撤销{gone.zh}，合并设立{place.name}。",
                ),
                Text(ground.en, f"{ground.zh}。"),
                Text(f"{said.en}.", said.zh),
                Text(
                    f"The {office.en} sits in {place.seat}{was.en}.",
                    f"，{office.zh}驻{seat}{was.zh}。",
                ),
            )
        )

    def _whole(self, change: Change) -> Text:
        name, gone = self.places.former[change.base].name, self._former(change.dissolved)
        verb = "is" if len(change.dissolved) == 1 else "are"
        head = Text(
            f"{gone.en} {verb} dissolved and merged whole into {name}.",
            f"撤销{gone.zh}，整建制并入{name}。",
        )
        parts = head, self._ground(change, name), self._stays(change), self._after(change.unit)
        return spelt(parts)

    def _conversion(self, change: Change) -> Text:
        place, base = self.places.units[change.unit], self.places.former[change.base]
        head = Text(
            f"{base.name} is dissolved and {place.name} is set up.",
            f"撤销{base.name}，设立{place.name}。",
        )
        parts = head, self._ground(change, place.name), self._stays(change)
        return spelt((*parts, self._after(change.unit)))

    def _founding(self, change: Change) -> Text:
        place, gone = self.places.units[change.unit], self._former(change.dissolved)
        founded = Text(f"{place.name} is founded.", f"设立{place.name}")
        if change.dissolved:
            founded = Text(
                f"{gone.en} dissolved and {place.name} founded.",
                f"撤销{gone.zh}，设立{place.name}",
            )
        more = Text(
            "Its territory are the villages that this and other items give it.",
            "，以本方案划入的村、社区为其行政区域",
        )
        return spelt((founded, more, self._stays(change), self._after(change.unit)))

    def _split(self, change: Change) -> Text:
        name = self.places.former[change.dissolved[0]].name
        into = [self.places.units[move.unit].name for move in change.moves]
        head = Text(
            f"{name} is dissolved and divided between {listed(into).en}.",
            f"撤销{name}，分别并入{listed(into).zh}。",
        )
        gifts = [self._gift(move, Text(name, f"原{name}")) for move in change.moves]
        after = [self._after(move.unit) for move in change.moves]
        return spelt((head, *gifts, *after))

    def _gift(self, move: Move, source: Text) -> Text:
        """Return which villages go where; every one is named."""
        villages, into = self.material.territory.villages, self.places.units[move.unit].name
        named = [villages.names[v] for v in move.villages.tolist()]
        parts = self.places.parts(move.villages)
        total = f"共{parts.zh}" if len(named) > 1 else ""
        verb = "goes" if len(named) == 1 else "go"
        return Text(
            f"{parts.en} of {source.en} {verb} to {into}: {', '.join(named)}.",
            f"将{source.zh}的{'、'.join(map(place_name, named))}{total}划归{into}管辖。",
        )

    def _transfer(self, change: Change) -> Text:
        move = change.moves[0]
        giver = self.places.former[change.base].name
        after = [self._after(unit) for unit in (change.unit, move.unit)]
        return spelt((self._gift(move, Text(giver, giver)), *after))

    def _seat(self, change: Change) -> Text:
        place, base = self.places.units[change.unit], self.places.former[change.base]
        old, new = place_name(base.seat), place_name(place.seat)
        return Text(
            f"The seat of {place.name} moves from {base.seat} to {place.seat}.",
            f"{place.name}{_office_of(place.kind)}驻地由{old}迁至{new}。",
        )

    def _name(self, change: Change) -> Text:
        old, new = self.places.former[change.base].name, self.places.units[change.unit].name
        return Text(f"{old} is renamed {new}.", f"{old}更名为{new}。")


def _and(names: list[str]) -> str:
    return "和".join(filter(None, ("、".join(names[:-1]), names[-1])))


def _office_of(kind: Kind) -> str:
    """Return what follows a unit's name: 甲镇 + 人民政府."""
    return _OFFICES[kind].zh.removeprefix(kind.value)
