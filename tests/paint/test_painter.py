"""Pictures in pixels: what is seen, and that nothing is painted for nobody."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from crosslane.drawing.draw import draw
from crosslane.drawing.picture import Element, Picture
from crosslane.drawing.shapes import Box, Drawn, Drum, Line, Shape, Text
from crosslane.drawing.theme import LIGHT
from crosslane.geometry import Point, Rect
from crosslane.paint.measure import QtMeasure
from crosslane.paint.painter import MOST_BATCHED, MOST_FULL, Detail, detail_for, paint_picture, paint_shapes
from drawing.scenes import scene, two_lanes

pytestmark = pytest.mark.usefixtures("qapp")
RED = "#ff0000"


def seen(picture: Picture, scale: float = 1.0, area: Rect | None = None, detail: Detail | None = None) -> QImage:
    image = QImage(480, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    painter.scale(scale, scale)
    painter.translate(180, 20)
    paint_picture(painter, picture, area, detail=detail)
    painter.end()
    return image


def one(*shapes: Drawn, layer: str = "cards") -> Picture:
    picture = Picture()
    picture.put(Element("e", layer, Rect(0, 0, 100, 60), shapes))  # type: ignore[arg-type]  # names of layers
    return picture


def color_at(image: QImage, x: float, y: float, scale: float = 1.0) -> str:
    return image.pixelColor(round((180 + x) * scale), round((20 + y) * scale)).name()


def inked(image: QImage) -> int:
    return sum(image.pixel(x, y) & 0xFFFFFF != 0xFFFFFF for x in range(image.width()) for y in range(image.height()))


@pytest.mark.parametrize("detail", ["paper", "full", "batched", "overview"])
@pytest.mark.parametrize(
    "shape",
    [
        Box(Rect(0, 0, 100, 60), RED, "#0000ff", 2, 8),
        Drum(Rect(0, 0, 100, 60), 10, RED, "#0000ff", 1),
        Shape((Point(0, 30), Point(50, 0), Point(100, 30), Point(50, 60)), RED, "#0000ff", 1),
        Line((Point(0, 32), Point(100, 32)), RED, 9),
        Line((Point(0, 0), Point(50, 0), Point(50, 60)), RED, 9),
    ],
    ids=["box", "drum", "shape", "line", "bent line"],
)
def test_every_shape_is_seen_in_every_detail(shape: Drawn, detail: Detail) -> None:
    """Small scales simplify; they leave no shape out."""
    image = seen(one(shape), detail=detail)
    assert color_at(image, 50, 32) == RED


@pytest.mark.parametrize("dash", ["dashed", "dotted"])
@pytest.mark.parametrize("detail", ["full", "batched"])
def test_dashes_have_gaps(dash: str, detail: Detail) -> None:
    """What is unknown stays dotted, and a return dashed, as long as single elements are painted."""
    line = Line((Point(0, 30), Point(100, 30)), RED, 4, 0, dash)  # type: ignore[arg-type]  # one of the dashes
    row = {color_at(seen(one(line), detail=detail), x, 30) for x in range(5, 90)}
    assert {RED, "#ffffff"} <= row


def test_arrows_point_along_the_line() -> None:
    """The head ends where the line ends, in its colour."""
    line = Line((Point(0, 30), Point(100, 30)), RED, 2, 0, "solid", 16)
    for detail in ("full", "batched"):
        image = seen(one(line), detail=detail)  # type: ignore[arg-type]  # one of the details
        assert color_at(image, 88, 33) == RED
        assert color_at(image, 97, 36) == "#ffffff"


def test_a_leap_leaves_the_crossed_line_visible() -> None:
    """The level line rises over the crossing."""
    plain = Line((Point(0, 30), Point(100, 30)), RED, 2)
    leaping = Line((Point(0, 30), Point(100, 30)), RED, 2, jumps=(Point(50, 30),))
    assert color_at(seen(one(plain)), 50, 30) == RED
    assert color_at(seen(one(leaping)), 50, 30) == "#ffffff"
    assert color_at(seen(one(leaping)), 50, 25) == RED


def test_text_is_anchored_where_it_is_said() -> None:
    """Start, middle and end of the same word lie right of, around and left of their point."""
    left, middle, right = (
        seen(one(Text(Point(50, 30), "HHHH", 20, "#000000", 600, anchor)))  # type: ignore[arg-type]  # the anchors
        for anchor in ("start", "middle", "end")
    )
    assert inked(left.copy(0, 0, 228, 300)) == 0
    assert inked(right.copy(232, 0, 248, 300)) == 0
    assert abs(inked(middle.copy(0, 0, 230, 300)) - inked(middle.copy(230, 0, 250, 300))) < inked(middle) / 4


def test_screen_and_paper_agree() -> None:
    """What is prepared for the screen looks as what goes to paper."""
    picture = draw(scene(two_lanes(), {"hand": 3}, measure=QtMeasure()))
    screen, paper = seen(picture, detail="full"), seen(picture, detail="paper")
    differing = sum(
        abs(QColor(screen.pixel(x, y)).lightness() - QColor(paper.pixel(x, y)).lightness()) > 96
        for x in range(0, 480, 2)
        for y in range(0, 300, 2)
    )
    assert inked(paper) > 2000
    assert differing < 40


def test_what_is_not_exposed_is_not_painted() -> None:
    """Only the elements that meet the area are painted."""
    picture = one(Box(Rect(0, 0, 100, 60), RED))
    assert inked(seen(picture, area=Rect(500, 500, 10, 10))) == 0
    assert inked(seen(picture, area=Rect(50, 20, 10, 10))) > 0


def test_illegible_text_is_left_out_on_screen_never_on_paper() -> None:
    """Zoomed far out, words are specks and are not painted; a small print keeps them."""
    picture = one(Text(Point(0, 30), "HHHHHHHH", 14, "#000000"))
    assert inked(seen(picture, 0.2)) == 0
    assert inked(seen(picture, 0.2, detail="paper")) > 0


def test_an_edit_shows_in_the_overview() -> None:
    """What is kept for painting a layer at once is made anew when the layer changes."""
    picture = one(Box(Rect(0, 0, 100, 60), RED))
    assert color_at(seen(picture, 0.2), 50, 30, 0.2) == RED
    picture.put(Element("e", "cards", Rect(0, 0, 100, 60), (Box(Rect(0, 0, 100, 60), "#00ff00"),)))
    assert color_at(seen(picture, 0.2), 50, 30, 0.2) == "#00ff00"


@pytest.mark.parametrize(
    ("scale", "count", "detail"),
    [
        (1, 10, "full"),
        (0.5, 200, "full"),
        (1, MOST_FULL + 1, "batched"),
        (0.5, MOST_BATCHED + 1, "overview"),
        (0.2, 9, "overview"),
    ],
)
def test_detail_follows_from_scale_and_crowd(scale: float, count: int, detail: str) -> None:
    """Few elements keep their curves at any legible scale; many are painted in batches."""
    assert detail_for(scale, count) == detail


def test_hatching_stays_inside_its_bar() -> None:
    """The bar of a lane outside needs no clip, on any device."""
    image = seen(one(Box(Rect(0, 0, 8, 60), hatch=RED), layer="headers"))
    assert inked(image.copy(180 + 12, 0, 100, 300)) == 0
    assert inked(image) > 50


def test_grey_pictures_keep_the_order_of_heat() -> None:
    """Printed without colour, the costliest flow is the darkest."""
    greys = []
    for heat in (1, 2, 3):
        picture = draw(scene(two_lanes(), {"hand": heat}))
        path = picture.get("flows", "hand")
        assert path is not None
        image = seen(picture)
        x = (path.path[0].x + path.path[1].x) / 2
        greys.append(QColor(image.pixel(round(180 + x), round(20 + path.path[0].y))).lightness())
    assert greys[0] > greys[1] > greys[2]


def test_marks_are_painted_without_a_picture() -> None:
    """Single shapes can be painted too."""
    image = QImage(50, 50, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    paint_shapes(painter, [Box(Rect(10, 10, 20, 20), LIGHT.focus)])
    painter.end()
    assert image.pixelColor(20, 20).name() == LIGHT.focus
