"""python -m tests.long NAME [options]: run a long test and keep its result as a dated file.

NAME is a module of this package with a function `main`, which takes the words after NAME and
returns the exit code: 0 where all that is asserted holds.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

HERE = Path(__file__).parent


def names() -> list[str]:
    """Return the long tests there are."""
    return sorted(module.name for module in iter_modules([str(HERE)]) if module.name[0] != "_")


def main(words: list[str]) -> int:
    """Run the long test that is named, or say which there are."""
    if not words or words[0] not in names():
        print(f"python -m tests.long NAME, NAME one of: {', '.join(names())}", file=sys.stderr)
        return 2
    return int(import_module(f"tests.long.{words[0]}").main(words[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
