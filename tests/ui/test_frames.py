"""What a frame touches, without a clock: a drag its own flows, a pan what comes into view, an edit what it changed."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import reduce
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crosslane.analysis.sayings import headline
from crosslane.drawing.draw import draw
from crosslane.drawing.picture import LAYERS, Element, Layer, Picture
from crosslane.drawing.sight import steps_in_sight
from crosslane.editor import Editor
from crosslane.geometry import Rect
from crosslane.model import edits
from crosslane.model.diff import puts
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Record, Step
from crosslane.model.values import Duration
from crosslane.paint.painter import Detail, paint_elements
from crosslane.results import routes_in_parts
from crosslane.routing.of_map import route_map
from crosslane.ui.canvas.minimap import MiniMap
from crosslane.ui.canvas.showing import RESTED
from crosslane.ui.canvas.view import Canvas
from crosslane.ui.strip import Strip
from crosslane.ui.theme import apply_theme

STEPS, ROWS = 100, 10


def many(count: int = STEPS) -> Map:
    """Return five lanes of two rows, each step handing on to the next row and to the next column."""
    records: list[Record] = [MapRecord(id="map")]
    records += [Lane(id=f"l{n}", name=f"Team {n}", order=str(n)) for n in range(5)]
    for n in range(count):
        column, row = divmod(n, ROWS)
        place = {"x": column * 208, "y": 32 + row % 2 * 104}
        records.append(Step(id=f"s{n}", lane=f"l{row // 2}", name=f"Step {n}", **place))
        wait = Duration(text="2d")
        records += [
            Flow(id=f"f{n}-{way}", number=2 * n + at + 1, source=f"s{n}", target=f"s{n + way}", wait=wait)
            for at, way in enumerate((1, ROWS))
            if n + way < count
        ]
    return Map.of(records)


class Beside:
    """Lays routes from scratch when it is told to; other results never come."""

    def __init__(self) -> None:
        self.asked: list[tuple[Map, str, Callable[[Any], object]]] = []

    def __call__(
        self, kind: str, map_: Map, function: str, then: Callable[[Any], object], *, failed: Callable[[str], object]
    ) -> None:
        assert kind
        assert failed
        self.asked.append((map_, function, then))

    def routes(self, qtbot: QtBot) -> None:
        """Wait until routes are asked for, and bring them."""
        qtbot.waitUntil(lambda: any(f.endswith(":routes_in_parts") for _, f, _ in self.asked), timeout=20_000)
        self.over()

    def over(self) -> None:
        while self.asked:
            map_, function, then = self.asked.pop(0)
            if function.endswith(":routes_in_parts"):
                then(list(routes_in_parts(map_)))


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> Beside:
    """Return somebody beside a window for which a hundred steps are very many."""
    monkeypatch.setattr("crosslane.editor.LARGE", 200)
    monkeypatch.setattr("crosslane.editor.PORTION", 40)
    return Beside()


@pytest.fixture
def canvas(qtbot: QtBot, qapp: QApplication, beside: Beside) -> Iterator[Canvas]:
    # As in the program: a style sheet changes what Qt moves and what it has painted anew.
    apply_theme(qapp, dark=False)
    editor = Editor(many())
    editor.aside = beside
    made = Canvas(editor)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    qtbot.waitUntil(lambda: not made.picture.owed and not editor.owes_routes, timeout=20_000)
    beside.over()
    qtbot.waitUntil(lambda: is_drawn(made) and not made._going_on.is_active, timeout=20_000)
    made.set_zoom(1.0)
    QApplication.processEvents()
    yield made
    made.unsubscribe()


def is_drawn(canvas: Canvas) -> bool:
    """Say whether all is drawn, and painted as far as it is in sight."""
    return not canvas.picture.owed and not canvas._showing.item.shown.is_coming


def contents(picture: Picture) -> dict[tuple[Layer, str], Element]:
    return {(layer, element.id): element for layer in LAYERS for element in picture.layer(layer)}


def test_a_drag_draws_and_lays_only_what_it_touches(canvas: Canvas, beside: Beside) -> None:
    """One card, its four flows with their pills, what stands in its way and what leaps over it; nothing is computed."""
    editor = canvas.editor
    own = {f.id for f in (*editor.map.flows_from("s44"), *editor.map.flows_into("s44"))}
    assert len(own) == 4
    with editor.store.edit("Move step") as edit:
        for n in range(1, 6):
            before = contents(canvas.picture)
            edit.replace(edits.move_steps(edit.before, ["s44"], n * 8, 0))
            after = contents(canvas.picture)
            anew = {key for key, element in after.items() if before.get(key) is not element}
            assert {id_ for layer, id_ in anew if layer == "cards"} == {"s44"}
            assert {layer for layer, _ in anew} <= {"cards", "flows", "pills"}
            assert editor._router.laid <= len(own) + 4
            # Others that leap over those, now elsewhere, are drawn too.
            assert len(anew) < len(after) / 10
        assert not beside.asked


def test_what_is_released_is_drawn_as_from_scratch(canvas: Canvas, beside: Beside, qtbot: QtBot) -> None:
    """As soon as the routes have come that the map has from scratch, picture and routes are those of a map just opened."""
    editor = canvas.editor
    editor.run("Move step", edits.move_steps, ["s44", "s45"], 40, 24)
    editor.set("f10-1", "Set wait", wait="9w")
    beside.routes(qtbot)
    qtbot.waitUntil(lambda: is_drawn(canvas) and not editor.owes_routes, timeout=20_000)
    assert editor.routes == route_map(editor.map)
    assert contents(canvas.picture) == contents(draw(canvas._showing.scene_now()))


def test_a_drag_paints_less_than_the_view(canvas: Canvas) -> None:
    """What did not change stays on the screen."""
    view = canvas.seen
    with editor_edit(canvas) as edit:
        edit.replace(edits.move_steps(edit.before, ["s2"], 8, 0))
        QApplication.processEvents()
        edit.replace(edits.move_steps(edit.before, ["s2"], 16, 0))
        canvas._showing.item.exposed = []
        QApplication.processEvents()
        painted = canvas._showing.item.exposed
    whole = reduce(Rect.united, painted)
    assert 0 < _sum(painted) < view.w * view.h / 2
    # Not all between the two ends of what changed.
    assert _sum(painted) < whole.w * whole.h * 0.9


def _sum(areas: list[Rect]) -> float:
    return sum(area.w * area.h for area in areas)


def test_a_rubber_band_paints_what_comes_and_goes_and_tells_its_choice_once(canvas: Canvas) -> None:
    """The view follows every move, in parts, and looks as if painted at once; who shows what is selected follows its end."""
    editor, screen, view, told = canvas.editor, QApplication.primaryScreen(), canvas.viewport(), []
    canvas.set_zoom(0.4)
    canvas.centerOn(QPointF(700, 200))
    QApplication.processEvents()
    forget = editor.subscribe(told.append)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(880, 590))
    chosen = set()
    for x, y in ((800, 500), (300, 40), (120, 40), (420, 90)):
        QTest.mouseMove(view, QPoint(x, y))
        QApplication.processEvents()
        chosen.add(editor.selection)
        shown = screen.grabWindow(canvas.winId()).toImage()
        view.update()
        QApplication.processEvents()
        assert screen.grabWindow(canvas.winId()).toImage() == shown
    assert len(chosen) > 2
    assert "selection" not in told
    enclosed = editor.selection
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(420, 90))
    assert told.count("selection") == 1
    assert editor.selection == enclosed
    assert enclosed
    forget()


def test_a_pan_moves_what_is_seen(canvas: Canvas, qtbot: QtBot) -> None:
    """Only the strip that comes into view is painted, and nothing that the lanes' headers hide; a mini-map changes nothing."""
    minimap, bar = MiniMap(canvas), canvas.horizontalScrollBar()
    canvas.centerOn(QPointF(1200, 300))
    minimap._draw()
    qtbot.waitUntil(minimap.isVisible)
    canvas._showing.item.exposed, place = [], minimap.geometry()
    bar.setValue(bar.value() + 20)
    QApplication.processEvents()
    seen, painted = canvas.seen, _sum(canvas._showing.item.exposed)
    assert minimap.geometry() == place
    assert 0 < painted < seen.w * seen.h / 6
    screen = QApplication.primaryScreen()
    shown = screen.grabWindow(canvas.winId()).toImage()
    canvas._showing.item.shown.forget()
    canvas.viewport().update()
    QApplication.processEvents()
    assert screen.grabWindow(canvas.winId()).toImage() == shown


