"""A map said back as scribe lines: one flow a line, steps without flows on lines of their own."""

from __future__ import annotations

from crosslane.model.durations import in_halves
from crosslane.model.map import Map
from crosslane.model.records import Flow, Step


def lines(map_: Map) -> list[str]:
    """Return the map as lines, flows by number; reading them into an empty map gives an equal one."""
    told: set[str] = set()
    in_order = sorted(map_.drawn_flows, key=lambda f: (f.number or 0, f.id))
    said = [line_of(map_, flow, told) for flow in in_order]
    alone = [step for step in map_.steps if step.id not in told]
    return [*said, *(f"{_place(map_, step)}{_bar(_of_step(step), 0)}" for step in alone)]


def line_of(map_: Map, flow: Flow, told: set[str] | None = None) -> str:
    """Return one flow as a line; what is said of its steps stands where they are told first."""
    told = set() if told is None else told
    source, target = map_.step(flow.source), map_.step(flow.target)
    before = _bar(_of_step(source), 0) if source.id not in told else ""
    told.add(source.id)
    remarks = _of_flow(flow) + (_of_step(target) if target.id not in told else [])
    told.add(target.id)
    return f"{_place(map_, source)}{before} > {_place(map_, target)}{_bar(remarks, 0)}"


def _bar(remarks: list[str], at_least: int) -> str:
    return f" | {', '.join(remarks)}" if len(remarks) > at_least else ""


def _place(map_: Map, step: Step) -> str:
    lane = map_.lane_of(step.id)
    return f"{_quoted(lane.name if lane else '?')}: {_quoted(step.name or 'New step')}"


def _quoted(name: str) -> str:
    plain = " ".join(name.split()).replace('"', "'")
    return f'"{plain}"' if any(mark in plain for mark in "><|:,") else plain


def _of_step(step: Step) -> list[str]:
    said = [f"pt {step.process_time.text}"] if step.process_time else []
    return said + ([f"people {in_halves(step.people)}"] if step.people is not None else [])


def _of_flow(flow: Flow) -> list[str]:
    said: list[str] = [] if flow.type == "forward" else [flow.type]
    said += [f"wait {flow.wait.text}"] if flow.wait else []
    said += [f"handling {flow.handling.text}"] if flow.handling else []
    said += [f"ok {flow.pca * 100:.4g}%"] if flow.pca is not None else []
    said += [f"p {flow.probability * 100:.4g}%"] if flow.probability is not None else []
    said += [f"via {flow.medium}"] if flow.medium else []
    said += [f"carries {flow.carries}"] if flow.carries else []
    return said + [f"for {reason}" for reason in flow.waits_for[:1]]
