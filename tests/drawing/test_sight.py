"""What will be in view of a map that is not drawn yet comes first."""

from __future__ import annotations

from dataclasses import replace

from crosslane.drawing.draw import draw
from crosslane.drawing.sight import MOST, flows_at, steps_in_sight
from crosslane.drawing.theme import EDITING
from crosslane.geometry import Rect
from crosslane.model.diff import puts
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, Step
from drawing.scenes import scene


def row(count: int) -> Map:
    """Return so many steps in a row, each with a flow to the next."""
    steps = [Step(id=f"s{n:03}", lane="l0", name=str(n), x=n * 208, y=32) for n in range(count)]
    flows = [Flow(id=f"f{n:03}", source=f"s{n:03}", target=f"s{n + 1:03}") for n in range(count - 1)]
    return Map.of([Lane(id="l0", name="Team", order="0"), *steps, *flows])


def test_what_will_be_in_sight_is_found_without_a_picture() -> None:
    """Steps of which the card meets the area, and the flows that touch them."""
    map_, sight = row(30), Rect(10 * 208, 0, 300, 200)
    steps = steps_in_sight(map_, EDITING, sight)
    assert steps == ["s010", "s011"]
    assert flows_at(map_, steps) == ["f010", "f009", "f011"]


def test_turned_lanes_are_looked_at_along_their_flow() -> None:
    """The flow runs downwards there."""
    tokens = EDITING.turn()
    place = tokens.rect(Rect(10 * 208, 32, 144, 72))
    assert steps_in_sight(row(30), tokens, place) == ["s010"]


def test_where_nearly_all_is_in_sight_nothing_is_first() -> None:
    """Then the order is all the same."""
    map_ = row(MOST + 1)
    assert steps_in_sight(map_, EDITING, Rect(0, 0, 1e6, 1e6)) == []


def test_the_first_portion_of_a_picture_is_what_is_in_sight() -> None:
    """Wherever on the map that is."""
    made = replace(scene(row(30)), sight=Rect(20 * 208, 0, 300, 200))
    picture = draw(made, most=4)
    assert picture.ids("cards") == {"s020", "s021"}
    assert picture.owed


def test_what_comes_into_sight_by_a_change_is_seen_with_what_goes() -> None:
    """Until all of it is drawn where it lies now, what is in sight is neither the one nor the other, and comes before the rest."""
    map_, sight = row(60), Rect(0, 0, 1000, 200)
    picture = draw(scene(map_))
    moved = map_.apply(puts(map_, [step.but(x=(59 - n) * 208) for n, step in enumerate(map_.steps)]))
    after = replace(scene(moved), sight=sight)
    seen = {"s059", "s058", "s057", "s056", "s055"}
    draw(after, picture, most=4)
    assert picture.owed
    for _ in range(30):
        there = {card.id for card in picture.within("cards", sight)}
        assert picture.is_coming_apart(sight) or there == seen
        if there == seen and not picture.is_coming_apart(sight):
            break
        draw(after, picture, most=4)
    assert there == seen
    assert picture.owed
