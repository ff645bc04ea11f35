"""Laws of the scribe line: what is said back means the same; what is typed never breaks anything."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Step
from crosslane.model.scribe import complete, lines, read_line, reread
from crosslane.model.settle import settle
from crosslane.model.values import Duration
from laws.strategies import maps

names = st.text("abcAB <>|:,\"'äß19%()", min_size=1, max_size=10).map(lambda t: " ".join(t.split())).filter(bool)
times = st.none() | st.sampled_from(["2d", "~3h", "1-5d", "1,5d", "?", "3m", "a sprint", "2w elapsed", "live"]).map(
    lambda text: Duration(text=text)
)
shares = st.none() | st.integers(0, 1000).map(lambda n: n / 1000)
counts = st.none() | st.sampled_from([0.5, 1.0, 3.0, 12.25])


@st.composite
def walls(draw: st.DrawFn) -> Map:
    """Maps of what the language can say: named lanes and steps, at most one flow of a type between two steps."""
    lane_names = draw(st.lists(names, min_size=1, max_size=3, unique_by=str.casefold))
    lanes = [Lane(id=f"l{at}", name=name, order=str(at + 1)) for at, name in enumerate(lane_names)]
    told = draw(
        st.lists(st.tuples(st.sampled_from(lanes), names), max_size=6, unique_by=lambda t: (t[0].id, t[1].casefold()))
    )
    steps = [
        Step(
            id=f"s{at}",
            lane=lane.id,
            name=name,
            type=draw(st.sampled_from(["activity", "store", "decision"])),
            process_time=draw(times),
            people=draw(counts),
        )
        for at, (lane, name) in enumerate(told)
    ]
    return Map.of([MapRecord(id="map", next_number=50), *lanes, *steps, *(draw(_flows(steps)) if steps else [])])


@st.composite
def _flows(draw: st.DrawFn, steps: list[Step]) -> list[Flow]:
    ids = [step.id for step in steps]
    kinds = st.sampled_from(["forward", "rework", "cycle", "information"])
    ends = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids), kinds), max_size=7, unique=True))
    return [
        Flow(
            id=f"f{at}",
            number=at + 1,
            source=source,
            target=target,
            type=kind,
            wait=draw(times),
            handling=draw(times),
            pca=draw(shares),
            probability=draw(shares),
            medium=draw(st.none() | st.sampled_from(["ticket", "git-pr"])),
            carries=draw(st.none() | st.sampled_from(["model", "raw-data"])),
            waits_for=tuple(draw(st.lists(st.sampled_from(["person", "date", "yes"]), unique=True))),
        )
        for at, (source, target, kind) in enumerate(ends)
    ]


def meaning(map_: Map) -> dict[str, Any]:
    """What a map says apart from ids, numbers, places, and the order of lanes."""
    lanes = {lane.id: " ".join(lane.name.split()) for lane in map_.lanes}
    steps = {step.id: (lanes[step.lane], " ".join(step.name.split())) for step in map_.steps}
    apart = {"id", "number", "source", "target", "lane", "x", "y", "name"}
    return {
        "lanes": sorted(lanes.values()),
        "steps": sorted((steps[s.id], _said(s.fields(), apart)) for s in map_.steps),
        "flows": sorted((steps[f.source], steps[f.target], _said(f.fields(), apart)) for f in map_.flows),
    }


def _said(fields: dict[str, Any], apart: set[str]) -> str:
    rounded = {k: round(v, 9) if isinstance(v, float) else v for k, v in fields.items() if k not in apart}
    return repr(sorted(rounded.items(), key=lambda item: item[0]))


def typed(map_: Map, text: list[str]) -> Map:
    """Return the map after these lines; where one asks, names are taken as typed."""
    for line in text:
        reading = read_line(map_, line)
        assert reading.problem is None, (line, reading.problem)
        diff = reading.diff if reading.other is None else reading.other
        map_ = map_.apply(settle(map_, diff))
    return map_


@given(walls())
def test_lines_read_into_an_empty_map_give_the_map(map_: Map) -> None:
    """Show, then type it: the same map, apart from ids and places."""
    again = typed(Map.of([MapRecord(id="map")]), lines(map_))
    assert meaning(again) == meaning(map_)
    assert sorted(lines(again)) == sorted(lines(typed(Map.of([MapRecord(id="map")]), lines(again))))


@given(walls())
def test_lines_typed_into_their_own_map_change_nothing(map_: Map) -> None:
    """What is drawn already is met again, not drawn twice."""
    assert typed(map_, lines(map_)) == map_


@given(maps())
def test_the_unchanged_text_of_any_map_changes_nothing(map_: Map) -> None:
    """Also where names are missing, alike, or the ends of a flow gone."""
    reading = reread(map_, "\n".join(lines(map_)))
    assert reading.diff == {}
    assert reading.problems == ()


@given(walls(), st.data())
def test_lines_left_out_take_only_their_own_along(map_: Map, data: st.DataObject) -> None:
    """Text without some of its lines is a map without those flows; all other flows are what they were."""
    text = lines(map_)
    kept = data.draw(st.lists(st.booleans(), min_size=len(text), max_size=len(text)))
    after = map_.apply(settle(map_, reread(map_, "\n".join(t for t, k in zip(text, kept, strict=True) if k)).diff))
    in_order = sorted(map_.flows, key=lambda flow: flow.number or 0)
    assert {f.id for f in after.flows} == {f.id for f, k in zip(in_order, kept[: len(in_order)], strict=True) if k}
    assert all(after.flow(f.id) == map_.flow(f.id) for f in after.flows)
    assert all(step == map_.step(step.id) for step in after.steps)


@given(walls(), st.text('Aab>|<:, "59%/wdokvitpcarefn.?', max_size=30))
def test_whatever_is_typed_is_read_or_explained(map_: Map, line: str) -> None:
    """A reading or one sentence, never an error; what it would do makes a map without loose ends."""
    reading = read_line(map_, line)
    for diff in (reading.diff, reading.other or {}):
        after = map_.apply(settle(map_, diff))
        assert after.orphans == ()
        assert all(step == after.step(step.id).but(**_open(step)) for step in map_.steps)
    if reading.problem:
        assert reading.diff == {}
        assert "\n" not in reading.problem
    complete(map_, line, len(line) // 2)
    reread(map_, line)


def _open(step: Step) -> dict[str, Any]:
    """The fields that a line may set, and the place that gives way."""
    return {name: getattr(step, name) for name in ("process_time", "people", "type", "x", "y")}
