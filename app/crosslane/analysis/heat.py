"""How hot a flow is drawn: what it adds, as a share of the whole."""

from __future__ import annotations

from crosslane.analysis.figures import Figures
from crosslane.analysis.where import amount

# Shares of the lead time from which a flow takes the next class. Our setting.
STEPS = (0.02, 0.06, 0.2)


def heat(figures: Figures) -> dict[str, int]:
    """Return for every flow 0 (cold) to 3 (hottest) by its saving if removed, as a share of the lead time."""
    whole = amount(figures.map.lead_time)
    if whole <= 0:
        return dict.fromkeys(figures.flows, 0)
    return {id_: heat_of(amount(flow.saved_if_removed) / whole) for id_, flow in figures.flows.items()}


def heat_of(share: float) -> int:
    """Return the class of one share of the lead time."""
    return sum(share >= step - 1e-12 for step in STEPS)
