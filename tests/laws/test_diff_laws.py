"""The algebra of changes: everything else in the program leans on these sentences."""

from __future__ import annotations

from unittest.mock import patch as patched

from hypothesis import given
from hypothesis import strategies as st

from crosslane.model.descent import REMEMBERED
from crosslane.model.diff import Change, between, invert, is_far, is_same, patch, puts, rebase, since, squash
from crosslane.model.map import Map
from crosslane.model.plan import lane_bands
from crosslane.model.records import Flow, Lane, Record, Step
from crosslane.model.settle import settle
from laws.strategies import diffs, maps


@given(st.data(), maps())
def test_apply_then_invert_is_nothing(data: st.DataObject, map_: Map) -> None:
    """Taking an edit back gives the map that was."""
    diff = data.draw(diffs(map_))
    assert map_.apply(diff).apply(invert(diff)) == map_


@given(st.data(), maps())
def test_squash_has_the_effect_of_both(data: st.DataObject, map_: Map) -> None:
    """One diff for two edits does what the two did, and says nothing of what ended as it began."""
    first = data.draw(diffs(map_))
    second = data.draw(diffs(map_.apply(first)))
    both = squash(first, second)
    assert map_.apply(both) == map_.apply(first).apply(second)
    assert all(change.before != change.after for change in both.values())
    assert both == between(map_, map_.apply(first).apply(second))


@given(maps(), maps(), st.sets(st.sampled_from(["x", "y", "lane", "name", "wait", "number", "source"])))
def test_what_is_the_same_is_what_does_not_differ(old: Map, new: Map, names: set[str]) -> None:
    """The quick look at some fields, or at all others, says what the list of what differs says."""
    fields = frozenset(names)
    for change in between(old, new).values():
        differing = set(patch(change))
        is_one = None not in change and type(change.before) is type(change.after)
        assert is_same(change, fields) == (is_one and not differing & fields)
        assert is_same(change, fields, apart=True) == (is_one and differing <= fields)
    assert all(is_same(Change(record, record), fields) for record in old.records())


@given(maps(), maps())
def test_between_leads_from_one_map_to_the_other(old: Map, new: Map) -> None:
    """The difference of two versions is a diff like any other."""
    assert old.apply(between(old, new)) == new


@given(st.data(), maps())
def test_index_after_diffs_equals_index_from_scratch(data: st.DataObject, map_: Map) -> None:
    """Whatever is asked of a map does not depend on the way it came about."""
    edited = map_
    for _ in range(3):
        # What was asked once is taken over by the map after the edit.
        assert len(edited.numbered_flows) + len(edited.orphans) <= len(edited)
        assert sum(len(edited.steps_of(lane.id)) for lane in edited.lanes) <= len(edited.steps)
        edited = edited.apply(data.draw(diffs(edited)))
    fresh = Map.of(sorted(edited.records(), key=lambda record: record.id, reverse=True))
    assert (edited.lanes, edited.steps, edited.flows) == (fresh.lanes, fresh.steps, fresh.flows)
    assert (edited.drawn_flows, edited.orphans) == (fresh.drawn_flows, fresh.orphans)
    assert edited.numbered_flows == fresh.numbered_flows
    for step in edited.steps:
        assert edited.flows_from(step.id) == fresh.flows_from(step.id)
        assert edited.flows_into(step.id) == fresh.flows_into(step.id)
        assert edited.on(step.id) == fresh.on(step.id)
    for lane in edited.lanes:
        assert edited.steps_of(lane.id) == fresh.steps_of(lane.id)


@given(st.data(), maps())
def test_settling_is_finished_after_once(data: st.DataObject, map_: Map) -> None:
    """A settled diff settles to itself, and leaves no flow of a step it removes."""
    settled = settle(map_, data.draw(diffs(map_)))
    assert settle(map_, settled) == settled
    after = map_.apply(settled)
    removed = {id_ for id_, change in settled.items() if change.after is None}
    assert not [flow for flow in after.flows if {flow.source, flow.target} & removed]


@given(st.data(), maps())
def test_numbers_are_given_once(data: st.DataObject, map_: Map) -> None:
    """No two flows answer to one number, and none is beyond the next to be given."""
    after = map_.apply(settle(map_, data.draw(diffs(map_))))
    after = after.apply(settle(after, data.draw(diffs(after))))
    numbers = [flow.number for flow in after.flows if flow.number is not None]
    assert len(numbers) == len(set(numbers))
    assert all(number < after.head.next_number for number in numbers)


