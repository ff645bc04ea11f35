"""Laws of the exact analysis: what must hold on any map, whatever is drawn on it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crosslane.analysis.figures import Figures, figures_json
from crosslane.analysis.flow import analyse
from crosslane.analysis.net import read_net
from crosslane.analysis.shares import resolve
from crosslane.analysis.whatif import Change, changed
from crosslane.model.diff import Change as Diff
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, Record, Step
from crosslane.model.values import Duration
from laws.flows import flow_maps

NEAR = {"rel": 1e-9, "abs": 1e-9}


def lead(map_: Map) -> float:
    """The mean lead time, also where it is only a lower bound."""
    found = analyse(map_).map.lead_time
    assume(found.value is not None)
    return found.value or 0.0


def solvable(map_: Map) -> Figures:
    """The results of a map whose lead time is one number, found exactly."""
    figures = analyse(map_)
    assume(figures.map.lead_time.value is not None and figures.map.method == "exact")
    return figures


@given(flow_maps(most=6))
def test_a_saving_is_the_recomputed_difference(map_: Map) -> None:
    """What a wait costs is the lead time with it less the lead time without it, on every flow, halved or removed."""
    figures = solvable(map_)
    for flow in map_.drawn_flows:
        for how, saved in (
            ("remove", figures.flows[flow.id].saved_if_removed),
            ("halve", figures.flows[flow.id].saved_if_halved),
        ):
            after = analyse(map_.apply(changed(map_, [Change(flow.id, how)])))  # type: ignore[arg-type]  # one of the two
            assume(after.map.method == "exact")
            difference = (figures.map.lead_time.value or 0.0) - (after.map.lead_time.value or 0.0)
            assert saved.value == pytest.approx(max(0.0, difference), rel=1e-7, abs=1e-7)


@given(flow_maps(most=6))
def test_a_loss_is_the_recomputed_difference_too(map_: Map) -> None:
    """The second column: no wait, and nothing that comes back from where the flow leads."""
    figures = solvable(map_)
    for flow in map_.drawn_flows:
        returns = [f for f in map_.flows_from(flow.target) if f.type == "rework" and f.probability]
        if flow.type != "forward" or not returns:
            continue
        gone = [Change(flow.id), *(Change(f.id, "set", "probability", 0.0) for f in returns)]
        after = analyse(map_.apply(changed(map_, gone)))
        assume(after.map.method == "exact")
        difference = (figures.map.lead_time.value or 0.0) - (after.map.lead_time.value or 0.0)
        assert figures.flows[flow.id].loss.value == pytest.approx(max(0.0, difference), rel=1e-7, abs=1e-7)


@given(flow_maps(parallel=False, starts=False))
def test_one_way_at_a_time_a_wait_costs_its_length_times_its_passes(map_: Map) -> None:
    """The closed form: expected traversals times the wait, for every flow of a map without parallel branches."""
    figures = solvable(map_)
    for found in figures.flows.values():
        assert found.saved_if_removed.value == pytest.approx(found.traversals * (found.wait.value or 0.0), **NEAR)
        assert found.saved_if_halved.value == pytest.approx((found.saved_if_removed.value or 0.0) / 2, **NEAR)


def relabelled(map_: Map) -> Map:
    """The same map with other ids, in another order of ids."""
    name = {record.id: f"{900 - at}" for at, record in enumerate([*map_.steps, *map_.drawn_flows])}

    def anew(record: Record) -> Record:
        if isinstance(record, Flow):
            return record.but(id=name[record.id], source=name[record.source], target=name[record.target])
        return record.but(id=name[record.id]) if isinstance(record, Step) else record

    return Map.of(anew(record) for record in reversed(list(map_.records())))


@given(flow_maps(most=5, spread=True))
def test_other_labels_and_another_order_change_nothing(map_: Map) -> None:
    """Ids are names, not facts."""
    figures, other = solvable(map_), analyse(relabelled(map_))
    same = {f.number: f for f in other.flows.values()}
    assert other.map.lead_time.value == pytest.approx(figures.map.lead_time.value, **NEAR)
    assert other.map.rolled_pca.value == pytest.approx(figures.map.rolled_pca.value, **NEAR)
    for flow in figures.flows.values():
        assert same[flow.number].saved_if_removed.value == pytest.approx(flow.saved_if_removed.value, **NEAR)
        assert same[flow.number].traversals == pytest.approx(flow.traversals, **NEAR)


@given(flow_maps(returns=False), st.data())
def test_a_longer_wait_never_makes_anything_faster(map_: Map, data: st.DataObject) -> None:
    """More waiting anywhere: the lead time stays or grows, by no more than the wait times its passes."""
    flows = map_.drawn_flows
    assume(flows)
    flow = data.draw(st.sampled_from(flows))
    figures = solvable(map_)
    longer = analyse(map_.apply(changed(map_, [Change(flow.id, "set", "wait", "21h")])))
    grown = (longer.map.lead_time.value or 0.0) - (figures.map.lead_time.value or 0.0)
    added = 21 - (figures.flows[flow.id].wait.value or 0.0)
    assert -1e-9 <= grown <= added * figures.flows[flow.id].traversals + 1e-9


def scaled_map(map_: Map, text: dict[str, str]) -> Map:
    """The same map with every time said otherwise."""

    def said(record: Record) -> Record:
        name = "wait" if isinstance(record, Flow) else "process_time" if isinstance(record, Step) else ""
        time = getattr(record, name, None)
        return record.but(**{name: Duration(text=text[time.text])}) if time else record

    return Map.of(said(record) for record in map_.records())


@given(flow_maps())
def test_twice_the_times_twice_the_results(map_: Map) -> None:
    """All times doubled: every time doubles, no ratio and no count moves."""
    doubled = scaled_map(map_, {f"{n}h": f"{2 * n}h" for n in (0, 1, 2, 3, 5, 8, 13)})
    figures, twice = solvable(map_), analyse(doubled)
    assume(figures.map.lead_time.value)
    assert twice.map.lead_time.value == pytest.approx(2 * (figures.map.lead_time.value or 0.0), **NEAR)
    assert twice.map.effort.value == pytest.approx(2 * (figures.map.effort.value or 0.0), **NEAR)
    assert twice.map.flow_efficiency.value == pytest.approx(figures.map.flow_efficiency.value, **NEAR)
    assert twice.map.rolled_pca == figures.map.rolled_pca
    assert twice.map.handoffs_per_item.value == pytest.approx(figures.map.handoffs_per_item.value, **NEAR)
    for id_, flow in figures.flows.items():
        assert twice.flows[id_].saved_if_removed.value == pytest.approx(2 * (flow.saved_if_removed.value or 0), **NEAR)


@given(flow_maps(parallel=True))
def test_days_and_hours_are_one_basis(map_: Map) -> None:
    """8 h and 1 d are the same on the default calendar, in every mixture."""
    in_days = scaled_map(
        map_, {f"{n}h": f"{n / 8:.3f}d" if n in (8, 13) else f"{n * 60} min" for n in (0, 1, 2, 3, 5, 8, 13)}
    )
    assert lead(in_days) == pytest.approx(lead(map_), rel=1e-4)


def inserted(map_: Map, flow: Flow, first: str, second: str) -> Map:
    """The map with a step that takes no time within a flow, and the wait split in two."""
    lane = map_.step(flow.target).lane
    middle = Step(id="between", lane=lane, name="between", type="store", x=1)
    here = flow.but(target="between", wait=Duration(text=first))
    onward = Flow(id="onward", number=99, source="between", target=flow.target, wait=Duration(text=second))
    return Map.of([*(r for r in map_.records() if r.id != flow.id), middle, here, onward])


@given(flow_maps(most=6, first=False), st.data())
def test_a_wait_in_two_pieces_is_the_same_wait(map_: Map, data: st.DataObject) -> None:
    """A step that takes no time, put anywhere on a way on, changes no result."""
    forward = [flow for flow in map_.drawn_flows if flow.type == "forward"]
    assume(forward)
    flow = data.draw(st.sampled_from(forward))
    figures = solvable(map_)
    hours = figures.flows[flow.id].wait.value or 0.0
    other = analyse(inserted(map_, flow, f"{hours / 4:.4f}h", f"{hours * 3 / 4:.4f}h"))
    assume(other.map.method == "exact")
    assert other.map.lead_time.value == pytest.approx(figures.map.lead_time.value, rel=1e-6, abs=1e-6)
    assert other.steps[flow.target].visits == pytest.approx(figures.steps[flow.target].visits, **NEAR)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=8), st.data())
def test_a_sequence_is_a_sum(works: list[int], data: st.DataObject) -> None:
    """Work and waits one after the other: lead time and work are sums, efficiency their ratio."""
    waits = [data.draw(st.integers(0, 40)) for _ in works[1:]]
    steps = [Step(id=f"s{i}", lane="dev", process_time=Duration(text=f"{h}h")) for i, h in enumerate(works)]
    flows = [
        Flow(id=f"f{i}", number=i + 1, source=f"s{i}", target=f"s{i + 1}", wait=Duration(text=f"{h}h"))
        for i, h in enumerate(waits)
    ]
    figures = analyse(Map.of([Lane(id="dev", order="1"), *steps, *flows]))
    if len(works) > 1:
        assert figures.map.lead_time.value == sum(works) + sum(waits)
        assert figures.map.process_time.value == sum(works)
        if sum(works) + sum(waits):
            assert figures.map.flow_efficiency.value == pytest.approx(sum(works) / (sum(works) + sum(waits)))


@given(flow_maps(parallel=False, starts=False, repeats=False, spread=True))
def test_the_solution_is_that_of_the_whole_matrix(map_: Map) -> None:
    """Mean, variance and visits of an absorbing chain as NumPy finds them from the whole matrix at once."""
    figures = solvable(map_)
    net = resolve(read_net(map_)).net
    at = {id_: n for n, id_ in enumerate(net.nodes)}
    share, spent, square = np.zeros((len(at), len(at))), np.zeros(len(at)), np.zeros(len(at))
    for id_, n in at.items():
        spent[n] = net.nodes[id_].elapsed.mean
        for arc in net.out[id_]:
            share[n, at[arc.target]] += arc.probability or 0.0
            spent[n] += (arc.probability or 0.0) * arc.elapsed
    matrix = np.eye(len(at)) - share
    mean = np.linalg.solve(matrix, spent)
    for id_, n in at.items():
        node, left = net.nodes[id_].elapsed, 1.0
        square[n] = node.variance
        for arc in net.out[id_]:
            p, took = arc.probability or 0.0, node.mean + arc.elapsed
            square[n] += p * (took**2 + arc.wait.variance + 2 * took * mean[at[arc.target]])
            left -= p
        square[n] += max(0.0, left) * node.mean**2
    moment = np.linalg.solve(matrix, square)
    visits = np.linalg.solve(matrix.T, np.eye(len(at))[at[net.starts[0]]])
    first = at[net.starts[0]]
    assert figures.map.lead_time.value == pytest.approx(mean[first], **NEAR)
    assert figures.map.sd == pytest.approx(max(0.0, moment[first] - mean[first] ** 2) ** 0.5, rel=1e-6, abs=1e-5)
    for id_, n in at.items():
        assert figures.steps[id_].visits == pytest.approx(visits[n], **NEAR)


@given(flow_maps(parallel=False, starts=False, repeats=False), st.data())
def test_small_changes_change_as_the_closed_form_says(map_: Map, data: st.DataObject) -> None:
    """Finite differences: an hour more of a wait costs its traversals, an hour more of work its visits."""
    figures = solvable(map_)
    place = data.draw(st.sampled_from([*map_.drawn_flows, *map_.steps]))
    name, often = ("wait", figures.flows[place.id].traversals) if isinstance(place, Flow) else ("process_time", 0.0)
    if isinstance(place, Step):
        often = figures.steps[place.id].visits
    said = getattr(place, name)
    longer = place.but(**{name: Duration(text=f"{int(said.text[:-1]) + 1}h")})
    after = analyse(Map.of(longer if record.id == place.id else record for record in map_.records()))
    grown = (after.map.lead_time.value or 0.0) - (figures.map.lead_time.value or 0.0)
    assert grown == pytest.approx(often, rel=1e-6, abs=1e-6)


@given(
    flow_maps(most=6),
    st.lists(st.tuples(st.integers(0), st.sampled_from(["0h", "2h", "9d", "1-3-8d", "?"])), max_size=4),
)
def test_results_after_edits_are_those_from_scratch(map_: Map, edits: list[tuple[int, str]]) -> None:
    """Whatever is kept from one map to the next while times change: all results are those of a map never seen before."""
    analyse(map_)
    for at, text in edits:
        places: list[Step | Flow] = [*map_.steps, *map_.drawn_flows]
        place = places[at % len(places)]
        field = "process_time" if isinstance(place, Step) else ("wait", "handling")[at % 2]
        map_ = map_.apply({place.id: Diff(place, place.but(**{field: Duration(text=text)}))})
        assert close(figures_json(analyse(map_)), figures_json(analyse(Map.of(map_.records()))))


def close(one: object, other: object) -> bool:
    """Say whether two results are the same but for the last bits of their numbers."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(close(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(close, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other, **NEAR)
    return one == other
