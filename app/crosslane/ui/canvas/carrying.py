"""Very many steps under a hand: what stays and what moves are each painted once, and only flows between the two anew.

The map follows when the hand lets go; until it is drawn, what was carried is seen where it was put.
"""

from __future__ import annotations

from PySide6.QtGui import QColor, QPainter, QRegion, QTransform

from crosslane.drawing.carried import Load, giving_way, load_of
from crosslane.drawing.picture import Element, Picture
from crosslane.drawing.scene import Scene
from crosslane.paint.painter import Detail, paint_elements
from crosslane.tools.gesture import Carried
from crosslane.ui.canvas.kept import Kept, areas_in, paint_kept


class Carrying:
    """Shows a picture with some of its steps elsewhere."""

    def __init__(self) -> None:
        """Begin with nothing in hand."""
        self.carried: Carried | None = None
        # The transform of the view in which it was let go, and the lines and pills that gave way at last.
        self._let_go: QTransform | None = None
        self._at, self._giving = QTransform(), list[Element]()
        self._of: object = None
        self._scene: Scene | None = None
        self._load: Load | None = None
        self._staying = Kept(lambda key: self._load is None or key not in self._load.keys, lanes=True)
        self._moving = Kept(lambda key: self._load is not None and key in self._load.along, lanes=False)

    def take(self, carried: Carried, scene: Scene, *, is_drawn: bool) -> None:
        """Carry steps of the map of a scene so far; begun before all `is_drawn`, it begins anew when it is."""
        of = (scene.map, carried.ids, is_drawn)
        if self.carried is None or self._of != of:
            self.put_down()
            self._of, self._scene, self._load = of, scene, load_of(scene, carried.ids)
        self.carried, self._let_go = carried, None

    def let_go(self) -> None:
        """Nothing is in the hand any more: as long as it is not put down, all is seen as it was at last."""
        if self._let_go is None:
            self._let_go = self._at

    def is_seen(self, transform: QTransform) -> bool:
        """Say whether it is to be painted in a view that wears a transform; let go, it is not in another place."""
        return self.carried is not None and self._let_go in (None, transform)

    def put_down(self) -> bool:
        """Show the picture as it is again; returns whether something was carried."""
        was, self.carried, self._load, self._scene = self.carried is not None, None, None, None
        self._let_go, self._giving = None, []
        self._staying.forget()
        self._moving.forget()
        return was

    def get_ready(self, picture: Picture, detail: Detail) -> bool:
        """Paint a strip of what stays and of what moves; returns whether all is painted."""
        if self.carried is None:
            return True
        stays, moves = self._staying.get_ready(picture, detail), self._moving.get_ready(picture, detail)
        return stays and moves

    def paint(self, painter: QPainter, picture: Picture, detail: Detail, ground: QColor, region: QRegion) -> None:
        """Paint a region of the view, given in its pixels; the painter is clipped to it and wears the view's transform."""
        carried, scene, load = self.carried, self._scene, self._load
        if carried is None or scene is None or load is None or region.isEmpty():
            return
        if self._let_go is None:
            self._at = transform = painter.worldTransform()
            for kept, wear in ((self._staying, transform), (self._moving, _moved(transform, scene, carried.by))):
                kept.follow(painter.device(), wear, ground, (detail,))
                kept.need(picture, detail, region)
            sight = areas_in(transform, QRegion(painter.viewport()))[0]
            self._giving = giving_way(scene, picture, load, carried.by, sight)
        paint_kept(painter, self._staying.under)
        paint_kept(painter, self._moving.under)
        # With square corners: they are many, and to round them takes its time.
        lines: Detail = "batched" if detail == "full" else detail
        paint_elements(painter, "flows", [each for each in self._giving if each.layer == "flows"], lines)
        paint_kept(painter, self._staying.over)
        paint_kept(painter, self._moving.over)
        paint_elements(painter, "pills", [each for each in self._giving if each.layer == "pills"], detail)


def _moved(transform: QTransform, scene: Scene, by: tuple[float, float]) -> QTransform:
    """Return a transform moved on by a way on the map, in whole pixels: what is kept is not painted anew."""
    way, scale = scene.tokens.point(by), transform.m11()
    return transform * QTransform.fromTranslate(round(way.x * scale), round(way.y * scale))
