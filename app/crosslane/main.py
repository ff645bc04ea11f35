"""The window's start: the one place that knows everybody. Chrome first, then the map, then the rest."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from crosslane.garbage import collector
from crosslane.gate import guarded, refuse, unexpected
from crosslane.model.errors import Problem
from crosslane.settings import library_path, places
from crosslane.storage.knock import answer, is_taken, knock
from crosslane.turns import Turns, at_once
from crosslane.ui.look import Look, is_dark, look_of, read_look, take_look, write_look
from crosslane.ui.screen import has_screen, make_application
from crosslane.ui.shell import Shell
from crosslane.ui.theme import apply_theme, palette_of
from crosslane.ui.turns import in_turns

if TYPE_CHECKING:
    from crosslane.desk import Desk
    from crosslane.ui.window import Window

PATIENCE_MS = 700
# What the window with the map is made of.
_FIRST = ("crosslane.ui.canvas.view", "crosslane.ui.window", "multiprocessing.connection")
# What the rest of the window is made of, in pieces that take less than a frame or cannot be had smaller.
_LATER = (
    "crosslane.exchange.sheet",
    "crosslane.exchange.raster",
    "crosslane.ui.dialogs.choose",
    "crosslane.exchange.documents",
    "crosslane.exchange.charts",
    "crosslane.ui.views",
    "crosslane.ui.comparing",
    "crosslane.ui.panels.details",
    "crosslane.ui.furniture",
    "crosslane.wiring",
    "filelock",
    "crosslane.storage.library",
)


class _Once:
    """A call that happens once, whoever asks first."""

    def __init__(self, do: Callable[[], None]) -> None:
        self._do: Callable[[], None] | None = do

    def __call__(self) -> None:
        do, self._do = self._do, None
        if do is not None:
            do()


def run_window(name: str | None, library: str | None) -> int:
    """Open the window on a map (a file, or a title or id in the library), else where one was last; returns the exit code.

    A window that has the library already comes to the front instead. Without a screen, or when the window cannot be
    made, it says so in one sentence and returns 2.
    """
    if not has_screen():
        return refuse("There is no screen here to open a window on: see crosslane --help for what works without.")
    return guarded(lambda: _run(name, library))


def _run(name: str | None, library: str | None) -> int:
    def hook(_kind: type[BaseException], error: BaseException, _trace: object) -> None:
        # Until the window has a place of its own for it.
        QCoreApplication.exit(refuse(unexpected(error)))

    sys.excepthook = hook
    path = Path(library) if library else library_path()
    if is_taken(path) and knock(path, _wish(name)):
        sys.stderr.write("crosslane: Crosslane is open already; its window is at the front now.\n")
        return 0
    application, _ = start(name, library)
    return application.exec()


def _wish(name: str | None) -> str:
    """Return what to open as the other window finds it, which may have been started in another folder."""
    return str(Path(name).resolve()) if name and Path(name).exists() else name or ""


def start(
    name: str | None, library: str | None, then: Callable[[Window], object] = lambda _: None
) -> tuple[QApplication, Shell]:
    """Show the chrome; the map follows as soon as the chrome is painted, and `then` is called with the window.

    The event loop is the caller's.
    """
    # Looking for plugins of pydantic means reading about every installed package; we use none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    application = make_application()
    application.setApplicationName("crosslane")
    application.setDesktopFileName("crosslane")
    look = read_look(places().state)
    dark = is_dark(look)
    apply_theme(application, dark=dark)
    path = Path(library) if library else library_path()
    shell = Shell()
    take_look(shell, look)
    if application.platformName() != "offscreen":
        # A screen that nobody sees may be of any size.
        shell.fit_screen()
    if not name and not path.exists():
        shell.show_sides(False)
    fill = _Once(lambda: _fill(application, shell, path, name, look, then))
    still = _Once(lambda: _show_still(shell, path, fill, dark=dark) if not name else fill())
    shell.painted.connect(lambda: QTimer.singleShot(0, shell, still))
    QTimer.singleShot(PATIENCE_MS, shell, fill)
    # Before anything is dressed: to dress it anew takes a third of the start.
    shell.suit_width()
    shell.show()
    return application, shell


def _show_still(shell: Shell, path: Path, fill: _Once, *, dark: bool) -> None:
    """Show the map as it was last seen, if it still is what it was; the map itself follows."""
    # The database is not needed to paint the chrome.
    from crosslane.first_picture import show_first_picture  # noqa: PLC0415  (see above)

    shell.map_painted.connect(lambda: QTimer.singleShot(0, shell, fill))
    if not show_first_picture(shell, path, dark=dark):
        fill()


def _fill(
    application: QApplication,
    shell: Shell,
    path: Path,
    name: str | None,
    look: Look,
    then: Callable[[Window], object],
) -> None:
    # Records, and pydantic with them, are not needed to paint the chrome.
    from crosslane.desk import Desk  # noqa: PLC0415  (see above)
    from crosslane.ui.icons import paint_icons  # noqa: PLC0415  (see above)

    paint_icons(shell.top, palette_of(is_dark(look)).text)
    in_turns(shell, _opening(application, shell, Desk(path), name, look, then))


def open_window(
    application: QApplication, shell: Shell, desk: Desk, name: str | None, look: Look | None = None
) -> Window:
    """Show the map in the shell; the library is opened for writing right after the map is painted."""
    opened: list[Window] = []
    at_once(_opening(application, shell, desk, name, look, opened.append))
    return opened[0]


def _opening(
    application: QApplication,
    shell: Shell,
    desk: Desk,
    name: str | None,
    look: Look | None,
    then: Callable[[Window], object],
) -> Turns[None]:
    # As above: this brings the records, the analysis and the drawing.
    from crosslane.editor import getting_ready  # noqa: PLC0415  (see above)
    from crosslane.storage.read import reading  # noqa: PLC0415  (see above)

    # Nobody knows yet how large the map is.
    collector.rest("opening")
    yield
    yield from _imported(_FIRST)
    problem = ""
    last = None
    try:
        last = (yield from reading(desk.path)) if desk.path.exists() else None
    except Problem as error:
        problem = str(error)
    yield
    desk.show_first(last)
    yield from getting_ready(desk.editor)
    then(_made(application, shell, desk, name, look, problem, first=last is None and not name))


def _imported(modules: Iterable[str]) -> Turns[None]:
    for module in modules:
        import_module(module)
        yield


def _made(
    application: QApplication,
    shell: Shell,
    desk: Desk,
    name: str | None,
    look: Look | None,
    problem: str,
    *,
    first: bool,
) -> Window:
    from crosslane.ui.trouble import log_to  # noqa: PLC0415  (see above)
    from crosslane.ui.window import Window  # noqa: PLC0415  (see above)

    window = Window(shell, desk.editor)
    window.dark = is_dark(look or Look())
    window.canvas.dress(window.canvas.tokens, palette_of(window.dark), room=False)
    window.strip.dress(palette_of(window.dark), room=False)
    log_to(places().state, window)
    if first:
        window.show_panels(False)
    window.canvas.fit(soon=True)
    finish = _Once(lambda: in_turns(window, _finish(application, window, desk, name, problem, first=first)))
    window.canvas.painted.connect(shell.map_painted)
    window.canvas.painted.connect(lambda: QTimer.singleShot(0, window, finish))
    # A window that is never shown, or shown late, gets its library all the same.
    QTimer.singleShot(PATIENCE_MS, window, finish)
    collector.go_on("opening")
    chosen = look.dark if look is not None else None
    shell.closing.connect(lambda: _remember(window, chosen))
    shell.closing.connect(lambda: _keep_early(desk))
    return window


def _keep_early(desk: Desk) -> None:
    """Keep what a quick hand typed where the window is closed before the library was opened for writing."""
    if desk.library is None:
        with suppress(Problem):
            desk.close()


def _remember(window: Window, chosen: bool | None) -> None:
    dark = window.dark if chosen is not None or window.dark != is_dark(Look()) else None
    write_look(places().state, look_of(window.shell, dark))


def _finish(
    application: QApplication, window: Window, desk: Desk, name: str | None, problem: str, *, first: bool
) -> Turns[None]:
    """What can wait until the first paint: panels, dialogs, exports, the writer, the map named on the command line."""
    yield from _imported(_LATER)
    # These bring half of the program along, and none of it is seen in the first picture.
    from crosslane.first_picture import kept_still  # noqa: PLC0415  (see above)
    from crosslane.storage.glance import last_state  # noqa: PLC0415  (see above)
    from crosslane.ui.asking_why import bind_asking_why  # noqa: PLC0415  (see above)
    from crosslane.ui.comparing import bind_comparing  # noqa: PLC0415  (see above)
    from crosslane.ui.first_run import Welcome  # noqa: PLC0415  (see above)
    from crosslane.ui.furniture import furnishing  # noqa: PLC0415  (see above)
    from crosslane.ui.helping import bind_help  # noqa: PLC0415  (see above)
    from crosslane.ui.outlook import bind_outlook  # noqa: PLC0415  (see above)
    from crosslane.ui.pages import bind_pages  # noqa: PLC0415  (see above)
    from crosslane.ui.still_keeper import StillKeeper  # noqa: PLC0415  (see above)
    from crosslane.ui.tidying import bind_tidying  # noqa: PLC0415  (see above)
    from crosslane.wiring import wire  # noqa: PLC0415  (see above)

    # What is there now stays; nobody needs to look through it again.
    gc.freeze()
    parts = yield from furnishing(window)
    yield
    bind_outlook(window, parts.where)
    bind_help(window)
    bind_pages(window)
    bind_tidying(window)
    bind_comparing(window, desk.versions, desk.kept_at)
    bind_asking_why(window, desk.versions)
    wire(application, window, desk)
    StillKeeper(window, kept_still(), lambda: last_state(desk.path) if desk.map_id else "")
    yield
    if first:
        Welcome(window)

    def told(saved: bool, sentence: str | None) -> None:
        # Called from the writer's thread: Qt carries it over.
        QTimer.singleShot(0, window, lambda: _heard(window, desk, saved, sentence))

    try:
        desk.open(told)
        if name:
            said = _open_named(desk, name)
            if said:
                window.say(said)
    except Problem as error:
        problem = str(error)
    if problem:
        window.say(problem, problem=True)
    _meet_others(window, desk)


def _meet_others(window: Window, desk: Desk) -> None:
    # As above: others are met when the map is painted.
    from crosslane.ui.second import Doorbell, Following  # noqa: PLC0415  (see above)

    if desk.looks:
        Following(window, desk.follow)
    Doorbell(window, desk.path.parent, partial(_heard_knocking, desk), partial(_asked_for, window, desk))


def _heard_knocking(desk: Desk) -> str | None:
    return None if desk.looks else answer(desk.path)


def _asked_for(window: Window, desk: Desk, name: str) -> None:
    """Open what somebody who started the program again asked for."""
    try:
        window.say(_open_named(desk, name))
    except Problem as problem:
        window.say(str(problem), problem=True)


def _open_named(desk: Desk, name: str) -> str:
    """Open a file, else a map of the library by its title or id; a title may have a dot in it."""
    path = Path(name)
    if path.is_file():
        return desk.open_file(path)
    found = desk.library.find(name) if desk.library else None
    if found is not None:
        desk.open_map(found.id)
        return ""
    if path.suffix or os.sep in name:
        return desk.open_file(path)
    raise Problem(f"There is no file and no map in the library called {name!r}.")


def _heard(window: Window, desk: Desk, saved: bool, sentence: str | None) -> None:
    desk.editor.mark_saved(saved)
    if sentence:
        window.say(sentence, problem=True)
