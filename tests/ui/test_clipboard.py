"""What is copied outlives the window as far as the system lets it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from crosslane.ui.clipboard import leave_clipboard


@pytest.fixture(autouse=True)
def clean(qapp: QApplication) -> Iterator[None]:
    """Leave nothing of Python's on the clipboard when Qt ends."""
    yield
    qapp.clipboard().clear()


def put(words: str, image: QImage | None = None) -> None:
    """Copy something as the window does."""
    data = QMimeData()
    data.setData("application/x-crosslane", QByteArray(b"{}"))
    if words:
        data.setText(words)
    if image is not None:
        data.setImageData(image)
    QGuiApplication.clipboard().setMimeData(data)


def test_words_stay() -> None:
    """Copied steps are left as their words."""
    put("Build the model")
    leave_clipboard(ours=True)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "Build the model"
    assert not data.hasFormat("application/x-crosslane")


def test_a_picture_stays_a_picture() -> None:
    """A copied picture can still be pasted."""
    image = QImage(8, 4, QImage.Format.Format_RGB32)
    image.fill(QColor("#112233"))
    put("The data loop", image)
    leave_clipboard(ours=True)
    assert QGuiApplication.clipboard().image().size() == image.size()


def test_without_words_nothing_stays() -> None:
    """What nobody else could read is taken away."""
    put("")
    leave_clipboard(ours=True)
    data = QGuiApplication.clipboard().mimeData()
    assert data is None or not data.formats()


def test_what_others_copied_is_let_be() -> None:
    """Only our own data is changed."""
    put("Theirs")
    leave_clipboard(ours=False)
    assert QGuiApplication.clipboard().mimeData().hasFormat("application/x-crosslane")
