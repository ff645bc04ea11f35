"""Steps that reach one another are found as they are by walking from each."""

from __future__ import annotations

from hypothesis import given

from crosslane.model.circles import circles
from crosslane.model.edits.flows import would_close_loop
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, Step
from laws.strategies import maps


@given(maps())
def test_two_steps_are_in_one_circle_when_each_reaches_the_other(map_: Map) -> None:
    """Whatever the map."""
    found = circles(map_)
    ids = [step.id for step in map_.steps]
    assert set(found) == set(ids)
    for a in ids:
        for b in ids:
            both = would_close_loop(map_, a, b) and would_close_loop(map_, b, a)
            assert (found[a] == found[b]) == both


def test_a_very_long_chain_is_no_circle_until_it_is_closed() -> None:
    """However deep: nothing is walked by recursion."""
    many = 5000
    steps = [Step(id=f"s{n}", lane="l", name=str(n)) for n in range(many)]
    flows = [Flow(id=f"f{n}", source=f"s{n}", target=f"s{n + 1}") for n in range(many - 1)]
    chain = Map.of([Lane(id="l", name="L"), *steps, *flows])
    assert len(set(circles(chain).values())) == many
    closed = Map.of([*chain.records(), Flow(id="back", source=f"s{many - 1}", target="s0")])
    assert len(set(circles(closed).values())) == 1
