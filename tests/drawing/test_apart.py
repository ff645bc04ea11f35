"""Pills of flows that lie close stand apart, wherever there is room along their lines."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from crosslane.drawing import apart
from crosslane.drawing.draw import MOST_APART, draw
from crosslane.drawing.picture import Picture
from crosslane.drawing.scene import Scene
from crosslane.drawing.theme import ROOM
from crosslane.exchange.templates import template
from crosslane.geometry import Point, Rect, distance_to_path
from crosslane.layout.tidy import tidied_map
from crosslane.model.edits import set_fields
from crosslane.model.edits.arrange import place_steps
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, Note, Step
from crosslane.model.values import Duration
from crosslane.routing.of_map import route_map
from drawing.scenes import scene

WAIT = Duration(text="10 min")


def overlapping(picture: Picture) -> set[tuple[str, str]]:
    """Return the pairs of pills that lie on one another."""
    pairs = combinations(picture.layer("pills"), 2)
    return {(one.id, other.id) for one, other in pairs if one.bounds.grown(-1).intersects(other.bounds.grown(-1))}


@pytest.mark.parametrize("tidied", [False, True], ids=["as-it-is", "tidied"])
@pytest.mark.parametrize(
    "name", ["churn-model", "feature-store", "incident-aiops", "llm-rag", "nightly-bi", "web-feature"]
)
def test_in_a_room_no_pill_or_label_lies_on_another_on_a_card_or_on_its_own_head(name: str, *, tidied: bool) -> None:
    """Large letters make wide pills, and a short line is hidden by its own."""
    map_ = template(name)
    picture = draw(scene(map_.apply(tidied_map(map_)) if tidied else map_, tokens=ROOM))
    assert not overlapping(picture)
    for pill in picture.layer("pills"):
        line = picture.get("flows", pill.id)
        assert not picture.within("cards", pill.bounds.grown(-2)), pill.id
        assert line is not None
        assert not pill.bounds.contains(line.path[-1]), pill.id


def test_a_pill_leaves_the_line_of_somebody_else() -> None:
    """Lifted off the gap between two cards it would stand on a line that passes above, and be read as that one's."""
    steps = [Step(id=f"s{n}", lane="l", name=str(n), x=n * 208, y=64) for n in range(4)]
    passing = Flow(id="far", source="s0", target="s3", waypoints=((72, -36), (72, -50), (552, -50), (552, -36)))
    flows = [passing, *(Flow(id=f"f{n}", source=f"s{n}", target=f"s{n + 1}", wait=WAIT) for n in range(3))]
    made = scene(Map.of([Lane(id="l", name="Team", order="a"), *steps, *flows]))
    lifted = replace(made.routes["f1"], pill=Point(384, 51))
    picture = draw(replace(made, routes={**made.routes, "f1": lifted}))
    line, pill = picture.get("flows", "far"), picture.get("pills", "f1")
    assert line is not None
    assert pill is not None
    assert not pill.bounds.intersects(Rect.spanning(line.path[1], line.path[2]).grown(1))


def test_a_pill_above_a_gap_stands_on_its_line_where_that_leaves_the_line_to_be_seen() -> None:
    """It is meant for gaps that are narrower than a pill can be; "10 min" is short, and this gap is half as wide again."""
    steps = [Step(id="a", lane="l", name="A", y=64), Step(id="b", lane="l", name="B", x=250, y=64)]
    made = scene(
        Map.of([Lane(id="l", name="Team", order="a"), *steps, Flow(id="f", source="a", target="b", wait=WAIT)])
    )
    above = replace(made.routes["f"], pill=Point(197, 51))
    pill = draw(replace(made, routes={"f": above})).get("pills", "f")
    assert pill is not None
    assert pill.bounds.center.y == made.tokens.point(made.routes["f"].points[0]).y
    near = scene(made.map.apply(place_steps(made.map, {"b": (208, 64)})))
    lifted = draw(near).get("pills", "f")
    assert lifted is not None
    assert lifted.bounds.bottom <= near.tokens.point(Point(0, 64)).y


