#!/usr/bin/env bash
# HiGHS 1.16.0 (highspy from PyPI), seen on 2026-11-30 on Linux x86-64, Python 3.11.
# A 0/1 program of one row with an obvious point is Optimal with the default tolerances (1e-6, 1e-7), and Infeasible
# with tighter ones (1e-9) and presolve off. The row's whole numbers were divided by a number near its largest
# coefficient, as is advised for rows of large numbers. Two rows, two reasons:
# - 16775524 x + y >= 16775525 divided by 16775524: the quotients are rounded, and what is left for y divided by its
#   small coefficient asks for more than 1 by more than 1e-9. Divided by 2^24 nothing is rounded: Optimal.
# - a x + a y >= 2 a with a = 2^30 - 1, divided by 2^30 without any rounding: coefficients within 1e-9 of 1 are
#   taken for 1, and two of them have to come to 2. Divided by a, or not at all: Optimal.
# With presolve on, all are Optimal. Way around: divide by powers of two, and keep whole numbers below 2^28.
# Exit code 0: still so. 1: it changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check highspy==1.16.0 numpy==2.4.6
cat > "$folder/ask.py" <<'PY'
import sys

import highspy


def status(row, low, size, tight, presolve):
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("presolve", presolve)
    for kind in ("mip", "primal", "dual") if tight else ():
        highs.setOptionValue(f"{kind}_feasibility_tolerance", 1e-9)
    x = [highs.addBinary() for _ in row]
    highs.addConstr(sum(a / size * one for a, one in zip(row, x)) >= low / size)
    highs.run()
    return highs.modelStatusToString(highs.getModelStatus())


small, large = 16_775_524, 2**30 - 1
asked = [
    ([small, 1], small + 1, small, 2**24),
    ([large, large], 2 * large, 2**30, large),
]
same = True
for row, low, bad, good in asked:
    for tight in (False, True):
        for presolve in ("choose", "off"):
            said = [status(row, low, size, tight, presolve) for size in (bad, good, 1)]
            expected = ["Infeasible" if tight and presolve == "off" else "Optimal", "Optimal", "Optimal"]
            print(row, low, "tight" if tight else "default", "presolve", presolve, *said)
            same &= said == expected
sys.exit(not same)
PY
"$folder/venv/bin/python" "$folder/ask.py"
