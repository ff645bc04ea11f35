"""Tidy-up as people meet it: offered as a ghost, taken in one step, left without a trace."""

from __future__ import annotations

import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crosslane.desk import Desk
from crosslane.editor import Editor
from crosslane.exchange.templates import template
from crosslane.layout.proposal import Proposal, proposed
from crosslane.layout.tidy import tidied_map
from crosslane.main import open_window
from crosslane.model import edits
from crosslane.model.diff import puts
from crosslane.model.plan import lane_bands
from crosslane.model.records import Flow, Step
from crosslane.routing.of_map import cards_of, route_map
from crosslane.ui.canvas.fitting import on_picture
from crosslane.ui.canvas.glide import Between
from crosslane.ui.shell import Shell
from crosslane.ui.tidying import BETTER, BUSY, DONE, FIRST, STOPPED, Tidying
from crosslane.ui.window import Window


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    """A window on a map of one's own that is a heap: the example with every step at the left."""
    # However busy the machine is, the first question is the one that is waited for.
    monkeypatch.setattr("crosslane.ui.tidying.LONG_MS", 10**6)
    desk = Desk(tmp_path / "library.db")
    shell = Shell()
    qtbot.addWidget(shell)
    made = open_window(qapp, shell, desk, None)
    shell.show()
    qtbot.waitUntil(lambda: made.findChild(Tidying) is not None, timeout=60_000)
    heap = template("churn-model")
    heap = heap.apply(edits.arrange.place_steps(heap, {step.id: (40, 32) for step in heap.steps}))
    desk.start(heap)
    yield made
    made.errands.close()
    made.patient_errands.close()
    tidying_of(made)._errands.close()
    desk.close()


def tidying_of(window: Window) -> Tidying:
    found = window.findChild(Tidying)
    assert isinstance(found, Tidying)
    return found


def places(window: Window) -> dict[str, tuple[float, float]]:
    """Return where the steps lie."""
    return {step.id: (step.x, step.y) for step in window.editor.map.steps}


def offered(qtbot: QtBot, window: Window) -> str:
    """Ask for a tidy-up and return what is said with its preview."""
    window.do("tidy")
    # What takes long offers to stop it first.
    qtbot.waitUntil(lambda: window.message.asks and window.message.label.text() != BUSY, timeout=60_000)
    return window.message.label.text()


def test_a_heap_is_offered_tidied_and_taken_with_enter(qtbot: QtBot, window: Window) -> None:
    """The numbers before and after, a ghost, then one step that undo takes back."""
    before = places(window)
    assert "Crossings" in offered(qtbot, window)
    assert window.editor.ghost
    assert places(window) == before
    QTest.keyClick(window.message, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.message.label.text() == DONE, timeout=60_000)
    assert places(window) != before
    window.editor.undo()
    assert places(window) == before


