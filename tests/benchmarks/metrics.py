"""How good a lane drawing is, counted on the polylines as drawn, so that no engine can hide a crossing in its books.

A drawing is {"nodes": {id: [x, y, w, h]}, "edges": {id: [[x, y], ...]}, "lanes": [[from, to], ...] or None}; a case is
{"lanes": [...], "nodes": [{"id", "lane", "w", "h"}], "edges": [{"id", "s", "t"}]}. Lanes lie one above the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any

import numpy as np

SAME = 0.5
Case = dict[str, Any]
Drawing = dict[str, Any]


def simplified(points: list[list[float]]) -> list[tuple[float, float]]:
    """Return the polyline without repeated points and without corners on straight pieces."""
    kept: list[tuple[float, float]] = []
    for x, y in points:
        if kept and abs(x - kept[-1][0]) < SAME and abs(y - kept[-1][1]) < SAME:
            continue
        while len(kept) > 1 and _straight_on(kept[-2], kept[-1], (x, y)):
            kept.pop()
        kept.append((float(x), float(y)))
    return kept


def _straight_on(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> bool:
    ux, uy, vx, vy = b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]
    away = abs(ux * vy - uy * vx) / max(abs(ux) + abs(uy), 1e-9)
    return away < SAME and ux * (c[0] - b[0]) + uy * (c[1] - b[1]) >= 0


def evaluate(case: Case, drawing: Drawing) -> dict[str, Any]:
    """Return all metrics of a drawing; what each means is said at the function that counts it."""
    lines = {e["id"]: simplified(drawing["edges"].get(e["id"]) or []) for e in case["edges"]}
    pieces, owner = _pieces(case, lines)
    ends = _ends(case)
    rects = np.array([drawing["nodes"][n["id"]] for n in case["nodes"]], float).reshape(-1, 4)
    bad, bundled = overlaps(pieces, owner, ends)
    width, height = _size(rects, pieces, drawing)
    return {
        "crossings": crossings(pieces, owner),
        "bends": sum(max(0, len(line) - 2) for line in lines.values()),
        "length": round(float(np.hypot(pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1]).sum())),
        "overlap_bad": round(bad),
        "overlap_ok": round(bundled),
        "touch": touches(pieces, owner, ends),
        "node_hits": node_hits(pieces, owner, ends, rects),
        "node_overlaps": node_overlaps(rects),
        "lane_violations": lane_violations(case, drawing, rects),
        "order_kept": order_kept(case, drawing, rects),
        "missing": sum(len(line) < 2 for line in lines.values()),
        "aspect": round(width / max(height, 1), 2),
    }


def _pieces(case: Case, lines: dict[str, list[tuple[float, float]]]) -> tuple[np.ndarray, np.ndarray]:
    rows = [(*a, *b, k) for k, e in enumerate(case["edges"]) for a, b in pairwise(lines[e["id"]])]
    table = np.array(rows, float).reshape(-1, 5)
    return table[:, :4], table[:, 4].astype(int)


def _ends(case: Case) -> np.ndarray:
    at = {n["id"]: i for i, n in enumerate(case["nodes"])}
    return np.array([(at[e["s"]], at[e["t"]]) for e in case["edges"]], int).reshape(-1, 2)


def _size(rects: np.ndarray, pieces: np.ndarray, drawing: Drawing) -> tuple[float, float]:
    xs = np.concatenate([rects[:, 0], rects[:, 0] + rects[:, 2], pieces[:, 0], pieces[:, 2]])
    ys = [rects[:, 1], rects[:, 1] + rects[:, 3], pieces[:, 1], pieces[:, 3]]
    ys.append(np.array(drawing.get("lanes") or [], float).ravel())
    return float(np.ptp(xs)), float(np.ptp(np.concatenate(ys)))


def _chunks(n: int, size: int = 256) -> Iterator[slice]:
    for begin in range(0, n, size):
        yield slice(begin, min(n, begin + size))


def crossings(pieces: np.ndarray, owner: np.ndarray) -> int:
    """Count proper crossings of pieces of two different arrows: each passes to the other side by half a unit."""
    total = 0
    for part in _chunks(len(pieces)):
        a, b = pieces[part][:, None], pieces[None]
        near = (np.minimum(a[..., 0], a[..., 2]) <= np.maximum(b[..., 0], b[..., 2])) & (
            np.minimum(b[..., 0], b[..., 2]) <= np.maximum(a[..., 0], a[..., 2])
        )
        near &= (np.minimum(a[..., 1], a[..., 3]) <= np.maximum(b[..., 1], b[..., 3])) & (
            np.minimum(b[..., 1], b[..., 3]) <= np.maximum(a[..., 1], a[..., 3])
        )
        near &= np.arange(len(pieces))[part][:, None] < np.arange(len(pieces))[None]
        i, j = np.nonzero(near & (owner[part][:, None] != owner[None]))
        total += int(np.count_nonzero(_apart(pieces[part][i], pieces[j]) & _apart(pieces[j], pieces[part][i])))
    return total


def _apart(line: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Say whether the ends of `other` lie on two sides of the endless line, each more than half a unit away."""
    dx, dy = line[:, 2] - line[:, 0], line[:, 3] - line[:, 1]
    length = np.hypot(dx, dy) + 1e-9
    one = (dx * (other[:, 1] - line[:, 1]) - dy * (other[:, 0] - line[:, 0])) / length
    two = (dx * (other[:, 3] - line[:, 1]) - dy * (other[:, 2] - line[:, 0])) / length
    return (one * two < 0) & (np.minimum(abs(one), abs(two)) > SAME)


