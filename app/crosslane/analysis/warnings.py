"""What on a map people should look at before they trust a number: the places, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crosslane.analysis.capacity import Capacity
from crosslane.analysis.figures import LaneFigures, StepFigures, Warning
from crosslane.analysis.graphs import reached, turned
from crosslane.analysis.net import Net
from crosslane.analysis.sayings import of_ten
from crosslane.analysis.shares import Shares
from crosslane.analysis.usable import coming_back, usable_of
from crosslane.model.durations import in_halves, is_ambiguous, read, read_rate, saying
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, Step
from crosslane.model.values import Duration

# The code of the warning for items that never arrive: no lead time follows.
STUCK = "loop-without-exit"
_NEAR = 0.005
_BARELY = 1e-9


def stuck_at(map_: Map, steps: tuple[str, ...]) -> Warning:
    """Return the warning for items that get to where no end is reached."""
    names = _names(map_, steps[:3]) if len(steps) <= 3 else f"{_names(map_, steps[:2], ', ')} and {len(steps) - 2} more"
    return Warning(
        STUCK,
        steps,
        f"Nothing ever leaves {names}: draw a way out, or give the return a share below 10 of 10.",
    )


def found_in(map_: Map, net: Net, shares: Shares | None) -> tuple[Warning, ...]:
    """Return all other warnings, in the order of the map."""
    unread = (Warning(code, on, f"{_place(map_, on)}{sentence}") for code, on, sentence in net.problems)
    return (
        *unread,
        *(_of_start(map_, net) if shares else ()),
        *_of_shares(map_, shares),
        *_of_starts(map_, net),
        *_of_steps(map_),
        *_of_flows(map_),
        *_orphans(map_),
    )


def overloaded(
    map_: Map, capacity: Capacity, steps: Mapping[str, StepFigures], lanes: Mapping[str, LaneFigures]
) -> tuple[Warning, ...]:
    """Return a warning for every step and lane that more arrives at than its people can do, with how the queue grows."""
    found = []
    for step in map_.steps:
        busy = steps[step.id].utilisation
        if capacity.is_deserted(step, steps[step.id].load):
            text = f"{_names(map_, [step.id])} cannot keep up: nobody is there to do it. How many people are able to?"
            found.append(Warning("cannot-keep-up", (step.id,), text))
        if busy.value is not None and busy.value > 1 + _BARELY:
            grows = capacity.growth(busy.value, step)
            text = f"{_names(map_, [step.id])} cannot keep up: the queue grows by {in_halves(grows)} a week."
            found.append(Warning("cannot-keep-up", (step.id,), text))
    found += [_shared(lane, asking) for lane in map_.lanes if (asking := _asking_for_more(map_, lane))]
    for lane in map_.lanes:
        busy = lanes[lane.id].busy
        if busy.value is not None and busy.value > 1 + _BARELY:
            more = f"the queue grows by {in_halves(capacity.growth_of_lane(busy.value))} a week"
            text = f"{lane.name or 'A lane'}, all its steps together, cannot keep up: {more}."
            found.append(Warning("cannot-keep-up", (lane.id,), text))
    return tuple(found)


def _asking_for_more(map_: Map, lane: Lane) -> list[Step]:
    steps = [step for step in map_.steps_of(lane.id) if step.people]
    asked = sum(step.people or 0 for step in steps)
    return steps if map_.head.demand and lane.people is not None and len(steps) > 1 and asked > lane.people else []


def _shared(lane: Lane, steps: list[Step]) -> Warning:
    asked, there = sum(step.people or 0 for step in steps), lane.people or 0
    text = (
        f"{lane.name or 'A lane'} has {there:g} {'person' if there == 1 else 'people'} and its steps name {asked:g}:"
        " they are shared, so their work is"
    )
    return Warning("shared-people", (lane.id, *(s.id for s in steps)), f"{text} counted together. Is that meant?")


def _of_start(map_: Map, net: Net) -> Iterator[Warning]:
    """Name the step that had to be taken for the first, where several have a way in and lead to all: it may be another."""
    if len(net.starts) == 1 and any(not arc.rework for arc in net.into[net.starts[0]]):
        first = map_.step(net.starts[0])
        onward = {id_: [arc.target for arc in net.out[id_]] for id_ in net.nodes}
        before = reached(turned(onward), [first.id]) - {first.id}
        cut = any(flow.type == "cycle" for flow in map_.flows_into(first.id))
        if before and first.type != "start" and not cut and first.share is None and not first.arrivals:
            text = f"Every step has a way in: {_names(map_, [first.id])} is taken as the first."
            yield Warning("no-start", (first.id,), f"{text} Is that where it begins? Then mark it as a start.")


def _of_starts(map_: Map, net: Net) -> Iterator[Warning]:
    """Say when the shares of the starts, of which each item takes exactly one, are not 10 of 10 together."""
    shares = {id_: share for id_ in net.starts if (share := map_.step(id_).share) is not None}
    total = sum(shares.values())
    short = len(shares) == len(net.starts) and total < 1 - _NEAR
    if shares and not any(map_.step(id_).arrivals for id_ in net.starts) and (total > 1 + _NEAR or short):
        text = f"The shares of {_names(map_, list(shares)[:3])} as starts add up to {total * 10:.2g} of 10"
        yield Warning("starts-not-one", tuple(shares), f"{text}: they are read in proportion. Set them to 10 of 10.")


def _of_shares(map_: Map, shares: Shares | None) -> Iterator[Warning]:
    if shares is None:
        return
    for id_, total in shares.odd.items():
        tenths = f"{total * 10:.2g} of 10"
        text = f"The ways out of {_names(map_, [id_])} add up to {tenths}: scale them to 10 of 10."
        if total <= 0:
            text = f"Nothing ever goes on from {_names(map_, [id_])}: every way out has a share of 0 of 10. Which are taken?"
        yield Warning("shares-not-one", (id_,), text)
    for id_ in shares.open_choices:
        yield Warning(
            "open-choice",
            (id_,),
            f"{_names(map_, [id_])}: how many of 10 go which way? The result is a range until then.",
        )
    for id_ in shares.open_loops:
        flow = map_.flow(id_)
        back = "are done again at" if flow.source == flow.target else "come back from"
        names = _names(map_, list(dict.fromkeys([flow.source, flow.target])), " to ")
        text = f"How many of 10 {back} {names}? Until somebody says, the loop is left out."
        into = [usable_of(map_, f) for f in map_.flows_into(flow.source) if f.type == "forward"]
        usable = [share for share in into if share is not None]
        if len(usable) == 1:
            text += f" {of_ten(usable[0])} are usable as they arrive: do the other {of_ten(1 - usable[0])} come back?"
        yield Warning("loop-without-share", (id_,), text)


def _of_steps(map_: Map) -> Iterator[Warning]:
    for step in map_.steps:
        if step.lead_time and step.process_time:
            into = [flow for flow in map_.flows_into(step.id) if flow.wait and flow.wait.text == step.lead_time.text]
            if into:
                text = f"{step.name}: the same {step.lead_time.text} stands as wait and as lead time. Keep it in one place."
                yield Warning("lead-time-and-wait", (step.id, *(f.id for f in into)), text)
            work, whole = _hours(map_, step.process_time), _hours(map_, step.lead_time)
            if work is not None and whole is not None and whole < work * (1 - _NEAR):
                text = f"{step.name}: {_text(step.lead_time)} from start to done is less than the work of {_text(step.process_time)}."
                yield Warning("lead-time-too-short", (step.id,), f"{text} Which of the two is it?")
        if step.wip:
            yield from _open_items(map_, step)
        for said in (step.process_time, step.lead_time):
            if said and is_ambiguous(said.text):
                yield Warning(
                    "minutes-or-months", (step.id,), f"{step.name}: is {said.text} minutes or months? Type min or mo."
                )


def _of_flows(map_: Map) -> Iterator[Warning]:
    backs, rhythmic = coming_back(map_), {step.id for step in map_.steps if step.cadence}
    for flow in map_.drawn_flows:
        if flow.wait and is_ambiguous(flow.wait.text):
            yield Warning(
                "minutes-or-months",
                (flow.id,),
                f"{named(map_, flow)}: is {flow.wait.text} minutes or months? Type min or mo.",
            )
        if flow.wip:
            yield from _queue(map_, flow)
        if flow.batch_every or flow.target in rhythmic:
            yield from _rhythm(map_, flow)
        back = backs.get(flow.target) if flow.type == "forward" else None
        share = usable_of(map_, flow) if back else None
        if back and share is not None and abs(share + back - 1) > _NEAR:
            usable, returned = f"{share * 10:.2g}", f"{back * 10:.2g}"
            other = "fourth" if (usable, returned) == ("6", "3") else "rest"
            text = f"{named(map_, flow)}: {usable} of 10 are usable, but {returned} of 10 come back. What happens to the {other}?"
            yield Warning("share-and-return", (flow.id,), text)


def _queue(map_: Map, flow: Flow) -> Iterator[Warning]:
    """Compare the wait that was said with what the inventory says by Little's law; more than twofold is worth a look."""
    said = _hours(map_, flow.wait) if flow.wip else None
    if not said or not flow.wip:
        return
    try:
        rate = read_rate(flow.frequency or map_.head.demand, map_.head.calendar)
    except Problem:
        return
    if rate:
        counted = flow.wip / rate
        if max(said, counted) > 2 * min(said, counted):
            text = f"{named(map_, flow)}: a wait of {_text(flow.wait)} was said, but {in_halves(flow.wip)} waiting items are"
            text += f" {saying(counted, map_.head.calendar)} of queue. Which is it?"
            yield Warning("wait-and-inventory", (flow.id,), text)


