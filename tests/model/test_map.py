"""What an edit of very much costs a map: counted, not timed."""

from __future__ import annotations

import sys
from unittest.mock import patch

from crosslane.model import edits
from crosslane.model.ids import new_id
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, Record, Step
from crosslane.model.settle import settle


def _map() -> Map:
    records: list[Record] = [Lane(id="l", name="Lane"), *(Step(id=f"s{n}", lane="l", x=n * 208) for n in range(9))]
    return Map.of([*records, *(Flow(id=f"f{n}", source=f"s{n}", target=f"s{n + 1}", number=n + 1) for n in range(8))])


def test_who_only_moves_steps_copies_no_groups() -> None:
    """They belong to what they belonged to; who adds one has groups of its own."""
    map_ = _map()
    moved = map_.apply(edits.move_steps(map_, [f"s{n}" for n in range(9)], 8, 0))
    assert moved.groups is map_.groups
    added = map_.apply(edits.add_step(map_, "l", "One more"))
    assert added.groups is not map_.groups
    assert len(map_.groups["kind", "step"]) == 9
    assert len(added.groups["kind", "step"]) == 10


def test_flows_get_their_numbers_without_a_map_being_made_for_it() -> None:
    """The map before tells which are taken: what is pasted gets numbers that nobody has, and no map is made but the one."""
    map_ = _map()
    diff = edits.paste(map_, edits.copied(map_, ["s0", "s1", "s2"]))
    with patch.object(Map, "apply", side_effect=AssertionError):
        settled = settle(map_, diff)
    numbers = sorted(flow.number or 0 for flow in map_.apply(settled).flows)
    assert numbers == list(range(1, 11))


def test_hundreds_of_ids_are_drawn_at_once_each_as_likely_as_any() -> None:
    """Whoever pastes many asks the machine for chance a few times; a number beyond the last multiple of all is thrown away."""
    last = 2**32 // 31**4 * 31**4
    drawn = b"".join(number.to_bytes(4, sys.byteorder) for number in (31**4 + 1, last, last - 1, 0))
    with patch("crosslane.model.ids._drawn", []), patch("crosslane.model.ids.secrets.token_bytes") as chance:
        chance.return_value = drawn
        found = [new_id("A step") for _ in range(3)]
        assert found == ["a-step-aaaa", "a-step-9999", "a-step-baaa"]
        assert chance.call_count == 1
        new_id("A step")
        assert chance.call_count == 2


def test_flows_by_number_are_what_they_are_now() -> None:
    """Their numbers come in another order than their ids; a wait that somebody tells is told of the flow that has it."""
    map_ = _map()
    flows = sorted(map_.flows, key=lambda flow: flow.id)
    map_ = Map.of([*map_.records(), *(flow.but(number=20 - at) for at, flow in enumerate(flows))])
    assert [flow.number for flow in map_.numbered_flows] == sorted(flow.number or 0 for flow in map_.flows)
    for flow in map_.flows:
        now = map_.apply(edits.set_fields(map_, flow.id, wait="3d"))
        assert now.flow(flow.id) in now.numbered_flows
        assert flow not in now.numbered_flows
        assert [each.number for each in now.numbered_flows] == [each.number for each in map_.numbered_flows]
