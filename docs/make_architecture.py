"""Write the table of docs/architecture.md: the code before the rooms of `solve`, and now.

    python docs/make_architecture.py            # measures this checkout, writes the table
    python docs/make_architecture.py --measure PATH   # prints the figures of another one

What stood before is kept in `BEFORE`: it is what `--measure` says of commit cc41a87.
"""

from __future__ import annotations

import argparse
import ast
import collections
import io
import json
import re
import statistics
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "architecture.md"
START, END = "<!-- figures -->", "<!-- end of figures -->"
LONG_FUNCTION = 40
"""Lines from which on a function is counted as long."""
ROWS = {
    "files": "files of Python in `models/` and `optimizer/`",
    "lines": "lines",
    "median": "median file, lines",
    "p90": "nine of ten files have at most, lines",
    "long": f"functions of more than {LONG_FUNCTION} lines",
    "used_once": "private functions and classes that one place uses",
    "comments": "lines with a comment, or that explain a constant",
    "isinstance": "questions `isinstance` for a class of our own",
    "hops": "modules of `solve` on the way from `run.solve` to the LP (mode `whole`)",
}
BEFORE = {
    "files": 519,
    "lines": 63_085,
    "median": 105,
    "p90": 239,
    "long": 32,
    "used_once": 1129,
    "comments": 386,
    "isinstance": 49,
    "hops": 12,
}


def files(root: Path) -> Iterator[tuple[Path, str]]:
    """Yield every file of the packages with its text."""
    for package in ("models", "optimizer"):
        for path in sorted((root / package).rglob("*.py")):
            yield path, path.read_text(encoding="utf-8")


def own_classes(trees: list[ast.Module]) -> set[str]:
    """Return the names of all classes of the packages."""
    return {n.name for tree in trees for n in ast.walk(tree) if isinstance(n, ast.ClassDef)}


def long_functions(tree: ast.Module) -> int:
    """Return how many functions are long, their docstrings included."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = (n for n in ast.walk(tree) if isinstance(n, kinds))
    return sum((n.end_lineno or 0) - n.lineno + 1 > LONG_FUNCTION for n in found)


def used_once(tree: ast.Module, text: str) -> int:
    """Return how many private functions, methods and classes one other place names."""
    words = collections.Counter(re.findall(r"\w+", text))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    names = [n.name for n in ast.walk(tree) if isinstance(n, kinds)]
    private = (n for n in names if n.startswith("_") and not n.startswith("__"))
    return sum(words[name] == 2 for name in private)


def comments(tree: ast.Module, text: str) -> int:
    """Return how many lines hold a comment, or say of a constant what it is."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    found = {t.start[0] for t in tokens if t.type == tokenize.COMMENT}
    for before, node in zip(tree.body, tree.body[1:], strict=False):
        assigned = isinstance(before, ast.Assign | ast.AnnAssign)
        if assigned and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(found)


def asked_for_own(tree: ast.Module, own: set[str]) -> int:
    """Return how often `isinstance` asks for a class of the packages."""
    calls = (n for n in ast.walk(tree) if isinstance(n, ast.Call) and len(n.args) == 2)
    asked = [n.args[1] for n in calls if ast.unparse(n.func) == "isinstance"]
    names = ({n.id for n in ast.walk(a) if isinstance(n, ast.Name)} for a in asked)
    return sum(bool(found & own) for found in names)


HOPS = """
import os, sys
from pathlib import Path
sys.path.insert(0, ".")
def watch(frame, event, _):
    if event == "call" and frame.f_code.co_name == "solve_lp":
        stack = []
        while frame is not None:
            name = frame.f_code.co_filename.replace("\\\\", "/")
            if "/optimizer/solve/" in name:
                stack.append(name)
            frame = frame.f_back
        print(len(set(stack)), flush=True)
        os._exit(0)
sys.setprofile(watch)
import threading
threading.setprofile(watch)
from optimizer.data.dataset import read_dataset
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.run import solve
data = read_dataset(Path("instances/one-county"))
solve(data, Clock(Effort(workers=1)))
print(0)
"""


def hops(root: Path) -> int:
    """Return how many modules of `solve` stand on the stack when the first LP is solved."""
    told = subprocess.run(
        [sys.executable, "-c", HOPS], cwd=root, capture_output=True, text=True, check=True
    )
    return int(told.stdout.split()[-1])


def measured(root: Path) -> dict[str, int]:
    """Return the figures of a checkout."""
    texts = [text for _, text in files(root)]
    trees = [ast.parse(text) for text in texts]
    lengths = sorted(len(text.splitlines()) for text in texts)
    own = own_classes(trees)
    pairs = list(zip(trees, texts, strict=True))
    return {
        "files": len(texts),
        "lines": sum(lengths),
        "median": round(statistics.median(lengths)),
        "p90": lengths[len(lengths) * 9 // 10],
        "long": sum(map(long_functions, trees)),
        "used_once": sum(used_once(tree, text) for tree, text in pairs),
        "comments": sum(comments(tree, text) for tree, text in pairs),
        "isinstance": sum(asked_for_own(tree, own) for tree in trees),
        "hops": hops(root),
    }


def table(now: dict[str, int]) -> str:
    """Return the table before and after."""
    lines = ["| | before (cc41a87) | now |", "|---|---:|---:|"]
    lines += [f"| {ROWS[key]} | {BEFORE[key]:,} | {now[key]:,} |" for key in ROWS]
    return "\n".join(lines)


def main() -> None:
    """Measure a checkout; print its figures, or write the page's table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", type=Path)
    asked = parser.parse_args()
    if asked.measure is not None:
        print(json.dumps(measured(asked.measure), indent=4))
        return
    page = PAGE.read_text(encoding="utf-8")
    head, tail = page[: page.index(START)], page[page.index(END) :]
    PAGE.write_text(f"{head}{START}\n{table(measured(ROOT))}\n{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
