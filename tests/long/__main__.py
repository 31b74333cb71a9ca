"""python -m tests.long NAME: run one long test and keep what came of it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

FOLDER = Path(__file__).parent
RESULTS = FOLDER / "results"


def long_tests() -> dict[str, Callable[[], dict[str, Any]]]:
    """Return the tests by name: `main` of each module here that has one."""
    names = [m.name for m in iter_modules([str(FOLDER)]) if not m.name.startswith("_")]
    modules = {name: import_module(f"tests.long.{name}") for name in names}
    return {name: module.main for name, module in modules.items() if hasattr(module, "main")}


def run(words: list[str]) -> int:
    """Run the test that was named; exit code 1 where it fails, 2 where there is none."""
    known = long_tests()
    if len(words) != 1 or words[0] not in known:
        print(f"usage: python -m tests.long NAME; NAME is one of {', '.join(sorted(known))}")
        return 2
    found = known[words[0]]()
    day = datetime.now(UTC).date().isoformat()
    RESULTS.mkdir(exist_ok=True)
    for old in RESULTS.glob(f"*-{words[0]}.json"):
        old.unlink()
    text = json.dumps({"test": words[0], "date": day, **found}, ensure_ascii=False, indent=1)
    (RESULTS / f"{day}-{words[0]}.json").write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0 if found["passed"] else 1


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
