"""Tidy-up as a whole: small maps where anybody can say how they should look, and diagrams drawn by people."""

from __future__ import annotations

import json
import random
import time

import pytest

from crosslane.layout import swimlanes
from crosslane.layout.graph import Edge, LayoutGraph, Node, Options, arrangement_json
from crosslane.layout.levels import Levels
from crosslane.layout.order import Ordering
from crosslane.layout.swimlanes import arrange
from layout.helpers import CASES, case, faults, graph, on_top

ours = pytest.mark.parametrize("name", ["choreography", "invoice", "pizza"])


def test_a_chain_in_one_lane_lies_in_one_row_from_left_to_right() -> None:
    """Work that follows work reads like a line of text, straight and with room for what waits between."""
    drawing = arrange(graph(1, [0, 0, 0], [(0, 1), (1, 2)]))
    a, b, c = (drawing.places[f"n{i}"] for i in range(3))
    assert a.y == b.y == c.y
    assert b.x - a.x == c.x - b.x == 208
    assert drawing.score.bends == drawing.score.crossings == 0


def test_a_handoff_to_the_next_lane_has_at_most_one_corner() -> None:
    """Below or beside: a handoff between neighbours is short."""
    drawing = arrange(graph(2, [0, 0, 1], [(0, 1), (1, 2)]))
    assert drawing.score.bends <= 1
    assert drawing.places["n2"].y >= drawing.bands["l1"][0]


def test_empty_maps_and_empty_lanes_are_drawn() -> None:
    """Lanes are there before anything is in them."""
    empty = graph(3, [], [])
    assert faults(empty, arrange(empty)) == []
    middle = graph(3, [0, 2], [(0, 1)])
    assert faults(middle, arrange(middle)) == []
    assert arrange(middle).bands["l1"][1] - arrange(middle).bands["l1"][0] == Options().lane_min


def test_steps_without_flows_find_a_place_beside_each_other() -> None:
    """Twenty loose cards do not become one tower."""
    loose = graph(2, [0] * 10 + [1] * 10, [])
    drawing = arrange(loose)
    assert faults(loose, drawing) == []
    assert max(drawing.columns.values()) >= 4


def test_a_flow_to_its_own_step_is_a_small_loop_at_the_step() -> None:
    """A step that repeats itself says so at its corner."""
    drawing = arrange(graph(1, [0], [(0, 0)]))
    points = drawing.routes["e0"].points
    assert points[0].x == drawing.places["n0"].right
    assert points[-1].y == drawing.places["n0"].y


@ours
def test_heads_stand_clear_of_the_corner_before_them(name: str) -> None:
    """Where there is room, and here there is, a last leg is longer than its head."""
    lines = [route.points for route in arrange(case(name)).routes.values() if len(route.points) > 2]
    assert all(abs(a.x - b.x) + abs(a.y - b.y) >= 20 for *_, a, b in lines)


def test_rework_does_not_decide_what_comes_first() -> None:
    """What comes back is drawn back, even where that makes for more arrows against the flow."""
    drawing = arrange(graph(1, [0, 0, 0], [(0, 1), (1, 2), (2, 0), (2, 1)], kinds={2: "rework", 3: "rework"}))
    assert drawing.places["n0"].x < drawing.places["n1"].x < drawing.places["n2"].x


@pytest.mark.parametrize("options", [Options(), Options.compact()])
def test_a_loop_that_nobody_marked_begins_where_the_process_does(options: Options) -> None:
    """Two checks that send back to the first step, over a step of their own: the first step stays the first."""
    arrows = [(0, 1), (1, 2), (2, 3), (2, 4), (3, 5), (5, 6), (6, 1), (4, 7), (7, 1), (4, 8), (5, 8), (8, 9)]
    drawing = arrange(graph(2, [0] * 10, arrows), options)
    columns = drawing.columns
    assert columns["n0"] == 0
    assert all(columns["n1"] < columns[f"n{i}"] for i in range(2, 10))


@pytest.mark.parametrize("options", [Options(), Options.compact()])
def test_without_a_loop_no_flow_leads_back(options: Options) -> None:
    """An arrow to the left is read as a return, whatever crossings it saves: messages between two that take turns."""
    arrows = (
        [(k, k + 1) for k in range(9)]
        + [(k, k + 1) for k in range(10, 19)]
        + [(1, 10), (12, 4), (5, 14), (16, 6), (8, 17)]
    )
    arrows += [(0, 9), (10, 19)]
    drawing = arrange(graph(2, [0] * 10 + [1] * 10, arrows), options)
    assert all(drawing.columns[f"n{a}"] <= drawing.columns[f"n{b}"] for a, b in arrows)


def test_what_follows_in_a_lane_lies_in_one_row() -> None:
    """A branching process, all in one lane: whatever goes straight on lies level, not half a card higher or lower."""
    arrows = [
        (0, 1),
        (1, 2),
        (2, 3),
        (2, 4),
        (2, 5),
        (4, 6),
        (5, 7),
        (7, 8),
        (6, 9),
        (9, 10),
        (10, 11),
        (9, 12),
        (11, 12),
    ]
    arrows += [(11, 13), (13, 14), (14, 15), (12, 16)]
    drawing = arrange(graph(1, [0] * 17, arrows))
    lines = {(a, b): drawing.routes[f"e{k}"].points for k, (a, b) in enumerate(arrows)}
    straight = [ends for ends, points in lines.items() if len(points) == 2]
    askew = [(a, b) for a, b in straight if drawing.places[f"n{a}"].y != drawing.places[f"n{b}"].y]
    assert len(straight) >= 8
    assert len(askew) <= 1


