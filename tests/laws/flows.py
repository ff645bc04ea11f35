"""Maps that can be analysed: steps in an order, flows onwards, splits of every kind, returns, several starts."""

from __future__ import annotations

from hypothesis import note
from hypothesis import strategies as st

from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Record, Step
from crosslane.model.values import Duration

HOURS = ["0h", "1h", "2h", "3h", "5h", "8h", "13h"]
SPREAD = ["1-3h", "1-3-8h", "2-5h"]


def times(spread: bool = False, unknown: bool = False) -> st.SearchStrategy[Duration | None]:
    """A time in whole hours, on request a range, or nothing said."""
    said = st.sampled_from([*HOURS, *(SPREAD if spread else [])]).map(lambda text: Duration(text=text))
    return st.none() | said if unknown else said


@st.composite
def flow_maps(
    draw: st.DrawFn,
    *,
    most: int = 7,
    parallel: bool = True,
    returns: bool = True,
    spread: bool = False,
    unknown: bool = False,
    repeats: bool = True,
    starts: bool = True,
    first: bool = True,
) -> Map:
    """A map of up to `most` steps whose flows lead on to later steps, with returns to earlier ones."""
    count = draw(st.integers(2, most))
    led_to: set[int] = set()
    before = {i: [i] for i in range(count)}  # the step itself and those from which items come to it
    records: list[Record] = [MapRecord(id="map"), Lane(id="dev", order="1"), Lane(id="ops", order="2")]
    number = 0
    for i in range(count):
        split = draw(st.sampled_from(["one", "all", "some"] if parallel else ["one"]))
        onward = draw(st.sets(st.integers(i + 1, min(count - 1, i + 3)), max_size=3)) if i < count - 1 else set()
        if not starts and i < count - 1 and i + 1 not in led_to:
            onward = onward | {i + 1}
        led_to |= onward
        for to in onward:
            before[to] = sorted({*before[to], *before[i][-3:]})
        lane = draw(st.sampled_from(["dev", "ops"]))
        back = draw(st.booleans()) and bool(onward) and returns
        share = draw(st.sampled_from([0.1, 0.2, 0.3])) if back else 0.0
        pca = draw(st.none() | st.sampled_from([0.5, 0.8, 0.9]))
        join = draw(st.sampled_from(["all", "all", "any"])) if parallel and first else "all"
        records.append(
            Step(
                id=f"s{i}", lane=lane, name=f"s{i}", split=split, join=join, process_time=draw(times(spread, unknown)), pca=pca
            )
        )  # fmt: skip
        weights = [draw(st.integers(1, 4)) for _ in onward]
        for to, weight in zip(sorted(onward), weights, strict=True):
            number += 1
            chance = {"one": (1 - share) * weight / sum(weights), "some": weight / 5, "all": None}[split]
            records.append(
                Flow(
                    id=f"f{number}", number=number, source=f"s{i}", target=f"s{to}", wait=draw(times(spread, unknown)),
                    probability=chance if len(onward) > 1 or split == "some" else None,
                )
            )  # fmt: skip
        if back:
            number += 1
            limit = draw(st.sampled_from([None, None, 1, 2])) if repeats else None
            records.append(
                Flow(
                    id=f"f{number}", number=number, source=f"s{i}", target=f"s{draw(st.sampled_from(before[i]))}",
                    type="rework", probability=share, max_repeats=limit, wait=draw(times(spread, unknown)),
                )
            )  # fmt: skip
    note("\n".join(told(record) for record in records))
    return Map.of(records)


def told(record: Record) -> str:
    """One record in a line, for whoever reads a counterexample."""
    if isinstance(record, Flow):
        wait = record.wait.text if record.wait else "?"
        text = f"{record.id} {record.type}: {record.source} > {record.target} wait {wait}"
        return f"{text} p {record.probability} at most {record.max_repeats}"
    if isinstance(record, Step):
        work = record.process_time.text if record.process_time else "?"
        return f"{record.id} in {record.lane}: {work} split {record.split} join {record.join} pca {record.pca}"
    return record.id