def test_on_the_way_flows_follow_their_cards_and_no_way_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A move begins with the ways of before and ends with those of the goal; half way every flow ends at its cards."""
    heap = template("churn-model")
    heap = heap.apply(edits.arrange.place_steps(heap, {step.id: (40, 32) for step in heap.steps}))
    editor, diff = Editor(heap), tidied_map(heap)
    goal, old = route_map(heap.apply(diff)), dict(editor.routes)
    between = Between(editor, diff, goal)
    monkeypatch.setattr("crosslane.editor.route_map", lambda _: pytest.fail("no time for that in a frame"))
    between.show(0.0)
    assert {id_: route.points for id_, route in editor.ghost_routes.items()} == {i: r.points for i, r in old.items()}
    for share in (0.3, 0.5, 0.8):
        between.show(share)
        shown = heap.apply(editor.ghost)
        cards = cards_of(shown)
        for flow in shown.drawn_flows:
            points = editor.ghost_routes[flow.id].points
            for end, step in ((points[0], flow.source), (points[-1], flow.target)):
                assert cards[step].grown(1.5).contains(end)
    between.show(1.0)
    assert {id_: route.points for id_, route in editor.ghost_routes.items()} == {i: r.points for i, r in goal.items()}


def test_the_view_stays_while_steps_move(qtbot: QtBot, window: Window) -> None:
    """A heap may reach beyond a view that shows it tidied: scroll bars come and go, and nothing is fitted for them."""
    canvas, steps = window.canvas, window.editor.map.steps
    spread = {step.id: (40 + 60 * at, 32 + at % 2 * 50) for at, step in enumerate(steps)}
    window.editor.run("Spread", edits.arrange.place_steps, spread)
    window.shell.resize(1440, 820)
    offered(qtbot, window)
    seen: list[float] = [canvas.zoom]
    bar = canvas.horizontalScrollBar()
    reached: list[bool] = []
    window.editor.subscribe(lambda topic: seen.append(canvas.zoom) if topic == "ghost" else None)
    bar.rangeChanged.connect(lambda _, most: reached.append(most > 0))
    QTest.keyClick(window.message, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.editor.ghost, timeout=60_000)
    assert any(reached)
    assert len(seen) > 2
    assert set(seen) == {seen[0]}


def test_a_view_of_ones_own_stays(qtbot: QtBot, window: Window) -> None:
    """Who looks at a part looks at it afterwards too, at the same scale."""
    window.do("zoom_in")
    zoom = window.canvas.zoom
    offered(qtbot, window)
    QTest.keyClick(window.message, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.message.label.text() == DONE, timeout=60_000)
    qtbot.wait(50)
    assert window.canvas.zoom == zoom


def test_what_was_shown_is_what_is_there_afterwards_and_no_way_is_looked_for(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The helper process laid all flows for the preview."""
    offered(qtbot, window)
    shown, map_ = dict(window.editor.ghost_routes), window.editor.previewed
    monkeypatch.setattr("crosslane.routing.live.route_all", lambda *_: pytest.fail("they are known"))
    QTest.keyClick(window.message, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.message.label.text() == DONE, timeout=60_000)
    assert window.editor.is_settled
    assert window.editor.routes == shown == route_map(window.editor.map)
    assert window.editor.map == map_


def test_lanes_move_along_with_their_steps() -> None:
    """Neither a wish of a lane nor its content makes it jump at the first or the last frame."""
    heap = template("churn-model")
    lane = heap.lanes[1].id
    heap = heap.apply(edits.arrange.place_steps(heap, {step.id: (40, 400) for step in heap.steps_of(lane)}))
    tidied = heap.apply(tidied_map(heap))
    goal = puts(heap, [*tidied.steps, tidied.lane(lane).but(height=300)])
    before, after = lane_bands(heap), lane_bands(heap.apply(goal))
    assert before[lane].height > after[lane].height
    editor = Editor(heap)
    between = Between(editor, goal, route_map(heap.apply(goal)))
    for share in (0.0, 0.25, 0.5, 1.0):
        between.show(share)
        shown = lane_bands(heap.apply(editor.ghost))
        for id_, band in shown.items():
            assert band.height == pytest.approx(before[id_].height * (1 - share) + after[id_].height * share, abs=1)


def test_esc_leaves_it_as_it_is(qtbot: QtBot, window: Window) -> None:
    """No ghost remains, and nothing to undo."""
    before = places(window)
    offered(qtbot, window)
    QTest.keyClick(window.message, Qt.Key.Key_Escape)
    assert window.editor.ghost == {}
    assert places(window) == before


def test_an_edit_ends_the_preview(qtbot: QtBot, window: Window) -> None:
    """The proposal was for another map: it goes, the edit stays."""
    offered(qtbot, window)
    step = window.editor.map.steps[0]
    window.editor.rename(step.id, "Another name")
    assert window.editor.ghost == {}
    assert not window.message.asks


def test_the_room_sees_no_numbers(qtbot: QtBot, window: Window) -> None:
    """In Room view the preview speaks for itself."""
    window.show_room(True)
    assert offered(qtbot, window) == "This is how it would look."
    window.show_room(False)


def test_folding_is_offered_where_the_drawing_is_long(qtbot: QtBot, window: Window) -> None:
    """Three times as wide as high, it is read in parts on any screen; the example is not."""
    offered(qtbot, window)
    assert [button.text() for button in window.message._buttons] == ["Tidy up", "Leave it as it is"]
    QTest.keyClick(window.message, Qt.Key.Key_Escape)
    lane = window.editor.map.lanes[0].id
    steps = [Step(id=f"z{i}", lane=lane, name=f"z{i}", x=300, y=32) for i in range(30)]
    flows = [Flow(id=f"zf{i}", source=f"z{i}", target=f"z{i + 1}") for i in range(29)]
    window.editor.commit(puts(window.editor.map, [*steps, *flows]), "Grow")
    offered(qtbot, window)
    fold = window.message._buttons[1]
    assert fold.text() == "Fold it to a page"
    fold.click()
    qtbot.waitUntil(lambda: len(window.message._buttons) == 2, timeout=60_000)
    fields = {r.id: r for _, r in window.editor.ghost.values() if isinstance(r, Step)}
    assert max(step.x for step in fields.values()) < 30 * 208 / 2


