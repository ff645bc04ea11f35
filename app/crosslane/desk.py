"""The desk: the library, the open map with its editor, and the file it may be linked to. Everything typed is saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crosslane.editor import Editor
from crosslane.exchange.mapfile import SUFFIX
from crosslane.exchange.templates import template
from crosslane.model.diff import between, invert, puts
from crosslane.model.edits.lanes import discipline_of
from crosslane.model.errors import Problem, Taken
from crosslane.model.ids import slug
from crosslane.model.map import Map
from crosslane.model.ordering import keys
from crosslane.model.plan import is_unplaced
from crosslane.model.records import Lane, MapRecord
from crosslane.model.store import Event
from crosslane.storage.read import Opened

if TYPE_CHECKING:
    from crosslane.storage.library import Library
    from crosslane.storage.linked import Linked
    from crosslane.storage.versions import Kept

NOT_KEPT = "What is typed here is not kept; Ctrl+Shift+S keeps a copy of this map as a file. {why}"
NOT_OPEN = "The library is not open: start Crosslane again."
LOOKS = "Crosslane is open in another window. This one only looks and follows along, until that one is closed."
REFUSED = "This window only looks: type in the other window of Crosslane, or close that one first."
TAKEN_OVER = "The other window is closed: what you type here is saved now."
FIRST_EDIT = "Saved. You are now in your own copy; the example stays. Ctrl+Z undoes, even tomorrow."

LAID_OUT = "The steps had no places yet: they are laid out now. Ctrl+Z takes it back."


class Desk:
    """Opens maps into editors and carries every finished edit to the library and the linked file."""

    def __init__(self, path: Path) -> None:
        """Take the library at a path; `open` reads it."""
        self.path = path
        self.library: Library | None = None
        self.map_id: str | None = None
        self.editor = Editor(Map.of())
        self._linked: Linked | None = None
        self._seen = 0
        # What was typed before the library was opened, and whether that was tried.
        self._early: list[Event] = []
        self._tried = False
        self._why = NOT_OPEN
        self._on_open: list[Callable[[Editor], None]] = []
        self._on_saved: Callable[[bool, str | None], None] = lambda _saved, _sentence: None

    def open(self, told: Callable[[bool, str | None], None]) -> None:
        """Open the library for writing; `told` hears from the writer's thread whether all is saved. Raises Problem.

        A library that another window has is only looked at, and the Problem says so; `follow` keeps up with it.
        """
        self._on_saved, self._tried = told, True
        if self.library is not None:
            # A quick hand had something opened before: a second time it would be in our own way.
            return
        early, self._early = self._early, []
        try:
            self.library = self._open_library()
        except Taken:
            self.library = self._open_library(read_only=True)
            self._seen = self.library.state
            _close(self.editor)
            raise Taken(LOOKS) from None
        except Problem as problem:
            # What is wrong, where, and what to do about it.
            self._why = str(problem)
            if early:
                self._not_kept()
            raise
        if early:
            self._keep(early)

    def _open_library(self, *, read_only: bool = False) -> Library:
        # Writing brings sqlite-utils and with it NumPy: only after the first paint.
        from crosslane.storage.library import open_library  # noqa: PLC0415  (see above)

        def told(pending: int, problem: str | None) -> None:
            self._on_saved(pending == 0, problem)

        return open_library(self.path, told, read_only=read_only)

    @property
    def looks(self) -> bool:
        """Say whether another window has the library, so that this one only looks."""
        return self.library is not None and self.library.read_only

    def follow(self) -> str:
        """Take in what the window that has the library did; once it is closed, take its place. Returns a sentence or "".

        Raises Problem.
        """
        looking = self.library
        if looking is None or not looking.read_only:
            return ""
        try:
            self.library = self._open_library()
        except Taken:
            self._catch_up(looking)
            return ""
        looking.close()
        if self.map_id is not None:
            self.open_map(self.map_id)
        else:
            self._show(Editor(self.editor.map, last_seq=1), None)
        return TAKEN_OVER

    def _catch_up(self, looking: Library) -> None:
        now = looking.state
        if now != self._seen and self.map_id is not None:
            today = looking.open_map(self.map_id).map
            self.editor.store.commit(between(self.editor.store.map, today), "From the other window", origin="remote")
        self._seen = now

    def on_open(self, listener: Callable[[Editor], None]) -> None:
        """Call the listener with the editor whenever another map is opened."""
        self._on_open.append(listener)

    # Opening

    def show_first(self, last: Opened | None) -> None:
        """Show the map that was open last, else the example."""
        if last is None:
            self.show_example("loop")
        else:
            self._show(Editor(last.map, last_seq=last.seq, rows=last.rows), last.id)

    def show_example(self, id_: str) -> None:
        """Show an example; the first edit makes a copy of it in the library."""
        self._linked = None
        # The copy that the first edit makes begins its journal with entry 1.
        self._show(Editor(template(id_), last_seq=1), None)

    def start(self, map_: Map) -> None:
        """Begin a map of one's own."""
        self._linked = None
        map_id = self._library().add(map_, label="New map")
        self.open_map(map_id)

    def open_map(self, map_id: str) -> None:
        """Open a map of the library; raises Problem."""
        opened = self._library().open_map(map_id)
        self._linked = None
        self._show(Editor(opened.map, last_seq=opened.seq, rows=opened.rows), map_id)

    def open_file(self, path: Path) -> str:
        """Open a file: a map file stays linked, a picture's map becomes one of the library; returns a sentence or "".

        Raises Problem.
        """
        # As the library itself: nothing of this is needed to paint the first map.
        from crosslane.exchange.embedded import open_any  # noqa: PLC0415  (see above)
        from crosslane.storage.linked import open_linked  # noqa: PLC0415  (see above)

        if path.suffix.lower() != SUFFIX:
            self.start(open_any(path))
            return f"The map from {path.name} is now in your library."
        opened, linked, merge = open_linked(self._library(), path)
        self._show(Editor(opened.map, last_seq=opened.seq, rows=opened.rows), opened.id)
        self._linked = linked
        if merge is not None:
            self.editor.store.commit(merge.diff, "Changed in the file", origin="user")
            return merge.sentence
        return self._lay_out()

    def _lay_out(self) -> str:
        """Lay out a map whose steps nobody has given places; returns the sentence about it, or ""."""
        if not is_unplaced(self.editor.map):
            return ""
        # Tidy-up brings NumPy: only for the few maps that need it.
        from crosslane.layout.tidy import first_places  # noqa: PLC0415  (see above)

        self.editor.store.commit(first_places(self.editor.map), "Lay out")
        return LAID_OUT

    def _show(self, editor: Editor, map_id: str | None) -> None:
        self.editor, self.map_id = editor, map_id
        if self.looks:
            _close(editor)
        editor.store.subscribe(self._on_event)
        for listener in self._on_open:
            listener(editor)

    # Saving

    def _on_event(self, event: Event) -> None:
        if event.draft or self.looks:
            return
        if self.library is not None:
            self._keep([event])
        elif self._tried:
            self._not_kept()
        else:
            # A quick hand was there before the library.
            self._early.append(event)

    def _keep(self, events: Sequence[Event]) -> None:
        """Hand finished edits to the library; the first ones of an example make a copy of it there."""
        library, first = self._library(), self.map_id is None
        if self.map_id is None:
            self.map_id = library.add(_before(events[0]), label="Copy of the example")
        self.editor.mark_saved(False)
        for event in events:
            library.save(self.map_id, event)
        if first:
            library.open_map(self.map_id)
            map_ = events[-1].map
            self.editor.store.note(puts(map_, [map_.head.but(example=False)]), "Copy of the example")
            self.editor.say(FIRST_EDIT)

    def _not_kept(self) -> None:
        """There is no library to write to: say so, once, and show it as long as it is so."""
        if self.editor.kept:
            self.editor.mark_saved(False, kept=False)
            self.editor.say(NOT_KEPT.format(why=self._why), problem=True)

    def save_file(self) -> str:
        """Rewrite the linked file; returns a sentence when somebody else had changed it, else "". Raises Problem."""
        if self._linked is None:
            return ""
        merge = self._linked.save(self.editor.store.map, self.editor.store.seq)
        if merge is None:
            return ""
        self.editor.store.commit(merge.diff, "Changed in the file")
        return merge.sentence

    @property
    def is_linked(self) -> bool:
        """Say whether the map follows a file."""
        return self._linked is not None

    def close(self) -> bool:
        """Write what is left and let the library go; False, and still open, when something cannot be written.

        What was typed before the library was open opens it now. Raises Problem.
        """
        if self._early and not self._tried:
            self.open(self._on_saved)
        if self.library is None:
            return True
        self.save_file()
        if not self.library.close():
            return False
        self.library, self._linked = None, None
        return True

    def _library(self) -> Library:
        if self.library is None:
            self.open(self._on_saved)
        if self.library is None:
            raise Problem(self._why)
        return self.library

    # The library for dialogs

    def maps(self, words: str = "") -> list[tuple[str, str, str]]:
        """Return (id, title, last edited) of the maps, or of those in whose names the words occur."""
        # As the library itself: not before the first paint.
        from crosslane.storage.library import search  # noqa: PLC0415  (see above)

        found = {map_id for map_id, _, _ in search(self._library(), words)} if words.strip() else None
        return [(e.id, e.title, e.edited) for e in self._library().maps() if found is None or e.id in found]

    def versions(self) -> list[tuple[str, str, int]]:
        """Return (name, when, edit) of the named versions of the open map, newest first."""
        found = self._library().past.versions(self.map_id) if self.map_id is not None else []
        return [(version.name, version.at, version.seq) for version in reversed(found)]

    def kept_at(self, seq: int) -> Kept:
        """Return where the open map is kept as it was after an edit, once all edits since are kept. Raises Problem."""
        # As the library itself: not before the first paint.
        from crosslane.storage.versions import Kept  # noqa: PLC0415  (see above)

        self._library().settle()
        return Kept(self.path, self.map_id or "", seq)

    def name_version(self, name: str) -> None:
        """Name the present of the open map. Raises Problem."""
        if self.map_id is not None:
            self._library().settle()
            self._library().past.name(self.map_id, name)


def _close(editor: Editor) -> None:
    """Have an editor refuse what it could not keep."""
    editor.store.refuse = lambda: editor.say(REFUSED)
    editor.mark_saved(False)


def _before(event: Event) -> Map:
    """Return the map as it was before an edit."""
    return event.map.apply(invert(event.diff))


def own_map(title: str, lanes: list[str], purpose: str) -> Map:
    """Return an empty map of one's own: a title, the lanes of those who take part, what should be better."""
    made = [
        Lane(id=f"{slug(name)}-{at}", name=name, discipline=discipline_of(name), order=key)
        for at, (name, key) in enumerate(zip(lanes, keys(len(lanes)), strict=True))
    ]
    return Map.of([MapRecord(id="map", title=title, purpose=purpose or None), *made])
