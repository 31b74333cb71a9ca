#!/usr/bin/env bash
# SciPy 1.17.0 beside 1.17.1, seen on 2026-11-29 on Linux x86-64, Python 3.11.
# A csr_array made of 64-bit row and column numbers keeps 64-bit indices. Of the functions of
# scipy.sparse.csgraph, which took such a graph one after another over the releases of two years,
# minimum_spanning_tree alone still refuses it in 1.17.0 (ValueError: Buffer dtype mismatch), while
# dijkstra, connected_components, breadth_first_order, maximum_flow and the matchings take it; the next
# patch release takes it everywhere. A lower bound found with one of these functions is wrong for another.
# Way around: give the graph indices of 32 bits.
# Exit code 0: still so. 1: it changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/ask.py" <<'PY'
import sys

import numpy as np
import scipy
from scipy.sparse import csr_array
from scipy.sparse import csgraph

rows, columns = np.array([0, 1, 2]), np.array([1, 2, 0])
graph = csr_array((np.array([3.0, 1.0, 2.0]), (rows, columns)), shape=(3, 3))
assert graph.indices.dtype == np.int64, graph.indices.dtype
functions = {
    "connected_components": csgraph.connected_components,
    "dijkstra": csgraph.dijkstra,
    "breadth_first_order": lambda g: csgraph.breadth_first_order(g, 0),
    "maximum_flow": lambda g: csgraph.maximum_flow(g.astype(np.int32), 0, 2),
    "maximum_bipartite_matching": csgraph.maximum_bipartite_matching,
    "min_weight_full_bipartite_matching": csgraph.min_weight_full_bipartite_matching,
    "minimum_spanning_tree": csgraph.minimum_spanning_tree,
}
refused = []
for name, function in functions.items():
    try:
        function(graph)
    except ValueError as error:
        refused.append(name)
        print(f"{name}: {error}")
print(f"SciPy {scipy.__version__}: refused by {refused or 'none'}")
sys.exit(refused != sys.argv[1:])
PY
for asked in "1.17.0 minimum_spanning_tree" "1.17.1"; do
    read -r version refusing <<<"$asked"
    python3 -m venv "$folder/$version"
    "$folder/$version/bin/python" -m pip install -q --disable-pip-version-check "scipy==$version" numpy==2.4.6
    "$folder/$version/bin/python" "$folder/ask.py" ${refusing:+"$refusing"}
done
