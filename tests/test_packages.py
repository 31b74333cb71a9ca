"""What the packages need is installed with them, and no file imports itself over others."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import networkx as nx

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_data_files_are_packaged() -> None:
    """Each file of the packages that is no Python is in package-data, and no pattern is empty."""
    listed = {
        path
        for package, patterns in PROJECT["tool"]["setuptools"]["package-data"].items()
        for pattern in patterns
        for path in (ROOT / package.replace(".", "/")).glob(pattern)
    }
    found = {
        path
        for package in ("models", "optimizer")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc") and path.name != "py.typed"
    }
    assert found == listed
    for package, patterns in PROJECT["tool"]["setuptools"]["package-data"].items():
        for pattern in patterns:
            assert list((ROOT / package.replace(".", "/")).glob(pattern)), (package, pattern)


def imports_of(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield (module, name) of every import, in functions too, but not under TYPE_CHECKING."""
    if isinstance(tree, ast.If) and "TYPE_CHECKING" in ast.dump(tree.test):
        nodes: Iterable[ast.AST] = tree.orelse
    else:
        nodes = ast.iter_child_nodes(tree)
    if isinstance(tree, ast.Import):
        yield from ((alias.name, "") for alias in tree.names)
    if isinstance(tree, ast.ImportFrom):
        yield from ((tree.module or "", alias.name) for alias in tree.names)
    for node in nodes:
        yield from imports_of(node)


def import_graph(root: Path) -> nx.DiGraph[str]:
    """Return which module of the packages imports which."""
    modules = {}
    for path in (*(root / "models").rglob("*.py"), *(root / "optimizer").rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    graph: nx.DiGraph[str] = nx.DiGraph()
    for module, path in modules.items():
        for source, name in imports_of(ast.parse(path.read_text(encoding="utf-8"))):
            wanted = f"{source}.{name}" if f"{source}.{name}" in modules else source
            if wanted in modules and wanted != module:
                graph.add_edge(module, wanted)
    return graph


def test_no_module_imports_itself_in_a_circle() -> None:
    """No file of the packages needs, over others, itself."""
    graph = import_graph(ROOT)
    assert "optimizer.cli" in graph
    circles = [sorted(c) for c in nx.strongly_connected_components(graph) if len(c) > 1]
    assert not circles


def test_the_citation_is_of_this_version() -> None:
    """CITATION.cff names version and licence of the package, and no person or address."""
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    fields = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line[:20])
    assert fields["version"] == PROJECT["project"]["version"]
    assert fields["license"] == PROJECT["project"]["license"]
    assert "://" not in text and "family-names" not in text