def _oriented(pieces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    level = abs(pieces[:, 1] - pieces[:, 3]) <= SAME
    return level, (abs(pieces[:, 0] - pieces[:, 2]) <= SAME) & ~level


def overlaps(pieces: np.ndarray, owner: np.ndarray, ends: np.ndarray) -> tuple[float, float]:
    """Return over what length arrows are drawn on each other: those without and those with a common source or target."""
    bad = fine = 0.0
    for axis, chosen in enumerate(_oriented(pieces)):
        where = pieces[chosen, 1 - axis]
        order = np.argsort(where, kind="stable")
        where, arrow = where[order], owner[chosen][order]
        low = np.minimum(pieces[chosen, axis], pieces[chosen, axis + 2])[order]
        high = np.maximum(pieces[chosen, axis], pieces[chosen, axis + 2])[order]
        last = np.searchsorted(where, where + 1.0, side="right")
        for i in range(len(where)):
            js = slice(i + 1, last[i])
            common = np.minimum(high[i], high[js]) - np.maximum(low[i], low[js])
            common = np.where((common > 1) & (arrow[js] != arrow[i]), common, 0.0)
            shared = (ends[arrow[js]] == ends[arrow[i]]).any(axis=1)
            bad += float(common[~shared].sum())
            fine += float(common[shared].sum())
    return bad, fine


def touches(pieces: np.ndarray, owner: np.ndarray, ends: np.ndarray) -> int:
    """Count the places where a piece ends on the inside of a piece of an arrow with which it shares no box."""
    level, upright = _oriented(pieces)
    h, v, of_h, of_v = pieces[level], pieces[upright], owner[level], owner[upright]
    vx, v0, v1 = v[:, 0], np.minimum(v[:, 1], v[:, 3]), np.maximum(v[:, 1], v[:, 3])
    total = 0
    for part in _chunks(len(h)):
        y = h[part][:, None, 1]
        x0 = np.minimum(h[part][:, 0], h[part][:, 2])[:, None]
        x1 = np.maximum(h[part][:, 0], h[part][:, 2])[:, None]
        inside = (vx > x0 + SAME) & (vx < x1 - SAME) & ((abs(v0 - y) <= SAME) | (abs(v1 - y) <= SAME))
        inside |= (y > v0 + SAME) & (y < v1 - SAME) & ((abs(vx - x0) <= SAME) | (abs(vx - x1) <= SAME))
        i, j = np.nonzero(inside & (of_h[part][:, None] != of_v[None]))
        a, b = ends[of_h[part][i]], ends[of_v[j]]
        total += int(np.count_nonzero(~((a == b) | (a == b[:, ::-1])).any(axis=1)))
    return total


def node_hits(pieces: np.ndarray, owner: np.ndarray, ends: np.ndarray, rects: np.ndarray) -> int:
    """Count pairs of an arrow and a box that the arrow enters (by two units) though it neither starts nor ends there."""
    x0, y0, x1, y1 = rects[:, 0] + 2, rects[:, 1] + 2, rects[:, 0] + rects[:, 2] - 2, rects[:, 1] + rects[:, 3] - 2
    found: set[tuple[int, int]] = set()
    for part in _chunks(len(pieces), 400):
        p = pieces[part]
        meet = (np.minimum(p[:, 0], p[:, 2])[:, None] < x1) & (np.maximum(p[:, 0], p[:, 2])[:, None] > x0)
        meet &= (np.minimum(p[:, 1], p[:, 3])[:, None] < y1) & (np.maximum(p[:, 1], p[:, 3])[:, None] > y0)
        for i, box in zip(*np.nonzero(meet), strict=True):
            arrow = int(owner[part][i])
            if box not in ends[arrow] and _enters(p[i], (x0[box], y0[box], x1[box], y1[box])):
                found.add((arrow, int(box)))
    return len(found)


def _enters(piece: np.ndarray, box: tuple[float, float, float, float]) -> bool:
    """Say whether a piece that may be slanting passes through a box (Liang and Barsky's clipping)."""
    (ax, ay, bx, by), (x0, y0, x1, y1) = piece, box
    begin, end = 0.0, 1.0
    for speed, room in ((ax - bx, ax - x0), (bx - ax, x1 - ax), (ay - by, ay - y0), (by - ay, y1 - ay)):
        if speed == 0:
            if room < 0:
                return False
        elif speed < 0:
            begin = max(begin, room / speed)
        else:
            end = min(end, room / speed)
    return begin < end


def node_overlaps(rects: np.ndarray) -> int:
    """Count pairs of boxes that overlap by more than a unit."""
    order = np.argsort(rects[:, 0], kind="stable")
    total = 0
    for at, i in enumerate(order):
        later = order[at + 1 :]
        x, y, w, h = rects[i]
        meet = rects[later, 0] < x + w - 1
        meet &= (rects[later, 1] < y + h - 1) & (rects[later, 1] + rects[later, 3] > y + 1)
        total += int(np.count_nonzero(meet))
    return total


def lane_violations(case: Case, drawing: Drawing, rects: np.ndarray) -> int:
    """Count boxes outside their band and bands that overlap; without bands, boxes that reach into others' lanes."""
    lane = np.array([n["lane"] for n in case["nodes"]], int)
    top, bottom = rects[:, 1], rects[:, 1] + rects[:, 3]
    if drawing.get("lanes"):
        bands = np.array(drawing["lanes"], float)
        outside = (top < bands[lane, 0] - 1) | (bottom > bands[lane, 1] + 1)
        return int(outside.sum()) + int((bands[1:, 0] < bands[:-1, 1] - 1).sum())
    bad = np.zeros(len(lane), bool)
    for one, (low, high) in _hulls(lane, top, bottom).items():
        bad |= (lane != one) & (top < high - 1) & (bottom > low + 1)
    return int(bad.sum())


def _hulls(lane: np.ndarray, top: np.ndarray, bottom: np.ndarray) -> dict[int, tuple[float, float]]:
    return {int(k): (float(top[lane == k].min()), float(bottom[lane == k].max())) for k in np.unique(lane)}


def order_kept(case: Case, drawing: Drawing, rects: np.ndarray) -> bool:
    """Say whether the lanes lie from top to bottom in their order."""
    if drawing.get("lanes"):
        tops = [band[0] for band in drawing["lanes"]]
    else:
        lane = np.array([n["lane"] for n in case["nodes"]], int)
        tops = [low for low, _ in _hulls(lane, rects[:, 1], rects[:, 1] + rects[:, 3]).values()]
    return tops == sorted(tops)


def stability(case: Case, before: Drawing, after: Drawing) -> dict[str, float]:
    """Compare two drawings on their common boxes: share of pairs that changed sides, and share that moved by over 5."""
    ids = [n["id"] for n in case["nodes"] if n["id"] in before["nodes"] and n["id"] in after["nodes"]]
    a = np.array([before["nodes"][i][:2] for i in ids], float)
    b = np.array([after["nodes"][i][:2] for i in ids], float)
    flipped = 0
    pairs = np.array(list(combinations(range(len(ids)), 2)), int).reshape(-1, 2)
    for axis in (0, 1):
        was, now = (p[pairs[:, 0], axis] - p[pairs[:, 1], axis] for p in (a, b))
        was, now = (np.sign(np.where(abs(d) < 2, 0, d)) for d in (was, now))
        flipped += int((was * now < 0).sum())
    moved = b - a - np.median(b - a, axis=0)
    far = np.hypot(moved[:, 0], moved[:, 1])
    diagonal = float(np.hypot(*np.ptp(a, axis=0))) or 1.0
    return {
        "flipped": flipped / max(1, 2 * len(pairs)),
        "displaced": float(far.mean()) / diagonal,
        "moved": float((far > 5).mean()),
    }
