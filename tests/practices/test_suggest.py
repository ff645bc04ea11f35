"""What is suggested for a handoff, why, and what it would give; and how the team can argue with it."""

from __future__ import annotations

import dataclasses
from functools import cache
from itertools import product
from typing import Any, get_args

import pytest

from crosslane.analysis.flow import analyse
from crosslane.model.map import Map
from crosslane.model.quantity import UNKNOWN, exact
from crosslane.model.records import Agenda, Experiment, Flow, MapRecord, Verdict
from crosslane.model.values import Calendar, Carries
from crosslane.practices.advice import Place, Suggestion, advice_json
from crosslane.practices.beginning import in_place, needed_before
from crosslane.practices.estimate import beginning_with, effect_of, would_bring
from crosslane.practices.facts import MapFacts
from crosslane.practices.judge import Judge
from crosslane.practices.knowledge import shipped
from crosslane.practices.suggest import advise
from crosslane.practices.trial import signal_of
from practices.places import HANDLED, advice, handoff, place, tried

QUEUE = {"medium": "ticket", "wait": "2w", "carries": "request"}


def test_an_empty_map_gets_no_advice() -> None:
    """Nothing drawn, nothing said."""
    empty = advice(Map.of([MapRecord(id="map")]))
    assert (empty.flows, empty.steps, empty.map_suggestions, empty.experiment) == ({}, {}, (), None)


def test_every_score_is_the_sum_of_its_reasons() -> None:
    """What a card says for itself adds up."""
    for suggestion in place(handoff(said=("Only Tom can do it.",), **QUEUE), accept_words=True).suggestions:
        assert sum(reason.points for reason in suggestion.because) == pytest.approx(suggestion.score, abs=0.03)
        assert all(reason.sentence.endswith(".") for reason in suggestion.because)


def test_no_reason_names_a_symptom_as_a_verdict() -> None:
    """The machine says facts; titles are for people to pick."""
    titles = [symptom.title for symptom in shipped().symptoms.values()]
    for suggestion in place(handoff(**QUEUE)).suggestions:
        for reason in suggestion.because:
            assert not any(title in reason.sentence for title in titles)


def test_symptoms_that_go_together_do_not_count_twice() -> None:
    """The second reason from evidence counts half of what it would alone."""
    both = place(handoff(pca=0.6, medium="ticket", carries="request")).suggestions[0]
    points = [reason.points for reason in both.because if reason.source.startswith("symptom:")]
    assert both.practice == "handoff-checklist"
    assert len(points) >= 2
    assert points[1] <= points[0] / 2 + 0.01


def test_people_said_so_comes_first_in_the_reason() -> None:
    """Their own words, before the facts."""
    said = handoff(said=("We open a ticket and wait two weeks.",), **QUEUE)
    first = place(said, accept_words=True).suggestions[0]
    assert "“We open a ticket and wait two weeks.”" in first.because[0].sentence


def test_a_pinned_symptom_is_evidence() -> None:
    """What participants pinned counts without any field."""
    assert tried(handoff(symptoms=("ticket-queue",)))[0] == "service-request-self-service"


def test_an_unknown_pinned_symptom_is_left_alone() -> None:
    """A pin from other knowledge does no harm."""
    assert place(handoff(symptoms=("no-such-thing",))).findings == ()


def test_one_weak_sign_is_no_evidence_and_two_are() -> None:
    """A watch alone shows what is typical, nothing more."""
    alone = place(handoff("dev", "analytics", carries="dataset", medium="file-drop"))
    assert [f.level for f in alone.findings] == ["watch"]
    assert alone.suggestions == ()
    assert alone.typical
    both = place(handoff("dev", "analytics", carries="dataset", medium="file-drop", monitored="manual"))
    assert both.suggestions
    assert not any(s.hint for s in both.suggestions)


def test_a_recorded_field_is_a_hint_and_says_so() -> None:
    """Tests by hand, and nothing else known: few suggestions, each with the field as its reason, promoted after all others."""
    weak = place(handoff("dev", "dev", carries="code", tests="manual"))
    assert {"fast-automated-tests", "continuous-integration"} <= {s.practice for s in weak.suggestions}
    assert 0 < len(weak.suggestions) <= 3
    for suggestion in weak.suggestions:
        assert suggestion.hint
        assert suggestion.because[0].sentence == "Tests are done by hand: a hint, no more."
    assert not any(s.hint for s in place(handoff(**QUEUE)).suggestions)


