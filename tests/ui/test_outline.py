"""The outline's rows: read when asked for, kept in step with the map, and never begun anew for a word or a place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from crosslane.analysis.flow import analyse
from crosslane.editor import Editor
from crosslane.exchange.templates import template
from crosslane.model import edits
from crosslane.model.map import Map
from crosslane.ui.panels.outline import Outline
from crosslane.ui.panels.outline_rows import ID, OutlineRows


def shown(rows: OutlineRows, under: QModelIndex | None = None) -> list[object]:
    """Return the tree as nested lists of ids."""
    above = under or QModelIndex()
    here = [rows.index(n, 0, above) for n in range(rows.rowCount(above))]
    return [[index.data(ID), shown(rows, index)] for index in here]


def expected(map_: Map) -> list[object]:
    return [
        [lane.id, [[step.id, [[flow.id, []] for flow in map_.flows_from(step.id)]] for step in map_.steps_of(lane.id)]]
        for lane in map_.lanes
    ]


def test_rows_are_those_of_the_map_after_any_edit(qtbot: QtBot) -> None:
    """Words, places, new and removed steps; Qt's own tester finds nothing wrong on the way."""
    home, map_ = QObject(), template("loop")
    rows = OutlineRows(home)
    tester = QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    resets: list[bool] = []
    rows.modelReset.connect(lambda: resets.append(True))
    assert rows.show_map(map_, analyse(map_))
    lane = next(lane for lane in map_.lanes if len(map_.steps_of(lane.id)) > 2)
    first, last = map_.steps_of(lane.id)[0], map_.steps_of(lane.id)[-1]
    resets.clear()
    for diff, anew in (
        (edits.rename(map_, first.id, "Another name"), False),
        (edits.set_fields(map_, first.id, x=last.x + 300), False),
        (edits.set_fields(map_, last.id, x=0), False),
        (edits.remove(map_, [first.id]), True),
        (edits.add_step(map_, lane.id, name="New"), True),
    ):
        then = map_.apply(diff)
        assert rows.show_map(then, analyse(then)) is anew
        assert shown(rows) == expected(then)
        rows.show_map(map_, analyse(map_))
        assert shown(rows) == expected(map_)
    assert len(resets) == 4
    assert tester is not None


def test_a_row_is_renamed_where_it_stands(qtbot: QtBot) -> None:
    """Lanes and steps by F2; flows have numbers, not names."""
    home, map_ = QObject(), template("loop")
    rows, said = OutlineRows(home), list[tuple[str, str]]()
    rows.show_map(map_, analyse(map_))
    rows.renamed.connect(lambda id_, text: said.append((id_, text)))
    step, flow = map_.steps[0].id, map_.drawn_flows[0].id
    assert rows.flags(rows.index_of(step)) & Qt.ItemFlag.ItemIsEditable
    assert not rows.flags(rows.index_of(flow)) & Qt.ItemFlag.ItemIsEditable
    assert rows.setData(rows.index_of(step), "Renamed")
    assert said == [(step, "Renamed")]


def test_on_a_large_map_the_outline_follows_what_is_selected_in_the_next_turn(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a small one at once."""
    editor = Editor(template("loop"))
    outline = Outline(editor)
    qtbot.addWidget(outline)
    first, last = editor.map.steps[0].id, editor.map.steps[-1].id
    editor.select([first])
    assert outline.tree.currentIndex().data(ID) == first
    monkeypatch.setattr("crosslane.ui.panels.outline.LARGE", 2)
    editor.select([last])
    assert outline.tree.currentIndex().data(ID) == first
    qtbot.waitUntil(lambda: outline.tree.currentIndex().data(ID) == last)
    assert editor.selection == (last,)
