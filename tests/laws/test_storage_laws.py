"""Laws of the library and the file: what comes back is what was."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from crosslane.exchange.mapfile import read_bytes, read_text, write_text
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.records import body_of
from crosslane.storage.care import check
from crosslane.storage.rows import back, changes_of, diff_from, dumped, forward
from laws.strategies import diffs, maps
from storage.shelf import at_work, shelf


@given(maps())
def test_saved_and_reopened_equals_what_was(map_: Map) -> None:
    """The file gives the same map, and writing that changes no byte."""
    text = write_text(map_)
    assert read_text(text) == map_
    assert write_text(read_text(text)) == text


@given(st.data(), maps())
def test_a_journal_row_leads_forward_and_back(data: st.DataObject, map_: Map) -> None:
    """The JSON of an edit takes the bodies from before to after and back, and gives the edit again."""
    diff = data.draw(diffs(map_))
    after = {record.id: body_of(record) for record in map_.apply(diff).records()}
    bodies = before = {record.id: body_of(record) for record in map_.records()}
    bodies = dict(before)
    changes = json.loads(dumped(changes_of(diff)))
    forward(bodies, changes)
    assert bodies == after
    assert diff_from(before, after, changes) == diff
    back(bodies, changes)
    assert bodies == before


@settings(max_examples=15, deadline=None)
@given(st.data(), maps())
def test_replaying_the_journal_gives_the_records(data: st.DataObject, map_: Map) -> None:
    """Any edits, undos and restarts: the present equals the replayed past, and the check is content."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        with shelf(path) as library:
            id_ = library.add(map_)
            last = map_
        for _ in range(data.draw(st.integers(1, 3))):
            with shelf(path) as library:
                store, history = at_work(library, id_)
                assert store.map == last
                for act in data.draw(st.lists(st.sampled_from(["edit", "undo", "redo"]), max_size=5)):
                    if act == "edit":
                        store.commit(data.draw(diffs(store.map)), "edit")
                    else:
                        (history.undo if act == "undo" else history.redo)(store)
                last = store.map
                assert library.past.at(id_, store.seq) == last
        assert check(path) == []


@given(st.binary(max_size=200), maps(), st.integers(0, 10_000))
def test_no_bytes_make_reading_fail_in_another_way_than_by_a_sentence(noise: bytes, map_: Map, at: int) -> None:
    """Whatever is put into a map file: it is read, or there is one sentence."""
    data = write_text(map_).encode()
    at %= len(data)
    for spoilt in (noise, data[:at] + noise + data[at:], data[:at] + noise + data[at + len(noise) :]):
        assert "\n" not in _said_of(spoilt)


def _said_of(data: bytes) -> str:
    try:
        read_bytes(data)
    except Problem as problem:
        return str(problem)
    return ""
