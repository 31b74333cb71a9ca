"""Why not: what keeps two adjacent units of a plan from being one, or what it would cost.

Of every pair one thing is said: a rule forbids it, no plan has it, it costs this much in
the objectives in their order, or it is open.
"""

from optimizer.decide.whynot.answer import Forced, PairAnswer, Reason, Verdict, WhyNot
from optimizer.decide.whynot.ask import adjacent_units, why_not

__all__ = ["Forced", "PairAnswer", "Reason", "Verdict", "WhyNot", "adjacent_units", "why_not"]
