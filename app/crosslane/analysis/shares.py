"""By which shares items leave each step: written ones, those that follow, and the ends of the range of unknown ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crosslane.analysis.net import Arc, Net, Node

_NEAR = 1e-9
# At each open choice, by its step, the unwritten arcs that all of what is left takes: one of a choice, any of a "some" split.
Favour = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Shares:
    """A net whose shares are all numbers, and what had to be said about them.

    `open_choices` are the choices that nobody decided, with the arcs among which the rest lies; `open_loops` the
    rework flows without a share, left out; `odd` the steps whose shares do not add up to 1, with their sum.
    """

    net: Net
    open_choices: dict[str, tuple[str, ...]]
    open_loops: tuple[str, ...]
    odd: dict[str, float]


def resolve(net: Net, favour: Favour | None = None) -> Shares:
    """Return the net with a number for every share; at an open choice all that is left goes the favoured way.

    An unwritten way out of a choice gets what the others leave. At an open "some" split the favoured arcs are always
    taken, the other unwritten ones never. Ways that nobody takes are gone, but for those of open choices.
    """
    shares: dict[str, float] = {}
    open_choices: dict[str, tuple[str, ...]] = {}
    odd: dict[str, float] = {}
    spent: set[str] = set()
    loops = tuple(arc.id for arc in net.arcs.values() if arc.rework and arc.probability is None)
    for node in net.nodes.values():
        returns, back = net.returns.get(node.id, ()), 0.0
        if returns:
            shares.update({arc.id: arc.probability or 0.0 for arc in returns})
            back = sum(arc.probability or 0.0 for arc in returns)
        if back >= 1 - _NEAR and all(arc.max_repeats for arc in returns):
            # All come back, but not for ever: the ways on are taken in the end.
            spent.add(node.id)
        forward = net.forward[node.id]
        if not forward:
            continue
        decided, unknown, total = _forward(node, forward, back, (favour or {}).get(node.id, frozenset()))
        shares.update(decided)
        if unknown:
            open_choices[node.id] = unknown
        if total is not None:
            odd[node.id] = total
    kept = {id_ for arcs in open_choices.values() for id_ in arcs}
    kept |= {arc.id for id_ in spent for arc in net.forward[id_]}
    return Shares(net.with_shares(shares, kept), open_choices, loops, odd)


def _forward(
    node: Node, arcs: list[Arc], back: float, favoured: frozenset[str]
) -> tuple[dict[str, float], tuple[str, ...], float | None]:
    """Return the share of every forward arc, the arcs left open, and the sum of the shares where it is not 1."""
    if node.split == "all":
        return {arc.id: max(0.0, 1.0 - back) for arc in arcs}, (), None
    unknown = [arc.id for arc in arcs if arc.probability is None]
    chosen = next((id_ for id_ in unknown if id_ in favoured), unknown[0] if unknown else None)
    written = {arc.id: arc.probability for arc in arcs if arc.probability is not None}
    if node.split == "some":
        return {**{id_: float(id_ in favoured) for id_ in unknown}, **written}, tuple(unknown), None
    left = 1.0 - back - sum(written.values())
    if unknown:
        rest = {id_: max(0.0, left) if id_ == chosen else 0.0 for id_ in unknown}
        return {**rest, **written}, tuple(unknown) if len(unknown) > 1 else (), 1 - left if left < -_NEAR else None
    total = sum(written.values())
    if abs(left) <= 1e-6:
        return written, (), None
    if total <= 0:
        return written, (), back
    scale = max(0.0, 1.0 - back) / total
    return {id_: share * scale for id_, share in written.items()}, (), back + total
