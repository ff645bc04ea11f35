"""What pills say, and where they lie."""

from __future__ import annotations

from typing import Any

import pytest

from crosslane.drawing.kit import Kit
from crosslane.drawing.lanes import LEAD
from crosslane.drawing.picture import Element
from crosslane.drawing.pills import has_pill, pill, share_words, wait_words
from crosslane.drawing.shapes import Box, Text
from crosslane.drawing.theme import LIGHT, ROOM
from crosslane.geometry import Point, Rect
from crosslane.model.records import Flow
from crosslane.model.values import Calendar, Duration
from drawing.scenes import kit

FAR = (Rect(-900, 0, 144, 72), Rect(900, 0, 144, 72))


def flow(**fields: Any) -> Flow:
    return Flow(
        id="f", **{"source": "a", "target": "b", "number": 6, "wait": Duration(text="3w"), "pca": 0.6, **fields}
    )


def drawn(heat: int = 0, tools: Kit | None = None, handoff: bool = True, **fields: Any) -> Element:
    made = pill(tools or kit(), flow(**fields), Point(0, 0), heat, handoff, FAR)
    assert made is not None
    return made


def said(element: Element) -> list[str]:
    return [shape.text for shape in element.shapes if isinstance(shape, Text)]


def test_a_handoff_says_its_number_its_wait_and_what_arrives_usable() -> None:
    """Number in the disc, then the wait, then tenths."""
    assert said(drawn()) == ["6", "3 w", "6/10"]


def test_what_nearly_always_arrives_usable_is_not_worth_a_word() -> None:
    """From 95 of 100 on the pill stays short."""
    assert said(drawn(pca=0.97)) == ["6", "3 w"]


def test_hidden_numbers_stay_hidden() -> None:
    """Handoff numbers can be left out."""
    assert said(drawn(tools=kit(numbers=False))) == ["3 w", "6/10"]


def test_an_unknown_wait_is_a_question_mark_in_a_dashed_pill() -> None:
    """Nobody said how long: a question, never 0."""
    for wait in (None, Duration(text="?")):
        element = drawn(wait=wait)
        assert said(element) == ["6", "?"]
        outline = element.shapes[0]
        assert isinstance(outline, Box)
        assert outline.dash == "dashed"


def test_no_wait_at_all_is_live() -> None:
    """A wait of nothing was said, and is not the same as unknown."""
    assert said(drawn(wait=Duration(text="live"))) == ["6", "live", "6/10"]


def test_a_branch_says_how_often_it_is_taken() -> None:
    """A drawn probability comes before the usable share."""
    assert said(drawn(probability=0.3)) == ["6", "3 w", "3/10", "6/10"]


@pytest.mark.parametrize("level", [2, 3])
def test_hot_pills_are_filled(level: int) -> None:
    """The costly ones are loud, the others pale and outlined."""
    hot, pale = drawn(level).shapes[0], drawn(1).shapes[0]
    assert isinstance(hot, Box)
    assert isinstance(pale, Box)
    assert (hot.fill, pale.fill, pale.stroke) == (LIGHT.heat[level], LIGHT.pill, LIGHT.heat[1])


def test_returns_are_said_in_words() -> None:
    """A return says how many come back, or asks."""
    assert said(drawn(type="rework", probability=0.4)) == ["4 of 10 come back"]
    assert said(drawn(type="rework")) == ["? come back"]


def test_the_loop_says_its_label_only() -> None:
    """The flow that closes the loop has no numbers."""
    assert said(drawn(type="cycle", label="the loop goes on")) == ["the loop goes on"]
    assert not has_pill(flow(type="cycle"), handoff=True)


def test_inside_a_lane_only_what_was_said_makes_a_pill() -> None:
    """A flow within one lane about which nobody said anything stays a plain line."""
    plain = flow(wait=None)
    assert pill(kit(), plain, Point(0, 0), 0, False, FAR) is None
    assert has_pill(plain, handoff=True)
    assert said(drawn(handoff=False)) == ["3 w"]
    assert said(drawn(handoff=False, wait=None, label="nightly")) == ["nightly"]


def test_things_that_wait_are_counted() -> None:
    """Where people counted the queue, the pill says the count."""
    assert wait_words(flow(wait=None, wip=12), Calendar()) == "12 waiting"


@pytest.mark.parametrize(
    ("share", "words"), [(0.6, "6/10"), (0.65, "6.5/10"), (0.92, "92/100"), (0, "0/10"), (1, "10/10")]
)
def test_shares_are_tenths_or_hundredths(share: float, words: str) -> None:
    """Tenths and halves of them; finer shares of a hundred."""
    assert share_words(share) == words


@pytest.mark.parametrize("tools", [kit(), kit(ROOM)], ids=["editing", "room"])
def test_a_pill_between_neighbours_is_lifted(tools: Kit) -> None:
    """A pill hides neither card of its flow: it moves to just above them."""
    cards = (Rect(0, 32, 144, 72), Rect(208, 32, 144, 72))
    made = pill(tools, flow(), Point(176, 68), 2, True, cards)
    assert made is not None
    assert not any(made.bounds.grown(-1).intersects(tools.tokens.rect(card)) for card in cards)
    assert made.bounds.center.x == pytest.approx(tools.tokens.point((176, 68)).x)


def test_words_stay_in_the_pill() -> None:
    """Everything that is said lies inside the outline, with room at both ends."""
    element = drawn(number=128, probability=0.65)
    for shape in element.shapes:
        if isinstance(shape, Text) and shape.anchor == "start":
            end = shape.at.x + kit().measure.width(shape.text, shape.size, shape.weight)
            assert element.bounds.x + 4 < shape.at.x
            assert end < element.bounds.right - 4


@pytest.mark.parametrize("tools", [kit(), kit(ROOM)], ids=["editing", "room"])
def test_the_number_stays_in_its_disc(tools: Kit) -> None:
    """Three digits are as wide as the disc allows."""
    for number in (7, 42, 200, 1888):
        element = drawn(tools=tools, number=number)
        disc = next(shape for shape in element.shapes[1:] if isinstance(shape, Box))
        digits = next(shape for shape in element.shapes if isinstance(shape, Text))
        assert digits.text == str(number)
        assert tools.measure.width(digits.text, digits.size, 700) < disc.rect.w * 0.85


@pytest.mark.parametrize("tools", [kit(), kit(ROOM), kit(ROOM.turn())], ids=["editing", "room", "turned"])
def test_a_pill_is_not_hidden_by_the_headers_of_lanes(tools: Kit) -> None:
    """A flow may run at the very beginning of the lanes: its pill stays beside the headers."""
    made = pill(tools, flow(), Point(-24, 300), 2, True, FAR)
    assert made is not None
    edge = tools.tokens.point((-LEAD, -LEAD))
    assert made.bounds.y >= edge.y if tools.tokens.turned else made.bounds.x >= edge.x