@pytest.mark.parametrize("fields", [{}, HANDLED, {"purpose": "environment", "llm": True, "labels": True}])
def test_what_shows_a_practice_is_a_field_that_tells_of_a_lack(fields: dict[str, object]) -> None:
    """Lanes, the thing carried and what it is for are no evidence, and fields that say "handled" are none either."""
    shows = [text for practice in shipped().practices.values() for text in practice.shows]
    map_ = handoff("dev", "ops", **fields)
    facts = MapFacts(map_, analyse(map_)).of_flow(map_.flow("f"))
    lanes = ("dev", "ops", "analytics", "ai", "external")
    carried = ("code", "build-artefact", "raw-data", "dataset", "feature-set", "model", "prediction", "report", "alert")
    for source, target, carries in product(lanes, lanes, (*carried, "request")):
        here = {"from_lane": source, "to_lane": target, "carries": carries, "handoff": source != target}
        judge = Judge(shipped(), {**facts, **here})
        assert [text for text in shows if judge.fires(text)] == []


def test_typical_is_never_mixed_into_suggestions() -> None:
    """Either evidence speaks, or the context does."""
    assert place(handoff(**QUEUE)).typical == ()


def test_a_practice_in_place_is_not_suggested_and_shown_to_persist() -> None:
    """In place, but the trouble is still there: what is missing?"""
    lived = place(handoff(practices=("service-request-self-service",), **QUEUE))
    assert "service-request-self-service" not in [s.practice for s in lived.suggestions]
    assert lived.in_place == ("service-request-self-service",)


def test_what_it_builds_on_comes_first_until_it_is_in_place() -> None:
    """The whole way back: one history, changes brought together, one path, then the way back."""
    fields = {"carries": "build-artefact", "rollback": "none", "medium": "file-drop"}
    first = {s.practice: s.before for s in place(handoff(**fields)).suggestions}
    whole = ("version-everything", "continuous-integration", "single-pipeline-to-production")
    assert first["rollback-rehearsed"] == whole
    for at, id_ in enumerate(whole):
        then = {s.practice: s for s in place(handoff(step={"practices": (id_,)}, **fields)).suggestions}
        # What is in place stands on what it needs itself.
        assert then["rollback-rehearsed"].before == whole[at + 1 :]
    assert then["rollback-rehearsed"].begin_with is None


@pytest.mark.parametrize(
    ("practice", "fields"),
    [
        ("version-everything", {"carries": "code", "medium": "git-pr"}),
        ("continuous-integration", {"carries": "code", "tests": "automated"}),
        ("single-pipeline-to-production", {"carries": "model", "medium": "pipeline"}),
        ("observability-signals", {"monitored": "automated"}),
        ("data-contract", {"carries": "dataset", "contract": "written"}),
        ("model-registry", {"carries": "model", "medium": "registry"}),
        ("data-tests-at-boundary", {"carries": "dataset", "tests": "automated"}),
    ],
)
def test_what_fields_show_to_be_there_need_not_come_first(practice: str, fields: dict[str, Any]) -> None:
    """With all that it builds on; without the fields nothing shows it."""
    knowledge = shipped()
    there = in_place(handoff(**fields), knowledge)
    assert {practice, *knowledge.practices[practice].prerequisites} <= there
    assert practice not in in_place(handoff(), knowledge)


def test_what_is_wanting_here_is_not_in_place_here() -> None:
    """A pipeline elsewhere on the map is no pipeline at this handoff."""
    elsewhere = Flow(id="g", source="give", target="take", carries="code", medium="pipeline", tests="automated")
    found = place(handoff(others=(elsewhere,), carries="build-artefact", rollback="none", medium="ticket", wait="1w"))
    tries = {s.practice: s.before for s in found.suggestions}
    assert "single-pipeline-to-production" in tries
    assert tries["rollback-rehearsed"] == ("single-pipeline-to-production",)


def test_prerequisites_that_go_round_end() -> None:
    """A linter finds the circle; the advice does not hang on it."""
    base = shipped().practices["small-batches"]
    round_ = {id_: base.model_copy(update={"id": id_, "prerequisites": (to,)}) for id_, to in ("ab", "bc", "ca")}
    assert needed_before(round_["a"], (), round_) == ("c", "b")


