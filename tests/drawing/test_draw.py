"""Whole maps as pictures, from scratch and from the picture before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from crosslane.drawing.draw import LEAST, draw, drawing
from crosslane.drawing.picture import LAYERS, Element, Picture
from crosslane.drawing.shapes import Box, Text
from crosslane.drawing.theme import DARK, ROOM
from crosslane.geometry import Rect
from crosslane.model.diff import between, puts
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Note, Step
from crosslane.model.values import Duration
from drawing.scenes import scene, two_lanes
from laws.strategies import diffs, maps


def contents(picture: Picture) -> Mapping[str, dict[str, Element]]:
    return {layer: {element.id: element for element in picture.layer(layer)} for layer in LAYERS}


def all_texts(picture: Picture) -> set[str]:
    return {s.text for layer in LAYERS for e in picture.layer(layer) for s in e.shapes if isinstance(s, Text)}


def test_a_map_shows_all_that_was_said() -> None:
    """Lanes, steps, the handoff with its number, wait and usable share."""
    picture = draw(scene(two_lanes()))
    assert {"AI", "Ops", "Build the model", "1.5 w", "1", "3 w", "6/10"} <= all_texts(picture)
    assert picture.get("flows", "hand") is not None


def test_an_empty_map_is_an_empty_picture() -> None:
    """Nothing drawn is no fault."""
    assert all_texts(draw(scene(Map.of([MapRecord(id="map")])))) == set()


def test_only_what_an_edit_touched_is_drawn_anew() -> None:
    """Renaming one step changes one card; all else stays the very same element."""
    map_ = two_lanes()
    picture = draw(scene(map_))
    before = contents(picture)
    again = scene(map_.apply(between(map_, Map.of([map_.step("run").but(name="Serve"), *_without(map_, "run")]))))
    after = contents(draw(again, picture))
    kept = {(layer, id_) for layer in LAYERS for id_ in after[layer] if before[layer].get(id_) is after[layer][id_]}
    assert ("cards", "build") in kept
    assert ("cards", "run") not in kept
    assert ("lanes", "ai") in kept
    assert set(again.changed) == {after["cards"]["run"].bounds}


def letters(element: Element) -> float:
    """The size of the largest letters of an element."""
    return max(shape.size for shape in element.shapes if isinstance(shape, Text))


def test_other_sizes_or_colours_draw_everything_anew() -> None:
    """The room and the dark palette start over, in the same picture."""
    map_ = two_lanes()
    picture = draw(scene(map_))
    light = picture.get("cards", "build")
    assert draw(scene(map_, palette=DARK), picture).get("cards", "build") != light
    roomy = draw(scene(map_, tokens=ROOM), picture).get("cards", "build")
    assert contents(picture) == contents(draw(scene(map_, tokens=ROOM)))
    assert roomy is not None
    assert light is not None
    assert letters(roomy) > letters(light)


def test_folded_lanes_hide_their_cards() -> None:
    """A folded lane keeps its strip and its name."""
    map_ = two_lanes()
    folded = Map.of([map_.lane("ops").but(collapsed=True), *_without(map_, "ops")])
    picture = draw(scene(folded), draw(scene(map_)))
    assert picture.get("cards", "run") is None
    assert picture.get("headers", "ops") is not None


def test_ghosts_are_dashed_and_gone_with_the_preview() -> None:
    """A preview marks what it would add; without it the picture is as before."""
    map_ = two_lanes()
    plain = draw(scene(map_))
    picture = draw(scene(map_, ghosts=frozenset({"run", "hand"})), draw(scene(map_)))
    card = picture.get("cards", "run")
    assert card is not None
    assert any(isinstance(shape, Box) and shape.dash == "dashed" for shape in card.shapes)
    assert contents(draw(scene(map_), picture)) == contents(plain)


def test_labels_of_returns_cover_no_pill() -> None:
    """Where a return crosses the border between two handoffs, its label looks for room along its line."""
    steps = [
        Step(id="a", lane="ops", name="Diagnose", x=208, y=32),
        Step(id="b", lane="dev", name="Fix", x=416, y=32),
        Step(id="c", lane="ops", name="Deploy", x=624, y=32),
    ]
    waits = {"wait": Duration(text="2h"), "pca": 0.65}
    flows = [
        Flow(id="f1", source="a", target="b", number=4, **waits),
        Flow(id="f2", source="b", target="c", number=5, **waits),
        Flow(id="back", source="b", target="a", type="rework", probability=0.35),
    ]
    lanes = [Lane(id="dev", name="Dev", order="a"), Lane(id="ops", name="Ops", order="b")]
    for tokens in (ROOM, scene(Map.of([MapRecord(id="map")])).tokens):
        picture = draw(scene(Map.of([MapRecord(id="map"), *lanes, *steps, *flows]), tokens=tokens))
        label = picture.get("pills", "back")
        assert label is not None
        assert [e.id for e in picture.within("pills", label.bounds)] == ["back"]
        assert picture.within("cards", label.bounds) == []


def test_notes_can_be_left_out() -> None:
    """Stickies are drawn in the window and stay out where they are not wanted."""
    map_ = two_lanes(Note(id="n", text="Only Monday", on="run"))
    assert "Only Monday" in all_texts(draw(scene(map_)))
    assert "Only Monday" not in all_texts(draw(scene(map_, notes=False)))


@settings(max_examples=40)
@given(st.data())
def test_drawing_on_is_the_same_as_drawing_from_scratch(data: st.DataObject) -> None:
    """However a map came about, its picture is that of the map as it is."""
    map_ = data.draw(maps())
    picture = draw(scene(map_))
    for _ in range(3):
        map_ = map_.apply(data.draw(diffs(map_)))
        heat = {flow.id: data.draw(st.integers(0, 3)) for flow in map_.drawn_flows}
        picture = draw(scene(map_, heat), picture)
        assert contents(picture) == contents(draw(scene(map_, heat)))


def test_a_return_whose_step_comes_later_is_one_from_then_on() -> None:
    """Its label looks for room as it would in a drawing from scratch, though no flow was changed."""
    back = Flow(id="back", source="late", target="late", type="rework")
    before = Map.of([Lane(id="l", name="Team", order="a"), back])
    after = before.apply(puts(before, [Step(id="late", lane="l", name="Late", x=0, y=32)]))
    updated = draw(scene(after), draw(scene(before)))
    assert updated.source is not None
    assert [flow.id for flow in updated.source.loops] == ["back"]  # type: ignore[attr-defined] # a scene
    assert contents(updated) == contents(draw(scene(after)))


def _without(map_: Map, id_: str) -> list[object]:
    return [record for record in map_.records() if record.id != id_]


@settings(max_examples=25, deadline=None)
@given(st.data(), maps())
def test_what_comes_in_portions_ends_as_drawn_at_once(data: st.DataObject, map_: Map) -> None:
    """Also when the next edit comes before the last one was drawn; what one change moved is awaited until all is drawn."""
    picture = draw(scene(map_), None, 1)
    for _ in range(2):
        map_ = map_.apply(data.draw(diffs(map_)))
        sight = Rect(0, 0, 400, 300)
        now = replace(scene(map_), sight=sight)
        picture = draw(now, picture, 1)
    while picture.owed:
        assert picture.awaited <= picture.owed.keys()
        picture = draw(now, picture, 1)
    assert not picture.is_coming_apart(picture.bounds)
    assert contents(picture) == contents(draw(scene(map_)))


def test_what_moves_together_is_known_to_come_apart_until_all_of_it_in_sight_is_drawn() -> None:
    """A lane that grows takes the cards below along, those in sight first."""
    steps = [Step(id=f"s{n}", lane="ops", name=str(n), x=208 * n, y=200) for n in range(1, 9)]
    map_ = two_lanes(*steps)
    picture = draw(scene(map_))
    grown = Map.of([map_.lane("ai").but(height=400), *_without(map_, "ai")])
    sight = Rect(1400, 300, 300, 200)
    now = replace(scene(grown), sight=sight)
    picture = draw(now, picture, 2)
    assert picture.is_coming_apart(sight) or not picture.within("cards", sight)
    for _ in range(3):
        picture = draw(now, picture, 2)
        if not picture.is_coming_apart(sight):
            break
    assert not picture.is_coming_apart(sight)
    assert picture.owed
    assert picture.is_coming_apart(picture.bounds)


def test_a_portion_is_as_much_as_there_is_time_for() -> None:
    """A few at least, those in sight first, and all where the clock leaves room; the first drawing is a portion by number."""
    steps = [Step(id=f"s{n}", lane="ops", name=str(n), x=208 * n, y=200) for n in range(1, 40)]
    map_ = two_lanes(*steps)
    sight = Rect(3000, 300, 300, 200)
    past, never = 0.0, float("inf")
    picture = draw(replace(scene(map_), sight=sight), None, 2, never)
    assert len(picture.ids("cards")) == 2
    picture = draw(scene(map_), picture)
    grown = Map.of([map_.lane("ai").but(height=400), *_without(map_, "ai")])
    now = replace(scene(grown), sight=sight)
    picture = draw(now, picture, 2, past)
    owed = len(picture.owed)
    for _ in range(2):
        seen = [key for key in picture.coming if key in picture.owed]
        picture = draw(now, picture, 2, past)
        assert owed - len(picture.owed) == LEAST
        assert len([key for key in seen if key in picture.owed]) == max(0, len(seen) - LEAST)
        owed = len(picture.owed)
    assert not draw(now, picture, 2, never).owed
    assert contents(picture) == contents(draw(scene(grown)))


def test_under_a_hand_what_is_out_of_sight_waits_for_what_is_in_it() -> None:
    """All that moves in sight is drawn in the frame, however late it is; what nobody sees has no part of it."""
    steps = [Step(id=f"s{n}", lane="ops", name=str(n), x=208 * n, y=200) for n in range(1, 40)]
    map_ = two_lanes(*steps)
    sight = Rect(3000, 300, 300, 200)
    picture = draw(scene(map_))
    lower = [step.but(y=step.y + 8) for step in steps]
    held = Map.of([*map_.records(), *lower])
    now = replace(scene(held), sight=sight, moving=True)
    seen = {element.id for element in picture.within("cards", sight)}
    draw(now, picture, 2, 0.0)
    assert seen
    assert {id_ for layer, id_ in picture.owed if layer == "cards"} == picture.ids("cards") - seen
    draw(replace(now, moving=False), picture, 2, float("inf"))
    assert contents(picture) == contents(draw(scene(held)))


def test_ways_that_come_to_a_map_are_drawn_as_there_is_time_for() -> None:
    """Those of a change are drawn with it; a few ways of the same map take their turn, before what is not in sight."""
    steps = [Step(id=f"s{n}", lane="ops", name=str(n), x=208 * n, y=200) for n in range(1, 12)]
    flows = [Flow(id=f"f{n}", source=f"s{n}", target=f"s{n + 1}") for n in range(1, 11)]
    first = replace(scene(two_lanes(*steps, *flows)), sight=Rect(0, 0, 9000, 900))
    picture, drawn = draw(first), LEAST + 2
    ways = {id_: replace(way, pill=way.pill.moved(0, 8)) for id_, way in first.routes.items()}
    came = replace(first, routes={**first.routes, **dict(list(ways.items())[:drawn])}, changed=[], left={})
    draw(came, picture, 40, 0.0)
    assert len(picture.owed) == drawn - LEAST
    assert not picture.awaited
    draw(came, picture, 40, 0.0)
    assert contents(picture) == contents(draw(replace(came, changed=[], left={})))
    other = replace(came, map=Map.of(came.map.records()), routes=ways, changed=[], left={})
    draw(other, picture, 40, 0.0)
    assert not picture.owed


@settings(max_examples=25, deadline=None)
@given(st.data(), maps())
def test_what_is_not_looked_through_to_the_end_leaves_the_picture_as_it_was(data: st.DataObject, map_: Map) -> None:
    """An edit may come in between: what changes is looked for in pieces, and drawn with the last of them."""
    picture = draw(scene(map_))
    before, source = contents(picture), picture.source
    for _ in range(2):
        map_ = map_.apply(data.draw(diffs(map_)))
        work = drawing(scene(map_), picture, 1)
        for _ in range(3):
            next(work)
            assert contents(picture) == before
            assert (picture.source, picture.owed) == (source, {})
        work.close()
    while draw(now := scene(map_), picture, 1).owed:
        pass
    assert contents(picture) == contents(draw(now))
