"""Where time goes: four short lists with the sentences that people read. Never one blended score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from crosslane.analysis.figures import Figures, Place, WhereTimeGoes
from crosslane.analysis.sayings import about, of_ten, part_of_lead, to_each
from crosslane.analysis.usable import coming_back, usable_of
from crosslane.model.durations import in_halves, saying
from crosslane.model.map import Map
from crosslane.model.quantity import UNKNOWN, Quantity, exact
from crosslane.model.records import Flow, Step

LONGEST = 10
_TIE = 1e-9
_QUESTIONS = {
    "wait": "{}: how long does it wait?",
    "process_time": "{}: how long is the work itself?",
    "pca": "{}: of ten, how many can be used as they arrive?",
    "probability": "{}: of ten, how many go this way?",
}


def where_time_goes(
    map_: Map,
    figures: Figures,
    limits: list[tuple[float, str, str]],
    same: Mapping[tuple[str, ...], float] | None = None,
) -> WhereTimeGoes:
    """Return the four lists; ties keep the order of the map's numbers.

    `same` holds steps that one and the same person does alone, with the share of items that pass any of them.
    """
    return WhereTimeGoes(
        _time(map_, figures), _pace(map_, figures, limits), _comes_back(map_, figures), _one(map_, figures, same or {})
    )


def said_again(map_: Map, figures: Figures) -> Figures:
    """Return the figures with their handoffs in words anew: after another lead time they are parts of that one."""
    return replace(figures, where_time_goes=replace(figures.where_time_goes, time=_time(map_, figures)))


def amount(quantity: Quantity) -> float:
    """Return by what a saving is ordered: its value, else the middle of its range; 0 while unknown."""
    if quantity.value is not None:
        return quantity.value
    if quantity.low is not None and quantity.high is not None:
        return (quantity.low + quantity.high) / 2
    return quantity.low or 0.0


def _time(map_: Map, figures: Figures) -> tuple[Place, ...]:
    found = [(worth, f) for f in figures.flows.values() if (worth := amount(f.saved_if_removed)) > 0]
    # Rounded before sorting, so that float noise never turns the order: equal ones stay in the map's order.
    top = max((worth for worth, _ in found), default=1.0)
    found.sort(key=lambda entry: -round(entry[0] / top / _TIE))
    return tuple(
        Place(f.id, f.saved_if_removed, f"{title(map_, map_.flow(f.id))} {adds(map_, figures, f.id)}")
        for _, f in found[:LONGEST]
    )


def adds(map_: Map, figures: Figures, flow_id: str) -> str:
    """Return what a flow adds, without its name: "adds about 4 of at least 12 weeks to every model. It waits 3 weeks." """
    result, calendar = figures.flows[flow_id], map_.head.calendar
    parts = [f"adds {part_of_lead(result.saved_if_removed, figures, calendar)} {to_each(map_)}."]
    wait = result.wait.value
    if wait is not None:
        often = (
            ""
            if abs(result.traversals - 1) < 0.005
            else f", {_times(result.traversals)} per {map_.head.item or 'item'}"
        )
        if not result.traversals:
            often = ", and nobody has said yet how many pass there"
        parts.append(f"It waits {saying(wait, calendar)}{often}.")
    saved = result.saved_if_removed.value
    if wait is not None and saved is not None and saved < wait * result.traversals * 0.99:
        after = any(step.value_delivered for step in map_.steps)
        parts.append(
            "What waits after the value is delivered does not count."
            if after and result.traversals > 1
            else "Other work runs beside it, so more cannot be saved there."
        )
    return " ".join(parts)


def _times(passes: float) -> str:
    return f"{in_halves(passes) if passes >= 2 else f'{passes:.2g}'} times"


def title(map_: Map, flow: Flow) -> str:
    """Return a flow in a few words: number and lanes of a handoff, else the two steps."""
    source, target = map_.lane_of(flow.source), map_.lane_of(flow.target)
    if map_.is_handoff(flow) and source and target:
        what = f", {flow.carries.replace('-', ' ')}" if flow.carries else ""
        called = "Handoff" if flow.number is None else f"Handoff {flow.number}"
        return f"{called} ({source.name or 'a lane'} to {target.name or 'a lane'}{what})"
    return f"{step_name(map_, flow.source)} to {step_name(map_, flow.target)}"


def step_name(map_: Map, id_: str) -> str:
    """Return a step's name on one line."""
    step = map_.get(id_)
    return (step.name.replace("\n", " ") if isinstance(step, Step) else "") or "a step without a name"