def test_not_for_us_takes_a_practice_away_and_the_next_comes_up() -> None:
    """A dismissed practice stays dismissed at its place."""
    before = tried(handoff(**QUEUE))
    no = Verdict(id="v", on="f", practice=before[0], status="dismissed", why="tried")
    after = tried(handoff(others=(no,), **QUEUE))
    assert before[0] not in after
    assert after[0] == before[1]


def test_a_dismissed_finding_is_not_found_again() -> None:
    """The team said it is not so."""
    no = Verdict(id="v", on="f", symptom="ticket-queue", status="dismissed")
    assert "ticket-queue" not in {f.symptom for f in place(handoff(others=(no,), **QUEUE)).findings}


def test_what_is_tried_already_is_not_suggested_and_nothing_else_promoted() -> None:
    """One experiment at a time."""
    trying = Experiment(id="e", on="f", practice="service-request-self-service", status="running")
    found = advice(handoff(others=(trying,), **QUEUE))
    assert "service-request-self-service" not in [s.practice for s in found.flows["f"].suggestions]
    assert found.experiment is None


def test_the_experiment_promoted_is_the_one_with_the_largest_effect() -> None:
    """Half of the two weeks can be had."""
    found = advice(handoff(**QUEUE)).experiment
    assert found is not None
    assert found.on == "f"
    assert found.opens is None
    assert found.would_give.value == pytest.approx(40.0)
    assert would_bring(found, shipped(), Calendar()) == "It could save about 1 week."


def test_what_has_to_be_in_place_first_is_promoted_with_its_own_effect_only() -> None:
    """A rule for access needs to know what is personal, and that somebody who may say so; this shortens no wait, the rule does."""
    fields = {"carries": "request", "purpose": "access", "wait": "4w", "approval": "external", "personal_data": True}
    map_ = handoff("analytics", "ops", **fields)
    found, knowledge = advice(map_).experiment, shipped()
    assert found is not None
    assert (found.practice, found.opens) == ("data-product-owner", "data-access-fast-track")
    assert found.would_give.bound == "unknown"
    assert found.up_to.value == pytest.approx(80.0)
    said = would_bring(found, knowledge, Calendar())
    assert said == "It opens the way to: let a rule decide who may read, which could save about 2 weeks."
    told = advice_json(advice(map_))["map"]["experiment"]
    assert told["expected"]["bound"] == "unknown"
    assert told["opens"]["practice"] == "data-access-fast-track"


def test_what_comes_first_can_be_taken_on_itself() -> None:
    """With its own first step and its own effect, not those of what it opens the way to."""
    knowledge, map_ = shipped(), handoff(**QUEUE)
    figures = analyse(map_)
    first, later = knowledge.practices["pii-classification"], place(map_).suggestions[0]
    begin = beginning_with(later, figures, "f", first)
    assert (begin.practice, begin.first_step, begin.begin_with) == (first.id, first.first_step, None)
    assert begin.would_give == effect_of(figures, "f", first)
    assert begin.would_give.bound == "unknown" != later.would_give.bound


def test_drawing_the_map_is_not_suggested() -> None:
    """A value stream review is what people are doing."""
    for fields in (QUEUE, {"symptoms": ("bottleneck", "wait-dominates", "slow-flow")}):
        assert "value-stream-review" not in tried(handoff(**fields))


def test_a_shared_board_is_not_suggested_in_a_workshop() -> None:
    """While an agenda runs they stand before one."""
    pinned = {"symptoms": ("too-much-wip",)}
    assert "shared-board-wip-limits" in tried(handoff(**pinned))
    running = Agenda(id="a", running_since="2026-01-01T10:00:00")
    assert "shared-board-wip-limits" not in tried(handoff(others=(running,), **pinned))


def test_at_most_five_and_more_than_one_principle() -> None:
    """A choice, never a flood: a third of one principle needs a clear lead over the others."""
    much = place(handoff("ai", "ops", carries="model", medium="email", rollback="none", tests="none", versioned=False))
    principles = [s.principle for s in much.suggestions]
    assert len(principles) <= 5
    assert len(set(principles)) >= 3
    assert max(principles.count(p) for p in principles) <= 3


