"""What is around the canvas: the top bar, the outline and its folding, the details of what is selected."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QPushButton, QTreeView, QWidget

from crosslane.ui.shell import NARROW
from crosslane.ui.window import Window


def tree_of(window: Window) -> QTreeView:
    found = window.shell.left.findChild(QTreeView)
    assert isinstance(found, QTreeView)
    return found


def shown(tree: QTreeView) -> list[str]:
    """The rows of the outline that are to be seen, in order."""
    rows, index = [], tree.model().index(0, 0)
    while index.isValid():
        rows.append(str(index.data()))
        index = tree.indexBelow(index)
    return rows


@pytest.mark.parametrize("width", [1024, 1280, 1500, 2560])
def test_the_top_bar_is_one_row_at_any_width(qapp: QApplication, window: Window, width: int) -> None:
    """Menus, title and buttons stand beside each other, none of them cut off or on another."""
    window.shell.resize(width, 700)
    qapp.processEvents()
    assert window.shell.width() == width
    top = window.shell.top
    parts = [w for w in top.findChildren(QWidget) if w.parent() is top and w.isVisible()]
    parts.sort(key=lambda part: part.x())
    for left, right in pairwise(parts):
        stacked = {left, right} == {window.shell.title, window.shell.badge}
        assert stacked or left.geometry().right() <= right.x(), (left, right)
    for made in top.findChildren(QPushButton):
        assert not made.text() or made.width() >= made.sizeHint().width(), made.text()
    assert window.shell.menu.width() >= window.shell.menu.sizeHint().width()
    assert top.height() <= 56


def test_the_outline_walks_through_everything(window: Window) -> None:
    """Lanes and steps at a glance; the flows of a step unfold when it is reached, and the arrow keys go on to them."""
    tree = tree_of(window)
    assert "Build the model" in shown(tree)
    assert not any("to Predict" in row for row in shown(tree))
    seen: set[str] = set()
    tree.setFocus()
    tree.setCurrentIndex(QModelIndex())
    for _ in range(60):
        QTest.keyClick(tree, Qt.Key.Key_Down)
        seen.update(window.editor.selection)
    everything = {record.id for kind in ("lanes", "steps", "flows") for record in getattr(window.editor.map, kind)}
    assert seen == everything


def test_a_narrow_window_folds_the_outline(qapp: QApplication, window: Window) -> None:
    """The canvas needs the room more; it comes back in a wide window, and at once when somebody asks for it."""
    shell = window.shell
    assert shell.left.isVisible()
    shell.resize(NARROW - 100, 800)
    qapp.processEvents()
    assert not shell.left.isVisible()
    assert shell.tabs.isVisible()
    window.do("outline")
    assert shell.left.isVisible()
    assert tree_of(window).hasFocus()
    window.do("outline")
    assert not shell.left.isVisible()
    shell.resize(1500, 800)
    qapp.processEvents()
    assert not shell.left.isVisible(), "what somebody chose stays"
    window.do("outline")
    assert shell.left.width() > 150


def test_columns_are_remembered_with_a_folded_outline(qapp: QApplication, window: Window) -> None:
    """A folded outline counts as wide as it was."""
    shell = window.shell
    shell.columns.setSizes([210, 900, 390])
    qapp.processEvents()
    before = shell.column_sizes()
    window.do("outline")
    qapp.processEvents()
    assert shell.column_sizes()[0] == before[0]


def test_a_handoff_may_wait_for_several_things(window: Window) -> None:
    """In people's words; each answer is one click and one undo step."""
    window.shell.tabs.setCurrentIndex(0)
    window.editor.select(["f6"])
    details = window.shell.tabs.widget(0)
    assert details is not None
    boxes = {box.text(): box for box in details.findChildren(QCheckBox)}
    assert list(boxes) == [
        "a free person",
        "the next date",
        "somebody's yes",
        "something missing",
        "nobody noticed",
        "a machine",
    ]
    boxes["the next date"].click()
    assert window.editor.map.flow("f6").waits_for == ("person", "date")
    window.do("undo")
    assert window.editor.map.flow("f6").waits_for == ("person",)
    assert not boxes["the next date"].isChecked()


def test_choices_are_said_in_words(window: Window) -> None:
    """No word of the file reaches the screen where people have a better one."""
    window.shell.tabs.setCurrentIndex(0)
    window.editor.select(["f6"])
    details = window.shell.tabs.widget(0)
    assert details is not None
    goes_by = next(box for box in details.findChildren(QComboBox) if box.accessibleName() == "Goes by")
    words = [goes_by.itemText(at) for at in range(goes_by.count())]
    assert words[0] == "not known"
    assert "pull request" in words
    assert not any("git-pr" in each or "file-drop" in each for each in words)


def test_tab_goes_through_a_panel_from_top_to_bottom(window: Window) -> None:
    """From the tabs into the panel that is shown, and on to the scribe line; never into the canvas, where Tab walks."""
    window.editor.select(["f6"])
    window.shell.tabs.setCurrentIndex(0)
    window.shell.activateWindow()
    window.shell.tabs.tabBar().setFocus()
    names = []
    for _ in range(40):
        window.shell.focusNextPrevChild(True)
        now = window.shell.focusWidget()
        assert now is not None
        assert now is not window.canvas
        names.append(now.accessibleName())
        if now is window.scribe.line:
            break
    fields = ["Wait", "Usable as it arrives", "Carries", "Goes by", "What people said, one a line"]
    assert [name for name in names if name in fields] == fields
    assert names[-1] == "Scribe line"
    assert window.editor.selection == ("f6",)
    window.shell.focusNextPrevChild(False)
    last = window.shell.focusWidget()
    assert last is not None
    assert last.accessibleName() == names[-2]