def test_a_large_map_opens_in_portions(qtbot: QtBot, beside: Beside) -> None:
    """The first frame does not wait for the last flow; in the end all is there, however many steps there are."""
    editor = Editor(many(4 * STEPS))
    editor.aside = beside
    canvas = Canvas(editor)
    qtbot.addWidget(canvas)
    assert editor.is_opening
    assert 0 < len(canvas.picture.ids("flows")) < len(editor.map.drawn_flows)
    beside.routes(qtbot)
    assert not editor.is_opening
    qtbot.waitUntil(lambda: is_drawn(canvas) and not editor.owes_routes, timeout=20_000)
    assert {e.id for e in canvas.picture.layer("flows")} == {f.id for f in editor.map.drawn_flows}
    assert {e.id for e in canvas.picture.layer("cards")} == {s.id for s in editor.map.steps}
    canvas.unsubscribe()


def test_a_large_map_that_is_drawn_is_not_looked_through_for_garbage(qtbot: QtBot, beside: Beside) -> None:
    """Neither then nor while it is drawn: that takes several frames each time. With a smaller map all is looked through again."""
    gc.unfreeze()
    editor = Editor(many())
    editor.aside = beside
    canvas = Canvas(editor)
    qtbot.addWidget(canvas)
    assert not gc.isenabled()
    beside.routes(qtbot)
    qtbot.waitUntil(lambda: not canvas.picture.owed and not canvas._going_on.is_active, timeout=20_000)
    assert gc.get_freeze_count() > len(editor.map)
    canvas.show_editor(Editor(Map.of()))
    assert gc.get_freeze_count() == 0
    assert gc.isenabled()
    canvas.unsubscribe()


