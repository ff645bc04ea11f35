"""Maps in columns, and a worker that never answers, for tests of what a canvas paints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Record, Step
from crosslane.model.values import Duration


def rows(count: int, ahead: int, *more: Record) -> Map:
    """Return steps in columns of four in two lanes, each handing on to the one so many further on, and more records."""
    records: list[Record] = [MapRecord(id="map")]
    records += [Lane(id="l0", name="Ours", order="0"), Lane(id="l1", name="Theirs", order="1")]
    for n in range(count):
        column, row = divmod(n, 4)
        place = {"x": column * 208, "y": 32 + row // 2 * 104}
        records.append(Step(id=f"s{n}", lane=f"l{row % 2}", name=f"Step {n}", **place))
    ends = range(count - ahead)
    wait = Duration(text="2d")
    records += [Flow(id=f"f{n}", number=n + 1, source=f"s{n}", target=f"s{n + ahead}", wait=wait) for n in ends]
    return Map.of([*records, *more])


def nobody(
    kind: str, map_: Map, function: str, then: Callable[[Any], object], *, failed: Callable[[str], object]
) -> None:
    """Never bring what is asked for."""