def test_under_a_moving_hand_only_what_is_drawn_anew_looks_for_its_place() -> None:
    """A frame of a drag costs what moves; when the hand rests, all stand where they would from scratch."""
    before = template("nightly-bi")
    picture = draw(scene(before, tokens=ROOM))
    step = before.steps[0]
    mine = {flow.id for flow in (*before.flows_from(step.id), *before.flows_into(step.id))}
    places = {pill.id: pill.bounds for pill in picture.layer("pills")}
    after = before.apply(place_steps(before, {step.id: (step.x + 8, step.y)}))
    routes = {**route_map(before), **{id_: route for id_, route in route_map(after).items() if id_ in mine}}
    last = picture.source
    assert isinstance(last, Scene)
    draw(replace(last, map=after, routes={**last.routes, **{id_: routes[id_] for id_ in mine}}, moving=True), picture)
    assert {id_: picture.get("pills", id_).bounds for id_ in places if id_ not in mine} == {  # type: ignore[union-attr] # it was drawn
        id_: rect for id_, rect in places.items() if id_ not in mine
    }
    rested = draw(scene(after, tokens=ROOM), picture)
    assert {p.id: p.bounds for p in rested.layer("pills")} == {
        p.id: p.bounds for p in draw(scene(after, tokens=ROOM)).layer("pills")
    }


def test_a_note_sticks_to_the_corner_where_it_hides_nothing() -> None:
    """Above there is another card: it hangs below."""
    steps = [Step(id="a", lane="l", name="Above", x=104, y=32), Step(id="b", lane="l", name="Below", x=0, y=136)]
    sticky = Note(id="n", text="Nobody knows when the batch is done", on="b")
    picture = draw(scene(Map.of([Lane(id="l", name="Team", order="a"), *steps, sticky])))
    note = picture.get("notes", "n")
    assert note is not None
    assert [card.id for card in picture.within("cards", note.bounds)] == ["b"]


def test_pills_that_stood_apart_go_back_when_there_is_room_again() -> None:
    """Where a pill stands follows from the map, not from what was drawn before."""
    before = template("nightly-bi")
    picture = draw(scene(before, tokens=ROOM))
    waits = {flow.id for flow in before.drawn_flows if flow.wait is not None}
    after = before
    for id_ in sorted(waits):
        after = after.apply(set_fields(after, id_, wait="1d"))
    updated, anew = draw(scene(after, tokens=ROOM), picture), draw(scene(after, tokens=ROOM))
    assert {p.id: p.bounds for p in updated.layer("pills")} == {p.id: p.bounds for p in anew.layer("pills")}


def test_of_very_many_pills_each_stays_at_its_line() -> None:
    """It would cost more than a frame has."""
    count = MOST_APART + 2
    steps = [Step(id=f"s{n:03}", lane="l", name=str(n), x=n * 208, y=32) for n in range(count + 1)]
    wait = Duration(text="3w")
    flows = [Flow(id=f"f{n:03}", source=f"s{n:03}", target=f"s{n + 1:03}", wait=wait) for n in range(count)]
    made = scene(Map.of([Lane(id="l", name="Team", order="a"), *steps, *flows]), tokens=ROOM)
    picture = draw(made)
    middles = {id_: made.tokens.point(route.pill).x for id_, route in made.routes.items()}
    assert all(abs(pill.bounds.center.x - middles[pill.id]) < 30 for pill in picture.layer("pills"))


