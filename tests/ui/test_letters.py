"""What opens over Room view is as legible as the room itself; boxes to tick are seen in light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from crosslane.ui.menus import Menus
from crosslane.ui.shell import MENUS
from crosslane.ui.text import LETTERS
from crosslane.ui.theme import apply_theme, palette_of
from crosslane.ui.window import Window

PAGES = (
    "new",
    "export",
    "palette",
    "agreement",
    "two_sides",
    "decisions",
    "coverage",
    "knowledge",
    "add_lane",
    "what_if",
)


@pytest.fixture
def desk_letters(qapp: QApplication) -> Iterator[None]:
    yield
    apply_theme(qapp, dark=False)


def luminance(color: QColor) -> float:
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in color.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a: QColor, b: QColor) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def smallest(page: QWidget) -> int:
    """Return the pixels of the smallest letters on a page."""
    kinds = (QLabel, QAbstractButton, QLineEdit, QListWidget)
    shown = [made for kind in kinds for made in page.findChildren(kind) if made.isVisible()]
    return min((made.fontInfo().pixelSize() for made in shown), default=0)


def met(window: Window, id_: str, look: Callable[[QWidget], object]) -> None:
    """Do an action that opens a page, and look at it; it is closed."""
    timer = QTimer(interval=50)

    def meet() -> None:
        page = QApplication.activeModalWidget()
        if page is not None:
            timer.stop()
            look(page)
            page.close()

    timer.timeout.connect(meet)
    timer.start()
    window.do(id_)
    timer.stop()


def opened(window: Window, id_: str) -> tuple[int, int]:
    """Return the smallest letters and the width of the page that an action opens."""
    found: list[tuple[int, int]] = []
    met(window, id_, lambda page: found.append((smallest(page), page.width())))
    return found[0]


@pytest.mark.parametrize(("width", "least"), [(1920, 20), (1280, 15)])
@pytest.mark.usefixtures("desk_letters")
def test_pages_over_a_room_have_the_letters_of_a_room(window: Window, width: int, least: int) -> None:
    window.shell.resize(width, 1000)
    window.show_room(True)
    window.editor.select_number(6)
    for id_ in PAGES:
        letters, wide = opened(window, id_)
        assert letters >= least, id_
        assert wide <= width, id_
    window.show_room(False)
    window.editor.select_number(6)
    assert opened(window, "export")[0] <= LETTERS


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
@pytest.mark.usefixtures("desk_letters")
def test_a_box_that_is_not_ticked_is_seen(
    qtbot: QtBot, qapp: QApplication, kind: type[QAbstractButton], dark: bool
) -> None:
    """Its edge has the 3:1 that what is pressed needs."""
    apply_theme(qapp, dark=dark)
    page = QWidget()
    page.setObjectName("page")
    qtbot.addWidget(page)
    box = kind("", page)
    page.resize(40, 40)
    page.show()
    image, ground = page.grab().toImage(), QColor(palette_of(dark).window)
    height = range(box.y() + 1, box.y() + box.height())
    assert max(contrast(image.pixelColor(x, y), ground) for x in range(1, 18) for y in height) >= 3


def test_the_menu_of_a_handoff_lists_what_makes_sense_there(qtbot: QtBot, window: Window) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    menus = Menus(page, QWidget(page), {name: QMenu(page) for name in MENUS}, lambda _: None)
    window.editor.select_number(6)
    of_flow = [each.text() for each in menus.context(window.editor, page).actions()]
    window.editor.select([window.editor.map.steps[0].id])
    of_step = [each.text() for each in menus.context(window.editor, page).actions()]
    assert "Straighten this handoff" in of_flow
    assert not {"Duplicate", "To the lane above", "Pin where it is, or let go", "Append the next step"} & set(of_flow)
    assert {"Duplicate", "To the lane above", "Pin where it is, or let go", "Append the next step"} <= set(of_step)
    assert "Straighten this handoff" not in of_step
