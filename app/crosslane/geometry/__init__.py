"""Points, rectangles, paths and a grid index: the plane on which maps are drawn and routed.

May import the standard library only.
Records, colours, text and Qt never belong here.
"""

from crosslane.geometry.grid import GridIndex
from crosslane.geometry.paths import distance_to_path, is_level, nearest_on_path, path_length, point_along, rounded
from crosslane.geometry.plane import Point, Rect

__all__ = [
    "GridIndex",
    "Point",
    "Rect",
    "distance_to_path",
    "is_level",
    "nearest_on_path",
    "path_length",
    "point_along",
    "rounded",
]
