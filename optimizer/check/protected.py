"""P4.protected recomputed."""

from __future__ import annotations

from models.rules.protected import Protected
from optimizer.check.base import Verdict, check, verdict
from optimizer.check.ledger import Ledger
from optimizer.text import Text


@check("protected")
def protected(ledger: Ledger, rule: Protected) -> Verdict:
    """Protected townships are units of the plan and hold their own seat."""
    breaches = []
    members = [
        position
        for position, township in enumerate(ledger.territory.townships)
        if township.code in rule.townships or township.flags & set(rule.flags)
    ]
    for township in members:
        holder = int(ledger.unit[ledger.territory.seats[township]])
        if holder != township:
            name = ledger.name(township)
            into = ledger.name(holder) if holder >= 0 else "-"
            breaches.append(
                Text(
                    f"{name} is dissolved, its seat is in {into}", f"{name} 被撤销，驻地划入 {into}"
                )
            )
    return verdict(breaches, Text(f"{len(members)} kept", f"{len(members)} 个均保留"))