def test_the_best_for_each_lever_is_at_most_three_cards() -> None:
    """Shorten the wait, fewer come back, less depends on one person."""
    cards = place(handoff(people=1, pca=0.5, rollback="none", **QUEUE)).best_by_lever()
    assert set(cards) <= {"shorten-wait", "fewer-come-back", "less-dependence"}
    assert len(cards) >= 2


def test_a_remedy_is_left_out_where_it_is_known_not_to_fit() -> None:
    """A champion model is no way back for a web page."""
    page = tried(handoff(carries="build-artefact", rollback="none", tests="none"))
    model = tried(handoff("ai", "ops", carries="model", rollback="none", tests="none"))
    assert "shadow-and-canary-model" not in page
    assert "shadow-and-canary-model" in model


def test_a_cycle_gets_no_advice() -> None:
    """The loop that closes is no handoff of an item."""
    assert advice(handoff(type="cycle", **QUEUE)).flows == {}


def test_weights_are_settings() -> None:
    """A team that asks for more evidence gets fewer suggestions."""
    map_ = handoff(**QUEUE)
    strict = dataclasses.replace(shipped(), settings=shipped().settings.model_copy(update={"min_score": 99.0}))
    assert advise(map_, analyse(map_), strict).flows["f"].suggestions == ()


def test_the_order_does_not_hang_on_small_changes_of_the_weights() -> None:
    """Factors a tenth up or down leave the first suggestion first."""
    map_ = handoff(said=("Only Tom can do it.",), rollback="none", **QUEUE)
    first = tried(map_)[0]
    settings = shipped().settings
    for scale in (0.9, 1.1):
        strength = {level: value * scale for level, value in settings.strength.items()}
        other = dataclasses.replace(shipped(), settings=settings.model_copy(update={"strength": strength}))
        assert advise(map_, analyse(map_), other).flows["f"].suggestions[0].practice == first


def test_the_json_has_the_names_of_the_command_line() -> None:
    """Programs read these."""
    body = advice_json(advice(handoff(said=("We wait for a ticket.",), **QUEUE)))
    flow = body["flows"][0]
    assert {"flow", "handoff", "findings", "suggestions", "typical", "recognised", "questions"} <= set(flow)
    suggestion = flow["suggestions"][0]
    assert set(suggestion) == {
        "practice", "score", "lever", "principle", "ops", "because", "would_give",
        "first_step", "measure", "not_if", "before", "begin_with", "hint",
    }  # fmt: skip
    assert set(suggestion["because"][0]) == {"points", "from", "sentence"}
    assert set(suggestion["would_give"]) == {"value", "low", "high", "bound"}
    assert set(flow["findings"][0]) == {"symptom", "level", "pinned", "evidence"}
    assert set(body["map"]) == {"findings", "suggestions", "experiment"}


def test_unknown_causes_of_a_long_wait_are_asked_first() -> None:
    """What is it waiting for?"""
    field, ask = place(handoff(wait="2w")).questions[0]
    assert field == "waits_for"
    assert "somebody's yes" in ask


def test_at_most_three_questions_and_none_about_what_is_known() -> None:
    """Few, and only what could change the advice."""
    asked = dict(place(handoff("dev", "analytics", carries="dataset", tests="none", wait="1h")).questions)
    assert len(asked) == 3
    assert not {"tests", "wait"} & set(asked)


def test_every_practice_can_be_reached_by_what_people_pin() -> None:
    """For each practice but those withheld, or waiting for people's own words, there is a pin that brings it, at some handoff."""
    never = {*shipped().settings.never, *shipped().settings.only_said}
    reached: set[str] = set()
    for symptom in shipped().symptoms.values():
        for carries in ("code", "build-artefact", "dataset", "model", "prediction", "alert", "request"):
            for source, target in (("dev", "ops"), ("ai", "ops")):
                reached.update(tried(handoff(source, target, carries=carries, symptoms=(symptom.id,))))
    typical = {r.id for row in shipped().rows for r in row.practices}
    assert set(shipped().practices) - reached - typical <= never


def test_an_alert_by_mail_is_no_request_to_serve_oneself() -> None:
    """A queue of tickets asks for self-service; news of a failure does not."""
    assert "service-request-self-service" in tried(handoff(**QUEUE))
    assert "service-request-self-service" not in tried(handoff(**{**QUEUE, "carries": "alert"}))