def test_a_map_that_becomes_large_is_not_looked_through_from_then_on(qtbot: QtBot, beside: Beside) -> None:
    """As one that was opened; when its window goes, all is looked through again."""
    editor = Editor(many(60))
    editor.aside = beside
    canvas = Canvas(editor)
    assert gc.isenabled()
    editor.commit(puts(editor.map, many().records()), "Paste")
    qtbot.waitUntil(lambda: not gc.isenabled(), timeout=20_000)
    canvas.unsubscribe()
    canvas.deleteLater()
    qtbot.waitUntil(gc.isenabled)


def test_a_large_map_is_fitted_when_all_in_sight_lies_where_it_is(
    canvas: Canvas, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands below it comes or goes meanwhile: to be fitted, half of it would be seen where it was."""
    canvas.fit()
    fitted: list[bool] = []
    monkeypatch.setattr(canvas._aim, "fit_again", lambda: fitted.append(bool(canvas.picture.owed)))
    monkeypatch.setattr(canvas._aim, "fit_resized", lambda: fitted.append(bool(canvas.picture.owed)))
    rects = [canvas.sceneRect()]
    canvas.editor.run("Move steps", edits.move_steps, [step.id for step in canvas.editor.map.steps], 960, 0)
    canvas.keep_in_view(80)
    assert not fitted
    while canvas.picture.owed or canvas._going_on.is_active:
        if canvas.picture.is_coming_apart(canvas.seen):
            rects.append(canvas.sceneRect())
        QApplication.processEvents()
    assert fitted
    assert not any(fitted)
    assert len(rects) > 1
    assert rects[0] == rects[-1] != canvas.sceneRect()


def editor_edit(canvas: Canvas) -> Any:
    """Open an edit on the canvas' map."""
    return canvas.editor.store.edit("Move step")


def test_at_rest_the_screen_shows_what_a_fresh_painting_shows(canvas: Canvas, beside: Beside, qtbot: QtBot) -> None:
    """After a drag that makes a lane higher, with nothing left behind of the way: what is shown was painted in parts."""
    editor, screen = canvas.editor, QApplication.primaryScreen()
    with editor.store.edit("Move step") as edit:
        for n in range(1, 9):
            edit.replace(edits.move_steps(edit.before, ["s3"], n * 16, n * 8))
            QApplication.processEvents()
    qtbot.waitUntil(lambda: is_drawn(canvas) and not editor.owes_routes, timeout=20_000)
    beside.routes(qtbot)
    qtbot.waitUntil(lambda: is_drawn(canvas) and not editor.owes_routes, timeout=20_000)
    qtbot.waitUntil(lambda: not canvas._showing.item.lifted.keys)
    QApplication.processEvents()
    shown = screen.grabWindow(canvas.winId()).toImage()
    canvas._showing.item.shown.forget()
    canvas.viewport().update()
    QApplication.processEvents()
    assert not shown.isNull()
    assert screen.grabWindow(canvas.winId()).toImage() == shown
    canvas._showing.begin()
    canvas.refresh()
    qtbot.waitUntil(lambda: is_drawn(canvas), timeout=20_000)
    QApplication.processEvents()
    assert screen.grabWindow(canvas.winId()).toImage() == shown


def test_nothing_is_called_unknown_while_it_is_worked_out(beside: Beside, qtbot: QtBot) -> None:
    """A large map that was just opened has times, which are added up: it is not said that there are none."""
    editor = Editor(many())
    editor.aside = beside
    strip = Strip(editor)
    qtbot.addWidget(strip)
    assert "No times yet" not in strip.accessibleName()
    assert headline(editor.figures, editor.map.head.calendar) == "One moment…"
    alone = Editor(editor.map)
    assert headline(alone.figures, alone.map.head.calendar).startswith("At least")


def test_the_strip_is_drawn_anew_only_when_it_is_another(qtbot: QtBot) -> None:
    """Moving steps leaves it as it is; a wait does not."""
    editor = Editor(many(20))
    strip = Strip(editor)
    qtbot.addWidget(strip)
    drawn = strip._picture
    editor.run("Move steps", edits.move_steps, [step.id for step in editor.map.steps], 8, 0)
    assert strip._picture is drawn
    editor.set("f0-1", "Set wait", wait="9d")
    assert strip._picture is not drawn


def test_the_flows_of_many_moved_steps_are_drawn_as_those_of_few(canvas: Canvas) -> None:
    """All are looked through at once where many steps move, and found at their steps where few do."""
    map_ = canvas.editor.map
    scene = replace(canvas._showing.scene_now(), heat={}, changed=[])
    ids = [step.id for step in map_.steps]
    for chosen in (ids[:3], ids):
        after = map_.apply(edits.move_steps(map_, chosen, 16, 0))
        moved = replace(scene, map=after, routes=route_map(after), changed=[])
        found = draw(moved, draw(replace(scene, changed=[])))
        assert contents(found) == contents(draw(replace(moved, changed=[])))


@pytest.mark.parametrize("laid", [True, False])
def test_ways_that_were_known_come_back_with_what_is_taken_back(
    canvas: Canvas, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, laid: bool
) -> None:
    """Of very many changes, also of those done again where the ways were known; none is looked for, here or elsewhere."""
    monkeypatch.setattr("crosslane.editor.MUCH", 50)
    editor = canvas.editor
    before, ways = editor.map, dict(editor.routes)
    assert editor.is_settled
    diff = edits.move_steps(before, [step.id for step in before.steps], 0, 104)
    goal = route_map(before.apply(diff))
    assert editor.commit(diff, "Tidy up", laid=goal if laid else None)
    if laid:
        monkeypatch.setattr("crosslane.routing.live.route_all", lambda *_: pytest.fail("they are known"))
    for do, expected in ((editor.undo, ways), (editor.redo, goal), (editor.undo, ways)):
        assert do()
        if not laid and expected is goal:
            continue
        qtbot.waitUntil(lambda: not canvas._going_on.is_active and not canvas.picture.owed, timeout=20_000)
        assert editor.is_settled
        assert editor.routes == expected
    assert editor.map == before


def test_very_many_changes_are_drawn_in_a_turn_of_their_own(
    canvas: Canvas, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command that made them ends first; a single change is drawn with it."""
    monkeypatch.setattr("crosslane.ui.canvas.showing.FAR", 50)
    editor, shown = canvas.editor, canvas.picture.get("cards", "s0")
    editor.run("Move steps", edits.move_steps, [step.id for step in editor.map.steps], 8, 0)
    assert canvas.picture.get("cards", "s0") is shown
    qtbot.waitUntil(lambda: not canvas._going_on.is_active, timeout=20_000)
    one = canvas.picture.get("cards", "s0")
    assert one is not shown
    editor.run("Rename", edits.rename, "s0", "Yet another")
    assert canvas.picture.get("cards", "s0") is not one


def test_results_that_come_to_a_large_map_are_drawn_in_a_turn_of_their_own(canvas: Canvas) -> None:
    """After the one that brought them, which has all else to tell; a change of the map is drawn with it."""
    editor, source = canvas.editor, canvas.picture.source
    editor._tell("map")
    assert canvas.picture.source is source
    assert canvas._going_on.is_active
    editor.run("Rename", edits.rename, "s0", "Another")
    assert canvas.picture.source is not source


def test_where_nothing_changes_in_sight_it_is_not_chosen_anew_how_it_is_painted(
    canvas: Canvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in sight is not counted for portions that are drawn elsewhere; where it changes, or is seen at another scale, it is."""
    chosen: list[Rect] = []
    item, place = canvas._showing.item, canvas.place_of("s44")
    assert place is not None
    canvas.centerOn(QPointF(*place.center))
    monkeypatch.setattr(item, "choose_detail", lambda seen, _: bool(chosen.append(seen)))
    canvas.refresh()
    chosen.clear()
    canvas.refresh()
    assert not chosen
    canvas.editor.run("Rename", edits.rename, "s44", "Another")
    assert len(chosen) == 1
    canvas.set_zoom(0.8)
    canvas.refresh()
    assert chosen[-1] == canvas.seen


def test_where_very_much_is_selected_a_portion_paints_what_it_changes(canvas: Canvas, qtbot: QtBot) -> None:
    """Not the whole view, which is marked as it was; in the end it looks as if painted at once, rings and all."""
    editor, item = canvas.editor, canvas._showing.item
    editor.select([step.id for step in editor.map.steps])
    place = canvas.place_of("s44")
    assert place is not None
    canvas.centerOn(QPointF(*place.center))
    canvas.refresh()
    QApplication.processEvents()
    item.exposed = []
    editor.run("Move step", edits.move_steps, ["s44"], 8, 0)
    QApplication.processEvents()
    seen = canvas.seen
    assert 0 < _sum(item.exposed) < seen.w * seen.h / 2
    qtbot.waitUntil(lambda: not canvas._going_on.is_active and not canvas.picture.owed, timeout=20_000)
    QApplication.processEvents()
    shown = _grabbed(canvas)
    canvas.viewport().update()
    QApplication.processEvents()
    assert _grabbed(canvas) == shown


def test_what_very_many_changes_are_is_seen_before_any_is_drawn(
    canvas: Canvas, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In turns of their own, begun anew where an edit comes in between; in the end all is drawn as from scratch."""
    monkeypatch.setattr("crosslane.ui.canvas.showing.FAR", 50)
    monkeypatch.setattr("crosslane.ui.canvas.showing.LOOKING_SHARE", 0.0)
    editor, showing = canvas.editor, canvas._showing
    ids, source = [step.id for step in editor.map.steps], canvas.picture.source
    for dx in (8, 16):
        editor.run("Move steps", edits.move_steps, ids, dx, 0)
        while showing.follow_far():
            pass
        assert showing.look_far()
        assert showing.look_far()
        assert canvas.picture.source is source
    qtbot.waitUntil(lambda: not canvas._going_on.is_active and not canvas.picture.owed, timeout=20_000)
    assert not showing.look_far()
    assert contents(canvas.picture) == contents(draw(showing.scene_now()))


def test_the_flows_in_sight_are_looked_for_once_in_one_sight(
    canvas: Canvas, beside: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are asked for with each portion of the ways; elsewhere, or of another map, others are."""
    asked: list[Map] = []

    def counted(map_: Map, *of: Any) -> list[str]:
        asked.append(map_)
        return steps_in_sight(map_, *of)

    editor, showing = canvas.editor, canvas._showing
    canvas.picture.awaited.add(("cards", "s0"))
    monkeypatch.setattr("crosslane.ui.canvas.showing.steps_in_sight", counted)
    for count in (1, 1):
        found = showing.flows_in_sight()
        assert found
        assert len(asked) == count
    canvas.centerOn(QPointF(1200, 300))
    assert showing.flows_in_sight() != found
    assert len(asked) == 2
    editor.run("Move step", edits.move_steps, ["s44"], 8, 0)
    canvas.picture.awaited.add(("cards", "s0"))
    showing.flows_in_sight()
    assert asked[-1] is editor.map


def test_a_mini_map_of_a_large_map_is_painted_a_piece_at_a_time(
    canvas: Canvas, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It shows what it showed until all of it is, and then what is painted at once; a change in between begins it anew."""
    minimap = MiniMap(canvas)
    minimap._draw()
    qtbot.waitUntil(minimap.isVisible)
    minimap._rest.stop()
    monkeypatch.setattr("crosslane.ui.canvas.minimap.PAINT_SHARE", -1.0)
    shown = minimap._shown.toImage()
    canvas.editor.run("Move steps", edits.move_steps, ["s0"], 0, 48)
    qtbot.waitUntil(lambda: not canvas.picture.owed and not canvas._going_on.is_active, timeout=20_000)
    while minimap._painting is None:
        minimap._draw()
    for _ in range(2):
        minimap._draw()
    assert minimap._painting is not None
    assert minimap._shown.toImage() == shown
    begun = minimap._painting
    canvas.editor.run("Move steps", edits.move_steps, ["s0"], 0, -16)
    qtbot.waitUntil(lambda: not canvas.picture.owed and not canvas._going_on.is_active, timeout=20_000)
    qtbot.waitUntil(lambda: minimap._painting is None, timeout=20_000)
    assert begun[1] is not minimap._shown
    assert minimap._shown.toImage() != shown
    painted = minimap._shown.toImage()
    monkeypatch.setattr("crosslane.ui.canvas.minimap.PAINT_SHARE", 1e9)
    minimap._state = None
    minimap._draw()
    assert minimap._shown.toImage() == painted


def test_a_mini_map_stands_where_nothing_lies_that_is_selected(canvas: Canvas, qtbot: QtBot) -> None:
    """It is asked of what lies in its corner, whatever else is selected."""
    minimap = MiniMap(canvas)
    minimap._draw()
    qtbot.waitUntil(minimap.isVisible)
    corner = minimap.geometry()
    area = canvas.mapToScene(corner).boundingRect()
    inside = Rect(area.x(), area.y(), area.width(), area.height())
    steps = {step.id for step in canvas.editor.map.steps}
    there = {element.id for element in canvas.picture.within("cards", inside)}
    assert there
    canvas.editor.select([next(iter(there))])
    minimap._place()
    assert minimap.geometry() != corner
    canvas.editor.select(steps - there)
    minimap._place()
    assert minimap.geometry() == corner


def test_what_a_hand_moves_is_painted_apart_and_all_else_once(
    canvas: Canvas, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """Where nothing moves, a frame paints what it painted before; the view scrolls under a hand, and all looks as if painted at once."""
    painted: list[Element] = []

    def counted(painter: QPainter, layer: Layer, elements: Iterable[Element], detail: Detail) -> None:
        found = list(elements)
        painted.extend(found)
        paint_elements(painter, layer, found, detail)

    for module in ("lifted", "kept"):
        monkeypatch.setattr(f"crosslane.ui.canvas.{module}.paint_elements", counted)
    lifted, bar = canvas._showing.item.lifted, canvas.horizontalScrollBar()
    canvas.centerOn(QPointF(*canvas.place_of("s44").center))  # type: ignore[union-attr]  # it is drawn
    with editor_edit(canvas) as edit:
        for n in range(1, 9):
            edit.replace(edits.move_steps(edit.before, ["s44"], n * 8, n * 8))
            if n in (3, 5):
                bar.setValue(bar.value() + 8 * n)
            painted.clear()
            QApplication.processEvents()
        assert ("cards", "s44") in lifted.keys
        # What else was painted is what has begun to move.
        others = {element.id for element in painted if (element.layer, element.id) not in lifted.keys}
        assert len(others) < len(canvas.picture.within("cards", canvas.seen)) / 2
        shown = _grabbed(canvas)
        lifted.kept._as = ()
        canvas._showing.item.shown.forget()
        canvas.viewport().update()
        QApplication.processEvents()
        assert _grabbed(canvas) == shown
    qtbot.waitUntil(lambda: not lifted.keys)


def test_a_hand_that_lets_go_or_gives_up_leaves_nothing_behind(canvas: Canvas) -> None:
    """What was painted apart lies in its order again, and where it lay when the gesture is taken back."""
    canvas.centerOn(QPointF(*canvas.place_of("s44").center))  # type: ignore[union-attr]  # it is drawn
    QApplication.processEvents()
    before = _grabbed(canvas)
    with suppress(KeyError), editor_edit(canvas) as edit:
        edit.replace(edits.move_steps(edit.before, ["s44"], 40, 0))
        QApplication.processEvents()
        assert _grabbed(canvas) != before
        raise KeyError
    for dx in (40, 0):
        QTest.qWait(2 * RESTED)
        after = _grabbed(canvas)
        canvas._showing.item.shown.forget()
        canvas.viewport().update()
        QApplication.processEvents()
        assert _grabbed(canvas) == after
        with editor_edit(canvas) as edit:
            edit.replace(edits.move_steps(edit.before, ["s44"], dx, 8))
            QApplication.processEvents()


def test_the_pills_of_a_hub_are_painted_once_and_moved_along(
    canvas: Canvas, beside: Beside, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """Of forty flows under a hand each pill says what it said; where it comes to rest it is painted again."""
    editor = canvas.editor
    wait = Duration(text="2d")
    hub = [Flow(id=f"h{n}", number=900 + n, source="s44", target=f"s{n}", wait=wait) for n in range(40)]
    editor.commit(puts(editor.map, hub), "Connect")
    beside.routes(qtbot)
    qtbot.waitUntil(lambda: is_drawn(canvas) and not editor.owes_routes, timeout=20_000)
    canvas.set_zoom(0.6)
    canvas.centerOn(QPointF(600, 500))
    assert canvas._showing.choose_detail() or canvas._showing.item.detail == "full"
    painted: list[str] = []

    def counted(painter: QPainter, layer: Layer, elements: Iterable[Element], detail: Detail) -> None:
        found = list(elements)
        painted.extend(element.id for element in found if layer == "pills" and element.id.startswith("h"))
        paint_elements(painter, layer, found, detail)

    for module in ("lifted", "kept"):
        monkeypatch.setattr(f"crosslane.ui.canvas.{module}.paint_elements", counted)
    with editor_edit(canvas) as edit:
        for n in range(1, 7):
            edit.replace(edits.move_steps(edit.before, ["s44"], n * 16, 0))
            QApplication.processEvents()
    # Once to be moved along; before that where it stays as long as its line does.
    assert len(set(painted)) > 24
    assert len(painted) < 2.5 * len(set(painted))
    qtbot.waitUntil(lambda: not canvas._showing.item.lifted.keys)
    qtbot.waitUntil(lambda: is_drawn(canvas) and not editor.owes_routes, timeout=20_000)
    QApplication.processEvents()
    shown = _grabbed(canvas)
    canvas._showing.item.shown.forget()
    canvas.viewport().update()
    QApplication.processEvents()
    assert _grabbed(canvas) == shown


def _grabbed(canvas: Canvas) -> QImage:
    return QApplication.primaryScreen().grabWindow(canvas.winId()).toImage()


def test_under_a_press_all_that_stays_is_got_ready_before_the_first_move(canvas: Canvas, qtbot: QtBot) -> None:
    """A strip at a time; the first move paints what moves, and a click leaves nothing behind."""
    lifted, view = canvas._showing.item.lifted, canvas.viewport()
    place = canvas.place_of("s44")
    assert place is not None
    canvas.centerOn(QPointF(*place.center))
    QApplication.processEvents()
    before = _grabbed(canvas)
    at = canvas.mapFromScene(QPointF(*place.center))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at)
    own = {f.id for f in (*canvas.editor.map.flows_from("s44"), *canvas.editor.map.flows_into("s44"))}
    assert {("flows", id_) for id_ in own} <= lifted.keys
    qtbot.waitUntil(lambda: lifted.kept.is_begun and lifted.kept.stale.isEmpty())
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: not lifted.keys)
    canvas.editor.select([])
    QApplication.processEvents()
    assert _grabbed(canvas) == before


@pytest.mark.parametrize("ends", ["release", "escape"])
def test_under_a_hand_nothing_is_looked_through_for_garbage(qtbot: QtBot, ends: str) -> None:
    """It waits until the hand lets go, or gives up."""
    canvas = Canvas(Editor(many(20)))
    qtbot.addWidget(canvas)
    canvas.show()
    place, view = canvas.place_of("s4"), canvas.viewport()
    assert place is not None
    canvas.centerOn(QPointF(*place.center))
    at = canvas.mapFromScene(QPointF(*place.center))
    assert gc.isenabled()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at)
    assert not gc.isenabled()
    if ends == "release":
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at)
    else:
        QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert gc.isenabled()


def test_a_scroll_bar_that_comes_under_a_hand_leaves_what_is_kept(canvas: Canvas) -> None:
    """The view becomes smaller by it; nothing has to be painted anew."""
    canvas.centerOn(QPointF(*canvas.place_of("s44").center))  # type: ignore[union-attr]  # it is drawn
    lifted = canvas._showing.item.lifted
    with editor_edit(canvas) as edit:
        edit.replace(edits.move_steps(edit.before, ["s44"], 8, 8))
        QApplication.processEvents()
        canvas.resize(canvas.width() - 12, canvas.height())
        QApplication.processEvents()
        assert lifted.kept.under.deviceIndependentSize().width() > canvas.viewport().width()
        shown = _grabbed(canvas)
        lifted.kept._as = ()
        canvas._showing.item.shown.forget()
        canvas.viewport().update()
        QApplication.processEvents()
        assert _grabbed(canvas) == shown
