"""`python -m tests.long NAME [--seed N]`: run a long test as a whole; exits 1 when it fails."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path


def main() -> None:
    """Run `main(arguments)` of tests/long/NAME.py, which returns whether all is well."""
    here = Path(__file__).parent
    names = sorted(p.stem for p in here.glob("[a-z]*.py"))
    parser = argparse.ArgumentParser(prog="python -m tests.long", description=__doc__)
    parser.add_argument("name", choices=names)
    asked, rest = parser.parse_known_args()
    sys.exit(0 if import_module(f"tests.long.{asked.name}").main(rest) else 1)


if __name__ == "__main__":
    main()
