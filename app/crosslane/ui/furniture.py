"""What comes into the window after the first paint: outline, panels, menus, the rows of Room view, the mini-map."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QTimer

from crosslane.editor import Editor, Topic
from crosslane.turns import Turns
from crosslane.ui.canvas.minimap import MiniMap
from crosslane.ui.icons import paint_icons
from crosslane.ui.knowledge import show_knowledge
from crosslane.ui.menus import Menus
from crosslane.ui.panels.details import Details
from crosslane.ui.panels.outline import Outline
from crosslane.ui.panels.try_ import WhatToTry
from crosslane.ui.panels.where import WhereTimeGoes
from crosslane.ui.present import Presentation
from crosslane.ui.room import RoomTop
from crosslane.ui.shell import TABS
from crosslane.ui.theme import palette_of
from crosslane.ui.whatif import WhatIfPage
from crosslane.ui.window import NARROW_ROOM, Window

_DETAILS, _TIME, _TRY = 0, 1, 2
# How the window was before presenting: full screen, in Room view.
_BEFORE = "before_presenting"


@dataclass
class Furniture:
    """The parts of a furnished window."""

    outline: Outline
    details: Details
    where: WhereTimeGoes
    to_try: WhatToTry
    room: RoomTop
    presentation: Presentation
    menus: Menus
    minimap: MiniMap


def furnishing(window: Window) -> Turns[Furniture]:
    """Put the panels into the columns, in turns, and give the window its menus, keys, Room view and presentation."""
    shell, editor = window.shell, window.editor
    yield
    outline = Outline(editor)
    yield
    details = Details(editor)
    yield
    where, to_try = WhereTimeGoes(editor), WhatToTry(editor)
    yield
    presentation = Presentation(window.canvas, lambda: _end(window))
    menus = Menus(shell, window.canvas, shell.menus, window.do)
    parts = Furniture(outline, details, where, to_try, RoomTop(), presentation, menus, MiniMap(window.canvas))
    yield
    shell.put_left(parts.outline)
    parts.outline.setFocusProxy(parts.outline.tree)
    for at, panel in enumerate((parts.details, parts.where, parts.to_try)):
        shell.put_tab(at, panel, TABS[at])
    for at, row in enumerate((parts.room, parts.presentation)):
        shell.rows.insertWidget(at, row)
        row.hide()
    follow = _Follow(window, parts)
    window.furnish([parts.outline, parts.details, parts.where, parts.to_try, follow])
    window.on_mode(follow.mode)
    parts.to_try.answer.connect(follow.answer)
    parts.where.answer.connect(follow.answer)
    parts.where.do.connect(window.do)
    window.bind("what_if", follow.what_if)
    parts.to_try.read.connect(lambda id_: show_knowledge(window, f"practice:{id_}"))
    parts.to_try.do.connect(window.do)
    window.bind("context_menu", follow.context_menu)
    window.bind("present", follow.present)
    for menu in shell.menus.values():
        menu.aboutToShow.connect(follow.enable)
        menu.aboutToHide.connect(parts.menus.enable_all)
    paint_icons(shell.top, palette_of(window.dark).text)
    return parts


def _end(window: Window) -> None:
    was_full, was_in_room = window.shell.property(_BEFORE) or (False, False)
    if not was_full:
        window.shell.showNormal()
    window.show_room(was_in_room)


class _Follow:
    """What follows the map and the mode of the window."""

    def __init__(self, window: Window, parts: Furniture) -> None:
        self._window, self._parts = window, parts
        self._forget = window.editor.subscribe(self._on_topic)
        self._on_topic("map")

    def show_editor(self, editor: Editor) -> None:
        """Follow another map."""
        self._forget()
        self._forget = editor.subscribe(self._on_topic)
        self._parts.presentation.end()
        self._on_topic("map")

    def _on_topic(self, topic: Topic) -> None:
        window = self._window
        if topic == "map":
            self._parts.room.title.setText(window.editor.map.head.title or "")
        elif topic == "selection" and window.editor.chosen_flow and self._turns():
            window.shell.tabs.setCurrentIndex(_TRY)

    def _turns(self) -> bool:
        """Say whether a flow that is selected turns the page from where time goes to what to try there.

        Not while what if is asked, nor by what is pressed on that page itself.
        """
        where, focused = self._parts.where, self._window.shell.focusWidget()
        at_time = self._window.shell.tabs.currentIndex() == _TIME
        pressed = focused is not None and where.isAncestorOf(focused)
        return at_time and where.what_if.isHidden() and not pressed

    def mode(self, in_room: bool) -> None:
        """Show the row of Room view, or take it away; letters are keys only outside of it."""
        parts = self._parts
        if not in_room and parts.presentation.running:
            parts.presentation.end()
        parts.room.setVisible(in_room)
        parts.room.shrink(narrow=self._window.shell.width() < NARROW_ROOM)
        parts.menus.allow_letters(not in_room)

    def answer(self, field: str) -> None:
        """Turn to the field that answers a question."""
        self._window.shell.tabs.setCurrentIndex(_DETAILS)
        self._parts.details.go_to(field)

    def what_if(self) -> None:
        """Ask what if beside the map, or over it where no panel is shown."""
        window, flow = self._window, self._window.editor.chosen_flow
        if not window.shell.tabs.isVisible():
            on = flow.id if flow else None
            WhatIfPage(window.editor, window.shell, on=on, lanes=not window.in_room).exec()
            window.canvas.setFocus()
            return
        window.shell.tabs.setCurrentIndex(_TIME)
        self._parts.where.ask(flow.id if flow else None)

    def present(self) -> None:
        """Tell the flow as a story, full screen; Esc ends it."""
        window, parts = self._window, self._parts
        if parts.presentation.running:
            parts.presentation.end()
            return
        window.shell.setProperty(_BEFORE, (window.shell.isFullScreen(), window.in_room))
        window.show_room(True)
        parts.room.hide()
        window.shell.showFullScreen()
        window.canvas.setFocus()
        QTimer.singleShot(0, window.canvas, lambda: parts.presentation.begin(window.editor))

    def enable(self) -> None:
        """Enable in the menus what makes sense now."""
        self._parts.menus.enable(self._window.editor)

    def context_menu(self) -> None:
        """Open the menu of what is selected."""
        window = self._window
        menu = self._parts.menus.context(window.editor, window.shell)
        menu.exec(window.menu_place(window.shell.cursor().pos()))
        menu.deleteLater()
        self._parts.menus.enable_all()
