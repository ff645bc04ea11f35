"""Small maps with one handoff, for tests of advice: what the handoff says, and who gives and takes."""

from __future__ import annotations

from typing import Any

from crosslane.analysis.flow import analyse
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Record, Step
from crosslane.model.values import Duration
from crosslane.practices.advice import Advice, Place
from crosslane.practices.knowledge import shipped
from crosslane.practices.suggest import advise

TIMES = ("wait", "handling", "process_time", "batch_every")

HANDLED: dict[str, Any] = {
    "medium": "pipeline",
    "wait": "1h",
    "pca": 0.98,
    "frequency": "10/w",
    "need": "10/w",
    "approval": "peer",
    "contract": "enforced",
    "tests": "automated",
    "versioned": True,
    "monitored": "automated",
    "rollback": "automated",
    "trigger": "event",
    "env_parity": True,
    "sla": "monitored",
    "regulated": False,
    "personal_data": False,
    "automated": True,
    "people": 4,
}


def handoff(
    source: str = "dev",
    target: str = "ops",
    *,
    work: str | None = "1d",
    step: dict[str, Any] | None = None,
    head: dict[str, Any] | None = None,
    others: tuple[Record, ...] = (),
    **fields: Any,
) -> Map:
    """Return a map of two steps and the handoff `f` between them, in the lanes of these disciplines."""
    lanes = [Lane(id="giver", name="Giver", discipline=source, order="a")]
    if target != source:
        lanes.append(Lane(id="taker", name="Taker", discipline=target, order="b"))
    done = {"process_time": Duration(text=work)} if work else {}
    giving = Step(id="give", lane="giver", name="Give", **done)
    taking = Step(id="take", lane=lanes[-1].id, name="Take", x=208, **{**done, **(step or {})})
    flow = Flow(id="f", number=1, source="give", target="take", **timed(fields))
    return Map.of([MapRecord(id="map", title="T", **(head or {})), *lanes, giving, taking, flow, *others])


def timed(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with times as durations."""
    return {name: Duration(text=v) if name in TIMES and isinstance(v, str) else v for name, v in fields.items()}


def advice(map_: Map, *, accept_words: bool = False) -> Advice:
    """Return the advice for a map by the shipped knowledge."""
    return advise(map_, analyse(map_), shipped(), accept_words=accept_words)


def place(map_: Map, *, accept_words: bool = False) -> Place:
    """Return the advice for the handoff of a small map."""
    return advice(map_, accept_words=accept_words).flows["f"]


def seen(map_: Map) -> dict[str, str]:
    """Return the symptoms seen at the handoff of a small map, with their level."""
    return {finding.symptom: finding.level for finding in place(map_).findings}


def tried(map_: Map, *, accept_words: bool = False) -> list[str]:
    """Return the practices suggested for the handoff of a small map, best first."""
    return [suggestion.practice for suggestion in place(map_, accept_words=accept_words).suggestions]
