"""What the engine proved beside what the twin says, in whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from models.objectives import OBJECTIVES
from models.scenario import ObjectiveSpec
from optimizer.check import Audit
from optimizer.solve.certify.twin import TwinStage, within
from optimizer.solve.results import ObjectiveResult, Value
from optimizer.solve.solution import DisagreementError
from optimizer.text import Text

OUT_OF_TIME = Text("the twin's time was over", "对照模型用完了时间")
UNPROVED = Text("the engine did not prove it", "主引擎未能证明")
TOO_FINE = Text(
    "the twin differs by less than its tolerance can tell", "对照模型的差异小于其容差所能分辨的范围"
)
LOOSE = Text(
    "the twin's plan passes an earlier objective by less than its tolerance can tell",
    "对照模型的方案超出前序目标的幅度小于其容差所能分辨的范围",
)


def judge(
    specs: Sequence[ObjectiveSpec],
    reached: Sequence[ObjectiveResult],
    stage: TwinStage,
    checked: Audit | None,
) -> Text | None:
    """Compare the last of some objectives.

    Parameters
    ----------
    specs, reached
        The objectives up to the one that is compared.
    stage
        What the twin says of the last.
    checked
        What the checker says of the twin's plan; None without one.

    Returns
    -------
    Text or None
        Why the value is not confirmed; None if it is.

    Raises
    ------
    DisagreementError
        When the two disagree.
    """
    spec, engine = specs[-1], reached[-1]
    if stage.status == "infeasible":
        raise _different(engine, Text("no plan at all", "没有任何方案"))
    if checked is None:
        return OUT_OF_TIME
    if checked.broken:
        clauses = ", ".join(finding.clause for finding in checked.broken)
        raise _different(engine, Text(f"a plan that breaks {clauses}", f"违反 {clauses} 的方案"))
    if not all(_within(*pair, checked) for pair in zip(specs[:-1], reached[:-1], strict=True)):
        return LOOSE
    return _compare(spec, engine, stage, checked.objectives[spec.name])


def _within(spec: ObjectiveSpec, engine: ObjectiveResult, checked: Audit) -> bool:
    """Return whether a plan leaves an earlier objective where the engine's plan may leave it."""
    value = checked.objectives[spec.name]
    return value is not None and within(spec, engine.best, value)


def _compare(
    spec: ObjectiveSpec, engine: ObjectiveResult, stage: TwinStage, value: Value | None
) -> Text | None:
    assert value is not None
    sign = -1 if spec.objective.ratio else 1
    floor = engine.best if engine.proved else engine.bound
    if floor is not None and sign * value < sign * floor:
        raise _different(engine, Text(f"a plan with {value}", f"取值 {value} 的方案"))
    if not engine.proved:
        return UNPROVED
    if stage.status == "open":
        return OUT_OF_TIME
    if value == engine.best:
        return None
    if abs(Fraction(value) - Fraction(engine.best)) <= stage.resolution:
        return TOO_FINE
    raise _different(engine, Text(f"{value} at best", f"最优为 {value}"))


def _different(engine: ObjectiveResult, twin: Text) -> DisagreementError:
    proof = "proved" if engine.proved else f"bound {engine.bound}"
    proof_zh = "已证明" if engine.proved else f"界 {engine.bound}"
    return DisagreementError(
        Text(
            f"the engines disagree about {engine.name}: the core engine has {engine.best} "
            f"({proof}), the PuLP twin {twin.en}; one of them is wrong, so no plan is given",
            f"两个引擎对“{_chinese(engine.name)}”的结论不一致："
            f"主引擎为 {engine.best}（{proof_zh}），PuLP 对照模型为{twin.zh}；"
            "其中必有一误，因此不输出方案",
        )
    )


def feasible_after_all(spec: ObjectiveSpec, value: Value | None) -> DisagreementError:
    """Return the error that the twin has a plan where the engine proved that there is none."""
    return DisagreementError(
        Text(
            "the engines disagree: the core engine proved that no plan keeps the rules, the PuLP "
            f"twin has one that the checker accepts, with {spec.name} {value}",
            "两个引擎的结论不一致：主引擎证明没有符合规则的方案，PuLP 对照模型却有通过核验的方案，"
            f"其“{_chinese(spec.name)}”的取值为 {value}",
        )
    )


def infeasible_note(solver: str, doubt: Text | None = None) -> Text:
    """Say that there is no plan for the twin either, or why it cannot tell."""
    if doubt is None:
        return Text(
            f"confirmed by the PuLP twin ({solver}): no plan keeps the rules",
            f"经 PuLP 对照模型（{solver}）确认：没有符合规则的方案",
        )
    return Text(
        f"not confirmed by the PuLP twin ({solver}): {doubt.en}",
        f"未经 PuLP 对照模型（{solver}）确认：{doubt.zh}",
    )


def _chinese(name: str) -> str:
    """Return what an objective asks, in Chinese."""
    return OBJECTIVES[name].title_zh


def notes(
    specs: Sequence[ObjectiveSpec], doubts: dict[str, list[Text]], solver: str
) -> tuple[Text, ...]:
    """Say what is confirmed, and what is not and why."""
    sure = [spec.name for spec in specs if not doubts.get(spec.name)]
    found = []
    if sure:
        names, names_zh = ", ".join(sure), "\uff1b".join(map(_chinese, sure))
        found.append(
            Text(
                f"confirmed by the PuLP twin ({solver}): {names}",
                f"经 PuLP 对照模型（{solver}）确认：{names_zh}",
            )
        )
    for name, reasons in doubts.items():
        first, times = reasons[0], len(reasons)
        more = f" ({times} times)" if times > 1 else ""
        more_zh = f"（{times} 处）" if times > 1 else ""
        found.append(
            Text(
                f"not confirmed by the PuLP twin ({solver}): {name}: {first.en}{more}",
                f"未经 PuLP 对照模型（{solver}）确认：{_chinese(name)}：{first.zh}{more_zh}",
            )
        )
    return tuple(found)
