"""Maps and edits for the laws: small enough to fail readably, varied enough to fail at all."""

from __future__ import annotations

from hypothesis import strategies as st

from crosslane.model.diff import Diff, drops, puts
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Note, Record, Step, Vote
from crosslane.model.values import Duration

LANES = ["l1", "l2", "l3"]
STEPS = ["s1", "s2", "s3", "s4", "s5"]
# With the numbers that people call them by, in another order than their ids.
NUMBERS = {"f1": 9, "f2": 7, "f3": 8, "f4": 3}
FLOWS = list(NUMBERS)
names = st.text("abcXYZ äß<>|:\"'&\n", max_size=12)
durations = st.none() | st.sampled_from(["2d", "~3h", "1-5d", "1-3-10d", "?", "3m", "a sprint", "2w elapsed"]).map(
    lambda text: Duration(text=text)
)
shares = st.none() | st.sampled_from([0.0, 0.1, 0.5, 0.6, 1.0])
places = st.integers(0, 40).map(lambda n: n * 8)
lanes = st.builds(Lane, id=st.sampled_from(LANES), name=names, order=st.sampled_from(["1", "2", "2i"]))
steps = st.builds(
    Step,
    id=st.sampled_from(STEPS),
    lane=st.sampled_from(LANES),
    name=names,
    type=st.sampled_from(["activity", "decision", "store"]),
    process_time=durations,
    pca=shares,
    x=places,
    y=st.integers(3, 20).map(lambda n: n * 8),
)
flows = st.builds(
    Flow,
    id=st.sampled_from(FLOWS),
    source=st.sampled_from(STEPS),
    target=st.sampled_from(STEPS),
    type=st.sampled_from(["forward", "rework", "cycle", "information"]),
    wait=durations,
    pca=shares,
    probability=shares,
).flatmap(lambda flow: st.sampled_from([flow, flow.but(number=NUMBERS[flow.id])]))
notes = st.builds(Note, id=st.just("n1"), text=names, on=st.none() | st.sampled_from(STEPS))
votes = st.builds(Vote, id=st.just("v1"), on=st.sampled_from(FLOWS), count=st.integers(0, 9))
records: st.SearchStrategy[Record] = st.one_of(lanes, steps, flows, notes, votes)
heads = st.builds(MapRecord, id=st.just("map"), title=names, next_number=st.just(50))


@st.composite
def maps(draw: st.DrawFn) -> Map:
    """Any map of these few ids; ends may be missing, but not in all: what flows lead between is there."""
    there = [Step(id=id_, lane=LANES[0]) for id_ in STEPS] if draw(st.booleans()) else []
    return Map.of([draw(heads), *there, *draw(st.lists(records, max_size=14))])


@st.composite
def diffs(draw: st.DrawFn, on: Map) -> Diff:
    """Any edit of that map: some records put, some dropped, some told otherwise where they are."""
    told = [flow.but(wait=draw(durations)) for flow in on.flows if draw(st.booleans())]
    moved = [step.but(x=draw(places)) for step in on.steps if draw(st.booleans())]
    put = puts(on, [*told, *moved])
    if draw(st.booleans()):
        return put
    put |= puts(on, draw(st.lists(records, max_size=5)))
    gone = draw(st.lists(st.sampled_from(LANES + STEPS + FLOWS), max_size=3))
    return {**put, **{id_: change for id_, change in drops(on, gone).items() if id_ not in put}}
