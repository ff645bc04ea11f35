"""What is known of a place on the map, as facts for conditions; None is unknown."""

from __future__ import annotations

from typing import Any

from crosslane.analysis.figures import Figures
from crosslane.analysis.where import amount
from crosslane.model.durations import read, read_rate
from crosslane.model.edits.lanes import discipline_of
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, Step
from crosslane.model.values import Calendar, Discipline
from crosslane.practices.sides import shares_apart

Facts = dict[str, Any]
_DATA = {"raw-data", "dataset", "feature-set"}


class MapFacts:
    """The facts of all places of one map with its figures."""

    def __init__(self, map_: Map, figures: Figures) -> None:
        """Read what all places share once."""
        self.map, self.figures = map_, figures
        xs = [step.x for step in map_.steps]
        self._left, self._wide = (min(xs), max(xs) - min(xs)) if xs else (0, 0)
        self._waits = sum(amount(flow.saved_if_removed) for flow in figures.flows.values())
        # Lanes to which something flows back: there the outcome can be seen.
        self._told = {map_.step(f.target).lane for f in map_.drawn_flows if f.type != "forward"}
        self.calendar: Calendar = map_.head.calendar
        self._from: dict[str, list[Flow]] = {}
        self._into: dict[str, list[Flow]] = {}
        for flow in map_.drawn_flows:
            self._from.setdefault(flow.source, []).append(flow)
            self._into.setdefault(flow.target, []).append(flow)

    def of_map(self) -> Facts:
        """Return the facts of the map as a whole."""
        whole = self.figures.map
        return {
            # How much it is at most: while some of the work is unknown, little work is no fact.
            "flow_efficiency": whole.flow_efficiency.high,
            "handoffs": whole.handoffs_per_item.value,
            "lead_time": whole.lead_time.value,
        }

    def of_step(self, step: Step) -> Facts:
        """Return the facts of a step."""
        out = [flow for flow in self._from.get(step.id, ()) if flow.type == "forward"]
        lane = self.map.lane_of(step.id)
        into = [amount(self.figures.flows[f.id].saved_if_removed) for f in self._into.get(step.id, ())]
        return {
            "people": step.people,
            "wip": step.wip,
            "contribution": round(sum(into) / self._waits, 2) if self._waits and into else None,
            "consumers": len(out) or None,
            "practices": frozenset(step.practices),
            "is_store": step.type == "store",
            "owner": "none" if step.owners == "none" else ("named" if step.owners else None),
            "holds_personal": step.personal_data,
            "emits_prediction": any(flow.carries == "prediction" for flow in out) or None,
            "outcome_returns": step.lane in self._told if out else None,
            "ai_step": _discipline(lane) == "ai" if lane else None,
            "no_path_to_users": None if out or not into else True,
            "end": step.end is not None or step.type == "end",
            "is_report": step.is_report,
            "no_consumers": True if step.is_report and not out and step.id in self._into else None,
        }

    def of_flow(self, flow: Flow) -> Facts:
        """Return the facts of a flow."""
        source, target = self.map.step(flow.source), self.map.step(flow.target)
        from_lane, to_lane = self.map.lane_of(source.id), self.map.lane_of(target.id)
        wait, rate = self._hours(flow.wait), self._rate(flow.frequency)
        return {
            **{name: getattr(flow, name) for name in _PLAIN},
            "wait": wait,
            "batch_every": self._hours(flow.batch_every),
            "waits_for": flow.waits_for or None,
            "wait_share": self._wait_share(flow, target, wait),
            "pca": flow.pca if flow.pca is not None else source.pca,
            "sides_apart": shares_apart(self.map, flow),
            "per_week": rate,
            "frequency_ratio": self._ratio(rate, self._rate(flow.need)),
            "contribution": self._contribution(flow),
            "returns": self._returns(flow),
            "rework": flow.type == "rework",
            "loop_span": self._span(flow) if flow.type == "rework" else None,
            "handoff": self.map.is_handoff(flow),
            "from_lane": _discipline(from_lane),
            "to_lane": _discipline(to_lane),
            "deployish": self._deploys(flow),
            "foreign_schema": None if flow.schema_owner is None else flow.schema_owner != target.lane,
            "consumers": sum(1 for f in self._from.get(source.id, ()) if f.carries in _DATA | {"prediction"}) or None,
            "merged_sources": sum(1 for f in self._into.get(target.id, ()) if f.carries in _DATA) or None,
            "makes_report": target.is_report,
            "practices": frozenset((*flow.practices, *source.practices, *target.practices)),
            "position": round((source.x - self._left) / self._wide, 2) if self._wide else None,
            "incident_path": self.map.head.stream == "recovery",
            # Only the way back from an incident is judged by its whole time.
            "lead_time": self.figures.map.lead_time.value if self.map.head.stream == "recovery" else None,
            "people": flow.people if flow.people is not None else target.people,
            "is_store": target.type == "store",
            "holds_personal": target.personal_data,
        }

    def _deploys(self, flow: Flow) -> bool | None:
        """Say whether something goes out to run elsewhere; code on its way to a review does not."""
        if flow.carries == "code":
            return flow.medium != "git-pr" or self.map.is_handoff(flow)
        return flow.carries in ("build-artefact", "model") if flow.carries else None

    def _hours(self, said: Any) -> float | None:
        try:
            span = read(said, self.calendar)
        except Problem:
            return None
        return span.hours if span else None

    def _rate(self, said: str | None) -> float | None:
        try:
            rate = read_rate(said, self.calendar)
        except Problem:
            return None
        return rate * self.calendar.hours_per_day * self.calendar.days_per_week if rate is not None else None

    def _wait_share(self, flow: Flow, target: Step, wait: float | None) -> float | None:
        """Return wait / (wait + handling + work of the receiver); a missing handling counts none, missing work asks."""
        work = self._hours(target.process_time)
        if wait is None or (work is None and target.type in ("activity", "decision")):
            return None
        whole = wait + (self._hours(flow.handling) or 0.0) + (work or 0.0)
        return wait / whole if whole else None

    @staticmethod
    def _ratio(rate: float | None, need: float | None) -> float | None:
        return max(rate, need) / min(rate, need) if rate and need else None

    def _contribution(self, flow: Flow) -> float | None:
        saved = self.figures.flows[flow.id].saved_if_removed
        return round(amount(saved) / self._waits, 2) if self._waits and saved.bound != "unknown" else None

    def _returns(self, flow: Flow) -> int | None:
        """Return how many returns are drawn between the two steps; None when there is none."""
        ends = {flow.source, flow.target}
        back = [f for f in self._from.get(flow.target, ()) if f.type == "rework" and f.target in ends]
        if flow.type == "rework" and any(f.target == flow.source for f in self._from.get(flow.target, ())):
            back.append(flow)
        return len(back) or None

    def _span(self, flow: Flow) -> int | None:
        """Return over how many forward flows a return reaches back."""
        seen, todo, far = {flow.target}, [flow.target], 0
        while todo:
            if flow.source in todo:
                return far
            far += 1
            todo = [
                f.target
                for id_ in todo
                for f in self._from.get(id_, ())
                if f.type == "forward" and f.target not in seen
            ]
            seen.update(todo)
        return None


def _discipline(lane: Lane | None) -> Discipline | None:
    """Return a lane's discipline; where it has none of the known ones, the one that its name suggests."""
    if lane is None or lane.discipline != "other":
        return lane.discipline if lane else None
    return discipline_of(lane.name)


_PLAIN = (
    "carries",
    "medium",
    "purpose",
    "approval",
    "contract",
    "tests",
    "versioned",
    "monitored",
    "rollback",
    "trigger",
    "env_parity",
    "sla",
    "personal_data",
    "regulated",
    "llm",
    "labels",
    "automated",
)