def test_a_long_process_is_folded_to_the_shape_of_a_page(qtbot: QtBot, window: Window) -> None:
    """Asked for, a strip becomes a page; that is one step to undo."""
    map_ = window.editor.map
    for i in range(14):
        window.editor.commit(
            puts(window.editor.map, [Step(id=f"more{i}", lane=map_.lanes[0].id, name=f"More {i}")]), "Add"
        )
        flow = Flow(
            id=f"f-more{i}", number=70 + i, source=map_.steps[0].id if i == 0 else f"more{i - 1}", target=f"more{i}"
        )
        window.editor.commit(puts(window.editor.map, [flow]), "Add")
    window.do("fold")
    qtbot.waitUntil(lambda: window.message.asks and window.message.label.text() != BUSY, timeout=60_000)
    QTest.keyClick(window.message, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.message.label.text() == DONE, timeout=60_000)
    map_ = window.editor.map
    # Fourteen steps more in a row would be some three thousand units wide.
    assert max(card.right for card in cards_of(map_).values()) < 2500


def test_what_is_tidy_is_left_alone(qtbot: QtBot, window: Window) -> None:
    """Asked again right after, it says so instead of moving things about."""
    offered(qtbot, window)
    QTest.keyClick(window.message, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.message.label.text() == DONE, timeout=60_000)
    window.do("tidy")
    qtbot.waitUntil(lambda: "tidy already" in window.message.label.text() or bool(window.editor.ghost), timeout=60_000)
    assert "tidy already" in window.message.label.text()


def test_the_whole_preview_is_in_view(qtbot: QtBot, window: Window) -> None:
    """What is proposed may be higher than what is; after Esc the view is as it was."""
    before = window.canvas.seen
    offered(qtbot, window)
    canvas = window.canvas
    assert canvas.seen.grown(1).encloses(on_picture(canvas._aim._extent(), canvas.tokens))
    QTest.keyClick(window.message, Qt.Key.Key_Escape)
    assert (canvas.seen.w, canvas.seen.h) == (before.w, before.h)


