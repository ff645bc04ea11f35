"""The shipped examples: complete, drawn with care, without a fault, and worth starting from."""

from __future__ import annotations

import textwrap

import pytest

from crosslane.analysis.flow import analyse
from crosslane.commands.advising import findings
from crosslane.exchange.mapfile import SUFFIX, write_text
from crosslane.exchange.templates import template, template_ids
from crosslane.model.plan import CARD_H, CARD_W, GRID
from crosslane.practices.knowledge import shipped
from crosslane.practices.suggest import advise
from crosslane.settings import resource

IDS = template_ids()


def test_the_index_names_every_example_once() -> None:
    """Twelve, the article's loop first."""
    files = {path.name.removesuffix(SUFFIX) for path in resource("templates").glob(f"*{SUFFIX}")}
    assert len(IDS) == len(set(IDS)) == 12
    assert set(IDS) == files
    assert IDS[0] == "loop"


@pytest.mark.parametrize("id_", IDS)
def test_an_example_says_what_it_is(id_: str) -> None:
    """Title, story, what should be better, what flows, and that its numbers are invented."""
    head = template(id_).head
    assert head.title
    assert head.story
    assert head.purpose
    assert head.item
    assert head.example
    assert all(lane.titles for lane in template(id_).lanes)


@pytest.mark.parametrize("id_", IDS)
def test_an_example_has_nothing_to_look_at(id_: str) -> None:
    """Not even a note; what is usable and what comes back agree; the file is as the program would write it."""
    map_ = template(id_)
    assert findings(map_, shipped()) == []
    assert resource("templates", f"{id_}{SUFFIX}").read_text(encoding="utf-8") == write_text(map_)


@pytest.mark.parametrize("id_", IDS)
def test_an_example_is_drawn_with_care(id_: str) -> None:
    """On the grid, no card on another, every name in two lines of its card."""
    map_ = template(id_)
    for lane in map_.lanes:
        steps = map_.steps_of(lane.id)
        assert all(step.x % GRID == step.y % GRID == 0 for step in steps)
        for at, one in enumerate(steps):
            assert all(abs(one.x - two.x) >= CARD_W or abs(one.y - two.y) >= CARD_H for two in steps[at + 1 :])
    assert [s.name for s in map_.steps if len(textwrap.wrap(s.name, 18)) > 2] == []


@pytest.mark.parametrize("id_", IDS)
def test_an_example_leads_to_a_next_step(id_: str) -> None:
    """There is a costliest flow, and for the costliest handoff something to try, with its reason."""
    map_ = template(id_)
    figures = analyse(map_)
    assert figures.where_time_goes.time
    handoffs = [place for place in figures.where_time_goes.time if figures.flows[place.on].handoff]
    advice = advise(map_, figures, shipped())
    best = advice.flows[handoffs[0].on].suggestions[0]
    assert best.because[0].sentence
    assert advice.experiment is not None


def test_the_loop_is_the_articles() -> None:
    """Four roles and the outside world, at least twelve weeks, handoff 6 first, and the loop that goes on."""
    map_ = template("loop")
    assert [lane.name for lane in map_.lanes] == ["Outside", "Dev", "Ops", "Analytics", "AI"]
    figures = analyse(map_)
    assert figures.map.lead_time.bound == "at-least"
    assert 11.5 <= (figures.map.lead_time.value or 0) / 40 <= 12.5
    assert map_.flow(figures.where_time_goes.time[0].on).number == 6
    assert [flow.label for flow in map_.flows if flow.type == "cycle"] == ["the loop goes on"]
