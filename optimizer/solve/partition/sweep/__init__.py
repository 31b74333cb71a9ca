"""Dynamic programming over partial plans, part by part, exact while it can hold them all.

The parts are put into an order in which neighbours are close. A state is a set of
disjoint columns that covers every part before some part i and perhaps some after
it; it is extended by the columns whose first part is i. Of two states that cover
the same parts and agree in the side rows only the cheaper one is kept. A state is
dropped when its reduced costs, or what it uses of a side row, pass what a plan of
the value sought may use (`resources`). Where more than `width` states wait at a
part, those go on that are nearest to a plan at the bound: a plan's distance from
the bound is the sum of its reduced costs, those of the state so far and those
that the parts left open will cost at least (`lookahead`).

As long as none was dropped for want of room the result is exact: the best plan
of at most the value sought, or the proof that there is none.
"""

from optimizer.solve.partition.sweep.one_pass import Swept, sweep
from optimizer.solve.partition.sweep.order import SweepOrders, sweep_order

__all__ = ["SweepOrders", "Swept", "sweep", "sweep_order"]
