"""The pages that open over the window, each bound to its action."""

from __future__ import annotations

from crosslane.ui.agreement import bind_agreement
from crosslane.ui.coverage import bind_coverage
from crosslane.ui.decisions import bind_decisions
from crosslane.ui.knowledge import bind_knowledge
from crosslane.ui.sides import bind_sides
from crosslane.ui.views import bind_views
from crosslane.ui.window import Window


def bind_pages(window: Window) -> None:
    """Give the window the actions that open its pages."""
    for bind in (
        bind_agreement,
        bind_coverage,
        bind_decisions,
        bind_knowledge,
        bind_sides,
        bind_views,
    ):
        bind(window)