def _rhythm(map_: Map, flow: Flow) -> Iterator[Warning]:
    """Compare the wait that was said with how often the flow or its step comes round; twofold and more is worth a look."""
    said, target = _hours(map_, flow.wait), map_.step(flow.target)
    rounds = [(time, _hours(map_, time)) for time in (flow.batch_every, target.cadence)]
    every, interval = max(((time, hours or 0.0) for time, hours in rounds), key=lambda found: found[1])
    if said is not None and interval / 2 > 2 * said:
        half = saying(interval / 2, map_.head.calendar)
        text = f"{named(map_, flow)}: a wait of {_text(flow.wait)} was said, but it goes on every {_text(every)}, and that alone is"
        yield Warning("wait-and-cadence", (flow.id,), f"{text} {half} on average. Which is it?")


def _open_items(map_: Map, step: Step) -> Iterator[Warning]:
    """Compare the items that are open at a step with what its times say by Little's law; more than twofold is worth a look."""
    whole = _hours(map_, step.lead_time or step.process_time)
    try:
        rate = read_rate(map_.head.demand, map_.head.calendar)
    except Problem:
        return
    if whole and rate and step.wip:
        expected = whole * rate
        if max(step.wip, expected) > 2 * min(step.wip, expected) and step.wip > 1:
            text = f"{_names(map_, [step.id])}: {in_halves(step.wip)} items are open there, but {_text(step.lead_time or step.process_time)}"
            text += f" at that demand mean about {in_halves(expected)}. How long are they there?"
            yield Warning("open-items-and-time", (step.id,), text)


