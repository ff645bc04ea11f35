"""Every symptom that the drawing can show: a map where it shows, one where it cannot be known, one where it is handled."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from crosslane.model.records import Flow, Step
from crosslane.practices.knowledge import shipped
from practices.places import HANDLED, advice, handoff, place, seen

# symptom: (giver, taker, fields by which it shows, what makes it good)
Row = tuple[str, str, dict[str, Any], dict[str, Any]]
SHOWN: dict[str, Row] = {
    "ticket-queue": ("dev", "ops", {"medium": "ticket", "wait": "2w"}, {"medium": "api"}),
    "wait-dominates": ("dev", "ops", {"wait": "2w"}, {"wait": "1h"}),
    "approval-wait": ("dev", "ops", {"approval": "external", "wait": "1w"}, {"approval": "peer"}),
    "review-wait": ("dev", "dev", {"medium": "git-pr", "wait": "3d"}, {"wait": "1h"}),
    "environment-wait": (
        "dev",
        "ops",
        {"carries": "request", "purpose": "environment", "wait": "3w"},
        {"purpose": "question"},
    ),
    "data-access-wait": (
        "analytics",
        "ops",
        {"carries": "request", "purpose": "access", "personal_data": True, "wait": "2w"},
        {"wait": "1h"},
    ),
    "release-train": ("dev", "ops", {"carries": "build-artefact", "frequency": "1/mo"}, {"frequency": "20/w"}),
    "cadence-mismatch": ("ops", "analytics", {"frequency": "1/w", "need": "40/w"}, {"need": "1/w"}),
    "incomplete-input": ("dev", "ops", {"pca": 0.5, "carries": "dataset"}, {"pca": 0.95}),
    "missing-context": ("dev", "ops", {"pca": 0.5, "medium": "ticket", "carries": "request"}, {"medium": "api"}),
    "over-the-wall": ("dev", "ops", {"contract": "none", "medium": "email"}, {"contract": "written"}),
    "single-person": ("dev", "ops", {"people": 1}, {"people": 3}),
    "knowledge-in-heads": ("dev", "ops", {"medium": "verbal"}, {"medium": "git-pr"}),
    "copy-paste-transfer": (
        "ops",
        "analytics",
        {"medium": "spreadsheet", "carries": "dataset", "frequency": "5/w"},
        {"automated": True},
    ),
    "manual-deploy": ("dev", "ops", {"medium": "file-drop", "carries": "build-artefact"}, {"medium": "pipeline"}),
    "manual-start": (
        "ops",
        "analytics",
        {"trigger": "manual", "carries": "dataset", "frequency": "5/w"},
        {"trigger": "schedule"},
    ),
    "no-way-back": ("dev", "ops", {"rollback": "none", "carries": "build-artefact"}, {"rollback": "automated"}),
    "works-elsewhere": ("dev", "ops", {"env_parity": False, "carries": "build-artefact"}, {"env_parity": True}),
    "fear-of-release": (
        "dev",
        "ops",
        {"carries": "model", "rollback": "none", "tests": "none"},
        {"tests": "automated"},
    ),
    "schema-break": (
        "dev",
        "analytics",
        {"schema_owner": "giver", "carries": "raw-data", "contract": "none", "tests": "none"},
        {"contract": "enforced"},
    ),
    "no-data-tests": ("dev", "analytics", {"carries": "dataset", "tests": "none"}, {"tests": "automated"}),
    "stale-data": ("ops", "analytics", {"carries": "dataset", "sla": "none", "wait": "2d"}, {"sla": "monitored"}),
    "green-but-wrong": ("ops", "analytics", {"carries": "dataset", "monitored": "none"}, {"monitored": "automated"}),
    "reads-operational-db": ("dev", "analytics", {"carries": "raw-data", "medium": "shared-db"}, {"medium": "api"}),
    "unrepeatable-numbers": ("analytics", "external", {"carries": "report", "versioned": False}, {"versioned": True}),
    "personal-data-copies": (
        "ops",
        "analytics",
        {"carries": "dataset", "personal_data": True, "medium": "email"},
        {"medium": "api"},
    ),
    "erasure-gap": (
        "dev",
        "analytics",
        {"carries": "request", "purpose": "erasure", "medium": "email"},
        {"medium": "event-stream"},
    ),
    "notebook-gap": ("ai", "dev", {"carries": "model", "medium": "file-drop"}, {"medium": "registry"}),
    "model-waits": ("ai", "dev", {"carries": "model", "wait": "8w"}, {"wait": "1d"}),
    "training-serving-skew": ("ai", "dev", {"carries": "feature-set", "tests": "none"}, {"tests": "automated"}),
    "silent-model-decay": ("ai", "dev", {"carries": "prediction", "monitored": "none"}, {"monitored": "automated"}),
    "no-retraining-trigger": (
        "ai",
        "ops",
        {"carries": "model", "trigger": "manual", "frequency": "0.1/w"},
        {"trigger": "threshold"},
    ),
    "untraceable-model": ("ai", "ops", {"carries": "model", "versioned": False}, {"versioned": True}),
    "unchecked-model": ("ai", "ops", {"carries": "model", "tests": "none"}, {"tests": "automated"}),
    "unexplained-decision": ("ai", "external", {"carries": "prediction", "regulated": True}, {"regulated": False}),
    "alert-flood": ("ops", "dev", {"carries": "alert", "pca": 0.3}, {"pca": 0.9}),
    "users-notice-first": ("external", "ops", {"carries": "alert", "medium": "email"}, {"carries": "report"}),
    "no-service-level": (
        "ai",
        "dev",
        {"carries": "prediction", "sla": "none", "frequency": "10/w"},
        {"sla": "monitored"},
    ),
    "no-audit-trail": ("ai", "ops", {"regulated": True, "medium": "chat"}, {"medium": "git-pr", "versioned": True}),
    "all-at-once": ("dev", "external", {"carries": "build-artefact", "rollback": "none"}, {"rollback": "automated"}),
}


@pytest.mark.parametrize("symptom", SHOWN)
def test_a_symptom_shows_where_the_fields_say_it(symptom: str) -> None:
    """The fields that people filled in show the trouble."""
    source, target, fields, _ = SHOWN[symptom]
    assert symptom in seen(handoff(source, target, **fields))


@pytest.mark.parametrize("symptom", SHOWN)
def test_a_symptom_does_not_show_where_it_is_handled(symptom: str) -> None:
    """The same handoff with the trouble dealt with says nothing of it."""
    source, target, fields, good = SHOWN[symptom]
    assert symptom not in seen(handoff(source, target, **{**fields, **good}))


@pytest.mark.parametrize("symptom", SHOWN)
def test_a_symptom_does_not_show_while_a_field_is_unknown(symptom: str) -> None:
    """Leaving out any one of the fields that show it can lower the level or hide it, and never make it worse."""
    source, target, fields, _ = SHOWN[symptom]
    order = ("watch", "high", "severe")
    full = order.index(seen(handoff(source, target, **fields))[symptom])
    for name in fields:
        less = seen(handoff(source, target, **{n: v for n, v in fields.items() if n != name})).get(symptom)
        assert less is None or order.index(less) <= full, name


def test_every_detector_of_a_handoff_is_in_the_table() -> None:
    """A symptom that the fields of one handoff can show has its row here; the others are tested below."""
    detected = {s.id for s in shipped().symptoms.values() if s.detect and s.scope in ("handoff", "both")}
    elsewhere = {
        "bottleneck",
        "ping-pong",
        "late-defects",
        "definition-conflict",
        "alert-misrouted",
        "slow-recovery",
        "late-compliance",
    }
    assert detected - set(SHOWN) == elsewhere


def test_nothing_shows_when_everything_is_unknown() -> None:
    """A drawn handoff of which nobody said anything is no trouble, and nothing is suggested."""
    bare = place(handoff(work=None))
    assert bare.findings == ()
    assert bare.suggestions == ()


@pytest.mark.parametrize("carries", ["build-artefact", "raw-data", "dataset", "feature-set", "report", "request"])
@pytest.mark.parametrize(("source", "target"), [("dev", "ops"), ("ops", "analytics"), ("analytics", "ai")])
def test_a_handoff_that_is_handled_gets_no_suggestion(source: str, target: str, carries: str) -> None:
    """Agreed, tested, versioned, watched, quick: there is nothing to try."""
    assert place(handoff(source, target, carries=carries, **HANDLED)).suggestions == ()


def test_a_return_between_the_same_two_steps_is_ping_pong() -> None:
    """A drawn return and a poor usable share go together."""
    back = Flow(id="r", source="take", target="give", type="rework", probability=0.4)
    assert "ping-pong" in seen(handoff(pca=0.6, others=(back,)))
    assert "ping-pong" not in seen(handoff(pca=0.6))


def test_a_return_to_another_step_is_no_ping_pong() -> None:
    """What goes back somewhere else does not bounce at this border."""
    before = Step(id="before", lane="giver", name="Before", x=-208)
    on = Flow(id="o", source="before", target="give")
    back = Flow(id="r", source="take", target="before", type="rework", probability=0.4)
    assert "ping-pong" not in seen(handoff(pca=0.6, others=(before, on, back)))


def test_a_return_over_many_steps_is_a_late_find() -> None:
    """What comes back over three steps was found late."""
    more = [Step(id=f"s{n}", lane="taker", name=f"S{n}", x=208 * (n + 2)) for n in range(2)]
    ways = [Flow(id="g1", source="take", target="s0"), Flow(id="g2", source="s0", target="s1")]
    back = Flow(id="r", source="s1", target="give", type="rework", probability=0.2)
    findings = advice(handoff(others=(*more, *ways, back))).flows["r"].findings
    assert [f.symptom for f in findings if f.symptom == "late-defects"] == ["late-defects"]


def test_most_of_all_waiting_in_one_place_is_a_bottleneck() -> None:
    """One handoff holds nearly all of the waiting."""
    end = Step(id="end", lane="taker", name="End", x=416)
    on = Flow(id="g", source="take", target="end", wait=None)
    assert "bottleneck" in seen(handoff(wait="2w", others=(end, on)))


@pytest.mark.parametrize(
    ("answer", "symptom", "more"),
    [
        ("yes", "approval-wait", {}),
        ("date", "release-train", {"carries": "build-artefact"}),
        ("date", "cadence-mismatch", {"carries": "dataset"}),
        ("missing", "incomplete-input", {}),
        ("machine", "environment-wait", {}),
        ("unnoticed", "wait-dominates", {}),
        ("person", "ticket-queue", {"medium": "ticket"}),
    ],
)
def test_what_it_waits_for_shows_the_symptom(answer: str, symptom: str, more: dict[str, Any]) -> None:
    """The answer to "what is it waiting for" is evidence."""
    assert symptom in seen(handoff(waits_for=(answer,), wait="2d", **more))


def test_a_step_with_more_open_than_people_has_too_much_at_once() -> None:
    """Nine items and two people."""
    steps = advice(handoff(step={"wip": 9, "people": 2})).steps
    assert [f.symptom for f in steps["take"].findings] == ["too-much-wip"]


def test_a_store_without_an_owner_shows() -> None:
    """None is an answer; not asked is none."""
    owned = {"type": "store", "owners": ("Data team",)}
    assert "ownerless-data" in _of_step({"type": "store", "owners": "none"})
    assert "ownerless-data" not in _of_step(owned)
    assert "ownerless-data" not in _of_step({"type": "store"})


def _of_step(step: dict[str, Any]) -> set[str]:
    return {finding.symptom for finding in advice(handoff(step=step)).steps["take"].findings}


def test_many_handoffs_show_on_the_map() -> None:
    """Every item changes hands five times."""
    steps = [Step(id=f"s{n}", lane="giver" if n % 2 else "taker", name=f"S{n}", x=208 * (n + 2)) for n in range(5)]
    names = ["take", *(step.id for step in steps)]
    ways = [Flow(id=f"g{n}", source=a, target=b) for n, (a, b) in enumerate(itertools.pairwise(names))]
    findings = advice(handoff(others=(*steps, *ways))).map_findings
    assert "many-handoffs" in {finding.symptom for finding in findings}
