"""The rows of the outline, read from the map when they are asked for: a large map costs no more than what is in view."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPainterPath, QPen, QPixmap

from crosslane.analysis.figures import Figures
from crosslane.analysis.where import describe, step_name
from crosslane.drawing.palette import LIGHT
from crosslane.drawing.pills import wait_words
from crosslane.model.diff import Change, Diff, since
from crosslane.model.map import Map, leaving
from crosslane.model.records import Flow, Lane, Record, Step
from crosslane.model.values import Discipline
from crosslane.ui.text import tip_text

ID = Qt.ItemDataRole.UserRole
SWATCH = 10
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_FIXED = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_EDITABLE = _FIXED | Qt.ItemFlag.ItemIsEditable
# What decides where a row stands.
_ORDER: dict[type[Record], tuple[str, ...]] = {
    Lane: ("order",),
    Step: ("lane", "x", "y"),
    Flow: ("source", "target", "number"),
}


class OutlineRows(QAbstractItemModel):
    """Lanes, the steps in them, the flows out of each; `renamed` is emitted with an id and what was typed."""

    renamed = Signal(str, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._map, self._figures = Map.of(), Figures()
        self._children: dict[str, list[str]] = {}
        self._ids: list[str] = []
        self._numbers: dict[str, int] = {}

    def show_map(self, map_: Map, figures: Figures) -> bool:
        """Take another map; returns whether rows came, went or moved, so that the view has begun anew."""
        if not len(self._map):
            self.beginResetModel()
            self._children, self._map, self._figures = {}, map_, figures
            self.endResetModel()
            return True
        changed = since(self._map, map_)
        # Of more than one nobody asks which they are.
        moved = list(islice((id_ for id_, change in changed.items() if _moves(change)), 2))
        anew = bool(moved) and not self._reorder(map_, figures, moved, changed)
        if anew:
            self.beginResetModel()
            self._children = {}
        self._map, self._figures = map_, figures
        if anew:
            self.endResetModel()
        for id_ in () if anew else changed:
            here = self.index_of(id_)
            if here.isValid():
                self.dataChanged.emit(here, here)
        return anew

    def _reorder(self, map_: Map, figures: Figures, moved: list[str], changed: Diff) -> bool:
        """Take a map over in which one step stands elsewhere in its lane; says whether that is all that is otherwise."""
        before, after = changed[moved[0]]
        if len(moved) > 1 or not (isinstance(before, Step) and isinstance(after, Step) and before.lane == after.lane):
            return False
        lane, rows = self.index_of(after.lane), self._rows(after.lane)
        then = [step.id for step in map_.steps_of(after.lane)]
        start, end = rows.index(after.id), then.index(after.id)
        if start == end:
            return True
        self.beginMoveRows(lane, start, start, lane, end + (end > start))
        self._map, self._figures = map_, figures
        self._children[after.lane] = then
        self.endMoveRows()
        return True

    def index_of(self, id_: str) -> QModelIndex:
        """Return where a record stands; an invalid index when it does not."""
        above = self._above(id_)
        rows = self._rows(above) if above is not None else []
        return self.createIndex(rows.index(id_), 0, self._number(id_)) if id_ in rows else QModelIndex()

    def _above(self, id_: str) -> str | None:
        """Return the record under which one stands, "" for the top; None for one that stands nowhere."""
        record = self._map.get(id_)
        if isinstance(record, Step):
            return record.lane
        if isinstance(record, Flow):
            return record.source
        return "" if isinstance(record, Lane) else None

    def _rows(self, above: str) -> list[str]:
        if above not in self._children:
            record = self._map.get(above)
            found: tuple[Lane | Step | Flow, ...] = ()
            if not above:
                found = self._map.lanes
            elif isinstance(record, Lane):
                found = self._map.steps_of(above)
            elif isinstance(record, Step):
                found = self._map.flows_from(above)
            self._children[above] = [each.id for each in found]
        return self._children[above]

    def _number(self, id_: str) -> int:
        if id_ not in self._numbers:
            self._numbers[id_] = len(self._ids)
            self._ids.append(id_)
        return self._numbers[id_]

    def _id(self, index: Index) -> str:
        return self._ids[index.internalId()] if index.isValid() else ""

    # What Qt asks

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        rows = self._rows(self._id(parent))
        return self.createIndex(row, column, self._number(rows[row])) if 0 <= row < len(rows) else QModelIndex()

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # the stubs have QObject.parent in its place
        above = self._above(self._id(index))
        return self.index_of(above) if above else QModelIndex()

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802  (Qt's name)
        return len(self._rows(self._id(parent)))

    def hasChildren(self, parent: Index = _NOWHERE) -> bool:  # noqa: N802  (Qt's name)
        # Asked of every row of a lane that unfolds, whether it is seen or not.
        id_ = self._id(parent)
        if isinstance(self._map.get(id_), Step):
            return next(leaving(self._map, id_), None) is not None
        return self.rowCount(parent) > 0

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802, ARG002  (Qt's name and signature)
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        id_ = self._id(index)
        record = self._map.get(id_)
        if role == ID:
            return id_
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._words(record)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return describe(self._map, self._figures, id_)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_text(self._words(record))
        if role == Qt.ItemDataRole.FontRole and isinstance(record, Lane):
            font = QFont()
            font.setWeight(font.Weight.DemiBold)
            return font
        if role == Qt.ItemDataRole.DecorationRole and isinstance(record, Lane):
            return swatch(record.discipline)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802  (Qt's name)
        if role != Qt.ItemDataRole.EditRole:
            return False
        self.renamed.emit(self._id(index), str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _FIXED if isinstance(self._map.get(self._id(index)), Flow) else _EDITABLE

    def _words(self, record: Record | None) -> str:
        map_ = self._map
        if isinstance(record, Lane):
            return record.name or "Lane"
        if isinstance(record, Step):
            return step_name(map_, record.id) if record.name else "New step"
        if isinstance(record, Flow):
            number = f"{record.number}  " if map_.is_handoff(record) else ""
            waits = wait_words(record, map_.head.calendar) or "?"
            return f"{number}to {step_name(map_, record.target)}, {waits}"
        return ""


def _moves(change: Change) -> bool:
    """Say whether a change brings, takes or moves a row."""
    before, after = change
    if before is None or after is None:
        return True
    return any(getattr(before, n) != getattr(after, n) for n in _ORDER.get(type(after), ()))


@cache
def swatch(discipline: Discipline) -> QIcon:
    """Return the hue of a lane as a small square; outside is hatched, as on the canvas. The name stands beside it."""
    made = QPixmap(SWATCH * 3, SWATCH * 3)
    made.setDevicePixelRatio(3)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    hue, square = QColor(LIGHT.lanes[discipline]), QRectF(0, 0, SWATCH, SWATCH)
    shape = QPainterPath()
    shape.addRoundedRect(square, 2, 2)
    if discipline == "external":
        painter.setClipPath(shape)
        painter.setPen(QPen(hue, 2))
        for x in range(0, 2 * SWATCH, 4):
            painter.drawLine(QPointF(x, 0), QPointF(x - SWATCH, SWATCH))
    else:
        painter.fillPath(shape, hue)
    painter.end()
    return QIcon(made)
