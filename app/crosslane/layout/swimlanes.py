"""Tidy-up: lanes in their order, boxes in their lane, arrows from left to right with few crossings and bends.

Several orientations, columns and orders are tried; the most promising are drawn to the end and the best is kept.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from crosslane.garbage import no_collection
from crosslane.geometry import Rect
from crosslane.layout import squeeze
from crosslane.layout.aside import moved_aside
from crosslane.layout.canon import canonical
from crosslane.layout.channels import channels_of
from crosslane.layout.effort import Effort, effort_for, tangle
from crosslane.layout.fold import folded
from crosslane.layout.graph import Arrangement, Edge, LayoutGraph, Node, Options, Score
from crosslane.layout.layers import layered
from crosslane.layout.levels import Levels, Passing, Problem, lanes_of, levels_of
from crosslane.layout.loops import loops_around
from crosslane.layout.order import Ordering, begun, improved, ordered, ordered_on
from crosslane.layout.orient import in_loops, turned_by_depth, turned_by_flows, turned_from_sources
from crosslane.layout.parts import set_apart
from crosslane.layout.passing import passed
from crosslane.layout.polish import Board, polished
from crosslane.layout.rows import heights_of
from crosslane.layout.scoring import score_of, tidied
from crosslane.layout.settling import settled
from crosslane.layout.squeeze import Gaps
from crosslane.layout.touchup import Known, touched_up, with_room
from crosslane.layout.warm import Before, Held, held
from crosslane.routing.lines import route_along
from crosslane.routing.routes import Route

Line = list[tuple[float, float]]


@dataclass(frozen=True)
class Drawing:
    """A finished drawing of a problem: rectangles by box, lane bands, polylines by arrow, columns by box.

    `without_news` are the arrows that were looked at with nothing changed around them since.
    """

    rects: list[Rect]
    bands: list[tuple[float, float]]
    lines: list[Line]
    layer: list[int]
    without_news: frozenset[int] = frozenset()

    @cached_property
    def score(self) -> Score:
        """What the drawing costs, worked out when somebody asks."""
        return score_of(self.lines)


def arrange(graph: LayoutGraph, options: Options | None = None, before: Before | None = None) -> Arrangement:
    """Return a tidy drawing of the whole graph; the same graph gives the same drawing, whatever its ids.

    With a drawing from before, untouched boxes keep their column and row, if there are enough of them. `aspect` folds
    what is wider than so many times its height. Everything is along the flow (x) and across the lanes (y); whether lanes
    are drawn from left to right or from top to bottom is up to who draws them.
    """
    options = options or Options()
    began = time.perf_counter()
    with no_collection():
        drawing = _arranged(graph, options, before)
        if options.aspect:
            drawing = folded(graph, drawing, options)
    return replace(drawing, seconds=time.perf_counter() - began)


def _arranged(graph: LayoutGraph, options: Options, before: Before | None) -> Arrangement:
    nodes, edges = canonical(graph)
    apart = [edge for edge in edges if edge.source == edge.target]
    edges = [edge for edge in edges if edge.source != edge.target]
    problem = _problem(graph, nodes, edges)
    stay = _held(graph, nodes, problem, before, options) if before else None
    if stay and before:
        drawing = _near(_known(graph, nodes, edges, before, stay), problem, stay, options)
    else:
        drawing = _best(problem, options)
    places = {node.id: rect for node, rect in zip(nodes, drawing.rects, strict=True)}
    borders = [bottom for _, bottom in drawing.bands[:-1]]
    routes = {edge.id: route_along(line, borders) for edge, line in zip(edges, drawing.lines, strict=True)}
    routes |= _loops(problem, nodes, apart, drawing, options)
    columns = {node.id: at for node, at in zip(nodes, drawing.layer, strict=True)}
    bands = dict(zip(graph.lanes, drawing.bands, strict=True))
    score = score_of([route.points for route in routes.values()]) if apart else drawing.score
    return Arrangement(places, bands, routes, score, columns=columns)


def _problem(graph: LayoutGraph, nodes: Sequence[Node], edges: Sequence[Edge]) -> Problem:
    lanes = {id_: at for at, id_ in enumerate(graph.lanes)}
    at = {node.id: i for i, node in enumerate(nodes)}
    return Problem(
        len(graph.lanes),
        [lanes[node.lane] for node in nodes],
        [node.w for node in nodes],
        [node.h for node in nodes],
        [(at[edge.source], at[edge.target]) for edge in edges],
        [edge.kind in ("rework", "cycle") for edge in edges],
    )


def _held(graph: LayoutGraph, nodes: Sequence[Node], problem: Problem, before: Before, options: Options) -> Held | None:
    bands = [before.bands.get(lane, (0.0, 0.0)) for lane in graph.lanes]
    places = [before.places.get(node.id) if node.lane in before.bands else None for node in nodes]
    columns = [before.columns.get(node.id) for node in nodes] if before.columns else None
    return held(problem, places, bands, columns, options)


def _known(
    graph: LayoutGraph, nodes: Sequence[Node], edges: Sequence[Edge], before: Before, stay: Held
) -> Known | None:
    """Return what is there of the drawing before; None where its lines or one of its lanes are not known."""
    if not before.lines or any(lane not in before.bands for lane in graph.lanes):
        return None
    there = set(before.places)
    lines = [before.lines.get(edge.id) if {edge.source, edge.target} <= there else None for edge in edges]
    bands = [before.bands[lane] for lane in graph.lanes]
    return Known([before.places.get(node.id) for node in nodes], lines, bands, stay.centers)


def _near(known: Known | None, problem: Problem, stay: Held, options: Options) -> Drawing:
    """Draw with everything where it was but what is new, or where that crosses too much, with its columns and rows."""
    known = with_room(problem, known, options) if known else None
    found = touched_up(problem, known, options) if known else None
    if not known or found is None:
        return _warm(problem, stay, options)
    drawing = Drawing(found[0], list(known.bands), found[1], stay.layer)
    old = score_of([line for line in known.lines if line]).crossings
    if drawing.score.crossings <= old * MORE + 2 * sum(line is None for line in known.lines):
        return drawing
    other = _warm(problem, stay, options)
    few = drawing.score.crossings <= other.score.crossings * MORE + 1
    return drawing if few or _moved(known, other) > MOST_MOVED else other


def _moved(known: Known, drawing: Drawing) -> float:
    """Return the share of the boxes that lie elsewhere in a drawing than they did."""
    there = [(old, new) for old, new in zip(known.rects, drawing.rects, strict=True) if old is not None]
    return sum(abs(old.x - new.x) + abs(old.y - new.y) > 5 for old, new in there) / max(1, len(there))


def _warm(problem: Problem, stay: Held, options: Options) -> Drawing:
    """Draw with columns and rows as they were; only new boxes and the arrows look for their best place."""
    effort = effort_for(problem.n + len(problem.arcs), thorough=options.thorough)
    turned = [stay.layer[a] > stay.layer[b] for a, b in problem.arcs]
    drawings = []
    for passing in PASSINGS:
        levels = levels_of(problem, stay.layer, turned, passing)
        ordered(levels, 0, 6, effort.settling, stay.rows)
        passed(levels, effort.passes)
        drawings.append(_drawn(problem, levels, options, effort, stay))
    drawings.sort(key=lambda drawing: drawing.score.total)
    best = _finished(problem, drawings[0], _board(problem, drawings[0], options), options, effort, stay)
    return _gone_over(problem, best, options, effort, stay)


def _best(problem: Problem, options: Options) -> Drawing:
    """Return the best drawing that is found: a thorough look is never worse than the first, which follows other ways."""
    drawing = _best_with(problem, options, thorough=False)
    if options.thorough:
        other = _best_with(problem, options, thorough=True)
        drawing = min(drawing, other, key=lambda drawing: drawing.score.total)
    return drawing


def _best_with(problem: Problem, options: Options, *, thorough: bool) -> Drawing:
    """Order many candidates, draw the most promising to the end, and return the one with the least score."""
    size = problem.n + len(problem.arcs)
    looks = _looks(problem, options, effort_for(size, thorough=thorough))
    effort = effort_for(size, thorough=thorough, crossings=looks[0].crossings())
    tried = sorted(_ordered(looks, effort), key=lambda each: each[0])
    for cost, levels in tried[: effort.aside]:
        moved = moved_aside(problem, levels, cost, _estimate, partial(_well_ordered, effort=effort), effort.ways)
        if moved[0] < cost:
            tried.append(moved)
    tried.sort(key=lambda each: each[0])
    drawings = [_drawn(problem, levels, options, effort) for _, levels in tried[: effort.drawn]]
    found = [(drawing, _board(problem, drawing, options)) for drawing in _promising(drawings, effort.rerouted)]
    if len(found) > 1:
        # Most that rerouting saves are crossings, so crossed arrows tell which drawings are worth it for all of theirs.
        for _, board in found:
            polished(board, 1, board.crossed())
        found.sort(key=lambda each: each[1].score().total)
    finished = [_finished(problem, *each, options, effort) for each in found[: effort.finished]]
    best = min(finished, key=lambda drawing: drawing.score.total) if len(finished) > 1 else finished[0]
    return _gone_over(problem, best, options, effort)


def _gone_over(
    problem: Problem, drawing: Drawing, options: Options, effort: Effort, stay: Held | None = None
) -> Drawing:
    """Reroute the arrows again now that the boxes are nearer to each other, and pull all together again."""
    for _ in range(effort.again if options.squeeze else 0):
        again = [k for k in range(len(problem.arcs)) if k not in drawing.without_news]
        lines = polished(_board(problem, drawing, options), effort.rounds, again, effort.most)
        # Where none has another way, all is together already.
        if lines == drawing.lines:
            break
        other = _squeezed(problem, replace(drawing, lines=lines), options, stay)
        if other.score.total >= drawing.score.total:
            break
        drawing = other
    return drawing


def _promising(drawings: list[Drawing], many: int) -> list[Drawing]:
    """Return the drawings that cost least, up to so many; other orders often come to the same drawing."""
    if len(drawings) == 1:
        return drawings
    found: list[Drawing] = []
    for drawing in sorted(drawings, key=lambda drawing: drawing.score.total):
        if len(found) == many or (found and drawing.score.total > found[0].score.total * PROMISING):
            break
        if all(drawing.lines != other.lines for other in found):
            found.append(drawing)
    return found


PASSINGS: tuple[Passing, ...] = ("source", "target")


FIRST_LOOK = 2
# A drawing that costs more for each that the best of them costs is not made the best by rerouting its flows.
PROMISING = 2.0
# How often the depths of orientations that follow the flow are levelled.
ROUNDS = (4, 1, 2, 8)
# Up to so many boxes people follow single arrows, and take one against the flow for a return. Beyond, fewer crossings help more.
READ = 100
# Up to so many boxes the first answer, too, looks for better rows.
FEW = 60
# How many crossings a touched-up drawing may have for each that others have.
MORE = 1.1
# What share of the boxes may move for fewer crossings: people know where things are.
MOST_MOVED = 0.15


def _looks(problem: Problem, options: Options, effort: Effort) -> list[Ordering]:
    """Return the orders of candidates after two sweeps, those first that look as if they would cost least."""
    found: list[tuple[float, int, Ordering]] = []
    size = problem.n + len(problem.arcs)
    for levels in _candidates(problem, options, effort):
        # Where the best of many is tangled, those still to come are as well: they were turned round by chance.
        if effort.looks is not None and len(found) >= effort.looks and tangle(size, min(found)[2].crossings()):
            break
        for seed in range(effort.starts):
            fresh = (
                levels
                if not seed
                else replace(levels, lane=list(levels.lane), layers=[list(layer) for layer in levels.layers])
            )
            ordering = begun(fresh, seed)
            found.append((_estimate(fresh, improved(ordering, FIRST_LOOK, 0)), len(found), ordering))
    return [ordering for _, _, ordering in sorted(found, key=lambda each: each[:2])]


def _ordered(looks: Sequence[Ordering], effort: Effort) -> Iterator[tuple[float, Levels]]:
    """Yield layered graphs that were looked at, ordered, with an estimate of what they will cost: the first of them."""
    best: list[float] = []
    for ordering in looks[: effort.kept]:
        levels = ordering.levels
        # Without any crossing it would still not be one of those that are drawn.
        if len(best) == effort.drawn and _estimate(levels, 0) >= best[-1]:
            continue
        cost = _estimate(levels, _well_ordered(ordering, effort))
        best = sorted([*best, cost])[: effort.drawn]
        yield cost, levels


def _well_ordered(ordering: Ordering, effort: Effort) -> int:
    """Go on with an order, let long arrows look for better ways, and return the crossings left."""
    crossings = improved(ordering, effort.sweeps, effort.settling)
    if crossings and passed(ordering.levels, effort.passes):
        crossings = ordered_on(ordering.levels, 0, effort.settling)
    return crossings


def _estimate(levels: Levels, crossings: int) -> float:
    return 24.0 * crossings + 1.0 * (levels.size - levels.n + len(levels.layers)) + 0.3 * sum(levels.turned)


def _candidates(problem: Problem, options: Options, effort: Effort) -> Iterator[Levels]:
    """Yield layered graphs: by orientation, with and without upright arrows, both ways of passing lanes."""
    seen = set()
    for turned in _orientations(problem, effort):
        for upright in (False, True) if effort.wide else (False,):
            together = _layer(problem, turned, options.upright_reach, upright=upright)
            for layer in (together, set_apart(problem, together)) if effort.wide else (together,):
                if (key := (tuple(layer), tuple(turned))) not in seen:
                    seen.add(key)
                    yield from _passed(problem, layer, turned, wide=effort.wide)


def _passed(problem: Problem, layer: Sequence[int], turned: Sequence[bool], *, wide: bool) -> Iterator[Levels]:
    """Yield the layered graph with both ways of passing lanes, or one, where that is all the same."""
    levels = levels_of(problem, layer, turned, "target")
    if wide and (lane := lanes_of(problem, layer, "source")) != levels.lane:
        yield replace(levels, lane=lane, layers=[list(column) for column in levels.layers])
    yield levels


def _orientations(problem: Problem, effort: Effort) -> Iterator[list[bool]]:
    """Yield which arrows are turned round: those that close loops, and as few others as can be."""
    arcs = [(b, a) if loop else (a, b) for (a, b), loop in zip(problem.arcs, problem.loops, strict=True)]
    closing = in_loops(problem.n, arcs) if problem.n <= READ else [True] * len(arcs)
    found = _turned(problem.n, arcs, effort) if any(closing) else [closing]
    seen = set()
    for every in found:
        turned = [back and loop for back, loop in zip(every, closing, strict=True)]
        if tuple(turned) not in seen:
            seen.add(tuple(turned))
            yield [t != loop for t, loop in zip(turned, problem.loops, strict=True)]


def _turned(n: int, arcs: Sequence[tuple[int, int]], effort: Effort) -> list[list[bool]]:
    """Return which arrows are turned round so that none of them closes a loop, in all ways that are tried."""
    found = turned_by_flows(n, arcs, ROUNDS[: effort.levellings])
    if effort.shuffles is not None:
        found += [turned_from_sources(n, arcs), turned_by_depth(n, arcs)]
        found += [turned_by_depth(n, arcs, seed) for seed in range(effort.shuffles)]
    return found


def _layer(problem: Problem, turned: Sequence[bool], reach: int, *, upright: bool) -> list[int]:
    chosen = _upright(problem, turned, reach) if upright else set()
    arcs = [
        ((b, a) if back else (a, b)) + (0 if k in chosen else 1, 1)
        for k, ((a, b), back) in enumerate(zip(problem.arcs, turned, strict=True))
    ]
    layer = layered(problem.n, arcs)
    _spread_lonely(problem, layer)
    return layer


def _upright(problem: Problem, turned: Sequence[bool], reach: int) -> set[int]:
    """Choose arrows between lanes that may stand upright in a column: at most one above and one below every box."""
    found: set[int] = set()
    below: set[int] = set()
    above: set[int] = set()
    many = [0] * problem.n
    for a, b in problem.arcs:
        many[a] += 1
        many[b] += 1
    apart = [abs(problem.lane[a] - problem.lane[b]) for a, b in problem.arcs]
    arrows = [k for k, lanes in enumerate(apart) if 0 < lanes <= reach and not turned[k]]
    arrows.sort(key=lambda k: (apart[k], sum(many[v] for v in problem.arcs[k])))
    for k in arrows:
        a, b = problem.arcs[k]
        top, bottom = (a, b) if problem.lane[a] < problem.lane[b] else (b, a)
        if top not in below and bottom not in above:
            below.add(top)
            above.add(bottom)
            found.add(k)
    return found


def _spread_lonely(problem: Problem, layer: list[int]) -> None:
    """Put boxes without arrows where their lane is emptiest, from the left."""
    joined = {v for arc in problem.arcs for v in arc}
    taken: dict[tuple[int, int], int] = {}
    for v in joined:
        taken[problem.lane[v], layer[v]] = taken.get((problem.lane[v], layer[v]), 0) + 1
    last = max((layer[v] for v in joined), default=0)
    lonely = [v for v in range(problem.n) if v not in joined]
    columns = range(max(last + 1, min(8, len(lonely))))
    for v in lonely:
        lane = problem.lane[v]
        layer[v] = min(columns, key=lambda at: (taken.get((lane, at), 0), at))
        taken[lane, layer[v]] = taken.get((lane, layer[v]), 0) + 1


def _drawn(problem: Problem, levels: Levels, options: Options, effort: Effort, stay: Held | None = None) -> Drawing:
    """Draw an ordered graph to the end."""
    heights = heights_of(levels, problem, options, effort.straightenings, stay)
    centers = stay.centers if stay and not (options.squeeze and effort.rounds) else ()
    channels = channels_of(levels, problem, heights, options, centers)
    rects = []
    for v in range(problem.n):
        at = levels.layer[v]
        x = channels.left[at] + (channels.width[at] - problem.w[v]) / 2
        rects.append(Rect(x, heights.y[v] - problem.h[v] / 2, problem.w[v], problem.h[v]))
    lines = [tidied(line[::-1] if back else line) for line, back in zip(channels.lines, levels.turned, strict=True)]
    return Drawing(rects, heights.bands, lines, levels.layer[: problem.n])


def _board(problem: Problem, drawing: Drawing, options: Options) -> Board:
    return Board(drawing.rects, problem.arcs, list(drawing.lines), drawing.bands, options.track, options.clear)


def _finished(
    problem: Problem, drawing: Drawing, board: Board, options: Options, effort: Effort, stay: Held | None = None
) -> Drawing:
    """Take out the corners and crossings that lines have without need."""
    # What is not pulled together in between is gone over in the same go.
    rounds = effort.rounds if options.squeeze else effort.rounds + effort.again
    polished(board, rounds, most=effort.most)
    if options.squeeze:
        drawing = replace(drawing, lines=board.lines, without_news=board.without_news())
        return _squeezed(problem, drawing, options, stay) if effort.rounds else drawing
    if options.row_grid and problem.n <= (READ if options.thorough else FEW):
        board = settled(board, problem.lane, options.row_gap, options.row_grid, stay.rows if stay else ())
    return replace(drawing, rects=list(board.rects), lines=board.lines)


def _squeezed(problem: Problem, drawing: Drawing, options: Options, stay: Held | None) -> Drawing:
    """Let boxes leave the middle of their columns and rows where that makes lines shorter, or as they were before."""
    if not drawing.rects:
        return drawing
    gaps = Gaps(options.column_gap, options.track, options.track, options.lane_pad, options.lane_min)
    board = squeeze.Board(drawing.rects, drawing.lines, problem.arcs)
    board = squeeze.squeezed(board, gaps, stay.xs if stay else None)
    rows = {v: (problem.lane[v], row - problem.h[v] / 2) for v, row in stay.rows.items()} if stay else None
    board, bands = squeeze.squeezed_down(board, drawing.bands, replace(gaps, boxes=options.row_gap), rows)
    return replace(drawing, rects=list(board.rects), lines=list(board.lines), bands=bands)


def _loops(
    problem: Problem, nodes: Sequence[Node], apart: Sequence[Edge], drawing: Drawing, options: Options
) -> dict[str, Route]:
    """Return the routes of arrows that lead to where they start."""
    if not apart:
        return {}
    at = {node.id: v for v, node in enumerate(nodes)}
    board = _board(problem, drawing, options)
    lines = loops_around(board, [at[edge.source] for edge in apart])
    return {edge.id: route_along(line, []) for edge, line in zip(apart, lines, strict=True)}
