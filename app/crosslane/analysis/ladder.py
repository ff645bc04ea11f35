"""The lead time laid out along the way that decides it: work and waits in order, to scale."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from crosslane.analysis.bounds import bound_map
from crosslane.analysis.figures import Figures
from crosslane.analysis.heat import heat
from crosslane.analysis.net import Arc
from crosslane.analysis.part import Stuck
from crosslane.analysis.solve import BEGIN, Solution
from crosslane.model.map import Map


@dataclass(frozen=True)
class Segment:
    """A piece of the lead time: expected hours per item of work at a step, or of waiting at a flow.

    A piece that nobody gave a time for is not `known`; its hours count nothing.
    """

    kind: Literal["work", "wait"]
    hours: float
    on: str
    number: int | None = None
    heat: int = 0
    known: bool = True


def strip(map_: Map, figures: Figures) -> tuple[Segment, ...]:
    """Return the pieces of the lead time in the order of the flow; their hours add up to the shortest lead time.

    Every pass counts: a wait that comes by 1.7 times per item is 1.7 times as long. Beside a parallel branch only
    the one that decides is shown.
    """
    try:
        solution = bound_map(map_).least
    except Stuck:
        return ()
    return tuple(segments(map_, figures, solution))


def rungs(map_: Map, figures: Figures) -> tuple[Segment, ...]:
    """Return the pieces of the lead time with those whose hours nobody said in their places."""
    try:
        solution = bound_map(map_).least
    except Stuck:
        return ()
    gaps = {name.split(":", 1)[1] for name in figures.map.missing}
    return tuple(segments(map_, figures, solution, gaps))


def segments(map_: Map, figures: Figures, solution: Solution, gaps: Collection[str] = frozenset()) -> Iterator[Segment]:
    """Yield the pieces of a solution that is already at hand; `gaps` are the fields to show as unknown."""
    classes = heat(figures)
    for step_id, hours in _steps(solution):
        for arc in _into(solution, step_id):
            flow = map_.flow(arc.id)
            passes = _passes(solution, arc.id)
            if passes * arc.handling.mean > 0:
                yield Segment("work", passes * arc.handling.mean, arc.source)
            number = flow.number if map_.is_handoff(flow) and flow.type == "forward" else None
            if passes > 0 and f"{arc.id}.wait" in gaps:
                yield Segment("wait", 0.0, arc.id, number, known=False)
            elif passes * arc.wait.mean > 0:
                yield Segment("wait", passes * arc.wait.mean, arc.id, number, classes.get(arc.id, 0))
        if f"{step_id}.process_time" in gaps and _passes(solution, step_id) > 0:
            yield Segment("work", 0.0, step_id, known=False)
        elif hours > 0:
            work = solution.net.nodes[step_id].work.mean
            share = min(1.0, work / solution.net.nodes[step_id].elapsed.mean)
            yield Segment("work", hours * share, step_id)
            if share < 1:
                yield Segment("wait", hours * (1 - share), step_id)


def _steps(solution: Solution) -> list[tuple[str, float]]:
    """Return the steps in the order in which a round comes by, with their hours on the deciding branch."""
    order = _in_order(solution)
    return [(id_, _passes(solution, id_) * solution.net.nodes[id_].elapsed.mean) for id_ in order]


def _passes(solution: Solution, id_: str) -> float:
    return solution.path.get(id_, 0.0)


def _in_order(solution: Solution) -> list[str]:
    net = solution.net
    order: list[str] = []
    seen: set[str] = set()
    stack = [(BEGIN, iter([a.target for a in net.out[BEGIN]]))]
    while stack:
        id_, targets = stack[-1]
        following = next((t for t in targets if t not in seen), None)
        if following is None:
            order.append(id_)
            stack.pop()
        else:
            seen.add(following)
            onward = [a.target for a in reversed(net.forward[following])]
            stack.append((following, iter(onward)))
    return [id_ for id_ in reversed(order) if id_ != BEGIN]


def _into(solution: Solution, step_id: str) -> list[Arc]:
    return [arc for arc in solution.net.into[step_id] if arc.source != BEGIN]
