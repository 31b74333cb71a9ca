"""What the user asks for: territory files, mode, rules and objectives in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    create_model,
    field_validator,
    model_validator,
)

from models.geodesy import Earth
from models.incomplete import IncompleteError, ParameterError
from models.objectives import OBJECTIVES, Objective
from models.objectives.strengthen import PREFERRED
from models.quantities import IntArray
from models.rules import ALWAYS, RULES, Rule
from models.rules.count import NoMore

if TYPE_CHECKING:
    from models.merge.problem import Problem

Weight = Annotated[int, Field(ge=0, le=1_000_000)]
Mode = Literal["whole", "split", "redraw"]
Seats = Literal["townships", "any"]
_CONFIG = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
DEFAULT_OBJECTIVES = ("units", "share", "travel", "disruption")


class TerritoryFiles(BaseModel):
    """Names of the tables, relative to the scenario file.

    Attributes
    ----------
    detour
        Road length per straight-line length, needed only where neither roads nor
        travel are given. No number is assumed.
    earth
        What the Earth is taken for where straight lines are measured.
    min_border_km
        Least common border of villages that touch, where the table of contiguity has
        the column `border_km`; without it every row counts.
    only
        Codes of the counties that the scenario is about; all without one.
    """

    model_config = _CONFIG

    counties: str = "counties.csv"
    townships: str = "townships.csv"
    villages: str = "villages.csv"
    contiguity: str = "contiguity.csv"
    roads: str = "roads.csv"
    travel: str = "travel.csv"
    facilities: str = "facilities.csv"
    barriers: str = "barriers.csv"
    affinity: str = "affinity.csv"
    borders: str = "borders.geojson"
    detour: float | None = Field(default=None, ge=1)
    earth: Earth = "sphere"
    min_border_km: float | None = Field(default=None, ge=0)
    only: tuple[str, ...] = ()

    def tables(self) -> dict[str, str]:
        """Return the names of the tables by their keys, the borders' among them."""
        return self.model_dump(exclude={"detour", "earth", "min_border_km", "only"})


class ObjectiveSpec(BaseModel):
    """One stage of the lexicographic order.

    Attributes
    ----------
    tolerance
        Relative; by how much later stages may worsen the value, rounded down to
        whole units.
    added_km, flags, weights
        Parameters of `worse_off`, `strengthen` and `weighted`.
    """

    model_config = _CONFIG

    name: str
    tolerance: float = Field(default=0.0, ge=0)
    added_km: float = Field(default=0.0, ge=0)
    flags: tuple[str, ...] = PREFERRED
    weights: dict[str, Weight] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _accept_weights_alone(cls, value: Any) -> Any:
        if isinstance(value, dict) and "weights" in value and "name" not in value:
            return {"name": "weighted", **value}
        return value

    @field_validator("name")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in OBJECTIVES:
            known = sorted(OBJECTIVES)
            en = f"unknown objective; known: {', '.join(known)}"
            raise ParameterError(en, f"没有这个目标；可用：{'、'.join(known)}")
        return name

    @model_validator(mode="after")
    def _fitting(self) -> Self:
        fields = ObjectiveSpec.model_fields
        given = {
            k
            for k in fields
            if getattr(self, k) != fields[k].get_default(call_default_factory=True)
        }
        given -= {"name", "tolerance"}
        if foreign := sorted(given - self.objective.parameters):
            en = f"{self.name} takes no {', '.join(foreign)}"
            raise ParameterError(en, f"目标 {self.name} 没有 {'、'.join(foreign)} 这个键")
        if self.name == "weighted" and not self.weights:
            example = "{ travel = 1, disruption = 500 }"
            raise IncompleteError(
                f"give weights, such as {example}", f"请给出 weights，如 {example}"
            )
        for name in self.weights:
            known = OBJECTIVES.get(name)
            if known is None or known.ratio or known.bottleneck or known.name == self.name:
                raise ParameterError(
                    f"{name} is no objective that adds up", f"{name} 不是可加的目标"
                )
        return self

    def weighed(self) -> Iterator[tuple[ObjectiveSpec, int]]:
        """Yield (objective, weight) of a weighted sum."""
        for name, weight in self.weights.items():
            yield ObjectiveSpec(name=name), weight

    @property
    def needs_points(self) -> bool:
        """Whether it, or a part of its weighted sum, needs lon, lat of every village."""
        parts = (part.objective for part, _ in self.weighed())
        return any(o.needs_points for o in (self.objective, *parts))

    def opening(self, problem: Problem) -> IntArray:
        """Return the cost of a unit of each option, shape (options,)."""
        return self.objective.opening(problem, self)

    def assigning(self, problem: Problem) -> IntArray:
        """Return the cost of each part at each seat, shape (parts, seats)."""
        return self.objective.assigning(problem, self)

    @property
    def objective(self) -> type[Objective]:
        """The objective itself."""
        return OBJECTIVES[self.name]


_FIELDS: dict[str, Any] = {key: (rule | None, None) for key, rule in RULES.items()}
RuleTable: type[BaseModel] = create_model("RuleTable", __config__=_CONFIG, **_FIELDS)


class Scenario(BaseModel):
    """A question put to the solver; every key of scenario.toml.

    Attributes
    ----------
    seats
        Villages that may be seats of units: those of former townships, or any.
    estimated
        What of the data is estimated; every report prints it.
    """

    model_config = _CONFIG

    name: str = Field(min_length=1)
    title: str = ""
    mode: Mode = "whole"
    seats: Seats = "townships"
    estimated: str = ""
    territory: TerritoryFiles = TerritoryFiles()
    rules: RuleTable = RuleTable()  # type: ignore[valid-type]
    objectives: tuple[ObjectiveSpec, ...] = Field(
        default=tuple(ObjectiveSpec(name=name) for name in DEFAULT_OBJECTIVES), min_length=1
    )

    @field_validator("seats")
    @classmethod
    def _redrawn(cls, seats: Seats, known: ValidationInfo) -> Seats:
        if seats == "any" and known.data.get("mode", "redraw") != "redraw":
            en = '"any" goes with mode = "redraw" only; in other modes seats are kept'
            raise ParameterError(en, '"any" 只用于 mode = "redraw"；其他方式保留原驻地')
        return seats

    @field_validator("objectives")
    @classmethod
    def _distinct(cls, specs: tuple[ObjectiveSpec, ...]) -> tuple[ObjectiveSpec, ...]:
        names = [spec.name for spec in specs]
        if len(set(names)) < len(names):
            raise ParameterError("an objective is named twice", "同一目标写了两次")
        return specs

    def rule(self, key: str) -> Any:
        """Return the rule under a key, or None when it is off."""
        return getattr(self.rules, key)

    def with_rule(self, key: str, rule: Rule | None) -> Scenario:
        """Return the scenario with another rule under a key, or with the rule off."""
        rules = {name: getattr(self.rules, name) for name in RULES} | {key: rule}
        return self.model_copy(update={"rules": RuleTable.model_construct(**rules)})

    def lifts(self, rule: type[Rule]) -> bool:
        """Return whether the user has lifted a rule that is on without being named."""
        count = self.rule("count")
        return rule is NoMore and count is not None and count.allow_more

    def active_rules(self) -> Iterator[Rule]:
        """Yield the rules that are on, those that are always on first."""
        yield from (rule() for rule in ALWAYS.values() if not self.lifts(rule))
        yield from (rule for key in RULES if (rule := self.rule(key)) is not None)
