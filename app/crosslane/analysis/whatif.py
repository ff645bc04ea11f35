"""What if: waits removed or halved, values set, several at once; a what-if is a diff, and nothing is changed by asking."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from crosslane.analysis.figures import Figures, Place
from crosslane.analysis.flow import analyse, analysing
from crosslane.analysis.net import read_net, split_of
from crosslane.analysis.sayings import about, adding_up, lead_time_said, of_ten, to_each
from crosslane.analysis.usable import usable_of
from crosslane.analysis.where import amount, step_name, title
from crosslane.model.diff import Diff, patch, puts, squash
from crosslane.model.durations import Span, read
from crosslane.model.errors import Problem
from crosslane.model.ids import new_id
from crosslane.model.map import Map
from crosslane.model.numbers import NUMBER, read_number
from crosslane.model.quantity import UNKNOWN, Quantity, at_least, at_most, between, exact
from crosslane.model.records import Flow, Record, Scenario, Step
from crosslane.model.values import Calendar, Duration, FieldPatch
from crosslane.turns import Turns, at_once

How = Literal["remove", "halve", "set"]
_TIMES = frozenset(["wait", "handling", "batch_every", "process_time", "lead_time", "cadence"])
_NUMBER = re.compile(NUMBER)
_SAME = 1e-9


@dataclass(frozen=True)
class Change:
    """One thing that could be otherwise, on a flow or a step.

    `field` is the wait of a flow and the process time of a step when empty; `value` is what it is set to (times as
    people type them, or a Duration). Only times can be halved or removed.
    """

    on: str
    how: How = "remove"
    field: str = ""
    value: object = None


@dataclass(frozen=True)
class Effect:
    """What a what-if gives: all results before and after, and what to say about it.

    `saved` is what the mean lead time loses, in working hours per item (negative when it grows).
    """

    diff: Diff
    before: Figures
    after: Figures
    saved: Quantity
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Best:
    """The next wait worth removing once others are gone: what it saves then, and the lead time that is left."""

    change: Change
    saved: Quantity
    left: Quantity
    sentence: str


def changed(map_: Map, changes: Iterable[Change]) -> Diff:
    """Return the what-if as a diff; later changes build on earlier ones.

    A share that is set rescales the written shares beside it, so that the ways out of a step still add up. Raises
    Problem for what is not on the map, is not known well enough to be halved, or cannot be set.
    """
    total: Diff = {}
    for change in changes:
        total = squash(total, _one(map_.apply(total), change))
    return total


def _one(map_: Map, change: Change) -> Diff:
    record = map_.get(change.on)
    if not isinstance(record, Flow | Step):
        raise Problem("A what-if changes a flow or a step, and this one is not on the map.")
    name = change.field or ("wait" if isinstance(record, Flow) else "process_time")
    if name not in type(record).model_fields:
        raise Problem(f"A {record.kind} has no field {name!r}: choose one that it has.")
    if change.how == "set":
        value = change.value
        if name in _TIMES and isinstance(value, str):
            read(value, map_.head.calendar)
            value = Duration(text=value, source="assumed")
        if name == "probability" and isinstance(record, Flow) and isinstance(value, int | float):
            return puts(map_, [record.but(probability=value), *_rescaled(map_, record, float(value))])
        return puts(map_, [record.but(**{name: value})])
    if name not in _TIMES:
        raise Problem(f"Only a time can be removed or halved: set the {name} instead.")
    return puts(map_, [_shorter(map_, record, name, 0.0 if change.how == "remove" else 0.5)])


def _rescaled(map_: Map, flow: Flow, share: float) -> list[Flow]:
    """Return the other ways out of a step with shares that still add up to 1 with the new one."""
    out = [other for other in map_.flows_from(flow.source) if other.type in ("forward", "rework")]
    if split_of(map_.step(flow.source), out) != "one":
        return []
    others = [other for other in out if other.id != flow.id]
    written = sum(other.probability or 0.0 for other in others)
    follows = any(other.probability is None and other.type == "forward" for other in others)
    left = 1.0 - share
    if written <= 0 or abs(written - left) <= _SAME or (follows and written <= left):
        return []
    return [o.but(probability=min(1.0, o.probability * left / written)) for o in others if o.probability is not None]


def _shorter(map_: Map, record: Flow | Step, name: str, factor: float) -> Flow | Step:
    calendar = map_.head.calendar
    said: Duration | None = getattr(record, name)
    span = read(said, calendar)
    if said is None or span is None:
        if factor == 0.0:
            return _set(record, {name: Duration(text="0h", source="assumed")})
        hours = analyse(map_).flows[record.id].wait.value if isinstance(record, Flow) and name == "wait" else None
        if hours is None:
            raise Problem(f"Nobody has said the {name.replace('_', ' ')} yet: it cannot be halved. Set it instead.")
        return _set(record, {name: Duration(text=_typed([hours * factor]), source="assumed")})
    fields = {name: Duration(text=scaled(said.text, factor, calendar), source="assumed")}
    if isinstance(record, Step) and name == "process_time":
        whole = read(record.lead_time, calendar)
        if whole is not None:
            # What is worked less is done sooner by as much; the rest of the step's own time stays.
            left = max(0.0, whole.hours - span.hours * (1 - factor))
            fields["lead_time"] = Duration(text=_typed([left]), source="assumed")
    return _set(record, fields)


def _set(record: Flow | Step, fields: Mapping[str, Any]) -> Flow | Step:
    return record.but(**fields)


def scaled(text: str, factor: float, calendar: Calendar) -> str:
    """Return a time as people would type it, times a factor: half of "1-5d" is "0.5-2.5d"."""
    span = read(text, calendar)
    if span is None or factor == 0.0:
        return text if span is None else "0h"
    typed = _NUMBER.sub(lambda found: _plain(read_number(found[0]) * factor), text)
    again = read(typed, calendar)
    if again is not None and _near(again, span, factor):
        return typed
    ends = [span.low] if span.high in (None, span.low) else [span.low, span.likely, span.high]
    return _typed([end / 3600 * factor for end in ends if end is not None])


def _near(new: Span, old: Span, factor: float) -> bool:
    return abs(new.mean - old.mean * factor) <= 1e-6 * old.mean


def _typed(hours: list[float]) -> str:
    if max(hours) < 0.1:
        return "-".join(_plain(h * 3600) for h in hours) + "s"
    return "-".join(_plain(h) for h in hours) + "h"


def _plain(number: float) -> str:
    return f"{number:.9f}".rstrip("0").rstrip(".")


def effect(map_: Map, diff: Diff, *, lanes: bool = True) -> Effect:
    """Return what a what-if does to the whole: results before and after, and sentences with the map's own numbers.

    Without `lanes` nothing is said of a whole lane: so it is while projecting.
    """
    return effect_of(map_, diff, analyse(map_), analyse(map_.apply(diff)), lanes=lanes)


def effect_of(map_: Map, diff: Diff, before: Figures, after: Figures, *, lanes: bool = True) -> Effect:
    """Return the same from the results of the map before and after."""
    after_map = map_.apply(diff)
    saved = difference(map_, before.map.lead_time, after.map.lead_time, before)
    said = (_total(map_, before, after, saved), *_next_wait(after_map, after), *_pace(before, after, lanes=lanes))
    return Effect(diff, before, after, saved, (*said, *_usable(map_, after_map, diff), *_scaled_shares(map_, diff)))


def difference(map_: Map, before: Quantity, after: Quantity, figures: Figures) -> Quantity:
    """Return by how much one lead time of a map is shorter than another, with what is honest to say of it.

    What both leave out cancels where items go one way at a time; beside branches it can only make the saving smaller,
    and in a loop nobody gave a share for only larger.
    """
    if "unknown" in (before.bound, after.bound):
        return UNKNOWN
    if before.value is None or after.value is None:
        ends = [
            a - b for a, b in ((before.low, after.low), (before.high, after.high)) if a is not None and b is not None
        ]
        return between(min(ends), max(ends)) if len(ends) == 2 else UNKNOWN
    hours = before.value - after.value
    if before.bound == after.bound == "exact":
        return exact(hours)
    net = read_net(map_)
    if len(net.starts) > 1 or net.parallel:
        return at_most(hours)
    loops = any(warning.code == "loop-without-share" for warning in figures.warnings)
    return at_least(hours) if loops else exact(hours)


def _total(map_: Map, before: Figures, after: Figures, saved: Quantity) -> str:
    calendar = map_.head.calendar
    # One unit for all three, where they are large enough for it: what is said aloud can be added up.
    whole = max(amount(before.map.lead_time), amount(after.map.lead_time))
    was, now = lead_time_said(before, calendar, whole), lead_time_said(after, calendar, whole)
    if saved.value is not None and not amount(after.map.lead_time):
        now = "no time that is known"
    if saved.value is None:
        return f"{was} before, {now[:1].lower()}{now[1:]} then."
    if abs(saved.value) <= _SAME * max(1.0, amount(before.map.lead_time)):
        return f"{was}, as before: this alone makes nothing faster."
    less, by = ("less", saved) if saved.value > 0 else ("more", exact(-saved.value))
    by = adding_up(by, amount(before.map.lead_time), amount(after.map.lead_time), calendar)
    return (
        f"{was} before, {now[:1].lower()}{now[1:]} then: {about(by, calendar, whole)} {less} for {to_each(map_)[3:]}."
    )


def _next_wait(map_: Map, after: Figures) -> tuple[str, ...]:
    if not after.where_time_goes.time:
        return ()
    first = after.where_time_goes.time[0]
    return (f"Then {_named(map_, first)} adds most: {about(first.amount, map_.head.calendar)}.",)


def _named(map_: Map, place: Place) -> str:
    name = title(map_, map_.flow(place.on))
    return name[:1].lower() + name[1:] if name.startswith("Handoff") else name


def _pace(before: Figures, after: Figures, *, lanes: bool) -> tuple[str, ...]:
    """Say where the queue goes next: what sets the pace then."""
    was, now = before.where_time_goes.pace, after.where_time_goes.pace
    if not now or (now[0].kind == "lane" and not lanes):
        return ()
    if was and was[0].on == now[0].on:
        return (f"The pace stays: {now[0].sentence}",)
    return (f"The queue goes on to the next place: {now[0].sentence}",)


def _usable(before: Map, after: Map, diff: Diff) -> tuple[str, ...]:
    """Warn where fewer arrive usable than before."""
    said = []
    for flow in after.drawn_flows:
        old = before.get(flow.id)
        if not isinstance(old, Flow) or flow.type != "forward" or not ({flow.id, flow.source, flow.target} & set(diff)):
            continue
        was, now = _share(before, old), _share(after, flow)
        if was is not None and now is not None and now < was - _SAME:
            text = f"{title(after, flow)}: {of_ten(now)} arrive usable instead of {of_ten(was)}."
            said.append(f"{text} What does the receiver see?")
    return tuple(said)


def _share(map_: Map, flow: Flow) -> float | None:
    if flow.target not in {step.id for step in map_.steps}:
        return None
    back = sum(f.probability or 0.0 for f in map_.flows_from(flow.target) if f.type == "rework")
    if back:
        return 1 - back
    return usable_of(map_, flow)


def _scaled_shares(map_: Map, diff: Diff) -> tuple[str, ...]:
    """Say which shares follow when one is set, so that nothing is rescaled in silence."""
    moved: dict[str, list[str]] = {}
    for change in diff.values():
        flow = change.after
        if isinstance(flow, Flow) and "probability" in patch(change) and flow.probability is not None:
            moved.setdefault(flow.source, []).append(f"{of_ten(flow.probability)} to {step_name(map_, flow.target)}")
    return tuple(
        f"The ways out of {step_name(map_, source)} together stay 10 of 10: {', '.join(ways)}."
        for source, ways in moved.items()
        if len(ways) > 1
    )


def next_best(map_: Map, taken: Diff, count: int = 3) -> list[Best]:
    """Return the waits that are best removed next, one after the other, each computed with those before it gone.

    Savings do not add where branches run beside one another, so the order is found greedily; ties keep the map's order.
    """
    here = map_.apply(taken)
    return at_once(finding_next(here, analyse(here), count))


def finding_next(map_: Map, known: Figures, count: int = 3) -> Turns[list[Best]]:
    """Do as `next_best` does from a map of which the results are known, in turns."""
    here, figures = map_, [known]
    places: list[Place] = []
    while len(places) < count and figures[-1].where_time_goes.time:
        places.append(figures[-1].where_time_goes.time[0])
        here = here.apply(changed(here, [Change(places[-1].on)]))
        figures.append((yield from analysing(here)))
    calendar = map_.head.calendar
    # One unit for all, unless it is too large to tell what is left from what was.
    whole = amount(figures[0].map.lead_time)
    said = [lead_time_said(each, calendar, whole) for each in figures]
    if any(was == now for was, now in pairwise(said)):
        whole = 0.0
    return [
        Best(
            Change(place.on),
            place.amount,
            rest.map.lead_time,
            f"{title(map_, map_.flow(place.on))}: {about(place.amount, calendar, whole)} less. {_left(rest, calendar, whole)}",
        )
        for place, rest in zip(places, figures[1:], strict=True)
    ]


def _left(rest: Figures, calendar: Calendar, whole: float) -> str:
    if not amount(rest.map.lead_time):
        return "No time that is known remains."
    said = lead_time_said(rest, calendar, whole)
    return f"{said} {'remain' if said.endswith('s') else 'remains'}."


def kept(map_: Map, diff: Diff, name: str) -> Diff:
    """Return the diff that keeps a what-if on the map as "how it could be", under a name."""
    patches = tuple(
        FieldPatch(on=id_, field=field, value=_json(change.after, field), base=_json(change.before, field))
        for id_, change in sorted(diff.items())
        if change.before is not None and change.after is not None
        for field in patch(change)
    )
    return puts(map_, [Scenario(id=new_id(name or "how it could be", map_), name=name, patches=patches)])


def _json(record: Record, field: str) -> object:
    return record.model_dump(mode="json", include={field})[field]


def of_scenario(map_: Map, scenario: Scenario) -> Diff:
    """Return a kept what-if as it reads on today's map; what is no longer there is left out."""
    total: Diff = {}
    for set_ in scenario.patches:
        here = map_.apply(total)
        record = here.get(set_.on)
        if record is not None and set_.field in type(record).model_fields:
            total = squash(total, puts(here, [record.but(**{set_.field: set_.value})]))
    return total
