#!/usr/bin/env bash
# PySCIPOpt 6.3.0 (wheel of PyPI, SCIP 10.0 inside), seen on 2026-11-29 on Linux x86-64, Python 3.11.
# SCIP 10 has a numerically exact mode that can write VIPR certificates (scipopt.org, "How to use the
# numerically exact solving mode"), and the wheel has `Model.enableExactSolving`. But the SCIP inside is
# built without it: the call ends in "SCIP was compiled without exact solve support".
# Exit code 0: still so. 1: it changed.
set -euo pipefail
venv=$(mktemp -d)/venv
trap 'rm -rf "$(dirname "$venv")"' EXIT
python3 -m venv "$venv"
"$venv/bin/python" -m pip install -q --disable-pip-version-check pyscipopt==6.3.0
"$venv/bin/python" - <<'PY'
import sys

from pyscipopt import Model

try:
    Model().enableExactSolving(True)
except Exception as error:
    print("still refused:", error)
    sys.exit(0)
print("exact mode is there now")
sys.exit(1)
PY
