"""Pictures as SVG: real text, one group per record with its id, title and description; may carry the map inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from crosslane.drawing.arrows import arrow_head, before_head
from crosslane.drawing.flows import JUMP, jumps_on
from crosslane.drawing.picture import LAYERS, Picture
from crosslane.drawing.shapes import Box, Drawn, Drum, Line, Shape, Text, hatching
from crosslane.geometry import Point, Rect, rounded

FAMILY = "Inter, 'Helvetica Neue', Arial, sans-serif"
CARRIED = "crosslane-map"
_DASHES = {"solid": "", "dashed": "5 4", "dotted": "1.5 3.5"}


@dataclass(frozen=True)
class Placed:
    """A picture and where its origin goes on the sheet, scaled."""

    picture: Picture
    at: Point
    scale: float = 1.0
    name: str = "map"


def write_svg(
    sheets: Sequence[Placed],
    size: tuple[float, float],
    *,
    title: str,
    description: str,
    paper: str,
    names: dict[str, str] | None = None,
    carried: str | None = None,
) -> str:
    """Return an SVG document of the pictures on one sheet.

    `names` says what each record is, for screen readers; `carried` is the text of the map file to embed.
    """
    w, h = size
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(w)}" height="{_n(h)}" viewBox="0 0 {_n(w)} {_n(h)}" '
        f'role="img" aria-labelledby="sheet-title sheet-desc" font-family="{FAMILY}">\n'
        f'<title id="sheet-title">{_escaped(title)}</title>\n<desc id="sheet-desc">{_escaped(description)}</desc>\n'
    ]
    if carried is not None:
        parts.append(
            f'<metadata><crosslane xmlns="urn:crosslane:map" format="{CARRIED}">{_escaped(carried)}</crosslane></metadata>\n'
        )
    parts.append(f'<rect width="{_n(w)}" height="{_n(h)}" fill="{paper}"/>\n')
    for sheet in sheets:
        parts.append(
            f'<g id={_quoted(sheet.name)} transform="translate({_n(sheet.at.x)} {_n(sheet.at.y)}) scale({_n(sheet.scale)})">\n'
        )
        parts += _layers(sheet, names or {})
        parts.append("</g>\n")
    parts.append("</svg>\n")
    return "".join(parts)


def _layers(sheet: Placed, names: dict[str, str]) -> list[str]:
    parts = []
    for layer in LAYERS:
        for element in sheet.picture.layer(layer):
            label = (
                f"<title>{_escaped(names[element.id])}</title>"
                if element.id in names and layer in ("cards", "flows")
                else ""
            )
            shapes = "".join(_shape(shape) for shape in element.shapes)
            group = _quoted(f"{sheet.name}-{layer}-{element.id}")
            parts.append(f"<g id={group}>{label}{shapes}</g>\n")
    return parts


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def _stroke(color: str | None, width: float, dash: str = "solid") -> str:
    if color is None or width <= 0:
        return ""
    pattern = _DASHES[dash]
    dashes = " ".join(_n(float(part) * width * (1.0 if width <= 3 else 0.6)) for part in pattern.split())
    return f' stroke="{color}" stroke-width="{_n(width)}"' + (f' stroke-dasharray="{dashes}"' if pattern else "")


def _shape(shape: Drawn) -> str:
    match shape:
        case Text():
            weight = f' font-weight="{shape.weight}"' if shape.weight != 400 else ""
            anchor = f' text-anchor="{shape.anchor}"' if shape.anchor != "start" else ""
            at = f'x="{_n(shape.at.x)}" y="{_n(shape.at.y)}"'
            return f'<text {at} font-size="{_n(shape.size)}" fill="{shape.color}"{weight}{anchor}>{_escaped(_printable(shape.text))}</text>'
        case Box():
            return _box(shape)
        case Line():
            return _line(shape)
        case Drum():
            return _drum(shape)
        case Shape():
            points = " ".join(f"{_n(p.x)},{_n(p.y)}" for p in shape.points)
            return f'<polygon points="{points}" fill="{shape.fill or "none"}"{_stroke(shape.stroke, shape.width)}/>'


def _printable(text: str) -> str:
    """Leave out what XML cannot hold; records never contain it, but pictures take any text."""
    return "".join(
        c
        for c in text
        if c in "\t\n" or (ord(c) >= 32 and not 0xD800 <= ord(c) <= 0xDFFF and ord(c) not in (0xFFFE, 0xFFFF))
    )


def _rect(rect: Rect) -> str:
    return f'x="{_n(rect.x)}" y="{_n(rect.y)}" width="{_n(rect.w)}" height="{_n(rect.h)}"'


def _box(shape: Box) -> str:
    if shape.hatch:
        return _hatch(shape.rect, shape.hatch)
    radius = f' rx="{_n(shape.radius)}"' if shape.radius else ""
    return f'<rect {_rect(shape.rect)}{radius} fill="{shape.fill or "none"}"{_stroke(shape.stroke, shape.width, shape.dash)}/>'


def _hatch(rect: Rect, color: str) -> str:
    """Return strokes: no clip path, no pattern, so every reader shows them."""
    strokes = [f"M{_n(a.x)} {_n(a.y)}L{_n(b.x)} {_n(b.y)}" for a, b in hatching(rect)]
    return f'<path d="{"".join(strokes)}" fill="none" stroke="{color}" stroke-width="3"/>'


def _drum(shape: Drum) -> str:
    r, lid = shape.rect, shape.lid
    rx, ry = _n(r.w / 2), _n(lid / 2)
    top, low = _n(r.y + lid / 2), _n(r.bottom - lid / 2)
    left, right = _n(r.x), _n(r.right)
    body = f"M{left} {top}A{rx} {ry} 0 0 1 {right} {top}V{low}A{rx} {ry} 0 0 1 {left} {low}Z"
    rim = f"M{left} {top}A{rx} {ry} 0 0 0 {right} {top}"
    edge = _stroke(shape.stroke, shape.width)
    return f'<path d="{body}" fill="{shape.fill}"{edge}/><path d="{rim}" fill="none"{edge}/>'


def _line(shape: Line) -> str:
    way = _way(before_head(shape.points, shape.arrow), shape)
    head = ""
    if shape.arrow:
        tip = " ".join(f"{_n(x)},{_n(y)}" for x, y in arrow_head(shape.points, shape.arrow))
        head = f'<polygon points="{tip}" fill="{shape.stroke}"/>'
    return f'<path d="{way}" fill="none"{_stroke(shape.stroke, shape.width, shape.dash)}/>{head}'


def _way(points: Sequence[Point], shape: Line) -> str:
    here = points[0]
    path = f"M{_n(here.x)} {_n(here.y)}"
    for begin, corner, end in rounded(points, shape.radius):
        path += _leaps(here, begin, shape.jumps)
        path += f"L{_n(begin.x)} {_n(begin.y)}Q{_n(corner.x)} {_n(corner.y)} {_n(end.x)} {_n(end.y)}"
        here = end
    return path + _leaps(here, points[-1], shape.jumps) + f"L{_n(points[-1].x)} {_n(points[-1].y)}"


def _leaps(here: Point, end: Point, jumps: Sequence[Point]) -> str:
    """Return the small arcs over lines that a level piece crosses and has nothing to do with."""
    return "".join(
        f"L{_n(x - JUMP * side)} {_n(y)}A{JUMP:g} {JUMP:g} 0 0 {1 if side > 0 else 0} {_n(x + JUMP * side)} {_n(y)}"
        for (x, y), side in jumps_on(here, end, jumps)
    )


def _escaped(text: str) -> str:
    # As xml.sax.saxutils has it, which brings half of the network modules along.
    return escape(text, quote=False)


def _quoted(text: str) -> str:
    return f'"{escape(text)}"'
