"""Take the two pictures of the README: the editing window and Room view, both on the first example.

python packaging/make_pictures.py
"""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from crosslane.desk import Desk
from crosslane.main import open_window
from crosslane.settings import resource
from crosslane.ui.first_run import FirstRun
from crosslane.ui.shell import Shell
from crosslane.ui.theme import apply_theme
from crosslane.ui.window import Window

SIZE = (1600, 900)
# The third panel.
WHAT_TO_TRY = 2


def window_on_the_example(application: QApplication, home: Path) -> Window:
    """Return a furnished window as after the first start, with the costliest handoff selected."""
    os.environ["CROSSLANE_HOME"] = str(home)
    apply_theme(application, dark=False)
    shell = Shell()
    shell.resize(*SIZE)
    shell.show()
    desk = Desk(home / "library.db")
    window = open_window(application, shell, desk, None)
    while desk.library is None:
        QTest.qWait(50)
    QTest.qWait(500)
    for card in shell.findChildren(FirstRun):
        card.findChildren(QPushButton)[-1].click()
    costliest = window.editor.figures.where_time_goes.time[0].on
    window.editor.select([costliest])
    shell.tabs.setCurrentIndex(WHAT_TO_TRY)
    QTest.qWait(500)
    return window


def save(window: Window, name: str) -> None:
    """Write what the window shows, as small as can be without loss."""
    path = resource("docs", name)
    window.shell.grab().toImage().convertToFormat(QImage.Format.Format_RGB888).save(str(path), "PNG", 0)
    print(path, path.stat().st_size)


def main() -> None:
    """Take both."""
    application = QApplication([])
    with tempfile.TemporaryDirectory() as home:
        window = window_on_the_example(application, Path(home))
        save(window, "editing.png")
        window.do("room")
        QTest.qWait(500)
        save(window, "room.png")
        window.shell.close()


if __name__ == "__main__":
    main()
