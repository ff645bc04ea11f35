"""The whole map as text, read again after somebody changed it: old and new lines are aligned.

A name that changed to an unknown one is a rename, to a known one a move; a remark that went is unknown again; a line
that went takes its flow along, and steps that no line names any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from crosslane.model.diff import Diff, drops, puts, squash
from crosslane.model.edits.fields import rename, set_fields
from crosslane.model.edits.removing import remove
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.plan import free_place
from crosslane.model.records import Flow, Step
from crosslane.model.scribe.grammar import Chain, LaneAlone, Named, parse, quoted
from crosslane.model.scribe.lines import Names, Told, folded, told_lines
from crosslane.model.scribe.reading import read_line
from crosslane.model.scribe.remarks import fields_of
from crosslane.model.settle import settle

_CLEARED: dict[str, Any] = {"type": "forward", "waits_for": ()}
_CLEARED_OF_STEP: dict[str, Any] = {"type": "activity"}


@dataclass(frozen=True)
class Rereading:
    """What a changed text does to its map, and the lines (from 0) that make no sense, with the sentence why.

    A line with a problem changes nothing, and what it told before stays.
    """

    diff: Diff
    problems: tuple[tuple[int, str], ...] = ()


def reread(map_: Map, text: str) -> Rereading:
    """Return what changes when the map's text (its `lines`) becomes this text; lines may be moved, blank ones are nothing."""
    reader = _Reader(map_)
    reader.read([(at, line.strip()) for at, line in enumerate(text.splitlines()) if line.strip()])
    return Rereading(reader.diff, tuple(sorted(reader.problems)))


Numbered = tuple[int, str]


class _Reader:
    def __init__(self, map_: Map) -> None:
        self.before = self.map = map_
        self.old = told_lines(map_)
        self.diff: Diff = {}
        self.problems: list[tuple[int, str]] = []
        self.kept: set[str] = set()

    def read(self, new: list[Numbered]) -> None:
        added: list[Numbered] = []
        gone: list[Told] = []
        for old_part, new_part in _aligned(self.old, new):
            paired = min(len(old_part), len(new_part))
            for told, line in zip(old_part, new_part, strict=False):
                if not self._changed(told, line):
                    gone.append(told)
                    added.append(line)
            gone += old_part[paired:]
            added += new_part[paired:]
        self._drop_flows(gone)
        for line in added:
            self._new(line)
        self._drop_unnamed(gone, [line for _, line in new])

    def _add(self, diff: Diff) -> None:
        settled = settle(self.map, diff)
        self.map = self.map.apply(settled)
        self.diff = squash(self.diff, settled)

    def _new(self, line: Numbered) -> None:
        reading = read_line(self.map, line[1])
        if reading.problem:
            self.problems.append((line[0], reading.problem))
            return
        self._add(reading.diff)

    def _changed(self, told: Told, line: Numbered) -> bool:
        """Take over what changed within a line; False when it tells something else altogether."""
        try:
            was, now = parse(told.text), parse(line[1])
            if isinstance(was, LaneAlone) and isinstance(now, LaneAlone) and told.lane:
                self._add(rename(self.map, told.lane, now.name))
                return True
            if not (isinstance(was, Chain) and isinstance(now, Chain)) or not _alike(was, now):
                return False
            diff = self._of_line(told, was, now)
        except Problem as problem:
            self.problems.append((line[0], str(problem)))
            self.kept |= {*told.steps, *([told.flow] if told.flow else [])}
            return True
        self._add(diff)
        return True

    def _of_line(self, told: Told, was: Chain, now: Chain) -> Diff:
        diff: Diff = {}
        ends: list[str] = []
        for step_id, old, new in zip(told.steps, was.steps, now.steps, strict=True):
            step_diff, end = self._of_step(self.map.apply(diff), step_id, old, new)
            diff = squash(diff, step_diff)
            ends.append(end)
        if told.flow:
            calendar = self.map.head.calendar
            changed = _differing(
                fields_of(was.steps[-1].remarks, calendar)[0], fields_of(now.steps[-1].remarks, calendar)[0], _CLEARED
            )
            after = self.map.apply(diff)
            flow = after.flow(told.flow)
            if (flow.source, flow.target) != (ends[0], ends[-1]):
                changed |= {"bends": (), "waypoints": ()}
            put = flow.but(source=ends[0], target=ends[-1], **changed)
            diff = squash(diff, puts(after, [put]))
        return diff

    def _of_step(self, now: Map, step_id: str, old: Named, new: Named) -> tuple[Diff, str]:
        """Return the changes of one end of a line, and the step that stands there now."""
        calendar = now.head.calendar
        fields = _differing(fields_of(old.remarks, calendar)[1], fields_of(new.remarks, calendar)[1], _CLEARED_OF_STEP)
        if (old.lane, old.name) == (new.lane, new.name):
            return (set_fields(now, step_id, **fields) if fields else {}), step_id
        lane_diff, lane_id = _lane(now, step_id, new)
        now = now.apply(lane_diff)
        there = _step_called(now, lane_id, new.name)
        if there and there != step_id:
            return squash(lane_diff, set_fields(now, there, **fields) if fields else {}), there
        diff: Diff = {}
        if folded(old.name) != folded(new.name) or old.name != new.name:
            diff = rename(now, step_id, new.name)
        step = now.apply(diff).step(step_id)
        if step.lane != lane_id:
            x, y = free_place(now, lane_id, step.x, step.y)
            diff = squash(diff, puts(now, [step.but(lane=lane_id, x=x, y=y)]))
        diff = squash(diff, set_fields(now.apply(diff), step_id, **fields) if fields else {})
        return squash(lane_diff, diff), step_id

    def _drop_flows(self, gone: Iterable[Told]) -> None:
        self._add(drops(self.map, [told.flow for told in gone if told.flow and told.flow not in self.kept]))

    def _drop_unnamed(self, gone: Iterable[Told], text: list[str]) -> None:
        """Remove the steps and lanes of lines that went when no line of the text names them any more."""
        names = Names.of(self.before)
        said = set(_places(text))
        lanes = {lane for lane, _ in said}
        for told in gone:
            for id_ in told.steps:
                step = self.before.step(id_)
                place = (folded(names.lanes.get(step.lane, "")), folded(names.steps[id_]))
                named = place in said or ("", place[1]) in said
                if not named and id_ not in self.kept and not self.diff.get(id_):
                    self._add(remove(self.map, [id_]))
            if told.lane and folded(names.lanes[told.lane]) not in lanes and not self.map.steps_of(told.lane):
                self._add(remove(self.map, [told.lane]))


