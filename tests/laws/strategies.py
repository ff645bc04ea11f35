"""Maps and edits for the laws: small enough to fail readably, varied enough to fail at all."""

from __future__ import annotations

from hypothesis import strategies as st

from crosslane.model.diff import Diff, drops, puts
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Note, Record, Step, Vote
from crosslane.model.values import Duration

LANES = ["l1", "l2", "l3"]
STEPS = ["s1", "s2", "s3", "s4", "s5"]
FLOWS = ["f1", "f2", "f3", "f4"]
names = st.text("abcXYZ äß<>|:\"'&\n", max_size=12)
durations = st.none() | st.sampled_from(["2d", "~3h", "1-5d", "1-3-10d", "?", "3m", "a sprint", "2w elapsed"]).map(
    lambda text: Duration(text=text)
)
shares = st.none() | st.sampled_from([0.0, 0.1, 0.5, 0.6, 1.0])
lanes = st.builds(Lane, id=st.sampled_from(LANES), name=names, order=st.sampled_from(["1", "2", "2i"]))
steps = st.builds(
    Step,
    id=st.sampled_from(STEPS),
    lane=st.sampled_from(LANES),
    name=names,
    type=st.sampled_from(["activity", "decision", "store"]),
    process_time=durations,
    pca=shares,
    x=st.integers(0, 40).map(lambda n: n * 8),
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
)
notes = st.builds(Note, id=st.just("n1"), text=names, on=st.none() | st.sampled_from(STEPS))
votes = st.builds(Vote, id=st.just("v1"), on=st.sampled_from(FLOWS), count=st.integers(0, 9))
records: st.SearchStrategy[Record] = st.one_of(lanes, steps, flows, notes, votes)
heads = st.builds(MapRecord, id=st.just("map"), title=names, next_number=st.just(50))


@st.composite
def maps(draw: st.DrawFn) -> Map:
    """Any map of these few ids; ends may be missing."""
    return Map.of([draw(heads), *draw(st.lists(records, max_size=14))])


@st.composite
def diffs(draw: st.DrawFn, on: Map) -> Diff:
    """Any edit of that map: some records put, some dropped."""
    put = puts(on, draw(st.lists(records, max_size=5)))
    gone = draw(st.lists(st.sampled_from(LANES + STEPS + FLOWS), max_size=3))
    return {**put, **{id_: change for id_, change in drops(on, gone).items() if id_ not in put}}