def test_only_words_near_a_change_look_for_their_place_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name changes no place, a moved step those around it; all stand where they would from scratch."""
    looked: list[str] = []
    look = apart._least_bad

    def counted(words: apart.Words, *rest: Any) -> apart.Place:
        looked.append(words.id)
        return look(words, *rest)

    monkeypatch.setattr(apart, "_least_bad", counted)
    map_ = template("nightly-bi")
    picture = draw(scene(map_, tokens=ROOM))
    whole = len(looked)
    assert whole > 5
    last = map_.steps[-1]
    edited = {
        "renamed": set_fields(map_, last.id, name="Otherwise"),
        "moved": place_steps(map_, {last.id: (last.x + 16, last.y)}),
    }
    for what, diff in edited.items():
        looked.clear()
        after = map_.apply(diff)
        draw(scene(after, tokens=ROOM), picture)
        assert len(looked) < whole
        assert bool(looked) == (what == "moved")
        anew = draw(scene(after, tokens=ROOM))
        assert {p.id: p.bounds for p in picture.layer("pills")} == {p.id: p.bounds for p in anew.layer("pills")}


def _pair(gap: float, **flows: tuple[str, str]) -> Picture:
    """Return two steps side by side, so far apart, with flows of a wait each between them, in large letters."""
    steps = [Step(id="a", lane="l", name="A", y=96), Step(id="b", lane="l", name="B", x=144 + gap, y=96)]
    made = [Flow(id=id_, source=a, target=b, wait=WAIT) for id_, (a, b) in flows.items()]
    return draw(scene(Map.of([Lane(id="l", name="Team", order="a", height=280), *steps, *made]), tokens=ROOM))


@pytest.mark.parametrize("first", ["there", "back"])
def test_of_two_lines_between_the_same_cards_each_has_its_pill_on_its_own_side(first: str) -> None:
    """There is no room between them: the pill above is read as that of the upper line, the one below as the lower one's."""
    ends = {"there": ("a", "b"), "back": ("b", "a")}
    picture = _pair(64, **{f"f{n}": ends[name] for n, name in enumerate(sorted(ends, key=lambda name: name != first))})
    lines = sorted(picture.layer("flows"), key=lambda line: line.path[0].y)
    upper, lower = (picture.get("pills", line.id) for line in lines)
    assert upper is not None
    assert lower is not None
    assert upper.bounds.bottom < lines[0].path[0].y < lines[1].path[0].y < lower.bounds.y


def test_between_cards_one_below_the_other_a_pill_stands_beside_its_line() -> None:
    """Above the upper one it would be read as what that one passes on to somebody else."""
    lanes = [Lane(id="l", name="Team", order="a"), Lane(id="m", name="Other", order="b")]
    steps = [Step(id="a", lane="l", name="A", x=208), Step(id="b", lane="m", name="B", x=208)]
    picture = draw(
        scene(Map.of([*lanes, *steps, Flow(id="f", number=1, source="a", target="b", wait=WAIT)]), tokens=ROOM)
    )
    line, pill = picture.get("flows", "f"), picture.get("pills", "f")
    assert line is not None
    assert pill is not None
    (x, top), (_, bottom) = line.path
    assert top < pill.bounds.y < pill.bounds.bottom < bottom
    assert 0 < max(pill.bounds.x - x, x - pill.bounds.right) < 24


def test_a_pill_that_can_go_elsewhere_makes_room_for_one_that_cannot() -> None:
    """The long line has room for its pill in many places, the gap beside which it would stand has two."""
    picture = draw(scene(template("nightly-bi").apply(tidied_map(template("nightly-bi"))), tokens=ROOM))
    source = picture.source
    assert isinstance(source, Scene)
    short, long = (source.map.flow_numbered(number) for number in (2, 3))
    assert short is not None
    assert long is not None
    pill, line = picture.get("pills", short.id), picture.get("flows", short.id)
    assert pill is not None
    assert line is not None
    assert abs(pill.bounds.center.x - line.path[0].x) < 1, "above the middle of its cards"
    other, its = picture.get("pills", long.id), picture.get("flows", long.id)
    assert other is not None
    assert its is not None
    assert distance_to_path(other.bounds.center, its.path) < 1, "and the other one on its line"