def test_separate_processes_in_the_same_lanes_do_not_cut_through_each_other() -> None:
    """One goes back and forth over a lane in which another lies: they are drawn one after the other."""
    arrows = [(0, 1), (1, 2), (2, 3), (4, 5), (5, 6), (6, 7), (7, 8)]
    drawing = arrange(graph(3, [0, 2, 0, 2, 1, 1, 1, 1, 1], arrows), Options.compact())
    assert (drawing.score.crossings, drawing.score.bends) == (0, 2)
    assert min(drawing.columns[f"n{i}"] for i in range(4)) > max(drawing.columns[f"n{i}"] for i in range(4, 9))


@pytest.mark.parametrize(
    ("name", "crossings", "bends"),
    [("appointment", 0, 4), ("approval", 0, 12), ("placement", 2, 14), ("checkout", 0, 12)],
)
def test_structures_of_diagrams_by_people_stay_as_good_as_they_are(name: str, crossings: int, bends: int) -> None:
    """Separate processes in the same lanes, rework over a check, messages to and fro, three returns: nothing of it tangles.

    The people who drew them have 0, 1, 2 and 4 crossings, and 6, 6, 18 and 24 bends.
    """
    diagram = case(name)
    drawing = arrange(diagram, Options.compact())
    assert faults(diagram, drawing) == []
    assert drawing.score.crossings <= crossings
    assert drawing.score.bends <= bends
    into: dict[str, list[str]] = {}
    for edge in diagram.edges:
        into.setdefault(edge.target, []).append(edge.source)
    columns = drawing.columns
    assert not [box for box, before in into.items() if all(columns[other] > columns[box] for other in before)]


@ours
def test_diagrams_by_people_get_no_worse(name: str) -> None:
    """At most as many crossings as half of what people left plus one, at most as many bends, nothing wrong."""
    diagram = case(name)
    drawing = arrange(diagram, Options.compact())
    human = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))["human"]
    corners = sum(max(0, len(points) - 2) for points in human["edges"].values())
    assert faults(diagram, drawing) == []
    assert drawing.score.crossings <= 1
    assert drawing.score.bends <= corners


@ours
def test_every_run_gives_the_same_drawing(name: str) -> None:
    """Nobody wonders why the map looks different today."""
    diagram = case(name)
    assert arrangement_json(arrange(diagram))["nodes"] == arrangement_json(arrange(diagram))["nodes"]


def test_a_drawing_as_plain_data_has_bands_boxes_lines_and_seconds() -> None:
    """What `tidy --json` prints is complete and can be written as JSON."""
    found = json.loads(json.dumps(arrangement_json(arrange(graph(2, [0, 1], [(0, 1)])))))
    assert [lane["id"] for lane in found["lanes"]] == ["l0", "l1"]
    assert len(found["nodes"]["n0"]) == 4
    assert len(found["edges"]["e0"]) >= 2
    assert found["seconds"] >= 0


@pytest.mark.long
def test_five_thousand_steps_are_arranged_in_a_minute() -> None:
    """Large maps take longer, but they come."""
    n = 5000
    large = graph(5, [i % 5 for i in range(n)], [(i, j) for i in range(n) for j in (i + 1, i + 7) if j < n])
    began = time.perf_counter()
    assert len(arrange(large).places) == n
    assert time.perf_counter() - began < 60


def test_loops_on_one_step_keep_apart_from_cards_from_flows_and_from_each_other() -> None:
    """Two steps close above each other, each with two flows to itself: four loops, none on another line."""
    looped = graph(1, [0, 0, 0], [(0, 1), (0, 2), (1, 1), (1, 1), (2, 2), (2, 2)])
    drawing = arrange(looped, Options.compact())
    assert faults(looped, drawing) == []
    assert on_top(looped, drawing.routes) == []
    loops = [drawing.routes[f"e{k}"].points for k in (2, 3, 4, 5)]
    assert len(set(loops)) == 4


def test_crowded_maps_have_nobody_on_top_of_another() -> None:
    """Six flows a step, anywhere to anywhere: ugly, but every line can be told from the others and keeps off the steps."""
    dice = random.Random(2)
    sizes = [(100, 80), (36, 36), (50, 50)]
    nodes = tuple(Node(f"n{k}", f"l{dice.randrange(2)}", *dice.choice(sizes)) for k in range(24))
    edges = tuple(Edge(f"e{k}", f"n{dice.randrange(24)}", f"n{dice.randrange(24)}") for k in range(144))
    crowd = LayoutGraph(("l0", "l1"), nodes, edges)
    drawing = arrange(crowd, Options.compact())
    assert faults(crowd, drawing) == []
    assert on_top(crowd, drawing.routes) == []


def test_of_a_tangled_map_no_more_beginnings_are_tried_than_are_worth_their_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Twenty steps with sixty flows anywhere to anywhere could be turned round by chance in twice as many ways."""
    dice, begun, beginnings = random.Random(3), swimlanes.begun, list[int]()

    def counted(levels: Levels, seed: int) -> Ordering:
        beginnings.append(seed)
        return begun(levels, seed)

    monkeypatch.setattr(swimlanes, "begun", counted)
    arrows = [(k, (k + dice.randrange(1, 20)) % 20) for k in range(20) for _ in range(3)]
    arrange(graph(3, [k % 3 for k in range(20)], arrows), Options.compact())
    assert len(beginnings) == 24


def test_a_hub_of_hundred_flows_both_ways_is_drawn_without_one_on_another() -> None:
    """Every other of a hundred steps sends to the hub, the others take from it, more than its sides have room for."""
    arrows = [(0, k) if k % 2 else (k, 0) for k in range(1, 101)]
    hub = graph(4, [k % 4 for k in range(101)], arrows)
    drawing = arrange(hub)
    assert faults(hub, drawing) == []
    assert on_top(hub, drawing.routes) == []
