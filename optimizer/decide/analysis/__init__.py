"""What can be said of a plan beyond the plan itself: why not otherwise, and at what price.

Of the scenario and its first plan: why each two adjacent units are not one, what is proved of
each county, what each number of a rule costs one step looser and tighter, which mergers stand
in every near-optimal plan, and every plan that no other beats in units and travel.
"""

from optimizer.decide.analysis.make import analyse
from optimizer.decide.analysis.record import FORMAT, identity, plan_of

__all__ = ["FORMAT", "analyse", "identity", "plan_of"]
