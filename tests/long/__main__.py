"""python -m tests.long NAME [options]: run a long test and keep its result as a dated file.

NAME is a module of this package whose function `main` takes the words after NAME and returns the
exit code: 0 where all that is asserted holds.
"""

from __future__ import annotations

import sys
from importlib import import_module

TESTS = ("case", "certificate", "inputs", "lies", "proofs", "signals")


def main(words: list[str]) -> int:
    """Run the long test that is named, or say which there are."""
    if not words or words[0] not in TESTS:
        print(f"python -m tests.long NAME, NAME one of: {', '.join(TESTS)}", file=sys.stderr)
        return 2
    return int(import_module(f"tests.long.{words[0]}").main(words[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
