"""CP-SAT as this software uses it: one place that makes, guards, tests and asks the solver."""

from models.cp_sat.rows import REACH, Value, add_row, minimise
from models.cp_sat.solver import fault, guarded, solve

__all__ = ["REACH", "Value", "add_row", "fault", "guarded", "minimise", "solve"]
