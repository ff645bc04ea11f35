"""A user who does anything at all, in any order, and never finds a broken map."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from crosslane.analysis.flow import analyse
from crosslane.editor import Editor
from crosslane.exchange.mapfile import read_text, write_text
from crosslane.model import edits
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Step
from crosslane.storage.library import open_library

numbers = st.integers(0, 200)
waits = st.sampled_from(["2d", "~3h", "1-5d", "?", "3m", "nonsense", "0", "2w elapsed"])
lines = st.sampled_from(
    [
        "Dev: A > Ops: B | wait 2d, ok 6/10",
        "Ops: B < AI: C",
        "1 3d 6/10",
        "9 1d",
        "Dve: X",
        "A > New > B",
        '"a',
        "Dev: A > Dev: A | rework 30%",
    ]
)


class MonkeyUser(RuleBasedStateMachine):
    """Creates, connects, drags, types, undoes, pastes and reopens."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "library.db"
        self.library = open_library(self.path)
        self.map_id = self.library.add(
            Map.of([MapRecord(id="map"), Lane(id="dev", name="Dev"), Lane(id="ops", name="Ops", order="j")])
        )
        self.reopen()

    def teardown(self) -> None:
        self.library.close()
        self.folder.cleanup()

    def pick(self, kind: type[Step | Flow | Lane], number: int) -> str | None:
        found = [r.id for r in self.editor.map.records() if isinstance(r, kind)]
        return sorted(found)[number % len(found)] if found else None

    @rule(at=numbers, name=st.sampled_from(["A", "B", "C", ""]))
    def add(self, at: int, name: str) -> None:
        lane = self.pick(Lane, at)
        if lane:
            self.editor.run("Add", edits.add_step, lane, name, x=at * 8)

    @rule(at=numbers, direction=st.sampled_from(["right", "left", "up", "down"]))
    def append(self, at: int, direction: str) -> None:
        step = self.pick(Step, at)
        if step:
            self.editor.run("Append", edits.append_step, step, direction=direction)

    @rule(a=numbers, b=numbers)
    def connect(self, a: int, b: int) -> None:
        source, target = self.pick(Step, a), self.pick(Step, b)
        if source and target:
            self.editor.run("Connect", edits.connect, source, target)

    @rule(a=numbers, dx=st.integers(-400, 400), dy=st.integers(-400, 400), give_up=st.booleans())
    def drag(self, a: int, dx: int, dy: int, give_up: bool) -> None:
        step = self.pick(Step, a)
        if step is None:
            return
        before = self.editor.map
        try:
            with self.editor.store.edit("Drag") as edit:
                edit.replace(edits.move_steps(edit.before, [step], dx / 2, dy / 2))
                edit.replace(edits.move_steps(edit.before, [step], dx, dy))
                if give_up:
                    raise KeyboardInterrupt
        except KeyboardInterrupt:
            assert self.editor.map == before

    @rule(a=numbers, text=waits)
    def say_wait(self, a: int, text: str) -> None:
        flow = self.pick(Flow, a)
        if flow:
            self.editor.run("Set wait", edits.set_fields, flow, wait=text)

    @rule(text=lines)
    def type_line(self, text: str) -> None:
        from crosslane.model.scribe import read_line

        reading = read_line(self.editor.map, text)
        if not reading.problem:
            self.editor.commit(reading.diff, "Scribe")

    @rule(a=numbers, kind=st.sampled_from([Step, Flow, Lane]))
    def remove(self, a: int, kind: type[Step | Flow | Lane]) -> None:
        chosen = self.pick(kind, a)
        if chosen:
            self.editor.run("Remove", edits.remove, [chosen])

    @precondition(lambda self: bool(self.editor.map.lanes))
    @rule()
    def copy_all(self) -> None:
        if len(self.editor.map.steps) < 12:
            self.editor.run("Duplicate", edits.duplicate, [s.id for s in self.editor.map.steps])

    @rule(a=numbers, b=numbers)
    def merge(self, a: int, b: int) -> None:
        into, gone = self.pick(Lane, a), self.pick(Lane, b)
        if into and gone and into != gone:
            self.editor.run("Merge", edits.merge_lanes, into, gone)

    @rule()
    def undo(self) -> None:
        self.editor.undo()

    @rule()
    def redo(self) -> None:
        self.editor.redo()

    @rule()
    def reopen(self) -> None:
        opened = self.library.open_map(self.map_id)
        if hasattr(self, "editor"):
            assert opened.map == self.editor.map
        self.editor = Editor(opened.map, last_seq=opened.seq, rows=opened.rows)
        self.editor.store.subscribe(lambda event: self.library.save(self.map_id, event))

    @invariant()
    def the_map_is_whole(self) -> None:
        map_ = self.editor.map
        assert {flow.source for flow in map_.drawn_flows} | {flow.target for flow in map_.drawn_flows} <= set(
            map_.ids()
        )
        numbers = [flow.number for flow in map_.flows]
        assert len(numbers) == len(set(numbers))
        assert read_text(write_text(map_)) == map_
        assert set(self.editor.routes) == {flow.id for flow in map_.drawn_flows}
        assert set(analyse(map_).steps) == {step.id for step in map_.steps}


MonkeyUser.TestCase.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)
TestMonkeyUser = MonkeyUser.TestCase
