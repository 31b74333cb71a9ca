#!/usr/bin/env bash
# dask 2026.8.0 with distributed 2026.8.0, seen on 2026-11-29 on Linux x86-64, Python 3.11 (dask 2024.8.0 alike).
# A setting below "distributed" that is lent out by `with dask.config.set(...)` before the library
# `distributed` was imported takes, at the end of the block, every default of distributed with it, where
# the import happened inside the block: a Client made later ends in KeyError.
# Way around: import distributed first.
# Exit code 0: still so. 1: it changed.
set -euo pipefail
venv=$(mktemp -d)/venv
trap 'rm -rf "$(dirname "$venv")"' EXIT
python3 -m venv "$venv"
"$venv/bin/python" -m pip install -q --disable-pip-version-check dask==2026.8.0 distributed==2026.8.0
"$venv/bin/python" - <<'PY'
import sys

import dask

with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
    import distributed

    inside = dask.config.get("distributed.comm.timeouts.connect")
left = dask.config.get("distributed.comm.timeouts.connect", None)
print(f"distributed {distributed.__version__}: inside {inside!r}, after the block {left!r}")
sys.exit(left is not None)
PY
