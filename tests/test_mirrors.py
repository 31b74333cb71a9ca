"""Tests stand where what they test stands: the folders and files below mirror the packages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("models", "optimizer")
FOLDERS = sorted(
    folder.relative_to(ROOT / "tests")
    for package in PACKAGES
    for folder in (ROOT / "tests" / package).rglob("*")
    if folder.is_dir() and any(folder.glob("*.py"))
)
FILES = sorted(
    file.relative_to(ROOT / "tests")
    for package in PACKAGES
    for file in (ROOT / "tests" / package).rglob("test_*.py")
)


def modules(folder: Path) -> set[str]:
    """Return the names of a package's modules and folders; `import_` is `import`."""
    files = (path.stem.rstrip("_") for path in folder.glob("*.py"))
    return {*files, *(path.name for path in folder.iterdir() if path.is_dir())} - {"__init__"}


def imported(file: Path) -> set[str]:
    """Return the modules that a test imports, wherever it does."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def used(file: Path) -> set[str]:
    """Return the modules that a test imports, by its helpers and fixtures too."""
    found: set[str] = set()
    left = [file, file.parent / "conftest.py"]
    seen: set[Path] = set()
    while left:
        if (one := left.pop()) in seen or not one.is_file():
            continue
        seen.add(one)
        found |= (names := imported(one))
        left += [
            ROOT / f"{name.replace('.', '/')}.py" for name in names if name.startswith("tests.")
        ]
    return found


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_a_folder_of_tests_is_a_package(folder: Path) -> None:
    """No tests are left behind where their package has moved."""
    assert (ROOT / folder).is_dir()


@pytest.mark.parametrize("file", FILES, ids=str)
def test_a_file_of_tests_is_about_its_package(file: Path) -> None:
    """It has the name of a module or rule of its package, or uses something of the package.

    Tests of a report may run the commands that print it, tests of an inner package the solve
    that leads there, and some write files for a package of its path.
    """
    package, about = file.parent, file.stem.removeprefix("test_")
    named = any(about == name or about.startswith(f"{name}_") for name in modules(ROOT / package))
    around = {".".join(package.parts), ".".join(package.parts[:2]), "optimizer.cli"}
    test = ROOT / "tests" / file
    found = used(test)
    at_the_door = package.parts == ("optimizer", "api") and "optimizer" in found
    inside = any(f"{one}.".startswith(f"{where}.") for one in found for where in around)
    written = f"{'.'.join(package.parts)}." in test.read_text(encoding="utf-8")
    assert named or at_the_door or inside or written