def _pace(map_: Map, figures: Figures, limits: list[tuple[float, str, str]]) -> tuple[Place, ...]:
    hours = map_.head.calendar.hours_per_day * map_.head.calendar.days_per_week
    places = []
    for rate, kind, id_ in limits[:3]:
        busy = figures.steps[id_].utilisation if kind == "step" else figures.lanes[id_].busy
        name = step_name(map_, id_) if kind == "step" else f"{map_.lane(id_).name or 'A lane'}, all its steps together,"
        count = in_halves(rate * hours)
        sentence = f"{name} can do {count} {map_.head.item or 'item'}{'' if count == '1' else 's'} a week"
        if busy.value is not None:
            share = (
                f"; it is busy {of_ten(busy.value)} of the time"
                if busy.value < 1
                else ", and more arrives: it cannot keep up"
            )
            sentence += share
        places.append(Place(id_, exact(rate), sentence + ".", kind))
    if places:
        places[0] = replace(places[0], sentence=places[0].sentence + " It sets the pace.")
    return tuple(places)


def _comes_back(map_: Map, figures: Figures) -> tuple[Place, ...]:
    returned = coming_back(map_)
    found: list[tuple[float, Flow, Quantity]] = []
    for flow in map_.drawn_flows:
        if flow.type == "rework" and flow.probability:
            cost = _returns_cost(map_, figures, flow)
            found.append((-amount(cost), flow, cost))
        elif flow.type == "forward" and not returned.get(flow.target):
            usable = usable_of(map_, flow)
            if usable is not None and usable < 1 and figures.flows[flow.id].traversals:
                found.append((usable, flow, exact(1 - usable)))
    found.sort(key=lambda entry: entry[0])
    return tuple(Place(flow.id, lost, _lost(map_, flow)) for _, flow, lost in found[:LONGEST])


def _lost(map_: Map, flow: Flow) -> str:
    """Return what a return, or a flow of which not all is usable, says of what comes back."""
    if flow.type == "rework":
        ends = f"from {step_name(map_, flow.source)} to {step_name(map_, flow.target)}"
        return f"{of_ten(flow.probability or 0.0)} come back {ends}."
    return f"{title(map_, flow)}: {of_ten(usable_of(map_, flow) or 0.0)} are usable as they arrive."


def _returns_cost(map_: Map, figures: Figures, rework: Flow) -> Quantity:
    """Return what the returns add: for a flow into the same step, the loss beyond its own wait."""
    into = [figures.flows[f.id] for f in map_.flows_into(rework.source) if f.type == "forward"]
    extra = [amount(f.loss) - amount(f.saved_if_removed) for f in into if f.loss.bound != "unknown"]
    return exact(max(extra)) if extra else UNKNOWN


def _one(map_: Map, figures: Figures, same: Mapping[tuple[str, ...], float]) -> tuple[Place, ...]:
    grouped = {id_ for ids in same for id_ in ids}
    found = [(share, ids) for ids, share in same.items()]
    found += [
        (s.reached, (s.id,)) for s in figures.steps.values() if s.only_person and s.reached > 0 and s.id not in grouped
    ]
    found.sort(key=lambda entry: -round(entry[0], 9))
    return tuple(Place(ids[0], exact(share), _alone(map_, ids, share), "step") for share, ids in found[:LONGEST])


def _alone(map_: Map, ids: tuple[str, ...], share: float) -> str:
    names = [step_name(map_, id_) for id_ in ids]
    what = f"{names[0]} depends on one person" if len(ids) == 1 else f"{_and(names)} depend on the same one person"
    return f"{what}: {_every(share)} {map_.head.item or 'item'}s pass there."


def _and(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _every(share: float) -> str:
    return "all" if share > 0.995 else f"{of_ten(share)}"


def question_for(map_: Map, missing: str) -> str:
    """Return the question to ask aloud for a missing number, such as "flow:f-3kq8.wait"."""
    kind, rest = missing.split(":", 1)
    id_, field = rest.rsplit(".", 1)
    record = map_.get(id_)
    if field == "probability" and isinstance(record, Flow) and record.type == "rework":
        return f"Of ten, how many come back from {step_name(map_, record.source)} to {step_name(map_, record.target)}?"
    name = title(map_, map_.flow(id_)) if kind == "flow" else step_name(map_, id_)
    return _QUESTIONS.get(field, "What is known of {}?").format(name)


def describe(map_: Map, figures: Figures, id_: str) -> str:
    """Return one record in words: what it is, where, and what is known of it."""
    record = map_.get(id_)
    calendar = map_.head.calendar
    if isinstance(record, Flow):
        ends = f"from {step_name(map_, record.source)} to {step_name(map_, record.target)}"
        waits = f"waits {record.wait.text}" if record.wait else "wait unknown"
        adds = figures.flows[id_].saved_if_removed if id_ in figures.flows else UNKNOWN
        return f"{title(map_, record)}, {ends}, {waits}, adds {about(adds, calendar)}"
    if isinstance(record, Step):
        lane = map_.lane_of(id_)
        time = f", work {record.process_time.text}" if record.process_time else ""
        return f"Step {step_name(map_, id_)} in {lane.name if lane else 'no lane'}{time}{', pinned' if record.pinned else ''}"
    name = getattr(record, "name", getattr(record, "text", ""))
    return f"{record.kind.capitalize()} {name}" if record else ""
