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


def test_what_is_drawn_by_id_lies_alike_whatever_came_last_and_whichever_part_is_asked_for() -> None:
    """The same order in a part, in several, in the whole layer, and under the pointer; other pictures keep theirs."""
    rects = {"b": Rect(0, 0, 700, 40), "a": Rect(300, 0, 700, 40), "c": Rect(310, 10, 20, 20)}
    kept, by_id = Picture(), Picture()
    by_id.is_by_id = True
    for picture in (kept, by_id):
        for id_, rect in rects.items():
            picture.put(Element(id_, "cards", rect, ()))
        picture.drop("cards", "b")
        picture.put(Element("b", "cards", rects["b"], ()))
    areas = [Rect(900, 0, 10, 10), Rect(305, 12, 10, 10), Rect(10, 0, 5, 5)]
    for picture, order in ((kept, "acb"), (by_id, "abc")):
        assert [e.id for e in picture.layer("cards")] == list(order)
        assert [e.id for e in picture.within("cards", Rect(305, 12, 10, 10))] == list(order)
        assert [e.id for e in picture.within_any("cards", areas)] == list(order)
        spot = picture.at((315, 15))
        assert spot is not None
        assert spot.id == order[-1]
        assert picture.count("cards", areas[0]) == 1


def test_while_more_is_owed_what_is_around_may_have_room_left() -> None:
    """It is looked for anew once, when all is drawn; of lanes and headers, which others mind, at once."""
    picture = Picture()
    layers: tuple[Layer, ...] = ("cards", "headers")
    for layer in layers:
        picture.put(element("a", layer))
        picture.put(element("b", layer, Rect(500, 0, 10, 10)))
    assert picture.bounds == Rect(0, 0, 510, 10)
    picture.owed = {("cards", "b"): None}
    for layer in layers:
        picture.put(element("b", layer, Rect(100, 0, 10, 10)))
    assert picture.extent("cards") == Rect(0, 0, 510, 10)
    assert picture.extent("headers") == Rect(0, 0, 110, 10)
    picture.owed = {}
    assert picture.bounds == Rect(0, 0, 110, 10)
