"""Frames of the whole window on a map of 2,000 steps and 4,000 flows, beside one plain layer painted in the same run.

The yardstick is a single painting of that many rounded cards and lines, batched by style, without text: about the least
that a frame of the whole map costs on the machine at hand. Gestures are real mouse events; each is timed with its
repaint, and everything else that runs in the window meanwhile counts. Times are the processor's, so that what else the
machine does does not count.

python tests/benchmarks/bench_gestures.py [STEPS] [WIDTHxHEIGHT]
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QApplication

from crosslane.main import start
from crosslane.model import edits
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Record, Step
from crosslane.model.values import Duration
from crosslane.storage.library import open_library
from crosslane.ui.window import Window

HUB = "s41"
PATIENCE = float(os.environ.get("PATIENCE", "15"))


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

    def settle(self) -> None:
        """Wait until nothing is under way any more, or some seconds: very large maps keep the worker busy."""
        began = quiet = time.perf_counter()
        while time.perf_counter() - quiet < 1.0 and time.perf_counter() - began < PATIENCE:
            self.turn()
            if self.window.errands.worker.busy or self.canvas.picture.owed:
                quiet = time.perf_counter()

    def mouse(self, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
        """Send one mouse event to the canvas."""
        where = QPointF(self.view.mapToGlobal(at))
        event = QMouseEvent(kind, at, where, button, held, Qt.KeyboardModifier.NoModifier)
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
        self.settle()
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
                self.settle()
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

    def look_at(self, id_: str, zoom: float) -> None:
        """Zoom, with a step in the middle of the view."""
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


def main(steps: int, size: tuple[int, int]) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CROSSLANE_HOME"] = folder
        hub = 100 if steps > 200 else 20
        bench = Bench(large_map(steps, hub), folder, size)
        print(
            f"{steps} steps, {len(bench.window.editor.map.flows)} flows, {size[0]} x {size[1]}; yardstick (one layer)"
        )
        print(f"painted in {yard() * 1000:.1f} ms")
        gestures(bench)
        one_number(bench)
        commands(bench)
        bench.window.shell.close()


def gestures(bench: Bench) -> None:
    """Pan, zoom, drag, rubber band."""
    canvas, bar = bench.canvas, bench.canvas.horizontalScrollBar()
    for zoom in (1.0, 0.5):
        bench.look_at("s900" if "s900" in bench.window.editor.map else "s40", zoom)
        start_at = bar.value()
        bench.tell(f"pan at {zoom:.0%}", bench.timed(lambda n, a=start_at: bar.setValue(a + n * 30)))
    bench.tell("zoom around 50%", bench.timed(lambda n: canvas.set_zoom(0.5 * 1.01 ** (n % 20))))
    canvas.fit()
    QApplication.processEvents()
    bench.tell("repaint, whole map", bench.timed(lambda _: bench.view.update()))
    bench.look_at("s40", 1.0)
    bench.drag("drag a step at 100%", bench.place("s40"), 3, 1)
    bench.look_at("s40", 1.0)
    bench.band("rubber band at 100%", 8, 5)
    bench.look_at(HUB, 1.0)
    bench.drag("drag a hub at 100%", bench.place(HUB), 3, 1)
    bench.look_at(HUB, 0.5)
    bench.drag("drag a hub at 50%", bench.place(HUB), 2, 1)
    canvas.fit()
    QApplication.processEvents()
    bench.drag("drag a step, whole map", bench.place("s52"), 1, 0)
    bench.band("rubber band, whole map", 8, 5)


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
    bench.settle()
    print(f"all results of an edit after {time.perf_counter() - began - 1.0:.2f} s")
    bench.tell("  turns until all is known", bench.blocked)


def commands(bench: Bench) -> None:
    """Single commands: each turn of the event loop from the key to rest."""
    window, canvas, editor = bench.window, bench.canvas, bench.window.editor
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
    editor.select([])
    bench.command("fit", canvas.fit)
    bench.command("fit anyhow", lambda: canvas.fit(anyhow=True))


if __name__ == "__main__":
    wide, _, high = (sys.argv[2] if len(sys.argv) > 2 else "1600x900").partition("x")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000, (int(wide), int(high)))
