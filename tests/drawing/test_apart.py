"""Pills of flows that lie close stand apart, wherever there is room along their lines."""

from __future__ import annotations

from itertools import combinations

import pytest

from crosslane.drawing.draw import MOST_APART, draw
from crosslane.drawing.picture import Picture
from crosslane.drawing.theme import ROOM
from crosslane.exchange.templates import template
from crosslane.model.edits import set_fields
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, Step
from crosslane.model.values import Duration
from drawing.scenes import scene


def overlapping(picture: Picture) -> set[tuple[str, str]]:
    """Return the pairs of pills that lie on one another."""
    pairs = combinations(picture.layer("pills"), 2)
    return {(one.id, other.id) for one, other in pairs if one.bounds.grown(-1).intersects(other.bounds.grown(-1))}


@pytest.mark.parametrize("name", ["nightly-bi", "feature-store", "stream-fraud", "loop"])
def test_in_a_room_no_pill_lies_on_another_or_on_a_card(name: str) -> None:
    """Large letters make wide pills."""
    picture = draw(scene(template(name), tokens=ROOM))
    assert not overlapping(picture)
    assert not [p.id for p in picture.layer("pills") if picture.within("cards", p.bounds.grown(-2))]


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
