"""The rolled share: how many items get through a whole round with nothing sent back (rolled %C/A)."""

from __future__ import annotations

from functools import cached_property
from itertools import combinations
from math import prod

from crosslane.analysis.graphs import grouped, meeting_points, reached, turned
from crosslane.analysis.mesh import Mesh
from crosslane.analysis.net import Arc
from crosslane.analysis.solve import BEGIN, Solution, loops_marked
from crosslane.model.map import Map
from crosslane.model.quantity import Quantity, at_most, exact
from crosslane.model.records import Flow, Step

_SUBSETS = 10


def usable_of(map_: Map, flow: Flow) -> float | None:
    """Return how many of the items on a drawn flow are usable as they arrive: its own share, else its source's; None unknown."""
    return flow.pca if flow.pca is not None else map_.step(flow.source).pca


def coming_back(map_: Map) -> dict[str, float]:
    """Return of the steps that drawn returns leave with which share items come back from them; nothing unsaid counted."""
    found: dict[str, float] = {}
    for flow in map_.numbered_flows:
        if flow.type == "rework":
            found[flow.source] = found.get(flow.source, 0.0) + (flow.probability or 0.0)
    return found


class Usable:
    """The share of each step and flow, and their product over what an item passes."""

    def __init__(self, map_: Map, solution: Solution) -> None:
        """Read the map along the ways of its solution."""
        # A loop of forward flows is treated like rework: whoever takes it has not got through.
        self.map, self.solution, self.net = map_, solution, loops_marked(solution.net)
        self.forward, self._onward = self.net.forward, self.net.onward
        back = self.net.returns
        through = self._getting_through()
        if len(through) < len(self.net.nodes):
            back = {id_: [a for a in arcs if self._is_return(a, through)] for id_, arcs in self.net.out.items()}
            self.forward = {id_: [a for a in arcs if a not in back[id_]] for id_, arcs in self.net.out.items()}
            self._onward = {id_: [arc.target for arc in arcs] for id_, arcs in self.forward.items()}
        # A drawn return of known probability p says 1-p of the handoff before it; the written share then counts no more.
        shares = {id_: sum(arc.probability or 0.0 for arc in arcs) for id_, arcs in back.items()}
        self.returned = {id_: share for id_, share in shares.items() if share > 0}
        self._meets = self.net.meets if self._onward is self.net.onward else meeting_points(self._onward)
        self._own = {flow.id: flow.pca for flow in map_.drawn_flows}
        self._of_steps = {step.id: step.pca for step in map_.steps}
        self._known: dict[tuple[str, str | None], float] = {}

    def _getting_through(self) -> set[str]:
        """Return the steps from which an end is reached without coming back."""
        onward, returns = self.net.onward, self.net.returns
        back = {id_: sum(arc.probability or 0.0 for arc in arcs) for id_, arcs in returns.items()}
        if all(share < 1.0 or onward[id_] for id_, share in back.items()):
            # Whoever goes on wherever it is, and never round, gets to an end.
            return set(onward)
        ends = [id_ for id_, targets in onward.items() if not targets and back.get(id_, 0.0) < 1.0]
        return reached(turned(onward), ends)

    def _is_return(self, arc: Arc, through: set[str]) -> bool:
        """Say whether who takes an arc comes back: by the arc itself, or by what it leads to, as where work is mended."""
        return arc.rework or (arc.target not in through and arc.source not in self.net.parallel)

    def handoff_share(self, flow: Flow) -> float | None:
        """Return the usable share of a flow as it counts: the return's, the flow's own, else its source step's."""
        if flow.target in self.returned:
            return 1 - self.returned[flow.target]
        return flow.pca if flow.pca is not None else self._of_steps[flow.source]

    def rolled(self) -> Quantity:
        """Return the rolled share; at most, while handoffs that items pass have none."""
        value = self._from(BEGIN, None)
        onward = {arc.id for arcs in self.forward.values() for arc in arcs}
        used = [flow for flow in self.map.drawn_flows if self.solution.arcs.get(flow.id) and flow.id in onward]
        shares = {flow.id: self.handoff_share(flow) for flow in used}
        unknown = any(share is None and id_ in self.map.handoffs for id_, share in shares.items())
        said = any(share is not None for share in shares.values()) or any(
            s is not None for s in self._of_steps.values()
        )
        return exact(value) if said and not unknown and not self._partly_said() else at_most(value)

    def _partly_said(self) -> bool:
        """Say whether shares within lanes are given for some of what items pass and not for all of it."""
        works = [step for step in self.map.steps if step.type in ("activity", "decision")]
        if self._hands_over and len({step.pca is not None for step in works}) < 2:
            return False
        said = [known for step in works for known in self._said_within(step)]
        return any(said) and not all(said)

    def _said_within(self, step: Step) -> list[bool]:
        """Return for every flow by which a step's work stays in its lane, or for its end, whether its share is given."""
        if not self.solution.nodes.get(step.id):
            return []
        arcs = self.forward[step.id]
        flows = [self.map.flow(arc.id) for arc in arcs if arc.target not in self.returned]
        own = [f.pca is not None for f in flows if f.id not in self.map.handoffs]
        if not arcs or self._hands_over:
            # What is asked there are the handoffs: a share of a flow's own within a lane is one more, none left out.
            return [step.pca is not None] if not arcs or not all(own) else []
        return [said or step.pca is not None for said in own]

    @cached_property
    def _hands_over(self) -> bool:
        return any(self.solution.arcs.get(id_) for id_ in self.map.handoffs)

    def _from(self, first: str, stop: str | None) -> float:
        """Expected product over the ways on from a step to a stop; without recursion along them, maps may be long."""
        todo = [first]
        while todo:
            id_ = todo[-1]
            if id_ == stop or (id_, stop) in self._known:
                todo.pop()
                continue
            waiting = [t for t in self._next(id_) if t != stop and (t, stop) not in self._known]
            if waiting:
                todo += waiting
            else:
                todo.pop()
                self._known[id_, stop] = self._product(id_, stop)
        return 1.0 if first == stop else self._known[first, stop]

    def _next(self, id_: str) -> list[str]:
        if id_ in self.net.parallel:
            join = self._meets[id_]
            return [join] if join else []
        return self._onward[id_]

    def _after(self, id_: str | None, stop: str | None) -> float:
        return 1.0 if id_ is None or id_ == stop else self._known[id_, stop]

    def _product(self, id_: str, stop: str | None) -> float:
        own, arcs = 1 - self.returned.get(id_, 0.0), self.forward[id_]
        if id_ in self.net.parallel:
            return own * self._fork(id_) * self._after(self._meets[id_], stop)
        if not arcs:
            return own * self._leaving(id_, [])
        going, total = own or 1.0, 0.0
        for arc in arcs:
            total += (arc.probability or 0.0) / going * self._leaving(id_, [arc]) * self._after(arc.target, stop)
        return own * total

    def _fork(self, split: str) -> float:
        """Expected product over the branches of a split, up to where they meet."""
        arcs, join = self.forward[split], self._meets[split]
        ways = grouped(self._onward, [arc.target for arc in arcs], join)
        if any(len(numbers) > 1 and inner for numbers, inner in ways) or len(arcs) > _SUBSETS:
            return self._crossing(split, arcs, set().union(*(inner for _, inner in ways)), join)
        branch = {arc.id: self._from(arc.target, join) for arc in arcs}
        if self.net.nodes[split].split == "all":
            return self._leaving(split, arcs) * prod(branch.values())
        total = 0.0
        for size in range(len(arcs) + 1):
            for taken in combinations(arcs, size):
                chance = prod((a.probability or 0.0) if a in taken else 1 - (a.probability or 0.0) for a in arcs)
                total += chance * self._leaving(split, list(taken)) * prod(branch[a.id] for a in taken)
        return total

    def _crossing(self, split: str, arcs: list[Arc], inner: set[str], join: str | None) -> float:
        solved = self.solution.lead.forks.get(split)
        if (
            solved is not None
            and self.net.nodes[split].split == "all"
            and not any(n.delivers for n in self.net.nodes.values())
        ):
            # What crosses was followed once already; branches that do not cross fail independently of one another.
            meshes = [branch.inside for branch in solved.branches if branch.arc is None]
            apart = [branch.arc for branch in solved.branches if branch.arc is not None]
            product = prod(self._through(mesh) for mesh in meshes if isinstance(mesh, Mesh))
            return self._leaving(split, arcs) * product * prod(self._from(arc.target, join) for arc in apart)
        return self._through(Mesh(self.net, split, arcs, inner, join, False), split)

    def _through(self, mesh: Mesh, split: str | None = None) -> float:
        """Expected product over what an item passes in a mesh, and over how it leaves the split where one is given."""
        total = 0.0
        for p, passes in mesh.passes():
            product = 1.0
            for id_ in (*([split] if split else []), *(n for n in mesh.order if n in passes)):
                product *= self._leaving(id_, [a for a in self.forward[id_] if passes.get(a.id)])
                product *= 1 - self.returned.get(id_, 0.0) if id_ != split else 1.0
            total += p * product
        return total

    def _leaving(self, id_: str, taken: list[Arc]) -> float:
        """The share with which items leave a step over these arcs: flows' own shares, the step's once for the rest."""
        if id_ == BEGIN:
            return 1.0
        product, rest = 1.0, not taken
        for arc in taken:
            if arc.target in self.returned:
                continue
            own = self._own[arc.id]
            if own is None:
                rest = True
            else:
                product *= own
        step = self._of_steps[id_] if rest else None
        return product if step is None else product * step
