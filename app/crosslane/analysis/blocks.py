"""Where items go several ways at once: the block from a split to its join, followed once round by the one join rule.

A step starts when all its in-flows are decided, at the latest of those taken ("any": at the first). Elapsed time is
that of the longest branch, work on the path that of the branch which decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random

from crosslane.analysis.net import Arc, Net, Node

LEAVES = 2048
STEPS_FOLLOWED = 12_000
_TAIL = 1e-9
_NEAR = 1e-9
Returns = tuple[tuple[Arc, float], ...]


class Stuck(ArithmeticError):  # noqa: N818  (a finding about a map, not a fault of the program)
    """Items that get to these steps never reach an end."""

    def __init__(self, steps: tuple[str, ...]) -> None:
        super().__init__("steps without a way to an end")
        self.steps = steps


@dataclass(frozen=True)
class Option:
    """One way a step can turn out: which arcs are taken, after how many returns, with which probability."""

    probability: float
    taken: tuple[Arc, ...]
    returns: Returns = ()
    times: float = 0.0


@dataclass(frozen=True)
class Leaf:
    """One way a whole round can turn out. Hours from the start of the block; counts are passes per round."""

    end: float
    work: float
    variance: float
    nodes: dict[str, float]
    arcs: dict[str, float]
    critical: frozenset[str]
    slack: dict[str, float]


@dataclass(frozen=True)
class Summary:
    """A block in expectation: elapsed hours, its variance, work on the deciding branch, passes, criticality, slack."""

    mean: float
    variance: float
    work: float
    nodes: dict[str, float]
    reached: dict[str, float]
    arcs: dict[str, float]
    critical: dict[str, float]
    slack: dict[str, float]
    sampled: bool
    leaves: int = 1


class Block:
    """The steps after a split up to its join, both exclusive; without a join, up to the ends."""

    def __init__(self, net: Net, split: str, inner: set[str], join: str | None) -> None:
        """Prepare the block of the net that leaves `split`; `inner` are the steps on the way to `join`."""
        self.net, self.split, self.join = net, split, join
        self.inner = inner
        self._order = self._sorted(inner)
        self._entries = {id_: self._arrivals(id_) for id_ in [*self._order, *([join] if join else [])]}
        loops = sum(1 for id_ in self._order if any(arc.rework for arc in net.out[id_]))
        self._longest = max(3, int(LEAVES ** (1 / loops))) if loops else 1
        # Large blocks are followed fewer times: a result has to be there before the next key is pressed.
        self._most = max(48, min(LEAVES, STEPS_FOLLOWED // max(1, len(self._order))))
        self._found: tuple[list[tuple[float, Leaf]], bool] | None = None
        self._bodies = self._find_bodies()
        self._options = {id_: self._options_of(net.nodes[id_]) for id_ in [split, *self._order]}

    def _sorted(self, inner: set[str]) -> list[str]:
        """Return the inner steps so that every forward arc points onwards, arcs that close a loop left aside."""
        order: list[str] = []
        state: dict[str, int] = {}
        for root in [arc.target for arc in self.net.out[self.split] if arc.target in inner]:
            stack = [(root, iter(self._onward(root)))] if root not in state else []
            state.setdefault(root, 1)
            while stack:
                node, onward = stack[-1]
                following = next((n for n in onward if n not in state), None)
                if following is None:
                    order.append(node)
                    stack.pop()
                else:
                    state[following] = 1
                    stack.append((following, iter(self._onward(following))))
        return order[::-1]

    def _onward(self, id_: str) -> list[str]:
        return [arc.target for arc in self.net.out[id_] if not arc.rework and arc.target in self.inner]

    def _arrivals(self, id_: str) -> list[Arc]:
        sources = self.inner | {self.split}
        return [arc for arc in self.net.into[id_] if not arc.rework and arc.source in sources]

    def _find_bodies(self) -> dict[str, tuple[set[str], set[str]]]:
        """Return for every return arc the steps and arcs that are passed again."""
        bodies = {}
        for id_ in self._order:
            for arc in self.net.out[id_]:
                if arc.rework and arc.target in self.inner:
                    steps = self._between(arc.target, id_)
                    inside = {a.id for s in steps for a in self.net.out[s] if not a.rework and a.target in steps}
                    bodies[arc.id] = (steps, inside)
        return bodies

    def _between(self, first: str, last: str) -> set[str]:
        ahead, todo = {first}, [first]
        while todo:
            for id_ in self._onward(todo.pop()):
                if id_ not in ahead:
                    ahead.add(id_)
                    todo.append(id_)
        back, todo = {last}, [last]
        while todo:
            for arc in self._entries[todo.pop()]:
                if arc.source in ahead and arc.source not in back:
                    back.add(arc.source)
                    todo.append(arc.source)
        return back | {first}

    def _options_of(self, node: Node) -> list[Option]:
        out = self.net.out[node.id]
        returns = [arc for arc in out if arc.rework and arc.id in self._bodies] if node.id != self.split else []
        back = sum(arc.probability or 0.0 for arc in returns)
        onward = [arc for arc in out if not arc.rework]
        going = _ways_on(node, onward)
        if not returns:
            return going
        if back >= 1 - _TAIL and not all(arc.max_repeats for arc in returns):
            raise Stuck((node.id,))
        share = tuple((arc, (arc.probability or 0.0) / back) for arc in returns)
        limit = max((arc.max_repeats or 0) for arc in returns) if all(arc.max_repeats for arc in returns) else None
        return [
            Option(p * way.probability, way.taken, share, times)
            for times, p in _repeats(back, limit, self._longest)
            for way in going
        ]

    def leaves(self, seed: int = 1) -> tuple[list[tuple[float, Leaf]], bool]:
        """Return every way the round can turn out with its probability; sampled when there are too many."""
        if self._found is None:
            self._found = self._followed(seed)
        return self._found

    def _followed(self, seed: int) -> tuple[list[tuple[float, Leaf]], bool]:
        found: list[tuple[float, Leaf]] = []
        for picks in self._tree():
            found.append((picks[1], self.follow(picks[0].__getitem__)))
            if len(found) > self._most:
                return self._sample(seed), True
        return found, False

    def _sample(self, seed: int) -> list[tuple[float, Leaf]]:
        random = Random(seed)

        def drawn(id_: str) -> Option:
            options = self._options[id_]
            return random.choices(options, [option.probability for option in options])[0]

        picks = ({id_: drawn(id_) for id_ in self._options} for _ in range(self._most))
        return [(1 / self._most, self.follow(pick.__getitem__)) for pick in picks]

    def _tree(self) -> Iterator[tuple[dict[str, Option], float]]:
        """Yield every combination of options of steps that are reached, with its probability."""
        todo: list[dict[str, Option]] = [{}]
        while todo:
            picks = todo.pop()
            open_at = self._first_open(picks)
            if open_at is None:
                probability = 1.0
                for option in picks.values():
                    probability *= option.probability
                yield picks, probability
            else:
                todo += [{**picks, open_at: option} for option in self._options[open_at] if option.probability > 0]

    def _first_open(self, picks: Mapping[str, Option]) -> str | None:
        taken: set[str] = set()
        for id_ in [self.split, *self._order]:
            if id_ != self.split and not any(arc.id in taken for arc in self._entries[id_]):
                continue
            if id_ not in picks:
                if len(self._options[id_]) > 1:
                    return id_
                option = self._options[id_][0]
            else:
                option = picks[id_]
            taken |= {arc.id for arc in option.taken}
        return None

    def follow(self, pick: Callable[[str], Option]) -> Leaf:
        """Follow one round: when each step starts and ends, and which branch decides."""
        return _Round(self, pick).leaf()

    def only_option(self, id_: str) -> Option | None:
        """Return the option of a step that cannot turn out differently, else None."""
        return self._options[id_][0] if len(self._options[id_]) == 1 else None

    @property
    def order(self) -> list[str]:
        """The inner steps, each after all that lead to it."""
        return self._order

    def entries(self, id_: str) -> list[Arc]:
        """Return the arcs of the block that lead to a step."""
        return self._entries[id_]

    def body(self, arc_id: str) -> tuple[set[str], set[str]]:
        """Return the steps and arcs that a return passes again."""
        return self._bodies[arc_id]


def _ways_on(node: Node, arcs: list[Arc]) -> list[Option]:
    if not arcs:
        return [Option(1.0, ())]
    if node.split == "all":
        return [Option(1.0, tuple(arcs))]
    if node.split == "one":
        total = sum(arc.probability or 0.0 for arc in arcs)
        return [Option((arc.probability or 0.0) / total, (arc,)) for arc in arcs]
    ways = [Option(1.0, ())]
    for arc in arcs:
        p = min(arc.probability or 0.0, 1.0)
        ways = [w for way in ways for w in (Option(way.probability * p, (*way.taken, arc)), _without(way, p))]
    return [way for way in ways if way.probability > 0]


def _without(way: Option, p: float) -> Option:
    return Option(way.probability * (1 - p), way.taken)


def _repeats(back: float, limit: int | None, longest: int) -> Iterator[tuple[float, float]]:
    """Yield how often an item returns, with its probability; what lies beyond the longest is one mean tail."""
    if limit is not None and limit <= longest:
        for times in range(limit):
            yield float(times), back**times * (1 - back)
        yield float(limit), back**limit
        return
    times = 0
    while times < longest and back**times > _TAIL:
        yield float(times), back**times * (1 - back)
        times += 1
    yield times + back / (1 - back), back**times


class _Round:
    """One walk through a block under fixed choices."""

    def __init__(self, block: Block, pick: Callable[[str], Option]) -> None:
        self.block, self.nodes = block, block.net.nodes
        self.start: dict[str, float] = {}
        self.done: dict[str, float] = {block.split: 0.0}
        self.picked: dict[str, Option] = {}
        self.arrival: dict[str, float] = {}
        self.via: dict[str, Arc] = {}
        self.again: dict[str, float] = {}
        self._take(block.split, block.only_option(block.split) or pick(block.split))
        for id_ in block.order:
            self._pass(id_, pick)
        self.last = self._last()

    def _take(self, id_: str, option: Option) -> None:
        self.picked[id_] = option
        for arc in option.taken:
            self.arrival[arc.id] = self.done[id_] + arc.elapsed

    def _arrive(self, id_: str) -> bool:
        arrivals = [arc for arc in self.block.entries(id_) if arc.id in self.arrival]
        if not arrivals:
            return False
        decides = min if self.nodes[id_].join_any else max
        self.via[id_] = decides(arrivals, key=lambda arc: self.arrival[arc.id])
        self.start[id_] = self.arrival[self.via[id_].id]
        return True

    def _pass(self, id_: str, pick: Callable[[str], Option]) -> None:
        if not self._arrive(id_):
            return
        option = self.block.only_option(id_) or pick(id_)
        done = self.start[id_] + self.nodes[id_].elapsed.mean
        once = sum(s * (arc.elapsed + done - self.start.get(arc.target, done)) for arc, s in option.returns)
        self.done[id_] = done + option.times * once
        for arc, share in option.returns:
            self.again[arc.id] = option.times * share
        self._take(id_, option)

    def _last(self) -> str:
        """Return the step whose end (of a join: whose start) is the end of the block."""
        delivered = [id_ for id_ in self.done if id_ in self.start and self.nodes[id_].delivers]
        if delivered:
            return min(delivered, key=lambda id_: self.done[id_])
        if self.block.join and self._arrive(self.block.join):
            return self.block.join
        return max(self.done, key=lambda id_: self.done[id_])

    def leaf(self) -> Leaf:
        net = self.block.net
        nodes = {id_: 1.0 for id_ in self.start if id_ != self.block.join}
        arcs = dict.fromkeys(self.arrival, 1.0)
        for arc_id, times in self.again.items():
            steps, inside = self.block.body(arc_id)
            arcs[arc_id] = times
            for id_ in steps:
                nodes[id_] = nodes.get(id_, 0.0) + times
            for id_ in inside:
                arcs[id_] = arcs.get(id_, 0.0) + (times if id_ in self.arrival else 0.0)
        path_nodes, path_arcs = self._critical()
        path_arcs |= {a for a in self.again if net.arcs[a].source in path_nodes and self.again[a] > 0}
        work = sum(net.nodes[id_].work.mean * nodes[id_] for id_ in path_nodes)
        work += sum(net.arcs[id_].handling.mean * arcs[id_] for id_ in path_arcs)
        variance = sum(net.nodes[id_].elapsed.variance * nodes[id_] for id_ in path_nodes)
        variance += sum(
            (net.arcs[id_].wait.variance + net.arcs[id_].handling.variance) * arcs[id_] for id_ in path_arcs
        )
        end = self.start[self.last] if self.last == self.block.join else self.done[self.last]
        critical = frozenset(path_nodes | path_arcs)
        return Leaf(end, work, variance, nodes, arcs, critical, self._slack(end))

    def _critical(self) -> tuple[set[str], set[str]]:
        steps: set[str] = set()
        arcs: set[str] = set()
        id_ = self.last
        while id_ != self.block.split:
            if id_ != self.block.join:
                steps.add(id_)
            arcs.add(self.via[id_].id)
            id_ = self.via[id_].source
        return steps, arcs

    def _slack(self, end: float) -> dict[str, float]:
        """Return by how many hours each reached step and taken arc could be later without moving the end."""
        latest: dict[str, float] = {self.block.join: end} if self.block.join else {}
        slack: dict[str, float] = {}
        for id_ in [*reversed(self.block.order), self.block.split]:
            if id_ not in self.done:
                continue
            must = [latest[arc.target] - arc.elapsed for arc in self.picked[id_].taken if arc.target in latest]
            done_by = min([*must, end]) if must else end
            for arc in self.picked[id_].taken:
                if arc.target in latest:
                    slack[arc.id] = max(0.0, latest[arc.target] - self.arrival[arc.id])
            slack[id_] = max(0.0, done_by - self.done[id_])
            latest[id_] = done_by - (self.done[id_] - self.start.get(id_, 0.0))
        return slack


def summarise(block: Block) -> Summary:
    """Return the block in expectation over all ways a round can turn out."""
    leaves, sampled = block.leaves()
    mean = sum(p * leaf.end for p, leaf in leaves)
    spread = sum(p * (leaf.end - mean) ** 2 for p, leaf in leaves)
    nodes: dict[str, float] = {}
    reached: dict[str, float] = {}
    arcs: dict[str, float] = {}
    critical: dict[str, float] = {}
    slack: dict[str, float] = {}
    for p, leaf in leaves:
        for id_, times in leaf.nodes.items():
            nodes[id_] = nodes.get(id_, 0.0) + p * times
            reached[id_] = reached.get(id_, 0.0) + p
        for id_, times in leaf.arcs.items():
            arcs[id_] = arcs.get(id_, 0.0) + p * times
        for id_ in leaf.critical:
            critical[id_] = critical.get(id_, 0.0) + p
        for id_, hours in leaf.slack.items():
            slack[id_] = min(slack.get(id_, hours), hours)
    variance = spread + sum(p * leaf.variance for p, leaf in leaves)
    work = sum(p * leaf.work for p, leaf in leaves)
    return Summary(mean, variance, work, nodes, reached, arcs, critical, slack, sampled, len(leaves))