LANES = ("dev", "ops", "analytics", "ai", "external")
WITHHELD = {*shipped().settings.never, *shipped().settings.only_said}


@cache
def suggested_without_need() -> dict[str, list[str]]:
    """Return what is suggested where nothing is known but the lanes and what is carried, and where all is handled."""
    found: dict[str, list[str]] = {}
    handled_step = {"people": 4, "wip": 1, "owners": ("both teams",), "personal_data": False}
    for source, target, carries in product(LANES, LANES, (None, *get_args(Carries))):
        for fields, step in (({}, {}), (HANDLED, handled_step)):
            made = advice(handoff(source, target, **{**fields, "carries": carries}, work=None, step=step))
            for there in (*made.flows.values(), *made.steps.values()):
                for suggestion in there.suggestions:
                    found.setdefault(suggestion.practice, []).append(f"{source} to {target}, {carries}, {bool(fields)}")
            assert made.map_suggestions == ()
            assert made.experiment is None
    return found


def brought_by_pins(practice: str) -> dict[str, Any] | None:
    """Return a handoff with pins that brings a practice: with one of what it helps against, else with all of it."""
    helps = [s.id for s in shipped().symptoms.values() if any(r.id == practice for r in s.practice)]
    for pins in (*((id_,) for id_ in helps), tuple(helps)):
        for carries, (source, target) in product(get_args(Carries), (("ai", "ops"), ("dev", "ops"), ("ops", "dev"))):
            fields = {"source": source, "target": target, "carries": carries, "symptoms": pins}
            if practice in tried(handoff(**fields)):
                return fields
    return None


@pytest.mark.parametrize("practice", sorted(shipped().practices))
def test_each_practice_needs_something_that_speaks_for_it(practice: str) -> None:
    """None where nothing is known or all is handled; there when people pin what it helps against; gone when in place."""
    assert practice not in suggested_without_need()
    fields = brought_by_pins(practice)
    assert (fields is None) == (practice in WITHHELD)
    if fields:
        lived = place(handoff(**fields, practices=(practice,)))
        assert practice not in [suggestion.practice for suggestion in lived.suggestions]
        assert practice in lived.in_place


def test_what_makes_a_failure_smaller_promises_no_fewer_returns() -> None:
    """A practised way back takes nothing off what comes back at this handoff; a gate before it may."""
    back = Flow(id="b", source="take", target="give", type="rework", probability=0.5)
    map_ = handoff(carries="model", wait="1w", rollback="none", medium="file-drop", others=(back,))
    figures, practices = analyse(map_), shipped().practices
    assert effect_of(figures, "f", practices["model-registry"]).value
    assert effect_of(figures, "f", practices["rollback-rehearsed"]).bound == "unknown"
    assert "checks" not in signal_of(map_, figures, "f", practices["rollback-rehearsed"])


def test_what_is_unknown_is_named_and_not_promoted_in_its_place() -> None:
    """Whether changes are brought together every day nobody has said: the review comes first, with that condition."""
    map_ = handoff(carries="build-artefact", approval="external", wait="2w", frequency="1/w")
    found = advice(map_).experiment
    assert found is not None
    assert found.practice == "peer-review-as-approval"
    assert found.before[-1] == "continuous-integration"
    said = would_bring(found, shipped(), Calendar())
    assert said.startswith("It could save about 1 week. If it is not there yet, first: ")
    assert advice_json(advice(map_))["map"]["experiment"]["before"] == list(found.before)


def test_of_two_close_cards_the_one_with_a_number_is_shown() -> None:
    """Only of those that pull the same lever, and only where it comes close."""

    def offer(id_: str, score: float, gives: float | None) -> Suggestion:
        base = place(handoff(**QUEUE)).suggestions[0]
        known = UNKNOWN if gives is None else exact(gives)
        return dataclasses.replace(base, practice=id_, score=score, lever="fewer-come-back", would_give=known)

    def shown(*offers: Suggestion) -> list[str]:
        return [s.practice for s in Place("f", suggestions=offers).best_by_lever().values()]

    assert shown(offer("a", 10.0, None), offer("b", 9.5, 8.0), offer("c", 9.2, 9.0)) == ["b"]
    assert shown(offer("a", 10.0, None), offer("b", 8.0, 8.0)) == ["a"]
    assert shown(offer("a", 10.0, 1.0), offer("b", 9.9, 8.0)) == ["a"]
