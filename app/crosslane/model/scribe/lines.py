"""A map said back as scribe lines: one flow a line, then steps without flows, then lanes without steps.

Two steps of a lane that are called the same get a number in brackets, so that a line always means one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crosslane.model.circles import circles
from crosslane.model.map import Map
from crosslane.model.records import Flow, Step
from crosslane.model.scribe.grammar import quoted

UNNAMED_STEP = "New step"
UNNAMED_LANE = "New lane"


@dataclass(frozen=True)
class Told:
    """One line of the map's text, and the records it tells: a flow with its steps, a step, or a lane."""

    text: str
    flow: str | None = None
    steps: tuple[str, ...] = ()
    lane: str | None = None


def lines(map_: Map) -> list[str]:
    """Return the map as lines, flows by number; reading them into an empty map gives an equal one."""
    return [told.text for told in told_lines(map_)]


def told_lines(map_: Map) -> list[Told]:
    """Return the lines of the map with what each of them tells."""
    names, seen, circle = Names.of(map_), set[str](), circles(map_)
    in_order = sorted(map_.drawn_flows, key=lambda f: (f.number or 0, f.id))
    said = [Told(_line(map_, names, flow, seen, circle), flow.id, (flow.source, flow.target)) for flow in in_order]
    alone = (step for step in map_.steps if step.id not in seen)
    said += [Told(f"{names.place(map_, step.id)}{_bar(_of_step(step))}", steps=(step.id,)) for step in alone]
    empty = (lane for lane in map_.lanes if not map_.steps_of(lane.id))
    return said + [Told(f"{quoted(names.lanes[lane.id])}:", lane=lane.id) for lane in empty]


def line_of(map_: Map, flow: Flow) -> str:
    """Return one flow as a line, with what is said of both its steps."""
    return _line(map_, Names.of(map_), flow, set(), circles(map_))


def _line(map_: Map, names: Names, flow: Flow, told: set[str], circle: Mapping[str, int]) -> str:
    """What is said of a step stands in the line that tells it first; steps of one `circle` reach one another."""
    before = _bar(_of_step(map_.step(flow.source))) if flow.source not in told else ""
    told.add(flow.source)
    remarks = _of_flow(map_, flow, circle) + (_of_step(map_.step(flow.target)) if flow.target not in told else [])
    told.add(flow.target)
    return f"{names.place(map_, flow.source)}{before} > {names.place(map_, flow.target)}{_bar(remarks)}"


@dataclass(frozen=True)
class Names:
    """What lanes and steps are called in lines, by id; from the second of a name (in a lane) on with a number."""

    lanes: Mapping[str, str]
    steps: Mapping[str, str]

    @staticmethod
    def of(map_: Map) -> Names:
        """Return the names of a map."""
        lanes = sorted(map_.lanes, key=lambda lane: lane.id)
        return Names(
            _numbered((lane.id, "", lane.name or UNNAMED_LANE) for lane in lanes),
            _numbered((step.id, step.lane, step.name or UNNAMED_STEP) for step in map_.steps),
        )

    def place(self, map_: Map, step_id: str) -> str:
        """Return "Lane: step" as it stands in a line."""
        return f"{quoted(self.lanes.get(map_.step(step_id).lane, UNNAMED_LANE))}: {quoted(self.steps[step_id])}"


def folded(name: str) -> str:
    """Return a name as names are compared: without regard to case and to how its words are set apart."""
    return " ".join(name.casefold().split())


def _numbered(places: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    names: dict[str, str] = {}
    taken: set[tuple[str, str]] = set()
    for id_, within, name in places:
        plain, number = " ".join(name.split()), 1
        while (within, folded(_with(plain, number))) in taken:
            number += 1
        names[id_] = _with(plain, number)
        taken.add((within, folded(names[id_])))
    return names


def _with(name: str, number: int) -> str:
    return name if number == 1 else f"{name} ({number})"


def _bar(remarks: list[str]) -> str:
    return f" | {', '.join(remarks)}" if remarks else ""


def _of_step(step: Step) -> list[str]:
    said: list[str] = [] if step.type == "activity" else [step.type]
    said += [f"pt {quoted(step.process_time.text)}"] if step.process_time else []
    return said + ([f"people {_number(step.people)}"] if step.people is not None else [])


def _of_flow(map_: Map, flow: Flow, circle: Mapping[str, int]) -> list[str]:
    # Reading would take a forward flow for another that closes a loop or runs beside another one.
    needs_word = flow.type != "forward" or _is_beside_another(map_, flow) or circle[flow.source] == circle[flow.target]
    said: list[str] = [flow.type] if needs_word else []
    said += [f"wait {quoted(flow.wait.text)}"] if flow.wait else []
    said += [f"handling {quoted(flow.handling.text)}"] if flow.handling else []
    said += [f"ok {_number(flow.pca * 100)}%"] if flow.pca is not None else []
    said += [f"p {_number(flow.probability * 100)}%"] if flow.probability is not None else []
    said += [f"via {flow.medium}"] if flow.medium else []
    said += [f"carries {flow.carries}"] if flow.carries else []
    return said + [f"for {reason}" for reason in flow.waits_for]


def _is_beside_another(map_: Map, flow: Flow) -> bool:
    """Say whether a flow runs beside another one."""
    return sum(other.target == flow.target for other in map_.flows_from(flow.source)) > 1


def _number(value: float) -> str:
    return f"{value:.12g}"