def _hours(map_: Map, said: Duration | None) -> float | None:
    try:
        span = read(said, map_.head.calendar)
    except Problem:
        return None
    return None if span is None else span.hours


def _text(said: Duration | None) -> str:
    return said.text if said else "?"


def _orphans(map_: Map) -> Iterator[Warning]:
    for record in map_.orphans:
        text = f"A {record.kind} points at something that is not on the map"
        if isinstance(record, Step):
            text = f"{_names(map_, [record.id])} lies in a lane that is not on the map ({record.lane})"
        elif isinstance(record, Flow):
            lost = [id_ for id_ in (record.source, record.target) if not isinstance(map_.get(id_), Step)]
            if lost:
                text = f"A flow from {_known(map_, record.source)} to {_known(map_, record.target)} is not followed"
                missing = list(dict.fromkeys(lost))
                text += f": {' and '.join(missing)} {'are' if len(missing) > 1 else 'is'} not on the map"
        yield Warning("orphan", (record.id,), f"{text}. Remove it, or undo the removal.")


def _known(map_: Map, id_: str) -> str:
    return _names(map_, [id_]) if isinstance(map_.get(id_), Step) else id_


def _place(map_: Map, on: tuple[str, ...]) -> str:
    """Return what a warning is about, with a colon; nothing for the map itself."""
    record = map_.get(on[0])
    if isinstance(record, Flow):
        return f"{named(map_, record)}: "
    return f"{_names(map_, [record.id])}: " if isinstance(record, Step) else ""


def named(map_: Map, flow: Flow) -> str:
    """Return how the room calls a flow: its number when it is a handoff, else its ends."""
    if map_.is_handoff(flow) and flow.number:
        return f"Handoff {flow.number}"
    return _names(map_, [flow.source, flow.target], " to ")


def _names(map_: Map, ids: tuple[str, ...] | list[str], between: str = " and ") -> str:
    steps = [map_.get(id_) for id_ in ids]
    names = [(step.name.replace("\n", " ") or "a step") if isinstance(step, Step) else "a step" for step in steps]
    return between.join([", ".join(names[:-1]), names[-1]] if len(names) > 2 else names)
