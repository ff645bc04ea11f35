"""How much of a map a view shows, how large its letters are, and how it uses its room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from crosslane.drawing.sizes import LEAST_LETTERS
from crosslane.drawing.theme import Tokens
from crosslane.geometry import Point, Rect
from crosslane.model import edits
from crosslane.model.values import Duration
from crosslane.ui.canvas.fitting import (
    EDGE,
    LOWEST,
    MOST_COLUMNS,
    TALLEST,
    TALLEST_SMALL,
    Sight,
    editing_sight,
    room_sight,
)
from crosslane.ui.window import Window

SIDES = st.floats(300, 4000)
LOOP = Rect(-32, 0, 1464, 680)


def letters(tokens: Tokens) -> tuple[float, ...]:
    """All that is written on the canvas of the editing window."""
    return tokens.name, tokens.sub, tokens.pill, tokens.pill_sub, tokens.lane_name, tokens.lane_title


def fills(sight: Sight, extent: Rect, view: tuple[float, float]) -> float:
    """How much of the view's height the lanes take."""
    return (extent.h * sight.tokens.sy + 2 * EDGE) * sight.scale / view[1]


@given(SIDES, SIDES, SIDES, SIDES)
def test_nothing_that_is_shown_by_itself_is_too_small_to_read(w: float, h: float, wide: float, high: float) -> None:
    """The whole map as long as its letters have twelve pixels, else a legible part of it that lies on the map."""
    extent = Rect(0, 0, w, h)
    sight = editing_sight(extent, (wide, high))
    assert min(letters(sight.tokens)) * sight.scale >= LEAST_LETTERS * 0.98
    assert LOWEST <= sight.tokens.sy <= TALLEST_SMALL
    if sight.whole:
        assert (sight.part.w + EDGE) * sight.scale <= wide + 1, "it fits the view sideways"
        assert (sight.part.h + EDGE) * sight.scale <= high + 1, "and in height"
    else:
        assert editing_sight(extent, (wide, high), anyhow=True).whole, "all of it is one key away"


@given(SIDES, SIDES, SIDES, SIDES)
def test_lanes_use_the_height_of_the_view(w: float, h: float, wide: float, high: float) -> None:
    """A whole map fills its view as far as lanes may grow, both in the editing window and in the room."""
    extent, view = Rect(0, 0, w, h), (wide, high)
    for sight in (editing_sight(extent, view), room_sight(extent, view)):
        if sight.whole and LOWEST + 0.02 < sight.tokens.sy < TALLEST - 0.02:
            assert fills(sight, extent, view) == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize(
    ("view", "share"), [((1410, 884), 0.97), ((946, 623), 0.9), ((2050, 1244), 0.97), ((1440, 620), 0.97)]
)
def test_the_first_example_fills_the_usual_windows(view: tuple[float, float], share: float) -> None:
    """The loop is shown whole, with letters of twelve pixels and no empty third below it."""
    sight = editing_sight(LOOP, view)
    assert sight.whole
    assert fills(sight, LOOP, view) >= share


def test_a_part_lies_around_what_is_selected() -> None:
    """In a small window the view begins at the map's beginning, and goes to what is selected."""
    view = (500.0, 500.0)
    first = editing_sight(LOOP, view)
    assert not first.whole
    assert first.part.x <= LOOP.x
    far = editing_sight(LOOP, view, Point(1200, 400))
    assert far.part.x <= 1200 <= far.part.right


def test_the_room_has_the_sizes_that_a_projection_needs() -> None:
    """At 1920 x 1080: names of 22 to 24 pixels, lanes' names 30, pills 52 high with the wait at 28, nothing under 20."""
    sight = room_sight(LOOP, (1920, 925))
    tokens, scale = sight.tokens, sight.scale
    assert 22 <= tokens.name * scale <= 24.5
    assert tokens.lane_name * scale >= 30
    assert tokens.pill_h * scale >= 52
    assert tokens.pill * scale >= 28
    assert min(tokens.sub, tokens.pill_sub) * scale >= 20
    half = room_sight(LOOP, (1280, 566))
    assert half.tokens.name * half.scale >= 16, "at 1280 x 720 as much of the picture's height"


def test_the_room_shows_five_columns_of_a_long_map() -> None:
    """More than nine columns: the five around what is selected."""
    long = Rect(-32, 0, (MOST_COLUMNS + 3) * 208, 680)
    sight = room_sight(long, (1920, 925), Point(1500, 300))
    assert not sight.whole
    assert sight.part.x < 1500 < sight.part.right
    assert sight.tokens.name * sight.scale >= 22


def test_the_room_shows_some_of_very_many_lanes() -> None:
    """Letters of twenty pixels go before all ten lanes; those around what is selected are in view."""
    tall = Rect(-32, 0, 1464, 1360)
    sight = room_sight(tall, (1920, 917), Point(600, 1200))
    assert not sight.whole
    assert sight.tokens.name * sight.scale >= 20
    assert sight.part.y <= 1200 * sight.tokens.sy <= sight.part.bottom


def test_the_strip_of_a_room_is_as_large_as_the_room(window: Window, qapp: QApplication) -> None:
    """96 pixels at 1920, less in a small picture, and it follows when the window goes full screen."""
    window.do("room")
    heights = {}
    for width in (1280, 1920, 2560):
        window.shell.resize(width, width * 9 // 16)
        qapp.processEvents()
        heights[width] = window.strip.height()
    assert heights[1920] == pytest.approx(96, abs=2)
    assert heights[1280] < heights[1920] < heights[2560]


def test_a_narrow_room_shows_fewer_columns_rather_than_cut_names() -> None:
    """Nine columns at 1280 pixels would leave no room for a word on a card: as many as there is room for are shown."""
    sight = room_sight(Rect(-32, 0, MOST_COLUMNS * 208 - 10, 680), (1280, 566), Point(900, 300))
    assert not sight.whole
    assert sight.tokens.name * sight.scale >= 18
    assert sight.part.x < 900 < sight.part.right
    assert room_sight(LOOP, (1280, 566)).whole


@pytest.mark.parametrize("room", [False, True])
def test_pills_above_the_first_lane_are_in_view(window: Window, qapp: QApplication, room: bool) -> None:
    """A pill between two neighbours of the first lane stands above them: it is not cut by the edge of the view."""
    editor = window.editor
    first = editor.map.lanes[0].id
    editor.run("Add", edits.add_step, first, x=200, y=32)
    editor.run("Add", edits.add_step, first, x=408, y=32)
    one, two = editor.map.steps[-2:]
    editor.run("Connect", edits.connect, one.id, two.id)
    flow = editor.map.flows_from(one.id)[0]
    editor.set(flow.id, "Wait", wait=Duration(text="2d"))
    window.show_room(room)
    window.shell.resize(1500, 700)
    qapp.processEvents()
    window.canvas.fit()
    pill = window.canvas.picture.get("pills", flow.id)
    assert pill is not None
    assert window.canvas.seen.encloses(pill.bounds)
