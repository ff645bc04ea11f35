"""The rolled share: how many items get through a whole round with nothing sent back (rolled %C/A)."""

from __future__ import annotations

from crosslane.analysis.graphs import closing
from crosslane.analysis.net import Arc
from crosslane.analysis.solve import BEGIN, Solution
from crosslane.model.map import Map
from crosslane.model.quantity import Quantity, exact
from crosslane.model.records import Flow


class Usable:
    """The share of each step and flow, and their product over what an item passes."""

    def __init__(self, map_: Map, solution: Solution) -> None:
        """Read the map along the ways of its solution."""
        self.map, self.solution, self.net = map_, solution, solution.net
        # A drawn return of known probability p says 1-p of the handoff before it; the written share then counts no more.
        self.returned = {
            id_: back
            for id_ in self.net.nodes
            if (back := sum(arc.probability or 0.0 for arc in self.net.out[id_] if arc.rework)) > 0
        }
        forward = {id_: [a.target for a in self.net.out[id_] if not a.rework] for id_ in self.net.nodes}
        self._back = closing(forward, [BEGIN])

    def handoff_share(self, flow: Flow) -> float | None:
        """Return the usable share of a flow as it counts: the return's, the flow's own, else its source step's."""
        if flow.target in self.returned:
            return 1 - self.returned[flow.target]
        return flow.pca if flow.pca is not None else self.map.step(flow.source).pca

    def rolled(self) -> Quantity:
        """Return the rolled share; at most, while handoffs that items pass have none."""
        value = self._from(BEGIN, {})
        used = [flow for flow in self.map.drawn_flows if self.solution.arcs.get(flow.id) and flow.type == "forward"]
        unknown = any(self.handoff_share(flow) is None for flow in used if self.map.is_handoff(flow))
        return Quantity(value, None, value, "at-most") if unknown else exact(value)

    def _from(self, first: str, known: dict[str, float]) -> float:
        """Expected product over the ways on from a step; depth-first without recursion, maps may be long."""
        todo = [first]
        while todo:
            id_ = todo[-1]
            waiting = [t for t in self._onward(id_) if t not in known]
            if waiting and id_ not in known:
                todo += waiting
                continue
            todo.pop()
            if id_ not in known:
                known[id_] = self._product(id_, known)
        return known[first]

    def _onward(self, id_: str) -> list[str]:
        if id_ in self.solution.blocks:
            join = self.solution.blocks[id_][0].join
            return [join] if join else []
        return [arc.target for arc in self._forward(id_)]

    def _forward(self, id_: str) -> list[Arc]:
        return [a for a in self.net.out[id_] if not a.rework and (a.source, a.target) not in self._back]

    def _product(self, id_: str, known: dict[str, float]) -> float:
        own = 1 - self.returned.get(id_, 0.0)
        if id_ in self.solution.blocks:
            block, _ = self.solution.blocks[id_]
            after = known[block.join] if block.join else 1.0
            return own * after * self._inside(id_)
        arcs = self._forward(id_)
        if not any(not arc.rework for arc in self.net.out[id_]):
            return own * self._leaving(id_, [])
        going = 1 - self.returned.get(id_, 0.0) or 1.0
        ways = ((arc.probability or 0.0) / going * self._leaving(id_, [arc]) * known[arc.target] for arc in arcs)
        return own * sum(ways)

    def _inside(self, split: str) -> float:
        block, _ = self.solution.blocks[split]
        total = 0.0
        for p, leaf in block.leaves()[0]:
            product = 1.0
            for id_ in (split, *(n for n in block.order if n in leaf.nodes)):
                taken = [a for a in self.net.out[id_] if not a.rework and leaf.arcs.get(a.id)]
                product *= self._leaving(id_, taken)
                product *= 1 - self.returned.get(id_, 0.0) if id_ != split else 1.0
            total += p * product
        return total

    def _leaving(self, id_: str, taken: list[Arc]) -> float:
        """The share with which items leave a step over these arcs: flows' own shares, the step's once for the rest."""
        if id_ == BEGIN:
            return 1.0
        step = self.map.step(id_)
        counted = [arc for arc in taken if arc.target not in self.returned]
        product, rest = 1.0, not taken
        for arc in counted:
            own = self.map.flow(arc.id).pca
            if own is None:
                rest = True
            else:
                product *= own
        return product * (step.pca if rest and step.pca is not None else 1.0)
