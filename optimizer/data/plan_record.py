"""plan.json, the record beside a plan: read as `merge-plan/1` or refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, StrictBool, ValidationError

from models.scenario import Mode
from optimizer.data.faults import Findings
from optimizer.data.limits import TABLE_BYTES, bytes_text
from optimizer.text import Text

FORMAT = "merge-plan/1"
_OPEN = ConfigDict(extra="allow", strict=True)


class _Made(BaseModel):
    model_config = _OPEN

    name: str | None = None
    sha256: str | None = None


class _Objective(BaseModel):
    model_config = _OPEN

    name: str
    proved: StrictBool | None = None


class PlanRecord(BaseModel):
    """What of plan.json is used; everything else is kept as it is."""

    model_config = _OPEN

    format: Literal["merge-plan/1"]
    scenario: _Made | None = None
    mode: Mode | None = None
    objectives: list[_Objective] | None = None
    plan_sha256: str | None = None


def read_record(path: Path, findings: Findings) -> Mapping[str, Any]:
    """Return a record; empty where there is none, or where it is a fault."""
    if not path.is_file():
        return {}
    try:
        if path.stat().st_size > TABLE_BYTES:
            raise ValueError(f"more than {bytes_text(TABLE_BYTES).en}")
        record = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError, RecursionError) as error:
        why = str(error)
        findings.add("E631", path.name, getattr(error, "lineno", 0), why=Text(why, why))
        return {}
    try:
        PlanRecord.model_validate(record)
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False):
            column = ".".join(map(str, fault["loc"]))
            findings.add("E631", path.name, 0, column, why=_why(fault["type"], str(fault["msg"])))
        return {}
    found: Mapping[str, Any] = record
    return found


def _why(kind: str, said: str) -> Text:
    if kind == "missing":
        return Text("it is missing", "缺少该键")
    if kind.startswith("model"):
        return Text("an object in { } is needed", "应为 { } 对象")
    return Text(said[:1].lower() + said[1:], said)
