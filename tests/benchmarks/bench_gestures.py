"""Frames of the whole window on a map of 2,000 steps and 4,000 flows, beside one plain layer painted in the same run.

The yardstick is a single painting of that many rounded cards and lines, batched by style, without text: about the least
that a frame of the whole map costs on the machine at hand. Gestures are real mouse events; each is timed with its
repaint, and everything else that runs in the window meanwhile counts. Times are the processor's, so that what else the
machine does does not count.

python tests/benchmarks/bench_gestures.py [STEPS] [WIDTHxHEIGHT] [NAME ...]

With names, only the gestures that have one of them in theirs are done; --list says what there is.
"""

from __future__ import annotations

import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QApplication

from crosslane import garbage
from crosslane.__main__ import prepare
from crosslane.main import start
from crosslane.model import edits
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Record, Step
from crosslane.model.values import Duration
from crosslane.storage.library import open_library
from crosslane.ui.window import Window

HUB = "s41"
PATIENCE = float(os.environ.get("PATIENCE", "15"))
# Seconds without anything to do after which nothing is expected any more: longer than every timer of a view.
QUIET = 0.4
# Seconds after a gesture in which what it entails in the window has come; the worker may be busy with results for longer.
AFTER = 3.0


def large_map(steps: int, hub: int = 0) -> Map:
    """Return a map of so many steps in six lanes, two flows each, mostly to neighbours; `hub` more flows out of one."""
    draw = random.Random(1)
    records: list[Record] = [MapRecord(id="map", title="Large", next_number=2 * steps + hub + 1)]
    records += [Lane(id=f"l{i}", name=f"Lane {i}", order=str(i)) for i in range(6)]
    for n in range(steps):
        column, row = divmod(n, 12)
        records.append(
            Step(
                id=f"s{n}",
                lane=f"l{row % 6}",
                name=f"Step {n}",
                x=column * 208,
                y=32 + row // 6 * 104,
                process_time=Duration(text="2h"),
            )
        )
        for k in range(2):
            target = min(steps - 1, n + 1 + draw.randrange(24))
            if target > n:
                records.append(_flow(f"f{n}-{k}", 2 * n + k + 1, n, target))
    others = [n for n in range(min(steps, hub + 1)) if f"s{n}" != HUB][:hub]
    records += [_flow(f"h{n}", 2 * steps + at + 1, int(HUB[1:]), n) for at, n in enumerate(others)]
    return Map.of(records)


def _flow(id_: str, number: int, source: int, target: int) -> Flow:
    wait = Duration(text="1d")
    return Flow(id=id_, number=number, source=f"s{source}", target=f"s{target}", wait=wait, probability=0.5)


