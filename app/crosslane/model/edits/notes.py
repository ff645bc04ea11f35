"""What people add to a map besides steps and flows: notes, votes, and what they take on."""

from __future__ import annotations

from typing import Any

from crosslane.model.diff import Change, Diff, puts
from crosslane.model.ids import new_id
from crosslane.model.map import Map
from crosslane.model.records import Estimate, Experiment, Flow, Note, Step, Verdict, Vote
from crosslane.model.values import Status, Why


def add_note(map_: Map, text: str, *, on: str | None = None, x: float = 0, y: float = 0) -> Diff:
    """Stick a note on a record, or free on the map at (x, y) from its top left."""
    note = Note(id=new_id("note", map_), text=text, on=on, x=round(x), y=round(y))
    return {note.id: Change(None, note)}


def vote(map_: Map, on: str, count: int, *, ballot: str = "", role: str | None = None) -> Diff:
    """Set how many votes a record has in a ballot; for `Store.note`, because votes are outside undo."""
    old = [v for v in map_.on(on) if isinstance(v, Vote) and (v.ballot, v.role) == (ballot, role)]
    record = (
        old[0].but(count=count) if old else Vote(id=new_id("vote", map_), on=on, ballot=ballot, count=count, role=role)
    )
    return puts(map_, [record])


def answer(map_: Map, on: str, field: str, text: str | None, *, who: str | None = None) -> Diff:
    """Keep what the team (or one person) answers about a field, None takes it back; for `Store.note`: outside undo."""
    old = [e for e in map_.on(on) if isinstance(e, Estimate) and (e.field, e.who, e.side) == (field, who, None)]
    if text is None:
        return {e.id: Change(e, None) for e in old}
    given = (
        old[0].but(text=text) if old else Estimate(id=new_id("answer", map_), on=on, field=field, text=text, who=who)
    )
    return puts(map_, [given])


def take_on(map_: Map, on: str, **fields: Any) -> Diff:
    """Begin an experiment at a flow or step; raises Problem for fields that it cannot hold."""
    experiment = Experiment(id=new_id("try", map_), on=on).but(**fields)
    return {experiment.id: Change(None, experiment)}


def decide(
    map_: Map,
    on: str,
    *,
    symptom: str | None = None,
    practice: str | None = None,
    status: Status,
    why: Why | None = None,
    **rest: Any,
) -> Diff:
    """Record what the team decided about a finding or a practice at a place; a later verdict replaces the earlier."""
    key = name_key(map_, on, symptom or practice or "")
    old = [v for v in map_.on(on) if isinstance(v, Verdict) and (v.symptom, v.practice) == (symptom, practice)]
    base = old[0] if old else Verdict(id=new_id("verdict", map_), on=on, symptom=symptom, practice=practice)
    return puts(map_, [base.but(status=status, why=why, name_key=key, **rest)])


def name_key(map_: Map, on: str, subject: str) -> str:
    """Return by what a verdict finds its place again after redrawing: the names at both ends, and what is carried."""
    record = map_.get(on)
    if isinstance(record, Flow):
        ends = (_place(map_, record.source), _place(map_, record.target))
        return " | ".join((subject, *ends, record.carries or "")).lower()
    return " | ".join((subject, _place(map_, on))).lower()


def _place(map_: Map, step_id: str) -> str:
    step, lane = map_.get(step_id), map_.lane_of(step_id)
    return f"{lane.name if lane else ''}: {step.name if isinstance(step, Step) else ''}"


def rehomed(map_: Map) -> Diff:
    """Point verdicts whose record is gone at the record that now has their name key, where there is exactly one."""
    lost = [v for v in map_.others("verdict") if isinstance(v, Verdict) and v.on not in map_ and v.name_key]
    if not lost:
        return {}
    homes = [record.id for record in (*map_.drawn_flows, *map_.steps)]
    moved = []
    for verdict in lost:
        subject = verdict.symptom or verdict.practice or ""
        found = [home for home in homes if name_key(map_, home, subject) == verdict.name_key]
        if len(found) == 1:
            moved.append(verdict.but(on=found[0]))
    return puts(map_, moved)