def _aligned(old: list[Told], new: list[Numbered]) -> Iterator[tuple[list[Told], list[Numbered]]]:
    """Yield the stretches in which the two differ."""
    matcher = SequenceMatcher(None, [told.text for told in old], [line for _, line in new], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            yield old[a:b], new[c:d]


def _alike(was: Chain, now: Chain) -> bool:
    """Say whether two lines have the same number of steps, told the same way round, and something in common."""
    if len(was.steps) != len(now.steps) or was.backwards != now.backwards:
        return False
    if len(was.steps) == 1:
        return True
    kept = sum((a.lane, a.name) == (b.lane, b.name) for a, b in zip(was.steps, now.steps, strict=True))
    same = sum(a.name == b.name for a, b in zip(was.steps, now.steps, strict=True))
    return kept + same > 0


def _differing(was: dict[str, Any], now: dict[str, Any], cleared: dict[str, Any]) -> dict[str, Any]:
    gone = {name: cleared.get(name) for name in was if name not in now}
    return gone | {name: value for name, value in now.items() if name not in was or was[name] != value}


def _lane(now: Map, step_id: str, new: Named) -> tuple[Diff, str]:
    """Return the lane that a step is in now: the one named; a new name for a lane with this step alone renames it."""
    lane_id = now.step(step_id).lane
    names = Names.of(now)
    if new.lane is None or folded(names.lanes.get(lane_id, "")) == folded(new.lane):
        return {}, lane_id
    known = next((id_ for id_, name in names.lanes.items() if folded(name) == folded(new.lane)), None)
    if known:
        return {}, known
    if len(now.steps_of(lane_id)) == 1:
        return rename(now, lane_id, new.lane), lane_id
    made = read_line(now, f"{quoted(new.lane)}:")
    return made.diff, made.select[0]


def _step_called(map_: Map, lane_id: str, name: str) -> str | None:
    names = Names.of(map_).steps
    return next((s.id for s in map_.steps_of(lane_id) if folded(names[s.id]) == folded(name)), None)


def _places(text: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in text:
        try:
            parsed = parse(line)
        except Problem:
            continue
        lane = ""
        for named in parsed.steps if isinstance(parsed, Chain) else []:
            lane = folded(named.lane) if named.lane is not None else lane
            yield lane, folded(named.name)
        if isinstance(parsed, LaneAlone):
            yield folded(parsed.name), ""


def changes_told(map_: Map, diff: Diff) -> list[str]:
    """Return in short lines what a diff does to a map: what is new, renamed, changed, gone."""
    after = map_.apply(diff)
    new, gone, renamed, changed = [], [], [], []
    for id_, change in diff.items():
        if change.before is None:
            new.append(_called(after, id_))
        elif change.after is None:
            gone.append(_called(map_, id_))
        elif getattr(change.before, "name", None) != getattr(change.after, "name", None):
            renamed.append(f"{_called(map_, id_)} to {getattr(change.after, 'name', '')}")
        else:
            changed.append(_called(map_, id_))
    said = (("New", new), ("Renamed", renamed), ("Changed", changed), ("Gone", gone))
    return [f"{what}: {_some(names)}." for what, names in said if names]


def _some(names: list[str], most: int = 4) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def _called(map_: Map, id_: str) -> str:
    record = map_.get(id_)
    names = Names.of(map_)
    if isinstance(record, Flow):
        number = f"handoff {record.number}" if record.number is not None else "flow"
        ends = (names.steps.get(end, "?") for end in (record.source, record.target))
        return f"{number} ({' to '.join(ends)})"
    if isinstance(record, Step):
        return names.place(map_, id_)
    return f"lane {names.lanes[id_]}" if id_ in names.lanes else "the map"
