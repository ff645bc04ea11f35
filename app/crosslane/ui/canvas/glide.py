"""Steps glide to where a tidy-up puts them: drafts on the way, one finished edit at the end.

On the way no flow is looked for: up to the middle the old ones follow their cards, from there on the new ones come to them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEasingCurve, QTimer, QVariantAnimation
from PySide6.QtWidgets import QApplication, QStyle

from crosslane.editor import Editor
from crosslane.geometry import Rect
from crosslane.model.diff import Change, Diff
from crosslane.model.plan import lane_bands
from crosslane.model.records import Lane, Step
from crosslane.routing.bending import stretched
from crosslane.routing.of_map import cards_of
from crosslane.routing.routes import Route

Routes = Mapping[str, Route]
DURATION_MS = 400
# Every frame draws all that moves: with more steps and flows than this, the map changes at once.
MOST = 120


class Glide:
    """At most one move at a time; another one, or an edit, ends it at its goal."""

    def __init__(self) -> None:
        """Begin at rest."""
        self._animation: QVariantAnimation | None = None

    def run(
        self,
        editor: Editor,
        diff: Diff,
        routes: Routes,
        label: str,
        done: Callable[[], object],
        left: Callable[[], object],
    ) -> None:
        """Move to what a diff says, as one undo step, then call `done`; or `left`, when an edit came between.

        `routes` are the ways of all flows as they will be.
        """
        if not _may_move(diff):
            editor.commit(diff, label, laid=routes)
            # So much has taken its turn.
            QTimer.singleShot(0, done)
            return
        before, ghost = editor.map, Between(editor, diff, routes)
        self._animation = animation = QVariantAnimation()
        animation.setDuration(DURATION_MS)
        animation.setStartValue(0.0)
        animation.setEndValue(1.0)
        animation.setEasingCurve(QEasingCurve.Type.InOutCubic)
        animation.valueChanged.connect(lambda share: ghost.show(float(share)))

        def finish() -> None:
            self._animation = None
            # Somebody may have edited meanwhile: then the goal is no longer the map's, and nothing is overwritten.
            if editor.map is before:
                editor.commit(diff, label, laid=routes)
                done()
            else:
                editor.show_ghost({})
                left()

        animation.finished.connect(finish)
        animation.start()


def _may_move(diff: Diff) -> bool:
    style = QApplication.style()
    moves = style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
    return moves and len(diff) <= MOST


class Between:
    """Shows a map on its way, as a preview."""

    def __init__(self, editor: Editor, diff: Diff, routes: Routes) -> None:
        """Look once where everything lies, and lies in the end."""
        self._editor, self._before, self._diff = editor, editor.map, diff
        after = editor.map.apply(diff)
        self._cards = cards_of(editor.map), cards_of(after)
        self._routes = editor.routes, routes
        bands = lane_bands(editor.map), lane_bands(after)
        self._lanes = {
            lane.id: (lane, bands[0][lane.id].height, bands[1][lane.id].height)
            for lane in after.lanes
            if lane.id in bands[0] and bands[0][lane.id] != bands[1][lane.id]
        }

    def show(self, share: float) -> None:
        """Show every step at its share of the way."""
        if self._editor.map is not self._before:
            return
        diff = {id_: _between(change, share) for id_, change in self._diff.items()}
        # Never lower than its steps on their way need it, because the highest of them goes no straighter than its lane.
        diff |= {id_: _grown(*lane, share) for id_, lane in self._lanes.items()}
        now, side = self._before.apply(diff), int(share >= 0.5)
        cards, there, routes = cards_of(now), self._cards[side], self._routes[side]
        ways: dict[str, Route] = {}
        for flow in now.drawn_flows:
            if (route := routes.get(flow.id)) is not None:
                by = (_way(there[id_], cards[id_]) for id_ in (flow.source, flow.target))
                ways[flow.id] = stretched(route, *by)
        self._editor.show_ghost(diff, (now, ways))


def _way(a: Rect, b: Rect) -> tuple[float, float]:
    return b.x - a.x, b.y - a.y


def _grown(lane: Lane, before: float, after: float, share: float) -> Change:
    return Change(lane, lane.but(height=round(before + (after - before) * share)))


def _between(change: Change, share: float) -> Change:
    a, b = change.before, change.after
    if not isinstance(a, Step) or not isinstance(b, Step):
        return change
    return Change(a, b.but(x=round(a.x + (b.x - a.x) * share), y=round(a.y + (b.y - a.y) * share)))
