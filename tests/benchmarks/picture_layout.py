"""Pictures of tidy-up to look at: python tests/benchmarks/picture_layout.py FOLDER

Writes an SVG before and after for every template, with the routes that people see, and for ten generated maps.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "tests"), str(Path(__file__).parent)]

from fuzz_layout import random_map  # noqa: E402 # a script finds its neighbours first

from crosslane.exchange.mapfile import read_file  # noqa: E402 # as above
from crosslane.geometry import Rect  # noqa: E402 # as above
from crosslane.layout.graph import LayoutGraph  # noqa: E402 # as above
from crosslane.layout.swimlanes import arrange  # noqa: E402 # as above
from crosslane.layout.tidy import tidied_map  # noqa: E402 # as above
from crosslane.model.map import Map  # noqa: E402 # as above
from crosslane.model.plan import lane_bands  # noqa: E402 # as above
from crosslane.routing.of_map import cards_of, route_map  # noqa: E402 # as above
from crosslane.routing.routes import Link, Route, Space, route_all  # noqa: E402 # as above


def svg(bands: Iterable[tuple[float, float]], cards: Mapping[str, Rect], routes: Mapping[str, Route]) -> str:
    """Return a plain drawing: lane borders, cards, flows with heads; those drawn straight for want of a way in red."""
    points = [p for route in routes.values() for p in route.points]
    edges = [r for card in cards.values() for r in ((card.x, card.y), (card.right, card.bottom))]
    xs = [x for x, _ in (*points, *edges)] or [0.0]
    ys = [y for _, y in (*points, *edges)] + [y for band in bands for y in band]
    left, top, wide, high = min(xs) - 30, min(ys) - 30, max(xs) - min(xs) + 60, max(ys) - min(ys) + 60
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {wide} {high}" width="{wide}">']
    parts.append(f'<rect x="{left}" y="{top}" width="{wide}" height="{high}" fill="white"/>')
    parts += [f'<path d="M{left} {y}h{wide}" stroke="#bbb"/>' for y in sorted({y for band in bands for y in band})]
    parts += [
        f'<rect x="{r.x}" y="{r.y}" width="{r.w}" height="{r.h}" rx="8" fill="#e8eef8" stroke="#456"/>'
        f'<text x="{r.x + 6}" y="{r.y + 18}" font-size="13">{id_[:12]}</text>'
        for id_, r in cards.items()
    ]
    for route in routes.values():
        line = " ".join(f"{p.x},{p.y}" for p in route.points)
        end = route.points[-1]
        colour = "#c22" if route.straight else "#334"
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.6"/>')
        parts.append(f'<circle cx="{end.x}" cy="{end.y}" r="4" fill="{colour}"/>')
    return "\n".join([*parts, "</svg>"])


def picture_of_map(map_: Map) -> str:
    """Return a map as people see it: its cards where they lie, its flows routed live."""
    bands = [(band.top, band.bottom) for band in lane_bands(map_).values()]
    return svg(bands, cards_of(map_), route_map(map_))


def pictures_of_graph(graph: LayoutGraph, seed: int) -> tuple[str, str]:
    """Return a generated map heaped as after a talk, and tidied."""
    drawing = arrange(graph)
    dice = random.Random(seed)
    right = max((r.right for r in drawing.places.values()), default=400.0)
    heap = {id_: Rect(dice.uniform(0, right / 2), rect.y, rect.w, rect.h) for id_, rect in drawing.places.items()}
    bands = list(drawing.bands.values())
    links = [Link(e.id, e.source, e.target, e.kind) for e in graph.edges]
    before = route_all(links, Space(heap, [top for top, _ in bands[1:]]))
    return svg(bands, heap, before), svg(bands, drawing.places, drawing.routes)


def main() -> int:
    """Write all pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted((ROOT / "resources" / "templates").glob("*.crosslane")):
        map_ = read_file(path)
        (folder / f"{path.stem}-before.svg").write_text(picture_of_map(map_), encoding="utf-8")
        after = map_.apply(tidied_map(map_))
        (folder / f"{path.stem}-after.svg").write_text(picture_of_map(after), encoding="utf-8")
    seeds = [seed for seed in range(200) if 12 <= len(random_map(seed, 40).nodes) <= 40][:10]
    for seed in seeds:
        before, then = pictures_of_graph(random_map(seed, 40), seed)
        (folder / f"seed{seed}-before.svg").write_text(before, encoding="utf-8")
        (folder / f"seed{seed}-after.svg").write_text(then, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
