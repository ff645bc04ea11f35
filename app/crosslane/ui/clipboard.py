"""What is left on the clipboard when the program ends."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication, QImage


def is_clipboard_ours() -> bool:
    """Say whether what is on the clipboard came from here; without a window system nobody else can have put it there."""
    return QGuiApplication.platformName() == "offscreen" or QGuiApplication.clipboard().ownsClipboard()


def leave_clipboard(*, ours: bool) -> None:
    """Leave the picture or the words of what was copied, as data that Qt alone owns; what is not `ours` is let be.

    On X11 a clipboard manager, where one runs, asks for it when the program ends. Data that Python made is freed by
    then, so it must not be what is asked for.
    """
    if not ours:
        return
    clipboard = QGuiApplication.clipboard()
    image, words = QImage(clipboard.image()), clipboard.text()
    if not image.isNull():
        clipboard.setImage(image)
    elif words:
        clipboard.setText(words)
    else:
        clipboard.clear()
