"""Steps glide to where a tidy-up puts them: drafts on the way, one finished edit at the end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QVariantAnimation
from PySide6.QtWidgets import QApplication, QStyle

from crosslane.editor import Editor
from crosslane.model.diff import Change, Diff
from crosslane.model.map import Map
from crosslane.model.records import Step

DURATION_MS = 400
# Every frame routes all flows anew: with more steps than this, the map changes at once.
MOST_STEPS = 60


class Glide:
    """At most one move at a time; another one, or an edit, ends it at its goal."""

    def __init__(self) -> None:
        """Begin at rest."""
        self._animation: QVariantAnimation | None = None

    def run(self, editor: Editor, diff: Diff, label: str, done: Callable[[], object]) -> None:
        """Move to what a diff says, as one undo step, then call `done`."""
        if not _may_move(diff):
            editor.commit(diff, label)
            done()
            return
        before, ghost = editor.map, _Between(editor)
        self._animation = animation = QVariantAnimation()
        animation.setDuration(DURATION_MS)
        animation.setStartValue(0.0)
        animation.setEndValue(1.0)
        animation.setEasingCurve(QEasingCurve.Type.InOutCubic)
        animation.valueChanged.connect(lambda share: ghost.show(before, diff, float(share)))

        def finish() -> None:
            self._animation = None
            ghost.end()
            # Somebody may have edited meanwhile: then the goal is no longer the map's, and nothing is overwritten.
            if editor.map is before:
                editor.commit(diff, label)
                done()

        animation.finished.connect(finish)
        animation.start()


def _may_move(diff: Diff) -> bool:
    style = QApplication.style()
    moves = style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
    return moves and len(diff) <= MOST_STEPS


class _Between:
    """Shows a map on its way, as a preview."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor

    def show(self, before: Map, diff: Diff, share: float) -> None:
        """Show every step at its share of the way."""
        if self._editor.map is before:
            self._editor.show_ghost({id_: _between(change, share) for id_, change in diff.items()})

    def end(self) -> None:
        """Show the map again as it is."""
        self._editor.show_ghost({})


def _between(change: Change, share: float) -> Change:
    a, b = change.before, change.after
    if not isinstance(a, Step) or not isinstance(b, Step):
        return change
    return Change(a, b.but(x=round(a.x + (b.x - a.x) * share), y=round(a.y + (b.y - a.y) * share)))
