"""Long work a piece at a time: the event loop turns between pieces."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEventLoop, QObject, QTimer
from pytestqt.qtbot import QtBot

from crosslane.turns import Turns, by_the_clock
from crosslane.ui.turns import Soon, in_turns, painted


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


def test_no_two_pieces_share_a_turn(qtbot: QtBot, qapp: object) -> None:
    """Whoever they belong to: each that waits has its piece after those of all others."""
    assert qapp
    owner, seen = QObject(), list[str]()
    between = QTimer(owner, interval=0)
    between.timeout.connect(lambda: seen.append("turn"))

    def work(name: str) -> Turns[None]:
        for _ in range(3):
            seen.append(name)
            yield

    between.start()
    in_turns(owner, work("one"))
    in_turns(owner, work("two"))
    soon = Soon(owner, lambda: seen.append("soon"))
    soon.start()
    qtbot.waitUntil(lambda: seen.count("two") == 3)
    between.stop()
    assert [each for each in seen if each != "turn"] == ["one", "two", "soon", "one", "two", "one", "two"]
    at = [n for n, each in enumerate(seen) if each != "turn"]
    assert all("turn" in seen[a:b] for a, b in pairwise(at))


def test_what_waits_leaves_a_turn_to_what_was_painted(qtbot: QtBot, qapp: object) -> None:
    """And has the next one."""
    assert qapp
    owner, seen = QObject(), list[str]()
    turn = QTimer(owner, interval=0)
    turn.timeout.connect(lambda: seen.append("turn"))
    soon = Soon(owner, lambda: seen.append("soon"))
    soon.start()
    painted()
    turn.start()
    qtbot.waitUntil(lambda: "soon" in seen)
    turn.stop()
    assert seen.index("soon") > 0


def test_something_soon_is_done_once_however_often_it_is_wished(qtbot: QtBot) -> None:
    """When it is begun anew it waits anew, and it may be given up."""
    owner, seen = QObject(), list[str]()
    soon, never = Soon(owner, lambda: seen.append("soon"), 1), Soon(owner, lambda: seen.append("never"))
    for _ in range(3):
        soon.start(0)
    soon.start()
    never.start()
    assert soon.is_active
    assert never.is_active
    never.stop()
    assert not never.is_active
    qtbot.waitUntil(lambda: not soon.is_active)
    qtbot.wait(20)
    assert seen == ["soon"]


def test_an_event_loop_within_a_piece_holds_up_nobody_else(qtbot: QtBot) -> None:
    """A dialog that a piece opens is a window in which work goes on."""
    owner, seen, loop = QObject(), list[str](), QEventLoop()

    def opens() -> None:
        QTimer.singleShot(5000, loop, loop.quit)
        loop.exec()
        seen.append("closed")

    def other() -> None:
        seen.append("other")
        loop.quit()

    first, second = Soon(owner, opens), Soon(owner, other)
    first.start()
    second.start()
    qtbot.waitUntil(lambda: "closed" in seen, timeout=8000)
    assert seen == ["other", "closed"]


def test_what_belongs_to_nobody_any_more_is_dropped(qtbot: QtBot) -> None:
    """A window that was closed has no work left."""
    owner, other, seen = QObject(), QObject(), list[str]()

    def work() -> Turns[None]:
        while True:
            seen.append("piece")
            yield

    in_turns(owner, work())
    qtbot.waitUntil(lambda: len(seen) > 1)
    owner.deleteLater()
    qtbot.wait(10)
    count = len(seen)
    last = Soon(other, lambda: seen.append("last"))
    last.start()
    qtbot.waitUntil(lambda: seen[-1] == "last")
    assert len(seen) == count + 1


def test_pieces_are_done_by_the_clock_and_what_they_come_to_is_returned() -> None:
    """Without time there is one in each turn, with all of it there is one turn; the last piece needs none after it."""

    def work() -> Turns[str]:
        for _ in range(5):
            yield
        return "done"

    found: list[str] = []

    def kept(seconds: float) -> Turns[None]:
        found.append((yield from by_the_clock(work(), seconds)))

    assert len(list(kept(-1.0))) == 5
    assert len(list(kept(1e9))) == 0
    assert found == ["done", "done"]
