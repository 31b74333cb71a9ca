"""P2.transfers recomputed: villages that leave a township which stays."""

from __future__ import annotations

import numpy as np

from models.quantities import IntArray
from models.rules.transfers import Transfers
from optimizer.check.base import Verdict, check, verdict
from optimizer.check.ledger import Ledger
from optimizer.text import Text


@check("transfers")
def transfers(ledger: Ledger, rule: Transfers) -> Verdict:
    """Townships that stay lose at most so many villages; in mode `split` only."""
    if ledger.mode != "split":
        return verdict([], Text("speaks of mode split", "仅适用于分别并入（split）"))
    total = int(lost(ledger).sum())
    return verdict(
        losses(ledger, rule.max_villages), Text(f"{total} transferred", f"划转 {total} 个村")
    )


def lost(ledger: Ledger) -> IntArray:
    """Return how many villages each township loses while its seat is kept."""
    stays = np.isin(ledger.origin[ledger.moved], ledger.kept)
    sources = ledger.origin[ledger.moved[stays]]
    return np.bincount(sources, minlength=len(ledger.territory.townships))


def losses(ledger: Ledger, most: int) -> list[Text]:
    """Return a breach for each surviving township that loses more than `most` villages."""
    counts = lost(ledger)
    return [
        Text(
            f"{ledger.name(t)} stays and loses {counts[t]} villages, {counts[t] - most} too many",
            f"{ledger.name(t)} 保留乡镇、划出 {counts[t]} 个村，超出 {counts[t] - most} 个",
        )
        for t in np.nonzero(counts > most)[0].tolist()
    ]
