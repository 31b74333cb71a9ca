"""Every command explains itself, and the reference is what they say."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import Result

from optimizer.cli import COMMANDS, MODULES

ROOT = Path(__file__).resolve().parents[3]
Run = Callable[..., Result]
CLI = ROOT / "optimizer" / "cli"
HEAVY = {"ortools", "pulp", "highspy", "numpy", "scipy", "pandas", "networkx", "matplotlib", "rich"}
HEAVY |= {"pyogrio", "shapely", "pyproj", "osmium", "python_calamine", "xlsxwriter"}


def maker() -> ModuleType:
    """Return docs/make_commands.py."""
    spec = importlib.util.spec_from_file_location("make", ROOT / "docs" / "make_commands.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_up_to_date() -> None:
    """docs/commands.md is what docs/make_commands.py writes."""
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == maker().page()


def test_there_is_one_file_a_command() -> None:
    """And none that holds a command and is not listed."""
    files = {path.stem: path.read_text("utf-8") for path in CLI.glob("*.py")}
    files |= {p.parent.name: p.read_text("utf-8") for p in CLI.glob("*/__init__.py")}
    named = {MODULES.get(name, name) for name in COMMANDS}
    assert {name for name, text in files.items() if "def command(" in text} == named


@pytest.mark.parametrize("word", ["--help", "-h"])
@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_each_command_explains_itself(run: Run, command: str, word: str) -> None:
    """With usage and what it is for."""
    shown = run(command, word).stdout
    assert shown.startswith("Usage:")
    assert len(shown.splitlines()) > 5


def test_all_commands_are_listed(run: Run) -> None:
    """Each with one line."""
    shown = run("--help").stdout
    assert all(f"  {name}" in shown and text[:30] in shown for name, text in COMMANDS.items())


def test_an_unknown_command_is_bad_usage(run: Run) -> None:
    """Exit code 2."""
    assert "No such command" in run("sovle", code=2).stderr


@pytest.mark.parametrize("command", [[], ["solve"], ["check"], ["generate"]])
def test_help_needs_nothing_heavy(command: list[str]) -> None:
    """No solver, no table library, no picture is imported to explain a command."""
    program = (
        "import sys; from optimizer.cli import main\ntry: main()\nfinally: print(*sys.modules)"
    )
    words = [sys.executable, "-c", program, *command, "--help"]
    shown = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    loaded = {name.split(".")[0] for name in shown.splitlines()[-1].split()}
    assert loaded & HEAVY == set()
