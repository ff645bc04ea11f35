"""How much of what decides the result is known: asked, known, missing and assumed numbers."""

from __future__ import annotations

from collections.abc import Iterable

from crosslane.analysis.net import Net
from crosslane.model.map import Map
from crosslane.model.records import Flow, Step


def usable_asked(map_: Map, net: Net) -> tuple[int, tuple[str, ...]]:
    """Return how many usable shares are asked, one for every handoff, and which of them nobody gave."""
    handoffs = [f for f in map_.numbered_flows if f.type == "forward" and f.id in map_.handoffs]
    # A drawn return of known share says how many are usable, too.
    returned = {arc.source for arc in net.arcs.values() if arc.rework and arc.probability is not None}
    returned |= _looping(net)
    unsaid = [
        f"flow:{f.id}.pca"
        for f in handoffs
        if f.pca is None and map_.step(f.source).pca is None and f.target not in returned
    ]
    return len(handoffs), tuple(unsaid)


def _looping(net: Net) -> set[str]:
    """Return the choices of which it is known how many go back by a forward flow: written, or left by the other ways."""
    choices = {id_ for id_, _ in net.closes if net.nodes[id_].split == "one"}
    unknown = {id_: sum(arc.probability is None for arc in net.out[id_]) for id_ in choices}
    return {id_ for id_, many in unknown.items() if many <= 1}


def completeness(
    map_: Map, net: Net, usable: tuple[int, tuple[str, ...]]
) -> tuple[int, int, tuple[str, ...], tuple[str, ...]]:
    """Return how many numbers are known and asked, which are missing and which assumed; `usable` as of `usable_asked`."""
    asked = len(net.asks) + usable[0]
    missing = (*net.missing, *usable[1])
    assumed = tuple(_assumed(map_))
    # An assumed number is neither known nor missing.
    supposed = {name for name in assumed if _is_asked(map_, name)} - set(missing)
    return asked - len(missing) - len(supposed), asked, missing, assumed


def _is_asked(map_: Map, name: str) -> bool:
    id_, field_name = name.split(":", 1)[1].rsplit(".", 1)
    record = map_.get(id_)
    if isinstance(record, Step):
        return field_name == "process_time" and record.type in ("activity", "decision")
    return field_name == "wait" and isinstance(record, Flow) and record.type in ("forward", "rework")


def _assumed(map_: Map) -> Iterable[str]:
    for step in map_.steps:
        work, whole = step.process_time, step.lead_time
        if work is not None and work.source == "assumed":
            yield f"step:{step.id}.process_time"
        if whole is not None and whole.source == "assumed":
            yield f"step:{step.id}.lead_time"
    for flow in map_.numbered_flows:
        wait, handling = flow.wait, flow.handling
        if wait is not None and wait.source == "assumed":
            yield f"flow:{flow.id}.wait"
        if handling is not None and handling.source == "assumed":
            yield f"flow:{flow.id}.handling"
