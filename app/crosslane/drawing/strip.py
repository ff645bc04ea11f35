"""The time strip: the whole lead time to scale, work dark, waits in heat with the handoff's number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crosslane.analysis.ladder import Segment
from crosslane.drawing.measure import TextMeasure
from crosslane.drawing.picture import Element, Picture
from crosslane.drawing.shapes import Box, Drawn, Text
from crosslane.drawing.theme import Palette
from crosslane.geometry import Point, Rect
from crosslane.turns import Turns, at_once


@dataclass(frozen=True)
class StripSizes:
    """Sizes of the strip in picture units."""

    height: float
    words: float
    headline: float
    detail: float
    number: float


# So many segments are drawn in one turn.
PORTION = 400
EDITING_STRIP = StripSizes(38, 208, 16, 13, 13)
ROOM_STRIP = StripSizes(58, 350, 34, 24, 22)
# In a room of this width, in pixels; a smaller picture has a smaller strip.
_ROOM_WIDTH, _LEAST_SHARE, _MOST_SHARE = 1920, 0.66, 1.4


def room_strip(width: float) -> StripSizes:
    """Return the sizes of the strip in a room so many pixels wide."""
    share = min(_MOST_SHARE, max(_LEAST_SHARE, width / _ROOM_WIDTH))
    full = (ROOM_STRIP.height, ROOM_STRIP.words, ROOM_STRIP.headline, ROOM_STRIP.detail, ROOM_STRIP.number)
    return StripSizes(*(round(size * share) for size in full))


def draw_strip(
    segments: Sequence[Segment],
    headline: str,
    detail: str,
    width: float,
    sizes: StripSizes,
    palette: Palette,
    measure: TextMeasure,
    *,
    whole: float = 0.0,
) -> Picture:
    """Return the strip as a picture from (0, 0), `width` wide: words at the left, the segments to scale beside them.

    With `whole` hours, more than the segments have, their scale is its; what is left over is outlined.
    """
    return at_once(drawing_strip(segments, headline, detail, width, sizes, palette, measure, whole))


def drawing_strip(
    segments: Sequence[Segment],
    headline: str,
    detail: str,
    width: float,
    sizes: StripSizes,
    palette: Palette,
    measure: TextMeasure,
    whole: float = 0.0,
) -> Turns[Picture]:
    """Draw the strip as `draw_strip` does, in turns of so many segments that none is longer than some milliseconds."""
    picture = Picture()
    h = sizes.height
    said = measure.width(headline, sizes.headline, 600), measure.width(detail, sizes.detail, 400)
    beside = max(sizes.words, min(max(said) + sizes.detail * 1.4, width * 0.4))
    words: tuple[Drawn, ...] = (
        Text(Point(0, h / 2 - sizes.detail * 0.15), headline, sizes.headline, palette.text, 600),
        Text(Point(0, h / 2 + sizes.detail * 1.15), detail, sizes.detail, palette.soft),
    )
    picture.put(Element("words", "cards", Rect(0, 0, beside, h), words))
    taken = sum(segment.hours for segment in segments)
    total = max(taken, whole)
    room = width - beside
    if total <= 0 or room <= 0:
        return picture
    x = beside
    for at, segment in enumerate(segments):
        if at and at % PORTION == 0:
            yield
        wide = segment.hours / total * room
        color = palette.work if segment.kind == "work" else palette.heat[segment.heat]
        rect = Rect(x, 0, max(wide - (1.0 if wide > 3 else 0.0), 0.5), h)
        shapes: list[Drawn] = [Box(rect, color)]
        # Measured only where there may be room: of thousands of segments most are a hair wide.
        has_room = segment.number is not None and wide > 6
        if has_room and measure.width(str(segment.number), sizes.number, 700) + 6 < wide:
            ink = palette.on_heat if segment.heat else ("#ffffff" if not palette.dark else palette.paper)
            at_middle = Point(rect.center.x, rect.center.y + sizes.number * 0.36)
            shapes.append(Text(at_middle, str(segment.number), sizes.number, ink, 700, "middle"))
        picture.put(Element(f"{at}:{segment.on}", "flows", rect, tuple(shapes)))
        x += wide
    if whole > taken:
        left = Rect(x + 1, 0.5, max(0.5, width - x - 1.5), h - 1)
        picture.put(Element("left", "lanes", left, (Box(left, None, palette.soft, 1.0, 3, "dashed"),)))
    return picture
