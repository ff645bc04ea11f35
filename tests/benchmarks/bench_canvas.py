"""How long a frame and an edit take on a large map; prints milliseconds and never fails by the clock.

Run: QT_QPA_PLATFORM=offscreen python tests/benchmarks/bench_canvas.py [STEPS]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from statistics import median, quantiles

from PySide6.QtGui import QGuiApplication, QImage, QPainter

from crosslane.analysis.figures import Figures
from crosslane.drawing.draw import draw
from crosslane.drawing.picture import Picture
from crosslane.drawing.scene import Scene
from crosslane.drawing.theme import EDITING, LIGHT
from crosslane.geometry import Point, Rect
from crosslane.model.diff import Change
from crosslane.model.map import Map
from crosslane.model.plan import PITCH_X, PITCH_Y, lane_bands, step_rect
from crosslane.model.records import Flow, Lane, MapRecord, Step
from crosslane.model.values import Duration
from crosslane.paint.measure import QtMeasure
from crosslane.paint.painter import paint_picture
from crosslane.routing.routes import Route

VIEW = (1600, 900)
LANES, ROWS = 8, 5


def large_map(steps: int) -> Map:
    """Return a map of many steps in eight lanes of five rows, with two flows out of each."""
    lanes = [
        Lane(id=f"l{n}", name=f"Team {n}", order=chr(97 + n), discipline=("dev", "ops", "analytics", "ai")[n % 4])
        for n in range(LANES)
    ]
    made = []
    for at in range(steps):
        column, row = divmod(at, LANES * ROWS)
        made.append(
            Step(
                id=f"s{at}",
                lane=f"l{row // ROWS}",
                name=f"Prepare the data set {at}",
                x=column * PITCH_X,
                y=32 + row % ROWS * PITCH_Y,
                process_time=Duration(text="2h"),
            )
        )
    flows = []
    for at in range(steps):
        for way in (1, LANES * ROWS + 3):
            wait = Duration(text=f"{at % 9 + 1}d") if at % 5 else None
            flows.append(
                Flow(
                    id=f"f{at}-{way}",
                    source=f"s{at}",
                    target=f"s{(at + way) % steps}",
                    number=len(flows) + 1,
                    wait=wait,
                    pca=0.7,
                )
            )
    return Map.of([MapRecord(id="map", title="Large"), *lanes, *made, *flows])


def routes_of(map_: Map) -> dict[str, Route]:
    """Return plain orthogonal routes, so that painting is measured and not routing."""
    bands = lane_bands(map_)
    cards = {step.id: step_rect(step, bands) for step in map_.steps}
    return {flow.id: _route(cards[flow.source], cards[flow.target]) for flow in map_.drawn_flows}


def _route(a: Rect, b: Rect) -> Route:
    middle = a.right + 24
    points = (
        Point(a.right, a.center.y),
        Point(middle, a.center.y),
        Point(middle, b.center.y),
        Point(b.x, b.center.y),
    )
    return Route(points, Point(middle, (a.center.y + b.center.y) / 2))


def timed(what: Callable[[], object], times: int = 40) -> str:
    """Return median and 95th percentile of a call in milliseconds."""
    what()
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        what()
        took.append((time.perf_counter() - begin) * 1000)
    return f"{median(took):8.1f} {quantiles(took, n=20)[-1]:8.1f}"


def frame(picture: Picture, scale: float, at: Point) -> Callable[[], None]:
    """Return a call that paints one frame as the canvas does: what the view exposes at a scale, moving on a little."""
    image = QImage(*VIEW, QImage.Format.Format_RGB32)
    moved = [0.0]

    def paint() -> None:
        moved[0] += 7.0
        image.fill(0xFFFFFF)
        painter = QPainter(image)
        painter.scale(scale, scale)
        x, y = at.x + moved[0], at.y
        painter.translate(-x, -y)
        paint_picture(painter, picture, Rect(x, y, VIEW[0] / scale, VIEW[1] / scale))
        painter.end()

    return paint


def edits(map_: Map, scene: Callable[[Map], Scene], picture: Picture, times: int = 40) -> str:
    """Return median and 95th percentile of bringing the picture up to date after one step was renamed."""
    took = []
    for at in range(times):
        step = map_.step("s7")
        map_ = map_.apply({"s7": Change(step, step.but(name=f"Name {at}"))})
        # What a map derives once for everybody (figures, routes, picture) is not the picture's time.
        _ = map_.steps, map_.drawn_flows
        begin = time.perf_counter()
        draw(scene(map_), picture)
        took.append((time.perf_counter() - begin) * 1000)
    return f"{median(took):8.1f} {quantiles(took, n=20)[-1]:8.1f}"


def main(steps: int) -> None:
    """Print the table."""
    application = QGuiApplication.instance() or QGuiApplication([])
    map_ = large_map(steps)
    routes, measure = routes_of(map_), QtMeasure()
    heat = {flow.id: at % 4 for at, flow in enumerate(map_.drawn_flows)}

    def scene(shown: Map) -> Scene:
        return Scene(shown, Figures(), heat, routes, EDITING, LIGHT, measure)

    begin = time.perf_counter()
    picture = draw(scene(map_))
    print(f"{steps} steps, {len(map_.flows)} flows; picture from scratch {(time.perf_counter() - begin) * 1000:.0f} ms")
    print(f"{'milliseconds':28} {'median':>8} {'p95':>8}")
    print(f"{'one edit':28} {edits(map_, scene, picture)}")
    bounds = picture.bounds
    whole = min(VIEW[0] / bounds.w, VIEW[1] / bounds.h)
    for name, scale in (("whole map", whole), ("25 %", 0.25), ("35 %", 0.35), ("50 %", 0.5), ("100 %", 1.0)):
        at = Point(bounds.x, bounds.y) if name == "whole map" else Point(2000, 400)
        print(f"{f'frame, {name}':28} {timed(frame(picture, scale, at))}")
    del application


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
