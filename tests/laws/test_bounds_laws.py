"""Honesty as a law: take any number away, and every result becomes a bound that holds what it was."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import assume, given
from hypothesis import strategies as st

from crosslane.analysis.figures import Figures
from crosslane.analysis.flow import analyse
from crosslane.model.map import Map
from crosslane.model.quantity import Quantity
from crosslane.model.records import Flow, Lane, Step
from crosslane.model.values import Duration
from laws.flows import flow_maps

NEAR = 1e-7


def holds(quantity: Quantity, value: float) -> bool:
    """Say whether a quantity is true of a value."""
    slack = NEAR * max(1.0, abs(value))
    if quantity.bound == "exact":
        return quantity.value is not None and abs(quantity.value - value) <= slack
    if quantity.bound == "at-least":
        return quantity.value is not None and quantity.value <= value + slack
    if quantity.bound == "at-most":
        return quantity.value is not None and quantity.value >= value - slack
    if quantity.bound == "between":
        return (quantity.low or 0.0) <= value + slack and (quantity.high is None or value - slack <= quantity.high)
    return True


def numbers(map_: Map) -> list[tuple[str, str]]:
    """Every number of a map that was asked and said, as record and field; how many come back has a law of its own."""
    found = []
    for record in (*map_.steps, *map_.drawn_flows):
        names: tuple[str, ...] = ("wait", "pca", "probability")
        if isinstance(record, Step):
            names = ("process_time", "pca")
        flows = map_.flows_from(record.id) if isinstance(record, Step) else [record]
        if isinstance(record, Flow) and record.type == "rework":
            names = ("wait",)
        asked = [n for n in names if n != "pca" or any(map_.is_handoff(f) and f.type == "forward" for f in flows)]
        found += [(record.id, name) for name in asked if getattr(record, name) is not None]
    return found


def quantities(figures: Figures) -> Iterator[tuple[str, Quantity]]:
    """Every bounded number among the results of what is on both maps."""
    for name in ("lead_time", "process_time", "effort", "flow_efficiency", "rolled_pca", "handoffs_per_item"):
        yield f"map.{name}", getattr(figures.map, name)
    for flow in figures.flows.values():
        for name in ("wait", "saved_if_removed", "saved_if_halved", "loss"):
            yield f"{flow.id}.{name}", getattr(flow, name)
    for step in figures.steps.values():
        yield f"{step.id}.saved_if_halved", step.saved_if_halved
    for lane in figures.lanes.values():
        for name in ("waiting_in", "waiting_out", "rework_sent", "rework_received"):
            yield f"{lane.id}.{name}", getattr(lane, name)
    for pair in figures.matrix:
        yield f"{pair.source}-{pair.target}.wait", pair.wait


def without(map_: Map, taken: list[tuple[str, str]]) -> Map:
    """The map with some numbers unknown."""
    found = {record.id: record for record in map_.records()}
    for id_, name in taken:
        found[id_] = found[id_].but(**{name: None})
    return Map.of(found.values())


@given(flow_maps(most=6, returns=False, first=False), st.data())
def test_beside_branches_a_missing_number_makes_bounds_that_hold_what_was(map_: Map, data: st.DataObject) -> None:
    """Splits of every kind and several starts, any one to three numbers taken away: every result still tells the truth."""
    still_true(map_, data)


@given(flow_maps(most=6, parallel=False, starts=False), st.data())
def test_in_loops_a_missing_number_makes_bounds_that_hold_what_was(map_: Map, data: st.DataObject) -> None:
    """Choices and returns, any one to three numbers taken away: every result still tells the truth."""
    still_true(map_, data)


@given(flow_maps(most=6), st.data())
def test_choices_that_nobody_decided_make_ranges_that_hold_what_was(map_: Map, data: st.DataObject) -> None:
    """Everything that can be drawn, all shares of one or two splits taken away: every result still tells the truth."""
    shares: dict[str, list[tuple[str, str]]] = {}
    for flow in map_.drawn_flows:
        if flow.type == "forward" and flow.probability is not None:
            shares.setdefault(flow.source, []).append((flow.id, "probability"))
    assume(shares)
    open_ = data.draw(st.lists(st.sampled_from(sorted(shares)), min_size=1, max_size=2, unique=True))
    still_true_without(map_, [taken for step in open_ for taken in shares[step]])


def still_true(map_: Map, data: st.DataObject) -> None:
    """Take numbers away and see that every result holds what it was."""
    still_true_without(map_, data.draw(st.lists(st.sampled_from(numbers(map_)), min_size=1, max_size=3, unique=True)))


def still_true_without(map_: Map, taken: list[tuple[str, str]]) -> None:
    """See that every result holds what it was when some numbers are taken away."""
    figures = analyse(map_)
    assume(figures.map.lead_time.bound == "exact" and figures.map.method == "exact")
    less = analyse(without(map_, taken))
    assume(less.map.method == "exact")
    was = dict(quantities(figures))
    for name, found in quantities(less):
        value = was[name].value
        if value is not None and was[name].bound == "exact":
            assert holds(found, value), (name, found, value, taken)


@given(
    st.lists(st.integers(0, 20), min_size=3, max_size=6),
    st.lists(st.integers(0, 20), min_size=6, max_size=6),
    st.sampled_from([0.1, 0.3, 0.5]),
    st.data(),
)
def test_a_loop_without_a_share_is_left_out_of_a_lower_bound(
    works: list[int], waits: list[int], share: float, data: st.DataObject
) -> None:
    """A return in a sequence whose share is taken away: at least, and never more than what was."""
    last = data.draw(st.integers(0, len(works) - 1))
    first = data.draw(st.integers(0, last))
    steps = [
        Step(id=f"s{i}", lane="dev" if i % 2 else "ops", process_time=Duration(text=f"{h}h"))
        for i, h in enumerate(works)
    ]
    flows = [
        Flow(id=f"f{i}", number=i + 1, source=f"s{i}", target=f"s{i + 1}", wait=Duration(text=f"{waits[i]}h"), pca=0.9)
        for i in range(len(works) - 1)
    ]
    back = Flow(id="back", number=9, source=f"s{last}", target=f"s{first}", type="rework", probability=share)
    back = back.but(wait=Duration(text=f"{waits[-1]}h"))
    lanes = [Lane(id="dev", order="1"), Lane(id="ops", order="2")]
    map_ = Map.of([*lanes, *steps, *flows, back])
    was, less = dict(quantities(analyse(map_))), analyse(without(map_, [("back", "probability")]))
    assert less.map.lead_time.bound == "at-least"
    for name, found in quantities(less):
        value = was[name].value
        if value is not None and name != "map.rolled_pca":  # the written share stays in force there
            assert holds(found, value), (name, found, value)


# What stays the lower bound with the loop left out, by definition: with other ways out of the loop it may be no bound.
LEFT_OUT = ("map.lead_time", "map.process_time", "map.effort", "map.flow_efficiency", "map.rolled_pca")


@given(flow_maps(most=7, parallel=False, starts=False, repeats=False), st.data())
def test_a_return_without_a_share_never_makes_a_place_surer_than_it_is(map_: Map, data: st.DataObject) -> None:
    """Choices and returns anywhere, the share of one return unknown: savings, queues and counts still tell the truth."""
    returns = [flow for flow in map_.drawn_flows if flow.type == "rework"]
    assume(returns)
    taken = data.draw(st.sampled_from(returns))
    # What did not come back went on by the ways there are, in the same proportion.
    kept = 1 - (taken.probability or 0.0)
    beside = [f for f in map_.flows_from(taken.source) if f.type == "forward" and f.probability is not None]
    after = {f.id: f.but(probability=(f.probability or 0.0) / kept) for f in beside}
    after[taken.id] = taken.but(probability=None)
    less = Map.of(after.get(record.id, record) for record in map_.records())
    was, now = dict(quantities(analyse(map_))), dict(quantities(analyse(less)))
    for name, found in now.items():
        value = was[name].value
        if value is not None and was[name].bound == "exact" and name not in LEFT_OUT:
            assert holds(found, value), (name, found, value, taken.id)


@given(flow_maps(most=6, unknown=True))
def test_completeness_counts_what_is_missing(map_: Map) -> None:
    """Known and missing together are what was asked, and what to ask next is one of the missing."""
    found = analyse(map_).map
    assert found.known + len(found.missing) + len(found.assumed) == found.asked
    assert found.ask_next in found.missing if found.missing else found.ask_next is None
