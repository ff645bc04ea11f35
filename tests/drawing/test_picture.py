"""Pictures know what lies where."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crosslane.drawing.picture import Element, Layer, Picture, Spot
from crosslane.geometry import Point, Rect

SMALL = Rect(0, 0, 10, 10)


def element(id_: str, layer: Layer, rect: Rect = SMALL, path: tuple[Point, ...] = ()) -> Element:
    return Element(id_, layer, rect, (), path)


def test_the_topmost_is_met_first() -> None:
    """A pill over a card over a lane: the pill is meant."""
    picture = Picture()
    for layer in ("lanes", "cards", "pills"):
        picture.put(element(layer, layer))  # type: ignore[arg-type]  # names of layers
    assert picture.at((5, 5)) == Spot("pills", "pills")
    picture.drop("pills", "pills")
    assert picture.at((5, 5)) == Spot("cards", "cards")
    assert picture.at((500, 5)) is None


def test_flows_are_met_near_their_line_only() -> None:
    """The empty corner beside a bend is not the flow."""
    picture = Picture()
    path = (Point(0, 0), Point(100, 0), Point(100, 100))
    picture.put(element("f", "flows", Rect(0, 0, 100, 100), path))
    assert picture.at((50, 4)) == Spot("f", "flows")
    assert picture.at((30, 60)) is None


def test_the_same_element_changes_nothing() -> None:
    """Putting what is there needs no painting; another one needs both places painted."""
    picture = Picture()
    assert picture.put(element("a", "cards")) == Rect(0, 0, 10, 10)
    revision = picture.revision("cards")
    assert picture.put(element("a", "cards")) is None
    assert picture.revision("cards") == revision
    assert picture.put(element("a", "cards", Rect(50, 0, 10, 10))) == Rect(0, 0, 60, 10)
    assert picture.revision("cards") > revision


def test_dropping_twice_is_no_fault() -> None:
    """What is gone is gone."""
    picture = Picture()
    picture.put(element("a", "cards"))
    assert picture.drop("cards", "a") == Rect(0, 0, 10, 10)
    assert picture.drop("cards", "a") is None
    assert picture.ids("cards") == set()


def test_areas_find_what_meets_them() -> None:
    """Only what meets the exposed area is painted."""
    picture = Picture()
    picture.put(element("near", "cards"))
    picture.put(element("far", "cards", Rect(5000, 0, 10, 10)))
    assert [e.id for e in picture.within("cards", Rect(0, 0, 100, 100))] == ["near"]
    assert picture.bounds == Rect(0, 0, 5010, 10)
    assert Picture().bounds.w > 0


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["put", "drop"]), st.integers(0, 40), st.integers(0, 40))))
def test_what_is_around_everything_is_kept_up(edits: list[tuple[int, str, int, int]]) -> None:
    """However elements come, move and go, the bounds are those of a picture made anew."""
    picture = Picture()
    here: dict[str, Rect] = {}
    for id_, verb, x, y in edits:
        if verb == "put":
            here[str(id_)] = Rect(x, y, 10, 10)
            picture.put(element(str(id_), "cards", here[str(id_)]))
        elif here.pop(str(id_), None):
            picture.drop("cards", str(id_))
        anew = Picture()
        for other, rect in here.items():
            anew.put(element(other, "cards", rect))
        assert picture.bounds == anew.bounds
