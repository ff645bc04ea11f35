"""Long work a piece at a time: the event loop turns between pieces."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from crosslane.turns import Turns
from crosslane.ui.turns import in_turns


def test_others_have_their_turn_between_two_pieces(qtbot: QtBot, qapp: object) -> None:
    """What waits for its turn never waits for more than one piece."""
    assert qapp
    owner, seen = QObject(), list[str]()
    other = QTimer(owner, interval=0)
    other.timeout.connect(lambda: seen.append("other"))

    def work() -> Turns[None]:
        for _ in range(3):
            seen.append("piece")
            yield

    other.start()
    in_turns(owner, work())
    assert seen == []
    qtbot.waitUntil(lambda: seen.count("piece") == 3)
    other.stop()
    at = [n for n, each in enumerate(seen) if each == "piece"]
    assert all("other" in seen[a:b] for a, b in pairwise(at))


def test_work_that_fails_says_so_once(qtbot: QtBot) -> None:
    """And is not begun again."""
    owner, begun = QObject(), list[int]()

    def work() -> Turns[None]:
        begun.append(1)
        yield
        raise ValueError("no")

    with qtbot.captureExceptions() as raised:
        in_turns(owner, work())
        qtbot.waitUntil(lambda: bool(raised))
        qtbot.wait(20)
    assert [str(error) for _, error, _ in raised] == ["no"]
    assert begun == [1]
