"""Icons of one line style, drawn in the colour of the text beside them."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QPushButton, QWidget

from crosslane.settings import resource

SIZE = 18
_RATIO = 3


def icon(name: str, color: str) -> QIcon:
    """Return a shipped icon in a colour; sharp up to three times its size."""
    return QIcon(QPixmap.fromImage(_drawn(name, color)))


def paint_icons(bar: QWidget, color: str) -> None:
    """Give the buttons of a bar that name an icon their icons, in the colour of their words."""
    for made in bar.findChildren(QPushButton):
        name = made.property("icon_name")
        if name:
            made.setIcon(icon(name, color))


# Images, not pixmaps: what is remembered here outlives the application, and a pixmap must not.
@lru_cache(maxsize=128)
def _drawn(name: str, color: str) -> QImage:
    source = resource("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", color)
    renderer = QSvgRenderer(QByteArray(source.encode()))
    image = QImage(SIZE * _RATIO, SIZE * _RATIO, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, SIZE * _RATIO, SIZE * _RATIO))
    painter.end()
    return image
