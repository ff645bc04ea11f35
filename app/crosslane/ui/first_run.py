"""The first start: only the canvas, the strip and one card with three things to try, none required."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QTimer
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from crosslane.drawing.picture import Layer
from crosslane.editor import Topic
from crosslane.geometry import Rect
from crosslane.ui.canvas.breath import Breath
from crosslane.ui.text import button, plain_label
from crosslane.ui.window import Window

HEADING = "This is how data travels through four teams, and where it waits."
LINES = (
    "Example: all numbers are invented.",
    "1   Click the thick red line: see what it adds and what could be tried.",
    "2   Press / and type  Ops: Predict on new data > Dev: Show the prediction | wait 2d : the bar below shrinks.",
    "3   Your own map:",
)
# The card's widths to choose from, in pixels, best first.
WIDTHS = (520, 420, 340)
GAP, STEP, CLEAR = 12, 20, 6
_THINGS: tuple[Layer, ...] = ("cards", "pills", "headers")
SHORT_WORKSHOP = (
    "A workshop in ten minutes: 1. Press Ctrl+N and name what you follow. 2. Ask where it ends, and type it: Dev: Show it. "
    "3. Ask who hands it to them: press / and type < Ops: Deploy. 4. Go back to the start like this. "
    "5. Ask how long each handoff waits: type 1 2d. 6. Look at the thickest line, and take one practice on."
)


class FirstRun(QFrame):
    """One card; it goes away by itself with the first edit, or by its buttons."""

    def __init__(self, parent: QWidget, leave: Callable[[str], object]) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(HEADING)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(6)
        box.addWidget(plain_label(HEADING, "heading"))
        for line in LINES:
            box.addWidget(plain_label(line))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.addWidget(button("Start ours", lambda: leave("new"), "primary"))
        self._row.addWidget(button("Show me a workshop in 10 minutes", lambda: leave("workshop")))
        self._row.addWidget(button("Just let me look", lambda: leave(""), "flat"))
        box.addLayout(self._row)
        self.raise_()
        self.hide()

    def widen(self, width: int) -> None:
        """Be so wide, and as high as that needs; a narrow card has its buttons below each other."""
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.LeftToRight if width >= WIDTHS[0] else ways.TopToBottom)
        self.setFixedWidth(width)
        self.setFixedHeight(self.heightForWidth(width))


class Welcome:
    """Shows the card, and the panels as soon as there is something in them to look at."""

    def __init__(self, window: Window) -> None:
        """Hide what is not needed yet."""
        self._window = window
        self.card = FirstRun(window.canvas, self._leave)
        self._forget = window.editor.subscribe(self._on_topic)
        window.show_panels(False)
        self._heights: dict[int, int] = {}
        self._rest = QTimer(self.card, singleShot=True, interval=60)
        self._rest.timeout.connect(self._place)
        window.canvas.moved.connect(self._rest.start)
        window.furnish([self])
        # Not seen before it has its place.
        self._done, self._waits, self._aside = False, True, False
        self._rest.start()

    def show_editor(self, _: object) -> None:
        """Another map is opened: the welcome is over."""
        self._end()

    def _place(self) -> None:
        """Stand where the card covers least of the map, the lower the better."""
        if self._done:
            return
        if self._window.in_room:
            # It speaks to who works here, not to a room.
            self._aside |= self.card.isVisible()
            self.card.hide()
            return
        places = [place for width in WIDTHS for place in self._places(width)]
        width, x, y = min(places, key=lambda at: (self._covered(*at), -at[0], -at[2]))
        card = self.card
        self.card.widen(width)
        card.move(x, y)
        if self._aside:
            self._aside = False
            card.show()
        if self._waits:
            self._waits = False
            card.show()
            self._breathe()

    def _places(self, width: int) -> list[tuple[int, int, int]]:
        """Return where a card of this width would fit, as (width, x, y)."""
        canvas, card = self._window.canvas, self.card
        self.card.widen(width)
        xs = range(GAP, max(GAP + 1, canvas.width() - card.width() - GAP), STEP)
        ys = range(GAP, max(GAP + 1, canvas.height() - card.height() - GAP), STEP)
        self._heights[width] = card.height()
        return [(width, x, y) for x in xs for y in ys]

    def _breathe(self) -> None:
        """Say once where to look: at the handoff that adds most."""
        editor = self._window.editor
        handoffs = (place.on for place in editor.figures.where_time_goes.time if place.kind == "flow")
        costliest = next(handoffs, None)
        if costliest is not None:
            Breath(self._window.canvas, costliest, self._window.canvas.palette_.focus)

    def _covered(self, width: int, x: int, y: int) -> int:
        """Return how much of the map lies under a card so wide there; what is costly counts more."""
        canvas, around = self._window.canvas, QRect(x, y, width, self._heights[width])
        under = canvas.mapToScene(around.adjusted(-CLEAR, -CLEAR, CLEAR, CLEAR))
        found = under.boundingRect()
        area = Rect(found.x(), found.y(), found.width(), found.height())
        picture, heat = canvas.picture, self._window.editor.heat
        things = sum(
            4 + (6 * heat.get(found.id, 0) if layer == "pills" else 0)
            for layer in _THINGS
            for found in picture.within(layer, area)
        )
        lines = 0
        for flow in picture.within("flows", area):
            pieces = zip(flow.path, flow.path[1:], strict=False)
            lines += (1 + 3 * heat.get(flow.id, 0)) * any(Rect.spanning(a, b).intersects(area) for a, b in pieces)
        return things + lines

    def _on_topic(self, topic: Topic) -> None:
        if topic == "selection" and self._window.editor.selection:
            self._waits = self._aside = False
            self.card.hide()
            self._window.show_panels(True)
        elif topic == "map":
            self._end()

    def _leave(self, then: str) -> None:
        self._end()
        if then:
            self._window.do(then)

    def _end(self) -> None:
        if not self._done:
            self._done = True
            self._forget()
            self.card.hide()
            self.card.deleteLater()
            self._window.show_panels(True)
