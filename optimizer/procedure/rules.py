"""What may be entered in a record: the rules that no entry escapes, new or old.

Each rule looks at the state before the entry and notes every fault. The same rules judge
an entry before it is written and again whenever the record is read.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from optimizer.data.faults import Fault, Findings, nearest_hint
from optimizer.procedure import register_rules as register
from optimizer.procedure.chain import Entry
from optimizer.procedure.gates import Gate
from optimizer.procedure.state import Part, Place, State, approver_part, county_of
from optimizer.text import Text

Judge = Callable[[State, Entry, Findings], None]


def judge(state: State, entry: Entry) -> list[Fault]:
    """Return what forbids an entry; nothing where it may be made.

    Raises
    ------
    KeyError, ValueError, TypeError
        When it is not in the form of its event.
    """
    findings = Findings()
    if not entry.by.strip():
        findings.add("E945", "--by")
    day = date.fromisoformat(entry.date)
    entered = date.fromisoformat(entry.at[:10])
    if day > entered + timedelta(1):  # the date of a place east of Greenwich is ahead of UTC
        findings.add("E951", "--date", value=entry.date, today=entered.isoformat())
    _JUDGES[entry.event](state, entry, findings)
    return findings.faults


def _open(state: State, _entry: Entry, _findings: Findings) -> None:
    if state.bindings:
        raise ValueError("opened twice")


def _amend(state: State, entry: Entry, findings: Findings) -> None:
    """Allow a change no earlier than anything that was entered before it."""
    latest = max(date.fromisoformat(e.date) for e in state.entries)
    _not_before(entry, latest, Text("the last entry", "上一条记录"), findings)
    if not str(entry.data["reason"]).strip():
        findings.add("E945", "--reason")


def _not_before(entry: Entry, day: date, what: Text, findings: Findings) -> None:
    if date.fromisoformat(entry.date) < day:
        findings.add("E952", "--date", value=entry.date, what=what, day=day.isoformat())


def _known(state: State, entry: Entry, findings: Findings) -> Gate | None:
    """Return the gate of an entry whose parts are all known."""
    key = entry.data["gate"]
    gate = state.gate(key)
    if gate is None:
        known = [g.key for g in state.gates]
        near = nearest_hint(key, known)
        findings.add("E941", "GATE", value=key, known=", ".join(known), near=near)
        return None
    places = {part for _, part in state.places(gate)}
    parts = entry.data["parts"]
    unknown = [part for part in parts if part not in places]
    for part in unknown:
        findings.add("E942", "--county", value=part, gate=gate.name)
    if not parts:
        findings.add("E942", "--county", value="", gate=gate.name)
    return gate if parts and not unknown else None


def _in_order(state: State, entry: Entry, gate: Gate, findings: Findings) -> None:
    """Note what must stand before and does not, and a day before what stands."""
    for part in entry.data["parts"]:
        missing = state.missing(gate, part)
        if missing:
            said = [place_text(state, place) for place in missing]
            listed = Text(", ".join(t.en for t in said), "、".join(t.zh for t in said))
            findings.add("E954", gate.key, value=part, missing=listed)
        else:
            what = Text("what must stand before it", "前置环节完成之日")
            begun = entry.data.get("begun")
            _not_before(entry, state.latest_before(gate, part), what, findings)
            if begun and date.fromisoformat(begun) < state.latest_before(gate, part):
                day = state.latest_before(gate, part).isoformat()
                findings.add("E952", "--begun", value=begun, what=what, day=day)


def place_text(state: State, place: Place) -> Text:
    """Return a part of a gate in words."""
    gate = state.gate(place[0])
    name = gate.name if gate else Text(place[0], place[0])
    county = state.facts.county_name(county_of(place[1]))
    who = APPROVERS.get(approver_part(place[1]), Text("", ""))
    more = [Text(*filled) for filled in ((county, county), who) if filled[0]]
    if not more:
        return name
    return Text(
        f"{name.en} ({', '.join(t.en for t in more)})",
        f"{name.zh}({'、'.join(t.zh for t in more)})",
    )


APPROVERS = {
    "province": Text("the province", "省级人民政府"),
    "founder": Text(
        "the government that approved the founding of the subdistrict, normally one level up",
        "批准设立该街道的人民政府（一般为上一级人民政府）",
    ),
}


def _begin(state: State, entry: Entry, findings: Findings) -> None:
    gate = _known(state, entry, findings)
    if gate is None:
        return
    for part in entry.data["parts"]:
        held = state.parts[gate.key, part]
        if held.passed is not None:
            findings.add("E953", gate.key, value=part)
        elif held.begun is not None:
            findings.add("E956", gate.key, value=part, day=held.begun.isoformat())
        _not_before_failure(entry, held, findings)
    _in_order(state, entry, gate, findings)


def _not_before_failure(entry: Entry, held: Part, findings: Findings) -> None:
    if held.failed is not None:
        what = Text("the day on which it failed", "未通过之日")
        _not_before(entry, date.fromisoformat(held.failed.date), what, findings)
        begun = entry.data.get("begun")
        if begun and begun < held.failed.date:
            findings.add("E952", "--begun", value=begun, what=what, day=held.failed.date)


def _pass(state: State, entry: Entry, findings: Findings) -> None:
    """Allow a gate in order, with evidence, on or after its day or with a reason."""
    gate = _known(state, entry, findings)
    if not entry.data["evidence"]:
        findings.add("E921", "--evidence")
    if gate is None:
        return
    for part in entry.data["parts"]:
        held = state.parts[gate.key, part]
        if held.passed is not None:
            findings.add("E953", gate.key, value=part)
        _not_before_failure(entry, held, findings)
        if gate.has_length:
            _long_enough(entry, gate, part, held, findings)
    _in_order(state, entry, gate, findings)
    if gate.number == "map" and not str(entry.data.get("number", "")).strip():
        findings.add("E958", "--number")
    if gate.key == "risk":
        _risks_ready(state, entry, findings)
    if gate.key == "carrying_out" and not state.stands("approval"):
        findings.add("E955", gate.key)


def _long_enough(entry: Entry, gate: Gate, part: str, held: Part, findings: Findings) -> None:
    """Note a gate that has not begun, and one that ends too early without a reason.

    The first day that its length allows stands in the entry, because calendars change;
    it can be no earlier than the days that need no calendar.
    """
    begun = entry.data.get("begun") or (held.begun.isoformat() if held.begun else "")
    if not begun:
        findings.add("E959", gate.key, value=part)
        return
    earliest = date.fromisoformat(entry.data["earliest"])
    least = date.fromisoformat(begun) + timedelta(gate.days + gate.working_days)
    if earliest < least:
        raise ValueError("earliest")
    if date.fromisoformat(entry.date) < date.fromisoformat(begun):
        what = Text("the day on which it began", "开始之日")
        findings.add("E952", "--date", value=entry.date, what=what, day=begun)
    elif entry.date < entry.data["earliest"] and not str(entry.data.get("shorter", "")).strip():
        length = length_text(gate)
        findings.add(
            "E957",
            gate.key,
            value=entry.date,
            begun=begun,
            length=length,
            earliest=entry.data["earliest"],
        )


def length_text(gate: Gate) -> Text:
    """Return the normal length of a gate in words."""
    parts = []
    if gate.days:
        parts.append(Text(f"{gate.days} days", f"{gate.days}日"))
    if gate.working_days:
        parts.append(Text(f"{gate.working_days} working days", f"{gate.working_days}个工作日"))
    return Text(" + ".join(p.en for p in parts), "加".join(p.zh for p in parts))


def _risks_ready(state: State, entry: Entry, findings: Findings) -> None:
    """Note every point of the register, of the counties that pass, without measure or owner."""
    counties = {county_of(part) for part in entry.data["parts"]}
    for risk in state.risks.values():
        if not risk.ready and (risk.county in counties or not risk.county or "" in counties):
            findings.add("E961", risk.id, value=risk.county, about=Text(risk.en, risk.zh))


def _fail(state: State, entry: Entry, findings: Findings) -> None:
    gate = _known(state, entry, findings)
    if not str(entry.data["reason"]).strip():
        findings.add("E945", "--reason")
    if gate is not None:
        _in_order(state, entry, gate, findings)
        for part in entry.data["parts"]:
            held = state.parts[gate.key, part]
            if held.passed is not None:
                what = Text("the day on which it was passed", "通过之日")
                _not_before(entry, held.passed.day, what, findings)


def _extend(state: State, entry: Entry, findings: Findings) -> None:
    """Allow more months with the approver's consent, up to what the law gives."""
    gate = _known(state, entry, findings)
    if not entry.data["evidence"]:
        findings.add("E921", "--evidence")
    if gate is None:
        return
    most = gate.within.more_months if gate.within else 0
    months = entry.data["months"]
    if type(months) is not int or months < 1:
        raise ValueError("months")
    for part in entry.data["parts"]:
        held = state.parts[gate.key, part]
        if held.more_months + months > most:
            findings.add("E973", gate.key, value=str(months), most=most - held.more_months)
        if held.passed is not None:
            findings.add("E953", gate.key, value=part)
    _in_order(state, entry, gate, findings)


_JUDGES: dict[str, Judge] = {
    "open": _open,
    "amend": _amend,
    "begin": _begin,
    "pass": _pass,
    "fail": _fail,
    "extend": _extend,
    **register.JUDGES,
}
