"""The lead time laid out along the way that decides it: work and waits in order, to scale."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from crosslane.analysis.bounds import bound_map
from crosslane.analysis.figures import Figures
from crosslane.analysis.heat import heat
from crosslane.analysis.law import moments
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
    the one that decides is shown, as often as it does.
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
    classes, scales = heat(figures), _scales(solution)
    for step_id in _in_order(solution):
        for arc in _into(solution, step_id):
            flow = map_.flow(arc.id)
            passes, scale = _passes(solution, arc.id), scales.get(arc.id, _PLAIN)
            if passes * arc.handling.mean > 0:
                yield Segment("work", passes * arc.handling.mean * scale.work, arc.source)
            number = flow.number if map_.is_handoff(flow) and flow.type == "forward" else None
            if passes > 0 and f"{arc.id}.wait" in gaps:
                yield Segment("wait", 0.0, arc.id, number, known=False)
            elif passes * arc.wait.mean > 0:
                hours = passes * arc.wait.mean * scale.wait
                yield Segment("wait", hours, arc.id, number, classes.get(arc.id, 0))
        yield from _at_step(solution, step_id, scales.get(step_id, _PLAIN), gaps)


def _at_step(solution: Solution, step_id: str, scale: _Scale, gaps: Collection[str]) -> Iterator[Segment]:
    passes = _passes(solution, step_id)
    if f"{step_id}.process_time" in gaps and passes > 0:
        yield Segment("work", 0.0, step_id, known=False)
        return
    work, rest = (passes * hours for hours in _hours(solution, step_id))
    if work > 0:
        yield Segment("work", work * scale.work, step_id)
    if rest > 0:
        yield Segment("wait", rest * scale.wait, step_id)


def _hours(solution: Solution, id_: str) -> tuple[float, float]:
    """Return the hours of work and of waiting in one pass of a step or arc."""
    if id_ in solution.net.nodes:
        node = solution.net.nodes[id_]
        work = min(node.work.mean, node.elapsed.mean)
        return work, node.elapsed.mean - work
    arc = solution.net.arcs.get(id_)
    return (arc.handling.mean, arc.wait.mean) if arc else (0.0, 0.0)


class _Scale(NamedTuple):
    """By how much longer the pieces of a split are than their mean: the branch that decides is the one that took long."""

    work: float = 1.0
    wait: float = 1.0


_PLAIN = _Scale()


def _scales(solution: Solution) -> dict[str, _Scale]:
    """Return by step and arc how the pieces within splits add up to what these take, work and waiting apart."""
    found: dict[str, _Scale] = {}
    for split, fork in solution.lead.forks.items():
        if fork.whole.exits:
            continue
        passes = solution.path.get(split, 0.0)
        mean, _, work = moments(fork.whole.done)
        pieces = [(_passes(solution, id_), _hours(solution, id_)) for id_ in fork.ids]
        worked, waited = (sum(times * hours[at] for times, hours in pieces) for at in (0, 1))
        scale = _Scale(_ratio(passes * work, worked), _ratio(passes * (mean - work), waited))
        if scale != _PLAIN:
            found.update(dict.fromkeys(fork.ids, scale))
    return found


def _ratio(whole: float, told: float) -> float:
    return whole / told if told > 0 and abs(whole - told) > 1e-9 * told else 1.0


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
