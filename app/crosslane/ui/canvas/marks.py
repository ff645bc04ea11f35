"""Where something stands on top of the picture: what has to be painted anew when it goes or comes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crosslane.drawing.picture import Layer, Picture
from crosslane.drawing.theme import Tokens
from crosslane.geometry import Rect
from crosslane.tools.gesture import Overlay
from crosslane.ui.canvas.foreground import pad_of

# Rings and ends reach this far out of what they mark.
REACH = 9.0
# With more marks than this, everything is painted anew.
MOST = 60
_MARKED: tuple[Layer, ...] = ("cards", "notes", "pills")


def marks_of(picture: Picture, chosen: Sequence[str], over: Overlay, tokens: Tokens) -> list[Rect] | None:
    """Return the areas of what is selected and of what a gesture shows; None for more than is worth telling apart."""
    if len(chosen) > MOST or over.border is not None:
        return None
    found = [rect.grown(REACH) for id_ in chosen for rect in _around(picture, id_, tokens)]
    if len(chosen) == 1 and (pad := pad_of(picture, chosen[0])) is not None:
        found.append(pad.grown(REACH))
    found += [rect.grown(REACH) for rect in _of_gesture(picture, over, tokens)]
    return found


def _around(picture: Picture, id_: str, tokens: Tokens) -> Iterable[Rect]:
    for layer in _MARKED:
        element = picture.get(layer, id_)
        if element is not None:
            yield element.bounds
    flow = picture.get("flows", id_)
    if flow is not None and flow.path:
        yield from (Rect(point.x, point.y, 0, 0) for point in (flow.path[0], flow.path[-1]))
    header = picture.get("headers", id_)
    if header is not None:
        # Headers stay at the edge of the view, wherever that is.
        lane, whole = header.bounds, picture.bounds
        yield Rect(lane.x, whole.y, lane.w, whole.h) if tokens.turned else Rect(whole.x, lane.y, whole.w, lane.h)


def _of_gesture(picture: Picture, over: Overlay, tokens: Tokens) -> Iterable[Rect]:
    if over.band is not None:
        yield tokens.rect(over.band)
    if over.line is not None:
        yield Rect.spanning(tokens.point(over.line[0]), tokens.point(over.line[1]))
    if over.target is not None:
        element = picture.get("cards", over.target) or picture.get("flows", over.target)
        if element is not None:
            yield element.bounds
