"""analysis.json beside the set: made once for a scenario and a plan, then used again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from optimizer.decide.analysis import FORMAT, analyse, identity, plan_of
from optimizer.report.dossier.claim import ANALYSIS
from optimizer.report.dossier.material import Material
from optimizer.report.page.plans import moves_in
from optimizer.solve.clock import Clock

_MOST_BYTES = 2**28
"""Bytes of the largest analysis.json that is read; a larger one is none of ours."""


def analysis_of(folder: Path, material: Material, clock: Clock) -> dict[str, Any]:
    """Return the analysis of the first plan: that of the folder where it fits, else a new one.

    It fits where scenario, tables, plan and version are the same, nobody changed it, and it
    was not cut short by less time than is granted now.
    """
    plan, sha256 = material.proposed.plan, material.dataset.sha256
    known = _known(folder / ANALYSIS)
    if known is not None:
        same = (known["format"], known["scenario"], known["plan"], known["version"])
        fits = same == (FORMAT, sha256, identity(plan), version("township-merge"))
        if fits and _enough(known, clock) and _readable(known, material):
            return known
    made = analyse(material.dataset, sha256, plan, clock)
    made = {"version": version("township-merge"), **made}
    return {**made, "sha256": _digest(made)}


def _enough(known: Mapping[str, Any], clock: Clock) -> bool:
    if known["stopped"]:
        return False
    granted, now = known["effort"]["seconds"], clock.effort.seconds
    return not known["cut"] or (granted is not None and now is not None and now <= granted)


def _readable(known: Mapping[str, Any], material: Material) -> bool:
    """Return whether every plan of an analysis can be read."""
    try:
        for found in moves_in(known):
            plan_of(material.proposed.plan, found)
    except (KeyError, ValueError, TypeError, AttributeError):
        return False
    return True


def _known(file: Path) -> dict[str, Any] | None:
    """Return what a file holds as it was written; None where it was not."""
    try:
        if file.is_symlink() or file.stat().st_size > _MOST_BYTES:
            return None
        found = json.loads(file.read_bytes())
        rest = {key: value for key, value in found.items() if key != "sha256"}
        return found if found["sha256"] == _digest(rest) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _digest(record: Mapping[str, Any]) -> str:
    text = json.dumps(record, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def analysis_text(record: Mapping[str, Any]) -> str:
    """Return the file's text."""
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"
