"""A dataset whose scenario is asked without some of its rules."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from models.rules import RULES
from optimizer.data.dataset import Dataset
from optimizer.data.faults import Findings
from optimizer.data.scenario_file import parse_scenario, read_raw
from optimizer.text import Text


def freed(dataset: Dataset, rules: Sequence[str]) -> Dataset:
    """Return the dataset with some rules lifted; they are noted among the overrides.

    Parameters
    ----------
    rules
        Keys such as `rules.count` or `count`.

    Raises
    ------
    InputError
        For what is no rule.
    """
    findings = Findings()
    keys = [rule.removeprefix("rules.") for rule in rules]
    for rule, key in zip(rules, keys, strict=True):
        if key not in RULES:
            known = ", ".join(sorted(RULES))
            why = Text(f"not a rule; known: {known}", f"不是规则；已知：{known}")
            findings.add("E507", "--free", 0, "", rule, why=why)
    findings.stop_on_errors()
    if not keys:
        return dataset
    overrides = {**dataset.overrides, **{f"rules.{key}": None for key in keys}}
    raw = read_raw(dataset.path, overrides, findings)
    scenario = None if raw is None else parse_scenario(raw, dataset.path.name, findings)
    findings.stop_on_errors()
    assert scenario is not None
    digest = hashlib.sha256(f"{dataset.sha256} free {sorted(keys)}".encode()).hexdigest()
    return replace(dataset, scenario=scenario, overrides=overrides, sha256=digest)
