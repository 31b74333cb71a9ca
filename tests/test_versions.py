"""The minima of pyproject.toml are the versions that the lowest run installs."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
_REQUIREMENT = re.compile(r"([a-z-]+)>=([0-9.]+),<[0-9]+$")


def pinned(name: str) -> dict[str, str]:
    """Return the versions of a constraints file."""
    lines = (ROOT / "tests" / "constraints" / name).read_text(encoding="utf-8").splitlines()
    pairs = (line.lower().split("==") for line in lines if line and not line.startswith("#"))
    return dict(tuple(pair) for pair in pairs)


def required() -> dict[str, str]:
    """Return the minima of what an installation needs; each has an upper bound too."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["cluster"]]
    found = [_REQUIREMENT.match(text) for text in wanted]
    assert all(found), [t for t, f in zip(wanted, found, strict=True) if not f]
    return {f[1]: f[2] for f in found if f}


def numbers(version: str) -> list[int]:
    """Return a version as numbers without zeros at its end."""
    found = [int(part) for part in version.split(".")]
    while found[-1] == 0:
        found.pop()
    return found


def test_the_lowest_run_has_the_minima() -> None:
    """To the last figure that the minimum names."""
    lowest, newest = pinned("lowest.txt"), pinned("newest.txt")
    for name, least in required().items():
        version = numbers(lowest[name])
        assert version[: len(numbers(least))] == numbers(least), name
        assert numbers(newest[name]) > version, name


def test_the_files_of_the_lowest_run_exist() -> None:
    """A test that moves is named anew."""
    text = (ROOT / "tests" / "constraints" / "solver_tests.txt").read_text(encoding="utf-8")
    paths = [line for line in text.splitlines() if not line.startswith("#")]
    assert paths
    for path in paths:
        file, _, name = path.partition("::")
        assert (ROOT / file).exists(), path
        assert not name or f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), path