@given(st.data(), maps())
def test_undo_touches_only_fields_that_the_edit_changed(data: st.DataObject, map_: Map) -> None:
    """What somebody else did since to another field stays; a rebased inverse never goes further than the edit."""
    mine = data.draw(diffs(map_))
    theirs = data.draw(diffs(map_.apply(mine)))
    today = map_.apply(mine).apply(theirs)
    for id_, change in rebase(invert(mine), today).items():
        assert id_ in mine
        assert set(patch(change)) <= set(patch(mine[id_])) or None in mine[id_]


@given(st.data(), maps())
def test_rebase_on_the_map_it_was_made_for_changes_nothing(data: st.DataObject, map_: Map) -> None:
    """Without other people's edits, rebasing gives the same map."""
    diff = data.draw(diffs(map_))
    assert map_.apply(rebase(diff, map_)) == map_.apply(diff)


@given(st.data(), maps(), st.sampled_from([0, 100]))
def test_what_was_asked_before_an_edit_is_true_after_it(data: st.DataObject, map_: Map, many: int) -> None:
    """What is carried over from map to map is what would be found from scratch, by few changes and by many."""
    for _ in range(3):
        assert all(isinstance(each, tuple) for each in _in_order(map_))
        assert map_.highest_number >= 0
        with patched("crosslane.model.map.MANY", many):
            map_ = map_.apply(data.draw(diffs(map_)))
            # Taken over when it is asked for.
            found = _in_order(map_)
        scratch = Map.of(map_.records())
        assert found == _in_order(scratch)
        assert map_.highest_number == scratch.highest_number
        assert lane_bands(map_) == lane_bands(scratch)


def _in_order(map_: Map) -> list[tuple[Record, ...]]:
    """Return what a map has in order."""
    lanes = ["gone", *(lane.id for lane in map_.lanes)]
    return [map_.lanes, map_.steps, map_.flows, map_.drawn_flows, map_.numbered_flows, *map(map_.steps_of, lanes)]


@given(st.data(), maps())
def test_what_differs_is_found_whichever_way_two_maps_are_related(data: st.DataObject, map_: Map) -> None:
    """Along a line of edits, between two drafts of one map, back again, and between strangers."""
    one = map_.apply(data.draw(diffs(map_)))
    further = one.apply(data.draw(diffs(one)))
    other = map_.apply(data.draw(diffs(map_)))
    stranger = Map.of(other.records())
    for old in (map_, one, further, other, stranger):
        for new in (map_, one, further, other, stranger):
            found, both = since(old, new), {**old.ids(), **new.ids()}
            assert all(is_far(old, new, most) == (len(found) > most) for most in range(4))
            differing = {id_ for id_ in both if old.get(id_) is not new.get(id_)}
            assert set(found) == differing
            assert all(c.before is old.get(id_) and c.after is new.get(id_) for id_, c in found.items())


def test_what_lies_far_back_is_forgotten_and_looked_for() -> None:
    """A long session holds on to no old edits."""
    first = Map.of([Lane(id="a", name="0")])
    map_ = first
    for n in range(1, 3 * REMEMBERED):
        map_ = map_.apply(puts(map_, [Lane(id="a", name=str(n))]))
    assert map_.descent.differs_from(first.descent) is None
    assert set(since(first, map_)) == {"a"}


def test_flows_that_change_numbers_change_places() -> None:
    """The order of numbers is taken over by the next map, but not where a number is another."""
    flows = [Flow(id=id_, number=at, source="s", target="t") for at, id_ in enumerate("abc", 1)]
    map_ = Map.of([Lane(id="l"), Step(id="s", lane="l"), Step(id="t", lane="l"), *flows])
    assert [flow.id for flow in map_.numbered_flows] == ["a", "b", "c"]
    after = map_.apply(puts(map_, [flows[0].but(number=9)]))
    assert [flow.id for flow in after.numbered_flows] == ["b", "c", "a"]
    named = after.apply(puts(after, [flows[1].but(label="named")]))
    assert [(flow.id, flow.label) for flow in named.numbered_flows] == [("b", "named"), ("c", None), ("a", None)]
