"""Cards and notes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crosslane.drawing.cards import card, note, time_words
from crosslane.drawing.shapes import Box, Drum, Shape, Text
from crosslane.drawing.sizes import room_sizes
from crosslane.drawing.theme import DARK, EDITING, ROOM, Tokens
from crosslane.geometry import Rect
from crosslane.model.records import Note, Step
from crosslane.model.values import Calendar, Duration
from drawing.scenes import MEASURE, kit

PLACE = Rect(0, 0, 144, 72)


def texts(shapes: tuple[object, ...]) -> list[str]:
    return [shape.text for shape in shapes if isinstance(shape, Text)]


def step(**fields: object) -> Step:
    return Step.model_validate({"id": "s", "kind": "step", "lane": "l", "name": "Build the model", **fields})


def test_a_card_says_name_and_work() -> None:
    """The name, and below it how long the work takes."""
    assert texts(card(kit(), step(process_time=Duration(text="90min")), PLACE).shapes) == ["Build the model", "1.5 h"]


def test_unknown_work_is_a_question_mark_and_unasked_work_is_nothing() -> None:
    """What was asked and not known shows; what nobody asked stays silent, never 0."""
    assert texts(card(kit(), step(process_time=Duration(text="?")), PLACE).shapes)[-1] == "?"
    assert texts(card(kit(), step(), PLACE).shapes) == ["Build the model"]


def test_the_room_shows_names_alone() -> None:
    """In the room a card says its name, larger, and nothing else."""
    shapes = card(kit(ROOM), step(process_time=Duration(text="2h")), PLACE).shapes
    assert texts(shapes) == ["Build the model"] or texts(shapes) == ["Build the", "model"]


def test_a_long_name_gets_smaller_letters_before_it_is_cut() -> None:
    """Down to the size of times; and a whole name says more than half of it with its time."""
    long = step(name="Predict on new data of every customer", process_time=Duration(text="2h"))
    said = [shape for shape in card(kit(), long, PLACE).shapes if isinstance(shape, Text)]
    assert " ".join(text.text for text in said) == "Predict on new data of every customer"
    (first, *_) = (
        shape for shape in card(kit(ROOM), step(name="ETL from the databases"), PLACE).shapes if isinstance(shape, Text)
    )
    assert ROOM.sub <= first.size < ROOM.name
    endless = [shape for shape in card(kit(), step(name="Very " * 40), PLACE).shapes if isinstance(shape, Text)]
    assert endless[-1].text.endswith("…")
    assert {text.size for text in endless} == {EDITING.sub}


def test_a_nameless_step_invites_a_name() -> None:
    """An empty card says New step, in the softer colour."""
    (said,) = [shape for shape in card(kit(), step(name=""), PLACE).shapes if isinstance(shape, Text)]
    assert (said.text, said.color) == ("New step", kit().palette.soft)


@pytest.mark.parametrize(
    ("fields", "shape"),
    [({"type": "activity"}, Box), ({"type": "store"}, Drum), ({"type": "decision"}, Shape), ({"type": "start"}, Box)],
)
def test_each_type_has_its_outline(fields: dict[str, str], shape: type) -> None:
    """A store has a lid, a decision has points, starts and ends are round."""
    outline = card(kit(), step(**fields), PLACE).shapes[0]
    assert isinstance(outline, shape)
    if fields["type"] == "start":
        assert isinstance(outline, Box)
        assert outline.radius == PLACE.h / 2


def test_good_and_bad_ends_differ_from_each_other_and_from_plain_ones() -> None:
    """How it ends is seen at the outline."""
    edges = {end: card(kit(), step(type="end", end=end), PLACE).shapes[0].stroke for end in ("good", "bad", None)}  # type: ignore[union-attr]  # all three are boxes
    assert len(set(edges.values())) == 3


@pytest.mark.parametrize("tokens", [EDITING, ROOM], ids=["editing", "room"])
@pytest.mark.parametrize("type_", ["activity", "store", "decision", "end"])
def test_words_never_leave_the_card(tokens: Tokens, type_: str) -> None:
    """The longest names stay inside, in both views."""
    long = step(type=type_, name="Extract, transform and load everything from all of the operational databases nightly")
    drawn = card(kit(tokens), long.but(process_time=Duration(text="3w")), PLACE)
    for shape in drawn.shapes:
        if isinstance(shape, Text):
            wide = MEASURE.width(shape.text, shape.size, shape.weight)
            assert Rect(shape.at.x, shape.at.y - shape.size * 0.75, wide, shape.size * 0.75).right <= drawn.bounds.right
            assert drawn.bounds.y < shape.at.y - shape.size * 0.7
            assert shape.at.y < drawn.bounds.bottom


def test_a_ghost_is_outlined_dashed() -> None:
    """What a preview would add can be told from what is there."""
    assert any(isinstance(s, Box) and s.dash == "dashed" for s in card(kit(), step(), PLACE, ghost=True).shapes)


@pytest.mark.parametrize(("said", "shown"), [("2w", "2 w"), ("0", ""), ("?", "?"), ("soonish", "soonish")])
def test_times_are_shown_short(said: str, shown: str) -> None:
    """Short where it can be read, as typed where it cannot, nothing for nothing."""
    assert time_words(Duration.model_construct(text=said, source="said", said_by=None), Calendar()) == shown


def test_a_note_hangs_on_its_card() -> None:
    """A sticky note lies at the upper right corner of what it is about, and moves with it."""
    sticky = Note(id="n", text="Only Monday", x=500, y=500)
    at_home, moved = note(kit(), sticky, PLACE).bounds, note(kit(), sticky, PLACE.moved(100, 0)).bounds
    assert at_home.intersects(PLACE.grown(20))
    assert moved.x - at_home.x == pytest.approx(100)
    assert note(kit(), sticky, None).bounds.grown(-1)[:2] == pytest.approx((500, 500))
    assert note(kit(palette=DARK), sticky, None).shapes[0] != note(kit(), sticky, None).shapes[0]


def test_in_a_room_lines_come_closer_before_letters_shrink_or_words_are_lost() -> None:
    """Three lines of a name as large as the others; two of them on a low store, whose lid takes room."""
    tokens = room_sizes(0.767, 1.1)
    low = Rect(0, 0, 144, 72)
    shapes = card(kit(tokens), step(name="Customer uses the app"), low).shapes
    words = [shape for shape in shapes if isinstance(shape, Text)]
    assert " ".join(word.text for word in words) == "Customer uses the app"
    assert {word.size for word in words} == {tokens.name}
    on = tokens.rect(low)
    assert on.y < words[0].at.y - words[0].size * 0.7
    assert words[-1].at.y + words[-1].size * 0.2 < on.bottom
    lowest = card(kit(room_sizes(0.767, 0.8)), step(name="Application database", type="store"), low)
    assert texts(lowest.shapes) == ["Application", "database"]


def test_letters_shrink_before_a_word_is_broken() -> None:
    """As long as that helps; else the word ends its line with a hyphen."""
    for wide in range(120, 200, 4):
        shapes = card(kit(ROOM), step(name="Reproducibility"), Rect(0, 0, wide, 72)).shapes
        words = [shape for shape in shapes if isinstance(shape, Text)]
        whole = [word.text for word in words] == ["Reproducibility"]
        assert whole or (words[0].size == ROOM.name and words[0].text.endswith("-"))
    assert whole
    sizes = {card_size(wide) for wide in range(120, 200)}
    assert min(sizes) < ROOM.name


def card_size(wide: float) -> float:
    """The letters of a card of that width."""
    shapes = card(kit(ROOM), step(name="Reproducibility"), Rect(0, 0, wide, 72)).shapes
    return next(shape.size for shape in shapes if isinstance(shape, Text))


@pytest.mark.parametrize("type_", ["activity", "store", "decision", "start", "end"])
def test_a_pinned_card_has_a_pin_in_its_corner(type_: str) -> None:
    """Who wonders why tidy-up leaves it where it is sees why; the card is no larger for it. A room or an export has none."""
    editing = replace(kit(), pins=True)
    free, pinned = (card(editing, step(type=type_, pinned=pin), PLACE) for pin in (False, True))
    assert card(kit(), step(type=type_, pinned=True), PLACE) == free
    head = next(shape for shape in pinned.shapes if shape not in free.shapes and isinstance(shape, Box))
    assert PLACE.encloses(head.rect)
    assert head.rect.x > PLACE.right - 40
    assert head.rect.bottom < PLACE.y + 16
    assert pinned.bounds == free.bounds
