"""Take the stills of the first example that the first start begins with; needed after a change of the drawing.

python packaging/make_stills.py
"""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from pathlib import Path

from PySide6.QtWidgets import QApplication

from crosslane.desk import Desk
from crosslane.first_picture import example_state, shipped_still
from crosslane.main import open_window
from crosslane.ui.look import Look
from crosslane.ui.shell import Shell
from crosslane.ui.still import Still, write_still
from crosslane.ui.still_keeper import take_still
from crosslane.ui.theme import apply_theme


def first_still(application: QApplication, home: Path, *, dark: bool) -> Still:
    """Return the still of a first start."""
    os.environ["CROSSLANE_HOME"] = str(home)
    apply_theme(application, dark=dark)
    shell = Shell()
    shell.show()
    application.processEvents()
    window = open_window(application, shell, Desk(home / "library.db"), None, Look(dark=dark))
    for _ in range(5):
        application.processEvents()
    still = take_still(window, example_state())
    shell.close()
    return still


def main() -> None:
    """Write both."""
    application = QApplication([])
    for dark in (False, True):
        with tempfile.TemporaryDirectory() as home:
            still = first_still(application, Path(home), dark=dark)
        shipped_still(dark).parent.mkdir(exist_ok=True)
        write_still(shipped_still(dark), still)
        print(shipped_still(dark), still.head.canvas, len(still.canvas) + len(still.strip))


if __name__ == "__main__":
    main()