def test_a_layout_that_takes_long_can_be_stopped(qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    """The way out stands beside the sentence as long as the answer is on its way; then everything is where it was."""
    monkeypatch.setattr("crosslane.ui.tidying.LONG_MS", 0)
    # An answer that never comes.
    monkeypatch.setattr(tidying_of(window)._mirror, "ask", lambda *_, **__: None)
    before = places(window)
    window.do("tidy")
    qtbot.waitUntil(lambda: window.message.asks)
    assert window.message.label.text() == BUSY
    window.do("escape")
    assert window.message.label.text() == STOPPED
    assert not tidying_of(window).waits
    assert places(window) == before


def test_a_question_that_goes_unanswered_leaves_the_keyboard_to_the_map(window: Window) -> None:
    """As when an answer comes while people still see the way out: not to what comes next in the window."""
    window.ask("Laying it out…", ("Stop", lambda: None))
    focused = QApplication.focusWidget()
    assert focused is not None
    assert window.message.isAncestorOf(focused)
    window.message.clear()
    assert window.canvas.hasFocus()
    window.scribe.begin()
    window.say("All is well.")
    window.message.clear()
    assert window.scribe.line.hasFocus(), "from who writes it is not taken"


def test_the_question_covers_nothing_of_what_it_asks_about(qtbot: QtBot, window: Window) -> None:
    """The preview makes room for it at the foot of the view, and takes the room back afterwards."""
    window.shell.resize(1400, 800)
    canvas = window.canvas
    full = canvas.viewport().height()
    offered(qtbot, window)
    shown = canvas.picture.extent("lanes")
    assert shown is not None
    foot = canvas.viewport().mapTo(canvas, canvas.mapFromScene(QPointF(shown.x, shown.bottom)))
    assert foot.y() <= window.message.y()
    window.do("escape")
    assert canvas.viewport().height() == full


def test_the_last_sentence_covers_no_lane_and_gives_its_room_back(qtbot: QtBot, window: Window) -> None:
    """It stands for seconds, below the map, where the question stood; steps move in the view in which they were shown."""
    window.shell.resize(1400, 800)
    canvas = window.canvas
    full = canvas.viewport().height()
    offered(qtbot, window)
    shown = canvas.seen
    QTest.keyClick(window.message, Qt.Key.Key_Return)
    assert canvas.seen == shown
    qtbot.waitUntil(lambda: window.message.label.text() == DONE, timeout=60_000)
    lanes = canvas.picture.extent("lanes")
    assert lanes is not None
    foot = canvas.viewport().mapTo(canvas, canvas.mapFromScene(QPointF(lanes.x, lanes.bottom)))
    assert foot.y() <= window.message.y()
    window.message.clear()
    qtbot.waitUntil(lambda: canvas.viewport().height() == full)


@pytest.mark.parametrize(
    ("crossings", "shown"), [(4, True), (5, False), (9, False)], ids=["better", "hardly better", "worse"]
)
def test_a_better_answer_takes_the_place_of_the_preview_only_where_it_is_worth_it(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch, crossings: int, *, shown: bool
) -> None:
    """Nothing jumps about for next to nothing."""
    answers: dict[str, Callable[[list[Proposal]], object]] = {}
    monkeypatch.setattr(
        tidying_of(window)._mirror, "ask", lambda kind, _map, _job, then, *_, **__: answers.update({kind: then})
    )
    step = window.editor.map.steps[0].id
    window.do("tidy")
    answers[FIRST]([({step: {"x": 400}}, (9, 9, 900.0), (5, 3, 900.0))])
    answers[BETTER]([({step: {"x": 800}}, (9, 9, 900.0), (crossings, 2, 900.0))])
    ghost = puts(window.editor.map, [window.editor.map.step(step).but(x=800 if shown else 400)])
    qtbot.waitUntil(lambda: window.editor.ghost == ghost and window.message.asks)


def test_a_tidy_up_does_not_wait_for_the_results_of_a_large_map(qtbot: QtBot, window: Window) -> None:
    """The window's own process may be busy with them for many seconds."""
    window.errands.ask("results", lambda _: None, time.sleep, 300)
    assert "This is how it would look." in offered(qtbot, window)
    assert window.errands.worker.busy


def test_an_answer_is_unpacked_without_what_lays_out() -> None:
    """Loading that would stop the window for some frames."""
    packed = pickle.dumps(list(proposed(template("loop"), None, False)))
    program = f"import pickle, sys; pickle.loads({packed!r}); sys.exit('crosslane.layout.tidy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize("looked", [True, False], ids=["after the first was looked at", "at once"])
def test_what_comes_after_the_preview_was_left_is_not_shown(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch, *, looked: bool
) -> None:
    """A better answer on its way is forgotten with the first, and so is the first while it is not shown yet."""
    answers: dict[str, Callable[[list[Proposal]], object]] = {}
    monkeypatch.setattr(
        tidying_of(window)._mirror, "ask", lambda kind, _map, _job, then, *_, **__: answers.update({kind: then})
    )
    step = window.editor.map.steps[0].id
    window.do("tidy")
    answers[FIRST]([({step: {"x": 400}}, (9, 9, 900.0), (5, 3, 900.0))])
    if looked:
        qtbot.waitUntil(lambda: window.message.asks)
        window.do("escape")
    else:
        tidying_of(window).end()
    answers[BETTER]([({step: {"x": 800}}, (9, 9, 900.0), (0, 0, 900.0))])
    qtbot.wait(50)
    assert window.editor.ghost == {}
    assert not window.message.asks


def test_what_is_drawn_is_told_with_the_question_once_it_is_no_longer_drawn_in_haste(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The numbers before are those of the lines on screen; laying them anew would take longer than the tidy-up."""
    asked: list[object] = []
    monkeypatch.setattr(tidying_of(window)._mirror, "ask", lambda *args, **_: asked.append(args[-1]))
    lines = [[(x, y) for x, y in route.points] for route in window.editor.routes.values()]
    assert window.editor.is_settled
    window.do("tidy")
    monkeypatch.setattr(Editor, "is_settled", False)
    window.do("tidy")
    assert asked == [lines, lines, None, None]