class Bench:
    """A window on a map, and hands that know where things are."""

    def __init__(self, map_: Map, folder: str, size: tuple[int, int]) -> None:
        # Offscreen a window is thought to be left, and then looked through, as soon as a field that has the keyboard goes.
        garbage.Collector.look_through = lambda _: None
        path = Path(folder) / "library.db"
        library = open_library(path, lambda _pending, _problem: None)
        library.open_map(library.add(map_, label="New map"))
        library.close()
        opened: list[Window] = []
        self.blocked: list[float] = []
        began = time.perf_counter()
        self.app, shell = start(None, str(path), opened.append)
        shell.resize(*size)
        while not opened:
            self.turn()
        self.window = opened[0]
        self.canvas, self.view = self.window.canvas, self.window.canvas.viewport()
        while not self.canvas._seen:
            self.turn()
        first = time.perf_counter() - began
        self.settle()
        print(
            f"opened: first painted after {first:.2f} s, settled after {time.perf_counter() - began:.2f} s", flush=True
        )
        self.tell("  turns of the event loop", self.blocked)

    def turn(self) -> None:
        """Let the window do what it has to do now; how long it does not listen is noted."""
        began = time.thread_time()
        QApplication.processEvents()
        took = time.thread_time() - began
        if took > 0.0005:
            self.blocked.append(took)
        else:
            time.sleep(0.0005)

    def settle(self, most: float = PATIENCE, *, results: bool = False) -> None:
        """Wait until nothing is under way any more, or only until the results are there, or some seconds.

        Very large maps keep who samples and lays ways busy.
        """
        window = self.window
        busy = [window.errands] if results else [window.errands, window.patient_errands]
        began = quiet = time.perf_counter()
        while time.perf_counter() - quiet < QUIET and time.perf_counter() - began < most:
            self.turn()
            if any(errands.worker.busy for errands in busy) or self.canvas.picture.owed:
                quiet = time.perf_counter()

    def mouse(self, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
        """Send one mouse event to the canvas."""
        where = QPointF(self.view.mapToGlobal(at))
        event = QMouseEvent(kind, at, where, button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.view, event)

    def wheel(self, at: QPointF, by: int) -> None:
        """Turn the wheel over a point of the view, as it zooms; 120 are one notch."""
        where, none = QPointF(self.view.mapToGlobal(at)), Qt.MouseButton.NoButton
        held, phase = Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(at, where, QPoint(), QPoint(0, by), none, held, phase, False)
        QApplication.sendEvent(self.view, event)

    def drag(self, name: str, begin: QPointF, dx: float, dy: float, count: int = 60) -> None:
        """Drag from a point of the view, so many pixels a frame."""
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        self.mouse(QEvent.Type.MouseButtonPress, begin, left, left)
        QApplication.processEvents()
        times = self.timed(
            lambda n: self.mouse(QEvent.Type.MouseMove, begin + QPointF(n * dx + 6, n * dy + 6), none, left), count
        )
        self.blocked.clear()
        began = time.thread_time()
        self.mouse(QEvent.Type.MouseButtonRelease, begin, left, none)
        self.turn()
        self.tell(name, times)
        self.tell("  its release", [time.thread_time() - began] * 2)
        self.settle(AFTER)
        self.tell("  turns until all is known", self.blocked)

    def band(self, name: str, dx: float, dy: float) -> None:
        """Drag a rubber band from the first place in sight where a press begins one."""
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        overlay = self.canvas._hand.overlay
        for n in range(400):
            at = QPointF(6 + n % 20 * 17, 6 + n // 20 * 13)
            self.mouse(QEvent.Type.MouseButtonPress, at, left, left)
            self.mouse(QEvent.Type.MouseMove, at + QPointF(12, 12), none, left)
            found = overlay.band is not None
            QApplication.sendEvent(
                self.view, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
            )
            self.mouse(QEvent.Type.MouseButtonRelease, at, left, none)
            if found:
                self.settle(AFTER)
                self.drag(name, at, dx, dy)
                return
        raise AssertionError("no place in sight where a rubber band begins")

    def command(self, name: str, act: Callable[[], object]) -> None:
        """Do something, and tell how long the window does not listen at a time until all is done."""
        self.blocked.clear()
        began = time.thread_time()
        act()
        self.turn()
        first = time.thread_time() - began
        self.settle()
        self.tell(name, [first] * 2)
        self.tell("  turns until all is known", self.blocked[1:])

    def timed(self, act: Callable[[int], object], count: int = 60) -> list[float]:
        """Return the seconds of each act with its repaint."""
        found = []
        for n in range(count):
            began = time.thread_time()
            act(n)
            QApplication.processEvents()
            found.append(time.thread_time() - began)
        return found[2:]

    def tell(self, name: str, times: list[float]) -> None:
        """Print median, 95th percentile and worst in milliseconds, and the 95th percentile in yardsticks."""
        if not times:
            return
        late = quantiles(times, n=20)[-1] if len(times) > 2 else max(times)
        print(
            f"{name:34} median {median(times) * 1000:6.1f}   p95 {late * 1000:6.1f}   max {max(times) * 1000:6.1f} ms"
            f"   p95 = {late / yard():5.2f} yards",
            flush=True,
        )

    def place(self, id_: str) -> QPointF:
        """Return where the middle of a step is in the view."""
        rect = self.canvas.place_of(id_)
        assert rect is not None
        return QPointF(self.canvas.mapFromScene(QPointF(*rect.center)))

    def look_at(self, id_: str | None, zoom: float) -> None:
        """Zoom, with a step in the middle of the view; without one, look at the map as it is fitted."""
        if id_ is None:
            self.canvas.fit()
            # Fitted, it may be drawn with other sizes, in portions.
            self.settle(AFTER)
            return
        self.canvas.set_zoom(zoom)
        self.canvas.refresh()
        rect = self.canvas.place_of(id_)
        assert rect is not None
        self.canvas.centerOn(QPointF(*rect.center))
        QApplication.processEvents()


_YARD: list[float] = []


def yard(size: tuple[int, int] = (1600, 900), steps: int = 2000) -> float:
    """Return the median seconds of one plain layer: 2,000 rounded cards and 4,000 lines of three pieces."""
    if not _YARD:
        columns = 64
        cards = [QRectF(n % columns * 24.6, n // columns * 27.8, 17.0, 9.0) for n in range(steps)]
        lines = [QRectF(c.right() + k, c.y() + 3 * k + 2, 22.0, 0.8) for c in cards for k in range(2)]
        lines += [QRectF(c.right() + 3 + k, c.y(), 0.8, 20.0) for c in cards for k in range(2)]
        lines += [QRectF(c.right() + 3 + k, c.y() + 20 + k, 12.0, 0.8) for c in cards for k in range(2)]
        image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
        times = []
        for _ in range(40):
            began = time.thread_time()
            image.fill(0xFFFFFF)
            painter = QPainter(image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(Qt.GlobalColor.darkGray)
            painter.drawRects(lines)
            painter.setPen(QPen(Qt.GlobalColor.black, 0.5))
            painter.setBrush(Qt.GlobalColor.white)
            for card in cards:
                painter.drawRoundedRect(card, 2, 2)
            painter.end()
            times.append(time.thread_time() - began)
        _YARD.append(median(times))
    return _YARD[0]


def main(steps: int, size: tuple[int, int], names: Sequence[str]) -> None:
    """Print the table, with garbage collected as the program has it."""
    prepare()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CROSSLANE_HOME"] = folder
        hub = 100 if steps > 200 else 20
        bench = Bench(large_map(steps, hub), folder, size)
        print(
            f"{steps} steps, {len(bench.window.editor.map.flows)} flows, {size[0]} x {size[1]}; yardstick (one layer)"
        )
        print(f"painted in {yard() * 1000:.1f} ms")
        for name, act in GESTURES.items():
            if not names or any(part in name for part in names):
                act(bench)
        bench.window.shell.close()


def pan(bench: Bench, zoom: float) -> None:
    """Scroll to the right."""
    bar = bench.canvas.horizontalScrollBar()
    bench.look_at("s900" if "s900" in bench.window.editor.map else "s40", zoom)
    begin = bar.value()
    bench.tell(f"pan at {zoom:.0%}", bench.timed(lambda n: bar.setValue(begin + n * 30)))


def zoom(bench: Bench, around: float) -> None:
    """Turn the wheel, in and out again, with the pointer off the middle."""
    bench.look_at("s900" if "s900" in bench.window.editor.map else "s40", around)
    at = QPointF(bench.view.width() * 0.4, bench.view.height() * 0.45)
    bench.tell(f"zoom around {around:.0%}", bench.timed(lambda n: bench.wheel(at, 40 if n % 24 < 12 else -40)))
    bench.blocked.clear()
    bench.settle(AFTER)
    bench.tell("  turns until all is known", bench.blocked)


def repaint(bench: Bench, zoom: float | None) -> None:
    """Paint all of the view anew, the whole map without a zoom."""
    bench.look_at(None if zoom is None else "s40", zoom or 0.0)

    def anew(_: int) -> None:
        # What is kept of a large map would only be copied.
        bench.canvas._showing.item.shown.forget()
        bench.view.update()

    bench.tell(f"repaint, {_at(zoom)}", bench.timed(anew))


def drag(bench: Bench, id_: str, zoom: float | None, way: tuple[float, float], tool: str = "select") -> None:
    """Drag a step, or all that is right of it with the tool that makes room."""
    bench.look_at(None if zoom is None else id_, zoom or 0.0)
    at = bench.place(id_)
    if tool == "space":
        bench.canvas.run_tool("space")
        at -= QPointF(bench.canvas.zoom * 100, 0)
    what = {"space": "make room"}.get(tool, "drag a hub" if id_ == HUB else "drag a step")
    bench.drag(f"{what}, {_at(zoom)}", at, *way)


def band(bench: Bench, zoom: float | None) -> None:
    """Drag a rubber band."""
    bench.look_at(None if zoom is None else "s40", zoom or 0.0)
    bench.band(f"rubber band, {_at(zoom)}", 8, 5)


def _at(zoom: float | None) -> str:
    return "whole map" if zoom is None else f"{zoom:.0%}"


def one_number(bench: Bench) -> None:
    """One number typed, and what it takes until all results are there."""
    editor = bench.window.editor
    bench.look_at("s40", 1.0)
    editor.select(["f40-0"])
    times = bench.timed(lambda n: editor.set("f40-0", "Set wait", wait=f"{n + 1}h"), 12)
    bench.tell("one number, its frame", times)
    bench.blocked.clear()
    began = time.perf_counter()
    editor.set("f40-0", "Set wait", wait="9d")
    bench.settle(results=True)
    print(f"all results of an edit after {time.perf_counter() - began - QUIET:.2f} s")
    bench.tell("  turns until all is known", bench.blocked)


def commands(bench: Bench) -> None:
    """Single commands: each turn of the event loop from the key to rest."""
    window, editor = bench.window, bench.window.editor
    steps = [step.id for step in editor.map.steps]
    bench.look_at("s40", 1.0)
    editor.select(["s40"])
    bench.settle()
    bench.command("a letter in a step's name", lambda: editor.set("s40", "Rename", name="Another name"))
    bench.command("undo", editor.undo)
    bench.command("redo", editor.redo)
    bench.command("move by an arrow key", lambda: editor.run("Move step", edits.move_steps, ["s40"], 8, 0))
    bench.command("remove a step", lambda: editor.run("Remove", edits.remove, ["s40"]))
    bench.command("undo of it", editor.undo)
    editor.select(steps[:200])
    bench.command("copy 200 steps", lambda: window.do("copy"))
    bench.command("paste 200 steps", lambda: window.do("paste"))
    bench.command("undo of it", editor.undo)
    bench.command("select all", lambda: editor.select(steps))
    bench.command("move all by an arrow key", lambda: editor.run("Move steps", edits.move_steps, steps, 8, 0))
    bench.command("undo of it", editor.undo)


def fit(bench: Bench) -> None:
    """Look at the map as it is fitted, legible and whole, from a place of its own."""
    bench.window.editor.select([])
    for anyhow in (False, True):
        bench.look_at("s900", 1.0)
        bench.settle(AFTER)
        bench.command("fit anyhow" if anyhow else "fit", lambda anyhow=anyhow: bench.canvas.fit(anyhow=anyhow))


GESTURES: dict[str, Callable[[Bench], None]] = {
    "pan at 100%": lambda bench: pan(bench, 1.0),
    "pan at 50%": lambda bench: pan(bench, 0.5),
    "zoom around 50%": lambda bench: zoom(bench, 0.5),
    "zoom around 100%": lambda bench: zoom(bench, 1.0),
    "repaint, 100%": lambda bench: repaint(bench, 1.0),
    "repaint, whole map": lambda bench: repaint(bench, None),
    "drag a step, 100%": lambda bench: drag(bench, "s40", 1.0, (3, 1)),
    "drag a step, 50%": lambda bench: drag(bench, "s40", 0.5, (3, 1)),
    "drag a step, whole map": lambda bench: drag(bench, "s52", None, (1, 0)),
    "drag a hub, 100%": lambda bench: drag(bench, HUB, 1.0, (3, 1)),
    "drag a hub, 50%": lambda bench: drag(bench, HUB, 0.5, (2, 1)),
    "make room, 100%": lambda bench: drag(bench, "s900", 1.0, (3, 0), "space"),
    "make room, 50%": lambda bench: drag(bench, "s900", 0.5, (3, 0), "space"),
    "rubber band, 100%": lambda bench: band(bench, 1.0),
    "rubber band, whole map": lambda bench: band(bench, None),
    "fit": fit,
    "one number": one_number,
    "commands": commands,
}


if __name__ == "__main__":
    asked = sys.argv[1:]
    if "--list" in asked:
        raise SystemExit("\n".join(GESTURES))
    steps_asked = int(asked.pop(0)) if asked and asked[0].isdigit() else 2000
    sized = asked and re.fullmatch(r"(\d+)x(\d+)", asked[0])
    if sized:
        del asked[0]
    main(steps_asked, (int(sized[1]), int(sized[2])) if sized else (1600, 900), asked)
