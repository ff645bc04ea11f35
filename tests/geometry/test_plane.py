"""Points, rectangles, the grid index and paths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosslane.geometry import (
    GridIndex,
    Point,
    Rect,
    distance_to_path,
    nearest_on_path,
    path_length,
    point_along,
    rounded,
)

coordinates = st.integers(-600, 600).map(float)
rects = st.builds(Rect, coordinates, coordinates, st.integers(0, 500).map(float), st.integers(0, 500).map(float))


def test_rectangles() -> None:
    """Edges, middles, unions."""
    r = Rect(10, 20, 30, 40)
    assert (r.right, r.bottom, r.center) == (40, 60, Point(25, 40))
    assert r.contains((10, 60))
    assert not r.intersects(Rect(40, 20, 5, 5))
    assert r.united(Rect(0, 0, 1, 1)) == Rect(0, 0, 40, 60)
    assert r.grown(5).encloses(r)
    assert Rect.around([(1, 5), (4, 2)]) == Rect(1, 2, 3, 3)
    assert Rect.spanning((4, 2), (1, 5)) == Rect(1, 2, 3, 3)


@given(st.dictionaries(st.integers(0, 30), rects, max_size=20), rects, st.lists(st.integers(0, 30), max_size=5))
def test_the_index_finds_what_looking_at_everything_finds(placed: dict[int, Rect], area: Rect, gone: list[int]) -> None:
    """After any placing, moving and dropping."""
    index: GridIndex[int] = GridIndex(128)
    for key, rect in placed.items():
        index.put(key, Rect(0, 0, 1, 1))
        index.put(key, rect)
    for key in gone:
        index.drop(key)
    left = {key: rect for key, rect in placed.items() if key not in gone}
    meets = {
        k
        for k, r in left.items()
        if r.x <= area.right and area.x <= r.right and r.y <= area.bottom and area.y <= r.bottom
    }
    assert set(index.within(area)) == meets
    corner = Point(area.x, area.y)
    assert set(index.at(corner)) == {key for key, rect in left.items() if rect.contains(corner)}
    assert len(index) == len(left)
    corners = [point for r in left.values() for point in ((r.x, r.y), (r.right, r.bottom))]
    assert index.extent() == (Rect.around(corners) if corners else None)


def test_paths() -> None:
    """Length, places along, distance, and corners that never meet."""
    path = [(0, 0), (10, 0), (10, 10)]
    assert path_length(path) == 20
    assert point_along(path, 0.75) == Point(10, 5)
    assert point_along(path, 2) == Point(10, 10)
    assert distance_to_path((5, 3), path) == 3
    assert distance_to_path((3, 4), [(0, 0)]) == 5
    assert nearest_on_path((5, 3), path) == (5, 0)
    assert nearest_on_path((3, 4), [(0, 0)]) == (0, 0)
    ((begin, corner, end),) = rounded(path, 99)
    assert (begin, corner, end) == (Point(5, 0), Point(10, 0), Point(10, 5))
    with pytest.raises(ValueError, match="at least one point"):
        point_along([], 0.5)
    with pytest.raises(ValueError, match="at least one point"):
        distance_to_path((0, 0), [])


def test_what_is_large_lies_in_few_cells() -> None:
    """A band across a large map is put into and found in large cells of its own, and moves and goes as any other."""
    index: GridIndex[str] = GridIndex(10)
    index.put("small", Rect(0, 0, 5, 5))
    index.put("band", Rect(0, 0, 100_000, 5))
    assert set(index.within(Rect(1, 1, 1, 1))) == {"small", "band"}
    assert index.within(Rect(90_000, 0, 1, 1)) == ["band"]
    assert len(index._cells) == 1
    index.put("band", Rect(0, 0, 20, 5))
    assert index.within(Rect(50, 0, 1, 1)) == []
    index.put("band", Rect(0, 0, 100_000, 5))
    index.drop("band")
    assert index.within(Rect(0, 0, 100_000, 5)) == ["small"]
    assert index.extent() == Rect(0, 0, 5, 5)
