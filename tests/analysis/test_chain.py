"""Items that go on by chance: the elimination agrees with following them round after round."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosslane.analysis.chain import NoExit, Row, rounds, solve


@st.composite
def chains(draw: st.DrawFn) -> list[Row]:
    """Rows of shares that keep at most 0.9 of what is there."""
    count = draw(st.integers(1, 7))
    rows: list[Row] = []
    for _ in range(count):
        weights = draw(st.dictionaries(st.integers(0, count - 1), st.integers(1, 9), max_size=count))
        total = sum(weights.values()) or 1
        keep = draw(st.sampled_from([0.2, 0.5, 0.9]))
        rows.append({j: keep * weight / total for j, weight in weights.items()})
    return rows


def followed(rows: list[Row], first: int, value: list[float]) -> float:
    """Add up what an item meets that starts in one state, until next to nothing of it is left."""
    here, total = {first: 1.0}, 0.0
    while sum(here.values()) > 1e-13:
        total += sum(amount * value[i] for i, amount in here.items())
        onward: dict[int, float] = {}
        for i, amount in here.items():
            for j, share in rows[i].items():
                onward[j] = onward.get(j, 0.0) + amount * share
        here = onward
    return total


@given(chains())
def test_the_solution_is_what_an_item_meets_on_its_way(rows: list[Row]) -> None:
    """The mean from each state equals the sum over all rounds."""
    value = [float(i + 1) for i in range(len(rows))]
    found = solve(rows, [[v] for v in value])
    assert [x for (x,) in found] == pytest.approx([followed(rows, i, value) for i in range(len(rows))], rel=1e-9)


@given(chains())
def test_rounds_are_the_passes_of_an_item_that_is_there(rows: list[Row]) -> None:
    """How often an item passes the state it is in, this time included."""
    expected = [followed(rows, i, [float(i == j) for j in range(len(rows))]) for i in range(len(rows))]
    assert rounds(rows) == pytest.approx(expected, rel=1e-9)


def test_a_state_that_keeps_all_is_named() -> None:
    """Items that come back for ever have no mean."""
    with pytest.raises(NoExit) as error:
        solve([{1: 1.0}, {0: 1.0}], [[1.0], [1.0]])
    assert set(error.value.states) <= {0, 1}
