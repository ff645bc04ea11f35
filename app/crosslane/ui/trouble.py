"""What goes wrong inside: written to a log, and said in one sentence."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from types import TracebackType

from crosslane.ui.window import Window

_LOG = "crosslane.log"


def log_to(folder: Path, window: Window) -> None:
    """Write what goes wrong inside to a file in the state folder, and say one sentence; never a traceback on screen."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        logging.basicConfig(filename=folder / _LOG, level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    except OSError:
        logging.basicConfig(level=logging.CRITICAL)

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        logging.getLogger("crosslane").error("unexpected", exc_info=(kind, error, trace))
        window.say(
            "Something went wrong inside. Your map is saved; Help, Open the log folder shows what happened.",
            problem=True,
        )

    sys.excepthook = hook
