"""An explanation in words and as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from models.territory import Territory
from optimizer.decide.explain.conflict import Conflict
from optimizer.decide.explain.data_limits import DataLimit
from optimizer.decide.explain.explain import Difference, Explanation
from optimizer.decide.explain.numbers import UP
from optimizer.decide.explain.relax import Drop, Relaxation
from optimizer.report.progress import clear_progress
from optimizer.report.screen import Column, Screen
from optimizer.report.words import Words
from optimizer.report.words.plans import clause_text
from optimizer.text import Text, full_width


@dataclass
class Unfolding:
    """An explanation printed as it grows: what comes later never changes what stood there."""

    screen: Screen
    territory: Territory
    lang: str
    _shown: int = 0

    def __call__(self, found: Explanation) -> None:
        """Print what is new."""
        clear_progress()
        lines = list(explanation_lines(found, self.territory))
        for line in lines[self._shown :]:
            self.screen.line(line.in_lang(self.lang))
        self._shown = len(lines)


def explanation_lines(found: Explanation, territory: Territory) -> Iterator[Text]:
    """Yield what was found, line by line."""
    if found.asked:
        yield _asked(found, territory)
    if found.feasible is None:
        yield Text(
            "not known: the time was over before a plan or a proof was found",
            "未知：限时内既未找到方案也未证明无解",
        )
        return
    if found.feasible:
        yield Text("a plan exists that keeps every rule", "存在符合全部规则的方案")
        return
    yield Text("proved: no plan keeps all rules", "已证明：没有符合全部规则的方案")
    for number, conflict in enumerate(found.conflicts, 1):
        yield from _conflict(number, conflict, territory)
    for relaxation in found.relaxations:
        yield _relaxed(relaxation)
    for drop in found.drops:
        yield _dropped(drop)


def _asked(found: Explanation, territory: Territory) -> Text:
    codes = territory.township_codes
    names = " + ".join(territory.townships[codes[code]].name for code in found.asked)
    return Text(f"asked: {names} in one unit", f"所问：{names} 并为一个单位")


def _conflict(number: int, conflict: Conflict, territory: Territory) -> Iterator[Text]:
    places = [territory.counties[c].name for c in conflict.counties]
    where = ", ".join(places)
    what, sure = _members(conflict), _sureness(conflict)
    yield Text(
        f"conflict {number}: in {where}, {what.en} ({sure.en}):",
        f"冲突 {number}：在 {where}，{what.zh}（{sure.zh}）：",
    )
    for atom in conflict.atoms:
        clause_zh = clause_text(atom.clause).zh
        yield Text(
            f"  {atom.clause:16} {atom.label.en}", f"  {clause_zh:16} {full_width(atom.label.zh)}"
        )
    if conflict.unheld:
        names = [territory.townships[t].name for t in conflict.unheld]
        yield Text(
            f"  no unit that keeps this holds {', '.join(names)} (proved)",
            f"  没有符合上述要求的单位能包含 {'、'.join(names)}（已证明）",
        )


def _members(conflict: Conflict) -> Text:
    """Say which clauses cannot hold; several demands of one clause are counted."""
    clauses, size = list(dict.fromkeys(atom.clause for atom in conflict.atoms)), len(conflict.atoms)
    en, zh = " and ".join(clauses), "、".join(clause_text(c).zh for c in clauses)
    if size == 1:
        return Text(f"{en} cannot hold", f"{zh} 不能成立")
    if len(clauses) == 1:
        en, zh = f"{size} demands of {en}", f"{zh} 的 {size} 项要求"
    return Text(f"{en} cannot {'both ' if size == 2 else ''}hold", f"{zh} 不能同时成立")


def _sureness(conflict: Conflict) -> Text:
    if not conflict.verified:
        return Text("irreducibility not proved in time", "限时内未证明不可再减")
    if len(conflict.atoms) == 1:
        return Text("proved", "已证明")
    return Text(
        "proved; without any one of them the others can hold",
        "已证明；去掉其中任何一条，其余即可同时成立",
    )


def _relaxed(found: Relaxation) -> Text:
    name, now = found.number.name, found.number.given
    if not found.proved:
        return Text(f"relax {name}: not known in time", f"放宽 {name}：限时内未知")
    if found.steps is None:
        return Text(
            f"relax {name} alone: no value restores a plan",
            f"仅放宽 {name}：任何取值都不能得到方案",
        )
    value = found.number.shown(found.steps)
    less = "减小" if found.number.direction == UP else "增大"
    return Text(
        f"relax {name} alone: {now} -> {value} restores a plan, one step less does not",
        f"仅放宽 {name}：{now} → {value} 即有方案，再{less}则无可行方案",
    )


def _dropped(found: Drop) -> Text:
    """Say what leaving out a rule, or what the ground forbids, comes to."""
    if isinstance(found.rule, DataLimit):
        eased = found.rule.eased
        if found.suffices:
            return Text(f"{eased.en} there could be a plan", f"{eased.zh}，可能有方案")
        return Text(f"{eased.en} alone there is none", f"仅{eased.zh}，仍无方案")
    rule, title = found.rule.key, found.rule.title_zh
    if found.suffices:
        return Text(f"without {rule} alone there is a plan", f"仅去掉“{title}”（{rule}）即有方案")
    return Text(f"without {rule} alone there is none", f"仅去掉“{title}”（{rule}）仍无方案")


def explanation_record(found: Explanation, territory: Territory) -> dict[str, Any]:
    """Return an explanation for programs."""
    return {
        "feasible": found.feasible,
        "asked": list(found.asked),
        "conflicts": [_conflict_record(conflict, territory) for conflict in found.conflicts],
        "relaxations": [
            {
                "key": r.number.name,
                "value": r.number.given,
                "needed": None if r.steps is None else r.number.shown(r.steps),
                "step": 1 / r.number.size,
                "proved": r.proved,
            }
            for r in found.relaxations
        ],
        "drops": [{"rule": d.rule.key, "suffices": d.suffices} for d in found.drops],
    }


def _conflict_record(conflict: Conflict, territory: Territory) -> dict[str, Any]:
    return {
        "verified": conflict.verified,
        "counties": [territory.counties[c].code for c in conflict.counties],
        "members": [
            {
                "clause": a.clause,
                "rule": a.key,
                "label": a.label.en,
                "label_zh": full_width(a.label.zh),
            }
            for a in conflict.atoms
        ],
        "unheld": [territory.townships[t].code for t in conflict.unheld],
    }


def print_difference(screen: Screen, words: Words, found: Difference, territory: Territory) -> None:
    """Print the objectives of the best plan beside those of the best plan as asked."""
    codes = territory.township_codes
    names = " + ".join(territory.townships[codes[code]].name for code in found.asked)
    merged = len(found.asked) > 1
    done = Text("merged", "并为一个单位") if merged else Text("kept", "保留")
    said = Text(f"{names} {done.en}", f"{names}{done.zh}")
    columns = [Column(words("objective")), Column(words("best_plan"), figures=True)]
    columns.append(Column(said.in_lang(words.lang), figures=True))
    best, others = (
        words.objectives({r.name: r.value for r in solved.reached})
        for solved in (found.base, found.other)
    )
    rows = [(words(name), value, others.get(name, "-")) for name, value in best.items()]
    screen.table("", columns, rows)
    screen.line(f"{words.outcome(found.base.outcome)} / {words.outcome(found.other.outcome)}")


def difference_record(found: Difference) -> dict[str, Any]:
    """Return the two plans' objectives for programs."""
    from optimizer.report.record import number

    return {
        "feasible": True,
        "asked": list(found.asked),
        "best": {r.name: number(r.value) for r in found.base.reached},
        "as_asked": {r.name: number(r.value) for r in found.other.reached},
        "outcomes": [found.base.outcome.value, found.other.outcome.value],
    }
